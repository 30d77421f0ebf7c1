#ifndef ANLIKU_LIBRARY_DOUBT_H
#define ANLIKU_LIBRARY_DOUBT_H

#include "library/library.h"
#include "record/state.h"

/* Appends, translated, what is worth a question before a case is moved, one line each; nothing: it
 * can be moved without one. What the move asks anyway (library_move_meets) is none of it. Somebody
 * else reviews the case; what is to be verified could not be published as it is. */
void library_move_doubt(Library *library, Uuid id, const Move *move, Buf *out);

#endif
