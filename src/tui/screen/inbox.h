#ifndef ANLIKU_TUI_SCREEN_INBOX_H
#define ANLIKU_TUI_SCREEN_INBOX_H

#include "tui/app/app.h"

/* What waits for the person: drafts to go on with, and counts of cases that were returned, are to
 * be reviewed or to be verified, each with the way to them. Pushes itself. */
void inbox_open(App *app);

#endif
