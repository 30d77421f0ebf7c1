#ifndef ANLIKU_TUI_SCREEN_CASELIST_H
#define ANLIKU_TUI_SCREEN_CASELIST_H

#include "library/find.h"
#include "tui/grid/grid.h"

/* The columns of the list of cases: what a row shows on one line. Where there is no room for all,
 * the least important ones are left out, never a line wrapped. */

typedef enum ListColumn {
    LIST_STATE,
    LIST_AUDIENCE,
    LIST_DAY,
    LIST_CREATED,
    LIST_DUE,
    LIST_NUMBER,
    LIST_CUSTOMER,
    LIST_TITLE,
    LIST_INDUSTRY,
    LIST_CATEGORY,
    LIST_REGION,
    LIST_SIZE,
    LIST_SUCCESS,
    LIST_VALUE,
    LIST_OWNER,
    LIST_WHY,
    LIST_COLUMNS
} ListColumn;

typedef struct CaseListStyle {
    Library *library;
    bool quick;       /* no text is read to say where a row was found: that comes later */
    bool words;       /* the state in a word at any width, never a sign */
    Str query;        /* whose matches are marked in titles; empty: none, and no column for why */
    unsigned columns; /* bit set of 1 << ListColumn; 0: the standard ones */
    Str sort;         /* as FindRequest.sort: the column's head shows it */
} CaseListStyle;

/* The columns that are shown when nobody chose. */
unsigned caselist_standard(void);
/* Its label (message id) and stable name. */
const char *caselist_label(ListColumn column);
const char *caselist_key(ListColumn column);
/* What the list is sorted by where a head is clicked; NULL: not by this one. */
const char *caselist_sort(ListColumn column);
/* The set as names with blanks between, and back; unknown names are left out. Nothing for the
 * standard ones. */
void caselist_put_columns(unsigned columns, Buf *out);
unsigned caselist_read_columns(Str keys);

/* Whether a column has its place in a list of `width` columns; the others of the set have theirs.
 */
bool caselist_has_room(const CaseListStyle *style, int width, ListColumn column);

void caselist_draw_head(const CaseListStyle *style, Grid *grid, GridRect at);
/* The column whose head stands at a column of the screen; LIST_COLUMNS: none. */
ListColumn caselist_column_at(const CaseListStyle *style, GridRect head, int col);
/* The first columns, as many as may be sent twice with every move; 0 for a narrow list: what is
 * tinted in the selected row. */
int caselist_tint_cols(const CaseListStyle *style, int width);
void caselist_draw_row(const CaseListStyle *style, Grid *grid, GridRect at, FindHit *hit);

#endif
