#include "config.h"

#include "search/segment.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "search/segwrite.h"
#include "search/small.h"
#include "search/tails.h"

void segment_open(Segment *s, StoreRead *read, const SegmentInfo *info) {
    *s = (Segment){.info = *info, .read = read};
    for (size_t i = 0; i < SEGMENT_PAGES; i++)
        s->pages[i].page = UINT32_MAX;
}

void segment_close(Segment *s) {
    store_cursor_close(s->cursor);
    arena_free(&s->arena);
    *s = (Segment){0};
}

static bool damaged(Error *err) {
    return error_set(err, ERR_CORRUPT, N_("The index is damaged: run reindex."), "");
}

/* ---- terms ---- */

static Reader block_reader(Str block) {
    size_t skip = block.len < PAGE_HEADER ? block.len : PAGE_HEADER;
    return reader_of(block.ptr + skip, block.len - skip);
}

/* The varint at *at, at most 64 bits; past the end *at is beyond it. */
static inline uint64_t quick_varint(const uint8_t **at, const uint8_t *end) {
    const uint8_t *p = *at;
    if (p < end && *p < 0x80) {
        *at = p + 1;
        return *p;
    }
    uint64_t value = 0;
    for (unsigned shift = 0; p < end && shift < 64; shift += 7) {
        uint8_t byte = *p++;
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) {
            *at = p;
            return value;
        }
    }
    *at = end + 1;
    return 0;
}

/* Reads what stands behind the text of an entry; false when it is damaged. */
static bool quick_entry(const uint8_t **at, const uint8_t *end, TermEntry *out) {
    *out = (TermEntry){.df = (uint32_t)quick_varint(at, end)};
    if (*at >= end)
        return false;
    out->impact = *(*at)++;
    if (out->df >= PFOR_BLOCK) {
        out->dir = quick_varint(at, end);
        out->page = (uint32_t)quick_varint(at, end);
        out->offset = (uint32_t)quick_varint(at, end);
    }
    uint64_t tail = quick_varint(at, end);
    if (*at > end || tail > (size_t)(end - *at))
        return false;
    out->tail = str_make((const char *)*at, (size_t)tail);
    *at += tail;
    return true;
}

/* How an entry that is not passed over stands to the term that is looked for. `same`: bytes that
 * the entry before has in common with it; entries ascend, so that most are told by a number. */
static int compare_entry(size_t shared, Str suffix, Str term, size_t *same) {
    if (shared != *same)
        return shared > *same ? -1 : 1;
    size_t i = 0, left = term.len - shared;
    while (i < suffix.len && i < left && suffix.ptr[i] == term.ptr[shared + i])
        i++;
    *same += i;
    if (i == suffix.len || i == left)
        return i == suffix.len ? (i == left ? 0 : -1) : 1;
    return (uint8_t)suffix.ptr[i] < (uint8_t)term.ptr[shared + i] ? -1 : 1;
}

/* Most suffixes are short: eight bytes are copied where there is room for them. */
static void copy_suffix(char *to, size_t room, Str suffix, const uint8_t *end) {
    enum { QUICK = 8 };
    size_t behind = (size_t)((const char *)end - suffix.ptr);
    if (suffix.len <= QUICK && room >= QUICK && behind >= QUICK)
        memcpy(to, suffix.ptr, QUICK);
    else
        memcpy(to, suffix.ptr, suffix.len);
}

/* Reads the next entry over the term before it (*term has room for 1 + TERM_BYTES); *shared: bytes
 * that they have in common. False at the end of the block, and (with r->ok false) when it is
 * damaged. */
