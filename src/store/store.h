#ifndef ANLIKU_STORE_STORE_H
#define ANLIKU_STORE_STORE_H

#include "base/error.h"
#include "base/uuid.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A library on disk: one folder with one LMDB environment. Files in it:
 *   data.mdb lock.mdb   the environment; lock.mdb is full size from the start and never opened here
 *   env.id              the library's id; written last when a library is made
 *   open.guard          flock while a process opens the environment
 *   in.use              flock (shared) as long as a process has it open
 *   write.gate          held by the one who writes; names him
 *   ballast             room that can be given back when the disk is full
 *   drafts/             store/draft.h
 * A Store belongs to one thread. A process must not open one library twice, and must not fork (but
 * may posix_spawn) while it is open. */
typedef struct Store Store;

enum {
    STORE_SCHEMA = 2,     /* what this program writes; 2: rows in groups and blocks */
    STORE_MIN_READER = 2, /* the oldest schema number a program must know to read what we write */
    STORE_MIN_WRITER = 2, /* ... to write beside us */
    STORE_READERS = 2112, /* slots of lock.mdb: 2,048 sessions and tools */
    STORE_LOCK_BYTES = 135296,
    STORE_BALLAST_BYTES = 16 << 20,
    STORE_HASH = 32 /* bytes of a hash */
};

typedef enum StoreMode {
    STORE_READ_WRITE,
    STORE_READ_ONLY /* no write transaction; needs no right to write to data.mdb */
} StoreMode;

/* What is fixed when a library is made. Texts may be NULL: zone "UTC", created_by "". */
typedef struct StoreOptions {
    const char *zone;       /* tz database name */
    const char *created_by; /* program and version */
    bool shared;            /* mode of use: own or shared */
    bool demo;
} StoreOptions;

typedef struct StoreInfo {
    uint32_t schema, min_reader, min_writer;
    Uuid env_id;
    int64_t created_ms;
    char zone[64];
    char created_by[64];
    bool shared, demo;
} StoreInfo;

/* Makes a library in path, a folder that is missing or empty (ERR_EXISTS otherwise). Until it
 * returns true the folder is no library; what an interrupted call left is taken over by the next.
 */
bool store_create(const char *path, const StoreOptions *options, Error *err);
/* Opens it: ERR_NOT_FOUND no library there, ERR_VERSION written by a newer program (nothing was
 * touched), ERR_CORRUPT damaged or foreign files, ERR_DENIED wrong owner or mode, ERR_INVALID a
 * network file system, ERR_BUSY compaction or restore is running. The caller closes *out. */
bool store_open(const char *path, StoreMode mode, Store **out, Error *err);
/* NULL is allowed. All transactions must have ended. */
void store_close(Store *store);

/* Live as long as the store. */
const char *store_path(const Store *store);
const StoreInfo *store_info(const Store *store);
bool store_is_read_only(const Store *store);

/* The number of the last commit of any process: compare with an earlier one to see whether
 * something changed (2 ns, no system call). */
uint64_t store_txn_id(const Store *store);
/* Gives the slots of dead processes back when 30 s have passed since the last time (or now, when
 * force). Cheap; for the idle tick. Returns how many were freed. */
int store_reader_check(Store *store, bool force);
/* Whether another process has the library open now: a few microseconds and 50 ns an open one. */
bool store_has_company(Store *store);

/* Bytes that an unprivileged process may still write on the disk of the library. */
bool store_disk_free(const char *path, uint64_t *bytes, Error *err);
/* Gives the ballast's room back; true when there was any. */
bool store_ballast_free(const char *path);
/* Takes it again; ERR_FULL when there is no room. */
bool store_ballast_fill(const char *path, Error *err);

#endif
