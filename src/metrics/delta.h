#ifndef ANLIKU_METRICS_DELTA_H
#define ANLIKU_METRICS_DELTA_H

#include <stdbool.h>
#include <stdint.h>

/* How a number changed from one closed period to the next (METRICS.md C, delta rules): counts in
 * number and percent of the base, rates in percentage points, a base of 0 is "new" and has no
 * percent, a sample below the least n gets no arrow, a change inside the margin neither. */

typedef enum MetricDeltaKind {
    METRIC_DELTA_UNKNOWN, /* one of the two is not there */
    METRIC_DELTA_FEW,     /* the sample is too small to say anything */
    METRIC_DELTA_SAME,
    METRIC_DELTA_WITHIN, /* changed, but inside the margin: "~" */
    METRIC_DELTA_NEW,    /* the base is 0 */
    METRIC_DELTA_RISE,
    METRIC_DELTA_FALL
} MetricDeltaKind;

typedef struct MetricDelta {
    MetricDeltaKind kind;
    double change;    /* counts: difference; rates: percentage points; 0 for UNKNOWN and FEW */
    bool has_percent; /* counts with a base */
    double percent;   /* of the base */
} MetricDelta;

MetricDelta metrics_delta_count(uint64_t now, uint64_t before);

/* A share of something; no value when the denominator is 0. */
typedef struct MetricShare {
    uint64_t numerator, denominator;
} MetricShare;

bool metrics_share_is_known(MetricShare share);
/* 0..100; 0 when it is not known. */
double metrics_share_percent(MetricShare share);
/* least_n: the smaller denominator must reach it. margin: in points; changes up to it are WITHIN; 0
 * for whole counts, which have none. */
MetricDelta metrics_delta_share(MetricShare now, MetricShare before, uint64_t least_n,
                                double margin);

#endif
