#ifndef ANLIKU_LIBRARY_UNDO_H
#define ANLIKU_LIBRARY_UNDO_H

#include "library/save.h"
#include "store/log.h"

/* What the batch of a change to many cases is called where an import has its file. */
#define BULK_SOURCE "bulk"

/* For this folder only: takes a batch back; the caller has checked the right to do it. id: NULL for
 * the actor's last one. A batch of somebody else needs the right `undo.others`. made (may be NULL):
 * the batch of what was done for it, nil when that is nothing. */
bool undo_batch(Library *library, const Uuid *id, size_t *undone, size_t *kept, Uuid *made,
                const Progress *progress, Error *err);

/* For this folder only. Whether the actor may take the batch back as far as rights go: the one that
 * is named, or, when it holds comments only, that of writing comments. id: NULL, as undo_batch. */
bool undo_allowed(Library *library, const Uuid *id, Right right, Error *err);

/* For this folder only. Whether a change did again what an undo had taken back; its note begins so.
 */
#define UNDO_AGAIN "again"
bool undo_is_redo(const StoreEntry *entry);
/* Undoing what an undo did does it again; undoing that takes it back. */
bool undo_does_again(const StoreEntry *undone);

/* Takes one change of a record back, as a change of its own: the record is what it was before,
 * state and checks too; one that the change made goes into the trash. rev: the revision that the
 * change made. standing: the revision that stands now, rev itself, or one that said the same again
 * when what came after rev was taken back; when it was taken back otherwise (by a batch), the
 * record is looked at. ERR_CONFLICT names who changed the record since; ERR_DENIED for a change of
 * somebody else without the right `undo.others`. What it did can be taken back in its turn: that
 * does the change again. */
bool library_undo_change(Library *library, EntityType type, Uuid id, uint32_t rev,
                         uint32_t standing, SaveResult *result, Error *err);

#endif
