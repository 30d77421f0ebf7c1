#ifndef ANLIKU_BENCH_QUALITY_TEXT_H
#define ANLIKU_BENCH_QUALITY_TEXT_H

#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>

/* Turns a question into what people type instead of it. The readings come from Debian's Unihan
 * (never from the program's own tables): of a character its most frequent reading by kHanyuPinlu,
 * else kMandarin's first; which reading a word asks for is not known, so that 银行 becomes
 * yinxing. */

typedef struct Readings Readings;

/* NULL with a word on stdout when the data is not there. */
Readings *readings_new(void);
void readings_free(Readings *readings); /* NULL is allowed */

/* Every Han run as toneless letters without blanks (ü is v), blanks between runs. */
void readings_pinyin(const Readings *readings, Str text, Buf *out);
/* The first letters of the readings of the first `most` Han characters of text. False when text
 * does not begin with at least `least` of them. */
bool readings_initials(const Readings *readings, Str text, size_t least, size_t most, Buf *out);
/* `count` characters replaced by another frequent one of the same sound; the same ones for the same
 * text. */
void readings_homophones(const Readings *readings, Str text, unsigned count, Buf *out);

/* Through ICU's transliterator: "Simplified-Traditional" or back. */
bool script_convert(const char *id, Str text, Buf *out);

/* Words in gold, in ours and the same in both, over the lines of a segmented file. */
typedef struct WordScore {
    size_t gold, ours, right;
} WordScore;
void words_score(Str file, WordScore *out);

#endif
