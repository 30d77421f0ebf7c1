#include "config.h"

#include "library/daypart.h"

#include "base/buf.h"
#include "base/vec.h"
#include "base/zone.h"
#include "search/query.h"

#include <string.h>

typedef enum Part { PART_FIRST, PART_EARLY, PART_MIDDLE, PART_LATE, PART_LAST } Part;

static const struct {
    const char *word;
    Part part;
} behind[] = {{"上旬", PART_EARLY}, {"中旬", PART_MIDDLE}, {"下旬", PART_LATE}, {"底", PART_LAST},
              {"末", PART_LAST},    {"初", PART_FIRST},    {"中", PART_MIDDLE}},
  before[] = {{"end of ", PART_LAST},        {"late ", PART_LATE},       {"early ", PART_FIRST},
              {"beginning of ", PART_FIRST}, {"start of ", PART_FIRST},  {"mid-", PART_MIDDLE},
              {"mid ", PART_MIDDLE},         {"middle of ", PART_MIDDLE}};

/* Of the whole that holds [from, to]: a month, a quarter, a year. */
static int32_t day_of(Part part, int32_t from, int32_t to) {
    bool month = to - from < 31;
    switch (part) {
    case PART_FIRST:
        return from;
    case PART_LAST:
        return to;
    case PART_EARLY:
        return month ? from + 4 : from;
    case PART_LATE:
        return month ? from + 24 : to;
    default:
        return month ? from + 14 : from + (to - from) / 2;
    }
}

/* "年" alone is this year. */
static bool whole(Str text, int32_t today, int32_t *from, int32_t *to) {
    int year, month, first, next;
    Str named = str_equal(text, STR("年")) ? STR("今年") : text;
    named = str_equal(text, STR("月")) ? STR("本月") : named;
    if (!named.len || !query_dates(named, today, 0, from, to) || *from == *to)
        return false;
    date_split(*from, &year, &month, &first);
    date_split(*to + 1, &year, &month, &next);
    return first == 1 && next == 1;
}

static void squeeze(Str text, Buf *out) {
    for (size_t i = 0; i < text.len; i++) {
        bool wide = (i + 1 < text.len && (unsigned char)text.ptr[i + 1] >= 0x80) ||
                    (i > 0 && (unsigned char)text.ptr[i - 1] >= 0x80);
        if (text.ptr[i] != ' ' || !wide)
            buf_putc(out, text.ptr[i]);
    }
}

/* 去年底 is the end of 去年; 2026年 stays as it is. */
static bool part_of(Str rest, Part part, int32_t today, int32_t *out) {
    int32_t from, to;
    if (str_ends(rest, STR("份")))
        rest.len -= strlen("份");
    if (str_ends(rest, STR("年年"))) /* 今年年底 */
        rest.len -= strlen("年");
    if (!whole(str_trim(rest), today, &from, &to))
        return false;
    *out = day_of(part, from, to);
    return true;
}

bool library_day_part(Str text, int32_t today, int32_t *out) {
    Buf plain = {0};
    bool found = false;
    squeeze(str_trim(text), &plain);
    Str words = buf_str(&plain);
    for (size_t i = 0; i < COUNT_OF(behind) && !found; i++) {
        Str word = str_of(behind[i].word);
        found = words.len > word.len && str_ends(words, word) &&
                part_of(str_make(words.ptr, words.len - word.len), behind[i].part, today, out);
    }
    for (size_t i = 0; i < COUNT_OF(before) && !found; i++) {
        Str word = str_of(before[i].word);
        found = words.len > word.len && str_starts(words, word) &&
                part_of(str_make(words.ptr + word.len, words.len - word.len), before[i].part, today,
                        out);
    }
    buf_free(&plain);
    return found;
}
