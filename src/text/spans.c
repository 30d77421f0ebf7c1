#include "config.h"

#include "text/spans.h"

#include "base/vec.h"
#include "text/mark.h"

#include <stdlib.h>
#include <string.h>

static const char opens[] = TEXT_USED_OPENS, closes[] = TEXT_USED_CLOSES;

void text_spans_free(TextSpans *spans) {
    free(spans->items);
    *spans = (TextSpans){0};
}

void text_spans_copy(const TextSpans *spans, TextSpans *out) {
    out->len = 0;
    if (!spans->len)
        return;
    vec_reserve(out, spans->len);
    memcpy(out->items, spans->items, spans->len * sizeof *spans->items);
    out->len = spans->len;
}

bool text_spans_equal(const TextSpans *a, const TextSpans *b) {
    return a->len == b->len &&
           (!a->len || memcmp(a->items, b->items, a->len * sizeof *a->items) == 0);
}

/* ---- stored and shown ---- */

/* The next pair of signs in the line [at, end) with something between: what is between. */
static bool next_pair(Str text, size_t at, size_t end, size_t *from, size_t *to) {
    Str line = str_make(text.ptr, end);
    for (;;) {
        size_t open = str_find(line, str_of(opens), at);
        if (open == SIZE_MAX)
            return false;
        *from = open + strlen(opens);
        *to = str_find(line, str_of(closes), *from);
        if (*to == SIZE_MAX)
            return false;
        if (*to > *from)
            return true;
        at = *to + strlen(closes);
    }
}

void text_spans_split(Str stored, Buf *plain, TextSpans *out) {
    size_t start = plain->len;
    out->len = 0;
    for (size_t at = 0; at < stored.len;) {
        const char *lf = memchr(stored.ptr + at, '\n', stored.len - at);
        size_t end = lf ? (size_t)(lf - stored.ptr) + 1 : stored.len, from, to;
        while (next_pair(stored, at, end, &from, &to)) {
            buf_put(plain, stored.ptr + at, from - strlen(opens) - at);
            size_t begins = plain->len - start;
            buf_put(plain, stored.ptr + from, to - from);
            vec_push(out, (TextSpan){begins, plain->len - start});
            at = to + strlen(closes);
        }
        buf_put(plain, stored.ptr + at, end - at);
        at = end;
    }
}

static void put_part(Str part, Buf *out) {
    bool marked = str_trim(part).len > 0;
    buf_puts(out, marked ? opens : "");
    buf_put_str(out, part);
    buf_puts(out, marked ? closes : "");
}

/* A passage of one line as it is; of several, line by line. */
static void put_passage(Str passage, Buf *out) {
    Str rest = passage, line;
    bool several = memchr(passage.ptr, '\n', passage.len) != NULL;
    if (!several) {
        buf_puts(out, opens);
        buf_put_str(out, passage);
        buf_puts(out, closes);
        return;
    }
    for (bool first = true; str_split(&rest, '\n', &line); first = false) {
        if (!first)
            buf_putc(out, '\n');
        put_part(line, out);
    }
}

void text_spans_join(Str plain, const TextSpans *spans, Buf *out) {
    size_t at = 0;
    for (size_t i = 0; i < spans->len; i++) {
        TextSpan span = spans->items[i];
        buf_put(out, plain.ptr + at, span.from - at);
        put_passage(str_make(plain.ptr + span.from, span.to - span.from), out);
        at = span.to;
    }
    buf_put(out, plain.ptr + at, plain.len - at);
}

/* ---- following a change ---- */

static void change(TextSpans *spans, size_t at, size_t removed, size_t inserted, bool replaces) {
    size_t kept = 0, end = at + removed;
    for (size_t i = 0; i < spans->len; i++) {
        TextSpan span = spans->items[i];
        bool holds = span.from < at && span.to > end; /* on both sides of the change */
        holds = holds || (replaces && removed && span.from <= at && span.to >= end);
        if (holds) {
            span.to = span.to - removed + inserted;
        } else {
            if (span.from >= at)
                span.from = (span.from > end ? span.from : end) - removed + inserted;
            if (span.to > at)
                span.to = span.to > end ? span.to - removed + inserted : at;
        }
        if (span.from < span.to)
            spans->items[kept++] = span;
    }
    spans->len = kept;
}

void text_spans_follow(TextSpans *spans, size_t at, size_t removed, size_t inserted) {
    change(spans, at, removed, inserted, false);
}

void text_spans_replace(TextSpans *spans, size_t at, size_t removed, size_t inserted) {
    change(spans, at, removed, inserted, true);
}

size_t text_spans_find(const TextSpans *spans, size_t at) {
    size_t low = 0, high = spans->len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (spans->items[middle].to <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool text_spans_touch(const TextSpans *spans, size_t at, size_t removed) {
    size_t first = text_spans_find(spans, at);
    return removed && first < spans->len && spans->items[first].from < at + removed;
}

/* ---- marking ---- */

void text_spans_remove(TextSpans *spans, size_t from, size_t to) {
    size_t first = text_spans_find(spans, from), last = first;
    while (last < spans->len && spans->items[last].from < to)
        last++;
    if (last == first)
        return;
    memmove(spans->items + first, spans->items + last, (spans->len - last) * sizeof *spans->items);
    spans->len -= last - first;
}

void text_spans_add(TextSpans *spans, size_t from, size_t to) {
    if (from >= to)
        return;
    size_t first = text_spans_find(spans, from);
    for (size_t i = first; i < spans->len && spans->items[i].from < to; i++) {
        from = spans->items[i].from < from ? spans->items[i].from : from;
        to = spans->items[i].to > to ? spans->items[i].to : to;
    }
    text_spans_remove(spans, from, to);
    vec_reserve(spans, 1);
    memmove(spans->items + first + 1, spans->items + first,
            (spans->len - first) * sizeof *spans->items);
    spans->items[first] = (TextSpan){from, to};
    spans->len++;
}
