#ifndef ANLIKU_SEARCH_INITIALS_H
#define ANLIKU_SEARCH_INITIALS_H

#include "search/eval.h"

/* First letters of the syllables of names: yhfk for 银行风控. The index holds, for the titles,
 * customers, products and tags of a document, every three letters in a row, and the last two of a
 * run; characters with several readings give every combination. */

enum {
    INITIALS_GRAM = 3,
    INITIALS_SHORTEST = 2,
    INITIALS_LONGEST = 16,
    INITIALS_TEXTS = 8,
    INITIALS_ROOM = 14 /* most bytes of grams that a byte of text gives */
};

/* Calls each for the grams of a run of folded text of a name; runs hold Han only where they have
 * grams. */
typedef void InitialsFn(void *context, Str gram);
void initials_grams(Str run, InitialsFn *each, void *context);

/* A text that some name holds. */
typedef struct InitialsText {
    Str text; /* folded; lives in the arena */
    uint32_t documents;
    float share; /* of the weight: less for what only begins a name, least for a part of one */
} InitialsText;

/* The texts of names whose initials are the letters, in documents that the evaluation may see, of
 * the newest that have them; most frequent first, at most INITIALS_TEXTS. letters: a-z,
 * INITIALS_SHORTEST to INITIALS_LONGEST. typed: what the texts must be read as besides, some
 * syllables written out (pinyin_match), or empty. */
bool initials_find(Evaluation *eval, Str letters, Str typed, Arena *arena, InitialsText *out,
                   size_t *len, Error *err);

#endif
