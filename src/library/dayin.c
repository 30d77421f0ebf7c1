#include "config.h"

#include "library/dayin.h"

#include "base/buf.h"
#include "base/vec.h"
#include "base/zone.h"
#include "library/daypart.h"
#include "library/library.h"
#include "search/query.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <string.h>

/* All of it works on the folded sentence. */

enum { MOST_BYTES = 42 };

static bool is_digit(Str text, size_t at) {
    return at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9';
}

static bool is_letter(Str text, size_t at) {
    return at < text.len && text.ptr[at] >= 'a' && text.ptr[at] <= 'z';
}

static bool is_wide(Str text, size_t at) {
    return at < text.len && (unsigned char)text.ptr[at] >= 0x80;
}

static bool is_one_month(int32_t from, int32_t to) {
    int year, month, day, next_year, next_month, next_day;
    date_split(from, &year, &month, &day);
    date_split(to + 1, &next_year, &next_month, &next_day);
    return day == 1 && next_day == 1 && to - from < 31;
}

/* ---- English: the field's words know months only ---- */

static size_t skip(Str text, size_t at, const char *chars) {
    while (at < text.len && strchr(chars, text.ptr[at]))
        at++;
    return at;
}

/* At most `most` digits that end there; 0: none. */
static int take_digits(Str text, size_t *at, size_t most) {
    size_t end = *at;
    int value = 0;
    while (is_digit(text, end) && end < *at + most)
        value = value * 10 + (text.ptr[end++] - '0');
    if (end == *at || is_digit(text, end))
        return 0;
    *at = end;
    return value;
}

static int take_day(Str text, size_t *at) {
    static const char *const endings[] = {"st", "nd", "rd", "th"};
    size_t end = *at;
    int day = take_digits(text, &end, 2);
    for (size_t i = 0; i < COUNT_OF(endings) && day; i++)
        if (str_starts(str_make(text.ptr + end, text.len - end), str_of(endings[i]))) {
            end += 2;
            break;
        }
    if (day < 1 || day > 31 || is_letter(text, end))
        return 0;
    *at = end;
    return day;
}

static int take_month(Str text, size_t *at) {
    size_t end = *at;
    int32_t from, to;
    while (is_letter(text, end))
        end++;
    if (end - *at < 3 ||
        !query_dates(str_make(text.ptr + *at, end - *at), library_today(), 0, &from, &to) ||
        !is_one_month(from, to))
        return 0;
    int year, month, day;
    date_split(from, &year, &month, &day);
    int32_t next_from, next_to; /* "this-month" and the like follow the calendar */
    query_dates(str_make(text.ptr + *at, end - *at), library_today() + 40, 0, &next_from, &next_to);
    int next_year, next_month;
    date_split(next_from, &next_year, &next_month, &day);
    *at = end;
    return next_month == month ? month : 0;
}

static bool leads(Str text, size_t at) {
    static const char *const words[] = {"in ", "of ", "by ", "since ", "until ", "from ", "end "};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_ends(str_make(text.ptr, at), str_of(words[i])))
            return true;
    return false;
}

static bool english(Str text, size_t from, DayFound *out) {
    int this_year, this_month, today;
    date_split(library_today(), &this_year, &this_month, &today);
    size_t at = from;
    int day = take_day(text, &at);
    if (day) {
        at = skip(text, at, " ");
        at += str_starts(str_make(text.ptr + at, text.len - at), STR("of ")) ? 3 : 0;
    }
    int month = take_month(text, &at);
    if (!month)
        return false;
    size_t end = skip(text, at, " .");
    if (!day && (day = take_day(text, &end)))
        at = end;
    end = skip(text, at, " ,");
    int year = take_digits(text, &end, 4);
    at = year > 1900 ? end : at;
    if (!day && year <= 1900 && !leads(text, from))
        return false;
    year = year > 1900 ? year : this_year;
    if (day && !date_is_valid(year, month, day))
        return false;
    out->first = date_make(year, month, day ? day : 1);
    out->last =
        day ? out->first : date_make(year + (month == 12), month == 12 ? 1 : month + 1, 1) - 1;
    out->from = from;
    out->to = at;
    return true;
}

/* ---- what the fields understand ---- */

/* 7天 and 一天 say how long; 昨天 says when. */
static bool says_how_long(Str words) {
    static const char *const days[] = {"今天", "昨天", "明天", "前天", "后天"};
    if (!str_ends(words, STR("天")))
        return false;
    for (size_t i = 0; i < COUNT_OF(days); i++)
        if (str_equal(words, str_of(days[i])))
            return false;
    return true;
}

