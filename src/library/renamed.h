#ifndef ANLIKU_LIBRARY_RENAMED_H
#define ANLIKU_LIBRARY_RENAMED_H

#include "library/internal.h"

/* For this folder only: the taxonomy as it is in a snapshot, read anew when it was changed. */

/* Gives every tag, category and other value of the record that was renamed, moved or merged the
 * name that it has now. Nothing for other records than cases. */
bool renamed_settle(Library *library, StoreRead *read, Record *record, Error *err);
void renamed_cache_free(RenamedCache *cache); /* NULL is allowed */

#endif
