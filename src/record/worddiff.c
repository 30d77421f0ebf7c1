#include "config.h"

#include "record/worddiff.h"

#include "base/vec.h"
#include "text/cluster.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <stdint.h>

enum { MOST_PAIRS = 4000000, SMALL_GAP = 2 };

typedef struct Word {
    Str text;
    bool solid; /* letters or digits: what lies between two changed ones is no blank */
} Word;

typedef VEC(Word) Words;

static TextClass class_at(Str text, size_t at) {
    uint32_t point;
    utf8_next(text, at, &point);
    return text_class_source(point);
}

static void split_words(Str text, Words *out) {
    for (size_t at = 0; at < text.len;) {
        TextClass first = class_at(text, at);
        bool spaced = first == TEXT_LETTER || first == TEXT_DIGIT;
        size_t end = text_cluster_next(text, at);
        while (spaced && end < text.len &&
               (class_at(text, end) == TEXT_LETTER || class_at(text, end) == TEXT_DIGIT))
            end = text_cluster_next(text, end);
        vec_push(out, (Word){str_make(text.ptr + at, end - at),
                             first != TEXT_BLANK && first != TEXT_PUNCT});
        at = end;
    }
}

static void add_span(DiffSpans *out, Str text, const Word *word) {
    size_t from = (size_t)(word->text.ptr - text.ptr), to = from + word->text.len;
    if (out->len && out->items[out->len - 1].to == from)
        out->items[out->len - 1].to = to;
    else
        vec_push(out, (DiffSpan){from, to});
}

/* Marks what has no partner. same[i] for a, other[j] for b. */
static void pair_words(const Word *a, size_t n, const Word *b, size_t m, bool *same, bool *other) {
    size_t width = m + 1;
    uint16_t *best = mem_zalloc((n + 1) * width * sizeof *best);
    for (size_t i = n; i-- > 0;)
        for (size_t j = m; j-- > 0;) {
            uint16_t skip_a = best[(i + 1) * width + j], skip_b = best[i * width + j + 1];
            best[i * width + j] = str_equal(a[i].text, b[j].text)
                                      ? (uint16_t)(best[(i + 1) * width + j + 1] + 1)
                                  : skip_a > skip_b ? skip_a
                                                    : skip_b;
        }
    for (size_t i = 0, j = 0; i < n && j < m;) {
        if (str_equal(a[i].text, b[j].text)) {
            same[i++] = true;
            other[j++] = true;
        } else if (best[(i + 1) * width + j] >= best[i * width + j + 1]) {
            i++;
        } else {
            j++;
        }
    }
    free(best);
}

/* A few equal signs or blanks between two changes make them no clearer. */
static void close_gaps(const Word *words, size_t count, bool *same) {
    for (size_t i = 0; i < count;) {
        size_t end = i;
        bool solid = false;
        while (end < count && same[end])
            solid |= words[end++].solid;
        bool between = i > 0 && end < count;
        if (between && end > i && end - i <= SMALL_GAP && !solid)
            for (size_t k = i; k < end; k++)
                same[k] = false;
        i = end + 1;
    }
}

static void give_spans(Str text, const Word *words, size_t count, const bool *same,
                       DiffSpans *out) {
    for (size_t i = 0; i < count; i++)
        if (!same[i])
            add_span(out, text, &words[i]);
    VEC_EACH (span, out) { /* blanks around words are not what differs */
        Str part = str_make(text.ptr + span->from, span->to - span->from), trimmed = str_trim(part);
        if (!trimmed.len)
            continue;
        span->from += (size_t)(trimmed.ptr - part.ptr);
        span->to = span->from + trimmed.len;
    }
}

void diff_words(Str before, Str after, DiffSpans *removed, DiffSpans *added) {
    Words a = {0}, b = {0};
    size_t head = 0, tail = 0;
    split_words(before, &a);
    split_words(after, &b);
    while (head < a.len && head < b.len && str_equal(a.items[head].text, b.items[head].text))
        head++;
    while (tail < a.len - head && tail < b.len - head &&
           str_equal(a.items[a.len - 1 - tail].text, b.items[b.len - 1 - tail].text))
        tail++;
    size_t n = a.len - head - tail, m = b.len - head - tail;
    bool *same = mem_zalloc(n + 1), *other = mem_zalloc(m + 1);
    const Word *from = n ? a.items + head : NULL, *to = m ? b.items + head : NULL;
    if (n && m && n <= UINT16_MAX && m <= UINT16_MAX && n * m <= MOST_PAIRS) {
        pair_words(from, n, to, m, same, other);
        close_gaps(from, n, same);
        close_gaps(to, m, other);
    }
    give_spans(before, from, n, same, removed);
    give_spans(after, to, m, other, added);
    free(same);
    free(other);
    vec_free(&a);
    vec_free(&b);
}
