#ifndef ANLIKU_RECORD_MERGE_H
#define ANLIKU_RECORD_MERGE_H

#include "record/mergetext.h"
#include "record/value.h"

/* Three records of one origin put together: base is what both writers began with, theirs is what
 * was saved meanwhile, mine is to be saved. Text of several lines is merged by paragraph
 * (mergetext.h), lists and references as sets, rows by row, everything else as a whole. Nothing
 * that both changed is chosen between: it is contested, and told. */

typedef enum MergeOutcome {
    MERGE_UNCHANGED, /* nobody changed it */
    MERGE_TOOK_MINE,
    MERGE_TOOK_THEIRS,
    MERGE_JOINED,   /* both changed it, and both changes stand */
    MERGE_CONTESTED /* a part of it both changed, each another way */
} MergeOutcome;

/* One field. contested: whose text stands where both changed the same part; what is not contested
 * is the same either way. *out lives in arena, or is one of the three. */
MergeOutcome merge_value(const Field *field, const Value *base, const Value *mine,
                         const Value *theirs, MergeSide contested, Arena *arena, Value *out);

/* All fields that people write; what the program keeps and what moves decide (the state) is theirs.
 * outcomes (may be NULL) has room for entity->count. Gives the number of contested fields; unknown
 * keys that both changed stay as in the contested side and count as one more. The caller frees *out
 * with record_free. */
size_t merge_records(const Record *base, const Record *mine, const Record *theirs,
                     MergeSide contested, MergeOutcome *outcomes, Record **out);

#endif
