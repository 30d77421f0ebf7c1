#include "config.h"

#include "search/bulk.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "search/merge.h"
#include "search/pace.h"
#include "search/rows.h"
#include "search/spill.h"

typedef struct Taken {
    uint32_t number, replaced;
    SearchDocument document;
} Taken;

/* Documents that wait to be inverted together. */
typedef struct Batch {
    PoolJob job;
    SegmentBuilder *builder;
    VEC(Taken) items;
} Batch;

struct SearchBulk {
    SearchIndex *index;
    Store *store;
    char *who;
    Pace pace;
    SegmentBuilder *builder;
    RowReader rows;
    bool started;
    uint64_t docs; /* written to segments */
    uint64_t coming;
    uint32_t last; /* rows up to here are in the builder or in segments */
    Batch batches[2];
    Batch *filling, *inverting;
    uint32_t taken; /* rows up to here are in the builder, in segments or taken */
    Pool *pool;     /* that inverts one of them; NULL: none does */
    Pool *helpers;  /* of the last search_bulk_invert; NULL: none yet */
};

SearchBulk *search_bulk_new(SearchIndex *index, Store *store, const char *who, size_t bytes) {
    SearchBulk *bulk = mem_zalloc(sizeof *bulk);
    bulk->index = index;
    bulk->store = store;
    bulk->who = mem_strdup(who);
    bulk->pace = (Pace){.store = store, .bytes = bytes ? bytes : BULK_BYTES};
    bulk->builder = builder_new();
    bulk->filling = &bulk->batches[0];
    bulk->inverting = &bulk->batches[1];
    return bulk;
}

static void drop_items(Batch *batch) {
    VEC_EACH (item, &batch->items)
        search_document_free(&item->document);
    batch->items.len = 0;
}

/* In any thread; one batch at a time. */
static void invert(PoolJob *job, unsigned worker) {
    Batch *batch = (Batch *)(void *)job;
    (void)worker;
    VEC_EACH (item, &batch->items)
        builder_add(batch->builder, item->number, item->replaced, &item->document);
    drop_items(batch);
}

/* Waits for the batch that is being inverted. */
static void await(SearchBulk *bulk) {
    if (bulk->pool)
        pool_finish_in_turn(bulk->pool);
    bulk->pool = NULL;
}

/* Everything that was taken is in the builder. */
static void settle(SearchBulk *bulk) {
    await(bulk);
    bulk->filling->builder = bulk->builder;
    invert(&bulk->filling->job, 0);
    if (bulk->taken > bulk->last)
        bulk->last = bulk->taken;
}

void search_bulk_free(SearchBulk *bulk) {
    if (!bulk)
        return;
    await(bulk);
    for (size_t i = 0; i < COUNT_OF(bulk->batches); i++) {
        drop_items(&bulk->batches[i]);
        vec_free(&bulk->batches[i].items);
    }
    builder_free(bulk->builder);
    row_reader_free(&bulk->rows);
    free(bulk->who);
    free(bulk);
}

static bool begin(SearchBulk *bulk, StoreRead *read, Error *err) {
    if (bulk->started)
        return true;
    IndexState *state = mem_alloc(sizeof *state);
    bool ok = index_state_read(read, state, err);
    if (ok) {
        bulk->last = state->main.applied;
        bulk->started = true;
    }
    free(state);
    return ok;
}

static bool spill(SearchBulk *bulk, Error *err);

/* Rows of other writers up to `to`; a segment is written whenever the memory is full. */
static bool fill(SearchBulk *bulk, uint32_t to, Error *err) {
    while (!bulk->started || bulk->last < to) {
        StoreRead *read;
        if (!store_read_begin(bulk->store, &read, err))
            return false;
        bool ok = begin(bulk, read, err);
        if (ok && bulk->last < to)
            ok = row_reader_add(&bulk->rows, read, bulk->last, to, bulk->pace.bytes, bulk->builder,
                                &bulk->last, err);
        store_read_end(read);
        if (!ok)
            return false;
        if (pace_is_full(&bulk->pace, bulk->builder) && !spill(bulk, err))
            return false;
    }
    return true;
}

