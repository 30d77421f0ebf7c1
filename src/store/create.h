#ifndef ANLIKU_STORE_CREATE_H
#define ANLIKU_STORE_CREATE_H

#include "base/error.h"
#include "base/uuid.h"

/* The folder of a library, shared by making and restoring (inside store/ only). */

/* Makes path when it is missing; refuses one that holds a library or foreign files (ERR_EXISTS);
 * takes over what an interrupted call left; makes open.guard, in.use, write.gate, lock.mdb and
 * drafts/. *guard holds open.guard: close it at the end. */
bool create_layout(const char *path, int *guard, Error *err);
/* Writes env.id: from here on the folder is a library. */
bool create_finish(const char *path, Uuid env_id, Error *err);

#endif
