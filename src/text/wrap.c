#include "config.h"

#include "text/wrap.h"

#include "base/mem.h"
#include "base/vec.h"
#include "text/cluster.h"
#include "text/tables.h"
#include "text/utf8.h"
#include "text/width.h"

#include <stdbool.h>
#include <string.h>

/* A line is at least as wide as one wide character. */
enum { COLUMNS_MIN = 2 };

/* The cluster at a place: its end, its columns, and what its ends are to the wrapping. */
typedef struct Piece {
    size_t end;
    int width;
    WrapProp prop;
} Piece;

/* A common Chinese character that no mark can follow: most of a Chinese text. */
static inline bool is_plain_han(Str text, size_t at) {
    const uint8_t *c = (const uint8_t *)text.ptr + at;
    if (at + 3 > text.len || c[0] < 0xE4 || c[0] > 0xE9 || (c[1] & 0xC0) != 0x80 ||
        (c[2] & 0xC0) != 0x80 || (c[0] == 0xE4 && c[1] < 0xB8))
        return false;
    return at + 3 == text.len || c[3] < 0x80 || (c[3] >= 0xE4 && c[3] <= 0xE9);
}

/* An ASCII letter that no mark follows. */
static inline bool is_plain_letter(Str text, size_t at) {
    return at < text.len && (uint8_t)((text.ptr[at] | 0x20) - 'a') < 26 &&
           (at + 1 == text.len || (uint8_t)text.ptr[at + 1] < 0x80);
}

/* Nothing joins to what is before this place: an ASCII character or a Chinese one follows. */
static inline bool begins_cluster(Str text, size_t at) {
    uint8_t lead = at < text.len ? (uint8_t)text.ptr[at] : ' ';
    return lead < 0x80 || (lead >= 0xE4 && lead <= 0xE9);
}

static Piece piece_at(Str text, size_t at) {
    uint32_t point;
    if (is_plain_han(text, at))
        return (Piece){at + 3, 2, WRAP_IDEOGRAPH};
    size_t len = utf8_next(text, at, &point);
    uint32_t props = text_prop(point);
    Piece piece = {.prop = (WrapProp)(props >> PROP_WRAP_SHIFT & 15)};
    ClusterProp joins = (ClusterProp)(props >> PROP_CLUSTER_SHIFT & 15);
    if (joins != CLUSTER_PREPEND && joins != CLUSTER_CR && begins_cluster(text, at + len)) {
        piece.end = at + len;
        piece.width = text_width_point(point);
    } else {
        piece.end = text_cluster_next(text, at);
        piece.width = text_width_cluster(str_make(text.ptr + at, piece.end - at));
    }
    if (text.ptr[piece.end - 1] == '\n') /* CR LF is one cluster */
        piece.prop = WRAP_BREAK;
    return piece;
}

static bool is_word(WrapProp prop) {
    return prop == WRAP_LETTER || prop == WRAP_DIGIT;
}

static bool never_starts_a_line(WrapProp prop) {
    static const bool never[16] = {[WRAP_SPACE] = true, [WRAP_BREAK] = true, [WRAP_CLOSE] = true,
                                   [WRAP_INFIX] = true, [WRAP_SLASH] = true, [WRAP_HYPHEN] = true,
                                   [WRAP_GLUE] = true,  [WRAP_QUOTE] = true, [WRAP_POSTFIX] = true};
    return never[prop];
}

static bool may_break(WrapProp before, WrapProp after) {
    if (before == WRAP_SPACE)
        return after != WRAP_SPACE && after != WRAP_BREAK;
    if (never_starts_a_line(after))
        return false;
    switch (before) {
    case WRAP_OPEN:
    case WRAP_GLUE:
    case WRAP_QUOTE:
    case WRAP_PREFIX:
        return false;
    case WRAP_LETTER:
    case WRAP_DIGIT:
        return !is_word(after) && after != WRAP_PREFIX;
    case WRAP_INFIX:
        return !is_word(after);
    case WRAP_SLASH:
    case WRAP_HYPHEN:
        return after != WRAP_DIGIT;
    case WRAP_DASH:
        return after != WRAP_DASH;
    case WRAP_POSTFIX:
        return !is_word(after);
    default:
        return true;
    }
}

static size_t paragraph_end(Str text, size_t from) {
    const char *lf = from < text.len ? memchr(text.ptr + from, '\n', text.len - from) : NULL;
    return lf ? (size_t)(lf - text.ptr) + 1 : text.len;
}