bool search_bulk_add(SearchBulk *bulk, uint32_t number, uint32_t replaced,
                     const SearchDocument *document, Error *err) {
    settle(bulk);
    if ((!bulk->started || bulk->last + 1 < number) && !fill(bulk, number - 1, err))
        return false;
    if (number <= bulk->last) /* indexed by another process meanwhile */
        return true;
    builder_add(bulk->builder, number, replaced, document);
    bulk->last = bulk->taken = number;
    return !pace_is_full(&bulk->pace, bulk->builder) || spill(bulk, err);
}

/* ---- taking now, inverting later ---- */

/* Whether the rows in between hold no case: an import makes customers on its way. */
static bool nothing_between(SearchBulk *bulk, uint32_t after, uint32_t before, bool *nothing,
                            Error *err) {
    StoreRead *read;
    bool ok = true, found = true;
    *nothing = true;
    if (!store_read_begin(bulk->store, &read, err))
        return false;
    while (ok && found && *nothing) {
        StoreEntry entry;
        ok = store_next_revision(read, after, &entry, &found, err);
        found = ok && found && entry.number < before;
        if (found) {
            after = (uint32_t)entry.number;
            *nothing = entry.type != ENTITY_CASE;
        }
    }
    store_read_end(read);
    return ok;
}

/* Brings the bulk up to the row before `number`. */
static bool reach(SearchBulk *bulk, uint32_t number, Error *err) {
    bool nothing = false;
    if (bulk->started && bulk->taken + 1 >= number)
        return true;
    if (bulk->started && !nothing_between(bulk, bulk->taken, number, &nothing, err))
        return false;
    if (!nothing) {
        settle(bulk);
        if (!fill(bulk, number - 1, err))
            return false;
        bulk->taken = bulk->last;
    }
    if (bulk->taken < number - 1)
        bulk->taken = number - 1;
    return true;
}

bool search_bulk_take(SearchBulk *bulk, uint32_t number, uint32_t replaced,
                      SearchDocument *document, Error *err) {
    if (!reach(bulk, number, err))
        return false;
    if (number <= bulk->taken) { /* indexed by another process meanwhile */
        search_document_free(document);
        return true;
    }
    vec_push(&bulk->filling->items, (Taken){number, replaced, *document});
    *document = (SearchDocument){0};
    bulk->taken = number;
    return true;
}

bool search_bulk_invert(SearchBulk *bulk, Pool *pool, Error *err) {
    await(bulk);
    if (pace_is_full(&bulk->pace, bulk->builder) && !spill(bulk, err))
        return false;
    if (!bulk->filling->items.len)
        return true;
    Batch *batch = bulk->filling;
    bulk->filling = bulk->inverting;
    bulk->inverting = batch;
    bulk->last = bulk->taken;
    bulk->pool = bulk->helpers = pool;
    batch->builder = bulk->builder;
    batch->job.run = invert;
    pool_add_in_turn(pool, &batch->job);
    return true;
}

/* ---- writing ---- */

/* Another process may have indexed some of the rows, or all: they are written dead, or not at all.
 */
static bool spill_into(SearchBulk *bulk, StoreWrite *write, Error *err) {
    StoreRead *read = NULL;
    IndexState *state = mem_alloc(sizeof *state);
    bool ok = store_read_begin(bulk->store, &read, err) && index_state_read(read, state, err);
    if (ok && state->main.applied < bulk->last)
        ok = index_spill(write, read, state, &state->main, bulk->builder, bulk->last, bulk->helpers,
                         err) &&
             index_state_write(write, state, err);
    store_read_end(read);
    free(state);
    return ok;
}

static bool make_room(SearchBulk *bulk, Error *err) {
    StoreRead *read;
    IndexState *state = mem_alloc(sizeof *state);
    if (!store_read_begin(bulk->store, &read, err)) {
        free(state);
        return false;
    }
    bool ok = index_state_read(read, state, err);
    bool full = ok && state->main.count + 2 >= INDEX_SEGMENTS;
    store_read_end(read);
    free(state);
    return ok &&
           (!full || search_merge_all(bulk->index, bulk->store, bulk->who, &merge_tidy, NULL, err));
}

