#include "config.h"

#include "base/mem.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LINE = 64, KEPT = 2 << 20, LARGE = 4 << 20 };

static void (*exhausted_handler)(void);

void mem_set_exhausted_handler(void (*handler)(void)) {
    exhausted_handler = handler;
}

__attribute__((noreturn)) static void exhausted(void) {
    static const char line[] = "anliku: out of memory\n";
    void (*handler)(void) = exhausted_handler;
    exhausted_handler = NULL; /* a handler that allocates must not come back here */
    if (handler)
        handler();
    ssize_t ignored = write(STDERR_FILENO, line, sizeof line - 1);
    (void)ignored;
    _exit(1);
}

void mem_keep_freed(void) {
#ifdef M_TRIM_THRESHOLD
    mallopt(M_TRIM_THRESHOLD, KEPT);
    mallopt(M_MMAP_THRESHOLD, LARGE); /* the first sets it to 128 KB for good */
#endif
}

void *mem_alloc(size_t size) {
    void *data = malloc(size ? size : 1);
    if (!data)
        exhausted();
    return data;
}

void *mem_zalloc(size_t size) {
    void *data = calloc(1, size ? size : 1);
    if (!data)
        exhausted();
    return data;
}

void *mem_alloc_lines(size_t size) {
    void *data = NULL;
    if (posix_memalign(&data, LINE, size ? size : 1) != 0)
        exhausted();
    return data;
}

void *mem_realloc(void *old, size_t size) {
    void *data = realloc(old, size ? size : 1);
    if (!data)
        exhausted();
    return data;
}

void *mem_realloc_array(void *old, size_t count, size_t size) {
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        exhausted();
    return mem_realloc(old, bytes);
}

void *mem_dup(const void *data, size_t size) {
    void *copy = mem_alloc(size);
    if (size)
        memcpy(copy, data, size);
    return copy;
}

char *mem_strdup(const char *text) {
    return mem_dup(text, strlen(text) + 1);
}

char *mem_strndup(const char *text, size_t len) {
    char *copy = mem_alloc(len + 1);
    if (len)
        memcpy(copy, text, len);
    copy[len] = '\0';
    return copy;
}
