#include "config.h"

#include "store/write.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "store/gate.h"
#include "store/logblock.h"
#include "store/transaction.h"

#include <stdlib.h>

/* A write transaction must not be stopped half-way: others would wait for it. */
static void hold_signals(sigset_t *before) {
    static const int held[] = {SIGHUP, SIGTERM, SIGINT, SIGQUIT, SIGTSTP, SIGWINCH};
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < sizeof held / sizeof *held; i++)
        sigaddset(&set, held[i]);
    pthread_sigmask(SIG_BLOCK, &set, before);
}

static bool begin_inside(Store *store, StoreWrite *write, Error *err) {
    int dead, code = mdb_txn_begin(store->env, NULL, 0, &write->view.txn);
    if (code == MDB_READERS_FULL && mdb_reader_check(store->env, &dead) == 0)
        code = mdb_txn_begin(store->env, NULL, 0, &write->view.txn);
    if (code == MDB_MAP_RESIZED && !store->snapshots && !store->spare_used &&
        mdb_env_set_mapsize(store->env, 0) == 0)
        code = mdb_txn_begin(store->env, NULL, 0, &write->view.txn);
    if (code == MDB_PANIC) {
        if (!env_reopen(store, err))
            return false;
        code = mdb_txn_begin(store->env, NULL, 0, &write->view.txn);
    }
    return code == 0 || env_fail(store->path, code, err);
}

bool store_write_begin(Store *store, const char *who, int timeout_ms, bool bulk, StoreWrite **out,
                       Error *err) {
    if (store->mode == STORE_READ_ONLY)
        return error_set(err, ERR_DENIED, N_("the library {0} is open for reading only"), "s",
                         store->path);
    if (store->writing)
        return error_set(err, ERR_INTERNAL, N_("a write transaction is open already"), "");
    if (!gate_enter(store->gate, who, timeout_ms, bulk, err))
        return false;
    store->gate_held = true;
    StoreWrite *write = mem_zalloc(sizeof *write);
    write->view.store = store;
    write->view.write = write;
    if (bulk)
        store_reader_check(store, false);
    hold_signals(&write->signals);
    if (!begin_inside(store, write, err)) {
        pthread_sigmask(SIG_SETMASK, &write->signals, NULL);
        store->gate_held = false;
        gate_leave(store->gate);
        free(write);
        return false;
    }
    store->writing = true;
    *out = write;
    return true;
}

static void end(StoreWrite *write) {
    Store *store = write->view.store;
    store->writing = store->gate_held = false;
    gate_leave(store->gate);
    pthread_sigmask(SIG_SETMASK, &write->signals, NULL);
    buf_free(&write->row);
    buf_free(&write->like_login);
    logpending_free(&write->pending);
    free(write);
}

bool store_write_wanted(StoreWrite *write) {
    return gate_wanted(write->view.store->gate);
}

void store_write_abort(StoreWrite *write) {
    if (!write)
        return;
    mdb_txn_abort(write->view.txn);
    end(write);
}

static void raise_info(StoreInfo *info) {
    info->schema = STORE_SCHEMA;
    info->min_reader = STORE_MIN_READER;
    info->min_writer = STORE_MIN_WRITER;
}

bool write_needs(StoreWrite *write, Error *err) {
    Store *store = write->view.store;
    StoreInfo info = store->info;
    int code;
    if (write->raised || info.min_reader >= STORE_MIN_READER)
        return true;
    raise_info(&info);
    write->raised = meta_put_info(write->view.txn, store->tables[ENV_MAIN], &info, &code);
    return write->raised || write_fail(write, code, err);
}

bool store_write_commit(StoreWrite *write, uint64_t *last, Error *err) {
    if (!logblock_flush(write, err)) {
        store_write_abort(write);
        return false;
    }
    if (write->failed) {
        *err = write->failure;
        store_write_abort(write);
        return false;
    }
    uint64_t head = write->head;
    if (last && !write->head_known && !store_head(&write->view, &head, err)) {
        store_write_abort(write);
        return false;
    }
    int code = mdb_txn_commit(write->view.txn);
    if (code == 0 && write->raised)
        raise_info(&write->view.store->info);
    if (code)
        env_fail(write->view.store->path, code, err);
    else if (last)
        *last = head;
    end(write);
    return code == 0;
}

void store_write_blocks(StoreWrite *write) {
    write->in_blocks = true;
}

StoreRead *store_write_read(StoreWrite *write) {
    return &write->view;
}

bool write_fail(StoreWrite *write, int code, Error *err) {
    env_fail(write->view.store->path, code, err);
    if (!write->failed)
        write->failure = *err;
    write->failed = true;
    return false;
}

bool env_put(StoreWrite *write, const Key *key, Str row, bool append, Error *err) {
    MDB_dbi table = write->view.store->tables[ENV_MAIN];
    MDB_val k = env_val(key_str(key)), v = env_val(row);
    int code = mdb_put(write->view.txn, table, &k, &v, append ? MDB_APPEND : 0);
    if (code == MDB_KEYEXIST && append)
        code = mdb_put(write->view.txn, table, &k, &v, 0);
    return code == 0 || write_fail(write, code, err);
}

bool env_delete(StoreWrite *write, const Key *key, bool *found, Error *err) {
    MDB_val k = env_val(key_str(key));
    int code = mdb_del(write->view.txn, write->view.store->tables[ENV_MAIN], &k, NULL);
    if (found)
        *found = code == 0;
    return code == 0 || code == MDB_NOTFOUND || write_fail(write, code, err);
}
