#ifndef ANLIKU_TUI_FORM_PASSAGE_H
#define ANLIKU_TUI_FORM_PASSAGE_H

#include "tui/form/internal.h"

/* A passage of a text goes to a section, or becomes rows of steps or outcomes (passageput.h); in
 * the notes it is marked as used. For the files of this folder only.
 *
 * The mark stands in the text: {==passage==}, a mark of editors (CriticMarkup) that people read and
 * may type or delete themselves. Places beside the text would have to follow every edit, undo,
 * merge of paragraphs and the person's own editor; the mark goes along with all of them. It never
 * reaches over a line, so that half a mark harms one line at most. */

/* ^E: the menu of where the selected passage goes, without a selection the sentence. False: the
 * field has no text of that kind. */
bool form_passage_open(Form *form, FormField *field);

/* Appends the parts of [from, to) that are marked as used, with their marks; bytes of the text. */
void form_passage_marks(Str text, size_t from, size_t to, FieldMarks *out);
/* Marks [from, to) as used, or takes the marks in it away; one step of undo. False when nothing
 * changed. */
bool form_passage_mark(TextEdit *edit, size_t from, size_t to, bool used);

#endif
