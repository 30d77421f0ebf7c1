#ifndef ANLIKU_SEARCH_DUPLICATES_H
#define ANLIKU_SEARCH_DUPLICATES_H

#include "base/progress.h"
#include "search/eval.h"

/* Near-identical cases of a whole library: one pass over the current texts, then exact comparisons.
 *
 * Two cases are a pair when J of their shingles (search/shingles.h) is at least `min`. They are
 * none when
 *   - their languages are told and differ (zh-TW and zh-CN are one language), or
 *   - it is one template filled in twice: both customers are named and differ, and less than half
 *     of the numbers of both are in common.
 * Two cases of one named customer are a pair too when one tells part of the other again: C of their
 * shingles and of their numbers is at least DUPLICATES_CONTAINED.
 *
 * Candidates come from the sketches, cut into bands: cases with an equal band are compared. By the
 * bands a pair at exactly `min` is missed with probability below (1 - min^r)^bands:
 *   min >= .8  r = 4, 16 bands  2.2e-4      min >= .7  r = 3, 21 bands  1.5e-4
 *   min >= .5  r = 2, 32 bands  1.0e-4      pairs above `min` more rarely.
 * Of more than DUPLICATES_RUN cases with one equal band each is compared with its neighbour and
 * with the first only: groups stay whole, not every pair of them is told. Cases of one customer
 * (who has no more than DUPLICATES_CUSTOMER) are compared when three bins of their sketches are
 * equal: half of a case in one that is three times as long is missed about once in a hundred.
 *
 * Memory: 160 bytes a case, 16 bytes a case for the band at hand, at most twice DUPLICATES_PAIRS
 * pairs of 8 bytes, and the shingles of 256 cases. */

enum { DUPLICATES_RUN = 32, DUPLICATES_CUSTOMER = 100, DUPLICATES_PAIRS = 4 << 20 };

#define DUPLICATES_LEAST     .5
#define DUPLICATES_CONTAINED .5

typedef struct DuplicateRequest {
    double min; /* DUPLICATES_LEAST..1 */
    int32_t today;
    const SearchVisible *visible;
    const Progress *progress; /* may be NULL */
} DuplicateRequest;

typedef struct DuplicatePair {
    uint32_t a, b;               /* places in cases, a < b */
    float similarity, contained; /* J and C */
} DuplicatePair;

typedef struct DuplicateCase {
    Uuid uuid;
    uint32_t document;
    uint32_t group; /* place of its group's first case in cases */
} DuplicateCase;

typedef struct DuplicateResult {
    DuplicateCase *cases; /* that are in some pair, by document number */
    size_t case_count;
    DuplicatePair *pairs; /* most similar first */
    size_t pair_count;
    uint64_t compared; /* cases of the pass */
    bool cut;          /* there were more candidates than DUPLICATES_PAIRS */
    int64_t us;
    Arena arena;
} DuplicateResult;

/* *out is {0} or from an earlier call. ERR_CANCELLED. */
bool search_duplicates(SearchIndex *index, StoreRead *read, const DuplicateRequest *request,
                       DuplicateResult *out, Error *err);
void duplicate_result_free(DuplicateResult *result);

#endif
