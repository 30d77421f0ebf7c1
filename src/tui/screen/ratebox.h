#ifndef ANLIKU_TUI_SCREEN_RATEBOX_H
#define ANLIKU_TUI_SCREEN_RATEBOX_H

#include "tui/app/app.h"

/* Rating a case: a small box for a number and whether it helped, with what one said before. Enter
 * saves. One who may not rate it is told why. */
void ratebox_open(App *app, Uuid case_id);

#endif
