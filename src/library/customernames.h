#ifndef ANLIKU_LIBRARY_CUSTOMERNAMES_H
#define ANLIKU_LIBRARY_CUSTOMERNAMES_H

#include "base/map.h"
#include "library/queue.h"

/* For this folder only: what the records that name customers say of all of them, in one walk. */

/* Puts the identities (16 bytes) of the customers that cases and consents outside of the trash name
 * into *out, which the caller frees with map_free. */
bool customernames_used(Library *library, Map *out, Error *err);
/* From here on the queue writes names of customers only: what others save meanwhile stays. */
void customernames_queue(Queue *queue);
/* The case or consent names its customer so. */
bool customernames_give(Queue *queue, EntityType type, Uuid id, Str name, StoreVerb verb,
                        Error *err);
/* At the end of an import of customers, in its batch: cases and consents get the names that their
 * customers have now. The queue writes nothing else afterwards. *changed: how many cases. */
bool customernames_follow_import(Library *library, Queue *queue, size_t *changed, Error *err);

#endif
