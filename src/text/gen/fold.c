#include "config.h"

#include "text/fold.h"
#include "text/gen/gen.h"
#include "text/tables.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

enum { UNITS = 128 };

static uint32_t simplified[GEN_POINTS];
static GenFolded *folded[GEN_POINTS]; /* NULL: folds to itself */
static const UNormalizer2 *nfkc_fold, *nfd, *nfc;

/* Accents: combining marks of the general blocks. Marks of one script (vowel signs, nukta, kana
 * voice marks) tell letters apart and stay. */
static bool is_accent(UChar32 c) {
    static const struct {
        UChar32 from, to;
    } blocks[] = {
        {0x0300, 0x036F}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0xFE20, 0xFE2F}};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        if (c >= blocks[i].from && c <= blocks[i].to)
            return u_charType(c) == U_NON_SPACING_MARK || u_charType(c) == U_ENCLOSING_MARK;
    }
    return false;
}

static bool is_skipped(uint32_t point) {
    return (point >= 0xD800 && point <= 0xDFFF) || (point >= 0x40000 && point < 0xE0000) ||
           point >= 0xF0000;
}

/* ICU turns a few pairs into each other (U+82CE, U+82E7): then the smaller of the circle stands for
 * all. Longer ways lead to their end. */
static void settle_simplified(void) {
    enum { STEPS = 8 };
    for (uint32_t c = 0; c < GEN_POINTS; c++) {
        uint32_t end = c;
        for (int i = 0; i < STEPS; i++)
            end = simplified[end];
        uint32_t least = end;
        for (uint32_t at = simplified[end]; at != end; at = simplified[at])
            least = at < least ? at : least;
        simplified[c] = least;
    }
}

static void fill_simplified(void) {
    static const UChar id[] = u"Traditional-Simplified";
    UErrorCode status = U_ZERO_ERROR;
    UTransliterator *trans = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
    if (U_FAILURE(status))
        gen_fail("ICU has no Traditional-Simplified");
    for (uint32_t c = 0; c < GEN_POINTS; c++) {
        simplified[c] = c;
        if (is_skipped(c) || !u_hasBinaryProperty((UChar32)c, UCHAR_IDEOGRAPHIC))
            continue;
        UChar text[UNITS];
        int32_t len = 0;
        U16_APPEND_UNSAFE(text, len, c);
        int32_t limit = len;
        utrans_transUChars(trans, text, &len, UNITS, 0, &limit, &status);
        if (U_FAILURE(status))
            gen_fail("transliteration failed");
        if (u_countChar32(text, len) == 1)
            U16_GET(text, 0, 0, len, simplified[c]);
    }
    utrans_close(trans);
    settle_simplified();
}

static int32_t normalize(const UNormalizer2 *form, const UChar *in, int32_t len, UChar *out) {
    UErrorCode status = U_ZERO_ERROR;
    int32_t made = unorm2_normalize(form, in, len, out, UNITS, &status);
    if (U_FAILURE(status))
        gen_fail("normalisation failed");
    return made;
}

/* One round: text and result may not overlap. */
static int32_t fold_round(const UChar *text, int32_t len, UChar *result) {
    UChar a[UNITS], b[UNITS];
    int32_t a_len = normalize(nfkc_fold, text, len, a);
    int32_t b_len = normalize(nfd, a, a_len, b);
    a_len = 0;
    for (int32_t i = 0; i < b_len;) {
        UChar32 c;
        U16_NEXT(b, i, b_len, c);
        if (!is_accent(c))
            U16_APPEND_UNSAFE(a, a_len, c);
    }
    b_len = normalize(nfc, a, a_len, b);
    a_len = 0;
    for (int32_t i = 0; i < b_len;) {
        UChar32 c;
        U16_NEXT(b, i, b_len, c);
        U16_APPEND_UNSAFE(result, a_len, simplified[c]);
    }
    return a_len;
}

static void fold_point(uint32_t point) {
    UChar text[UNITS], next[UNITS];
    int32_t len = 0;
    U16_APPEND_UNSAFE(text, len, point);
    for (int round = 0;; round++) {
        int32_t next_len = fold_round(text, len, next);
        if (next_len == len && memcmp(text, next, (size_t)len * sizeof *text) == 0)
            break;
        if (round == 8)
            gen_fail("a folding does not settle");
        memcpy(text, next, (size_t)next_len * sizeof *text);
        len = next_len;
    }
    GenFolded result = {.len = 0};
    for (int32_t i = 0; i < len;) {
        UChar32 c;
        U16_NEXT(text, i, len, c);
        if (result.len == GEN_FOLD_MAX)
            gen_fail("a folding is too long");
        result.points[result.len++] = (uint32_t)c;
    }
    if (result.len == 1 && result.points[0] == point)
        return;
    folded[point] = gen_alloc(sizeof *folded[point]);
    *folded[point] = result;
}

