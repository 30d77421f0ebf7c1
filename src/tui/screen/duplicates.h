#ifndef ANLIKU_TUI_SCREEN_DUPLICATES_H
#define ANLIKU_TUI_SCREEN_DUPLICATES_H

#include "tui/app/app.h"

/* Groups of cases that are nearly the same: to be merged, or said to be different ones. Looking for
 * them can be stopped with Esc. */
void duplicates_open(App *app);

#endif
