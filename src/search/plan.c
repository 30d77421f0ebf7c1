#include "config.h"

#include "search/plan.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "store/index.h"

/* A source of the merge: which of its documents go over, and under which ordinal. */
typedef struct Source {
    Segment segment;
    uint64_t *kept;  /* the live set frozen at the beginning */
    uint32_t *ranks; /* kept documents before each word */
    uint32_t base;   /* first ordinal in the target */
    uint32_t docs;   /* kept */
    TermWalk walk;
    bool has_term;
    bool whole; /* all documents are kept */
} Source;

typedef struct Merge {
    StoreWrite *write;
    StoreRead *read;
    IndexState *state;
    MergePlan *plan;
    Source *sources;
    Bm25 bm25;
    SegmentWriter writer;
    Postings postings;
    size_t budget;
    bool fresh;
} Merge;

static bool damaged(Error *err) {
    return error_set(err, ERR_CORRUPT, N_("The index is damaged: run reindex."), "");
}

void plan_note_drop(IndexState *state, uint32_t segment) {
    if (state->drops < INDEX_DROPS)
        state->dropped[state->drops++] = segment;
}

/* ---- beginning ---- */

static uint32_t chunk_count(uint32_t docs) {
    return (docs + CHUNK_DOCS - 1) / CHUNK_DOCS;
}

static bool freeze(StoreWrite *write, StoreRead *read, const SegmentInfo *info, Error *err) {
    char key[INDEX_KEY];
    for (uint32_t c = 0; c < chunk_count(info->docs); c++) {
        Str bytes;
        size_t len = index_key_column(key, 'C', info->id, COLUMN_LIVE, c);
        if (!store_index_get(read, STORE_IMETA, str_make(key, len), &bytes, err))
            return false;
        if (!bytes.ptr)
            return damaged(err);
        len = index_key_column(key, 'F', info->id, 0, c);
        if (!store_index_put(write, STORE_IMETA, str_make(key, len), bytes, false, err))
            return false;
    }
    return true;
}

bool plan_begin(StoreWrite *write, StoreRead *read, IndexState *state, uint32_t from,
                uint32_t count, Error *err) {
    state->plan = (MergePlan){.phase = MERGE_TERMS,
                              .target = state->next_id++,
                              .from = from,
                              .count = count,
                              .bits = true};
    for (uint32_t i = 0; i < count; i++) {
        const SegmentInfo *info = &state->main.segments[from + i];
        if (!freeze(write, read, info, err))
            return false;
        state->plan.docs += info->live;
    }
    return true;
}

/* ---- the sources ---- */

static bool read_kept(StoreRead *read, Source *source, char kind, uint64_t *kept, Error *err) {
    char key[INDEX_KEY];
    const SegmentInfo *info = &source->segment.info;
    for (uint32_t c = 0; c < chunk_count(info->docs); c++) {
        Str bytes;
        Chunk chunk;
        uint32_t from = c * CHUNK_DOCS;
        uint32_t n = info->docs - from < CHUNK_DOCS ? info->docs - from : CHUNK_DOCS;
        size_t len = index_key_column(key, kind, info->id, 0, c);
        if (!store_index_get(read, STORE_IMETA, str_make(key, len), &bytes, err))
            return false;
        if (!bytes.ptr || !chunk_open(bytes, COLUMN_KIND_BITS, n, &chunk))
            return damaged(err);
        memcpy(kept + from / 64, chunk.data, (size_t)(n + 63) / 64 * sizeof *kept);
    }
    return true;
}

static bool open_source(Merge *m, Source *source, const SegmentInfo *info, uint32_t base,
                        Error *err) {
    segment_open(&source->segment, m->read, info);
    uint32_t words = (info->docs + 63) / 64;
    source->kept = mem_zalloc((words + 1) * sizeof *source->kept);
    source->ranks = mem_alloc((words + 1) * sizeof *source->ranks);
    source->base = base;
    if (!read_kept(m->read, source, m->fresh ? 'C' : 'F', source->kept, err))
        return false;
    for (uint32_t i = 0; i < words; i++) {
        source->ranks[i] = source->docs;
        source->docs += (uint32_t)__builtin_popcountll(source->kept[i]);
    }
    source->whole = source->docs == info->docs;
    return true;
}

