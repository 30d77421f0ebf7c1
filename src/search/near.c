#include "config.h"

#include "search/nearparts.h"

#include "base/vec.h"
#include "search/initials.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <string.h>

enum {
    CUTS = 4,                 /* cuttings of letters that are tried */
    SPAN = 8,                 /* units in a row that are taken together */
    SOUNDS = 64,              /* pairs of syllables of the second tier */
    SOUND_POSTINGS = 4 << 20, /* of their lists in memory: 8 bytes each */
    ALTERNATIVES = 24,        /* of one unit */
    PARTS = 24,               /* words in place of parts of units */
    REPLACED_POINTS = 16,     /* a longer text hardly stands anywhere with another word in it */
    READ_BEHIND = 3,          /* texts that letters behind a word are read as */
    RARE_SHARE = 20000,       /* a pair in one of so many documents may be a typing error */
    COMMON_SHARE = 4,         /* its sound in one of so many says nothing, */
    COMMON_LEAST = 10000,     /* where so many documents are gone through for it */
    READ = 12,                /* pairs of syllables whose characters are shown */
    READ_PAIRS = 3,           /* characters shown for one */
    HOMOPHONES = 8,           /* longest run that is looked for by sound */
    CHEAP_CHAINS = 3,         /* texts by sound that are looked for whatever they cost */
    LONG_CHAINS = 8,          /* of texts of more than four characters */
    HELD_WINDOWS = 16,        /* so many of a segment are kept for a page */
    PART_TERMS = 8,           /* that tell whether a document holds a part */
    CHAIN_DOCUMENTS = 60000   /* that later ones may have to be looked at */
};

static const struct {
    const char *key;
    float weight; /* of the score */
} kinds[NEAR_KINDS] = {[NEAR_NONE] = {"", 1},           [NEAR_SYNONYM] = {"synonym", .5f},
                       [NEAR_FORM] = {"form", .15f},    [NEAR_TYPO] = {"typo", .3f},
                       [NEAR_PINYIN] = {"pinyin", .3f}, [NEAR_HOMOPHONE] = {"homophone", .3f}};

const char *near_kind_key(NearKind kind) {
    return kinds[kind].key;
}

typedef VEC(QueryNode *) Nodes;

bool near_failed(Rewriter *r, bool ok) {
    if (!ok)
        r->failed = true;
    return r->failed;
}

/* ---- nodes ---- */

static QueryNode *list_node(Rewriter *r, QueryKind kind, const QueryNode *like, Nodes *nodes) {
    QueryNode *node = nodes->len == 1 ? nodes->items[0] : NULL;
    if (nodes->len > 1) {
        node = ARENA_NEW(&r->near->arena, QueryNode);
        *node = (QueryNode){
            .kind = kind, .column = like->column, .end = like->end, .field = -1, .weight = 1};
        node->items = arena_dup(&r->near->arena, nodes->items, nodes->len * sizeof *nodes->items);
        node->count = nodes->len;
    }
    vec_free(nodes);
    return node;
}

static QueryNode *copy_unit(Rewriter *r, const QueryNode *unit) {
    QueryNode *copy = ARENA_NEW(&r->near->arena, QueryNode);
    *copy = *unit;
    copy->index = r->near->query.unit_count++;
    return copy;
}

/* A unit of the text in place of another, with no number yet; NULL when nothing of it can be found.
 */
static QueryNode *make_unit(Rewriter *r, Str text, const QueryNode *like, NearKind kind) {
    VEC(TextRun) runs = {0};
    TextRun run;
    for (size_t at = 0; text_run_next(text, &at, &run);)
        vec_push(&runs, run);
    QueryNode *unit = NULL;
    if (runs.len) {
        unit = ARENA_NEW(&r->near->arena, QueryNode);
        *unit = *like;
        unit->text = text;
        unit->runs = arena_dup(&r->near->arena, runs.items, runs.len * sizeof *runs.items);
        unit->run_count = runs.len;
        unit->prefix = false;
        unit->weight = kinds[kind].weight;
    }
    vec_free(&runs);
    return unit;
}

/* ---- alternatives ---- */