void gen_fold_prepare(void) {
    UErrorCode status = U_ZERO_ERROR;
    nfkc_fold = unorm2_getNFKCCasefoldInstance(&status);
    nfd = unorm2_getNFDInstance(&status);
    nfc = unorm2_getNFCInstance(&status);
    if (U_FAILURE(status))
        gen_fail("ICU has no normalisation data");
    fill_simplified();
    for (uint32_t c = 0; c < GEN_POINTS; c++) {
        if (!is_skipped(c))
            fold_point(c);
    }
}

const GenFolded *gen_fold_of(uint32_t point, GenFolded *scratch) {
    if (folded[point])
        return folded[point];
    scratch->len = 1;
    scratch->points[0] = point;
    return scratch;
}

static bool script_has_no_blanks(UScriptCode script) {
    static const UScriptCode list[] = {USCRIPT_HIRAGANA, USCRIPT_KATAKANA,    USCRIPT_BOPOMOFO,
                                       USCRIPT_THAI,     USCRIPT_LAO,         USCRIPT_KHMER,
                                       USCRIPT_MYANMAR,  USCRIPT_YI,          USCRIPT_TIBETAN,
                                       USCRIPT_TAI_LE,   USCRIPT_NEW_TAI_LUE, USCRIPT_LANNA,
                                       USCRIPT_TAI_VIET, USCRIPT_JAVANESE,    USCRIPT_BALINESE};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        if (list[i] == script)
            return true;
    }
    return false;
}

static bool is_kana_sign(UChar32 c) {
    return c == 0x30FC || c == 0x3099 || c == 0x309A || (c >= 0x3031 && c <= 0x3035) ||
           c == 0x309D || c == 0x309E;
}

int gen_class_of(uint32_t point) {
    UChar32 c = (UChar32)point;
    UErrorCode status = U_ZERO_ERROR;
    uint32_t type = U_MASK(u_charType(c));
    UScriptCode script = uscript_getScript(c, &status);
    if (point == 9 || point == 10 || point == 13 || (type & U_GC_Z_MASK))
        return TEXT_BLANK;
    if (script == USCRIPT_HAN && (type & (U_GC_L_MASK | U_GC_N_MASK)))
        return TEXT_HAN;
    if (type & U_GC_N_MASK)
        return TEXT_DIGIT;
    if (is_kana_sign(c) || ((type & (U_GC_L_MASK | U_GC_M_MASK)) && script_has_no_blanks(script)))
        return TEXT_OTHER;
    return type & (U_GC_L_MASK | U_GC_M_MASK) ? TEXT_LETTER : TEXT_PUNCT;
}

static bool composes(uint32_t point) {
    return point == 0x3099 || point == 0x309A || (point >= 0x1161 && point <= 0x1175) ||
           (point >= 0x11A8 && point <= 0x11C2);
}

static uint32_t entry_flags(uint32_t point) {
    return (uint32_t)gen_class_of(point) << FOLD_CLASS_SHIFT |
           (composes(point) ? FOLD_COMPOSES : 0);
}

static void write_pairs(FILE *out) {
    uint32_t triples[3 * 256];
    size_t len = 0;
    for (uint32_t mark = 0x3099; mark <= 0x309A; mark++) {
        for (uint32_t first = 0x3041; first <= 0x30FF; first++) {
            UChar32 united = unorm2_composePair(nfc, (UChar32)first, (UChar32)mark);
            if (united < 0)
                continue;
            triples[len++] = first;
            triples[len++] = mark;
            triples[len++] = (uint32_t)united;
        }
    }
    gen_emit32(out, "text_fold_pairs", triples, len);
    fprintf(out, "const uint32_t text_fold_pair_count = %zu;\n", len / 3);
}

void gen_fold_write(FILE *out) {
    uint32_t *entries = gen_alloc(GEN_POINTS * sizeof *entries);
    uint32_t *pool = gen_alloc(64 * 1024 * sizeof *pool);
    size_t pool_len = 1; /* pool[0] = 0: folds to nothing */
    for (uint32_t c = 0; c < GEN_POINTS; c++) {
        GenFolded scratch;
        const GenFolded *f = gen_fold_of(c, &scratch);
        if (f->len == 1) {
            entries[c] = ((f->points[0] - c) & FOLD_VALUE) | entry_flags(f->points[0]);
            continue;
        }
        if (f->len == 0) {
            entries[c] = FOLD_EXPANDS | (uint32_t)TEXT_BLANK << FOLD_CLASS_SHIFT;
            continue;
        }
        if (pool_len + GEN_FOLD_MAX + 1 > 64 * 1024)
            gen_fail("the expansion pool is full");
        entries[c] = FOLD_EXPANDS | (uint32_t)gen_class_of(f->points[0]) << FOLD_CLASS_SHIFT |
                     (uint32_t)pool_len;
        pool[pool_len++] = (uint32_t)f->len;
        for (int i = 0; i < f->len; i++)
            pool[pool_len++] = f->points[i] | entry_flags(f->points[i]);
    }
    gen_emit_points(out, "text_fold", entries);
    gen_emit32(out, "text_fold_pool", pool, pool_len);
    write_pairs(out);
    free(entries);
    free(pool);
}
