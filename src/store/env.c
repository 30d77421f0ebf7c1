#include "config.h"

#include "store/env.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/codec.h"
#include "store/fault.h"
#include "store/fence.h"
#include "store/gate.h"
#include "store/guard.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

const char *const env_table_names[ENV_TABLES] = {
    [STORE_TERMS] = "terms", [STORE_POSTS] = "posts", [STORE_DIRS] = "dirs",
    [STORE_IMETA] = "imeta", [ENV_MAIN] = "main",
};

/* One row a code of LMDB. */
static const struct {
    int code;
    ErrorCode error;
    const char *message; /* {0} the library, {1} LMDB's text */
} failures[] = {
    {MDB_MAP_FULL, ERR_FULL, N_("the library {0} has filled its address space")},
    {MDB_READERS_FULL, ERR_BUSY, N_("too many sessions have the library {0} open")},
    {MDB_PAGE_NOTFOUND, ERR_CORRUPT, N_("the library {0} is damaged ({1}); run check")},
    {MDB_CORRUPTED, ERR_CORRUPT, N_("the library {0} is damaged ({1}); run check")},
    {MDB_NOTFOUND, ERR_CORRUPT, N_("the library {0} is damaged ({1}); run check")},
    {MDB_INVALID, ERR_CORRUPT, N_("{0} is no database of this program, or damaged")},
    {MDB_VERSION_MISMATCH, ERR_CORRUPT, N_("{0} is no database of this program, or damaged")},
    {MDB_INCOMPATIBLE, ERR_CORRUPT, N_("the library {0} is damaged ({1}); run check")},
    {MDB_PANIC, ERR_IO, N_("an earlier error made the library {0} unusable; open it again")},
    {MDB_MAP_RESIZED, ERR_BUSY, N_("the library {0} has grown; try again")},
    {MDB_BAD_VALSIZE, ERR_INVALID, N_("a key or value is too long for the library {0}")},
    {MDB_TXN_FULL, ERR_INVALID, N_("too many changes at once for the library {0}")},
};

bool env_fail(const char *path, int code, Error *err) {
    for (size_t i = 0; i < sizeof failures / sizeof *failures; i++)
        if (failures[i].code == code)
            return error_set(err, failures[i].error, failures[i].message, "ss", path,
                             mdb_strerror(code));
    /* A full tmpfs says EIO (short write), so that the disk is asked before the message is worded.
     */
    uint64_t left = UINT64_MAX;
    Error ignored;
    if (code == EIO || code == ENOSPC || code == EDQUOT)
        store_disk_free(path, &left, &ignored);
    if (code == ENOSPC || code == EDQUOT || left < 256 * 1024)
        return error_set(err, ERR_FULL, N_("the disk that holds {0} is full"), "s", path);
    if (code > 0)
        return error_set_errno(err, code, N_("the library {0} cannot be used: {1}"), path);
    return error_set(err, ERR_IO, N_("the library {0} cannot be used: {1}"), "ss", path,
                     mdb_strerror(code));
}

static void on_assert(MDB_env *env, const char *text) {
    (void)env;
    fault_die(text);
}

/* 1 TiB of address space from the first day; less where the process may not have it. */
int env_open_raw(const char *path, unsigned flags, MDB_env **out) {
    int code = ENOMEM;
    for (size_t map = (size_t)1 << 40; code == ENOMEM && map >= (size_t)1 << 28; map /= 2) {
        MDB_env *env = NULL;
        code = mdb_env_create(&env);
        if (code == 0)
            code = mdb_env_set_maxreaders(env, STORE_READERS);
        if (code == 0)
            code = mdb_env_set_maxdbs(env, ENV_TABLES + 3);
        if (code == 0)
            code = mdb_env_set_mapsize(env, map);
        if (code == 0)
            code = mdb_env_set_assert(env, on_assert);
        if (code == 0)
            code = mdb_env_open(env, path, flags | MDB_NOTLS, 0600);
        if (code == 0)
            *out = env;
        else if (env)
            mdb_env_close(env);
    }
    if (code)
        return code;
    int fd, fd_flags;
    if (mdb_env_get_fd(*out, &fd) == 0 && (fd_flags = fcntl(fd, F_GETFD)) >= 0)
        fcntl(fd, F_SETFD, fd_flags | FD_CLOEXEC);
    return 0;
}

/* The snapshot that a reader gets against the newest meta page. */
static int64_t lag(Store *store) {
    MDB_envinfo info;
    MDB_txn *txn;
    mdb_env_info(store->env, &info);
    if (mdb_txn_begin(store->env, NULL, MDB_RDONLY, &txn) != 0)
        return INT64_MAX;
    int64_t behind = (int64_t)info.me_last_txnid - (int64_t)mdb_txn_id(txn);
    mdb_txn_abort(txn);
    return behind;
}

