#include "config.h"

#include "store/index.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "store/transaction.h"

#include <errno.h>
#include <stdlib.h>

enum { INDEX_KEY_MAX = 500, PREFIX = 2 };

struct StoreCursor {
    MDB_cursor *cursor;
    StoreRead *read;
};

/* Each key stands behind its space, as in the library's own table. */
static bool make_key(Key *out, Str key, Error *err) {
    if (key.len < 1 || key.len > INDEX_KEY_MAX)
        return error_set(err, ERR_INVALID, N_("a key of the index has {0} bytes"), "d",
                         (int64_t)key.len);
    out->len = 0;
    key_u16(out, SPACE_MAIN);
    key_bytes(out, key.ptr, key.len);
    return true;
}

static bool in_space(MDB_val k) {
    const uint8_t *at = k.mv_data;
    return k.mv_size > PREFIX && at[0] == SPACE_MAIN >> 8 && at[1] == (SPACE_MAIN & 0xff);
}

bool store_index_get(StoreRead *read, StoreIndexTable table, Str key, Str *value, Error *err) {
    Key full;
    MDB_val v;
    if (!make_key(&full, key, err))
        return false;
    MDB_val k = env_val(key_str(&full));
    int code = mdb_get(read->txn, read->store->tables[table], &k, &v);
    *value = code ? (Str){NULL, 0} : env_str(v);
    return code == 0 || code == MDB_NOTFOUND || env_fail(read->store->path, code, err);
}

static bool put(StoreWrite *write, StoreIndexTable table, Str key, MDB_val *v, unsigned flags,
                bool append, Error *err) {
    Key full;
    if (!make_key(&full, key, err))
        return false;
    MDB_dbi dbi = write->view.store->tables[table];
    MDB_val k = env_val(key_str(&full));
    size_t size = v->mv_size;
    int code = mdb_put(write->view.txn, dbi, &k, v, flags | (append ? MDB_APPEND : 0u));
    if (code == MDB_KEYEXIST && append) {
        if (flags & MDB_RESERVE)
            *v = (MDB_val){size, NULL};
        code = mdb_put(write->view.txn, dbi, &k, v, flags);
    }
    return code == 0 || write_fail(write, code, err);
}

bool store_index_put(StoreWrite *write, StoreIndexTable table, Str key, Str value, bool append,
                     Error *err) {
    MDB_val v = env_val(value);
    return put(write, table, key, &v, 0, append, err);
}

bool store_index_reserve(StoreWrite *write, StoreIndexTable table, Str key, size_t size,
                         bool append, void **value, Error *err) {
    MDB_val v = {size, NULL};
    if (!put(write, table, key, &v, MDB_RESERVE, append, err))
        return false;
    *value = v.mv_data;
    return true;
}

bool store_index_delete(StoreWrite *write, StoreIndexTable table, Str key, bool *found,
                        Error *err) {
    Key full;
    if (!make_key(&full, key, err))
        return false;
    MDB_val k = env_val(key_str(&full));
    int code = mdb_del(write->view.txn, write->view.store->tables[table], &k, NULL);
    if (found)
        *found = code == 0;
    return code == 0 || code == MDB_NOTFOUND || write_fail(write, code, err);
}

static bool below(MDB_val k, Str end) {
    Str key = str_make((const char *)k.mv_data + PREFIX, k.mv_size - PREFIX);
    return in_space(k) && (!end.len || str_compare(key, end) < 0);
}

