#include "config.h"

#include "store/logrow.h"

#include "base/hash.h"
#include "base/i18n.h"
#include "store/codec.h"
#include "store/digest.h"
#include "store/logblock.h"
#include "store/packname.h"

bool logrow_parse(Str key, Str row, LogRow *out, Error *err) {
    Str rest;
    *out = (LogRow){0};
    if (!row_head(TABLE_LOG, key, row, &out->flags, &rest, err))
        return false;
    Reader r = reader_of(rest.ptr, rest.len);
    out->version = row_version(row);
    out->number = key_number(key);
    if (out->version == ROW_BLOCK)
        return row_broken(key, err);
    bool plain = out->version == ROW_PLAIN;
    uint32_t entry_bytes = plain ? reader_u32(&r) : (uint32_t)reader_varint(&r);
    out->body_bytes = plain ? reader_u32(&r) : (uint32_t)reader_varint(&r);
    out->segment_bytes = plain ? reader_u32(&r) : (uint32_t)reader_varint(&r);
    if (plain || out->segment_bytes)
        out->segment_sum = reader_u64(&r);
    out->entry = reader_bytes(&r, entry_bytes);
    if (!(out->flags & LOG_BODY_PARTS))
        out->body = reader_bytes(&r, out->body_bytes);
    out->covered = rest.len - reader_left(&r);
    if (!(out->flags & LOG_SEGMENT_PARTS))
        out->segment = reader_bytes(&r, out->segment_bytes);
    return (r.ok && reader_left(&r) == 0) || row_broken(key, err);
}

static void take_uuid(Reader *r, Uuid *out) {
    Str bytes = reader_bytes(r, sizeof out->bytes);
    if (bytes.len == sizeof out->bytes)
        memcpy(out->bytes, bytes.ptr, bytes.len);
}

static void take_hash(Reader *r, uint8_t *out, size_t len) {
    Str bytes = reader_bytes(r, len);
    if (bytes.len == len)
        memcpy(out, bytes.ptr, len);
}

/* What the row shares with the one that it names. A damaged one costs no more than that. */
static void look_up_like(StoreRead *read, StoreEntry *out) {
    StoreEntry other;
    LogRow row;
    Error ignored;
    if (!logrow_get(read, out->like, true, &row, &ignored) ||
        !logrow_entry(NULL, &row, &other, NULL, &ignored) || other.like)
        return;
    out->actor = other.actor;
    out->batch = other.batch;
    out->login = other.login;
    out->note = other.note;
}

static void take_who(Reader *r, unsigned flags, StoreEntry *out) {
    out->login = out->note = STR("");
    if (flags & ENTRY_LIKE) {
        uint64_t back = reader_varint(r);
        out->like = back < out->number ? out->number - back : 0;
        r->ok &= back && out->like;
        return;
    }
    take_uuid(r, &out->actor);
    take_uuid(r, &out->batch);
    out->login = reader_bytes(r, (size_t)reader_varint(r));
    out->note = reader_bytes(r, (size_t)reader_varint(r));
}

static bool entry_broken(uint64_t number, Error *err) {
    Key key = key_log(number);
    return row_broken(key_str(&key), err);
}

bool logrow_entry(StoreRead *read, const LogRow *row, StoreEntry *out, LogBody *body, Error *err) {
    if (row->version == ROW_BLOCK) {
        *out = row->known;
        if (body)
            *body = row->how;
        return true;
    }
    Reader r = reader_of(row->entry.ptr, row->entry.len);
    *out = (StoreEntry){0};
    reader_bytes(&r, STORE_HASH); /* the hash of the row before */
    out->number = row->version == ROW_PLAIN ? reader_varint(&r) : row->number;
    out->at_ms = reader_svarint(&r);
    out->verb = (StoreVerb)reader_u8(&r);
    out->type = (EntityType)reader_u8(&r);
    unsigned flags = reader_u8(&r);
    out->format_only = flags & ENTRY_FORMAT_ONLY;
    take_who(&r, flags, out);
    if (out->type != ENTITY_NONE) {
        take_uuid(&r, &out->record);
        out->base_rev = (uint32_t)reader_varint(&r);
        out->rev = (uint32_t)reader_varint(&r);
        out->previous = reader_varint(&r);
        take_hash(&r, out->digest, STORE_HASH);
    }
    LogBody how = {.dictionary = (uint32_t)reader_varint(&r),
                   .raw_bytes = (uint32_t)reader_varint(&r),
                   .compressed = flags & ENTRY_COMPRESSED,
                   .trashed = flags & ENTRY_TRASHED,
                   .nameless = flags & ENTRY_NAMELESS};
    out->body_bytes = how.raw_bytes;
    out->segment_bytes = row->segment_bytes;
    if (body)
        *body = how;
    if (!r.ok || reader_left(&r) || out->number != row->number)
        return entry_broken(row->number, err);
    if (out->like && read)
        look_up_like(read, out);
    return true;
}

