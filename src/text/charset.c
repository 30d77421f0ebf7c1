#include "config.h"

#include "text/charset.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "text/tables.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <unicode/ucnv.h>

static const char *const names[TEXT_CHARSETS] = {"auto", "UTF-8", "UTF-16LE", "UTF-16BE",
                                                 "GB18030"};

const char *text_charset_name(TextCharset charset) {
    return names[charset];
}

bool text_charset_parse(Str name, TextCharset *out) {
    static const struct {
        const char *name;
        TextCharset charset;
    } aliases[] = {{"utf8", TEXT_CHARSET_UTF8},       {"utf-16", TEXT_CHARSET_UTF16LE},
                   {"utf16", TEXT_CHARSET_UTF16LE},   {"utf16le", TEXT_CHARSET_UTF16LE},
                   {"utf16be", TEXT_CHARSET_UTF16BE}, {"gbk", TEXT_CHARSET_GB18030},
                   {"gb2312", TEXT_CHARSET_GB18030},  {"cp936", TEXT_CHARSET_GB18030}};
    for (size_t i = 0; i < TEXT_CHARSETS; i++) {
        if (str_equal_ascii_case(name, str_of(names[i]))) {
            *out = (TextCharset)i;
            return true;
        }
    }
    for (size_t i = 0; i < COUNT_OF(aliases); i++) {
        if (str_equal_ascii_case(name, str_of(aliases[i].name))) {
            *out = aliases[i].charset;
            return true;
        }
    }
    return false;
}

/* How many bytes of a byte order mark the text begins with, and what it means. */
static size_t mark_length(Str bytes, TextCharset *charset) {
    static const struct {
        Str mark;
        TextCharset charset;
    } marks[] = {{{"\xEF\xBB\xBF", 3}, TEXT_CHARSET_UTF8},
                 {{"\xFF\xFE", 2}, TEXT_CHARSET_UTF16LE},
                 {{"\xFE\xFF", 2}, TEXT_CHARSET_UTF16BE},
                 {{"\x84\x31\x95\x33", 4}, TEXT_CHARSET_GB18030}};
    for (size_t i = 0; i < COUNT_OF(marks); i++) {
        if (str_starts(bytes, marks[i].mark)) {
            *charset = marks[i].charset;
            return marks[i].mark.len;
        }
    }
    return 0;
}

static Str skip(Str bytes, size_t len) {
    return str_make(bytes.ptr + len, bytes.len - len);
}

/* UTF-16 units (u_ from ucnv) as UTF-8; a lone surrogate is an error. */
static bool put_units(Buf *out, const UChar *units, size_t len) {
    for (size_t i = 0; i < len;) {
        UChar32 c;
        U16_NEXT(units, i, len, c);
        if (U_IS_SURROGATE(c))
            return false;
        utf8_put(out, (uint32_t)c);
    }
    return true;
}

static bool decode_utf16(Str bytes, bool big_endian, Buf *out) {
    if (bytes.len % 2)
        return false;
    const uint8_t *p = (const uint8_t *)bytes.ptr;
    size_t len = bytes.len / 2;
    UChar *units = mem_alloc((len + 1) * sizeof *units);
    for (size_t i = 0; i < len; i++)
        units[i] =
            (UChar)(big_endian ? p[2 * i] << 8 | p[2 * i + 1] : p[2 * i + 1] << 8 | p[2 * i]);
    buf_reserve(out, bytes.len + bytes.len / 2);
    bool ok = put_units(out, units, len);
    free(units);
    return ok;
}

static bool decode_gb18030(Str bytes, Buf *out) {
    UErrorCode status = U_ZERO_ERROR;
    UConverter *converter = ucnv_open("GB18030", &status);
    if (U_FAILURE(status))
        return false;
    ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
    UChar *units = mem_alloc((bytes.len + 1) * sizeof *units);
    int32_t len = ucnv_toUChars(converter, units, (int32_t)bytes.len + 1, bytes.ptr,
                                (int32_t)bytes.len, &status);
    ucnv_close(converter);
    buf_reserve(out, bytes.len + bytes.len / 2);
    bool ok = U_SUCCESS(status) && put_units(out, units, (size_t)len);
    free(units);
    return ok;
}

