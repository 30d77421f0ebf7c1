#ifndef ANLIKU_METRICS_LIBRARY_BLOCK_H
#define ANLIKU_METRICS_LIBRARY_BLOCK_H

#include "metrics/delta.h"

/* The numbers of the library block (METRICS.md C), as functions of counts. */

/* Trust share: verified and in date / published. Due, stale and merely imported cases count in the
 * denominator only. Not known when nothing is published. */
MetricShare metrics_trust_share(uint64_t verified, uint64_t published);

/* Mean share of required fields that are filled. sum: of the percentages (0..100) of `cases` cases.
 * Rounded to a whole percent, halves up; but 100 only when every case is complete. -1: no case. */
int metrics_completeness_mean(uint64_t sum, uint64_t cases);

#endif
