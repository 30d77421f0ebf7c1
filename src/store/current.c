#include "config.h"

#include "store/current.h"

#include "base/i18n.h"
#include "store/codec.h"
#include "store/env.h"
#include "store/log.h"
#include "store/packname.h"

enum { CURRENT_TRASHED = 1, CURRENT_PACKED = 2, CURRENT_NAMELESS = 4 }; /* flags of the header */

static Key current_prefix(EntityType type) {
    Key key;
    key_begin(&key, SPACE_MAIN, TABLE_CURRENT);
    key_u8(&key, type);
    return key;
}

static Key current_key(EntityType type, Uuid record) {
    Key key = current_prefix(type);
    key_uuid(&key, record);
    return key;
}

bool current_put(StoreWrite *write, const StoreCurrent *row, Error *err) {
    Key key = current_key(row->type, row->record);
    Buf out = {0};
    unsigned flags = (row->trashed ? CURRENT_TRASHED : 0u) | (row->packed ? CURRENT_PACKED : 0u) |
                     (row->nameless ? CURRENT_NAMELESS : 0u);
    buf_put_varint(&out, row->change);
    buf_put_varint(&out, row->rev);
    buf_put_svarint(&out, row->created_ms);
    buf_put_svarint(&out, row->updated_ms - row->created_ms);
    if (row->packed) {
        buf_put_varint(&out, row->dictionary);
        buf_put_varint(&out, row->raw_bytes);
    }
    buf_put_str(&out, row->summary);
    bool ok = group_put(write, TABLE_CURRENT, &key, flags, buf_str(&out), err);
    buf_free(&out);
    return ok;
}

/* Rows of the first programs. */
static void parse_plain(Reader *r, StoreCurrent *out) {
    out->change = reader_varint(r);
    out->rev = (uint32_t)reader_varint(r);
    out->trashed = reader_u8(r) & 1;
    out->created_ms = reader_svarint(r);
    out->updated_ms = reader_svarint(r);
    reader_bytes(r, STORE_HASH); /* the content digest, which the log has too */
}

static void parse_compact(Reader *r, unsigned flags, StoreCurrent *out) {
    out->trashed = flags & CURRENT_TRASHED;
    out->packed = flags & CURRENT_PACKED;
    out->nameless = flags & CURRENT_NAMELESS;
    out->change = reader_varint(r);
    out->rev = (uint32_t)reader_varint(r);
    out->created_ms = reader_svarint(r);
    out->updated_ms = (int64_t)((uint64_t)out->created_ms + (uint64_t)reader_svarint(r));
    if (out->packed) {
        out->dictionary = (uint32_t)reader_varint(r);
        out->raw_bytes = (uint32_t)reader_varint(r);
    }
}

bool current_parse(StoreRead *read, const GroupRow *row, StoreCurrent *out, Error *err) {
    Reader r = reader_of(row->body.ptr, row->body.len);
    Reader k = reader_of(row->key.bytes, row->key.len);
    reader_bytes(&k, 3);
    *out = (StoreCurrent){.type = (EntityType)reader_u8(&k), .read = read};
    Str id = reader_bytes(&k, 16);
    if (row->version == ROW_PLAIN)
        parse_plain(&r, out);
    else
        parse_compact(&r, row->flags, out);
    if (!r.ok || !k.ok || reader_left(&k))
        return row_broken(key_str(&row->key), err);
    memcpy(out->record.bytes, id.ptr, 16);
    out->summary = reader_bytes(&r, reader_left(&r));
    return true;
}

bool store_summary(const StoreCurrent *row, Buf *scratch, Str *out, Error *err) {
    *out = row->summary;
    if (!row->packed)
        return true;
    uint32_t raw = row->raw_bytes;
    buf_clear(scratch);
    if (row->nameless) {
        pack_put_name(scratch, row->record);
        raw = raw < PACK_NAME_BYTES ? 0 : raw - PACK_NAME_BYTES;
    }
    bool ok = codec_decode(row->read, row->dictionary, row->summary, raw, scratch, err);
    *out = buf_str(scratch);
    return ok;
}

bool store_current_digest(const StoreCurrent *row, uint8_t digest[STORE_HASH], Error *err) {
    StoreEntry entry;
    if (!store_log_entry(row->read, row->change, &entry, err))
        return false;
    memcpy(digest, entry.digest, STORE_HASH);
    return true;
}

static bool find_typed(StoreRead *read, EntityType type, Uuid record, StoreCurrent *out,
                       bool *found, Error *err) {
    Key key = current_key(type, record);
    GroupRow row;
    return group_get(read, TABLE_CURRENT, &key, &row, found, err) &&
           (!*found || current_parse(read, &row, out, err));
}

bool store_current_find(StoreRead *read, EntityType type, Uuid record, StoreCurrent *out,
                        bool *found, Error *err) {
    if (type != ENTITY_NONE)
        return find_typed(read, type, record, out, found, err);
    *found = false;
    for (int t = ENTITY_NONE + 1; t < ENTITY_TYPES && !*found; t++)
        if (!find_typed(read, (EntityType)t, record, out, found, err))
            return false;
    return true;
}

bool store_current(StoreRead *read, EntityType type, Uuid record, StoreCurrent *out, Error *err) {
    bool found;
    if (!store_current_find(read, type, record, out, &found, err))
        return false;
    if (found)
        return true;
    char text[UUID_TEXT];
    uuid_format(record, text);
    return error_set(err, ERR_NOT_FOUND, N_("there is no record {0}"), "s", text);
}

typedef struct Each {
    StoreCurrentFn *each;
    void *context;
    StoreRead *read;
} Each;

static bool call_each(void *context, const GroupRow *row, Error *err) {
    const Each *e = context;
    StoreCurrent current;
    return current_parse(e->read, row, &current, err) && e->each(e->context, &current, err);
}

bool store_current_each(StoreRead *read, EntityType type, StoreCurrentFn *each, void *context,
                        Error *err) {
    Key prefix = current_prefix(type);
    Each e = {each, context, read};
    bool stopped;
    return group_each(read, TABLE_CURRENT, &prefix, call_each, &e, &stopped, err) && !stopped;
}

static bool count_row(void *context, const GroupRow *row, Error *err) {
    (void)row;
    (void)err;
    ++*(uint64_t *)context;
    return true;
}

bool store_current_count(StoreRead *read, EntityType type, uint64_t *count, Error *err) {
    Key prefix = current_prefix(type);
    bool stopped;
    *count = 0;
    return group_each(read, TABLE_CURRENT, &prefix, count_row, count, &stopped, err);
}

bool store_put_summary(StoreWrite *write, EntityType type, Uuid record, Str summary, Error *err) {
    StoreCurrent current;
    if (!store_current(store_write_read(write), type, record, &current, err))
        return false;
    current.summary = summary;
    current.packed = current.nameless = false;
    return current_put(write, &current, err);
}
