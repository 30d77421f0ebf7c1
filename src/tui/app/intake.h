#ifndef ANLIKU_TUI_APP_INTAKE_H
#define ANLIKU_TUI_APP_INTAKE_H

#include "tui/app/app.h"

/* Ways to get cases into a library that has none. */

/* Takes a file or folder ("~/" is the home folder) and says what came of it. ERR_DENIED without the
 * right, or in a shared library, where files belong to nobody; ERR_NOT_FOUND; ERR_CANCELLED when
 * Esc stopped it: what was taken stays. */
bool intake_import(App *app, Str path, Error *err);
/* Asks for the path. */
void intake_ask(App *app);
/* Ends the program; the caller opens the demo library (paths_demo_library) then. */
void intake_open_demo(App *app);

#endif
