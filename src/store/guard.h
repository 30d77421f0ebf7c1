#ifndef ANLIKU_STORE_GUARD_H
#define ANLIKU_STORE_GUARD_H

#include "base/error.h"
#include "base/uuid.h"
#include "store/store.h"

/* What stands around mdb_env_open (inside store/ only). Descriptors close on exec. */

/* Takes open.guard, waiting up to 10 s (ERR_BUSY). *fd -1 where the file system is read-only and
 * nobody can write. Closing it gives it back. */
bool guard_lock(const char *path, int *fd, Error *err);
/* Holds in.use as long as the descriptor is open. alone: nobody else may (ERR_BUSY). */
bool guard_use(const char *path, bool alone, int *fd, Error *err);
/* Refuses file systems that several hosts or a user program may stand behind. */
bool guard_filesystem(const char *path, Error *err);
/* ERR_NOT_FOUND without env.id: then a folder is no library, whatever else is in it. */
bool guard_is_library(const char *path, Error *err);
/* Looks at env.id, owner, mode and size of the files by reading; touches nothing. */
bool guard_files(const char *path, Uuid *env_id, Error *err);
/* The size and pages of data.mdb against both of its meta pages. */
bool guard_data_size(const char *data, Error *err);
/* Makes lock.mdb anew at full size when it is missing or short. Only while nobody has the library
 * open. */
bool guard_lock_file(const char *path, Error *err);
/* lock.mdb has its full size on disk. */
bool guard_lock_is_whole(const char *path);
/* dir + "/" + name; false when it does not fit PATH_MAX. */
bool guard_path(char *out, const char *dir, const char *name, Error *err);

#endif
