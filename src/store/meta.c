#include "config.h"

#include "store/env.h"

#include "base/i18n.h"
#include "store/write.h"

#include <stdio.h>

/* The first three numbers stay where they are in every future version: an older program must be
 * able to read that it is too old. */

static Key meta_key(const char *name) {
    Key key;
    key_begin(&key, SPACE_LIBRARY, TABLE_META);
    key_bytes(&key, name, strlen(name));
    return key;
}

static void put_text(Buf *out, const char *text) {
    buf_put_u8(out, (uint8_t)strlen(text));
    buf_puts(out, text);
}

static void get_text(Reader *r, char out[64]) {
    Str text = reader_bytes(r, reader_u8(r));
    snprintf(out, 64, "%.*s", STR_ARG(text));
}

bool meta_put_info(MDB_txn *txn, MDB_dbi table, const StoreInfo *info, int *code) {
    Buf row = {0};
    Key key = meta_key("info");
    row_begin(&row, TABLE_META, 0);
    buf_put_u32(&row, info->schema);
    buf_put_u32(&row, info->min_reader);
    buf_put_u32(&row, info->min_writer);
    buf_put(&row, info->env_id.bytes, 16);
    buf_put_u64(&row, (uint64_t)info->created_ms);
    put_text(&row, info->zone);
    put_text(&row, info->created_by);
    buf_put_u8(&row, (uint8_t)(info->shared | info->demo << 1));
    row_seal(&row, 0, key_str(&key), row.len - ROW_HEADER);
    MDB_val k = env_val(key_str(&key)), v = env_val(buf_str(&row));
    *code = mdb_put(txn, table, &k, &v, 0);
    buf_free(&row);
    return *code == 0;
}

bool meta_parse_info(Str key, Str row, StoreInfo *out) {
    Error ignored;
    if (!row_verify(key, row, row.len < ROW_HEADER ? 0 : row.len - ROW_HEADER, &ignored))
        return false;
    Reader r = reader_of(row.ptr + ROW_HEADER, row.len - ROW_HEADER);
    *out = (StoreInfo){0};
    out->schema = reader_u32(&r);
    out->min_reader = reader_u32(&r);
    out->min_writer = reader_u32(&r);
    if (out->min_reader > STORE_SCHEMA)
        return r.ok; /* the rest may have another form */
    Str id = reader_bytes(&r, 16);
    if (id.len == 16)
        memcpy(out->env_id.bytes, id.ptr, 16);
    out->created_ms = (int64_t)reader_u64(&r);
    get_text(&r, out->zone);
    get_text(&r, out->created_by);
    uint8_t bits = reader_u8(&r);
    out->shared = bits & 1;
    out->demo = bits & 2;
    return r.ok;
}

bool meta_get_info(MDB_txn *txn, MDB_dbi table, const char *path, StoreInfo *out, Error *err) {
    Key key = meta_key("info");
    MDB_val k = env_val(key_str(&key)), v;
    int code = mdb_get(txn, table, &k, &v);
    if (code == MDB_NOTFOUND)
        return error_set(err, ERR_CORRUPT, N_("{0} is no database of this program, or damaged"),
                         "s", path);
    if (code)
        return env_fail(path, code, err);
    return meta_parse_info(key_str(&key), env_str(v), out) || row_broken(key_str(&key), err);
}

static bool is_own_name(const char *name, Error *err) {
    size_t len = strlen(name);
    return (len >= 1 && len <= 64 && strcmp(name, "info") != 0) ||
           error_set(err, ERR_INVALID, N_("{0} is no name for a value of the library"), "s", name);
}

bool store_put_meta(StoreWrite *write, const char *name, Str value, Error *err) {
    if (!is_own_name(name, err))
        return false;
    Buf row = {0};
    Key key = meta_key(name);
    row_begin(&row, TABLE_META, 0);
    buf_put_str(&row, value);
    row_seal(&row, 0, key_str(&key), value.len);
    bool ok = env_put(write, &key, buf_str(&row), false, err);
    buf_free(&row);
    return ok;
}

bool store_meta(StoreRead *read, const char *name, Str *out, Error *err) {
    Key key = meta_key(name);
    Reader body;
    *out = (Str){NULL, 0};
    Str row;
    if (!is_own_name(name, err) || !env_get(read, &key, &row, err))
        return false;
    if (!row.ptr)
        return true;
    if (!row_open(TABLE_META, key_str(&key), row, &body, err))
        return false;
    size_t left = reader_left(&body);
    *out = str_make((const char *)body.at, left);
    return true;
}
