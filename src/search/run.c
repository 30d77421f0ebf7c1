#include "config.h"

#include "search/run.h"

#include "base/clock.h"
#include "base/vec.h"
#include "search/asking.h"
#include "search/bits.h"

#include <string.h>

/* A query with what it found. */
typedef struct Tier {
    Evaluation eval;
    Ranking ranking;
    Hits hits;
    size_t passed; /* hits above them that were not looked for */
    uint64_t total;
    bool about;
} Tier;

typedef struct Run {
    const SearchRequest *request;
    SearchResult *out;
    Snapshot snapshot;
    Query query;
    Tier first;
    NearOptions near_options;
    Near near;
    Tier wider; /* the query with alternatives */
    HitOrder order;
    Hits any;
    size_t wanted; /* hits of the page and the ones before it */
} Run;

/* Who only counts asks for no order. */
static bool rank(Run *run, Tier *tier, size_t keep, Error *err) {
    if (!keep)
        return true;
    if (run->order.column < 0)
        return rank_matched(&tier->ranking, keep, &tier->hits, err);
    return rank_sorted(&tier->eval, &run->order, keep, &tier->hits, err);
}

/* Takes a candidate that does not match out of the sets. */
static void strike(Tier *tier, const Hit *hit) {
    tier->eval.segments[hit->segment].bits[hit->ordinal / 64] &=
        ~((uint64_t)1 << hit->ordinal % 64);
}

/* Texts that are read at most for what was perhaps meant; candidates below the best are let go. */
enum { NEAR_CHECKED = 64 };

/* Reads candidates from the best on until there are enough true ones, or `most` were read; counts
 * those struck. */
static bool keep_true(Tier *tier, size_t wanted, uint64_t most, uint64_t *struck, Error *err) {
    size_t kept = 0, found = tier->hits.len;
    for (size_t at = 0; at < found && kept < wanted && at < most; at++) {
        bool matches;
        Hit hit = tier->hits.items[at];
        if (!eval_matches(&tier->eval, hit.segment, hit.ordinal, &matches, err))
            return false;
        if (matches) {
            tier->hits.items[kept++] = hit;
        } else {
            strike(tier, &hit);
            ++*struck;
        }
    }
    tier->hits.len = kept;
    return true;
}

/* Only the hits stay in the sets. */
static void let_go(Tier *tier) {
    for (uint32_t i = 0; i < tier->eval.snapshot->count; i++) {
        EvalSegment *s = &tier->eval.segments[i];
        memset(s->bits, 0, s->words * sizeof *s->bits);
    }
    for (size_t i = 0; i < tier->hits.len; i++) {
        const Hit *hit = &tier->hits.items[i];
        tier->eval.segments[hit->segment].bits[hit->ordinal / 64] |= (uint64_t)1
                                                                     << hit->ordinal % 64;
    }
}

/* The share of true ones among those that were read estimates the total. most: texts that are read
 * at most; when they do not suffice, the true ones among them are all there is. */
static bool verify_best(Run *run, Tier *tier, size_t wanted, uint64_t most, Error *err) {
    uint64_t candidates = tier->eval.count, struck = 0, kept, unread;
    size_t found;
    /* Those that were struck do not come again. */
    for (size_t keep = 4 * wanted + 64;; keep *= 4) {
        if (!rank(run, tier, keep, err))
            return false;
        found = tier->hits.len;
        if (!keep_true(tier, wanted, most - struck, &struck, err))
            return false;
        kept = tier->hits.len;
        if (kept >= wanted)
            break;
        if (kept + struck >= most) {
            let_go(tier);
            tier->total = kept;
            tier->about = true;
            return true;
        }
        if (found < keep)
            break;
    }
    unread = candidates - struck - kept;
    tier->about = unread > 0;
    tier->total = kept + (kept + struck ? unread * kept / (kept + struck) : unread);
    return true;
}

/* A page in the second half of a list is found from its end. What finds little is filled up. */
static bool is_near_end(const Run *run, const Tier *tier) {
    enum { LONG_LIST = 2 * SEARCH_FEW };
    uint64_t count = tier->eval.count, from = run->request->offset;
    return tier == &run->first && run->order.column >= 0 && count >= LONG_LIST && from < count &&
           count - from < from;
}

static bool rank_from_end(Run *run, Tier *tier, Error *err) {
    HitOrder order = run->order;
    Hits *hits = &tier->hits;
    order.backwards = true;
    tier->passed = run->request->offset;
    if (!rank_sorted(&tier->eval, &order, tier->eval.count - tier->passed, hits, err))
        return false;
    for (size_t i = 0, j = hits->len; i + 1 < j; i++) {
        Hit swap = hits->items[i];
        hits->items[i] = hits->items[--j];
        hits->items[j] = swap;
    }
    if (hits->len > run->request->limit)
        hits->len = run->request->limit;
    return true;
}

