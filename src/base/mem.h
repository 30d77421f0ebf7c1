#ifndef ANLIKU_BASE_MEM_H
#define ANLIKU_BASE_MEM_H

#include <stddef.h>

/* Allocation that cannot fail. When the system has no memory, the handler runs once (it may flush a
 * draft and restore the terminal), one line goes to stderr and the process exits with status 1.
 * Every result is owned by the caller and freed with free(). */

void *mem_alloc(size_t size) __attribute__((malloc, returns_nonnull));
void *mem_zalloc(size_t size) __attribute__((malloc, returns_nonnull));
/* Begins where a line of the processor's cache (64 bytes) does. */
void *mem_alloc_lines(size_t size) __attribute__((malloc, returns_nonnull));
void *mem_realloc(void *old, size_t size) __attribute__((returns_nonnull));
/* Room for count items of size bytes; an overflow counts as no memory. */
void *mem_realloc_array(void *old, size_t count, size_t size) __attribute__((returns_nonnull));
void *mem_dup(const void *data, size_t size) __attribute__((malloc, returns_nonnull));
char *mem_strdup(const char *text) __attribute__((malloc, returns_nonnull));
/* Copies len bytes of text and adds a NUL. */
char *mem_strndup(const char *text, size_t len) __attribute__((malloc, returns_nonnull));

/* Keeps up to 2 MB of what was freed: a search that gives its memory back to the system with every
 * query spends a tenth of its time on getting it again. Once, at the start. */
void mem_keep_freed(void);

/* handler may be NULL. It must not allocate. */
void mem_set_exhausted_handler(void (*handler)(void));

#endif
