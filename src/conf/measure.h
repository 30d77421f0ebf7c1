#ifndef ANLIKU_CONF_MEASURE_H
#define ANLIKU_CONF_MEASURE_H

#include "base/buf.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

/* What a sentence says was measured: "续费率从 71% 提高到 80%", "renewals rose from 71% to 80%",
 * "投诉减少一半 42 → 21". A proposal for a person to correct, never more. Texts: metric is a key of
 * the catalogue when one of its names stands in the sentence, else what stands before the number;
 * before and after are decimal numbers, "" when not said. */
typedef struct Measure {
    Buf metric, before, after, unit;
    size_t from, to; /* measure_find_all: the bytes of the passage that it was read from */
} Measure;

/* False when there is no number that could be one: dates, ordinals and numbers in names are none.
 * out is {0} or used before; free it with measure_free. */
bool measure_find(Str sentence, Measure *out);
void measure_free(Measure *measure);

typedef struct Measures {
    Measure *items;
    size_t len, cap;
} Measures;

/* All that a passage says: a row for each clause with a number before and one after, when there are
 * several of these; else one for the whole, or none. out is {0}; free it with measures_free. */
void measure_find_all(Str passage, Measures *out);
void measures_free(Measures *measures);

#endif
