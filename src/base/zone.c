#include "config.h"

#include "base/zone.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static char current_zone[128] = "UTC";

static bool is_known_zone(const char *name) {
    if (strcmp(name, "UTC") == 0)
        return true;
    if (!*name || *name == '/' || strstr(name, "..") || strpbrk(name, ":\\ \t\n"))
        return false;
    char path[PATH_MAX];
    snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", name);
    return access(path, R_OK) == 0;
}

bool zone_set(const char *name) {
    if (strlen(name) >= sizeof current_zone || !is_known_zone(name))
        return false;
    if (name != current_zone)
        memcpy(current_zone, name, strlen(name) + 1);
    setenv("TZ", current_zone, 1);
    tzset();
    return true;
}

/* Days since 1970-01-01 of a proleptic Gregorian date: counting years from March puts the leap day
 * last, so that month lengths follow one linear rule. */
int32_t date_make(int year, int month, int day) {
    int y = month <= 2 ? year - 1 : year;
    int era = (y >= 0 ? y : y - 399) / 400;
    int year_of_era = y - era * 400;
    int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

void date_split(int32_t date, int *year, int *month, int *day) {
    int32_t z = date + 719468;
    int32_t era = (z >= 0 ? z : z - 146096) / 146097;
    int32_t day_of_era = z - era * 146097;
    int32_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t shifted_month = (5 * day_of_year + 2) / 153;
    *day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    *month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
    *year = year_of_era + era * 400 + (*month <= 2);
}

bool date_is_valid(int year, int month, int day) {
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31)
        return false;
    int y, m, d;
    date_split(date_make(year, month, day), &y, &m, &d);
    return m == month && d == day;
}

static int64_t floor_div(int64_t a, int64_t b) {
    int64_t q = a / b;
    return q - (a % b != 0 && (a < 0) != (b < 0));
}

int date_weekday(int32_t date) {
    return (int)(((int64_t)date + 3) - floor_div((int64_t)date + 3, 7) * 7) + 1;
}

ZoneTime zone_local(int64_t utc_ms) {
    time_t seconds = (time_t)floor_div(utc_ms, 1000);
    struct tm tm;
    if (!localtime_r(&seconds, &tm))
        memset(&tm, 0, sizeof tm);
    return (ZoneTime){.year = tm.tm_year + 1900,
                      .month = tm.tm_mon + 1,
                      .day = tm.tm_mday,
                      .hour = tm.tm_hour,
                      .minute = tm.tm_min,
                      .second = tm.tm_sec,
                      .ms = (int)(utc_ms - (int64_t)seconds * 1000),
                      .weekday = tm.tm_wday ? tm.tm_wday : 7,
                      .offset_min = (int)(tm.tm_gmtoff / 60)};
}

int64_t zone_instant(int year, int month, int day, int hour, int minute, int second) {
    struct tm tm = {.tm_year = year - 1900,
                    .tm_mon = month - 1,
                    .tm_mday = day,
                    .tm_hour = hour,
                    .tm_min = minute,
                    .tm_sec = second,
                    .tm_isdst = -1};
    return (int64_t)mktime(&tm) * 1000;
}

int32_t date_of(int64_t utc_ms) {
    ZoneTime t = zone_local(utc_ms);
    return date_make(t.year, t.month, t.day);
}

int64_t date_start_ms(int32_t date) {
    int y, m, d;
    date_split(date, &y, &m, &d);
    return zone_instant(y, m, d, 0, 0, 0);
}

ZoneWeek week_of_date(int32_t date) {
    int32_t thursday = date - (date_weekday(date) - 1) + 3;
    int year, month, day;
    date_split(thursday, &year, &month, &day);
    return (ZoneWeek){year, (int)(thursday - date_make(year, 1, 1)) / 7 + 1};
}

int32_t week_monday(ZoneWeek week) {
    int32_t fourth = date_make(week.year, 1, 4);
    return fourth - (date_weekday(fourth) - 1) + (week.week - 1) * 7;
}

ZoneWeek week_add(ZoneWeek week, int by) {
    return week_of_date(week_monday(week) + by * 7);
}

/* Reads 1 to max digits; false when there is none. */
static bool take_digits(Str *text, size_t max, int *out) {
    int value = 0;
    size_t n = 0;
    while (n < max && n < text->len && text->ptr[n] >= '0' && text->ptr[n] <= '9')
        value = value * 10 + (text->ptr[n++] - '0');
    *text = str_make(text->ptr + n, text->len - n);
    *out = value;
    return n > 0;
}

