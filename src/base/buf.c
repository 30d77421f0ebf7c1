#include "config.h"

#include "base/buf.h"

#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buf_free(Buf *buf) {
    free(buf->data);
    *buf = (Buf){0};
}

void buf_clear(Buf *buf) {
    buf->len = 0;
    if (buf->data)
        buf->data[0] = '\0';
}

void buf_reserve(Buf *buf, size_t extra) {
    size_t need = buf->len + extra + 1;
    if (need <= buf->cap)
        return;
    size_t cap = buf->cap + buf->cap / 2;
    if (cap < need)
        cap = need;
    if (cap < 32)
        cap = 32;
    buf->data = mem_realloc(buf->data, cap);
    buf->cap = cap;
}

void buf_put(Buf *buf, const void *data, size_t len) {
    buf_reserve(buf, len);
    if (len)
        memcpy(buf->data + buf->len, data, len);
    buf->len += len;
    buf->data[buf->len] = '\0';
}

void buf_put_str(Buf *buf, Str text) {
    buf_put(buf, text.ptr, text.len);
}

void buf_puts(Buf *buf, const char *text) {
    buf_put(buf, text, strlen(text));
}

void buf_putc(Buf *buf, char c) {
    buf_put(buf, &c, 1);
}

void buf_fill(Buf *buf, char c, size_t count) {
    buf_reserve(buf, count);
    memset(buf->data + buf->len, c, count);
    buf->len += count;
    buf->data[buf->len] = '\0';
}

void buf_vprintf(Buf *buf, const char *format, va_list args) {
    va_list again;
    va_copy(again, args);
    buf_reserve(buf, 64);
    int need = vsnprintf(buf->data + buf->len, buf->cap - buf->len, format, args);
    if (need > 0 && (size_t)need >= buf->cap - buf->len) {
        buf_reserve(buf, (size_t)need);
        vsnprintf(buf->data + buf->len, buf->cap - buf->len, format, again);
    }
    if (need > 0)
        buf->len += (size_t)need;
    va_end(again);
}

void buf_printf(Buf *buf, const char *format, ...) {
    va_list args;
    va_start(args, format);
    buf_vprintf(buf, format, args);
    va_end(args);
}

void buf_splice(Buf *buf, size_t from, size_t old_len, const void *data, size_t len) {
    if (len > old_len)
        buf_reserve(buf, len - old_len);
    if (!buf->data)
        return;
    memmove(buf->data + from + len, buf->data + from + old_len, buf->len - from - old_len);
    if (len)
        memcpy(buf->data + from, data, len);
    buf->len = buf->len - old_len + len;
    buf->data[buf->len] = '\0';
}

void buf_truncate(Buf *buf, size_t len) {
    if (len < buf->len) {
        buf->len = len;
        buf->data[len] = '\0';
    }
}

Str buf_str(const Buf *buf) {
    return str_make(buf_text(buf), buf->len);
}

const char *buf_text(const Buf *buf) {
    return buf->data ? buf->data : "";
}

char *buf_take(Buf *buf) {
    char *data = buf->data ? buf->data : mem_strdup("");
    *buf = (Buf){0};
    return data;
}

static void put_big_endian(Buf *buf, uint64_t v, int bytes) {
    uint8_t out[8];
    for (int i = 0; i < bytes; i++)
        out[i] = (uint8_t)(v >> (8 * (bytes - 1 - i)));
    buf_put(buf, out, (size_t)bytes);
}

void buf_put_u8(Buf *buf, uint8_t v) {
    put_big_endian(buf, v, 1);
}

void buf_put_u16(Buf *buf, uint16_t v) {
    put_big_endian(buf, v, 2);
}

void buf_put_u32(Buf *buf, uint32_t v) {
    put_big_endian(buf, v, 4);
}

void buf_put_u64(Buf *buf, uint64_t v) {
    put_big_endian(buf, v, 8);
}

void buf_put_varint(Buf *buf, uint64_t v) {
    uint8_t out[10];
    size_t n = 0;
    while (v >= 0x80) {
        out[n++] = (uint8_t)(v | 0x80);
        v >>= 7;
    }
    out[n++] = (uint8_t)v;
    buf_put(buf, out, n);
}

void buf_put_svarint(Buf *buf, int64_t v) {
    uint64_t doubled = (uint64_t)v << 1;
    buf_put_varint(buf, v < 0 ? ~doubled : doubled);
}

Reader reader_of(const void *data, size_t len) {
    const uint8_t *at = data;
    return (Reader){at, at ? at + len : at, true};
}

static uint64_t read_big_endian(Reader *r, size_t bytes) {
    if (!r->ok || reader_left(r) < bytes) {
        r->ok = false;
        return 0;
    }
    uint64_t v = 0;
    for (size_t i = 0; i < bytes; i++)
        v = v << 8 | *r->at++;
    return v;
}

uint16_t reader_u16(Reader *r) {
    return (uint16_t)read_big_endian(r, 2);
}

uint32_t reader_u32(Reader *r) {
    return (uint32_t)read_big_endian(r, 4);
}

uint64_t reader_u64(Reader *r) {
    return read_big_endian(r, 8);
}

uint64_t reader_varint_long(Reader *r) {
    uint64_t v = 0;
    for (int shift = 0; shift < 64; shift += 7) {
        uint8_t byte = reader_u8(r);
        if (!r->ok)
            return 0;
        v |= (uint64_t)(byte & 0x7f) << shift;
        if (!(byte & 0x80))
            return v;
    }
    r->ok = false;
    return 0;
}

int64_t reader_svarint(Reader *r) {
    uint64_t v = reader_varint(r);
    return (int64_t)(v >> 1) ^ -(int64_t)(v & 1);
}

Str reader_bytes(Reader *r, size_t len) {
    if (!r->ok || reader_left(r) < len) {
        r->ok = false;
        return (Str){"", 0};
    }
    Str out = str_make((const char *)r->at, len);
    r->at += len;
    return out;
}
