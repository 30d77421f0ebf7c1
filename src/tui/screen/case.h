#ifndef ANLIKU_TUI_SCREEN_CASE_H
#define ANLIKU_TUI_SCREEN_CASE_H

#include "base/uuid.h"
#include "tui/app/app.h"

/* One case to read. query: what was searched, may be empty; marks: what of it is marked. Notes the
 * view in the session. False when it cannot be read; the message line says why. */
bool case_open(App *app, Uuid id, Str query, Str marks);
/* The same out of a list of similar cases, or of those for a prospect. */
bool case_open_related(App *app, Uuid id, Str marks);

#endif
