#include "config.h"

#include "search/initials.h"

#include "base/vec.h"
#include "text/fold.h"
#include "text/pinyin.h"
#include "text/utf8.h"

/* ---- grams ---- */

enum { COMBINATIONS = 8 };

typedef struct Grams {
    InitialsFn *each;
    void *context;
    unsigned left; /* combinations of this gram */
} Grams;

static void give_grams(Grams *grams, const uint32_t *sets, size_t count, char *gram, size_t at) {
    if (at == count) {
        if (grams->left && grams->left--)
            grams->each(grams->context, str_make(gram, count));
        return;
    }
    for (uint32_t left = sets[at]; left; left &= left - 1) {
        gram[at] = (char)('a' + __builtin_ctz(left));
        give_grams(grams, sets, count, gram, at + 1);
    }
}

void initials_grams(Str run, InitialsFn *each, void *context) {
    uint32_t sets[INITIALS_GRAM] = {0}, point;
    size_t known = 0; /* characters in a row whose reading is known, at most INITIALS_GRAM */
    char gram[INITIALS_GRAM];
    for (size_t at = 0; at <= run.len;) {
        bool end = at == run.len;
        uint32_t set = 0;
        if (!end) {
            at += utf8_next(run, at, &point);
            set = pinyin_initials(point);
        }
        Grams grams = {each, context, COMBINATIONS};
        if (!set && known >= 2)
            give_grams(&grams, sets + INITIALS_GRAM - 2, 2, gram, 0);
        known = set ? known + (known < INITIALS_GRAM) : 0;
        sets[0] = sets[1];
        sets[1] = sets[2];
        sets[2] = set;
        if (known == INITIALS_GRAM)
            give_grams(&grams, sets, INITIALS_GRAM, gram, 0);
        if (end)
            break;
    }
}

/* ---- documents ---- */

static bool add_bits(const PostingList *list, uint64_t *bits, Error *err) {
    for (uint32_t start = 0; start < list->segment->info.docs; start += WINDOW_DOCS) {
        uint64_t found[WINDOW_WORDS] = {0};
        if (!list_bits(list, start, found, err))
            return false;
        uint32_t words = (list->segment->info.docs + 63) / 64, from = start / 64;
        for (uint32_t k = 0; k < WINDOW_WORDS && from + k < words; k++)
            bits[from + k] |= found[k];
    }
    return true;
}

static bool add_small(void *context, Str text, uint32_t ordinal, uint32_t tf) {
    uint64_t *bits = context;
    (void)text;
    (void)tf;
    bits[ordinal / 64] |= (uint64_t)1 << ordinal % 64;
    return true;
}

/* Two letters are the beginnings of grams of three, or the end of a run. */
static bool begin_with(Segment *segment, Str term, uint64_t *bits, Error *err) {
    TermWalk walk;
    Arena scratch = {0};
    bool found = true;
    if (segment->small)
        return small_terms(segment->small, term, add_small, bits);
    bool ok = term_walk_open(&walk, segment, term, err);
    while (ok && (ok = term_walk_next(&walk, &found, err)) && found &&
           str_starts(walk.term, term)) {
        PostingList list;
        ok = segment_list(segment, TERM_INITIALS, &walk.entry, &scratch, &list, err) &&
             add_bits(&list, bits, err);
        arena_clear(&scratch);
    }
    term_walk_close(&walk);
    arena_free(&scratch);
    return ok;
}

static bool hold_all(Segment *segment, Str letters, uint64_t *bits, Error *err) {
    Arena scratch = {0};
    uint32_t words = (segment->info.docs + 63) / 64;
    uint64_t *found = mem_alloc((words + 1) * sizeof *found);
    bool ok = true;
    memset(bits, 0xFF, words * sizeof *bits);
    bool any = true;
    for (size_t at = 0; at + INITIALS_GRAM <= letters.len && ok && any; at++) {
        char bytes[1 + INITIALS_GRAM] = {TERM_INITIALS};
        PostingList list;
        memcpy(bytes + 1, letters.ptr + at, INITIALS_GRAM);
        memset(found, 0, words * sizeof *found);
        ok = segment_term_list(segment, str_make(bytes, sizeof bytes), &scratch, &list, err) &&
             (!list.df || add_bits(&list, found, err));
        any = ok && list.df;
        for (uint32_t w = 0; w < words; w++)
            bits[w] &= found[w];
    }
    free(found);
    arena_free(&scratch);
    return ok;
}

/* ---- texts ---- */

typedef struct Finder {
    Evaluation *eval;
    Str letters, typed;
    Arena *arena;
    VEC(InitialsText) texts;
} Finder;

