#ifndef ANLIKU_SEARCH_NEAR_H
#define ANLIKU_SEARCH_NEAR_H

#include "base/map.h"
#include "search/rank.h"
#include "search/sounds.h"

/* What was perhaps meant: when a query finds little, its units get alternatives, and the query is
 * asked again. What it finds then stands below what was found literally.
 *   synonyms    words that the team calls equal, also inside of a text without blanks
 *   forms       English words with another ending
 *   typos       words of the index one edit away; a blank too much or too few is one
 *   pinyin      texts that are read so, written out or by first letters of names
 *   homophones  texts that sound the same, when nothing was found
 * Quoted units and exclusions stay as they are. */

typedef enum NearKind {
    NEAR_NONE,
    NEAR_SYNONYM,
    NEAR_FORM,
    NEAR_TYPO,
    NEAR_PINYIN,
    NEAR_HOMOPHONE,
    NEAR_KINDS
} NearKind;

/* Machine name for output: "synonym", ...; "" for NEAR_NONE. */
const char *near_kind_key(NearKind kind);

/* Words that mean the same, folded (text_fold). */
typedef struct NearGroup {
    const Str *words;
    size_t count;
} NearGroup;

typedef struct NearOptions {
    const NearGroup *groups;
    size_t group_count;
    const Map *members; /* the words of the groups; NULL: none is looked for inside of a text */
    const Map *names; /* folded names of the library and words of the team: their characters belong
                         together; NULL: none */
    bool sounds;      /* pinyin and homophones */
    bool typos;
    bool nothing; /* the query found nothing at all */
} NearOptions;

/* Documents by segment and window (WINDOW_DOCS), read when they are asked for; NULL: not yet. */
typedef struct NearHeld {
    uint64_t ***windows;
} NearHeld;

/* An alternative. */
typedef struct NearWord {
    NearKind kind;
    Str typed, shown;      /* folded */
    const QueryNode *unit; /* of the new query */
    NearHeld held;
} NearWord;

/* Two syllables in a row: what the second tier looks for. */
typedef struct NearSound {
    const SoundClass *first, *second;
    float weight;
    Str typed; /* the letters; empty: characters that may be a typing error */
} NearSound;

/* What stands for a part of what was typed, or for letters, in the second tier: people are told
 * which of the hits hold it. */
typedef struct NearPart {
    NearKind kind;
    Str typed, shown;      /* shown is folded */
    const QueryNode *unit; /* whose terms count in the second tier; NULL: a sound counts already */
    PostingList *lists;    /* `count` for each segment; NULL: not looked up yet */
    size_t count;
    NearHeld held;
} NearPart;

typedef struct Near {
    Query query; /* the query with alternatives; its filters are those of the old one */
    struct {
        NearWord *items;
        size_t len, cap;
    } words; /* empty: the query is the old one */
    struct {
        NearSound *items;
        size_t len, cap;
    } sounds;
    struct {
        NearPart *items;
        size_t len, cap;
    } parts; /* words in place of parts of units, and the most frequent pairs of the first sounds */
    struct {
        Str *items; /* folded: numbers that stand among letters (zai2016nian) */
        size_t len, cap;
    } numbers;
    Arena arena;
} Near;

/* eval: of the query, after eval_candidates; it outlives the result. ERR_CANCELLED. */
bool near_open(Near *near, Evaluation *eval, const NearOptions *options, Error *err);
void near_close(Near *near); /* {0} is allowed */
/* Pairs inside of names count more than pairs at random, as those inside of words do. */
void near_raise_names(const Map *names, const Query *query, Ranking *ranking);
/* Adds words in place of parts, and the sounds, to the terms of the second tier and fills
 * near->parts. */
bool near_add_parts(Near *near, Ranking *ranking, Error *err);
/* The alternative that the document holds and that counts most, by its terms; NULL: none. eval: of
 * the new query. */
const NearWord *near_word_of(Near *near, const Evaluation *eval, uint32_t segment,
                             uint32_t ordinal);
/* Whether the document holds the part; a failure to read is no. */
bool near_part_holds(Near *near, NearPart *part, Ranking *ranking, uint32_t segment,
                     uint32_t ordinal);

#endif
