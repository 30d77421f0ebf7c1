#ifndef ANLIKU_TEST_PICTURE_H
#define ANLIKU_TEST_PICTURE_H

#include "tui/grid/grid.h"
#include "tui/term/input.h"

#include <stdbool.h>

/* What goes into the screen and comes out of it, for whatever takes events and draws on a grid:
 * keys, and looking at the text of the picture. */

/* A key by its name: "Down", "^G", "续". The test fails at one that is none. */
InputEvent key_named(const char *name);
/* The next of several keys with blanks between, "Down Enter ^G"; false: there is none left. */
bool next_key(Str *keys, InputEvent *event);
/* The next of a text as a person types it, one key a code point; false: there is none left. */
bool next_letter(Str *text, InputEvent *event);
/* `text` stays the caller's. */
InputEvent pasted(const char *text);

/* Whether the picture, as grid_dump writes it, holds the text. */
bool grid_shows(const Grid *grid, const char *text);
/* The test fails, with the picture on stderr, unless that is `want`. */
void expect_shown(const Grid *grid, const char *text, bool want);
/* Every wide glyph has its filler, every filler its glyph, and no cell is empty. */
void expect_whole_glyphs(const Grid *grid);
void expect_cursor_inside(const Grid *grid);

#endif
