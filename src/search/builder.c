#include "config.h"

#include "search/builder.h"

#include "base/hash.h"
#include "search/colbuild.h"

/* Postings of a term are bytes: {varint ordinal difference, varint frequency}. The last of them
 * stand beside the term itself, so that adding one asks no other memory; those before them in a
 * chain of pieces that double in size. Pieces and keys lie in slabs and are named by 32-bit places.
 */
enum {
    SLAB = 1 << 20,
    PIECE_LINK = 4,
    TAIL = 28,
    FIRST_PIECE = TAIL + PIECE_LINK,
    LARGEST_PIECE = 256,
    FIRST_SLOTS = 1 << 14,
    LISTS = 1 << 12 /* in one block */
};

/* One line of the processor's cache. */
typedef struct TermList {
    uint64_t id;      /* term_id */
    uint32_t key;     /* place of its bytes: u8 length, text with field byte */
    uint32_t first;   /* place of the first piece */
    uint32_t at, end; /* room of the last piece; none yet: at is first */
    uint32_t before;  /* last ordinal */
    uint32_t df;
    uint16_t piece; /* size of the last piece, 0: none yet */
    uint8_t used;   /* of tail */
    uint8_t tail[TAIL];
} TermList;

/* Part of the id stands in the slot, so that most strangers are told apart without a look at their
 * list. */
typedef struct Slot {
    uint32_t list; /* place + 1, 0: free */
    uint32_t id;
} Slot;

struct SegmentBuilder {
    VEC(uint8_t *) slabs;
    uint32_t slab_used;
    VEC(TermList *) blocks; /* of LISTS lists */
    size_t lists;
    Slot *slots;
    size_t slot_count;
    VEC(uint8_t) norms[NORM_CLASSES];
    VEC(uint32_t) numbers;
    Buf live; /* u64 words */
    Replaced replaced;
    uint32_t live_docs;
    ColumnSet columns;
    double sums[NORM_CLASSES];
};

SegmentBuilder *builder_new(void) {
    SegmentBuilder *b = mem_zalloc(sizeof *b);
    b->slot_count = FIRST_SLOTS;
    b->slots = mem_zalloc(b->slot_count * sizeof *b->slots);
    return b;
}

void builder_clear(SegmentBuilder *b) {
    VEC_EACH (slab, &b->slabs) {
        free(*slab);
    }
    b->slabs.len = 0;
    b->slab_used = 0;
    VEC_EACH (block, &b->blocks) {
        free(*block);
    }
    b->blocks.len = 0;
    b->lists = 0;
    memset(b->slots, 0, b->slot_count * sizeof *b->slots);
    for (int norm = 0; norm < NORM_CLASSES; norm++) {
        b->norms[norm].len = 0;
        b->sums[norm] = 0;
    }
    b->numbers.len = 0;
    buf_clear(&b->live);
    b->replaced.len = 0;
    b->live_docs = 0;
    column_set_clear(&b->columns);
}

void builder_free(SegmentBuilder *b) {
    if (!b)
        return;
    builder_clear(b);
    vec_free(&b->slabs);
    vec_free(&b->blocks);
    free(b->slots);
    for (int norm = 0; norm < NORM_CLASSES; norm++)
        vec_free(&b->norms[norm]);
    vec_free(&b->numbers);
    buf_free(&b->live);
    vec_free(&b->replaced);
    column_set_free(&b->columns);
    free(b);
}

uint32_t builder_docs(const SegmentBuilder *b) {
    return (uint32_t)b->numbers.len;
}

size_t builder_bytes(const SegmentBuilder *b) {
    return b->slabs.len * SLAB + b->blocks.len * LISTS * sizeof(TermList) +
           b->slot_count * sizeof *b->slots + b->columns.bytes;
}

const Replaced *builder_replaced(const SegmentBuilder *b) {
    return &b->replaced;
}

void builder_lengths(const SegmentBuilder *b, double sums[NORM_CLASSES]) {
    memcpy(sums, b->sums, sizeof b->sums);
}

static uint8_t *place(const SegmentBuilder *b, uint32_t at) {
    return b->slabs.items[at / SLAB] + at % SLAB;
}

static TermList *list_at(const SegmentBuilder *b, size_t i) {
    return &b->blocks.items[i / LISTS][i % LISTS];
}

/* Room that does not straddle slabs. */
static uint32_t take(SegmentBuilder *b, uint32_t size) {
    if (!b->slabs.len || b->slab_used + size > SLAB) {
        vec_push(&b->slabs, mem_alloc(SLAB));
        b->slab_used = 0;
    }
    uint32_t at = (uint32_t)(b->slabs.len - 1) * SLAB + b->slab_used;
    b->slab_used += size;
    return at;
}

