#include "config.h"

#include "text/fold.h"

#include "base/mem.h"
#include "text/tables.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

/* Room for the longest expansion: the generator refuses one of more than 32 code points (Unicode 15
 * has 18). */
enum { FOLD_ROOM = 32 * UTF8_MAX };

static TextClass entry_class(uint32_t entry) {
    return (TextClass)(entry >> FOLD_CLASS_SHIFT & 7);
}

TextClass text_class(uint32_t point) {
    return point < 0x110000 ? entry_class(text_fold_entry(point)) : TEXT_PUNCT;
}

TextClass text_class_source(uint32_t point) {
    return text_class(point);
}

static uint32_t compose_kana(uint32_t first, uint32_t mark) {
    for (uint32_t i = 0; i < text_fold_pair_count; i++) {
        const uint32_t *pair = text_fold_pairs + 3 * i;
        if (pair[0] == first && pair[1] == mark)
            return pair[2];
    }
    return 0;
}

/* Jamo unite by arithmetic (Unicode, section 3.12). */
static uint32_t compose_hangul(uint32_t first, uint32_t mark) {
    enum { S = 0xAC00, L = 0x1100, V = 0x1161, T = 0x11A7, LS = 19, VS = 21, TS = 28 };
    if (mark < T && first >= L && first < L + LS)
        return S + ((first - L) * VS + (mark - V)) * TS;
    if (mark > T && first >= S && first < S + LS * VS * TS && (first - S) % TS == 0)
        return first + (mark - T);
    return 0;
}

/* Unites the mark with the code point that ends at out[len]; both and the result take three bytes,
 * so that the offsets of a map stay as they are. */
static bool compose(char *out, size_t from, size_t len, uint32_t mark) {
    if (len - from < 3)
        return false;
    uint32_t first;
    if (utf8_prev(str_make(out, len), len, &first) != 3)
        return false;
    uint32_t united = mark < 0x3000 ? compose_hangul(first, mark) : compose_kana(first, mark);
    if (!united)
        return false;
    utf8_encode(united, out + len - 3);
    return true;
}

/* Writes what the entry of a code point says behind out[len] and gives the new length. There is
 * room for FOLD_ROOM bytes. from: where this call's output began. */
static size_t put_entry(char *out, size_t from, size_t len, uint32_t point, uint32_t entry) {
    if (entry & FOLD_EXPANDS) {
        const uint32_t *pool = text_fold_pool + (entry & 0xFFFF);
        for (uint32_t i = 1; i <= pool[0]; i++)
            len += utf8_encode(pool[i] & FOLD_VALUE, out + len);
        return len;
    }
    uint32_t folded = (point + entry) & FOLD_VALUE;
    if ((entry & FOLD_COMPOSES) && compose(out, from, len, folded))
        return len;
    return len + utf8_encode(folded, out + len);
}

static const uint8_t ascii_lower[128] = {
    0,   1,    2,   3,   4,   5,   6,   7,   8,   9,   10,  11,  12,  13,  14,  15,  16,   17,  18,
    19,  20,   21,  22,  23,  24,  25,  26,  27,  28,  29,  30,  31,  ' ', '!', '"', '#',  '$', '%',
    '&', '\'', '(', ')', '*', '+', ',', '-', '.', '/', '0', '1', '2', '3', '4', '5', '6',  '7', '8',
    '9', ':',  ';', '<', '=', '>', '?', '@', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i',  'j', 'k',
    'l', 'm',  'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', '[', '\\', ']', '^',
    '_', '`',  'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o',  'p', 'q',
    'r', 's',  't', 'u', 'v', 'w', 'x', 'y', 'z', '{', '|', '}', '~', 127};

enum { THREE = 3, FOLD_CHANGES = FOLD_VALUE | FOLD_EXPANDS | FOLD_COMPOSES };

void text_fold(Buf *out, Str text) {
    size_t from = out->len;
    buf_reserve(out, text.len + FOLD_ROOM);
    char *data = out->data;
    size_t len = from, room = out->cap - FOLD_ROOM;
    for (size_t at = 0; at < text.len;) {
        if (len > room) {
            out->len = len;
            buf_reserve(out, text.len - at + 2 * FOLD_ROOM);
            data = out->data;
            room = out->cap - FOLD_ROOM;
        }
        uint8_t byte = (uint8_t)text.ptr[at];
        if (byte < 0x80) {
            data[len++] = (char)ascii_lower[byte];
            at++;
            continue;
        }
        uint32_t point;
        size_t step = utf8_next(text, at, &point);
        uint32_t entry = text_fold_entry(point);
        if (step == THREE && !(entry & FOLD_CHANGES)) { /* nearly all Han characters */
            memcpy(data + len, text.ptr + at, THREE);
            len += THREE;
        } else {
            len = put_entry(data, from, len, point, entry);
        }
        at += step;
    }
    data[len] = 0;
    out->len = len;
}

static void map_reserve(TextMap *map, size_t len) {
    if (len < map->cap)
        return;
    map->cap = len + len / 2 + FOLD_ROOM;
    map->at = mem_realloc_array(map->at, map->cap, sizeof *map->at);
}

void text_fold_map(Buf *out, TextMap *map, Str text) {
    buf_clear(out);
    buf_reserve(out, text.len + FOLD_ROOM);
    map_reserve(map, text.len + 1);
    size_t len = 0;
    uint32_t point;
    for (size_t at = 0, step; at < text.len; at += step) {
        out->len = len;
        buf_reserve(out, FOLD_ROOM);
        step = utf8_next(text, at, &point);
        size_t end = put_entry(out->data, 0, len, point, text_fold_entry(point));
        map_reserve(map, end + 1);
        while (len < end)
            map->at[len++] = (uint32_t)at;
    }
    out->data[len] = 0;
    out->len = map->len = len;
    map->at[len] = (uint32_t)text.len;
}

void text_map_range(const TextMap *map, Str source, size_t from, size_t to, size_t *source_from,
                    size_t *source_to) {
    *source_from = map->at[from];
    uint32_t last = map->at[to - 1];
    if (map->at[to] > last) {
        *source_to = map->at[to];
        return;
    }
    uint32_t point; /* the range ends inside an expansion */
    *source_to = last + utf8_next(source, last, &point);
}

void text_map_free(TextMap *map) {
    free(map->at);
    *map = (TextMap){0};
}

bool text_fold_equal(Str a, Str b) {
    if (str_equal(a, b))
        return true;
    Buf x = {0}, y = {0};
    text_fold(&x, a);
    text_fold(&y, b);
    bool equal = str_equal(buf_str(&x), buf_str(&y));
    buf_free(&x);
    buf_free(&y);
    return equal;
}