/* The end of the text at `at` that the letters say; 0: they do not. */
static size_t said_to(Str run, size_t at, Str letters) {
    for (size_t i = 0; i < letters.len; i++) {
        uint32_t point;
        if (at >= run.len)
            return 0;
        at += utf8_next(run, at, &point);
        if (!(pinyin_initials(point) >> (letters.ptr[i] - 'a') & 1))
            return 0;
    }
    return at;
}

/* The bytes [from, to) of a run of a name. */
static void note_text(Finder *f, Str run, size_t from, size_t to) {
    static const float whole = 1, beginning = .7f, part = .4f;
    Str text = str_make(run.ptr + from, to - from);
    float share = from ? part : to < run.len ? beginning : whole;
    VEC_EACH (known, &f->texts) {
        if (str_equal(known->text, text)) {
            known->documents++;
            known->share = share > known->share ? share : known->share;
            return;
        }
    }
    vec_push(&f->texts, (InitialsText){arena_str(f->arena, text), 1, share});
}

static void find_in_run(Finder *f, Str run) {
    size_t from, end;
    if (f->typed.len) {
        if (pinyin_match(run, f->typed, &from, &end) != PINYIN_NO)
            note_text(f, run, from, end);
        return;
    }
    for (size_t at = 0; at < run.len;) {
        uint32_t point;
        size_t to = said_to(run, at, f->letters);
        if (to) {
            note_text(f, run, at, to);
            return;
        }
        at += utf8_next(run, at, &point);
    }
}

static void find_in_case(Finder *f, const FoldedCase *folded) {
    for (size_t i = 0; i < folded->parts.len; i++) {
        Str part = folded_case_part(folded, i);
        TextRun run;
        if (!folded->parts.items[i].name)
            continue;
        for (size_t at = 0; text_run_next(part, &at, &run);)
            if (run.dense)
                find_in_run(f, str_make(part.ptr + run.from, run.to - run.from));
    }
}

static uint64_t seen_word(const Evaluation *eval, uint32_t segment, uint32_t word) {
    const EvalSegment *s = &eval->segments[segment];
    uint32_t start = word / WINDOW_WORDS * WINDOW_DOCS, at = word % WINDOW_WORDS;
    uint64_t live[WINDOW_WORDS];
    segment_live(s->segment, start, live);
    return live[at] & (s->visible ? visible_window(s->visible, s->segment, start)[at] : UINT64_MAX);
}

/* The newest documents of the set; enough of them tell what the letters mean. */
static bool read_newest(Finder *f, uint32_t segment, const uint64_t *bits, unsigned *left,
                        Error *err) {
    Segment *s = f->eval->segments[segment].segment;
    for (uint32_t w = (s->info.docs + 63) / 64; w-- > 0 && *left;) {
        uint64_t seen = bits[w] ? bits[w] & seen_word(f->eval, segment, w) : 0;
        while (seen && *left) {
            uint32_t bit = 63 - (uint32_t)__builtin_clzll(seen);
            seen &= ~((uint64_t)1 << bit);
            --*left;
            if (!folded_case_load(&f->eval->folded, f->eval->snapshot->read,
                                  segment_document(s, w * 64 + bit), err))
                return false;
            find_in_case(f, &f->eval->folded);
        }
    }
    return true;
}

static int by_documents(const void *a, const void *b) {
    const InitialsText *x = a, *y = b;
    if (x->documents != y->documents)
        return x->documents > y->documents ? -1 : 1;
    return str_compare(x->text, y->text);
}

bool initials_find(Evaluation *eval, Str letters, Str typed, Arena *arena, InitialsText *out,
                   size_t *len, Error *err) {
    enum { READ = 64 };
    Finder f = {.eval = eval, .letters = letters, .typed = typed, .arena = arena};
    unsigned left = READ;
    bool ok = true;
    char bytes[1 + INITIALS_GRAM] = {TERM_INITIALS};
    memcpy(bytes + 1, letters.ptr, INITIALS_SHORTEST);
    for (uint32_t s = eval->snapshot->count; s-- > 0 && ok && left;) {
        Segment *segment = eval->segments[s].segment;
        uint64_t *bits = mem_zalloc(((size_t)segment->info.docs / 64 + 1) * sizeof *bits);
        ok = letters.len >= INITIALS_GRAM
                 ? hold_all(segment, letters, bits, err)
                 : begin_with(segment, str_make(bytes, 1 + INITIALS_SHORTEST), bits, err);
        ok = ok && read_newest(&f, s, bits, &left, err);
        free(bits);
    }
    if (f.texts.len)
        qsort(f.texts.items, f.texts.len, sizeof *f.texts.items, by_documents);
    *len = f.texts.len < INITIALS_TEXTS ? f.texts.len : INITIALS_TEXTS;
    if (*len)
        memcpy(out, f.texts.items, *len * sizeof *out);
    vec_free(&f.texts);
    return ok;
}
