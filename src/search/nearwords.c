#include "config.h"

#include "search/bm25.h"
#include "search/forms.h"
#include "search/nearparts.h"
#include "search/typo.h"

#include <string.h>

/* What a word of letters may be meant as: with another ending, with a typing error, two words
 * without a blank or one with a blank inside, a word before pinyin; and a number with or without
 * commas. */

enum {
    SPELLED = 12, /* words of a query that typing errors are looked for in: a text may be pasted */
    SHOWN_FORMS = 4,  /* of one word */
    GLUED_LEAST = 6,  /* letters of two words written together */
    PART_LEAST = 2,   /* letters of one of them, the other has more */
    PINYIN_LEAST = 4, /* letters of pinyin behind a word */
    RARE_SHARE = 20000
};

/* A run of a unit. */
typedef struct Place {
    const QueryNode *unit;
    size_t from, to;
    Str text;
    bool prefix; /* it may go on */
} Place;

static uint64_t documents(Alternatives *a, Str word, bool beginning) {
    uint64_t df = 0;
    if (word.len <= TYPO_LONGEST && !a->r->failed)
        near_failed(a->r, typo_count(a->r->eval->snapshot, word, beginning, &df, a->r->err));
    return a->r->failed ? 0 : df;
}

static void put(Alternatives *a, const Place *place, NearKind kind, Str by) {
    near_replace(a, place->unit, place->from, place->to, kind, 1, by);
}

/* ---- endings ---- */

/* A form that few documents hold says no more than the word that was typed. */
static float share_of(const Alternatives *a, uint64_t typed, uint64_t form) {
    uint64_t docs = a->r->eval->snapshot->docs;
    float least = bm25_idf(docs, typed), own = bm25_idf(docs, form);
    return own > least && own > 0 ? least / own : 1;
}

/* The most frequent forms that there are; gives the documents of the first, 0: there is none. */
static uint64_t add_forms(Alternatives *a, const Place *place) {
    WordForm forms[FORMS_MOST];
    uint64_t df[FORMS_MOST];
    size_t count = word_forms(place->text, forms);
    uint64_t typed = count ? documents(a, place->text, false) : 0;
    for (size_t i = 0; i < count; i++)
        df[i] = documents(a, str_make(forms[i].text, forms[i].len), false);
    uint64_t most = 0;
    for (size_t shown = 0; shown < SHOWN_FORMS && !a->r->failed; shown++) {
        size_t best = 0;
        for (size_t i = 1; i < count; i++)
            best = df[i] > df[best] ? i : best;
        if (!count || !df[best])
            break;
        near_replace(a, place->unit, place->from, place->to, NEAR_FORM,
                     share_of(a, typed, df[best]), str_make(forms[best].text, forms[best].len));
        most = most ? most : df[best];
        df[best] = 0;
    }
    return most;
}

/* ---- typing errors ---- */

/* Hardly any document holds it. */
static bool is_rare(Alternatives *a, const Place *place) {
    return place->text.len <= TYPO_LONGEST &&
           documents(a, place->text, place->prefix) <=
               (place->prefix ? 0 : a->r->eval->snapshot->docs / RARE_SHARE);
}

/* least: words that no more documents hold are less likely than what was found. */
static size_t add_typos(Alternatives *a, const Place *place, uint64_t least) {
    TypoWord words[TYPO_WORDS];
    size_t count = 0;
    if (!typo_wanted(place->text) ||
        near_failed(a->r, typo_words(a->r->eval->snapshot, place->text, place->prefix, words,
                                     &count, a->r->err)))
        return 0;
    for (size_t i = 0; i < count && words[i].df > least; i++)
        put(a, place, NEAR_TYPO, str_make(words[i].text, words[i].len));
    return count;
}

/* They're, we've, I'll leave ends that are no words. */
static bool is_part(Str word) {
    static const Str ends[] = {STR("ll"), STR("re"), STR("ve")};
    for (size_t i = 0; i < COUNT_OF(ends); i++)
        if (str_equal(word, ends[i]))
            return false;
    return true;
}

/* Two words without a blank: where both parts are in many documents. known: documents of the first
 * `at` letters. */
static size_t add_glued(Alternatives *a, const Place *place, const uint64_t *known) {
    char text[TYPO_LONGEST + 1];
    uint64_t most = 0;
    size_t at = 0, len = place->text.len;
    for (size_t i = PART_LEAST; i + PART_LEAST <= len; i++) {
        Str rest = str_make(place->text.ptr + i, len - i);
        uint64_t df = known[i] > most && is_part(str_make(place->text.ptr, i)) && is_part(rest)
                          ? documents(a, rest, place->prefix)
                          : 0;
        df = df < known[i] && !place->prefix ? df : df ? known[i] : 0;
        if (df > most) {
            most = df;
            at = i;
        }
    }
    if (!at)
        return 0;
    memcpy(text, place->text.ptr, at);
    text[at] = ' ';
    memcpy(text + at + 1, place->text.ptr + at, len - at);
    put(a, place, NEAR_TYPO, str_make(text, len + 1));
    return 1;
}

/* crmxitong: the longest word that there is, and what is read behind it. */
static void add_read(Alternatives *a, const Place *place, const uint64_t *known) {
    for (size_t at = place->text.len; at-- > PART_LEAST;) {
        Str rest = str_make(place->text.ptr + at, place->text.len - at);
        if (known[at] && rest.len >= PINYIN_LEAST &&
            near_read_behind(a, str_make(place->text.ptr, at), rest))
            return;
    }
}

