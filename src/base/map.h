#ifndef ANLIKU_BASE_MAP_H
#define ANLIKU_BASE_MAP_H

#include "base/str.h"

#include <stdint.h>

/* Hash table from bytes to one 64-bit value (a number, or a pointer cast through uintptr_t). Keys
 * are copied. {0} is an empty map. */
typedef struct Map {
    struct MapSlot *slots;
    size_t len, cap;
} Map;

/* The value slot of key, or NULL. Valid until the next map_put. */
uint64_t *map_get(const Map *map, Str key);
/* The value slot of key, made with 0 when it is new (then *added is true; added may be NULL). */
uint64_t *map_put(Map *map, Str key, bool *added);
/* Walks in no order that means anything: start with *at = 0; false at the end. */
bool map_next(const Map *map, size_t *at, Str *key, uint64_t *value);
void map_free(Map *map);

#endif