static bool read_entry(Reader *r, char *term, size_t *len, size_t *shared, TermEntry *entry) {
    const uint8_t *at = r->at, *end = r->end;
    if (at >= end)
        return false;
    uint64_t same = quick_varint(&at, end), rest = quick_varint(&at, end);
    r->ok = at <= end && same <= *len && rest <= 1 + TERM_BYTES && rest <= (size_t)(end - at) &&
            same + rest <= 1 + TERM_BYTES && same + rest >= 2;
    if (!r->ok)
        return false;
    copy_suffix(term + same, (size_t)(1 + TERM_BYTES - same),
                str_make((const char *)at, (size_t)rest), end);
    at += rest;
    *shared = (size_t)same;
    *len = (size_t)(same + rest);
    r->ok = quick_entry(&at, end, entry) && term[0] >= TERM_CHAR && term[0] < TERM_FIELDS;
    r->at = at;
    return r->ok;
}

static bool key_in_segment(const Segment *s, Str key) {
    char prefix[INDEX_KEY];
    index_key_term(prefix, s->info.id, STR(""));
    return key.len > 4 && memcmp(key.ptr, prefix, 4) == 0;
}

/* The block that would hold the term: the last one whose key is not greater. */
static bool seek_block(const Segment *s, StoreCursor *cursor, Str term, Str *block, bool *found,
                       Error *err) {
    char bytes[INDEX_KEY];
    Str key, want = str_make(bytes, index_key_term(bytes, s->info.id, term));
    if (!store_cursor_seek(cursor, want, &key, block, found, err))
        return false;
    if (*found && str_equal(key, want))
        return true;
    bool ok = *found ? store_cursor_prev(cursor, &key, block, found, err)
                     : store_cursor_last(cursor, &key, block, found, err);
    *found = ok && *found && key_in_segment(s, key);
    return ok;
}

static bool find_in_block(Str block, Str term, TermEntry *out, bool *found) {
    size_t skip = block.len < PAGE_HEADER ? block.len : PAGE_HEADER, len = 0, same = 0;
    const uint8_t *at = (const uint8_t *)block.ptr + skip;
    const uint8_t *end = (const uint8_t *)block.ptr + block.len;
    *found = false;
    while (at < end) {
        uint64_t shared = quick_varint(&at, end), rest = quick_varint(&at, end);
        if (at > end || shared > len || rest > (size_t)(end - at) ||
            shared + rest > 1 + TERM_BYTES || shared + rest < 2)
            return false;
        Str suffix = str_make((const char *)at, (size_t)rest);
        at += rest;
        len = (size_t)(shared + rest);
        if (!quick_entry(&at, end, out))
            return false;
        int order = compare_entry((size_t)shared, suffix, term, &same);
        *found = order == 0;
        if (order >= 0)
            return true;
    }
    return true;
}

bool segment_find(Segment *s, Str term, TermEntry *out, bool *found, Error *err) {
    Str block;
    if (!s->cursor && !store_cursor_open(s->read, STORE_TERMS, &s->cursor, err))
        return false;
    if (!seek_block(s, s->cursor, term, &block, found, err))
        return false;
    return !*found || find_in_block(block, term, out, found) || damaged(err);
}

bool term_walk_open(TermWalk *walk, Segment *s, Str from, Error *err) {
    *walk = (TermWalk){.segment = s, .from_len = from.len};
    if (from.len > sizeof walk->from)
        walk->from_len = sizeof walk->from;
    if (walk->from_len)
        memcpy(walk->from, from.ptr, walk->from_len);
    return store_cursor_open(s->read, STORE_TERMS, &walk->cursor, err);
}

void term_walk_close(TermWalk *walk) {
    store_cursor_close(walk->cursor);
    walk->cursor = NULL;
}

static bool next_block(TermWalk *walk, bool *found, Error *err) {
    Str key, block;
    Segment *s = walk->segment;
    Str from = str_make(walk->from, walk->from_len);
    bool first = !walk->started;
    walk->started = true;
    *found = false;
    if (first && !seek_block(s, walk->cursor, from, &block, found, err))
        return false;
    if (first && !*found) { /* the first block begins behind the place */
        char bytes[INDEX_KEY];
        Str want = str_make(bytes, index_key_term(bytes, s->info.id, from));
        if (!store_cursor_seek(walk->cursor, want, &key, &block, found, err))
            return false;
        *found = *found && key_in_segment(s, key);
    } else if (!first) {
        if (!store_cursor_next(walk->cursor, &key, &block, found, err))
            return false;
        *found = *found && key_in_segment(s, key);
    }
    if (*found)
        walk->block = block_reader(block);
    walk->term.len = walk->same = 0;
    return true;
}

