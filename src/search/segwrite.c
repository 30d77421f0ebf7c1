#include "config.h"

#include "search/segwrite.h"

#include "base/i18n.h"
#include "search/tails.h"
#include "store/index.h"
#include "text/utf8.h"

#include <math.h>

void segwrite_init(SegmentWriter *w, StoreWrite *write, uint32_t segment, uint32_t docs,
                   const Bm25 *bm25) {
    *w = (SegmentWriter){.write = write, .segment = segment, .form = {.docs = docs, .bm25 = bm25}};
}

void segment_part_clear(SegmentPart *part) {
    part->terms.len = part->entries.len = 0;
    buf_clear(&part->texts);
    buf_clear(&part->blocks);
    buf_clear(&part->tails);
}

void segment_part_free(SegmentPart *part) {
    vec_free(&part->terms);
    vec_free(&part->entries);
    buf_free(&part->texts);
    buf_free(&part->blocks);
    buf_free(&part->tails);
}

void segwrite_free(SegmentWriter *w) {
    buf_free(&w->terms);
    buf_free(&w->first);
    buf_free(&w->last);
    buf_free(&w->posts);
    buf_free(&w->dirs);
    segment_part_free(&w->part);
    buf_free(&w->pairs);
}

/* Pages begin with room for their checksum. */
static void open_page(Buf *page) {
    if (!page->len)
        buf_fill(page, 0, PAGE_HEADER);
}

static bool put_page(SegmentWriter *w, StoreIndexTable table, const char *key, size_t key_len,
                     Buf *page, Error *err) {
    chunk_seal(page, 0);
    w->bytes += key_len + page->len;
    return store_index_put(w->write, table, str_make(key, key_len), buf_str(page), true, err);
}

static bool flush_terms(SegmentWriter *w, Error *err) {
    char key[INDEX_KEY];
    if (!w->terms.len)
        return true;
    size_t len = index_key_term(key, w->segment, buf_str(&w->first));
    bool ok = put_page(w, STORE_TERMS, key, len, &w->terms, err);
    buf_clear(&w->terms);
    return ok;
}

static bool put_posts(SegmentWriter *w, Error *err) {
    char key[INDEX_KEY];
    size_t len = index_key_page(key, w->segment, w->posts_page);
    return w->posts.len <= PAGE_HEADER || put_page(w, STORE_POSTS, key, len, &w->posts, err);
}

static bool put_dirs(SegmentWriter *w, uint64_t page, Error *err) {
    char key[INDEX_KEY];
    size_t len = index_key_page(key, w->segment, (uint32_t)page);
    return w->dirs.len <= PAGE_HEADER || put_page(w, STORE_DIRS, key, len, &w->dirs, err);
}

void postings_reserve(Postings *p, uint32_t cap) {
    if (cap <= p->cap)
        return;
    p->cap = cap < 2 * p->cap ? 2 * p->cap : cap;
    p->ordinals = mem_realloc_array(p->ordinals, p->cap, sizeof *p->ordinals);
    p->tf = mem_realloc_array(p->tf, p->cap, sizeof *p->tf);
    p->lengths = mem_realloc_array(p->lengths, p->cap, sizeof *p->lengths);
    p->places = mem_realloc_array(p->places, p->cap, sizeof *p->places);
}

void postings_free(Postings *p) {
    free(p->ordinals);
    free(p->tf);
    free(p->lengths);
    free(p->places);
    *p = (Postings){0};
}

static uint8_t part_impact(const SegmentForm *form, NormClass norm, const Postings *p,
                           uint32_t from, uint32_t to) {
    float most = 0;
    for (uint32_t i = from; i < to; i++) {
        float part = bm25_part(form->bm25, norm, p->lengths[i], p->tf[i]);
        most = part > most ? part : most;
    }
    return bm25_impact(most);
}

static bool put_entry(SegmentWriter *w, const PforEntry *entry, Error *err) {
    open_page(&w->dirs);
    pfor_put_entry(&w->dirs, entry);
    w->dir++;
    if (w->dir % DIR_ENTRIES)
        return true;
    bool ok = put_dirs(w, w->dir / DIR_ENTRIES - 1, err);
    buf_clear(&w->dirs);
    return ok;
}

