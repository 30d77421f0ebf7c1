#ifndef ANLIKU_BASE_STR_H
#define ANLIKU_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* A borrowed run of bytes, not NUL-terminated. It lives as long as the memory that it points into.
 */
typedef struct Str {
    const char *ptr;
    size_t len; /* bytes */
} Str;

#define STR(literal) ((Str){"" literal, sizeof(literal) - 1})
#define STR_ARG(s)   (int)(s).len, (s).ptr /* for "%.*s" */

static inline Str str_of(const char *text) {
    return (Str){text, text ? strlen(text) : 0};
}

static inline Str str_make(const char *ptr, size_t len) {
    return (Str){ptr, len};
}

bool str_equal(Str a, Str b);
/* Byte order, a prefix first: <0, 0, >0. */
int str_compare(Str a, Str b);
bool str_starts(Str text, Str prefix);
bool str_ends(Str text, Str suffix);
/* Offset of the first needle in text at or after from, or SIZE_MAX. */
size_t str_find(Str text, Str needle, size_t from);
/* Without ASCII blanks (space, TAB, CR, LF) on both sides. */
Str str_trim(Str text);
/* Takes the part before the next separator off *rest (all of it when there is none). False when
 * *rest was used up before the call; an empty last part is returned once. */
bool str_split(Str *rest, char separator, Str *part);
/* ASCII letters only; for file endings, option names and keywords, never for text of people. */
bool str_equal_ascii_case(Str a, Str b);

#endif
