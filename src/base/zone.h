#ifndef ANLIKU_BASE_ZONE_H
#define ANLIKU_BASE_ZONE_H

#include "base/buf.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

/* Times are UTC milliseconds since 1970; dates are whole days since 1970-01-01 and have no zone.
 * The process shows times in one zone, the library's. */

enum { ZONE_DAY_MS = 86400000 };

typedef struct ZoneTime {
    int year, month, day; /* 1-based month and day */
    int hour, minute, second, ms;
    int weekday;    /* 1 Monday .. 7 Sunday */
    int offset_min; /* east of UTC */
} ZoneTime;

typedef struct ZoneWeek {
    int year, week; /* ISO 8601: week 1 holds the year's first Thursday */
} ZoneWeek;

/* Sets the zone of the process by its tz database name ("Asia/Shanghai", "UTC"). False when the
 * name is not in the database (the zone stays what it was). */
bool zone_set(const char *name);

ZoneTime zone_local(int64_t utc_ms);
/* The instant of a local wall-clock time; in a gap or overlap the first one that libc gives. */
int64_t zone_instant(int year, int month, int day, int hour, int minute, int second);

int32_t date_make(int year, int month, int day);
void date_split(int32_t date, int *year, int *month, int *day);
bool date_is_valid(int year, int month, int day);
/* The date on which utc_ms falls in the zone of the process. */
int32_t date_of(int64_t utc_ms);
/* Midnight at the start of the date, in the zone of the process. */
int64_t date_start_ms(int32_t date);
int date_weekday(int32_t date); /* 1 Monday .. 7 Sunday */

ZoneWeek week_of_date(int32_t date);
int32_t week_monday(ZoneWeek week);
/* The week `by` weeks later (or earlier when negative). */
ZoneWeek week_add(ZoneWeek week, int by);
/* "2026-W47" (also w47), with 1 <= week <= the number of weeks of that year. */
bool week_parse(Str text, ZoneWeek *out);
void week_format(Buf *out, ZoneWeek week);

/* "2026-11-20", also with one-digit month and day and with / or . between. The whole of text. */
bool date_parse(Str text, int32_t *out);
void date_format(Buf *out, int32_t date);
/* RFC 3339: 2026-11-20T09:00:00[.123](Z|+08:00), a blank instead of T, seconds optional, zone
 * optional (then the zone of the process), or a date alone (its midnight). */
bool zone_parse_time(Str text, int64_t *utc_ms);
/* 2026-11-20T01:00:00Z, milliseconds only when there are any: what files and JSON get. */
void zone_format_utc(Buf *out, int64_t utc_ms);
/* 2026-11-20 09:00 in the zone of the process: what people see. */
void zone_format_local(Buf *out, int64_t utc_ms);

#endif
