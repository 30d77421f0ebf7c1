#ifndef ANLIKU_SEARCH_KILL_H
#define ANLIKU_SEARCH_KILL_H

#include "search/builder.h"
#include "search/state.h"
#include "store/write.h"

/* Takes replaced documents out of the live sets of the list's segments and counts them there.
 * read: a snapshot of the committed state; numbers that no segment holds are passed over. */
bool index_kill(StoreWrite *write, StoreRead *read, IndexList *list, const Replaced *numbers,
                Error *err);

#endif
