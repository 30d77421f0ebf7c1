#include "config.h"

#include "store/logblock.h"

#include "base/hash.h"
#include "base/vec.h"
#include "store/env.h"

/* ---- reading ---- */

uint32_t logblock_sum(Str body, uint64_t number) {
    return (uint32_t)hash_bytes(body.ptr, body.len, number);
}

static void take_uuid(Reader *r, Uuid *out) {
    Str bytes = reader_bytes(r, sizeof out->bytes);
    if (bytes.len == sizeof out->bytes)
        memcpy(out->bytes, bytes.ptr, bytes.len);
}

static void take_hash(Reader *r, uint8_t out[STORE_HASH]) {
    Str bytes = reader_bytes(r, STORE_HASH);
    if (bytes.len == STORE_HASH)
        memcpy(out, bytes.ptr, bytes.len);
}

static bool open_block(LogRows *rows, Str rest, Error *err) {
    Reader r = reader_of(rest.ptr, rest.len);
    Str head = reader_bytes(&r, reader_u16(&r));
    rows->blocked = true;
    rows->covered = 2 + head.len;
    rows->body_at = ROW_HEADER + rows->covered;
    rows->head = reader_of(head.ptr, head.len);
    unsigned count = reader_u8(&rows->head);
    take_hash(&rows->head, rows->before);
    take_uuid(&rows->head, &rows->entry.actor);
    take_uuid(&rows->head, &rows->entry.batch);
    rows->entry.login = reader_bytes(&rows->head, (size_t)reader_varint(&rows->head));
    rows->entry.note = STR("");
    if (!r.ok || !rows->head.ok || !count || count > rows->last)
        return row_broken(rows->key, err);
    rows->first = rows->next = rows->last - count + 1;
    return true;
}

bool logrows_open(LogRows *rows, Str key, Str row, bool verify, Error *err) {
    Str rest;
    LogRow single;
    uint64_t number = key_number(key);
    *rows = (LogRows){.key = key, .row = row, .first = number, .next = number, .last = number};
    if (!row_head(TABLE_LOG, key, row, NULL, &rest, err))
        return false;
    if (row_version(row) == ROW_BLOCK) {
        if (!open_block(rows, rest, err))
            return false;
    } else if (!logrow_parse(key, row, &single, err)) {
        return false;
    } else {
        rows->covered = single.covered;
    }
    return !verify || row_verify(key, row, rows->covered, err);
}

static void take_record(Reader *r, Uuid *record) {
    size_t shared = reader_u8(r);
    if (shared > sizeof record->bytes) {
        r->ok = false;
        return;
    }
    Str rest = reader_bytes(r, sizeof record->bytes - shared);
    if (rest.len)
        memcpy(record->bytes + shared, rest.ptr, rest.len);
}

static void take_row(Reader *r, uint64_t number, StoreEntry *e, LogBody *how, LogRow *out) {
    unsigned flags = reader_u8(r);
    e->number = number;
    e->format_only = flags & ENTRY_FORMAT_ONLY;
    if (!(flags & BLOCK_SAME_KIND)) {
        e->verb = (StoreVerb)reader_u8(r);
        e->type = (EntityType)reader_u8(r);
    }
    e->at_ms = (int64_t)((uint64_t)e->at_ms + (uint64_t)reader_svarint(r));
    take_record(r, &e->record);
    e->rev = (uint32_t)reader_varint(r);
    e->base_rev = flags & BLOCK_NEW ? 0 : (uint32_t)reader_varint(r);
    uint64_t back = flags & BLOCK_NEW ? number : reader_varint(r);
    e->previous = number - back;
    take_hash(r, e->digest);
    how->trashed = flags & ENTRY_TRASHED;
    how->compressed = flags & ENTRY_COMPRESSED;
    how->nameless = flags & ENTRY_NAMELESS;
    if (!(flags & BLOCK_SAME_BOOK))
        how->dictionary = (uint32_t)reader_varint(r);
    how->raw_bytes = (uint32_t)reader_varint(r);
    e->body_bytes = how->raw_bytes;
    out->body_bytes = (uint32_t)reader_varint(r);
    out->body_sum = reader_u32(r);
    if (back > number || e->type == ENTITY_NONE)
        r->ok = false;
}

