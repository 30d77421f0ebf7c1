#ifndef ANLIKU_SEARCH_REINDEX_H
#define ANLIKU_SEARCH_REINDEX_H

#include "base/progress.h"
#include "search/index.h"

/* The index is derived: it can be thrown away, made anew from the revisions, measured and compared
 * with them. */

/* Makes the index anew beside the old one, which answers until the new one is whole. An interrupted
 * run goes on where it was. ERR_CANCELLED keeps what is done. bytes: memory of a segment, 0: 128
 * MB.
 */
bool search_reindex(SearchIndex *index, Store *store, const char *who, size_t bytes,
                    const Progress *progress, Error *err);
/* Whether the segments were made by this program's analyser; an older one stays searchable. */
bool search_is_current(StoreRead *read, bool *current, Error *err);

typedef enum SearchPartSize {
    SIZE_CHARACTERS,
    SIZE_PAIRS,
    SIZE_WORDS,
    SIZE_SPACED,
    SIZE_BEGINNINGS,
    SIZE_INITIALS,
    SIZE_SOUNDS,
    SIZE_DIRECTORY,
    SIZE_COLUMNS,
    SEARCH_SIZES
} SearchPartSize;
const char *search_size_label(SearchPartSize part); /* message id */

typedef struct SearchStats {
    uint32_t segments;  /* large ones */
    uint32_t small;     /* log rows with segments above them */
    uint32_t unindexed; /* rows of cases that searches do not see yet */
    uint64_t docs, live;
    uint64_t terms, postings;
    uint64_t bytes[SEARCH_SIZES]; /* of the large segments, without page heads */
    bool merging, rebuilding, current;
} SearchStats;
bool search_stats(SearchIndex *index, StoreRead *read, SearchStats *out, Error *err);

/* Recomputes every live document from its revision and compares terms, frequencies and columns;
 * tests every page's checksum. found is called once a finding. False only on an error that kept it
 * from ending. */
typedef void SearchFindingFn(void *context, const Error *finding);
bool search_check(SearchIndex *index, StoreRead *read, const Progress *progress,
                  SearchFindingFn *found, void *context, uint64_t *checked, Error *err);

#endif
