#include "config.h"

#include "text/collate.h"

#include "base/mem.h"

#include <stdbool.h>
#include <stdlib.h>
#include <unicode/ucol.h>
#include <unicode/ustring.h>

struct TextCollator {
    UCollator *collator; /* NULL: not opened yet, or ICU has no data; then bytes decide */
    bool is_tried;
    UChar *units;
    size_t cap;
};

TextCollator *text_collator_new(void) {
    return mem_zalloc(sizeof(TextCollator));
}

void text_collator_free(TextCollator *collator) {
    if (!collator)
        return;
    ucol_close(collator->collator);
    free(collator->units);
    free(collator);
}

static UCollator *open_once(TextCollator *collator) {
    if (collator->is_tried)
        return collator->collator;
    collator->is_tried = true;
    UErrorCode status = U_ZERO_ERROR;
    UCollator *opened = ucol_open("zh@collation=pinyin", &status);
    if (U_FAILURE(status))
        return NULL;
    int32_t plain_order = UCOL_REORDER_CODE_NONE; /* zh puts Han before Latin */
    ucol_setReorderCodes(opened, &plain_order, 1, &status);
    ucol_setAttribute(opened, UCOL_NUMERIC_COLLATION, UCOL_ON, &status);
    ucol_setAttribute(opened, UCOL_STRENGTH, UCOL_TERTIARY, &status);
    collator->collator = opened;
    return opened;
}

static int32_t to_units(TextCollator *collator, Str text) {
    if (text.len + 1 > collator->cap) {
        collator->cap = text.len + 64;
        collator->units = mem_realloc_array(collator->units, collator->cap, sizeof(UChar));
    }
    UErrorCode status = U_ZERO_ERROR;
    int32_t len = 0;
    u_strFromUTF8WithSub(collator->units, (int32_t)collator->cap, &len, text.ptr ? text.ptr : "",
                         (int32_t)text.len, 0xFFFD, NULL, &status);
    return len;
}

void text_collator_key(TextCollator *collator, Str text, Buf *out) {
    UCollator *opened = open_once(collator);
    if (!opened) {
        buf_put_str(out, text);
        return;
    }
    int32_t len = to_units(collator, text);
    buf_reserve(out, 4 * text.len + 16);
    int32_t room = (int32_t)(out->cap - out->len);
    int32_t need =
        ucol_getSortKey(opened, collator->units, len, (uint8_t *)out->data + out->len, room);
    if (need > room) {
        buf_reserve(out, (size_t)need);
        need = ucol_getSortKey(opened, collator->units, len, (uint8_t *)out->data + out->len, need);
    }
    if (need > 0)
        out->len += (size_t)need - 1; /* without ICU's final NUL, which takes its place */
    out->data[out->len] = 0;
}

int text_collator_compare(TextCollator *collator, Str a, Str b) {
    UCollator *opened = open_once(collator);
    UErrorCode status = U_ZERO_ERROR;
    if (!opened)
        return str_compare(a, b);
    int order = ucol_strcollUTF8(opened, a.ptr ? a.ptr : "", (int32_t)a.len, b.ptr ? b.ptr : "",
                                 (int32_t)b.len, &status);
    return U_SUCCESS(status) ? order : str_compare(a, b);
}
