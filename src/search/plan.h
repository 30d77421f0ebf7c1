#ifndef ANLIKU_SEARCH_PLAN_H
#define ANLIKU_SEARCH_PLAN_H

#include "search/merge.h"
#include "search/segment.h"
#include "search/segwrite.h"

/* The work of one merge of large segments, step by step inside write transactions. */

/* Begins a merge of the segments [from, from + count) of the main list: freezes their live sets.
 * The state is changed, not written. */
bool plan_begin(StoreWrite *write, StoreRead *read, IndexState *state, uint32_t from,
                uint32_t count, Error *err);
/* Goes on until about `budget` bytes were written or a phase of the plan came to its end. read: a
 * snapshot of the committed state the write transaction stands on. fresh: the plan was begun in
 * this very transaction. */
bool plan_advance(StoreWrite *write, StoreRead *read, IndexState *state, size_t budget, bool fresh,
                  Error *err);
/* Deletes rows of dropped segments, about `rows` of them. */
bool plan_drop(StoreWrite *write, IndexState *state, size_t rows, Error *err);
/* Notes a segment whose rows are to be deleted. */
void plan_note_drop(IndexState *state, uint32_t segment);

#endif
