#ifndef ANLIKU_LIBRARY_MERGEFIELDS_H
#define ANLIKU_LIBRARY_MERGEFIELDS_H

#include "library/merge.h"

/* For this folder only: what two cases say of a field, put together. */

/* Whether a merge has something to choose there: not what the program keeps, nor what only moves
 * change, nor who is in charge when that is somebody. same_customer: whether what the customer
 * allowed for the other one counts for both. */
bool mergefields_is_merged(const Record *kept, int field, bool same_customer);
/* A list, rows, or a text of several lines. */
bool mergefields_can_join(const Field *field);
/* What is proposed where the two differ. */
CaseMergeChoice mergefields_propose(const Record *kept, const Record *other, int field);
/* The kept case is related to neither of the two any more. */
void mergefields_unrelate(Record *kept, const Record *other);
/* Gives kept what was chosen. */
void mergefields_apply(Record *kept, const Record *other, int field, CaseMergeChoice choice);

#endif
