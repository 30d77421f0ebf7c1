#include "config.h"

#include "search/kill.h"

#include "base/vec.h"
#include "search/segment.h"

typedef struct Target {
    uint32_t segment, ordinal;
} Target;

static int compare_targets(const void *a, const void *b) {
    const Target *x = a, *y = b;
    if (x->segment != y->segment)
        return x->segment < y->segment ? -1 : 1;
    return x->ordinal < y->ordinal ? -1 : x->ordinal > y->ordinal;
}

/* The targets [from, to) lie in one chunk of one segment. */
static bool kill_in_chunk(StoreWrite *write, Segment *s, SegmentInfo *info, const Target *targets,
                          size_t count, Error *err) {
    char key[INDEX_KEY];
    Buf chunk = {0};
    uint32_t first = targets[0].ordinal / CHUNK_DOCS * CHUNK_DOCS;
    const Chunk *old = segment_chunk(s, COLUMN_LIVE, first);
    if (!old->data)
        return true;
    uint64_t words[CHUNK_DOCS / 64];
    memcpy(words, old->data, (size_t)(old->n + 63) / 64 * sizeof *words);
    for (size_t i = 0; i < count; i++) {
        uint32_t at = targets[i].ordinal - first;
        uint64_t bit = (uint64_t)1 << at % 64;
        info->live -= (words[at / 64] & bit) != 0;
        words[at / 64] &= ~bit;
    }
    chunk_put_bits(&chunk, words, old->n);
    size_t len = index_key_column(key, 'C', info->id, COLUMN_LIVE, first / CHUNK_DOCS);
    bool ok = store_index_put(write, STORE_IMETA, str_make(key, len), buf_str(&chunk), false, err);
    buf_free(&chunk);
    return ok;
}

static bool kill_in_segment(StoreWrite *write, Segment *s, SegmentInfo *info, const Target *targets,
                            size_t count, Error *err) {
    for (size_t from = 0, to; from < count; from = to) {
        uint32_t chunk = targets[from].ordinal / CHUNK_DOCS;
        for (to = from; to < count && targets[to].ordinal / CHUNK_DOCS == chunk;)
            to++;
        if (!kill_in_chunk(write, s, info, targets + from, to - from, err))
            return false;
    }
    return true;
}

bool index_kill(StoreWrite *write, StoreRead *read, IndexList *list, const Replaced *numbers,
                Error *err) {
    VEC(Target) targets = {0};
    Segment *segments = mem_alloc((list->count + 1) * sizeof *segments);
    bool ok = true;
    for (uint32_t i = 0; i < list->count; i++)
        segment_open(&segments[i], read, &list->segments[i]);
    for (size_t i = 0; i < numbers->len; i++) {
        int at = index_list_find(list, numbers->items[i]);
        uint32_t ordinal;
        if (at >= 0 && segment_ordinal(&segments[at], numbers->items[i], &ordinal))
            vec_push(&targets, (Target){(uint32_t)at, ordinal});
    }
    if (targets.len)
        qsort(targets.items, targets.len, sizeof *targets.items, compare_targets);
    for (size_t from = 0, to; from < targets.len && ok; from = to) {
        uint32_t at = targets.items[from].segment;
        for (to = from; to < targets.len && targets.items[to].segment == at;)
            to++;
        ok = kill_in_segment(write, &segments[at], &list->segments[at], targets.items + from,
                             to - from, err);
    }
    for (uint32_t i = 0; i < list->count; i++)
        segment_close(&segments[i]);
    free(segments);
    vec_free(&targets);
    return ok;
}
