#ifndef ANLIKU_TUI_FORM_REMARKS_H
#define ANLIKU_TUI_FORM_REMARKS_H

#include "library/library.h"
#include "tui/form/form.h"

/* Puts what stands beside a case into its form: the open comments to their fields, its files.
 */
void remarks_show(Library *library, Uuid case_id, Form *form);

#endif