/* Appends the block to the posts; *offset is where it begins. */
static bool place_block(SegmentWriter *w, Str block, uint32_t *offset, Error *err) {
    open_page(&w->posts);
    if (w->posts.len + block.len > PAGE_BYTES) {
        if (!put_posts(w, err))
            return false;
        buf_clear(&w->posts);
        open_page(&w->posts);
        w->posts_page++;
    }
    *offset = (uint32_t)w->posts.len;
    buf_put_str(&w->posts, block);
    return true;
}

typedef struct ListPlace {
    uint64_t dir;
    uint32_t page, offset;
    uint8_t impact;
} ListPlace;

static bool all_known(const PlaceSet *places, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        if (!places[i])
            return false;
    return true;
}

/* Places go behind the block, their room in steps that the entry can tell. */
static void put_places(const Postings *p, uint32_t from, PforEntry *entry, Buf *out) {
    size_t size = (places_room(p->tf + from, PFOR_BLOCK) + 1) / 2, end = out->len;
    places_put(out, p->places + from, p->tf + from, PFOR_BLOCK);
    entry->places =
        (uint8_t)(1 + (size - PFOR_PLACES_LEAST + PFOR_PLACES_STEP - 1) / PFOR_PLACES_STEP);
    buf_fill(out, 0, end + pfor_places_size(entry) - out->len);
}

/* Gives the greatest impact. */
static uint8_t encode_blocks(const SegmentForm *form, NormClass norm, const Postings *p,
                             uint32_t blocks, bool places, SegmentPart *part) {
    uint32_t before = UINT32_MAX;
    uint8_t impact = 0;
    for (uint32_t from = 0; from < blocks * PFOR_BLOCK; from += PFOR_BLOCK) {
        PforEntry entry;
        pfor_encode(p->ordinals + from, p->tf + from, before, &part->blocks, &entry);
        entry.impact = part_impact(form, norm, p, from, from + PFOR_BLOCK);
        if (places && all_known(p->places + from, PFOR_BLOCK))
            put_places(p, from, &entry, &part->blocks);
        impact = entry.impact > impact ? entry.impact : impact;
        before = entry.last;
        vec_push(&part->entries, entry);
    }
    return impact;
}

/* The form of segments whose merge an earlier program began. */
static void put_tail(Buf *out, const uint32_t *ordinals, const uint32_t *tf, uint32_t count,
                     uint32_t before) {
    for (uint32_t i = 0; i < count; i++) {
        uint64_t delta = ordinals[i] - before - 1;
        uint32_t more = tf[i] > UINT16_MAX ? UINT16_MAX : tf[i];
        buf_put_varint(out, delta << 1 | (more > 1));
        if (more > 1)
            buf_put_varint(out, more);
        before = ordinals[i];
    }
}

static size_t shared_prefix(Str a, Str b) {
    size_t most = a.len < b.len ? a.len : b.len, n = 0;
    while (n < most && a.ptr[n] == b.ptr[n])
        n++;
    return n;
}

static void put_term_entry(SegmentWriter *w, Str term, uint32_t df, Str tail,
                           const ListPlace *place) {
    if (!w->terms.len) {
        buf_clear(&w->last);
        buf_clear(&w->first);
        buf_put_str(&w->first, term);
        open_page(&w->terms);
    }
    size_t shared = shared_prefix(buf_str(&w->last), term);
    buf_put_varint(&w->terms, shared);
    buf_put_varint(&w->terms, term.len - shared);
    buf_put(&w->terms, term.ptr + shared, term.len - shared);
    buf_put_varint(&w->terms, df);
    buf_put_u8(&w->terms, place->impact);
    if (df >= PFOR_BLOCK) {
        buf_put_varint(&w->terms, place->dir);
        buf_put_varint(&w->terms, place->page);
        buf_put_varint(&w->terms, place->offset);
    }
    buf_put_varint(&w->terms, tail.len);
    buf_put_str(&w->terms, tail);
    buf_clear(&w->last);
    buf_put_str(&w->last, term);
}

