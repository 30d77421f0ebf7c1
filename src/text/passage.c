#include "config.h"

#include "text/passage.h"

#include "text/cluster.h"

#include <stdint.h>

enum { LEAST_AROUND = 6 };

static bool stands_once(Str text, Str passage) {
    size_t at = passage.len ? str_find(text, passage, 0) : SIZE_MAX;
    return at != SIZE_MAX && str_find(text, passage, at + 1) == SIZE_MAX;
}

void text_passage(Str before, Str after, Str *passage, Str *replacement) {
    size_t least = before.len < after.len ? before.len : after.len, head = 0, tail = 0;
    while (head < least && before.ptr[head] == after.ptr[head])
        head++;
    while (tail < least - head &&
           before.ptr[before.len - 1 - tail] == after.ptr[after.len - 1 - tail])
        tail++;
    size_t end = text_cluster_ceil(before, before.len - tail);
    head = text_cluster_floor(before, head);
    *passage = str_make(before.ptr + head, end - head);
    for (int around = 0;
         (around < LEAST_AROUND || !stands_once(before, *passage)) && (head || end < before.len);
         around++) {
        head = text_cluster_prev(before, head);
        end = text_cluster_next(before, end);
        *passage = str_make(before.ptr + head, end - head);
    }
    tail = before.len - end;
    *replacement = str_make(after.ptr + head, after.len - tail - head);
    if (stands_once(before, *passage))
        return;
    *passage = STR("");
    *replacement = after;
}