QueryNode *near_alternative(Alternatives *a, NearKind kind, Str text) {
    if (str_equal(text, a->typed) || a->nodes.len >= ALTERNATIVES)
        return NULL;
    for (size_t i = 0; i < a->nodes.len; i++)
        if (str_equal(a->nodes.items[i]->text, text))
            return NULL;
    QueryNode *unit = make_unit(a->r, arena_str(&a->r->near->arena, text), a->like, kind);
    if (!unit)
        return NULL;
    unit->index = a->r->near->query.unit_count++;
    vec_push(&a->nodes, unit);
    vec_push(&a->r->near->words, (NearWord){kind, a->typed, unit->text, unit, {NULL}});
    return unit;
}

/* ---- in place of a part ---- */

/* For the second tier; what was typed is in the arena. */
static void keep_part(Rewriter *r, const QueryNode *unit, NearKind kind, float share, Str typed,
                      Str by) {
    Near *near = r->near;
    VEC_EACH (part, &near->parts) {
        if (str_equal(part->shown, by))
            return;
    }
    Str shown = arena_str(&near->arena, by);
    QueryNode *stands = near->parts.len < PARTS ? make_unit(r, shown, unit, kind) : NULL;
    if (!stands || (kind == NEAR_FORM && stands->run_count > 1)) /* 2 and 100 are not 2,100 */
        return;
    stands->weight *= share;
    vec_push(&near->parts,
             (NearPart){.kind = kind, .typed = typed, .shown = shown, .unit = stands});
}

static uint32_t points_of(const QueryNode *unit) {
    uint32_t points = 0;
    for (size_t i = 0; i < unit->run_count; i++)
        points += unit->runs[i].points;
    return points;
}

void near_replace(Alternatives *a, const QueryNode *unit, size_t from, size_t to, NearKind kind,
                  float share, Str by) {
    Str before = str_make(unit->text.ptr, from), typed = str_make(unit->text.ptr + from, to - from);
    Str behind = str_make(unit->text.ptr + to, unit->text.len - to);
    if (str_equal(by, typed))
        return;
    if (points_of(unit) <= REPLACED_POINTS) {
        Buf text = {0};
        buf_put_str(&text, before);
        buf_put_str(&text, by);
        buf_put_str(&text, behind);
        QueryNode *node = near_alternative(a, kind, buf_str(&text));
        if (node)
            node->weight *= share;
        if (node && unit->prefix && kind == NEAR_TYPO)
            node->prefix = !node->runs[node->run_count - 1].dense;
        buf_free(&text);
    }
    if (before.len || behind.len)
        keep_part(a->r, unit, kind, share, typed, by);
}

/* ---- synonyms ---- */

static void add_synonyms(Alternatives *a) {
    const NearOptions *options = a->r->options;
    for (size_t g = 0; g < options->group_count; g++) {
        const NearGroup *group = &options->groups[g];
        bool member = false;
        for (size_t i = 0; i < group->count; i++)
            member |= str_equal(group->words[i], a->typed);
        for (size_t i = 0; member && i < group->count; i++)
            near_alternative(a, NEAR_SYNONYM, group->words[i]);
    }
}

/* ---- typing errors ---- */

/* Hardly any document holds the term: it may be a typing error. most: in a small library. */
static bool is_rare(Rewriter *r, TermField field, Str text, uint64_t most) {
    uint64_t df = 0;
    for (uint32_t s = 0; s < r->eval->snapshot->count; s++) {
        PostingList list;
        if (near_failed(r, eval_list(r->eval, s, field, text, &list, r->err)))
            return false;
        df += list.df;
    }
    return df <= most + r->eval->snapshot->docs / RARE_SHARE;
}

/* ---- sounds ---- */

/* A text by its sounds; NULL where a number stands between. */
typedef struct Classes {
    const SoundClass *items[PINYIN_CUT];
    size_t count;
    bool broken; /* some are NULL */
    bool read;   /* some come from letters */
} Classes;

static void push_class(Classes *classes, const SoundClass *sounds) {
    if (classes->count < PINYIN_CUT)
        classes->items[classes->count++] = sounds;
}

static void push_cut(Rewriter *r, const PinyinCut *cut, Str letters, Classes *out) {
    for (size_t i = 0; i < cut->count; i++)
        push_class(out, sound_class_range(&r->near->arena, cut->syllables[i],
                                          (Syllable)(cut->syllables[i] + 1)));
    if (cut->rest) {
        Syllable from, to;
        pinyin_range(str_make(letters.ptr + letters.len - cut->rest, cut->rest), &from, &to);
        push_class(out, sound_class_range(&r->near->arena, from, to));
    }
}