/* No writer is inside the gate; taking LMDB's own lock mends what a killed one left. */
static bool sound_when_still(Store *store) {
    Error ignored;
    MDB_txn *txn;
    if (!store->gate_held && !gate_enter(store->gate, "", STORE_GATE_MS, false, &ignored))
        return false;
    bool ok = mdb_txn_begin(store->env, NULL, 0, &txn) == 0;
    if (ok) {
        mdb_txn_abort(txn);
        ok = lag(store) <= 0;
    }
    if (!store->gate_held)
        gate_leave(store->gate);
    return ok;
}

/* An opener that is killed inside LMDB's own set-up may leave the next one with a commit number
 * that is too low, and its first commit would take the place of an acknowledged one. A writer that
 * is just between its meta page and the number looks the same for a moment (one behind): then it is
 * looked at again with the gate held. Who only reads may stay one behind. */
static bool id_is_sound(Store *store) {
    int64_t behind = lag(store);
    return behind <= 0 || (store->mode == STORE_READ_ONLY ? behind == 1 : sound_when_still(store));
}

static bool check_version(const Store *store, const StoreInfo *info, Error *err) {
    uint32_t needed = store->mode == STORE_READ_ONLY || info->min_reader > STORE_SCHEMA
                          ? info->min_reader
                          : info->min_writer;
    if (needed <= STORE_SCHEMA)
        return true;
    return error_set(
        err, ERR_VERSION,
        N_("the library {0} was written by a newer program (format {1}, this one knows "
           "{2}); nothing was changed"),
        "sdd", store->path, (int64_t)info->schema, (int64_t)STORE_SCHEMA);
}

static bool open_tables(Store *store, MDB_txn *txn, const Uuid *env_id, Error *err) {
    for (int i = ENV_TABLES - 1; i >= 0; i--) {
        int code = mdb_dbi_open(txn, env_table_names[i], 0, &store->tables[i]);
        if (code == MDB_NOTFOUND && i == ENV_MAIN)
            return error_set(err, ERR_CORRUPT, N_("{0} is no database of this program, or damaged"),
                             "s", store->path);
        if (code)
            return env_fail(store->path, code, err);
        if (i == ENV_MAIN &&
            (!meta_get_info(txn, store->tables[i], store->path, &store->info, err) ||
             !check_version(store, &store->info, err)))
            return false;
    }
    if (uuid_equal(store->info.env_id, *env_id))
        return true;
    return error_set(err, ERR_CORRUPT,
                     N_("env.id and data.mdb of {0} belong to different libraries"), "s",
                     store->path);
}

enum { ATTEMPT_ERROR, ATTEMPT_DONE, ATTEMPT_AGAIN };

static int attempt(Store *store, const Uuid *env_id, Error *err) {
    MDB_txn *txn = NULL;
    int dead, code = env_open_raw(store->path, store->mode == STORE_READ_ONLY ? MDB_RDONLY : 0,
                                  &store->env);
    if (code) {
        store->env = NULL;
        env_fail(store->path, code, err);
        return ATTEMPT_ERROR;
    }
    code = mdb_reader_check(store->env, &dead);
    if (code == 0 && !id_is_sound(store)) {
        env_detach(store);
        return ATTEMPT_AGAIN;
    }
    if (code == 0)
        code = mdb_txn_begin(store->env, NULL, MDB_RDONLY, &txn);
    if (code == 0 && open_tables(store, txn, env_id, err)) {
        code = mdb_txn_commit(txn); /* keeps the table handles */
        txn = NULL;
        if (code == 0)
            return ATTEMPT_DONE;
    }
    if (code)
        env_fail(store->path, code, err);
    if (txn)
        mdb_txn_abort(txn);
    env_detach(store);
    return ATTEMPT_ERROR;
}

/* A copied library comes without its lock table; LMDB would make one full of holes, and on a full
 * disk sessions die of them. Only the first opener may touch the file. */
static bool mend_lock_file(Store *store, Error *err) {
    if (store->mode == STORE_READ_ONLY || guard_lock_is_whole(store->path))
        return true;
    bool ok = flock(store->in_use, LOCK_EX | LOCK_NB) != 0 || guard_lock_file(store->path, err);
    /* The guard keeps compaction out, so that the shared lock is to be had again. */
    flock(store->in_use, LOCK_SH | LOCK_NB);
    return ok;
}

static bool open_guarded(Store *store, Error *err) {
    Uuid env_id;
    if (!guard_files(store->path, &env_id, err) || !mend_lock_file(store, err))
        return false;
    for (int i = 0; i < 5; i++) {
        int done = attempt(store, &env_id, err);
        if (done != ATTEMPT_AGAIN)
            return done == ATTEMPT_DONE;
    }
    return error_set(err, ERR_IO, N_("the lock table of {0} is not sound; close all sessions"), "s",
                     store->path);
}

