#ifndef ANLIKU_TUI_SCREEN_SIDES_H
#define ANLIKU_TUI_SCREEN_SIDES_H

#include "tui/screen/casetext.h"

/* Two texts against each other, in a text to read: beside each other, or one below the other with a
 * sign before every line. Words that differ inside a line are marked by an attribute; for readers
 * without attributes they stand in brackets. */

enum { SIDES_WIDE_COLS = 120, SIDES_LEAST_COLS = 60 }; /* beside each other from here; if wanted */

typedef struct Sides {
    CaseText *text;
    bool wide;     /* beside each other */
    bool brackets; /* around words that differ */
    char signs[2]; /* before lines that only the first or only the second text has: - + or < > */
    /* ---- */
    PagerTable *table;
    size_t compared; /* bytes of lines whose words were compared: long texts are not, to the end */
} Sides;

/* What the two are: a line each. */
void sides_heads(Sides *sides, Role role, Str left, Str right);
/* Both texts line by line; long runs of equal lines are folded. */
void sides_add(Sides *sides, Str left, Str right);

#endif
