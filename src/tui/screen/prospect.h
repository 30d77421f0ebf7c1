#ifndef ANLIKU_TUI_SCREEN_PROSPECT_H
#define ANLIKU_TUI_SCREEN_PROSPECT_H

#include "tui/app/app.h"

/* Asks what a prospect is like in four fields, with values to choose from, and lists the cases that
 * are nearest to it. */
void prospect_open(App *app);

#endif
