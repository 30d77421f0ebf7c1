#ifndef ANLIKU_TUI_APP_PERMIT_H
#define ANLIKU_TUI_APP_PERMIT_H

#include "tui/app/app.h"

/* Actions that the person may not do, or that nobody can do in a library that is only read: they
 * are dimmed, and their key says why. Whether a certain case may be changed is known only to the
 * library, which is asked when it is tried. */

/* reason (may be NULL): appended to, translated. */
bool permit_action(App *app, ActionId id, Buf *reason);
/* The same with the names of some who may, for a sentence that is read by itself. */
bool permit_action_or_who(App *app, ActionId id, Buf *reason);

#endif
