#ifndef ANLIKU_TUI_WIDGET_PAGERTABLE_H
#define ANLIKU_TUI_WIDGET_PAGERTABLE_H

#include "base/str.h"
#include "text/width.h"
#include "tui/grid/grid.h"

#include <stdbool.h>
#include <stddef.h>

/* How a table fits into some columns: as wide as its words when there is room, else with wrapped
 * cells, and when not even eight columns a cell are left, cell below cell with the head before
 * each.
 */

enum { PAGER_CELL_LEAST = 8, PAGER_CELL_MOST = 60 };

typedef struct PagerCell {
    size_t from, to; /* bytes of the line's text */
} PagerCell;

/* What the rows of a table share. The fields above the line are the caller's. */
typedef struct PagerTable {
    size_t columns;
    TextAlign *aligns;  /* one a column */
    const int *natural; /* columns of the widest cell of each; at least 1 */
    const Str *heads;   /* one a column: stands before a cell when they are stacked */
    int *widths;        /* room for one a column */
    /* ---- */
    int cols; /* that the layout is for */
    bool stacked;
} PagerTable;

/* Makes the layout for a width. */
void pager_table_fit(PagerTable *table, int cols);
/* Columns that a row takes after pager_table_fit. */
int pager_table_cols(const PagerTable *table);
/* Screen lines of a row; at least 1. */
size_t pager_table_rows(const PagerTable *table, const PagerCell *cells, Str text);
/* The screen line of a row in which the byte is shown. */
size_t pager_table_row_of(const PagerTable *table, const PagerCell *cells, Str text, size_t byte);
/* Draws one screen line of a row. marks are of the text. */
void pager_table_draw(const PagerTable *table, const PagerCell *cells, Str text, size_t row,
                      GridStyle style, const GridMark *marks, size_t mark_count, Grid *grid,
                      GridRect at);

/* Marks of a text (ascending, not overlapping) as marks of its part [from, to); gives how many, at
 * most `most`. */
size_t pager_part_marks(const GridMark *marks, size_t count, size_t from, size_t to, GridMark *out,
                        size_t most);

#endif
