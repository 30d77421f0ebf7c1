#ifndef ANLIKU_LIBRARY_LEAVING_H
#define ANLIKU_LIBRARY_LEAVING_H

#include "library/internal.h"
#include "library/people.h"

/* For this folder only: somebody leaves. */

/* Gives the cases of the user, who is disabled by now, to the lead of the team, else to a manager,
 * else to an admin, and tells that person's Inbox. Those in the trash stay. */
bool leaving_hand_over(Library *library, const Record *user, Handover *out, Error *err);

/* Whether the person (nil: nobody) has an account that is disabled. */
bool leaving_has_left(Library *library, Uuid person);
/* Gives a case whose owner has left, and which comes out of the trash, from an older revision or
 * from a file, to who would have got it. It stays as it is when nobody would. */
void leaving_settle_owner(Library *library, Record *record);

#endif
