#ifndef ANLIKU_LIBRARY_UNDOSAME_H
#define ANLIKU_LIBRARY_UNDOSAME_H

#include "store/read.h"

/* For this folder only: what changes say, whatever what they refer to is called. All take numbers
 * of rows of the log. */

/* Whether two changes left the same record behind, but for what counts revisions and for names of
 * what is referred to. */
bool undo_says_the_same(StoreRead *read, uint64_t a, uint64_t b, bool *same, Error *err);
/* record, as it was before the change `undone`, gets the names that its references got since that
 * change: who takes that back does not take those back. */
bool undo_keep_names(StoreRead *read, uint64_t undone, uint64_t current, Record *record,
                     Error *err);

#endif
