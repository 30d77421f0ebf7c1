#ifndef ANLIKU_LIBRARY_SYNONYMCACHE_H
#define ANLIKU_LIBRARY_SYNONYMCACHE_H

#include "library/internal.h"
#include "library/synonyms.h"

/* For this folder only: the groups that searches use. */
void synonym_cache_free(SynonymCache *cache); /* NULL is allowed */
/* Changes when the groups do. */
uint64_t synonym_cache_digest(const SynonymCache *cache);
/* Appends the team's groups. What cannot be read is left out. */
void synonym_read_setting(StoreRead *read, SynonymList *out);

#endif