static bool open_merge(Merge *m, Error *err) {
    uint32_t base = 0;
    m->sources = mem_zalloc(m->plan->count * sizeof *m->sources);
    bm25_init(&m->bm25, m->state->main.average);
    segwrite_init(&m->writer, m->write, m->plan->target, m->plan->docs, &m->bm25);
    m->writer.form.bits = m->plan->bits;
    for (uint32_t i = 0; i < m->plan->count; i++) {
        const SegmentInfo *info = &m->state->main.segments[m->plan->from + i];
        if (!open_source(m, &m->sources[i], info, base, err))
            return false;
        base += m->sources[i].docs;
    }
    return base == m->plan->docs || damaged(err);
}

static void close_merge(Merge *m) {
    for (uint32_t i = 0; m->sources && i < m->plan->count; i++) {
        term_walk_close(&m->sources[i].walk);
        segment_close(&m->sources[i].segment);
        free(m->sources[i].kept);
        free(m->sources[i].ranks);
    }
    free(m->sources);
    postings_free(&m->postings);
    segwrite_free(&m->writer);
}

static bool is_kept(const Source *source, uint32_t ordinal) {
    return source->kept[ordinal / 64] >> ordinal % 64 & 1;
}

static uint32_t new_ordinal(const Source *source, uint32_t ordinal) {
    uint64_t before = source->kept[ordinal / 64] & (((uint64_t)1 << ordinal % 64) - 1);
    return source->base + source->ranks[ordinal / 64] + (uint32_t)__builtin_popcountll(before);
}

/* ---- terms ---- */

static bool step_source(Source *source, Error *err) {
    return term_walk_next(&source->walk, &source->has_term, err);
}

static bool start_walks(Merge *m, Error *err) {
    Str after = str_make((const char *)m->plan->term, m->plan->term_len);
    for (uint32_t i = 0; i < m->plan->count; i++) {
        Source *source = &m->sources[i];
        if (!term_walk_open(&source->walk, &source->segment, after, err) ||
            !step_source(source, err))
            return false;
        if (source->has_term && str_equal(source->walk.term, after) && !step_source(source, err))
            return false;
    }
    return true;
}

/* A damaged page may hold any numbers: a merge would make a sound one of it. */
static bool ascends(const uint32_t *ordinals, uint32_t count, uint32_t docs) {
    for (uint32_t i = 0; i < count; i++)
        if (ordinals[i] >= docs || (i && ordinals[i] <= ordinals[i - 1]))
            return false;
    return true;
}

static bool append_list(Merge *m, Source *source, Str term, Arena *arena, Error *err) {
    PostingList list;
    Postings *p = &m->postings;
    if (!segment_list(&source->segment, (TermField)term.ptr[0], &source->walk.entry, arena, &list,
                      err))
        return false;
    postings_reserve(p, p->len + list.df);
    uint32_t *ordinals = p->ordinals + p->len, *tf = p->tf + p->len, kept = 0;
    PlaceSet *places = p->places + p->len;
    if (!list_read(&list, ordinals, tf, err) || !list_read_places(&list, tf, places, err))
        return false;
    SearchColumn norm = list.norm == NORM_DENSE ? COLUMN_NORM_DENSE : COLUMN_NORM_SPACED;
    if (!ascends(ordinals, list.df, source->segment.info.docs))
        return damaged(err);
    for (uint32_t i = 0; i < list.df; i++) {
        uint32_t old = ordinals[i];
        if (!is_kept(source, old))
            continue;
        p->lengths[p->len + kept] = (uint8_t)segment_code(&source->segment, norm, old);
        ordinals[kept] = source->whole ? source->base + old : new_ordinal(source, old);
        places[kept] = places[i];
        tf[kept++] = tf[i];
    }
    p->len += kept;
    return true;
}

/* The least term among the sources; NULL when all are done. */
static Source *least_source(Merge *m) {
    Source *least = NULL;
    for (uint32_t i = 0; i < m->plan->count; i++) {
        Source *source = &m->sources[i];
        if (source->has_term && (!least || str_compare(source->walk.term, least->walk.term) < 0))
            least = source;
    }
    return least;
}

