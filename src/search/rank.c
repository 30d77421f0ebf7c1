#include "config.h"

#include "search/rank.h"

#include "base/vec.h"
#include "search/bits.h"
#include "search/top.h"
#include "text/utf8.h"

#include <float.h>

/* Fusion of fields: pairs that the query's own lattice calls a word count more, spaced words most.
 */
static const float pair_word_boost = 1.5f, spaced_boost = 3, edge_boost = 1;
/* Sums are rounded in another order than the bounds. */
static const float slack = 1.0005f;
enum { BEGINNING_LISTS = 8, RESCORED = 100, PROBED = 12, FEW = 64, BEST_WINDOWS = 16 };

static const HitOrder by_score = {.column = -1, .descending = true};

/* ---- terms of the query ---- */

static RankTerm *push_term(RankTerm **terms, size_t *len, size_t *cap) {
    if (*len == *cap) {
        *cap = *cap ? 2 * *cap : 32;
        *terms = mem_realloc_array(*terms, *cap, sizeof **terms);
    }
    return &(*terms)[(*len)++];
}

static void add_term(Ranking *r, bool character, TermField field, Str text, float boost) {
    RankTerm **terms = character ? &r->characters : &r->terms;
    size_t *len = character ? &r->characters_len : &r->len;
    size_t *cap = character ? &r->characters_cap : &r->cap;
    char key[1 + TERM_BYTES];
    bool added;
    if (text.len > TERM_BYTES)
        return;
    key[0] = (char)(field | (character ? 0x40 : 0));
    memcpy(key + 1, text.ptr, text.len);
    uint64_t *place = map_put(&r->known, str_make(key, 1 + text.len), &added);
    if (!added) {
        if ((*terms)[*place].boost < boost)
            (*terms)[*place].boost = boost;
        return;
    }
    *place = *len;
    *push_term(terms, len, cap) = (RankTerm){.field = field, .text = text, .boost = boost};
}

static bool is_word(TextWords *words, size_t from, size_t to) {
    VEC_EACH (word, words) {
        if (word->from == from && word->to == to)
            return true;
    }
    return false;
}

static void dense_terms(Ranking *r, const QueryNode *unit, const TextRun *run, TextWords *words) {
    size_t before = SIZE_MAX;
    for (size_t at = run->from; at < run->to;) {
        uint32_t point;
        size_t len = utf8_next(unit->text, at, &point);
        add_term(r, run->points > 1, TERM_CHAR, str_make(unit->text.ptr + at, len), unit->weight);
        if (before != SIZE_MAX)
            add_term(r, false, TERM_PAIR, str_make(unit->text.ptr + before, at + len - before),
                     unit->weight * (is_word(words, before, at + len) ? pair_word_boost : 1));
        before = at;
        at += len;
    }
    VEC_EACH (word, words) {
        if (word->from >= run->from && word->to <= run->to && word->points >= 3)
            add_term(r, false, TERM_WORD,
                     str_make(unit->text.ptr + word->from, word->to - word->from), unit->weight);
    }
}

static void unit_terms(Ranking *r, const QueryNode *unit) {
    TextWords *words = search_index_words(r->eval->snapshot->index);
    text_words_cut(words, unit->text);
    for (size_t i = 0; i < unit->run_count; i++) {
        const TextRun *run = &unit->runs[i];
        Str text = str_make(unit->text.ptr + run->from, run->to - run->from);
        bool beginning = unit->prefix && i + 1 == unit->run_count;
        if (run->dense)
            dense_terms(r, unit, run, words);
        else if (!beginning)
            add_term(r, false, TERM_LATIN, term_latin(text), spaced_boost * unit->weight);
        else if (run->points <= 2)
            add_term(r, false, TERM_EDGE, text, edge_boost * unit->weight);
    }
}

static bool open_lists(Ranking *r, RankTerm *term, Error *err) {
    Snapshot *snapshot = r->eval->snapshot;
    term->lists = arena_zalloc(&r->arena, (snapshot->count + 1) * sizeof *term->lists);
    for (uint32_t s = 0; s < snapshot->count; s++) {
        if (!eval_list(r->eval, s, term->field, term->text, &term->lists[s], err))
            return false;
        term->df += term->lists[s].df;
    }
    term->weight = term->boost * bm25_idf(snapshot->docs, term->df);
    return true;
}

void rank_set_boost(RankTerm *term, float boost) {
    term->weight *= boost / term->boost;
    term->boost = boost;
    term->parts = NULL;
}

/* ---- words that begin as typed ---- */

