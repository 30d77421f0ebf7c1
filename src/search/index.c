#include "config.h"

#include "search/index.h"

#include "base/i18n.h"
#include "search/sounds.h"

typedef struct Kill {
    uint32_t segment; /* place in the list */
    uint32_t ordinal;
} Kill;

struct SearchIndex {
    bool valid;
    uint64_t txn; /* the snapshot that the rest belongs to */
    IndexState state;
    SmallSegment small;
    Bm25 bm25;
    VEC(Kill) kills;      /* ascending by segment, ordinal */
    VEC(uint32_t) killed; /* their ordinals */
    TextWords words;
    VisibleCache *visible;
    uint32_t open; /* snapshots */
    SoundCharacters *characters;
};

SearchIndex *search_index_new(void) {
    SearchIndex *index = mem_zalloc(sizeof *index);
    index->visible = visible_cache_new();
    index->characters = sound_characters_new();
    return index;
}

void search_index_free(SearchIndex *index) {
    if (!index)
        return;
    small_free(&index->small);
    vec_free(&index->kills);
    vec_free(&index->killed);
    text_words_free(&index->words);
    visible_cache_free(index->visible);
    sound_characters_free(index->characters);
    free(index);
}

TextWords *search_index_words(SearchIndex *index) {
    return &index->words;
}

VisibleCache *search_index_visible(SearchIndex *index) {
    return index->visible;
}

SoundCharacters *search_index_characters(SearchIndex *index) {
    return index->characters;
}

static int compare_kills(const void *a, const void *b) {
    const Kill *x = a, *y = b;
    if (x->segment != y->segment)
        return x->segment < y->segment ? -1 : 1;
    return x->ordinal < y->ordinal ? -1 : x->ordinal > y->ordinal;
}

/* Which documents of large segments the small ones replace. */
static void find_kills(SearchIndex *index, Segment *segments) {
    index->kills.len = index->killed.len = 0;
    VEC_EACH (it, &index->small.all) {
        uint32_t number = (*it)->replaces, ordinal;
        int at = number ? index_list_find(&index->state.main, number) : -1;
        if (at >= 0 && segment_ordinal(&segments[at], number, &ordinal))
            vec_push(&index->kills, (Kill){(uint32_t)at, ordinal});
    }
    if (index->kills.len)
        qsort(index->kills.items, index->kills.len, sizeof(Kill), compare_kills);
    VEC_EACH (kill, &index->kills) {
        vec_push(&index->killed, kill->ordinal);
    }
}

static void give_kills(const SearchIndex *index, Snapshot *out) {
    size_t from = 0;
    for (uint32_t i = 0; i < index->state.main.count; i++) {
        size_t to = from;
        while (to < index->kills.len && index->kills.items[to].segment == i)
            to++;
        out->segments[i].killed = index->killed.items ? index->killed.items + from : NULL;
        out->segments[i].killed_count = (uint32_t)(to - from);
        from = to;
    }
}

static bool refresh(SearchIndex *index, StoreRead *read, Error *err) {
    uint64_t txn = store_read_txn_id(read);
    if (index->valid && index->txn == txn)
        return true;
    index->valid = false;
    if (!index_state_read(read, &index->state, err) ||
        !small_refresh(&index->small, read, index->state.main.applied, err))
        return false;
    bm25_init(&index->bm25, index->state.main.average);
    index->txn = txn;
    return true;
}

static void open_segments(SearchIndex *index, StoreRead *read, Snapshot *out) {
    const IndexList *list = &index->state.main;
    out->segments = arena_zalloc(&out->arena, (list->count + 1) * sizeof *out->segments);
    for (uint32_t i = 0; i < list->count; i++) {
        segment_open(&out->segments[out->count++], read, &list->segments[i]);
        out->docs += list->segments[i].docs;
    }
    uint32_t docs = small_docs(&index->small);
    if (docs) {
        SegmentInfo info = {.docs = docs, .live = docs};
        segment_open(&out->segments[out->count], read, &info);
        out->segments[out->count++].small = &index->small;
        out->docs += docs;
    }
}

bool snapshot_open(SearchIndex *index, StoreRead *read, Snapshot *out, Error *err) {
    *out = (Snapshot){.index = index, .read = read};
    if (!refresh(index, read, err)) {
        *out = (Snapshot){0};
        return false;
    }
    out->state = &index->state;
    out->small = &index->small;
    out->bm25 = &index->bm25;
    open_segments(index, read, out);
    if (!index->valid)
        find_kills(index, out->segments);
    index->valid = true;
    give_kills(index, out);
    if (!index->open++) /* one inside of another has what that one holds */
        visible_cache_trim(index->visible, out->segments, out->count);
    return true;
}

void snapshot_close(Snapshot *snapshot) {
    for (uint32_t i = 0; i < snapshot->count; i++)
        segment_close(&snapshot->segments[i]);
    if (snapshot->index)
        snapshot->index->open--;
    arena_free(&snapshot->arena);
    *snapshot = (Snapshot){0};
}

bool snapshot_is_cancelled(const Snapshot *snapshot, Error *err) {
    if (!snapshot->cancelled || !snapshot->cancelled(snapshot->context))
        return false;
    error_set(err, ERR_CANCELLED, N_("Cancelled."), "");
    return true;
}

void snapshot_texts(const Snapshot *snapshot, SearchColumn column, SnapshotTextFn *each,
                    void *context) {
    for (uint32_t s = 0; s < snapshot->count; s++) {
        const Codebook *book = segment_dictionary(&snapshot->segments[s], column);
        for (uint32_t code = 1; code <= book->count; code++)
            each(context, codebook_text(book, code));
    }
}
