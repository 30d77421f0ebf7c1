#include "config.h"

#include "store/digest.h"

#include <sodium.h>
#include <stdlib.h>

void digest_of(uint8_t out[STORE_HASH], const Str *parts, size_t count) {
    if (sodium_init() < 0)
        abort(); /* only when the system gives no random bytes at all */
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, STORE_HASH);
    for (size_t i = 0; i < count; i++)
        if (parts[i].len)
            crypto_generichash_update(&state, (const unsigned char *)parts[i].ptr, parts[i].len);
    crypto_generichash_final(&state, out, STORE_HASH);
}

void digest_short(uint8_t out[16], Str first, Str second) {
    uint8_t length[8], whole[STORE_HASH];
    for (int i = 0; i < 8; i++)
        length[i] = (uint8_t)((uint64_t)first.len >> (8 * i));
    Str parts[] = {str_make((const char *)length, sizeof length), first, second};
    digest_of(whole, parts, 3);
    memcpy(out, whole, 16);
}
