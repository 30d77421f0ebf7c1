#ifndef ANLIKU_SEARCH_QUERY_H
#define ANLIKU_SEARCH_QUERY_H

#include "base/arena.h"
#include "base/error.h"
#include "search/analyse.h"
#include "search/columns.h"

#include <stdbool.h>
#include <stdint.h>

/* The query language, for the filter bar, the command line, saved views and metrics alike:
 *
 *   客户流失 churn     units between blanks: all of them (AND)
 *   "a b"  “a b”      a phrase
 *   prefix*           words that begin so
 *   -unit             without it; also -(...) and -field:value
 *   (a | b c)         alternatives; also a | b outside of brackets when | stands alone
 *   field:value       Chinese or English names; several values: field:a,b; field:"a b"
 *   owner:=name        the whole name of a person or customer, not a part
 *   field:>=5  field:1..9  updated:last-week  本周  2026-W40..W47  2026-11  7d
 *   is:draft has:result no:owner
 *   sort:-updated      the order: a field, - before it from high to low
 * Full-width signs mean the same. What cannot be understood as an operator (a colon behind an
 * unknown name, a lone quote or bracket) is plain text, with a warning; a value that a known field
 * cannot have is an error. Columns count code points from 1. */

typedef enum QueryKind { QUERY_AND, QUERY_OR, QUERY_NOT, QUERY_UNIT, QUERY_FILTER } QueryKind;

typedef enum FilterKind {
    FILTER_CODES,   /* a text of a CODE or CODES column: text, match */
    FILTER_BYTES,   /* a BYTE column with a value of the set: mask (bit set of 0..63) */
    FILTER_NUMBER,  /* a NUMBER or BYTE column from low to high */
    FILTER_PRESENT, /* the column has a value (column), or the bit of COLUMN_PRESENT is set (bit) */
    FILTER_FLAG,    /* COLUMN_FLAGS has the bit: mask */
    FILTER_TRUST,   /* CaseTrust in mask, today counted */
    FILTER_MINE,    /* the actor is author (column COLUMN_AUTHOR), owner, or one of both (-1) */
    FILTER_NEVER    /* nothing: an empty alternative */
} FilterKind;

typedef enum TextMatch {
    MATCH_EQUAL,    /* the folded texts are equal */
    MATCH_PREFIX,   /* the value begins so */
    MATCH_CONTAINS, /* the value holds it: names of references */
    MATCH_BRANCH    /* a path of the tree: equal, below it, or one of its parts */
} TextMatch;

typedef struct QueryFilter {
    FilterKind kind;
    int column;
    int bit; /* FILTER_PRESENT: of COLUMN_PRESENT, -1: the column itself */
    TextMatch match;
    Str text; /* folded */
    uint64_t mask;
    int64_t low, high; /* inclusive */
} QueryFilter;

typedef struct QueryNode QueryNode;
struct QueryNode {
    QueryKind kind;
    uint32_t column, end; /* code points [column, end) of the query, from 1 */
    uint32_t index;       /* units and filters: place among their kind */
    QueryNode **items;    /* AND, OR: count; NOT: one */
    size_t count;
    /* QUERY_UNIT */
    Str text;      /* folded */
    TextRun *runs; /* of text; at least one */
    size_t run_count;
    bool prefix; /* the last run, a spaced one, may go on */
    bool quoted;
    float weight;       /* of its terms in the score: 1 for what was typed */
    int field;          /* only in this field (CaseField), -1: anywhere */
    QueryFilter filter; /* QUERY_FILTER */
};

typedef struct QueryWarning {
    uint32_t column;
    const char *message; /* message id; {0} = text */
    Str text;
} QueryWarning;

typedef struct Query {
    QueryNode *root; /* NULL: everything */
    uint32_t unit_count, filter_count;
    QueryWarning *warnings;
    size_t warning_count;
    bool names_archived; /* is:archived or state:archived stands outside of a negation */
    bool names_trashed;
    bool barren;     /* it holds only signs: nothing is found */
    bool sorted;     /* sort: names the order */
    int sort_column; /* -1: by score */
    bool sort_descending;
    Arena arena;
} Query;

