#ifndef ANLIKU_TEXT_PINYIN_H
#define ANLIKU_TEXT_PINYIN_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How Han characters are read in Mandarin, without tones, from Unihan: every reading, the usual one
 * first. ü is written v; what is read lü has the reading lu too. All texts are folded
 * (text/fold.h). */

enum {
    PINYIN_BYTES = 6, /* longest syllable */
    PINYIN_SCALE = 2048,
    PINYIN_READINGS = 16 /* most of a character */
};

/* A syllable: a number below pinyin_syllables(), in the order of the alphabet. */
typedef uint16_t Syllable;

size_t pinyin_syllables(void);
/* Its letters. Static. */
Str pinyin_letters(Syllable syllable);
/* The readings of a code point; 0: none is known. Static. */
size_t pinyin_readings(uint32_t point, const Syllable **out);
/* The code points that are read so, ascending. Static. */
size_t pinyin_points(Syllable syllable, const uint32_t **out);
/* The syllables that begin with the letters, as [*from, *to). */
void pinyin_range(Str letters, Syllable *from, Syllable *to);
/* The first letters of a code point's readings as a bit set: bit 0 is a. */
uint32_t pinyin_initials(uint32_t point);

/* Letters cut into syllables: in places one may go on behind the other. */
enum { PINYIN_CUT = 64 }; /* most syllables of a cutting */

typedef struct PinyinCut {
    Syllable syllables[PINYIN_CUT];
    uint8_t count;
    uint32_t rest; /* bytes at the end that only begin a syllable (0: all are whole) */
    float cost;    /* -ln of its likelihood; smaller is better */
} PinyinCut;

/* The `most` likeliest cuttings of a run of letters a-z, best first; apostrophes are no letters:
 * cut there before. unfinished: the last syllable may be a beginning only. Returns their number, 0
 * when it is no pinyin. */
size_t pinyin_cut(Str letters, bool unfinished, PinyinCut *out, size_t most);

/* The first letters of the syllables where only some are written out: yhfk for yinhfk, hhtsp for
 * hehtsp. Their number; 0 when all are written out, none is, or it is no pinyin. initials: room for
 * as many letters. */
size_t pinyin_shortened(Str letters, char *initials);

/* ---- names ---- */

typedef enum PinyinMatch {
    PINYIN_NO,
    PINYIN_INITIALS, /* first letters only: yhfk */
    PINYIN_MIXED,    /* some of both: yinhfk */
    PINYIN_FULL      /* yinhangfengk: whole syllables, the last one perhaps begun */
} PinyinMatch;

/* Whether typed letters (folded; other characters stand for themselves) say a part of the name, by
 * any readings. *from, *to (may be NULL): the bytes of the folded name that they say. */
PinyinMatch pinyin_match(Str name, Str typed, size_t *from, size_t *to);

#endif
