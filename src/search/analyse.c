#include "config.h"

#include "search/analyse.h"

#include "base/hash.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "search/initials.h"
#include "search/places.h"
#include "text/fold.h"
#include "text/tables.h"
#include "text/utf8.h"

enum {
    ANALYZER_VERSION = 3, /* of terms and columns */
    WORD_POINTS = 3,
    EDGES = 2,
    FIRST_SLOTS = 1024
};

static const struct {
    const char *label;
    NormClass norm;
} fields[TERM_FIELDS] = {
    [TERM_CHAR] = {N_("characters"), NORM_DENSE},  [TERM_PAIR] = {N_("pairs"), NORM_DENSE},
    [TERM_WORD] = {N_("words"), NORM_DENSE},       [TERM_LATIN] = {N_("spaced words"), NORM_SPACED},
    [TERM_EDGE] = {N_("beginnings"), NORM_SPACED}, [TERM_INITIALS] = {N_("initials"), NORM_DENSE}};

NormClass term_norm(TermField field) {
    return fields[field].norm;
}

const char *term_field_label(TermField field) {
    return fields[field].label;
}

static bool is_dense(TextClass class) {
    return class == TEXT_HAN || class == TEXT_OTHER;
}

static bool is_run(TextClass class) {
    return class != TEXT_PUNCT && class != TEXT_BLANK;
}

bool text_run_next(Str folded, size_t *at, TextRun *run) {
    uint32_t point;
    size_t pos = *at, len = 0;
    TextClass class = TEXT_BLANK;
    for (; pos < folded.len; pos += len) {
        len = utf8_next(folded, pos, &point);
        class = text_class(point);
        if (is_run(class))
            break;
    }
    *at = pos;
    if (pos >= folded.len)
        return false;
    *run = (TextRun){.from = pos, .dense = is_dense(class)};
    do {
        pos += len;
        run->points++;
        if (pos >= folded.len)
            break;
        len = utf8_next(folded, pos, &point);
        class = text_class(point);
    } while (is_run(class) && is_dense(class) == run->dense);
    run->to = *at = pos;
    return true;
}

Str term_latin(Str word) {
    return word.len <= TERM_BYTES ? word : str_make(word.ptr, utf8_floor(word, TERM_BYTES));
}

/* ---- tokens ---- */

typedef struct Tokens {
    void (*each)(void *context, TermField field, Str token);
    void *context;
    TextWords *words;
    uint32_t *lengths;
    bool name;
    uint32_t place; /* of a pair: dense characters before its second one */
} Tokens;

static void give_initials(void *context, Str gram) {
    Tokens *t = context;
    t->each(t->context, TERM_INITIALS, gram);
}

static void dense_tokens(Tokens *t, Str folded, const TextRun *run) {
    uint32_t point;
    size_t before = SIZE_MAX;
    for (size_t at = run->from; at < run->to;) {
        size_t len = utf8_next(folded, at, &point);
        t->each(t->context, TERM_CHAR, str_make(folded.ptr + at, len));
        t->place = t->lengths[NORM_DENSE]++;
        if (before != SIZE_MAX)
            t->each(t->context, TERM_PAIR, str_make(folded.ptr + before, at + len - before));
        before = at;
        at += len;
    }
    if (t->name)
        initials_grams(str_make(folded.ptr + run->from, run->to - run->from), give_initials, t);
}

static void spaced_tokens(Tokens *t, Str folded, const TextRun *run) {
    Str word = str_make(folded.ptr + run->from, run->to - run->from);
    t->each(t->context, TERM_LATIN, term_latin(word));
    for (size_t points = 1; points <= EDGES && points <= run->points; points++)
        t->each(t->context, TERM_EDGE, str_make(word.ptr, utf8_offset(word, points)));
    t->lengths[NORM_SPACED]++;
}

static void part_tokens(Tokens *t, Str folded) {
    TextRun run;
    bool dense = false;
    for (size_t at = 0; text_run_next(folded, &at, &run);) {
        if (run.dense)
            dense_tokens(t, folded, &run);
        else
            spaced_tokens(t, folded, &run);
        dense |= run.dense && run.points >= WORD_POINTS;
    }
    if (!dense)
        return;
    text_words_cut(t->words, folded);
    VEC_EACH (word, t->words) {
        if (word->kind == TEXT_WORD_LATIN || word->points < WORD_POINTS)
            continue;
        Str text = str_make(folded.ptr + word->from, word->to - word->from);
        if (text.len <= TERM_BYTES)
            t->each(t->context, TERM_WORD, text);
    }
}

/* ---- the terms of a document ---- */

static uint32_t load4(const char *at) {
    uint32_t v;
    memcpy(&v, at, sizeof v);
    return v;
}

/* Tells texts of one length apart: exactly up to eight bytes, which nearly all have. */
static uint64_t text_key(Str text) {
    const uint8_t *at = (const uint8_t *)text.ptr;
    if (text.len > 8)
        return hash_bytes(text.ptr, text.len, 0);
    if (text.len >= 4)
        return load4(text.ptr) | (uint64_t)load4(text.ptr + text.len - 4) << 32;
    return text.len ? at[0] | (uint32_t)at[text.len / 2] << 8 | (uint32_t)at[text.len - 1] << 16
                    : 0;
}

static uint32_t term_hash(uint64_t key, uint8_t field, size_t len) {
    return (uint32_t)((key + (uint64_t)field * 0x517cc1b727220a95u + len) * 0x9e3779b97f4a7c15u >>
                      32);
}