bool term_walk_next(TermWalk *walk, bool *found, Error *err) {
    Str from = str_make(walk->from, walk->from_len);
    *found = true;
    for (;;) {
        size_t len = walk->term.len, shared;
        if (read_entry(&walk->block, walk->bytes, &len, &shared, &walk->entry)) {
            walk->term = str_make(walk->bytes, len);
            if (!walk->reached) {
                Str suffix = str_make(walk->bytes + shared, len - shared);
                walk->reached = compare_entry(shared, suffix, from, &walk->same) >= 0;
            }
            if (walk->reached)
                return true;
            continue;
        }
        if (walk->started && !walk->block.ok)
            return damaged(err);
        if (!next_block(walk, found, err))
            return false;
        if (!*found)
            return true;
    }
}

/* ---- posting lists ---- */

static void read_tail_places(Reader *r, const uint32_t *tf, uint32_t count, Arena *arena,
                             PostingList *out) {
    PlaceSet *places = arena_alloc(arena, (count + 1) * sizeof *places);
    Str rest = reader_bytes(r, reader_left(r));
    places_get((const uint8_t *)rest.ptr, rest.len, tf, count, places);
    out->tail_places = places;
    out->placed = true;
}

static bool read_varints(Reader *r, uint32_t count, uint32_t before, uint32_t docs,
                         uint32_t *ordinals, uint32_t *tf) {
    for (uint32_t i = 0; i < count; i++) {
        uint64_t delta = reader_varint(r);
        uint64_t ordinal = (delta >> 1) + 1 + (before == UINT32_MAX ? 0 : (uint64_t)before + 1);
        if (!r->ok || ordinal > docs)
            return false;
        before = ordinals[i] = (uint32_t)(ordinal - 1);
        tf[i] = delta & 1 ? (uint32_t)reader_varint(r) : 1;
        if (tf[i] > UINT16_MAX || !tf[i])
            tf[i] = 1;
    }
    return true;
}

static bool read_tail(Str tail, uint32_t count, uint32_t before, const SegmentInfo *info,
                      Arena *arena, PostingList *out) {
    Reader r = reader_of(tail.ptr, tail.len);
    bool places = out->placed && reader_u8(&r);
    out->placed &= out->blocks > 0;
    uint32_t *ordinals = arena_alloc(arena, (count + 1) * sizeof *ordinals);
    uint32_t *tf = arena_alloc(arena, (count + 1) * sizeof *tf);
    if (!(info->bits ? tails_get(&r.at, r.end, count, before, info->docs, ordinals, tf)
                     : read_varints(&r, count, before, info->docs, ordinals, tf)))
        return false;
    out->tail = count;
    out->tail_ordinals = ordinals;
    out->tail_tf = tf;
    if (places && r.ok)
        read_tail_places(&r, tf, count, arena, out);
    return r.ok;
}

static bool index_page(Segment *s, StoreIndexTable table, uint32_t page, Str *out, Error *err) {
    char key[INDEX_KEY];
    size_t len = index_key_page(key, s->info.id, page);
    if (!store_index_get(s->read, table, str_make(key, len), out, err))
        return false;
    return out->ptr || damaged(err);
}

static bool read_entries(Segment *s, uint64_t dir, uint32_t blocks, PforEntry *entries,
                         Error *err) {
    Str page = {0};
    uint32_t before = 0;
    for (uint32_t b = 0; b < blocks;) {
        uint64_t number = dir / DIR_ENTRIES;
        size_t first = (size_t)(dir % DIR_ENTRIES);
        if (number > UINT32_MAX)
            return damaged(err);
        if (!index_page(s, STORE_DIRS, (uint32_t)number, &page, err))
            return false;
        uint32_t left = blocks - b;
        uint32_t n = left < DIR_ENTRIES - first ? left : (uint32_t)(DIR_ENTRIES - first);
        if (PAGE_HEADER + (first + n) * PFOR_ENTRY_BYTES > page.len)
            return damaged(err);
        const uint8_t *at = (const uint8_t *)page.ptr + PAGE_HEADER + first * PFOR_ENTRY_BYTES;
        for (uint32_t end = b + n; b < end; b++, dir++, at += PFOR_ENTRY_BYTES) {
            entries[b] = pfor_get_entry(at);
            if (entries[b].last >= s->info.docs || (b && entries[b].last <= before))
                return damaged(err);
            before = entries[b].last;
        }
    }
    return true;
}

