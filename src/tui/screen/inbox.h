#ifndef ANLIKU_TUI_SCREEN_INBOX_H
#define ANLIKU_TUI_SCREEN_INBOX_H

#include "tui/app/app.h"

/* What waits for the person, one row a thing, each of which opens it: drafts, cases that came back,
 * comments, reviews. Pushes itself. */
void inbox_open(App *app);

#endif