enum { SHORT_TEXT = 6 };

/* The bytes of a text of up to six, some of them twice. Loads of fixed sizes: a copy of any length
 * would have to be waited for. */
static uint64_t short_bytes(Str text) {
    const uint8_t *at = (const uint8_t *)text.ptr;
    uint32_t first;
    uint16_t last;
    if (text.len < sizeof first)
        return text.len ? at[0] | (uint32_t)at[text.len / 2] << 8 | (uint32_t)at[text.len - 1] << 16
                        : 0;
    memcpy(&first, at, sizeof first);
    memcpy(&last, at + text.len - sizeof last, sizeof last);
    return first | (uint64_t)last << 32;
}

/* Unique for texts of up to six bytes (two Han characters), else a hash. */
static uint64_t term_id(const SearchTerm *term) {
    if (term->text.len > SHORT_TEXT)
        return hash_bytes(term->text.ptr, term->text.len, term->field) | (uint64_t)1 << 63;
    uint64_t id = short_bytes(term->text);
    return id | (uint64_t)term->text.len << 48 | (uint64_t)term->field << 56;
}

static uint64_t spread(uint64_t id) {
    id *= 0x9e3779b97f4a7c15u;
    return id ^ id >> 32;
}

static bool same_term(const SegmentBuilder *b, const TermList *list, uint64_t id,
                      const SearchTerm *term) {
    if (list->id != id)
        return false;
    if (term->text.len <= SHORT_TEXT)
        return true;
    const uint8_t *key = place(b, list->key);
    return key[0] == term->text.len + 1 && key[1] == term->field &&
           memcmp(key + 2, term->text.ptr, term->text.len) == 0;
}

static void put_slot(SegmentBuilder *b, uint64_t id, size_t list) {
    uint64_t hash = spread(id);
    size_t at = hash & (b->slot_count - 1);
    while (b->slots[at].list)
        at = (at + 1) & (b->slot_count - 1);
    b->slots[at] = (Slot){(uint32_t)list + 1, (uint32_t)(hash >> 32)};
}

static void grow_slots(SegmentBuilder *b) {
    b->slot_count *= 2;
    free(b->slots);
    b->slots = mem_zalloc(b->slot_count * sizeof *b->slots);
    for (size_t i = 0; i < b->lists; i++)
        put_slot(b, list_at(b, i)->id, i);
}

static TermList *add_list(SegmentBuilder *b, const SearchTerm *term, uint64_t id) {
    uint32_t len = (uint32_t)term->text.len;
    if (b->lists % LISTS == 0)
        vec_push(&b->blocks, mem_alloc_lines(LISTS * sizeof(TermList)));
    TermList *list = list_at(b, b->lists);
    *list = (TermList){.id = id, .before = UINT32_MAX};
    list->key = take(b, len + 2);
    uint8_t *key = place(b, list->key);
    key[0] = (uint8_t)(len + 1);
    key[1] = term->field;
    memcpy(key + 2, term->text.ptr, len);
    put_slot(b, id, b->lists++);
    return list;
}

static TermList *find_list(SegmentBuilder *b, const SearchTerm *term, uint64_t id) {
    uint64_t hash = spread(id);
    size_t at = hash & (b->slot_count - 1);
    for (; b->slots[at].list; at = (at + 1) & (b->slot_count - 1)) {
        TermList *list = list_at(b, b->slots[at].list - 1);
        if (b->slots[at].id == (uint32_t)(hash >> 32) && same_term(b, list, id, term))
            return list;
    }
    return add_list(b, term, id);
}

/* A piece ends with the place of the next one. */
static void next_piece(SegmentBuilder *b, TermList *list) {
    uint32_t size = !list->piece                  ? FIRST_PIECE
                    : list->piece < LARGEST_PIECE ? list->piece * 2u
                                                  : LARGEST_PIECE;
    uint32_t next = take(b, size);
    if (list->piece)
        memcpy(place(b, list->end), &next, sizeof next);
    else
        list->first = next;
    list->at = next;
    list->end = next + size - PIECE_LINK;
    list->piece = (uint16_t)size;
}

/* The full tail; copies of a fixed size where there is room. */
static void put_away(SegmentBuilder *b, TermList *list) {
    for (uint32_t done = 0; done < TAIL;) {
        if (list->at == list->end)
            next_piece(b, list);
        uint32_t left = TAIL - done, room = list->end - list->at;
        uint32_t size = left < room ? left : room;
        if (size == TAIL)
            memcpy(place(b, list->at), list->tail, TAIL);
        else
            memcpy(place(b, list->at), list->tail + done, size);
        list->at += size;
        done += size;
    }
    list->used = 0;
}

