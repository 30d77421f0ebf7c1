#include "config.h"

#include "metrics/delta.h"

#include <math.h>

/* Rounding noise of two divisions is no change. */
static const double noise = 1e-9;

MetricDelta metrics_delta_count(uint64_t now, uint64_t before) {
    MetricDelta delta = {.kind = METRIC_DELTA_SAME};
    if (now == before)
        return delta;
    delta.change = now > before ? (double)(now - before) : -(double)(before - now);
    delta.kind = now > before ? METRIC_DELTA_RISE : METRIC_DELTA_FALL;
    if (!before) {
        delta.kind = METRIC_DELTA_NEW;
    } else {
        delta.has_percent = true;
        delta.percent = delta.change / (double)before * 100;
    }
    return delta;
}

bool metrics_share_is_known(MetricShare share) {
    return share.denominator > 0;
}

double metrics_share_percent(MetricShare share) {
    return share.denominator ? (double)share.numerator / (double)share.denominator * 100 : 0;
}

MetricDelta metrics_delta_share(MetricShare now, MetricShare before, uint64_t least_n,
                                double margin) {
    MetricDelta delta = {.kind = METRIC_DELTA_UNKNOWN};
    uint64_t n = now.denominator < before.denominator ? now.denominator : before.denominator;
    if (!metrics_share_is_known(now) || !metrics_share_is_known(before))
        return delta;
    if (n < least_n) {
        delta.kind = METRIC_DELTA_FEW;
        return delta;
    }
    delta.change = metrics_share_percent(now) - metrics_share_percent(before);
    if (fabs(delta.change) < noise) {
        delta.kind = METRIC_DELTA_SAME;
        delta.change = 0;
    } else if (fabs(delta.change) <= margin) {
        delta.kind = METRIC_DELTA_WITHIN;
    } else {
        delta.kind = delta.change > 0 ? METRIC_DELTA_RISE : METRIC_DELTA_FALL;
    }
    return delta;
}
