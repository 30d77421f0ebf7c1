#ifndef ANLIKU_TUI_SCREEN_HELP_H
#define ANLIKU_TUI_SCREEN_HELP_H

#include "tui/app/app.h"

/* All actions with their keys, those of `from` first; typing looks for words in it. */
void help_open(App *app, ActionContext from);

#endif
