#include "config.h"

#include "search/snippet.h"

#include "base/vec.h"
#include "search/excerpt.h"
#include "text/fold.h"
#include "text/utf8.h"
#include "text/width.h"

enum { COVERED = 256 }; /* characters of the query that are told apart */

/* What may be marked: the units themselves, and for texts without them their words and pairs. */
typedef struct Piece {
    const QueryNode *unit; /* of the query, or made from a part of one */
    uint32_t group;        /* unit it belongs to */
    uint32_t from, to;     /* characters of the query that it stands for */
} Piece;

struct SnippetMaker {
    Query query;
    VEC(Piece) units, words;
    uint32_t points;         /* of all units */
    bool whole[QUERY_UNITS]; /* units that stand whole somewhere in the case */
    TextWords cutter;
    FoldedCase folded;
    uint32_t document; /* the one that is folded, as of the snapshot; 0: none */
    uint64_t snapshot;
    TextMap map;
    Buf text, line; /* folded text of one part; the part as one line */
    Excerpt excerpt;
    Arena arena;
};

/* A found piece in folded bytes. */
typedef struct Found {
    size_t from, to;
    int column; /* of from, only in search of the window */
    const Piece *piece;
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
    uint32_t first = m->points + (uint32_t)utf8_count(str_make(unit->text.ptr, from));
    uint32_t points = (uint32_t)utf8_count(str_make(unit->text.ptr + from, to - from));
    vec_push(&m->words, (Piece){node, unit->index, first, first + points});
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
    uint32_t points = (uint32_t)utf8_count(unit->text);
    vec_push(&m->units, (Piece){unit, unit->index, m->points, m->points + points});
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
    m->points += points;
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
    buf_free(&m->line);
    excerpt_free(&m->excerpt);
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
        vec_push(out, (Found){.from = begin, .to = end, .piece = piece});
        at = end;
    }
}

static int compare_found(const void *a, const void *b) {
    const Found *x = a, *y = b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return x->to > y->to ? -1 : x->to < y->to;
}

