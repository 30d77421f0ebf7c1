#ifndef ANLIKU_SEARCH_FACETS_H
#define ANLIKU_SEARCH_FACETS_H

#include "search/eval.h"

/* How many of the found documents have each value of a column, in one pass over them. */

enum { /* computed, beside the columns */
       FACET_TRUST = SEARCH_COLUMNS,
       FACET_YEAR, /* of the end of the period: "2026" */
       FACET_NEW   /* made in the week of today: the one value "new" */
};

typedef struct FacetValue {
    Str text;  /* as stored: a choice's key, a path, a name */
    Uuid uuid; /* of a reference; nil otherwise */
    uint64_t count;
} FacetValue;

typedef struct Facet {
    int column;        /* SearchColumn, FACET_TRUST or FACET_YEAR */
    FacetValue *items; /* most frequent first, then by text */
    size_t len;
    size_t distinct; /* values in all, shown or not */
    uint64_t none;   /* documents without a value */
} Facet;

/* Counts over the sets of the evaluation. At most `limit` values (0: all); texts live in the
 * arena. */
void facet_count(Evaluation *eval, int column, size_t limit, Arena *arena, Facet *out);

#endif
