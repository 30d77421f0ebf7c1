#ifndef ANLIKU_TUI_SCREEN_MERGE_H
#define ANLIKU_TUI_SCREEN_MERGE_H

#include "base/uuid.h"
#include "tui/app/app.h"

/* Two cases become one: what becomes of every field in which they differ, to be looked at and
 * chosen before anything changes. False when it cannot be; the message line says why. */
bool merge_open(App *app, Uuid kept, Uuid other);
/* The two marked cases, else the last mark and the selected one (which stays), else `other` and the
 * selected one. */
void merge_choose(App *app, Uuid selected, Uuid other);

#endif
