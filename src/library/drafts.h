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
/* The newest draft of a record; of ENTITY_COMMENT the comment that is being written on a case,
 * whose record is the case. */
bool library_draft_find(Library *library, EntityType type, Uuid record, DraftInfo *out, bool *found,
                        Error *err);
/* By its own id. ERR_NOT_FOUND. */
bool library_draft_get(Library *library, Uuid id, DraftInfo *out, Error *err);
/* Off the list, not for good: library_draft_restore brings it back for DRAFT_KEPT_DAYS. */
bool library_draft_discard(Library *library, Uuid id, Error *err);
bool library_draft_restore(Library *library, Uuid id, Error *err);
/* For good: what it held is saved, or stands in the record as it is. */
bool library_draft_remove(Library *library, Uuid id, Error *err);

/* The versions that can be told apart, the newest first; number: what library_draft_read takes. A
 * pause of VERSION_PAUSE_MS between two keys begins a version, and so does whoever goes on with a
 * draft. */
enum { VERSION_PAUSE_MS = 5 * 60 * 1000 };
typedef struct LibraryVersion {
    uint32_t number;
    int64_t changed_ms;
    size_t bytes; /* of text */
    bool aside;   /* what another session still held when the draft went on elsewhere */
} LibraryVersion;
typedef struct LibraryVersions {
    LibraryVersion *items; /* free() */
    size_t len, cap;
} LibraryVersions;
bool library_draft_versions(Library *library, Uuid id, LibraryVersions *out, Error *err);
/* Looks at a version; 0 the newest. Nothing is taken over. */
bool library_draft_read(Library *library, Uuid id, EntityType type, uint32_t version,
                        LibraryDraftFn *each, void *context, Error *err);
/* What a session that lost the draft still holds: becomes a version of its own. Fields that the
 * form did not change need not be named. */
bool library_draft_aside(Library *library, Uuid id, EntityType type, const int *fields,
                         const Str *texts, size_t count, Error *err);

/* draft_info, draft_set_title, draft_set_place, draft_tick, draft_new_version and draft_close are
 * store/draft.h's.
 */

#endif
