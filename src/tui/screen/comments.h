#ifndef ANLIKU_TUI_SCREEN_COMMENTS_H
#define ANLIKU_TUI_SCREEN_COMMENTS_H

#include "base/uuid.h"
#include "tui/app/app.h"

/* The comments on a case as threads, to be read, written, answered, settled, taken in. number: the
 * one to begin at, 0 the first that is new, else the first. Opening it means that they were seen.
 */
void comments_open(App *app, Uuid case_id, int number);

#endif
