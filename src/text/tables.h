#ifndef ANLIKU_TEXT_TABLES_H
#define ANLIKU_TEXT_TABLES_H

#include <stdint.h>

/* Changes whenever folding or word cutting may change: the tables built in, the algorithms, the ICU
 * at run time. An index remembers it. */
uint64_t text_tables_digest(void);

/* The rest of this header is for the .c files of text/ and for the generator text/gen, which writes
 * the tables at build time. */

/* Two levels: block[index[point >> TABLE_SHIFT] << TABLE_SHIFT | (point & TABLE_MASK)]. */
enum { TABLE_SHIFT = 7, TABLE_MASK = 127, TABLE_BLOCK = 128, TABLE_INDEX = 0x110000 >> 7 };

/* Folding, one entry a code point: what to add to it (21 bits, wraps), the class of the result, or
 * with FOLD_EXPANDS an offset into text_fold_pool: a count, then that many entries which hold the
 * code points themselves in place of differences. */
enum {
    FOLD_VALUE = 0x1FFFFF,
    FOLD_CLASS_SHIFT = 21, /* 3 bits: TextClass */
    FOLD_EXPANDS = 1 << 24,
    FOLD_COMPOSES = 1 << 25 /* may unite with the code point before: kana voice marks, jamo */
};
extern const uint16_t text_fold_index[TABLE_INDEX];
extern const uint32_t text_fold_block[];
extern const uint32_t text_fold_pool[];
/* Triples: first, mark, united; ascending by mark, then first. */
extern const uint32_t text_fold_pairs[];
extern const uint32_t text_fold_pair_count;

/* Properties, one word a code point. */
enum {
    PROP_WIDTH = 3, /* 0, 1, 2; narrow reading of the ambiguous */
    PROP_AMBIGUOUS = 1 << 2,
    PROP_CLUSTER_SHIFT = 3, /* 4 bits: ClusterProp */
    PROP_WRAP_SHIFT = 7,    /* 4 bits: WrapProp */
    PROP_SHOW_SHIFT = 11,   /* 4 bits: ShowProp */
    PROP_JOINS = 1 << 15    /* letters and marks of scripts in which ZWJ and ZWNJ mean something */
};

typedef enum ClusterProp {
    CLUSTER_OTHER,
    CLUSTER_CR,
    CLUSTER_LF,
    CLUSTER_CONTROL,
    CLUSTER_EXTEND,
    CLUSTER_ZWJ,
    CLUSTER_REGIONAL,
    CLUSTER_PREPEND,
    CLUSTER_SPACING,
    CLUSTER_L,
    CLUSTER_V,
    CLUSTER_T,
    CLUSTER_LV,
    CLUSTER_LVT,
    CLUSTER_PICTURE
} ClusterProp;

typedef enum WrapProp {
    WRAP_IDEOGRAPH, /* may be parted from its neighbours */
    WRAP_LETTER,
    WRAP_DIGIT,
    WRAP_SPACE,
    WRAP_BREAK, /* LF */
    WRAP_OPEN,  /* never at the end of a line */
    WRAP_CLOSE, /* never at the start of a line */
    WRAP_INFIX, /* . , : ) after which a letter or digit stays */
    WRAP_SLASH,
    WRAP_HYPHEN,
    WRAP_DASH, /* never between two */
    WRAP_GLUE,
    WRAP_QUOTE,
    WRAP_PREFIX,
    WRAP_POSTFIX
} WrapProp;

typedef enum ShowProp {
    SHOW_PLAIN,
    SHOW_MARK, /* combining */
    SHOW_C0,   /* with DEL */
    SHOW_C1,
    SHOW_LINE, /* U+2028, U+2029 */
    SHOW_BIDI,
    SHOW_HIDDEN, /* zero width, tags, fillers, soft hyphen */
    SHOW_JOINER,
    SHOW_SELECTOR,
    SHOW_NONCHARACTER,
    SHOW_PRIVATE,
    SHOW_UNASSIGNED
} ShowProp;

extern const uint16_t text_prop_index[TABLE_INDEX];
extern const uint32_t text_prop_block[];

/* The word list as a double array over codes of Han characters (0: in no word). A cell: base and
 * parent (22 bits each), then the cost of the word that ends here (WORD_NONE: none does). */
enum {
    WORD_FIRST = 0x3000, /* code points that have codes */
    WORD_LAST = 0x9FFF,
    WORD_BITS = 22,
    WORD_NONE = 0xFFFF,
    WORD_SCALE = 2048 /* cost = -ln(share of all counts) * WORD_SCALE */
};
extern const uint16_t text_word_code[WORD_LAST - WORD_FIRST + 1];
extern const uint64_t text_word_cell[];
extern const uint32_t text_word_cells;
extern const uint32_t text_word_unknown; /* cost of a character that is no word */

/* Over the fold and word tables, at build time. */
extern const uint64_t text_built_digest;

/* Readings: a code point's entry is the place in the pool of a count and that many syllables. */
extern const char text_pinyin_name[][7];
extern const uint32_t text_pinyin_names;
extern const uint16_t text_pinyin_cost[]; /* -ln(share) * PINYIN_SCALE */
extern const uint16_t text_pinyin_index[TABLE_INDEX];
extern const uint32_t text_pinyin_block[];
extern const uint16_t text_pinyin_pool[];
extern const uint32_t text_pinyin_from[]; /* names + 1 */
extern const uint32_t text_pinyin_points[];
extern const uint64_t text_pinyin_digest;

static inline uint32_t text_prop(uint32_t point) {
    uint32_t index = text_prop_index[point >> TABLE_SHIFT];
    return text_prop_block[index << TABLE_SHIFT | (point & TABLE_MASK)];
}

static inline uint32_t text_fold_entry(uint32_t point) {
    uint32_t index = text_fold_index[point >> TABLE_SHIFT];
    return text_fold_block[index << TABLE_SHIFT | (point & TABLE_MASK)];
}

#endif
