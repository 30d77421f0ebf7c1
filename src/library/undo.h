#ifndef ANLIKU_LIBRARY_UNDO_H
#define ANLIKU_LIBRARY_UNDO_H

#include "library/library.h"

/* What the batch of a change to many cases is called where an import has its file. */
#define BULK_SOURCE "bulk"

/* For this folder only: takes a batch back; the caller has checked the right to do it. id: NULL for
 * the actor's last one. A batch of somebody else needs the right `undo.others`. made (may be NULL):
 * the batch of what was done for it, nil when that is nothing. */
bool undo_batch(Library *library, const Uuid *id, size_t *undone, size_t *kept, Uuid *made,
                const Progress *progress, Error *err);

#endif