/* ---- pairs by their first character ---- */

enum { PAIR_ROW = 600, DF_STEPS = 3 };

uint32_t pair_df(const uint8_t *at) {
    return (uint32_t)lroundf(exp2f((float)(at[2] >> 2) / DF_STEPS));
}

static uint32_t df_step(uint32_t df) {
    uint32_t step = (uint32_t)lroundf(log2f((float)df) * DF_STEPS);
    return step < 63 ? step : 63;
}

uint32_t pair_bits(uint32_t second, uint32_t df) {
    return second | df_step(df) << 18;
}

static bool flush_pairs(SegmentWriter *w, Error *err) {
    char key[INDEX_KEY];
    if (!w->pairs.len)
        return true;
    size_t len = index_key_pairs(key, w->form.bits, w->segment, w->pair_first, w->pair_from);
    bool ok = put_page(w, STORE_IMETA, key, len, &w->pairs, err);
    buf_clear(&w->pairs);
    return ok;
}

static bool note_pair(SegmentWriter *w, Str text, uint32_t df, Error *err) {
    uint32_t first, second;
    size_t at = utf8_next(text, 0, &first);
    if (at >= text.len)
        return true;
    utf8_next(text, at, &second);
    if (second > PAIR_POINT)
        return true;
    if ((w->pairs.len && w->pair_first != first) ||
        w->pairs.len >= PAGE_HEADER + PAIR_ROW * PAIR_BYTES)
        if (!flush_pairs(w, err))
            return false;
    if (!w->pairs.len) {
        open_page(&w->pairs);
        w->pair_first = first;
        w->pair_from = second;
    }
    uint32_t bits = pair_bits(second, df);
    buf_put_u8(&w->pairs, (uint8_t)bits);
    buf_put_u8(&w->pairs, (uint8_t)(bits >> 8));
    buf_put_u8(&w->pairs, (uint8_t)(bits >> 16));
    return true;
}

/* What stands behind the blocks. */
static void encode_tail(const SegmentForm *form, const Postings *p, uint32_t done, bool places,
                        Buf *out) {
    bool known = places && p->len > done && all_known(p->places + done, p->len - done);
    uint32_t before = done ? p->ordinals[done - 1] : UINT32_MAX;
    if (places)
        buf_put_u8(out, known);
    if (form->bits)
        tails_put(out, p->ordinals + done, p->tf + done, p->len - done, before, form->docs);
    else
        put_tail(out, p->ordinals + done, p->tf + done, p->len - done, before);
    if (known)
        places_put(out, p->places + done, p->tf + done, p->len - done);
}

void segwrite_encode(const SegmentForm *form, Str term, const Postings *p, SegmentPart *part) {
    NormClass norm = term_norm((TermField)term.ptr[0]);
    uint32_t blocks = p->len / PFOR_BLOCK, done = blocks * PFOR_BLOCK;
    size_t tails = part->tails.len;
    if (!p->len)
        return;
    bool places = term.ptr[0] == TERM_PAIR && places_kept(p->len, form->docs);
    uint8_t impact = encode_blocks(form, norm, p, blocks, places, part);
    encode_tail(form, p, done, places, &part->tails);
    uint8_t behind = part_impact(form, norm, p, done, p->len);
    buf_put_str(&part->texts, term);
    vec_push(&part->terms, (EncodedTerm){.len = (uint32_t)term.len,
                                         .df = p->len,
                                         .tail = (uint32_t)(part->tails.len - tails),
                                         .impact = behind > impact ? behind : impact});
}

/* How far the part is written. */
typedef struct PartReader {
    const SegmentPart *part;
    size_t text, block, tail, entry;
} PartReader;

static Str part_bytes(const Buf *bytes, size_t *at, size_t len) {
    Str out = len ? str_make(bytes->data + *at, len) : STR("");
    *at += len;
    return out;
}

