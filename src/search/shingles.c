#include "config.h"

#include "search/shingles.h"

#include "base/hash.h"
#include "base/vec.h"
#include "text/fold.h"
#include "text/utf8.h"

/* Titles and prose; names, tags and the like are shared by many cases. */
static bool is_prose(int field) {
    static const int prose[] = {CASE_TITLE,    CASE_SUMMARY, CASE_BACKGROUND, CASE_NEED,
                                CASE_SOLUTION, CASE_PROCESS, CASE_RESULT,     CASE_FEEDBACK,
                                CASE_BODY,     CASE_STEPS};
    for (size_t i = 0; i < COUNT_OF(prose); i++)
        if (prose[i] == field)
            return true;
    return false;
}

static void add_item(uint64_t **items, size_t *len, size_t *cap, uint64_t item) {
    if (*len == *cap) {
        *cap = *cap ? 2 * *cap : 256;
        *items = mem_realloc_array(*items, *cap, sizeof **items);
    }
    (*items)[(*len)++] = item;
}

static uint64_t mix(uint64_t h) {
    h ^= h >> 33;
    h *= 0xff51afd7ed558ccdu;
    h ^= h >> 33;
    h *= 0xc4ceb9fe1a85ec53u;
    return h ^ h >> 33;
}

static bool is_digit(Str text, size_t at) {
    return at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9';
}

/* 71, 9.1, 1,300; a single digit says too little. */
static void take_numbers(Shingles *s, Str text) {
    for (size_t at = 0, from; at < text.len; at++) {
        if (!is_digit(text, at))
            continue;
        for (from = at;
             is_digit(text, at) || (is_digit(text, at + 1) && strchr(".,", text.ptr[at]));)
            at++;
        if (at - from >= 2)
            add_item(&s->numbers, &s->number_count, &s->number_cap,
                     hash_bytes(text.ptr + from, at - from, 0));
    }
}

static void take_part(Shingles *s, Str text) {
    uint32_t window[SHINGLE_POINTS] = {0};
    size_t count = 0;
    take_numbers(s, text);
    for (size_t at = 0, len; at < text.len; at += len) {
        uint32_t point;
        len = utf8_next(text, at, &point);
        TextClass class = text_class(point);
        if (class == TEXT_BLANK || class == TEXT_PUNCT)
            continue;
        memmove(window, window + 1, sizeof window - sizeof *window);
        window[SHINGLE_POINTS - 1] = point;
        if (++count < SHINGLE_POINTS)
            continue;
        uint64_t hash = 0;
        for (int i = 0; i < SHINGLE_POINTS; i++)
            hash = mix(hash + window[i] + 1);
        add_item(&s->items, &s->len, &s->cap, hash);
    }
}

void shingles_take(Shingles *s, const FoldedCase *folded) {
    s->len = s->number_count = 0;
    for (size_t i = 0; i < folded->parts.len; i++)
        if (is_prose(folded->parts.items[i].field))
            take_part(s, folded_case_part(folded, i));
}

static int compare_hashes(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static size_t make_set(uint64_t *items, size_t len) {
    size_t kept = 0;
    if (len)
        qsort(items, len, sizeof *items, compare_hashes);
    for (size_t i = 0; i < len; i++)
        if (!kept || items[kept - 1] != items[i])
            items[kept++] = items[i];
    return kept;
}

void shingles_sort(Shingles *s) {
    s->len = make_set(s->items, s->len);
    s->number_count = make_set(s->numbers, s->number_count);
}

void shingles_free(Shingles *s) {
    free(s->items);
    free(s->numbers);
    *s = (Shingles){0};
}

bool shingles_sketch(const Shingles *s, Sketch *out) {
    uint32_t least[SKETCH_BINS];
    bool filled[SKETCH_BINS] = {false};
    for (size_t i = 0; i < s->len; i++) {
        unsigned bin = (unsigned)(s->items[i] >> 58);
        uint32_t value = (uint32_t)s->items[i];
        if (!filled[bin] || value < least[bin])
            least[bin] = value;
        filled[bin] = true;
    }
    for (unsigned bin = 0; bin < SKETCH_BINS && s->len; bin++) {
        unsigned from = bin, steps = 0;
        for (; !filled[from]; steps++)
            from = (from + 1) % SKETCH_BINS;
        out->bins[bin] = (uint16_t)mix(least[from] + ((uint64_t)steps << 32));
    }
    return s->len > 0;
}

double sketch_compare(const Sketch *a, const Sketch *b) {
    unsigned equal = 0;
    for (int i = 0; i < SKETCH_BINS; i++)
        equal += a->bins[i] == b->bins[i];
    return (double)equal / SKETCH_BINS;
}

static size_t common(const uint64_t *a, size_t a_len, const uint64_t *b, size_t b_len) {
    size_t i = 0, k = 0, both = 0;
    while (i < a_len && k < b_len) {
        bool less = a[i] <= b[k], more = a[i] >= b[k];
        both += less && more;
        i += less;
        k += more;
    }
    return both;
}

static double share(size_t part, size_t whole, double of_nothing) {
    return whole ? (double)part / (double)whole : of_nothing;
}

static size_t least_of(size_t a, size_t b) {
    return a < b ? a : b;
}

ShingleShare shingles_share(const Shingles *a, const Shingles *b) {
    enum { FEW = 3 };
    size_t both = common(a->items, a->len, b->items, b->len);
    size_t numbers = common(a->numbers, a->number_count, b->numbers, b->number_count);
    bool few = a->number_count < FEW && b->number_count < FEW;
    return (ShingleShare){
        .jaccard = share(both, a->len + b->len - both, 0),
        .contained = share(both, least_of(a->len, b->len), 0),
        .numbers = few ? 1 : share(numbers, a->number_count + b->number_count - numbers, 1),
        .numbers_contained = share(numbers, least_of(a->number_count, b->number_count), 1)};
}
