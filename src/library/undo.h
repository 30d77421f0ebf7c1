#ifndef ANLIKU_LIBRARY_UNDO_H
#define ANLIKU_LIBRARY_UNDO_H

#include "library/library.h"

/* What the batch of a change to many cases is called where an import has its file. */
#define BULK_SOURCE "bulk"

/* For this folder only: takes a batch back; the caller has checked the right to do it. id: NULL for
 * the actor's last one. A batch of somebody else needs the right `undo.others`. */
bool undo_batch(Library *library, const Uuid *id, size_t *undone, size_t *kept,
                const Progress *progress, Error *err);

#endif
