#ifndef ANLIKU_LIBRARY_DISTINCTPAIR_H
#define ANLIKU_LIBRARY_DISTINCTPAIR_H

#include "library/internal.h"

/* For this folder only: whether somebody said that two cases are not the same. */
bool distinct_pair(StoreRead *read, Uuid a, Uuid b, bool *out, Error *err);

#endif
