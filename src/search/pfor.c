#include "config.h"

#include "search/pfor.h"

/* Vectors of four lanes: value i of a block stands in lane i % 4 of row i / 4, so that one shift
 * moves four values. The compiler turns the vector type into what the machine has. */
typedef uint32_t Lanes __attribute__((vector_size(16)));

enum { ROWS = PFOR_BLOCK / 4, WIDEST = 31 };

static inline Lanes load(const uint8_t *at) {
    Lanes lanes;
    memcpy(&lanes, at, sizeof lanes);
    return lanes;
}

/* One copy a width: with the width known the loop is straight code. */
static inline __attribute__((always_inline)) void unpack_width(const uint8_t *in, uint32_t *out,
                                                               const uint32_t width) {
    /* cppcheck-suppress shiftTooManyBits ; 1 <= width <= 31, see the copies below */
    const uint32_t mask = (1u << width) - 1;
    Lanes word = load(in);
    uint32_t have = 0;
#pragma GCC unroll 32
    for (int row = 0; row < ROWS; row++) {
        Lanes value = word >> have;
        have += width;
        if (have >= 32) {
            have -= 32;
            in += 16;
            if (row + 1 < ROWS || have)
                word = load(in);
            if (have)
                value |= word << (width - have);
        }
        value &= mask;
        memcpy(out + 4 * row, &value, sizeof value);
    }
}

#define UNPACK(width)                                                                              \
    static void unpack_##width(const uint8_t *in, uint32_t *out) {                                 \
        unpack_width(in, out, width);                                                              \
    }
/* clang-format off */
UNPACK(1) UNPACK(2) UNPACK(3) UNPACK(4) UNPACK(5) UNPACK(6) UNPACK(7) UNPACK(8)
UNPACK(9) UNPACK(10) UNPACK(11) UNPACK(12) UNPACK(13) UNPACK(14) UNPACK(15) UNPACK(16)
UNPACK(17) UNPACK(18) UNPACK(19) UNPACK(20) UNPACK(21) UNPACK(22) UNPACK(23) UNPACK(24)
UNPACK(25) UNPACK(26) UNPACK(27) UNPACK(28) UNPACK(29) UNPACK(30) UNPACK(31)
    /* clang-format on */

    static void unpack_0(const uint8_t *in, uint32_t *out) {
    (void)in;
    memset(out, 0, PFOR_BLOCK * sizeof *out);
}

static void (*const unpack[WIDEST + 1])(const uint8_t *in, uint32_t *out) = {
    unpack_0,  unpack_1,  unpack_2,  unpack_3,  unpack_4,  unpack_5,  unpack_6,  unpack_7,
    unpack_8,  unpack_9,  unpack_10, unpack_11, unpack_12, unpack_13, unpack_14, unpack_15,
    unpack_16, unpack_17, unpack_18, unpack_19, unpack_20, unpack_21, unpack_22, unpack_23,
    unpack_24, unpack_25, unpack_26, unpack_27, unpack_28, unpack_29, unpack_30, unpack_31};

static void pack(const uint32_t *values, uint32_t width, Buf *out) {
    Lanes word = {0};
    uint32_t have = 0;
    Lanes mask = (Lanes){0} + (width ? (1u << width) - 1 : 0);
    if (!width)
        return;
    for (int row = 0; row < ROWS; row++) {
        Lanes value = load((const uint8_t *)(values + 4 * row)) & mask;
        word |= value << have;
        have += width;
        if (have >= 32) {
            buf_put(out, &word, sizeof word);
            have -= 32;
            word = have ? value >> (width - have) : (Lanes){0};
        }
    }
}

