#include "config.h"

#include "search/similar.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/map.h"
#include "base/vec.h"
#include "search/top.h"
#include "text/utf8.h"

#include <math.h>

/* A word of one case. */
typedef struct Word {
    size_t term; /* in the table */
    uint32_t tf;
    float weight;
} Word;

typedef struct Words {
    Word *items;
    size_t len, cap;
} Words;

/* A word of any case that was read. */
typedef struct Term {
    Str key;           /* field byte + text */
    uint32_t df;       /* UINT32_MAX: not looked up yet */
    float idf, weight; /* in the case that is compared; 0: not there */
    uint32_t seen;     /* number of the case that holds it, and its place there */
    size_t place;
} Term;

typedef struct Similar {
    const SimilarRequest *request;
    Snapshot snapshot;
    Evaluation eval;
    Query query; /* everything */
    FoldedCase folded;
    TextWords cutter;
    Map places; /* key -> term */
    VEC(Term) terms;
    uint32_t read; /* cases so far */
    Words own, words;
    Hits hits;
    Arena arena, scratch;
} Similar;

/* ---- words of a case ---- */

static size_t term_place(Similar *s, TermField field, Str text) {
    char bytes[1 + TERM_BYTES];
    bool added;
    bytes[0] = (char)field;
    memcpy(bytes + 1, text.ptr, text.len);
    Str key = str_make(bytes, text.len + 1);
    uint64_t *place = map_put(&s->places, key, &added);
    if (added) {
        *place = s->terms.len;
        vec_push(&s->terms, (Term){.key = arena_str(&s->arena, key), .df = UINT32_MAX});
    }
    return *place;
}

static bool is_number(Str word) {
    for (size_t i = 0; i < word.len; i++)
        if (!strchr("0123456789.,", word.ptr[i]))
            return false;
    return true;
}

static void add_word(Similar *s, Str folded, const TextWord *word, uint32_t weight, Words *out) {
    Str text = str_make(folded.ptr + word->from, word->to - word->from);
    TermField field = TERM_LATIN;
    if (word->kind == TEXT_WORD_LATIN)
        text = term_latin(text);
    else
        field = word->points == 2 ? TERM_PAIR : TERM_WORD;
    if (word->points < 2 || text.len > TERM_BYTES || is_number(text))
        return;
    size_t place = term_place(s, field, text);
    Term *term = &s->terms.items[place];
    if (term->seen != s->read) {
        term->seen = s->read;
        term->place = out->len;
        vec_push(out, (Word){.term = place});
    }
    out->items[term->place].tf += weight;
}

static bool read_words(Similar *s, uint32_t document, Words *out, Error *err) {
    out->len = 0;
    s->read++;
    if (!folded_case_load(&s->folded, s->snapshot.read, document, err))
        return false;
    for (size_t i = 0; i < s->folded.parts.len; i++) {
        Str text = folded_case_part(&s->folded, i);
        text_words_cut(&s->cutter, text);
        VEC_EACH (word, &s->cutter) {
            add_word(s, text, word, s->folded.parts.items[i].weight, out);
        }
    }
    return true;
}

/* ---- weights ---- */

static bool look_up(Similar *s, Term *term, Error *err) {
    uint64_t df = 0;
    if (term->df != UINT32_MAX)
        return true;
    for (uint32_t i = 0; i < s->snapshot.count; i++) {
        Segment *segment = &s->snapshot.segments[i];
        PostingList list;
        TermEntry entry;
        bool found = false;
        if (segment->small)
            df += small_find(segment->small, term->key, &s->scratch, &list) ? list.df : 0;
        else if (!segment_find(segment, term->key, &entry, &found, err))
            return false;
        df += found ? entry.df : 0;
    }
    arena_clear(&s->scratch);
    double n = (double)s->snapshot.docs + 1;
    term->df = df > s->snapshot.docs ? (uint32_t)s->snapshot.docs : (uint32_t)df;
    term->idf = (float)log(n / (term->df ? term->df : 1));
    return true;
}

static float tf_part(uint32_t tf) {
    return 1 + logf((float)tf);
}

static bool weigh_own(Similar *s, double *norm, Error *err) {
    double sum = 0;
    VEC_EACH (word, &s->own) {
        Term *term = &s->terms.items[word->term];
        if (!look_up(s, term, err))
            return false;
        term->weight = word->weight = tf_part(word->tf) * term->idf;
        sum += (double)term->weight * term->weight;
    }
    *norm = sqrt(sum);
    return true;
}

/* ---- candidates ---- */

static int compare_own(const void *a, const void *b) {
    float x = ((const Word *)a)->weight, y = ((const Word *)b)->weight;
    return x > y ? -1 : x < y;
}

