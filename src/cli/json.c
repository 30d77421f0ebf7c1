#include "config.h"

#include "cli/json.h"

#include "text/utf8.h"

void json_put_text(Buf *out, Str text) {
    buf_putc(out, '"');
    for (size_t at = 0; at < text.len;) {
        uint32_t point;
        at += utf8_next(text, at, &point);
        if (point == '"' || point == '\\')
            buf_putc(out, '\\');
        if (point < 0x20)
            buf_printf(out, "\\u%04x", (unsigned)point);
        else
            utf8_put(out, point); /* a byte that is no UTF-8 comes out as U+FFFD */
    }
    buf_putc(out, '"');
}
