#ifndef ANLIKU_TUI_SCREEN_PAIRTEXT_H
#define ANLIKU_TUI_SCREEN_PAIRTEXT_H

#include "tui/screen/casetext.h"

/* What two cases say differently, as a text below a list: read when another pair is selected. {0}
 * is empty. */
typedef struct PairText {
    CaseText text;
    Pager pager;
    Uuid pair[2]; /* that it is of */
    int cols;     /* that it was made for */
} PairText;

/* Draws it, made anew when the pair or the width is another one. plain: words that differ stand in
 * brackets, the texts below each other. */
void pairtext_draw(PairText *pair, Library *library, Uuid a, Uuid b, bool plain, Grid *grid,
                   GridRect at);
/* It is made anew at the next draw: the cases may have changed. */
void pairtext_forget(PairText *pair);
void pairtext_free(PairText *pair);

#endif
