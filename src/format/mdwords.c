#include "config.h"

#include "format/mdwords.h"

#include "base/vec.h"
#include "text/cluster.h"
#include "text/utf8.h"
#include "text/width.h"

#include <string.h>

enum { HARD_WRAPPED_LEAST = 50, HARD_WRAPPED_MOST = 120 };

/* ---- lines that the writer's editor broke ---- */

static int first_word_cols(Str line) {
    int cols = 0;
    for (size_t at = 0; at < line.len && line.ptr[at] != ' ';) {
        size_t next = text_cluster_next(line, at);
        int width = text_width_cluster(str_make(line.ptr + at, next - at));
        if (width > 1)
            return cols + width;
        cols += width;
        at = next;
    }
    return cols;
}

bool mdwords_are_wrapped(Str text) {
    int most = 0, before = -1;
    Str rest = text, line;
    while (rest.len && str_split(&rest, '\n', &line)) {
        int cols = text_width(line);
        most = cols > most ? cols : most;
    }
    if (most < HARD_WRAPPED_LEAST || most > HARD_WRAPPED_MOST)
        return false;
    for (rest = text; rest.len && str_split(&rest, '\n', &line);) {
        if (before >= 0 && before + 1 + first_word_cols(line) <= most)
            return false;
        before = text_width(line);
    }
    return true;
}

/* ---- addresses ---- */

static size_t address_end(Str text, size_t from) {
    static const char trailing[] = ".,;:!?'\")]}*_";
    size_t end = from;
    while (end < text.len && (uint8_t)text.ptr[end] > 0x20 && (uint8_t)text.ptr[end] < 0x7F &&
           !strchr("<>\"`|", text.ptr[end]))
        end++;
    while (end > from && strchr(trailing, text.ptr[end - 1]))
        end--;
    return end;
}

static bool is_word_byte(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool mdwords_find_address(Str text, size_t from, size_t to, size_t *start, size_t *end) {
    Str part = str_make(text.ptr, to);
    for (size_t at = from; (at = str_find(part, STR("http"), at)) < to; at++) {
        if (at > from && is_word_byte(text.ptr[at - 1]))
            continue; /* before its end is looked for: many of these would take their square */
        Str rest = str_make(text.ptr + at, to - at);
        size_t scheme = str_starts(rest, STR("https://"))  ? 8
                        : str_starts(rest, STR("http://")) ? 7
                                                           : 0;
        size_t stop = scheme ? address_end(part, at) : 0;
        if (stop <= at + scheme)
            continue;
        *start = at;
        *end = stop;
        return true;
    }
    return false;
}

/* ---- entities ---- */

static bool named_entity(Str name, uint32_t *point) {
    static const struct {
        Str name;
        uint32_t point;
    } names[] = {
        {STR("amp"), '&'},      {STR("lt"), '<'},        {STR("gt"), '>'},
        {STR("quot"), '"'},     {STR("apos"), '\''},     {STR("nbsp"), 0xA0},
        {STR("copy"), 0xA9},    {STR("reg"), 0xAE},      {STR("deg"), 0xB0},
        {STR("plusmn"), 0xB1},  {STR("middot"), 0xB7},   {STR("times"), 0xD7},
        {STR("ndash"), 0x2013}, {STR("mdash"), 0x2014},  {STR("lsquo"), 0x2018},
        {STR("rsquo"), 0x2019}, {STR("ldquo"), 0x201C},  {STR("rdquo"), 0x201D},
        {STR("bull"), 0x2022},  {STR("hellip"), 0x2026}, {STR("trade"), 0x2122},
        {STR("larr"), 0x2190},  {STR("rarr"), 0x2192},   {STR("euro"), 0x20AC},
        {STR("emsp"), 0x2003},  {STR("ensp"), 0x2002},   {STR("yen"), 0xA5},
    };
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (str_equal(names[i].name, name)) {
            *point = names[i].point;
            return true;
        }
    return false;
}

/* "#38" or "#x26"; md4c has checked the form. */
static uint32_t numbered_entity(Str digits) {
    bool hex = digits.len > 1 && (digits.ptr[1] == 'x' || digits.ptr[1] == 'X');
    uint32_t value = 0;
    for (size_t i = hex ? 2 : 1; i < digits.len && value < 0x110000; i++) {
        char c = digits.ptr[i];
        uint32_t digit = c <= '9' ? (uint32_t)(c - '0') : (uint32_t)((c | 32) - 'a') + 10;
        value = value * (hex ? 16 : 10) + digit;
    }
    bool turns = (value >= 0x200B && value <= 0x200F) || (value >= 0x2028 && value <= 0x202E) ||
                 (value >= 0x2060 && value <= 0x206F) || value == 0xFEFF;
    bool bad = turns || value < 0x20 || (value >= 0x7F && value < 0xA0) || value >= 0x110000 ||
               (value >= 0xD800 && value < 0xE000);
    return bad ? 0xFFFD : value;
}

void mdwords_put_entity(Buf *out, Str text) {
    Str inner = str_make(text.ptr + 1, text.len - 2);
    uint32_t point;
    if (inner.ptr[0] == '#')
        utf8_put(out, numbered_entity(inner));
    else if (named_entity(inner, &point))
        utf8_put(out, point);
    else
        buf_put_str(out, text);
}
