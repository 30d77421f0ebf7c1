#ifndef ANLIKU_TEXT_CHARSET_H
#define ANLIKU_TEXT_CHARSET_H

#include "base/buf.h"
#include "base/error.h"
#include "base/str.h"

#include <stdbool.h>

typedef enum TextCharset {
    TEXT_CHARSET_AUTO, /* only as a wish */
    TEXT_CHARSET_UTF8, /* with or without a byte order mark */
    TEXT_CHARSET_UTF16LE,
    TEXT_CHARSET_UTF16BE,
    TEXT_CHARSET_GB18030,
    TEXT_CHARSETS
} TextCharset;

/* "UTF-8", "UTF-16LE", "UTF-16BE", "GB18030"; "auto". Static. */
const char *text_charset_name(TextCharset charset);
/* Also gbk, gb2312, utf8, utf-16; upper or lower case. */
bool text_charset_parse(Str name, TextCharset *out);

/* The bytes of a file as UTF-8. wish AUTO: a byte order mark decides, else valid UTF-8 is UTF-8,
 * else bytes that read as GB18030 and look like Chinese are GB18030, else an error with line and
 * column of the first byte that is not UTF-8. *text points into bytes (without the mark) when
 * nothing had to be converted, else into *scratch, whose content is replaced. *found (may be NULL)
 * is what it was. */
bool text_decode(Str bytes, TextCharset wish, Buf *scratch, Str *text, TextCharset *found,
                 Error *err);

#endif
