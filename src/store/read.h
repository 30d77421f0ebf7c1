#ifndef ANLIKU_STORE_READ_H
#define ANLIKU_STORE_READ_H

#include "base/buf.h"
#include "base/error.h"
#include "record/value.h"
#include "store/store.h"

/* A snapshot. It must end before the process waits for a key: an open one keeps every page alive
 * that is written meanwhile. Every Str that a reading function gives points into the map and lives
 * until the snapshot ends; in the view of a write transaction only until its next put. Rows are
 * verified by their checksum (ERR_CORRUPT) whenever they are read. */
typedef struct StoreRead StoreRead;

/* Several may be open at once; the first one costs next to nothing. */
bool store_read_begin(Store *store, StoreRead **out, Error *err);
/* NULL is allowed. */
void store_read_end(StoreRead *read);
/* Commit that the snapshot shows (compare with store_txn_id). */
uint64_t store_read_txn_id(const StoreRead *read);
/* The highest change number, 0 in a new library. */
bool store_head(StoreRead *read, uint64_t *number, Error *err);

/* The current state of a record, without its body. */
typedef struct StoreCurrent {
    EntityType type;
    Uuid record;
    uint64_t change; /* number of the log row that holds its revision */
    uint32_t rev;
    bool trashed;
    int64_t created_ms, updated_ms;
    Str summary; /* as it is stored: see store_summary */
    /* the store's own */
    StoreRead *read; /* that gave it */
    bool packed, nameless;
    uint32_t dictionary, raw_bytes;
} StoreCurrent;

/* The summary that was put (opaque: what the caller needs for a list row); it points into the map
 * or into scratch. */
bool store_summary(const StoreCurrent *row, Buf *scratch, Str *out, Error *err);
/* Digest of the current content (record_encode_content). */
bool store_current_digest(const StoreCurrent *row, uint8_t digest[STORE_HASH], Error *err);

/* ERR_NOT_FOUND when there is none. ENTITY_NONE as type looks through all types. */
bool store_current(StoreRead *read, EntityType type, Uuid record, StoreCurrent *out, Error *err);
/* *found tells; false only on a real error. */
bool store_current_find(StoreRead *read, EntityType type, Uuid record, StoreCurrent *out,
                        bool *found, Error *err);
/* Calls each for the current rows of a type in ascending uuid until it returns false (then the
 * result is false and each has filled *err). */
typedef bool StoreCurrentFn(void *context, const StoreCurrent *row, Error *err);
bool store_current_each(StoreRead *read, EntityType type, StoreCurrentFn *each, void *context,
                        Error *err);
bool store_current_count(StoreRead *read, EntityType type, uint64_t *count, Error *err);

/* The record at its current revision. The caller frees *out with record_free. */
bool store_load(StoreRead *read, EntityType type, Uuid record, Record **out, Error *err);
/* At revision rev; ERR_NOT_FOUND when there is no such revision. */
bool store_load_rev(StoreRead *read, EntityType type, Uuid record, uint32_t rev, Record **out,
                    Error *err);
/* The record as the log row `change` holds it. */
bool store_load_change(StoreRead *read, uint64_t change, Record **out, Error *err);

#endif