size_t text_wrap_next(Str text, size_t from, int columns) {
    if (from >= text.len)
        return text.len;
    if (columns <= 0)
        return paragraph_end(text, from);
    if (columns < COLUMNS_MIN)
        columns = COLUMNS_MIN;
    size_t good = from; /* the last place where the line may end */
    int used = 0, hanging = 0;
    WrapProp before = WRAP_OPEN;
    for (size_t at = from; at < text.len;) {
        Piece piece = piece_at(text, at);
        if (piece.prop == WRAP_BREAK)
            return piece.end;
        if (at > from && may_break(before, piece.prop))
            good = at;
        if (piece.prop == WRAP_SPACE) {
            hanging += piece.width;
        } else if (used + hanging + piece.width > columns && at > from) {
            return good > from ? good : at;
        } else {
            used += hanging + piece.width;
            hanging = 0;
        }
        before = piece.prop;
        at = piece.end;
        if (hanging)
            continue;
        /* Runs of the two most common kinds, which the loop would take one by one. */
        for (; before == WRAP_IDEOGRAPH && used + 2 <= columns && is_plain_han(text, at); at += 3) {
            good = at;
            used += 2;
        }
        for (; before == WRAP_LETTER && used < columns && is_plain_letter(text, at); at++)
            used++;
    }
    return text.len;
}

size_t text_wrap_end(Str text, size_t from, size_t next, int columns) {
    size_t end = next;
    if (end > from && text.ptr[end - 1] == '\n')
        end--;
    if (end > from && end < next && text.ptr[end - 1] == '\r')
        end--;
    if (end == from || columns <= 0)
        return end;
    columns = columns < COLUMNS_MIN ? COLUMNS_MIN : columns;
    int used = text_width(str_make(text.ptr + from, end - from));
    while (end > from && used > columns) { /* only blanks that hang go beyond */
        size_t last = text_cluster_prev(text, end);
        Piece piece = piece_at(text, last);
        if (piece.prop != WRAP_SPACE || last < from)
            break;
        used -= piece.width;
        end = last;
    }
    return end;
}

void text_wrap_to(TextLines *lines, Str text, int columns, size_t line, size_t offset) {
    if (!lines->len)
        vec_push(lines, 0);
    while (!lines->whole && (lines->len - 1 <= line || lines->items[lines->len - 1] <= offset)) {
        size_t from = lines->items[lines->len - 1];
        size_t next = text_wrap_next(text, from, columns);
        if (next < text.len || (next > from && text.ptr[next - 1] == '\n'))
            vec_push(lines, next);
        lines->whole = next >= text.len;
    }
}

void text_wrap(TextLines *lines, Str text, int columns) {
    lines->len = 0;
    lines->whole = false;
    text_wrap_to(lines, text, columns, SIZE_MAX, SIZE_MAX);
}

size_t text_wrap_find(const TextLines *lines, size_t offset) {
    size_t low = 0, high = lines->len;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (lines->items[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Lines before the changed one that may break elsewhere: what overflows a line has been looked at
 * from the line before, and an unbroken run may reach over one more. */
enum { LINES_BEFORE = 2 };

/* Where wrapping begins again: a line that cannot have changed its start. */
static size_t first_to_wrap(const TextLines *lines, Str text, size_t at) {
    size_t line = text_wrap_find(lines, at);
    for (int i = 0; i < LINES_BEFORE && line > 0; i++) {
        size_t start = lines->items[line];
        if (start < at && text.ptr[start - 1] == '\n')
            break; /* a paragraph does not depend on what is before it */
        line--;
    }
    return line;
}

void text_wrap_update(TextLines *lines, Str text, int columns, size_t at, size_t removed,
                      size_t inserted, size_t most) {
    size_t first = first_to_wrap(lines, text, at);
    size_t old = first + 1; /* the next old line that may stand where a new one begins */
    size_t from = lines->items[first];
    TextLines fresh = {0};
    bool met = false, ended = false;
    while (!met && !ended && fresh.len < most) {
        size_t next = text_wrap_next(text, from, columns);
        ended = next >= text.len;
        if (ended && (next == from || text.ptr[next - 1] != '\n'))
            break;
        while (old < lines->len &&
               (lines->items[old] < at + removed || lines->items[old] - removed + inserted < next))
            old++;
        /* What follows the change is what it was: from a common start on all lines are. */
        met = next >= at + inserted && old < lines->len &&
              lines->items[old] - removed + inserted == next;
        if (!met)
            vec_push(&fresh, next);
        from = next;
    }
    size_t kept = met ? lines->len - old : 0;
    vec_reserve(lines, fresh.len + 1);
    memmove(lines->items + first + 1 + fresh.len, lines->items + old, kept * sizeof *lines->items);
    if (fresh.len)
        memcpy(lines->items + first + 1, fresh.items, fresh.len * sizeof *fresh.items);
    lines->len = first + 1 + fresh.len + kept;
    lines->whole = met ? lines->whole : ended;
    for (size_t i = first + 1 + fresh.len; i < lines->len; i++)
        lines->items[i] += inserted - removed;
    text_lines_free(&fresh);
}

void text_lines_free(TextLines *lines) {
    free(lines->items);
    *lines = (TextLines){0};
}
