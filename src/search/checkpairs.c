#include "config.h"

#include "search/checkpairs.h"

#include "base/hash.h"
#include "base/i18n.h"
#include "search/segwrite.h"
#include "store/index.h"
#include "text/utf8.h"

#include <stdio.h>

static uint64_t place_hash(Str pair, PlaceSet places) {
    return hash_bytes(pair.ptr, pair.len, places);
}

/* ---- places ---- */

static void note_spans(PairCheck *c, const PostingList *list, const uint32_t *ordinals,
                       const PlaceSet *places) {
    for (uint32_t from = 0, to; from < list->df; from = to) {
        to = from + PFOR_BLOCK < list->df ? from + PFOR_BLOCK : list->df;
        vec_push(&c->spans, (PlacedSpan){ordinals[to - 1], places[from] != 0});
    }
    vec_push(&c->spans, (PlacedSpan){UINT32_MAX, false});
}

static bool read_places(PairCheck *c, const PostingList *list, Str pair, Arena *arena, Error *err) {
    uint32_t *ordinals = arena_alloc(arena, (list->df + 1) * sizeof *ordinals);
    uint32_t *tf = arena_alloc(arena, (list->df + 1) * sizeof *tf);
    PlaceSet *places = arena_alloc(arena, (list->df + 1) * sizeof *places);
    if (!list_read(list, ordinals, tf, err) || !list_read_places(list, tf, places, err))
        return false;
    for (uint32_t i = 0; i < list->df; i++)
        if (places[i] && ordinals[i] < c->sums.len)
            c->sums.items[ordinals[i]] += place_hash(pair, places[i]);
    *map_put(&c->lists, pair, NULL) = c->spans.len;
    note_spans(c, list, ordinals, places);
    return true;
}

static bool is_known(const PairCheck *c, Str pair, uint32_t ordinal) {
    const uint64_t *first = map_get(&c->lists, pair);
    if (!first)
        return false;
    const PlacedSpan *span = &c->spans.items[*first];
    while (span->last < ordinal)
        span++;
    return span->known;
}

bool pair_check_places(const PairCheck *c, uint32_t ordinal, const SearchDocument *document) {
    uint64_t sum = 0;
    for (size_t i = 0; i < document->term_count; i++) {
        const SearchTerm *t = &document->terms[i];
        uint32_t tf = t->tf > UINT16_MAX ? UINT16_MAX : t->tf;
        if (t->field == TERM_PAIR && is_known(c, t->text, ordinal))
            sum += place_hash(t->text, places_as_kept(t->places, tf));
    }
    return sum == c->sums.items[ordinal];
}

uint64_t pair_check_sum(const SearchDocument *document) {
    uint64_t sum = 0;
    for (size_t i = 0; i < document->term_count; i++)
        if (document->terms[i].field == TERM_PAIR)
            sum += place_hash(document->terms[i].text, document->terms[i].places);
    return sum;
}

/* ---- pairs by sound ---- */

typedef struct SoundRows {
    StoreCursor *cursor;
    char prefix[INDEX_KEY];
    Str key, row;
    size_t prefix_len, at; /* next pair of the row */
    bool found;
} SoundRows;

static bool in_segment(const SoundRows *r) {
    return r->found && str_starts(r->key, str_make(r->prefix, r->prefix_len));
}

static bool open_rows(SoundRows *r, Segment *s, Error *err) {
    size_t len = index_key_pairs(r->prefix, s->info.bits, s->info.id, 0, 0);
    r->prefix_len = len - 6;
    r->at = PAGE_HEADER;
    return store_cursor_open(s->read, STORE_IMETA, &r->cursor, err) &&
           store_cursor_seek(r->cursor, str_make(r->prefix, len), &r->key, &r->row, &r->found, err);
}

