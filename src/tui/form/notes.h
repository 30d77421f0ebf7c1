#ifndef ANLIKU_TUI_FORM_NOTES_H
#define ANLIKU_TUI_FORM_NOTES_H

#include "tui/form/internal.h"

/* The private notes of a case in a pane of their own: beside the form where there is room, else
 * over its lower part while one is in them. The focus in the pane is the focus in the field. For
 * the files of this folder only. */

/* F6 opens the pane, goes there and back; in it Tab, S-Tab and Esc go back too, Esc closes it; ^E
 * in any text (passage.h). False for other keys. */
bool form_notes_key(Form *form, InputKey key);
/* The pane is on the screen and has the focus. */
bool form_in_notes(const Form *form);
/* A key that would go on to another field: at the ends of the notes it does not. */
bool form_notes_end(InputKey key);
/* The pane shows the field now: the page leaves it out. */
bool form_notes_has(const Form *form, const FormField *field);
/* The field of the page with the focus, or with the one that it had. */
size_t form_page_focus(const Form *form);
/* The focus goes back to the page. */
void form_notes_leave(Form *form);
/* From the notes a passage went to this field: the page shows it, and F6 goes back to it. */
void form_notes_show(Form *form, const FormField *target);
/* Takes the pane's place off the form's; no rows when it is not shown. */
GridRect form_notes_place(Form *form, GridRect *form_rect);
void form_notes_draw(Form *form, Grid *grid, GridRect pane);
/* A line in the pane, or above the page, until the next key. */
void form_notes_say(Form *form, Role role, Str text);

#endif
