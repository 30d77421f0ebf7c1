#ifndef ANLIKU_TUI_SCREEN_METRICSPARTS_H
#define ANLIKU_TUI_SCREEN_METRICSPARTS_H

#include "base/vec.h"
#include "library/dashboard.h"
#include "library/weekpage.h"
#include "tui/app/app.h"

/* For the files of the metrics screen only: metrics.c (layout, cursor, keys) and metricsdraw.c
 * (what its numbers look like). */

typedef struct Spot {
    const PageRow *row; /* NULL: a heading */
    const char *title;  /* of a heading, translated */
    PageBlockKind kind;
    GridRect at; /* on the sheet */
    int label;   /* columns for the label, bars and tables */
    double most; /* of the block: the longest bar */
} Spot;

typedef struct Metrics {
    App *app;
    ZoneWeek week;
    bool follows; /* shows the running week, also when it changes */
    Page page;
    VEC(Spot) spots;
    size_t spot;             /* under the cursor; a number when there is one */
    size_t asked, explained; /* whose formula comes at rest, and whose is shown */
    int top, total;
    GridRect body; /* where the sheet was drawn last */
} Metrics;

/* A heading, a tile, a row of a table or a bar, where the sheet shows it now. */
void metrics_draw_spot(const Metrics *metrics, Grid *grid, const Spot *spot, bool selected);
/* How the number under the cursor came about, in as many lines as there are. */
void metrics_draw_formula(const Metrics *metrics, Grid *grid, GridRect at);

#endif