static void add_chains(Alternatives *a, const Classes *classes, const uint32_t *typed,
                       NearKind kind) {
    SoundChain *chains = mem_alloc(SOUND_CHAINS * sizeof *chains);
    size_t count = 0;
    uint64_t documents = 0; /* of the chains so far, about */
    if (!near_failed(a->r, sound_chains(a->r->eval->snapshot, classes->items, classes->count, typed,
                                        chains, &count, a->r->err)))
        for (size_t i = 0; i < count; i++) {
            char text[SOUND_LONGEST * UTF8_MAX];
            size_t len = 0;
            if (chains[i].count > 2 && i >= CHEAP_CHAINS &&
                (documents > CHAIN_DOCUMENTS || (chains[i].count > 4 && i >= LONG_CHAINS)))
                break;
            documents += chains[i].least;
            for (size_t k = 0; k < chains[i].count; k++)
                len += utf8_encode(chains[i].points[k], text + len);
            near_alternative(a, kind, str_make(text, len));
        }
    free(chains);
}

static void push_sounds(Rewriter *r, const Classes *classes, Str typed) {
    for (size_t i = 0; i + 1 < classes->count && r->near->sounds.len < SOUNDS; i++)
        if (classes->items[i] && classes->items[i + 1])
            vec_push(&r->near->sounds,
                     (NearSound){classes->items[i], classes->items[i + 1], 1, typed});
}

bool near_is_letters(Str text) {
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] < 'a' || text.ptr[i] > 'z')
            return false;
    return text.len > 0;
}

Str near_run_text(const QueryNode *unit, size_t run) {
    return str_make(unit->text.ptr + unit->runs[run].from,
                    unit->runs[run].to - unit->runs[run].from);
}

static void push_characters(Rewriter *r, Str text, Classes *out) {
    for (size_t at = 0; at < text.len;) {
        uint32_t point;
        at += utf8_next(text, at, &point);
        push_class(out, sound_class_only(&r->near->arena, point));
    }
}

static size_t piece_end(Str text, size_t from) {
    size_t to = from + 1;
    bool letters = near_is_letters(str_make(text.ptr + from, 1));
    while (to < text.len && near_is_letters(str_make(text.ptr + to, 1)) == letters)
        to++;
    return to;
}

/* zai2016nian: letters for what is read so, numbers as they are. `rank`: which cutting of letters.
 * False when some of it is no pinyin. */
static bool read_run(Rewriter *r, Str text, bool unfinished, size_t rank, Classes *out) {
    for (size_t from = 0, to; from < text.len; from = to) {
        to = piece_end(text, from);
        Str piece = str_make(text.ptr + from, to - from);
        PinyinCut cuts[CUTS];
        if (!near_is_letters(piece)) {
            push_class(out, NULL);
            out->broken = true;
            continue;
        }
        if (pinyin_cut(piece, unfinished && to == text.len, cuts, CUTS) <= rank)
            return false;
        push_cut(r, &cuts[rank], piece, out);
        out->read = true;
    }
    return true;
}

/* Han runs stand for themselves. False when the units are no pinyin. */
static bool read_units(Rewriter *r, QueryNode *const *units, size_t count, bool prefix, size_t rank,
                       Classes *out) {
    *out = (Classes){.count = 0};
    for (size_t u = 0; u < count; u++)
        for (size_t i = 0; i < units[u]->run_count; i++) {
            Str text = near_run_text(units[u], i);
            bool last = u + 1 == count && i + 1 == units[u]->run_count;
            if (units[u]->runs[i].dense)
                push_characters(r, text, out);
            else if (!read_run(r, text, prefix && last, rank, out))
                return false;
        }
    return out->read;
}

/* Numbers among the letters. */
static void push_numbers(Rewriter *r, QueryNode *const *units, size_t count) {
    for (size_t u = 0; u < count; u++)
        for (size_t i = 0; i < units[u]->run_count; i++) {
            Str text = near_run_text(units[u], i);
            for (size_t from = 0, to; !units[u]->runs[i].dense && from < text.len; from = to) {
                to = piece_end(text, from);
                Str piece = str_make(text.ptr + from, to - from);
                if (!near_is_letters(piece) && piece.len < text.len)
                    vec_push(&r->near->numbers, arena_str(&r->near->arena, piece));
            }
        }
}

