#ifndef ANLIKU_SEARCH_NEARPARTS_H
#define ANLIKU_SEARCH_NEARPARTS_H

#include "search/near.h"

/* For near.c and the files that find alternatives for it. */

/* The query that is being written. */
typedef struct Rewriter {
    Near *near;
    Evaluation *eval;
    const NearOptions *options;
    Error *err;
    int spelled; /* words that were looked for with typing errors */
    bool failed;
} Rewriter;

/* What stands for some units in a row. */
typedef struct Alternatives {
    Rewriter *r;
    const QueryNode *like; /* the first of the units */
    Str typed;
    bool prefix; /* the last word may go on */
    struct {
        QueryNode **items;
        size_t len, cap;
    } nodes;
} Alternatives;

/* False `ok` fails the whole. */
bool near_failed(Rewriter *r, bool ok);
/* The text as an alternative; NULL when it is none, or there are enough. */
QueryNode *near_alternative(Alternatives *a, NearKind kind, Str text);
Str near_run_text(const QueryNode *unit, size_t run);
bool near_is_letters(Str text);
/* What the letters may be read as, each with `before` (folded letters, or empty) in front of it. */
bool near_read_behind(Alternatives *a, Str before, Str letters);

/* The end of the longest key of two characters and more that begins at `at` and ends by `limit`; 0:
 * none. */
size_t near_longest(const Map *names, Str text, size_t at, size_t limit);

/* Puts `by` in the place of bytes [from, to) of the unit: as an alternative when the unit is short
 * enough to stand somewhere as a whole, and as a word that the second tier looks for. share: of the
 * weight that the kind has, up to 1. */
void near_replace(Alternatives *a, const QueryNode *unit, size_t from, size_t to, NearKind kind,
                  float share, Str by);

/* nearwords.c: other endings, typing errors, words written together. */
void near_words(Alternatives *a, const QueryNode *unit);
/* The units from the first on that are one word of the index when written together: 2, or 0. */
size_t near_joined(Rewriter *r, QueryNode *const *items, size_t count, Str *word);
/* nearinner.c: words inside of the unit that have synonyms. */
void near_inner_synonyms(Alternatives *a, const QueryNode *unit);

#endif
