#include "config.h"

#include "store/row.h"

#include "base/hash.h"
#include "base/i18n.h"

void key_bytes(Key *key, const void *data, size_t len) {
    if (len > KEY_MAX - key->len)
        len = KEY_MAX - key->len;
    if (len)
        memcpy(key->bytes + key->len, data, len);
    key->len += len;
}

static void put_be(Key *key, uint64_t v, int bytes) {
    for (int i = bytes - 1; i >= 0; i--)
        key->bytes[key->len++] = (uint8_t)(v >> (8 * i));
}

void key_begin(Key *key, unsigned space, Table table) {
    key->len = 0;
    put_be(key, space, 2);
    put_be(key, table, 1);
}

void key_u8(Key *key, unsigned v) {
    put_be(key, v, 1);
}

void key_u16(Key *key, unsigned v) {
    put_be(key, v, 2);
}

void key_u32(Key *key, uint32_t v) {
    put_be(key, v, 4);
}

void key_u64(Key *key, uint64_t v) {
    put_be(key, v, 8);
}

void key_uuid(Key *key, Uuid id) {
    key_bytes(key, id.bytes, sizeof id.bytes);
}

Key key_log(uint64_t number) {
    Key key;
    key_begin(&key, SPACE_MAIN, TABLE_LOG);
    key_u64(&key, number);
    return key;
}

Key key_part(uint64_t number, unsigned part) {
    Key key;
    key_begin(&key, SPACE_MAIN, TABLE_PART);
    key_u64(&key, number);
    key_u16(&key, part);
    return key;
}

Str key_str(const Key *key) {
    return str_make((const char *)key->bytes, key->len);
}

uint64_t key_number(Str key) {
    Reader r = reader_of(key.ptr, key.len);
    reader_bytes(&r, 3);
    return reader_u64(&r);
}

void row_begin(Buf *out, Table table, unsigned flags) {
    row_begin_version(out, table, ROW_PLAIN, flags);
}

void row_begin_version(Buf *out, Table table, unsigned version, unsigned flags) {
    buf_put_u8(out, ROW_MAGIC);
    buf_put_u8(out, (uint8_t)table);
    buf_put_u8(out, (uint8_t)version);
    buf_put_u8(out, (uint8_t)flags);
    buf_put_u64(out, 0);
}

/* The first four bytes and the key are few: their hash seeds that of the body. */
static uint64_t checksum(Str key, const char *row, size_t covered) {
    uint64_t seed = hash_bytes(key.ptr, key.len, 0);
    seed = hash_bytes(row, 4, seed);
    return hash_bytes(row + ROW_HEADER, covered, seed);
}

void row_seal(Buf *out, size_t start, Str key, size_t covered) {
    uint64_t sum = checksum(key, out->data + start, covered);
    for (int i = 0; i < 8; i++)
        out->data[start + 4 + (size_t)i] = (char)(sum >> (8 * (7 - i)));
}

/* A short name of a row for messages: table and the rest of its key in hexadecimal. */
static void name_key(Str key, char out[96]) {
    static const char digits[] = "0123456789abcdef";
    size_t at = 0;
    for (size_t i = 2; i < key.len && at < 92; i++) {
        out[at++] = digits[(unsigned char)key.ptr[i] >> 4];
        out[at++] = digits[(unsigned char)key.ptr[i] & 15];
        if (i == 2)
            out[at++] = ':';
    }
    out[at] = '\0';
}

bool row_broken(Str key, Error *err) {
    char name[96];
    name_key(key, name);
    return error_set(err, ERR_CORRUPT, N_("the stored row {0} is damaged"), "s", name);
}

bool row_head(Table table, Str key, Str row, unsigned *flags, Str *body, Error *err) {
    const uint8_t *at = (const uint8_t *)row.ptr;
    if (row.len < ROW_HEADER || at[0] != ROW_MAGIC || at[1] != table)
        return row_broken(key, err);
    if (at[2] < ROW_PLAIN || at[2] > ROW_NEWEST)
        return error_set(err, ERR_VERSION,
                         N_("a stored row was written by a newer program (version {0})"), "d",
                         (int64_t)at[2]);
    if (flags)
        *flags = at[3];
    *body = str_make(row.ptr + ROW_HEADER, row.len - ROW_HEADER);
    return true;
}

unsigned row_version(Str row) {
    return row.len < ROW_HEADER ? 0 : (uint8_t)row.ptr[2];
}

bool row_verify(Str key, Str row, size_t covered, Error *err) {
    if (row.len < ROW_HEADER || row.len - ROW_HEADER < covered)
        return row_broken(key, err);
    Reader r = reader_of(row.ptr + 4, 8);
    return reader_u64(&r) == checksum(key, row.ptr, covered) || row_broken(key, err);
}

bool row_open(Table table, Str key, Str row, Reader *body, Error *err) {
    Str rest;
    /* The checksum first: a damaged version byte is damage, not a newer program. */
    if (!row_verify(key, row, row.len < ROW_HEADER ? 0 : row.len - ROW_HEADER, err) ||
        !row_head(table, key, row, NULL, &rest, err))
        return false;
    *body = reader_of(rest.ptr, rest.len);
    return true;
}
