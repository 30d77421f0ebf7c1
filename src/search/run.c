#include "config.h"

#include "search/run.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "search/bits.h"
#include "text/fold.h"

typedef struct Run {
    const SearchRequest *request;
    SearchResult *out;
    Snapshot snapshot;
    Query query;
    Evaluation eval;
    Ranking ranking;
    HitOrder order;
    Hits hits, more;
    size_t wanted; /* hits of the page and the ones before it */
} Run;

bool search_sort_find(Str name, int *column) {
    Buf folded = {0};
    text_fold(&folded, str_trim(name));
    Str key = buf_str(&folded);
    QueryName found = query_name_find(key);
    bool score = str_equal(key, STR("score")) || str_equal(key, STR("相关度"));
    buf_free(&folded);
    *column = score ? -1 : found.column;
    return score || ((found.kind == NAME_FIELD || found.kind == NAME_COLUMN) && found.column >= 0);
}

static bool rank(Run *run, size_t keep, Error *err) {
    if (run->order.column < 0)
        return rank_matched(&run->ranking, keep, &run->hits, err);
    return rank_sorted(&run->eval, &run->order, keep, &run->hits, err);
}

/* Takes a candidate that does not match out of the sets. */
static void strike(Run *run, const Hit *hit) {
    run->eval.segments[hit->segment].bits[hit->ordinal / 64] &= ~((uint64_t)1 << hit->ordinal % 64);
}

/* Reads candidates from the best on until the page is full of true ones; counts those struck. */
static bool keep_true(Run *run, uint64_t *struck, Error *err) {
    size_t kept = 0, found = run->hits.len;
    for (size_t at = 0; at < found && kept < run->wanted; at++) {
        bool matches;
        Hit hit = run->hits.items[at];
        if (!eval_matches(&run->eval, hit.segment, hit.ordinal, &matches, err))
            return false;
        if (matches) {
            run->hits.items[kept++] = hit;
        } else {
            strike(run, &hit);
            ++*struck;
        }
    }
    run->hits.len = kept;
    return true;
}

/* The share of true ones among those that were read estimates the total. */
static bool verify_best(Run *run, Error *err) {
    uint64_t candidates = run->eval.count, struck = 0, kept, unread;
    size_t found;
    /* Those that were struck do not come again. */
    for (size_t keep = 4 * run->wanted + 64;; keep *= 4) {
        if (!rank(run, keep, err))
            return false;
        found = run->hits.len;
        if (!keep_true(run, &struck, err))
            return false;
        kept = run->hits.len;
        if (kept >= run->wanted || found < keep)
            break;
    }
    unread = candidates - struck - kept;
    run->out->about = unread > 0;
    run->out->total = kept + (kept + struck ? unread * kept / (kept + struck) : unread);
    return true;
}

static bool first_tier(Run *run, Error *err) {
    if (!eval_candidates(&run->eval, err))
        return false;
    if (run->eval.verify && (run->request->exact || run->eval.open <= SEARCH_CHECKED) &&
        !eval_verify(&run->eval, err))
        return false;
    run->out->total = run->eval.count;
    if (run->eval.verify && run->eval.count)
        return verify_best(run, err);
    return !run->eval.count || rank(run, run->wanted, err);
}

static bool needs_second_tier(const Run *run) {
    return run->request->mode == SEARCH_AUTO && run->ranking.len && run->hits.len < run->wanted &&
           run->out->total < SEARCH_FEW;
}

static bool second_tier(Run *run, bool alone, Error *err) {
    uint64_t total;
    size_t missing = run->wanted - run->hits.len;
    if (!rank_any(&run->ranking, missing, &run->more, alone ? &total : NULL, err))
        return false;
    for (size_t i = 0; i < run->more.len; i++)
        vec_push(&run->hits, run->more.items[i]);
    if (alone)
        run->out->total = total;
    return true;
}

static void give_rows(Run *run) {
    SearchResult *out = run->out;
    size_t from = run->request->offset < run->hits.len ? run->request->offset : run->hits.len;
    out->len = run->hits.len - from;
    out->rows = arena_alloc(&out->arena, (out->len + 1) * sizeof *out->rows);
    for (size_t i = 0; i < out->len; i++) {
        const Hit *hit = &run->hits.items[from + i];
        out->rows[i] = (SearchRow){
            .uuid = segment_uuid(run->eval.segments[hit->segment].segment, hit->ordinal),
            .document = hit->document,
            .score = hit->score,
            .any = hit->any};
    }
}

