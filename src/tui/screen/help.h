#ifndef ANLIKU_TUI_SCREEN_HELP_H
#define ANLIKU_TUI_SCREEN_HELP_H

#include "tui/app/app.h"

/* All actions with their keys, those of `from` first, and the query language by example; from 0:
 * the keys alone, after those that would mean two things. Typing looks for words in it, also by
 * pinyin and initials; `words` are looked for at once. */
void help_open(App *app, ActionContext from, Str words);

#endif
