#include "config.h"

#include "library/offers.h"

#include "text/fold.h"
#include "text/pinyin.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

/* Finding among offers. What is offered is gathered in offersfrom.c. */

enum { MOST_SOUNDS = 64, LATIN = 1 << 20 };

void offers_free(Offers *offers) {
    vec_free(&offers->items);
    arena_free(&offers->arena);
    *offers = (Offers){0};
}

/* Of a text in the arena: most fold to themselves. */
static Str fold(Offers *offers, Str text) {
    Buf folded = {0};
    text_fold(&folded, text);
    Str kept =
        str_equal(buf_str(&folded), text) ? text : arena_str(&offers->arena, buf_str(&folded));
    buf_free(&folded);
    return kept;
}

Offer *offers_add(Offers *offers, Str value, Str label, Str detail) {
    Offer offer = {.value = arena_str(&offers->arena, value)};
    bool same = str_equal(value, label);
    offer.label = same ? offer.value : arena_str(&offers->arena, label);
    offer.folded_label = same ? STR("") : fold(offers, offer.label);
    offer.detail = arena_str(&offers->arena, detail);
    offer.names[offer.name_count++] = fold(offers, offer.value);
    vec_push(&offers->items, offer);
    return &offers->items.items[offers->items.len - 1];
}

void offers_also(Offers *offers, Offer *offer, Str name) {
    if (name.len && offer->name_count < OFFER_NAMES)
        offer->names[offer->name_count++] = fold(offers, arena_str(&offers->arena, name));
}

/* --- what was typed -------------------------------------------------------------------------- */

Fit offer_fit(const Offer *offer, Str typed) {
    Fit best = offer->folded_label.len ? text_fit_folded(offer->folded_label, typed) : FIT_NONE;
    for (size_t i = 0; i < offer->name_count && best > FIT_WHOLE; i++) {
        Fit fit = text_fit_folded(offer->names[i], typed);
        best = fit < best ? fit : best;
    }
    return best;
}

typedef struct Rated {
    size_t index;
    Fit fit;
    uint64_t count;
} Rated;

static int compare_rated(const void *a, const void *b) {
    const Rated *x = a, *y = b;
    if (x->fit != y->fit)
        return x->fit < y->fit ? -1 : 1;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return x->index < y->index ? -1 : 1;
}

size_t offers_fit(const Offers *offers, Str typed, size_t most, size_t *out) {
    VEC(Rated) found = {0};
    for (size_t i = 0; i < offers->items.len; i++) {
        const Offer *offer = &offers->items.items[i];
        Fit fit = offer->branch ? FIT_NONE : offer_fit(offer, typed);
        if (offers->picked && !offer->branch && fit == FIT_NONE)
            fit = FIT_PART; /* whoever chose it knows why */
        if (fit != FIT_NONE)
            vec_push(&found, (Rated){i, fit, offer->count});
    }
    if (found.len && typed.len)
        qsort(found.items, found.len, sizeof *found.items, compare_rated);
    size_t count = found.len < most ? found.len : most;
    for (size_t i = 0; i < count; i++)
        out[i] = found.items[i].index;
    vec_free(&found);
    return count;
}

static bool is_called(const Offer *offer, Str folded) {
    bool called = str_equal(offer->folded_label, folded);
    for (size_t i = 0; i < offer->name_count && !called; i++)
        called = str_equal(offer->names[i], folded);
    return called;
}

const Offer *offers_named(const Offers *offers, Str text) {
    const Offer *found = NULL;
    Buf folded = {0};
    bool several = false;
    text_fold(&folded, str_trim(text));
    for (size_t i = 0; i < offers->items.len; i++) {
        const Offer *offer = &offers->items.items[i];
        if (str_equal(offer->names[0], buf_str(&folded))) { /* its own name goes before others' */
            buf_free(&folded);
            return offer;
        }
        if (!folded.len || offer->branch || !is_called(offer, buf_str(&folded)))
            continue;
        several |= found != NULL;
        found = offer;
    }
    buf_free(&folded);
    return several ? NULL : found;
}

/* --- what is nearly the same ------------------------------------------------------------------ */

/* A folded text as the sounds of its characters; letters stand for themselves. */
static size_t sounds_of(Str folded, uint32_t *out) {
    size_t count = 0;
    uint32_t point;
    for (size_t at = 0; at < folded.len && count < MOST_SOUNDS;) {
        const Syllable *readings;
        at += utf8_next(folded, at, &point);
        if (text_class(point) == TEXT_PUNCT || text_class(point) == TEXT_BLANK)
            continue;
        out[count++] = pinyin_readings(point, &readings) ? readings[0] : LATIN + point;
    }
    return count;
}

/* Pairs of neighbours that both have, of those that there are: 0..1. */
static double likeness(const uint32_t *a, size_t a_len, const uint32_t *b, size_t b_len) {
    bool used[MOST_SOUNDS] = {0};
    size_t shared = 0;
    if (a_len < 2 || b_len < 2)
        return a_len == b_len && a_len && a[0] == b[0] ? 1 : 0;
    for (size_t i = 0; i + 1 < a_len; i++)
        for (size_t j = 0; j + 1 < b_len; j++)
            if (!used[j] && a[i] == b[j] && a[i + 1] == b[j + 1]) {
                used[j] = true;
                shared++;
                break;
            }
    return 2.0 * (double)shared / (double)(a_len + b_len - 2);
}

/* Of folded texts. One within the other counts as near, however long the other is. */
static double nearness(const uint32_t *sounds, size_t count, Str folded, Str name) {
    uint32_t other[MOST_SOUNDS];
    size_t len = sounds_of(name, other);
    double like = likeness(sounds, count, other, len);
    bool within = count > 1 && len > 1 &&
                  (str_find(name, folded, 0) != SIZE_MAX || str_find(folded, name, 0) != SIZE_MAX);
    return within && like < .5 ? .5 : like;
}

typedef struct Near {
    size_t index;
    double like;
} Near;

static int compare_near(const void *a, const void *b) {
    const Near *x = a, *y = b;
    if (x->like != y->like)
        return x->like > y->like ? -1 : 1;
    return x->index < y->index ? -1 : 1;
}

size_t offers_near(const Offers *offers, Str text, size_t most, size_t *out) {
    static const double LEAST = .5;
    VEC(Near) found = {0};
    uint32_t sounds[MOST_SOUNDS];
    Buf folded = {0};
    text_fold(&folded, str_trim(text));
    size_t count = sounds_of(buf_str(&folded), sounds);
    for (size_t i = 0; i < offers->items.len; i++) {
        const Offer *offer = &offers->items.items[i];
        double like = 0;
        for (size_t j = 0; j < offer->name_count; j++) {
            double named = nearness(sounds, count, buf_str(&folded), offer->names[j]);
            like = named > like ? named : like;
        }
        if (like >= LEAST && !offer->branch)
            vec_push(&found, (Near){i, like});
    }
    if (found.len)
        qsort(found.items, found.len, sizeof *found.items, compare_near);
    count = found.len < most ? found.len : most;
    for (size_t i = 0; i < count; i++)
        out[i] = found.items[i].index;
    vec_free(&found);
    buf_free(&folded);
    return count;
}
