#include "config.h"

#include "test_search_kit.h"

#include "record/encode.h"
#include "search/count.h"
#include "search/reindex.h"
#include "search/run.h"
#include "search/snippet.h"
#include "store/index.h"

#include <math.h>

static const SearchVisible all_visible = {.everything = true};

static StoreRead *begin_read(Kit *kit) {
    StoreRead *read;
    MUST(store_read_begin(kit->store, &read, &kit->err));
    return read;
}

static void search(Kit *kit, SearchRequest request, const char *query, SearchResult *out) {
    StoreRead *read = begin_read(kit);
    request.query = str_of(query);
    request.today = 20777;
    if (!request.visible)
        request.visible = &all_visible;
    if (!request.limit)
        request.limit = 20;
    if (!request.sort)
        request.sort = -1;
    MUST(search_run(kit->index, read, &request, out, &kit->err));
    store_read_end(read);
}

/* ---- ranking ---- */

/* Without replaced documents the score is plain BM25; computed here from the documents. */
static void scores_are_bm25(void **state) {
    (void)state;
    enum { CASES = 60 };
    Kit kit_, *kit = &kit_;
    kit_start(kit, 21);
    SearchDocument documents[CASES];
    uint32_t numbers[CASES];
    memset(documents, 0, sizeof documents);
    for (int i = 0; i < CASES; i++) {
        Buf text = {0};
        for (uint32_t n = 5 + kit_random(kit, 30); n > 0; n--)
            buf_puts(&text, kit_random(kit, 3) ? "平台" : kit_random(kit, 2) ? "客户" : " churn ");
        Record *record = kit_case(i % 5 ? "标题" : "客户标题", buf_text(&text));
        numbers[i] = kit_save(kit, record, true);
        search_document_build(kit->analyser, record, &documents[i]);
        record_free(record);
        buf_free(&text);
    }
    MUST(search_merge_all(kit->index, kit->store, "t", &merge_tidy, NULL, &kit->err));
    SearchResult result = {0};
    search(kit, (SearchRequest){.limit = CASES}, "客户 churn", &result);
    assert_true(result.len > 10 && result.ranked);
    static const struct {
        TermField field;
        const char *text;
        double boost;
    } terms[] = {{TERM_PAIR, "客户", 1.5}, {TERM_LATIN, "churn", 3}};
    double average[2] = {0, 0};
    for (int i = 0; i < CASES; i++)
        for (int n = 0; n < 2; n++)
            average[n] += search_norm_length(documents[i].norms[n]) / CASES;
    for (size_t r = 0; r < result.len; r++) {
        int at = 0;
        while (numbers[at] != result.rows[r].document)
            at++;
        double want = 0;
        for (size_t t = 0; t < COUNT_OF(terms); t++) {
            double df = 0, tf = 0;
            int norm = t;
            for (int i = 0; i < CASES; i++)
                for (size_t k = 0; k < documents[i].term_count; k++)
                    if (documents[i].terms[k].field == (uint8_t)terms[t].field &&
                        str_equal(documents[i].terms[k].text, str_of(terms[t].text))) {
                        df++;
                        if (i == at)
                            tf = documents[i].terms[k].tf;
                    }
            double length = search_norm_length(documents[at].norms[norm]);
            double idf = log(1 + (CASES - df + .5) / (df + .5));
            want += tf * terms[t].boost * idf / (tf + .9 * (.6 + .4 * length / average[norm]));
        }
        assert_true(fabs(want - (double)result.rows[r].score) < 1e-3 * want);
    }
    for (int i = 0; i < CASES; i++)
        search_document_free(&documents[i]);
    search_result_free(&result);
    kit_stop(kit);
}

