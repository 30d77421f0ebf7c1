#ifndef ANLIKU_TUI_FORM_FIND_H
#define ANLIKU_TUI_FORM_FIND_H

#include "tui/form/internal.h"

/* Finding and replacing in the text of the field with the focus. Texts are compared as the search
 * compares them: folded by width, case, accents and script. For the files of this folder only. */

/* F4 and ^F open the bar, F3 and S-F3 go to the next and previous place of what was looked for
 * last. False for other keys, and for a field without text. */
bool form_find_key(Form *form, FormField *field, InputKey key);
void form_find_free(struct FormFind *find);

/* Whether the bar is open over the field. */
bool form_find_marks(const Form *form, const FormField *field);
/* A FieldMarker over the form: the places that were found. */
FieldMarker form_find_put_marks;

#endif
