#ifndef ANLIKU_TUI_SCREEN_REASONS_H
#define ANLIKU_TUI_SCREEN_REASONS_H

#include "tui/app/app.h"

/* Why an import refused records: the file X.reasons.csv that it wrote, to be read. Says so in the
 * message line when the file is there no more. */
void reasons_open(App *app, Str path);

#endif
