#ifndef ANLIKU_TUI_SCREEN_CARELIST_H
#define ANLIKU_TUI_SCREEN_CARELIST_H

#include "base/progress.h"
#include "tui/app/app.h"

/* A list of cases of the whole library that need something, with lines below a case that say what:
 * lint, stale. Whoever makes one says what is loaded, what is done with the marked rows, and what
 * it can be narrowed to; marks, owners, moving about, opening and undo are the same for all. */
typedef struct CareList CareList;

enum { CARE_CELLS = 4 };

typedef struct CareRow {
    Uuid id;
    int field; /* of a line below a case: Enter opens the form there; -1 none */
    bool part; /* a line below the case before it */
    struct {
        Str text;
        Role role;
    } cells[CARE_CELLS];
    Str text, right; /* the rest of the line; at its end, when there is room */
    Role role;       /* of text */
} CareRow;

/* All is copied. */
void carelist_add(CareList *list, const CareRow *row);

typedef struct CareKind {
    const char *title;   /* message id, of the breadcrumb */
    const char *nothing; /* message id: what is said when there is no row */
    const char *loading; /* message id, for the line of progress */
    int widths[CARE_CELLS], part_widths[CARE_CELLS]; /* columns of the cells; 0: none */
    /* Fills the empty list; query: the owner that was chosen, "" everybody. */
    bool (*load)(void *self, CareList *list, Str query, const Progress *progress, Error *err);
    /* The line above the rows. */
    void (*head)(const void *self, Buf *out);
    /* Offers what can be done with the cases: the marked ones, else the selected one. */
    void (*offer)(void *self, const Uuid *ids, size_t count);
    void (*narrow)(void *self); /* offers what it can be narrowed to; NULL: nothing */
    void (*free)(void *self);
} CareKind;

/* kind lives on; self is freed with the list, also when it cannot be loaded (then NULL; the message
 * line says why). */
CareList *carelist_open(App *app, const CareKind *kind, void *self);
/* Loads it again; the selection stays with its case. */
void carelist_load(CareList *list);
/* Something was done with the cases that were offered: their marks go. */
void carelist_served(CareList *list);
App *carelist_app(const CareList *list);

#endif
