#ifndef ANLIKU_TEXT_WRAP_H
#define ANLIKU_TEXT_WRAP_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

/* Soft wrapping at `columns` (1 counts as 2; 0 and less: one line a paragraph) with Chinese rules:
 * no closing punctuation at the start of a line, no opening one at the end, Latin words and numbers
 * whole when they fit. Blanks at the end of a line hang over and count nothing. LF ends a
 * paragraph; lines of one paragraph do not depend on others. Offsets are bytes. */

/* The start of the line after the one that starts at `from`: text.len at the end, or after the LF.
 */
size_t text_wrap_next(Str text, size_t from, int columns);
/* The end of what is drawn of the line [from, next): without its LF and the blanks that hang. */
size_t text_wrap_end(Str text, size_t from, size_t next, int columns);

/* items[i] is where line i starts; items[0] is 0; text that is empty or ends with LF has an empty
 * last line. Not whole: those up to items[len - 1] are known, where the line ends that begins there
 * is not. {0} is nothing: text_wrap or text_wrap_to make the first lines. */
typedef struct TextLines {
    size_t *items;
    size_t len, cap;
    bool whole;
} TextLines;

/* Replaces the lines by all of the text. */
void text_wrap(TextLines *lines, Str text, int columns);
/* Goes on until the end of the line-th line (0-based) is known and that of the line that holds
 * offset; SIZE_MAX for either: all of them. */
void text_wrap_to(TextLines *lines, Str text, int columns, size_t line, size_t offset);
/* Brings lines up to date after `removed` bytes at `at` became `inserted` bytes; text is the new
 * one. Wraps only from two lines before the change to where the lines are the old ones again; when
 * they are not after `most` lines, what follows is not known any more. */
void text_wrap_update(TextLines *lines, Str text, int columns, size_t at, size_t removed,
                      size_t inserted, size_t most);
/* The line that holds the offset (0-based); an offset where one begins belongs to that one. The
 * lines are known as far as that. */
size_t text_wrap_find(const TextLines *lines, size_t offset);
void text_lines_free(TextLines *lines);

#endif
