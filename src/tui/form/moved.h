#ifndef ANLIKU_TUI_FORM_MOVED_H
#define ANLIKU_TUI_FORM_MOVED_H

#include "tui/form/internal.h"

/* What ^E moved changes two fields at once: the text that it is taken from and the one that it is
 * put into. Here both are taken back, and done again, as one. For the files of this folder only. */

/* Before a passage goes from one field to another: what both hold. */
FormMove form_move_begin(const Form *form, const FormField *from, const FormField *to);
/* Afterwards. Nothing is remembered when neither is another than before. */
void form_move_end(Form *form, FormMove move);
/* ^Z and ^Y: the newest move, as long as both fields are as it left them, in either of them or
 * where nothing was changed since. False: the key is the field's own. */
bool form_move_key(Form *form, InputKey key);

#endif
