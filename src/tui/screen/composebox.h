#ifndef ANLIKU_TUI_SCREEN_COMPOSEBOX_H
#define ANLIKU_TUI_SCREEN_COMPOSEBOX_H

#include "library/comments.h"
#include "tui/app/app.h"

/* A comment is typed: what it is about, its kind, its text; of a suggestion the field's text as it
 * should be. It pushes itself, and goes when the comment is written. What is typed is kept as a
 * draft; while there is one of the case, each of these goes on with it. */

/* A new one about a field (CaseField, -1 the whole case). */
void composebox_open(App *app, Uuid case_id, int field);
/* An answer. comment is not kept. */
void composebox_answer(App *app, Uuid case_id, const Comment *comment);
/* Other words of a comment of the actor's own, of a suggestion that is open also another text. */
void composebox_change(App *app, Uuid case_id, const Comment *comment);
/* A draft that was left, of ENTITY_COMMENT. */
void composebox_open_draft(App *app, Uuid draft);

#endif
