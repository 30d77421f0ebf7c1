#include "config.h"

/* Days and periods as people name them, in both languages. */
#include "search/dates.h"

#include "base/vec.h"
#include "base/zone.h"
#include "search/quantity.h"

#include <stdio.h>

/* Compared without blanks, _ and -: last-week is lastweek and "last week". */
static const struct {
    const char *name;
    DateUnit unit;
    int shift;
} periods[] = {
    {"today", DATE_DAY, 0},
    {"今天", DATE_DAY, 0},
    {"今日", DATE_DAY, 0},
    {"yesterday", DATE_DAY, -1},
    {"昨天", DATE_DAY, -1},
    {"昨日", DATE_DAY, -1},
    {"tomorrow", DATE_DAY, 1},
    {"明天", DATE_DAY, 1},
    {"明日", DATE_DAY, 1},
    {"前天", DATE_DAY, -2},
    {"week", DATE_WEEK, 0},
    {"this-week", DATE_WEEK, 0},
    {"本周", DATE_WEEK, 0},
    {"这周", DATE_WEEK, 0},
    {"last-week", DATE_WEEK, -1},
    {"上周", DATE_WEEK, -1},
    {"上星期", DATE_WEEK, -1},
    {"next-week", DATE_WEEK, 1},
    {"下周", DATE_WEEK, 1},
    {"下星期", DATE_WEEK, 1},
    {"month", DATE_MONTH, 0},
    {"this-month", DATE_MONTH, 0},
    {"本月", DATE_MONTH, 0},
    {"这个月", DATE_MONTH, 0},
    {"last-month", DATE_MONTH, -1},
    {"上月", DATE_MONTH, -1},
    {"上个月", DATE_MONTH, -1},
    {"next-month", DATE_MONTH, 1},
    {"下月", DATE_MONTH, 1},
    {"下个月", DATE_MONTH, 1},
    {"quarter", DATE_QUARTER, 0},
    {"this-quarter", DATE_QUARTER, 0},
    {"本季", DATE_QUARTER, 0},
    {"本季度", DATE_QUARTER, 0},
    {"last-quarter", DATE_QUARTER, -1},
    {"上季", DATE_QUARTER, -1},
    {"上季度", DATE_QUARTER, -1},
    {"next-quarter", DATE_QUARTER, 1},
    {"下季度", DATE_QUARTER, 1},
    {"year", DATE_YEAR, 0},
    {"this-year", DATE_YEAR, 0},
    {"今年", DATE_YEAR, 0},
    {"本年", DATE_YEAR, 0},
    {"last-year", DATE_YEAR, -1},
    {"去年", DATE_YEAR, -1},
    {"next-year", DATE_YEAR, 1},
    {"明年", DATE_YEAR, 1},
    {"this-day", DATE_DAY, 0},
    {"大前天", DATE_DAY, -3},
    {"后天", DATE_DAY, 2},
    {"大后天", DATE_DAY, 3},
    {"本星期", DATE_WEEK, 0},
    {"这星期", DATE_WEEK, 0},
    {"这个星期", DATE_WEEK, 0},
    {"本礼拜", DATE_WEEK, 0},
    {"上一周", DATE_WEEK, -1},
    {"上个星期", DATE_WEEK, -1},
    {"上礼拜", DATE_WEEK, -1},
    {"上上周", DATE_WEEK, -2},
    {"下一周", DATE_WEEK, 1},
    {"下个星期", DATE_WEEK, 1},
    {"下礼拜", DATE_WEEK, 1},
    {"当月", DATE_MONTH, 0},
    {"这月", DATE_MONTH, 0},
    {"上一个月", DATE_MONTH, -1},
    {"上上月", DATE_MONTH, -2},
    {"上上个月", DATE_MONTH, -2},
    {"下一个月", DATE_MONTH, 1},
    {"当季", DATE_QUARTER, 0},
    {"这个季度", DATE_QUARTER, 0},
    {"上个季度", DATE_QUARTER, -1},
    {"上一季度", DATE_QUARTER, -1},
    {"下季", DATE_QUARTER, 1},
    {"下个季度", DATE_QUARTER, 1},
    {"this-half", DATE_HALF, 0},
    {"last-half", DATE_HALF, -1},
    {"本半年", DATE_HALF, 0},
    {"前年", DATE_YEAR, -2},
    {"上一年", DATE_YEAR, -1},
    {"上年", DATE_YEAR, -1},
    {"后年", DATE_YEAR, 2},
};

