#ifndef ANLIKU_TUI_SCREEN_VIEWLIST_H
#define ANLIKU_TUI_SCREEN_VIEWLIST_H

#include "tui/app/app.h"

/* Pushes the screen of saved views: one's own and the team's, with what they search for. */
void viewlist_open(App *app);

#endif
