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

static void fill_variants(Str word, Variants *out) {
    for (size_t at = 0; at <= word.len; at++) {
        for (char letter = 'a'; letter <= 'z'; letter++) {
            add_variant(out, word, at, 0, &letter, 1);
            if (at < word.len)
                add_variant(out, word, at, 1, &letter, 1);
        }
        if (at < word.len)
            add_variant(out, word, at, 1, "", 0);
        if (at + 1 < word.len) {
            const char swapped[] = {word.ptr[at + 1], word.ptr[at]};
            add_variant(out, word, at, 2, swapped, 2);
        }
    }
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

bool typo_words(const Snapshot *snapshot, Str word, bool beginning, TypoWord *out, size_t *len,
                Error *err) {
    Variants all = {0};
    Arena scratch = {0};
    bool ok = true;
    fill_variants(word, &all);
    qsort(all.items, all.len, sizeof *all.items, by_text);
    for (size_t i = 0; i < all.len && ok; i++)
        if (!i || by_text(&all.items[i - 1], &all.items[i]) != 0)
            ok = look_up(snapshot, &all.items[i], beginning, &scratch, err);
    qsort(all.items, all.len, sizeof *all.items, by_df);
    *len = 0;
    for (size_t i = 0; i < all.len && ok && all.items[i].df && *len < TYPO_WORDS; i++)
        out[(*len)++] = all.items[i];
    vec_free(&all);
    arena_free(&scratch);
    return ok;
}
