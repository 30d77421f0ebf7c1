#ifndef ANLIKU_TEXT_SENTENCE_H
#define ANLIKU_TEXT_SENTENCE_H

#include "base/str.h"

#include <stddef.h>

/* Sentences of Chinese and Latin text. One ends behind 。！？!? with the quotes and brackets that
 * close there, behind a full stop that blanks and no small letter follow, and before LF; blanks
 * between two belong to neither. Offsets are bytes at code points; only the text around the place
 * is looked at. */

/* The end of the sentence that holds `at`, or of the next one when `at` is behind its last
 * character; text.len when there is none. Always > at unless at is text.len. */
size_t text_sentence_end(Str text, size_t at);
/* The start of the sentence that holds the byte before `at`, or of the one before when only blanks
 * stand between; 0 when there is none. Always < at unless at is 0. */
size_t text_sentence_start(Str text, size_t at);
/* The sentence around a place; the one before when it stands right behind it. Empty in a line
 * without text. */
void text_sentence_around(Str text, size_t at, size_t *from, size_t *to);

#endif
