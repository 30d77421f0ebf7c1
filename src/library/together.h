#ifndef ANLIKU_LIBRARY_TOGETHER_H
#define ANLIKU_LIBRARY_TOGETHER_H

#include "library/put.h"

/* For this folder only: a few changes that are one: one transaction, one batch that undo_batch
 * takes back. */
typedef struct TogetherItem {
    Record *record; /* borrowed */
    StoreVerb verb;
    uint32_t base_rev;
    /* Inside the transaction, before it is put; NULL: nothing. */
    bool (*before)(StoreWrite *write, Prepared *prepared, Error *err);
    SaveResult result; /* filled */
    Prepared prepared; /* used meanwhile */
} TogetherItem;

/* Rights are the caller's. Nothing is written when one of them is refused. */
bool together_write(Library *library, TogetherItem *items, size_t count, Str note, Uuid *batch,
                    Error *err);

#endif
