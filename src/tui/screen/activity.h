#ifndef ANLIKU_TUI_SCREEN_ACTIVITY_H
#define ANLIKU_TUI_SCREEN_ACTIVITY_H

#include "tui/app/app.h"

/* What was done in the library, the newest first, by everybody or by the actor: of records that the
 * actor may see. Enter opens the case. */
void activity_open(App *app);

#endif
