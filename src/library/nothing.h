#ifndef ANLIKU_LIBRARY_NOTHING_H
#define ANLIKU_LIBRARY_NOTHING_H

#include "library/find.h"

/* Why a query finds nothing, and what would find something. */

enum { NOTHING_OFFERS = 4 };

typedef enum NothingKind {
    NOTHING_ARCHIVED, /* archived cases hold all of it */
    NOTHING_VALUE,    /* the only word names a value that lists are narrowed by */
    NOTHING_SPELLED,  /* the term is written another way */
    NOTHING_WITHOUT,  /* the term is left out */
    NOTHING_ONLY      /* everything but the term is left out */
} NothingKind;

typedef struct NothingOffer {
    NothingKind kind;
    Str term;  /* as it stands in the query */
    Str shown; /* NOTHING_SPELLED: what stands for it; NOTHING_VALUE: the field and the value */
    Str query; /* what to search for instead */
    uint64_t total;
} NothingOffer;

typedef struct NothingFound {
    NothingOffer
        items[NOTHING_OFFERS + 1]; /* archived ones, values and other spellings first, then the term
                                  that removes most, else the one that alone finds most */
    size_t len;
    Arena arena;
} NothingFound;

/* Only what finds something is offered. Freed with library_nothing_free, also after an error. */
bool library_find_nothing(Library *library, Str query, NothingFound *out, Error *err);
void library_nothing_free(NothingFound *found);

#endif
