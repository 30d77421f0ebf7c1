#ifndef ANLIKU_TEXT_SPANS_H
#define ANLIKU_TEXT_SPANS_H

#include "base/buf.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

/* Passages that were used, as places in a text without the signs that mark them where it is stored
 * (text/mark.h: {==so==}). Bytes; ascending, not overlapping, none empty. */
typedef struct TextSpan {
    size_t from, to;
} TextSpan;

typedef struct TextSpans {
    TextSpan *items;
    size_t len, cap;
} TextSpans;

void text_spans_free(TextSpans *spans);
/* Replaces *out. */
void text_spans_copy(const TextSpans *spans, TextSpans *out);
bool text_spans_equal(const TextSpans *a, const TextSpans *b);

/* Appends a stored text without its signs, and replaces *out by the passages between them. Signs
 * that are no pair with something between in one line stay as they are: they are text. */
void text_spans_split(Str stored, Buf *plain, TextSpans *out);
/* Appends the text with signs: of an unchanged split what was stored. No pair reaches over a line.
 */
void text_spans_join(Str plain, const TextSpans *spans, Buf *out);

/* `removed` bytes at `at` become `inserted` ones: what is put in belongs to a passage only within
 * it. */
void text_spans_follow(TextSpans *spans, size_t at, size_t removed, size_t inserted);
/* The same, but what stands for a part of a passage, or for all of one, belongs to it. */
void text_spans_replace(TextSpans *spans, size_t at, size_t removed, size_t inserted);
/* Some passage loses bytes when these are removed. */
bool text_spans_touch(const TextSpans *spans, size_t at, size_t removed);

/* The first passage that ends behind `at`; len: none. */
size_t text_spans_find(const TextSpans *spans, size_t at);
/* [from, to) becomes one passage with all that it overlaps. */
void text_spans_add(TextSpans *spans, size_t from, size_t to);
/* Passages that overlap [from, to) go. */
void text_spans_remove(TextSpans *spans, size_t from, size_t to);

#endif
