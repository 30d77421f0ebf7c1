#include "config.h"

#include "search/eval.h"

#include "base/vec.h"
#include "search/bits.h"
#include "search/filter.h"
#include "text/fold.h"
#include "text/utf8.h"

/* A node of the query with its cost in one segment: cheap ones first. */
struct EvalNode {
    const QueryNode *node;
    uint64_t cost; /* about how many documents */
    EvalNode **items;
    size_t count;
    bool needs_text;
};

enum { EDGE_POINTS = 2, PHRASE_POINTS = 3 };

bool eval_needs_text(const QueryNode *unit) {
    if (unit->run_count > 1 || unit->field >= 0)
        return true;
    const TextRun *run = &unit->runs[0];
    return run->dense ? run->points >= PHRASE_POINTS : run->to - run->from > TERM_BYTES;
}

/* ---- units ---- */

static bool known_before(const Evaluation *eval, uint32_t segment, Str term, PostingList *out) {
    const EvalSegment *s = eval->before ? &eval->before->segments[segment] : NULL;
    const uint64_t *known = s ? map_get(&s->known, term) : NULL;
    if (known)
        *out = s->lists.items[*known].list;
    return known != NULL;
}

bool eval_list(Evaluation *eval, uint32_t segment, TermField field, Str text, PostingList *out,
               Error *err) {
    EvalSegment *s = &eval->segments[segment];
    char bytes[1 + TERM_BYTES];
    Str term = str_make(bytes, text.len + 1);
    bytes[0] = (char)field;
    memcpy(bytes + 1, text.ptr, text.len);
    const uint64_t *known = map_get(&s->known, term);
    if (known) {
        *out = s->lists.items[*known].list;
        return true;
    }
    if (!known_before(eval, segment, term, out) &&
        !segment_term_list(s->segment, term, &eval->arena, out, err))
        return false;
    out->known = (uint32_t)s->lists.len;
    *map_put(&s->known, term, NULL) = s->lists.len;
    vec_push(&s->lists, (EvalList){.list = *out});
    return true;
}

typedef struct UnitTerms {
    Evaluation *eval;
    uint32_t at;
    Segment *segment;
    EvalUnit *unit;
    VEC(PostingList) lists;
    uint16_t place; /* dense characters before the term */
    Error *err;
} UnitTerms;

static bool add_term(UnitTerms *t, TermField field, Str text) {
    PostingList list;
    if (text.len > TERM_BYTES)
        return true;
    if (!eval_list(t->eval, t->at, field, text, &list, t->err))
        return false;
    t->unit->never |= !list.df;
    list.at = t->place;
    if (list.df) {
        t->eval->segments[t->at].lists.items[list.known].uses++;
        vec_push(&t->lists, list);
    }
    return true;
}

static bool add_dense(UnitTerms *t, Str run, uint32_t points) {
    uint32_t point;
    size_t before = 0, at = utf8_next(run, 0, &point);
    if (points == 1) {
        t->place++;
        return add_term(t, TERM_CHAR, run);
    }
    for (t->place++; at < run.len && !t->unit->never; t->place++) {
        size_t len = utf8_next(run, at, &point);
        if (!add_term(t, TERM_PAIR, str_make(run.ptr + before, at + len - before)))
            return false;
        before = at;
        at += len;
    }
    return true;
}

static bool set_list_bits(const PostingList *list, uint64_t *bits, Error *err) {
    uint32_t *ordinals = mem_alloc((list->df + 1) * sizeof *ordinals);
    bool ok = list_read(list, ordinals, NULL, err);
    for (uint32_t i = 0; i < list->df && ok; i++)
        if (ordinals[i] < list->segment->info.docs)
            bits[ordinals[i] / 64] |= (uint64_t)1 << ordinals[i] % 64;
    free(ordinals);
    return ok;
}

