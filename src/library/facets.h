#ifndef ANLIKU_LIBRARY_FACETS_H
#define ANLIKU_LIBRARY_FACETS_H

#include "library/find.h"
#include "record/entity.h"

/* The fields that a list is narrowed by, and the narrowing itself: terms field:value,value of the
 * query's own text. Values of a field are alternatives, fields hold together. */

typedef struct LibraryFacet {
    int field;         /* as in FindRequest.facets */
    const char *key;   /* stable name, in saved views: "industry" */
    const char *label; /* message id */
    bool tree;         /* values are paths with '/' between their parts */
} LibraryFacet;

enum { LIBRARY_FACETS = 14 };
/* In the order in which they stand; static. */
const LibraryFacet *library_facet(size_t index);
/* LIBRARY_FACETS when none has the key. */
size_t library_facet_find(Str key);
/* What a name before the colon of a query means that can be counted: a field of a case, FIND_TRUST
 * or FIND_YEAR; -1: nothing. */
int library_facet_field(Str name);
/* The stable name of such a field, and its label (message id). */
const char *library_facet_key(int field);
const char *library_facet_title(int field);

/* What a person reads for a value (in the language of the process): the label of a choice, an
 * English name of the taxonomy, else the value. Appends. For a tree only the last part. */
typedef struct FacetNames FacetNames;
/* The names of this library now. Freed with library_facet_names_free; NULL is allowed there. */
FacetNames *library_facet_names(Library *library);
void library_facet_names_free(FacetNames *names);
void library_facet_label(FacetNames *names, const LibraryFacet *facet, Str value, Buf *out);
/* Whether a value is meant by what was typed (folded): by a part of it or of its label, by pinyin
 * or by initials. */
bool library_facet_fits(FacetNames *names, const LibraryFacet *facet, Str value, Str typed);

/* A place in the tree of a facet's paths. */
typedef struct FacetNode {
    Str path;
    uint64_t count; /* cases of the whole branch: what the path finds as a value */
    int depth;      /* from 0 */
    bool parent;    /* something lies below it */
} FacetNode;
/* Parents before what lies below them, the largest first. *nodes lives in the arena. */
size_t library_facet_tree(const FindFacet *facet, Arena *arena, FacetNode **nodes);

/* What a query's text narrows to. Points into the query and the arena. */
typedef struct Narrowing {
    struct NarrowTerm {
        int field;
        size_t from, to; /* bytes of the query */
        Str *values;     /* as facets give them (choices by their key), folded */
        size_t len;
    } * terms;
    size_t len;
    Arena arena;
} Narrowing;

/* *out is freed with narrowing_free. */
void narrowing_read(Str query, Narrowing *out);
void narrowing_free(Narrowing *narrowing);
/* How many values of the field are chosen. */
size_t narrowing_count(const Narrowing *narrowing, int field);
/* value as facets give it. */
bool narrowing_has(const Narrowing *narrowing, int field, Str value);

/* The end of the terms that the query begins with (bytes): words are typed behind them. */
size_t narrowing_end(const Narrowing *narrowing, Str query);

/* Appends the query with the value chosen, or no longer chosen. A query of alternatives is put in
 * brackets first. */
void narrow_toggle(Str query, int field, Str value, Buf *out);
/* Appends the query without its narrowing of a field, -1: of any. */
void narrow_clear(Str query, int field, Buf *out);

#endif
