#include "config.h"

#include "search/places.h"

static uint32_t stored(uint32_t tf) {
    return tf < PLACES_STORED ? tf : PLACES_STORED;
}

size_t places_room(const uint32_t *tf, uint32_t count) {
    size_t halves = 0;
    for (uint32_t i = 0; i < count; i++)
        halves += stored(tf[i]);
    return halves;
}

typedef struct Halves {
    Buf *out;
    uint8_t low;
    bool open;
} Halves;

static void put_half(Halves *h, unsigned half) {
    if (h->open)
        buf_put_u8(h->out, (uint8_t)(h->low | half << 4));
    h->low = (uint8_t)half;
    h->open = !h->open;
}

static void put_set(Halves *h, PlaceSet set, uint32_t n) {
    unsigned count = (unsigned)__builtin_popcount(set);
    unsigned first = (unsigned)__builtin_ctz(set | 1u << PLACES);
    if (count > n) {
        for (uint32_t i = 0; i < n; i++)
            put_half(h, i ? 0 : PLACES - 1);
        return;
    }
    for (uint32_t i = count; i < n; i++)
        put_half(h, first);
    for (unsigned left = set; left; left &= left - 1)
        put_half(h, (unsigned)__builtin_ctz(left));
}

void places_put(Buf *out, const PlaceSet *sets, const uint32_t *tf, uint32_t count) {
    Halves h = {.out = out};
    for (uint32_t i = 0; i < count; i++)
        put_set(&h, sets[i], stored(tf[i]));
    if (h.open)
        put_half(&h, 0);
}

PlaceSet places_as_kept(PlaceSet set, uint32_t tf) {
    uint32_t n = stored(tf);
    if ((uint32_t)__builtin_popcount(set) <= n)
        return set;
    return n == 1 ? place_set(PLACES - 1) : PLACES_ANY;
}

static unsigned half_at(const uint8_t *data, size_t at) {
    return data[at / 2] >> (at % 2 * 4) & 15;
}

static PlaceSet get_set(const uint8_t *data, size_t at, uint32_t n) {
    unsigned first = half_at(data, at), last = half_at(data, at + n - 1);
    PlaceSet set = place_set(first);
    if (first > last)
        return PLACES_ANY;
    for (uint32_t i = 1; i < n; i++)
        set |= place_set(half_at(data, at + i));
    return set;
}

/* One or two halves, which stand in the low bits; no branch tells them apart. */
static inline PlaceSet one_or_two(unsigned halves, uint32_t n) {
    unsigned first = halves & 15, second = halves >> 4 & 15, two = n - 1;
    unsigned set = 1u << first | two << second;
    return (PlaceSet)(set | (0u - (two & (unsigned)(first > second))));
}

void places_get(const uint8_t *data, size_t bytes, const uint32_t *tf, uint32_t count,
                PlaceSet *sets) {
    size_t at = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t n = stored(tf[i]);
        if (n - 1 < 2 && at / 2 + 1 < bytes) {
            unsigned halves = (data[at / 2] | (unsigned)data[at / 2 + 1] << 8) >> (at % 2 * 4);
            sets[i] = one_or_two(halves, n);
        } else {
            bool there = n && at + n <= 2 * bytes;
            sets[i] = there ? get_set(data, at, n) : 0;
        }
        at += n;
    }
}