static bool is_cancelled(const Run *run, Error *err) {
    if (!run->request->cancelled || !run->request->cancelled(run->request->context))
        return false;
    error_set(err, ERR_CANCELLED, N_("Cancelled."), "");
    return true;
}

static bool give_facets(Run *run, Error *err) {
    const SearchRequest *request = run->request;
    SearchResult *out = run->out;
    out->facets = arena_alloc(&out->arena, (request->facet_count + 1) * sizeof *out->facets);
    out->facet_count = request->facet_count;
    for (size_t i = 0; i < request->facet_count; i++) {
        if (is_cancelled(run, err))
            return false;
        facet_count(&run->eval, request->facets[i], request->facet_limit, &out->arena,
                    &out->facets[i]);
    }
    return true;
}

/* Without words nothing is ranked: the newest first. */
static void choose_order(Run *run) {
    const SearchRequest *request = run->request;
    run->order = (HitOrder){request->sort, request->descending};
    if (request->sort < 0 && !run->ranking.len)
        run->order = (HitOrder){COLUMN_UPDATED, true};
    run->out->ranked = run->order.column < 0;
}

/* In mode any the facets count what has any of the words. */
static bool any_sets(Run *run, Error *err) {
    for (uint32_t i = 0; i < run->snapshot.count; i++) {
        EvalSegment *es = &run->eval.segments[i];
        uint64_t *allowed =
            arena_alloc(&run->eval.arena, (es->words + WINDOW_WORDS) * sizeof *allowed);
        if (!eval_filters(&run->eval, i, allowed, err))
            return false;
        for (uint32_t start = 0; start < es->segment->info.docs; start += WINDOW_DOCS) {
            uint64_t found[WINDOW_WORDS] = {0};
            if (is_cancelled(run, err))
                return false;
            for (size_t t = 0; t < run->ranking.len; t++)
                if (!list_bits(&run->ranking.terms[t].lists[i], start, found, err))
                    return false;
            for (uint32_t k = 0; k < WINDOW_WORDS && start / 64 + k < es->words; k++)
                es->bits[start / 64 + k] = found[k] & allowed[start / 64 + k];
        }
    }
    return true;
}

static bool any_only(Run *run, Error *err) {
    if (run->request->sort < 0)
        return second_tier(run, true, err) && (!run->request->facet_count || any_sets(run, err));
    if (!any_sets(run, err))
        return false;
    run->out->total = 0;
    for (uint32_t i = 0; i < run->snapshot.count; i++)
        for (uint32_t w = 0; w < run->eval.segments[i].words; w++)
            run->out->total += bits_in(run->eval.segments[i].bits[w]);
    return rank_sorted(&run->eval, &run->order, run->wanted, &run->hits, err);
}

static bool run_query(Run *run, Error *err) {
    const SearchRequest *request = run->request;
    if (!eval_open(&run->eval, &run->snapshot, &run->query, request->visible, request->today, err))
        return false;
    if (!rank_open(&run->ranking, &run->eval, err))
        return false;
    choose_order(run);
    run->wanted = (size_t)request->offset + request->limit;
    if (request->mode == SEARCH_ANY && run->ranking.len)
        return any_only(run, err);
    if (!first_tier(run, err))
        return false;
    return !needs_second_tier(run) || second_tier(run, false, err);
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
    QueryOptions options = {request->today, request->typing, request->plain};
    bool ok = query_parse(request->query, &options, &run.query, err) &&
              snapshot_open(index, read, &run.snapshot, err);
    if (ok) {
        run.snapshot.cancelled = request->cancelled;
        run.snapshot.context = request->context;
        ok = run_query(&run, err) && give_facets(&run, err);
        if (ok) {
            give_rows(&run);
            copy_warnings(&run);
        }
        rank_close(&run.ranking);
        eval_close(&run.eval);
        snapshot_close(&run.snapshot);
    }
    query_free(&run.query);
    hits_free(&run.hits);
    hits_free(&run.more);
    out->us = clock_mono_us() - start;
    return ok;
}

void search_result_free(SearchResult *result) {
    arena_free(&result->arena);
    *result = (SearchResult){0};
}
