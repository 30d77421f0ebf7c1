#ifndef ANLIKU_STORE_BATCH_H
#define ANLIKU_STORE_BATCH_H

#include "store/write.h"

/* An import, kept so that it can be undone: its changes are the log rows first..last whose batch is
 * this id. Put again in every transaction of the import. */
typedef struct StoreBatch {
    Uuid id;
    Uuid actor;
    char login[64];
    int64_t at_ms;
    char source[256]; /* what was imported, cut */
    uint32_t created, updated, unchanged, rejected;
    uint64_t first, last; /* change numbers; 0: nothing yet */
    bool finished, undone;
} StoreBatch;

bool store_put_batch(StoreWrite *write, const StoreBatch *batch, Error *err);
/* ERR_NOT_FOUND. */
bool store_batch(StoreRead *read, Uuid id, StoreBatch *out, Error *err);
typedef bool StoreBatchFn(void *context, const StoreBatch *batch, Error *err);
/* Oldest first; stops when each returns false (it has filled *err). */
bool store_batch_each(StoreRead *read, StoreBatchFn *each, void *context, Error *err);

#endif
