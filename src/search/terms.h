#ifndef ANLIKU_SEARCH_TERMS_H
#define ANLIKU_SEARCH_TERMS_H

#include "search/query.h"

/* The terms field:value,value of a query's text, so that one of them can be changed without
 * touching the rest. Only those that always hold: not negated, not in brackets, and none at all
 * where the query consists of alternatives. */

typedef struct QueryTermValue {
    size_t from, to; /* bytes of the query, with quotation marks */
    Str text;        /* without them; points into the query */
    bool quoted;
} QueryTermValue;

typedef struct QueryTerm {
    QueryName name;
    size_t from, to; /* bytes of the query: name, colon and values */
    QueryTermValue *values;
    size_t len;
} QueryTerm;

typedef struct QueryTerms {
    QueryTerm *items; /* in the order of the text; they live in the arena */
    size_t len;
    bool alternatives; /* a | stands alone outside of brackets */
} QueryTerms;

/* Never fails: what cannot be read is no term. */
void query_terms(Str text, Arena *arena, QueryTerms *out);

/* A part of a query's text that stands between blanks: a word, a quoted text, a term, a group in
 * brackets, each with what negates it. */
typedef struct QueryToken {
    size_t from, to; /* bytes of the query */
    bool word;       /* nothing but a word */
} QueryToken;

/* The tokens that all have to hold, at most `most`; none where the query consists of alternatives.
 */
size_t query_tokens(Str text, QueryToken *out, size_t most);

#endif
