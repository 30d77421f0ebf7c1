#ifndef ANLIKU_TUI_SCREEN_BULKEXPORT_H
#define ANLIKU_TUI_SCREEN_BULKEXPORT_H

#include "tui/screen/bulkbox.h"

/* The export of a BulkBox: the form, the format, the path, and a question where a file stands
 * already or the safe form may still tell. shown: all that its list found, else its ids. In a
 * shared library no file is written for a person: the line to type is shown instead. */
void bulkexport_start(BulkBox *box, bool shown);

#endif