static void add_parts(Alternatives *a, const Place *place) {
    uint64_t known[TYPO_LONGEST + 1] = {0};
    if (place->text.len < GLUED_LEAST || place->text.len > TYPO_LONGEST)
        return;
    for (size_t at = PART_LEAST; at + PART_LEAST <= place->text.len; at++)
        known[at] = documents(a, str_make(place->text.ptr, at), false);
    if (!add_glued(a, place, known) && place->unit->run_count == 1 && a->r->options->sounds)
        add_read(a, place, known);
}

/* ---- runs ---- */

static void add_run(Alternatives *a, const Place *place, bool nothing) {
    uint64_t formed = place->prefix ? 0 : add_forms(a, place);
    if (!nothing || a->r->spelled >= SPELLED || !is_rare(a, place))
        return;
    a->r->spelled++;
    if (!add_typos(a, place, formed) && !formed)
        add_parts(a, place);
}

/* on-premise is onpremise too. */
static void add_united(Alternatives *a, const QueryNode *unit, size_t run) {
    char text[TYPO_LONGEST];
    Str first = near_run_text(unit, run), second = near_run_text(unit, run + 1);
    size_t len = first.len + second.len;
    if (!near_is_letters(first) || !near_is_letters(second) || len > sizeof text)
        return;
    memcpy(text, first.ptr, first.len);
    memcpy(text + first.len, second.ptr, second.len);
    bool prefix = unit->prefix && run + 2 == unit->run_count;
    if (documents(a, str_make(text, len), prefix))
        near_replace(a, unit, unit->runs[run].from, unit->runs[run + 1].to, NEAR_TYPO, 1,
                     str_make(text, len));
}

/* ---- numbers ---- */

static bool is_digits(Str text) {
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
    return text.len > 0;
}

/* 12600 stands somewhere as 12,600. */
static void add_grouped(Alternatives *a, const QueryNode *unit, size_t run) {
    enum { LEAST = 4, LONGEST = 12, GROUP = 3 };
    Str number = near_run_text(unit, run);
    char text[2 * LONGEST];
    size_t len = 0;
    if (number.len < LEAST || number.len > LONGEST || !is_digits(number) || number.ptr[0] == '0' ||
        documents(a, number, false))
        return;
    for (size_t i = 0; i < number.len; i++) {
        if (i && (number.len - i) % GROUP == 0)
            text[len++] = ',';
        text[len++] = number.ptr[i];
    }
    near_replace(a, unit, unit->runs[run].from, unit->runs[run].to, NEAR_FORM, 1,
                 str_make(text, len));
}

static bool is_group(const QueryNode *unit, size_t run) {
    enum { GROUP = 3 };
    const TextRun *before = &unit->runs[run - 1], *here = &unit->runs[run];
    return here->from == before->to + 1 && unit->text.ptr[before->to] == ',' &&
           here->to - here->from == GROUP && is_digits(near_run_text(unit, run));
}

/* And 12,600 as 12600; gives the last run of the number. */
static size_t add_ungrouped(Alternatives *a, const QueryNode *unit, size_t run) {
    enum { LONGEST = 12, GROUP = 3 };
    char text[LONGEST];
    Str first = near_run_text(unit, run);
    size_t last = run, len = first.len;
    if (first.len > GROUP || !is_digits(first))
        return run;
    memcpy(text, first.ptr, len);
    while (last + 1 < unit->run_count && len + GROUP <= LONGEST && is_group(unit, last + 1)) {
        memcpy(text + len, near_run_text(unit, ++last).ptr, GROUP);
        len += GROUP;
    }
    if (last > run && documents(a, str_make(text, len), false))
        near_replace(a, unit, unit->runs[run].from, unit->runs[last].to, NEAR_FORM, 1,
                     str_make(text, len));
    return last;
}

/* Only where nothing is found: years are numbers too. */
static void add_numbers(Alternatives *a, const QueryNode *unit) {
    for (size_t i = 0; i < unit->run_count && a->r->options->nothing; i++) {
        if (unit->runs[i].dense)
            continue;
        add_grouped(a, unit, i);
        i = add_ungrouped(a, unit, i);
    }
}

void near_words(Alternatives *a, const QueryNode *unit) {
    bool nothing = !a->nodes.len;
    for (size_t i = 0; i < unit->run_count && a->r->options->typos; i++) {
        const TextRun *run = &unit->runs[i];
        Place place = {unit, run->from, run->to, near_run_text(unit, i),
                       unit->prefix && i + 1 == unit->run_count};
        if (run->dense || !near_is_letters(place.text))
            continue;
        if (near_failed(a->r, !snapshot_is_cancelled(a->r->eval->snapshot, a->r->err)))
            return;
        add_run(a, &place, nothing);
        if (i + 1 < unit->run_count)
            add_united(a, unit, i);
    }
    if (a->r->options->typos)
        add_numbers(a, unit);
}

/* ---- units ---- */

static bool is_word(const QueryNode *unit) {
    return unit->kind == QUERY_UNIT && !unit->quoted && unit->field < 0 && unit->run_count == 1 &&
           near_is_letters(near_run_text(unit, 0));
}

size_t near_joined(Rewriter *r, QueryNode *const *items, size_t count, Str *word) {
    char text[TYPO_LONGEST];
    uint64_t df = 0;
    if (count < 2 || !r->options->typos || r->failed || !is_word(items[0]) || !is_word(items[1]))
        return 0;
    Str first = near_run_text(items[0], 0), second = near_run_text(items[1], 0);
    size_t len = first.len + second.len;
    if (len < TYPO_LETTERS || len > sizeof text)
        return 0;
    memcpy(text, first.ptr, first.len);
    memcpy(text + first.len, second.ptr, second.len);
    if (near_failed(
            r, typo_count(r->eval->snapshot, str_make(text, len), items[1]->prefix, &df, r->err)) ||
        !df)
        return 0;
    *word = arena_str(&r->near->arena, str_make(text, len));
    return 2;
}
