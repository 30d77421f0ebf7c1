#ifndef ANLIKU_TUI_SCREEN_USEBOX_H
#define ANLIKU_TUI_SCREEN_USEBOX_H

#include "tui/app/app.h"

/* Logging that a case was used: a small form, for whom and how. Enter saves. */
void usebox_open(App *app, Uuid case_id);

#endif