bool logrows_next(LogRows *rows, LogRow *out, bool *found, Error *err) {
    *found = rows->next <= rows->last;
    if (!*found)
        return true;
    uint64_t number = rows->next++;
    if (!rows->blocked)
        return logrow_parse(rows->key, rows->row, out, err);
    *out = (LogRow){.number = number, .version = ROW_BLOCK, .covered = rows->covered};
    take_row(&rows->head, number, &rows->entry, &rows->how, out);
    size_t left = rows->row.len - rows->body_at;
    bool fits = out->body_bytes <= left && (rows->next <= rows->last || out->body_bytes == left);
    if (!rows->head.ok || !fits || (rows->next > rows->last && reader_left(&rows->head)))
        return row_broken(rows->key, err);
    out->body = str_make(rows->row.ptr + rows->body_at, out->body_bytes);
    rows->body_at += out->body_bytes;
    out->known = rows->entry;
    out->how = rows->how;
    return true;
}

void logblock_hash(const LogRow *row, const uint8_t before[STORE_HASH], uint8_t hash[STORE_HASH]) {
    Buf entry = {0};
    logrow_put_entry(&entry, &row->known, before, &row->how);
    logrow_hash(buf_str(&entry), row->body, hash);
    buf_free(&entry);
}

/* ---- writing ---- */

void logpending_free(LogPending *pending) {
    vec_free(pending);
    buf_free(&pending->bodies);
    buf_free(&pending->heads);
    buf_free(&pending->login);
    buf_free(&pending->row);
}

bool logblock_takes(const StoreEntry *entry, Str stored_body, Str segment) {
    return entry->type != ENTITY_NONE && !uuid_is_nil(entry->batch) && !entry->note.len &&
           entry->login.len < 256 && !segment.len && stored_body.len <= LOG_INLINE;
}

static size_t shared_bytes(const Uuid *a, const Uuid *b) {
    size_t i = 0;
    while (i < sizeof a->bytes && a->bytes[i] == b->bytes[i])
        i++;
    return i;
}

/* before: the row before it in the block, NULL for the first. */
static void put_row(Buf *out, const PendingRow *before, const PendingRow *row, Str body) {
    static const PendingRow none = {.entry = {.type = ENTITY_NONE}};
    const StoreEntry *e = &row->entry, *b = before ? &before->entry : &none.entry;
    bool kind = before && e->verb == b->verb && e->type == b->type;
    bool book = before && row->how.dictionary == before->how.dictionary;
    bool new = !e->base_rev && !e->previous;
    buf_put_u8(out,
               (uint8_t)((e->format_only ? ENTRY_FORMAT_ONLY : 0u) |
                         (row->how.trashed ? ENTRY_TRASHED : 0u) |
                         (row->how.compressed ? ENTRY_COMPRESSED : 0u) |
                         (row->how.nameless ? ENTRY_NAMELESS : 0u) | (kind ? BLOCK_SAME_KIND : 0u) |
                         (book ? BLOCK_SAME_BOOK : 0u) | (new ? BLOCK_NEW : 0u)));
    if (!kind) {
        buf_put_u8(out, (uint8_t)e->verb);
        buf_put_u8(out, (uint8_t)e->type);
    }
    buf_put_svarint(out, (int64_t)((uint64_t)e->at_ms - (uint64_t)b->at_ms));
    size_t shared = shared_bytes(&e->record, &b->record);
    buf_put_u8(out, (uint8_t)shared);
    buf_put(out, e->record.bytes + shared, sizeof e->record.bytes - shared);
    buf_put_varint(out, e->rev);
    if (!new) {
        buf_put_varint(out, e->base_rev);
        buf_put_varint(out, e->number - e->previous);
    }
    buf_put(out, e->digest, STORE_HASH);
    if (!book)
        buf_put_varint(out, row->how.dictionary);
    buf_put_varint(out, row->how.raw_bytes);
    buf_put_varint(out, body.len);
    buf_put_u32(out, logblock_sum(body, e->number));
}

/* Bytes of the head before its rows. */
static size_t head_start(const LogPending *p) {
    return 1 + STORE_HASH + 16 + 16 + 2 + p->login.len;
}

/* Of a block of the first `count` rows. */
static size_t block_bytes(const LogPending *p, size_t count) {
    const PendingRow *last = &p->items[count - 1];
    return ROW_HEADER + 2 + head_start(p) + last->head_end + last->body_end;
}

