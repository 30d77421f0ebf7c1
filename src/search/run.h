#ifndef ANLIKU_SEARCH_RUN_H
#define ANLIKU_SEARCH_RUN_H

#include "search/facets.h"
#include "search/near.h"
#include "search/rank.h"
#include "search/visible.h"

/* A search: query, visible rows, order, facets, one page of hits. */

typedef enum SearchMode {
    SEARCH_AUTO, /* all units; when they find fewer than ten, what was perhaps meant (near.h) and
                    then some words fill the page */
    SEARCH_ALL,  /* all units */
    SEARCH_ANY   /* some words */
} SearchMode;

enum {
    SEARCH_FEW = 10,     /* fewer matches than this call for the second tier */
    SEARCH_CHECKED = 300 /* phrase candidates that are all read; above, totals are estimated */
};

typedef struct SearchRequest {
    Str query;
    bool plain, typing, live; /* as in QueryOptions */
    bool exact;               /* read every phrase candidate: totals and facets are exact */
    bool uncounted;           /* mode any: nobody asks how many there are; total is 0 */
    SearchMode mode;
    int32_t today;
    uint32_t offset, limit;
    int sort; /* SearchColumn; -1: score, or the newest first when nothing is ranked. sort: in the
                 query goes before it */
    bool descending;
    const int *facets; /* SearchColumn or FACET_TRUST */
    size_t facet_count;
    size_t facet_limit;           /* values a facet; 0: all */
    const SearchVisible *visible; /* not NULL */
    /* Mode auto, asked when little is found: what may stand for a unit. NULL: nothing. The search
     * is open: what the answer needs of the same index is asked with this read and no other. */
    const NearOptions *(*near)(void *near_context, const Snapshot *snapshot);
    void *near_context;
    bool (*cancelled)(void *context);
    void *context;
    ProgressCount *scan; /* for `cancelled`: documents looked at so far; may be NULL */
} SearchRequest;

typedef struct SearchRow {
    Uuid uuid;
    uint32_t document; /* change number of the log row with its revision */
    float score;
    bool any;      /* below the first tier */
    NearKind near; /* why it stands above the second tier all the same */
} SearchRow;

/* An alternative that rows of the result hold. */
typedef struct SearchNear {
    NearKind kind;
    Str typed, shown; /* folded */
} SearchNear;

typedef struct SearchResult {
    SearchRow *rows;
    size_t len;
    uint64_t total;      /* first tier (mode any: second tier) */
    uint64_t near_total; /* that hold alternatives where a unit is missing; without `exact` an
                            estimate when many texts would have to be read for it */
    SearchNear *near;    /* those of the rows */
    size_t near_count;
    bool about;    /* total and facets are estimates */
    bool ranked;   /* by score */
    bool outdated; /* large segments are of another analyser: some words are not found */
    Facet *facets; /* as asked for: over the first tier, when it is empty over near_total */
    size_t facet_count;
    QueryWarning *warnings;
    size_t warning_count;
    int64_t us; /* time of the engine */
    Arena arena;
} SearchResult;

/* read: a snapshot (store_read_begin). *out is {0} or from an earlier call; what it points at lives
 * until the next call or search_result_free. ERR_SYNTAX with the column, ERR_CANCELLED. */
bool search_run(SearchIndex *index, StoreRead *read, const SearchRequest *request,
                SearchResult *out, Error *err);
void search_result_free(SearchResult *result);

#endif
