#include "config.h"

#include "store/batch.h"

#include "base/i18n.h"
#include "store/env.h"

#include <stdio.h>

enum { FINISHED = 1, UNDONE = 2 };

static Key batch_prefix(void) {
    Key key;
    key_begin(&key, SPACE_MAIN, TABLE_BATCH);
    return key;
}

bool store_put_batch(StoreWrite *write, const StoreBatch *batch, Error *err) {
    Key key = batch_prefix();
    Buf row = {0};
    key_uuid(&key, batch->id);
    row_begin(&row, TABLE_BATCH, 0);
    buf_put(&row, batch->actor.bytes, 16);
    buf_put_svarint(&row, batch->at_ms);
    buf_put_u8(&row, (uint8_t)((batch->finished ? FINISHED : 0) | (batch->undone ? UNDONE : 0)));
    const uint64_t numbers[] = {batch->created,  batch->updated, batch->unchanged,
                                batch->rejected, batch->first,   batch->last};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        buf_put_varint(&row, numbers[i]);
    buf_put_varint(&row, strlen(batch->login));
    buf_puts(&row, batch->login);
    buf_put_varint(&row, strlen(batch->source));
    buf_puts(&row, batch->source);
    row_seal(&row, 0, key_str(&key), row.len - ROW_HEADER);
    bool ok = env_put(write, &key, buf_str(&row), false, err);
    buf_free(&row);
    return ok;
}

static void take_text(Reader *r, char *out, size_t room) {
    Str text = reader_bytes(r, (size_t)reader_varint(r));
    snprintf(out, room, "%.*s", STR_ARG(text));
}

static bool parse(Str key, Str row, StoreBatch *out, Error *err) {
    Reader r;
    if (!row_open(TABLE_BATCH, key, row, &r, err))
        return false;
    if (key.len != 3 + 16)
        return row_broken(key, err);
    *out = (StoreBatch){0};
    memcpy(out->id.bytes, key.ptr + 3, 16);
    Str actor = reader_bytes(&r, 16);
    out->at_ms = reader_svarint(&r);
    unsigned bits = reader_u8(&r);
    out->finished = bits & FINISHED;
    out->undone = bits & UNDONE;
    out->created = (uint32_t)reader_varint(&r);
    out->updated = (uint32_t)reader_varint(&r);
    out->unchanged = (uint32_t)reader_varint(&r);
    out->rejected = (uint32_t)reader_varint(&r);
    out->first = reader_varint(&r);
    out->last = reader_varint(&r);
    take_text(&r, out->login, sizeof out->login);
    take_text(&r, out->source, sizeof out->source);
    if (!r.ok)
        return row_broken(key, err);
    memcpy(out->actor.bytes, actor.ptr, 16);
    return true;
}

bool store_batch(StoreRead *read, Uuid id, StoreBatch *out, Error *err) {
    Key key = batch_prefix();
    Str row;
    key_uuid(&key, id);
    if (!env_get(read, &key, &row, err))
        return false;
    if (row.ptr)
        return parse(key_str(&key), row, out, err);
    char text[UUID_TEXT];
    uuid_format(id, text);
    return error_set(err, ERR_NOT_FOUND, N_("there is no import {0}"), "s", text);
}

typedef struct Each {
    StoreBatchFn *each;
    void *context;
} Each;

static bool call_each(void *context, Str key, Str row, Error *err) {
    const Each *e = context;
    StoreBatch batch;
    return parse(key, row, &batch, err) && e->each(e->context, &batch, err);
}

bool store_batch_each(StoreRead *read, StoreBatchFn *each, void *context, Error *err) {
    Key prefix = batch_prefix();
    Each e = {each, context};
    bool stopped;
    return env_each(read, &prefix, NULL, call_each, &e, &stopped, err) && !stopped;
}
