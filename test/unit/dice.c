#include "config.h"

#include "dice.h"

static uint32_t state = 2463534242u;

void dice_seed(uint32_t seed) {
    state = seed;
}

uint32_t dice(uint32_t below) { /* xorshift, of Marsaglia */
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state % below;
}