/* Units, and the words of units that do not stand there (whole: in the case) as a whole. */
static void find_all(SnippetMaker *m, Str folded, int field, const bool *whole, FoundList *out) {
    out->len = 0;
    VEC_EACH (unit, &m->units) {
        size_t before = out->len;
        find_piece(folded, unit, field, out);
        if (out->len > before || (whole && whole[unit->group]))
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
    out->len = 0;
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
    text_fold_map(&m->text, &m->map, text);
    find_all(m, buf_str(&m->text), -1, NULL, &found);
    give_marks(m, text, &found, out);
    vec_free(&found);
}

/* ---- the best place ---- */

typedef struct Place {
    size_t part;
    size_t from, to; /* folded bytes of the first and last piece */
    unsigned score;  /* 0: nothing was found */
} Place;

static void cover(uint64_t covered[COVERED / 64], const Piece *piece) {
    for (uint32_t i = piece->from; i < piece->to && i < COVERED; i++)
        covered[i / 64] |= (uint64_t)1 << i % 64;
}

static unsigned covered_count(const uint64_t covered[COVERED / 64]) {
    unsigned count = 0;
    for (size_t i = 0; i < COVERED / 64; i++)
        count += (unsigned)__builtin_popcountll(covered[i]);
    return count;
}

/* The columns before each piece of the text. */
static void measure(Str text, FoundList *found) {
    size_t at = 0;
    int column = 0;
    for (size_t i = 0; i < found->len; i++) {
        column += text_width(str_make(text.ptr + at, found->items[i].from - at));
        found->items[i].column = column;
        at = found->items[i].from;
    }
}

/* How much of the query stands in the window weighs most, then how often, then the kind of text. */
static unsigned window_score(const FoundList *found, size_t from, size_t to, unsigned kind) {
    enum { OFTEN = 3 };
    uint64_t covered[COVERED / 64] = {0};
    for (size_t i = from; i < to; i++)
        cover(covered, found->items[i].piece);
    unsigned often = to - from < OFTEN ? (unsigned)(to - from) : OFTEN;
    return covered_count(covered) << 8 | kind << 4 | often;
}

static void best_window(Str text, FoundList *found, size_t part, int columns, unsigned kind,
                        Place *best) {
    enum { LOOKED_AT = 60 };
    measure(text, found);
    for (size_t i = 0; i < found->len && i < LOOKED_AT; i++) {
        size_t to = i + 1, end = found->items[i].to;
        while (to < found->len && to - i < LOOKED_AT &&
               found->items[to].column - found->items[i].column < columns) {
            end = found->items[to].to > end ? found->items[to].to : end;
            to++;
        }
        unsigned score = window_score(found, i, to, kind);
        if (score > best->score)
            *best = (Place){part, found->items[i].from, end, score};
    }
}

static void note_whole(SnippetMaker *m) {
    const SearchParts *parts = &m->folded.parts;
    VEC_EACH (unit, &m->units) {
        m->whole[unit->group] = false;
        for (size_t i = 0; i < parts->len && !m->whole[unit->group]; i++) {
            size_t begin, end;
            int field = parts->items[i].field;
            if (unit->unit->field < 0 || unit->unit->field == field)
                m->whole[unit->group] =
                    match_find(folded_case_part(&m->folded, i), unit->unit, 0, &begin, &end);
        }
    }
}

/* The title stands in the row anyway, and a sentence says more than a tag. */
static unsigned kind_of(const SearchPart *part) {
    enum { SENTENCE = 60 };
    return part->field == CASE_TITLE ? 0 : part->text.len < SENTENCE ? 1 : 2;
}

static void find_place(SnippetMaker *m, int columns, Place *best) {
    const SearchParts *parts = &m->folded.parts;
    FoundList found = {0};
    *best = (Place){.score = 0};
    note_whole(m);
    for (size_t i = 0; i < parts->len; i++) {
        Str text = folded_case_part(&m->folded, i);
        find_all(m, text, parts->items[i].field, m->whole, &found);
        if (found.len)
            best_window(text, &found, i, columns, kind_of(&parts->items[i]), best);
    }
    vec_free(&found);
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

/* The window in the part as one line; what stood in a link's target is gone there. */
static void cut_snippet(SnippetMaker *m, const Place *place, int columns, Snippet *out) {
    const SearchPart *part = &m->folded.parts.items[place->part];
    Marks all = {0};
    FoundList found = {0};
    Place window = {.score = 0};
    size_t from = 0, to = 0;
    buf_clear(&m->line);
    excerpt_line(&m->line, part->text);
    Str line = buf_str(&m->line);
    text_fold_map(&m->text, &m->map, line);
    if (place->score)
        find_all(m, buf_str(&m->text), part->field, m->whole, &found);
    best_window(buf_str(&m->text), &found, place->part, columns, 0, &window);
    give_marks(m, line, &found, &all);
    if (window.score)
        text_map_range(&m->map, line, window.from, window.to, &from, &to);
    excerpt_cut(&m->excerpt, line, columns, &from, &to);
    out->field = part->field;
    out->row = part->row;
    out->cut_before = from > 0;
    out->cut_after = to < line.len;
    buf_put(&out->text, line.ptr + from, to - from);
    cut_marks(&all, from, to, &out->marks);
    vec_free(&found);
    vec_free(&all);
}

/* A row of a list asks for the reason and for the place, one after the other. */
static bool load_case(SnippetMaker *m, StoreRead *read, uint32_t document, Error *err) {
    uint64_t snapshot = store_read_txn_id(read);
    if (m->document == document && m->snapshot == snapshot)
        return true;
    m->document = 0;
    if (!folded_case_load(&m->folded, read, document, err))
        return false;
    m->document = document;
    m->snapshot = snapshot;
    return true;
}

bool snippet_make(SnippetMaker *m, StoreRead *read, uint32_t document, int columns, Snippet *out,
                  Error *err) {
    Place place;
    buf_clear(&out->text);
    out->marks.len = 0;
    out->field = -1;
    out->row = 0;
    out->cut_before = out->cut_after = false;
    if (!load_case(m, read, document, err))
        return false;
    find_place(m, columns, &place);
    if (place.score || first_text(m, &place))
        cut_snippet(m, &place, columns, out);
    return true;
}

void snippet_free(Snippet *snippet) {
    buf_free(&snippet->text);
    vec_free(&snippet->marks);
    *snippet = (Snippet){0};
}

/* ---- why ---- */

static int field_rank(int field) {
    static const int first[] = {CASE_TITLE, CASE_CUSTOMER, CASE_TAGS};
    for (size_t i = 0; i < COUNT_OF(first); i++)
        if (first[i] == field)
            return (int)i - (int)COUNT_OF(first);
    return field;
}

bool snippet_field(SnippetMaker *m, StoreRead *read, uint32_t document, int *field, Error *err) {
    unsigned held[CASE_FIELDS] = {0}, most = 0;
    FoundList found = {0};
    *field = -1;
    if (!load_case(m, read, document, err))
        return false;
    note_whole(m);
    const SearchParts *parts = &m->folded.parts;
    for (size_t i = 0; i < parts->len; i++) {
        uint64_t covered[COVERED / 64] = {0};
        int at = parts->items[i].field;
        find_all(m, folded_case_part(&m->folded, i), at, m->whole, &found);
        for (size_t k = 0; k < found.len; k++)
            cover(covered, found.items[k].piece);
        unsigned count = covered_count(covered);
        held[at] = count > held[at] ? count : held[at];
        most = count > most ? count : most;
    }
    vec_free(&found);
    for (int i = 0; i < CASE_FIELDS; i++)
        if (held[i] && 2 * held[i] >= most && (*field < 0 || field_rank(i) < field_rank(*field)))
            *field = i;
    return true;
}
