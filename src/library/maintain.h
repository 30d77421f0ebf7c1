#ifndef ANLIKU_LIBRARY_MAINTAIN_H
#define ANLIKU_LIBRARY_MAINTAIN_H

#include "library/library.h"
#include "search/reindex.h"
#include "store/backup.h"
#include "store/check.h"
#include "store/compact.h"

/* Care of a library: rights and the log entry around what store/ does. */

bool library_backup(Library *library, const char *file, const char *key_file,
                    const Progress *progress, Error *err);
bool library_stats(Library *library, StoreStats *out, Error *err);

/* Makes the index anew from the revisions; searches go on meanwhile. */
bool library_reindex(Library *library, const Progress *progress, Error *err);
/* Where the bytes of the index are. */
bool library_index_stats(Library *library, SearchStats *out, Error *err);
/* Compares the index with the revisions. */
bool library_check_index(Library *library, const Progress *progress, StoreFindingFn *found,
                         void *context, uint64_t *checked, Error *err);

/* These work on a library that is not open in this process. Only who may write the folder can, and
 * compacting needs the right `maintain`; checking and repairing must go when nobody's rights can be
 * read any more. */
bool library_check(const char *path, bool deep, const Progress *progress, StoreFindingFn *found,
                   void *context, StoreCheckResult *out, Error *err);
bool library_repair(const char *path, const char *dir, const Progress *progress,
                    StoreFindingFn *found, void *context, StoreCheckResult *out, Error *err);
bool library_restore(const char *file, const char *key_file, const char *dir,
                     const Progress *progress, Error *err);
bool library_compact(const char *path, uint64_t *before, uint64_t *after, const Progress *progress,
                     Error *err);

#endif
