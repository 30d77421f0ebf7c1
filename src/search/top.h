#ifndef ANLIKU_SEARCH_TOP_H
#define ANLIKU_SEARCH_TOP_H

#include "search/rank.h"

/* The best hits of many: a heap with the worst of the kept ones on top. */
typedef struct TopHits {
    const HitOrder *order;
    Hits *hits;
    size_t keep;
} TopHits;

static inline bool top_is_full(const TopHits *top) {
    return top->hits->len >= top->keep;
}

/* The score that a hit must beat (or equal) to be kept; below every score while there is room. */
static inline float top_threshold(const TopHits *top) {
    return top_is_full(top) && top->keep ? top->hits->items[0].score : -1;
}

void top_offer(TopHits *top, const Hit *hit);
/* Best first. */
void top_finish(TopHits *top);

#endif
