#ifndef ANLIKU_TUI_SCREEN_CASESPARTS_H
#define ANLIKU_TUI_SCREEN_CASESPARTS_H

#include "library/dashboard.h"
#include "tui/app/app.h"
#include "tui/screen/acts.h"
#include "tui/screen/begin.h"
#include "tui/screen/bulkbox.h"
#include "tui/screen/caselist.h"
#include "tui/screen/caserows.h"
#include "tui/screen/casetext.h"
#include "tui/screen/facetpanel.h"
#include "tui/screen/handing.h"
#include "tui/screen/querybar.h"
#include "tui/screen/strip.h"
#include "tui/screen/views.h"
#include "tui/widget/list.h"
#include "tui/widget/pager.h"

/* The screen of cases: events (cases.c), rows (caseslive.c), the picture (casesdraw.c), what to
 * do where nothing is found (casesempty.c), the filter bar (casesfilter.c), order, columns and
 * views (caseschoose.c), narrowing by facets (casesnarrow.c). For these only. */

enum { CASES_MOST_OFFERS = 8 };

/* One of the ways on from a list without rows. */
typedef struct EmptyOffer {
    enum { OFFER_QUERY, OFFER_ACTION } kind;
    const char *text; /* translated */
    const char *key;  /* translated; "" none */
    Str query;        /* OFFER_QUERY */
    ActionId action;
} EmptyOffer;

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
    bool asked;   /* the first list is there */
    bool dirty;   /* the query is not asked yet */
    bool touched; /* the person chose the selected row */
    Uuid before;  /* the selected case before rows entered by themselves */
    int64_t entered_us;
    CaseRows hits;
    uint64_t version; /* of the library when the rows were asked for */
    char sort[64];    /* as FindRequest.sort */
    unsigned columns; /* of the list, as CaseListStyle.columns */
    bool hurried;     /* a word is being typed: what costs reading comes when the person rests */
    bool worded;      /* the query holds more than what it narrows to */
    bool failed;      /* the query cannot be read: the rows are those of the one before */
    Error error;
    List list;
    AppPreview preview, shown_as, preview_set; /* preview_set: as the settings say */
    bool can_right, can_below;
    CaseText text;
    Pager pager;
    StripWeeks weeks;
    bool have_weeks;
    ActsMoves moves;
    HandBox hand;
    BulkBox bulk;
    Begin begin;
    ViewsBox views;
    FacetPanel facets;
    bool in_facets;       /* its keys */
    bool beside;          /* it stands beside the list at any time */
    bool numbers;         /* and the numbers of the list below it */
    uint64_t facets_made; /* the making of the rows that its counts are of */
    GridRect head;        /* of the list's columns; without lines where there is none */
    CaseListStyle head_style;
    EmptyOffer offers[CASES_MOST_OFFERS];
    size_t offer_count;
    List offer_list;
    Arena offer_texts;
    Buf offers_for; /* the query that they were made for */
    bool have_offers;
} Cases;

/* ---- cases.c ---- */

/* What stands in the filter bar. */
Str cases_query(const Cases *cases);
/* A slow line or a screen reader: little follows by itself. */
bool cases_is_quiet(const Cases *cases);

/* ---- caseslive.c ---- */

/* The list as it is now; the selection stays with its case. */
void cases_enter_new(Cases *cases);
/* Screen.changed and Screen.timer. */
void cases_changed(void *self);
void cases_timer(void *self, AppTimer timer);

/* Nil: no row is there. */
Uuid cases_selected(Cases *cases);
/* What follows the selection comes when the person rests: a held key stays cheap. */
void cases_rest(Cases *cases);
/* The list is not asked yet: for screen readers it follows when the person has typed. */
bool cases_waits(const Cases *cases);
/* Asks for what is typed. What cannot be read leaves the rows as they are. */
void cases_ask(Cases *cases);
void cases_ask_if_needed(Cases *cases);
/* Another order, with - before it from high to low. */
void cases_set_sort(Cases *cases, Str sort);

/* ---- casesempty.c ---- */

/* What to do where there is nothing. */
void cases_draw_empty(Cases *cases, Grid *grid, GridRect at);
/* The person rests: time to look what other queries find. */
void cases_empty_rest(Cases *cases);
/* One line about what would find more, "+" takes it; NULL: none is known. */
const char *cases_empty_hint(const Cases *cases);
bool cases_act_take_hint(Cases *cases);
/* Moves among the ways on; false: the list has rows. */
bool cases_empty_move(Cases *cases, ListMove move);
bool cases_empty_open(Cases *cases);
bool cases_empty_mouse(Cases *cases, const InputEvent *event);

/* ---- casesnarrow.c ---- */

/* Which facets are counted, by what is shown; asks when others are. */
void cases_count_facets(Cases *cases);
void cases_draw_facets(Cases *cases, Grid *grid, GridRect at);
bool cases_facets_event(Cases *cases, const InputEvent *event);
/* False: the pointer is elsewhere. */
bool cases_facets_mouse(Cases *cases, const InputEvent *event);
bool cases_act_facets(Cases *cases);
bool cases_act_unnarrow(Cases *cases);

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
bool cases_act_back(Cases *cases);
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
bool cases_act_columns(Cases *cases);
/* Sorts by what a head shows, or the other way round. */
void cases_sort_by(Cases *cases, const char *key);
bool cases_act_save_view(Cases *cases);
bool cases_act_views(Cases *cases);

#endif