static bool set_small_bit(void *context, Str term, uint32_t ordinal, uint32_t tf) {
    uint64_t *bits = context;
    (void)term;
    (void)tf;
    bits[ordinal / 64] |= (uint64_t)1 << ordinal % 64;
    return true;
}

static bool walk_prefix(UnitTerms *t, Str prefix, uint64_t *bits) {
    TermWalk walk;
    Arena scratch = {0};
    bool found = true, ok = term_walk_open(&walk, t->segment, prefix, t->err);
    for (uint32_t n = 0; ok; n++) {
        PostingList list;
        ok = (n % 64 || !snapshot_is_cancelled(t->eval->snapshot, t->err)) &&
             term_walk_next(&walk, &found, t->err);
        if (!ok || !found || !str_starts(walk.term, prefix))
            break;
        ok = segment_list(t->segment, TERM_LATIN, &walk.entry, &scratch, &list, t->err) &&
             set_list_bits(&list, bits, t->err);
        arena_clear(&scratch);
    }
    arena_free(&scratch);
    term_walk_close(&walk);
    return ok;
}

/* One and two letters have lists of their own; longer beginnings unite the lists of their words. */
static bool add_beginning(UnitTerms *t, Str run, uint32_t points) {
    char prefix[1 + TERM_BYTES];
    if (points <= EDGE_POINTS)
        return add_term(t, TERM_EDGE, run);
    Str text = term_latin(run);
    prefix[0] = TERM_LATIN;
    memcpy(prefix + 1, text.ptr, text.len);
    Str term = str_make(prefix, text.len + 1);
    uint64_t *bits =
        arena_zalloc(&t->eval->arena, ((size_t)t->segment->info.docs / 64 + 1) * sizeof *bits);
    t->unit->beginnings = bits;
    if (t->segment->small)
        return small_terms(t->segment->small, term, set_small_bit, bits);
    return walk_prefix(t, term, bits);
}

/* The run as a word: what the cutter found in the text stands there. */
static bool add_word(UnitTerms *t, Str run) {
    if (run.len > TERM_BYTES || !t->unit->node->runs[0].dense)
        return true;
    return eval_list(t->eval, t->at, TERM_WORD, run, &t->unit->word, t->err);
}

static int compare_lists(const void *a, const void *b) {
    const PostingList *x = a, *y = b;
    return x->df < y->df ? -1 : x->df > y->df;
}

static bool open_unit(Evaluation *eval, EvalSegment *s, const QueryNode *node, Error *err) {
    EvalUnit *unit = &s->units[node->index];
    UnitTerms t = {.eval = eval,
                   .at = (uint32_t)(s - eval->segments),
                   .segment = s->segment,
                   .unit = unit,
                   .err = err};
    bool ok = true;
    unit->node = node;
    for (size_t i = 0; i < node->run_count && ok && !unit->never; i++) {
        const TextRun *run = &node->runs[i];
        Str text = str_make(node->text.ptr + run->from, run->to - run->from);
        bool beginning = node->prefix && i + 1 == node->run_count;
        if (run->dense)
            ok = add_dense(&t, text, run->points);
        else if (beginning)
            ok = add_beginning(&t, text, run->points);
        else
            ok = add_term(&t, TERM_LATIN, term_latin(text));
    }
    if (ok && !unit->never && node->run_count == 1 && node->field < 0 && eval_needs_text(node))
        ok = add_word(&t, str_make(node->text.ptr + node->runs[0].from,
                                   node->runs[0].to - node->runs[0].from));
    if (t.lists.len)
        qsort(t.lists.items, t.lists.len, sizeof *t.lists.items, compare_lists);
    unit->lists = arena_dup(&eval->arena, t.lists.items, t.lists.len * sizeof *t.lists.items);
    unit->count = t.lists.len;
    for (size_t i = 0; i < unit->count; i++)
        unit->placed += unit->lists[i].placed;
    vec_free(&t.lists);
    return ok;
}

/* ---- preparing ---- */

