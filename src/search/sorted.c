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

/* Of 64 documents those that may still come among the best: by number most are passed over. */
static uint64_t within_reach(TopHits *top, SearchColumn column, Segment *s, uint32_t first,
                             uint64_t bits) {
    if (!bits || !top_is_full(top) || !top->keep || top->worst.absent ||
        column_info(column)->kind != COLUMN_KIND_NUMBER)
        return bits;
    int64_t low = top->order->descending ? top->worst.number : INT64_MIN;
    int64_t high = top->order->descending ? INT64_MAX : top->worst.number;
    return bits &
           chunk_bits_between(segment_chunk(s, column, first), first % CHUNK_DOCS, low, high);
}

/* Newest segments first: by date most of the rest is then passed over. */
bool rank_sorted(Evaluation *eval, const HitOrder *order, size_t keep, Hits *out, Error *err) {
    out->len = 0;
    TopHits top = {.order = order, .hits = out, .keep = keep};
    SortKeys keys;
    bool cancelled = false;
    keys_begin(&keys, eval, (SearchColumn)order->column);
    for (uint32_t i = eval->snapshot->count; i-- > 0 && !cancelled;) {
        const EvalSegment *es = &eval->segments[i];
        for (uint32_t w = es->words; w-- > 0 && !cancelled;) {
            cancelled = w % WINDOW_WORDS == 0 && snapshot_is_cancelled(eval->snapshot, err);
            uint64_t near = within_reach(&top, keys.column, es->segment, w * 64, es->bits[w]);
            for (uint64_t left = near; left && !cancelled; left &= left - 1) {
                uint32_t ordinal = w * 64 + (uint32_t)__builtin_ctzll(left);
                Hit hit = {.segment = i, .ordinal = ordinal};
                sort_value(&keys, es->segment, ordinal, &hit);
                hit.document = UINT32_MAX;
                if (top_is_full(&top) && (!keep || !hit_before(order, &hit, &top.worst)))
                    continue;
                hit.document = segment_document(es->segment, ordinal);
                top_offer(&top, &hit);
            }
        }
    }
    text_collator_free(keys.collator);
    if (!cancelled)
        top_finish(&top);
    return !cancelled;
}
