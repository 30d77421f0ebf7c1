#ifndef ANLIKU_TUI_TERM_HYPERLINKS_H
#define ANLIKU_TUI_TERM_HYPERLINKS_H

#include "tui/grid/grid.h"

#include <stdbool.h>

/* Addresses that can be clicked (OSC 8). The cells of a link are written once more, between the
 * address and its end, with the cursor and its look kept: who draws the frame need not know. */

/* Whether the terminal is one that is known to understand them: by TERM, and by the variables that
 * terminals set for what runs in them. tmux and screen are not: they may sit in any terminal. */
bool hyperlinks_known(void);

typedef struct Hyperlinks { /* those on the screen; {0} is empty */
    GridLink *items;
    size_t len;
    Arena arena;
} Hyperlinks;

/* Appends what makes the terminal draw in a style from now on. */
typedef void HyperlinkLook(void *context, GridStyle style, Buf *out);

/* Appends what turns the links of the frame into links on the screen and takes back those that are
 * none any more. shown: what the screen shows after the frame. changed: its rows that the frame has
 * written to. whole: all of it was cleared before. */
void hyperlinks_paint(Hyperlinks *links, const Grid *shown, const Grid *frame, const bool *changed,
                      bool whole, HyperlinkLook *look, void *context, Buf *out);
void hyperlinks_free(Hyperlinks *links);

#endif