static void add_pinyin(Alternatives *a, QueryNode *const *units, size_t count) {
    Classes classes;
    if (!a->r->options->sounds || a->typed.len < 2) /* one letter says nothing */
        return;
    bool alone = count == 1 && units[0]->run_count == 1;
    for (size_t rank = 0; rank < (alone ? CUTS : 1) && !a->r->failed; rank++) {
        if (!read_units(a->r, units, count, a->prefix, rank, &classes))
            return;
        if (!rank) {
            push_sounds(a->r, &classes, a->typed);
            push_numbers(a->r, units, count);
        }
        if (classes.count <= SOUND_LONGEST && !classes.broken)
            add_chains(a, &classes, NULL, NEAR_PINYIN);
    }
}

bool near_read_behind(Alternatives *a, Str before, Str letters) {
    PinyinCut cut;
    Classes classes = {.count = 0};
    SoundChain *chains;
    size_t count = 0;
    if (!pinyin_cut(letters, a->prefix, &cut, 1))
        return false;
    push_cut(a->r, &cut, letters, &classes);
    if (classes.count < 2 || classes.count > SOUND_LONGEST)
        return false;
    chains = mem_alloc(SOUND_CHAINS * sizeof *chains);
    if (near_failed(a->r, sound_chains(a->r->eval->snapshot, classes.items, classes.count, NULL,
                                       chains, &count, a->r->err)))
        count = 0;
    for (size_t i = 0; i < count && i < READ_BEHIND; i++) {
        Buf text = {0};
        buf_put_str(&text, before);
        for (size_t k = 0; k < chains[i].count; k++) {
            char point[UTF8_MAX];
            buf_put(&text, point, utf8_encode(chains[i].points[k], point));
        }
        near_alternative(a, NEAR_PINYIN, buf_str(&text));
        buf_free(&text);
    }
    free(chains);
    return count > 0;
}

static void add_names(Alternatives *a, Str initials, Str typed) {
    InitialsText texts[INITIALS_TEXTS];
    size_t count;
    if (near_failed(a->r, initials_find(a->r->eval, initials, typed, &a->r->near->arena, texts,
                                        &count, a->r->err)))
        return;
    for (size_t i = 0; i < count; i++) {
        QueryNode *node = near_alternative(a, NEAR_PINYIN, texts[i].text);
        if (node)
            node->weight *= texts[i].share;
    }
}

/* Of names that are read as the letters; when nothing else is, some syllables may be written out:
 * yinhfk. */
static void add_initials(Alternatives *a) {
    char initials[INITIALS_LONGEST];
    if (!a->r->options->sounds || !near_is_letters(a->typed) || a->typed.len < INITIALS_SHORTEST ||
        a->typed.len > INITIALS_LONGEST || a->r->failed)
        return;
    add_names(a, a->typed, (Str){NULL, 0});
    if (a->nodes.len || !a->r->options->nothing || a->r->failed)
        return;
    size_t count = pinyin_shortened(a->typed, initials);
    if (count >= INITIALS_GRAM)
        add_names(a, str_make(initials, count), a->typed);
}

/* Pairs of the run that hardly any document holds may be meant to sound like others. */
static void push_rare_sounds(Rewriter *r, Str run, const Classes *classes) {
    size_t before = 0, i = 0;
    uint32_t point;
    for (size_t at = utf8_next(run, 0, &point); at < run.len; i++) {
        size_t len = utf8_next(run, at, &point);
        Str pair = str_make(run.ptr + before, at + len - before);
        if (classes->items[i] && classes->items[i + 1] && r->near->sounds.len < SOUNDS &&
            is_rare(r, TERM_PAIR, pair, 1))
            vec_push(&r->near->sounds, (NearSound){classes->items[i],
                                                   classes->items[i + 1],
                                                   kinds[NEAR_HOMOPHONE].weight,
                                                   {NULL, 0}});
        before = at;
        at += len;
    }
}