/* The best `wanted` of the candidates in the sets; checked: so many texts are all read. */
static bool settle(Run *run, Tier *tier, size_t wanted, uint64_t checked, uint64_t most,
                   Error *err) {
    if (tier->eval.verify && (run->request->exact || tier->eval.open <= checked) &&
        !eval_verify(&tier->eval, err))
        return false;
    tier->total = tier->eval.count;
    if (tier->eval.verify && tier->eval.count)
        return verify_best(run, tier, wanted, most, err);
    if (is_near_end(run, tier))
        return rank_from_end(run, tier, err);
    return !tier->eval.count || rank(run, tier, wanted, err);
}

static bool open_tier(Run *run, Tier *tier, const Query *query, Error *err) {
    const SearchRequest *request = run->request;
    const Evaluation *before = tier == &run->first ? NULL : &run->first.eval;
    if (!eval_open(&tier->eval, &run->snapshot, query, request->visible, request->today, before,
                   err))
        return false;
    return rank_open(&tier->ranking, &tier->eval, err);
}

static void close_tier(Tier *tier) {
    rank_close(&tier->ranking);
    eval_close(&tier->eval);
    hits_free(&tier->hits);
}

/* ---- what was perhaps meant ---- */

/* Takes what the first tier found out of the sets, or puts it back. */
static void without_first(Run *run) {
    for (uint32_t i = 0; i < run->snapshot.count; i++) {
        const EvalSegment *first = &run->first.eval.segments[i];
        EvalSegment *wider = &run->wider.eval.segments[i];
        for (uint32_t w = 0; w < wider->words; w++)
            wider->bits[w] &= ~first->bits[w];
    }
}

static void with_first(Run *run) {
    for (uint32_t i = 0; i < run->snapshot.count; i++) {
        const EvalSegment *first = &run->first.eval.segments[i];
        EvalSegment *wider = &run->wider.eval.segments[i];
        for (uint32_t w = 0; w < wider->words; w++)
            wider->bits[w] |= first->bits[w];
    }
}

static bool is_noted(const SearchResult *out, Str shown) {
    for (size_t i = 0; i < out->near_count; i++)
        if (str_equal(out->near[i].shown, shown))
            return true;
    return false;
}

static void note(SearchResult *out, NearKind kind, Str typed, Str shown) {
    if (!is_noted(out, shown))
        out->near[out->near_count++] =
            (SearchNear){kind, arena_str(&out->arena, typed), arena_str(&out->arena, shown)};
}

/* The alternative that the hit holds, which the result then tells of; NULL: none. */
static const NearWord *note_word(Run *run, const Hit *hit) {
    const NearWord *word = near_word_of(&run->near, &run->wider.eval, hit->segment, hit->ordinal);
    if (word)
        note(run->out, word->kind, word->typed, word->shown);
    return word;
}

/* Why each of the hits is near. */
static void note_words(Run *run) {
    run->out->near =
        arena_alloc(&run->out->arena, (run->near.words.len + 1) * sizeof *run->out->near);
    for (size_t i = 0; i < run->wider.hits.len; i++) {
        Hit *hit = &run->wider.hits.items[i];
        const NearWord *word = note_word(run, hit);
        hit->any = true;
        hit->near = word ? (uint8_t)word->kind : NEAR_NONE;
    }
}

static bool near_tier(Run *run, Error *err) {
    if (!near_open(&run->near, &run->first.eval, &run->near_options, err))
        return false;
    if (!run->near.words.len)
        return true;
    if (!open_tier(run, &run->wider, &run->near.query, err) ||
        !eval_candidates(&run->wider.eval, err))
        return false;
    without_first(run);
    eval_recount(&run->wider.eval);
    if (!settle(run, &run->wider, run->wanted - run->first.hits.len, NEAR_CHECKED, NEAR_CHECKED,
                err))
        return false;
    run->out->near_total = run->wider.total;
    note_words(run);
    return true;
}

/* ---- some words ---- */

static bool finds_little(const Run *run) {
    return run->request->mode == SEARCH_AUTO && run->first.hits.len < run->wanted &&
           run->first.total < SEARCH_FEW;
}

static bool second_tier(Run *run, Tier *tier, size_t wanted, uint64_t *total, Error *err) {
    asking_lower(&run->query, &tier->ranking);
    return rank_any(&tier->ranking, wanted, &run->any, total, err);
}

