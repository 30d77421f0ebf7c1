#include "config.h"

#include "format/source.h"

#include "base/i18n.h"
#include "text/utf8.h"

bool source_next_line(Str *rest, Str *line) {
    if (!rest->len)
        return false;
    const char *lf = memchr(rest->ptr, '\n', rest->len);
    size_t len = lf ? (size_t)(lf - rest->ptr) : rest->len;
    *line = str_make(rest->ptr, len && rest->ptr[len - 1] == '\r' ? len - 1 : len);
    size_t used = lf ? len + 1 : len;
    *rest = str_make(rest->ptr + used, rest->len - used);
    return true;
}

int source_count_lines(Str text) {
    int lines = 0;
    for (const char *at = text.ptr, *end = text.ptr + text.len;
         at < end && (at = memchr(at, '\n', (size_t)(end - at))); at++)
        lines++;
    return lines;
}

Str source_skip_mark(Str text) {
    return str_starts(text, STR("\xef\xbb\xbf")) ? str_make(text.ptr + 3, text.len - 3) : text;
}

static bool is_control(uint32_t c) {
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7f && c < 0xa0);
}

static bool refuse(Str text, size_t at, const char *file, int first_line, Error *err) {
    int line, column;
    utf8_position(text, at, &line, &column);
    return error_at(err, file, first_line + line - 1, column);
}

bool source_check(Str text, const char *file, int first_line, Error *err) {
    for (size_t at = 0; at < text.len;) {
        unsigned char byte = (unsigned char)text.ptr[at];
        uint32_t c = byte;
        size_t len = utf8_step(text, at, &c);
        if (!len) {
            error_set(err, ERR_SYNTAX, N_("byte {0} is not valid UTF-8"), "s",
                      (char[]){"0123456789abcdef"[byte >> 4], "0123456789abcdef"[byte & 15], 0});
            return refuse(text, at, file, first_line, err);
        }
        if (is_control(c)) {
            if (c)
                error_set(err, ERR_SYNTAX, N_("control character {0} is not allowed"), "d",
                          (int64_t)c);
            else
                error_set(err, ERR_SYNTAX, N_("a NUL byte is not allowed"), "");
            return refuse(text, at, file, first_line, err);
        }
        at += len;
    }
    return true;
}
