#ifndef ANLIKU_SEARCH_SIMILAR_H
#define ANLIKU_SEARCH_SIMILAR_H

#include "search/eval.h"

/* Cases that speak of the same things.
 *
 *   w(t, d) = (1 + ln tf) * ln((N + 1) / df)      cos(a, b) = sum w(t, a) w(t, b) / (|a| |b|)
 *
 * t: words of two and more characters as the cutter gives them, and spaced words that are no plain
 * numbers; tf counts a word of the title four times. df: documents of the index with the term (of a
 * word of two characters: with the pair), N: documents of the index. Candidates are the
 * SIMILAR_READ documents with the largest sum over the posting lists of the most telling terms of
 * a, divided by the root of their length; their cosine is then computed from their texts and is
 * exact. */

enum {
    SIMILAR_READ = 80,       /* candidates that are read */
    SIMILAR_TERMS = 48,      /* most telling terms that are looked up, ... */
    SIMILAR_SHARED = 6,      /* shared terms that are told */
    SIMILAR_POSTINGS = 40000 /* ... until their lists hold so many documents */
};

typedef struct SimilarHit {
    Uuid uuid;
    uint32_t document;
    float cosine;               /* 0..1 */
    Str shared[SIMILAR_SHARED]; /* folded, those that weigh most first */
    size_t shared_count;
} SimilarHit;

typedef struct SimilarResult {
    SimilarHit *items; /* highest cosine first, then the newest */
    size_t len;
    int64_t us;
    Arena arena;
} SimilarResult;

typedef struct SimilarRequest {
    uint32_t document; /* change number of the log row of the case that is compared */
    Uuid uuid;         /* of that case: it is no answer */
    int32_t today;
    const SearchVisible *visible;
    bool (*cancelled)(void *context); /* may be NULL */
    void *context;
} SimilarRequest;

/* *out is {0} or from an earlier call; at most SIMILAR_READ hits. ERR_CANCELLED. */
bool search_similar(SearchIndex *index, StoreRead *read, const SimilarRequest *request,
                    SimilarResult *out, Error *err);
void similar_result_free(SimilarResult *result);

#endif
