#ifndef ANLIKU_BASE_UUID_H
#define ANLIKU_BASE_UUID_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct Uuid {
    uint8_t bytes[16];
} Uuid;

enum { UUID_TEXT = 37 }; /* with NUL */

/* RFC 9562 version 7: the clock's milliseconds first, then a counter, then random bits; ids made by
 * one process ascend. Under ANLIKU_SEED (test mode only) the random bits repeat. */
Uuid uuid_new(void);
/* 36 characters, lower or upper case; any version. */
bool uuid_parse(Str text, Uuid *out);
/* Writes the lower-case form and a NUL to out. */
void uuid_format(Uuid id, char out[UUID_TEXT]);
bool uuid_equal(Uuid a, Uuid b);
bool uuid_is_nil(Uuid id);
int uuid_compare(Uuid a, Uuid b);
/* Random bytes of the system (or of the seed, in tests). Not for keys: those come from store/. */
void uuid_random(void *out, size_t len);

#endif