static bool add_postings(Segment *segment, const Term *term, float *sums, Error *err) {
    Arena arena = {0};
    PostingList list;
    bool ok = segment_term_list(segment, term->key, &arena, &list, err);
    if (ok && list.df) {
        uint32_t *ordinals = arena_alloc(&arena, list.df * sizeof *ordinals);
        uint32_t *tf = arena_alloc(&arena, list.df * sizeof *tf);
        ok = list_read(&list, ordinals, tf, err);
        for (uint32_t i = 0; ok && i < list.df; i++)
            if (ordinals[i] < segment->info.docs)
                sums[ordinals[i]] += term->weight * term->idf * tf_part(tf[i]);
    }
    arena_free(&arena);
    return ok;
}

static float length_root(Segment *segment, uint32_t ordinal) {
    float dense = search_norm_length((uint8_t)segment_code(segment, COLUMN_NORM_DENSE, ordinal));
    float spaced = search_norm_length((uint8_t)segment_code(segment, COLUMN_NORM_SPACED, ordinal));
    return sqrtf(dense + spaced + 1);
}

static bool add_segment(Similar *s, uint32_t at, size_t telling, TopHits *top, Error *err) {
    Segment *segment = &s->snapshot.segments[at];
    uint32_t docs = segment->info.docs, words = s->eval.segments[at].words;
    float *sums = mem_zalloc((docs + 1) * sizeof *sums);
    uint64_t *allowed = mem_zalloc((words + WINDOW_WORDS) * sizeof *allowed);
    bool ok = eval_filters(&s->eval, at, allowed, err);
    for (size_t i = 0; ok && i < telling; i++)
        ok = add_postings(segment, &s->terms.items[s->own.items[i].term], sums, err);
    for (uint32_t ordinal = 0; ok && ordinal < docs; ordinal++) {
        if (sums[ordinal] <= 0 || !(allowed[ordinal / 64] >> ordinal % 64 & 1))
            continue;
        Hit hit = {.segment = at,
                   .ordinal = ordinal,
                   .score = sums[ordinal] / length_root(segment, ordinal),
                   .document = segment_document(segment, ordinal)};
        if (hit.score >= top_threshold(top) &&
            !uuid_equal(segment_uuid(segment, ordinal), s->request->uuid))
            top_offer(top, &hit);
    }
    free(sums);
    free(allowed);
    return ok;
}

/* Those terms that tell most, but not those that only this case has. */
static size_t choose_telling(Similar *s) {
    size_t count = 0;
    uint64_t postings = 0;
    if (s->own.len)
        qsort(s->own.items, s->own.len, sizeof *s->own.items, compare_own);
    for (size_t i = 0; i < s->own.len && count < SIMILAR_TERMS; i++) {
        uint32_t df = s->terms.items[s->own.items[i].term].df;
        if (df < 2 || postings + df > SIMILAR_POSTINGS + s->snapshot.docs / 4)
            continue;
        Word word = s->own.items[i];
        s->own.items[i] = s->own.items[count];
        s->own.items[count++] = word;
        postings += df;
    }
    return count;
}

static bool find_candidates(Similar *s, Error *err) {
    static const HitOrder by_score = {.column = -1, .descending = true};
    TopHits top = {.order = &by_score, .hits = &s->hits, .keep = SIMILAR_READ};
    size_t telling = choose_telling(s);
    for (uint32_t i = 0; i < s->snapshot.count; i++) {
        if (s->request->cancelled && s->request->cancelled(s->request->context))
            return error_set(err, ERR_CANCELLED, N_("Cancelled."), "");
        if (!add_segment(s, i, telling, &top, err))
            return false;
    }
    top_finish(&top);
    return true;
}

/* ---- the cosine ---- */

typedef struct Shared {
    const Term *term;
    float part;
} Shared;

static void note_shared(Shared *best, size_t *count, const Term *term, float part) {
    size_t at = *count;
    while (at && best[at - 1].part < part)
        at--;
    if (at == SIMILAR_SHARED)
        return;
    size_t last = *count < SIMILAR_SHARED ? (*count)++ : SIMILAR_SHARED - 1;
    for (; last > at; last--)
        best[last] = best[last - 1];
    best[at] = (Shared){term, part};
}

/* English words that hold sentences together: few in a library that is mostly Chinese. */
static const char *const fillers[] = {
    "about", "after", "all",   "also",  "an",   "and",  "any",   "are",  "as",    "at",
    "be",    "been",  "but",   "by",    "can",  "did",  "do",    "does", "for",   "from",
    "get",   "got",   "had",   "has",   "have", "how",  "if",    "in",   "into",  "is",
    "it",    "its",   "just",  "made",  "make", "more", "my",    "no",   "not",   "now",
    "of",    "on",    "once",  "one",   "only", "or",   "our",   "out",  "own",   "said",
    "same",  "say",   "says",  "she",   "so",   "some", "still", "than", "that",  "the",
    "their", "them",  "then",  "there", "they", "this", "to",    "told", "took",  "too",
    "two",   "up",    "us",    "use",   "used", "very", "was",   "we",   "were",  "what",
    "when",  "where", "which", "while", "who",  "why",  "will",  "with", "would", "you"};

