#ifndef ANLIKU_STORE_SEARCHES_H
#define ANLIKU_STORE_SEARCHES_H

#include "store/session.h"

/* What people searched for: a table of its own, because it is forgotten (the log never is). One row
 * for what a session wrote at once. */

typedef struct StoreSearch {
    int64_t at_ms;
    Uuid user;   /* nil: forgotten */
    Uuid opened; /* nil: none */
    uint32_t hits;
    Str query;
} StoreSearch;

/* Puts the entries that are SESSION_SEARCH; others are passed over. Nothing is written for none. */
bool store_searches_append(StoreWrite *write, Uuid user, const StoreSessionEntry *entries,
                           size_t count, Error *err);
/* Takes the users off rows that begin before `anonymous_ms`, and deletes those before `gone_ms`. */
bool store_searches_sweep(StoreWrite *write, int64_t anonymous_ms, int64_t gone_ms, Error *err);
typedef bool StoreSearchFn(void *context, const StoreSearch *search, Error *err);
/* Oldest row first; stops when each returns false (it has filled *err). Texts live during the call.
 */
bool store_search_each(StoreRead *read, StoreSearchFn *each, void *context, Error *err);

#endif
