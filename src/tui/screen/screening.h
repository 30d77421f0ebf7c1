#ifndef ANLIKU_TUI_SCREEN_SCREENING_H
#define ANLIKU_TUI_SCREEN_SCREENING_H

#include "tui/app/app.h"

/* The best cases of a query (empty: of all that are published) by their score, with what each input
 * adds to it. Enter explains a score; S keeps the list as a view. */
void screening_open(App *app, Str query);

#endif