static uint64_t unit_cost(const EvalUnit *unit, const Segment *s) {
    if (unit->never)
        return 0;
    uint64_t cost = s->info.docs;
    if (unit->count && unit->lists[0].df < cost)
        cost = unit->lists[0].df;
    return cost;
}

static int compare_costs(const void *a, const void *b) {
    const EvalNode *x = *(EvalNode *const *)a, *y = *(EvalNode *const *)b;
    return x->cost < y->cost ? -1 : x->cost > y->cost;
}

static EvalNode *open_node(Evaluation *eval, EvalSegment *s, const QueryNode *node, Error *err) {
    EvalNode *e = ARENA_NEW(&eval->arena, EvalNode);
    uint64_t docs = s->segment->info.docs;
    *e = (EvalNode){.node = node, .cost = docs + 1};
    if (node->kind == QUERY_UNIT) {
        if (!open_unit(eval, s, node, err))
            return NULL;
        e->cost = unit_cost(&s->units[node->index], s->segment);
        e->needs_text = eval_needs_text(node);
        return e;
    }
    if (node->kind == QUERY_FILTER) {
        if (node->filter.kind == FILTER_CODES)
            s->codes[node->index] =
                filter_codes(s->segment, &node->filter, &eval->arena, &s->code_counts[node->index]);
        return e;
    }
    e->items = arena_alloc(&eval->arena, node->count * sizeof(EvalNode *));
    e->count = node->count;
    uint64_t sum = 0, least = docs + 1;
    for (size_t i = 0; i < node->count; i++) {
        e->items[i] = open_node(eval, s, node->items[i], err);
        if (!e->items[i])
            return NULL;
        sum += e->items[i]->cost;
        least = e->items[i]->cost < least ? e->items[i]->cost : least;
        e->needs_text |= e->items[i]->needs_text;
    }
    if (node->kind == QUERY_AND) {
        qsort(e->items, e->count, sizeof *e->items, compare_costs);
        e->cost = least;
    }
    if (node->kind == QUERY_OR)
        e->cost = sum < docs ? sum : docs;
    return e;
}

/* Whether a match must still be decided by the text; exclusions are decided at once. */
static bool leaves_open(const QueryNode *node) {
    if (node->kind == QUERY_UNIT)
        return eval_needs_text(node);
    if (node->kind == QUERY_NOT || node->kind == QUERY_FILTER)
        return false;
    for (size_t i = 0; i < node->count; i++)
        if (leaves_open(node->items[i]))
            return true;
    return false;
}

static bool open_segment(Evaluation *eval, uint32_t at, Error *err) {
    EvalSegment *s = &eval->segments[at];
    const Query *query = eval->query;
    s->segment = &eval->snapshot->segments[at];
    s->words = (s->segment->info.docs + 63) / 64;
    s->bits = arena_zalloc(&eval->arena, (s->words + WINDOW_WORDS) * sizeof *s->bits);
    if (eval->verify)
        s->sure = arena_zalloc(&eval->arena, (s->words + WINDOW_WORDS) * sizeof *s->sure);
    s->units = arena_zalloc(&eval->arena, (query->unit_count + 1) * sizeof *s->units);
    s->codes = arena_zalloc(&eval->arena, (query->filter_count + 1) * sizeof *s->codes);
    s->code_counts = arena_zalloc(&eval->arena, (query->filter_count + 1) * sizeof *s->code_counts);
    if (eval->visible)
        s->visible =
            visible_set(search_index_visible(eval->snapshot->index), s->segment, eval->visible,
                        query->names_archived, query->names_trashed, &eval->arena);
    if (query->root)
        s->root = open_node(eval, s, query->root, err);
    return s->root || !query->root;
}

bool eval_open(Evaluation *eval, Snapshot *snapshot, const Query *query,
               const SearchVisible *visible, int32_t today, const Evaluation *before, Error *err) {
    *eval = (Evaluation){
        .snapshot = snapshot, .query = query, .visible = visible, .today = today, .before = before};
    eval->verify = query->root && leaves_open(query->root);
    eval->segments = arena_zalloc(&eval->arena, (snapshot->count + 1) * sizeof *eval->segments);
    for (uint32_t i = 0; i < snapshot->count; i++)
        if (!open_segment(eval, i, err))
            return false;
    return true;
}

