#include "config.h"

#include "library/queue.h"

#include "base/clock.h"
#include "store/dict.h"

#include <stdio.h>

enum { LONGEST_US = 40000, HALF = 320, MOST_LOSSES = 100, HELPERS = 3 };

void queue_init(Queue *queue, Library *library, size_t every, Str source) {
    *queue = (Queue){.library = library, .every = every};
    queue->context =
        (PutContext){.library = library, .batch = uuid_new(), .new_customers = &queue->customers};
    queue->batch = (StoreBatch){
        .id = queue->context.batch, .actor = library->actor.user, .at_ms = clock_now_ms()};
    snprintf(queue->batch.login, sizeof queue->batch.login, "%s", library->actor.login);
    snprintf(queue->batch.source, sizeof queue->batch.source, "%.*s", STR_ARG(source));
}

static Str key_of(const Uuid *id) {
    return str_make((const char *)id->bytes, sizeof id->bytes);
}

static void free_item(QueueItem *item) {
    put_free(&item->prepared);
    record_free(item->record);
    record_free(item->original);
    free(item);
}

/* ---- computing beside ---- */

static void free_packers(Queue *queue) {
    for (unsigned i = 1; queue->pool && i < pool_workers(queue->pool); i++) {
        store_packer_free(queue->tools[i].packer);
        queue->tools[i].packer = NULL; /* making new ones may fail */
    }
}

/* Packers with the newest dictionary. */
static bool make_packers(Queue *queue, Error *err) {
    bool ok = library_packer(queue->library, err);
    queue->tools[0].packer = queue->library->packer;
    for (unsigned i = 1; i < pool_workers(queue->pool); i++) {
        queue->tools[i].packer = NULL;
        ok = ok && store_packer_new(queue->library->store, &queue->tools[i].packer, err);
    }
    return ok;
}

bool queue_start(Queue *queue, Error *err) {
    if (queue->pool)
        return true;
    queue->pool = pool_new(HELPERS);
    queue->tools = mem_zalloc(pool_workers(queue->pool) * sizeof *queue->tools);
    queue->tools[0].analyser = queue->library->analyser;
    for (unsigned i = 1; i < pool_workers(queue->pool); i++)
        queue->tools[i].analyser = search_analyser_new();
    return make_packers(queue, err);
}

static void stop_pool(Queue *queue) {
    if (!queue->pool)
        return;
    pool_finish(queue->pool);
    free_packers(queue);
    for (unsigned i = 1; i < pool_workers(queue->pool); i++)
        search_analyser_free(queue->tools[i].analyser);
    free(queue->tools);
    pool_free(queue->pool);
    queue->pool = NULL;
}

static void compute(PoolJob *job, unsigned worker) {
    QueueItem *item = (QueueItem *)(void *)job;
    const QueueTools *tools = &item->queue->tools[worker];
    put_compute(&item->prepared, tools->analyser, tools->packer, true);
}

/* Of the first `count` items. The newest first: helpers come from the other end. Lines that are
 * being read ahead go on. */
static void finish_computing(Queue *queue, size_t count) {
    for (size_t i = count; i-- > 0;)
        pool_finish_one(queue->pool, &queue->items.items[i]->job);
}

static void start_computing(QueueItem *item) {
    item->job.run = compute;
    if (!item->prepared.unchanged)
        pool_add(item->queue->pool, &item->job);
}

/* Makes what is to be written from what was read, against the newest snapshot. */
static bool prepare(Queue *queue, QueueItem *item, Error *err) {
    StoreRead *read;
    put_free(&item->prepared);
    record_free(item->record);
    item->record = record_copy(item->original);
    if (!store_read_begin(queue->library->store, &read, err))
        return false;
    bool ok =
        (!queue->match || queue->match(queue->watcher, read, item->record, &item->base_rev, err)) &&
        put_prepare(&queue->context, read, item->record, item->verb, item->base_rev,
                    PUT_BULK | item->flags, NULL, &item->prepared, err);
    store_read_end(read);
    return ok;
}

/* The external identity of a new record; "" when it has none. Longer than an uuid or told from it
 * by its separator only: taking one for the other would cost a flush, no more. */
static void put_ext_key(const Record *record, Buf *out) {
    int source = entity_field(record->entity, STR("ext_source"));
    int id = entity_field(record->entity, STR("ext_id"));
    if (id < 0 || !record_has(record, id))
        return;
    buf_put_str(out, record_text(record, source));
    buf_putc(out, '\0');
    buf_put_str(out, record_text(record, id));
}

