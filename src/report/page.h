#ifndef ANLIKU_REPORT_PAGE_H
#define ANLIKU_REPORT_PAGE_H

#include "base/arena.h"
#include "base/vec.h"
#include "base/zone.h"
#include "metrics/delta.h"
#include "record/state.h"

/* A page of metrics as blocks of rows, with everything that a renderer, the screen and a drill-down
 * need of a number: what it is called, how it is worked out, which cases it counted. Labels are
 * message ids: a page is rendered in any language. Nothing of it is read from a library here. */

enum { PAGE_WEEKS = 8, PAGE_LEAST_N = 5 };

typedef enum PageUnit { PAGE_COUNT, PAGE_PERCENT } PageUnit;

typedef struct PageNumber {
    bool known;
    PageUnit unit;
    double value;
    uint64_t numerator, denominator; /* PAGE_PERCENT of counts; 0 of 0: none */
} PageNumber;

typedef struct PageRow {
    const char *key;     /* stable, of the metric catalogue: "library.published" */
    const char *label;   /* message id; NULL: name is the label */
    Str name;            /* data: an industry */
    const char *formula; /* message id: one sentence */
    PageNumber now, before;
    bool compared; /* before and delta mean something */
    MetricDelta delta;
    bool rise_is_bad;           /* more of it is not what one wants */
    uint64_t weeks[PAGE_WEEKS]; /* oldest first */
    size_t week_count;          /* 0: no course */
    const char *note;           /* message id with {0} = note_number; NULL: none */
    int64_t note_number;
    Str query; /* the cases that were counted, in the query language; "" cannot be listed */
} PageRow;

typedef enum PageBlockKind {
    PAGE_TILES, /* few numbers, large */
    PAGE_TABLE, /* this week, last week, difference, course */
    PAGE_BARS   /* shares of a whole */
} PageBlockKind;

typedef struct PageBlock {
    PageBlockKind kind;
    const char *title; /* message id */
    PageRow *rows;
    size_t len;
} PageBlock;

typedef struct Page {
    ZoneWeek week;
    int32_t first, last; /* Monday and Sunday */
    int32_t as_of;       /* the day for which due and stale are computed */
    Str zone;
    Str scope;   /* what is counted: a query; "": everything */
    bool closed; /* the numbers of a closed week do not change any more */
    bool demo;   /* made up */
    VEC(PageBlock) blocks;
    Arena arena; /* owns all texts and rows */
} Page;

/* What the library block needs; plain counts. Index 0 of a series is the week of the page, 1 the
 * one before. */
typedef struct PageIndustry {
    const char *name; /* "": none given */
    uint64_t count;
} PageIndustry;

typedef struct PageLibraryInput {
    ZoneWeek week;
    int32_t as_of;
    const char *zone, *scope; /* scope NULL or "": the whole library */
    bool closed, demo;
    uint64_t total;
    uint64_t by_state[CASE_STATES];
    uint64_t by_trust[CASE_TRUSTS]; /* of the published ones */
    const PageIndustry *industries; /* most cases first */
    size_t industry_count;
    uint64_t other_industries; /* cases of industries that are not listed */
    uint64_t made[PAGE_WEEKS], published[PAGE_WEEKS];
    uint64_t waiting, waiting_long; /* waiting_long: for more than 5 days */
    uint64_t due, stale;
    int completeness; /* percent, -1: no case */
} PageLibraryInput;

/* *out is {0}; it is freed with page_free. Adds header and the blocks of the library: tiles, the
 * week's table, states, trust, industries; a block without numbers is absent. Copies everything. */
void page_library_block(const PageLibraryInput *in, Page *out);
void page_free(Page *page);

/* The name of a row, translated. */
Str page_row_label(const PageRow *row);
/* "312", "86.0%", "-" when it is not known. */
void page_put_number(PageNumber number, Buf *out);
/* "+3 (+50.0%)", "+2.0 pts", "new", "~ +1.0 pts", "=", "" when nothing can be said. */
void page_put_delta(const PageRow *row, Buf *out);
/* The note, translated and filled in. */
void page_put_note(const PageRow *row, Buf *out);
/* How the number came about: formula, numerator and denominator. */
void page_put_formula(const PageRow *row, Buf *out);
/* One sign a week out of " .:-=+*#", by its share of the largest. */
void page_put_course(const PageRow *row, Buf *out);
/* "2026-W47  11-16..11-22", and what is to be said of the whole page. */
void page_put_period(const Page *page, Buf *out);

#endif
