#include "config.h"

#include "search/count.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/map.h"
#include "base/vec.h"
#include "base/zone.h"
#include "search/facets.h"
#include "search/filter.h"
#include "search/run.h"

typedef struct Counter {
    const CountRequest *request;
    Evaluation *eval;
    Map places; /* key of a row -> its place */
    VEC(CountRow) rows;
    CountResult *out;
    int64_t week_from, week_to; /* values of the week that was counted last; its row */
    size_t week_row;
    int64_t low, high;            /* BY_WEEK: values that are asked for */
    const Segment *trust_segment; /* the word whose trusts are known */
    uint32_t trust_word;
    uint64_t trusts[CASE_TRUSTS];
} Counter;

static CountRow *row_of(Counter *c, Str key, CountRow fresh) {
    bool added;
    uint64_t *place = map_put(&c->places, key, &added);
    if (added) {
        *place = c->rows.len;
        fresh.text = arena_str(&c->out->arena, fresh.text);
        vec_push(&c->rows, fresh);
    }
    return &c->rows.items[*place];
}

/* What one case adds; false when it has no such value. */
static bool case_value(const CountRequest *request, Segment *s, uint32_t ordinal, int64_t *value) {
    if (request->what == COUNT_CASES) {
        *value = 1;
        return true;
    }
    SearchColumn column = request->what == COUNT_COMPLETENESS ? COLUMN_COMPLETENESS
                                                              : (SearchColumn)request->what_column;
    *value = column_info(column)->kind == COLUMN_KIND_BYTE
                 ? (int64_t)segment_code(s, column, ordinal)
                 : segment_number(s, column, ordinal);
    return *value != COLUMN_ABSENT;
}

static void add_to(CountRow *row, int64_t value) {
    row->cases++;
    row->sum += value;
}

static void count_coded(Counter *c, Segment *s, uint32_t code, int64_t value) {
    SearchColumn column = (SearchColumn)c->request->by_column;
    Str text = codebook_text(segment_dictionary(s, column), code), key = text;
    CountRow fresh = {.text = text};
    if (column_is_reference(column) && text.len) {
        fresh.uuid = column_reference_uuid(text);
        fresh.text = column_reference_name(text);
        key = uuid_is_nil(fresh.uuid) ? fresh.text : str_make(text.ptr, sizeof(Uuid));
    }
    add_to(row_of(c, key, fresh), value);
}

/* Cases are asked for in ascending order: the trusts of 64 are found at once. */
static CaseTrust trust_of(Counter *c, Segment *s, uint32_t ordinal) {
    unsigned trust = 0;
    if (c->trust_segment != s || c->trust_word != ordinal / 64)
        filter_trust(s, ordinal / 64, UINT64_MAX, c->request->today, c->trusts);
    c->trust_segment = s;
    c->trust_word = ordinal / 64;
    while (trust + 1 < CASE_TRUSTS && !(c->trusts[trust] >> ordinal % 64 & 1))
        trust++;
    return (CaseTrust)trust;
}

static void count_byte(Counter *c, Segment *s, uint32_t ordinal, int64_t value) {
    int column = c->request->by_column;
    Str text = STR("");
    if (column == FACET_TRUST) {
        text = str_of(case_trust_key(trust_of(c, s, ordinal)));
    } else {
        uint32_t code = visible_code(c->request->visible, s, (SearchColumn)column, ordinal);
        const Choice *choices =
            entity_get(ENTITY_CASE)->fields[column_info((SearchColumn)column)->field].choices;
        for (uint32_t i = 0; choices[i].key; i++)
            if (i == code)
                text = str_of(choices[i].key);
    }
    add_to(row_of(c, text, (CountRow){.text = text}), value);
}

static void count_by_column(Counter *c, Segment *s, uint32_t ordinal, int64_t value) {
    int column = c->request->by_column;
    if (column == FACET_TRUST || column_info((SearchColumn)column)->kind == COLUMN_KIND_BYTE) {
        count_byte(c, s, ordinal, value);
        return;
    }
    if (column_info((SearchColumn)column)->kind == COLUMN_KIND_CODE) {
        count_coded(c, s, segment_code(s, (SearchColumn)column, ordinal), value);
        return;
    }
    const uint8_t *codes = NULL;
    const Chunk *chunk = segment_chunk(s, (SearchColumn)column, ordinal);
    uint32_t len = chunk_list(chunk, ordinal % CHUNK_DOCS, &codes);
    if (!len)
        count_coded(c, s, 0, value);
    for (uint32_t i = 0; i < len; i++)
        count_coded(c, s, chunk_list_code(chunk, codes, i), value);
}

static bool is_time(SearchColumn column) {
    return column == COLUMN_CREATED || column == COLUMN_UPDATED || column == COLUMN_PUBLISHED_AT;
}

/* The row of the week that a value falls into. Neighbours in the log mostly share their week. */
static size_t week_row(Counter *c, SearchColumn column, int64_t number) {
    int32_t date = is_time(column) ? date_of(number) : (int32_t)number;
    int32_t monday = date - (date_weekday(date) - 1);
    CountRow *row =
        row_of(c, str_make((const char *)&monday, sizeof monday), (CountRow){.monday = monday});
    c->week_from = is_time(column) ? date_start_ms(monday) : monday;
    c->week_to = is_time(column) ? date_start_ms(monday + 7) : monday + 7;
    c->week_row = (size_t)(row - c->rows.items);
    return c->week_row;
}

