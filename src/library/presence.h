#ifndef ANLIKU_LIBRARY_PRESENCE_H
#define ANLIKU_LIBRARY_PRESENCE_H

#include "base/buf.h"
#include "library/library.h"

/* Who is editing a record right now: told to others, locks nothing. Each form holds a small file in
 * LIBRARY/presence/ with a lock of the kernel on it, which ends with the process however that ends:
 * nobody is shown who is gone, and nothing is written while somebody types. */
typedef struct Presence Presence;

/* Says that the actor edits the record, until presence_end or the end of the process. NULL when it
 * cannot be said (a library that only can be read, a full disk): nothing else depends on it. */
Presence *presence_begin(Library *library, Uuid record);
/* NULL is allowed. */
void presence_end(Presence *presence);

typedef struct PresenceEntry {
    Uuid user;
    char login[64];
    int64_t since_ms;
    bool mine; /* another session of the actor */
    bool here; /* a form of this very process */
} PresenceEntry;

/* Who edits a record that the actor may see, the longest first; without `except` (NULL: with all).
 * Gives how many there are, of which the first `most` are in out. */
size_t presence_list(Library *library, Uuid record, const Presence *except, PresenceEntry *out,
                     size_t most);
/* Appends a sentence for each of the first three ("李敏 is editing this since 14:02."), translated;
 * nothing when there is nobody. except NULL: without what this process itself has open. */
void presence_put(Library *library, Uuid record, const Presence *except, Buf *out);
/* Changes when somebody begins or ends; not when a process is killed, which the next list sees. One
 * system call. */
uint64_t presence_stamp(const Library *library);

#endif
