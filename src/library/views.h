#ifndef ANLIKU_LIBRARY_VIEWS_H
#define ANLIKU_LIBRARY_VIEWS_H

#include "library/library.h"

/* Lists that a person keeps: a query and an order under a name and a digit. They are personal
 * settings in the library. */

enum { SAVED_VIEWS = 9, VIEW_NAME_BYTES = 120 };

typedef struct SavedView {
    int digit; /* 1..SAVED_VIEWS */
    Str name, query;
    Str sort; /* as FindRequest.sort */
} SavedView;

typedef struct SavedViews {
    SavedView items[SAVED_VIEWS]; /* by digit, without gaps */
    size_t len;
    Arena arena;
} SavedViews;

/* The actor's own. Freed with library_views_free, also after an error. */
bool library_views(Library *library, SavedViews *out, Error *err);
void library_views_free(SavedViews *views);
/* A view of the same name is replaced, another one gets the first free digit (*digit, may be NULL).
 * ERR_INVALID without a name, ERR_SYNTAX with the column for a query that cannot be read, ERR_FULL
 * when all digits are taken. */
bool library_view_save(Library *library, Str name, Str query, Str sort, int *digit, Error *err);
/* ERR_NOT_FOUND when there is none. */
bool library_view_delete(Library *library, int digit, Error *err);

#endif
