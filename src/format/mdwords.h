#ifndef ANLIKU_FORMAT_MDWORDS_H
#define ANLIKU_FORMAT_MDWORDS_H

#include "base/buf.h"
#include "base/str.h"

#include <stdbool.h>

/* For mdtree.c only: what it asks of the words of a block. */

/* Whether an editor broke the lines at its margin: every line but the last one ends where the next
 * word had no room, and the widest is as wide as margins are. */
bool mdwords_are_wrapped(Str text);
/* The next http or https address in the bytes [from, to) of the text: *start to *end. */
bool mdwords_find_address(Str text, size_t from, size_t to, size_t *start, size_t *end);
/* Appends what an entity (from & to ;) stands for; controls and what turns text around become
 * U+FFFD, a name that is not known stays as it is. */
void mdwords_put_entity(Buf *out, Str text);

#endif
