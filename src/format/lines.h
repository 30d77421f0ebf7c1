#ifndef ANLIKU_FORMAT_LINES_H
#define ANLIKU_FORMAT_LINES_H

#include "base/str.h"
#include "text/charset.h"

/* Where the lines of a file begin that is not UTF-8, so that a part of its converted text leads
 * back to its own bytes. */
typedef struct Lines {
    size_t *items; /* byte offsets of the lines */
    size_t len, cap;
} Lines;

void lines_find(Lines *lines, Str bytes, TextCharset charset);
/* The bytes of `count` whole lines from line `first` (1-based), and of one more when open_end. */
Str lines_part(const Lines *lines, Str bytes, int first, int count, bool open_end);
void lines_free(Lines *lines);

#endif
