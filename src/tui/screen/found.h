#ifndef ANLIKU_TUI_SCREEN_FOUND_H
#define ANLIKU_TUI_SCREEN_FOUND_H

#include "library/row.h"
#include "library/views.h"
#include "tui/app/app.h"

/* A list of cases in an order of their own, each with a figure and a line that says why: similar
 * cases, cases for a prospect. */
typedef struct FoundList FoundList;

/* Lines around the rows: above them what they are compared with, below them (ROLE_DIM) how. */
void found_put_head(FoundList *list, Role role, Str line);
/* A case with its likeness (0..1) and why; marks: the query whose matches are marked in the opened
 * case, "" none. All is copied. */
void found_add(FoundList *list, const Record *row, double likeness, Str why, Str marks);

typedef struct FoundKind {
    const char *title;   /* message id, of the breadcrumb */
    const char *nothing; /* message id: what is said when there is no row */
    /* Fills the empty list; called again when the library has changed. */
    bool (*load)(void *self, FoundList *list, Error *err);
    void (*free)(void *self);
    Uuid origin; /* that = compares with when nothing is marked; nil: none */
    bool points; /* the figure is points of 100 with a decimal, no share in percent */
    /* Opens a row; NULL: the case. */
    void (*open)(void *self, App *app, Uuid id);
    /* The same list as a view of the list of cases; NULL: there is none. view's texts live as long
     * as self. */
    void (*view)(void *self, SavedView *view);
} FoundKind;

/* Opens it above the screen on top; self is freed with it, also when it cannot be loaded (then
 * false; the message line says why). kind is copied. */
bool found_open(App *app, const FoundKind *kind, void *self);

#endif
