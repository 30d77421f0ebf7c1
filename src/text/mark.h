#ifndef ANLIKU_TEXT_MARK_H
#define ANLIKU_TEXT_MARK_H

#include "base/buf.h"
#include "base/str.h"

#include <stddef.h>

/* What stands in notes and is no word of them. */

/* A passage that was used: {==so==}, a mark of editors (CriticMarkup). */
#define TEXT_USED_OPENS  "{=="
#define TEXT_USED_CLOSES "==}"

/* Appends a text without marks of used passages; half a mark goes too. */
void text_unmark(Str text, Buf *out);

/* How many bytes at the start of a line are blanks and a sign of a list with the blanks behind it
 * (- * + • · 1. 1) 1、 （1） (1) ①, 3 before Han
 * characters that are no unit: 3 想过换); 0: it is no item of a list. */
size_t text_list_mark(Str line);

/* Appends a passage as it stands in a text: without marks of used passages, without signs of lists
 * and blanks at its ends. Items of a list become lines of one paragraph, each but the last ended as
 * a sentence is; other lines stay as they are. */
void text_passage_clean(Str passage, Buf *out);
/* Appends the full stop that a line lacks as a sentence; nothing when it is ended by a mark. */
void text_end_sentence(Buf *out);

#endif
