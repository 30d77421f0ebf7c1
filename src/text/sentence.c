#include "config.h"

#include "text/sentence.h"

#include "base/vec.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <stdbool.h>

static bool is_among(uint32_t point, const uint32_t *points, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (points[i] == point)
            return true;
    return false;
}

static bool closes(uint32_t point) {
    static const uint32_t closers[] = {'"',    '\'',   ')',    ']',    0x201D, 0x2019, 0x300D,
                                       0x300F, 0xFF09, 0x3011, 0x300B, 0x3015, 0xBB};
    return is_among(point, closers, COUNT_OF(closers));
}

static bool ends(uint32_t point) {
    static const uint32_t enders[] = {'!', '?', 0x3002, 0xFF01, 0xFF1F, 0xFF61, 0xFF0E};
    return is_among(point, enders, COUNT_OF(enders));
}

static bool is_blank(uint32_t point) {
    return point == ' ' || point == '\t' || point == 0x3000 || point == 0xA0;
}

static uint32_t point_at(Str text, size_t at) {
    uint32_t point = '\n';
    if (at < text.len)
        utf8_next(text, at, &point);
    return point;
}

/* A full stop is one when the sentence does not go on behind it: not in 3.5, e.g. or a.b */
static bool is_full_stop(Str text, size_t behind) {
    uint32_t next = point_at(text, behind);
    if (!is_blank(next) && next != '\n')
        return text_class_source(next) == TEXT_HAN;
    while (is_blank(next)) {
        behind += utf8_next(text, behind, &next);
        next = point_at(text, behind);
    }
    return next < 'a' || next > 'z';
}

/* Whether a sentence ends right before `at`, which is inside the text. */
static bool ends_at(Str text, size_t at) {
    uint32_t next = point_at(text, at), point;
    if (closes(next) || ends(next) || next == '.')
        return false;
    do
        at -= utf8_prev(text, at, &point);
    while (at > 0 && closes(point));
    if (point != '.')
        return ends(point);
    size_t behind = at + 1;
    while (closes(point_at(text, behind)))
        behind += utf8_next(text, behind, &point);
    return is_full_stop(text, behind);
}

size_t text_sentence_end(Str text, size_t at) {
    uint32_t point;
    bool said = false; /* something else than blanks */
    while (at < text.len) {
        size_t len = utf8_next(text, at, &point);
        if (point == '\n' && said)
            return at;
        at += len;
        said |= point != '\n' && !is_blank(point);
        if (said && at < text.len && ends_at(text, at))
            return at;
    }
    return text.len;
}

size_t text_sentence_start(Str text, size_t at) {
    uint32_t point;
    size_t first = at; /* of what was said */
    bool said = false;
    while (at > 0) {
        size_t len = utf8_prev(text, at, &point);
        if (said && (point == '\n' || ends_at(text, at)))
            return first;
        at -= len;
        if (point != '\n' && !is_blank(point)) {
            said = true;
            first = at;
        }
    }
    return said ? first : 0;
}

void text_sentence_around(Str text, size_t at, size_t *from, size_t *to) {
    uint32_t point = '\n';
    at = at > text.len ? text.len : at;
    size_t behind = at; /* the first place that is not blank */
    while (behind < text.len && is_blank(point_at(text, behind)))
        behind += utf8_next(text, behind, &point);
    bool at_end = point_at(text, behind) == '\n';
    bool after_sentence = behind == at && at > 0 && !at_end && ends_at(text, at);
    if (!at_end && !after_sentence) {
        *to = text_sentence_end(text, at);
        *from = text_sentence_start(text, *to);
        return;
    }
    size_t before = at; /* behind the last sentence of the line, or right behind one */
    while (before > 0 && (utf8_prev(text, before, &point), is_blank(point)))
        before -= utf8_prev(text, before, &point);
    *to = *from = at;
    if (before == 0 || text.ptr[before - 1] == '\n')
        return;
    *to = before;
    *from = text_sentence_start(text, before);
}