/* Blocks follow each other; one that does not fit the page begins the next. */
static void find_places(const TermEntry *entry, const PforEntry *entries, uint32_t blocks,
                        uint64_t *places) {
    uint32_t page = entry->page, offset = entry->offset;
    for (uint32_t b = 0; b < blocks; b++) {
        uint32_t size = pfor_size(&entries[b]);
        if (offset + size > PAGE_BYTES) {
            page++;
            offset = PAGE_HEADER;
        }
        places[b] = (uint64_t)page << 16 | offset;
        offset += size;
    }
}

bool segment_list(Segment *s, TermField field, const TermEntry *entry, Arena *arena,
                  PostingList *out, Error *err) {
    *out = (PostingList){
        .segment = s, .df = entry->df, .impact = entry->impact, .norm = term_norm(field)};
    out->blocks = entry->df / PFOR_BLOCK;
    out->placed = s->info.places && field == TERM_PAIR && places_kept(entry->df, s->info.docs);
    if (entry->df > s->info.docs || entry->offset > PAGE_BYTES)
        return damaged(err);
    uint32_t before = UINT32_MAX;
    if (out->blocks) {
        PforEntry *entries = arena_alloc(arena, out->blocks * sizeof *entries);
        uint64_t *places = arena_alloc(arena, out->blocks * sizeof *places);
        if (!read_entries(s, entry->dir, out->blocks, entries, err))
            return false;
        find_places(entry, entries, out->blocks, places);
        out->entries = entries;
        out->places = places;
        before = entries[out->blocks - 1].last;
    }
    return read_tail(entry->tail, entry->df % PFOR_BLOCK, before, &s->info, arena, out) ||
           damaged(err);
}

bool segment_term_list(Segment *s, Str term, Arena *arena, PostingList *out, Error *err) {
    TermEntry entry;
    bool found;
    *out = (PostingList){.segment = s};
    if (s->small) {
        small_find(s->small, term, arena, out);
        out->segment = s;
        return true;
    }
    if (!segment_find(s, term, &entry, &found, err))
        return false;
    return !found || segment_list(s, (TermField)term.ptr[0], &entry, arena, out, err);
}

const uint8_t *list_block(const PostingList *list, uint32_t b, Error *err) {
    uint32_t page = (uint32_t)(list->places[b] >> 16), offset = list->places[b] & UINT16_MAX;
    Segment *s = list->segment;
    size_t slot = page % SEGMENT_PAGES;
    if (s->pages[slot].page != page || !s->pages[slot].bytes.ptr) {
        if (!index_page(s, STORE_POSTS, page, &s->pages[slot].bytes, err)) {
            s->pages[slot].page = UINT32_MAX;
            return NULL;
        }
        s->pages[slot].page = page;
    }
    Str bytes = s->pages[slot].bytes;
    if (offset + pfor_size(&list->entries[b]) > bytes.len) {
        damaged(err);
        return NULL;
    }
    return (const uint8_t *)bytes.ptr + offset;
}

