#ifndef ANLIKU_TUI_FORM_PASSAGEPUT_H
#define ANLIKU_TUI_FORM_PASSAGEPUT_H

#include "tui/form/internal.h"

/* Puts a passage into a section, a row of steps or rows of outcomes, and says so. For the files of
 * this folder only. */

/* passage: as it stands in a text, with its marks and signs of lists. around: the paragraph that it
 * stands in, where the day of a measurement and its source may be named. Both are copies of the
 * caller's: the field may change. item: the passage is part of an item of a list. False: nothing
 * was put in. */
bool form_passage_put(Form *form, int field, Str passage, Str around, bool item);

/* The passage becomes the evidence of every outcome that names none. */
bool form_passage_be_evidence(Form *form, Str passage);
/* Why there is no such outcome, translated; NULL: there is one. */
const char *form_passage_no_evidence(const Form *form);

#endif