/* Skipping windows and lists must not change the first page: many segments, long lists. */
static void skipping_changes_nothing(void **state) {
    (void)state;
    enum { CASES = 9000 };
    static const char *const words[] = {"客户成功", "续费",  "流失",    "提升",      "平台",
                                        "数据分析", "churn", "renewal", "增长",      "团队",
                                        "服务",     "产品",  "价值",    "onboarding"};
    Kit kit_, *kit = &kit_;
    kit_start(kit, 22);
    SearchBulk *bulk = search_bulk_new(kit->index, kit->store, "t", 0);
    StoreWrite *write;
    MUST(store_write_begin(kit->store, "t", STORE_GATE_MS, true, &write, &kit->err));
    for (int i = 0; i < CASES; i++) {
        Buf text = {0};
        for (uint32_t n = 2 + kit_random(kit, 12); n > 0; n--) {
            uint32_t k = kit_random(kit, COUNT_OF(words)), k2 = kit_random(kit, COUNT_OF(words));
            buf_printf(&text, "%s ", words[k < k2 ? k : k2]);
        }
        Record *record = kit_case("标题", buf_text(&text));
        record_set_int(record, CASE_REV, 1);
        MUST(store_pack(kit->packer, record, &kit->packed, &kit->err));
        uint64_t number;
        MUST(store_put_revision(write, &(StoreChange){.verb = VERB_IMPORT, .login = STR("t")},
                                &kit->packed, STR(""), STR(""), &number, &kit->err));
        record_free(record);
        buf_free(&text);
    }
    MUST(store_write_commit(write, NULL, &kit->err));
    search_bulk_free(bulk);
    uint64_t indexed;
    MUST(search_catch_up(kit->index, kit->store, "t", NULL, &indexed, &kit->err));
    assert_int_equal(indexed, CASES);
    static const char *const queries[] = {
        "客户",         "客户 续费",    "churn 平台",     "\"客户成功\" 数据",
        "流失续费提升", "客户成功平台", "onboarding ren*"};
    SearchResult whole = {0}, page = {0};
    for (size_t q = 0; q < COUNT_OF(queries); q++)
        for (int mode = SEARCH_ALL; mode <= SEARCH_ANY; mode++) {
            SearchRequest request = {.limit = CASES, .mode = (SearchMode)mode, .exact = true};
            search(kit, request, queries[q], &whole);
            request.limit = 20;
            request.exact = false;
            search(kit, request, queries[q], &page);
            assert_int_equal(page.len, whole.len < 20 ? whole.len : 20);
            if (!page.about)
                assert_int_equal(page.total, whole.total);
            else
                assert_true(page.total > whole.total * 8 / 10 &&
                            page.total < whole.total * 12 / 10);
            /* The second tier re-orders its best 200 only. */
            for (size_t i = 0; i < page.len && mode == SEARCH_ALL; i++)
                assert_true(fabsf(page.rows[i].score - whole.rows[i].score) < 1e-4f);
        }
    search_result_free(&whole);
    search_result_free(&page);
    kit_stop(kit);
}

static void few_matches_are_filled_up(void **state) {
    (void)state;
    Kit kit_, *kit = &kit_;
    kit_start(kit, 23);
    static const char *const needs[] = {"客户流失率过高", "如何降低流失", "培训计划",
                                        "客户流失率如何降低呢"};
    uint32_t numbers[COUNT_OF(needs)];
    for (size_t i = 0; i < COUNT_OF(needs); i++) {
        Record *record = kit_case("标题", needs[i]);
        numbers[i] = kit_save(kit, record, true);
        record_free(record);
    }
    SearchResult result = {0};
    search(kit, (SearchRequest){0}, "客户流失率如何降低", &result);
    assert_int_equal(result.total, 1);
    assert_int_equal(result.len, 3);
    assert_int_equal(result.rows[0].document, numbers[3]);
    assert_false(result.rows[0].any);
    assert_true(result.rows[1].any && result.rows[2].any);
    search(kit, (SearchRequest){.mode = SEARCH_ALL}, "客户流失率如何降低", &result);
    assert_int_equal(result.len, 1);
    search(kit, (SearchRequest){.mode = SEARCH_ANY}, "客户流失率如何降低", &result);
    assert_int_equal(result.total, 3);
    search(kit, (SearchRequest){0}, "\"流失率过高\" -客户", &result);
    assert_int_equal(result.total, 0);
    for (size_t i = 0; i < result.len; i++) /* the exclusion holds in both tiers */
        assert_true(result.rows[i].document == numbers[1]);
    search(kit, (SearchRequest){.plain = true}, "(培训", &result);
    assert_int_equal(result.total, 1);
    search_result_free(&result);
    kit_stop(kit);
}

static bool stop_at_once(void *context) {
    ++*(int *)context;
    return true;
}

