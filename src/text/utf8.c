#include "config.h"

#include "text/utf8.h"

#include <string.h>

static bool is_tail(uint8_t byte) {
    return (byte & 0xC0) == 0x80;
}

static size_t sequence_length(uint8_t lead) {
    return lead < 0x80   ? 1
           : lead < 0xC2 ? 0
           : lead < 0xE0 ? 2
           : lead < 0xF0 ? 3
           : lead < 0xF5 ? 4
                         : 0;
}

size_t utf8_decode(Str text, size_t at, uint32_t *point) {
    static const uint8_t lead_mask[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    const uint8_t *p = (const uint8_t *)text.ptr + at;
    size_t len = sequence_length(p[0]);
    if (!len || len > text.len - at)
        return 0;
    uint32_t v = p[0] & lead_mask[len];
    for (size_t i = 1; i < len; i++) {
        if (!is_tail(p[i]))
            return 0;
        v = v << 6 | (p[i] & 0x3F);
    }
    bool overlong = (len == 3 && v < 0x800) || (len == 4 && v < 0x10000);
    if (overlong || v > 0x10FFFF || (v >= 0xD800 && v <= 0xDFFF))
        return 0;
    *point = v;
    return len;
}

size_t utf8_prev(Str text, size_t at, uint32_t *point) {
    const uint8_t *p = (const uint8_t *)text.ptr;
    size_t start = at - 1;
    while (start > 0 && at - start < UTF8_MAX && is_tail(p[start]))
        start--;
    size_t len = utf8_decode(str_make(text.ptr, at), start, point);
    if (len && start + len == at)
        return len;
    *point = UTF8_REPLACEMENT;
    return 1;
}

size_t utf8_encode(uint32_t point, char out[UTF8_MAX]) {
    if (point < 0x80) {
        out[0] = (char)point;
        return 1;
    }
    if (point < 0x800) {
        out[0] = (char)(0xC0 | point >> 6);
        out[1] = (char)(0x80 | (point & 0x3F));
        return 2;
    }
    if (point < 0x10000) {
        out[0] = (char)(0xE0 | point >> 12);
        out[1] = (char)(0x80 | (point >> 6 & 0x3F));
        out[2] = (char)(0x80 | (point & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | point >> 18);
    out[1] = (char)(0x80 | (point >> 12 & 0x3F));
    out[2] = (char)(0x80 | (point >> 6 & 0x3F));
    out[3] = (char)(0x80 | (point & 0x3F));
    return 4;
}

void utf8_put(Buf *out, uint32_t point) {
    char bytes[UTF8_MAX];
    buf_put(out, bytes, utf8_encode(point, bytes));
}

static bool eight_are_ascii(const char *at) {
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return !(word & 0x8080808080808080u);
}

bool utf8_valid(Str text, size_t *bad) {
    size_t at = 0;
    while (at < text.len) {
        if (text.len - at >= 8 && eight_are_ascii(text.ptr + at)) {
            at += 8;
            continue;
        }
        uint32_t point;
        size_t len = utf8_step(text, at, &point);
        if (!len) {
            if (bad)
                *bad = at;
            return false;
        }
        at += len;
    }
    return true;
}

size_t utf8_count(Str text) {
    size_t count = 0;
    uint32_t point;
    for (size_t at = 0; at < text.len; at += utf8_next(text, at, &point))
        count++;
    return count;
}

size_t utf8_offset(Str text, size_t points) {
    size_t at = 0;
    uint32_t point;
    while (at < text.len && points--)
        at += utf8_next(text, at, &point);
    return at;
}

size_t utf8_floor(Str text, size_t at) {
    if (at >= text.len)
        return text.len;
    size_t start = at;
    while (start > 0 && at - start < UTF8_MAX - 1 && is_tail((uint8_t)text.ptr[start]))
        start--;
    uint32_t point;
    return start + utf8_decode(text, start, &point) > at ? start : at;
}

void utf8_position(Str text, size_t offset, int *line, int *column) {
    size_t start = 0;
    *line = 1;
    if (offset > text.len)
        offset = text.len;
    for (const char *lf;
         start < offset && (lf = memchr(text.ptr + start, '\n', offset - start)) != NULL;) {
        start = (size_t)(lf - text.ptr) + 1;
        ++*line;
    }
    *column = (int)utf8_count(str_make(text.ptr + start, offset - start)) + 1;
}