typedef struct Beginning {
    char text[TERM_BYTES];
    size_t len;
    uint64_t df;
} Beginning;

typedef struct Beginnings {
    VEC(Beginning) items;
} Beginnings;

static void note_beginning(Beginnings *b, Str text, uint64_t df) {
    VEC_EACH (item, &b->items) {
        if (item->len == text.len && memcmp(item->text, text.ptr, text.len) == 0) {
            item->df += df;
            return;
        }
    }
    Beginning item = {.len = text.len, .df = df};
    memcpy(item.text, text.ptr, text.len);
    vec_push(&b->items, item);
}

/* Keeps the most frequent ones: later ones only matter when they are more frequent. */
static void trim_beginnings(Beginnings *b) {
    while (b->items.len > BEGINNING_LISTS) {
        size_t least = 0;
        for (size_t i = 1; i < b->items.len; i++)
            if (b->items.items[i].df < b->items.items[least].df)
                least = i;
        b->items.items[least] = b->items.items[--b->items.len];
    }
}

static bool note_small(void *context, Str term, uint32_t ordinal, uint32_t tf) {
    (void)ordinal;
    (void)tf;
    note_beginning(context, term, 1);
    return true;
}

static bool large_beginnings(Segment *s, Str prefix, Beginnings *all, Error *err) {
    TermWalk walk;
    Beginnings own = {0};
    bool found = true, ok = term_walk_open(&walk, s, prefix, err);
    while (ok) {
        ok = term_walk_next(&walk, &found, err);
        if (!ok || !found || !str_starts(walk.term, prefix))
            break;
        Beginning item = {.len = walk.term.len - 1, .df = walk.entry.df};
        memcpy(item.text, walk.term.ptr + 1, item.len);
        vec_push(&own.items, item);
        trim_beginnings(&own);
    }
    term_walk_close(&walk);
    VEC_EACH (item, &own.items) {
        note_beginning(all, str_make(item->text, item->len), item->df);
    }
    vec_free(&own.items);
    return ok;
}

static bool beginning_terms(Ranking *r, Str run, float weight, Error *err) {
    Snapshot *snapshot = r->eval->snapshot;
    Beginnings all = {0};
    char bytes[1 + TERM_BYTES];
    bool ok = true;
    Str text = term_latin(run);
    bytes[0] = TERM_LATIN;
    memcpy(bytes + 1, text.ptr, text.len);
    Str prefix = str_make(bytes, text.len + 1);
    for (uint32_t s = 0; s < snapshot->count && ok; s++) {
        if (snapshot_is_cancelled(snapshot, err))
            ok = false;
        else if (snapshot->segments[s].small)
            small_terms(snapshot->segments[s].small, prefix, note_small, &all);
        else
            ok = large_beginnings(&snapshot->segments[s], prefix, &all, err);
    }
    trim_beginnings(&all);
    VEC_EACH (item, &all.items) {
        add_term(r, false, TERM_LATIN, arena_str(&r->arena, str_make(item->text, item->len)),
                 spaced_boost * weight);
    }
    vec_free(&all.items);
    return ok;
}

static bool node_terms(Ranking *r, const QueryNode *node, Error *err) {
    if (node->kind == QUERY_NOT || node->kind == QUERY_FILTER)
        return true;
    if (node->kind == QUERY_UNIT) {
        unit_terms(r, node);
        const TextRun *last = &node->runs[node->run_count - 1];
        Str text = str_make(node->text.ptr + last->from, last->to - last->from);
        return !node->prefix || last->dense || last->points <= 2 ||
               beginning_terms(r, text, node->weight, err);
    }
    for (size_t i = 0; i < node->count; i++)
        if (!node_terms(r, node->items[i], err))
            return false;
    return true;
}

bool rank_open(Ranking *r, Evaluation *eval, Error *err) {
    *r = (Ranking){.eval = eval};
    if (eval->query->root && !node_terms(r, eval->query->root, err))
        return false;
    for (size_t i = 0; i < r->len; i++)
        if (!open_lists(r, &r->terms[i], err))
            return false;
    return true;
}

bool rank_add_unit(Ranking *r, const QueryNode *unit, Error *err) {
    size_t before = r->len;
    unit_terms(r, unit);
    for (size_t i = before; i < r->len; i++)
        if (!open_lists(r, &r->terms[i], err))
            return false;
    return true;
}

bool rank_add_word(Ranking *r, Str word, Error *err) {
    size_t before = r->len;
    add_term(r, false, TERM_LATIN, term_latin(word), spaced_boost);
    return r->len == before || open_lists(r, &r->terms[before], err);
}