/* The width that costs least with at most 31 exceptions, whose high part must fit a byte. */
static uint32_t best_width(const uint32_t *values, uint8_t *extra) {
    uint32_t count[33] = {0}, most = 0;
    for (int i = 0; i < PFOR_BLOCK; i++) {
        uint32_t bits = values[i] ? 32 - (uint32_t)__builtin_clz(values[i]) : 0;
        count[bits]++;
        if (bits > most)
            most = bits;
    }
    uint32_t best = most, best_cost = 16 * most, above = 0;
    *extra = 0;
    for (uint32_t width = most; width-- > 0;) {
        above += count[width + 1];
        if (above > PFOR_EXCEPTIONS || most - width > 8)
            break;
        if (16 * width + 2 * above < best_cost) {
            best = width;
            best_cost = 16 * width + 2 * above;
            *extra = (uint8_t)above;
        }
    }
    return best;
}

static void put_values(const uint32_t *values, uint8_t *width, uint8_t *extra, Buf *out) {
    *width = (uint8_t)best_width(values, extra);
    pack(values, *width, out);
    for (int i = 0; *extra && i < PFOR_BLOCK; i++) {
        uint32_t high = values[i] >> *width;
        if (high) {
            buf_put_u8(out, (uint8_t)i);
            buf_put_u8(out, (uint8_t)high);
        }
    }
}

static void get_values(const uint8_t *data, uint32_t width, uint32_t extra, uint32_t *values) {
    unpack[width & WIDEST](data, values);
    const uint8_t *at = data + 16 * width;
    for (uint32_t i = 0; i < extra; i++, at += 2)
        values[at[0] % PFOR_BLOCK] |= (uint32_t)at[1] << width;
}

void pfor_encode(const uint32_t ordinals[PFOR_BLOCK], const uint32_t tf[PFOR_BLOCK],
                 uint32_t before, Buf *out, PforEntry *entry) {
    uint32_t values[PFOR_BLOCK];
    for (int i = 0; i < PFOR_BLOCK; i++) {
        values[i] = ordinals[i] - before - 1;
        before = ordinals[i];
    }
    entry->last = before;
    entry->places = 0;
    put_values(values, &entry->width, &entry->extra, out);
    for (int i = 0; i < PFOR_BLOCK; i++)
        values[i] = tf[i] < 1 ? 0 : (tf[i] > UINT16_MAX ? UINT16_MAX : tf[i]) - 1;
    put_values(values, &entry->tf_width, &entry->tf_extra, out);
}

void pfor_decode(const uint8_t *data, const PforEntry *entry, uint32_t before,
                 uint32_t ordinals[PFOR_BLOCK]) {
    get_values(data, entry->width, entry->extra, ordinals);
    /* Running sum: within a row by two shifted additions, then the row's last lane goes on. */
    const Lanes none = {0};
    Lanes carry = none + before;
    for (int row = 0; row < ROWS; row++) {
        Lanes v = load((const uint8_t *)(ordinals + 4 * row)) + 1;
        v += __builtin_shufflevector(none, v, 0, 4, 5, 6);
        v += __builtin_shufflevector(none, v, 0, 1, 4, 5);
        v += carry;
        memcpy(ordinals + 4 * row, &v, sizeof v);
        carry = __builtin_shufflevector(v, v, 3, 3, 3, 3);
    }
}

void pfor_decode_tf(const uint8_t *data, const PforEntry *entry, uint32_t tf[PFOR_BLOCK]) {
    get_values(data + 16u * entry->width + 2u * entry->extra, entry->tf_width, entry->tf_extra, tf);
    for (int i = 0; i < PFOR_BLOCK; i++)
        tf[i] = (tf[i] & UINT16_MAX) + 1;
}

void pfor_put_entry(Buf *out, const PforEntry *entry) {
    uint32_t bits = (uint32_t)entry->width | (uint32_t)entry->extra << 5 |
                    (uint32_t)entry->tf_width << 10 | (uint32_t)entry->tf_extra << 15 |
                    (uint32_t)entry->places << 20;
    buf_put_u32(out, entry->last);
    buf_put_u32(out, (uint32_t)entry->impact << 24 | bits);
}
