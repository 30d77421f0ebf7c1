#ifndef ANLIKU_TUI_APP_ACTIONPARTS_H
#define ANLIKU_TUI_APP_ACTIONPARTS_H

#include "tui/app/action.h"

/* What the table of actions (action.c) and the keys that a person chose (actionkeys.c) share. For
 * these only. */

/* Whether a key is one of its action there: where text is typed, text is no command. */
bool action_chord_works(const ActionKeys *map, const ActionChord *chord, ActionContext context);
/* Whether the first keys of a chord are those of start. */
bool action_chord_begins(const ActionChord *chord, const ActionChord *start);
/* Appends "List of cases, Case". */
void action_put_contexts(Buf *out, unsigned which);

#endif