static bool merge_term(Merge *m, Arena *arena, Error *err) {
    char bytes[1 + TERM_BYTES];
    Source *least = least_source(m);
    Str term = str_make(bytes, least->walk.term.len);
    memcpy(bytes, least->walk.term.ptr, term.len);
    m->postings.len = 0;
    for (uint32_t i = 0; i < m->plan->count; i++) {
        Source *source = &m->sources[i];
        if (!source->has_term || !str_equal(source->walk.term, term))
            continue;
        if (!append_list(m, source, term, arena, err) || !step_source(source, err))
            return false;
    }
    memcpy(m->plan->term, term.ptr, term.len);
    m->plan->term_len = (uint32_t)term.len;
    return segwrite_term(&m->writer, term, &m->postings, err);
}

static bool merge_terms(Merge *m, Error *err) {
    Arena arena = {0};
    uint64_t from = m->plan->bytes, postings = 0;
    bool ok = segwrite_resume(&m->writer, m->read, m->plan, err) && start_walks(m, err);
    /* Postings count too: a step must end even when nothing of them is kept. */
    while (ok && least_source(m) && m->writer.bytes - from + postings < m->budget) {
        ok = merge_term(m, &arena, err);
        postings += m->postings.len / 8;
        arena_clear(&arena);
    }
    ok = ok && segwrite_flush(&m->writer, err);
    segwrite_position(&m->writer, m->plan);
    if (ok && !least_source(m)) {
        m->plan->phase = MERGE_COLUMNS;
        m->plan->column = COLUMN_LIVE + 1;
        m->plan->chunk = 0;
    }
    arena_free(&arena);
    return ok;
}

/* ---- columns ---- */

/* For each source the new code of each old one. */
typedef struct CodeMap {
    uint32_t **places;
    Str *texts;
    uint32_t count;
} CodeMap;

static void free_codes(Merge *m, CodeMap *map) {
    for (uint32_t i = 0; map->places && i < m->plan->count; i++)
        free(map->places[i]);
    free(map->places);
    free(map->texts);
}

/* Merges the sorted dictionaries of the sources. */
static void map_codes(Merge *m, SearchColumn c, CodeMap *map) {
    uint32_t n = m->plan->count, *at = mem_zalloc(n * sizeof *at);
    size_t room = 1;
    map->places = mem_zalloc(n * sizeof *map->places);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t count = segment_dictionary(&m->sources[i].segment, c)->count;
        map->places[i] = mem_zalloc(((size_t)count + 1) * sizeof **map->places);
        room += count;
    }
    map->texts = mem_alloc(room * sizeof *map->texts);
    for (;;) {
        Str least = {0};
        for (uint32_t i = 0; i < n; i++) {
            const Codebook *d = segment_dictionary(&m->sources[i].segment, c);
            if (at[i] < d->count) {
                Str text = codebook_text(d, at[i] + 1);
                if (!least.ptr || str_compare(text, least) < 0)
                    least = text;
            }
        }
        if (!least.ptr)
            break;
        map->texts[map->count++] = least;
        for (uint32_t i = 0; i < n; i++) {
            const Codebook *d = segment_dictionary(&m->sources[i].segment, c);
            if (at[i] < d->count && str_equal(codebook_text(d, at[i] + 1), least))
                map->places[i][++at[i]] = map->count;
        }
    }
    free(at);
}

/* Gives the kept documents of the target's chunk in order. */
typedef struct ChunkWalk {
    Merge *m;
    uint32_t source, ordinal; /* next candidate */
    uint32_t left;
} ChunkWalk;

static ChunkWalk chunk_walk(Merge *m, uint32_t first, uint32_t n) {
    ChunkWalk walk = {.m = m, .left = n};
    while (walk.source + 1 < m->plan->count &&
           m->sources[walk.source].base + m->sources[walk.source].docs <= first)
        walk.source++;
    const Source *source = &m->sources[walk.source];
    uint32_t words = (source->segment.info.docs + 63) / 64, low = 0;
    while (low + 1 < words && source->base + source->ranks[low + 1] <= first)
        low++;
    walk.ordinal = low * 64;
    while (walk.ordinal < source->segment.info.docs &&
           (!is_kept(source, walk.ordinal) || new_ordinal(source, walk.ordinal) < first))
        walk.ordinal++;
    return walk;
}

