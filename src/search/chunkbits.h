#ifndef ANLIKU_SEARCH_CHUNKBITS_H
#define ANLIKU_SEARCH_CHUNKBITS_H

#include "search/columns.h"

/* Sets of 64 documents that lie together in a chunk: what filters, visible rules and counts are
 * made of. `at` is the place of the first one in the chunk, a multiple of 64. Documents behind the
 * end of the chunk, and all of a chunk that is missing, count as absent (code 0). */

/* Those whose stored code lies in [low, high]: BYTE, NUMBER and CODE columns. */
uint64_t chunk_bits_codes(const Chunk *chunk, uint32_t at, uint64_t low, uint64_t high);
/* Those with a BYTE that has one of the flags. */
uint64_t chunk_bits_flags(const Chunk *chunk, uint32_t at, uint8_t flags);
/* Those with a BYTE that is in the bit set of 0..63. */
uint64_t chunk_bits_among(const Chunk *chunk, uint32_t at, uint64_t mask);
/* Those with a NUMBER from low to high; absent ones never. */
uint64_t chunk_bits_between(const Chunk *chunk, uint32_t at, int64_t low, int64_t high);

#endif
