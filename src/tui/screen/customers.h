#ifndef ANLIKU_TUI_SCREEN_CUSTOMERS_H
#define ANLIKU_TUI_SCREEN_CUSTOMERS_H

#include "tui/app/app.h"

/* The customers with the number of cases of each; typing filters them by a part of a name, by
 * pinyin and by initials; Enter shows the cases of one. Pushes itself. */
void customers_open(App *app);

#endif
