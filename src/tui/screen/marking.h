#ifndef ANLIKU_TUI_SCREEN_MARKING_H
#define ANLIKU_TUI_SCREEN_MARKING_H

#include "tui/app/app.h"

/* Marking cases from several screens, and how a list shows the marks. */

/* Marks the case or takes its mark away. */
void marking_toggle(App *app, Uuid id);
/* Marks every case that the query finds (the first `count` rows of its list); when all of them are
 * marked already, takes all marks away. */
void marking_all(App *app, Str query, Str sort, size_t count);

/* The marked cases that are not among these: how many, and (appended, a line each, the first few)
 * their numbers and titles. */
size_t marking_put_unseen(App *app, const Uuid *shown, size_t count, Buf *out);
/* Asks whether something is to be done with marked cases that the person does not see, which
 * `names` are; done(context, 1) when it is. */
void marking_ask_unseen(App *app, Str names, AppChosen *done, void *context);

/* Columns that a list gives to the marks: none while nothing is marked. */
int marking_cols(App *app);
/* Draws the sign of a row into the first of these columns and takes them off. */
void marking_draw(App *app, Grid *grid, GridRect *at, Uuid id);

#endif
