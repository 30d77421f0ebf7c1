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

Offer *offers_add(Offers *offers, Str value, Str label, Str detail) {
    Offer offer = {.value = arena_str(&offers->arena, value)};
    bool same = str_equal(value, label);
    offer.label = same ? offer.value : arena_str(&offers->arena, label);
    offer.detail = arena_str(&offers->arena, detail);
    for (int i = 0; i < OFFER_NAMES; i++)
        offer.names[i] = STR("");
    vec_push(&offers->items, offer);
    return &offers->items.items[offers->items.len - 1];
}

/* --- what was typed -------------------------------------------------------------------------- */

Fit offer_fit(const Offer *offer, Str typed) {
    Fit best = text_fit(offer->value, typed);
    if (offer->label.ptr != offer->value.ptr) {
        Fit fit = text_fit(offer->label, typed);
        best = fit < best ? fit : best;
    }
    for (int i = 0; i < OFFER_NAMES && best > FIT_WHOLE; i++) {
        Fit fit = offer->names[i].len ? text_fit(offer->names[i], typed) : FIT_NONE;
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
    return offer_fit(offer, folded) == FIT_WHOLE;
}

const Offer *offers_named(const Offers *offers, Str text) {
    const Offer *found = NULL;
    Buf folded = {0};
    bool several = false;
    text_fold(&folded, str_trim(text));
    for (size_t i = 0; i < offers->items.len; i++) {
        const Offer *offer = &offers->items.items[i];
        if (text_fold_equal(offer->value, str_trim(text))) { /* its own name goes before others' */
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

/* A text as the sounds of its characters; letters stand for themselves. */
static size_t sounds_of(Str text, uint32_t *out) {
    Buf folded = {0};
    size_t count = 0;
    text_fold(&folded, text);
    Str rest = buf_str(&folded);
    uint32_t point;
    for (size_t at = 0; at < rest.len && count < MOST_SOUNDS;) {
        const Syllable *readings;
        at += utf8_next(rest, at, &point);
        if (text_class(point) == TEXT_PUNCT || text_class(point) == TEXT_BLANK)
            continue;
        out[count++] = pinyin_readings(point, &readings) ? readings[0] : LATIN + point;
    }
    buf_free(&folded);
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

/* One within the other counts as near, however long the other is. */
static double nearness(const uint32_t *sounds, size_t count, Str folded, Str name) {
    uint32_t other[MOST_SOUNDS];
    Buf other_folded = {0};
    size_t len = sounds_of(name, other);
    double like = likeness(sounds, count, other, len);
    text_fold(&other_folded, name);
    Str theirs = buf_str(&other_folded);
    bool within =
        count > 1 && len > 1 &&
        (str_find(theirs, folded, 0) != SIZE_MAX || str_find(folded, theirs, 0) != SIZE_MAX);
    buf_free(&other_folded);
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
    size_t count = sounds_of(text, sounds);
    text_fold(&folded, str_trim(text));
    for (size_t i = 0; i < offers->items.len; i++) {
        const Offer *offer = &offers->items.items[i];
        double like = nearness(sounds, count, buf_str(&folded), offer->value);
        for (int j = 0; j < OFFER_NAMES; j++) {
            double named = offer->names[j].len
                               ? nearness(sounds, count, buf_str(&folded), offer->names[j])
                               : 0;
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