void eval_close(Evaluation *eval) {
    for (uint32_t i = 0; eval->segments && i < eval->snapshot->count; i++) {
        vec_free(&eval->segments[i].lists);
        map_free(&eval->segments[i].known);
    }
    folded_case_free(&eval->folded);
    arena_free(&eval->arena);
    *eval = (Evaluation){0};
}

/* ---- windows ---- */

typedef struct Window {
    Evaluation *eval;
    uint32_t segment;
    EvalSegment *s;
    uint32_t start;
    bool without_text; /* units that are not excluded pass */
} Window;

static bool load_text(Evaluation *eval, Segment *s, uint32_t ordinal, Error *err) {
    if (snapshot_is_cancelled(eval->snapshot, err))
        return false;
    eval->checked++;
    return folded_case_open(&eval->folded, eval->snapshot->read, segment_document(s, ordinal), err);
}

/* Whether all lists of the unit may have documents in the window; windows are asked for in
 * ascending order. */
static bool unit_touches(EvalUnit *unit, uint32_t start) {
    if (unit->never || start < unit->next)
        return false;
    for (size_t i = 0; i < unit->count; i++) {
        uint32_t next = list_next_window(&unit->lists[i], start);
        if (next > start) {
            unit->next = next;
            return false;
        }
    }
    return true;
}

static bool touches(const EvalSegment *s, const EvalNode *e, uint32_t start) {
    if (e->node->kind == QUERY_UNIT)
        return unit_touches(&s->units[e->node->index], start);
    if (e->node->kind == QUERY_AND) {
        for (size_t i = 0; i < e->count; i++)
            if (!touches(s, e->items[i], start))
                return false;
        return true;
    }
    if (e->node->kind == QUERY_OR) {
        for (size_t i = 0; i < e->count; i++)
            if (touches(s, e->items[i], start))
                return true;
        return false;
    }
    return true;
}

/* The places of the list's documents of the window, 0 where they are not known: of those in the
 * bits. What several units share is kept for the window. NULL on error. */
static const PlaceSet *window_places(Window *w, const PostingList *list, const uint64_t *bits,
                                     PlaceSet *scratch, Error *err) {
    EvalList *shared = &w->s->lists.items[list->known];
    uint64_t done = 0;
    if (shared->uses < 2) {
        for (uint32_t k = 0; k < WINDOW_WORDS; k++)
            for (uint64_t left = bits[k]; left; left &= left - 1)
                scratch[k * 64 + (uint32_t)__builtin_ctzll(left)] = 0;
        return list_places(list, w->start, bits, &done, scratch, err) ? scratch : NULL;
    }
    if (!shared->places)
        shared->places = arena_alloc(&w->eval->arena, WINDOW_DOCS * sizeof *shared->places);
    if (shared->places_window != w->start + 1) {
        memset(shared->places, 0, WINDOW_DOCS * sizeof *shared->places);
        shared->places_window = w->start + 1;
        shared->places_done = 0;
    }
    return list_places(list, w->start, bits, &shared->places_done, shared->places, err)
               ? shared->places
               : NULL;
}

