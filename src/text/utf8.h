#ifndef ANLIKU_TEXT_UTF8_H
#define ANLIKU_TEXT_UTF8_H

#include "base/buf.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Strict UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF. Offsets are bytes, a
 * point is one Unicode code point. NUL is a code point like others. */

enum { UTF8_MAX = 4, UTF8_REPLACEMENT = 0xFFFD };

/* Decodes the code point at byte `at` (at < text.len). Gives its length in bytes, 0 when the bytes
 * there are not well formed (then *point is untouched). */
size_t utf8_decode(Str text, size_t at, uint32_t *point);
/* Gives the length of the code point that ends at byte `at` (at > 0); a byte that is part of none
 * counts alone as U+FFFD. */
size_t utf8_prev(Str text, size_t at, uint32_t *point);
/* Writes 1 to 4 bytes and gives their number. point must be a scalar value (no surrogate). */
size_t utf8_encode(uint32_t point, char out[UTF8_MAX]);
void utf8_put(Buf *out, uint32_t point);

/* False when a byte is wrong; then *bad (may be NULL) is the offset of the first bad sequence. */
bool utf8_valid(Str text, size_t *bad);
/* Code points; every byte that is part of none counts one. */
size_t utf8_count(Str text);
/* The byte offset after the first `points` code points, text.len when it has fewer. */
size_t utf8_offset(Str text, size_t points);
/* The start of the code point that holds byte `at` (`at` itself when that is a start or the end).
 */
size_t utf8_floor(Str text, size_t at);
/* Line and column of a byte offset, both 1-based; the column counts code points. LF ends a line. */
void utf8_position(Str text, size_t offset, int *line, int *column);

/* utf8_decode with the common lengths decoded in place: every loop over text goes through here. */
static inline size_t utf8_step(Str text, size_t at, uint32_t *point) {
    const uint8_t *p = (const uint8_t *)text.ptr + at;
    if (p[0] < 0x80) {
        *point = p[0];
        return 1;
    }
    if ((p[0] & 0xF0) == 0xE0 && text.len - at >= 3 && (p[1] & 0xC0) == 0x80 &&
        (p[2] & 0xC0) == 0x80) {
        uint32_t v = (uint32_t)(p[0] & 15) << 12 | (uint32_t)(p[1] & 63) << 6 | (p[2] & 63);
        if (v >= 0x800 && (v < 0xD800 || v > 0xDFFF)) {
            *point = v;
            return 3;
        }
    }
    return utf8_decode(text, at, point);
}

/* Like utf8_decode, but never fails: a byte that is part of no code point gives U+FFFD and 1. */
static inline size_t utf8_next(Str text, size_t at, uint32_t *point) {
    size_t len = utf8_step(text, at, point);
    if (len)
        return len;
    *point = UTF8_REPLACEMENT;
    return 1;
}

#endif
