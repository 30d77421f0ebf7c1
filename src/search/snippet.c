#include "config.h"

#include "search/snippet.h"

#include "base/vec.h"
#include "text/cluster.h"
#include "text/fold.h"
#include "text/utf8.h"

/* What may be marked: the units themselves, and for texts without them their words and pairs. */
typedef struct Piece {
    const QueryNode *unit; /* of the query, or made from a part of one */
    uint32_t group;        /* unit it belongs to */
} Piece;

struct SnippetMaker {
    Query query;
    VEC(Piece) units, words;
    TextWords cutter;
    FoldedCase folded;
    TextMap map;
    Buf text; /* folded text of one part */
    Arena arena;
};

/* A found piece in folded bytes. */
typedef struct Found {
    size_t from, to;
    uint32_t group;
} Found;

typedef struct FoundList {
    Found *items;
    size_t len, cap;
} FoundList;

/* ---- preparing ---- */

static void add_word(SnippetMaker *m, const QueryNode *unit, size_t from, size_t to, bool dense) {
    QueryNode *node = ARENA_NEW(&m->arena, QueryNode);
    TextRun *run = ARENA_NEW(&m->arena, TextRun);
    *node = *unit;
    *run = (TextRun){.from = from, .to = to, .dense = dense, .points = 1};
    node->runs = run;
    node->run_count = 1;
    node->prefix = unit->prefix && to == unit->runs[unit->run_count - 1].to && !dense;
    vec_push(&m->words, (Piece){node, unit->index});
}

static void add_pairs(SnippetMaker *m, const QueryNode *unit, const TextRun *run) {
    size_t before = SIZE_MAX;
    for (size_t at = run->from; at < run->to;) {
        uint32_t point;
        size_t len = utf8_next(unit->text, at, &point);
        if (before != SIZE_MAX)
            add_word(m, unit, before, at + len, true);
        before = at;
        at += len;
    }
}

static void add_unit(SnippetMaker *m, const QueryNode *unit) {
    vec_push(&m->units, (Piece){unit, unit->index});
    text_words_cut(&m->cutter, unit->text);
    VEC_EACH (word, &m->cutter) {
        if (word->points >= 2 && word->kind != TEXT_WORD_LATIN)
            add_word(m, unit, word->from, word->to, true);
    }
    for (size_t i = 0; i < unit->run_count; i++) {
        if (unit->runs[i].dense)
            add_pairs(m, unit, &unit->runs[i]);
        else
            add_word(m, unit, unit->runs[i].from, unit->runs[i].to, false);
    }
}

static void add_node(SnippetMaker *m, const QueryNode *node) {
    if (!node || node->kind == QUERY_NOT || node->kind == QUERY_FILTER)
        return;
    if (node->kind == QUERY_UNIT) {
        add_unit(m, node);
        return;
    }
    for (size_t i = 0; i < node->count; i++)
        add_node(m, node->items[i]);
}

bool snippet_maker_new(Str query, const QueryOptions *options, SnippetMaker **out, Error *err) {
    SnippetMaker *m = mem_zalloc(sizeof *m);
    if (!query_parse(query, options, &m->query, err)) {
        snippet_maker_free(m);
        return false;
    }
    add_node(m, m->query.root);
    *out = m;
    return true;
}

void snippet_maker_free(SnippetMaker *m) {
    if (!m)
        return;
    query_free(&m->query);
    vec_free(&m->units);
    vec_free(&m->words);
    text_words_free(&m->cutter);
    folded_case_free(&m->folded);
    text_map_free(&m->map);
    buf_free(&m->text);
    arena_free(&m->arena);
    free(m);
}

/* ---- finding ---- */

static void find_piece(Str folded, const Piece *piece, int field, FoundList *out) {
    enum { MOST = 500 };
    size_t at = 0, begin, end;
    if (piece->unit->field >= 0 && field >= 0 && piece->unit->field != field)
        return;
    while (out->len < MOST && match_find(folded, piece->unit, at, &begin, &end)) {
        vec_push(out, (Found){begin, end, piece->group});
        at = end;
    }
}

static int compare_found(const void *a, const void *b) {
    const Found *x = a, *y = b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return x->to > y->to ? -1 : x->to < y->to;
}

/* Units, and the words of units that do not stand there as a whole. */
static void find_all(SnippetMaker *m, Str folded, int field, FoundList *out) {
    VEC_EACH (unit, &m->units) {
        size_t before = out->len;
        find_piece(folded, unit, field, out);
        if (out->len > before)
            continue;
        VEC_EACH (word, &m->words) {
            if (word->group == unit->group)
                find_piece(folded, word, field, out);
        }
    }
    if (out->len)
        qsort(out->items, out->len, sizeof *out->items, compare_found);
}

/* Folded places to places of the source; overlapping ones become one. */
static void give_marks(SnippetMaker *m, Str source, const FoundList *found, Marks *out) {
    for (size_t i = 0; i < found->len; i++) {
        size_t from, to;
        text_map_range(&m->map, source, found->items[i].from, found->items[i].to, &from, &to);
        if (out->len && from <= out->items[out->len - 1].to) {
            SnippetMark *last = &out->items[out->len - 1];
            last->to = to > last->to ? (uint32_t)to : last->to;
        } else {
            vec_push(out, (SnippetMark){(uint32_t)from, (uint32_t)to});
        }
    }
}

void snippet_marks(SnippetMaker *m, Str text, Marks *out) {
    FoundList found = {0};
    out->len = 0;
    text_fold_map(&m->text, &m->map, text);
    find_all(m, buf_str(&m->text), -1, &found);
    give_marks(m, text, &found, out);
    vec_free(&found);
}

/* ---- the best place ---- */

