#ifndef ANLIKU_LIBRARY_DRAFTS_H
#define ANLIKU_LIBRARY_DRAFTS_H

#include "library/library.h"
#include "store/draft.h"

/* The actor's unsaved edits. A form journals every field that changed as the text that stands in it
 * (rows as canonical bytes), so that also what cannot be saved yet comes back. Journals are files:
 * they work when the database cannot be written. */

/* Begins a journal for a form over a record (base_rev 0: a new one). */
bool library_draft_begin(Library *library, EntityType type, Uuid record, uint32_t base_rev,
                         Draft **out, Error *err);
/* Takes one over and calls each for the newest state of every field in it. */
typedef bool LibraryDraftFn(void *context, int field, bool encoded, Str value, Error *err);
bool library_draft_resume(Library *library, Uuid id, Draft **out, LibraryDraftFn *each,
                          void *context, Error *err);
/* The text of a field, as it stands in the form. Written at once; synced by library_draft_tick. */
bool library_draft_text(Draft *draft, EntityType type, int field, Str text, Error *err);
/* The value of a field of rows. */
bool library_draft_value(Draft *draft, const Record *record, int field, Error *err);
/* The value that library_draft_value wrote; *out lives in arena. */
bool library_draft_decode(EntityType type, int field, Str bytes, Arena *arena, Value *out,
                          Error *err);
/* The actor's drafts, newest first; the caller frees items with free(). */
bool library_drafts(Library *library, DraftList *out, Error *err);
/* The newest draft of a record. */
bool library_draft_find(Library *library, Uuid record, DraftInfo *out, bool *found, Error *err);
bool library_draft_discard(Library *library, Uuid id, Error *err);

/* draft_info, draft_set_title, draft_tick, draft_new_version and draft_close are store/draft.h's.
 */

#endif
