#ifndef ANLIKU_TUI_SCREEN_COMPARE_H
#define ANLIKU_TUI_SCREEN_COMPARE_H

#include "base/uuid.h"
#include "tui/app/app.h"

/* Two cases against each other. Which two: those that are marked, when there are exactly two; else
 * the one marked last that is another one than `selected`; else `other` (nil: none). Says what to
 * do when there are no two. */
void compare_choose(App *app, Uuid selected, Uuid other);
/* False when one cannot be read; the message line says why. */
bool compare_open(App *app, Uuid a, Uuid b);

#endif
