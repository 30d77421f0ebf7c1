#include "config.h"

#include "search/tails.h"

/* As if the postings were strewn evenly over the documents that are left: the parameter at which
 * a difference is below its power about every second time. */
static unsigned parameter(uint32_t count, uint32_t before, uint32_t docs) {
    uint32_t from = before + 1; /* 0 for none */
    uint64_t left = docs > from ? docs - from : 1;
    uint64_t middle = left * 7 / (10 * ((uint64_t)count + 1));
    return middle ? 63u - (unsigned)__builtin_clzll(middle) : 0;
}

typedef struct BitWriter {
    Buf *out;
    uint64_t held;
    unsigned count;
} BitWriter;

static void put_bits(BitWriter *w, uint64_t bits, unsigned count) {
    w->held = w->held << count | bits;
    for (w->count += count; w->count >= 8; w->count -= 8)
        buf_put_u8(w->out, (uint8_t)(w->held >> (w->count - 8)));
}

/* Ones and a zero, or TAIL_ONES ones and the number in `wide` bits. */
static bool put_ones(BitWriter *w, uint32_t ones, uint32_t number, unsigned wide) {
    bool many = ones >= TAIL_ONES;
    if (many) {
        put_bits(w, (1u << TAIL_ONES) - 1, TAIL_ONES);
        put_bits(w, number, wide);
    } else {
        put_bits(w, ((uint64_t)1 << (ones + 1)) - 2, ones + 1);
    }
    return !many;
}

void tails_put(Buf *out, const uint32_t *ordinals, const uint32_t *tf, uint32_t count,
               uint32_t before, uint32_t docs) {
    unsigned k = parameter(count, before, docs);
    BitWriter w = {.out = out};
    for (uint32_t i = 0; i < count; i++) {
        uint32_t difference = ordinals[i] - before - 1;
        uint32_t more = (tf[i] > UINT16_MAX ? UINT16_MAX : tf[i]) - 1;
        if (put_ones(&w, difference >> k, difference, 32))
            put_bits(&w, difference & ((1u << k) - 1), k);
        put_ones(&w, more, more, 16);
        before = ordinals[i];
    }
    if (w.count)
        put_bits(&w, 0, 8 - w.count);
}

/* The next bits on top; beyond the end they are zero. */
typedef struct BitReader {
    const uint8_t *at, *end;
    uint64_t top;
    int left; /* negative: more were taken than there are */
} BitReader;

static inline void refill(BitReader *r) {
    while (r->left <= 56 && r->left >= 0 && r->at < r->end) {
        r->top |= (uint64_t)*r->at++ << (56 - r->left);
        r->left += 8;
    }
}

static inline uint32_t take_bits(BitReader *r, unsigned count) {
    uint32_t value = count ? (uint32_t)(r->top >> (64 - count)) : 0;
    r->top <<= count;
    r->left -= (int)count;
    return value;
}

/* *few: the ones were counted; else the number itself is given. */
static inline uint32_t take_ones(BitReader *r, unsigned wide, bool *few) {
    unsigned ones = (unsigned)__builtin_clzll(~r->top | 1);
    *few = ones < TAIL_ONES;
    take_bits(r, *few ? ones + 1 : TAIL_ONES);
    if (*few)
        return ones;
    refill(r);
    return take_bits(r, wide);
}

bool tails_get(const uint8_t **at, const uint8_t *end, uint32_t count, uint32_t before,
               uint32_t docs, uint32_t *ordinals, uint32_t *tf) {
    unsigned k = parameter(count, before, docs);
    BitReader r = {.at = *at, .end = end};
    uint64_t ordinal = before == UINT32_MAX ? 0 : (uint64_t)before + 1;
    bool few;
    for (uint32_t i = 0; i < count; i++) {
        refill(&r);
        uint64_t difference = take_ones(&r, 32, &few);
        if (few) {
            refill(&r);
            difference = difference << k | take_bits(&r, k);
        }
        ordinal += difference;
        if (r.left < 0 || ordinal >= docs)
            return false;
        ordinals[i] = (uint32_t)ordinal++;
        refill(&r);
        tf[i] = take_ones(&r, 16, &few) + 1;
    }
    if (r.left < 0)
        return false;
    *at = r.at - r.left / 8; /* whole bytes that were not touched */
    return true;
}
