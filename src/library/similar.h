#ifndef ANLIKU_LIBRARY_SIMILAR_H
#define ANLIKU_LIBRARY_SIMILAR_H

#include "library/row.h"

/* Cases that speak of the same things as one (search/similar.h has the formula). Another case of
 * the same customer is known already: it is ranked by SIMILAR_SAME_CUSTOMER times its cosine. */

#define SIMILAR_SAME_CUSTOMER 0.5

typedef struct SimilarCase {
    LibraryRow row;
    double cosine; /* 0..1, as it is */
    bool same_customer;
    const Str *shared; /* words of both, folded, those that weigh most first */
    size_t shared_count;
} SimilarCase;

typedef struct SimilarCases {
    SimilarCase *items; /* best first */
    size_t len;
    int64_t us; /* time of the engine */
    Arena arena;
} SimilarCases;

/* At most `limit` cases that the actor may see; ERR_NOT_FOUND when he may not see this one. *out is
 * freed with library_similar_free, also after an error. */
bool library_similar(Library *library, Uuid id, size_t limit, SimilarCases *out, Error *err);
void library_similar_free(SimilarCases *cases);

#endif
