#include "config.h"

#include "text/nfc.h"

#include "base/mem.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

/* Below U+0300 everything is NFC as it stands; so are the ideographs of the basic plane and the
 * common marks around them (but not U+3099 and U+309A). */
static bool is_plain(uint32_t point) {
    return point < 0x300 ||
           (point >= 0x3000 && point < 0x3099 && !(point >= 0x302A && point <= 0x302F)) ||
           (point >= 0x4E00 && point <= 0x9FFF) || (point >= 0xFF01 && point <= 0xFF60) ||
           (point >= 0x2010 && point <= 0x2027);
}

/* The end of the part that is plain; the part after it may change the last plain character. */
static size_t plain_prefix(Str text) {
    size_t at = 0;
    uint32_t point;
    while (at < text.len) {
        size_t len = utf8_next(text, at, &point);
        if (!is_plain(point))
            return at ? at - utf8_prev(text, at, &point) : 0;
        at += len;
    }
    return at;
}

static UChar *to_utf16(Str text, int32_t *len) {
    UErrorCode status = U_ZERO_ERROR;
    UChar *units = mem_alloc((text.len + 1) * sizeof *units);
    u_strFromUTF8WithSub(units, (int32_t)text.len + 1, len, text.ptr, (int32_t)text.len,
                         UTF8_REPLACEMENT, NULL, &status);
    return units;
}

static void put_utf16(Buf *out, const UChar *units, int32_t len) {
    for (int32_t i = 0; i < len;) {
        UChar32 c;
        U16_NEXT(units, i, len, c);
        utf8_put(out, U_IS_SURROGATE(c) ? UTF8_REPLACEMENT : (uint32_t)c);
    }
}

static const UNormalizer2 *nfc_form(void) {
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *form = unorm2_getNFCInstance(&status);
    return U_SUCCESS(status) ? form : NULL;
}

/* Appends the NFC form of text and gives whether it differs. */
static bool normalize(Buf *out, Str text) {
    const UNormalizer2 *form = nfc_form();
    int32_t len = 0;
    UChar *units = to_utf16(text, &len);
    UErrorCode status = U_ZERO_ERROR;
    if (!form || unorm2_isNormalized(form, units, len, &status)) {
        free(units);
        buf_put_str(out, text);
        return false;
    }
    status = U_ZERO_ERROR;
    int32_t room = 3 * len + 16; /* NFC of UTF-16 grows at most threefold */
    UChar *result = mem_alloc((size_t)room * sizeof *result);
    int32_t made = unorm2_normalize(form, units, len, result, room, &status);
    if (U_SUCCESS(status))
        put_utf16(out, result, made);
    else
        buf_put_str(out, text);
    free(result);
    free(units);
    return true;
}

bool text_is_nfc(Str text) {
    size_t plain = plain_prefix(text);
    if (plain == text.len)
        return true;
    const UNormalizer2 *form = nfc_form();
    int32_t len = 0;
    UChar *units = to_utf16(str_make(text.ptr + plain, text.len - plain), &len);
    UErrorCode status = U_ZERO_ERROR;
    bool is_normal = !form || unorm2_isNormalized(form, units, len, &status);
    free(units);
    return is_normal;
}

bool text_nfc(Buf *out, Str text) {
    size_t plain = plain_prefix(text);
    buf_put(out, text.ptr, plain);
    return plain < text.len && normalize(out, str_make(text.ptr + plain, text.len - plain));
}
