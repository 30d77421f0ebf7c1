#ifndef ANLIKU_TUI_FORM_AHEAD_H
#define ANLIKU_TUI_FORM_AHEAD_H

#include "tui/form/internal.h"

/* What the fields of a form could hold is read while the person rests and kept with the fields, so
 * that no key waits for it. What is kept may be a little old while somebody types; where it matters
 * (F7, a save) form_ahead_expire comes first. For the files of this folder only. */

/* Asks what a field could hold for what is typed. What lasts stays with the field, the rest goes to
 * *out (which is freed before): gives the one it is. */
const Offers *form_ahead_ask(Form *form, FormField *field, Str typed, Offers *out);
/* What is kept; NULL: nothing. */
const Offers *form_ahead(const FormField *field);
/* True: nobody has asked yet, and form_rest will. */
bool form_ahead_is_coming(const Form *form, const FormField *field);
/* Drops what is older than the library; closes the list that shows it. */
void form_ahead_expire(Form *form);
void form_ahead_free(FormField *field);

#endif