void rank_add_lists(Ranking *r, PostingList *lists, float boost) {
    RankTerm term = {.field = TERM_PAIR, .boost = boost, .lists = lists};
    for (uint32_t s = 0; s < r->eval->snapshot->count; s++)
        term.df += lists[s].df;
    term.weight = boost * bm25_idf(r->eval->snapshot->docs, term.df);
    *push_term(&r->terms, &r->len, &r->cap) = term;
}

void rank_close(Ranking *r) {
    free(r->terms);
    free(r->characters);
    map_free(&r->known);
    arena_free(&r->arena);
    *r = (Ranking){0};
}

/* ---- scores of a window ---- */

typedef struct Scores {
    Ranking *r;
    uint32_t segment, start;
    const uint8_t *norms[NORM_CLASSES]; /* of the window; NULL: damaged */
    uint32_t docs;                      /* of the window */
    float values[WINDOW_DOCS];
} Scores;

static void scores_open(Scores *s, uint32_t start) {
    Segment *segment = s->r->eval->segments[s->segment].segment;
    static const SearchColumn columns[] = {COLUMN_NORM_DENSE, COLUMN_NORM_SPACED};
    s->start = start;
    s->docs = segment->info.docs - start < WINDOW_DOCS ? segment->info.docs - start : WINDOW_DOCS;
    for (int n = 0; n < NORM_CLASSES; n++) {
        const Chunk *chunk = segment_chunk(segment, columns[n], start);
        s->norms[n] = chunk->data ? chunk->data + start % CHUNK_DOCS : NULL;
    }
}

static inline float part(const Scores *s, const RankTerm *term, uint32_t at, uint32_t tf) {
    NormClass norm = term_norm(term->field);
    uint8_t length = s->norms[norm] ? s->norms[norm][at] : 0;
    return term->weight * bm25_part(s->r->eval->snapshot->bm25, norm, length, tf);
}

/* The parts of lists so long that a table of them is worth while. */
static void make_parts(Ranking *r, RankTerm *term) {
    const float *k = r->eval->snapshot->bm25->k[term_norm(term->field)];
    float weight = term->weight;
    if (term->parts || term->df < PFOR_BLOCK)
        return;
    float *parts = arena_alloc(&r->arena, RANK_OFTEN * RANK_LENGTHS * sizeof *parts);
    for (int times = 1; times <= RANK_OFTEN; times++)
        for (int length = 0; length < RANK_LENGTHS; length++)
            parts[(times - 1) * RANK_LENGTHS + length] =
                weight * (float)times / ((float)times + k[length]);
    term->parts = parts;
}

/* Adds postings of the window, whatever their documents: who offers documents looks at what they
 * are. tf NULL: all are one. */
static void add_postings(Scores *s, const RankTerm *term, const uint32_t *ordinals,
                         const uint32_t *tf, uint32_t count) {
    static const uint8_t none[WINDOW_DOCS] = {0};
    NormClass norm = term_norm(term->field);
    const uint8_t *lengths = s->norms[norm] ? s->norms[norm] : none;
    const float *k = s->r->eval->snapshot->bm25->k[norm], *parts = term->parts;
    const uint32_t start = s->start, docs = s->docs;
    const uint32_t often = parts ? RANK_OFTEN : 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = ordinals[i] - start, times = tf ? tf[i] : 1;
        if (at >= docs)
            continue;
        if (times - 1 < often)
            s->values[at] += parts[(times - 1) * RANK_LENGTHS + lengths[at]];
        else
            s->values[at] += term->weight * (float)times / ((float)times + k[lengths[at]]);
    }
}

/* The block of a list that was read last: windows and documents in a row share it. */
typedef struct Probe {
    uint32_t block; /* UINT32_MAX: none */
    bool ones;      /* all frequencies are one, and not in tf */
    uint32_t ordinals[PFOR_BLOCK], tf[PFOR_BLOCK];
} Probe;

static bool read_block(const PostingList *list, uint32_t b, Probe *probe, Error *err) {
    const PforEntry *entry = &list->entries[b];
    if (probe->block == b)
        return true;
    const uint8_t *data = list_block(list, b, err);
    if (!data)
        return false;
    pfor_decode(data, entry, b ? list->entries[b - 1].last : UINT32_MAX, probe->ordinals);
    probe->ones = !entry->tf_width && !entry->tf_extra;
    if (!probe->ones)
        pfor_decode_tf(data, entry, probe->tf);
    probe->block = b;
    return true;
}