static void a_search_can_be_cancelled(void **state) {
    (void)state;
    Kit kit_, *kit = &kit_;
    kit_start(kit, 24);
    Record *record = kit_case("标题", "客户");
    kit_save(kit, record, true);
    record_free(record);
    int asked = 0;
    SearchResult result = {0};
    StoreRead *read = begin_read(kit);
    SearchRequest request = {.query = STR("客户"),
                             .limit = 5,
                             .sort = -1,
                             .visible = &all_visible,
                             .cancelled = stop_at_once,
                             .context = &asked};
    assert_false(search_run(kit->index, read, &request, &result, &kit->err));
    assert_int_equal(kit->err.code, ERR_CANCELLED);
    assert_true(asked > 0);
    request = (SearchRequest){.query = STR("is:nothing"), .visible = &all_visible};
    assert_false(search_run(kit->index, read, &request, &result, &kit->err));
    assert_int_equal(kit->err.code, ERR_SYNTAX);
    assert_int_equal(kit->err.column, 4);
    store_read_end(read);
    search_result_free(&result);
    kit_stop(kit);
}

/* ---- parts ---- */

static void assert_title_weight(const char *title, const char *need, int weight) {
    Record *record = kit_case(title, need);
    Buf canonical = {0};
    SearchParts parts = {0};
    record_encode(record, &canonical);
    assert_true(search_parts_read(buf_str(&canonical), &parts));
    assert_int_equal(parts.items[0].field, CASE_TITLE);
    assert_int_equal(parts.items[0].weight, weight);
    search_parts_free(&parts);
    buf_free(&canonical);
    record_free(record);
}

static void a_title_made_of_the_text_weighs_nothing_more(void **state) {
    (void)state;
    static const char *const text =
        "客户流失率在两个季度内下降了九个百分点而辅导老师人数没有增加一个人也没有加班";
    static const char *const first = "客户流失率在两个季度内下降了九个百分点而辅导老师人数没有增加";
    assert_title_weight("续费提升", text, 4);
    assert_title_weight(first, text, 1);
    assert_title_weight(first, "别的正文", 4);
    assert_title_weight("客户流失率", text, 4); /* the name of the thing */
}

/* ---- snippets ---- */

static void snippets_show_why(void **state) {
    (void)state;
    Kit kit_, *kit = &kit_;
    kit_start(kit, 25);
    Record *record = kit_case("续费提升",
                              "前面很长的一段说明文字，没有要找的东西，写了又写，写了又写。"
                              "客戶流失率在两个季度内下降，Churn 也降低了。后面还有别的话要说。");
    Value tags[] = {value_text(STR("流失"))};
    record_set(record, CASE_TAGS, value_list(tags, 1));
    uint32_t number = kit_save(kit, record, true);
    record_free(record);
    SnippetMaker *maker;
    Snippet snippet = {0};
    StoreRead *read = begin_read(kit);
    MUST(snippet_maker_new(STR("客户流失率 churn"), &(QueryOptions){0}, &maker, &kit->err));
    MUST(snippet_make(maker, read, number, 60, &snippet, &kit->err));
    assert_int_equal(snippet.field, CASE_NEED);
    assert_true(snippet.cut_before && snippet.cut_after);
    assert_int_equal(snippet.marks.len, 2);
    SnippetMark mark = snippet.marks.items[0];
    assert_true(
        str_equal(str_make(snippet.text.data + mark.from, mark.to - mark.from), STR("客戶流失率")));
    mark = snippet.marks.items[1];
    assert_true(
        str_equal(str_make(snippet.text.data + mark.from, mark.to - mark.from), STR("Churn")));
    int field;
    MUST(snippet_field(maker, read, number, &field, &kit->err));
    assert_int_equal(field,
                     CASE_NEED); /* both units stand there, in the tags only a piece of one */
    snippet_maker_free(maker);
    MUST(snippet_maker_new(STR("流失了吗 industry:x"), &(QueryOptions){0}, &maker, &kit->err));
    Marks marks = {0};
    snippet_marks(maker, STR("没有客户流失"), &marks);
    assert_int_equal(marks.len, 1);
    assert_int_equal(marks.items[0].from, 12);
    free(marks.items);
    snippet_maker_free(maker);
    MUST(snippet_maker_new(STR("is:published"), &(QueryOptions){0}, &maker, &kit->err));
    MUST(snippet_make(maker, read, number, 20, &snippet, &kit->err));
    assert_int_equal(snippet.field, CASE_NEED);
    assert_int_equal(snippet.marks.len, 0);
    assert_true(str_equal(buf_str(&snippet.text), STR("前面很长的一段说明")));
    snippet_maker_free(maker);
    snippet_free(&snippet);
    store_read_end(read);
    kit_stop(kit);
}

