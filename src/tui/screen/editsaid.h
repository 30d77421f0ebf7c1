#ifndef ANLIKU_TUI_SCREEN_EDITSAID_H
#define ANLIKU_TUI_SCREEN_EDITSAID_H

#include "tui/app/app.h"
#include "tui/form/session.h"

/* After the form saved: what it did beyond saving is said. */
void editsaid_say(App *app, FormSession *session);
/* And remembered, for undo as long as the session lasts. */
void editsaid_note(App *app, FormSession *session);

#endif
