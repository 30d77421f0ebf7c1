#ifndef ANLIKU_TUI_SCREEN_CASEROWS_H
#define ANLIKU_TUI_SCREEN_CASEROWS_H

#include "library/find.h"

/* The rows of a list of cases: a window over what a query finds, moved as rows are asked for. Never
 * more than CASEROWS_WINDOW rows are held. {0} with a library and `still` is ready. */
enum { CASEROWS_WINDOW = 128, CASEROWS_FACETS = 2 };

typedef struct CaseRows {
    Library *library;
    bool facets; /* count states and industries too */
    /* ---- */
    Buf query;
    const char *sort;
    bool typing, have;
    FindResult result; /* rows [offset, offset + result.len) */
    size_t offset;
    size_t count; /* rows of the list as it stands */
    /* What is true of the library now; the rows above may be older. */
    uint64_t total;
    bool about;
    FindCounts counts;
    size_t waiting; /* rows that came since and are not in the list */
    size_t gone;    /* rows of the window that others have taken away: shown struck */
} CaseRows;

void caserows_free(CaseRows *hits);
/* Another query or order: the window stands at its start. typing: the last word goes on, and what
 * is not finished is an error. On an error everything stays as it was. */
bool caserows_find(CaseRows *hits, Str query, const char *sort, bool typing, Error *err);
/* The same query again, with the window around `row`. */
bool caserows_again(CaseRows *hits, size_t row, Error *err);
/* What others changed: counts follow, rows of the window get their new content, those that have
 * gone are marked as in the trash, new ones wait. */
bool caserows_follow(CaseRows *hits, Error *err);
/* NULL when the list has become shorter. Valid until the next call of any of these. */
FindHit *caserows_at(CaseRows *hits, size_t row);
/* The row of a case in the window. */
bool caserows_row_of(const CaseRows *hits, Uuid id, size_t *row);
/* The identity of a row; nil when there is none. */
Uuid caserows_id(CaseRows *hits, size_t row);

#endif
