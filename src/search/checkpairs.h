#ifndef ANLIKU_SEARCH_CHECKPAIRS_H
#define ANLIKU_SEARCH_CHECKPAIRS_H

#include "base/map.h"
#include "base/vec.h"
#include "search/document.h"
#include "search/segment.h"

/* What check --deep looks at besides words: where frequent pairs stand (search/places.h), and the
 * pairs once more that are looked for by sound. Places are compared a document by the sum of their
 * hashes, over the postings whose places the index has. */

/* A list of a frequent pair: to which ordinal its places are known or not, block by block. */
typedef struct PlacedSpan {
    uint32_t last;
    bool known;
} PlacedSpan;

typedef struct PairCheck {
    Map lists; /* pair -> its first span */
    VEC(PlacedSpan) spans;
    VEC(uint64_t) sums; /* of the places in the index, by ordinal */
    uint32_t wrong;     /* pairs whose row by sound says something else, or is missing */
    char first_wrong[32];
} PairCheck;

/* Reads the pairs of a large segment. check is {0} before. */
bool pair_check_read(PairCheck *check, Segment *segment, const Progress *progress, Error *err);
/* Whether the places of the document are those that the index has for it. */
bool pair_check_places(const PairCheck *check, uint32_t ordinal, const SearchDocument *document);
void pair_check_free(PairCheck *check);
/* The same for documents whose places are all there. */
uint64_t pair_check_sum(const SearchDocument *document);

#endif
