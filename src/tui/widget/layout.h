#ifndef ANLIKU_TUI_WIDGET_LAYOUT_H
#define ANLIKU_TUI_WIDGET_LAYOUT_H

#include "tui/grid/grid.h"

/* Which of the layouts fits, and how rectangles are cut. */
typedef enum LayoutSize {
    LAYOUT_TINY,     /* below 40x12: drawn, clipped, says "enlarge" */
    LAYOUT_SMALL,    /* 40x12: one line a case */
    LAYOUT_NARROW,   /* from 60 columns and 16 rows */
    LAYOUT_STANDARD, /* from 80x24 */
    LAYOUT_LARGE,    /* from 120x40 */
    LAYOUT_WIDE      /* from 200x60 */
} LayoutSize;

/* The largest layout whose columns and rows are both there. */
LayoutSize layout_size(int rows, int cols);

/* Takes lines or columns off one side of *rect and gives them; as many as there are. */
GridRect layout_take_top(GridRect *rect, int rows);
GridRect layout_take_bottom(GridRect *rect, int rows);
GridRect layout_take_left(GridRect *rect, int cols);
/* `cols` columns of a line from `from` on, as many as there are. */
GridRect layout_part(GridRect line, int from, int cols);
GridRect layout_take_right(GridRect *rect, int cols);

#endif
