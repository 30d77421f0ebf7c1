#ifndef ANLIKU_TUI_SCREEN_CARE_H
#define ANLIKU_TUI_SCREEN_CARE_H

#include "tui/app/app.h"

/* The screens that look after the cases of a whole library, opened from wherever one lists cases.
 * False: the action opens none of them. */
bool care_act(App *app, ActionId id);

#endif
