#ifndef ANLIKU_SEARCH_PACE_H
#define ANLIKU_SEARCH_PACE_H

#include "search/builder.h"

/* How many documents go into one segment: as many as memory allows while nobody else has the
 * library open, else as many as are written in PACE_US, for others wait at the gate meanwhile. */
enum { PACE_US = 20000 };

typedef struct Pace {
    Store *store;
    size_t bytes; /* what memory allows */
    uint32_t
        least; /* documents of a segment, however long they take: there is a most of segments */
    int64_t asked_us, begun_us;
    bool company;
    uint32_t docs; /* that can be written in time; 0: not known yet */
} Pace;

bool pace_is_full(Pace *pace, const SegmentBuilder *builder);
/* Around the transaction that writes the builder; its documents are there at both calls. */
void pace_begin(Pace *pace);
void pace_end(Pace *pace, const SegmentBuilder *builder);

#endif
