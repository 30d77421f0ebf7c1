#ifndef ANLIKU_LIBRARY_VIEWS_H
#define ANLIKU_LIBRARY_VIEWS_H

#include "library/library.h"

/* Lists that are kept: a query (with what it is narrowed to), an order, columns and open facets
 * under a name and a digit. A person's own are personal settings in the library; those of the team
 * are settings of the library, seen by everybody. */

enum { SAVED_VIEWS = 9, VIEW_NAME_BYTES = 120 };

typedef struct SavedView {
    int digit; /* 1..SAVED_VIEWS; of what is saved 0: the one of that name, else the first free */
    bool team;
    bool hidden; /* of the team, and a person's own view has its digit */
    Str name, query;
    Str sort;    /* as FindRequest.sort */
    Str columns; /* names of columns with blanks between; empty: the standard ones */
    Str open;    /* keys of open facets with blanks between; empty: as they are */
} SavedView;

typedef struct SavedViews {
    SavedView items[2 * SAVED_VIEWS]; /* the actor's own by digit, then the team's */
    size_t len;
    Arena arena;
} SavedViews;

/* Freed with library_views_free, also after an error. */
bool library_views(Library *library, SavedViews *out, Error *err);
void library_views_free(SavedViews *views);
/* The view of a digit: the actor's own, else the team's; NULL: there is none. */
const SavedView *library_view_at(const SavedViews *views, int digit);

/* A view of the same name (and owner) is replaced, and so is what stands at the digit. *digit (may
 * be NULL) is where it is now. ERR_INVALID without a name or for a digit that views do not have,
 * ERR_SYNTAX with the column for a query that cannot be read, ERR_FULL when all digits are taken. A
 * view of the team needs the right `settings`: else ERR_DENIED. */
bool library_view_save(Library *library, const SavedView *view, int *digit, Error *err);
/* ERR_NOT_FOUND when there is none, ERR_INVALID for a name that there is already. */
bool library_view_rename(Library *library, int digit, bool team, Str name, Error *err);
/* The same view at another digit; what stands there takes its place. */
bool library_view_move(Library *library, int digit, bool team, int to, Error *err);
/* ERR_NOT_FOUND when there is none. */
bool library_view_delete(Library *library, int digit, bool team, Error *err);

#endif
