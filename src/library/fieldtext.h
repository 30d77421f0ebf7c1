#ifndef ANLIKU_LIBRARY_FIELDTEXT_H
#define ANLIKU_LIBRARY_FIELDTEXT_H

#include "base/buf.h"
#include "record/value.h"

/* A field as people read it: choices by their label, times in the library's zone, references by
 * their name, outcomes by the names of their metrics with the change, a line each. Appends; nothing
 * for what is not there. */
void fieldtext_put(const Record *record, int field, Buf *out);

#endif
