#include "config.h"

#include "format/lines.h"

#include "base/vec.h"

/* In GB18030 no byte of a longer character is a line feed; UTF-16 has it in its units. */
void lines_find(Lines *lines, Str bytes, TextCharset charset) {
    bool wide = charset == TEXT_CHARSET_UTF16LE || charset == TEXT_CHARSET_UTF16BE;
    size_t unit = wide ? 2 : 1, low = charset == TEXT_CHARSET_UTF16BE;
    vec_push(lines, (size_t)0);
    for (size_t at = 0; at + unit <= bytes.len; at += unit)
        if (bytes.ptr[at + low] == '\n' && (!wide || !bytes.ptr[at + !low]))
            vec_push(lines, at + unit);
}

static size_t start_of(const Lines *lines, Str bytes, size_t line) {
    return line < lines->len ? lines->items[line] : bytes.len;
}

Str lines_part(const Lines *lines, Str bytes, int first, int count, bool open_end) {
    size_t from = start_of(lines, bytes, (size_t)(first - 1));
    size_t to = start_of(lines, bytes, (size_t)(first - 1 + count + open_end));
    return str_make(bytes.ptr + from, to - from);
}

void lines_free(Lines *lines) {
    vec_free(lines);
}