static bool is_common_chinese(uint32_t point) {
    return (point >= 0x4E00 && point <= 0x9FA5) || (point >= 0x3000 && point <= 0x301F) ||
           (point >= 0xFF01 && point <= 0xFF5E) || (point >= 0x2010 && point <= 0x2027) ||
           point == 0xA5 || point == 0xB7 || point == 0xD7 || (point >= 0x2160 && point <= 0x249B);
}

/* Any bytes in pairs read as GB18030 somehow: it counts when nearly all is what Chinese text is
 * made of and nothing is private or a control. */
static bool looks_chinese(Str text) {
    size_t common = 0, others = 0;
    uint32_t point;
    for (size_t at = 0; at < text.len;) {
        at += utf8_next(text, at, &point);
        ShowProp show = (ShowProp)(text_prop(point) >> PROP_SHOW_SHIFT & 15);
        if (point < 0x80)
            continue;
        if (show != SHOW_PLAIN)
            return false;
        common += is_common_chinese(point);
        others += !is_common_chinese(point);
    }
    return common > 0 && others * 10 <= common;
}

/* UTF-8 with a damaged byte or two must be said to be that, not read as nonsense in GB18030: true
 * when well-formed sequences of several bytes outnumber the bad bytes. */
static bool is_damaged_utf8(Str bytes) {
    size_t good = 0, bad = 0;
    for (size_t at = 0; at < bytes.len;) {
        uint32_t point;
        size_t len = utf8_decode(bytes, at, &point);
        good += len > 2;
        bad += !len;
        at += len ? len : 1;
    }
    return good > bad;
}

static bool refuse_utf8(Str bytes, size_t bad, Error *err) {
    int line, column;
    utf8_position(bytes, bad, &line, &column);
    error_set(err, ERR_SYNTAX, N_("a byte that is not UTF-8 (offset {0})"), "z", bad);
    return error_at(err, NULL, line, column);
}

static bool convert(Str bytes, TextCharset charset, Buf *scratch) {
    buf_clear(scratch);
    if (bytes.len > INT32_MAX - 1)
        return false;
    return charset == TEXT_CHARSET_GB18030
               ? decode_gb18030(bytes, scratch)
               : decode_utf16(bytes, charset == TEXT_CHARSET_UTF16BE, scratch);
}

static bool take_utf8(Str bytes, Str *text, Error *err) {
    size_t bad;
    if (!utf8_valid(bytes, &bad))
        return refuse_utf8(bytes, bad, err);
    *text = bytes;
    return true;
}

static bool detect(Str bytes, Buf *scratch, Str *text, TextCharset *found, Error *err) {
    size_t bad;
    *found = TEXT_CHARSET_UTF8;
    *text = bytes;
    if (utf8_valid(bytes, &bad))
        return true;
    *found = TEXT_CHARSET_GB18030;
    bool is_gb = !is_damaged_utf8(bytes) && convert(bytes, TEXT_CHARSET_GB18030, scratch);
    *text = buf_str(scratch);
    return (is_gb && looks_chinese(*text)) || refuse_utf8(bytes, bad, err);
}

bool text_decode(Str bytes, TextCharset wish, Buf *scratch, Str *text, TextCharset *found,
                 Error *err) {
    TextCharset marked = TEXT_CHARSET_AUTO, local;
    found = found ? found : &local;
    size_t mark = mark_length(bytes, &marked);
    if (mark && (wish == TEXT_CHARSET_AUTO || wish == marked)) {
        bytes = skip(bytes, mark);
        wish = marked;
    }
    if (wish == TEXT_CHARSET_AUTO)
        return detect(bytes, scratch, text, found, err);
    *found = wish;
    if (wish == TEXT_CHARSET_UTF8)
        return take_utf8(bytes, text, err);
    if (!convert(bytes, wish, scratch))
        return error_set(err, ERR_SYNTAX, N_("the file is not {0}"), "s", names[wish]);
    *text = buf_str(scratch);
    return true;
}
