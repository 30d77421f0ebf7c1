#ifndef ANLIKU_SEARCH_EVAL_H
#define ANLIKU_SEARCH_EVAL_H

#include "base/map.h"
#include "search/index.h"
#include "search/match.h"
#include "search/query.h"
#include "search/visible.h"

/* Which documents a query matches: one set of ordinals a segment, found window by window. Units
 * whose terms do not decide (phrases) are decided on the text. */

typedef struct EvalNode EvalNode;

/* A unit in one segment. */
typedef struct EvalUnit {
    const QueryNode *node;
    PostingList *lists; /* a document must be in all of them */
    size_t count;
    size_t placed;    /* lists with places: two or more narrow what may match */
    PostingList word; /* documents that hold the run as a word of the cutter: surely match */
    const uint64_t *beginnings; /* documents with a word that begins so (whole segment), or NULL */
    bool never;
    uint32_t next; /* no document of a window before this one is in all lists */
} EvalUnit;

/* A list that was looked up: units and ranking ask for the same terms. What several units share is
 * decoded once a window. */
typedef struct EvalList {
    PostingList list;
    uint32_t uses;   /* units that it is in */
    uint32_t window; /* that the bits are of: its start + 1; 0: none yet */
    uint64_t *bits;
    uint32_t places_window; /* the same of the places */
    uint64_t places_done;   /* blocks of the window whose places are there */
    PlaceSet *places;
} EvalList;

typedef struct EvalSegment {
    Segment *segment;
    struct {
        EvalList *items;
        size_t len, cap;
    } lists;
    Map known;           /* their places by field byte + text */
    VisibleSet *visible; /* NULL: everything may be seen */
    EvalUnit *units;     /* by index */
    bool **codes;        /* by filter index: the codes that pass; NULL for other filters */
    uint32_t *code_counts;
    EvalNode *root; /* NULL: everything */
    uint64_t *bits; /* the result */
    uint64_t *sure; /* of them those that need no look at the text; only when eval->verify */
    uint32_t words;
} EvalSegment;

typedef struct Evaluation {
    Snapshot *snapshot;
    const Query *query;
    const SearchVisible *visible;
    int32_t today;
    const struct Evaluation *before; /* where lists may be known already; or NULL */
    EvalSegment *segments;           /* as in the snapshot */
    bool verify;                     /* some unit is only decided by the text */
    uint64_t count;                  /* documents in the sets */
    uint64_t open;                   /* of them those that are decided by their text */
    uint64_t checked;                /* documents whose text was read */
    FoldedCase folded;
    Arena arena;
} Evaluation;

/* Prepares the query for every segment. visible: NULL for no rule at all. before: of a query over
 * the same snapshot that may have terms in common, which outlives this; NULL: none. */
bool eval_open(Evaluation *eval, Snapshot *snapshot, const Query *query,
               const SearchVisible *visible, int32_t today, const Evaluation *before, Error *err);
void eval_close(Evaluation *eval);
/* Finds the candidates: all matches, and when eval->verify others too. ERR_CANCELLED. */
bool eval_candidates(Evaluation *eval, Error *err);
/* Counts again after the sets were changed. */
void eval_recount(Evaluation *eval);
/* Takes the candidates out that do not match. */
bool eval_verify(Evaluation *eval, Error *err);
/* Whether one candidate matches. */
bool eval_matches(Evaluation *eval, uint32_t segment, uint32_t ordinal, bool *matches, Error *err);
/* The documents that pass visible rule, filters and exclusions, whatever the texts of the units
 * that are not excluded; bits: (docs + 63) / 64 words of the segment, set anew. */
bool eval_filters(Evaluation *eval, uint32_t segment, uint64_t *bits, Error *err);

/* The list of a term (its text at most TERM_BYTES long) in a segment; df 0 when there is none. */
bool eval_list(Evaluation *eval, uint32_t segment, TermField field, Str text, PostingList *out,
               Error *err);

/* Whether terms alone cannot decide the unit. */
bool eval_needs_text(const QueryNode *unit);

#endif
