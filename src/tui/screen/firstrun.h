#ifndef ANLIKU_TUI_SCREEN_FIRSTRUN_H
#define ANLIKU_TUI_SCREEN_FIRSTRUN_H

#include "tui/screen/firstpage.h"
#include "tui/screen/run.h"

/* Shows the page of who has no library yet on the terminal of the process, until the person has
 * chosen. path: where the library would be. *import (appended to): what is to be imported. Errors
 * as app_run. */
bool firstrun(const char *path, const AppOptions *options, FirstChoice *out, Buf *import,
              Error *err);

#endif
