#ifndef ANLIKU_LIBRARY_INBOXPARTS_H
#define ANLIKU_LIBRARY_INBOXPARTS_H

#include "library/inbox.h"
#include "library/internal.h"

/* For this folder only: the groups of the Inbox, gathered one by one. */

/* Appends all items of the kind, at most `most`, and adds to *total how many there are. */
typedef bool InboxGather(Library *library, InboxKind kind, size_t most, InboxList *out,
                         uint64_t *total, Error *err);
InboxGather inboxcases_gather, inboxqueue_gather, inboxcomments_gather, inboxwords_gather,
    inboxkept_gather, inboxconsents_gather, inboxedited_gather;

/* How many there are of one kind; none of what the role does not have. */
bool inbox_count_kind(Library *library, InboxKind kind, uint64_t *total, Error *err);

#endif
