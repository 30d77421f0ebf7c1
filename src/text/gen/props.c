#include "config.h"

#include "text/gen/gen.h"
#include "text/tables.h"

#include <stdbool.h>
#include <stdlib.h>
#include <unicode/uchar.h>

static uint32_t width_of(UChar32 c) {
    uint32_t type = U_MASK(u_charType(c));
    int hangul = u_getIntPropertyValue(c, UCHAR_HANGUL_SYLLABLE_TYPE);
    if (type & (U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CC_MASK | U_GC_ZL_MASK | U_GC_ZP_MASK))
        return 0;
    if ((type & U_GC_CF_MASK) && !u_hasBinaryProperty(c, UCHAR_PREPENDED_CONCATENATION_MARK))
        return 0;
    if (hangul == U_HST_VOWEL_JAMO || hangul == U_HST_TRAILING_JAMO ||
        u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT))
        return 0;
    switch (u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH)) {
    case U_EA_WIDE:
    case U_EA_FULLWIDTH:
        return 2;
    case U_EA_AMBIGUOUS:
        return 1 | PROP_AMBIGUOUS;
    default:
        return 1;
    }
}

static ClusterProp cluster_of(UChar32 c) {
    static const uint8_t map[] = {[U_GCB_CR] = CLUSTER_CR,
                                  [U_GCB_LF] = CLUSTER_LF,
                                  [U_GCB_CONTROL] = CLUSTER_CONTROL,
                                  [U_GCB_EXTEND] = CLUSTER_EXTEND,
                                  [U_GCB_ZWJ] = CLUSTER_ZWJ,
                                  [U_GCB_REGIONAL_INDICATOR] = CLUSTER_REGIONAL,
                                  [U_GCB_PREPEND] = CLUSTER_PREPEND,
                                  [U_GCB_SPACING_MARK] = CLUSTER_SPACING,
                                  [U_GCB_L] = CLUSTER_L,
                                  [U_GCB_V] = CLUSTER_V,
                                  [U_GCB_T] = CLUSTER_T,
                                  [U_GCB_LV] = CLUSTER_LV,
                                  [U_GCB_LVT] = CLUSTER_LVT};
    int value = u_getIntPropertyValue(c, UCHAR_GRAPHEME_CLUSTER_BREAK);
    ClusterProp prop = value >= 0 && (size_t)value < sizeof map ? map[value] : CLUSTER_OTHER;
    if (prop == CLUSTER_OTHER && u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC))
        return CLUSTER_PICTURE;
    return prop;
}

static WrapProp quote_of(UChar32 c) {
    switch (u_charType(c)) {
    case U_INITIAL_PUNCTUATION:
        return WRAP_OPEN;
    case U_FINAL_PUNCTUATION:
        return WRAP_CLOSE;
    default:
        return WRAP_QUOTE;
    }
}

/* Classes of UAX 14, brought down to what the wrapping asks. Scripts that need a dictionary (SA)
 * break anywhere. */
static const int8_t wrap_map[U_LB_COUNT] = {[U_LB_ALPHABETIC] = WRAP_LETTER,
                                            [U_LB_HEBREW_LETTER] = WRAP_LETTER,
                                            [U_LB_UNKNOWN] = WRAP_LETTER,
                                            [U_LB_COMBINING_MARK] = WRAP_LETTER,
                                            [U_LB_ZWJ] = WRAP_LETTER,
                                            [U_LB_NUMERIC] = WRAP_DIGIT,
                                            [U_LB_SPACE] = WRAP_SPACE,
                                            [U_LB_ZWSPACE] = WRAP_SPACE,
                                            [U_LB_LINE_FEED] = WRAP_BREAK,
                                            [U_LB_OPEN_PUNCTUATION] = WRAP_OPEN,
                                            [U_LB_CLOSE_PUNCTUATION] = WRAP_CLOSE,
                                            [U_LB_EXCLAMATION] = WRAP_CLOSE,
                                            [U_LB_NONSTARTER] = WRAP_CLOSE,
                                            [U_LB_CONDITIONAL_JAPANESE_STARTER] = WRAP_CLOSE,
                                            [U_LB_INSEPARABLE] = WRAP_CLOSE,
                                            [U_LB_CLOSE_PARENTHESIS] = WRAP_INFIX,
                                            [U_LB_INFIX_NUMERIC] = WRAP_INFIX,
                                            [U_LB_BREAK_SYMBOLS] = WRAP_SLASH,
                                            [U_LB_HYPHEN] = WRAP_HYPHEN,
                                            [U_LB_BREAK_AFTER] = WRAP_HYPHEN,
                                            [U_LB_BREAK_BOTH] = WRAP_DASH,
                                            [U_LB_GLUE] = WRAP_GLUE,
                                            [U_LB_WORD_JOINER] = WRAP_GLUE,
                                            [U_LB_PREFIX_NUMERIC] = WRAP_PREFIX,
                                            [U_LB_POSTFIX_NUMERIC] = WRAP_POSTFIX};

