#include "config.h"

#include "fuzz.h"

#include "base/arena.h"
#include "base/vec.h"
#include "base/zone.h"
#include "record/value.h"
#include "search/scan.h"
#include "text/utf8.h"

/* Each line is a query: parsed as every caller does, held to what the header promises, and scanned
 * over a few cases. */

const char fuzz_name[] = "query";

enum { RECORDS = 3 };

static int32_t today(void) {
    return date_make(2026, 11, 20);
}

static const Record *record(int which) {
    static Record *made[RECORDS];
    if (made[which])
        return made[which];
    Record *r = made[which] = record_new(ENTITY_CASE);
    static const char *const titles[] = {"客户续费率提高：学习提醒", "Renewal of a bank", ""};
    record_set_text(r, CASE_TITLE, str_of(titles[which]));
    if (which == 2)
        return r; /* nothing else is there */
    record_set_text(r, CASE_STATE, which ? STR("draft") : STR("published"));
    record_set_text(r, CASE_INDUSTRY, which ? STR("金融") : STR("教育"));
    record_set_text(r, CASE_RESULT, STR("续费率 71% -> 80%"));
    record_set_ref(r, CASE_OWNER, (Uuid){{0}}, STR("wangfang"));
    record_set_int(r, CASE_IMPORTANCE, 5 + which);
    record_set_int(r, CASE_UPDATED, date_start_ms(today() - 3 * which));
    record_set_int(r, CASE_CREATED, date_start_ms(today() - 100));
    return r;
}

typedef struct Seen {
    uint32_t units, filters, points;
} Seen;

static void check_node(const QueryNode *node, Seen *seen, const uint8_t *data, size_t size) {
    FUZZ_CHECK(node->column >= 1 && node->column <= node->end && node->end <= seen->points + 1,
               data, size);
    if (node->kind == QUERY_UNIT) {
        seen->units++;
        FUZZ_CHECK(node->run_count > 0, data, size);
        for (size_t i = 0; i < node->run_count; i++)
            FUZZ_CHECK(node->runs[i].from < node->runs[i].to && node->runs[i].to <= node->text.len,
                       data, size);
        FUZZ_CHECK(node->field < CASE_FIELDS, data, size);
        return;
    }
    if (node->kind == QUERY_FILTER) {
        seen->filters++;
        /* 1.5 lies between two whole numbers: one more than its end. */
        FUZZ_CHECK(node->filter.kind != FILTER_NUMBER || node->filter.low == INT64_MAX ||
                       node->filter.low <= node->filter.high + (node->filter.high < INT64_MAX),
                   data, size);
        return;
    }
    FUZZ_CHECK(node->count == 1 ? node->kind == QUERY_NOT : node->count > 1, data, size);
    for (size_t i = 0; i < node->count; i++)
        check_node(node->items[i], seen, data, size);
}

/* False for an error. */
static bool parse(Str text, QueryOptions options, Query *query, const uint8_t *data, size_t size) {
    Error err = {0};
    Seen seen = {.points = (uint32_t)utf8_count(text)};
    if (!query_parse(text, &options, query, &err)) {
        FUZZ_CHECK(text.len > QUERY_BYTES ||
                       (err.column >= 1 && err.column <= (int)seen.points + 1),
                   data, size);
        FUZZ_CHECK(!options.plain || text.len > QUERY_BYTES, data, size);
        return false;
    }
    if (query->root)
        check_node(query->root, &seen, data, size);
    FUZZ_CHECK(seen.units <= query->unit_count && seen.filters <= query->filter_count, data, size);
    for (size_t i = 0; i < query->warning_count; i++)
        FUZZ_CHECK(query->warnings[i].column >= 1 && query->warnings[i].column <= seen.points + 1 &&
                       query->warnings[i].message,
                   data, size);
    return true;
}

/* Without the signs that brackets give another meaning, -(q) is what q is not. */
static bool is_closed(Str text) {
    for (size_t i = 0; i < text.len; i++)
        if (strchr("()|\"", text.ptr[i]) || (unsigned char)text.ptr[i] == 0xEF ||
            (unsigned char)text.ptr[i] == 0xE2 || (unsigned char)text.ptr[i] == 0xE3 ||
            (unsigned char)text.ptr[i] == 0xC2)
            return false;
    return true;
}

static void check_opposite(Str text, const Query *query, const uint8_t *data, size_t size) {
    Query opposite = {0};
    Buf turned = {0};
    if (!query->root || query->warning_count || !is_closed(text) || !utf8_valid(text, NULL))
        return;
    buf_printf(&turned, "-(%.*s )", STR_ARG(text));
    QueryOptions options = {.today = today()};
    bool ok = parse(buf_str(&turned), options, &opposite, data, size);
    for (int i = 0; ok && opposite.root && i < RECORDS; i++)
        FUZZ_CHECK(scan_matches(query, record(i), NULL, today()) !=
                       scan_matches(&opposite, record(i), NULL, today()),
                   data, size);
    query_free(&opposite);
    buf_free(&turned);
}

static void check_line(Str text, const uint8_t *data, size_t size) {
    Query query = {0};
    QueryPlace place;
    int32_t from = 0, to = -1;
    for (unsigned way = 0; way < 8; way++) {
        QueryOptions options = {
            .today = today(), .typing = way & 1, .plain = way & 2, .live = way & 4};
        bool ok = parse(text, options, &query, data, size);
        for (int i = 0; ok && i < RECORDS && way < 2; i++)
            scan_matches(&query, record(i), NULL, today());
        if (ok && way == 0)
            check_opposite(text, &query, data, size);
    }
    query_free(&query);
    for (size_t caret = 0; caret <= text.len; caret += 1 + text.len / 16) {
        query_place(text, caret, &place);
        FUZZ_CHECK(place.token <= place.from && place.from <= place.to && place.to <= text.len,
                   data, size);
        FUZZ_CHECK(place.typed.ptr >= text.ptr &&
                       place.typed.ptr + place.typed.len <= text.ptr + text.len,
                   data, size);
    }
    if (query_dates(text, today(), 0, &from, &to))
        FUZZ_CHECK(from <= to && from > date_make(1500, 1, 1) && to < date_make(9999, 1, 1), data,
                   size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Str rest = str_make((const char *)data, size), line;
    while (rest.len && str_split(&rest, '\n', &line))
        check_line(line, data, size);
    return 0;
}
