#ifndef ANLIKU_TUI_WIDGET_EDITKEYS_H
#define ANLIKU_TUI_WIDGET_EDITKEYS_H

#include "text/edit.h"
#include "tui/term/input.h"
#include "tui/widget/widget.h"

#include <stdbool.h>

/* Keys of every edit field: typing, arrows, Home and End (the line on the screen; when the key
 * before was the same one, the paragraph, then the text), with Ctrl by words, with Shift selecting;
 * F2 makes Left and Right go by words, by sentences, by characters again; F8 begins and ends
 * selecting, twice takes the sentence; ^O copies (without a selection the sentence), ^K cuts
 * (without one the rest of the paragraph, at its end the line break), ^R pastes; ^C, ^V, C-Ins and
 * S-Ins do so where they arrive; Backspace, Delete, ^W word before, ^U to the start, ^Z and ^Y. In
 * several lines also Enter, Up, Down, PgUp, PgDn. Tab, Esc and Enter in one line are IGNORED: they
 * belong to the form. A byte that was no character (U+FFFD) is used and types nothing. */
WidgetResult editkeys_apply(TextEdit *edit, InputKey key, bool multiline);
/* Another key came, which no field was given: Home and End begin with the line again. */
void editkeys_other_key(void);
/* The same for a text that cannot be changed: moving, selecting, copying. */
WidgetResult editkeys_read(TextEdit *edit, InputKey key, bool multiline);
/* The key puts in what was cut or copied. */
bool editkeys_pastes(InputKey key);
/* What moves and selecting do just now (message id); NULL: nothing unusual. */
const char *editkeys_state(const TextEdit *edit);
/* False where there is none. */
bool editkeys_select_sentence(TextEdit *edit);

#endif
