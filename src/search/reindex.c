#include "config.h"

#include "search/reindex.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "search/bulk.h"
#include "search/merge.h"
#include "search/pace.h"
#include "search/plan.h"
#include "search/rows.h"
#include "search/spill.h"

typedef struct Reindex {
    Store *store;
    const char *who;
    Pace pace;
    SegmentBuilder *builder;
    RowReader rows;
    IndexState state;
    uint32_t done; /* rows up to here are in the builder or in the shadow list */
    uint64_t head;
} Reindex;

static void drop_list(IndexState *state, const IndexList *list) {
    for (uint32_t i = 0; i < list->count; i++)
        plan_note_drop(state, list->segments[i].id);
}

/* The new list takes the place of the old one, whose rows merges delete later. */
static void swap_lists(IndexState *state) {
    if (state->plan.phase != MERGE_NONE) {
        plan_note_drop(state, state->plan.target);
        state->plan = (MergePlan){0};
    }
    drop_list(state, &state->main);
    state->main = state->shadow;
    state->shadow = (IndexList){0};
}

/* A shadow list of this analyser is gone on with; another one is dropped. */
static void begin_shadow(Reindex *r) {
    if (r->state.shadow.analyzer == analyzer_id())
        return;
    drop_list(&r->state, &r->state.shadow);
    index_list_init(&r->state.shadow);
}

/* Rows that came since the last look, when they are few: behind people who save all the time the
 * end would never be reached otherwise. */
static bool catch_up(Reindex *r, StoreRead *read, uint64_t head, Error *err) {
    enum { FEW = 16 };
    return !r->done || head <= r->done || head - r->done > FEW ||
           row_reader_add(&r->rows, read, r->done, (uint32_t)head, SIZE_MAX, r->builder, &r->done,
                          err);
}

static bool spill_in(Reindex *r, StoreWrite *write, bool *whole, Error *err) {
    StoreRead *read = NULL;
    uint64_t head = 0;
    bool ok = store_read_begin(r->store, &read, err) && index_state_read(read, &r->state, err) &&
              store_head(read, &head, err) && catch_up(r, read, head, err);
    if (ok) {
        begin_shadow(r);
        if (r->state.shadow.applied < r->done)
            ok = index_spill(write, read, &r->state, &r->state.shadow, r->builder, r->done, NULL,
                             err);
    }
    store_read_end(read);
    *whole = ok && r->state.shadow.applied >= head;
    if (*whole)
        swap_lists(&r->state);
    return ok && index_state_write(write, &r->state, err);
}

/* Writes what the builder holds; *whole: the new index is in place. */
static bool spill(Reindex *r, bool *whole, Error *err) {
    StoreWrite *write;
    if (!store_write_begin(r->store, r->who, STORE_GATE_MS, true, &write, err))
        return false;
    pace_begin(&r->pace);
    if (!spill_in(r, write, whole, err)) {
        store_write_abort(write);
        return false;
    }
    if (!store_write_commit(write, NULL, err))
        return false;
    pace_end(&r->pace, r->builder);
    builder_clear(r->builder);
    r->done = *whole ? 0 : r->state.shadow.applied;
    return true;
}

/* Reads some rows. */
static bool advance(Reindex *r, Error *err) {
    enum { STEP = 1000 };
    StoreRead *read;
    if (!store_read_begin(r->store, &read, err))
        return false;
    bool ok = store_head(read, &r->head, err);
    r->pace.least = (uint32_t)(r->head / (INDEX_SEGMENTS * 3 / 4));
    uint32_t to = r->head - r->done < STEP ? (uint32_t)r->head : r->done + STEP;
    ok =
        ok && row_reader_add(&r->rows, read, r->done, to, r->pace.bytes, r->builder, &r->done, err);
    store_read_end(read);
    return ok;
}

static bool run(Reindex *r, const Progress *progress, Error *err) {
    bool whole = false;
    if (!spill(r, &whole, err))
        return false;
    while (!whole) {
        if (progress_cancelled(progress))
            return error_set(err, ERR_CANCELLED, N_("Cancelled."), "");
        if (!advance(r, err))
            return false;
        progress_report(progress, r->done, r->head);
        bool full = pace_is_full(&r->pace, r->builder) || r->done >= r->head;
        if (full && !spill(r, &whole, err))
            return false;
    }
    return true;
}

/* ---- an index whose state cannot be read ---- */

/* Nobody knows what the rows belong to: they go, the state last. Segments get numbers that no
 * process remembers. */
static bool wipe_some(Store *store, const char *who, bool *more, Error *err) {
    enum { ROWS = 2000 };
    static const StoreIndexTable tables[] = {STORE_TERMS, STORE_POSTS, STORE_DIRS, STORE_IMETA};
    StoreWrite *write;
    if (!store_write_begin(store, who, STORE_GATE_MS, true, &write, err))
        return false;
    bool ok = true;
    *more = false;
    for (size_t i = 0; i < COUNT_OF(tables) && ok && !*more; i++)
        ok = store_index_delete_range(write, tables[i], STR("\0"), STR(""), ROWS, more, err);
    if (ok && !*more) {
        IndexState *state = mem_zalloc(sizeof *state);
        state->next_id = (uint32_t)(clock_now_ms() / 1000);
        index_list_init(&state->main);
        ok = index_state_write(write, state, err);
        free(state);
    }
    if (ok)
        return store_write_commit(write, NULL, err);
    store_write_abort(write);
    return false;
}

static bool wipe_damaged(Store *store, const char *who, const Progress *progress, Error *err) {
    StoreRead *read;
    Error why = {0};
    if (!store_read_begin(store, &read, err))
        return false;
    IndexState *state = mem_alloc(sizeof *state);
    bool more = !index_state_read(read, state, &why) && why.code == ERR_CORRUPT;
    free(state);
    store_read_end(read);
    while (more) {
        if (progress_cancelled(progress))
            return error_set(err, ERR_CANCELLED, N_("Cancelled."), "");
        if (!wipe_some(store, who, &more, err))
            return false;
    }
    return true;
}

bool search_reindex(SearchIndex *index, Store *store, const char *who, size_t bytes,
                    const Progress *progress, Error *err) {
    Reindex *r = mem_zalloc(sizeof *r);
    r->store = store;
    r->who = who;
    r->pace = (Pace){.store = store, .bytes = bytes ? bytes : BULK_BYTES};
    r->builder = builder_new();
    r->rows.only_current = r->rows.from_text = true;
    bool ok = wipe_damaged(store, who, progress, err) && run(r, progress, err);
    builder_free(r->builder);
    row_reader_free(&r->rows);
    free(r);
    return ok && search_merge_all(index, store, who, &merge_tidy, progress, err);
}

bool search_is_current(StoreRead *read, bool *current, Error *err) {
    IndexState *state = mem_alloc(sizeof *state);
    bool ok = index_state_read(read, state, err);
    *current = ok && (!state->main.count || state->main.analyzer == analyzer_id());
    free(state);
    return ok;
}
