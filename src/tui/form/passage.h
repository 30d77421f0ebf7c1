#ifndef ANLIKU_TUI_FORM_PASSAGE_H
#define ANLIKU_TUI_FORM_PASSAGE_H

#include "tui/form/internal.h"

/* A passage of a text goes to a section, or becomes rows of steps or outcomes (passageput.h); in
 * the notes it is marked as used. For the files of this folder only.
 *
 * Where it is stored the mark stands in the text: {==passage==}, a mark of editors (CriticMarkup).
 * So it goes along through drafts, merging of paragraphs and revisions. While the text is edited
 * there are no signs in it, but spans (text/edit.h) that follow every change; they never reach over
 * a line when they are made. */

/* ^E: the menu of where the selected passage goes, without a selection the sentence. False: the
 * field has no text of that kind. */
bool form_passage_open(Form *form, FormField *field);

/* Puts the caret at the first sentence from `at` on of which nothing is used; where there is none
 * it stays. */
void form_passage_go_on(TextEdit *edit, size_t at);

/* A FieldMarker over a TextEdit (the context) with passages that are marked. */
FieldMarker form_passage_put_marks;
/* Marks [from, to) as used, or takes the marks that it touches away; one step of undo. False when
 * nothing changed. */
bool form_passage_mark(TextEdit *edit, size_t from, size_t to, bool used);

#endif
