#ifndef ANLIKU_STORE_HASH_H
#define ANLIKU_STORE_HASH_H

#include "base/str.h"
#include "store/store.h"

/* BLAKE2b (inside store/ only). */

/* 32 bytes over the parts one after the other; an empty part is allowed. */
void digest_of(uint8_t out[STORE_HASH], const Str *parts, size_t count);
/* 16 bytes, for keys of lookups. */
void digest_short(uint8_t out[16], Str first, Str second);

#endif
