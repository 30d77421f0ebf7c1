#ifndef ANLIKU_SEARCH_TAILS_H
#define ANLIKU_SEARCH_TAILS_H

#include "base/buf.h"

/* The last postings of a list, fewer than a block, as a stream of bits: of each posting the
 * difference of its ordinal by Rice's code (how often the parameter's power goes into it as ones
 * and a zero, then the rest), then its frequency less one as ones and a zero. TAIL_ONES ones are
 * followed by the number itself (32 bits; 16 for a frequency). The parameter is not stored: it
 * follows from where the tail begins, its length and the documents of the segment. */
enum { TAIL_ONES = 24 };

/* Appends count postings behind the ordinal `before` (UINT32_MAX: none) of a segment of docs
 * documents. Frequencies are 1..65535. */
void tails_put(Buf *out, const uint32_t *ordinals, const uint32_t *tf, uint32_t count,
               uint32_t before, uint32_t docs);
/* Reads them back; false when they are damaged. *at moves behind them. */
bool tails_get(const uint8_t **at, const uint8_t *end, uint32_t count, uint32_t before,
               uint32_t docs, uint32_t *ordinals, uint32_t *tf);

#endif
