#ifndef ANLIKU_TUI_SCREEN_CASEROWS_H
#define ANLIKU_TUI_SCREEN_CASEROWS_H

#include "library/facets.h"
#include "library/find.h"

/* The rows of a list of cases: the first ones, and a window that is moved as other rows are asked
 * for. Never more than twice CASEROWS_WINDOW rows are held. {0} with a library is ready. */
enum {
    CASEROWS_WINDOW = 128,
    CASEROWS_VALUES = 2000,
    /* Rows behind the first CASEROWS_DEEP ones, in sorted lists above as many last ones, are found
     * by the order of all, which is asked for once and held (16 bytes a row), in lists of at most
     * CASEROWS_ORDER. */
    CASEROWS_DEEP = 2000,
    CASEROWS_ORDER = 200000
};

typedef struct CaseRows {
    Library *library;
    int fields[LIBRARY_FACETS]; /* facets to be counted with the rows */
    size_t field_count;
    bool (*cancelled)(void *context); /* of caserows_find: as FindRequest's; NULL: never */
    void *context;
    ProgressCount *scan; /* of caserows_find: as FindRequest's; or NULL */
    /* ---- */
    Buf query;
    char sort[64];
    bool typing, have;
    uint64_t made;     /* how often rows or counts were asked for */
    FindResult result; /* rows [0, result.len), and what was true when they were asked for */
    FindResult window; /* rows [offset, offset + window.len); only rows */
    size_t offset;
    Uuid *order; /* of all rows; NULL: not wanted yet */
    size_t ordered;
    size_t count; /* rows of the list as it stands */
    /* What is true of the library now; the rows above may be older. */
    FindResult now; /* facets, when they were counted after the rows */
    bool counted;
    uint64_t total;
    bool about;
    FindCounts counts;
    size_t waiting; /* rows that came since and are not in the list */
    size_t gone;    /* rows held that others have taken away: shown struck */
} CaseRows;

void caserows_free(CaseRows *hits);
/* Another query or order: the list begins again. sort as in FindRequest, copied. typing: the last
 * word goes on, and what is not finished is an error. On an error everything stays as it was. */
bool caserows_find(CaseRows *hits, Str query, Str sort, bool typing, Error *err);
/* The same query again, as the library is now; the window stands around `row`. */
bool caserows_again(CaseRows *hits, size_t row, Error *err);
/* What others changed: counts follow, rows held get their new content, those that have gone are
 * marked as in the trash, new ones wait. */
bool caserows_follow(CaseRows *hits, Error *err);
/* Counts the facets, which are others now; the rows stay. */
bool caserows_count(CaseRows *hits, Error *err);
const FindFacet *caserows_facets(const CaseRows *hits, size_t *count);
/* NULL when the list has become shorter. Valid until the next call of any of these. */
FindHit *caserows_at(CaseRows *hits, size_t row);
/* The row of a case among those held. */
bool caserows_row_of(const CaseRows *hits, Uuid id, size_t *row);
/* The identity of a row; nil when there is none. */
Uuid caserows_id(CaseRows *hits, size_t row);

#endif
