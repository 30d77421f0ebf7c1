#ifndef ANLIKU_LIBRARY_SIZES_H
#define ANLIKU_LIBRARY_SIZES_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

/* For this folder only: sizes of companies as people write them. */
typedef struct SizeRange {
    int64_t low, high; /* people; high is not in it, INT64_MAX: no bound */
} SizeRange;

/* "50-200人", "<50人", ">2000人", "350", "1.2万人": the range, or the number alone. A letter behind
 * a number (3k) may mean anything: that is no size. */
bool size_read(Str text, SizeRange *out);

#endif
