#include "config.h"

#include "search/chunkbits.h"

#include <string.h>

enum { WORD = 64 };

/* Sixteen bytes or eight numbers side by side: the compiler turns them into what the machine has.
 */
typedef uint8_t Bytes __attribute__((vector_size(16)));
typedef uint16_t Halves __attribute__((vector_size(16)));

/* Bit i of the result is bit 0 of byte i. */
static uint64_t bits_of_bytes(const uint8_t bytes[WORD]) {
    uint64_t out = 0;
    for (unsigned i = 0; i < WORD; i += 8) {
        uint64_t eight;
        memcpy(&eight, bytes + i, sizeof eight);
        eight = (eight & 0x0101010101010101u) * 0x0102040810204080u >> 56;
        out |= eight << i;
    }
    return out;
}

/* The values of the word: where they lie, or a copy filled up with zeros. */
static const uint8_t *word_values(const Chunk *chunk, uint32_t at, uint8_t copy[WORD * 8]) {
    size_t width = chunk->width, have = 0;
    if (chunk->data && at + WORD <= chunk->n)
        return chunk->data + at * width;
    if (chunk->data && at < chunk->n)
        have = (chunk->n - at) * width;
    memset(copy, 0, WORD * 8);
    if (have)
        memcpy(copy, chunk->data + at * width, have);
    return copy;
}

static uint64_t bytes_between(const uint8_t *values, uint8_t low, uint8_t span) {
    uint8_t found[WORD];
    for (unsigned i = 0; i < WORD; i += sizeof(Bytes)) {
        Bytes v;
        memcpy(&v, values + i, sizeof v);
        v = (Bytes)(v - low <= (Bytes){0} + span);
        memcpy(found + i, &v, sizeof v);
    }
    return bits_of_bytes(found);
}

static uint64_t halves_between(const uint8_t *values, uint16_t low, uint16_t span) {
    enum { LANES = sizeof(Halves) / sizeof(uint16_t) };
    uint8_t found[WORD];
    for (unsigned i = 0; i < WORD; i += LANES) {
        typedef int8_t Narrow __attribute__((vector_size(LANES)));
        Halves v;
        memcpy(&v, values + i * sizeof(uint16_t), sizeof v);
        Narrow narrow = __builtin_convertvector(v - low <= (Halves){0} + span, Narrow);
        memcpy(found + i, &narrow, sizeof narrow);
    }
    return bits_of_bytes(found);
}

#define BETWEEN(type)                                                                              \
    for (unsigned i = 0; i < WORD; i++) {                                                          \
        type v;                                                                                    \
        memcpy(&v, values + i * sizeof v, sizeof v);                                               \
        out |= (uint64_t)((type)(v - (type)low) <= (type)(high - low)) << i;                       \
    }

uint64_t chunk_bits_codes(const Chunk *chunk, uint32_t at, uint64_t low, uint64_t high) {
    uint8_t copy[WORD * 8];
    uint64_t out = 0, most = chunk->width >= 8 ? UINT64_MAX : ((uint64_t)1 << 8 * chunk->width) - 1;
    if (low > high || low > most)
        return 0;
    high = high < most ? high : most;
    const uint8_t *values = word_values(chunk, at, copy);
    switch (chunk->width) {
    case 1:
        return bytes_between(values, (uint8_t)low, (uint8_t)(high - low));
    case 2:
        return halves_between(values, (uint16_t)low, (uint16_t)(high - low));
    case 4:
        BETWEEN(uint32_t)
        return out;
    case 8:
        BETWEEN(uint64_t)
        return out;
    default: /* a missing chunk */
        return low ? 0 : UINT64_MAX;
    }
}

uint64_t chunk_bits_flags(const Chunk *chunk, uint32_t at, uint8_t flags) {
    uint8_t copy[WORD * 8], found[WORD];
    const uint8_t *values = word_values(chunk, at, copy);
    if (!chunk->data || chunk->width != 1)
        return 0;
    for (unsigned i = 0; i < WORD; i += sizeof(Bytes)) {
        Bytes v;
        memcpy(&v, values + i, sizeof v);
        v = (Bytes)((v & flags) != (Bytes){0});
        memcpy(found + i, &v, sizeof v);
    }
    return bits_of_bytes(found);
}

uint64_t chunk_bits_among(const Chunk *chunk, uint32_t at, uint64_t mask) {
    uint64_t out = 0;
    while (mask) { /* runs of ones: 0b110 is from 1 to 2 */
        unsigned low = (unsigned)__builtin_ctzll(mask);
        uint64_t rest = ~(mask >> low);
        unsigned len = rest ? (unsigned)__builtin_ctzll(rest) : WORD - low;
        out |= chunk_bits_codes(chunk, at, low, low + len - 1);
        mask &= low + len < WORD ? UINT64_MAX << (low + len) : 0;
    }
    return out;
}

uint64_t chunk_bits_between(const Chunk *chunk, uint32_t at, int64_t low, int64_t high) {
    uint64_t base = (uint64_t)chunk->base;
    if (!chunk->data || low > high || high < chunk->base)
        return 0;
    uint64_t from = low > chunk->base ? (uint64_t)low - base : 0, to = (uint64_t)high - base;
    /* code = value - base + 1; the greatest code is left to values that no chunk holds */
    if (from == UINT64_MAX)
        return 0;
    return chunk_bits_codes(chunk, at, from + 1, to == UINT64_MAX ? to : to + 1);
}
