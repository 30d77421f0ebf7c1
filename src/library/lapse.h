#ifndef ANLIKU_LIBRARY_LAPSE_H
#define ANLIKU_LIBRARY_LAPSE_H

#include "library/internal.h"

/* For this folder only. A consent ends with a day and nobody does anything: the public cases that
 * rest on it are internal from the next morning on. The first session or command of a day that may
 * write makes them so (library_expire_consents); until then they are shown, found and counted as
 * internal all the same. */

typedef struct LapsedCases {
    Uuid *ids; /* ascending */
    size_t len;
    uint32_t *documents; /* change numbers of their revisions, ascending */
    size_t searches;     /* how often this library has looked for them, which reads all public
                            cases */
} LapsedCases;

/* Those that are stored as public still, {0} nearly always: kept until a case or a consent
 * changes. */
const LapsedCases *lapsed_cases(Library *library);
/* A row or a current revision as it is to be shown. */
void lapsed_show(Library *library, Record *record);
void lapsed_cache_free(struct LapsedCache *cache); /* NULL is allowed */

#endif
