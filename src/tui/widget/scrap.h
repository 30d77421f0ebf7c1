#ifndef ANLIKU_TUI_WIDGET_SCRAP_H
#define ANLIKU_TUI_WIDGET_SCRAP_H

#include "base/str.h"

#include <stdbool.h>

/* The program's own clipboard: what was cut or copied last in any field of any form. It is one for
 * the process, as a person has one. */

/* "" before the first; valid until the next scrap_put. */
Str scrap_text(void);
/* Copies text; nothing happens when it is empty. */
void scrap_put(Str text);
/* The same with a text that is taken out of where it stands. */
void scrap_put_cut(Str text);
/* Whether the last text was cut. */
bool scrap_is_cut(void);
/* Counts the texts that were put in: who hands them on to the terminal sees a new one. */
unsigned scrap_count(void);
void scrap_free(void);

#endif
