#include "config.h"

#include "store/reads.h"

#include "base/vec.h"
#include "store/digest.h"
#include "store/env.h"

/* Key: number of the month (30 days), record. Body: entries {day of the month u8, from u8, reader 8
 * bytes, seconds varint}. Old months are the first ones of the table. */

enum { MONTH_DAYS = 30, READER_BYTES = 8, SECRET_BYTES = 32, MONTH_AT = 3, RECORD_AT = 5 };

static const char SECRET[] = "reads.secret"; /* meta */

typedef struct Entry {
    int32_t day;
    StoreReadFrom from;
    uint8_t reader[READER_BYTES];
    uint32_t seconds;
} Entry;

static unsigned month_of(int32_t day) {
    return day > 0 ? (unsigned)day / MONTH_DAYS : 0;
}

static Key prefix(void) {
    Key key;
    key_begin(&key, SPACE_MAIN, TABLE_READS);
    return key;
}

static Key key_of(unsigned month, Uuid record) {
    Key key = prefix();
    key_u16(&key, month);
    key_uuid(&key, record);
    return key;
}

static unsigned month_in(Str key) {
    return (unsigned)((uint8_t)key.ptr[MONTH_AT] << 8 | (uint8_t)key.ptr[MONTH_AT + 1]);
}

/* False at the end, and when the body is damaged (then r->ok is false). */
static bool next_entry(Reader *r, unsigned month, Entry *out) {
    if (!reader_left(r))
        return false;
    out->day = (int32_t)(month * MONTH_DAYS) + reader_u8(r);
    out->from = (StoreReadFrom)reader_u8(r);
    Str reader = reader_bytes(r, READER_BYTES);
    out->seconds = (uint32_t)reader_varint(r);
    if (!r->ok)
        return false;
    memcpy(out->reader, reader.ptr, READER_BYTES);
    return true;
}

/* ---- adding ---- */

/* The library's secret, made when the first reading is written. */
static bool find_secret(StoreWrite *write, uint8_t out[SECRET_BYTES], Error *err) {
    Str text;
    if (!store_meta(store_write_read(write), SECRET, &text, err))
        return false;
    if (text.ptr && text.len == SECRET_BYTES) {
        memcpy(out, text.ptr, SECRET_BYTES);
        return true;
    }
    uuid_random(out, SECRET_BYTES);
    return store_put_meta(write, SECRET, str_make((const char *)out, SECRET_BYTES), err);
}

static bool find_reader(StoreWrite *write, Uuid user, Uuid record, uint8_t out[READER_BYTES],
                        Error *err) {
    uint8_t secret[SECRET_BYTES], digest[STORE_HASH];
    if (!find_secret(write, secret, err))
        return false;
    Str parts[] = {str_make((const char *)secret, sizeof secret),
                   str_make((const char *)record.bytes, sizeof record.bytes),
                   str_make((const char *)user.bytes, sizeof user.bytes)};
    digest_of(digest, parts, COUNT_OF(parts));
    memcpy(out, digest, READER_BYTES);
    return true;
}

static bool has_entry(Reader body, unsigned month, int32_t day, const uint8_t *reader) {
    Entry entry;
    while (next_entry(&body, month, &entry))
        if (entry.day == day && memcmp(entry.reader, reader, READER_BYTES) == 0)
            return true;
    return false;
}

bool store_reads_add(StoreWrite *write, Uuid user, const StoreReading *reading, Error *err) {
    uint8_t reader[READER_BYTES];
    unsigned month = month_of(reading->day);
    Key key = key_of(month, reading->record);
    Reader body = reader_of("", 0);
    Str row;
    Buf fresh = {0};
    if (!find_reader(write, user, reading->record, reader, err) ||
        !env_get(store_write_read(write), &key, &row, err) ||
        (row.ptr && !row_open(TABLE_READS, key_str(&key), row, &body, err)))
        return false;
    if (has_entry(body, month, reading->day, reader))
        return true;
    row_begin(&fresh, TABLE_READS, 0);
    buf_put(&fresh, body.at, reader_left(&body));
    buf_put_u8(&fresh, (uint8_t)(reading->day % MONTH_DAYS));
    buf_put_u8(&fresh, (uint8_t)reading->from);
    buf_put(&fresh, reader, READER_BYTES);
    buf_put_varint(&fresh, reading->seconds);
    row_seal(&fresh, 0, key_str(&key), fresh.len - ROW_HEADER);
    bool ok = env_put(write, &key, buf_str(&fresh), false, err);
    buf_free(&fresh);
    return ok;
}

