#include "config.h"

#include "text/redactparts.h"

#include <string.h>

static size_t number_at(const Points *p, size_t i, size_t most, int *out) {
    size_t start = i;
    *out = 0;
    for (; points_is_digit(points_get(p, i)) && i < start + most; i++)
        *out = *out * 10 + (int)(points_get(p, i) - '0');
    return points_is_digit(points_get(p, i)) ? start : i;
}

bool redact_is_year(int year) {
    return year >= 1900 && year <= 2099;
}

static int month_name(const Points *p, size_t *i) {
    static const char *const names[12] = {"january",   "february", "march",    "april",
                                          "may",       "june",     "july",     "august",
                                          "september", "october",  "november", "december"};
    for (int month = 0; month < 12; month++) {
        char brief[4] = {names[month][0], names[month][1], names[month][2], 0};
        size_t end = points_word(p, *i, names[month]);
        if (!end)
            end = points_word(p, *i, brief);
        if (!end && month == 8)
            end = points_word(p, *i, "sept");
        if (end) {
            *i = end + (points_get(p, end) == '.');
            return month + 1;
        }
    }
    return 0;
}

/* "15/03/2026", "3.15.2026": the day first, unless that can be no month. */
static bool day_before_year(const Points *p, size_t i, RedactDay *out) {
    int first, second;
    size_t at = number_at(p, i, 2, &first);
    uint32_t sign = points_get(p, at);
    size_t next = number_at(p, at + 1, 2, &second);
    if (at == i || next == at + 1 || (sign != '/' && sign != '.' && sign != '-') ||
        points_get(p, next) != sign)
        return false;
    out->end = number_at(p, next + 1, 4, &out->year);
    out->month = second <= 12 ? second : first;
    bool goes_on = points_get(p, out->end) == sign && points_is_digit(points_get(p, out->end + 1));
    return out->end == next + 5 && !goes_on && redact_is_year(out->year) && out->month >= 1 &&
           out->month <= 12 && first >= 1 && first <= 31 && second <= 31 && second >= 1;
}

static bool day_in_figures(const Points *p, size_t i, RedactDay *out) {
    int day;
    size_t at = number_at(p, i, 4, &out->year);
    if (at == i + 4 && redact_is_year(out->year)) {
        size_t sign = points_skip_blanks(p, at);
        uint32_t c = points_get(p, sign);
        bool han_date = c == 0x5e74; /* 年 */
        if (!han_date && (sign != at || !c || !strchr("-/.", (int)(c < 0x80 ? c : 'x'))))
            return false;
        size_t from = points_skip_blanks(p, sign + 1);
        at = number_at(p, from, 2, &out->month);
        if (at == from || out->month < 1 || out->month > 12)
            return false;
        out->end = at;
        if (han_date) {
            size_t sign2 = points_skip_blanks(p, at);
            if (points_get(p, sign2) != 0x6708) /* 月 */
                return false;
            out->end = sign2 + 1;
            from = points_skip_blanks(p, out->end);
            at = number_at(p, from, 2, &day);
            if (at > from &&
                (points_get(p, at) == 0x65e5 || points_get(p, at) == 0x53f7)) /* 日 号 */
                out->end = at + 1;
            return true;
        }
        if (points_get(p, at) == c && number_at(p, at + 1, 2, &day) > at + 1)
            at = number_at(p, at + 1, 2, &day), out->end = at;
        else if (c == '.' && at == from + 1)
            return false; /* 2024.5 is a number */
        if (points_get(p, out->end) == 't' && points_is_digit(points_get(p, out->end + 1)))
            for (out->end++;
                 points_is_digit(points_get(p, out->end)) || points_get(p, out->end) == ':' ||
                 (points_get(p, out->end) == '.' && points_is_digit(points_get(p, out->end + 1))) ||
                 points_get(p, out->end) == 'z';)
                out->end++;
        return true;
    }
    at = number_at(p, i, 2, &out->month);
    size_t sign = points_skip_blanks(p, at);
    if (at == i || out->month < 1 || out->month > 12 || points_get(p, sign) != 0x6708)
        return false;
    size_t from = points_skip_blanks(p, sign + 1);
    at = number_at(p, from, 2, &day);
    out->year = 0;
    out->end = at + 1;
    return at > from && (points_get(p, at) == 0x65e5 || points_get(p, at) == 0x53f7);
}

static size_t day_number(const Points *p, size_t i) {
    static const char *const endings[] = {"st", "nd", "rd", "th", NULL};
    int day;
    size_t at = number_at(p, i, 2, &day);
    if (at == i || day < 1 || day > 31)
        return 0;
    size_t end = points_one_of(p, at, endings);
    return end ? end : at;
}

/* "3 September 2024", "Sep 3rd, 2024", "September 2024", "Sep 3". */
static bool day_in_words(const Points *p, size_t i, RedactDay *out) {
    size_t before = day_number(p, i), at = before ? points_skip_blanks(p, before) : i;
    size_t word = at < p->len ? at : 0;
    out->month = month_name(p, &at);
    bool capital = p->text.ptr[p->at[word]] >= 'A' && p->text.ptr[p->at[word]] <= 'Z';
    if (!out->month || at == word || !capital) /* "may" is a word too */
        return false;
    size_t after = before ? 0 : day_number(p, points_skip_blanks(p, at));
    if (after && points_is_digit(points_get(p, after)))
        after = 0;
    out->end = after ? after : at;
    size_t from = points_skip_blanks(p, out->end + (points_get(p, out->end) == ','));
    size_t end = number_at(p, from, 4, &out->year);
    if (end == from + 4 && redact_is_year(out->year))
        out->end = end;
    else
        out->year = 0;
    return before || after || out->year;
}

bool redact_day(const Points *p, size_t i, RedactDay *out) {
    return points_stand_alone(p, i) &&
           (points_is_digit(points_get(p, i)) || points_is_latin(points_get(p, i))) &&
           !(i && points_get(p, i - 1) == '.' && i > 1 && points_is_digit(points_get(p, i - 2))) &&
           (day_before_year(p, i, out) || day_in_figures(p, i, out) || day_in_words(p, i, out));
}

void redact_put_quarter(Buf *out, const RedactDay *day, bool chinese) {
    static const char *const han_quarters[] = {"一", "二", "三", "四"};
    int quarter = (day->month - 1) / 3;
    if (chinese && day->year)
        buf_printf(out, "%d年第%s季度", day->year, han_quarters[quarter]);
    else if (chinese)
        buf_printf(out, "第%s季度", han_quarters[quarter]);
    else if (day->year)
        buf_printf(out, "Q%d %d", quarter + 1, day->year);
    else
        buf_printf(out, "Q%d", quarter + 1);
}