static void add_homophones(Alternatives *a, const QueryNode *unit) {
    const NearOptions *options = a->r->options;
    for (size_t i = 0; options->sounds && options->nothing && i < unit->run_count; i++) {
        Str text = near_run_text(unit, i);
        Classes classes = {.count = 0};
        uint32_t typed[PINYIN_CUT];
        bool known = true;
        if (!unit->runs[i].dense || unit->runs[i].points < 2 || unit->runs[i].points > PINYIN_CUT ||
            a->r->failed)
            continue;
        for (size_t at = 0; at < text.len;) {
            at += utf8_next(text, at, &typed[classes.count]);
            push_class(&classes, sound_class_like(&a->r->near->arena, typed[classes.count]));
            known &= classes.items[classes.count - 1] != NULL;
        }
        push_rare_sounds(a->r, text, &classes);
        if (known && unit->run_count == 1 && classes.count <= HOMOPHONES)
            add_chains(a, &classes, typed, NEAR_HOMOPHONE);
    }
}

/* ---- the query ---- */

static QueryNode *copy_node(Rewriter *r, const QueryNode *node, bool literal);

static QueryNode *give_alternatives(Alternatives *a, QueryNode *original) {
    Nodes all = {0};
    vec_push(&all, original);
    for (size_t i = 0; i < a->nodes.len; i++)
        vec_push(&all, a->nodes.items[i]);
    vec_free(&a->nodes);
    return list_node(a->r, QUERY_OR, a->like, &all);
}

static QueryNode *widen_unit(Rewriter *r, const QueryNode *unit) {
    QueryNode *copy = copy_unit(r, unit);
    if (near_failed(r, !snapshot_is_cancelled(r->eval->snapshot, r->err)))
        return copy;
    Alternatives a = {.r = r, .like = unit, .typed = unit->text, .prefix = unit->prefix};
    add_synonyms(&a);
    add_pinyin(&a, &copy, 1);
    if (unit->run_count == 1)
        add_initials(&a);
    near_words(&a, unit);
    near_inner_synonyms(&a, unit);
    add_homophones(&a, unit);
    return give_alternatives(&a, copy);
}

/* How many units in a row, from the first on, are letters that are cut wholly into syllables. */
static size_t pinyin_span(Rewriter *r, QueryNode *const *items, size_t count) {
    Classes classes;
    size_t len = 0;
    while (len < count && len < SPAN && items[len]->kind == QUERY_UNIT && !items[len]->quoted &&
           items[len]->field < 0 && items[len]->run_count == 1 && !items[len]->runs[0].dense)
        len++;
    while (len > 1 && !read_units(r, items, len, items[len - 1]->prefix, 0, &classes))
        len--;
    return len > 1 ? len : 0;
}

static bool is_member(const NearOptions *options, Str text) {
    for (size_t g = 0; g < options->group_count; g++)
        for (size_t i = 0; i < options->groups[g].count; i++)
            if (str_equal(options->groups[g].words[i], text))
                return true;
    return false;
}

/* The texts of units in a row with blanks between. */
static Str joined(Rewriter *r, QueryNode *const *items, size_t count) {
    Buf text = {0};
    for (size_t i = 0; i < count; i++) {
        if (i)
            buf_putc(&text, ' ');
        buf_put_str(&text, items[i]->text);
    }
    Str out = arena_str(&r->near->arena, buf_str(&text));
    buf_free(&text);
    return out;
}

static size_t synonym_span(Rewriter *r, QueryNode *const *items, size_t count) {
    size_t len = 0;
    while (len < count && len < SPAN && items[len]->kind == QUERY_UNIT && !items[len]->quoted &&
           items[len]->field < 0)
        len++;
    while (len > 1 && !is_member(r->options, joined(r, items, len)))
        len--;
    return len > 1 ? len : 0;
}

/* word: that the units are when they are written together, or empty. */
static QueryNode *widen_span(Rewriter *r, QueryNode *const *items, size_t count, bool pinyin,
                             Str word) {
    Nodes copies = {0};
    Alternatives a = {.r = r,
                      .like = items[0],
                      .typed = joined(r, items, count),
                      .prefix = items[count - 1]->prefix};
    for (size_t i = 0; i < count; i++)
        vec_push(&copies, copy_node(r, items[i], pinyin));
    QueryNode *original = list_node(r, QUERY_AND, items[0], &copies);
    add_synonyms(&a);
    QueryNode *joined = word.len ? near_alternative(&a, NEAR_TYPO, word) : NULL;
    if (joined)
        joined->prefix = a.prefix;
    if (pinyin && !near_failed(r, !snapshot_is_cancelled(r->eval->snapshot, r->err)))
        add_pinyin(&a, items, count);
    return give_alternatives(&a, original);
}

