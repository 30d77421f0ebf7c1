#ifndef ANLIKU_TEXT_REDACTPARTS_H
#define ANLIKU_TEXT_REDACTPARTS_H

#include "base/buf.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* For the files of text/redact.h only. */

/* The text as code points, full width made narrow and letters small, each with its place. */
typedef struct Points {
    Str text;
    uint32_t *point;
    size_t *at; /* byte of each; at[len] is the end */
    size_t len;
} Points;

Points points_of(Str text);
void points_free(Points *p);
/* The point at i, 0 behind the end. */
static inline uint32_t points_get(const Points *p, size_t i) {
    return i < p->len ? p->point[i] : 0;
}
static inline bool points_is_digit(uint32_t c) {
    return c >= '0' && c <= '9';
}
static inline bool points_is_latin(uint32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 0xc0 && c < 0x250);
}
static inline bool points_is_han(uint32_t c) {
    return c >= 0x3400 && c <= 0x9fff;
}
size_t points_skip_blanks(const Points *p, size_t i);
/* Whether word (ASCII, or Han as UTF-8) stands at i; a Latin one ends where letters end. The place
 * behind it, 0 when it does not. */
size_t points_word(const Points *p, size_t i, const char *word);
/* The longest of a list of words that ends with NULL. */
size_t points_one_of(const Points *p, size_t i, const char *const *words);
/* Nothing of a word stands before i. */
bool points_stand_alone(const Points *p, size_t i);

/* ---- redactfind.c: the place behind what begins at i, 0: none ---- */

size_t redact_mail(const Points *p, size_t i);
size_t redact_link(const Points *p, size_t i);
/* A number of a record, or an identity. */
size_t redact_identity(const Points *p, size_t i);
size_t redact_phone(const Points *p, size_t i);

/* ---- redactday.c ---- */

typedef struct RedactDay {
    size_t end;
    int year, month; /* year 0: none is said */
} RedactDay;
bool redact_day(const Points *p, size_t i, RedactDay *out);
bool redact_is_year(int year);
void redact_put_quarter(Buf *out, const RedactDay *day, bool chinese);

#endif
