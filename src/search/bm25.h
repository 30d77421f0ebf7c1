#ifndef ANLIKU_SEARCH_BM25_H
#define ANLIKU_SEARCH_BM25_H

#include "search/analyse.h"

/* The score of a term in a document: weight * tf / (tf + k), where k depends on the document's
 * length byte. The averages are frozen with the index: stored bounds stay bounds. */
typedef struct Bm25 {
    float k[NORM_CLASSES][256];
} Bm25;

void bm25_init(Bm25 *bm25, const float average[NORM_CLASSES]);
/* Weight of a term that df of n documents hold. */
float bm25_idf(uint64_t n, uint64_t df);

static inline float bm25_part(const Bm25 *bm25, NormClass norm, uint8_t length, uint32_t tf) {
    return (float)tf / ((float)tf + bm25->k[norm][length]);
}

/* Upper bound of bm25_part in 255 steps. */
uint8_t bm25_impact(float part);

#endif
