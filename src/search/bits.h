#ifndef ANLIKU_SEARCH_BITS_H
#define ANLIKU_SEARCH_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Sets of ordinals. The compiler's own population count is a call where the machine's instruction
 * may not be used. */
static inline uint32_t bits_in(uint64_t word) {
    word -= word >> 1 & 0x5555555555555555u;
    word = (word & 0x3333333333333333u) + (word >> 2 & 0x3333333333333333u);
    word = (word + (word >> 4)) & 0x0f0f0f0f0f0f0f0fu;
    return (uint32_t)(word * 0x0101010101010101u >> 56);
}

static inline uint32_t bits_count(const uint64_t *words, size_t n) {
    uint32_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += bits_in(words[i]);
    return count;
}

static inline bool bits_any(const uint64_t *words, size_t n) {
    uint64_t any = 0;
    for (size_t i = 0; i < n; i++)
        any |= words[i];
    return any != 0;
}

#endif
