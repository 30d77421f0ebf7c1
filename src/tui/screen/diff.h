#ifndef ANLIKU_TUI_SCREEN_DIFF_H
#define ANLIKU_TUI_SCREEN_DIFF_H

#include "base/uuid.h"
#include "tui/app/app.h"

/* What changed in a case from one revision to another, field by field; from 0: all of `to` is new.
 * The older one comes first whatever the order. False when one cannot be read; the message line
 * says why. */
bool diff_open(App *app, Uuid id, uint32_t from, uint32_t to);
/* Makes a revision the newest one, and says so. */
void diff_revert(App *app, Uuid id, uint32_t rev);

#endif
