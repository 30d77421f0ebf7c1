#ifndef ANLIKU_STORE_WRITE_H
#define ANLIKU_STORE_WRITE_H

#include "store/log.h"
#include "store/pack.h"
#include "store/read.h"

/* A write transaction. There is one in the whole library at a time: compute everything before, put,
 * commit. HUP, TERM, INT, QUIT, TSTP and WINCH wait until it ends. Nothing is durable before
 * store_write_commit returned true; after that it is, whatever happens. */
typedef struct StoreWrite StoreWrite;

enum { STORE_GATE_MS = 10000 };

/* who: the login others are shown while they wait (cut at 63 bytes). timeout_ms: 0 tries once (for
 * merges on the idle tick), STORE_GATE_MS for people. ERR_BUSY names the holder. bulk: an import or
 * a merge that gives way to waiting writers first. */
bool store_write_begin(Store *store, const char *who, int timeout_ms, bool bulk, StoreWrite **out,
                       Error *err);
/* Another writer waits at the gate: work that can stop should commit and begin again. One system
 * call. */
bool store_write_wanted(StoreWrite *write);
/* From here on log rows of a batch are put into blocks (imports: they take less room, but are
 * written when a block is full or the transaction ends). */
void store_write_blocks(StoreWrite *write);
/* Ends the transaction in every case. After an error nothing of it is there; ERR_FULL when the disk
 * is full. *last (may be NULL) is the highest change number. */
bool store_write_commit(StoreWrite *write, uint64_t *last, Error *err);
/* NULL is allowed. */
void store_write_abort(StoreWrite *write);

/* Reads as the transaction sees it. Lives as long as the transaction; never end it. */
StoreRead *store_write_read(StoreWrite *write);

/* What a change row says besides the record. */
typedef struct StoreChange {
    StoreVerb verb;
    int64_t at_ms;
    Uuid actor;
    Str login;
    Uuid batch; /* nil: none */
    Str note;
    uint32_t base_rev; /* the revision that was edited; 0 for a new record */
    bool trashed;
    bool format_only;
    int64_t created_ms, updated_ms;
} StoreChange;

/* Appends one log row and writes the current row. ERR_CONFLICT when base_rev is not the current
 * revision (0: none exists yet). The packed revision number must be greater than base_rev. summary
 * and segment are opaque, either may be empty; where packed has the summary packed, that is stored.
 * *number (may be NULL) gets the change number. */
bool store_put_revision(StoreWrite *write, const StoreChange *change, const StorePacked *packed,
                        Str summary, Str segment, uint64_t *number, Error *err);
/* Replaces only the summary of a current row (derived data: no log row). */
bool store_put_summary(StoreWrite *write, EntityType type, Uuid record, Str summary, Error *err);
/* Appends a log row without a revision, for what must be on record: exports, backups, anything
 * audited. Only verb, at_ms, actor, login, batch and note of change count; body is opaque. */
bool store_put_note(StoreWrite *write, const StoreChange *change, Str body, uint64_t *number,
                    Error *err);
/* Small values that belong to the whole library. name: 1..64 bytes, not one of StoreInfo. */
bool store_put_meta(StoreWrite *write, const char *name, Str value, Error *err);
/* *out is empty (ptr NULL) when there is none. */
bool store_meta(StoreRead *read, const char *name, Str *out, Error *err);

#endif
