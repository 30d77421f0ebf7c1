#ifndef ANLIKU_LIBRARY_ACTOR_H
#define ANLIKU_LIBRARY_ACTOR_H

#include "library/internal.h"

/* For this folder only: who acts, and whether the session still may. */

typedef struct KnownActor {
    Actor actor;
    uint64_t change; /* of the user's row that it was read from; 0: there is none yet */
} KnownActor;

/* ERR_DENIED when the login is no user of this library or is disabled. */
bool actor_find(StoreRead *read, const char *login, KnownActor *out, Error *err);
/* In the write transaction: what the person may do is asked again with every write. The actor is
 * what he or she is now afterwards; ERR_DENIED when that is less than before, or disabled. */
bool actor_may_still_write(Library *library, StoreRead *read, Error *err);
/* Fills *err, gives false. */
bool actor_refuse_disabled(const char *login, Error *err);

#endif
