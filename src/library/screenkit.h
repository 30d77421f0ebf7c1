#ifndef ANLIKU_LIBRARY_SCREENKIT_H
#define ANLIKU_LIBRARY_SCREENKIT_H

#include "library/internal.h"
#include "library/screening.h"
#include "metrics/screening.h"

/* For this folder only: what the library knows of all cases, gathered once, to score each. */

typedef struct ScreenKit ScreenKit;
/* Reads all customers, uses and ratings, and who read what. The kit does not need the snapshot
 * afterwards. */
bool screen_kit_new(Library *library, StoreRead *read, ScreenKit **out, Error *err);
void screen_kit_free(ScreenKit *kit); /* NULL is allowed */
void screen_kit_weights(const ScreenKit *kit, double out[SCREEN_INPUTS]);
/* Fills score, known and values of *out (score SCREEN_UNKNOWN when too little is known: false).
 * record: a list row, or more. */
bool screen_kit_score(const ScreenKit *kit, const Record *record, ScreenedCase *out);

void screened_cache_free(ScreenedCache *cache); /* NULL is allowed */

#endif
