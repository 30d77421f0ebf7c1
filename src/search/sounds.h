#ifndef ANLIKU_SEARCH_SOUNDS_H
#define ANLIKU_SEARCH_SOUNDS_H

#include "search/index.h"
#include "text/pinyin.h"

/* What the term dictionary holds that sounds like something: no postings are kept for sounds, the
 * pairs of characters that exist are looked through. */

/* Which characters the large segments hold: kept between searches. One an index. */
typedef struct SoundCharacters SoundCharacters;
SoundCharacters *sound_characters_new(void);
void sound_characters_free(SoundCharacters *characters); /* NULL is allowed */

enum { SOUND_WORDS = 8, SOUND_CHAINS = 16, SOUND_LONGEST = 16 };

/* Characters that are read in one of some ways. */
typedef struct SoundClass {
    uint64_t set[SOUND_WORDS]; /* of syllables */
    const uint32_t *points;    /* ascending */
    size_t count;
    uint32_t only; /* this character and no other, 0: any that sounds so */
} SoundClass;

/* Read as one of the syllables [from, to); lives in the arena. */
const SoundClass *sound_class_range(Arena *arena, Syllable from, Syllable to);
/* Read as the character may be read; NULL when nobody knows how. */
const SoundClass *sound_class_like(Arena *arena, uint32_t point);
/* The character itself. */
const SoundClass *sound_class_only(Arena *arena, uint32_t point);
bool sound_class_has(const SoundClass *sounds, uint32_t point);

/* A pair of characters that some document holds. */
typedef struct SoundPair {
    uint32_t first, second; /* code points */
    uint64_t df;            /* documents, about */
    uint64_t where;         /* bit set of the segments that hold it; the 64th stands for more */
} SoundPair;

typedef struct SoundPairs {
    SoundPair *items;
    size_t len, cap;
} SoundPairs;

/* The pairs of the snapshot whose first character is one of `first` and whose second sounds like
 * `second`. Appends, each pair once. */
bool sound_pairs(const Snapshot *snapshot, const SoundClass *first, const SoundClass *second,
                 SoundPairs *out, Error *err);

/* A text of characters that may stand in some document. */
typedef struct SoundChain {
    uint32_t points[SOUND_LONGEST];
    uint8_t count;
    float score;
    uint64_t least; /* documents of its rarest pair or character */
} SoundChain;

/* The likeliest texts that sound like the classes, by how often their pairs occur, best first; at
 * most SOUND_CHAINS. typed (may be NULL): characters that are kept where possible. count from 1 to
 * SOUND_LONGEST. */
bool sound_chains(const Snapshot *snapshot, const SoundClass *const *classes, size_t count,
                  const uint32_t *typed, SoundChain *out, size_t *len, Error *err);

/* Memory of sound_list, used again from list to list: {0} at first. */
typedef struct SoundUnion {
    uint16_t *tf;   /* by ordinal; all zero between lists */
    uint64_t *bits; /* the same */
    uint32_t docs;  /* that there is room for */
} SoundUnion;

void sound_union_free(SoundUnion *all);

/* The documents of a segment (by its place in the snapshot) that hold any of the pairs, as a list
 * in memory; tf is the sum. */
bool sound_list(const Snapshot *snapshot, uint32_t segment, const SoundPairs *pairs,
                SoundUnion *all, Arena *arena, PostingList *out, Error *err);

#endif
