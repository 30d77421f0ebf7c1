#include "config.h"

#include "metrics/library_block.h"

#include "base/zone.h"

MetricShare metrics_trust_share(uint64_t verified, uint64_t published) {
    return (MetricShare){verified, published};
}

int metrics_completeness_mean(uint64_t sum, uint64_t cases) {
    if (!cases)
        return -1;
    uint64_t mean = (sum + cases / 2) / cases;
    return mean >= 100 && sum < cases * 100 ? 99 : (int)mean;
}