static WrapProp wrap_of(UChar32 c) {
    int value = u_getIntPropertyValue(c, UCHAR_LINE_BREAK);
    if (value == U_LB_QUOTATION)
        return quote_of(c);
    if (c == 9)
        return WRAP_SPACE;
    if (c == 0x00B7 || c == 0x30FB)
        return WRAP_CLOSE;
    if (value == U_LB_BREAK_AFTER && (U_MASK(u_charType(c)) & U_GC_ZS_MASK))
        return WRAP_SPACE;
    return value >= 0 && value < U_LB_COUNT ? (WrapProp)wrap_map[value] : WRAP_IDEOGRAPH;
}

static bool is_bidi_control(UChar32 c) {
    return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

static bool is_selector(UChar32 c) {
    return u_hasBinaryProperty(c, UCHAR_VARIATION_SELECTOR);
}

static bool is_hidden(UChar32 c) {
    bool format = u_charType(c) == U_FORMAT_CHAR;
    return u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) ||
           (format && !u_hasBinaryProperty(c, UCHAR_PREPENDED_CONCATENATION_MARK));
}

/* Ideographs of planes 2 and 3 that ICU does not know yet have the width of all others. */
static bool is_unknown(UChar32 c) {
    return !u_isdefined(c) && !(c >= 0x20000 && c < 0x40000);
}

static ShowProp show_of(UChar32 c) {
    uint32_t type = U_MASK(u_charType(c));
    if (c < 0x20 || c == 0x7F)
        return SHOW_C0;
    if (c >= 0x80 && c <= 0x9F)
        return SHOW_C1;
    if (type & (U_GC_ZL_MASK | U_GC_ZP_MASK))
        return SHOW_LINE;
    if (U_IS_UNICODE_NONCHAR(c) || (type & U_GC_CS_MASK))
        return SHOW_NONCHARACTER;
    if (type & U_GC_CO_MASK)
        return SHOW_PRIVATE;
    if (c == 0x200C || c == 0x200D)
        return SHOW_JOINER;
    if (is_bidi_control(c))
        return SHOW_BIDI;
    if (is_selector(c))
        return SHOW_SELECTOR;
    if (is_hidden(c))
        return SHOW_HIDDEN;
    if (is_unknown(c))
        return SHOW_UNASSIGNED;
    return type & (U_GC_MN_MASK | U_GC_ME_MASK) ? SHOW_MARK : SHOW_PLAIN;
}

static bool joins(UChar32 c) {
    if (!(U_MASK(u_charType(c)) & (U_GC_L_MASK | U_GC_M_MASK)))
        return false;
    int joining = u_getIntPropertyValue(c, UCHAR_JOINING_TYPE);
    return joining == U_JT_DUAL_JOINING || joining == U_JT_RIGHT_JOINING ||
           joining == U_JT_LEFT_JOINING ||
           u_getIntPropertyValue(c, UCHAR_INDIC_SYLLABIC_CATEGORY) != U_INSC_OTHER;
}

void gen_props_write(FILE *out) {
    uint32_t *values = gen_alloc(GEN_POINTS * sizeof *values);
    for (UChar32 c = 0; c < GEN_POINTS; c++) {
        values[c] = width_of(c) | (uint32_t)cluster_of(c) << PROP_CLUSTER_SHIFT |
                    (uint32_t)wrap_of(c) << PROP_WRAP_SHIFT |
                    (uint32_t)show_of(c) << PROP_SHOW_SHIFT | (joins(c) ? PROP_JOINS : 0);
    }
    gen_emit_points(out, "text_prop", values);
    free(values);
}
