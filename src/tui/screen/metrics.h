#ifndef ANLIKU_TUI_SCREEN_METRICS_H
#define ANLIKU_TUI_SCREEN_METRICS_H

#include "tui/app/app.h"

/* The weekly page as a screen: the numbers of the library, week by week. Every number says how it
 * came about and opens the cases that it counted. Pushes itself. */
void metrics_open(App *app);

#endif
