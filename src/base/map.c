#include "config.h"

#include "base/map.h"

#include "base/hash.h"
#include "base/mem.h"

#include <stdlib.h>

typedef struct MapSlot MapSlot;
struct MapSlot {
    char *key; /* NULL: free */
    size_t len;
    uint64_t hash, value;
};

static MapSlot *find_slot(MapSlot *slots, size_t cap, Str key, uint64_t hash) {
    size_t at = hash & (cap - 1);
    while (slots[at].key &&
           (slots[at].hash != hash || !str_equal(str_make(slots[at].key, slots[at].len), key)))
        at = (at + 1) & (cap - 1);
    return &slots[at];
}

uint64_t *map_get(const Map *map, Str key) {
    if (!map->len)
        return NULL;
    MapSlot *slot = find_slot(map->slots, map->cap, key, hash_bytes(key.ptr, key.len, 0));
    return slot->key ? &slot->value : NULL;
}

static void grow(Map *map) {
    size_t cap = map->cap ? map->cap * 2 : 16;
    MapSlot *slots = mem_zalloc(cap * sizeof *slots);
    for (size_t i = 0; i < map->cap; i++) {
        MapSlot *old = &map->slots[i];
        if (old->key)
            *find_slot(slots, cap, str_make(old->key, old->len), old->hash) = *old;
    }
    free(map->slots);
    map->slots = slots;
    map->cap = cap;
}

uint64_t *map_put(Map *map, Str key, bool *added) {
    if ((map->len + 1) * 3 > map->cap * 2)
        grow(map);
    uint64_t hash = hash_bytes(key.ptr, key.len, 0);
    MapSlot *slot = find_slot(map->slots, map->cap, key, hash);
    bool new = !slot->key;
    if (new) {
        *slot = (MapSlot){mem_strndup(key.ptr, key.len), key.len, hash, 0};
        map->len++;
    }
    if (added)
        *added = new;
    return &slot->value;
}

bool map_next(const Map *map, size_t *at, Str *key, uint64_t *value) {
    for (; *at < map->cap; ++*at) {
        const MapSlot *slot = &map->slots[*at];
        if (slot->key) {
            *key = str_make(slot->key, slot->len);
            if (value)
                *value = slot->value;
            ++*at;
            return true;
        }
    }
    return false;
}

void map_free(Map *map) {
    for (size_t i = 0; i < map->cap; i++)
        free(map->slots[i].key);
    free(map->slots);
    *map = (Map){0};
}
