#ifndef ANLIKU_LIBRARY_NEAR_H
#define ANLIKU_LIBRARY_NEAR_H

#include "library/internal.h"
#include "search/near.h"

/* For this folder only: what may stand for a typed word in this library, by the actor's settings:
 * synonyms of the team and the taxonomy, the short and full names of customers; and which words
 * belong together: customers, tags, products, the team's lexicon. */
typedef struct LibraryNear LibraryNear;

void library_near_free(LibraryNear *near); /* NULL is allowed */
/* As SearchRequest.near asks for it; context: the Library. Read again when something was committed,
 * at most once in NEAR_OLD_MS. What cannot be read is left out. */
enum { NEAR_OLD_MS = 5000 };
const NearOptions *library_near(void *context, const Snapshot *snapshot);

#endif