/* The alternative that the hit holds, though not all that was asked for. Words in a row are looked
 * for in its text: that it holds each of them says little. */
static void note_some(Run *run, const Hit *hit) {
    Evaluation *eval = &run->wider.eval;
    const NearWord *word = near_word_of(&run->near, eval, hit->segment, hit->ordinal);
    Error ignored;
    if (word && !is_noted(run->out, word->shown) &&
        (word->unit->run_count < 2 ||
         (folded_case_load(&eval->folded, run->snapshot.read, hit->document, &ignored) &&
          match_case(&eval->folded, word->unit))))
        note(run->out, word->kind, word->typed, word->shown);
}

/* What the hits of the page that hold some of the words hold in place of typed ones. have: hits
 * above them. */
static void note_any(Run *run, Tier *tier, size_t have) {
    Near *near = &run->near;
    SearchResult *out = run->out;
    size_t from = run->request->offset > have ? run->request->offset - have : 0;
    size_t room = near->words.len + near->parts.len;
    if (!room)
        return;
    SearchNear *all = arena_alloc(&out->arena, room * sizeof *all);
    if (out->near_count)
        memcpy(all, out->near, out->near_count * sizeof *all);
    out->near = all;
    for (size_t i = from; i < run->any.len; i++) {
        const Hit *hit = &run->any.items[i];
        if (near->words.len)
            note_some(run, hit);
        for (size_t k = 0; k < near->parts.len; k++)
            if (near_part_holds(near, &near->parts.items[k], &tier->ranking, hit->segment,
                                hit->ordinal))
                note(out, near->parts.items[k].kind, near->parts.items[k].typed,
                     near->parts.items[k].shown);
    }
}

/* Below what matches: alternatives, then any of the words. */
static bool fill_page(Run *run, Error *err) {
    const SearchRequest *request = run->request;
    if (request->near)
        run->near_options = *request->near(request->near_context, &run->snapshot);
    run->near_options.nothing = !run->first.total;
    if (!near_tier(run, err))
        return false;
    Tier *tier = run->near.words.len ? &run->wider : &run->first;
    size_t have = run->first.hits.len + run->wider.hits.len;
    /* Of one word there is no part that others could hold: what stands for it has been found. */
    bool one_word = run->first.ranking.len <= 1 && run->wider.hits.len;
    if (have >= run->wanted || one_word)
        return true;
    if (run->near.words.len)
        with_first(run);
    near_raise_names(run->near_options.names, &run->query, &tier->ranking);
    if (!near_add_parts(&run->near, &tier->ranking, err) ||
        (tier->ranking.len && !second_tier(run, tier, run->wanted - have, NULL, err)))
        return false;
    note_any(run, tier, have);
    return true;
}

static const Hit *hit_at(const Run *run, size_t i) {
    i -= run->first.passed;
    if (i < run->first.hits.len)
        return &run->first.hits.items[i];
    i -= run->first.hits.len;
    return i < run->wider.hits.len ? &run->wider.hits.items[i]
                                   : &run->any.items[i - run->wider.hits.len];
}

static void give_rows(Run *run) {
    SearchResult *out = run->out;
    size_t found = run->first.passed + run->first.hits.len + run->wider.hits.len + run->any.len;
    size_t from = run->request->offset < found ? run->request->offset : found;
    out->len = found - from;
    out->rows = arena_alloc(&out->arena, (out->len + 1) * sizeof *out->rows);
    for (size_t i = 0; i < out->len; i++) {
        const Hit *hit = hit_at(run, from + i);
        out->rows[i] =
            (SearchRow){.uuid = segment_uuid(&run->snapshot.segments[hit->segment], hit->ordinal),
                        .document = hit->document,
                        .score = hit->score,
                        .any = hit->any,
                        .near = (NearKind)hit->near};
    }
}

static bool give_facets(Run *run, Error *err) {
    const SearchRequest *request = run->request;
    SearchResult *out = run->out;
    Tier *tier = !out->total && out->near_total ? &run->wider : &run->first;
    out->facets = arena_alloc(&out->arena, (request->facet_count + 1) * sizeof *out->facets);
    out->facet_count = request->facet_count;
    for (size_t i = 0; i < request->facet_count; i++) {
        if (snapshot_is_cancelled(&run->snapshot, err))
            return false;
        facet_count(&tier->eval, request->facets[i], request->facet_limit, &out->arena,
                    &out->facets[i]);
    }
    return true;
}

/* Whether something is looked for, be it that no word begins so and only alternatives are found. */
static bool has_words(const QueryNode *node) {
    if (!node || node->kind == QUERY_NOT || node->kind == QUERY_FILTER)
        return false;
    bool found = node->kind == QUERY_UNIT;
    for (size_t i = 0; !found && i < node->count; i++)
        found = has_words(node->items[i]);
    return found;
}