uint32_t list_block_at(const PostingList *list, uint32_t ordinal) {
    uint32_t low = 0, high = list->blocks;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (list->entries[mid].last < ordinal)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

uint32_t list_tail_at(const PostingList *list, uint32_t ordinal) {
    uint32_t low = 0, high = list->tail;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (list->tail_ordinals[mid] < ordinal)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static uint32_t block_before(const PostingList *list, uint32_t b) {
    return b ? list->entries[b - 1].last : UINT32_MAX;
}

static void set_bits(const uint32_t *ordinals, uint32_t count, uint32_t start, uint64_t *bits) {
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = ordinals[i] - start;
        if (at < WINDOW_DOCS)
            bits[at / 64] |= (uint64_t)1 << at % 64;
    }
}

bool list_bits(const PostingList *list, uint32_t start, uint64_t bits[WINDOW_WORDS], Error *err) {
    uint32_t ordinals[PFOR_BLOCK], end = start + WINDOW_DOCS;
    for (uint32_t b = list_block_at(list, start);
         b < list->blocks && (!b || list->entries[b - 1].last < end - 1); b++) {
        const uint8_t *data = list_block(list, b, err);
        if (!data)
            return false;
        pfor_decode(data, &list->entries[b], block_before(list, b), ordinals);
        set_bits(ordinals, PFOR_BLOCK, start, bits);
    }
    for (uint32_t i = list_tail_at(list, start); i < list->tail && list->tail_ordinals[i] < end;
         i++)
        set_bits(&list->tail_ordinals[i], 1, start, bits);
    return true;
}

/* The first document of the set at or after `at`, WINDOW_DOCS when there is none. */
static uint32_t next_bit(const uint64_t *bits, uint32_t at) {
    uint32_t k = at / 64;
    if (at >= WINDOW_DOCS)
        return WINDOW_DOCS;
    uint64_t word = bits[k] & (UINT64_MAX << at % 64);
    while (!word) {
        if (++k == WINDOW_WORDS)
            return WINDOW_DOCS;
        word = bits[k];
    }
    return k * 64 + (uint32_t)__builtin_ctzll(word);
}

/* First block at or after `from` whose last ordinal is at or after `ordinal`: a step, then strides
 * that double. */
static uint32_t gallop(const PostingList *list, uint32_t from, uint32_t ordinal) {
    uint32_t stride = 1, low = from;
    while (from < list->blocks && list->entries[from].last < ordinal) {
        low = from + 1;
        from += stride;
        stride *= 2;
    }
    uint32_t high = from < list->blocks ? from : list->blocks;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (list->entries[mid].last < ordinal)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

bool block_walk_next(BlockWalk *w) {
    const PostingList *list = w->list;
    uint32_t from = 0;
    if (!list->blocks || (w->begun && list->entries[w->block].last >= w->start + WINDOW_DOCS - 1))
        return false;
    if (w->begun && list->entries[w->block].last >= w->start)
        from = list->entries[w->block].last + 1 - w->start;
    from = next_bit(w->bits, from);
    if (from == WINDOW_DOCS)
        return false;
    uint32_t ordinal = w->start + from;
    w->block = w->begun ? gallop(list, w->block, ordinal) : list_block_at(list, ordinal);
    w->begun = true;
    return w->block < list->blocks &&
           (!w->block || list->entries[w->block - 1].last < w->start + WINDOW_DOCS - 1);
}

bool list_keep(const PostingList *list, uint32_t start, uint64_t bits[WINDOW_WORDS], Error *err) {
    uint32_t ordinals[PFOR_BLOCK], end = start + WINDOW_DOCS;
    uint64_t found[WINDOW_WORDS] = {0};
    BlockWalk walk = {.list = list, .bits = bits, .start = start};
    while (block_walk_next(&walk)) {
        const uint8_t *data = list_block(list, walk.block, err);
        if (!data)
            return false;
        pfor_decode(data, &list->entries[walk.block], block_before(list, walk.block), ordinals);
        set_bits(ordinals, PFOR_BLOCK, start, found);
    }
    for (uint32_t i = list_tail_at(list, start); i < list->tail && list->tail_ordinals[i] < end;
         i++)
        set_bits(&list->tail_ordinals[i], 1, start, found);
    for (int k = 0; k < WINDOW_WORDS; k++)
        bits[k] &= found[k];
    return true;
}

uint32_t list_next_window(const PostingList *list, uint32_t start) {
    uint32_t b = list_block_at(list, start), least = UINT32_MAX;
    if (b < list->blocks) /* where a block begins is only known from the one before it */
        least = b && list->entries[b - 1].last >= start ? list->entries[b - 1].last + 1 : start;
    uint32_t i = list_tail_at(list, start);
    if (i < list->tail && list->tail_ordinals[i] < least)
        least = list->tail_ordinals[i];
    return least == UINT32_MAX ? least : least / WINDOW_DOCS * WINDOW_DOCS;
}

void list_bounds(const PostingList *list, uint32_t docs, uint8_t *out) {
    memset(out, 0, docs / WINDOW_DOCS + 1);
    for (uint32_t b = 0; b < list->blocks; b++) {
        uint32_t from = b ? list->entries[b - 1].last + 1 : 0, to = list->entries[b].last;
        uint8_t impact = list->entries[b].impact;
        for (uint32_t w = from / WINDOW_DOCS; w <= to / WINDOW_DOCS && to < docs; w++)
            out[w] = impact > out[w] ? impact : out[w];
    }
    for (uint32_t i = 0; i < list->tail; i++)
        if (list->tail_ordinals[i] < docs &&
            list->impact > out[list->tail_ordinals[i] / WINDOW_DOCS])
            out[list->tail_ordinals[i] / WINDOW_DOCS] = list->impact;
}

bool list_read(const PostingList *list, uint32_t *ordinals, uint32_t *tf, Error *err) {
    for (uint32_t b = 0; b < list->blocks; b++) {
        const uint8_t *data = list_block(list, b, err);
        if (!data)
            return false;
        pfor_decode(data, &list->entries[b], block_before(list, b), ordinals + b * PFOR_BLOCK);
        if (tf)
            pfor_decode_tf(data, &list->entries[b], tf + b * PFOR_BLOCK);
    }
    size_t at = (size_t)list->blocks * PFOR_BLOCK;
    if (list->tail) {
        memcpy(ordinals + at, list->tail_ordinals, list->tail * sizeof *ordinals);
        if (tf)
            memcpy(tf + at, list->tail_tf, list->tail * sizeof *tf);
    }
    return true;
}

/* ---- places ---- */

static void block_places(const PostingList *list, uint32_t b, const uint8_t *data,
                         const uint32_t *tf, PlaceSet *places) {
    uint32_t size = pfor_places_size(&list->entries[b]);
    places_get(data + pfor_size(&list->entries[b]) - size, size, tf, PFOR_BLOCK, places);
}

bool list_read_places(const PostingList *list, const uint32_t *tf, PlaceSet *places, Error *err) {
    memset(places, 0, list->df * sizeof *places);
    for (uint32_t b = 0; list->placed && b < list->blocks; b++) {
        const uint8_t *data = list->entries[b].places ? list_block(list, b, err) : NULL;
        if (!data && list->entries[b].places)
            return false;
        if (data)
            block_places(list, b, data, tf + (size_t)b * PFOR_BLOCK,
                         places + (size_t)b * PFOR_BLOCK);
    }
    if (list->tail && list->tail_places)
        memcpy(places + (size_t)list->blocks * PFOR_BLOCK, list->tail_places,
               list->tail * sizeof *places);
    return true;
}

static void put_places(const uint32_t *ordinals, const PlaceSet *from, uint32_t count,
                       uint32_t start, PlaceSet *places) {
    for (uint32_t i = 0; i < count; i++)
        if (ordinals[i] - start < WINDOW_DOCS)
            places[ordinals[i] - start] = from[i];
}

/* Of a block that has places. */
static bool put_block_places(const PostingList *list, uint32_t b, uint32_t start, PlaceSet *places,
                             Error *err) {
    const PforEntry *entry = &list->entries[b];
    uint32_t ordinals[PFOR_BLOCK], tf[PFOR_BLOCK];
    PlaceSet own[PFOR_BLOCK];
    const uint8_t *data = list_block(list, b, err);
    if (!data)
        return false;
    pfor_decode(data, entry, block_before(list, b), ordinals);
    pfor_decode_tf(data, entry, tf);
    block_places(list, b, data, tf, own);
    put_places(ordinals, own, PFOR_BLOCK, start, places);
    return true;
}

bool list_places(const PostingList *list, uint32_t start, const uint64_t bits[WINDOW_WORDS],
                 uint64_t *done, PlaceSet places[WINDOW_DOCS], Error *err) {
    uint32_t end = start + WINDOW_DOCS, first = list_block_at(list, start);
    BlockWalk walk = {.list = list, .bits = bits, .start = start};
    while (block_walk_next(&walk)) {
        uint64_t bit = (uint64_t)1 << (walk.block - first) % 64; /* a window has fewer */
        if (*done & bit || !list->entries[walk.block].places)
            continue;
        if (!put_block_places(list, walk.block, start, places, err))
            return false;
        *done |= bit;
    }
    uint32_t from = list_tail_at(list, start), to = from;
    while (list->tail_places && to < list->tail && list->tail_ordinals[to] < end)
        to++;
    if (to > from)
        put_places(list->tail_ordinals + from, list->tail_places + from, to - from, start, places);
    return true;
}

static bool each_of_list(Segment *s, const TermWalk *walk, PostingFn *each, void *context,
                         Error *err) {
    Arena arena = {0};
    PostingList list;
    bool ok = segment_list(s, (TermField)walk->term.ptr[0], &walk->entry, &arena, &list, err);
    if (ok) {
        uint32_t *ordinals = arena_alloc(&arena, (list.df + 1) * sizeof *ordinals);
        uint32_t *tf = arena_alloc(&arena, (list.df + 1) * sizeof *tf);
        ok = list_read(&list, ordinals, tf, err);
        for (uint32_t i = 0; i < list.df && ok; i++)
            each(context, walk->term, ordinals[i], tf[i]);
    }
    arena_free(&arena);
    return ok;
}

bool segment_each_posting(Segment *s, const Progress *progress, PostingFn *each, void *context,
                          Error *err) {
    TermWalk walk;
    bool found = true, ok = term_walk_open(&walk, s, STR("\1"), err);
    while (ok) {
        if (progress_cancelled(progress)) {
            ok = error_set(err, ERR_CANCELLED, N_("Cancelled."), "");
            break;
        }
        ok = term_walk_next(&walk, &found, err);
        if (!ok || !found)
            break;
        ok = each_of_list(s, &walk, each, context, err);
    }
    term_walk_close(&walk);
    return ok;
}

/* ---- columns ---- */

static Str column_bytes(Segment *s, char kind, SearchColumn column, uint32_t chunk) {
    char key[INDEX_KEY];
    Str bytes = {0};
    Error ignored = {0};
    if (s->small)
        return kind == 'D' ? small_dictionary(s->small, column)
                           : small_chunk(s->small, column, chunk);
    size_t len = index_key_column(key, kind, s->info.id, column, chunk);
    if (!store_index_get(s->read, STORE_IMETA, str_make(key, len), &bytes, &ignored))
        return (Str){0};
    return bytes;
}

const Chunk *segment_open_chunk(Segment *s, SearchColumn column, uint32_t ordinal) {
    uint32_t count = (s->info.docs + CHUNK_DOCS - 1) / CHUNK_DOCS, at = ordinal / CHUNK_DOCS;
    static const Chunk none = {0};
    if (at >= count)
        return &none;
    if (!s->chunks[column])
        s->chunks[column] = arena_zalloc(&s->arena, count * sizeof *s->chunks[column]);
    Chunk *chunk = &s->chunks[column][at];
    if (chunk->width)
        return chunk;
    uint32_t n = at + 1 < count ? CHUNK_DOCS : s->info.docs - at * CHUNK_DOCS;
    Str bytes = column_bytes(s, 'C', column, at);
    if (!bytes.ptr || !chunk_open(bytes, column_info(column)->kind, n, chunk))
        *chunk = (Chunk){.width = 1};
    return chunk;
}

const Codebook *segment_dictionary(Segment *s, SearchColumn column) {
    if (!s->has_dictionary[column]) {
        Str bytes = column_bytes(s, 'D', column, 0);
        if (!bytes.ptr || !codebook_open(bytes, &s->dictionaries[column]))
            s->dictionaries[column] = (Codebook){0};
        s->has_dictionary[column] = true;
    }
    return &s->dictionaries[column];
}

uint64_t segment_column_bytes(Segment *s) {
    uint64_t bytes = 0;
    for (int c = 0; c < SEARCH_COLUMNS; c++) {
        for (uint32_t chunk = 0; chunk * CHUNK_DOCS < s->info.docs; chunk++)
            bytes += column_bytes(s, 'C', (SearchColumn)c, chunk).len;
        bytes += column_bytes(s, 'D', (SearchColumn)c, 0).len;
    }
    return bytes;
}

uint32_t segment_code(Segment *s, SearchColumn column, uint32_t ordinal) {
    return chunk_code(segment_chunk(s, column, ordinal), ordinal % CHUNK_DOCS);
}

int64_t segment_number(Segment *s, SearchColumn column, uint32_t ordinal) {
    return chunk_number(segment_chunk(s, column, ordinal), ordinal % CHUNK_DOCS);
}

uint32_t segment_document(Segment *s, uint32_t ordinal) {
    int64_t number = segment_number(s, COLUMN_DOCUMENT, ordinal);
    return number == COLUMN_ABSENT ? 0 : (uint32_t)number;
}

Uuid segment_uuid(Segment *s, uint32_t ordinal) {
    Uuid id = {{0}};
    const Chunk *chunk = segment_chunk(s, COLUMN_UUID, ordinal);
    const uint8_t *bytes = chunk_fixed(chunk, ordinal % CHUNK_DOCS);
    if (bytes && chunk->width == sizeof id.bytes)
        memcpy(id.bytes, bytes, sizeof id.bytes);
    return id;
}

bool segment_ordinal(Segment *s, uint32_t document, uint32_t *ordinal) {
    uint32_t low = 0, high = s->info.docs;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (segment_document(s, mid) < document)
            low = mid + 1;
        else
            high = mid;
    }
    *ordinal = low;
    return low < s->info.docs && segment_document(s, low) == document;
}

static uint32_t first_killed(const Segment *s, uint32_t ordinal) {
    uint32_t low = 0, high = s->killed_count;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (s->killed[mid] < ordinal)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

void segment_live(Segment *s, uint32_t start, uint64_t bits[WINDOW_WORDS]) {
    const Chunk *chunk = segment_chunk(s, COLUMN_LIVE, start);
    uint32_t in_chunk = start % CHUNK_DOCS, words = 0;
    memset(bits, 0, WINDOW_WORDS * sizeof *bits);
    if (chunk->data && in_chunk < chunk->n) {
        words = (chunk->n - in_chunk + 63) / 64;
        words = words > WINDOW_WORDS ? WINDOW_WORDS : words;
        memcpy(bits, chunk->data + in_chunk / 64 * 8, words * sizeof *bits);
    }
    if (start + WINDOW_DOCS > s->info.docs && start < s->info.docs) { /* a damaged tail of ones */
        uint32_t docs = s->info.docs - start;
        if (docs % 64)
            bits[docs / 64] &= ((uint64_t)1 << docs % 64) - 1;
    }
    for (uint32_t i = first_killed(s, start);
         i < s->killed_count && s->killed[i] < start + WINDOW_DOCS; i++)
        bits[(s->killed[i] - start) / 64] &= ~((uint64_t)1 << (s->killed[i] - start) % 64);
}

bool segment_is_live(Segment *s, uint32_t ordinal) {
    const Chunk *chunk = segment_chunk(s, COLUMN_LIVE, ordinal);
    uint32_t at = ordinal % CHUNK_DOCS, i = first_killed(s, ordinal);
    if (ordinal >= s->info.docs || !chunk->data || (i < s->killed_count && s->killed[i] == ordinal))
        return false;
    return chunk->data[at / 8] >> at % 8 & 1;
}
