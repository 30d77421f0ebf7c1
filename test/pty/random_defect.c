#include "config.h"

/* The output with a defect, to prove that the walk of random keys sees one: a row that begins with
 * a wide glyph is written from that glyph's right half on. The object here is taken instead of the
 * library's. */
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <wchar.h>

static int half_row(int row, int col, const cchar_t *cells, int count) {
    wchar_t glyph[CCHARW_MAX + 1] = {0};
    attr_t attrs;
    short pair;
    getcchar(&cells[0], glyph, &attrs, &pair, NULL);
    int half = wcwidth(glyph[0]) == 2;
    return mvwadd_wchnstr(stdscr, row, col + half, cells + half, count - half);
}

#undef mvwadd_wchnstr
#define mvwadd_wchnstr(window, row, col, cells, count) half_row(row, col, cells, count)
#include "tui/term/output.c"
