#ifndef ANLIKU_STORE_CHECKROWS_H
#define ANLIKU_STORE_CHECKROWS_H

#include "store/check.h"

/* The second half of a check: every row of the library's own table in one snapshot (inside store/
 * only). Adds to out. */
bool checkrows_run(Store *store, bool deep, const Progress *progress, StoreFindingFn *found,
                   void *context, StoreCheckResult *out, Error *err);

#endif