static Source *walk_next(ChunkWalk *walk, uint32_t *ordinal) {
    while (walk->left && walk->source < walk->m->plan->count) {
        Source *source = &walk->m->sources[walk->source];
        while (walk->ordinal < source->segment.info.docs && !is_kept(source, walk->ordinal))
            walk->ordinal++;
        if (walk->ordinal < source->segment.info.docs) {
            *ordinal = walk->ordinal++;
            walk->left--;
            return source;
        }
        walk->source++;
        walk->ordinal = 0;
    }
    return NULL;
}

static void merge_bytes(ChunkWalk *walk, SearchColumn c, uint32_t n, Buf *out) {
    uint8_t *values = mem_zalloc(n);
    Source *source;
    uint32_t ordinal;
    for (uint32_t i = 0; i < n && (source = walk_next(walk, &ordinal)); i++)
        values[i] = (uint8_t)segment_code(&source->segment, c, ordinal);
    chunk_put_bytes(out, values, n);
    free(values);
}

static void merge_numbers(ChunkWalk *walk, SearchColumn c, uint32_t n, Buf *out) {
    int64_t *values = mem_alloc(n * sizeof *values);
    Source *source;
    uint32_t ordinal, i = 0;
    for (; i < n && (source = walk_next(walk, &ordinal)); i++)
        values[i] = segment_number(&source->segment, c, ordinal);
    for (; i < n; i++)
        values[i] = COLUMN_ABSENT;
    chunk_put_numbers(out, values, n);
    free(values);
}

static void merge_fixed(ChunkWalk *walk, SearchColumn c, uint32_t n, Buf *out) {
    uint8_t size = column_info(c)->size;
    uint8_t *values = mem_zalloc((size_t)n * size);
    Source *source;
    uint32_t ordinal;
    for (uint32_t i = 0; i < n && (source = walk_next(walk, &ordinal)); i++) {
        const Chunk *chunk = segment_chunk(&source->segment, c, ordinal);
        const uint8_t *bytes = chunk_fixed(chunk, ordinal % CHUNK_DOCS);
        if (bytes && chunk->width == size)
            memcpy(values + (size_t)i * size, bytes, size);
    }
    chunk_put_fixed(out, values, size, n);
    free(values);
}

static uint32_t map_code(Merge *m, const CodeMap *map, Source *source, SearchColumn c,
                         uint32_t code) {
    const Codebook *d = segment_dictionary(&source->segment, c);
    return code <= d->count ? map->places[source - m->sources][code] : 0;
}

static void merge_codes(ChunkWalk *walk, SearchColumn c, uint32_t n, const CodeMap *map, Buf *out) {
    uint32_t *values = mem_zalloc(n * sizeof *values);
    Source *source;
    uint32_t ordinal;
    for (uint32_t i = 0; i < n && (source = walk_next(walk, &ordinal)); i++)
        values[i] = map_code(walk->m, map, source, c, segment_code(&source->segment, c, ordinal));
    chunk_put_codes(out, values, n);
    free(values);
}

static void merge_lists(ChunkWalk *walk, SearchColumn c, uint32_t n, const CodeMap *map, Buf *out) {
    uint8_t *counts = mem_zalloc(n);
    VEC(uint32_t) codes = {0};
    Source *source;
    uint32_t ordinal;
    for (uint32_t i = 0; i < n && (source = walk_next(walk, &ordinal)); i++) {
        const Chunk *chunk = segment_chunk(&source->segment, c, ordinal);
        const uint8_t *list = NULL;
        uint32_t count = chunk_list(chunk, ordinal % CHUNK_DOCS, &list);
        counts[i] = (uint8_t)count;
        for (uint32_t k = 0; k < count; k++)
            vec_push(&codes, map_code(walk->m, map, source, c, chunk_list_code(chunk, list, k)));
    }
    chunk_put_lists(out, counts, codes.items, n);
    vec_free(&codes);
    free(counts);
}

/* A column that no source has is not written. */
static bool column_exists(Merge *m, SearchColumn c) {
    for (uint32_t i = 0; i < m->plan->count; i++)
        if (m->sources[i].segment.info.docs && segment_chunk(&m->sources[i].segment, c, 0)->data)
            return true;
    return false;
}

