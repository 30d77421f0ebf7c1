#ifndef ANLIKU_TUI_SCREEN_FILES_H
#define ANLIKU_TUI_SCREEN_FILES_H

#include "base/uuid.h"
#include "tui/app/app.h"

/* The files of a case: to be looked through, added, renamed, deleted and brought back. False when
 * they cannot be read, which is said. */
bool files_open(App *app, Uuid case_id);

#endif