/* Documents that are not allowed may get only a part of what is theirs. least: what the list must
 * give a document for it to matter; blocks below are passed over, their documents can no longer be
 * among the best whatever the other lists say. */
static bool add_list(Scores *s, RankTerm *term, Probe *probe, const uint64_t *allowed, float least,
                     Error *err) {
    const PostingList *list = &term->lists[s->segment];
    uint32_t end = s->start + WINDOW_DOCS;
    make_parts(s->r, term);
    BlockWalk walk = {.list = list, .bits = allowed, .start = s->start};
    while (block_walk_next(&walk)) {
        if (term->weight * (float)list->entries[walk.block].impact / 255 * slack < least)
            continue;
        if (!read_block(list, walk.block, probe, err))
            return false;
        add_postings(s, term, probe->ordinals, probe->ones ? NULL : probe->tf, PFOR_BLOCK);
    }
    uint32_t from = list_tail_at(list, s->start), to = from;
    while (to < list->tail && list->tail_ordinals[to] < end)
        to++;
    if (to > from)
        add_postings(s, term, list->tail_ordinals + from, list->tail_tf + from, to - from);
    return true;
}

/* The frequency of one document in a list, 0 when it is not there. */
static bool probe_list(const PostingList *list, Probe *probe, uint32_t ordinal, uint32_t *tf,
                       Error *err) {
    *tf = 0;
    uint32_t b = list_block_at(list, ordinal);
    if (b == list->blocks) {
        uint32_t i = list_tail_at(list, ordinal);
        if (i < list->tail && list->tail_ordinals[i] == ordinal)
            *tf = list->tail_tf[i];
        return true;
    }
    if (!read_block(list, b, probe, err))
        return false;
    uint32_t low = 0;
    for (uint32_t half = PFOR_BLOCK / 2; half; half /= 2)
        low += probe->ordinals[low + half - 1] < ordinal ? half : 0;
    if (probe->ordinals[low] == ordinal)
        *tf = probe->ones ? 1 : probe->tf[low];
    return true;
}

static bool probe_window(Scores *s, const RankTerm *term, Probe *probe, const uint64_t *bits,
                         Error *err) {
    for (uint32_t k = 0; k < WINDOW_WORDS; k++)
        for (uint64_t left = bits[k]; left; left &= left - 1) {
            uint32_t at = k * 64 + (uint32_t)__builtin_ctzll(left), tf;
            if (!probe_list(&term->lists[s->segment], probe, s->start + at, &tf, err))
                return false;
            if (tf)
                s->values[at] += part(s, term, at, tf);
        }
    return true;
}

static void offer_window(Scores *s, const uint64_t *bits, bool any, TopHits *top) {
    Segment *segment = s->r->eval->segments[s->segment].segment;
    float threshold = top_threshold(top);
    for (uint32_t k = 0; k < WINDOW_WORDS; k++)
        for (uint64_t left = bits[k]; left; left &= left - 1) {
            uint32_t at = k * 64 + (uint32_t)__builtin_ctzll(left);
            if (s->values[at] < threshold)
                continue;
            Hit hit = {.segment = s->segment,
                       .ordinal = s->start + at,
                       .document = segment_document(segment, s->start + at),
                       .score = s->values[at],
                       .any = any};
            top_offer(top, &hit);
            threshold = top->full ? top->least : threshold;
        }
}

/* ---- windows in the order of their bounds ---- */

typedef struct BoundWindow {
    uint32_t segment, start;
    float bound;
} BoundWindow;

typedef VEC(BoundWindow) BoundWindows;

static int compare_windows(const void *a, const void *b) {
    const BoundWindow *x = a, *y = b;
    if (x->bound != y->bound)
        return x->bound > y->bound ? -1 : 1;
    if (x->segment != y->segment)
        return x->segment > y->segment ? -1 : 1;
    return x->start > y->start ? -1 : x->start < y->start;
}

/* What the list may give a document of the window at most, as a share of 255. */
static uint8_t term_bound(Ranking *r, RankTerm *term, uint32_t segment, uint32_t start) {
    const Snapshot *snapshot = r->eval->snapshot;
    if (!term->bounds)
        term->bounds = arena_zalloc(&r->arena, snapshot->count * sizeof *term->bounds);
    if (!term->bounds[segment]) {
        uint32_t docs = snapshot->segments[segment].info.docs;
        term->bounds[segment] = arena_alloc(&r->arena, docs / WINDOW_DOCS + 1);
        list_bounds(&term->lists[segment], docs, term->bounds[segment]);
    }
    return term->bounds[segment][start / WINDOW_DOCS];
}