/* ---- counts ---- */

/* Both pairs of characters stand in each text, the phrase in none. */
static void a_quick_count_reads_few_texts(void **state) {
    (void)state;
    Kit kit_, *kit = &kit_;
    kit_start(kit, 27);
    for (int i = 0; i <= SEARCH_CHECKED; i++) {
        Record *record = kit_case("甲乙，乙丙", "客户");
        kit_save(kit, record, true);
        record_free(record);
    }
    StoreRead *read = begin_read(kit);
    SearchVisible visible = {.everything = true};
    CountResult result = {0};
    CountRequest request = {.query = STR("甲乙丙"), .visible = &visible};
    MUST(search_count(kit->index, read, &request, &result, &kit->err));
    assert_int_equal(result.cases, 0);
    request.quick = true;
    MUST(search_count(kit->index, read, &request, &result, &kit->err));
    assert_int_equal(result.cases, SEARCH_CHECKED + 1);
    count_result_free(&result);
    store_read_end(read);
    kit_stop(kit);
}

static void counts_come_from_columns(void **state) {
    (void)state;
    Kit kit_, *kit = &kit_;
    kit_start(kit, 26);
    static const char *const states[] = {"draft", "published", "published", "archived",
                                         "submitted"};
    for (int i = 0; i < 5; i++) {
        Record *record = kit_case("标题 Kubernetes", "客户");
        record_set_text(record, CASE_STATE, str_of(states[i]));
        record_set_text(record, CASE_INDUSTRY, i % 2 ? STR("教育") : STR("金融"));
        record_set_int(record, CASE_CREATED, date_start_ms(date_make(2026, 11, 2 + 7 * (i / 2))));
        record_set_int(record, CASE_IMPORTANCE, i);
        kit_save(kit, record, true);
        record_free(record);
    }
    StoreRead *read = begin_read(kit);
    SearchVisible visible = {.everything = true, .archived = true};
    CountResult result = {0};
    CountRequest request = {
        .query = STR(""), .visible = &visible, .by = BY_COLUMN, .by_column = COLUMN_STATE};
    MUST(search_count(kit->index, read, &request, &result, &kit->err));
    assert_int_equal(result.cases, 5);
    assert_int_equal(result.len, 4);
    assert_true(str_equal(result.rows[0].text, STR("published")));
    assert_int_equal(result.rows[0].cases, 2);
    request = (CountRequest){.query = STR("-is:archived"),
                             .visible = &visible,
                             .by = BY_WEEK,
                             .by_column = COLUMN_CREATED};
    MUST(search_count(kit->index, read, &request, &result, &kit->err));
    assert_int_equal(result.len, 3);
    assert_int_equal(result.rows[0].monday, date_make(2026, 11, 2));
    assert_int_equal(result.rows[0].cases, 2);
    assert_int_equal(result.rows[1].cases, 1);
    request.from = request.to = date_make(2026, 11, 9);
    MUST(search_count(kit->index, read, &request, &result, &kit->err));
    assert_int_equal(result.len, 1);
    request = (CountRequest){.query = STR("行业:教育"),
                             .visible = &visible,
                             .what = COUNT_NUMBER,
                             .what_column = COLUMN_IMPORTANCE};
    MUST(search_count(kit->index, read, &request, &result, &kit->err));
    assert_int_equal(result.rows[0].sum, 4);
    assert_int_equal(result.rows[0].cases, 2);
    request = (CountRequest){.query = STR("kuber"), .visible = &visible};
    MUST(search_count(kit->index, read, &request, &result, &kit->err));
    assert_int_equal(result.cases, 0);
    request.typing = true;
    MUST(search_count(kit->index, read, &request, &result, &kit->err));
    assert_int_equal(result.cases, 5);
    SearchVisible nobody = {.audiences = 1u << AUDIENCE_SALES};
    request = (CountRequest){.query = STR(""), .visible = &nobody};
    MUST(search_count(kit->index, read, &request, &result, &kit->err));
    assert_int_equal(result.cases, 2);
    count_result_free(&result);
    store_read_end(read);
    kit_stop(kit);
}