static void grow_slots(Analysis *a) {
    a->slot_count = a->slot_count ? a->slot_count * 2 : FIRST_SLOTS;
    free(a->slots);
    a->slots = mem_zalloc(a->slot_count * sizeof *a->slots);
    for (size_t i = 0; i < a->len; i++) {
        size_t at = term_hash(a->keys[i], a->terms[i].field, a->terms[i].text.len);
        while (a->slots[at &= a->slot_count - 1])
            at++;
        a->slots[at] = (uint32_t)i + 1;
    }
}

static void add_term(Analysis *a, size_t slot, SearchTerm term, uint64_t key) {
    if (a->len == a->cap) {
        a->cap = a->cap ? 2 * a->cap : 512;
        a->terms = mem_realloc_array(a->terms, a->cap, sizeof *a->terms);
        a->keys = mem_realloc_array(a->keys, a->cap, sizeof *a->keys);
    }
    a->keys[a->len] = key;
    a->terms[a->len++] = term;
    a->slots[slot] = (uint32_t)a->len;
}

/* Grams stand behind the texts: analysis_run has made room. */
static Str keep_gram(Analysis *a, Str gram) {
    size_t at = a->folded.len;
    buf_put_str(&a->folded, gram);
    return str_make(a->folded.data + at, gram.len);
}

static bool is_term(const Analysis *a, size_t i, uint64_t key, TermField field, Str text) {
    const SearchTerm *term = &a->terms[i];
    return a->keys[i] == key && term->field == field && term->text.len == text.len &&
           (text.len <= 8 || memcmp(term->text.ptr, text.ptr, text.len) == 0);
}

typedef struct Collect {
    Analysis *analysis;
    const Tokens *tokens;
    uint32_t weight;
} Collect;

static void collect_term(void *context, TermField field, Str text) {
    Collect *collect = context;
    Analysis *a = collect->analysis;
    if (2 * a->len >= a->slot_count)
        grow_slots(a);
    uint64_t key = text_key(text);
    size_t at = term_hash(key, (uint8_t)field, text.len);
    PlaceSet place = field == TERM_PAIR ? place_set(collect->tokens->place) : 0;
    for (;; at++) {
        at &= a->slot_count - 1;
        if (!a->slots[at])
            break;
        if (is_term(a, a->slots[at] - 1, key, field, text)) {
            a->terms[a->slots[at] - 1].tf += collect->weight;
            a->terms[a->slots[at] - 1].places |= place;
            return;
        }
    }
    if (field == TERM_INITIALS)
        text = keep_gram(a, text);
    SearchTerm term = {
        .text = text, .tf = collect->weight, .field = (uint8_t)field, .places = place};
    add_term(a, at, term, key);
}

static void reset(Analysis *a) {
    buf_clear(&a->folded);
    a->len = 0;
    memset(a->lengths, 0, sizeof a->lengths);
    if (a->slots)
        memset(a->slots, 0, a->slot_count * sizeof *a->slots);
}

void analysis_run(Analysis *a, const SearchParts *parts) {
    reset(a);
    if (a->ends_cap < parts->len) {
        a->ends_cap = parts->len;
        a->ends = mem_realloc_array(a->ends, a->ends_cap, sizeof *a->ends);
    }
    /* All is folded first: terms point into the text, which must not move any more. */
    size_t names = 0;
    for (size_t i = 0; i < parts->len; i++) {
        size_t before = a->folded.len;
        text_fold(&a->folded, parts->items[i].text);
        a->ends[i] = a->folded.len;
        names += parts->items[i].name ? a->ends[i] - before : 0;
    }
    buf_reserve(&a->folded, INITIALS_ROOM * names);
    size_t from = 0;
    for (size_t i = 0; i < parts->len; from = a->ends[i++]) {
        Collect collect = {.analysis = a, .weight = parts->items[i].weight};
        Tokens tokens = {.each = collect_term,
                         .context = &collect,
                         .words = &a->words,
                         .lengths = a->lengths,
                         .name = parts->items[i].name};
        collect.tokens = &tokens;
        if (a->ends[i] > from)
            part_tokens(&tokens, str_make(a->folded.data + from, a->ends[i] - from));
    }
}

int search_term_compare(const SearchTerm *a, const SearchTerm *b) {
    return a->field != b->field ? (int)a->field - (int)b->field : str_compare(a->text, b->text);
}

void analysis_free(Analysis *a) {
    free(a->terms);
    free(a->keys);
    free(a->slots);
    free(a->ends);
    buf_free(&a->folded);
    text_words_free(&a->words);
    *a = (Analysis){0};
}

/* ---- what the index sees ---- */

typedef struct OneField {
    TermField field;
    AnalysisTokenFn *each;
    void *context;
} OneField;

static void pass_field(void *context, TermField field, Str token) {
    OneField *one = context;
    if (field == one->field)
        one->each(one->context, field, token);
}

void search_words(Str text, AnalysisTokenFn *each, void *context) {
    Buf folded = {0};
    TextWords words = {0};
    uint32_t lengths[NORM_CLASSES];
    text_fold(&folded, text);
    for (TermField field = TERM_CHAR; field < TERM_FIELDS; field++) {
        OneField one = {field, each, context};
        Tokens tokens = {
            .each = pass_field, .context = &one, .words = &words, .lengths = lengths, .name = true};
        memset(lengths, 0, sizeof lengths);
        part_tokens(&tokens, buf_str(&folded));
    }
    text_words_free(&words);
    buf_free(&folded);
}

uint64_t analyzer_id(void) {
    return hash_bytes("anliku-terms", 12, text_tables_digest() + ANALYZER_VERSION);
}
