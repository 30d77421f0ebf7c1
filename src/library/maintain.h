#ifndef ANLIKU_LIBRARY_MAINTAIN_H
#define ANLIKU_LIBRARY_MAINTAIN_H

#include "library/library.h"
#include "store/backup.h"
#include "store/check.h"
#include "store/compact.h"

/* Care of a library: rights and the log entry around what store/ does. */

bool library_backup(Library *library, const char *file, const char *key_file,
                    const Progress *progress, Error *err);
bool library_stats(Library *library, StoreStats *out, Error *err);

/* These work on a library that is not open in this process. Only who may write the folder can. */
bool library_check(const char *path, bool deep, const Progress *progress, StoreFindingFn *found,
                   void *context, StoreCheckResult *out, Error *err);
bool library_repair(const char *path, const char *dir, const Progress *progress,
                    StoreFindingFn *found, void *context, StoreCheckResult *out, Error *err);
bool library_restore(const char *file, const char *key_file, const char *dir,
                     const Progress *progress, Error *err);
bool library_compact(const char *path, uint64_t *before, uint64_t *after, const Progress *progress,
                     Error *err);

#endif
