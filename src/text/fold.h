#ifndef ANLIKU_TEXT_FOLD_H
#define ANLIKU_TEXT_FOLD_H

#include "base/buf.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The one folding of the product, for everything that is searched or compared by people's eyes:
 * NFKC, case, accents, width, traditional to simplified, invisible characters dropped. It works on
 * code points with tables made at build time, needs NFC text to be exact, and is idempotent. Bytes
 * that are not UTF-8 become U+FFFD. */

/* What a folded code point is to the search. */
typedef enum TextClass {
    TEXT_PUNCT,  /* punctuation, symbols, controls, U+FFFD */
    TEXT_BLANK,  /* spaces, TAB, LF and CR */
    TEXT_HAN,    /* also U+3007 and U+3005 */
    TEXT_LETTER, /* scripts that write blanks between words: Latin, Greek, Cyrillic, Hangul, ... */
    TEXT_DIGIT,  /* decimal digits of any script and other numbers */
    TEXT_OTHER,  /* letters of scripts without blanks: kana, Thai, Lao, Khmer, Burmese, ... */
    TEXT_CLASSES
} TextClass;

/* Of a code point of folded text; any value is allowed. */
TextClass text_class(uint32_t point);
/* The class of the (first) code point that a source code point folds to; TEXT_BLANK for one that
 * folds to nothing. */
TextClass text_class_source(uint32_t point);

/* Appends the folded form; ordinary text does not grow. */
void text_fold(Buf *out, Str text);

/* at[i] is the source offset of the code point that folded byte i came from; at[len] is the length
 * of the source. {0} is empty; reusable; freed with text_map_free. */
typedef struct TextMap {
    uint32_t *at;
    size_t len, cap; /* len = folded bytes */
} TextMap;

/* Replaces the content of out and map. Sources of 4 GiB and more are not allowed. */
void text_fold_map(Buf *out, TextMap *map, Str text);
/* The source bytes [*source_from, *source_to) whose folding touches the folded bytes [from, to):
 * whole code points with the accents and invisible characters that follow them. from < to. */
void text_map_range(const TextMap *map, Str source, size_t from, size_t to, size_t *source_from,
                    size_t *source_to);
void text_map_free(TextMap *map);

/* Whether two texts fold to the same bytes. */
bool text_fold_equal(Str a, Str b);

#endif
