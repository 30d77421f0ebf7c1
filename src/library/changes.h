#ifndef ANLIKU_LIBRARY_CHANGES_H
#define ANLIKU_LIBRARY_CHANGES_H

#include "library/library.h"

/* What was done in the library, newest first: the log as the audit reads it. Sessions (logins,
 * views, searches) are left out. */
typedef struct ChangeEntry {
    uint64_t number;
    int64_t at_ms;
    const char *verb; /* message id: "edited" */
    Str login, note;  /* the note "" when there is none */
    EntityType type;  /* ENTITY_NONE: of no record */
    Uuid record;
    Uuid about;     /* of a comment and a rating: the case; else nil */
    Str title;      /* the record's, or its case's, as it is now; "" when there is none any more */
    size_t records; /* that one batch changed in a row; 1 for a change of its own */
    bool and_more;  /* the batch is longer than what was looked at */
} ChangeEntry;

/* Texts live during the call; false stops and is given back. */
typedef bool ChangeFn(void *context, const ChangeEntry *entry, Error *err);
/* At most `most` of them, a batch (an import, its undo) being one: its newest change. Looks at no
 * more than CHANGES_LOOKED_AT rows of the log. Needs the right `audit`. */
enum { CHANGES_LOOKED_AT = 5000 };
bool library_changes(Library *library, size_t most, ChangeFn *each, void *context, Error *err);
/* The same for everybody, of records that the actor may see, but for people
 * and teams; `mine`: only what the actor did. */
bool library_activity(Library *library, bool mine, size_t most, ChangeFn *each, void *context,
                      Error *err);

#endif
