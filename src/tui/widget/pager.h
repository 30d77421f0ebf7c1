#ifndef ANLIKU_TUI_WIDGET_PAGER_H
#define ANLIKU_TUI_WIDGET_PAGER_H

#include "base/vec.h"
#include "tui/grid/grid.h"
#include "tui/term/input.h"
#include "tui/widget/list.h"
#include "tui/widget/pagertable.h"
#include "tui/widget/widget.h"

#include <stdbool.h>
#include <stddef.h>

/* Bytes [from, to) of a line that lead to an address. */
typedef struct PagerLink {
    size_t from, to;
    Str href;
} PagerLink;

/* One paragraph of a text to read. */
typedef struct PagerLine {
    Str text;   /* without LF */
    Role role;  /* ROLE_HEADING, ROLE_QUOTE, ROLE_CODE ... */
    int indent; /* columns before every screen line of it */
    int bars;   /* quotes that it stands in: a line down the left side for each, in the indent */
    Str lead;   /* drawn at the end of the indent of the first one: a bullet, a number, a label */
    int lead_cols; /* columns of the indent that are the lead's; 0: all of it */
    Role lead_role;
    bool rule; /* a line across instead of text */
    bool cut;  /* one screen line whatever its width: what does not fit is scrolled to */
    const GridMark *marks; /* parts of text that look different, as for grid_text_marked */
    size_t mark_count;
    const PagerLink *links; /* ascending; in wrapped lines only */
    size_t link_count;
    PagerTable *table;      /* not NULL: a row of that table */
    const PagerCell *cells; /* of it: as many as the table has columns, ranges of text */
} PagerLine;

/* Part of a line: bytes [from, to) of its text. */
typedef struct PagerHit {
    size_t line, from, to;
} PagerHit;

/* Where the rows of a paragraph begin, as far as they were asked for. */
typedef struct PagerRows {
    size_t line;
    VEC(size_t) starts;
    bool known, whole;
} PagerRows;

/* Finds what is marked in a line, ascending and not overlapping; at most `most`, gives how many. It
 * is asked for the lines that are drawn. */
typedef size_t PagerFind(void *context, Str text, size_t (*ranges)[2], size_t most);

/* Shows paragraphs, wrapped to its width, and scrolls. {0} is empty. Only what is on the screen is
 * wrapped: a page of a text of any length costs the same. */
typedef struct Pager {
    PagerFind *find; /* the caller's; NULL: nothing is marked */
    void *context;
    PagerHit current; /* the match that the person stands at; to 0: none */
    /* ---- */
    const PagerLine *lines; /* borrowed: with what they point to, until the next pager_set */
    size_t line_count;
    int cols;               /* that rows are wrapped for; 0 before the first draw */
    size_t top, row;        /* the first screen line: its paragraph, and which of its rows */
    int skip;               /* columns that lines with `cut` are scrolled to the left */
    int widest;             /* cut line that was drawn last */
    PagerRows small, large; /* of the paragraph that was asked for last, and of the last long one */
    VEC(size_t) before;     /* bytes above each line, and of all */
    int percent;
    GridRect rect;
} Pager;

/* Other lines; shows them from the top. */
void pager_set(Pager *pager, const PagerLine *lines, size_t count);
/* The same text with changes: stays at the paragraph that is at the top. */
void pager_update(Pager *pager, const PagerLine *lines, size_t count);
void pager_free(Pager *pager);
void pager_draw(Pager *pager, Grid *grid, GridRect rect);
/* CHANGED when it scrolled, else USED. */
WidgetResult pager_move(Pager *pager, ListMove move);
/* Scrolls lines with `cut` sideways by so many columns; USED when there is nothing more. */
WidgetResult pager_shift(Pager *pager, int cols);
/* Arrows, PgUp, PgDn, Space (a page), Home, End. */
WidgetResult pager_key(Pager *pager, InputKey key);
/* The wheel; IGNORED outside. */
WidgetResult pager_mouse(Pager *pager, const InputEvent *event);
/* Scrolls as little as shows the line; counts from 0. */
void pager_show_line(Pager *pager, size_t line);
/* Scrolls as little as shows where the hit begins, with some rows around it; it becomes `current`.
 */
void pager_show_hit(Pager *pager, PagerHit hit);
/* The paragraph at the top. */
size_t pager_top_line(const Pager *pager);
/* Hundredths of the text above the lower edge: 100 when its end is seen. */
int pager_percent(const Pager *pager);

#endif
