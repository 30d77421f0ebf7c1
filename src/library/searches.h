#ifndef ANLIKU_LIBRARY_SEARCHES_H
#define ANLIKU_LIBRARY_SEARCHES_H

#include "library/library.h"

/* What was searched for: the log that session_note_search fills. */

typedef struct SearchedQuery {
    Str query;      /* as it was typed last */
    uint32_t times; /* it was asked */
    uint32_t empty; /* of these found nothing */
    uint32_t opened;
    uint32_t hits; /* the last time */
    int64_t last_ms;
} SearchedQuery;

typedef struct SearchedQueries {
    SearchedQuery *items;
    size_t len;
    Arena arena;
} SearchedQueries;

/* Queries that are equal when folded are one. First those that found nothing the last time, the
 * most frequent first; then the others. Needs the right `searches`. Freed with
 * library_searches_free, also after an error. */
bool library_searches(Library *library, SearchedQueries *out, Error *err);
/* The actor's own of the last days, the newest first, each once, at most `most`. */
bool library_own_searches(Library *library, size_t most, SearchedQueries *out, Error *err);
void library_searches_free(SearchedQueries *queries);

#endif
