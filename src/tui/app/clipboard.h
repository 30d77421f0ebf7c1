#ifndef ANLIKU_TUI_APP_CLIPBOARD_H
#define ANLIKU_TUI_APP_CLIPBOARD_H

#include "tui/app/state.h"

/* The screen that shows copied text, for the files of this folder: a page of it, and a key there.
 * rows, cols: of the terminal. */
void clipboard_page(const App *app, int rows, int cols, Buf *out);
void clipboard_key(App *app, InputKey key, int rows, int cols);

#endif
