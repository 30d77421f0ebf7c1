#ifndef ANLIKU_TUI_SCREEN_ADMIN_H
#define ANLIKU_TUI_SCREEN_ADMIN_H

#include "tui/app/app.h"

/* People, the team's settings, the library itself and what was done in it, each part for who has
 * the right to it. Pushes itself. */
void admin_open(App *app);

#endif
