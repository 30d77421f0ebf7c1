#ifndef ANLIKU_BASE_VEC_H
#define ANLIKU_BASE_VEC_H

#include "base/mem.h"

#include <stdlib.h>

/* A growing array of one type: VEC(int) numbers = {0}; vec_push(&numbers, 7); numbers.items[0] ...
 */
#define VEC(T)                                                                                     \
    struct {                                                                                       \
        T *items;                                                                                  \
        size_t len, cap;                                                                           \
    }

#define vec_reserve(v, extra)                                                                      \
    do {                                                                                           \
        size_t vec_need_ = (v)->len + (extra);                                                     \
        if (vec_need_ > (v)->cap) {                                                                \
            size_t vec_cap_ = (v)->cap ? (v)->cap * 2 : 8;                                         \
            (v)->cap = vec_cap_ < vec_need_ ? vec_need_ : vec_cap_;                                \
            (v)->items = mem_realloc_array((v)->items, (v)->cap, sizeof *(v)->items);              \
        }                                                                                          \
    } while (0)

#define vec_push(v, ...)                                                                           \
    do {                                                                                           \
        vec_reserve((v), 1);                                                                       \
        (v)->items[(v)->len++] = (__VA_ARGS__);                                                    \
    } while (0)

/* Frees the array, not what its items own. */
#define vec_free(v)                                                                                \
    do {                                                                                           \
        free((v)->items);                                                                          \
        (v)->items = NULL;                                                                         \
        (v)->len = (v)->cap = 0;                                                                   \
    } while (0)

#define VEC_EACH(it, v)                                                                            \
    for (__typeof__((v)->items) it = (v)->items; it && it < (v)->items + (v)->len; it++)

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

#endif
