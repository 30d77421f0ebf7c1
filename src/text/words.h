#ifndef ANLIKU_TEXT_WORDS_H
#define ANLIKU_TEXT_WORDS_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Cuts folded text into words. Han runs: the best path over the word list that is built in (unigram
 * lattice); runs of letters and digits: one word each, a number with its point and thousands groups
 * too (3.5, 1,236, but not 2026.11.20); kana, Thai and the like: ICU's breaker. Blanks and
 * punctuation are in no word. A function of the text alone (see text_tables_digest). */

typedef enum TextWordKind {
    TEXT_WORD_HAN,
    TEXT_WORD_LATIN, /* a run of TEXT_LETTER and TEXT_DIGIT */
    TEXT_WORD_OTHER
} TextWordKind;

typedef struct TextWord {
    uint32_t from, to; /* bytes of the folded text */
    uint16_t points;   /* code points, at most UINT16_MAX is said */
    uint8_t kind;
} TextWord;

/* The result and the scratch memory of the cutter: keep it, use it again, one a thread. {0} is
 * empty. */
typedef struct TextWords {
    TextWord *items;
    size_t len, cap;
    struct TextLattice *lattice;
    struct TextBreaker *breaker;
} TextWords;

/* Replaces the items. folded: what text_fold gave, under 4 GiB. */
void text_words_cut(TextWords *words, Str folded);
void text_words_free(TextWords *words);

/* Whether the (folded, Han) text is a word of the built-in list. */
bool text_words_has(Str folded);

#endif
