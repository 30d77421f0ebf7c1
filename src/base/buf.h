#ifndef ANLIKU_BASE_BUF_H
#define ANLIKU_BASE_BUF_H

#include "base/str.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A growing run of bytes. data is NULL before the first byte and NUL-terminated afterwards (the NUL
 * is not counted). {0} is an empty buffer. Offsets and lengths are bytes. */
typedef struct Buf {
    char *data;
    size_t len, cap;
} Buf;

void buf_free(Buf *buf);
/* Forgets the content, keeps the room. */
void buf_clear(Buf *buf);
void buf_reserve(Buf *buf, size_t extra);
void buf_put(Buf *buf, const void *data, size_t len);
void buf_put_str(Buf *buf, Str text);
void buf_puts(Buf *buf, const char *text);
void buf_putc(Buf *buf, char c);
void buf_fill(Buf *buf, char c, size_t count);
void buf_printf(Buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_vprintf(Buf *buf, const char *format, va_list args) __attribute__((format(printf, 2, 0)));
/* Replaces the bytes [from, from+old_len) by len bytes of data (which must not point into buf). */
void buf_splice(Buf *buf, size_t from, size_t old_len, const void *data, size_t len);
void buf_truncate(Buf *buf, size_t len);
Str buf_str(const Buf *buf);
/* The content as a C string, "" when empty; valid until the next change. */
const char *buf_text(const Buf *buf);
/* Hands the content over: the caller frees it with free(); buf is empty afterwards. Never NULL. */
char *buf_take(Buf *buf);

/* Big-endian integers (they sort as bytes) and LEB128. */
void buf_put_u8(Buf *buf, uint8_t v);
void buf_put_u16(Buf *buf, uint16_t v);
void buf_put_u32(Buf *buf, uint32_t v);
void buf_put_u64(Buf *buf, uint64_t v);
void buf_put_varint(Buf *buf, uint64_t v);
/* Signed numbers, small magnitudes short (zigzag). */
void buf_put_svarint(Buf *buf, int64_t v);

/* Reads what the functions above wrote. After a read past the end, ok is false and every further
 * read gives 0 or an empty Str; check ok once at the end. Results point into the bytes read. */
typedef struct Reader {
    const uint8_t *at, *end;
    bool ok;
} Reader;

Reader reader_of(const void *data, size_t len);
static inline size_t reader_left(const Reader *r) {
    return (size_t)(r->end - r->at);
}
static inline uint8_t reader_u8(Reader *r) {
    if (r->ok && r->at < r->end)
        return *r->at++;
    r->ok = false;
    return 0;
}
uint16_t reader_u16(Reader *r);
uint32_t reader_u32(Reader *r);
uint64_t reader_u64(Reader *r);
/* Numbers of several bytes. */
uint64_t reader_varint_long(Reader *r);
static inline uint64_t reader_varint(Reader *r) {
    if (r->ok && r->at < r->end && *r->at < 0x80)
        return *r->at++;
    return reader_varint_long(r);
}
int64_t reader_svarint(Reader *r);
Str reader_bytes(Reader *r, size_t len);

#endif
