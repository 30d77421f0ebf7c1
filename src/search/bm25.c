#include "config.h"

#include "search/bm25.h"

#include "search/document.h"

#include <math.h>

static const float k1 = 0.9f, b = 0.4f;

void bm25_init(Bm25 *bm25, const float average[NORM_CLASSES]) {
    for (int norm = 0; norm < NORM_CLASSES; norm++)
        for (int length = 0; length < 256; length++)
            bm25->k[norm][length] =
                k1 * (1 - b + b * search_norm_length((uint8_t)length) / average[norm]);
}

float bm25_idf(uint64_t n, uint64_t df) {
    if (df > n)
        df = n;
    return logf(1 + ((float)(n - df) + 0.5f) / ((float)df + 0.5f));
}

uint8_t bm25_impact(float part) {
    float steps = ceilf(part * 255);
    return steps < 0 ? 0 : steps > 255 ? 255 : (uint8_t)steps;
}