static QueryNode *copy_and(Rewriter *r, const QueryNode *node) {
    Nodes copies = {0};
    for (size_t i = 0; i < node->count;) {
        size_t left = node->count - i;
        size_t span = synonym_span(r, node->items + i, left);
        Str word = {NULL, 0};
        bool pinyin =
            !span && r->options->sounds && (span = pinyin_span(r, node->items + i, left)) > 0;
        if (!span)
            span = near_joined(r, node->items + i, left, &word);
        vec_push(&copies, span ? widen_span(r, node->items + i, span, pinyin, word)
                               : copy_node(r, node->items[i], false));
        i += span ? span : 1;
    }
    return list_node(r, QUERY_AND, node, &copies);
}

static QueryNode *copy_node(Rewriter *r, const QueryNode *node, bool literal) {
    Nodes copies = {0};
    if (node->kind == QUERY_UNIT)
        return literal || node->quoted || r->failed ? copy_unit(r, node) : widen_unit(r, node);
    if (node->kind == QUERY_FILTER) {
        QueryNode *copy = ARENA_NEW(&r->near->arena, QueryNode);
        *copy = *node;
        return copy;
    }
    if (node->kind == QUERY_AND && !literal)
        return copy_and(r, node);
    for (size_t i = 0; i < node->count; i++)
        vec_push(&copies, copy_node(r, node->items[i], literal || node->kind == QUERY_NOT));
    if (node->kind != QUERY_NOT)
        return list_node(r, node->kind, node, &copies);
    QueryNode *not = ARENA_NEW(&r->near->arena, QueryNode);
    *not = *node;
    not ->items = arena_dup(&r->near->arena, copies.items, sizeof *copies.items);
    vec_free(&copies);
    return not ;
}

bool near_open(Near *near, Evaluation *eval, const NearOptions *options, Error *err) {
    const Query *query = eval->query;
    Rewriter r = {.near = near, .eval = eval, .options = options, .err = err};
    *near = (Near){.query = {.filter_count = query->filter_count,
                             .names_archived = query->names_archived,
                             .names_trashed = query->names_trashed}};
    if (query->root)
        near->query.root = copy_node(&r, query->root, false);
    return !r.failed;
}

void near_close(Near *near) {
    vec_free(&near->words);
    vec_free(&near->sounds);
    vec_free(&near->parts);
    vec_free(&near->numbers);
    arena_free(&near->arena);
    *near = (Near){0};
}

/* ---- names ---- */

enum { NAME_POINTS = 16 };

static const float name_boost = 1.5f; /* as of words */

size_t near_longest(const Map *names, Str text, size_t at, size_t limit) {
    size_t end = 0, points = 0;
    for (size_t to = at; to < limit && points < NAME_POINTS;) {
        uint32_t point;
        to += utf8_next(text, to, &point);
        if (++points > 1 && map_get(names, str_make(text.ptr + at, to - at)))
            end = to;
    }
    return end;
}

static void raise_pair(Ranking *ranking, Str pair) {
    for (size_t i = 0; i < ranking->len; i++) {
        RankTerm *term = &ranking->terms[i];
        if (term->field != TERM_PAIR || term->boost < 1 || term->boost >= name_boost ||
            !str_equal(term->text, pair))
            continue;
        rank_set_boost(term, name_boost);
    }
}

static void raise_run(const Map *names, const QueryNode *unit, const TextRun *run,
                      Ranking *ranking) {
    uint32_t point;
    for (size_t at = run->from; at < run->to;) {
        size_t end = near_longest(names, unit->text, at, run->to), len;
        for (size_t from = at; from < end; from += len) {
            len = utf8_next(unit->text, from, &point);
            size_t second = from + len < end ? utf8_next(unit->text, from + len, &point) : 0;
            if (second)
                raise_pair(ranking, str_make(unit->text.ptr + from, len + second));
        }
        at = end ? end : at + utf8_next(unit->text, at, &point);
    }
}

static void raise_node(const Map *names, const QueryNode *node, Ranking *ranking) {
    if (node->kind == QUERY_NOT || node->kind == QUERY_FILTER)
        return;
    for (size_t i = 0; node->kind == QUERY_UNIT && i < node->run_count; i++)
        if (node->runs[i].dense)
            raise_run(names, node, &node->runs[i], ranking);
    for (size_t i = 0; node->kind != QUERY_UNIT && i < node->count; i++)
        raise_node(names, node->items[i], ranking);
}