/* ---- making anew, checking ---- */

static void count_finding(void *context, const Error *finding) {
    (void)finding;
    ++*(int *)context;
}

static int check_index(Kit *kit, uint64_t *checked) {
    int findings = 0;
    StoreRead *read = begin_read(kit);
    if (!search_check(kit->index, read, NULL, count_finding, &findings, checked, &kit->err))
        findings++;
    store_read_end(read);
    return findings;
}

static Record *some_case(Kit *kit, int i) {
    Buf text = {0};
    buf_printf(&text, "客户%d 成功 续费%d renewal-%d 数据分析平台", i % 7, i % 3, i % 50);
    Record *record = kit_case("标题 title", buf_text(&text));
    record_set_text(record, CASE_INDUSTRY, kit_random(kit, 2) ? STR("教育") : STR("金融"));
    buf_free(&text);
    return record;
}

static bool cancel_third(void *context) {
    return ++*(int *)context >= 3;
}

static void reindex_makes_the_same_index(void **state) {
    (void)state;
    enum { CASES = 400 };
    Kit kit_, *kit = &kit_;
    uint64_t checked;
    kit_start(kit, 27);
    Record *records[CASES];
    for (int i = 0; i < CASES; i++) {
        records[i] = some_case(kit, i);
        kit_save(kit, records[i], i % 4 != 0);
    }
    for (int i = 0; i < CASES; i += 3) {
        record_set_text(records[i], CASE_RESULT, STR("结果很好"));
        kit_save(kit, records[i], true);
    }
    MUST(search_catch_up(kit->index, kit->store, "t", NULL, NULL, &kit->err));
    assert_int_equal(check_index(kit, &checked), 0);
    assert_int_equal(checked, CASES);
    SearchResult before = {0}, after = {0};
    search(kit, (SearchRequest){.limit = CASES, .sort = COLUMN_DOCUMENT}, "结果", &before);
    int asked = 0;
    Progress progress = {.cancelled = cancel_third, .context = &asked};
    assert_false(search_reindex(kit->index, kit->store, "t", 1, &progress, &kit->err));
    assert_int_equal(kit->err.code, ERR_CANCELLED);
    kit->err = (Error){0};
    search(kit, (SearchRequest){.limit = CASES, .sort = COLUMN_DOCUMENT}, "结果", &after);
    assert_int_equal(after.total, before.total);
    MUST(search_reindex(kit->index, kit->store, "t", 0, NULL, &kit->err));
    search(kit, (SearchRequest){.limit = CASES, .sort = COLUMN_DOCUMENT}, "结果", &after);
    assert_int_equal(before.total, (CASES + 2) / 3);
    assert_int_equal(after.total, before.total);
    assert_int_equal(after.len, before.total);
    for (size_t i = 0; i < after.len; i++)
        assert_int_equal(after.rows[i].document, before.rows[i].document);
    assert_int_equal(check_index(kit, &checked), 0);
    SearchStats stats;
    StoreRead *read = begin_read(kit);
    MUST(search_stats(kit->index, read, &stats, &kit->err));
    store_read_end(read);
    assert_int_equal(stats.live, CASES);
    assert_int_equal(stats.docs, CASES);
    assert_true(stats.current && !stats.rebuilding && !stats.merging);
    assert_true(stats.bytes[SIZE_PAIRS] > 0 && stats.bytes[SIZE_COLUMNS] > 0);
    search_result_free(&before);
    search_result_free(&after);
    for (int i = 0; i < CASES; i++)
        record_free(records[i]);
    kit_stop(kit);
}

static const NearOptions near_options = {.sounds = true, .typos = true};

static const NearOptions *give_near(void *context, const Snapshot *snapshot) {
    (void)snapshot;
    (void)context;
    return &near_options;
}