/* From the beginning of a period up to today. */
static const struct {
    const char *name;
    DateUnit unit;
} so_far[] = {
    {"wtd", DATE_WEEK},           {"本周至今", DATE_WEEK},    {"本周以来", DATE_WEEK},
    {"mtd", DATE_MONTH},          {"本月至今", DATE_MONTH},   {"本月以来", DATE_MONTH},
    {"qtd", DATE_QUARTER},        {"本季至今", DATE_QUARTER}, {"本季度至今", DATE_QUARTER},
    {"本季度以来", DATE_QUARTER}, {"ytd", DATE_YEAR},         {"年初至今", DATE_YEAR},
    {"今年以来", DATE_YEAR},      {"今年至今", DATE_YEAR},
};

static const struct {
    const char *name;
    int day; /* 1 Monday */
} weekdays[] = {
    {"monday", 1},   {"tuesday", 2}, {"wednesday", 3}, {"thursday", 4}, {"friday", 5},
    {"saturday", 6}, {"sunday", 7},  {"一", 1},        {"二", 2},       {"三", 3},
    {"四", 4},       {"五", 5},      {"六", 6},        {"日", 7},       {"天", 7},
};

static const char *const months_of_year[] = {"january",   "february", "march",    "april",
                                             "may",       "june",     "july",     "august",
                                             "september", "october",  "november", "december"};

bool dates_take(Str *rest, const char *sign) {
    Str text = str_of(sign);
    if (!str_starts(*rest, text))
        return false;
    *rest = str_make(rest->ptr + text.len, rest->len - text.len);
    return true;
}

DateSpan dates_months(int first, int count) {
    int next = first + count;
    return (DateSpan){date_make(first / 12, first % 12 + 1, 1),
                      date_make(next / 12, next % 12 + 1, 1) - 1};
}

DateSpan dates_period(int32_t today, DateUnit unit, int64_t shift) {
    static const int lengths[] = {
        [DATE_MONTH] = 1, [DATE_QUARTER] = 3, [DATE_HALF] = 6, [DATE_YEAR] = 12};
    int year, month, day;
    date_split(today, &year, &month, &day);
    if (unit == DATE_DAY)
        return (DateSpan){today + (int32_t)shift, today + (int32_t)shift};
    if (unit == DATE_WEEK) {
        int32_t monday = today - (date_weekday(today) - 1) + 7 * (int32_t)shift;
        return (DateSpan){monday, monday + 6};
    }
    int length = lengths[unit], now = year * 12 + month - 1;
    int64_t first = ((int64_t)now / length + shift) * length;
    first = first < 0 ? 0 : first;
    return dates_months((int)first, length);
}

/* ---- names ---- */

static bool named(Str text, int32_t today, DateSpan *out) {
    for (size_t i = 0; i < COUNT_OF(periods); i++)
        if (query_name_is(text, periods[i].name)) {
            *out = dates_period(today, periods[i].unit, periods[i].shift);
            return true;
        }
    for (size_t i = 0; i < COUNT_OF(so_far); i++)
        if (query_name_is(text, so_far[i].name)) {
            *out = (DateSpan){dates_period(today, so_far[i].unit, 0).from, today};
            return true;
        }
    return false;
}

/* friday, 周五, 上周五, 下星期一. */
static bool weekday(Str text, int32_t today, DateSpan *out) {
    static const struct {
        const char *sign;
        int shift;
    } weeks[] = {{"上", -1}, {"last", -1}, {"下", 1},  {"next", 1},
                 {"本", 0},  {"这", 0},    {"this", 0}};
    static const char *const names[] = {"周", "星期", "礼拜"};
    Str rest = text;
    int shift = 0;
    bool chinese = false;
    for (size_t i = 0; i < COUNT_OF(weeks); i++)
        if (dates_take(&rest, weeks[i].sign)) {
            shift = weeks[i].shift;
            break;
        }
    for (size_t i = 0; i < COUNT_OF(names) && !chinese; i++)
        chinese = dates_take(&rest, names[i]);
    for (size_t i = 0; i < COUNT_OF(weekdays); i++) {
        bool english = (unsigned char)weekdays[i].name[0] < 0x80;
        if (english == chinese || !str_equal(rest, str_of(weekdays[i].name)))
            continue;
        int32_t date = dates_period(today, DATE_WEEK, shift).from + weekdays[i].day - 1;
        *out = (DateSpan){date, date};
        return true;
    }
    return false;
}

/* ---- the calendar ---- */

static void take_separator(Str *rest) {
    if (rest->len && strchr("-/.", rest->ptr[0]))
        *rest = str_make(rest->ptr + 1, rest->len - 1);
}

/* 2026, 2026年, 二〇二六年, the 2026 of 2026q4. */
static bool take_year(Str *rest, int *year) {
    Str from = *rest;
    int64_t value;
    bool digits = rest->len && rest->ptr[0] >= '0' && rest->ptr[0] <= '9';
    if (quantity_take(rest, &value) && value >= 1900 && value <= 9000) {
        *year = (int)value;
        if (dates_take(rest, "年") || digits)
            return true;
    }
    *rest = from;
    return false;
}

