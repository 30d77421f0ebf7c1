#ifndef ANLIKU_TUI_SCREEN_CASESPARTS_H
#define ANLIKU_TUI_SCREEN_CASESPARTS_H

#include "library/dashboard.h"
#include "tui/app/app.h"
#include "tui/screen/acts.h"
#include "tui/screen/caserows.h"
#include "tui/screen/casetext.h"
#include "tui/screen/querybar.h"
#include "tui/screen/views.h"
#include "tui/widget/list.h"
#include "tui/widget/pager.h"

/* The screen of cases in four files: rows and events (cases.c), the picture (casesdraw.c), the
 * filter bar (casesfilter.c), order, views and narrowing (caseschoose.c). For these only. */

enum { CASES_MOST_FACETS = 9 };

/* Where the list stood when the person went to the filter bar. */
typedef struct Position {
    Buf query;
    Uuid id;
    size_t row, top;
    bool touched;
} Position;

typedef struct Cases {
    App *app;
    QueryBar bar;
    bool in_filter;
    Position kept;
    bool settled; /* the query is one that was kept, not one that is typed */
    bool dirty;   /* the query is not asked yet */
    bool touched; /* the person chose the selected row */
    Uuid before;  /* the selected case before rows entered by themselves */
    int64_t entered_us;
    CaseRows hits;
    const char *sort;
    char own_sort[64]; /* one that was typed */
    bool failed; /* the query cannot be read: the rows are those of the one before */
    Error error;
    List list;
    AppPreview preview, shown_as;
    bool can_right, can_below;
    CaseText text;
    Pager pager;
    Dashboard weeks;
    bool have_weeks;
    ActsMoves moves;
    ViewsBox views;
    Arena facets; /* values in the menu */
    char *facet_values[CASES_MOST_FACETS];
    int facet_field;
} Cases;

/* ---- cases.c ---- */

/* What stands in the filter bar. */
Str cases_query(const Cases *cases);
/* Nil: no row is there. */
Uuid cases_selected(Cases *cases);
/* A slow line or a screen reader: little follows by itself. */
bool cases_is_quiet(const Cases *cases);
/* What follows the selection comes when the person rests: a held key stays cheap. */
void cases_rest(Cases *cases);
/* The list is not asked yet: for screen readers it follows when the person has typed. */
bool cases_waits(const Cases *cases);
/* Asks for what is typed. What cannot be read leaves the rows as they are. */
void cases_ask(Cases *cases);
void cases_ask_if_needed(Cases *cases);

/* ---- casescommand.c ---- */

/* Screen.command. */
bool cases_command(void *self, ScreenCommand command, Str argument, Error *err);

/* ---- casesdraw.c ---- */

void cases_draw(void *self, Grid *grid, GridRect body);

/* ---- casesfilter.c ---- */

/* Another query, as if it was typed. */
void cases_set_query(Cases *cases, Str text);
/* The query was meant. opened: the case that it led to, or nil. */
void cases_note_search(Cases *cases, Uuid opened);
bool cases_act_search(Cases *cases);
bool cases_act_to_list(Cases *cases);
bool cases_act_complete(Cases *cases);
bool cases_act_earlier(Cases *cases);
bool cases_act_later(Cases *cases);
bool cases_act_add_synonym(Cases *cases);
bool cases_act_clear(Cases *cases);

/* ---- caseschoose.c ---- */

/* context: the Cases. */
void cases_show_view(void *context, const SavedView *view);

bool cases_act_preview(Cases *cases);
bool cases_act_sort(Cases *cases);
bool cases_act_facets(Cases *cases);
bool cases_act_save_view(Cases *cases);
bool cases_act_views(Cases *cases);

#endif