/* A row of an index table; of the one with many kinds of rows often one with pairs. */
static void choose_row(Kit *kit, StoreRead *read, StoreIndexTable table, Buf *key, Buf *value) {
    StoreCursor *cursor;
    Str at, row;
    bool found;
    bool pairs = table == STORE_IMETA && kit_random(kit, 2) == 0;
    MUST(store_cursor_open(read, table, &cursor, &kit->err));
    MUST(store_cursor_seek(cursor, pairs ? STR("P") : STR("\0"), &at, &row, &found, &kit->err));
    for (uint32_t skip = kit_random(kit, 20); skip > 0 && found; skip--) {
        buf_clear(key);
        buf_clear(value);
        buf_put_str(key, at);
        buf_put_str(value, row);
        MUST(store_cursor_next(cursor, &at, &row, &found, &kit->err));
    }
    if (!key->len) {
        buf_put_str(key, at);
        buf_put_str(value, row);
    }
    store_cursor_close(cursor);
}

static void damage(Kit *kit, Buf *row, bool may_cut) {
    if (may_cut && kit_random(kit, 5) == 0)
        buf_truncate(row, kit_random(kit, (uint32_t)row->len));
    for (uint32_t n = 1 + kit_random(kit, 8); n > 0 && row->len > 4; n--)
        row->data[4 + kit_random(kit, (uint32_t)row->len - 4)] ^= (char)(1 + kit_random(kit, 255));
}

static void put_row(Kit *kit, StoreIndexTable table, const Buf *key, const Buf *row) {
    StoreWrite *write;
    MUST(store_write_begin(kit->store, "t", STORE_GATE_MS, false, &write, &kit->err));
    MUST(store_index_put(write, table, buf_str(key), buf_str(row), false, &kit->err));
    MUST(store_write_commit(write, NULL, &kit->err));
}

/* Damages one index row at a time: searches answer or say that the index is damaged, check finds
 * it, reindex mends it. */
static void damage_is_found_and_mended(void **state) {
    (void)state;
    enum { CASES = 600, ROUNDS = 120 };
    Kit kit_, *kit = &kit_;
    uint64_t checked;
    kit_start(kit, 28);
    for (int i = 0; i < CASES; i++) {
        Record *record = some_case(kit, i);
        kit_save(kit, record, i % 40 == 0);
        record_free(record);
    }
    MUST(search_catch_up(kit->index, kit->store, "t", NULL, NULL, &kit->err));
    int undetected = 0;
    for (int round = 0; round < ROUNDS; round++) {
        StoreIndexTable table = (StoreIndexTable)kit_random(kit, STORE_INDEX_TABLES);
        Buf key = {0}, old = {0}, bad = {0};
        StoreRead *rows = begin_read(kit);
        choose_row(kit, rows, table, &key, &old);
        store_read_end(rows);
        buf_put_str(&bad, buf_str(&old));
        damage(kit, &bad, !str_equal(buf_str(&key), STR("S")));
        put_row(kit, table, &key, &bad);
        static const char *const queries[] = {"客户",
                                              "renewal",
                                              "re*",
                                              "\"成功 续费1\"",
                                              "industry:教育",
                                              "",
                                              "shujufenxipingtai",
                                              "数剧分析平抬",
                                              "renewel xufei",
                                              "bt 标提",
                                              "数据分析平台 is:published"};
        for (size_t q = 0; q < COUNT_OF(queries); q++) {
            StoreRead *read = begin_read(kit);
            SearchResult result = {0};
            Error err = {0};
            static const int facets[] = {COLUMN_INDUSTRY, COLUMN_TAGS, COLUMN_STATE};
            SearchRequest request = {.query = str_of(queries[q]),
                                     .limit = 20,
                                     .sort = q % 3 ? -1 : COLUMN_UPDATED,
                                     .visible = &all_visible,
                                     .near = give_near,
                                     .facets = facets,
                                     .facet_count = 3};
            if (!search_run(kit->index, read, &request, &result, &err))
                assert_true(err.code == ERR_CORRUPT || err.code == ERR_VERSION ||
                            err.code == ERR_NOT_FOUND);
            search_result_free(&result);
            store_read_end(read);
        }
        kit->err = (Error){0};
        undetected += check_index(kit, &checked) == 0;
        kit->err = (Error){0};
        put_row(kit, table, &key, &old);
        buf_free(&key);
        buf_free(&old);
        buf_free(&bad);
    }
    assert_int_equal(undetected, 0);
    assert_int_equal(check_index(kit, &checked), 0);
    kit_stop(kit);
}

