#ifndef ANLIKU_TUI_WIDGET_EDITKEYS_H
#define ANLIKU_TUI_WIDGET_EDITKEYS_H

#include "text/edit.h"
#include "tui/term/input.h"
#include "tui/widget/widget.h"

#include <stdbool.h>

/* Keys of every edit field: typing, arrows, Home, End, with Ctrl by words, with Shift selecting;
 * Backspace, Delete, ^W word before, ^U to the start, ^K to the end of the paragraph, ^Z and ^Y. In
 * several lines also Enter, Up, Down, PgUp, PgDn. Tab, Esc and Enter in one line are IGNORED: they
 * belong to the form. A byte that was no character (U+FFFD) is used and types nothing. */
WidgetResult editkeys_apply(TextEdit *edit, InputKey key, bool multiline);

#endif
