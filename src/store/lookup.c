#include "config.h"

#include "store/lookup.h"

#include "base/i18n.h"
#include "store/digest.h"
#include "store/rowgroup.h"

/* Long external ids become their hash; short ones stay as they are, so that ids that ascend in an
 * import fill pages one after the other. The mark keeps both apart. */
enum { EXT_INLINE = 200, EXT_PLAIN = 0, EXT_HASHED = 1 };

static Key ext_key(EntityType type, Str source, Str id) {
    Key key;
    key_begin(&key, SPACE_MAIN, TABLE_EXT);
    key_u8(&key, type);
    if (source.len < EXT_INLINE && id.len < EXT_INLINE && source.len + id.len < EXT_INLINE) {
        key_u8(&key, EXT_PLAIN);
        key_u8(&key, (unsigned)source.len);
        key_bytes(&key, source.ptr, source.len);
        key_bytes(&key, id.ptr, id.len);
        return key;
    }
    uint8_t hash[16];
    digest_short(hash, source, id);
    key_u8(&key, EXT_HASHED);
    key_bytes(&key, hash, sizeof hash);
    return key;
}

static Key id_key(EntityType type, uint16_t year, uint32_t number) {
    Key key;
    key_begin(&key, SPACE_MAIN, TABLE_ID);
    key_u8(&key, type);
    key_u16(&key, year);
    key_u32(&key, number);
    return key;
}

static Key name_prefix(EntityType type, Str folded) {
    uint8_t hash[16];
    Key key;
    digest_short(hash, STR("name"), folded);
    key_begin(&key, SPACE_MAIN, TABLE_NAME);
    key_u8(&key, type);
    key_bytes(&key, hash, sizeof hash);
    return key;
}

/* Names have the uuid in their key, in no order that groups could use: they stand alone. */
static bool grouped(Table table) {
    return table != TABLE_NAME;
}

static bool find_body(StoreRead *read, Table table, const Key *key, GroupRow *group, Str *out,
                      bool *found, Error *err) {
    Str row;
    Reader body;
    if (grouped(table)) {
        if (!group_get(read, table, key, group, found, err))
            return false;
        *out = group->body;
        return true;
    }
    if (!env_get(read, key, &row, err))
        return false;
    *found = row.ptr != NULL;
    if (*found && !row_open(table, key_str(key), row, &body, err))
        return false;
    if (*found)
        *out = reader_bytes(&body, reader_left(&body));
    return true;
}

static bool find(StoreRead *read, Table table, const Key *key, Uuid *out, bool *found, Error *err) {
    GroupRow group;
    Str body;
    if (!find_body(read, table, key, &group, &body, found, err))
        return false;
    if (!*found)
        return true;
    if (body.len != sizeof out->bytes)
        return row_broken(key_str(key), err);
    memcpy(out->bytes, body.ptr, sizeof out->bytes);
    return true;
}

static bool put_alone(StoreWrite *write, Table table, const Key *key, Str body, Error *err) {
    Buf row = {0};
    row_begin(&row, table, 0);
    buf_put_str(&row, body);
    row_seal(&row, 0, key_str(key), body.len);
    bool ok = env_put(write, key, buf_str(&row), false, err);
    buf_free(&row);
    return ok;
}

static bool put(StoreWrite *write, Table table, const Key *key, Uuid record, Error *err) {
    Uuid there;
    bool found;
    if (!find(store_write_read(write), table, key, &there, &found, err))
        return false;
    if (found && uuid_equal(there, record))
        return true;
    if (found) {
        char text[UUID_TEXT];
        uuid_format(there, text);
        return error_set(err, ERR_EXISTS, N_("the record {0} has this id already"), "s", text);
    }
    Str body = str_make((const char *)record.bytes, sizeof record.bytes);
    return grouped(table) ? group_put(write, table, key, 0, body, err)
                          : put_alone(write, table, key, body, err);
}

