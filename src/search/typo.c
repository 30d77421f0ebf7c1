#include "config.h"

#include "search/typo.h"

#include "base/vec.h"

#include <stdlib.h>
#include <string.h>

typedef struct Variants {
    TypoWord *items;
    size_t len, cap;
} Variants;

bool typo_wanted(Str word) {
    if (word.len < TYPO_LETTERS || word.len > TYPO_LONGEST)
        return false;
    for (size_t i = 0; i < word.len; i++)
        if (word.ptr[i] < 'a' || word.ptr[i] > 'z')
            return false;
    return true;
}

/* The word with [at, at + cut) replaced by the text. */
static void add_variant(Variants *all, Str word, size_t at, size_t cut, const char *text,
                        size_t len) {
    TypoWord variant = {.len = (uint8_t)(word.len - cut + len)};
    memcpy(variant.text, word.ptr, at);
    memcpy(variant.text + at, text, len);
    memcpy(variant.text + at + len, word.ptr + at + cut, word.len - at - cut);
    if (variant.len != word.len || memcmp(variant.text, word.ptr, word.len) != 0)
        vec_push(all, variant);
}

/* Edits of the first letter: other beginnings of the dictionary. */
static void fill_variants(Str word, Variants *out) {
    const char swapped[] = {word.ptr[1], word.ptr[0]};
    for (char letter = 'a'; letter <= 'z'; letter++) {
        add_variant(out, word, 0, 0, &letter, 1);
        add_variant(out, word, 0, 1, &letter, 1);
    }
    add_variant(out, word, 0, 1, "", 0);
    add_variant(out, word, 0, 2, swapped, 2);
}

static int by_text(const void *a, const void *b) {
    const TypoWord *x = a, *y = b;
    int order = memcmp(x->text, y->text, x->len < y->len ? x->len : y->len);
    return order ? order : (int)x->len - (int)y->len;
}

static int by_df(const void *a, const void *b) {
    const TypoWord *x = a, *y = b;
    if (x->df != y->df)
        return x->df > y->df ? -1 : 1;
    return by_text(a, b);
}

static bool note_beginning(void *context, Str text, uint32_t ordinal, uint32_t tf) {
    (void)text;
    (void)ordinal;
    (void)tf;
    *(bool *)context = true;
    return false;
}

static bool begins(Segment *segment, Str term, bool *found, Error *err) {
    TermWalk walk;
    *found = false;
    if (segment->small) {
        small_terms(segment->small, term, note_beginning, found);
        return true;
    }
    bool ok = term_walk_open(&walk, segment, term, err) && term_walk_next(&walk, found, err);
    *found = ok && *found && str_starts(walk.term, term);
    term_walk_close(&walk);
    return ok;
}

static bool count_word(Segment *segment, Str term, Arena *scratch, uint64_t *df, Error *err) {
    TermEntry entry;
    PostingList list = {.df = 0};
    bool found;
    if (segment->small) {
        small_find(segment->small, term, scratch, &list);
        *df += list.df;
        arena_clear(scratch);
        return true;
    }
    if (!segment_find(segment, term, &entry, &found, err))
        return false;
    *df += found ? entry.df : 0;
    return true;
}

static bool look_up(const Snapshot *snapshot, TypoWord *variant, bool beginning, Arena *scratch,
                    Error *err) {
    char bytes[1 + sizeof variant->text];
    bytes[0] = TERM_LATIN;
    memcpy(bytes + 1, variant->text, variant->len);
    Str term = str_make(bytes, 1u + variant->len);
    for (uint32_t s = 0; s < snapshot->count; s++) {
        bool found;
        if (!beginning && !count_word(&snapshot->segments[s], term, scratch, &variant->df, err))
            return false;
        if (beginning && !variant->df) {
            if (!begins(&snapshot->segments[s], term, &found, err))
                return false;
            variant->df = found;
        }
    }
    return true;
}

/* ---- words with the same first letter ---- */

