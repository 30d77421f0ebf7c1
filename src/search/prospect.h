#ifndef ANLIKU_SEARCH_PROSPECT_H
#define ANLIKU_SEARCH_PROSPECT_H

#include "search/eval.h"

/* Cases that are like a prospect: the retrieval of case-based reasoning (METRICS.md A5, after
 * FreeCBR).
 *
 *   sim = 1 - sqrt(sum w_i d_i^2 / sum w_i)
 *
 * over the features that both sides know: one that the prospect does not say, or the case does not
 * have, is skipped. Distances of industry, size and region come from the caller, one for each value
 * that cases have. The text is a feature like the others: its distance is 0 where the case has the
 * asked pain among its own, else 1 - score / best score, by the ranking of searches for any of the
 * words (1 without any; cases beyond the PROSPECT_TEXTS best count as without). Of equally similar
 * cases those of which more is known come first, then the newest. */

typedef enum ProspectFeature {
    PROSPECT_INDUSTRY,
    PROSPECT_SIZE,
    PROSPECT_REGION,
    PROSPECT_TEXT,
    PROSPECT_FEATURES
} ProspectFeature;

enum { PROSPECT_TEXTS = 4096, PROSPECT_MOST = 500 };

#define PROSPECT_UNKNOWN (-1.0f)

/* The distance 0..1 of a value that cases have from what is asked; PROSPECT_UNKNOWN: skip it. */
typedef float ProspectDistance(void *context, ProspectFeature feature, Str value);

typedef struct ProspectRequest {
    float weights[PROSPECT_FEATURES]; /* >= 0 */
    bool asked[PROSPECT_FEATURES];    /* what the prospect says */
    Str text;                         /* PROSPECT_TEXT: words, no operators */
    ProspectDistance *distance;       /* of the features that are columns */
    void *context;
    int32_t today;
    uint32_t limit; /* at most PROSPECT_MOST */
    const SearchVisible *visible;
    bool (*cancelled)(void *cancel_context); /* may be NULL */
    void *cancel_context;
} ProspectRequest;

typedef struct ProspectHit {
    Uuid uuid;
    uint32_t document;
    float similarity;                   /* 0..1 */
    float distances[PROSPECT_FEATURES]; /* PROSPECT_UNKNOWN: skipped */
} ProspectHit;

typedef struct ProspectResult {
    ProspectHit *items; /* most similar first */
    size_t len;
    uint64_t compared; /* cases */
    int64_t us;
    Arena arena;
} ProspectResult;

/* The formula. Features that are unknown or weigh nothing are skipped; without any it is 0. */
float prospect_similarity(const float distances[PROSPECT_FEATURES],
                          const float weights[PROSPECT_FEATURES]);

/* *out is {0} or from an earlier call. ERR_CANCELLED. */
bool search_prospect(SearchIndex *index, StoreRead *read, const ProspectRequest *request,
                     ProspectResult *out, Error *err);
void prospect_result_free(ProspectResult *result);

#endif
