#ifndef ANLIKU_LIBRARY_MOVING_H
#define ANLIKU_LIBRARY_MOVING_H

#include "library/row.h"
#include "library/save.h"
#include "store/log.h"

/* For this folder only: what a move of the state machine writes; whether it is allowed is
 * library_may_move's. */

/* Gives the case the new state and what else the move does. */
void moving_apply(Library *library, Record *record, const Move *move, Str reason);
StoreVerb moving_verb(const Move *move);
/* When a change of that kind was made last to the case, UTC ms; when it was changed last, where
 * that lies further back than is looked. */
int64_t moving_when(Library *library, const LibraryRow *row, StoreVerb verb);

#endif