static bool merge_ahead(SearchBulk *bulk, uint64_t docs, Error *err) {
    MergePolicy policy = merge_tidy;
    policy.coming = bulk->coming;
    policy.next = docs;
    return search_merge_all(bulk->index, bulk->store, bulk->who, &policy, NULL, err);
}

/* Nothing is being inverted. */
static bool spill(SearchBulk *bulk, Error *err) {
    StoreWrite *write;
    if (!builder_docs(bulk->builder) && !builder_replaced(bulk->builder)->len)
        return true;
    if (!make_room(bulk, err) ||
        !store_write_begin(bulk->store, bulk->who, STORE_GATE_MS, true, &write, err))
        return false;
    pace_begin(&bulk->pace);
    if (!spill_into(bulk, write, err)) {
        store_write_abort(write);
        return false;
    }
    if (!store_write_commit(write, NULL, err))
        return false;
    pace_end(&bulk->pace, bulk->builder);
    uint32_t docs = builder_docs(bulk->builder);
    bulk->docs += docs;
    builder_clear(bulk->builder);
    return !bulk->coming || merge_ahead(bulk, docs, err);
}

void search_bulk_expect(SearchBulk *bulk, uint64_t docs) {
    bulk->coming = docs;
}

bool search_bulk_spill(SearchBulk *bulk, Error *err) {
    settle(bulk);
    return spill(bulk, err);
}

bool search_bulk_finish(SearchBulk *bulk, const Progress *progress, Error *err) {
    bulk->coming = 0;
    return search_bulk_spill(bulk, err) &&
           search_merge_all(bulk->index, bulk->store, bulk->who, &merge_tidy, progress, err);
}

/* ---- what an interrupted import left ---- */

typedef struct Unindexed {
    uint32_t rows, first, to; /* to: the last row that was looked at; 0: none waits */
    int64_t last_ms;
} Unindexed;

static bool find_unindexed(SearchIndex *index, Store *store, Unindexed *out, Error *err) {
    StoreRead *read;
    Snapshot snapshot;
    if (!store_read_begin(store, &read, err))
        return false;
    bool ok = snapshot_open(index, read, &snapshot, err);
    if (ok) {
        const SmallSegment *small = snapshot.small;
        *out = (Unindexed){.rows = small->unindexed,
                           .first = small->first_unindexed,
                           .to = small->first_unindexed ? small->scanned : 0,
                           .last_ms = small->unindexed_ms};
        snapshot_close(&snapshot);
    }
    store_read_end(read);
    return ok;
}

bool search_unindexed(SearchIndex *index, Store *store, uint32_t *rows, int64_t *last_ms,
                      Error *err) {
    Unindexed found;
    if (!find_unindexed(index, store, &found, err))
        return false;
    *rows = found.rows;
    *last_ms = found.last_ms;
    return true;
}

bool search_first_unindexed(SearchIndex *index, Store *store, uint32_t *number, Error *err) {
    Unindexed found;
    if (!find_unindexed(index, store, &found, err))
        return false;
    *number = found.first;
    return true;
}

static bool catch_up(SearchBulk *bulk, uint32_t to, const Progress *progress, uint64_t *indexed,
                     Error *err) {
    enum { STEP = 1000 };
    if (!fill(bulk, 0, err))
        return false;
    uint32_t from = bulk->last;
    while (bulk->last < to) {
        if (progress_cancelled(progress))
            return error_set(err, ERR_CANCELLED, N_("Cancelled."), "");
        if (!fill(bulk, to - bulk->last < STEP ? to : bulk->last + STEP, err))
            return false;
        progress_report(progress, bulk->last - from, to - from);
    }
    bool ok = search_bulk_finish(bulk, progress, err);
    *indexed = bulk->docs;
    return ok;
}

bool search_catch_up(SearchIndex *index, Store *store, const char *who, const Progress *progress,
                     uint64_t *indexed, Error *err) {
    Unindexed waiting;
    uint64_t count = 0;
    if (!find_unindexed(index, store, &waiting, err))
        return false;
    bool ok = true;
    if (waiting.to) {
        SearchBulk *bulk = search_bulk_new(index, store, who, 0);
        ok = catch_up(bulk, waiting.to, progress, &count, err);
        search_bulk_free(bulk);
    }
    if (indexed)
        *indexed = count;
    return ok;
}
