#ifndef ANLIKU_TEST_FORM_KEYS_H
#define ANLIKU_TEST_FORM_KEYS_H

#include "picture.h"

#include "tui/form/form.h"

/* A form in memory: keys go in, texts, messages and the picture come out. */

/* key: its name. */
FormResult form_press(Form *form, const char *key);
/* One key a code point. */
void form_type(Form *form, const char *text);
FormResult form_paste(Form *form, const char *text);
/* The test fails, showing both, when another text stands in the field. */
void expect_form_text(const Form *form, int field, const char *want);
/* Whether what is said below the field holds this. */
bool form_says(const Form *form, int field, const char *part);
/* Draws the form at a size; whether the picture holds the text. A cursor that is not on the screen
 * fails the test. */
bool form_shows(Form *form, int rows, int cols, const char *text);

#endif