void near_raise_names(const Map *names, const Query *query, Ranking *ranking) {
    if (names && names->len && query->root)
        raise_node(names, query->root, ranking);
}

/* ---- the second tier ---- */

/* The most frequent of the pairs, so that people are told how letters were read; their number. */
static size_t keep_pairs(Near *near, const NearSound *sound, const SoundPairs *pairs) {
    const SoundPair *kept[READ_PAIRS] = {NULL};
    for (size_t i = 0; i < pairs->len; i++) {
        const SoundPair *pair = &pairs->items[i];
        for (size_t k = 0; k < READ_PAIRS; k++)
            if (!kept[k] || pair->df > kept[k]->df) {
                const SoundPair *less = kept[k];
                kept[k] = pair;
                pair = less;
                if (!pair)
                    break;
            }
    }
    size_t count = 0;
    for (; count < READ_PAIRS && kept[count]; count++) {
        char text[2 * UTF8_MAX];
        size_t len = utf8_encode(kept[count]->first, text);
        len += utf8_encode(kept[count]->second, text + len);
        vec_push(&near->parts, (NearPart){.kind = NEAR_PINYIN,
                                          .typed = sound->typed,
                                          .shown = arena_str(&near->arena, str_make(text, len))});
    }
    return count;
}

/* What so many documents hold by chance tells nothing of what may be a typing error. */
static bool says_little(const NearSound *sound, const SoundPairs *pairs, uint64_t docs) {
    uint64_t sum = 0;
    for (size_t i = 0; i < pairs->len; i++)
        sum += pairs->items[i].df;
    return sound->weight < 1 && sum > COMMON_LEAST && sum > docs / COMMON_SHARE;
}

bool near_add_parts(Near *near, Ranking *ranking, Error *err) {
    Snapshot *snapshot = ranking->eval->snapshot;
    SoundPairs pairs = {0};
    SoundUnion all = {0};
    uint64_t postings = 0;
    size_t pairs_shown = 0;
    bool ok = true;
    for (size_t i = 0; i < near->parts.len && near->parts.items[i].unit && ok; i++)
        ok = rank_add_unit(ranking, near->parts.items[i].unit, err);
    for (size_t i = 0; i < near->sounds.len && ok && postings < SOUND_POSTINGS; i++) {
        const NearSound *sound = &near->sounds.items[i];
        PostingList *lists = arena_zalloc(&ranking->arena, (snapshot->count + 1) * sizeof *lists);
        pairs.len = 0;
        ok = sound_pairs(snapshot, sound->first, sound->second, &pairs, err);
        if (says_little(sound, &pairs, snapshot->docs))
            continue;
        for (uint32_t s = 0; s < snapshot->count && ok && pairs.len; s++)
            ok = sound_list(snapshot, s, &pairs, &all, &ranking->arena, &lists[s], err);
        for (uint32_t s = 0; s < snapshot->count; s++)
            postings += lists[s].df;
        if (ok && pairs.len)
            rank_add_lists(ranking, lists, sound->weight);
        if (ok && sound->typed.len && pairs_shown < READ * READ_PAIRS)
            pairs_shown += keep_pairs(near, sound, &pairs);
    }
    vec_free(&pairs);
    sound_union_free(&all);
    for (size_t i = 0; i < near->numbers.len && ok; i++)
        ok = rank_add_word(ranking, near->numbers.items[i], err);
    return ok;
}

/* ---- which alternative a document holds ---- */

/* Where there are many windows, hits of a page hardly share one. */
static bool lists_hold(const PostingList *lists, size_t count, uint32_t ordinal) {
    uint32_t start = ordinal / WINDOW_DOCS * WINDOW_DOCS, at = ordinal % WINDOW_DOCS;
    uint64_t bits[WINDOW_WORDS] = {0};
    Error ignored;
    bits[at / 64] = (uint64_t)1 << at % 64;
    for (size_t i = 0; i < count && bits[at / 64]; i++)
        if (!list_keep(&lists[i], start, bits, &ignored))
            return false;
    return bits[at / 64] != 0;
}