/* Takes documents out whose pairs do not stand beside each other. */
static bool narrow_places(Window *w, const EvalUnit *unit, uint64_t *bits, Error *err) {
    PlaceSet sets[WINDOW_DOCS], scratch[WINDOW_DOCS];
    for (uint32_t k = 0; k < WINDOW_WORDS; k++)
        for (uint64_t left = bits[k]; left; left &= left - 1)
            sets[k * 64 + (uint32_t)__builtin_ctzll(left)] = PLACES_ANY;
    for (size_t i = 0; i < unit->count; i++) {
        const PostingList *list = &unit->lists[i];
        const PlaceSet *places = NULL;
        if (!list->placed)
            continue;
        if (!(places = window_places(w, list, bits, scratch, err)))
            return false;
        for (uint32_t k = 0; k < WINDOW_WORDS; k++)
            for (uint64_t left = bits[k]; left; left &= left - 1) {
                uint32_t at = k * 64 + (uint32_t)__builtin_ctzll(left);
                if (places[at])
                    sets[at] &= places_shift(places[at], list->at);
                if (!sets[at])
                    bits[k] &= ~((uint64_t)1 << at % 64);
            }
    }
    return true;
}

/* Keeps of the bits the documents of the list. */
static bool keep_list(Window *w, const PostingList *list, uint64_t *bits, Error *err) {
    EvalList *shared = &w->s->lists.items[list->known];
    if (shared->uses < 2)
        return list_keep(list, w->start, bits, err);
    if (!shared->bits)
        shared->bits = arena_alloc(&w->eval->arena, WINDOW_WORDS * sizeof *shared->bits);
    if (shared->window != w->start + 1) {
        memset(shared->bits, 0, WINDOW_WORDS * sizeof *shared->bits);
        shared->window = 0;
        if (!list_bits(list, w->start, shared->bits, err))
            return false;
        shared->window = w->start + 1;
    }
    for (int k = 0; k < WINDOW_WORDS; k++)
        bits[k] &= shared->bits[k];
    return true;
}

/* By its rarest list alone: of many alternatives most are in few windows. */
static bool rarest_touches(EvalUnit *unit, uint32_t start) {
    if (start >= unit->next && unit->count)
        unit->next = list_next_window(&unit->lists[0], start);
    return start >= unit->next;
}

static bool eval_unit(Window *w, const EvalNode *e, uint64_t *bits, Error *err) {
    EvalUnit *unit = &w->s->units[e->node->index];
    if (unit->never || !rarest_touches(unit, w->start)) {
        memset(bits, 0, WINDOW_WORDS * sizeof *bits);
        return true;
    }
    for (size_t i = 0; i < unit->count; i++) {
        uint64_t any = 0;
        if (!keep_list(w, &unit->lists[i], bits, err))
            return false;
        for (int k = 0; k < WINDOW_WORDS; k++)
            any |= bits[k];
        if (!any)
            return true;
    }
    uint32_t from = w->start / 64;
    for (uint32_t k = 0; unit->beginnings && k < WINDOW_WORDS; k++)
        bits[k] &= from + k < w->s->words ? unit->beginnings[from + k] : 0;
    if (unit->placed > 1)
        return narrow_places(w, unit, bits, err);
    return true;
}

static void eval_filter(Window *w, const EvalNode *e, uint64_t *bits) {
    for (uint32_t k = 0; k < WINDOW_WORDS; k++)
        if (bits[k])
            bits[k] &= filter_word(w->eval, w->segment, w->start / 64 + k, bits[k], e->node);
}

static bool doc_matches(Evaluation *eval, uint32_t segment, uint32_t ordinal,
                        const QueryNode *node) {
    switch (node->kind) {
    case QUERY_UNIT:
        return match_open_case(&eval->folded, node);
    case QUERY_FILTER:
        return filter_word(eval, segment, ordinal / 64, (uint64_t)1 << ordinal % 64, node);
    case QUERY_NOT:
        return !doc_matches(eval, segment, ordinal, node->items[0]);
    case QUERY_AND:
        for (size_t i = 0; i < node->count; i++)
            if (!doc_matches(eval, segment, ordinal, node->items[i]))
                return false;
        return true;
    case QUERY_OR:
        for (size_t i = 0; i < node->count; i++)
            if (doc_matches(eval, segment, ordinal, node->items[i]))
                return true;
        break;
    }
    return false;
}

