#ifndef ANLIKU_TUI_SCREEN_FACETPANEL_H
#define ANLIKU_TUI_SCREEN_FACETPANEL_H

#include "base/vec.h"
#include "library/facets.h"
#include "tui/widget/field.h"
#include "tui/widget/list.h"

/* The fields that a list is narrowed by, one below the other, those that are open with their values
 * and counts. Beside the list, or above it where there is no room. It changes nothing itself: it
 * says which value was taken. */

typedef enum FacetRowKind { FACET_ROW_FIELD, FACET_ROW_VALUE, FACET_ROW_MORE } FacetRowKind;

typedef struct FacetRow {
    FacetRowKind kind;
    size_t facet; /* of library_facet */
    Str value;
    uint64_t count;
    size_t chosen; /* values of a field; a value: 0 or 1 */
    size_t hidden; /* FACET_ROW_MORE: values that are not shown */
    int depth;
    bool parent, open; /* a branch of the tree; a field */
} FacetRow;

typedef enum FacetAnswer {
    FACET_NOTHING, /* not mine */
    FACET_USED,
    FACET_TAKEN, /* panel->taken_field and taken_value (valid until the next set) */
    FACET_ASK,   /* other fields are shown: their counts are wanted */
    FACET_LEAVE
} FacetAnswer;

typedef struct FacetPanel {
    Library *library;
    bool focused;
    int taken_field;
    Buf taken_value;
    /* ---- */
    TextEdit *edit; /* what is typed to find a value */
    EditField field;
    Buf typed;                  /* folded */
    bool named[LIBRARY_FACETS]; /* what was typed is the name of the field */
    bool open[LIBRARY_FACETS], whole[LIBRARY_FACETS];
    VEC(char *) branches; /* open ones of the tree */
    FacetNames *names;
    uint64_t names_version;
    const FindFacet *counts; /* borrowed; those of the list as it is */
    size_t count_len;
    Narrowing narrowing;
    Buf query; /* that it was read from */
    VEC(FacetRow) rows;
    Arena arena;
    List list;
    GridRect typed_at;
    bool stale; /* rows are to be made again */
    int room;   /* lines that they were made for */
} FacetPanel;

void facetpanel_init(FacetPanel *panel, Library *library);
void facetpanel_free(FacetPanel *panel);

/* Which fields are to be counted: at most LIBRARY_FACETS. */
size_t facetpanel_fields(const FacetPanel *panel, int *fields);
/* Other counts (borrowed until the next call) or another query. */
void facetpanel_set(FacetPanel *panel, const FindFacet *counts, size_t count, Str query);
/* What is open, as keys with blanks between, for saved views. */
void facetpanel_put_open(const FacetPanel *panel, Buf *out);
void facetpanel_set_open(FacetPanel *panel, Str keys);

/* ---- facetrows.c ---- */

/* Makes the rows anew when they are stale or were made for other room (lines). */
void facetpanel_make_rows(FacetPanel *panel, int room);
void facetpanel_open_branch(FacetPanel *panel, Str path, bool open);

/* ---- facetpanel.c ---- */

void facetpanel_draw(FacetPanel *panel, Grid *grid, GridRect rect);
FacetAnswer facetpanel_key(FacetPanel *panel, InputKey key);
FacetAnswer facetpanel_mouse(FacetPanel *panel, const InputEvent *event);

#endif