static bool put_dictionary(Merge *m, SearchColumn c, const CodeMap *map, Buf *buf, Error *err) {
    buf_clear(buf);
    codebook_put(buf, map->texts, map->count);
    return segwrite_column(&m->writer, c, UINT32_MAX, buf_str(buf), err);
}

static void merge_chunk(Merge *m, SearchColumn c, uint32_t chunk, const CodeMap *map, Buf *out) {
    uint32_t first = chunk * CHUNK_DOCS, left = m->plan->docs - first;
    uint32_t n = left < CHUNK_DOCS ? left : CHUNK_DOCS;
    ChunkWalk walk = chunk_walk(m, first, n);
    switch (column_info(c)->kind) {
    case COLUMN_KIND_BITS:
        break;
    case COLUMN_KIND_BYTE:
        merge_bytes(&walk, c, n, out);
        break;
    case COLUMN_KIND_NUMBER:
        merge_numbers(&walk, c, n, out);
        break;
    case COLUMN_KIND_FIXED:
        merge_fixed(&walk, c, n, out);
        break;
    case COLUMN_KIND_CODE:
        merge_codes(&walk, c, n, map, out);
        break;
    case COLUMN_KIND_CODES:
        merge_lists(&walk, c, n, map, out);
        break;
    }
}

/* Goes on with one column until it is done or the step is full. */
static bool merge_column(Merge *m, SearchColumn c, uint64_t from, Error *err) {
    Buf buf = {0};
    CodeMap map = {0};
    bool coded = column_info(c)->kind >= COLUMN_KIND_CODE, ok = true;
    if (coded)
        map_codes(m, c, &map);
    if (coded && !m->plan->chunk)
        ok = put_dictionary(m, c, &map, &buf, err);
    /* One chunk at least: a dictionary alone may be larger than a step, and must not be all of it.
     */
    do {
        buf_clear(&buf);
        merge_chunk(m, c, m->plan->chunk, &map, &buf);
        ok = ok && segwrite_column(&m->writer, c, m->plan->chunk++, buf_str(&buf), err);
    } while (ok && m->plan->chunk < chunk_count(m->plan->docs) &&
             m->writer.bytes - from < m->budget);
    free_codes(m, &map);
    buf_free(&buf);
    return ok;
}

static bool merge_columns(Merge *m, Error *err) {
    uint64_t from = m->writer.bytes = m->plan->bytes;
    while (m->plan->column < SEARCH_COLUMNS && m->writer.bytes - from < m->budget) {
        SearchColumn c = (SearchColumn)m->plan->column;
        if (column_exists(m, c) && !merge_column(m, c, from, err))
            return false;
        if (column_exists(m, c) && m->plan->chunk < chunk_count(m->plan->docs))
            break;
        m->plan->column++;
        m->plan->chunk = 0;
    }
    m->plan->bytes = m->writer.bytes;
    if (m->plan->column == SEARCH_COLUMNS)
        m->plan->phase = MERGE_FLIP;
    return true;
}

/* ---- the end ---- */

/* All documents live but those that were replaced since the sets were frozen. */
static bool target_live(Merge *m, uint64_t *live, uint32_t *dead, Error *err) {
    for (uint32_t i = 0; i < m->plan->docs; i++)
        live[i / 64] |= (uint64_t)1 << i % 64;
    *dead = 0;
    for (uint32_t s = 0; s < m->plan->count; s++) {
        Source *source = &m->sources[s];
        uint32_t words = (source->segment.info.docs + 63) / 64;
        uint64_t *now = mem_zalloc((words + 1) * sizeof *now);
        bool ok = read_kept(m->read, source, 'C', now, err);
        for (uint32_t w = 0; w < words && ok; w++)
            for (uint64_t gone = source->kept[w] & ~now[w]; gone; gone &= gone - 1) {
                uint32_t at = new_ordinal(source, w * 64 + (uint32_t)__builtin_ctzll(gone));
                live[at / 64] &= ~((uint64_t)1 << at % 64);
                ++*dead;
            }
        free(now);
        if (!ok)
            return false;
    }
    return true;
}

