#ifndef ANLIKU_LIBRARY_DISTINCT_H
#define ANLIKU_LIBRARY_DISTINCT_H

#include "library/library.h"

/* Cases that look alike and are not the same: somebody said so, and they are not offered as
 * duplicates again. */

/* Says so of every two of the cases, or takes it back. Needs the right `write`; ERR_NOT_FOUND for a
 * case that the actor may not see, ERR_INVALID for fewer than two or one named twice. *changed (may
 * be NULL): the pairs of which it was not so before. */
bool library_distinct_set(Library *library, const Uuid *ids, size_t count, bool distinct,
                          size_t *changed, Error *err);

#endif
