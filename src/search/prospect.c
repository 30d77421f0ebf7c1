#include "config.h"

#include "search/prospect.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "search/rank.h"
#include "text/fold.h"

#include <math.h>

static const SearchColumn columns[PROSPECT_TEXT] = {[PROSPECT_INDUSTRY] = COLUMN_INDUSTRY,
                                                    [PROSPECT_SIZE] = COLUMN_SIZE_BAND,
                                                    [PROSPECT_REGION] = COLUMN_REGION};

float prospect_similarity(const float distances[PROSPECT_FEATURES],
                          const float weights[PROSPECT_FEATURES]) {
    double sum = 0, weight = 0;
    for (int i = 0; i < PROSPECT_FEATURES; i++) {
        if (distances[i] < 0 || weights[i] <= 0)
            continue;
        sum += (double)weights[i] * (double)distances[i] * (double)distances[i];
        weight += (double)weights[i];
    }
    return weight > 0 ? (float)(1 - sqrt(sum / weight)) : 0;
}

/* What a value of a column adds to both sums. */
typedef struct Share {
    float sum, weight, distance;
} Share;

typedef struct Best {
    uint32_t segment, ordinal, document;
    float key, weight; /* key: sum / weight, the smaller the better */
    float text;        /* distance */
} Best;

typedef struct Prospect {
    const ProspectRequest *request;
    Snapshot snapshot;
    Query query;
    Evaluation eval;
    Hits texts;
    float best_score;
    size_t texts_left;            /* of the text hits, those that are not passed */
    Share *shares[PROSPECT_TEXT]; /* of the segment at hand, by code; [0]: no value */
    uint32_t codes[PROSPECT_TEXT];
    const Chunk *chunks[PROSPECT_TEXT];
    uint32_t pain;  /* code of the asked pain in the segment, 0: none */
    VEC(Best) best; /* best first, at most request->limit */
    uint64_t compared;
    Arena arena;
} Prospect;

/* ---- the words ---- */

static int by_place(const void *a, const void *b) {
    const Hit *x = a, *y = b;
    if (x->segment != y->segment)
        return x->segment < y->segment ? -1 : 1;
    return x->ordinal < y->ordinal ? -1 : x->ordinal > y->ordinal;
}

static bool rank_texts(Prospect *p, Error *err) {
    Ranking ranking = {0};
    if (!p->request->asked[PROSPECT_TEXT])
        return true;
    bool ok = rank_open(&ranking, &p->eval, err) &&
              (!ranking.len || rank_any(&ranking, PROSPECT_TEXTS, &p->texts, NULL, err));
    rank_close(&ranking);
    for (size_t i = 0; ok && i < p->texts.len; i++)
        if (p->texts.items[i].score > p->best_score)
            p->best_score = p->texts.items[i].score;
    if (ok && p->texts.len)
        qsort(p->texts.items, p->texts.len, sizeof *p->texts.items, by_place);
    p->texts_left = p->texts.len;
    return ok;
}

/* The share of the best score that the document has; documents come from the last one down. */
static float text_score(Prospect *p, uint32_t segment, uint32_t ordinal) {
    const Hit *hits = p->texts.items;
    while (p->texts_left && (hits[p->texts_left - 1].segment > segment ||
                             (hits[p->texts_left - 1].segment == segment &&
                              hits[p->texts_left - 1].ordinal > ordinal)))
        p->texts_left--;
    const Hit *hit = p->texts_left ? &hits[p->texts_left - 1] : NULL;
    bool here = hit && hit->segment == segment && hit->ordinal == ordinal;
    return here && p->best_score > 0 ? hit->score / p->best_score : 0;
}

/* ---- the columns ---- */

/* A code past the dictionary counts as no value, as every damaged one does. */
static void make_shares(Prospect *p, Segment *s, int feature) {
    const Codebook *book = segment_dictionary(s, columns[feature]);
    float weight = p->request->weights[feature];
    Share *shares = arena_zalloc(&p->arena, ((size_t)book->count + 1) * sizeof *shares);
    for (uint32_t code = 0; code <= book->count; code++) {
        float d = PROSPECT_UNKNOWN;
        if (code && p->request->asked[feature])
            d = p->request->distance(p->request->context, (ProspectFeature)feature,
                                     codebook_text(book, code));
        bool known = d >= 0 && weight > 0;
        shares[code] = known ? (Share){weight * d * d, weight, d} : (Share){0, 0, PROSPECT_UNKNOWN};
    }
    p->shares[feature] = shares;
    p->codes[feature] = book->count;
}

static void find_pain(Prospect *p, Segment *s) {
    const Codebook *book = segment_dictionary(s, COLUMN_PAIN);
    p->pain = 0;
    for (uint32_t code = 1; p->request->asked[PROSPECT_TEXT] && code <= book->count; code++)
        if (text_fold_equal(codebook_text(book, code), p->request->text))
            p->pain = code;
}

static bool has_pain(const Prospect *p, Segment *s, uint32_t ordinal) {
    const uint8_t *codes = NULL;
    if (!p->pain)
        return false;
    const Chunk *chunk = segment_chunk(s, COLUMN_PAIN, ordinal);
    uint32_t count = chunk_list(chunk, ordinal % CHUNK_DOCS, &codes);
    for (uint32_t i = 0; i < count; i++)
        if (chunk_list_code(chunk, codes, i) == p->pain)
            return true;
    return false;
}

static const Share *share_of(const Prospect *p, int feature, uint32_t ordinal) {
    uint32_t code = chunk_code(p->chunks[feature], ordinal % CHUNK_DOCS);
    return &p->shares[feature][code <= p->codes[feature] ? code : 0];
}