/* Whether one edit makes b of a, or when `beginning` of a beginning of b. */
static bool is_near(Str a, Str b, bool beginning) {
    size_t same = 0;
    while (same < a.len && same < b.len && a.ptr[same] == b.ptr[same])
        same++;
    Str x = str_make(a.ptr + same, a.len - same), y = str_make(b.ptr + same, b.len - same);
    if (!x.len)
        return beginning || y.len == 1;
    static const struct {
        size_t left, right; /* letters taken away from each */
    } edits[] = {{1, 0}, {0, 1}, {1, 1}, {2, 2}};
    for (size_t i = 0; i < COUNT_OF(edits); i++) {
        if (x.len < edits[i].left || y.len < edits[i].right ||
            (edits[i].left == 2 && (x.ptr[0] != y.ptr[1] || x.ptr[1] != y.ptr[0])))
            continue;
        Str p = str_make(x.ptr + edits[i].left, x.len - edits[i].left);
        Str q = str_make(y.ptr + edits[i].right, y.len - edits[i].right);
        if (beginning ? str_starts(q, p) : str_equal(p, q))
            return true;
    }
    return false;
}

typedef struct Neighbours {
    Str word;
    bool beginning;
    Variants *found;
} Neighbours;

/* Of a beginning the part that was typed with another letter. */
static void note_neighbour(Neighbours *n, Str text, uint64_t df) {
    size_t most = n->word.len + 1;
    if (text.len + 1 < n->word.len || (!n->beginning && text.len > most) ||
        str_equal(text, n->word) || !is_near(n->word, text, n->beginning))
        return;
    TypoWord word = {.len = (uint8_t)(text.len < most ? text.len : most), .df = df};
    memcpy(word.text, text.ptr, word.len);
    vec_push(n->found, word);
}

static bool small_neighbour(void *context, Str text, uint32_t ordinal, uint32_t tf) {
    (void)ordinal;
    (void)tf;
    note_neighbour(context, text, 1);
    return true;
}

static bool walk_neighbours(Segment *segment, Neighbours *n, Error *err) {
    const char bytes[] = {TERM_LATIN, n->word.ptr[0]};
    Str prefix = str_make(bytes, sizeof bytes);
    TermWalk walk;
    bool found = true;
    if (segment->small)
        return small_terms(segment->small, prefix, small_neighbour, n);
    bool ok = term_walk_open(&walk, segment, prefix, err);
    while (ok && (ok = term_walk_next(&walk, &found, err)) && found &&
           str_starts(walk.term, prefix))
        note_neighbour(n, str_make(walk.term.ptr + 1, walk.term.len - 1), walk.entry.df);
    term_walk_close(&walk);
    return ok;
}

/* The same word of several segments is one. */
static void unite(Variants *all) {
    size_t kept = 0;
    if (all->len)
        qsort(all->items, all->len, sizeof *all->items, by_text);
    for (size_t i = 0; i < all->len; i++) {
        if (kept && by_text(&all->items[kept - 1], &all->items[i]) == 0)
            all->items[kept - 1].df += all->items[i].df;
        else
            all->items[kept++] = all->items[i];
    }
    all->len = kept;
}

bool typo_words(const Snapshot *snapshot, Str word, bool beginning, TypoWord *out, size_t *len,
                Error *err) {
    Variants all = {0};
    Arena scratch = {0};
    bool ok = true;
    fill_variants(word, &all);
    unite(&all);
    for (size_t i = 0; i < all.len && ok; i++)
        ok = look_up(snapshot, &all.items[i], beginning, &scratch, err);
    Neighbours neighbours = {word, beginning, &all};
    for (uint32_t s = 0; s < snapshot->count && ok; s++)
        ok = !snapshot_is_cancelled(snapshot, err) &&
             walk_neighbours(&snapshot->segments[s], &neighbours, err);
    unite(&all);
    qsort(all.items, all.len, sizeof *all.items, by_df);
    *len = 0;
    for (size_t i = 0; i < all.len && ok && all.items[i].df && *len < TYPO_WORDS; i++)
        out[(*len)++] = all.items[i];
    vec_free(&all);
    arena_free(&scratch);
    return ok;
}

bool typo_count(const Snapshot *snapshot, Str word, bool beginning, uint64_t *df, Error *err) {
    Arena scratch = {0};
    TypoWord counted = {.len = (uint8_t)word.len};
    memcpy(counted.text, word.ptr, word.len);
    bool ok = look_up(snapshot, &counted, beginning, &scratch, err);
    arena_free(&scratch);
    *df = counted.df;
    return ok;
}