/* The next pair as u64 first << 32 | its three bytes; UINT64_MAX at the end. */
static bool next_pair(SoundRows *r, uint64_t *pair, Error *err) {
    while (in_segment(r) && r->at + PAIR_BYTES > r->row.len) {
        r->at = PAGE_HEADER;
        if (!store_cursor_next(r->cursor, &r->key, &r->row, &r->found, err))
            return false;
    }
    *pair = UINT64_MAX;
    if (!in_segment(r))
        return true;
    const uint8_t *key = (const uint8_t *)r->key.ptr + r->prefix_len;
    const uint8_t *bits = (const uint8_t *)r->row.ptr + r->at;
    uint64_t first = (uint64_t)key[0] << 16 | (uint64_t)key[1] << 8 | key[2];
    *pair = first << 32 | bits[0] | (uint32_t)bits[1] << 8 | (uint32_t)bits[2] << 16;
    r->at += PAIR_BYTES;
    return true;
}

/* What stands by sound of a term; false when nothing does. */
static bool expected_pair(Str text, uint32_t df, uint64_t *pair) {
    uint32_t first, second;
    size_t at = utf8_next(text, 0, &first);
    if (at >= text.len)
        return false;
    utf8_next(text, at, &second);
    *pair = (uint64_t)first << 32 | pair_bits(second, df);
    return second <= PAIR_POINT;
}

static void note_wrong(PairCheck *c, Str text) {
    if (!c->wrong++)
        snprintf(c->first_wrong, sizeof c->first_wrong, "%.*s", STR_ARG(text));
}

/* Both ascend: a row that is too much or too little shows at the next one already. */
static bool compare_pair(PairCheck *c, SoundRows *rows, Str text, uint32_t df, Error *err) {
    uint64_t want, there;
    if (c->wrong || !expected_pair(text, df, &want))
        return true;
    if (!next_pair(rows, &there, err))
        return false;
    if (there != want)
        note_wrong(c, text);
    return true;
}

/* ---- both in one walk ---- */

static bool take_pair(PairCheck *c, Segment *s, const TermWalk *walk, SoundRows *rows, Arena *arena,
                      Error *err) {
    PostingList list;
    Str pair = str_make(walk->term.ptr + 1, walk->term.len - 1);
    return compare_pair(c, rows, pair, walk->entry.df, err) &&
           segment_list(s, TERM_PAIR, &walk->entry, arena, &list, err) &&
           (!list.placed || read_places(c, &list, pair, arena, err));
}

static bool walk_pairs(PairCheck *c, Segment *s, SoundRows *rows, const Progress *progress,
                       Error *err) {
    static const char from[] = {TERM_PAIR};
    Arena arena = {0};
    TermWalk walk;
    bool found = true, ok = term_walk_open(&walk, s, str_make(from, 1), err);
    while (ok) {
        if (progress_cancelled(progress)) {
            ok = error_set(err, ERR_CANCELLED, N_("Cancelled."), "");
            break;
        }
        ok = term_walk_next(&walk, &found, err);
        if (!ok || !found || walk.term.ptr[0] != TERM_PAIR)
            break;
        ok = take_pair(c, s, &walk, rows, &arena, err);
        arena_clear(&arena);
    }
    term_walk_close(&walk);
    arena_free(&arena);
    return ok;
}

bool pair_check_read(PairCheck *c, Segment *s, const Progress *progress, Error *err) {
    SoundRows rows = {0};
    uint64_t rest = UINT64_MAX;
    vec_reserve(&c->sums, (size_t)s->info.docs + 1);
    c->sums.len = s->info.docs;
    memset(c->sums.items, 0, ((size_t)s->info.docs + 1) * sizeof *c->sums.items);
    bool ok = open_rows(&rows, s, err) && walk_pairs(c, s, &rows, progress, err) &&
              (c->wrong || next_pair(&rows, &rest, err));
    if (ok && rest != UINT64_MAX)
        note_wrong(c, STR(""));
    store_cursor_close(rows.cursor);
    return ok;
}

void pair_check_free(PairCheck *c) {
    map_free(&c->lists);
    vec_free(&c->spans);
    vec_free(&c->sums);
}
