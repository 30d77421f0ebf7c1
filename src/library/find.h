#ifndef ANLIKU_LIBRARY_FIND_H
#define ANLIKU_LIBRARY_FIND_H

#include "library/row.h"
#include "record/entity.h"

/* Searching: what the actor may see, ranked or sorted. */

/* Facets beside the fields of a case. */
enum {
    FIND_TRUST = CASE_FIELDS, /* computed of state and dates */
    FIND_YEAR                 /* in which the period ended */
};

typedef enum FindMatch { FIND_AUTO, FIND_ALL, FIND_ANY } FindMatch;

typedef struct FindRequest {
    Str query;   /* as typed; empty: everything, newest change first */
    bool typing; /* the last word is the beginning of one */
    bool plain;  /* no operators */
    bool live;   /* a query that is not finished is an error (ERR_SYNTAX): the screen waits */
    FindMatch match;
    bool exact;     /* exact totals at any price */
    bool uncounted; /* FIND_ANY: nobody asks how many there are; total is 0 */
    bool bare;      /* only rows, scores, totals and facets: no counts but cases */
    /* "" by score (without a query: -updated); a field's key, or "screening" (screening.h; the
     * hits' score is that then); '-' before it: descending */
    Str sort;
    size_t offset, limit; /* of the hits wanted */
    const int *facets;    /* CaseField numbers, FIND_TRUST or FIND_YEAR, to count */
    size_t facet_count;
    size_t facet_values; /* most values of a facet; 0: 200 */
    bool widen; /* a field that the query narrows is counted as if it did not, so that the counts
                   say what another value of it would add */
    bool (*cancelled)(void *context); /* may be NULL; asked every few ms */
    void *context;
    ProgressCount *scan; /* for `cancelled`: documents looked at so far, and all; may be NULL */
} FindRequest;

typedef struct FindHit {
    LibraryRow row;
    double score;
    bool any;         /* does not hold everything as typed: stands below the rule */
    const char *near; /* what it holds instead: "synonym", "form", "typo", "pinyin", "homophone"; ""
                         when it only holds some of the words */
    const char *why;  /* NULL: ask library_find_why */
} FindHit;

typedef struct FindFacetValue {
    Str value;
    uint64_t count;
} FindFacetValue;

typedef struct FindFacet {
    int field;
    FindFacetValue *values; /* most frequent first */
    size_t len;
} FindFacet;

/* What the metrics strip says of all hits of the query. */
typedef struct FindCounts {
    uint64_t cases, published, trusted, due, waiting, new_this_week, success, judged;
} FindCounts;

/* A word that stands in hits in place of a typed one. Both folded. */
typedef struct FindNear {
    const char *kind; /* as FindHit.near */
    Str typed, shown;
} FindNear;

typedef struct FindResult {
    FindHit *hits;
    size_t len;
    uint64_t total;      /* of the hits that hold everything */
    uint64_t near_total; /* of those below that hold other words in place of typed ones; without
                            `exact` an estimate when they are many */
    FindNear *near;
    size_t near_count;
    char note[256]; /* "" or which those are, translated: "also churn; read as 银行" */
    Str marks;      /* the query with them: what to mark in texts */
    bool about;     /* total is an estimate */
    bool sorted;    /* by a column and all sure: the last pages are found as quickly as the first */
    FindFacet *facets;
    size_t facet_count;
    FindCounts counts;
    char warning[256]; /* "" or what was taken as plain text, translated */
    uint64_t version;  /* library_version of the snapshot */
    int64_t us;
    Arena arena;
} FindResult;

/* ERR_SYNTAX with column (code points, 1-based) for a query that cannot be read; ERR_CANCELLED.
 * *out is freed with library_find_free, also after an error. */
bool library_find(Library *library, const FindRequest *request, FindResult *out, Error *err);
void library_find_free(FindResult *result);
/* Only the identities of the hits, however many: *ids is freed with free(). */
bool library_find_ids(Library *library, const FindRequest *request, Uuid **ids, size_t *count,
                      Error *err);

/* Whether a FindRequest can be sorted so; "" by score. */
bool library_find_sorts(Str sort);
/* The CaseField that a name means in either language, as before a colon of a query; -1: none. */
int library_find_field(Str name);

/* Message id of the field where the query (FindResult.marks) matched, the most telling one:
 * "Title", "Tags", ...; "" when nothing was typed. Read from the text when it is asked for first.
 */
const char *library_find_why(Library *library, FindHit *hit, Str query);

/* A piece of the case's text where the query matches best: one line that fills at most `columns` of
 * a terminal (and three dots where text is left out), marks as byte ranges in it. It is stored
 * text: sanitise it where it is shown. False (and empty) when nothing of the text matches. */
typedef struct FindSnippet {
    Buf text;
    const char *where; /* message id of the field it stands in */
    bool in_title;     /* it is only the title again */
    struct {
        size_t from, to;
    } marks[16];
    size_t mark_count;
} FindSnippet;
bool library_find_snippet(Library *library, const LibraryRow *row, Str query, int columns,
                          FindSnippet *out);
void library_find_snippet_free(FindSnippet *snippet);
/* Byte ranges of `text` that the query's words match: for marking titles and sections. Returns
 * their number, at most most. */
size_t library_find_marks(Library *library, Str query, Str text, size_t (*ranges)[2], size_t most);

/* What the tokenizer sees in a text: calls each with the field of the index (message id) and a
 * token. */
typedef void LibraryTokenFn(void *context, const char *field, Str token);
void library_words(Str text, LibraryTokenFn *each, void *context);

#endif