static inline void put_byte(SegmentBuilder *b, TermList *list, uint8_t byte) {
    if (list->used == TAIL)
        put_away(b, list);
    list->tail[list->used++] = byte;
}

static inline void put_number(SegmentBuilder *b, TermList *list, uint64_t number) {
    for (; number >= 0x80; number >>= 7)
        put_byte(b, list, (uint8_t)(number | 0x80));
    put_byte(b, list, (uint8_t)number);
}

/* A pair that stands once has its place in the number of the difference, others have their set
 * behind the frequency. */
static void add_pair(SegmentBuilder *b, TermList *list, uint32_t tf, PlaceSet places,
                     uint64_t delta) {
    bool once = tf == 1 && __builtin_popcount(places) == 1;
    unsigned place = once ? (unsigned)__builtin_ctz(places) : 0;
    put_number(b, list, delta << 5 | place << 1 | !once);
    if (once)
        return;
    put_number(b, list, tf);
    put_byte(b, list, (uint8_t)places);
    put_byte(b, list, (uint8_t)(places >> 8));
}

static void add_posting(SegmentBuilder *b, TermList *list, const SearchTerm *term,
                        uint32_t ordinal) {
    uint32_t tf = term->tf > UINT16_MAX ? UINT16_MAX : term->tf;
    uint64_t delta = ordinal - list->before - 1;
    if (term->field == TERM_PAIR)
        add_pair(b, list, tf, term->places, delta);
    else
        put_number(b, list, delta << 1 | (tf > 1));
    if (term->field != TERM_PAIR && tf > 1)
        put_number(b, list, tf);
    list->before = ordinal;
    list->df++;
}

/* Slots and lists are far apart: each is asked for some terms ahead of its use. */
static void add_terms(SegmentBuilder *b, const SearchTerm *terms, size_t count, uint32_t ordinal) {
    enum { AHEAD = 16 };
    while ((b->lists + count) * 10 >= b->slot_count * 7)
        grow_slots(b);
    for (size_t from = 0; from < count; from += AHEAD) {
        size_t n = count - from < AHEAD ? count - from : AHEAD;
        uint64_t ids[AHEAD];
        for (size_t i = 0; i < n; i++) {
            ids[i] = term_id(&terms[from + i]);
            __builtin_prefetch(&b->slots[spread(ids[i]) & (b->slot_count - 1)]);
        }
        for (size_t i = 0; i < n; i++) {
            uint32_t list = b->slots[spread(ids[i]) & (b->slot_count - 1)].list;
            if (list)
                __builtin_prefetch(list_at(b, list - 1), 1);
        }
        for (size_t i = 0; i < n; i++) {
            const SearchTerm *term = &terms[from + i];
            if (term->text.len <= TERM_BYTES && term->tf)
                add_posting(b, find_list(b, term, ids[i]), term, ordinal);
        }
    }
}

static uint64_t *live_word(SegmentBuilder *b, uint32_t ordinal) {
    return (uint64_t *)(void *)b->live.data + ordinal / 64;
}

static bool find_number(const SegmentBuilder *b, uint32_t number, uint32_t *ordinal) {
    size_t low = 0, high = b->numbers.len;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (b->numbers.items[mid] < number)
            low = mid + 1;
        else
            high = mid;
    }
    *ordinal = (uint32_t)low;
    return low < b->numbers.len && b->numbers.items[low] == number;
}

static void kill_live(SegmentBuilder *b, uint32_t ordinal) {
    uint64_t *word = live_word(b, ordinal), bit = (uint64_t)1 << ordinal % 64;
    b->live_docs -= (*word & bit) != 0;
    *word &= ~bit;
}

void builder_replace(SegmentBuilder *b, uint32_t number) {
    uint32_t ordinal;
    if (!number)
        return;
    if (find_number(b, number, &ordinal))
        kill_live(b, ordinal);
    else
        vec_push(&b->replaced, number);
}

void builder_add(SegmentBuilder *b, uint32_t number, uint32_t replaced,
                 const SearchDocument *document) {
    builder_replace(b, replaced);
    if (document->tombstone)
        return;
    uint32_t ordinal = (uint32_t)b->numbers.len;
    vec_push(&b->numbers, number);
    if (ordinal % 64 == 0)
        buf_fill(&b->live, 0, sizeof(uint64_t));
    *live_word(b, ordinal) |= (uint64_t)1 << ordinal % 64;
    b->live_docs++;
    for (int norm = 0; norm < NORM_CLASSES; norm++) {
        vec_push(&b->norms[norm], document->norms[norm]);
        b->sums[norm] += (double)search_norm_length(document->norms[norm]);
    }
    column_set_add(&b->columns, number, document);
    add_terms(b, document->terms, document->term_count, ordinal);
}