typedef struct Place {
    size_t part;
    size_t from, to; /* folded bytes of the first and last piece */
    unsigned score;
} Place;

/* Different units weigh most, then the number of pieces. */
static unsigned window_score(const FoundList *found, size_t from, size_t to) {
    unsigned groups = 0, pieces = 0;
    for (size_t i = from; i < to; i++) {
        bool again = false;
        for (size_t k = from; k < i && !again; k++)
            again = found->items[k].group == found->items[i].group;
        groups += !again;
        pieces += pieces < 9;
    }
    return groups * 10 + pieces;
}

static void best_window(const FoundList *found, size_t part, size_t bytes, unsigned extra,
                        Place *best) {
    enum { LOOKED_AT = 60 };
    for (size_t i = 0; i < found->len && i < LOOKED_AT; i++) {
        size_t to = i + 1;
        while (to < found->len && to - i < LOOKED_AT &&
               found->items[to].to - found->items[i].from <= bytes)
            to++;
        unsigned score = window_score(found, i, to) * 2 + extra;
        if (score > best->score)
            *best = (Place){part, found->items[i].from, found->items[to - 1].to, score};
    }
}

static void note_field(Snippet *out, int field) {
    for (size_t i = 0; i < out->field_count; i++)
        if (out->fields[i] == field)
            return;
    if (out->field_count < SNIPPET_FIELDS)
        out->fields[out->field_count++] = field;
}

static int field_rank(int field) {
    static const int first[] = {CASE_TITLE, CASE_CUSTOMER, CASE_TAGS};
    for (size_t i = 0; i < COUNT_OF(first); i++)
        if (first[i] == field)
            return (int)i - (int)COUNT_OF(first);
    return field;
}

static int compare_fields(const void *a, const void *b) {
    int x = field_rank(*(const int *)a), y = field_rank(*(const int *)b);
    return x < y ? -1 : x > y;
}

/* The title stands in the row anyway: another part is better when it says as much. */
static bool find_place(SnippetMaker *m, size_t points, Place *best, Snippet *out) {
    const SearchParts *parts = &m->folded.parts;
    FoundList found = {0};
    *best = (Place){.score = 0};
    for (size_t i = 0; i < parts->len; i++) {
        found.len = 0;
        find_all(m, folded_case_part(&m->folded, i), parts->items[i].field, &found);
        if (!found.len)
            continue;
        note_field(out, parts->items[i].field);
        best_window(&found, i, 3 * points, parts->items[i].field != CASE_TITLE, best);
    }
    vec_free(&found);
    qsort(out->fields, out->field_count, sizeof *out->fields, compare_fields);
    return best->score > 0;
}

/* Without any mark: the beginning of the text that tells most. */
static bool first_text(SnippetMaker *m, Place *best) {
    static const int wanted[] = {CASE_SUMMARY, CASE_RESULT, CASE_NEED, CASE_BODY, CASE_BACKGROUND};
    const SearchParts *parts = &m->folded.parts;
    for (size_t k = 0; k < COUNT_OF(wanted); k++)
        for (size_t i = 0; i < parts->len; i++)
            if (parts->items[i].field == wanted[k]) {
                *best = (Place){.part = i};
                return true;
            }
    *best = (Place){0};
    return parts->len > 0;
}

/* ---- cutting ---- */

static size_t back_clusters(Str text, size_t at, size_t count) {
    while (count-- && at) {
        size_t before = text_cluster_prev(text, at);
        if (text.ptr[before] == '\n')
            break;
        at = before;
    }
    return at;
}

static size_t ahead_points(Str text, size_t at, size_t points) {
    size_t used = 0;
    while (at < text.len) {
        size_t next = text_cluster_next(text, at);
        used += utf8_count(str_make(text.ptr + at, next - at));
        if (used > points)
            break;
        at = next;
    }
    return at;
}

static void cut_marks(const Marks *all, size_t from, size_t to, Marks *out) {
    for (size_t i = 0; i < all->len; i++) {
        SnippetMark mark = all->items[i];
        if (mark.to <= from || mark.from >= to)
            continue;
        mark.from = mark.from < from ? 0 : mark.from - (uint32_t)from;
        mark.to = (mark.to > to ? (uint32_t)to : mark.to) - (uint32_t)from;
        vec_push(out, mark);
    }
}

static void cut_snippet(SnippetMaker *m, const Place *place, size_t points, Snippet *out) {
    const SearchPart *part = &m->folded.parts.items[place->part];
    Marks all = {0};
    size_t from = 0, to;
    snippet_marks(m, part->text, &all);
    if (place->to) {
        text_map_range(&m->map, part->text, place->from, place->to, &from, &to);
        from = back_clusters(part->text, text_cluster_floor(part->text, from), points / 4);
    }
    to = ahead_points(part->text, from, points);
    out->field = part->field;
    out->row = part->row;
    out->cut_before = from > 0;
    out->cut_after = to < part->text.len;
    buf_put(&out->text, part->text.ptr + from, to - from);
    cut_marks(&all, from, to, &out->marks);
    vec_free(&all);
}

bool snippet_make(SnippetMaker *m, StoreRead *read, uint32_t document, size_t points, Snippet *out,
                  Error *err) {
    Place place;
    buf_clear(&out->text);
    out->marks.len = 0;
    out->field_count = 0;
    out->field = -1;
    out->row = 0;
    out->cut_before = out->cut_after = false;
    if (!folded_case_load(&m->folded, read, document, err))
        return false;
    if (find_place(m, points, &place, out) || first_text(m, &place))
        cut_snippet(m, &place, points, out);
    return true;
}

void snippet_free(Snippet *snippet) {
    buf_free(&snippet->text);
    vec_free(&snippet->marks);
    *snippet = (Snippet){0};
}
