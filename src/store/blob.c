#include "config.h"

#include "store/blob.h"

#include "base/i18n.h"
#include "store/env.h"

#include <sodium.h>

/* Key: SHA-256, part u16. A row with its header is 8,176 bytes, the last one of a file shorter. */

enum { ROW_BYTES = 8176, PART_BYTES = ROW_BYTES - ROW_HEADER };

_Static_assert(STORE_BLOB_MAX / PART_BYTES < 65535, "parts are counted in 16 bits");
_Static_assert(STORE_SHA256 == crypto_hash_sha256_BYTES, "the library's digest");

void store_sha256(Str bytes, uint8_t out[STORE_SHA256]) {
    crypto_hash_sha256(out, (const unsigned char *)bytes.ptr, bytes.len);
}

bool store_sha256_parse(Str hex, uint8_t out[STORE_SHA256]) {
    size_t len;
    const char *end;
    return hex.len == 2 * STORE_SHA256 &&
           sodium_hex2bin(out, STORE_SHA256, hex.ptr, hex.len, NULL, &len, &end) == 0 &&
           len == STORE_SHA256;
}

void store_sha256_format(const uint8_t sha[STORE_SHA256], Buf *out) {
    char hex[2 * STORE_SHA256 + 1];
    buf_puts(out, sodium_bin2hex(hex, sizeof hex, sha, STORE_SHA256));
}

static Key key_of(const uint8_t sha[STORE_SHA256], unsigned part) {
    Key key;
    key_begin(&key, SPACE_MAIN, TABLE_BLOB);
    key_bytes(&key, sha, STORE_SHA256);
    key_u16(&key, part);
    return key;
}

bool store_blob_find(StoreRead *read, const uint8_t sha[STORE_SHA256], bool *found, Error *err) {
    Key key = key_of(sha, 0);
    Str row;
    if (!env_get(read, &key, &row, err))
        return false;
    *found = row.ptr != NULL;
    return true;
}

static bool put_part(StoreWrite *write, const Key *key, Str part, Error *err) {
    Buf row = {0};
    row_begin(&row, TABLE_BLOB, 0);
    buf_put_str(&row, part);
    row_seal(&row, 0, key_str(key), part.len);
    bool ok = env_put(write, key, buf_str(&row), false, err);
    buf_free(&row);
    return ok;
}

bool store_put_blob(StoreWrite *write, Str bytes, const uint8_t sha[STORE_SHA256], Error *err) {
    bool found;
    if (!bytes.len || bytes.len > STORE_BLOB_MAX)
        return error_set(err, ERR_INVALID, N_("a file of {0} bytes cannot be stored"), "z",
                         bytes.len);
    if (!store_blob_find(store_write_read(write), sha, &found, err) || found)
        return found;
    for (size_t at = 0, part = 0; at < bytes.len; at += PART_BYTES, part++) {
        Key key = key_of(sha, (unsigned)part);
        size_t left = bytes.len - at;
        Str piece = str_make(bytes.ptr + at, left < PART_BYTES ? left : PART_BYTES);
        if (!put_part(write, &key, piece, err))
            return false;
    }
    return true;
}

bool store_blob(StoreRead *read, const uint8_t sha[STORE_SHA256], Buf *out, Error *err) {
    size_t start = out->len;
    uint8_t digest[STORE_SHA256];
    Str row = {"", 0};
    for (unsigned part = 0; row.ptr; part++) {
        Key key = key_of(sha, part);
        Reader body;
        if (!env_get(read, &key, &row, err))
            return false;
        if (!row.ptr)
            break;
        if (!row_open(TABLE_BLOB, key_str(&key), row, &body, err))
            return false;
        size_t len = reader_left(&body);
        Str piece = reader_bytes(&body, len);
        if (out->len - start + len > STORE_BLOB_MAX)
            return row_broken(key_str(&key), err);
        buf_put_str(out, piece);
    }
    if (out->len == start)
        return error_set(err, ERR_NOT_FOUND, N_("the content of an attached file is missing"), "");
    store_sha256(str_make(out->data + start, out->len - start), digest);
    return memcmp(digest, sha, STORE_SHA256) == 0 ||
           error_set(err, ERR_CORRUPT, N_("the content of an attached file is damaged"), "");
}