static float window_bound(Ranking *r, uint32_t segment, uint32_t start) {
    float bound = 0;
    for (size_t i = 0; i < r->len; i++)
        bound += r->terms[i].weight * (float)term_bound(r, &r->terms[i], segment, start) / 255;
    return bound * slack;
}

static void window_of(const uint64_t *bits, uint32_t words, uint32_t start, uint64_t *out) {
    uint32_t from = start / 64, left = words - from;
    memset(out, 0, WINDOW_WORDS * sizeof *out);
    memcpy(out, bits + from, (left < WINDOW_WORDS ? left : WINDOW_WORDS) * sizeof *out);
}

static float list_part(Ranking *r, RankTerm *term, uint32_t segment, uint32_t start) {
    return term->weight * (float)term_bound(r, term, segment, start) / 255 * slack;
}

/* bound: of the whole window. */
static bool score_window(Scores *s, const uint64_t *bits, uint32_t count, float bound,
                         float threshold, Error *err) {
    if (count > PROBED)
        memset(s->values, 0, sizeof s->values);
    for (uint32_t k = 0; count <= PROBED && k < WINDOW_WORDS; k++)
        for (uint64_t left = bits[k]; left; left &= left - 1)
            s->values[k * 64 + (uint32_t)__builtin_ctzll(left)] = 0;
    for (size_t i = 0; i < s->r->len; i++) {
        RankTerm *term = &s->r->terms[i];
        if (!term->lists[s->segment].df)
            continue;
        float least = threshold - (bound - list_part(s->r, term, s->segment, s->start));
        Probe probe;
        probe.block = UINT32_MAX;
        if (count <= PROBED ? !probe_window(s, term, &probe, bits, err)
                            : !add_list(s, term, &probe, bits, least, err))
            return false;
    }
    return true;
}

bool rank_matched(Ranking *r, size_t keep, Hits *out, Error *err) {
    BoundWindows windows = {0};
    Scores *scores = mem_alloc(sizeof *scores);
    bool ok = true;
    out->len = 0;
    TopHits top = {.order = &by_score, .hits = out, .keep = keep};
    for (uint32_t s = 0; s < r->eval->snapshot->count; s++) {
        const EvalSegment *es = &r->eval->segments[s];
        for (uint32_t start = 0; start < es->segment->info.docs; start += WINDOW_DOCS) {
            uint64_t bits[WINDOW_WORDS];
            window_of(es->bits, es->words, start, bits);
            if (bits_any(bits, WINDOW_WORDS))
                vec_push(&windows, (BoundWindow){s, start, window_bound(r, s, start)});
        }
    }
    if (windows.len)
        qsort(windows.items, windows.len, sizeof *windows.items, compare_windows);
    for (size_t i = 0; i < windows.len && ok; i++) {
        const BoundWindow *w = &windows.items[i];
        uint64_t bits[WINDOW_WORDS];
        if (top_is_full(&top) && w->bound < top_threshold(&top))
            break;
        window_of(r->eval->segments[w->segment].bits, r->eval->segments[w->segment].words, w->start,
                  bits);
        scores->r = r;
        scores->segment = w->segment;
        scores_open(scores, w->start);
        ok = !snapshot_is_cancelled(r->eval->snapshot, err) &&
             score_window(scores, bits, bits_count(bits, WINDOW_WORDS), w->bound,
                          top_threshold(&top), err);
        if (ok)
            offer_window(scores, bits, false, &top);
    }
    free(scores);
    vec_free(&windows);
    top_finish(&top);
    return ok;
}

/* ---- the second tier ---- */

typedef struct OrderedTerm {
    RankTerm *term;
    size_t place; /* among the terms */
    float bound;
    Probe *probe; /* in the segment of the windows */
} OrderedTerm;

static bool stands_before(const OrderedTerm *a, const OrderedTerm *b) {
    return a->bound != b->bound ? a->bound > b->bound : a->place < b->place;
}

/* The greatest bounds first. From window to window they hardly change their order. */
static void sort_terms(OrderedTerm *order, size_t count) {
    for (size_t i = 1; i < count; i++) {
        OrderedTerm term = order[i];
        size_t at = i;
        for (; at && stands_before(&term, &order[at - 1]); at--)
            order[at] = order[at - 1];
        order[at] = term;
    }
}

typedef float Floats __attribute__((vector_size(16)));
typedef int32_t Lanes __attribute__((vector_size(16)));