static bool take_between(Str *rest, int64_t least, int64_t most, int *out) {
    int64_t value;
    if (!quantity_take(rest, &value) || value < least || value > most)
        return false;
    *out = (int)value;
    return true;
}

/* q4, 四季度, 第四季度, 4季度 */
static bool quarter(Str rest, int year, DateSpan *out) {
    int n;
    bool letter = dates_take(&rest, "q");
    if (!letter)
        dates_take(&rest, "第");
    if (!take_between(&rest, 1, 4, &n) ||
        (!letter && !dates_take(&rest, "季度") && !dates_take(&rest, "季")) || rest.len)
        return false;
    *out = dates_months(year * 12 + (n - 1) * 3, 3);
    return true;
}

static bool half(Str rest, int year, DateSpan *out) {
    static const struct {
        const char *name;
        int which;
    } halves[] = {{"h1", 0}, {"上半年", 0}, {"h2", 1}, {"下半年", 1}};
    for (size_t i = 0; i < COUNT_OF(halves); i++)
        if (str_equal(rest, str_of(halves[i].name))) {
            *out = dates_months(year * 12 + halves[i].which * 6, 6);
            return true;
        }
    return false;
}

/* w47, 第47周, 47周 behind a year */
static bool week(Str rest, int year, bool with_year, DateSpan *out) {
    char text[32];
    ZoneWeek found;
    int n;
    bool letter = dates_take(&rest, "w"), ordinal = !letter && dates_take(&rest, "第");
    if (!take_between(&rest, 1, 53, &n) ||
        (!letter && !((ordinal || with_year) && dates_take(&rest, "周"))) || rest.len)
        return false;
    snprintf(text, sizeof text, "%04d-w%02d", year, n);
    if (!week_parse(str_of(text), &found))
        return false;
    int32_t monday = week_monday(found);
    *out = (DateSpan){monday, monday + 6};
    return true;
}

/* 11月, 11月20日; behind a year also 11, 11-20. */
static bool month_and_day(Str rest, int year, bool with_year, DateSpan *out) {
    int month, day;
    if (!take_between(&rest, 1, 12, &month))
        return false;
    bool chinese = dates_take(&rest, "月") || dates_take(&rest, "月份");
    dates_take(&rest, "份");
    if (!rest.len && (chinese || with_year)) {
        *out = dates_months(year * 12 + month - 1, 1);
        return true;
    }
    if (!chinese && !with_year)
        return false;
    take_separator(&rest);
    if (!take_between(&rest, 1, 31, &day) || !date_is_valid(year, month, day))
        return false;
    if (!dates_take(&rest, "日"))
        dates_take(&rest, "号");
    *out = (DateSpan){date_make(year, month, day), date_make(year, month, day)};
    return !rest.len;
}

/* november, nov, nov 2026, november-2026 */
static bool english_month(Str text, int year, DateSpan *out) {
    for (int i = 0; i < 12; i++) {
        Str name = str_of(months_of_year[i]), rest = text;
        size_t len = str_starts(text, name) ? name.len : 3;
        if (text.len < len || memcmp(text.ptr, name.ptr, len) != 0)
            continue;
        rest = str_make(rest.ptr + len, rest.len - len);
        if (!rest.len || (take_year(&rest, &year) && !rest.len)) {
            *out = dates_months(year * 12 + i, 1);
            return true;
        }
    }
    return false;
}

/* --- days as English writes them ---- */

static void skip_marks(Str *rest) {
    while (rest->len && strchr("-_ ,./", rest->ptr[0]))
        *rest = str_make(rest->ptr + 1, rest->len - 1);
}

/* All digits that stand there. */
static bool take_number(Str *rest, int least, int most, int *out) {
    size_t len = 0;
    int value = 0;
    while (len < rest->len && len < 5 && rest->ptr[len] >= '0' && rest->ptr[len] <= '9')
        value = value * 10 + (rest->ptr[len++] - '0');
    if (!len || value < least || value > most)
        return false;
    *rest = str_make(rest->ptr + len, rest->len - len);
    *out = value;
    return true;
}

/* april, apr; sept. */
static bool take_month(Str *rest, int *month) {
    size_t len = 0;
    while (len < rest->len && rest->ptr[len] >= 'a' && rest->ptr[len] <= 'z')
        len++;
    Str word = str_make(rest->ptr, len);
    for (int i = 0; i < 12; i++) {
        Str name = str_of(months_of_year[i]);
        bool is_short = (len == 3 || (len == 4 && i == 8)) && str_starts(name, word);
        if (!is_short && !str_equal(name, word))
            continue;
        *rest = str_make(rest->ptr + len, rest->len - len);
        *month = i + 1;
        return true;
    }
    return false;
}