/* ---- writing ---- */

typedef struct PieceReader {
    const SegmentBuilder *b;
    const TermList *list;
    uint32_t at, end, piece;
    uint32_t tail; /* read of the list's own bytes */
} PieceReader;

static uint8_t get_byte(PieceReader *r) {
    if (r->at == r->list->at)
        return r->list->tail[r->tail++];
    if (r->at == r->end) {
        uint32_t next;
        memcpy(&next, place(r->b, r->end), sizeof next);
        r->piece = r->piece < LARGEST_PIECE ? r->piece * 2 : LARGEST_PIECE;
        r->at = next;
        r->end = next + r->piece - PIECE_LINK;
    }
    return *place(r->b, r->at++);
}

static uint64_t get_number(PieceReader *r) {
    uint64_t number = 0;
    for (unsigned shift = 0;; shift += 7) {
        uint8_t byte = get_byte(r);
        number |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80)
            return number;
    }
}

static void read_pair(PieceReader *r, Postings *p, uint32_t i, uint32_t *ordinal) {
    uint64_t number = get_number(r);
    *ordinal += (uint32_t)(number >> 5) + 1;
    p->tf[i] = 1;
    p->places[i] = place_set((uint32_t)(number >> 1) % PLACES);
    if (!(number & 1))
        return;
    p->tf[i] = (uint32_t)get_number(r);
    p->places[i] = get_byte(r);
    p->places[i] |= (PlaceSet)(get_byte(r) << 8);
}

static void read_list(const SegmentBuilder *b, const TermList *list, Postings *p) {
    PieceReader r = {b, list, list->first, list->first + FIRST_PIECE - PIECE_LINK, FIRST_PIECE, 0};
    uint32_t ordinal = UINT32_MAX;
    TermField field = (TermField)place(b, list->key)[1];
    const uint8_t *norms = b->norms[term_norm(field)].items;
    postings_reserve(p, list->df);
    p->len = list->df;
    for (uint32_t i = 0; i < list->df; i++) {
        if (field == TERM_PAIR) {
            read_pair(&r, p, i, &ordinal);
        } else {
            uint64_t delta = get_number(&r);
            ordinal += (uint32_t)(delta >> 1) + 1;
            p->tf[i] = delta & 1 ? (uint32_t)get_number(&r) : 1;
        }
        p->ordinals[i] = ordinal;
        p->lengths[i] = norms[ordinal];
    }
}

typedef struct SortTerm {
    uint64_t head; /* the first eight bytes, the first one highest */
    uint32_t key;  /* place of u8 length, text */
    uint32_t list;
} SortTerm;

static Str key_text(const SegmentBuilder *b, const SortTerm *term) {
    const uint8_t *key = place(b, term->key);
    return str_make((const char *)key + 1, key[0]);
}

static uint64_t text_head(Str text) {
    uint64_t head = 0;
    for (size_t i = 0; i < sizeof head; i++)
        head = head << 8 | (i < text.len ? (uint8_t)text.ptr[i] : 0);
    return head;
}

/* By their heads, byte for byte from the last one on. */
static void sort_heads(SortTerm **terms, size_t count) {
    SortTerm *from = *terms, *to = mem_alloc((count + 1) * sizeof *to);
    for (unsigned shift = 0; shift < 64; shift += 8) {
        size_t starts[257] = {0};
        for (size_t i = 0; i < count; i++)
            starts[(from[i].head >> shift & 0xFF) + 1]++;
        for (int k = 0; k < 256; k++)
            starts[k + 1] += starts[k];
        for (size_t i = 0; i < count; i++)
            to[starts[from[i].head >> shift & 0xFF]++] = from[i];
        SortTerm *swap = from;
        from = to;
        to = swap;
    }
    free(to);
    *terms = from;
}

/* Few terms have a head in common: they are put in order one by one. */
static void sort_same_heads(const SegmentBuilder *b, SortTerm *terms, size_t count) {
    for (size_t i = 1; i < count; i++) {
        SortTerm term = terms[i];
        size_t at = i;
        while (at && terms[at - 1].head == term.head &&
               str_compare(key_text(b, &terms[at - 1]), key_text(b, &term)) > 0) {
            terms[at] = terms[at - 1];
            at--;
        }
        terms[at] = term;
    }
}

