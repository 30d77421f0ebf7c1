#ifndef ANLIKU_SEARCH_PFOR_H
#define ANLIKU_SEARCH_PFOR_H

#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>

/* A block of 128 postings: ascending ordinals as differences minus one and term frequencies minus
 * one, each bit-packed in four vertical lanes, with up to 31 exceptions (position, high byte) that
 * do not fit the width. */
enum { PFOR_BLOCK = 128, PFOR_EXCEPTIONS = 31 };

/* What a directory entry says about a block: 8 bytes, enough to skip it and to find the next. */
typedef struct PforEntry {
    uint32_t last;  /* last ordinal of the block */
    uint8_t impact; /* upper bound of 255 * tf / (tf + K) over its postings */
    uint8_t width;  /* bits of an ordinal difference, 0..31 */
    uint8_t extra;  /* exceptions among the differences */
    uint8_t tf_width;
    uint8_t tf_extra;
    uint8_t places; /* steps of room for places (search/places.h) behind the rest, 0: none */
} PforEntry;

enum { PFOR_ENTRY_BYTES = 8, PFOR_PLACES_LEAST = 64, PFOR_PLACES_STEP = 14 };

static inline uint32_t pfor_places_size(const PforEntry *entry) {
    return entry->places ? PFOR_PLACES_LEAST + PFOR_PLACES_STEP * (entry->places - 1u) : 0;
}

/* Bytes of the block that the entry describes. */
static inline uint32_t pfor_size(const PforEntry *entry) {
    return 16u * entry->width + 2u * entry->extra + 16u * entry->tf_width + 2u * entry->tf_extra +
           pfor_places_size(entry);
}

/* Appends the block. before: the ordinal before the first (UINT32_MAX for none), so that the first
 * difference is ordinals[0] - before. Ordinals ascend strictly, frequencies are 1..65535 (larger
 * ones are cut). Fills all of *entry but impact; it has no places yet. */
void pfor_encode(const uint32_t ordinals[PFOR_BLOCK], const uint32_t tf[PFOR_BLOCK],
                 uint32_t before, Buf *out, PforEntry *entry);
/* data has at least pfor_size(entry) bytes. Writes 128 ordinals; garbage in gives garbage out,
 * never an access outside. */
void pfor_decode(const uint8_t *data, const PforEntry *entry, uint32_t before,
                 uint32_t ordinals[PFOR_BLOCK]);
/* The frequencies of the same block. */
void pfor_decode_tf(const uint8_t *data, const PforEntry *entry, uint32_t tf[PFOR_BLOCK]);

void pfor_put_entry(Buf *out, const PforEntry *entry);
static inline uint32_t pfor_load(const uint8_t *at) {
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* data has PFOR_ENTRY_BYTES bytes. */
static inline PforEntry pfor_get_entry(const uint8_t *data) {
    PforEntry entry = {.last = pfor_load(data)};
    uint32_t bits = pfor_load(data + 4);
    entry.impact = (uint8_t)(bits >> 24);
    entry.width = bits & 31;
    entry.extra = bits >> 5 & 31;
    entry.tf_width = bits >> 10 & 31;
    entry.tf_extra = bits >> 15 & 31;
    entry.places = bits >> 20 & 15;
    return entry;
}

#endif