static Key make_block(LogPending *p, size_t count) {
    const PendingRow *last = &p->items[count - 1];
    Key key = key_log(last->entry.number);
    Buf *out = &p->row;
    buf_clear(out);
    row_begin_version(out, TABLE_LOG, ROW_BLOCK, 0);
    buf_put_u16(out, 0);
    size_t start = out->len;
    buf_put_u8(out, (uint8_t)count);
    buf_put(out, p->items[0].before, STORE_HASH);
    buf_put(out, last->entry.actor.bytes, 16);
    buf_put(out, last->entry.batch.bytes, 16);
    buf_put_varint(out, p->login.len);
    buf_put_str(out, buf_str(&p->login));
    buf_put(out, p->heads.data, last->head_end);
    size_t head = out->len - start;
    out->data[start - 2] = (char)(head >> 8);
    out->data[start - 1] = (char)head;
    buf_put(out, p->bodies.data, last->body_end);
    row_seal(out, 0, key_str(&key), 2 + head);
    return key;
}

static Str body_of(const LogPending *p, size_t at) {
    size_t from = at ? p->items[at - 1].body_end : 0;
    return str_make(p->bodies.data + from, p->items[at].body_end - from);
}

static void put_heads(LogPending *p) {
    buf_clear(&p->heads);
    for (size_t i = 0; i < p->len; i++) {
        put_row(&p->heads, i ? &p->items[i - 1] : NULL, &p->items[i], body_of(p, i));
        p->items[i].head_end = p->heads.len;
    }
}

/* How many of the rows that wait make the block whose pages are filled best. */
static size_t best_count(const LogPending *p) {
    size_t best = 0, best_bytes = 0, best_pages = 1;
    for (size_t i = 1; i <= p->len && block_bytes(p, i) <= BLOCK_BYTES; i++) {
        size_t bytes = block_bytes(p, i), pages = (bytes + 16 + 4095) / 4096;
        if (bytes * best_pages >= best_bytes * pages || pages < BLOCK_LEAST_PAGES) {
            best = i;
            best_bytes = bytes;
            best_pages = pages;
        }
    }
    return best;
}

static bool write_block(StoreWrite *write, size_t count, Error *err) {
    LogPending *p = &write->pending;
    Key key = make_block(p, count);
    if (!write_needs(write, err) || !env_put(write, &key, buf_str(&p->row), true, err))
        return false;
    size_t gone = p->items[count - 1].body_end;
    buf_splice(&p->bodies, 0, gone, NULL, 0);
    p->len -= count;
    memmove(p->items, p->items + count, p->len * sizeof *p->items);
    for (size_t i = 0; i < p->len; i++)
        p->items[i].body_end -= gone;
    put_heads(p);
    return true;
}

bool logblock_flush(StoreWrite *write, Error *err) {
    return !write->pending.len || write_block(write, write->pending.len, err);
}

static bool joins(const LogPending *p, const StoreEntry *entry) {
    const StoreEntry *first = &p->items[0].entry;
    return uuid_equal(first->actor, entry->actor) && uuid_equal(first->batch, entry->batch) &&
           str_equal(buf_str(&p->login), entry->login) && p->len < BLOCK_ROWS;
}

bool logblock_add(StoreWrite *write, const StoreEntry *entry, const LogBody *how, Str stored_body,
                  const uint8_t before[STORE_HASH], Error *err) {
    LogPending *p = &write->pending;
    if (p->len && !joins(p, entry) && !logblock_flush(write, err))
        return false;
    if (!p->len) {
        buf_clear(&p->login);
        buf_put_str(&p->login, entry->login);
    }
    buf_put_str(&p->bodies, stored_body);
    vec_push(p, (PendingRow){.entry = *entry, .how = *how, .body_end = p->bodies.len});
    PendingRow *row = &p->items[p->len - 1];
    memcpy(row->before, before, STORE_HASH);
    put_row(&p->heads, p->len > 1 ? row - 1 : NULL, row, stored_body);
    row->head_end = p->heads.len;
    return block_bytes(p, p->len) <= BLOCK_BYTES || write_block(write, best_count(p), err);
}

uint64_t logblock_waiting(const StoreRead *read) {
    const StoreWrite *write = read->write;
    return write && write->pending.len ? write->pending.items[0].entry.number : 0;
}

void logblock_peek(StoreRead *read, Key *key, Str *row) {
    LogPending *p = &read->write->pending;
    *key = make_block(p, p->len);
    *row = buf_str(&p->row);
}
