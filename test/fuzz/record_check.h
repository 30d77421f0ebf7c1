#ifndef ANLIKU_TEST_RECORD_CHECK_H
#define ANLIKU_TEST_RECORD_CHECK_H

#include "fuzz.h"

#include "format/format.h"

/* Reads data as a file of that kind. Every record that is taken must come back the same from every
 * format; every refused one has a reason with a place, and its bytes lie in the file. */
void record_check(FormatKind kind, EntityType entity, const uint8_t *data, size_t size);

#endif
