#ifndef ANLIKU_LIBRARY_QUEUE_H
#define ANLIKU_LIBRARY_QUEUE_H

#include "base/pool.h"
#include "library/put.h"
#include "search/bulk.h"
#include "store/batch.h"

/* For this folder only: many records into the store, in transactions of at most 50 ms or `every`
 * records, with the gate free between them. What needs no store is computed by helpers beside it;
 * what is written does not depend on how many there are. */

typedef struct QueueItem {
    PoolJob job;
    struct Queue *queue;
    Record *original; /* owned: as it was read */
    Record *record;   /* owned: what is written */
    StoreVerb verb;
    uint32_t base_rev;
    unsigned flags; /* PUT_FORCE, PUT_CHECKED */
    Prepared prepared;
    int64_t read_us; /* monotonic: when it was read */
} QueueItem;

/* What a worker of the pool computes with. */
typedef struct QueueTools {
    SearchAnalyser *analyser;
    StorePacker *packer;
} QueueTools;

typedef struct Queue {
    Library *library;
    PutContext context;
    StoreBatch batch;
    VEC(QueueItem *) items;
    Map pending; /* uuid, and external identity of a new record: waits in items */
    size_t every;
    Pool *pool;         /* NULL before queue_start */
    QueueTools *tools;  /* one a worker; the first ones are the library's */
    SearchBulk *bulk;   /* the index of what was committed; NULL before the first case */
    bool learned;       /* whether a dictionary is there was looked into */
    int64_t spilled_us; /* monotonic */
    uint64_t coming;    /* records still to be added, about; 0: not known. May be set at any time */
    Map customers;
    /* Finds the record's place in the library: sets its identity and *base_rev, and takes over what
     * the file does not say. NULL: both are set already. Called again when another process was
     * faster. */
    bool (*match)(void *watcher, StoreRead *read, Record *record, uint32_t *base_rev, Error *err);
    /* Called after the commit that made an item durable; may be NULL. */
    void (*durable)(void *context, const QueueItem *item, const SaveResult *result);
    void *watcher;
} Queue;

void queue_init(Queue *queue, Library *library, size_t every, Str source);
/* Starts the helpers; queue_add does it too. */
bool queue_start(Queue *queue, Error *err);
/* flags: PUT_FORCE, PUT_CHECKED. Matches and prepares the record against the newest snapshot and
 * lets it wait; when one with the same identity (uuid, or external one) waits already, that is
 * written first. The queue owns the record from here on, also after an error (ERR_INVALID: of the
 * record; others: of the store). */
bool queue_add(Queue *queue, Record *record, StoreVerb verb, uint32_t base_rev, unsigned flags,
               int64_t read_us, Error *err);
/* To be called after queue_add: when enough waits, the older half is written while helpers work on
 * the newer one (with `every`: all of it). */
bool queue_write(Queue *queue, Error *err);
/* Writes all that waits. */
bool queue_flush(Queue *queue, Error *err);
/* Writes what waits, indexes all of it, and marks the batch as finished. */
bool queue_finish(Queue *queue, Error *err);
void queue_free(Queue *queue);

#endif
