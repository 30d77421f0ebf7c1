#ifndef ANLIKU_RECORD_WORDDIFF_H
#define ANLIKU_RECORD_WORDDIFF_H

#include "base/str.h"

#include <stddef.h>

/* Which words of two texts differ. A word is a run of letters and digits with blanks between such
 * scripts, else one character. */

typedef struct DiffSpan {
    size_t from, to; /* bytes */
} DiffSpan;

typedef struct DiffSpans {
    DiffSpan *items; /* ascending, not overlapping */
    size_t len, cap;
} DiffSpans;

/* The parts of each text that the other one does not have, in the order that leaves the most words
 * alike; above 4 million pairs of words the middle that differs is one part. Signs and blanks
 * between two changed words count with them. The caller frees items with free(). */
void diff_words(Str before, Str after, DiffSpans *removed, DiffSpans *added);

#endif
