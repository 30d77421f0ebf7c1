#ifndef ANLIKU_LIBRARY_TAXONOMYDOING_H
#define ANLIKU_LIBRARY_TAXONOMYDOING_H

#include "library/internal.h"

/* For this folder only: a change of the taxonomy that has reached the text and not all cases yet.
 * It is written down with the text and taken away at its end, so that whoever changes the taxonomy
 * next finishes what a killed process began: in the same batch, which is taken back as one. */

typedef struct TaxonDoing {
    bool there;
    Uuid batch;
    Str field, from, to; /* in the arena */
} TaxonDoing;

bool taxonomydoing_read(StoreRead *read, Arena *arena, TaxonDoing *out, Error *err);
/* there false: it is done. */
bool taxonomydoing_put(StoreWrite *write, const TaxonDoing *doing, Error *err);

/* One process at a time changes the taxonomy; the lock goes with the process. -1 and ERR_BUSY when
 * another one does; also -1, and true, in a library whose folder takes no file. */
bool taxonomydoing_lock(const Library *library, int *fd, Error *err);
void taxonomydoing_unlock(int fd);

#endif
