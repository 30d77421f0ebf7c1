#ifndef ANLIKU_FORMAT_SOURCE_H
#define ANLIKU_FORMAT_SOURCE_H

#include "base/error.h"
#include "base/str.h"

#include <stdbool.h>

/* Text of a file with its place in it. */

/* Takes one line without its LF or CRLF off *rest (the rest when there is no more LF). False at the
 * end of the text; a text that ends in LF has no empty line behind it. */
bool source_next_line(Str *rest, Str *line);
/* Number of LF in text. */
int source_count_lines(Str text);
/* Without a UTF-8 byte order mark at its start. */
Str source_skip_mark(Str text);
/* False, with file, line and column, at the first byte that is not UTF-8, NUL or another control
 * character (TAB, LF and CR are none). first_line is the file's number of the first line of text.
 * file may be NULL. */
bool source_check(Str text, const char *file, int first_line, Error *err);

#endif