/* Keeps of the bits those whose text matches. */
static bool check_texts(Window *w, const QueryNode *node, uint64_t *bits, Error *err) {
    for (uint32_t k = 0; k < WINDOW_WORDS; k++)
        for (uint64_t left = bits[k]; left; left &= left - 1) {
            uint32_t at = k * 64 + (uint32_t)__builtin_ctzll(left);
            if (!load_text(w->eval, w->s->segment, w->start + at, err))
                return false;
            if (!doc_matches(w->eval, w->segment, w->start + at, node))
                bits[k] &= ~((uint64_t)1 << at % 64);
        }
    return true;
}

static bool eval_node(Window *w, const EvalNode *e, uint64_t *bits, Error *err);

static bool eval_not(Window *w, const EvalNode *e, uint64_t *bits, Error *err) {
    uint64_t out[WINDOW_WORDS];
    bool without_text = w->without_text;
    memcpy(out, bits, sizeof out);
    w->without_text = false; /* what is excluded is excluded by its text too */
    bool ok = eval_node(w, e->items[0], out, err) &&
              (!e->needs_text || check_texts(w, e->node->items[0], out, err));
    w->without_text = without_text;
    for (int k = 0; k < WINDOW_WORDS; k++)
        bits[k] &= ~out[k];
    return ok;
}

static bool eval_or(Window *w, const EvalNode *e, uint64_t *bits, Error *err) {
    uint64_t all[WINDOW_WORDS] = {0};
    for (size_t i = 0; i < e->count; i++) {
        uint64_t one[WINDOW_WORDS];
        memcpy(one, bits, sizeof one);
        if (!eval_node(w, e->items[i], one, err))
            return false;
        for (int k = 0; k < WINDOW_WORDS; k++)
            all[k] |= one[k];
    }
    memcpy(bits, all, sizeof all);
    return true;
}

static bool eval_node(Window *w, const EvalNode *e, uint64_t *bits, Error *err) {
    switch (e->node->kind) {
    case QUERY_UNIT:
        return w->without_text || eval_unit(w, e, bits, err);
    case QUERY_FILTER:
        eval_filter(w, e, bits);
        return true;
    case QUERY_NOT:
        return eval_not(w, e, bits, err);
    case QUERY_OR:
        return eval_or(w, e, bits, err);
    case QUERY_AND:
        for (size_t i = 0; i < e->count; i++) {
            if (!eval_node(w, e->items[i], bits, err))
                return false;
            if (!bits_any(bits, WINDOW_WORDS))
                return true;
        }
        break;
    }
    return true;
}

static bool window_open(Window *w, uint64_t *bits) {
    segment_live(w->s->segment, w->start, bits);
    if (w->s->visible) {
        const uint64_t *seen = visible_window(w->s->visible, w->s->segment, w->start);
        for (uint32_t k = 0; k < WINDOW_WORDS; k++)
            bits[k] &= seen[k];
    }
    return bits_any(bits, WINDOW_WORDS);
}

/* Keeps of the bits those that match whatever the text says. */
static bool eval_sure(Window *w, const EvalNode *e, uint64_t *bits, Error *err) {
    if (!leaves_open(e->node))
        return true;
    if (e->node->kind == QUERY_AND) {
        for (size_t i = 0; i < e->count; i++)
            if (!eval_sure(w, e->items[i], bits, err))
                return false;
        return true;
    }
    uint64_t found[WINDOW_WORDS] = {0};
    if (e->node->kind == QUERY_UNIT && w->s->units[e->node->index].word.df &&
        !list_bits(&w->s->units[e->node->index].word, w->start, found, err))
        return false;
    for (int k = 0; k < WINDOW_WORDS; k++)
        bits[k] &= found[k];
    return true;
}

static void note_scan(const Evaluation *eval, uint32_t at, uint32_t start) {
    ProgressCount *scan = eval->snapshot->scan;
    if (!scan)
        return;
    *scan = (ProgressCount){start, eval->snapshot->docs};
    for (uint32_t i = 0; i < at; i++)
        scan->done += eval->segments[i].segment->info.docs;
}

