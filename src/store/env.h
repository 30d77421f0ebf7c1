#ifndef ANLIKU_STORE_ENV_H
#define ANLIKU_STORE_ENV_H

#include "store/index.h"
#include "store/row.h"
#include "store/store.h"

#include "store/write.h"

#include <limits.h>
#include <lmdb.h>
#include <signal.h>

/* What an open store is made of (inside store/ only). */

enum { ENV_TABLES = STORE_INDEX_TABLES + 1, ENV_MAIN = STORE_INDEX_TABLES };

struct StoreRead {
    Store *store;
    MDB_txn *txn;
    StoreWrite *write; /* the transaction whose view this is, else NULL */
    uint64_t serial;   /* no other snapshot of the store has it */
};

enum { ENV_GROUPED = 3 };

/* The last group of a table that was found whole, and ends before what was looked for: imports look
 * behind it again and again (rowgroup.c). */
typedef struct GroupSeen {
    const char *row; /* where it lies in the map; NULL: none */
    size_t bytes, txn;
    Key last;
} GroupSeen;

struct Store {
    MDB_env *env;
    MDB_dbi tables[ENV_TABLES];
    StoreMode mode;
    char path[PATH_MAX];
    StoreInfo info;
    int in_use, gate; /* descriptors; -1 on a read-only file system */
    StoreRead spare;  /* the snapshot that is renewed instead of made */
    bool spare_used;
    unsigned snapshots; /* open ones besides the spare */
    bool writing;
    bool gate_held;
    int64_t readers_checked_us;
    uint64_t serial;     /* of the last snapshot */
    struct Codec *codec; /* codec.h */
    GroupSeen seen[ENV_GROUPED];
};

extern const char *const env_table_names[ENV_TABLES];

/* Opens and closes only the LMDB part, by the protocol; path, mode and in_use are set. */
bool env_attach(Store *store, Error *err);
void env_detach(Store *store);
/* After MDB_PANIC: detach and attach again. False when a snapshot is open. */
bool env_reopen(Store *store, Error *err);
/* MDB_env_create and open with our sizes; also used on other folders by compaction and restore. */
int env_open_raw(const char *path, unsigned flags, MDB_env **out);
/* Turns a result code of LMDB (or errno) into an Error; returns false. */
bool env_fail(const char *path, int code, Error *err);

/* mdb_get in the library's table. MDB_NOTFOUND gives true and *row with ptr NULL. */
bool env_get(StoreRead *read, const Key *key, Str *row, Error *err);
/* The first row at or after key; *row has ptr NULL when there is none. */
bool env_seek(StoreRead *read, const Key *key, Str *at, Str *row, Error *err);
/* The last row that is not behind key. */
bool env_seek_back(StoreRead *read, const Key *key, Str *at, Str *row, Error *err);
bool env_put(StoreWrite *write, const Key *key, Str row, bool append, Error *err);
bool env_delete(StoreWrite *write, const Key *key, bool *found, Error *err);

/* Calls each for the rows of the library's table whose key starts with prefix, ascending, from
 * `from` on (NULL: the first), until it returns false. *stopped tells that each stopped it. */
typedef bool EnvRowFn(void *context, Str key, Str row, Error *err);
bool env_each(StoreRead *read, const Key *prefix, const Key *from, EnvRowFn *each, void *context,
              bool *stopped, Error *err);
/* The last row whose key starts with prefix; key->ptr NULL when there is none. */
bool env_last(StoreRead *read, const Key *prefix, Str *key, Str *row, Error *err);

static inline MDB_val env_val(Str text) {
    /* LMDB takes what it only reads through a pointer to non-const. */
    union {
        const char *in;
        void *out;
    } cast = {text.ptr};
    return (MDB_val){text.len, cast.out};
}

static inline Str env_str(MDB_val v) {
    return str_make(v.mv_data ? v.mv_data : "", v.mv_size);
}

/* The rows of meta that every open reads. */
bool meta_put_info(MDB_txn *txn, MDB_dbi table, const StoreInfo *info, int *code);
bool meta_get_info(MDB_txn *txn, MDB_dbi table, const char *path, StoreInfo *out, Error *err);
/* False when the row is damaged. */
bool meta_parse_info(Str key, Str row, StoreInfo *out);

#endif