static bool put_live(Merge *m, const uint64_t *live, Error *err) {
    Buf buf = {0};
    bool ok = true;
    for (uint32_t c = 0; c < chunk_count(m->plan->docs) && ok; c++) {
        uint32_t left = m->plan->docs - c * CHUNK_DOCS;
        buf_clear(&buf);
        chunk_put_bits(&buf, live + (size_t)c * CHUNK_DOCS / 64,
                       left < CHUNK_DOCS ? left : CHUNK_DOCS);
        ok = segwrite_column(&m->writer, COLUMN_LIVE, c, buf_str(&buf), err);
    }
    buf_free(&buf);
    return ok;
}

static void swap_in(IndexState *state, const SegmentInfo *target) {
    IndexList *list = &state->main;
    uint32_t from = state->plan.from, count = state->plan.count;
    for (uint32_t i = 0; i < count; i++)
        plan_note_drop(state, list->segments[from + i].id);
    list->segments[from] = *target;
    memmove(&list->segments[from + 1], &list->segments[from + count],
            (list->count - from - count) * sizeof *list->segments);
    list->count -= count - 1;
    state->plan = (MergePlan){0};
}

static bool flip(Merge *m, Error *err) {
    uint64_t *live = mem_zalloc(((size_t)m->plan->docs / 64 + 2) * sizeof *live);
    uint32_t dead;
    m->writer.bytes = m->plan->bytes;
    bool ok = target_live(m, live, &dead, err) && put_live(m, live, err);
    free(live);
    if (!ok)
        return false;
    const IndexList *list = &m->state->main;
    SegmentInfo target = {.id = m->plan->target,
                          .first = list->segments[m->plan->from].first,
                          .last = list->segments[m->plan->from + m->plan->count - 1].last,
                          .docs = m->plan->docs,
                          .live = m->plan->docs - dead,
                          .bytes = m->writer.bytes,
                          .places = true,
                          .bits = m->plan->bits};
    m->plan->phase = MERGE_NONE;
    swap_in(m->state, &target);
    return true;
}

bool plan_advance(StoreWrite *write, StoreRead *read, IndexState *state, size_t budget, bool fresh,
                  Error *err) {
    static bool (*const phases[])(Merge * m, Error * err) = {
        [MERGE_TERMS] = merge_terms, [MERGE_COLUMNS] = merge_columns, [MERGE_FLIP] = flip};
    MergePlan plan = state->plan; /* flip empties the one of the state */
    Merge m = {.write = write,
               .read = read,
               .state = state,
               .plan = &plan,
               .budget = budget,
               .fresh = fresh};
    bool ok = open_merge(&m, err) && phases[plan.phase](&m, err);
    close_merge(&m);
    if (ok && plan.phase != MERGE_NONE)
        state->plan = plan;
    return ok;
}

/* ---- dropping ---- */

static bool drop_table(StoreWrite *write, StoreIndexTable table, uint32_t segment, size_t rows,
                       bool *more, Error *err) {
    char first[INDEX_KEY], end[INDEX_KEY];
    size_t first_len = index_key_term(first, segment, STR(""));
    size_t end_len = index_key_segment(end, segment);
    return store_index_delete_range(write, table, str_make(first, first_len),
                                    str_make(end, end_len), rows, more, err);
}

static bool drop_columns(StoreWrite *write, char kind, uint32_t segment, size_t rows, bool *more,
                         Error *err) {
    char first[INDEX_KEY], end[INDEX_KEY];
    size_t first_len = index_key_column(first, kind, segment, 0, 0);
    size_t end_len = index_key_column(end, kind, segment + 1, 0, 0);
    return store_index_delete_range(write, STORE_IMETA, str_make(first, first_len),
                                    str_make(end, end_len), rows, more, err);
}

bool plan_drop(StoreWrite *write, IndexState *state, size_t rows, Error *err) {
    static const StoreIndexTable tables[] = {STORE_TERMS, STORE_POSTS, STORE_DIRS};
    static const char kinds[] = {'C', 'D', 'F', 'P', 'T'};
    bool more = false;
    if (!state->drops)
        return true;
    uint32_t segment = state->dropped[state->drops - 1];
    for (size_t i = 0; i < COUNT_OF(tables) && !more; i++)
        if (!drop_table(write, tables[i], segment, rows, &more, err))
            return false;
    for (size_t i = 0; i < COUNT_OF(kinds) && !more; i++)
        if (!drop_columns(write, kinds[i], segment, rows, &more, err))
            return false;
    state->drops -= !more;
    return true;
}
