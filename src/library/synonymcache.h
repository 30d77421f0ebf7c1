#ifndef ANLIKU_LIBRARY_SYNONYMCACHE_H
#define ANLIKU_LIBRARY_SYNONYMCACHE_H

#include "library/internal.h"
#include "library/synonyms.h"

/* For this folder only: the groups that searches use. */
void synonym_cache_free(SynonymCache *cache); /* NULL is allowed */
/* Appends the team's groups. What cannot be read is left out. */
void synonym_read_setting(StoreRead *read, SynonymList *out);

#endif
