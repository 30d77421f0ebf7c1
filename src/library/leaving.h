#ifndef ANLIKU_LIBRARY_LEAVING_H
#define ANLIKU_LIBRARY_LEAVING_H

#include "library/internal.h"
#include "library/people.h"

/* For this folder only: somebody leaves. */

/* Gives the cases of the user, who is disabled by now, to the lead of the team, else to a manager,
 * else to an admin, and tells that person's Inbox. Those in the trash stay. */
bool leaving_hand_over(Library *library, const Record *user, Handover *out, Error *err);

/* Batches of cases that came to the actor so and that were not taken back, oldest first. */
typedef struct Arrival {
    Uuid batch;
    size_t cases;
    Str from; /* name of who left */
    int64_t at_ms;
} Arrival;
typedef bool ArrivalFn(void *context, const Arrival *arrival, Error *err);
bool leaving_each_arrival(Library *library, StoreRead *read, ArrivalFn *each, void *context,
                          Error *err);
/* The person knows: it is not told again. */
bool leaving_forget_arrival(Library *library, Uuid batch, Error *err);

#endif