static bool eval_segment(Evaluation *eval, uint32_t at, bool without_text, uint64_t *out,
                         Error *err) {
    EvalSegment *s = &eval->segments[at];
    Window w = {.eval = eval, .segment = at, .s = s, .without_text = without_text};
    for (uint32_t i = 0; i < eval->query->unit_count; i++)
        s->units[i].next = 0;
    for (uint32_t start = 0; start < s->segment->info.docs; start += WINDOW_DOCS) {
        uint64_t bits[WINDOW_WORDS];
        w.start = start;
        note_scan(eval, at, start);
        if (snapshot_is_cancelled(eval->snapshot, err))
            return false;
        if (s->root && !without_text && !touches(s, s->root, start))
            continue;
        if (!window_open(&w, bits))
            continue;
        if (s->root && !eval_node(&w, s->root, bits, err))
            return false;
        uint32_t from = start / 64, left = s->words - from;
        size_t bytes = (left < WINDOW_WORDS ? left : WINDOW_WORDS) * sizeof *out;
        memcpy(out + from, bits, bytes);
        if (without_text || !s->sure || !s->root)
            continue;
        if (!eval_sure(&w, s->root, bits, err))
            return false;
        memcpy(s->sure + from, bits, bytes);
    }
    return true;
}

static void count_bits(Evaluation *eval, const EvalSegment *s) {
    for (uint32_t i = 0; i < s->words; i++) {
        eval->count += bits_in(s->bits[i]);
        if (s->sure)
            eval->open += bits_in(s->bits[i] & ~s->sure[i]);
    }
}

bool eval_candidates(Evaluation *eval, Error *err) {
    eval->count = eval->open = 0;
    for (uint32_t i = 0; i < eval->snapshot->count; i++) {
        if (!eval_segment(eval, i, false, eval->segments[i].bits, err))
            return false;
        count_bits(eval, &eval->segments[i]);
    }
    return true;
}

void eval_recount(Evaluation *eval) {
    eval->count = eval->open = 0;
    for (uint32_t i = 0; i < eval->snapshot->count; i++)
        count_bits(eval, &eval->segments[i]);
}

bool eval_filters(Evaluation *eval, uint32_t segment, uint64_t *bits, Error *err) {
    memset(bits, 0, eval->segments[segment].words * sizeof *bits);
    return eval_segment(eval, segment, true, bits, err);
}

bool eval_matches(Evaluation *eval, uint32_t segment, uint32_t ordinal, bool *matches, Error *err) {
    *matches = true;
    const EvalSegment *s = &eval->segments[segment];
    if (!eval->verify || s->sure[ordinal / 64] >> ordinal % 64 & 1)
        return true;
    if (!load_text(eval, eval->segments[segment].segment, ordinal, err))
        return false;
    *matches = doc_matches(eval, segment, ordinal, eval->query->root);
    return true;
}

/* Reads what is open in one word of a set. */
static bool verify_word(Evaluation *eval, uint32_t segment, uint32_t word, Error *err) {
    EvalSegment *s = &eval->segments[segment];
    for (uint64_t left = s->bits[word] & ~s->sure[word]; left; left &= left - 1) {
        uint32_t at = word * 64 + (uint32_t)__builtin_ctzll(left);
        bool matches;
        if (!eval_matches(eval, segment, at, &matches, err))
            return false;
        if (!matches)
            s->bits[word] &= ~((uint64_t)1 << at % 64);
    }
    return true;
}

bool eval_verify(Evaluation *eval, Error *err) {
    eval->count = 0;
    for (uint32_t i = 0; i < eval->snapshot->count; i++) {
        EvalSegment *s = &eval->segments[i];
        for (uint32_t w = 0; w < s->words && s->sure; w++) {
            if (!verify_word(eval, i, w, err))
                return false;
            eval->count += bits_in(s->bits[w]);
        }
    }
    eval->verify = false;
    return true;
}
