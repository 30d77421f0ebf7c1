#include "config.h"

#include "search/facets.h"

#include "base/map.h"
#include "base/vec.h"
#include "base/zone.h"
#include "search/bits.h"
#include "search/chunkbits.h"
#include "search/filter.h"

#include <stdio.h>

/* Values of all segments by key: the text, or the uuid of a reference. */
typedef struct Tally {
    Map places;
    VEC(FacetValue) values;
    Arena *arena;
} Tally;

static void tally_add(Tally *t, SearchColumn c, Str stored, uint64_t count) {
    bool added, reference = column_is_reference(c);
    Uuid uuid = {{0}};
    Str text = stored, key = stored;
    if (reference) {
        uuid = column_reference_uuid(stored);
        text = column_reference_name(stored);
        key = uuid_is_nil(uuid) ? text : str_make((const char *)uuid.bytes, sizeof uuid.bytes);
    }
    uint64_t *place = map_put(&t->places, key, &added);
    if (added) {
        *place = t->values.len;
        vec_push(&t->values, (FacetValue){.text = arena_str(t->arena, text), .uuid = uuid});
    }
    t->values.items[*place].count += count;
}

/* Counts one code a document; one copy a width. */
#define COUNT_WORD(type)                                                                           \
    for (; left; left &= left - 1) {                                                               \
        type code;                                                                                 \
        memcpy(&code, chunk->data + (at + (uint32_t)__builtin_ctzll(left)) * sizeof code,          \
               sizeof code);                                                                       \
        counts[code < most ? code : 0]++;                                                          \
    }

/* at: first document of the word in the chunk. */
static void count_codes_word(const Chunk *chunk, uint32_t at, uint64_t left, uint64_t *counts,
                             uint32_t most) {
    if (at + 64 > chunk->n) { /* the end of the chunk, or no chunk */
        for (; left; left &= left - 1) {
            uint32_t code = chunk_code(chunk, at + (uint32_t)__builtin_ctzll(left));
            counts[code < most ? code : 0]++;
        }
        return;
    }
    if (chunk->width == 1)
        COUNT_WORD(uint8_t)
    else if (chunk->width == 2)
        COUNT_WORD(uint16_t)
    else
        COUNT_WORD(uint32_t)
}

/* Codes that lie one after the other; one copy a width. */
#define COUNT_RUN(type)                                                                            \
    for (const uint8_t *end = at + (size_t)n * sizeof(type); at < end; at += sizeof(type)) {       \
        type code;                                                                                 \
        memcpy(&code, at, sizeof code);                                                            \
        counts[code < most ? code : 0]++;                                                          \
    }

static void count_run(const Chunk *chunk, uint32_t first, uint32_t n, uint64_t *counts,
                      uint32_t most) {
    const uint8_t *at = chunk->data + (size_t)first * chunk->width;
    if (chunk->width == 1)
        COUNT_RUN(uint8_t)
    else if (chunk->width == 2)
        COUNT_RUN(uint16_t)
    else
        COUNT_RUN(uint32_t)
}

/* The lists of 64 documents lie one after the other: neighbours that are wanted are one run. */
static void count_lists_word(const Chunk *chunk, uint32_t at, uint64_t bits, uint64_t *counts,
                             uint32_t most) {
    uint32_t docs = at < chunk->n ? chunk->n - at : 0, place = 0, begun = 0, first;
    if (!chunk->data || !docs) {
        counts[0] += (uint64_t)__builtin_popcountll(bits);
        return;
    }
    memcpy(&first, chunk->starts + (size_t)4 * (at / 64), sizeof first);
    for (uint32_t i = 0; i < 64 && i < docs; i++) {
        uint32_t len = chunk->counts[at + i];
        bool wanted = bits >> i & 1;
        if (first > chunk->codes || place + len > chunk->codes - first)
            break;
        if (!wanted) {
            count_run(chunk, first + begun, place - begun, counts, most);
            begun = place + len;
        }
        counts[0] += wanted && !len;
        place += len;
    }
    count_run(chunk, first + begun, place - begun, counts, most);
}