/* Each bit of sixteen to every fourth place. */
static inline uint64_t strew(uint32_t bits) {
    uint64_t word = bits;
    word = (word | word << 24) & 0x000000FF000000FFu;
    word = (word | word << 12) & 0x000F000F000F000Fu;
    word = (word | word << 6) & 0x0303030303030303u;
    return (word | word << 3) & 0x1111111111111111u;
}

/* Which of 64 values are at least that. */
static inline uint64_t reaching(const float *values, Floats least) {
    Lanes found = {0};
#pragma GCC unroll 16
    for (int i = 0; i < 16; i++) {
        const int bit = 1 << i;
        Floats value;
        memcpy(&value, values + 4 * i, sizeof value);
        found |= (value >= least) & (Lanes){bit, bit, bit, bit};
    }
    return strew((uint32_t)found[0]) | strew((uint32_t)found[1]) << 1 |
           strew((uint32_t)found[2]) << 2 | strew((uint32_t)found[3]) << 3;
}

/* The allowed documents that got something so far and that `left` can carry over the threshold;
 * gives their number. */
static uint32_t find_reachable(const Scores *s, const uint64_t *allowed, float left,
                               float threshold, uint64_t *found) {
    /* A difference is rounded otherwise than the sums are. */
    float wanted = (threshold - left) - threshold / 65536;
    wanted = wanted < FLT_MIN ? FLT_MIN : wanted;
    const Floats least = {wanted, wanted, wanted, wanted};
    uint32_t count = 0;
    for (uint32_t k = 0; k < WINDOW_WORDS; k++) {
        found[k] = allowed[k] ? allowed[k] & reaching(s->values + (size_t)k * 64, least) : 0;
        count += found[k] ? bits_in(found[k]) : 0;
    }
    return count;
}

/* Keeps of the documents those that `left` can carry over the threshold; gives their number. */
static uint32_t keep_reachable(const Scores *s, float left, float threshold, uint64_t *found) {
    uint32_t count = 0;
    for (uint32_t k = 0; k < WINDOW_WORDS; k++)
        for (uint64_t word = found[k]; word; word &= word - 1) {
            int i = __builtin_ctzll(word);
            if (s->values[k * 64 + (uint32_t)i] + left >= threshold)
                count++;
            else
                found[k] &= ~((uint64_t)1 << i);
        }
    return count;
}

/* MaxScore inside the window: when what is left of the lists cannot carry a new document over the
 * threshold, they only matter to those that they can still carry there. found: the documents that
 * may be among the best. */
static bool any_window(Scores *s, const uint64_t *allowed, uint64_t *found, float threshold,
                       OrderedTerm *order, Error *err) {
    size_t at = 0, count = s->r->len;
    float left = 0, all;
    memset(s->values, 0, sizeof s->values);
    for (size_t i = 0; i < count; i++) {
        uint8_t bound = term_bound(s->r, order[i].term, s->segment, s->start);
        order[i].bound = order[i].term->weight * (float)bound / 255;
    }
    sort_terms(order, count);
    while (count && order[count - 1].bound <= 0)
        count--;
    for (size_t i = 0; i < count; i++)
        left += order[i].bound;
    all = left * slack;
    for (; at < count && left * slack >= threshold; left -= order[at++].bound)
        if (!add_list(s, order[at].term, order[at].probe, allowed,
                      threshold - (all - order[at].bound), err))
            return false;
    uint32_t docs = find_reachable(s, allowed, at < count ? left * slack : 0, threshold, found);
    while (at < count && docs) {
        float least = threshold - (all - order[at].bound);
        if (!(docs <= PROBED ? probe_window(s, order[at].term, order[at].probe, found, err)
                             : add_list(s, order[at].term, order[at].probe, found, least, err)))
            return false;
        left -= order[at++].bound;
        docs = docs > FEW ? find_reachable(s, found, left * slack, threshold, found)
                          : keep_reachable(s, left * slack, threshold, found);
    }
    return true;
}

static bool open_characters(Ranking *r, Error *err) {
    for (size_t i = 0; i < r->characters_len; i++)
        if (!r->characters[i].lists && !open_lists(r, &r->characters[i], err))
            return false;
    return true;
}

/* Most that the characters from `at` on may add. */
static float characters_left(const Ranking *r, size_t at) {
    float left = 0;
    for (; at < r->characters_len; at++) {
        uint8_t impact = 0;
        for (uint32_t s = 0; s < r->eval->snapshot->count; s++)
            if (r->characters[at].lists[s].df && r->characters[at].lists[s].impact > impact)
                impact = r->characters[at].lists[s].impact;
        left += r->characters[at].weight * (float)impact / 255;
    }
    return left * slack;
}

