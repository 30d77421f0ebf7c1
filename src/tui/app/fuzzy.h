#ifndef ANLIKU_TUI_APP_FUZZY_H
#define ANLIKU_TUI_APP_FUZZY_H

#include "base/str.h"

/* How well a name answers what a person typed to find it. */

enum {
    FUZZY_NONE = 0,
    FUZZY_LETTERS = 100,  /* its letters in this order, some left out */
    FUZZY_INITIALS = 500, /* first letters of the pinyin */
    FUZZY_PART = 600,     /* stands somewhere in it */
    FUZZY_WORD = 700,     /* begins a word of it */
    FUZZY_START = 800,    /* begins it */
    FUZZY_EXACT = 1000
};

/* Both folded (text/fold.h). FUZZY_NONE: it does not; otherwise more is better, and the shorter of
 * two names that answer alike is a little better. */
int fuzzy_score(Str name, Str typed);
/* The same for several words with blanks between, which must all be answered: the weakest counts.
 */
int fuzzy_score_words(Str name, Str typed);

#endif