bool env_attach(Store *store, Error *err) {
    int guard;
    mode_t mask = umask(077);
    bool ok = guard_filesystem(store->path, err) && guard_lock(store->path, &guard, err);
    if (ok) {
        ok = open_guarded(store, err);
        close(guard);
    }
    umask(mask);
    store->readers_checked_us = clock_mono_us();
    return ok;
}

void env_detach(Store *store) {
    if (store->spare.txn)
        mdb_txn_abort(store->spare.txn);
    store->spare.txn = NULL;
    if (store->env)
        mdb_env_close(store->env);
    store->env = NULL;
}

bool env_reopen(Store *store, Error *err) {
    if (store->snapshots || store->spare_used)
        return env_fail(store->path, MDB_PANIC, err);
    env_detach(store);
    return env_attach(store, err);
}

/* The library's table: one place for each way to it. */

bool env_get(StoreRead *read, const Key *key, Str *row, Error *err) {
    MDB_val k = env_val(key_str(key)), v;
    int code = mdb_get(read->txn, read->store->tables[ENV_MAIN], &k, &v);
    *row = code ? (Str){NULL, 0} : env_str(v);
    return code == 0 || code == MDB_NOTFOUND || env_fail(read->store->path, code, err);
}

/* The row number of the first row at or after start. */
static int seek(StoreRead *read, const Key *start, MDB_cursor **cursor, MDB_val *k, MDB_val *v) {
    int code = mdb_cursor_open(read->txn, read->store->tables[ENV_MAIN], cursor);
    if (code)
        return code;
    *k = env_val(key_str(start));
    return mdb_cursor_get(*cursor, k, v, MDB_SET_RANGE);
}

bool env_seek(StoreRead *read, const Key *key, Str *at, Str *row, Error *err) {
    MDB_cursor *cursor = NULL;
    MDB_val k, v;
    int code = seek(read, key, &cursor, &k, &v);
    *at = code ? (Str){NULL, 0} : env_str(k);
    *row = code ? (Str){NULL, 0} : env_str(v);
    if (cursor)
        mdb_cursor_close(cursor);
    return code == 0 || code == MDB_NOTFOUND || env_fail(read->store->path, code, err);
}

bool env_seek_back(StoreRead *read, const Key *key, Str *at, Str *row, Error *err) {
    MDB_cursor *cursor = NULL;
    MDB_val k, v;
    int code = seek(read, key, &cursor, &k, &v);
    if (code == MDB_NOTFOUND)
        code = mdb_cursor_get(cursor, &k, &v, MDB_LAST);
    else if (code == 0 && !str_equal(env_str(k), key_str(key)))
        code = mdb_cursor_get(cursor, &k, &v, MDB_PREV);
    *at = code ? (Str){NULL, 0} : env_str(k);
    *row = code ? (Str){NULL, 0} : env_str(v);
    if (cursor)
        mdb_cursor_close(cursor);
    return code == 0 || code == MDB_NOTFOUND || env_fail(read->store->path, code, err);
}

bool env_each(StoreRead *read, const Key *prefix, const Key *from, EnvRowFn *each, void *context,
              bool *stopped, Error *err) {
    MDB_cursor *cursor = NULL;
    MDB_val k, v;
    bool stop = false;
    int code = seek(read, from ? from : prefix, &cursor, &k, &v);
    while (code == 0 && !stop && str_starts(env_str(k), key_str(prefix))) {
        stop = !fence_is(env_str(v)) && !each(context, env_str(k), env_str(v), err);
        if (!stop)
            code = mdb_cursor_get(cursor, &k, &v, MDB_NEXT);
    }
    if (cursor)
        mdb_cursor_close(cursor);
    if (stopped)
        *stopped = stop;
    return code == 0 || code == MDB_NOTFOUND || env_fail(read->store->path, code, err);
}

bool env_last(StoreRead *read, const Key *prefix, Str *key, Str *row, Error *err) {
    MDB_cursor *cursor = NULL;
    MDB_val k, v;
    Key end = *prefix;
    key_u64(&end, UINT64_MAX);
    key_u64(&end, UINT64_MAX);
    int code = seek(read, &end, &cursor, &k, &v);
    if (code == 0)
        code = mdb_cursor_get(cursor, &k, &v, MDB_PREV);
    else if (code == MDB_NOTFOUND)
        code = mdb_cursor_get(cursor, &k, &v, MDB_LAST);
    bool any = code == 0 && str_starts(env_str(k), key_str(prefix));
    *key = any ? env_str(k) : (Str){NULL, 0};
    *row = any ? env_str(v) : (Str){NULL, 0};
    if (cursor)
        mdb_cursor_close(cursor);
    return code == 0 || code == MDB_NOTFOUND || env_fail(read->store->path, code, err);
}
