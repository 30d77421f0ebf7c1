#include "config.h"

#include "search/duplicates.h"

#include "base/clock.h"
#include "base/hash.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "search/shingles.h"

enum { CACHED = 256, TOLD_EACH = 256 };

/* By how much an estimate may lie below `min`: four standard errors; three equal bins. */
static const double estimate_slack = .25, estimate_contained = 3.0 / SKETCH_BINS;

typedef struct Entry {
    uint32_t segment, ordinal, document;
    uint64_t customer; /* hashed, 0: not named */
    Sketch sketch;
} Entry;

typedef struct BandKey {
    uint64_t key;
    uint32_t entry;
} BandKey;

typedef struct Pair {
    uint32_t a, b;
    float similarity, contained;
} Pair;

typedef struct Cached {
    uint32_t entry; /* UINT32_MAX: empty */
    Shingles shingles;
} Cached;

typedef struct Search {
    const DuplicateRequest *request;
    Snapshot snapshot;
    Evaluation eval;
    Query query; /* everything */
    FoldedCase folded;
    Shingles shingles;
    VEC(Entry) entries;
    VEC(BandKey) keys;
    VEC(uint64_t) candidates; /* a << 32 | b */
    VEC(Pair) pairs;
    Cached cache[CACHED];
    uint64_t done, total;
    bool cut;
} Search;

static bool tell(Search *s, Error *err) {
    progress_report(s->request->progress, s->done, s->total);
    return !progress_cancelled(s->request->progress) ||
           error_set(err, ERR_CANCELLED, N_("Cancelled."), "");
}

/* ---- the pass ---- */

static Str code_text(Search *s, const Entry *entry, SearchColumn column) {
    Segment *segment = &s->snapshot.segments[entry->segment];
    return codebook_text(segment_dictionary(segment, column),
                         segment_code(segment, column, entry->ordinal));
}

static uint64_t customer_key(Search *s, const Entry *entry) {
    Str stored = code_text(s, entry, COLUMN_CUSTOMER);
    if (!stored.len)
        return 0;
    Uuid uuid = column_reference_uuid(stored);
    Str name = column_reference_name(stored);
    return uuid_is_nil(uuid) ? hash_bytes(name.ptr, name.len, 1) | 1
                             : hash_bytes(uuid.bytes, sizeof uuid.bytes, 2) | 1;
}

static bool take_case(Search *s, uint32_t segment, uint32_t ordinal, Error *err) {
    Entry entry = {.segment = segment, .ordinal = ordinal};
    entry.document = segment_document(&s->snapshot.segments[segment], ordinal);
    if (s->done++ % TOLD_EACH == 0 && !tell(s, err))
        return false;
    if (!folded_case_load(&s->folded, s->snapshot.read, entry.document, err))
        return false;
    entry.customer = customer_key(s, &entry);
    shingles_take(&s->shingles, &s->folded);
    if (shingles_sketch(&s->shingles, &entry.sketch))
        vec_push(&s->entries, entry);
    return true;
}

static bool take_segment(Search *s, uint32_t segment, Error *err) {
    uint32_t words = s->eval.segments[segment].words;
    uint64_t *bits = mem_zalloc((words + WINDOW_WORDS) * sizeof *bits);
    bool ok = eval_filters(&s->eval, segment, bits, err);
    for (uint32_t w = 0; ok && w < words; w++)
        for (uint64_t left = bits[w]; ok && left; left &= left - 1)
            ok = take_case(s, segment, w * 64 + (uint32_t)__builtin_ctzll(left), err);
    free(bits);
    return ok;
}

/* ---- candidates ---- */

typedef struct Bands {
    double min;
    unsigned bins, count;
} Bands;

static Bands choose_bands(double min) {
    static const Bands bands[] = {{.8, 4, 16}, {.7, 3, 21}, {0, 2, 32}};
    size_t i = 0;
    while (min < bands[i].min)
        i++;
    return bands[i];
}

static uint64_t band_key(const Sketch *sketch, const Bands *bands, unsigned band) {
    uint64_t key = 0;
    for (unsigned i = 0; i < bands->bins; i++)
        key = key << 16 | sketch->bins[band * bands->bins + i];
    return key;
}

static int compare_keys(const void *a, const void *b) {
    const BandKey *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->entry < y->entry ? -1 : x->entry > y->entry;
}

