#ifndef ANLIKU_LIBRARY_RATEPARTS_H
#define ANLIKU_LIBRARY_RATEPARTS_H

#include "library/put.h"
#include "library/rate.h"

/* For this folder only: how a rating gets into the store, with the library's mean. */

/* RATE_UNSAID for NULL, and for a rating that was taken back. */
int rating_score(const Record *rating);
/* before: the score of revision `base`. Rights are the caller's. */
bool rating_put(Library *library, Record *rating, StoreVerb verb, uint32_t base, int before,
                Str note, SaveResult *result, Error *err);

#endif