static int compare_word(const void *word, const void *filler) {
    return str_compare(*(const Str *)word, str_of(*(const char *const *)filler));
}

/* Words that say nothing of a likeness, though they count: fillers, and those of every eighth
 * document (我们). */
static bool is_common(const Similar *s, const Term *term) {
    enum { FEW_DOCUMENTS = 40, COMMON_PART = 8 };
    Str word = str_make(term->key.ptr + 1, term->key.len - 1);
    bool usual =
        s->snapshot.docs >= FEW_DOCUMENTS && (uint64_t)term->df * COMMON_PART > s->snapshot.docs;
    return usual || bsearch(&word, fillers, COUNT_OF(fillers), sizeof *fillers, compare_word);
}

static bool compare_with(Similar *s, const Hit *candidate, double norm, Arena *arena,
                         SimilarHit *out, Error *err) {
    Shared best[SIMILAR_SHARED];
    double sum = 0, dot = 0;
    size_t count = 0;
    if (!read_words(s, candidate->document, &s->words, err))
        return false;
    VEC_EACH (word, &s->words) {
        Term *term = &s->terms.items[word->term];
        if (!look_up(s, term, err))
            return false;
        double weight = (double)(tf_part(word->tf) * term->idf), part = weight * term->weight;
        sum += weight * weight;
        dot += part;
        if (part > 0 && !is_common(s, term))
            note_shared(best, &count, term, (float)part);
    }
    *out = (SimilarHit){
        .uuid = segment_uuid(&s->snapshot.segments[candidate->segment], candidate->ordinal),
        .document = candidate->document,
        .cosine = sum > 0 && norm > 0 ? (float)(dot / (norm * sqrt(sum))) : 0,
        .shared_count = count};
    if (out->cosine > 1)
        out->cosine = 1;
    for (size_t i = 0; i < count; i++)
        out->shared[i] =
            arena_str(arena, str_make(best[i].term->key.ptr + 1, best[i].term->key.len - 1));
    return true;
}

static int compare_hits(const void *a, const void *b) {
    const SimilarHit *x = a, *y = b;
    if (x->cosine != y->cosine)
        return x->cosine > y->cosine ? -1 : 1;
    return x->document > y->document ? -1 : x->document < y->document;
}

static bool compare_all(Similar *s, SimilarResult *out, Error *err) {
    double norm;
    if (!read_words(s, s->request->document, &s->own, err) || !weigh_own(s, &norm, err) ||
        !find_candidates(s, err))
        return false;
    out->items = arena_zalloc(&out->arena, (s->hits.len + 1) * sizeof *out->items);
    for (size_t i = 0; i < s->hits.len; i++) {
        if (s->request->cancelled && s->request->cancelled(s->request->context))
            return error_set(err, ERR_CANCELLED, N_("Cancelled."), "");
        if (!compare_with(s, &s->hits.items[i], norm, &out->arena, &out->items[out->len], err))
            return false;
        out->len += out->items[out->len].cosine > 0;
    }
    if (out->len)
        qsort(out->items, out->len, sizeof *out->items, compare_hits);
    return true;
}

bool search_similar(SearchIndex *index, StoreRead *read, const SimilarRequest *request,
                    SimilarResult *out, Error *err) {
    int64_t start = clock_mono_us();
    Similar s = {.request = request};
    Arena arena = out->arena;
    arena_clear(&arena);
    *out = (SimilarResult){.arena = arena};
    bool ok = snapshot_open(index, read, &s.snapshot, err);
    if (ok) {
        ok = eval_open(&s.eval, &s.snapshot, &s.query, request->visible, request->today, NULL,
                       err) &&
             compare_all(&s, out, err);
        eval_close(&s.eval);
        snapshot_close(&s.snapshot);
    }
    folded_case_free(&s.folded);
    text_words_free(&s.cutter);
    map_free(&s.places);
    vec_free(&s.terms);
    vec_free(&s.own);
    vec_free(&s.words);
    hits_free(&s.hits);
    query_free(&s.query);
    arena_free(&s.arena);
    arena_free(&s.scratch);
    out->us = clock_mono_us() - start;
    return ok;
}

void similar_result_free(SimilarResult *result) {
    arena_free(&result->arena);
    *result = (SimilarResult){0};
}