static int compare_weights(const void *a, const void *b) {
    const RankTerm *x = a, *y = b;
    return x->weight > y->weight ? -1 : x->weight < y->weight;
}

static int compare_places(const void *a, const void *b) {
    const Hit *x = a, *y = b;
    if (x->segment != y->segment)
        return x->segment < y->segment ? -1 : 1;
    return x->ordinal < y->ordinal ? -1 : x->ordinal > y->ordinal;
}

/* The value that `at` others are not below. Changes their order. */
static float nth_largest(float *values, size_t len, size_t at) {
    size_t low = 0, high = len;
    while (high - low > 1) {
        float pivot = values[low + (high - 1 - low) / 2];
        size_t i = low, j = high - 1;
        for (;;) {
            while (values[i] > pivot)
                i++;
            while (pivot > values[j])
                j--;
            if (i >= j)
                break;
            float swap = values[i];
            values[i++] = values[j];
            values[j--] = swap;
        }
        if (at <= j)
            high = j + 1;
        else
            low = j + 1;
    }
    return values[low];
}

/* Drops hits that cannot be among the best `keep` any more: what is left adds at most `left`. */
static void drop_beaten(Hits *hits, size_t keep, float left) {
    size_t kept = 0;
    if (!keep || hits->len <= keep)
        return;
    float *scores = mem_alloc(hits->len * sizeof *scores);
    for (size_t i = 0; i < hits->len; i++)
        scores[i] = hits->items[i].score;
    float least = nth_largest(scores, hits->len, keep - 1);
    for (size_t i = 0; i < hits->len; i++)
        if (hits->items[i].score * slack + left >= least)
            hits->items[kept++] = hits->items[i];
    hits->len = kept;
    free(scores);
}

static bool rescore_by(Scores *scores, const RankTerm *term, Hits *hits, Error *err) {
    Probe probe = {.block = UINT32_MAX};
    for (size_t i = 0; i < hits->len; i++) {
        Hit *hit = &hits->items[i];
        uint32_t tf, start = hit->ordinal / WINDOW_DOCS * WINDOW_DOCS;
        if (!i || scores->segment != hit->segment || scores->start != start) {
            if (!i || scores->segment != hit->segment)
                probe.block = UINT32_MAX;
            scores->segment = hit->segment;
            scores_open(scores, start);
        }
        if (!probe_list(&term->lists[hit->segment], &probe, hit->ordinal, &tf, err))
            return false;
        if (tf)
            hit->score += part(scores, term, hit->ordinal - start, tf);
    }
    return true;
}

/* Single characters are too many to find by, but they order what was found. The rare ones come
 * first: behind them few hits are left that the common ones could lift to the best `keep`. */
static bool rescore(Ranking *r, Hits *hits, size_t keep, Error *err) {
    Scores *scores = mem_alloc(sizeof *scores);
    bool ok = open_characters(r, err);
    scores->r = r;
    if (ok && r->characters_len)
        qsort(r->characters, r->characters_len, sizeof *r->characters, compare_weights);
    if (ok && hits->len)
        qsort(hits->items, hits->len, sizeof *hits->items, compare_places);
    for (size_t t = 0; t < r->characters_len && ok; t++) {
        drop_beaten(hits, keep, characters_left(r, t));
        ok = rescore_by(scores, &r->characters[t], hits, err);
    }
    free(scores);
    return ok;
}

static void resort(Hits *hits, size_t keep) {
    Hits sorted = {0};
    TopHits top = {.order = &by_score, .hits = &sorted, .keep = keep};
    for (size_t i = 0; i < hits->len; i++)
        top_offer(&top, &hits->items[i]);
    top_finish(&top);
    vec_free(hits);
    *hits = sorted;
}

typedef struct AnyTier {
    Ranking *r;
    uint64_t **allowed; /* by segment */
    TopHits top;
    Scores *scores;
    OrderedTerm *order;
    BoundWindows windows;
} AnyTier;