/* Few codes: a set for each. The others count as none. */
static void count_sets_word(const Chunk *chunk, uint32_t at, uint64_t bits, uint64_t *counts,
                            uint32_t most) {
    for (uint32_t code = 1; code < most && bits; code++) {
        uint64_t found = bits & chunk_bits_codes(chunk, at, code, code);
        counts[code] += bits_in(found);
        bits &= ~found;
    }
    counts[0] += bits_in(bits);
}

/* Counts of one segment by code, 0 for none. */
static void count_segment(const EvalSegment *es, SearchColumn c, uint64_t *counts, uint32_t most) {
    enum { FEW = 8 };
    bool lists = column_info(c)->kind == COLUMN_KIND_CODES;
    for (uint32_t w = 0; w < es->words; w++) {
        if (!es->bits[w])
            continue;
        const Chunk *chunk = segment_chunk(es->segment, c, w * 64);
        uint32_t at = w * 64 % CHUNK_DOCS;
        if (lists)
            count_lists_word(chunk, at, es->bits[w], counts, most);
        else if (most <= FEW)
            count_sets_word(chunk, at, es->bits[w], counts, most);
        else
            count_codes_word(chunk, at, es->bits[w], counts, most);
    }
}

static void count_codes(Evaluation *eval, SearchColumn c, Tally *tally, Facet *out) {
    for (uint32_t i = 0; i < eval->snapshot->count; i++) {
        const EvalSegment *es = &eval->segments[i];
        const Codebook *book = segment_dictionary(es->segment, c);
        uint64_t *counts = mem_zalloc(((size_t)book->count + 1) * sizeof *counts);
        count_segment(es, c, counts, book->count + 1);
        out->none += counts[0];
        for (uint32_t code = 1; code <= book->count; code++)
            if (counts[code])
                tally_add(tally, c, codebook_text(book, code), counts[code]);
        free(counts);
    }
}

static const char *byte_text(int column, unsigned value) {
    if (column == FACET_TRUST)
        return value < CASE_TRUSTS ? case_trust_key((CaseTrust)value) : "";
    const Choice *choices =
        entity_get(ENTITY_CASE)->fields[column_info((SearchColumn)column)->field].choices;
    for (unsigned i = 0; choices && choices[i].key; i++)
        if (i == value)
            return choices[i].key;
    return "";
}

static void count_trust(Evaluation *eval, const EvalSegment *es, uint64_t *counts) {
    for (uint32_t w = 0; w < es->words; w++) {
        uint64_t trusts[CASE_TRUSTS];
        if (!es->bits[w])
            continue;
        filter_trust(es->segment, w, es->bits[w], eval->today, trusts);
        for (unsigned trust = 0; trust < CASE_TRUSTS; trust++)
            counts[trust] += bits_in(trusts[trust]);
    }
}

/* The few that count as internal although their column says something else. */
static void count_lapsed(const Evaluation *eval, const EvalSegment *es, uint64_t *counts) {
    for (uint32_t w = 0; w < es->words && eval->visible && eval->visible->lapsed_count; w++)
        for (uint64_t left = es->bits[w]; left; left &= left - 1) {
            uint32_t ordinal = w * 64 + (uint32_t)__builtin_ctzll(left);
            counts[segment_code(es->segment, COLUMN_AUDIENCE, ordinal)]--;
            counts[visible_code(eval->visible, es->segment, COLUMN_AUDIENCE, ordinal)]++;
        }
}

/* How many values a BYTE column may have. */
static unsigned choices_of(int column) {
    unsigned count = 1;
    if (column == FACET_TRUST)
        return CASE_TRUSTS;
    while (count < 256 && *byte_text(column, count))
        count++;
    return count;
}

static void count_bytes(Evaluation *eval, int column, Tally *tally, Facet *out) {
    uint64_t counts[256] = {0};
    unsigned choices = choices_of(column);
    for (uint32_t i = 0; i < eval->snapshot->count; i++) {
        if (column == FACET_TRUST)
            count_trust(eval, &eval->segments[i], counts);
        else
            count_segment(&eval->segments[i], (SearchColumn)column, counts, choices);
        if (column == COLUMN_AUDIENCE)
            count_lapsed(eval, &eval->segments[i], counts);
    }
    for (unsigned value = 0; value < choices; value++) {
        const char *text = byte_text(column, value);
        if (counts[value] && !*text)
            out->none += counts[value];
        else if (counts[value])
            vec_push(&tally->values, (FacetValue){.text = arena_str(tally->arena, str_of(text)),
                                                  .count = counts[value]});
    }
}

