#ifndef ANLIKU_LIBRARY_BULK_H
#define ANLIKU_LIBRARY_BULK_H

#include "library/library.h"

/* The same change to many cases: one batch that is taken back as one. Each case is asked for its
 * own rights; what is refused stays as it is and is counted. What others save meanwhile stays. */

typedef enum BulkVerb {
    BULK_TAG_ADD,
    BULK_TAG_REMOVE,
    BULK_OWNER,
    BULK_TRASH,
    BULK_VERIFY, /* they still hold: each by somebody else than its author and owner */
    BULK_ARCHIVE,
    BULK_INTERVAL, /* days between two checks: 30, 90, 180, 365 or never */
    BULK_MEND,     /* what library/lint.h can mend by itself */
    BULK_UNARCHIVE
} BulkVerb;

typedef struct BulkResult {
    size_t changed, unchanged, refused; /* changed: stands in the library */
    Error why;                          /* of the first one refused; code ERR_NONE: none */
    Uuid batch;                         /* nil: nothing was changed */
} BulkResult;

/* What was done to the cases, for "3 cases, tagged": message id. */
const char *library_bulk_done(BulkVerb verb);
/* value: the tag, the owner's login or name, the interval; nothing for the others. Needs the right
 * `write`, for the trash, verifying and archiving those of their own. ERR_INVALID for an empty tag
 * and no interval, ERR_NOT_FOUND for an owner that there is not.
 * When it is cancelled what was changed so far is in the result, also after an error. */
bool library_bulk(Library *library, BulkVerb verb, Str value, const Uuid *ids, size_t count,
                  BulkResult *out, const Progress *progress, Error *err);
/* The same as the batch of that identity, with a note that stands in the history of each. */
bool library_bulk_noted(Library *library, BulkVerb verb, Str value, Str note, Uuid batch,
                        const Uuid *ids, size_t count, BulkResult *out, const Progress *progress,
                        Error *err);
/* Takes a batch of the actor's back; what was changed since stays (*kept). made (may be NULL): the
 * batch that does it again when it is taken back in its turn; nil: nothing was undone. */
bool library_bulk_undo(Library *library, Uuid batch, size_t *undone, size_t *kept, Uuid *made,
                       const Progress *progress, Error *err);

#endif
