#ifndef ANLIKU_TUI_SCREEN_CASES_H
#define ANLIKU_TUI_SCREEN_CASES_H

#include "tui/app/app.h"

/* The first screen: filter bar, numbers, list, preview. Pushes itself; the insertion point stands
 * in the filter bar. */
void cases_open(App *app);

#endif