static void count_by_week(Counter *c, Segment *s, uint32_t ordinal, int64_t value) {
    SearchColumn column = (SearchColumn)c->request->by_column;
    int64_t number = segment_number(s, column, ordinal);
    if (number == COLUMN_ABSENT || number < c->low || number >= c->high)
        return;
    bool same = number >= c->week_from && number < c->week_to;
    size_t row = same ? c->week_row : week_row(c, column, number);
    add_to(&c->rows.items[row], value);
}

static void set_range(Counter *c) {
    const CountRequest *request = c->request;
    bool all = !request->from && !request->to, time = is_time((SearchColumn)request->by_column);
    c->low = all ? INT64_MIN : time ? date_start_ms(request->from) : request->from;
    c->high = all ? INT64_MAX : time ? date_start_ms(request->to + 1) : (int64_t)request->to + 1;
}

static void count_case(Counter *c, Segment *s, uint32_t ordinal) {
    int64_t value;
    if (!case_value(c->request, s, ordinal, &value))
        return;
    switch (c->request->by) {
    case BY_NOTHING:
        add_to(row_of(c, STR(""), (CountRow){0}), value);
        break;
    case BY_COLUMN:
        count_by_column(c, s, ordinal, value);
        break;
    case BY_WEEK:
        count_by_week(c, s, ordinal, value);
        break;
    }
}

static int compare_rows(const void *a, const void *b) {
    const CountRow *x = a, *y = b;
    if (x->monday != y->monday)
        return x->monday < y->monday ? -1 : 1;
    if (x->cases != y->cases)
        return x->cases > y->cases ? -1 : 1;
    return str_compare(x->text, y->text);
}

static void give_rows(Counter *c) {
    CountResult *out = c->out;
    if (c->request->by == BY_NOTHING)
        row_of(c, STR(""), (CountRow){0});
    if (c->rows.len)
        qsort(c->rows.items, c->rows.len, sizeof *c->rows.items, compare_rows);
    out->len = c->rows.len;
    out->rows = arena_dup(&out->arena, c->rows.items, out->len * sizeof *out->rows);
    vec_free(&c->rows);
    map_free(&c->places);
}

static bool count_all(Counter *c, Error *err) {
    const CountRequest *request = c->request;
    set_range(c);
    for (uint32_t i = 0; i < c->eval->snapshot->count; i++) {
        const EvalSegment *es = &c->eval->segments[i];
        for (uint32_t w = 0; w < es->words; w++) {
            if (w % WINDOW_WORDS == 0 && request->cancelled && request->cancelled(request->context))
                return error_set(err, ERR_CANCELLED, N_("Cancelled."), "");
            for (uint64_t left = es->bits[w]; left; left &= left - 1)
                count_case(c, es->segment, w * 64 + (uint32_t)__builtin_ctzll(left));
        }
    }
    return true;
}

/* Cases by the texts of a column are what facets count, which do it without looking at single
 * documents. */
static bool is_facet(const CountRequest *request) {
    return request->by == BY_COLUMN && request->what == COUNT_CASES;
}

static void count_facet(Evaluation *eval, int column, CountResult *out) {
    Facet facet;
    facet_count(eval, column, 0, &out->arena, &facet);
    out->rows = arena_alloc(&out->arena, (facet.len + 1) * sizeof *out->rows);
    for (size_t i = 0; i < facet.len; i++) {
        const FacetValue *value = &facet.items[i];
        out->rows[out->len++] = (CountRow){.text = value->text,
                                           .uuid = value->uuid,
                                           .cases = value->count,
                                           .sum = (int64_t)value->count};
    }
    if (facet.none)
        out->rows[out->len++] =
            (CountRow){.text = STR(""), .cases = facet.none, .sum = (int64_t)facet.none};
    if (out->len)
        qsort(out->rows, out->len, sizeof *out->rows, compare_rows);
}

static bool count_query(Snapshot *snapshot, const Query *query, const CountRequest *request,
                        CountResult *out, Error *err) {
    Evaluation eval;
    Counter counter = {.request = request, .eval = &eval, .out = out};
    bool ok =
        eval_open(&eval, snapshot, query, request->visible, request->today, NULL, err) &&
        eval_candidates(&eval, err) &&
        (!eval.verify || (request->quick && eval.open > SEARCH_CHECKED) || eval_verify(&eval, err));
    out->cases = eval.count;
    if (ok && is_facet(request)) {
        count_facet(&eval, request->by_column, out);
    } else {
        ok = ok && count_all(&counter, err);
        give_rows(&counter);
    }
    eval_close(&eval);
    return ok;
}

bool search_count(SearchIndex *index, StoreRead *read, const CountRequest *request,
                  CountResult *out, Error *err) {
    int64_t start = clock_mono_us();
    Snapshot snapshot;
    Query query = {0};
    Arena arena = out->arena;
    arena_clear(&arena);
    *out = (CountResult){.arena = arena};
    QueryOptions options = {.today = request->today, .typing = request->typing};
    bool ok = query_parse(request->query, &options, &query, err);
    if (ok && snapshot_open(index, read, &snapshot, err)) {
        snapshot.cancelled = request->cancelled;
        snapshot.context = request->context;
        ok = count_query(&snapshot, &query, request, out, err);
        snapshot_close(&snapshot);
    } else {
        ok = false;
    }
    query_free(&query);
    out->us = clock_mono_us() - start;
    return ok;
}

void count_result_free(CountResult *result) {
    arena_free(&result->arena);
    *result = (CountResult){0};
}
