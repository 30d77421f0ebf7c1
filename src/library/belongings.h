#ifndef ANLIKU_LIBRARY_BELONGINGS_H
#define ANLIKU_LIBRARY_BELONGINGS_H

#include "library/internal.h"
#include "library/row.h"

/* For this folder only: the records that belong to one case (uses, hand-ons) and to those that
 * were merged into it, in no order that means anything; those in the trash are left out. Nobody's
 * rights are asked. */
typedef bool BelongingFn(void *context, const StoreCurrent *row, const Record *record, Error *err);
bool belongings_each(Library *library, EntityType type, Uuid case_id, BelongingFn *each,
                     void *context, Error *err);

#endif