static bool place_blocks(SegmentWriter *w, PartReader *r, uint32_t blocks, ListPlace *place,
                         Error *err) {
    uint32_t offset;
    place->dir = w->dir;
    for (uint32_t b = 0; b < blocks; b++) {
        const PforEntry *entry = &r->part->entries.items[r->entry++];
        Str block = part_bytes(&r->part->blocks, &r->block, pfor_size(entry));
        if (!place_block(w, block, &offset, err))
            return false;
        if (b == 0) {
            place->page = w->posts_page;
            place->offset = offset;
        }
        if (!put_entry(w, entry, err))
            return false;
    }
    return true;
}

static bool place_term(SegmentWriter *w, PartReader *r, const EncodedTerm *encoded, Error *err) {
    enum { ENTRY_HEAD = 40 }; /* most bytes of the numbers of an entry */
    ListPlace place = {.impact = encoded->impact};
    Str term = part_bytes(&r->part->texts, &r->text, encoded->len);
    Str tail = part_bytes(&r->part->tails, &r->tail, encoded->tail);
    if (!place_blocks(w, r, encoded->df / PFOR_BLOCK, &place, err))
        return false;
    if (w->terms.len + ENTRY_HEAD + term.len + tail.len > PAGE_BYTES && !flush_terms(w, err))
        return false;
    put_term_entry(w, term, encoded->df, tail, &place);
    return term.ptr[0] != TERM_PAIR ||
           note_pair(w, str_make(term.ptr + 1, term.len - 1), encoded->df, err);
}

bool segwrite_part(SegmentWriter *w, const SegmentPart *part, Error *err) {
    PartReader reader = {.part = part};
    for (size_t i = 0; i < part->terms.len; i++)
        if (!place_term(w, &reader, &part->terms.items[i], err))
            return false;
    return true;
}

bool segwrite_term(SegmentWriter *w, Str term, const Postings *p, Error *err) {
    segment_part_clear(&w->part);
    segwrite_encode(&w->form, term, p, &w->part);
    return segwrite_part(w, &w->part, err);
}

bool segwrite_flush(SegmentWriter *w, Error *err) {
    return flush_terms(w, err) && flush_pairs(w, err) && put_posts(w, err) &&
           put_dirs(w, w->dir / DIR_ENTRIES, err);
}

void segwrite_position(const SegmentWriter *w, MergePlan *plan) {
    plan->posts_page = w->posts_page;
    plan->posts_used = (uint32_t)w->posts.len;
    plan->dir = w->dir;
    plan->bytes = w->bytes;
}

static bool read_page(SegmentWriter *w, StoreRead *read, StoreIndexTable table, uint32_t page,
                      size_t used, Buf *out, Error *err) {
    char key[INDEX_KEY];
    Str bytes;
    size_t len = index_key_page(key, w->segment, page);
    if (!store_index_get(read, table, str_make(key, len), &bytes, err))
        return false;
    if (!bytes.ptr || bytes.len != used)
        return error_set(err, ERR_CORRUPT, N_("The index is damaged: run reindex."), "");
    buf_put_str(out, bytes);
    return true;
}

bool segwrite_resume(SegmentWriter *w, StoreRead *read, const MergePlan *plan, Error *err) {
    w->posts_page = plan->posts_page;
    w->dir = plan->dir;
    w->bytes = plan->bytes;
    size_t entries = (size_t)(plan->dir % DIR_ENTRIES);
    if (plan->posts_used > PAGE_HEADER &&
        !read_page(w, read, STORE_POSTS, plan->posts_page, plan->posts_used, &w->posts, err))
        return false;
    return !entries || read_page(w, read, STORE_DIRS, (uint32_t)(plan->dir / DIR_ENTRIES),
                                 PAGE_HEADER + entries * PFOR_ENTRY_BYTES, &w->dirs, err);
}

bool segwrite_column(void *writer, SearchColumn column, uint32_t chunk, Str bytes, Error *err) {
    SegmentWriter *w = writer;
    char key[INDEX_KEY];
    bool dictionary = chunk == UINT32_MAX;
    size_t len =
        index_key_column(key, dictionary ? 'D' : 'C', w->segment, column, dictionary ? 0 : chunk);
    w->bytes += len + bytes.len;
    return store_index_put(w->write, STORE_IMETA, str_make(key, len), bytes, true, err);
}