/* Documents that pass the filters and are not in the first tier. */
static bool any_allowed(AnyTier *any, uint64_t *total, Error *err) {
    Evaluation *eval = any->r->eval;
    for (uint32_t s = 0; s < eval->snapshot->count; s++) {
        const EvalSegment *es = &eval->segments[s];
        uint64_t *bits = arena_alloc(&any->r->arena, (es->words + WINDOW_WORDS) * sizeof *bits);
        if (!eval_filters(eval, s, bits, err))
            return false;
        for (uint32_t w = 0; w < es->words; w++)
            bits[w] &= ~es->bits[w];
        any->allowed[s] = bits;
        for (uint32_t start = 0; start < es->segment->info.docs; start += WINDOW_DOCS) {
            float bound = window_bound(any->r, s, start);
            if (bound > 0)
                vec_push(&any->windows, (BoundWindow){s, start, bound});
        }
    }
    if (!total)
        return true;
    *total = 0;
    for (size_t i = 0; i < any->windows.len; i++) {
        const BoundWindow *w = &any->windows.items[i];
        uint64_t found[WINDOW_WORDS] = {0}, allowed[WINDOW_WORDS];
        if (snapshot_is_cancelled(eval->snapshot, err))
            return false;
        for (size_t t = 0; t < any->r->len; t++)
            if (!list_bits(&any->r->terms[t].lists[w->segment], w->start, found, err))
                return false;
        window_of(any->allowed[w->segment], eval->segments[w->segment].words, w->start, allowed);
        for (int k = 0; k < WINDOW_WORDS; k++)
            *total += bits_in(found[k] & allowed[k]);
    }
    return true;
}

static int compare_starts(const void *a, const void *b) {
    const BoundWindow *x = a, *y = b;
    if (x->segment != y->segment)
        return x->segment < y->segment ? -1 : 1;
    return x->start < y->start ? -1 : x->start > y->start;
}

/* Some of the best windows give a threshold; the others follow in their order, in which they share
 * blocks and pages. */
static void sort_windows(BoundWindows *windows) {
    if (windows->len)
        qsort(windows->items, windows->len, sizeof *windows->items, compare_windows);
    if (windows->len > BEST_WINDOWS)
        qsort(windows->items + BEST_WINDOWS, windows->len - BEST_WINDOWS, sizeof *windows->items,
              compare_starts);
}

static void begin_order(AnyTier *any) {
    Ranking *r = any->r;
    Probe *probes = arena_alloc(&r->arena, (r->len + 1) * sizeof *probes);
    for (size_t i = 0; i < r->len; i++)
        any->order[i] = (OrderedTerm){.term = &r->terms[i], .place = i, .probe = &probes[i]};
}

static bool score_any_window(AnyTier *any, const BoundWindow *w, float threshold, Error *err) {
    Ranking *r = any->r;
    uint64_t allowed[WINDOW_WORDS], found[WINDOW_WORDS];
    window_of(any->allowed[w->segment], r->eval->segments[w->segment].words, w->start, allowed);
    any->scores->segment = w->segment;
    scores_open(any->scores, w->start);
    if (!any_window(any->scores, allowed, found, threshold, any->order, err))
        return false;
    offer_window(any->scores, found, true, &any->top);
    return true;
}

static bool any_windows(AnyTier *any, Error *err) {
    Ranking *r = any->r;
    uint32_t segment = UINT32_MAX;
    any->scores->r = r;
    begin_order(any);
    sort_windows(&any->windows);
    for (size_t i = 0; i < any->windows.len; i++) {
        const BoundWindow *w = &any->windows.items[i];
        float threshold = top_threshold(&any->top);
        if (top_is_full(&any->top) && w->bound < threshold)
            continue;
        if (snapshot_is_cancelled(r->eval->snapshot, err))
            return false;
        for (size_t t = 0; w->segment != segment && t < r->len; t++)
            any->order[t].probe->block = UINT32_MAX;
        segment = w->segment;
        if (!score_any_window(any, w, threshold, err))
            return false;
    }
    return true;
}

bool rank_any(Ranking *r, size_t keep, Hits *out, uint64_t *total, Error *err) {
    out->len = 0;
    AnyTier any = {.r = r};
    any.top = (TopHits){.order = &by_score, .hits = out, .keep = keep < RESCORED ? RESCORED : keep};
    any.allowed = arena_zalloc(&r->arena, (r->eval->snapshot->count + 1) * sizeof *any.allowed);
    any.scores = mem_alloc(sizeof *any.scores);
    any.order = mem_alloc((r->len + 1) * sizeof *any.order);
    bool ok = any_allowed(&any, total, err) && any_windows(&any, err);
    top_finish(&any.top);
    ok = ok && rescore(r, out, keep, err);
    if (ok)
        resort(out, keep);
    vec_free(&any.windows);
    free(any.order);
    free(any.scores);
    return ok;
}
