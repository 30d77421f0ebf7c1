#ifndef ANLIKU_SEARCH_PLACES_H
#define ANLIKU_SEARCH_PLACES_H

#include "base/buf.h"
#include "search/pfor.h"

#include <stdbool.h>
#include <stdint.h>

/* Where a pair of characters stands in a document: the set of its places modulo 16 (a place is the
 * number of dense characters before its second one). Pairs of a phrase stand beside each other only
 * when their sets agree: that spares the look at nearly all texts that do not match. What they let
 * pass is still decided by the text. 0 is a set that is not known; it lets everything pass.
 *
 * Stored as half bytes, min(frequency, 4) a posting: the places in ascending order, the first one
 * again where there are fewer, descending ones for a set of more places than are stored. */
typedef uint16_t PlaceSet;

#define PLACES_ANY ((PlaceSet)0xFFFF)

enum {
    PLACES = 16,
    PLACES_STORED = 4,       /* a frequency of one is one place */
    PLACES_EVERYWHERE = 6000 /* a list with so many documents has them, whatever the segment */
};

static inline PlaceSet place_set(uint32_t place) {
    return (PlaceSet)(1u << place % PLACES);
}

/* The set as seen from a place `by` characters before. */
static inline PlaceSet places_shift(PlaceSet set, uint32_t by) {
    by %= PLACES;
    return (PlaceSet)(set >> by | set << (PLACES - by) % PLACES);
}

/* Whether the list of a pair in so many of `docs` documents has places: the frequent ones. */
static inline bool places_kept(uint32_t df, uint32_t docs) {
    return df >= PLACES_EVERYWHERE || (uint64_t)df * 32 >= docs;
}

/* What places_get gives of a set that places_put stored. */
PlaceSet places_as_kept(PlaceSet set, uint32_t tf);
/* Half bytes of postings with these frequencies. */
size_t places_room(const uint32_t *tf, uint32_t count);
/* Appends the half bytes of `count` postings, whose sets are known. */
void places_put(Buf *out, const PlaceSet *sets, const uint32_t *tf, uint32_t count);
/* Reads them back; what is missing or damaged is not known (0). */
void places_get(const uint8_t *data, size_t bytes, const uint32_t *tf, uint32_t count,
                PlaceSet *sets);

#endif
