#ifndef ANLIKU_SEARCH_TOP_H
#define ANLIKU_SEARCH_TOP_H

#include "search/rank.h"

/* The best hits of many: they are gathered, and now and then all but the best are dropped. */
typedef struct TopHits {
    const HitOrder *order;
    Hits *hits;
    size_t keep;
    float least; /* score below which none is kept any more */
    bool full;   /* worst is the last one that is kept */
    Hit worst;
} TopHits;

/* Drops all but the best. */
void top_settle(TopHits *top);

/* Whether there are as many as are kept; then `worst` and `least` hold. */
static inline bool top_is_full(TopHits *top) {
    enum { LATE = 32 }; /* a bound that is a little too low is still one */
    if (top->hits->len >= (top->full ? top->keep + LATE : top->keep))
        top_settle(top);
    return top->full;
}

/* The score that a hit must beat (or equal) to be kept; below every score while there is room. */
static inline float top_threshold(TopHits *top) {
    return top_is_full(top) && top->keep ? top->least : -1;
}

void top_offer(TopHits *top, const Hit *hit);
/* Best first. */
void top_finish(TopHits *top);

#endif
