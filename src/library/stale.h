#ifndef ANLIKU_LIBRARY_STALE_H
#define ANLIKU_LIBRARY_STALE_H

#include "base/arena.h"
#include "library/bulk.h"
#include "record/freshness.h"
#include "record/state.h"

/* Published cases that fell due, those that lost the most of their weight first. */

typedef struct StaleCase {
    Uuid id;
    CaseTrust trust; /* due or stale */
    int32_t due;     /* the first day on which it is due, as the Inbox says */
    Freshness fresh;
    Str number, title, customer, owner;
    bool mine; /* the actor is its owner or author: somebody else verifies it */
} StaleCase;

typedef struct StaleCases {
    StaleCase *items;
    size_t len, cap;
    size_t stale; /* of them */
    Arena arena;
} StaleCases;

/* Of those that the query finds ("" all) and that the actor may see. ERR_SYNTAX; ERR_CANCELLED.
 * *out is freed with library_stale_free, also after an error. */
bool library_stale(Library *library, Str query, const Progress *progress, StaleCases *out,
                   Error *err);
void library_stale_free(StaleCases *cases);

/* Asks the owners whether their cases still hold: a comment on each, all of them one batch that
 * library_bulk_undo takes back. One's own cases are left alone; one without an owner is refused.
 * Needs the right `comment`. ERR_INVALID for no text, and for more than STALE_ASKED cases. */
enum { STALE_ASKED = 500 };
bool library_ask_owners(Library *library, const Uuid *ids, size_t count, Str text, BulkResult *out,
                        Error *err);

#endif