bool store_index_delete_range(StoreWrite *write, StoreIndexTable table, Str first, Str end,
                              size_t limit, bool *more, Error *err) {
    Key full;
    MDB_cursor *cursor;
    MDB_val v;
    if (!make_key(&full, first, err))
        return false;
    MDB_val k = env_val(key_str(&full));
    int code = mdb_cursor_open(write->view.txn, write->view.store->tables[table], &cursor);
    if (code)
        return write_fail(write, code, err);
    code = mdb_cursor_get(cursor, &k, &v, MDB_SET_RANGE);
    for (size_t done = 0; code == 0 && done < limit && below(k, end); done++) {
        code = mdb_cursor_del(cursor, 0);
        if (code == 0)
            code = mdb_cursor_get(cursor, &k, &v, MDB_GET_CURRENT);
        /* At the end of a page the cursor stands behind its last row. */
        if (code == EINVAL || code == MDB_NOTFOUND)
            code = mdb_cursor_get(cursor, &k, &v, MDB_NEXT);
    }
    *more = code == 0 && below(k, end);
    mdb_cursor_close(cursor);
    return code == 0 || code == MDB_NOTFOUND || write_fail(write, code, err);
}

bool store_index_count(StoreRead *read, StoreIndexTable table, uint64_t *rows, uint64_t *pages,
                       Error *err) {
    MDB_stat stat;
    int code = mdb_stat(read->txn, read->store->tables[table], &stat);
    if (code)
        return env_fail(read->store->path, code, err);
    *rows = stat.ms_entries;
    *pages = stat.ms_branch_pages + stat.ms_leaf_pages + stat.ms_overflow_pages;
    return true;
}

bool store_cursor_open(StoreRead *read, StoreIndexTable table, StoreCursor **out, Error *err) {
    MDB_cursor *cursor;
    int code = mdb_cursor_open(read->txn, read->store->tables[table], &cursor);
    if (code)
        return env_fail(read->store->path, code, err);
    *out = mem_alloc(sizeof **out);
    **out = (StoreCursor){cursor, read};
    return true;
}

void store_cursor_close(StoreCursor *cursor) {
    if (!cursor)
        return;
    mdb_cursor_close(cursor->cursor);
    free(cursor);
}

static bool give(StoreCursor *cursor, int code, MDB_val k, MDB_val v, Str *key, Str *value,
                 bool *found, Error *err) {
    *found = code == 0 && in_space(k);
    if (*found && key)
        *key = str_make((const char *)k.mv_data + PREFIX, k.mv_size - PREFIX);
    if (*found && value)
        *value = env_str(v);
    return code == 0 || code == MDB_NOTFOUND || env_fail(cursor->read->store->path, code, err);
}

bool store_cursor_seek(StoreCursor *cursor, Str at_or_after, Str *key, Str *value, bool *found,
                       Error *err) {
    Key full;
    MDB_val v;
    if (!make_key(&full, at_or_after, err))
        return false;
    MDB_val k = env_val(key_str(&full));
    int code = mdb_cursor_get(cursor->cursor, &k, &v, MDB_SET_RANGE);
    return give(cursor, code, k, v, key, value, found, err);
}

bool store_cursor_next(StoreCursor *cursor, Str *key, Str *value, bool *found, Error *err) {
    MDB_val k, v;
    int code = mdb_cursor_get(cursor->cursor, &k, &v, MDB_NEXT);
    return give(cursor, code, k, v, key, value, found, err);
}

bool store_cursor_prev(StoreCursor *cursor, Str *key, Str *value, bool *found, Error *err) {
    MDB_val k, v;
    int code = mdb_cursor_get(cursor->cursor, &k, &v, MDB_PREV);
    return give(cursor, code, k, v, key, value, found, err);
}

bool store_cursor_last(StoreCursor *cursor, Str *key, Str *value, bool *found, Error *err) {
    Key end = {.len = 0};
    MDB_val v;
    key_u16(&end, SPACE_MAIN + 1);
    MDB_val k = env_val(key_str(&end));
    int code = mdb_cursor_get(cursor->cursor, &k, &v, MDB_SET_RANGE);
    code = mdb_cursor_get(cursor->cursor, &k, &v, code == 0 ? MDB_PREV : MDB_LAST);
    return give(cursor, code, k, v, key, value, found, err);
}