static bool waits(const Queue *queue, const Record *record) {
    Buf key = {0};
    Uuid id = record_id(record);
    put_ext_key(record, &key);
    bool found = map_get(&queue->pending, key_of(&id)) ||
                 (key.len && map_get(&queue->pending, buf_str(&key)));
    buf_free(&key);
    return found;
}

static void note_waiting(Queue *queue, const QueueItem *item) {
    Buf key = {0};
    Uuid id = record_id(item->record);
    put_ext_key(item->record, &key);
    map_put(&queue->pending, key_of(&id), NULL);
    if (key.len)
        map_put(&queue->pending, buf_str(&key), NULL);
    buf_free(&key);
}

static void let_wait(Queue *queue, QueueItem *item) {
    note_waiting(queue, item);
    vec_push(&queue->items, item);
    start_computing(item);
}

bool queue_add(Queue *queue, Record *record, StoreVerb verb, uint32_t base_rev, unsigned flags,
               int64_t read_us, Error *err) {
    QueueItem *item = mem_alloc(sizeof *item);
    *item = (QueueItem){.queue = queue,
                        .original = record,
                        .verb = verb,
                        .base_rev = base_rev,
                        .flags = flags,
                        .read_us = read_us};
    bool ok = queue_start(queue, err) && prepare(queue, item, err);
    if (ok && waits(queue, item->record))
        ok = queue_flush(queue, err) && prepare(queue, item, err);
    if (!ok) {
        free_item(item);
        return false;
    }
    let_wait(queue, item);
    return true;
}

enum { SPILL_US = 1000000 };

/* Hands committed cases to the index. Others see them after a spill, at the latest a second later;
 * with nobody there segments grow as large as memory allows. */
static bool index_items(Queue *queue, size_t from, size_t to, const SaveResult *results,
                        Error *err) {
    Library *library = queue->library;
    for (size_t i = from; i < to; i++) {
        QueueItem *item = queue->items.items[i];
        if (results[i].unchanged || item->record->entity->type != ENTITY_CASE)
            continue;
        if (!queue->bulk) {
            queue->bulk = search_bulk_new(library->index, library->store, library->actor.login, 0);
            queue->spilled_us = clock_mono_us();
        }
        if (!search_bulk_take(queue->bulk, (uint32_t)results[i].change,
                              (uint32_t)item->prepared.replaces, &item->prepared.document, err))
            return false;
    }
    if (!queue->bulk)
        return true;
    search_bulk_expect(queue->bulk, queue->coming);
    if (!search_bulk_invert(queue->bulk, queue->pool, err))
        return false;
    if (clock_mono_us() - queue->spilled_us < SPILL_US)
        return true;
    queue->spilled_us = clock_mono_us();
    return !store_has_company(library->store) || search_bulk_spill(queue->bulk, err);
}

static void count(StoreBatch *batch, const SaveResult *result) {
    if (result->unchanged)
        batch->unchanged++;
    else if (result->created)
        batch->created++;
    else
        batch->updated++;
    if (result->change && !batch->first) /* the customer made on the way came just before */
        batch->first = result->change - (result->new_customer[0] != '\0');
    if (result->change)
        batch->last = result->change;
}

/* One transaction: items from *at on, before `end`, until its time is up. */
static bool write_some(Queue *queue, size_t *at, size_t end, SaveResult *results, Error *err) {
    StoreWrite *write;
    StoreBatch batch = queue->batch;
    size_t from = *at;
    if (!library_write_begin(queue->library, true, &write, err))
        return false;
    store_write_blocks(write);
    int64_t start = clock_mono_us();
    size_t reached = from;
    size_t most = queue->every ? queue->every : SIZE_MAX;
    bool ok = true;
    while (ok && reached < end && reached - from < most) {
        ok = put_write(&queue->context, write, &queue->items.items[reached]->prepared,
                       &results[reached], err);
        if (ok)
            count(&batch, &results[reached++]);
        if (clock_mono_us() - start > LONGEST_US)
            break;
    }
    ok = ok && (!batch.first || store_put_batch(write, &batch, err));
    if (!ok) {
        store_write_abort(write);
        return false;
    }
    if (!store_write_commit(write, NULL, err))
        return false;
    queue->batch = batch;
    *at = reached;
    for (size_t i = from; queue->durable && i < reached; i++)
        queue->durable(queue->watcher, queue->items.items[i], &results[i]);
    return index_items(queue, from, reached, results, err);
}

/* Another process wrote one of the records since they were prepared. */
static bool prepare_again(Queue *queue, size_t from, Error *err) {
    finish_computing(queue, queue->items.len);
    map_free(&queue->customers);
    queue->context.customers.len = 0;
    queue->context.numbers.len = 0;
    for (size_t i = from; i < queue->items.len; i++) {
        if (!prepare(queue, queue->items.items[i], err))
            return false;
        start_computing(queue->items.items[i]);
    }
    finish_computing(queue, queue->items.len);
    return true;
}

