#include "config.h"

#include "base/vec.h"
#include "search/chunkbits.h"
#include "search/rank.h"
#include "search/top.h"
#include "text/collate.h"

/* Hits in the order of a column. Names stand as people look for them (text/collate.h), not as their
 * bytes do: each text of a dictionary gets its key when the first hit has it. */

typedef struct SortKeys {
    SearchColumn column;
    TextCollator *collator; /* NULL: the column holds no texts of a dictionary */
    Str **keys;             /* by segment, then by code; ptr NULL: not made yet */
    Arena *arena;
} SortKeys;

static void keys_begin(SortKeys *keys, Evaluation *eval, SearchColumn column) {
    ColumnKind kind = column_info(column)->kind;
    *keys = (SortKeys){.column = column, .arena = &eval->arena};
    if (kind != COLUMN_KIND_CODE && kind != COLUMN_KIND_CODES)
        return;
    keys->collator = text_collator_new();
    keys->keys = arena_zalloc(keys->arena, (eval->snapshot->count + 1) * sizeof *keys->keys);
}

static Str key_of(SortKeys *keys, Segment *s, uint32_t segment, uint32_t code) {
    const Codebook *dictionary = segment_dictionary(s, keys->column);
    Str text = codebook_text(dictionary, code);
    if (column_is_reference(keys->column))
        text = column_reference_name(text);
    if (!text.len || !dictionary || code > dictionary->count)
        return STR("");
    if (!keys->keys[segment])
        keys->keys[segment] =
            arena_zalloc(keys->arena, (dictionary->count + 1) * sizeof **keys->keys);
    Str *key = &keys->keys[segment][code];
    if (!key->ptr) {
        Buf made = {0};
        text_collator_key(keys->collator, text, &made);
        *key = arena_str(keys->arena, buf_str(&made));
        buf_free(&made);
    }
    return *key;
}

static void sort_value(SortKeys *keys, Segment *s, uint32_t ordinal, Hit *hit) {
    SearchColumn c = keys->column;
    switch (column_info(c)->kind) {
    case COLUMN_KIND_NUMBER:
        hit->number = segment_number(s, c, ordinal);
        hit->absent = hit->number == COLUMN_ABSENT;
        break;
    case COLUMN_KIND_FIXED: {
        const Chunk *chunk = segment_chunk(s, c, ordinal);
        const uint8_t *bytes = chunk_fixed(chunk, ordinal % CHUNK_DOCS);
        hit->text = str_make((const char *)bytes, bytes ? chunk->width : 0);
        hit->absent = !bytes;
        break;
    }
    case COLUMN_KIND_CODE:
        hit->text = key_of(keys, s, hit->segment, segment_code(s, c, ordinal));
        hit->absent = !hit->text.len;
        break;
    case COLUMN_KIND_CODES: {
        const uint8_t *list = NULL;
        const Chunk *chunk = segment_chunk(s, c, ordinal);
        uint32_t count = chunk_list(chunk, ordinal % CHUNK_DOCS, &list);
        hit->absent = !count;
        if (count)
            hit->text = key_of(keys, s, hit->segment, chunk_list_code(chunk, list, 0));
        break;
    }
    default:
        hit->number = segment_code(s, c, ordinal);
    }
}

typedef struct Sorting {
    Evaluation *eval;
    SortKeys keys;
    TopHits top;
} Sorting;

/* Of 64 documents those that may still come among the best: by number most are passed over. Those
 * without one come last, and first when it goes backwards. */
static uint64_t within_reach(Sorting *sorting, Segment *s, uint32_t first, uint64_t bits) {
    TopHits *top = &sorting->top;
    const HitOrder *order = top->order;
    SearchColumn column = sorting->keys.column;
    if (!bits || !top_is_full(top) || !top->keep || top->worst.absent ||
        column_info(column)->kind != COLUMN_KIND_NUMBER)
        return bits;
    const Chunk *chunk = segment_chunk(s, column, first);
    bool greatest = order->descending != order->backwards;
    int64_t low = greatest ? top->worst.number : INT64_MIN;
    int64_t high = greatest ? INT64_MAX : top->worst.number;
    uint64_t near = chunk_bits_between(chunk, first % CHUNK_DOCS, low, high);
    if (order->backwards)
        near |= chunk_bits_codes(chunk, first % CHUNK_DOCS, 0, 0);
    return bits & near;
}

/* One word of a segment's set. */
static void offer_word(Sorting *s, uint32_t segment, uint32_t word) {
    const EvalSegment *es = &s->eval->segments[segment];
    TopHits *top = &s->top;
    uint64_t near = within_reach(s, es->segment, word * 64, es->bits[word]);
    for (uint64_t left = near; left; left &= left - 1) {
        uint32_t ordinal = word * 64 + (uint32_t)__builtin_ctzll(left);
        Hit hit = {.segment = segment, .ordinal = ordinal};
        sort_value(&s->keys, es->segment, ordinal, &hit);
        /* It may be the first of its equals. */
        hit.document = top->order->backwards ? 0 : UINT32_MAX;
        if (top_is_full(top) && (!top->keep || !hit_before(top->order, &hit, &top->worst)))
            continue;
        hit.document = segment_document(es->segment, ordinal);
        top_offer(top, &hit);
    }
}

/* What is likely to be wanted comes first, so that most of the rest is passed over: dates grow with
 * segments and ordinals. */
bool rank_sorted(Evaluation *eval, const HitOrder *order, size_t keep, Hits *out, Error *err) {
    out->len = 0;
    Sorting s = {.eval = eval, .top = {.order = order, .hits = out, .keep = keep}};
    bool cancelled = false, oldest_first = order->descending == order->backwards;
    uint32_t count = eval->snapshot->count;
    keys_begin(&s.keys, eval, (SearchColumn)order->column);
    for (uint32_t i = 0; i < count && !cancelled; i++) {
        uint32_t segment = oldest_first ? i : count - 1 - i, words = eval->segments[segment].words;
        for (uint32_t w = 0; w < words && !cancelled; w++) {
            uint32_t word = oldest_first ? w : words - 1 - w;
            cancelled = word % WINDOW_WORDS == 0 && snapshot_is_cancelled(eval->snapshot, err);
            if (!cancelled)
                offer_word(&s, segment, word);
        }
    }
    text_collator_free(s.keys.collator);
    if (!cancelled)
        top_finish(&s.top);
    return !cancelled;
}
