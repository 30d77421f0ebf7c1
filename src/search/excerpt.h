#ifndef ANLIKU_SEARCH_EXCERPT_H
#define ANLIKU_SEARCH_EXCERPT_H

#include "base/buf.h"
#include "text/fold.h"
#include "text/words.h"

/* Cutting a piece out of a text for people who read one line of it. */

/* Appends the text as one line: blanks of any kind become one space, and what Markdown means but
 * does not say goes (marks of headings, quotes, bullets and emphasis, fences, rules, the targets of
 * links). Bytes are kept otherwise. */
void excerpt_line(Buf *out, Str text);

/* Scratch memory: {0} is empty, keep it, use it again. */
typedef struct Excerpt {
    TextWords words;
    TextMap map;
    Buf folded;
} Excerpt;

void excerpt_free(Excerpt *excerpt);

/* The piece of `line` around the bytes [*from, *to) that fills at most `columns` of a terminal: it
 * begins with the sentence or with a word, ends behind a word, and never divides a cluster; only a
 * word that is wider than the piece is cut. *from and *to become the piece. */
void excerpt_cut(Excerpt *excerpt, Str line, int columns, size_t *from, size_t *to);

#endif