static SortTerm *sort_terms(const SegmentBuilder *b) {
    SortTerm *terms = mem_alloc((b->lists + 1) * sizeof *terms);
    for (size_t i = 0; i < b->lists; i++) {
        terms[i] = (SortTerm){.key = list_at(b, i)->key, .list = (uint32_t)i};
        terms[i].head = text_head(key_text(b, &terms[i]));
    }
    sort_heads(&terms, b->lists);
    sort_same_heads(b, terms, b->lists);
    return terms;
}

/* Terms in a row, encoded by whoever has time. */
typedef struct PartJob {
    PoolJob job;
    const SegmentBuilder *builder;
    const SegmentForm *form;
    const SortTerm *terms;
    size_t count;
    Postings postings;
    SegmentPart part;
} PartJob;

static void encode_part(PoolJob *job, unsigned worker) {
    PartJob *part = (PartJob *)(void *)job;
    const SegmentBuilder *b = part->builder;
    (void)worker;
    segment_part_clear(&part->part);
    for (size_t i = 0; i < part->count; i++) {
        read_list(b, list_at(b, part->terms[i].list), &part->postings);
        segwrite_encode(part->form, key_text(b, &part->terms[i]), &part->postings, &part->part);
    }
}

enum { PARTS = 8, PART_POSTINGS = 1 << 15 };

/* Parts that are being encoded while the ones before them are written. */
typedef struct PartLine {
    const SegmentBuilder *builder;
    const SortTerm *terms;
    size_t begun;      /* terms that were given out */
    size_t first, end; /* parts that are not written yet, counted from the beginning */
    PartJob parts[PARTS];
} PartLine;

static void begin_part(PartLine *line, const SegmentForm *form, Pool *pool) {
    PartJob *part = &line->parts[line->end++ % PARTS];
    uint64_t postings = 0;
    part->job.run = encode_part;
    part->builder = line->builder;
    part->form = form;
    part->terms = line->terms + line->begun;
    part->count = 0;
    while (line->begun < line->builder->lists && postings < PART_POSTINGS) {
        postings += list_at(line->builder, line->terms[line->begun++].list)->df;
        part->count++;
    }
    if (pool)
        pool_add(pool, &part->job);
    else
        encode_part(&part->job, 0);
}

static bool write_terms(SegmentBuilder *b, SegmentWriter *w, Pool *pool, Error *err) {
    SortTerm *terms = sort_terms(b);
    PartLine *line = mem_zalloc(sizeof *line);
    const SegmentForm form = w->form;
    size_t most = pool ? PARTS : 1;
    bool ok = true;
    line->builder = b;
    line->terms = terms;
    for (;;) {
        while (ok && line->begun < b->lists && line->end - line->first < most)
            begin_part(line, &form, pool);
        if (line->first == line->end)
            break;
        PartJob *part = &line->parts[line->first++ % PARTS];
        if (pool)
            pool_finish_one(pool, &part->job);
        ok = ok && segwrite_part(w, &part->part, err);
    }
    for (size_t i = 0; i < PARTS; i++) {
        postings_free(&line->parts[i].postings);
        segment_part_free(&line->parts[i].part);
    }
    free(line);
    free(terms);
    return ok && segwrite_flush(w, err);
}

static bool write_live(SegmentBuilder *b, SegmentWriter *w, Error *err) {
    Buf chunk = {0};
    bool ok = true;
    uint32_t docs = builder_docs(b);
    for (uint32_t from = 0; from < docs && ok; from += CHUNK_DOCS) {
        uint32_t n = docs - from < CHUNK_DOCS ? docs - from : CHUNK_DOCS;
        buf_clear(&chunk);
        chunk_put_bits(&chunk, live_word(b, from), n);
        ok = segwrite_column(w, COLUMN_LIVE, from / CHUNK_DOCS, buf_str(&chunk), err);
    }
    buf_free(&chunk);
    return ok;
}

bool builder_write(SegmentBuilder *b, StoreWrite *write, const Bm25 *bm25, uint32_t skip_to,
                   Pool *pool, SegmentInfo *info, Error *err) {
    SegmentWriter w;
    segwrite_init(&w, write, info->id, builder_docs(b), bm25);
    w.form.bits = true;
    for (uint32_t i = 0; i < builder_docs(b) && b->numbers.items[i] <= skip_to; i++)
        kill_live(b, i);
    bool ok = write_terms(b, &w, pool, err) &&
              column_set_write(&b->columns, segwrite_column, &w, err) && write_live(b, &w, err);
    info->docs = builder_docs(b);
    info->live = b->live_docs;
    info->bytes = w.bytes;
    info->places = info->bits = true;
    segwrite_free(&w);
    return ok;
}
