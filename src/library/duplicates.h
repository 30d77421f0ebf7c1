#ifndef ANLIKU_LIBRARY_DUPLICATES_H
#define ANLIKU_LIBRARY_DUPLICATES_H

#include "library/row.h"

/* Near-identical cases among those that the actor may see (search/duplicates.h says what counts).
 */

typedef struct DuplicateGroup {
    size_t from, count; /* its rows */
    size_t pair_from, pair_count;
    double least, most; /* similarities of its pairs, 0..1 */
    double contained;   /* largest share of a text that stands in another one */
} DuplicateGroup;

typedef struct DuplicateRows {
    LibraryRow *rows; /* by group, in a group by the change that made them */
    size_t row_count;
    struct {
        size_t a, b; /* rows */
        double similarity, contained;
    } * pairs;              /* by group, in a group the most similar first */
    DuplicateGroup *groups; /* most similar first */
    size_t group_count;
    size_t distinct;   /* pairs that are left out: somebody said that they are not the same */
    uint64_t compared; /* cases */
    bool cut;          /* so many candidates that some were passed over */
    int64_t us;
    Arena arena;
} DuplicateRows;

/* Pairs of which library_distinct_set says that they are not the same are left out, unless `all`.
 * min: similarity from which on two are duplicates, .5..1 (ERR_INVALID). ERR_CANCELLED. *out is
 * freed with library_duplicates_free, also after an error. */
bool library_duplicates(Library *library, double min, bool all, const Progress *progress,
                        DuplicateRows *out, Error *err);
void library_duplicates_free(DuplicateRows *rows);

#endif
