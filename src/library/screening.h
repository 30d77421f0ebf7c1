#ifndef ANLIKU_LIBRARY_SCREENING_H
#define ANLIKU_LIBRARY_SCREENING_H

#include "conf/weights.h"
#include "library/find.h"
#include "library/row.h"

/* Screening: which cases are worth most, S = sum of w x (metrics/screening.h). What an input is
 * taken from, the first that is there:
 *   satisfaction        what the case says; marks of its uses; its rating
 *   business_size       what the case says; the customer's monthly revenue among all of that
 *                       currency, for those who may see it; its size
 *   cooperation_months  the customer's contract; what the case says
 *   innovation          what the case says
 *   spread              readers and uses of the last 90 days; what the case says */

typedef enum ScreenSource {
    SCREEN_FROM_NOTHING,
    SCREEN_FROM_CASE,
    SCREEN_FROM_USES,     /* raw: the mean mark, n */
    SCREEN_FROM_RATING,   /* raw: R, n votes */
    SCREEN_FROM_REVENUE,  /* raw: the amount */
    SCREEN_FROM_SIZE,     /* raw: people */
    SCREEN_FROM_CONTRACT, /* raw: months */
    SCREEN_FROM_CONTACTS, /* raw: readers and uses, each a person and day */
    SCREEN_SOURCES
} ScreenSource;

typedef struct ScreenValue {
    ScreenSource source;
    double raw;
    unsigned n;   /* where the source has some */
    double value; /* 0..100; negative: not known */
    double part;  /* of the score */
} ScreenValue;

typedef struct ScreenedCase {
    LibraryRow row;
    double score, known; /* known: the weight of what is known */
    ScreenValue values[SCREEN_INPUTS];
} ScreenedCase;

typedef struct ScreenedCases {
    ScreenedCase *items; /* the best first */
    size_t len;
    size_t screened; /* cases that have a score */
    size_t unknown;  /* of which too little is known */
    double weights[SCREEN_INPUTS];
    int64_t us;
    Arena arena;
} ScreenedCases;

/* The best `limit` cases of a query (all words; empty: all that are published). Equal scores: by
 * number. Freed with library_screening_free, also after an error. ERR_SYNTAX, ERR_CANCELLED. */
bool library_screening(Library *library, Str query, size_t limit, ScreenedCases *out, Error *err);
void library_screening_free(ScreenedCases *cases);
/* How many the team wants to see. */
size_t library_screening_top(Library *library);

/* The name of an input (message id): as the field of the case. */
const char *library_screen_label(ScreenInput input);
/* Appends the parts of a score, translated, those that were derived with a sign:
 * "Satisfaction 27 + Months together* 7.5 + ...". */
void library_screening_put_parts(const ScreenedCase *one, Buf *out);
/* Appends where a value comes from, translated: "4.3 of 5, 3 marks of uses". */
void library_screening_put_source(const ScreenValue *value, Buf *out);

/* For find.c: the order of a query's cases by score, kept until the library changes; cases without
 * a score stand at the end. The arrays are the library's. */
typedef struct ScreenedOrder {
    const Uuid *ids;
    const double *scores; /* negative: none */
    size_t len;
} ScreenedOrder;
/* request: only the query and how it is read count, and whether it is cancelled. */
bool library_screened_order(Library *library, const FindRequest *request, bool descending,
                            ScreenedOrder *out, Error *err);

/* The sort key of a list: "screening". */
extern const char SCREENING_SORT[];

#endif