/* ---- forgetting ---- */

typedef struct Old {
    unsigned before; /* month */
    VEC(Key) keys;
} Old;

static bool find_old(void *context, Str key, Str row, Error *err) {
    Old *old = context;
    Key own = {.len = 0};
    (void)row;
    (void)err;
    if (month_in(key) >= old->before)
        return false;
    key_bytes(&own, key.ptr, key.len);
    vec_push(&old->keys, own);
    return true;
}

bool store_reads_forget(StoreWrite *write, int32_t day, Error *err) {
    Key all = prefix();
    Old old = {.before =
                   month_of(day + MONTH_DAYS - 1)}; /* months that begin on the day or later stay */
    bool stopped;
    bool ok = env_each(store_write_read(write), &all, NULL, find_old, &old, &stopped, err);
    for (size_t i = 0; ok && i < old.keys.len; i++)
        ok = env_delete(write, &old.keys.items[i], NULL, err);
    vec_free(&old.keys);
    return ok;
}

/* ---- counting ---- */

static bool in_days(const Entry *entry, int32_t from, int32_t to) {
    return entry->day >= from && entry->day <= to;
}

typedef struct Readers {
    VEC(Entry) items;
} Readers;

static bool is_new_reader(Readers *readers, const Entry *entry) {
    VEC_EACH (known, &readers->items)
        if (memcmp(known->reader, entry->reader, READER_BYTES) == 0)
            return false;
    return true;
}

bool store_reads_of(StoreRead *read, Uuid record, int32_t from, int32_t to, StoreReadCounts *out,
                    Error *err) {
    Readers readers = {{0}};
    *out = (StoreReadCounts){0};
    bool ok = true;
    for (unsigned month = month_of(from); ok && month <= month_of(to); month++) {
        Key key = key_of(month, record);
        Entry entry;
        Reader body;
        Str row;
        ok = env_get(read, &key, &row, err);
        if (!ok || !row.ptr)
            continue;
        ok = row_open(TABLE_READS, key_str(&key), row, &body, err);
        while (ok && next_entry(&body, month, &entry)) {
            if (!in_days(&entry, from, to))
                continue;
            out->times++;
            if (entry.from < READ_FROMS)
                out->by_from[entry.from]++;
            if (is_new_reader(&readers, &entry))
                vec_push(&readers.items, entry);
        }
        ok = ok && (body.ok || row_broken(key_str(&key), err));
    }
    out->people = (uint32_t)readers.items.len;
    vec_free(&readers.items);
    return ok;
}

typedef struct Each {
    int32_t from, to;
    StoreReadsFn *each;
    void *context;
    bool ended;
} Each;

static bool call_each(void *context, Str key, Str row, Error *err) {
    Each *e = context;
    Entry entry;
    Reader body;
    Uuid record;
    uint32_t times = 0;
    unsigned month = month_in(key);
    e->ended = month > month_of(e->to);
    if (e->ended || !row_open(TABLE_READS, key, row, &body, err))
        return false;
    while (next_entry(&body, month, &entry))
        times += in_days(&entry, e->from, e->to);
    if (!body.ok || key.len < RECORD_AT + sizeof record.bytes)
        return row_broken(key, err);
    memcpy(record.bytes, key.ptr + RECORD_AT, sizeof record.bytes);
    return !times || e->each(e->context, record, times, err);
}

bool store_reads_each(StoreRead *read, int32_t from, int32_t to, StoreReadsFn *each, void *context,
                      Error *err) {
    Key all = prefix(), first = prefix();
    Each e = {from, to, each, context, false};
    bool stopped;
    key_u16(&first, month_of(from));
    return env_each(read, &all, &first, call_each, &e, &stopped, err) && (!stopped || e.ended);
}
