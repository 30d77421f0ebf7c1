#include "config.h"

#include "base/str.h"

#include <stdint.h>
#include <string.h>

bool str_equal(Str a, Str b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

int str_compare(Str a, Str b) {
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common ? memcmp(a.ptr, b.ptr, common) : 0;
    if (order)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

bool str_starts(Str text, Str prefix) {
    return text.len >= prefix.len && str_equal(str_make(text.ptr, prefix.len), prefix);
}

bool str_ends(Str text, Str suffix) {
    return text.len >= suffix.len &&
           str_equal(str_make(text.ptr + text.len - suffix.len, suffix.len), suffix);
}

size_t str_find(Str text, Str needle, size_t from) {
    if (from > text.len)
        return SIZE_MAX;
    if (needle.len == 0 || text.len == 0)
        return needle.len ? SIZE_MAX : from;
    const char *hit = memmem(text.ptr + from, text.len - from, needle.ptr, needle.len);
    return hit ? (size_t)(hit - text.ptr) : SIZE_MAX;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

Str str_trim(Str text) {
    while (text.len && is_blank(text.ptr[0])) {
        text.ptr++;
        text.len--;
    }
    while (text.len && is_blank(text.ptr[text.len - 1]))
        text.len--;
    return text;
}

bool str_split(Str *rest, char separator, Str *part) {
    if (!rest->ptr)
        return false;
    const char *end = rest->len ? memchr(rest->ptr, separator, rest->len) : NULL;
    if (!end) {
        *part = *rest;
        *rest = (Str){NULL, 0};
        return true;
    }
    size_t len = (size_t)(end - rest->ptr);
    *part = str_make(rest->ptr, len);
    *rest = str_make(end + 1, rest->len - len - 1);
    return true;
}

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool str_equal_ascii_case(Str a, Str b) {
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower(a.ptr[i]) != lower(b.ptr[i]))
            return false;
    return true;
}
