#ifndef ANLIKU_TUI_SCREEN_FOUND_H
#define ANLIKU_TUI_SCREEN_FOUND_H

#include "library/row.h"
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
} FoundKind;

/* Opens it above the screen on top; self is freed with it, also when it cannot be loaded (then
 * false; the message line says why). kind is copied. */
bool found_open(App *app, const FoundKind *kind, void *self);

#endif
