#ifndef ANLIKU_SEARCH_SPILL_H
#define ANLIKU_SEARCH_SPILL_H

#include "search/builder.h"
#include "search/state.h"

/* Puts what a builder holds as the newest segment of a list that ends at list->applied, marks the
 * documents that it replaces, and moves applied to last. The first segment of a list freezes its
 * average lengths. Documents up to the list's applied are written dead. The state is changed, not
 * written. pool: helps with the coding, NULL: none. */
bool index_spill(StoreWrite *write, StoreRead *read, IndexState *state, IndexList *list,
                 SegmentBuilder *builder, uint32_t last, Pool *pool, Error *err);

#endif
