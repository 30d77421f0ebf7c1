#ifndef ANLIKU_SEARCH_DATES_H
#define ANLIKU_SEARCH_DATES_H

#include "search/query.h"

/* For dates.c and spans.c only: periods around a day. All texts are folded. */

typedef enum DateUnit {
    DATE_DAY,
    DATE_WEEK,
    DATE_MONTH,
    DATE_QUARTER,
    DATE_HALF,
    DATE_YEAR
} DateUnit;

typedef struct DateSpan {
    int32_t from, to; /* inclusive */
} DateSpan;

/* The whole day, week (Monday to Sunday), month ... `shift` of them away from today's. */
DateSpan dates_period(int32_t today, DateUnit unit, int64_t shift);
/* `count` months from the `first` on, counted from year 0. */
DateSpan dates_months(int first, int count);
/* Periods that are counted: 7d, 近三十天, 过去两周, last-3-months, 两周前, 3-days-ago, 未来7天.
 * text is without blanks, _ and - inside. */
bool dates_counted(Str text, int32_t today, DateSpan *out);
bool dates_take(Str *rest, const char *sign);

#endif
