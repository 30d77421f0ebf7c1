#ifndef ANLIKU_TUI_WIDGET_PAGER_H
#define ANLIKU_TUI_WIDGET_PAGER_H

#include "base/vec.h"
#include "tui/grid/grid.h"
#include "tui/term/input.h"
#include "tui/widget/list.h"
#include "tui/widget/widget.h"

#include <stdbool.h>
#include <stddef.h>

/* One paragraph of a text to read. */
typedef struct PagerLine {
    Str text;   /* without LF */
    Role role;  /* ROLE_HEADING, ROLE_QUOTE, ROLE_CODE ... */
    int indent; /* columns before every screen line of it */
    Str lead;   /* drawn in the indent of the first one: a bullet, a number, a label */
    Role lead_role;
    bool rule;             /* a line across instead of text */
    const GridMark *marks; /* of text; may be NULL */
    size_t mark_count;
} PagerLine;

typedef struct PagerRow {
    size_t line, from, to; /* bytes of its text */
} PagerRow;

/* Shows paragraphs, wrapped to its width, and scrolls. {0} is empty. */
typedef struct Pager {
    const PagerLine *lines; /* borrowed: with what they point to, until the next pager_set */
    size_t line_count;
    int cols; /* that rows are wrapped for */
    VEC(PagerRow) rows;
    size_t top;
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
/* Arrows, PgUp, PgDn, Space (a page), Home, End. */
WidgetResult pager_key(Pager *pager, InputKey key);
/* The wheel; IGNORED outside. */
WidgetResult pager_mouse(Pager *pager, const InputEvent *event);
/* Scrolls as little as shows the line; counts from 0. */
void pager_show_line(Pager *pager, size_t line);
/* The paragraph at the top. */
size_t pager_top_line(const Pager *pager);
/* Hundredths of the text above the lower edge: 100 when its end is seen. */
int pager_percent(const Pager *pager);

#endif
