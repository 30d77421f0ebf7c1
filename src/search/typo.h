#ifndef ANLIKU_SEARCH_TYPO_H
#define ANLIKU_SEARCH_TYPO_H

#include "search/index.h"

/* Words of the term dictionary that are one edit away from what was typed: a letter left out, too
 * many, wrong, or two neighbours swapped. */

enum { TYPO_LETTERS = 5, TYPO_LONGEST = 24, TYPO_WORDS = 4 };

typedef struct TypoWord {
    char text[TYPO_LONGEST + 2];
    uint8_t len;
    uint64_t df; /* documents that hold it, replaced ones counted; of a beginning 1 */
} TypoWord;

/* Whether words like this are tried: letters a-z, from TYPO_LETTERS to TYPO_LONGEST. */
bool typo_wanted(Str word);
/* The most frequent TYPO_WORDS, most frequent first. beginning: the words may go on. */
bool typo_words(const Snapshot *snapshot, Str word, bool beginning, TypoWord *out, size_t *len,
                Error *err);

/* How many documents hold the word (at most TYPO_LONGEST letters), replaced ones counted; 1 when
 * `beginning` and some word begins so. */
bool typo_count(const Snapshot *snapshot, Str word, bool beginning, uint64_t *df, Error *err);

#endif