static void put_who(Buf *out, const StoreEntry *e) {
    if (e->like) {
        buf_put_varint(out, e->number - e->like);
        return;
    }
    buf_put(out, e->actor.bytes, sizeof e->actor.bytes);
    buf_put(out, e->batch.bytes, sizeof e->batch.bytes);
    buf_put_varint(out, e->login.len);
    buf_put_str(out, e->login);
    buf_put_varint(out, e->note.len);
    buf_put_str(out, e->note);
}

void logrow_put_entry(Buf *out, const StoreEntry *e, const uint8_t before[STORE_HASH],
                      const LogBody *how) {
    unsigned flags = (e->format_only ? ENTRY_FORMAT_ONLY : 0u) |
                     (how->trashed ? ENTRY_TRASHED : 0u) |
                     (how->compressed ? ENTRY_COMPRESSED : 0u) |
                     (how->nameless ? ENTRY_NAMELESS : 0u) | (e->like ? ENTRY_LIKE : 0u);
    buf_put(out, before, STORE_HASH);
    buf_put_svarint(out, e->at_ms);
    buf_put_u8(out, (uint8_t)e->verb);
    buf_put_u8(out, (uint8_t)e->type);
    buf_put_u8(out, (uint8_t)flags);
    put_who(out, e);
    if (e->type != ENTITY_NONE) {
        buf_put(out, e->record.bytes, sizeof e->record.bytes);
        buf_put_varint(out, e->base_rev);
        buf_put_varint(out, e->rev);
        buf_put_varint(out, e->previous);
        buf_put(out, e->digest, STORE_HASH);
    }
    buf_put_varint(out, how->dictionary);
    buf_put_varint(out, how->raw_bytes);
}

/* The row that is at or after a change, from the table or from what waits. */
static bool seek_row(StoreRead *read, uint64_t number, Key *key, Str *row, Error *err) {
    uint64_t waiting = logblock_waiting(read);
    if (waiting && number >= waiting) {
        logblock_peek(read, key, row);
        return true;
    }
    Key wanted = key_log(number);
    Str at;
    if (!env_seek(read, &wanted, &at, row, err))
        return false;
    if (row->ptr && (at.len != wanted.len || memcmp(at.ptr, wanted.bytes, 3) != 0))
        row->ptr = NULL;
    if (row->ptr)
        *key = key_log(key_number(at));
    return true;
}

static bool no_change(uint64_t number, Error *err) {
    return error_set(err, ERR_NOT_FOUND, N_("there is no change {0}"), "d", (int64_t)number);
}

/* Opens the row that holds a change. */
static bool open_rows(StoreRead *read, uint64_t number, bool verify, LogRows *rows, Key *key,
                      Error *err) {
    Str row;
    if (!seek_row(read, number, key, &row, err))
        return false;
    if (!row.ptr)
        return no_change(number, err);
    bool exact = key_number(key_str(key)) == number;
    return logrows_open(rows, key_str(key), row, verify || !exact, err) &&
           ((number >= rows->first && number <= rows->last) || no_change(number, err));
}

bool logrow_get(StoreRead *read, uint64_t number, bool verify, LogRow *out, Error *err) {
    Key key;
    LogRows rows;
    bool found = true;
    if (!open_rows(read, number, verify, &rows, &key, err))
        return false;
    do {
        if (!logrows_next(&rows, out, &found, err))
            return false;
    } while (out->number < number && found);
    return true;
}

