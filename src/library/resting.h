#ifndef ANLIKU_LIBRARY_RESTING_H
#define ANLIKU_LIBRARY_RESTING_H

#include "library/put.h"
#include "store/batch.h"

/* For this folder only: the public cases that must not be public, found and made internal in one
 * transaction whatever other processes write meanwhile. */

/* Which cases they are. A row is asked for each published case that is public. */
typedef struct RestingRule {
    bool (*begin)(void *context, StoreRead *read, Error *err); /* before all others; or NULL */
    /* Appends what all of them have in common, as a query; or NULL: nothing. */
    void (*narrow)(void *context, Buf *query);
    bool (*rests)(void *context, const Record *row);
    void *context;
} RestingRule;

/* Sorted by identity, freed with free(). *upto: the last row of the log that was looked at. */
bool resting_find(Library *library, const RestingRule *rule, Uuid **ids, size_t *count,
                  uint64_t *upto, Error *err);

typedef struct RestingCase {
    Record *record; /* internal already */
    Prepared prepared;
    Buf why; /* for the history of the case */
} RestingCase;

typedef struct RestingCases {
    RestingCase *items;
    size_t len;
    uint64_t upto;
    bool more; /* there are others */
} RestingCases;

/* Loads those that the rule means, `most` of them at most, and prepares them as internal. */
bool resting_prepare(PutContext *context, const RestingRule *rule, size_t most, RestingCases *out,
                     Error *err);
void resting_free(RestingCases *cases);
/* In the write transaction: no case that the rule means came since, and no consent changed.
 * ERR_CONFLICT: find them again. */
bool resting_none_came(StoreRead *read, const RestingRule *rule, uint64_t upto, Error *err);
/* Writes them as context->batch and counts them in the batch, which the caller puts. */
bool resting_write(PutContext *context, StoreWrite *write, RestingCases *cases, StoreBatch *batch,
                   Error *err);

bool resting_is_public(const Record *record);
/* Appends why cases that rest on the consent are internal now; nothing for one that holds. */
void resting_put_why(const Record *consent, Buf *out);

#endif
