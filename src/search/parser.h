#ifndef ANLIKU_SEARCH_PARSER_H
#define ANLIKU_SEARCH_PARSER_H

#include "base/vec.h"
#include "search/query.h"

/* For query.c, values.c and terms.c only: what the parts of the parser share. */

typedef struct Point {
    uint32_t sign; /* ASCII twin of an operator, else the code point itself */
    uint32_t offset;
} Point;

typedef VEC(QueryNode *) Nodes;

typedef struct Parser {
    Str source;
    Point *points;
    uint32_t count, at;
    const QueryOptions *options;
    Query *query;
    VEC(QueryWarning) warnings;
    unsigned depth, units;
    bool negated;
    bool barren; /* something was written that has nothing to look for */
    Error *err;
    bool failed;
} Parser;

/* The ASCII twin of an operator or blank, else the code point itself. */
uint32_t parser_sign_of(uint32_t point);
uint32_t parser_sign(const Parser *p, uint32_t at);
/* A blank, or the end of the query. */
bool parser_is_end(const Parser *p, uint32_t at);
Str parser_slice(const Parser *p, uint32_t from, uint32_t to);
Str parser_fold(Parser *p, uint32_t from, uint32_t to);
bool parser_find_quote(const Parser *p, uint32_t from, uint32_t *to);
/* at: a point, from 0. */
void parser_warn(Parser *p, uint32_t at, const char *message, Str text);
void parser_fail(Parser *p, uint32_t at, const char *message, Str text);
QueryNode *parser_node(Parser *p, QueryKind kind, uint32_t from, uint32_t to);
/* One node, or a list of several; NULL for none. Frees nodes. */
QueryNode *parser_list(Parser *p, QueryKind kind, Nodes *nodes, uint32_t from);
QueryNode *parser_not(Parser *p, QueryNode *inner, uint32_t from);
QueryNode *parser_filter(Parser *p, uint32_t from, QueryFilter filter);
/* NULL when the text has nothing to search for. */
QueryNode *parser_unit(Parser *p, uint32_t from, uint32_t to, int field);
void parser_open_end(QueryNode *unit);

/* Behind the colon, where p->at stands: values with commas between are alternatives. from: where
 * the name begins. NULL: no condition. */
QueryNode *parser_values(Parser *p, uint32_t from, QueryName name);

#endif