bool logrow_each(StoreRead *read, uint64_t first, EnvRowFn *each, void *context, bool *stopped,
                 Error *err) {
    Key prefix, from = key_log(first);
    key_begin(&prefix, SPACE_MAIN, TABLE_LOG);
    *stopped = false;
    if (!env_each(read, &prefix, &from, each, context, stopped, err))
        return false;
    if (!*stopped && logblock_waiting(read)) {
        Str row;
        logblock_peek(read, &from, &row);
        if (key_number(key_str(&from)) >= first)
            *stopped = !each(context, key_str(&from), row, err);
    }
    return true;
}

/* Puts parts together; bytes is what they must give. */
static bool join_parts(StoreRead *read, uint64_t number, unsigned first, size_t bytes, Buf *scratch,
                       Str *out, Error *err) {
    buf_clear(scratch);
    for (unsigned part = first; scratch->len < bytes; part++) {
        Key key = key_part(number, part);
        Str row;
        Reader body;
        if (!env_get(read, &key, &row, err))
            return false;
        if (!row.ptr)
            return row_broken(key_str(&key), err);
        if (!row_open(TABLE_PART, key_str(&key), row, &body, err))
            return false;
        size_t left = reader_left(&body);
        if (left == 0 || left > bytes - scratch->len)
            return row_broken(key_str(&key), err);
        buf_put(scratch, body.at, left);
    }
    *out = buf_str(scratch);
    return true;
}

bool logrow_body(StoreRead *read, const LogRow *row, Buf *scratch, Str *out, Error *err) {
    *out = row->body;
    if (row->version == ROW_BLOCK)
        return logblock_sum(row->body, row->number) == row->body_sum ||
               entry_broken(row->number, err);
    return !(row->flags & LOG_BODY_PARTS) ||
           join_parts(read, row->number, 0, row->body_bytes, scratch, out, err);
}

bool logrow_unpack(StoreRead *read, const StoreEntry *entry, const LogBody *how, Str stored,
                   Buf *out, Error *err) {
    uint32_t raw = how->raw_bytes;
    if (how->nameless) {
        if (raw < PACK_NAME_BYTES)
            return error_set(err, ERR_CORRUPT, N_("a stored body is damaged"), "");
        raw -= PACK_NAME_BYTES;
        pack_put_name(out, entry->record);
    }
    if (how->compressed)
        return codec_decode(read, how->dictionary, stored, raw, out, err);
    buf_put_str(out, stored);
    return stored.len == raw || error_set(err, ERR_CORRUPT, N_("a stored body is damaged"), "");
}

/* Of a change in a block: the hashes of those before it lead to it. */
static bool hash_in_block(StoreRead *read, uint64_t number, uint8_t hash[STORE_HASH], Error *err) {
    Key key;
    LogRows rows;
    LogRow row = {0};
    Str stored;
    bool found, ok = open_rows(read, number, true, &rows, &key, err);
    if (ok)
        memcpy(hash, rows.before, STORE_HASH);
    while (ok && row.number < number) {
        ok = logrows_next(&rows, &row, &found, err) && logrow_body(read, &row, NULL, &stored, err);
        if (ok)
            logblock_hash(&row, hash, hash);
    }
    return ok;
}

bool store_log_hash(StoreRead *read, uint64_t number, uint8_t hash[STORE_HASH], Error *err) {
    LogRow row;
    Buf scratch = {0};
    Str stored;
    if (!logrow_get(read, number, true, &row, err))
        return false;
    if (row.version == ROW_BLOCK)
        return hash_in_block(read, number, hash, err);
    bool ok = logrow_body(read, &row, &scratch, &stored, err);
    if (ok)
        logrow_hash(row.entry, stored, hash);
    buf_free(&scratch);
    return ok;
}

bool store_segment(StoreRead *read, uint64_t number, bool verify, Buf *scratch, Str *out,
                   Error *err) {
    LogRow row;
    if (!logrow_get(read, number, false, &row, err))
        return false;
    *out = row.segment;
    if (row.flags & LOG_SEGMENT_PARTS &&
        !join_parts(read, number, LOG_SEGMENT_PART, row.segment_bytes, scratch, out, err))
        return false;
    if (!verify || !out->len || hash_bytes(out->ptr, out->len, number) == row.segment_sum)
        return true;
    Key key = key_log(number);
    return row_broken(key_str(&key), err);
}

void logrow_hash(Str entry, Str stored_body, uint8_t hash[STORE_HASH]) {
    Str parts[] = {entry, stored_body};
    digest_of(hash, parts, 2);
}

