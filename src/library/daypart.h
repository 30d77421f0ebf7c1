#ifndef ANLIKU_LIBRARY_DAYPART_H
#define ANLIKU_LIBRARY_DAYPART_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

/* Days that are named roughly, by a part of a month, a quarter or a year: 8月底, 2月初, 3月中旬,
 * 年底, 去年底, 三季度末, end of August, early March, mid-March. They become a day: the first, the
 * last, of a month the 15th for its middle, the 5th and the 25th for 上旬 and 下旬; of a year the
 * end of June. `text` is folded; blanks beside Han characters do not matter. False: it names no
 * such part. */
bool library_day_part(Str text, int32_t today, int32_t *out);

#endif
