#include "config.h"

#include "base/hash.h"

#include <string.h>

/* Multiply-and-fold over 16-byte steps; both halves of the 128-bit product are kept, so that no
 * input bit is lost to the top of the word. */
static uint64_t fold_product(uint64_t a, uint64_t b) {
    __extension__ typedef unsigned __int128 Wide;
    Wide product = (Wide)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint64_t load_le(const uint8_t *at, size_t bytes) {
    uint64_t v = 0;
    for (size_t i = 0; i < bytes; i++)
        v |= (uint64_t)at[i] << (8 * i);
    return v;
}

static uint64_t load8(const uint8_t *at) {
    uint64_t v;
    memcpy(&v, at, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    v = __builtin_bswap64(v);
#endif
    return v;
}

uint64_t hash_bytes(const void *data, size_t len, uint64_t seed) {
    static const uint64_t k0 = 0x9e3779b97f4a7c15u, k1 = 0xd1b54a32d192ed03u,
                          k2 = 0x8cb92ba72f3d8dd7u;
    const uint8_t *at = data;
    uint64_t h = seed ^ fold_product(len ^ k0, k1);
    size_t left = len;
    for (; left >= 16; left -= 16, at += 16)
        h = fold_product(load8(at) ^ k1 ^ h, load8(at + 8) ^ k2);
    uint64_t a = 0, b = 0;
    if (left >= 8) {
        a = load8(at);
        b = load_le(at + 8, left - 8);
    } else if (left) {
        a = load_le(at, left);
    }
    h = fold_product(a ^ k2 ^ h, b ^ k0);
    return fold_product(h ^ k0, len ^ k2);
}