static bool put_parts(StoreWrite *write, uint64_t number, unsigned first, Str data, Error *err) {
    Buf row = {0};
    bool ok = true;
    for (unsigned part = first; ok && data.len; part++) {
        size_t len = data.len < LOG_PART ? data.len : LOG_PART;
        Key key = key_part(number, part);
        buf_clear(&row);
        row_begin(&row, TABLE_PART, 0);
        buf_put(&row, data.ptr, len);
        row_seal(&row, 0, key_str(&key), len);
        ok = env_put(write, &key, buf_str(&row), false, err);
        data = str_make(data.ptr + len, data.len - len);
    }
    buf_free(&row);
    return ok;
}

/* Number and hash of the newest row, read once a transaction. */
static bool know_head(StoreWrite *write, Error *err) {
    if (write->head_known)
        return true;
    if (!store_log_head(&write->view, &write->head, write->head_hash, err))
        return false;
    write->head_known = true;
    return true;
}

/* The first row of an import in this transaction is the one that those behind it name. */
static void find_like(StoreWrite *write, StoreEntry *entry) {
    bool same = write->like && uuid_equal(write->like_actor, entry->actor) &&
                uuid_equal(write->like_batch, entry->batch) &&
                str_equal(buf_str(&write->like_login), entry->login) && !entry->note.len;
    entry->like = same ? write->like : 0;
    if (same || uuid_is_nil(entry->batch) || entry->note.len)
        return;
    write->like = entry->number;
    write->like_actor = entry->actor;
    write->like_batch = entry->batch;
    buf_clear(&write->like_login);
    buf_put_str(&write->like_login, entry->login);
}

/* Appends the row of an import to the block that waits. */
static bool append_to_block(StoreWrite *write, const StoreEntry *entry, const LogBody *how,
                            Str stored_body, Error *err) {
    Buf bytes = {0};
    uint8_t hash[STORE_HASH];
    logrow_put_entry(&bytes, entry, write->head_hash, how);
    logrow_hash(buf_str(&bytes), stored_body, hash);
    buf_free(&bytes);
    if (!logblock_add(write, entry, how, stored_body, write->head_hash, err))
        return false;
    memcpy(write->head_hash, hash, STORE_HASH);
    write->head = entry->number;
    return true;
}

bool logrow_append(StoreWrite *write, StoreEntry *entry, const LogBody *how, Str stored_body,
                   Str segment, Error *err) {
    if (!know_head(write, err))
        return false;
    if (write->head >= UINT32_MAX)
        return error_set(err, ERR_FULL, N_("the library has used up its change numbers"), "");
    bool body_parts = stored_body.len > LOG_INLINE, segment_parts = segment.len > LOG_INLINE;
    Buf *row = &write->row, entry_bytes = {0};
    entry->number = write->head + 1;
    if (write->in_blocks && logblock_takes(entry, stored_body, segment))
        return append_to_block(write, entry, how, stored_body, err);
    if (!logblock_flush(write, err))
        return false;
    find_like(write, entry);
    logrow_put_entry(&entry_bytes, entry, write->head_hash, how);
    Key key = key_log(entry->number);
    buf_clear(row);
    row_begin_version(row, TABLE_LOG, ROW_COMPACT,
                      (body_parts ? LOG_BODY_PARTS : 0u) |
                          (segment_parts ? LOG_SEGMENT_PARTS : 0u));
    buf_put_varint(row, entry_bytes.len);
    buf_put_varint(row, stored_body.len);
    buf_put_varint(row, segment.len);
    if (segment.len)
        buf_put_u64(row, hash_bytes(segment.ptr, segment.len, entry->number));
    buf_put_str(row, buf_str(&entry_bytes));
    if (!body_parts)
        buf_put_str(row, stored_body);
    row_seal(row, 0, key_str(&key), row->len - ROW_HEADER);
    if (!segment_parts)
        buf_put_str(row, segment);
    bool ok = env_put(write, &key, buf_str(row), true, err) &&
              (!body_parts || put_parts(write, entry->number, 0, stored_body, err)) &&
              (!segment_parts || put_parts(write, entry->number, LOG_SEGMENT_PART, segment, err));
    if (ok) {
        logrow_hash(buf_str(&entry_bytes), stored_body, write->head_hash);
        write->head = entry->number;
    }
    buf_free(&entry_bytes);
    return ok;
}
