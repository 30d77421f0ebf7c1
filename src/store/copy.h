#ifndef ANLIKU_STORE_COPY_H
#define ANLIKU_STORE_COPY_H

#include "base/error.h"
#include "store/store.h"

/* Streams a compacted copy of the open environment, one snapshot (inside store/ only). take is
 * called with pieces of at most 1 MiB; when it returns false the rest is read and dropped, and the
 * result is false with what it put into *err. */
typedef bool CopyTakeFn(void *context, const void *data, size_t len, Error *err);
bool copy_stream(Store *store, CopyTakeFn *take, void *context, Error *err);

#endif
