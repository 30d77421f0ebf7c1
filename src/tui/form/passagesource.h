#ifndef ANLIKU_TUI_FORM_PASSAGESOURCE_H
#define ANLIKU_TUI_FORM_PASSAGESOURCE_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

/* Where the numbers of a passage come from, and when they were measured. */

/* 到 9 月底, as of October 31: the day, or the end of the month; not one that is still to come. */
bool form_measured_on(Str text, int32_t *out);
/* 数字在“教务台账 2026Q3”: what is quoted behind a word that names a source; "" none. In `text`. */
Str form_source_in(Str text);
/* 91%到99.2%（8月盘点表）: what stands in brackets right behind a figure and is called as papers
 * and systems are; "" none. In `text`. */
Str form_source_behind(Str text);
/* The day or the end of the month that a source is called by; not one that is still to come. */
bool form_source_day(Str source, int32_t *out);

#endif
