#ifndef ANLIKU_STORE_CURRENT_H
#define ANLIKU_STORE_CURRENT_H

#include "store/rowgroup.h"
#include "store/write.h"

/* Rows of the current state (inside store/ only). */
bool current_put(StoreWrite *write, const StoreCurrent *row, Error *err);
/* Reads a row of TABLE_CURRENT. */
bool current_parse(StoreRead *read, const GroupRow *row, StoreCurrent *out, Error *err);

#endif
