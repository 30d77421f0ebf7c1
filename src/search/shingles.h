#ifndef ANLIKU_SEARCH_SHINGLES_H
#define ANLIKU_SEARCH_SHINGLES_H

#include "search/match.h"

/* A case as the set of its shingles: every five characters in a row of the folded title and prose,
 * without blanks and punctuation, hashed to 64 bits. Folding makes traditional and simplified text
 * the same. Parts do not run into each other.
 *
 *   J(a, b) = |a and b| / |a or b|      C(a, b) = |a and b| / min(|a|, |b|)
 *
 * A sketch is one-permutation MinHash: the hashes fall into 64 bins, each keeps 16 bits of its
 * smallest; an empty bin borrows from the next one that is not. The share of equal bins estimates J
 * with a standard error of sqrt(J (1 - J) / 64). */

enum { SHINGLE_POINTS = 5, SKETCH_BINS = 64 };

typedef struct Sketch {
    uint16_t bins[SKETCH_BINS];
} Sketch;

typedef struct Shingles {
    uint64_t *items; /* ascending and distinct once sorted */
    size_t len, cap;
    uint64_t *numbers; /* distinct numbers of two and more digits, hashed, likewise */
    size_t number_count, number_cap;
} Shingles;

/* Replaces the content; not sorted yet. */
void shingles_take(Shingles *shingles, const FoldedCase *folded);
void shingles_sort(Shingles *shingles);
void shingles_free(Shingles *shingles);

/* False when there is no shingle. */
bool shingles_sketch(const Shingles *shingles, Sketch *out);
/* Estimated J. */
double sketch_compare(const Sketch *a, const Sketch *b);
typedef struct ShingleShare {
    double jaccard, contained; /* J and C; 0 when one is empty */
    double numbers;            /* J of their numbers; 1 when neither has three */
    double numbers_contained;  /* C of their numbers; 1 when one has none */
} ShingleShare;

/* Of two sorted sets. */
ShingleShare shingles_share(const Shingles *a, const Shingles *b);

#endif
