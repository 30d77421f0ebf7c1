#ifndef ANLIKU_SEARCH_COUNT_H
#define ANLIKU_SEARCH_COUNT_H

#include "search/eval.h"

/* Numbers over the cases that a query matches, from columns alone: what metrics/ is made of. */

typedef enum CountWhat {
    COUNT_CASES,        /* how many */
    COUNT_COMPLETENESS, /* sum of completeness, 0..100 a case */
    COUNT_NUMBER        /* sum of a NUMBER or BYTE column, where it has a value */
} CountWhat;

typedef enum CountBy {
    BY_NOTHING,
    BY_COLUMN, /* each text of a CODE, CODES or BYTE column, or FACET_TRUST */
    BY_WEEK    /* ISO week of a time or date column, in the zone of the process */
} CountBy;

typedef struct CountRequest {
    Str query;   /* the query language; "" everything */
    bool typing; /* as in a search: the last word is a prefix */
    bool quick;  /* with more than SEARCH_CHECKED texts to read none is: the count may be high */
    int32_t today;
    const SearchVisible *visible;
    CountWhat what;
    int what_column; /* COUNT_NUMBER */
    CountBy by;
    int by_column;
    int32_t from, to;                 /* BY_WEEK: only dates in [from, to]; both 0: all */
    bool (*cancelled)(void *context); /* may be NULL */
    void *context;
} CountRequest;

typedef struct CountRow {
    Str text;       /* BY_COLUMN; "" for cases without a value */
    Uuid uuid;      /* of a reference */
    int32_t monday; /* BY_WEEK */
    uint64_t cases; /* that have a value to be counted */
    int64_t sum;
} CountRow;

typedef struct CountResult {
    CountRow *rows; /* BY_COLUMN most cases first; BY_WEEK ascending; BY_NOTHING one */
    size_t len;
    uint64_t cases; /* that match */
    int64_t us;
    Arena arena;
} CountResult;

/* *out is {0} or from an earlier call. Phrases are read, so that counts are exact, unless quick.
 * ERR_CANCELLED. */
bool search_count(SearchIndex *index, StoreRead *read, const CountRequest *request,
                  CountResult *out, Error *err);
void count_result_free(CountResult *result);

#endif