enum { FIRST_YEAR = 1800, LAST_YEAR = 2199 };

/* The place of a day's year from FIRST_YEAR on, -1 for one that nobody means. */
static int year_place(int64_t day) {
    int year, month, day_of_month;
    if (day < INT32_MIN || day > INT32_MAX)
        return -1;
    date_split((int32_t)day, &year, &month, &day_of_month);
    return year < FIRST_YEAR || year > LAST_YEAR ? -1 : year - FIRST_YEAR;
}

static void count_years(Evaluation *eval, Tally *tally, Facet *out) {
    uint64_t counts[LAST_YEAR - FIRST_YEAR + 1] = {0};
    for (uint32_t i = 0; i < eval->snapshot->count; i++) {
        const EvalSegment *es = &eval->segments[i];
        for (uint32_t w = 0; w < es->words; w++) {
            if (!es->bits[w])
                continue;
            const Chunk *chunk = segment_chunk(es->segment, COLUMN_PERIOD_END, w * 64);
            for (uint64_t left = es->bits[w]; left; left &= left - 1) {
                uint32_t at = (w * 64 + (uint32_t)__builtin_ctzll(left)) % CHUNK_DOCS;
                int64_t day = chunk_number(chunk, at);
                int place = day == COLUMN_ABSENT ? -1 : year_place(day);
                *(place < 0 ? &out->none : &counts[place]) += 1;
            }
        }
    }
    for (int place = 0; place < (int)COUNT_OF(counts); place++) {
        char text[8];
        if (!counts[place])
            continue;
        snprintf(text, sizeof text, "%d", FIRST_YEAR + place);
        vec_push(&tally->values, (FacetValue){.text = arena_str(tally->arena, str_of(text)),
                                              .count = counts[place]});
    }
}

static void count_new(Evaluation *eval, Tally *tally) {
    int32_t monday = eval->today - (date_weekday(eval->today) - 1);
    int64_t from = date_start_ms(monday), to = date_start_ms(monday + 7);
    uint64_t count = 0;
    for (uint32_t i = 0; i < eval->snapshot->count; i++) {
        const EvalSegment *es = &eval->segments[i];
        for (uint32_t w = 0; w < es->words; w++) {
            if (!es->bits[w])
                continue;
            const Chunk *chunk = segment_chunk(es->segment, COLUMN_CREATED, w * 64);
            count +=
                bits_in(es->bits[w] & chunk_bits_between(chunk, w * 64 % CHUNK_DOCS, from, to - 1));
        }
    }
    if (count)
        vec_push(&tally->values,
                 (FacetValue){.text = arena_str(tally->arena, STR("new")), .count = count});
}

static int compare_counts(const void *a, const void *b) {
    const FacetValue *x = a, *y = b;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return str_compare(x->text, y->text);
}

void facet_count(Evaluation *eval, int column, size_t limit, Arena *arena, Facet *out) {
    Tally tally = {.arena = arena};
    *out = (Facet){.column = column};
    if (column == FACET_YEAR)
        count_years(eval, &tally, out);
    else if (column == FACET_NEW)
        count_new(eval, &tally);
    else if (column == FACET_TRUST || column_info((SearchColumn)column)->kind == COLUMN_KIND_BYTE)
        count_bytes(eval, column, &tally, out);
    else
        count_codes(eval, (SearchColumn)column, &tally, out);
    if (tally.values.len)
        qsort(tally.values.items, tally.values.len, sizeof *tally.values.items, compare_counts);
    out->distinct = out->len = tally.values.len;
    if (limit && out->len > limit)
        out->len = limit;
    out->items = arena_dup(arena, tally.values.items, out->len * sizeof *out->items);
    vec_free(&tally.values);
    map_free(&tally.places);
}