/* The windows of a long page come in any order: each is read once. */
static bool holds_all(Near *near, NearHeld *held, const Snapshot *snapshot,
                      const PostingList *lists, size_t count, uint32_t segment, uint32_t ordinal) {
    uint32_t window = ordinal / WINDOW_DOCS, at = ordinal % WINDOW_DOCS;
    uint32_t windows = snapshot->segments[segment].info.docs / WINDOW_DOCS + 1;
    if (windows > HELD_WINDOWS)
        return lists_hold(lists, count, ordinal);
    if (!held->windows)
        held->windows = arena_zalloc(&near->arena, (snapshot->count + 1) * sizeof *held->windows);
    if (!held->windows[segment])
        held->windows[segment] =
            arena_zalloc(&near->arena, windows * sizeof *held->windows[segment]);
    uint64_t *bits = held->windows[segment][window];
    if (!bits) {
        held->windows[segment][window] = bits =
            arena_alloc(&near->arena, WINDOW_WORDS * sizeof *bits);
        memset(bits, 0xFF, WINDOW_WORDS * sizeof *bits);
        for (size_t i = 0; i < count; i++) {
            uint64_t one[WINDOW_WORDS] = {0};
            Error ignored;
            bool read = list_bits(&lists[i], window * WINDOW_DOCS, one, &ignored);
            for (size_t k = 0; k < WINDOW_WORDS; k++)
                bits[k] &= read ? one[k] : 0;
        }
    }
    return bits[at / 64] >> at % 64 & 1;
}

const NearWord *near_word_of(Near *near, const Evaluation *eval, uint32_t segment,
                             uint32_t ordinal) {
    const NearWord *best = NULL;
    for (size_t i = 0; i < near->words.len; i++) {
        NearWord *word = &near->words.items[i];
        const EvalUnit *unit = &eval->segments[segment].units[word->unit->index];
        bool holds = !unit->never && (!best || kinds[word->kind].weight > kinds[best->kind].weight);
        holds = holds && holds_all(near, &word->held, eval->snapshot, unit->lists, unit->count,
                                   segment, ordinal);
        if (holds && unit->beginnings)
            holds = unit->beginnings[ordinal / 64] >> ordinal % 64 & 1;
        if (holds)
            best = word;
    }
    return best;
}

/* The terms of what is shown, up to PART_TERMS. */
typedef struct PartTerm {
    TermField field;
    Str text;
} PartTerm;

static size_t part_terms(Str shown, PartTerm *out) {
    TextRun run;
    size_t count = 0;
    for (size_t at = 0; text_run_next(shown, &at, &run);) {
        uint32_t point;
        size_t before = run.from;
        Str text = str_make(shown.ptr + run.from, run.to - run.from);
        if (!run.dense && count < PART_TERMS)
            out[count++] = (PartTerm){TERM_LATIN, term_latin(text)};
        if (run.dense && run.points == 1 && count < PART_TERMS)
            out[count++] = (PartTerm){TERM_CHAR, text};
        if (!run.dense)
            continue;
        size_t to = before + utf8_next(shown, before, &point);
        while (to < run.to) {
            size_t len = utf8_next(shown, to, &point);
            if (count < PART_TERMS)
                out[count++] =
                    (PartTerm){TERM_PAIR, str_make(shown.ptr + before, to + len - before)};
            before = to;
            to += len;
        }
    }
    return count;
}

static void look_up(NearPart *part, Ranking *ranking) {
    PartTerm terms[PART_TERMS];
    uint32_t segments = ranking->eval->snapshot->count;
    Error ignored;
    part->count = part_terms(part->shown, terms);
    part->lists = arena_zalloc(&ranking->arena, (segments * part->count + 1) * sizeof *part->lists);
    for (uint32_t s = 0; s < segments; s++)
        for (size_t i = 0; i < part->count; i++) {
            PostingList *list = &part->lists[s * part->count + i];
            if (!eval_list(ranking->eval, s, terms[i].field, terms[i].text, list, &ignored))
                *list = (PostingList){.df = 0};
        }
}

bool near_part_holds(Near *near, NearPart *part, Ranking *ranking, uint32_t segment,
                     uint32_t ordinal) {
    if (!part->lists)
        look_up(part, ranking);
    const PostingList *lists = part->lists + segment * part->count;
    for (size_t i = 0; i < part->count; i++)
        if (!lists[i].df)
            return false;
    return part->count && holds_all(near, &part->held, ranking->eval->snapshot, lists, part->count,
                                    segment, ordinal);
}
