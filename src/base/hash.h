#ifndef ANLIKU_BASE_HASH_H
#define ANLIKU_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* 64 bits over bytes, for checksums and hash tables; the same on every machine and in every
 * version (checksums are stored). Not for secrets. */
uint64_t hash_bytes(const void *data, size_t len, uint64_t seed);

#endif
