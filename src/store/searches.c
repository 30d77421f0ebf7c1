#include "config.h"

#include "store/searches.h"

#include "base/vec.h"
#include "store/env.h"

/* Key: time of the row's oldest entry, a number that nobody else has. So a row goes when its oldest
 * entry does. */

static const char SWEPT[] = "searches.swept"; /* meta: rows before this time have no user */

static Key prefix(void) {
    Key key;
    key_begin(&key, SPACE_MAIN, TABLE_SEARCHES);
    return key;
}

static Key key_at(int64_t at_ms) {
    Key key = prefix();
    key_u64(&key, at_ms > 0 ? (uint64_t)at_ms : 0);
    return key;
}

static int64_t time_of(Str key) {
    Reader r = reader_of(key.ptr + 3, key.len - 3);
    uint64_t at = 0;
    for (int i = 0; i < 8; i++)
        at = at << 8 | reader_u8(&r);
    return (int64_t)at;
}

static bool put_row(StoreWrite *write, const Key *key, Uuid user, Str entries, Error *err) {
    Buf row = {0};
    row_begin(&row, TABLE_SEARCHES, 0);
    buf_put(&row, user.bytes, sizeof user.bytes);
    buf_put_str(&row, entries);
    row_seal(&row, 0, key_str(key), row.len - ROW_HEADER);
    bool ok = env_put(write, key, buf_str(&row), false, err);
    buf_free(&row);
    return ok;
}

bool store_searches_append(StoreWrite *write, Uuid user, const StoreSessionEntry *entries,
                           size_t count, Error *err) {
    Buf body = {0};
    int64_t oldest = 0;
    for (const StoreSessionEntry *e = entries; e < entries + count; e++) {
        if (e->kind != SESSION_SEARCH)
            continue;
        oldest = !body.len || e->at_ms < oldest ? e->at_ms : oldest;
        buf_put_svarint(&body, e->at_ms);
        buf_put(&body, e->record.bytes, sizeof e->record.bytes);
        buf_put_varint(&body, e->number);
        buf_put_varint(&body, e->text.len);
        buf_put_str(&body, e->text);
    }
    Uuid own = uuid_new();
    Key key = key_at(oldest);
    key_bytes(&key, own.bytes + 8, 8);
    bool ok = !body.len || put_row(write, &key, user, buf_str(&body), err);
    buf_free(&body);
    return ok;
}

/* ---- forgetting ---- */

typedef struct Old {
    Key key;
    Str entries; /* of the arena; empty: the row goes */
} Old;

typedef struct Sweep {
    int64_t until_ms, gone_ms;
    VEC(Old) rows;
    Arena arena;
} Sweep;

static bool find_old(void *context, Str key, Str row, Error *err) {
    Sweep *sweep = context;
    Reader body;
    int64_t at = time_of(key);
    if (at >= sweep->until_ms)
        return false;
    if (!row_open(TABLE_SEARCHES, key, row, &body, err))
        return true; /* `check` says so */
    Str user = reader_bytes(&body, sizeof(Uuid));
    Old old = {.key = {.len = 0}};
    key_bytes(&old.key, key.ptr, key.len);
    if (at >= sweep->gone_ms)
        old.entries = arena_str(&sweep->arena, str_make((const char *)body.at, reader_left(&body)));
    static const Uuid nil;
    bool known = user.len == sizeof nil && memcmp(user.ptr, nil.bytes, sizeof nil) != 0;
    if (at < sweep->gone_ms || known)
        vec_push(&sweep->rows, old);
    return true;
}

static int64_t swept_until(StoreRead *read) {
    Str text;
    Error ignored;
    if (!store_meta(read, SWEPT, &text, &ignored) || !text.ptr)
        return 0;
    Reader r = reader_of(text.ptr, text.len);
    return reader_svarint(&r);
}

/* Rows from one time up to another. */
static bool collect(StoreRead *read, int64_t from_ms, int64_t until_ms, Sweep *sweep, Error *err) {
    Key all = prefix(), from = key_at(from_ms);
    bool stopped;
    sweep->until_ms = until_ms;
    return from_ms >= until_ms || env_each(read, &all, &from, find_old, sweep, &stopped, err);
}

bool store_searches_sweep(StoreWrite *write, int64_t anonymous_ms, int64_t gone_ms, Error *err) {
    StoreRead *read = store_write_read(write);
    Sweep sweep = {.gone_ms = gone_ms};
    int64_t swept = swept_until(read);
    if (swept > anonymous_ms) /* a clock was ahead then: what came since has its user still */
        swept = 0;
    /* The oldest rows go; those between have no user already. */
    bool ok = collect(read, 0, gone_ms, &sweep, err) &&
              collect(read, swept > gone_ms ? swept : gone_ms, anonymous_ms, &sweep, err);
    for (size_t i = 0; ok && i < sweep.rows.len; i++) {
        Old *old = &sweep.rows.items[i];
        ok = old->entries.len ? put_row(write, &old->key, (Uuid){{0}}, old->entries, err)
                              : env_delete(write, &old->key, NULL, err);
    }
    if (ok && sweep.rows.len) {
        Buf until = {0};
        buf_put_svarint(&until, anonymous_ms);
        ok = store_put_meta(write, SWEPT, buf_str(&until), err);
        buf_free(&until);
    }
    vec_free(&sweep.rows);
    arena_free(&sweep.arena);
    return ok;
}

/* ---- reading ---- */

typedef struct Each {
    StoreSearchFn *each;
    void *context;
} Each;

static bool call_each(void *context, Str key, Str row, Error *err) {
    const Each *e = context;
    Reader r;
    if (!row_open(TABLE_SEARCHES, key, row, &r, err))
        return false;
    StoreSearch search = {0};
    Str user = reader_bytes(&r, sizeof(Uuid));
    if (user.len == sizeof(Uuid))
        memcpy(search.user.bytes, user.ptr, sizeof(Uuid));
    while (r.ok && reader_left(&r)) {
        search.at_ms = reader_svarint(&r);
        Str opened = reader_bytes(&r, sizeof(Uuid));
        if (opened.len == sizeof(Uuid))
            memcpy(search.opened.bytes, opened.ptr, sizeof(Uuid));
        search.hits = (uint32_t)reader_varint(&r);
        search.query = reader_bytes(&r, (size_t)reader_varint(&r));
        if (r.ok && !e->each(e->context, &search, err))
            return false;
    }
    return r.ok || row_broken(key, err);
}

bool store_search_each(StoreRead *read, StoreSearchFn *each, void *context, Error *err) {
    Key all = prefix();
    Each e = {each, context};
    bool stopped;
    return env_each(read, &all, NULL, call_each, &e, &stopped, err) && !stopped;
}