static bool take_char(Str *text, const char *any) {
    if (!text->len || !strchr(any, text->ptr[0]))
        return false;
    *text = str_make(text->ptr + 1, text->len - 1);
    return true;
}

bool week_parse(Str text, ZoneWeek *out) {
    ZoneWeek week;
    if (!take_digits(&text, 4, &week.year) || !take_char(&text, "-") || !take_char(&text, "Ww") ||
        !take_digits(&text, 2, &week.week) || text.len || week.year < 1 || week.week < 1)
        return false;
    ZoneWeek real = week_of_date(week_monday(week));
    if (real.year != week.year || real.week != week.week)
        return false;
    *out = week;
    return true;
}

void week_format(Buf *out, ZoneWeek week) {
    buf_printf(out, "%04d-W%02d", week.year, week.week);
}

static bool take_date(Str *text, int32_t *out) {
    int year, month, day;
    if (!take_digits(text, 4, &year) || !take_char(text, "-/.") || !take_digits(text, 2, &month) ||
        !take_char(text, "-/.") || !take_digits(text, 2, &day) || !date_is_valid(year, month, day))
        return false;
    *out = date_make(year, month, day);
    return true;
}

bool date_parse(Str text, int32_t *out) {
    int32_t date;
    if (!take_date(&text, &date) || text.len)
        return false;
    *out = date;
    return true;
}

void date_format(Buf *out, int32_t date) {
    int year, month, day;
    date_split(date, &year, &month, &day);
    buf_printf(out, "%04d-%02d-%02d", year, month, day);
}

static bool take_fraction(Str *text, int *ms) {
    *ms = 0;
    if (!take_char(text, "."))
        return true;
    int scale = 100, digit;
    size_t n = 0;
    for (; text->len && text->ptr[0] >= '0' && text->ptr[0] <= '9'; n++, scale /= 10) {
        take_digits(text, 1, &digit);
        *ms += digit * scale;
    }
    return n > 0;
}

/* "Z", "+08:00", "+0800" or nothing (then *given is false). */
static bool take_offset(Str *text, bool *given, int *minutes) {
    *given = false;
    *minutes = 0;
    if (!text->len)
        return true;
    *given = true;
    if (take_char(text, "Zz"))
        return true;
    int sign = text->ptr[0] == '-' ? -1 : 1, hours, rest = 0;
    if (!take_char(text, "+-") || !take_digits(text, 2, &hours))
        return false;
    take_char(text, ":");
    if (text->len && !take_digits(text, 2, &rest))
        return false;
    *minutes = sign * (hours * 60 + rest);
    return hours <= 14 && rest < 60;
}

bool zone_parse_time(Str text, int64_t *utc_ms) {
    int32_t date;
    int hour, minute, second = 0, ms, offset;
    bool zoned;
    if (!take_date(&text, &date))
        return false;
    if (!text.len) {
        *utc_ms = date_start_ms(date);
        return true;
    }
    if (!take_char(&text, "Tt ") || !take_digits(&text, 2, &hour) || !take_char(&text, ":") ||
        !take_digits(&text, 2, &minute))
        return false;
    if (take_char(&text, ":") && !take_digits(&text, 2, &second))
        return false;
    if (!take_fraction(&text, &ms))
        return false;
    while (take_char(&text, " "))
        ;
    if (!take_offset(&text, &zoned, &offset) || text.len || hour > 23 || minute > 59 || second > 60)
        return false;
    int y, m, d;
    date_split(date, &y, &m, &d);
    int64_t wall = ((int64_t)date * 86400 + hour * 3600 + minute * 60 + second) * 1000;
    *utc_ms =
        (zoned ? wall - (int64_t)offset * 60000 : zone_instant(y, m, d, hour, minute, second)) + ms;
    return true;
}

void zone_format_utc(Buf *out, int64_t utc_ms) {
    int64_t days = floor_div(utc_ms, ZONE_DAY_MS);
    int64_t ms = utc_ms - days * ZONE_DAY_MS;
    date_format(out, (int32_t)days);
    buf_printf(out, "T%02d:%02d:%02d", (int)(ms / 3600000), (int)(ms / 60000 % 60),
               (int)(ms / 1000 % 60));
    if (ms % 1000)
        buf_printf(out, ".%03d", (int)(ms % 1000));
    buf_putc(out, 'Z');
}

void zone_format_local(Buf *out, int64_t utc_ms) {
    ZoneTime t = zone_local(utc_ms);
    buf_printf(out, "%04d-%02d-%02d %02d:%02d", t.year, t.month, t.day, t.hour, t.minute);
}
