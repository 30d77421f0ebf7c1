#ifndef ANLIKU_TUI_SCREEN_LINT_H
#define ANLIKU_TUI_SCREEN_LINT_H

#include "tui/app/app.h"

/* What keeps cases from being published and what is worth a look, case by case; Enter opens the
 * form at the field. What can be mended without knowing the case is shown before it is done. */
void lint_open(App *app);

#endif
