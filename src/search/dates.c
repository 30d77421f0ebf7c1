#include "config.h"

/* Days and periods as people name them, in both languages. */
#include "search/query.h"

#include "base/number.h"
#include "base/vec.h"
#include "base/zone.h"

#include <stdio.h>

typedef enum Unit { DAY, WEEK, MONTH, QUARTER, YEAR } Unit;

static const struct {
    const char *name;
    Unit unit;
    int shift;
} periods[] = {
    {"today", DAY, 0},
    {"今天", DAY, 0},
    {"今日", DAY, 0},
    {"yesterday", DAY, -1},
    {"昨天", DAY, -1},
    {"昨日", DAY, -1},
    {"tomorrow", DAY, 1},
    {"明天", DAY, 1},
    {"明日", DAY, 1},
    {"前天", DAY, -2},
    {"week", WEEK, 0},
    {"this-week", WEEK, 0},
    {"本周", WEEK, 0},
    {"这周", WEEK, 0},
    {"last-week", WEEK, -1},
    {"上周", WEEK, -1},
    {"上星期", WEEK, -1},
    {"next-week", WEEK, 1},
    {"下周", WEEK, 1},
    {"下星期", WEEK, 1},
    {"month", MONTH, 0},
    {"this-month", MONTH, 0},
    {"本月", MONTH, 0},
    {"这个月", MONTH, 0},
    {"last-month", MONTH, -1},
    {"上月", MONTH, -1},
    {"上个月", MONTH, -1},
    {"next-month", MONTH, 1},
    {"下月", MONTH, 1},
    {"下个月", MONTH, 1},
    {"quarter", QUARTER, 0},
    {"this-quarter", QUARTER, 0},
    {"本季", QUARTER, 0},
    {"本季度", QUARTER, 0},
    {"last-quarter", QUARTER, -1},
    {"上季", QUARTER, -1},
    {"上季度", QUARTER, -1},
    {"next-quarter", QUARTER, 1},
    {"下季度", QUARTER, 1},
    {"year", YEAR, 0},
    {"this-year", YEAR, 0},
    {"今年", YEAR, 0},
    {"本年", YEAR, 0},
    {"last-year", YEAR, -1},
    {"去年", YEAR, -1},
    {"next-year", YEAR, 1},
    {"明年", YEAR, 1},
};

static const struct {
    const char *ending;
    Unit unit;
} spans[] = {{"d", DAY},   {"天", DAY},     {"日", DAY},   {"w", WEEK}, {"周", WEEK},
             {"m", MONTH}, {"个月", MONTH}, {"月", MONTH}, {"y", YEAR}, {"年", YEAR}};

/* Months are counted from year 0. */
static void months(int first, int count, int32_t *from, int32_t *to) {
    *from = date_make(first / 12, first % 12 + 1, 1);
    *to = date_make((first + count) / 12, (first + count) % 12 + 1, 1) - 1;
}

static void period(int32_t today, Unit unit, int shift, int32_t *from, int32_t *to) {
    int year, month, day;
    date_split(today, &year, &month, &day);
    int now = year * 12 + month - 1;
    switch (unit) {
    case DAY:
        *from = *to = today + shift;
        break;
    case WEEK:
        *from = today - (date_weekday(today) - 1) + 7 * shift;
        *to = *from + 6;
        break;
    case MONTH:
        months(now + shift, 1, from, to);
        break;
    case QUARTER:
        months((now / 3 + shift) * 3, 3, from, to);
        break;
    case YEAR:
        months((year + shift) * 12, 12, from, to);
        break;
    }
}

/* "7d", "+30天": the days up to today, or from today on. */
static bool span(Str text, int32_t today, int32_t *from, int32_t *to) {
    bool ahead = text.len && text.ptr[0] == '+';
    if (ahead)
        text = str_make(text.ptr + 1, text.len - 1);
    for (size_t i = 0; i < COUNT_OF(spans); i++) {
        Str ending = str_of(spans[i].ending);
        int64_t count;
        if (!str_ends(text, ending) || text.len == ending.len || text.ptr[0] < '0' ||
            text.ptr[0] > '9' ||
            !number_parse_int(str_make(text.ptr, text.len - ending.len), &count) || count < 1 ||
            count > 4000 || (spans[i].unit == YEAR && count > 200))
            continue;
        static const int32_t days[] = {[DAY] = 1, [WEEK] = 7, [MONTH] = 30, [YEAR] = 365};
        int32_t length = (int32_t)count * days[spans[i].unit];
        *from = ahead ? today : today - length + 1;
        *to = ahead ? today + length : today;
        return true;
    }
    return false;
}

static bool digits(Str text, size_t from, size_t count, int *out) {
    *out = 0;
    if (text.len < from + count)
        return false;
    for (size_t i = from; i < from + count; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
        *out = *out * 10 + text.ptr[i] - '0';
    }
    return true;
}

/* 2026, 2026-11, 2026-q4; 11 and 11-20 are not dates. */
static bool calendar(Str text, int32_t *from, int32_t *to) {
    int year, part;
    if (!digits(text, 0, 4, &year) || year < 1900 || year > 9000)
        return false;
    if (text.len == 4) {
        months(year * 12, 12, from, to);
        return true;
    }
    if (text.ptr[4] != '-' && text.ptr[4] != '/')
        return false;
    if (text.len == 7 && text.ptr[5] == 'q' && digits(text, 6, 1, &part) && part >= 1 &&
        part <= 4) {
        months(year * 12 + (part - 1) * 3, 3, from, to);
        return true;
    }
    bool one = text.len == 6 && digits(text, 5, 1, &part);
    if ((one || (text.len == 7 && digits(text, 5, 2, &part))) && part >= 1 && part <= 12) {
        months(year * 12 + part - 1, 1, from, to);
        return true;
    }
    return false;
}

static bool week(Str text, int year, int32_t *from, int32_t *to) {
    char full[32];
    ZoneWeek out;
    if (text.len == 3 && text.ptr[0] == 'w') {
        snprintf(full, sizeof full, "%04d-%.*s", year, STR_ARG(text));
        text = str_of(full);
    }
    if (!week_parse(text, &out))
        return false;
    *from = week_monday(out);
    *to = *from + 6;
    return true;
}

bool query_dates(Str text, int32_t today, int year, int32_t *from, int32_t *to) {
    int this_year, month, day;
    date_split(today, &this_year, &month, &day);
    for (size_t i = 0; i < COUNT_OF(periods); i++)
        if (str_equal(text, str_of(periods[i].name))) {
            period(today, periods[i].unit, periods[i].shift, from, to);
            return true;
        }
    if (date_parse(text, from)) {
        *to = *from;
        return true;
    }
    return calendar(text, from, to) || week(text, year ? year : this_year, from, to) ||
           span(text, today, from, to);
}
