#include "config.h"

#include "store/settings.h"

#include "base/i18n.h"
#include "store/env.h"

enum { SETTING_KEY_MAX = 200, HAD = 1, HAS = 2 };

static Key setting_prefix(Uuid scope) {
    Key key;
    key_begin(&key, SPACE_MAIN, TABLE_SETTING);
    key_uuid(&key, scope);
    return key;
}

bool store_setting(StoreRead *read, Uuid scope, Str name, Str *out, Error *err) {
    Key key = setting_prefix(scope);
    Str row;
    Reader body;
    *out = (Str){NULL, 0};
    key_bytes(&key, name.ptr, name.len);
    if (!env_get(read, &key, &row, err))
        return false;
    if (!row.ptr)
        return true;
    if (!row_open(TABLE_SETTING, key_str(&key), row, &body, err))
        return false;
    *out = str_make((const char *)body.at, reader_left(&body));
    return true;
}

typedef struct Each {
    StoreSettingFn *each;
    void *context;
    size_t prefix;
} Each;

static bool call_each(void *context, Str key, Str row, Error *err) {
    const Each *e = context;
    Reader body;
    if (!row_open(TABLE_SETTING, key, row, &body, err))
        return false;
    return e->each(e->context, str_make(key.ptr + e->prefix, key.len - e->prefix),
                   str_make((const char *)body.at, reader_left(&body)), err);
}

bool store_setting_each(StoreRead *read, Uuid scope, StoreSettingFn *each, void *context,
                        Error *err) {
    Key prefix = setting_prefix(scope);
    Each e = {each, context, prefix.len};
    bool stopped;
    return env_each(read, &prefix, NULL, call_each, &e, &stopped, err) && !stopped;
}

static void put_text(Buf *out, Str text) {
    buf_put_varint(out, text.len);
    buf_put_str(out, text);
}

/* Scope, key and both values: the log alone tells what a setting was at any time. */
static void encode_change(Buf *out, Uuid scope, Str key, Str before, const Str *after) {
    buf_put(out, scope.bytes, 16);
    put_text(out, key);
    buf_put_u8(out, (uint8_t)((before.ptr ? HAD : 0) | (after ? HAS : 0)));
    put_text(out, before);
    put_text(out, after ? *after : (Str){"", 0});
}

bool store_setting_decode(Str body, StoreSettingChange *out, Error *err) {
    Reader r = reader_of(body.ptr, body.len);
    Str scope = reader_bytes(&r, 16);
    out->key = reader_bytes(&r, (size_t)reader_varint(&r));
    unsigned bits = reader_u8(&r);
    out->had = bits & HAD;
    out->has = bits & HAS;
    out->before = reader_bytes(&r, (size_t)reader_varint(&r));
    out->after = reader_bytes(&r, (size_t)reader_varint(&r));
    if (!r.ok || reader_left(&r))
        return error_set(err, ERR_CORRUPT, N_("a stored body is damaged"), "");
    memcpy(out->scope.bytes, scope.ptr, 16);
    return true;
}

static bool put_row(StoreWrite *write, Uuid scope, Str name, Str value, Error *err) {
    Key key = setting_prefix(scope);
    Buf row = {0};
    key_bytes(&key, name.ptr, name.len);
    row_begin(&row, TABLE_SETTING, 0);
    buf_put_str(&row, value);
    row_seal(&row, 0, key_str(&key), value.len);
    bool ok = env_put(write, &key, buf_str(&row), false, err);
    buf_free(&row);
    return ok;
}

static bool delete_row(StoreWrite *write, Uuid scope, Str name, Error *err) {
    Key key = setting_prefix(scope);
    key_bytes(&key, name.ptr, name.len);
    return env_delete(write, &key, NULL, err);
}

bool store_put_setting(StoreWrite *write, const StoreChange *change, Uuid scope, Str key,
                       const Str *value, Error *err) {
    Str before;
    if (key.len < 1 || key.len > SETTING_KEY_MAX)
        return error_set(err, ERR_INVALID, N_("{0} is no name for a setting"), "S", key);
    if (!store_setting(store_write_read(write), scope, key, &before, err))
        return false;
    if (value ? before.ptr && str_equal(before, *value) : !before.ptr)
        return true;
    Buf body = {0};
    encode_change(&body, scope, key, before, value);
    bool ok =
        store_put_note(write, change, buf_str(&body), NULL, err) &&
        (value ? put_row(write, scope, key, *value, err) : delete_row(write, scope, key, err));
    buf_free(&body);
    return ok;
}
