#ifndef ANLIKU_TUI_SCREEN_CASELIST_H
#define ANLIKU_TUI_SCREEN_CASELIST_H

#include "library/find.h"
#include "tui/grid/grid.h"

/* The columns of the list of cases, chosen by width: what a row shows on one line. */
typedef struct CaseListStyle {
    Library *library;
    bool words; /* the state in a word at any width, never a sign */
    Str query;  /* whose matches are marked in titles; empty: none, and no column for why */
} CaseListStyle;

void caselist_draw_head(const CaseListStyle *style, Grid *grid, GridRect at);
/* The columns before the title, 0 for a narrow list: what is tinted in the selected row. */
int caselist_tint_cols(const CaseListStyle *style, int width);
void caselist_draw_row(const CaseListStyle *style, Grid *grid, GridRect at, FindHit *hit);

#endif