/* ---- the best ---- */

static bool is_better(const Best *a, const Best *b) {
    if (a->key != b->key)
        return a->key < b->key;
    if (a->weight != b->weight)
        return a->weight > b->weight;
    return a->document > b->document;
}

static void offer(Prospect *p, Segment *s, Best found) {
    size_t limit = p->request->limit;
    if (p->best.len == limit) {
        const Best *last = limit ? &p->best.items[limit - 1] : NULL;
        if (!last || found.key > last->key)
            return;
    }
    found.document = segment_document(s, found.ordinal);
    if (p->best.len == limit && !is_better(&found, &p->best.items[limit - 1]))
        return;
    if (p->best.len < limit)
        vec_push(&p->best, found);
    size_t at = p->best.len - 1;
    for (; at > 0 && is_better(&found, &p->best.items[at - 1]); at--)
        p->best.items[at] = p->best.items[at - 1];
    p->best.items[at] = found;
}

static void compare(Prospect *p, uint32_t segment, uint32_t ordinal) {
    Segment *s = p->eval.segments[segment].segment;
    float sum = 0, weight = 0, text_weight = p->request->weights[PROSPECT_TEXT];
    Best found = {.segment = segment, .ordinal = ordinal, .text = PROSPECT_UNKNOWN};
    for (int i = 0; i < PROSPECT_TEXT; i++) {
        const Share *share = share_of(p, i, ordinal);
        sum += share->sum;
        weight += share->weight;
    }
    if (p->request->asked[PROSPECT_TEXT] && text_weight > 0) {
        found.text = has_pain(p, s, ordinal) ? 0 : 1 - text_score(p, segment, ordinal);
        sum += text_weight * found.text * found.text;
        weight += text_weight;
    }
    p->compared++;
    if (weight <= 0)
        return;
    found.key = sum / weight;
    found.weight = weight;
    if (found.key < 1) /* nothing in common is no answer */
        offer(p, s, found);
}

static bool compare_segment(Prospect *p, uint32_t segment, Error *err) {
    EvalSegment *es = &p->eval.segments[segment];
    uint64_t *bits = arena_zalloc(&p->arena, (es->words + WINDOW_WORDS) * sizeof *bits);
    if (!eval_filters(&p->eval, segment, bits, err))
        return false;
    for (int i = 0; i < PROSPECT_TEXT; i++)
        make_shares(p, es->segment, i);
    find_pain(p, es->segment);
    for (uint32_t w = es->words; w-- > 0;) {
        if (w % WINDOW_WORDS == 0 && snapshot_is_cancelled(&p->snapshot, err))
            return false;
        for (int i = 0; bits[w] && i < PROSPECT_TEXT; i++)
            p->chunks[i] = segment_chunk(es->segment, columns[i], w * 64);
        for (uint64_t left = bits[w]; left;) {
            uint32_t bit = 63 - (uint32_t)__builtin_clzll(left);
            left &= ~((uint64_t)1 << bit);
            compare(p, segment, w * 64 + bit);
        }
    }
    return true;
}

static void give(Prospect *p, ProspectResult *out) {
    out->items = arena_zalloc(&out->arena, (p->best.len + 1) * sizeof *out->items);
    out->compared = p->compared;
    for (size_t i = 0; i < p->best.len; i++) {
        const Best *best = &p->best.items[i];
        Segment *s = p->eval.segments[best->segment].segment;
        ProspectHit *hit = &out->items[out->len++];
        hit->uuid = segment_uuid(s, best->ordinal);
        hit->document = best->document;
        for (int f = 0; f < PROSPECT_TEXT; f++) {
            Str value = codebook_text(segment_dictionary(s, columns[f]),
                                      segment_code(s, columns[f], best->ordinal));
            bool known = p->request->asked[f] && value.len;
            hit->distances[f] =
                known ? p->request->distance(p->request->context, (ProspectFeature)f, value)
                      : PROSPECT_UNKNOWN;
        }
        hit->distances[PROSPECT_TEXT] = best->text;
        hit->similarity = prospect_similarity(hit->distances, p->request->weights);
    }
}

static bool compare_all(Prospect *p, Error *err) {
    if (!rank_texts(p, err))
        return false;
    for (uint32_t i = p->snapshot.count; i-- > 0;) /* the newest first: of equals they stay */
        if (!compare_segment(p, i, err))
            return false;
    return true;
}

bool search_prospect(SearchIndex *index, StoreRead *read, const ProspectRequest *request,
                     ProspectResult *out, Error *err) {
    int64_t start = clock_mono_us();
    Prospect p = {.request = request};
    QueryOptions options = {.today = request->today, .plain = true};
    Str text = request->asked[PROSPECT_TEXT] ? request->text : STR("");
    Arena arena = out->arena;
    arena_clear(&arena);
    *out = (ProspectResult){.arena = arena};
    bool ok =
        query_parse(text, &options, &p.query, err) && snapshot_open(index, read, &p.snapshot, err);
    if (ok) {
        p.snapshot.cancelled = request->cancelled;
        p.snapshot.context = request->cancel_context;
        ok = eval_open(&p.eval, &p.snapshot, &p.query, request->visible, request->today, NULL,
                       err) &&
             compare_all(&p, err);
        if (ok)
            give(&p, out);
        eval_close(&p.eval);
        snapshot_close(&p.snapshot);
    }
    query_free(&p.query);
    hits_free(&p.texts);
    vec_free(&p.best);
    arena_free(&p.arena);
    out->us = clock_mono_us() - start;
    return ok;
}

void prospect_result_free(ProspectResult *result) {
    arena_free(&result->arena);
    *result = (ProspectResult){0};
}