/* 3 月 1 日: blanks beside Han characters are no part of the word. */
static void squeeze(Str part, Buf *out) {
    for (size_t i = 0; i < part.len; i++) {
        bool beside = is_wide(part, i + 1) || (i > 0 && is_wide(part, i - 1));
        if (part.ptr[i] != ' ' || !beside)
            buf_putc(out, part.ptr[i]);
    }
}

static bool understood(Str part, DayFound *out) {
    Buf words = {0};
    bool sign = false; /* not digits alone, nor 3.5 */
    for (size_t i = 0; i < part.len; i++)
        sign |= is_letter(part, i) || is_wide(part, i) || strchr("-/", part.ptr[i]);
    squeeze(part, &words);
    bool ok = sign && !says_how_long(buf_str(&words)) &&
              query_dates(buf_str(&words), library_today(), 0, &out->first, &out->last) &&
              (out->first == out->last || is_one_month(out->first, out->last));
    buf_free(&words);
    return ok;
}

static bool cuts_word(Str text, size_t at) {
    return at > 0 && ((is_digit(text, at - 1) && is_digit(text, at)) ||
                      (is_letter(text, at - 1) && is_letter(text, at)));
}

static bool at_place(Str text, size_t from, DayFound *out) {
    uint32_t point;
    size_t end = from;
    if (cuts_word(text, from) || text.ptr[from] == ' ' || text.ptr[from] == '-')
        return false;
    if (english(text, from, out))
        return true;
    if (is_letter(text, from)) /* a month alone; other words are too common */
        return false;
    while (end < text.len && end < from + MOST_BYTES && text.ptr[end] != '\n')
        end += utf8_next(text, end, &point);
    for (; end > from; end -= utf8_prev(text, end, &point)) {
        Str part = str_make(text.ptr + from, end - from);
        if (cuts_word(text, end) || part.ptr[part.len - 1] == ' ' || !understood(part, out))
            continue;
        out->from = from;
        out->to = end;
        return true;
    }
    return false;
}

/* 9 月底: the words behind a month belong to it, and say which of its days is meant. */
static void take_part_of_month(Str text, DayFound *found) {
    static const char *const parts[] = {"上旬", "中旬", "下旬", "底", "末", "初", "中", "份"};
    size_t at = skip(text, found->to, " ");
    found->day = found->first;
    for (size_t i = 0; i < COUNT_OF(parts) && found->first != found->last; i++) {
        Str rest = str_make(text.ptr + at, text.len - at);
        bool within = strcmp(parts[i], "中") == 0; /* 8月中国区: no part of the month */
        size_t end = at + strlen(parts[i]);
        if (!str_starts(rest, str_of(parts[i])) || (within && is_wide(text, end)))
            continue;
        found->to = end;
        library_day_part(str_make(text.ptr + found->from, end - found->from), library_today(),
                         &found->day);
        return;
    }
}

/* 年底, 去年底: a year is no day, but its end is one. */
static bool part_of_year(Str text, size_t from, DayFound *out) {
    enum { MOST_PART = 24 };
    uint32_t point;
    size_t end = from;
    int32_t day;
    if (cuts_word(text, from) || (!is_wide(text, from) && !is_digit(text, from)))
        return false;
    while (end < text.len && end < from + MOST_PART) {
        end += utf8_next(text, end, &point);
        Str part = str_make(text.ptr + from, end - from);
        bool ends = str_ends(part, STR("年底")) || str_ends(part, STR("年末")) ||
                    str_ends(part, STR("年初"));
        if (!ends || !library_day_part(part, library_today(), &day))
            continue;
        *out = (DayFound){.from = from, .to = end, .first = day, .last = day, .day = day};
        return true;
    }
    return false;
}

bool library_day_in(Str sentence, size_t at, DayFound *out) {
    Buf folded = {0};
    TextMap map = {0};
    uint32_t point;
    bool found = false;
    text_fold_map(&folded, &map, sentence);
    Str text = buf_str(&folded);
    for (size_t from = 0; from < text.len && !found; from += utf8_next(text, from, &point))
        found = map.at[from] >= at && (part_of_year(text, from, out) || at_place(text, from, out));
    if (found) {
        take_part_of_month(text, out);
        text_map_range(&map, sentence, out->from, out->to, &out->from, &out->to);
    }
    text_map_free(&map);
    buf_free(&folded);
    return found;
}
