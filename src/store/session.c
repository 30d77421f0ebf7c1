#include "config.h"

#include "store/session.h"

#include "base/i18n.h"

bool store_session_append(StoreWrite *write, const StoreChange *change,
                          const StoreSessionEntry *entries, size_t count, Error *err) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        kept += entries[i].kind != SESSION_SEARCH;
    if (!kept)
        return true;
    Buf body = {0};
    buf_put_svarint(&body, change->at_ms);
    buf_put_varint(&body, kept);
    for (const StoreSessionEntry *e = entries; e < entries + count; e++) {
        if (e->kind == SESSION_SEARCH)
            continue;
        buf_put_u8(&body, (uint8_t)e->kind);
        buf_put_svarint(&body, e->at_ms - change->at_ms);
        buf_put(&body, e->record.bytes, 16);
        buf_put_varint(&body, e->number);
        buf_put_varint(&body, e->text.len);
        buf_put_str(&body, e->text);
    }
    StoreChange session = *change;
    session.verb = VERB_SESSION;
    bool ok = store_put_note(write, &session, buf_str(&body), NULL, err);
    buf_free(&body);
    return ok;
}

static bool broken(Error *err) {
    return error_set(err, ERR_CORRUPT, N_("a stored body is damaged"), "");
}

static StoreSessionEntry take(Reader *r, int64_t base) {
    StoreSessionEntry entry = {.kind = (StoreSessionKind)reader_u8(r)};
    entry.at_ms = base + reader_svarint(r);
    Str id = reader_bytes(r, 16);
    if (id.len == 16)
        memcpy(entry.record.bytes, id.ptr, 16);
    entry.number = (uint32_t)reader_varint(r);
    entry.text = reader_bytes(r, (size_t)reader_varint(r));
    return entry;
}

bool store_session_decode(Str body, StoreSessionFn *each, void *context, Error *err) {
    Reader r = reader_of(body.ptr, body.len);
    int64_t base = reader_svarint(&r);
    uint64_t count = reader_varint(&r);
    for (uint64_t i = 0; i < count; i++) {
        StoreSessionEntry entry = take(&r, base);
        if (!r.ok)
            return broken(err);
        if (!each(context, &entry, err))
            return false;
    }
    return (r.ok && !reader_left(&r)) || broken(err);
}
