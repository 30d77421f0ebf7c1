#ifndef ANLIKU_TUI_SCREEN_STRIP_H
#define ANLIKU_TUI_SCREEN_STRIP_H

#include "library/dashboard.h"
#include "library/find.h"
#include "tui/grid/grid.h"

typedef struct StripWeeks {
    uint64_t made[DASHBOARD_WEEKS], published[DASHBOARD_WEEKS]; /* [0] = this week */
} StripWeeks;

/* The numbers of what the list shows, beside or above it. */

/* One or two lines. */
void strip_draw_lines(Grid *grid, GridRect at, const FindCounts *counts);
/* A column of six numbers, with the last weeks of some when weeks is not NULL. */
void strip_draw_panel(Grid *grid, GridRect at, const FindCounts *counts, const StripWeeks *weeks);
/* Lines that the panel takes. */
int strip_panel_rows(void);

#endif