/* Without words nothing is ranked: the newest first. */
static void choose_order(Run *run) {
    const SearchRequest *request = run->request;
    run->order = (HitOrder){request->sort, request->descending, false};
    if (run->query.sorted)
        run->order = (HitOrder){run->query.sort_column, run->query.sort_descending, false};
    if (run->order.column < 0 && !has_words(run->query.root))
        run->order = (HitOrder){COLUMN_UPDATED, true, false};
    run->out->ranked = run->order.column < 0;
}

/* In mode any the facets count what has any of the words. */
static bool any_sets(Run *run, Error *err) {
    for (uint32_t i = 0; i < run->snapshot.count; i++) {
        EvalSegment *es = &run->first.eval.segments[i];
        uint64_t *allowed =
            arena_alloc(&run->first.eval.arena, (es->words + WINDOW_WORDS) * sizeof *allowed);
        if (!eval_filters(&run->first.eval, i, allowed, err))
            return false;
        for (uint32_t start = 0; start < es->segment->info.docs; start += WINDOW_DOCS) {
            uint64_t found[WINDOW_WORDS] = {0};
            if (snapshot_is_cancelled(&run->snapshot, err))
                return false;
            for (size_t t = 0; t < run->first.ranking.len; t++)
                if (!list_bits(&run->first.ranking.terms[t].lists[i], start, found, err))
                    return false;
            for (uint32_t k = 0; k < WINDOW_WORDS && start / 64 + k < es->words; k++)
                es->bits[start / 64 + k] = found[k] & allowed[start / 64 + k];
        }
    }
    return true;
}

static bool any_only(Run *run, Error *err) {
    if (run->order.column < 0)
        return second_tier(run, &run->first, run->wanted,
                           run->request->uncounted ? NULL : &run->first.total, err) &&
               (!run->request->facet_count || any_sets(run, err));
    if (!any_sets(run, err))
        return false;
    eval_recount(&run->first.eval);
    run->first.total = run->first.eval.count;
    return rank_sorted(&run->first.eval, &run->order, run->wanted, &run->first.hits, err);
}

static bool run_query(Run *run, Error *err) {
    const SearchRequest *request = run->request;
    if (!open_tier(run, &run->first, &run->query, err))
        return false;
    choose_order(run);
    run->wanted = (size_t)request->offset + request->limit;
    if (request->mode == SEARCH_ANY && run->first.ranking.len)
        return any_only(run, err);
    return eval_candidates(&run->first.eval, err) &&
           settle(run, &run->first, run->wanted, SEARCH_CHECKED, UINT64_MAX, err) &&
           (!finds_little(run) || fill_page(run, err));
}

static void copy_warnings(Run *run) {
    SearchResult *out = run->out;
    out->warning_count = run->query.warning_count;
    out->warnings =
        arena_dup(&out->arena, run->query.warnings, out->warning_count * sizeof *out->warnings);
    for (size_t i = 0; i < out->warning_count; i++)
        out->warnings[i].text = arena_str(&out->arena, out->warnings[i].text);
}

bool search_run(SearchIndex *index, StoreRead *read, const SearchRequest *request,
                SearchResult *out, Error *err) {
    int64_t start = clock_mono_us();
    Run run = {.request = request, .out = out};
    Arena arena = out->arena;
    arena_clear(&arena);
    *out = (SearchResult){.arena = arena};
    QueryOptions options = {.today = request->today,
                            .typing = request->typing,
                            .plain = request->plain,
                            .live = request->live};
    bool ok = query_parse(request->query, &options, &run.query, err) &&
              snapshot_open(index, read, &run.snapshot, err);
    if (ok) {
        run.snapshot.cancelled = request->cancelled;
        run.snapshot.scan = request->scan;
        run.snapshot.context = request->context;
        ok = run_query(&run, err);
        out->total = run.first.total;
        out->about = run.first.about;
        out->outdated =
            run.snapshot.state->main.count && run.snapshot.state->main.analyzer != analyzer_id();
        ok = ok && give_facets(&run, err);
        if (ok) {
            give_rows(&run);
            copy_warnings(&run);
        }
        close_tier(&run.wider);
        near_close(&run.near);
        close_tier(&run.first);
        snapshot_close(&run.snapshot);
    }
    query_free(&run.query);
    hits_free(&run.any);
    out->us = clock_mono_us() - start;
    return ok;
}

void search_result_free(SearchResult *result) {
    arena_free(&result->arena);
    *result = (SearchResult){0};
}