static int compare_candidates(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static void drop_doubles(Search *s) {
    size_t kept = 0;
    if (s->candidates.len)
        qsort(s->candidates.items, s->candidates.len, sizeof(uint64_t), compare_candidates);
    for (size_t i = 0; i < s->candidates.len; i++)
        if (!kept || s->candidates.items[kept - 1] != s->candidates.items[i])
            s->candidates.items[kept++] = s->candidates.items[i];
    s->candidates.len = kept;
}

/* Each once, and no more than are compared. */
static void keep_candidates(Search *s) {
    drop_doubles(s);
    if (s->candidates.len <= DUPLICATES_PAIRS)
        return;
    s->candidates.len = DUPLICATES_PAIRS;
    s->cut = true;
}

static void add_candidate(Search *s, uint32_t a, uint32_t b, double least) {
    const Entry *x = &s->entries.items[a], *y = &s->entries.items[b];
    if (s->cut || sketch_compare(&x->sketch, &y->sketch) < least)
        return;
    if (s->candidates.len >= 2 * DUPLICATES_PAIRS) /* sorting is worth it: half of them go */
        keep_candidates(s);
    if (s->cut)
        return;
    vec_push(&s->candidates, (uint64_t)a << 32 | b);
}

static void pair_run(Search *s, const BandKey *run, size_t len) {
    double least = s->request->min - estimate_slack;
    for (size_t i = 1; i < len; i++) {
        bool all = len <= DUPLICATES_RUN;
        for (size_t k = all ? 0 : i - 1; k < i; k++)
            add_candidate(s, run[k].entry, run[i].entry, least);
        if (!all && i > 1)
            add_candidate(s, run[0].entry, run[i].entry, least);
    }
}

static void pair_customer(Search *s, const BandKey *run, size_t len) {
    if (!run->key || len > DUPLICATES_CUSTOMER)
        return;
    for (size_t i = 1; i < len; i++)
        for (size_t k = 0; k < i; k++)
            add_candidate(s, run[k].entry, run[i].entry, estimate_contained);
}

/* Calls pair for every run of equal keys. */
static void pair_keys(Search *s, void (*pair)(Search *, const BandKey *, size_t)) {
    if (s->keys.len)
        qsort(s->keys.items, s->keys.len, sizeof *s->keys.items, compare_keys);
    for (size_t from = 0, to; from < s->keys.len; from = to) {
        for (to = from + 1; to < s->keys.len; to++)
            if (s->keys.items[to].key != s->keys.items[from].key)
                break;
        pair(s, &s->keys.items[from], to - from);
    }
}

static bool find_candidates(Search *s, Error *err) {
    Bands bands = choose_bands(s->request->min);
    vec_reserve(&s->keys, s->entries.len);
    for (unsigned band = 0; band < bands.count; band++) {
        if (!tell(s, err))
            return false;
        s->keys.len = 0;
        for (size_t i = 0; i < s->entries.len; i++)
            vec_push(&s->keys,
                     (BandKey){band_key(&s->entries.items[i].sketch, &bands, band), (uint32_t)i});
        pair_keys(s, pair_run);
    }
    s->keys.len = 0;
    for (size_t i = 0; i < s->entries.len; i++)
        vec_push(&s->keys, (BandKey){s->entries.items[i].customer, (uint32_t)i});
    pair_keys(s, pair_customer);
    keep_candidates(s);
    return true;
}

/* ---- exact comparison ---- */

/* zh of zh-TW */
static Str language(Search *s, const Entry *entry) {
    Str lang = code_text(s, entry, COLUMN_LANG);
    size_t len = 0;
    while (len < lang.len && lang.ptr[len] != '-' && lang.ptr[len] != '_')
        len++;
    return str_make(lang.ptr, len);
}

static bool other_language(Search *s, const Entry *a, const Entry *b) {
    Str x = language(s, a), y = language(s, b);
    return x.len && y.len && !str_equal_ascii_case(x, y);
}

static bool is_pair(Search *s, const Entry *a, const Entry *b, const ShingleShare *share) {
    bool named = a->customer && b->customer, same = named && a->customer == b->customer;
    if (same && share->contained >= DUPLICATES_CONTAINED &&
        share->numbers_contained >= DUPLICATES_CONTAINED)
        return true;
    bool template = named && !same && share->numbers < .5;
    return share->jaccard >= s->request->min && !template;
}

static bool load_shingles(Search *s, uint32_t entry, size_t slot, const Shingles **out,
                          Error *err) {
    Cached *cached = &s->cache[slot];
    *out = &cached->shingles;
    if (cached->entry == entry)
        return true;
    cached->entry = UINT32_MAX;
    if (!folded_case_load(&s->folded, s->snapshot.read, s->entries.items[entry].document, err))
        return false;
    shingles_take(&cached->shingles, &s->folded);
    shingles_sort(&cached->shingles);
    cached->entry = entry;
    return true;
}

static bool compare_pair(Search *s, uint32_t a, uint32_t b, Error *err) {
    const Entry *x = &s->entries.items[a], *y = &s->entries.items[b];
    const Shingles *p, *q;
    /* The first slot is the earlier case's: candidates are sorted by it. */
    if (other_language(s, x, y))
        return true;
    if (!load_shingles(s, a, 0, &p, err) || !load_shingles(s, b, 1 + b % (CACHED - 1), &q, err))
        return false;
    ShingleShare share = shingles_share(p, q);
    if (is_pair(s, x, y, &share))
        vec_push(&s->pairs, (Pair){a, b, (float)share.jaccard, (float)share.contained});
    return true;
}

static bool compare_candidates_exactly(Search *s, Error *err) {
    for (size_t i = 0; i < CACHED; i++)
        s->cache[i].entry = UINT32_MAX;
    s->done = 0;
    s->total = s->candidates.len;
    for (size_t i = 0; i < s->candidates.len; i++) {
        uint64_t pair = s->candidates.items[i];
        if (s->done++ % TOLD_EACH == 0 && !tell(s, err))
            return false;
        if (!compare_pair(s, (uint32_t)(pair >> 32), (uint32_t)pair, err))
            return false;
    }
    return true;
}

/* ---- groups ---- */

static uint32_t root_of(uint32_t *parents, uint32_t at) {
    while (parents[at] != at)
        at = parents[at] = parents[parents[at]];
    return at;
}

static void join(uint32_t *parents, uint32_t a, uint32_t b) {
    uint32_t x = root_of(parents, a), y = root_of(parents, b);
    parents[x > y ? x : y] = x > y ? y : x;
}

static int compare_pairs(const void *a, const void *b) {
    const DuplicatePair *x = a, *y = b;
    if (x->similarity != y->similarity)
        return x->similarity > y->similarity ? -1 : 1;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

/* Entries stand in the order of their document numbers. */
static void give_groups(Search *s, DuplicateResult *out) {
    size_t entries = s->entries.len;
    uint32_t *parents = mem_alloc((entries + 1) * sizeof *parents);
    uint32_t *places = mem_alloc((entries + 1) * sizeof *places);
    for (uint32_t i = 0; i < entries; i++) {
        parents[i] = i;
        places[i] = UINT32_MAX;
    }
    VEC_EACH (pair, &s->pairs) {
        join(parents, pair->a, pair->b);
        places[pair->a] = places[pair->b] = 0;
    }
    out->cases = arena_zalloc(&out->arena, (2 * s->pairs.len + 1) * sizeof *out->cases);
    for (uint32_t i = 0; i < entries; i++) {
        const Entry *entry = &s->entries.items[i];
        if (places[i] == UINT32_MAX)
            continue;
        places[i] = (uint32_t)out->case_count++;
        out->cases[places[i]] =
            (DuplicateCase){segment_uuid(&s->snapshot.segments[entry->segment], entry->ordinal),
                            entry->document, places[root_of(parents, i)]};
    }
    out->pairs = arena_zalloc(&out->arena, (s->pairs.len + 1) * sizeof *out->pairs);
    VEC_EACH (pair, &s->pairs) {
        out->pairs[out->pair_count++] =
            (DuplicatePair){places[pair->a], places[pair->b], pair->similarity, pair->contained};
    }
    if (out->pair_count)
        qsort(out->pairs, out->pair_count, sizeof *out->pairs, compare_pairs);
    free(parents);
    free(places);
}

static bool find_all(Search *s, Error *err) {
    for (uint32_t i = 0; i < s->snapshot.count; i++)
        s->total += s->snapshot.segments[i].info.docs;
    for (uint32_t i = 0; i < s->snapshot.count; i++)
        if (!take_segment(s, i, err))
            return false;
    return find_candidates(s, err) && compare_candidates_exactly(s, err);
}

bool search_duplicates(SearchIndex *index, StoreRead *read, const DuplicateRequest *request,
                       DuplicateResult *out, Error *err) {
    int64_t start = clock_mono_us();
    Search *s = mem_zalloc(sizeof *s);
    Arena arena = out->arena;
    arena_clear(&arena);
    *out = (DuplicateResult){.arena = arena};
    s->request = request;
    bool ok = snapshot_open(index, read, &s->snapshot, err);
    if (ok) {
        ok = eval_open(&s->eval, &s->snapshot, &s->query, request->visible, request->today, NULL,
                       err) &&
             find_all(s, err);
        if (ok) {
            give_groups(s, out);
            out->compared = s->entries.len;
            out->cut = s->cut;
        }
        eval_close(&s->eval);
        snapshot_close(&s->snapshot);
    }
    for (size_t i = 0; i < CACHED; i++)
        shingles_free(&s->cache[i].shingles);
    folded_case_free(&s->folded);
    shingles_free(&s->shingles);
    vec_free(&s->entries);
    vec_free(&s->keys);
    vec_free(&s->candidates);
    vec_free(&s->pairs);
    free(s);
    out->us = clock_mono_us() - start;
    return ok;
}

void duplicate_result_free(DuplicateResult *result) {
    arena_free(&result->arena);
    *result = (DuplicateResult){0};
}
