#include "config.h"

#include "store/read.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "record/encode.h"
#include "store/env.h"
#include "store/log.h"
#include "store/transaction.h"

#include <stdlib.h>

/* Begins or renews, and mends what can be mended: dead processes hold slots, another process grew
 * the map, an earlier write error closed the environment. */
static int begin_once(Store *store, MDB_txn **txn) {
    return *txn ? mdb_txn_renew(*txn) : mdb_txn_begin(store->env, NULL, MDB_RDONLY, txn);
}

static int begin_mended(Store *store, MDB_txn **txn, Error *err) {
    int dead, code = begin_once(store, txn);
    if (code == MDB_READERS_FULL && mdb_reader_check(store->env, &dead) == 0)
        code = begin_once(store, txn);
    if (code == MDB_MAP_RESIZED && !store->snapshots && !store->writing &&
        mdb_env_set_mapsize(store->env, 0) == 0)
        code = begin_once(store, txn);
    if (code == MDB_PANIC && !store->writing) {
        if (!env_reopen(store, err))
            return -1;
        *txn = NULL; /* the spare was closed with the environment */
        code = begin_once(store, txn);
    }
    if (code)
        env_fail(store->path, code, err);
    return code;
}

bool store_read_begin(Store *store, StoreRead **out, Error *err) {
    StoreRead *read = store->spare_used ? mem_zalloc(sizeof *read) : &store->spare;
    if (begin_mended(store, &read->txn, err) != 0) {
        if (read != &store->spare)
            free(read);
        return false;
    }
    read->store = store;
    read->serial = ++store->serial;
    if (read == &store->spare)
        store->spare_used = true;
    else
        store->snapshots++;
    *out = read;
    return true;
}

void store_read_end(StoreRead *read) {
    if (!read)
        return;
    Store *store = read->store;
    if (read == &store->spare) {
        mdb_txn_reset(read->txn);
        store->spare_used = false;
        return;
    }
    mdb_txn_abort(read->txn);
    store->snapshots--;
    free(read);
}

uint64_t store_read_txn_id(const StoreRead *read) {
    return mdb_txn_id(read->txn);
}

bool store_head(StoreRead *read, uint64_t *number, Error *err) {
    Key prefix;
    Str key, row;
    if (read->write && read->write->head_known) {
        *number = read->write->head;
        return true;
    }
    key_begin(&prefix, SPACE_MAIN, TABLE_LOG);
    if (!env_last(read, &prefix, &key, &row, err))
        return false;
    *number = key.ptr ? key_number(key) : 0;
    return true;
}

bool store_load_change(StoreRead *read, uint64_t change, Record **out, Error *err) {
    StoreEntry entry;
    Buf body = {0};
    bool ok = store_log_entry(read, change, &entry, err);
    if (ok && entry.type == ENTITY_NONE)
        ok = error_set(err, ERR_NOT_FOUND, N_("change {0} holds no record"), "d", (int64_t)change);
    ok = ok && store_log_body(read, change, &body, err) &&
         record_decode(entry.type, body.data, body.len, out, err);
    buf_free(&body);
    return ok;
}

bool store_load(StoreRead *read, EntityType type, Uuid record, Record **out, Error *err) {
    StoreCurrent current;
    return store_current(read, type, record, &current, err) &&
           store_load_change(read, current.change, out, err);
}

bool store_load_rev(StoreRead *read, EntityType type, Uuid record, uint32_t rev, Record **out,
                    Error *err) {
    StoreCurrent current;
    StoreEntry entry;
    if (!store_current(read, type, record, &current, err))
        return false;
    for (uint64_t at = current.change; at; at = entry.previous) {
        if (!store_log_entry(read, at, &entry, err))
            return false;
        if (entry.rev == rev)
            return store_load_change(read, at, out, err);
        if (entry.previous >= at)
            return error_set(err, ERR_CORRUPT, N_("the history of change {0} is damaged"), "d",
                             (int64_t)at);
        if (entry.rev < rev)
            break;
    }
    return error_set(err, ERR_NOT_FOUND, N_("there is no revision {0}"), "d", (int64_t)rev);
}
