#ifndef ANLIKU_TUI_WIDGET_LIST_H
#define ANLIKU_TUI_WIDGET_LIST_H

#include "tui/grid/grid.h"
#include "tui/term/input.h"
#include "tui/widget/widget.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Draws row `row` into `at` (its whole rectangle is blank). The list points the selected row out
 * afterwards, as the grid's manner says. */
typedef void ListDraw(void *context, Grid *grid, GridRect at, size_t row);

/* At most so many columns of the selected row are tinted: two such rows of Han text are what a move
 * may send over a slow line (250 bytes). */
enum { LIST_TINT_COLS = 56 };

/* A list of any length, one selected row. It holds no rows: only those on the screen are asked for.
 * {0} is an empty list; the fields above the line are the caller's. */
typedef struct List {
    size_t count;
    int row_lines;    /* lines of the screen a row takes; 0 counts as 1 */
    bool focused;     /* its keys are mine: ROLE_SELECTED, else ROLE_SELECTED_AWAY */
    int tint_cols;    /* no more columns of the selected row are tinted; 0: LIST_TINT_COLS */
    bool away_plain;  /* while it is not focused no row is pointed out */
    bool park_cursor; /* the hardware cursor stands at the selected row (for screen readers) */
    /* ---- */
    int64_t pressed_us; /* when a row was clicked last, and which */
    size_t pressed_row;
    size_t selected, top; /* of count; top is the first row shown */
    GridRect rect;        /* where it was drawn last */
} List;

typedef enum ListMove {
    LIST_UP,
    LIST_DOWN,
    LIST_PAGE_UP,
    LIST_PAGE_DOWN,
    LIST_HALF_UP,
    LIST_HALF_DOWN,
    LIST_START,
    LIST_END
} ListMove;

/* Columns on the left that rows leave free for the sign of the selected one: heads of columns begin
 * behind them too. */
int list_gutter(const Grid *grid);
void list_draw(List *list, Grid *grid, GridRect rect, ListDraw *draw, void *context);
/* Sets the number of rows; the selection stays as near as it can. */
void list_set_count(List *list, size_t count);
/* Selects a row (the last when there are fewer); the next draw scrolls as little as needed. */
void list_select(List *list, size_t row);
/* The selected thing is row `row` now because others came or went: it keeps its place on the
 * screen. */
void list_follow(List *list, size_t row);
/* CHANGED when another row is selected, else USED. */
WidgetResult list_move(List *list, ListMove move);
/* Of rows of which not all can be selected: goes on from the selected one, first in the direction
 * of `by` (-1 or 1), to the nearest that can. */
void list_settle(List *list, int by, bool (*can_stop)(const void *context, size_t row),
                 const void *context);
/* Arrows, PgUp, PgDn, Home, End. Letters are the screen's. */
WidgetResult list_key(List *list, InputKey key);
/* A press selects, two presses on a row within LIST_DOUBLE_US are DONE, the wheel scrolls. IGNORED
 * outside. */
enum { LIST_DOUBLE_US = 500000 };
WidgetResult list_mouse(List *list, const InputEvent *event);
/* Rows that fit where it was drawn last; at least 1. */
size_t list_page(const List *list);
/* The rows on the screen: first and one after the last. */
void list_shown(const List *list, size_t *from, size_t *to);

#endif
