#ifndef ANLIKU_TUI_WIDGET_MONTH_H
#define ANLIKU_TUI_WIDGET_MONTH_H

#include "tui/grid/grid.h"
#include "tui/term/input.h"
#include "tui/widget/widget.h"

#include <stdbool.h>
#include <stdint.h>

/* A month to choose a day from, above the screen: weeks from Monday on, each with its ISO number.
 * {0} with date and today is ready. */
typedef struct Month {
    int32_t date; /* the day that is pointed out */
    int32_t today;
    const char *title; /* translated; NULL none */
    /* ---- */
    GridRect days; /* where the first week was drawn last */
    int32_t first; /* its Monday */
} Month;

/* In the middle of `within`, and as much of it as fits; the cursor stands at the day. */
void month_draw(Month *month, Grid *grid, GridRect within);
/* Arrows by days and weeks, PgUp and PgDn by months, Home and End to the first and last day of the
 * month, t to today. DONE: the date is taken (Enter); CANCELLED: Esc. */
WidgetResult month_key(Month *month, InputKey key);
/* A press takes the day; the wheel turns months; a press outside cancels. */
WidgetResult month_mouse(Month *month, const InputEvent *event);

#endif
