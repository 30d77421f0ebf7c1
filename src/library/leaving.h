#ifndef ANLIKU_LIBRARY_LEAVING_H
#define ANLIKU_LIBRARY_LEAVING_H

#include "library/internal.h"
#include "library/people.h"

/* For this folder only: somebody leaves. */

/* Gives the cases of the user, who is disabled by now, to the lead of the team, else to a manager,
 * else to an admin, and tells that person's Inbox. Those in the trash stay. */
bool leaving_hand_over(Library *library, const Record *user, Handover *out, Error *err);

#endif
