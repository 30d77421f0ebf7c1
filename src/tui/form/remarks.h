#ifndef ANLIKU_TUI_FORM_REMARKS_H
#define ANLIKU_TUI_FORM_REMARKS_H

#include "library/library.h"
#include "tui/form/form.h"

/* Puts the open comments on a case to the fields of its form. */
void remarks_show(Library *library, Uuid case_id, Form *form);

#endif
