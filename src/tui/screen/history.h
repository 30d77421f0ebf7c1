#ifndef ANLIKU_TUI_SCREEN_HISTORY_H
#define ANLIKU_TUI_SCREEN_HISTORY_H

#include "base/uuid.h"
#include "tui/app/app.h"

/* The revisions of a case, newest first. */
void history_open(App *app, Uuid id);

#endif
