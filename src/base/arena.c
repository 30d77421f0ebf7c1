#include "config.h"

#include "base/arena.h"

#include "base/mem.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CHUNK = 1024, LARGEST_CHUNK = 256 * 1024 };

typedef struct ArenaChunk ArenaChunk;
struct ArenaChunk {
    ArenaChunk *older;
    size_t size;
    alignas(max_align_t) char data[];
};

void *arena_alloc(Arena *arena, size_t size) {
    size_t at = (arena->used + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    if (!arena->chunk || at > arena->chunk->size || arena->chunk->size - at < size) {
        size_t next = arena->chunk ? arena->chunk->size * 2 : FIRST_CHUNK;
        if (next > LARGEST_CHUNK)
            next = LARGEST_CHUNK;
        if (next < size)
            next = size;
        ArenaChunk *chunk = mem_alloc(sizeof *chunk + next);
        chunk->older = arena->chunk;
        chunk->size = next;
        arena->chunk = chunk;
        at = 0;
    }
    arena->used = at + size;
    return arena->chunk->data + at;
}

void *arena_zalloc(Arena *arena, size_t size) {
    return memset(arena_alloc(arena, size), 0, size);
}

void *arena_dup(Arena *arena, const void *data, size_t size) {
    void *copy = arena_alloc(arena, size);
    if (size)
        memcpy(copy, data, size);
    return copy;
}

char *arena_strdup(Arena *arena, const char *text) {
    return arena_dup(arena, text, strlen(text) + 1);
}

Str arena_str(Arena *arena, Str text) {
    char *copy = arena_alloc(arena, text.len + 1);
    if (text.len)
        memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    return str_make(copy, text.len);
}

char *arena_printf(Arena *arena, const char *format, ...) {
    va_list args;
    va_start(args, format);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = arena_alloc(arena, (size_t)(len > 0 ? len : 0) + 1);
    va_start(args, format);
    vsnprintf(text, (size_t)(len > 0 ? len : 0) + 1, format, args);
    va_end(args);
    return text;
}

static void free_chunks(ArenaChunk *chunk) {
    while (chunk) {
        ArenaChunk *older = chunk->older;
        free(chunk);
        chunk = older;
    }
}

void arena_clear(Arena *arena) {
    if (!arena->chunk)
        return;
    free_chunks(arena->chunk->older);
    arena->chunk->older = NULL;
    arena->used = 0;
}

void arena_free(Arena *arena) {
    free_chunks(arena->chunk);
    *arena = (Arena){0};
}