bool store_find_ext(StoreRead *read, EntityType type, Str source, Str id, Uuid *out, bool *found,
                    Error *err) {
    Key key = ext_key(type, source, id);
    return find(read, TABLE_EXT, &key, out, found, err);
}

bool store_put_ext(StoreWrite *write, EntityType type, Str source, Str id, Uuid record,
                   Error *err) {
    Key key = ext_key(type, source, id);
    return put(write, TABLE_EXT, &key, record, err);
}

bool store_delete_ext(StoreWrite *write, EntityType type, Str source, Str id, Error *err) {
    Key key = ext_key(type, source, id);
    return group_delete(write, TABLE_EXT, &key, NULL, err);
}

bool store_find_id(StoreRead *read, EntityType type, uint16_t year, uint32_t number, Uuid *out,
                   bool *found, Error *err) {
    Key key = id_key(type, year, number);
    return find(read, TABLE_ID, &key, out, found, err);
}

bool store_next_id(StoreRead *read, EntityType type, uint16_t year, uint32_t *number, Error *err) {
    Key prefix, key;
    bool found;
    key_begin(&prefix, SPACE_MAIN, TABLE_ID);
    key_u8(&prefix, type);
    key_u16(&prefix, year);
    if (!group_last(read, TABLE_ID, &prefix, &key, &found, err))
        return false;
    Reader r = reader_of(key.bytes, found ? key.len : 0);
    reader_bytes(&r, found ? prefix.len : 0);
    uint32_t last = found ? reader_u32(&r) : 0;
    if (last == UINT32_MAX)
        return error_set(err, ERR_FULL, N_("there are no more numbers for ids"), "");
    *number = last + 1;
    return true;
}

bool store_put_id(StoreWrite *write, EntityType type, uint16_t year, uint32_t number, Uuid record,
                  Error *err) {
    Key key = id_key(type, year, number);
    return put(write, TABLE_ID, &key, record, err);
}

bool store_delete_id(StoreWrite *write, EntityType type, uint16_t year, uint32_t number,
                     Error *err) {
    Key key = id_key(type, year, number);
    return group_delete(write, TABLE_ID, &key, NULL, err);
}

typedef struct Names {
    StoreNameFn *each;
    void *context;
    bool broken;
} Names;

static bool call_name(void *context, Str key, Str row, Error *err) {
    Names *names = context;
    Reader body;
    names->broken =
        !row_open(TABLE_NAME, key, row, &body, err) || (key.len < 16 && !row_broken(key, err));
    if (names->broken)
        return false;
    Uuid id;
    memcpy(id.bytes, key.ptr + key.len - 16, 16);
    return names->each(names->context, id);
}

bool store_find_name(StoreRead *read, EntityType type, Str folded, StoreNameFn *each, void *context,
                     Error *err) {
    Key prefix = name_prefix(type, folded);
    Names names = {.each = each, .context = context};
    return env_each(read, &prefix, NULL, call_name, &names, NULL, err) && !names.broken;
}

typedef struct First {
    Uuid *out;
    bool found;
} First;

static bool take_first(void *context, Uuid record) {
    First *first = context;
    *first->out = record;
    first->found = true;
    return false;
}

bool store_first_name(StoreRead *read, EntityType type, Str folded, Uuid *out, bool *found,
                      Error *err) {
    First first = {.out = out};
    bool ok = store_find_name(read, type, folded, take_first, &first, err);
    *found = first.found;
    return ok;
}

bool store_put_name(StoreWrite *write, EntityType type, Str folded, Uuid record, Error *err) {
    Key key = name_prefix(type, folded);
    key_uuid(&key, record);
    return put(write, TABLE_NAME, &key, record, err);
}

bool store_delete_name(StoreWrite *write, EntityType type, Str folded, Uuid record, Error *err) {
    Key key = name_prefix(type, folded);
    key_uuid(&key, record);
    return env_delete(write, &key, NULL, err);
}
