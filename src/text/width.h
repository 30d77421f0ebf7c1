#ifndef ANLIKU_TEXT_WIDTH_H
#define ANLIKU_TEXT_WIDTH_H

#include "base/buf.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How many terminal columns text takes, by our own tables (never the libc's). Text is measured as
 * text_display() gives it: controls count 0, except TAB, which counts TEXT_TAB columns wherever it
 * stands. */

enum { TEXT_TAB = 4 };

/* East Asian ambiguous characters (curly quotes, dashes, box lines) take two columns when wide. Set
 * once at start, after the terminal was asked; narrow before. The one changing value of text/:
 * ncurses and every screen must agree on it. */
void text_width_set_ambiguous(bool wide);
bool text_width_ambiguous(void);

/* 0, 1 or 2 (TEXT_TAB for TAB). A code point alone; in a cluster see text_width_cluster. */
int text_width_point(uint32_t point);
/* Whether the width of the code point is East Asian ambiguous. */
bool text_width_is_ambiguous(uint32_t point);
/* Columns of one cluster (text_cluster_next gives its end): the sum of its code points, but an
 * emoji with modifiers or joined by ZWJ takes what its first one takes, which is what is drawn. */
int text_width_cluster(Str cluster);
/* Columns of a text; the sum over its clusters. */
int text_width(Str text);

/* The longest prefix of whole clusters that fits into `columns` (< 0 counts as 0): its length in
 * bytes; *used (may be NULL) gets its columns. */
size_t text_width_fit(Str text, int columns, int *used);
/* The start of the cluster that covers column `column` (0-based), text.len when beyond the end. */
size_t text_width_find(Str text, int column);

/* Appends text, or when it is wider than `columns` its beginning and `tail` (for example ">"), all
 * within `columns`. tail is left out when it does not fit itself. Gives the columns appended. */
int text_clip(Buf *out, Str text, int columns, Str tail);

typedef enum TextAlign { TEXT_LEFT, TEXT_RIGHT, TEXT_CENTER } TextAlign;

/* text_clip, then blanks up to exactly `columns`. */
void text_pad(Buf *out, Str text, int columns, TextAlign align, Str tail);

#endif
