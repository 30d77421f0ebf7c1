#ifndef ANLIKU_BASE_ARENA_H
#define ANLIKU_BASE_ARENA_H

#include "base/str.h"

#include <stddef.h>

/* Memory that is freed together. {0} is an empty arena. Results are aligned for every type, live
 * until arena_free or arena_clear, and are never freed alone. */
typedef struct Arena {
    struct ArenaChunk *chunk;
    size_t used; /* bytes of the newest chunk */
} Arena;

void *arena_alloc(Arena *arena, size_t size) __attribute__((returns_nonnull));
void *arena_zalloc(Arena *arena, size_t size) __attribute__((returns_nonnull));
void *arena_dup(Arena *arena, const void *data, size_t size) __attribute__((returns_nonnull));
char *arena_strdup(Arena *arena, const char *text) __attribute__((returns_nonnull));
/* The copy is NUL-terminated (not counted in len). */
Str arena_str(Arena *arena, Str text);
char *arena_printf(Arena *arena, const char *format, ...)
    __attribute__((returns_nonnull, format(printf, 2, 3)));
/* Frees all but one chunk, which is used again. */
void arena_clear(Arena *arena);
void arena_free(Arena *arena);

#define ARENA_NEW(arena, T) ((T *)arena_zalloc((arena), sizeof(T)))

#endif
