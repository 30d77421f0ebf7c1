#ifndef ANLIKU_TUI_FORM_KNOWNPARTS_H
#define ANLIKU_TUI_FORM_KNOWNPARTS_H

#include "tui/form/kind.h"

/* What knownwords.c (what is known, new, not allowed) and newwords.c (the question before something
 * new is made) share; for them only. */

enum { WORDS_MOST_NEAR = 3 };

/* The next item of a field's text; the whole when it holds one. */
bool form_words_next(const FormField *field, Str *rest, Str *word);
/* What the field could hold; NULL: nothing is known, or nothing was typed. Of a field that is
 * filled in cell by cell nothing is known as a whole. */
const Offers *form_words_offers(Form *form, const FormField *field);
bool form_words_is_new(const Form *form, const FormField *field, const Offers *offers, Str word);
/* Several that were typed as one: with the comma of lists, or one of sentences. */
bool form_words_look_like_several(const FormField *field, Str word);
/* The first new word, below its field. */
void form_words_say_new(const Form *form, FormField *field, const Offers *offers);

#endif