enum { DICTIONARY_AFTER = 2000, DICTIONARY_SAMPLES = 2000 };

/* Bodies are packed with a dictionary once there are enough to learn it from. A failure to learn
 * costs room, nothing else. */
static bool learn_dictionary(Queue *queue, Error *err) {
    Library *library = queue->library;
    uint32_t id;
    Error ignored;
    if (queue->learned || queue->batch.created + queue->batch.updated < DICTIONARY_AFTER)
        return true;
    queue->learned = true;
    if (!store_newest_dictionary(library->store, &id, err))
        return false;
    if (id || !store_train_dictionary(library->store, library->actor.login, DICTIONARY_SAMPLES, &id,
                                      &ignored))
        return true;
    finish_computing(queue, queue->items.len); /* with the packers that there were */
    store_packer_free(library->packer);
    library->packer = NULL;
    free_packers(queue);
    return make_packers(queue, err);
}

/* Nothing of it is to be written: no transaction. */
static bool all_unchanged(const Queue *queue, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!queue->items.items[i]->prepared.unchanged)
            return false;
    return true;
}

static void count_unchanged(Queue *queue, size_t count_of, SaveResult *results) {
    for (size_t at = 0; at < count_of; at++) {
        const Prepared *prepared = &queue->items.items[at]->prepared;
        results[at] = (SaveResult){
            .unchanged = true, .id = record_id(prepared->record), .rev = prepared->base_rev};
        count(&queue->batch, &results[at]);
        if (queue->durable)
            queue->durable(queue->watcher, queue->items.items[at], &results[at]);
    }
}

/* Those that still wait keep the numbers that were guessed for them. */
static void forget_first(Queue *queue, size_t count) {
    for (size_t i = 0; i < count; i++)
        free_item(queue->items.items[i]);
    queue->items.len -= count;
    if (queue->items.len)
        memmove(queue->items.items, queue->items.items + count,
                queue->items.len * sizeof *queue->items.items);
    else
        queue->context.numbers.len = 0;
    map_free(&queue->pending);
    VEC_EACH (item, &queue->items)
        note_waiting(queue, *item);
}

/* Writes the first items; after an error nothing waits any more. */
static bool write_first(Queue *queue, size_t count, Error *err) {
    bool ok = true;
    size_t at = 0;
    SaveResult *results = mem_zalloc((count + 1) * sizeof *results);
    finish_computing(queue, count);
    if (all_unchanged(queue, count)) {
        count_unchanged(queue, count, results);
        at = count;
    }
    for (int losses = 0; ok && at < count;) {
        ok = write_some(queue, &at, count, results, err);
        bool lost =
            !ok && (err->code == ERR_CONFLICT || err->code == ERR_EXISTS) && losses++ < MOST_LOSSES;
        if (lost)
            ok = prepare_again(queue, at, err);
    }
    free(results);
    if (!ok)
        count = queue->items.len;
    finish_computing(queue, count);
    forget_first(queue, count);
    return ok && learn_dictionary(queue, err);
}

bool queue_write(Queue *queue, Error *err) {
    size_t waiting = queue->items.len;
    if (queue->every)
        return waiting < queue->every || write_first(queue, waiting, err);
    return waiting < (size_t)2 * HALF || write_first(queue, HALF, err);
}

bool queue_flush(Queue *queue, Error *err) {
    return write_first(queue, queue->items.len, err);
}

bool queue_finish(Queue *queue, Error *err) {
    StoreWrite *write;
    if (!queue_flush(queue, err) || (queue->bulk && !search_bulk_finish(queue->bulk, NULL, err)))
        return false;
    if (!queue->batch.first)
        return true; /* nothing was written: there is nothing to undo */
    queue->batch.finished = true;
    if (!library_write_begin(queue->library, true, &write, err))
        return false;
    if (!store_put_batch(write, &queue->batch, err)) {
        store_write_abort(write);
        return false;
    }
    return store_write_commit(write, NULL, err);
}

void queue_free(Queue *queue) {
    finish_computing(queue, queue->items.len);
    VEC_EACH (item, &queue->items)
        free_item(*item);
    vec_free(&queue->items);
    search_bulk_free(queue->bulk);
    stop_pool(queue);
    vec_free(&queue->context.numbers);
    map_free(&queue->pending);
    map_free(&queue->customers);
    vec_free(&queue->context.customers);
}