/* Damage in the row that all others hang on is mended by reindex too, as the message says. */
static void a_damaged_state_is_made_anew(void **state) {
    (void)state;
    enum { CASES = 60 };
    Kit kit_, *kit = &kit_;
    uint64_t checked;
    kit_start(kit, 30);
    for (int i = 0; i < CASES; i++) {
        Record *record = some_case(kit, i);
        kit_save(kit, record, false);
        record_free(record);
    }
    MUST(search_catch_up(kit->index, kit->store, "t", NULL, NULL, &kit->err));
    Buf key = {0}, row = {0};
    Str found;
    StoreRead *read = begin_read(kit);
    buf_puts(&key, "S");
    MUST(store_index_get(read, STORE_IMETA, buf_str(&key), &found, &kit->err));
    buf_put_str(&row, found);
    store_read_end(read);
    row.data[row.len - 1] ^= 1;
    put_row(kit, STORE_IMETA, &key, &row);
    assert_false(search_catch_up(kit->index, kit->store, "t", NULL, NULL, &kit->err));
    assert_int_equal(kit->err.code, ERR_CORRUPT);
    MUST(search_reindex(kit->index, kit->store, "t", 0, NULL, &kit->err));
    assert_int_equal(check_index(kit, &checked), 0);
    assert_int_equal(checked, CASES);
    SearchResult result = {0};
    search(kit, (SearchRequest){.limit = CASES, .sort = -1}, "数据分析平台", &result);
    assert_int_equal(result.total, CASES);
    search_result_free(&result);
    buf_free(&key);
    buf_free(&row);
    kit_stop(kit);
}

/* What a merge reads may be damaged: it goes on or says so, and a new index is whole. */
static void a_merge_survives_damage(void **state) {
    (void)state;
    enum { CASES = 300, PARTS = 3, ROUNDS = 40 };
    static const MergePolicy to_one = {.small = 1, .fanout = 2, .segments = 1};
    Kit kit_, *kit = &kit_;
    uint64_t checked;
    kit_start(kit, 29);
    for (int i = 0; i < CASES; i++) {
        Record *record = some_case(kit, i);
        kit_save(kit, record, true);
        record_free(record);
        if (i % (CASES / PARTS) == 0)
            MUST(search_catch_up(kit->index, kit->store, "t", NULL, NULL, &kit->err));
    }
    MUST(search_merge_all(kit->index, kit->store, "t", &to_one, NULL, &kit->err));
    for (int round = 0; round < ROUNDS; round++) {
        StoreIndexTable table = (StoreIndexTable)kit_random(kit, STORE_INDEX_TABLES);
        Buf key = {0}, row = {0};
        Error err = {0};
        for (int i = 0; i < 2; i++) {
            Record *record = some_case(kit, i);
            kit_save(kit, record, true);
            record_free(record);
        }
        StoreRead *rows = begin_read(kit);
        choose_row(kit, rows, table, &key, &row);
        store_read_end(rows);
        if (!str_equal(buf_str(&key), STR("S"))) {
            damage(kit, &row, true);
            put_row(kit, table, &key, &row);
        }
        assert_true(search_merge_all(kit->index, kit->store, "t", &to_one, NULL, &err) ||
                    err.code == ERR_CORRUPT);
        MUST(search_reindex(kit->index, kit->store, "t", 0, NULL, &kit->err));
        MUST(search_merge_all(kit->index, kit->store, "t", &to_one, NULL, &kit->err));
        assert_int_equal(check_index(kit, &checked), 0);
        buf_free(&key);
        buf_free(&row);
    }
    kit_stop(kit);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scores_are_bm25),
        cmocka_unit_test(skipping_changes_nothing),
        cmocka_unit_test(few_matches_are_filled_up),
        cmocka_unit_test(a_search_can_be_cancelled),
        cmocka_unit_test(a_title_made_of_the_text_weighs_nothing_more),
        cmocka_unit_test(snippets_show_why),
        cmocka_unit_test(counts_come_from_columns),
        cmocka_unit_test(a_quick_count_reads_few_texts),
        cmocka_unit_test(reindex_makes_the_same_index),
        cmocka_unit_test(damage_is_found_and_mended),
        cmocka_unit_test(a_damaged_state_is_made_anew),
        cmocka_unit_test(a_merge_survives_damage),
    };
    return cmocka_run_group_tests_name("search tools", tests, NULL, NULL);
}