typedef struct QueryOptions {
    int32_t today; /* date in the library's zone */
    bool typing;   /* the last unit is still being typed: its last spaced run is a prefix */
    bool plain;    /* no operators at all */
    bool live;     /* what is not finished (an open bracket, a name without a value) is an error, so
                      that a screen can wait for the rest */
} QueryOptions;

enum { QUERY_BYTES = 16 << 10, QUERY_UNITS = 200, QUERY_DEPTH = 32 };

/* *out is {0} or from an earlier call. ERR_SYNTAX with the column, ERR_INVALID when it is longer
 * than QUERY_BYTES. Any bytes are allowed. */
bool query_parse(Str text, const QueryOptions *options, Query *out, Error *err);
void query_free(Query *query);

/* ---- names ---- */

typedef enum NameKind {
    NAME_NONE,
    NAME_FIELD,
    NAME_COLUMN,
    NAME_TRUST,
    NAME_IS,
    NAME_HAS,
    NAME_NO,
    NAME_SORT
} NameKind;
typedef struct QueryName {
    NameKind kind;
    int field;  /* NAME_FIELD */
    int column; /* NAME_FIELD: its column or -1; NAME_COLUMN: the column */
} QueryName;

/* The meaning of a name before the colon, in either language, whatever the process speaks. */
QueryName query_name_find(Str folded);
/* Labels are compared without blanks, _ and -: "Size band" is size-band, size_band, sizeband. */
bool query_name_is(Str folded, const char *label);
/* Whether days and periods stand behind the column's name, and not numbers. */
bool query_column_is_dated(int column);
/* What sort: names: a field in either language, - before it (or desc, 倒序 behind it) from high to
 * low; "score" is column -1. */
bool query_sort_find(Str folded, int *column, bool *descending);
/* The state, audience or other closed value that a folded word names; -1: none. */
int query_state_find(Str folded);
int query_trust_find(Str folded);
/* The key of a choice of the field ("full") for a key, English or Chinese label; NULL: none. */
const char *query_choice_find(int field, Str folded);
typedef enum IsKind {
    IS_NONE,
    IS_STATE,
    IS_TRUST,
    IS_TRASHED,
    IS_IMPORTED,
    IS_MINE,
    IS_UNPUBLISHED
} IsKind;
/* What is:WORD means; *value is the state or trust. */
IsKind query_is_find(Str folded, int *value);

/* The words of the language, for completion and the manual; all static. Meanings that a colon may
 * follow, by number from 0; false behind the last one. */
bool query_name_at(size_t index, QueryName *out);
/* Its name in Chinese or English; the field's key when the table has none. */
const char *query_name_word(QueryName name, bool chinese);
const char *query_state_word(int state, bool chinese);
const char *query_trust_word(int trust, bool chinese);
const char *query_choice_word(int field, const char *key, bool chinese);
/* Words behind is:, from 0; NULL behind the last one. */
const char *query_is_word(size_t index, bool chinese);

/* ---- dates ---- */

/* Words for days and periods, from 0; NULL behind the last one. */
const char *query_date_word(size_t index, bool chinese);

/* The days that a text names, inclusive: 2026-11-20, 2026-11, 2026-q4, 2026, 2026-w47, w47, 11月,
 * today, last-week, 上周, friday, 7d and 近七天 (the last seven days with today), 3-days-ago,
 * 两周前 (the week two weeks ago), +30d ... year: of what gives none (0: today's). */
bool query_dates(Str folded, int32_t today, int year, int32_t *from, int32_t *to);

/* ---- the place of the caret ---- */

typedef struct QueryPlace {
    QueryName name;  /* NAME_NONE: a word, or the beginning of a name */
    size_t token;    /* bytes: where the term begins, behind - and brackets */
    size_t from, to; /* what is being typed, to be replaced, with its quotation marks; to lies at or
                        behind the caret */
    bool quoted;     /* between quotation marks */
    Str typed;       /* up to the caret, without the mark */
} QueryPlace;

/* What stands at the caret (bytes). typed points into text. */
void query_place(Str text, size_t caret, QueryPlace *out);

/* Whether a code point begins or ends a quoted text: " and its Chinese and other sisters. Inside of
 * one it cannot be written. */
bool query_is_quote(uint32_t point);

#endif
