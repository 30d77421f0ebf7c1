#ifndef ANLIKU_CONF_CATALOGUE_H
#define ANLIKU_CONF_CATALOGUE_H

#include "base/str.h"

#include <stddef.h>

/* The metric catalogue: what the standard metrics are called. An outcome names one of them by its
 * key ("retention.logo") or carries a name of its own, which is shown as it is. */

typedef enum MetricBetter { BETTER_HIGHER, BETTER_LOWER } MetricBetter;

typedef struct Metric {
    const char *key;   /* what files and the command line say; never translated */
    const char *label; /* msgid of its name */
    const char *unit;  /* "%", "points", "months"; "" for money and plain numbers */
    MetricBetter better;
    /* Its names in both languages, with '|' between: an outcome or a query may use any of them. */
    const char *names;
} Metric;

/* The rows, *count of them; static. */
const Metric *metric_rows(size_t *count);
/* By key, or by one of its names, whatever their case; NULL when the catalogue has no such metric.
 */
const Metric *metric_find(Str key_or_name);
/* What a person reads for the metric of an outcome: the translated label of a key of the catalogue,
 * else the text itself. The result is static or points into key. */
Str metric_label(Str key);
/* The same in one of the two languages, whatever the program speaks. */
Str metric_label_in(Str key, bool chinese);

#endif
