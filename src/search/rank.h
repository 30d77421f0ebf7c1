#ifndef ANLIKU_SEARCH_RANK_H
#define ANLIKU_SEARCH_RANK_H

#include "search/eval.h"

/* The order of what was found: by score, or by a column. */

typedef struct Hit {
    uint32_t segment, ordinal, document;
    float score;
    bool any;       /* below the first tier: some words only */
    uint8_t near;   /* NearKind (near.h) */
    bool absent;    /* sorting: the column has no value: last in both directions */
    int64_t number; /* sorting */
    Str text;       /* sorting; lives as long as the snapshot and the evaluation */
} Hit;

typedef struct Hits {
    Hit *items; /* best first */
    size_t len, cap;
} Hits;

void hits_free(Hits *hits);

/* What order: column < 0 by score. */
typedef struct HitOrder {
    int column;
    bool descending;
    bool backwards; /* all of it: what comes last is first */
} HitOrder;

/* Whether a comes before b; ties: the newer document first. */
bool hit_before(const HitOrder *order, const Hit *a, const Hit *b);

/* A term of the query that counts for the score. */
typedef struct RankTerm {
    TermField field;
    Str text;
    float boost, weight;
    uint64_t df;
    PostingList *lists; /* by segment */
    uint8_t **bounds;   /* by segment and window, as list_bounds gives them; NULL: not asked yet */
    const float *parts; /* what documents get: by frequency up to RANK_OFTEN, then by length byte;
                           NULL: not asked yet, or few hold it */
} RankTerm;

enum { RANK_OFTEN = 4, RANK_LENGTHS = 256 };

typedef struct Ranking {
    Evaluation *eval;
    RankTerm *terms; /* pairs, words, spaced words, single characters that stand alone */
    size_t len, cap;
    RankTerm *characters; /* of longer runs: they only order the second tier */
    size_t characters_len, characters_cap;
    Map known; /* places of the terms by field, kind and text */
    Arena arena;
} Ranking;

/* The terms of the units that are not excluded. */
bool rank_open(Ranking *ranking, Evaluation *eval, Error *err);
void rank_close(Ranking *ranking);
/* Adds the terms of a unit. */
bool rank_add_unit(Ranking *ranking, const QueryNode *unit, Error *err);
/* Adds a spaced word. */
bool rank_add_word(Ranking *ranking, Str word, Error *err);
/* Adds a term that no dictionary holds: lists, one a segment of the snapshot, live as long as the
 * ranking. */
void rank_add_lists(Ranking *ranking, PostingList *lists, float boost);

/* Lets the term count more or less from now on. */
void rank_set_boost(RankTerm *term, float boost);

/* The best `keep` documents of the sets of the evaluation by score. */
bool rank_matched(Ranking *ranking, size_t keep, Hits *out, Error *err);
/* The best `keep` documents with any of the terms that pass the filters and are not in the sets of
 * the evaluation. total (may be NULL): how many documents there are. */
bool rank_any(Ranking *ranking, size_t keep, Hits *out, uint64_t *total, Error *err);
/* The first `keep` documents of the sets by a column. */
bool rank_sorted(Evaluation *eval, const HitOrder *order, size_t keep, Hits *out, Error *err);

#endif