static bool take_day(Str *rest, int *day) {
    static const char *const endings[] = {"st", "nd", "rd", "th"};
    if (!take_number(rest, 1, 31, day))
        return false;
    for (size_t i = 0; i < COUNT_OF(endings); i++)
        if (dates_take(rest, endings[i]))
            break;
    return true;
}

static bool end_with_year(Str rest, int year, int month, int day, DateSpan *out) {
    skip_marks(&rest);
    if ((rest.len && !take_number(&rest, 1900, 9000, &year)) || rest.len ||
        !date_is_valid(year, month, day))
        return false;
    *out = (DateSpan){date_make(year, month, day), date_make(year, month, day)};
    return true;
}

/* april 14, 14 april, apr-14, 14th of april 2026, april 14, 2026 */
static bool english_day(Str text, int year, DateSpan *out) {
    Str rest = text;
    int month, day;
    if (take_month(&rest, &month)) {
        skip_marks(&rest);
        if (!take_day(&rest, &day))
            return false;
    } else {
        if (!take_day(&rest, &day))
            return false;
        skip_marks(&rest);
        if (dates_take(&rest, "of"))
            skip_marks(&rest);
        if (!take_month(&rest, &month))
            return false;
    }
    return end_with_year(rest, year, month, day, out);
}

/* 10/31, 31/10/2026: only where one of both can be no month. */
static bool slashed_day(Str text, int year, DateSpan *out) {
    Str rest = text;
    int a, b;
    if (!take_number(&rest, 1, 31, &a) || !dates_take(&rest, "/") ||
        !take_number(&rest, 1, 31, &b) || (rest.len && rest.ptr[0] != '/') || (a > 12) == (b > 12))
        return false;
    return end_with_year(rest, year, a > 12 ? b : a, a > 12 ? a : b, out);
}

/* 20261120, 202611 */
static bool compact(Str text, DateSpan *out) {
    Str rest = text;
    int64_t number;
    if ((text.len != 8 && text.len != 6) || !quantity_take(&rest, &number) || rest.len)
        return false;
    int day = text.len == 8 ? (int)(number % 100) : 1;
    int month = (int)(text.len == 8 ? number / 100 % 100 : number % 100);
    int year = (int)(text.len == 8 ? number / 10000 : number / 100);
    if (year < 1900 || year > 9000 || !date_is_valid(year, month, day))
        return false;
    *out = text.len == 8 ? (DateSpan){date_make(year, month, day), date_make(year, month, day)}
                         : dates_months(year * 12 + month - 1, 1);
    return true;
}

static bool calendar(Str text, int year, DateSpan *out) {
    Str rest = text;
    if (compact(text, out))
        return true;
    bool with_year = take_year(&rest, &year);
    if (with_year && !rest.len) {
        *out = dates_months(year * 12, 12);
        return true;
    }
    if (with_year)
        take_separator(&rest);
    return quarter(rest, year, out) || half(rest, year, out) || week(rest, year, with_year, out) ||
           month_and_day(rest, year, with_year, out);
}

bool query_dates(Str text, int32_t today, int year, int32_t *from, int32_t *to) {
    int this_year, month, day;
    DateSpan span = {0, 0};
    Buf squeezed = {0};
    date_split(today, &this_year, &month, &day);
    year = year ? year : this_year;
    for (size_t i = 0; i < text.len; i++)
        if (!strchr("-_ ", text.ptr[i]))
            buf_putc(&squeezed, text.ptr[i]);
    Str words = buf_str(&squeezed);
    bool known = named(text, today, &span);
    if (!known && date_parse(text, &span.from)) {
        span.to = span.from;
        known = true;
    }
    known = known || english_day(text, year, &span) || slashed_day(text, year, &span) ||
            calendar(text, year, &span) || english_month(words, year, &span) ||
            weekday(words, today, &span) || dates_counted(words, today, &span);
    buf_free(&squeezed);
    *from = span.from;
    *to = span.to;
    return known;
}

/* The first name in that language of everything from the last to the next one. */
const char *query_date_word(size_t index, bool chinese) {
    static const char *const counted[2][4] = {{"7d", "30d", "2w", "3-days-ago"},
                                              {"近7天", "近30天", "近两周", "三天前"}};
    for (size_t i = 0; i < COUNT_OF(periods); i++) {
        bool other = (unsigned char)periods[i].name[0] >= 0x80;
        bool first = other == chinese && periods[i].shift >= -1 && periods[i].shift <= 1;
        for (size_t j = 0; j < i && first; j++)
            first = ((unsigned char)periods[j].name[0] >= 0x80) != chinese ||
                    periods[j].unit != periods[i].unit || periods[j].shift != periods[i].shift;
        if (first && index-- == 0)
            return periods[i].name;
    }
    return index < COUNT_OF(counted[0]) ? counted[chinese][index] : NULL;
}
