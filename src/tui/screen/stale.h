#ifndef ANLIKU_TUI_SCREEN_STALE_H
#define ANLIKU_TUI_SCREEN_STALE_H

#include "tui/app/app.h"

/* Published cases that have to be verified again, what lost the most of its weight first: to be
 * verified, archived, given another interval, or asked about. */
void stale_open(App *app);

#endif
