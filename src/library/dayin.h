#ifndef ANLIKU_LIBRARY_DAYIN_H
#define ANLIKU_LIBRARY_DAYIN_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A day or a month that a sentence names, by the words that fields of dates understand. */
typedef struct DayFound {
    size_t from, to; /* bytes of the sentence; 底, 末, 初, 中旬, 份 behind a month belong to it */
    int32_t first, last; /* the day, or the month */
    int32_t day;         /* what a field of a date takes for it: 9月底 is its last day */
} DayFound;

/* The first one at or behind `at`: 3 月 1 日, 2026-03-01, 9月底, 上周五, October 31, 3 March 2026.
 * A year, a quarter or a number of days is none, nor is an English month without a number or a word
 * like "in" before it. False: there is none. */
bool library_day_in(Str sentence, size_t at, DayFound *out);

#endif
