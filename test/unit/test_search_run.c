#include "config.h"

#include "test_search_kit.h"

#include "search/reindex.h"
#include "search/run.h"
#include "search/scan.h"

/* The engine against the plain scan: random cases, saves, edits, trash, merges, other processes. */

enum { CASES = 150, TODAY = 20777 };

typedef struct World {
    Kit kit;
    Record *records[CASES];
    uint32_t numbers[CASES];
    size_t count;
    Uuid users[4];
} World;

static const char *const han[] = {"客户", "成功",     "续费",     "流失率", "提升", "降低",
                                  "人手", "平台",     "數據",     "分析",   "客",   "户",
                                  "的",   "在线教育", "项目管理", "学"};
static const char *const latin[] = {"churn",    "renewal", "renew", "AI", "2026",
                                    "Customer", "café",    "ab",    "a"};
static const char *const gaps[] = {"", "", "", " ", "，", "。\n", "-", "、"};
static const char *const industries[] = {"教育", "金融", "医疗", "Retail"};
static const char *const tags[] = {"续费", "流失", "Onboarding", "学习 提醒", "NPS"};
static const char *const categories[] = {"客户成功/续约", "客户成功/续约/流失挽回", "产品/上线",
                                         "产品"};
static const char *const states[] = {"draft",     "submitted", "in_review", "published",
                                     "published", "published", "archived"};
static const char *const audiences[] = {"internal", "sales", "public"};

#define PICK(kit, list) (list)[kit_random(kit, COUNT_OF(list))]

static void random_text(Kit *kit, uint32_t most, Buf *out) {
    buf_clear(out);
    for (uint32_t i = 0, n = kit_random(kit, most); i < n; i++) {
        buf_puts(out, kit_random(kit, 4) ? PICK(kit, han) : PICK(kit, latin));
        buf_puts(out, PICK(kit, gaps));
    }
}

static void set_text(Kit *kit, Record *record, int field, uint32_t most) {
    Buf text = {0};
    random_text(kit, most, &text);
    if (str_trim(buf_str(&text)).len)
        record_set_text(record, field, str_trim(buf_str(&text)));
    else
        record_clear(record, field);
    buf_free(&text);
}

static void fill(World *w, Record *record) {
    Kit *kit = &w->kit;
    set_text(kit, record, CASE_TITLE, 6);
    set_text(kit, record, CASE_NEED, 40);
    set_text(kit, record, CASE_RESULT, kit_random(kit, 3) ? 25 : 1);
    Value values[3];
    size_t count = kit_random(kit, 4);
    for (size_t i = 0; i < count; i++)
        values[i] = value_text(str_of(tags[(i + kit_random(kit, 2) * 2) % COUNT_OF(tags)]));
    record_clear(record, CASE_TAGS);
    if (count)
        record_set(record, CASE_TAGS, value_list(values, count));
    record_clear(record, CASE_INDUSTRY);
    if (kit_random(kit, 6))
        record_set_text(record, CASE_INDUSTRY, str_of(PICK(kit, industries)));
    record_set_text(record, CASE_CATEGORY, str_of(PICK(kit, categories)));
    record_set_text(record, CASE_STATE, str_of(PICK(kit, states)));
    record_set_text(record, CASE_AUDIENCE, str_of(PICK(kit, audiences)));
    record_set_ref(record, CASE_OWNER, PICK(kit, w->users), STR("王芳"));
    record_set_ref(record, CASE_AUTHOR, PICK(kit, w->users), STR("李敏"));
    record_set_ref(record, CASE_CUSTOMER, uuid_new(),
                   kit_random(kit, 2) ? STR("晨光在线") : STR("Acme Ltd"));
    record_set_int(record, CASE_IMPORTANCE, kit_random(kit, 11));
    record_clear(record, CASE_VERIFY_LAST);
    if (kit_random(kit, 2))
        record_set_date(record, CASE_VERIFY_LAST, TODAY - (int32_t)kit_random(kit, 400));
    record_set_int(record, CASE_TRASHED, kit_random(kit, 15) == 0);
    record_set_int(record, CASE_UPDATED,
                   ((int64_t)TODAY * 86400 - kit_random(kit, 5000000)) * 1000);
}

static void save(World *w, size_t at) {
    w->numbers[at] = kit_save(&w->kit, w->records[at], kit_random(&w->kit, 20) > 0);
}

static void change_something(World *w) {
    Kit *kit = &w->kit;
    if (!w->count || (w->count < CASES && kit_random(kit, 3))) {
        w->records[w->count] = kit_case("x", "");
        fill(w, w->records[w->count]);
        save(w, w->count++);
        return;
    }
    size_t at = kit_random(kit, (uint32_t)w->count);
    fill(w, w->records[at]);
    save(w, at);
}

/* ---- random queries ---- */

static void fragment(World *w, Buf *out) {
    Kit *kit = &w->kit;
    const Record *record = w->records[kit_random(kit, (uint32_t)w->count)];
    Str text = record_text(record, kit_random(kit, 3) ? CASE_NEED : CASE_TITLE);
    if (text.len < 3 || !kit_random(kit, 4)) {
        buf_puts(out, kit_random(kit, 3) ? PICK(kit, han) : PICK(kit, latin));
        if (!kit_random(kit, 8))
            buf_puts(out, "*");
        return;
    }
    size_t from = kit_random(kit, (uint32_t)text.len), to = from + 3 + kit_random(kit, 18);
    while (from && ((unsigned char)text.ptr[from] & 0xC0) == 0x80)
        from--;
    to = to < text.len ? to : text.len;
    while (to > from && to < text.len && ((unsigned char)text.ptr[to] & 0xC0) == 0x80)
        to--;
    bool quoted = kit_random(kit, 2);
    if (quoted)
        buf_putc(out, '"');
    buf_put(out, text.ptr + from, to - from);
    if (quoted)
        buf_putc(out, '"');
}

static void random_item(World *w, int depth, Buf *out) {
    static const char *const filters[] = {"industry:教育",
                                          "行业:金融,医疗",
                                          "tag:续费",
                                          "标签:学习*",
                                          "is:draft",
                                          "is:archived",
                                          "is:trashed",
                                          "is:due",
                                          "is:stale",
                                          "is:verified",
                                          "is:mine",
                                          "state:published",
                                          "audience:public,sales",
                                          "category:客户成功",
                                          "category:续约",
                                          "importance:>=5",
                                          "importance:2..4",
                                          "has:industry",
                                          "no:result",
                                          "has:tags",
                                          "customer:晨光",
                                          "customer:acme",
                                          "owner:me",
                                          "updated:90d",
                                          "updated:>=2026-10",
                                          "verified:<2026-06-01",
                                          "title:续费",
                                          "need:客户成功",
                                          "result:的",
                                          "completeness:>=20",
                                          "no:verified",
                                          "trust:imported"};
    Kit *kit = &w->kit;
    if (!kit_random(kit, 5))
        buf_putc(out, '-');
    if (depth < 2 && !kit_random(kit, 6)) {
        buf_putc(out, '(');
        random_item(w, depth + 1, out);
        buf_puts(out, kit_random(kit, 3) ? " | " : " ");
        random_item(w, depth + 1, out);
        buf_putc(out, ')');
    } else if (!kit_random(kit, 3)) {
        buf_puts(out, PICK(kit, filters));
    } else {
        fragment(w, out);
    }
}

static void random_query(World *w, Buf *out) {
    buf_clear(out);
    for (uint32_t n = 1 + kit_random(&w->kit, 3); n > 0; n--) {
        random_item(w, 0, out);
        buf_putc(out, ' ');
    }
}

static SearchVisible random_visible(World *w) {
    Kit *kit = &w->kit;
    uint32_t me = kit_random(kit, 2), first = kit_random(kit, 2); /* others, in the same index */
    SearchVisible v = {.audiences = kit_random(kit, 8), .me = w->users[me]};
    v.everything = kit_random(kit, 3) == 0;
    v.unpublished = kit_random(kit, 4) == 0;
    v.team = w->users + first;
    v.team_count = kit_random(kit, 3);
    v.archived = kit_random(kit, 6) == 0;
    return v;
}

/* ---- comparing ---- */

typedef struct Search {
    Buf query;
    SearchVisible visible;
    SearchRequest request;
    SearchResult result;
} Search;

static void run(World *w, Search *s) {
    Kit *kit = &w->kit;
    StoreRead *read;
    s->request.query = buf_str(&s->query);
    s->request.visible = &s->visible;
    s->request.today = TODAY;
    MUST(store_read_begin(kit->store, &read, &kit->err));
    if (!search_run(kit->index, read, &s->request, &s->result, &kit->err)) {
        Buf text = {0};
        error_render(&kit->err, &text);
        fail_msg("%s: %s", buf_text(&s->query), buf_text(&text));
    }
    store_read_end(read);
}

static bool has_row(const SearchResult *result, Uuid id) {
    for (size_t i = 0; i < result->len; i++)
        if (uuid_equal(result->rows[i].uuid, id))
            return true;
    return false;
}

/* The expected matches, as bits of the records. */
static size_t scan(World *w, const Search *s, bool *matches) {
    Query query = {0};
    Kit *kit = &w->kit;
    size_t count = 0;
    QueryOptions options = {.today = TODAY, .typing = s->request.typing};
    MUST(query_parse(buf_str(&s->query), &options, &query, &kit->err));
    for (size_t i = 0; i < w->count; i++) {
        matches[i] = scan_matches(&query, w->records[i], &s->visible, TODAY);
        count += matches[i];
    }
    query_free(&query);
    return count;
}

static void compare_sets(World *w, const Search *s, const bool *matches, size_t count) {
    if (s->result.total != count || s->result.len != count)
        fail_msg("%s: %llu (%zu rows), the scan finds %zu", buf_text(&s->query),
                 (unsigned long long)s->result.total, s->result.len, count);
    for (size_t i = 0; i < w->count; i++)
        if (matches[i] != has_row(&s->result, record_id(w->records[i])))
            fail_msg("%s: case %zu", buf_text(&s->query), i);
}

static void compare_facet(World *w, const Search *s, const bool *matches) {
    for (size_t k = 0; k < COUNT_OF(industries); k++) {
        uint64_t want = 0, got = 0;
        for (size_t i = 0; i < w->count; i++)
            want += matches[i] &&
                    str_equal(record_text(w->records[i], CASE_INDUSTRY), str_of(industries[k]));
        for (size_t i = 0; i < s->result.facets[0].len; i++)
            if (str_equal(s->result.facets[0].items[i].text, str_of(industries[k])))
                got = s->result.facets[0].items[i].count;
        if (want != got)
            fail_msg("%s: facet %s %llu, not %llu", buf_text(&s->query), industries[k],
                     (unsigned long long)got, (unsigned long long)want);
    }
}

static void check_order(const Search *s) {
    const SearchRow *rows = s->result.rows;
    for (size_t i = 1; i < s->result.len && s->result.ranked; i++)
        assert_true(rows[i - 1].score > rows[i].score || (rows[i - 1].score == rows[i].score &&
                                                          rows[i - 1].document > rows[i].document));
}

/* A page is the same part of the whole list, up to ties of rounding. */
static void check_page(World *w, Search *s) {
    Search page = {.visible = s->visible, .request = s->request};
    buf_put_str(&page.query, buf_str(&s->query));
    page.request.offset = kit_random(&w->kit, 5);
    page.request.limit = 1 + kit_random(&w->kit, 10);
    page.request.exact = kit_random(&w->kit, 2);
    run(w, &page);
    assert_false(page.result.about); /* too few candidates to be estimated */
    assert_int_equal(page.result.total, s->result.total);
    size_t left = s->result.len > page.request.offset ? s->result.len - page.request.offset : 0;
    assert_int_equal(page.result.len, left < page.request.limit ? left : page.request.limit);
    for (size_t i = 0; i < page.result.len; i++) {
        size_t at = page.request.offset + i;
        const SearchRow *row = &page.result.rows[i], *whole = &s->result.rows[at];
        assert_true(at < s->result.len);
        if (!uuid_equal(row->uuid, whole->uuid) &&
            (row->score - whole->score > 1e-4f || whole->score - row->score > 1e-4f))
            fail_msg("%s: row %zu", buf_text(&s->query), at);
    }
    buf_free(&page.query);
    search_result_free(&page.result);
}

static void check_sorted(World *w, Search *s, const bool *matches, size_t count) {
    Search sorted = {.visible = s->visible, .request = s->request};
    bool descending = kit_random(&w->kit, 2);
    buf_put_str(&sorted.query, buf_str(&s->query));
    sorted.request.sort = COLUMN_UPDATED;
    sorted.request.descending = descending;
    run(w, &sorted);
    compare_sets(w, &sorted, matches, count);
    int64_t before = descending ? INT64_MAX : INT64_MIN;
    for (size_t r = 0; r < sorted.result.len; r++)
        for (size_t i = 0; i < w->count; i++)
            if (uuid_equal(record_id(w->records[i]), sorted.result.rows[r].uuid)) {
                int64_t updated = record_int(w->records[i], CASE_UPDATED);
                assert_true(descending ? updated <= before : updated >= before);
                before = updated;
            }
    buf_free(&sorted.query);
    search_result_free(&sorted.result);
}

/* Any page of a sorted list, also one that is found from its end, is that part of the whole. */
static void check_sorted_page(World *w, const Search *s) {
    static const SearchColumn keys[] = {COLUMN_UPDATED, COLUMN_IMPORTANCE, COLUMN_VERIFY_LAST,
                                        COLUMN_CUSTOMER};
    Search whole = {.visible = s->visible, .request = s->request};
    Search page = {.visible = s->visible, .request = s->request};
    buf_put_str(&whole.query, buf_str(&s->query));
    buf_put_str(&page.query, buf_str(&s->query));
    whole.request.sort = page.request.sort = (int)PICK(&w->kit, keys);
    whole.request.descending = page.request.descending = kit_random(&w->kit, 2);
    run(w, &whole);
    page.request.offset = kit_random(&w->kit, (uint32_t)whole.result.len + 2);
    page.request.limit = kit_random(&w->kit, 12);
    run(w, &page);
    size_t from = page.request.offset < whole.result.len ? page.request.offset : whole.result.len;
    size_t left = whole.result.len - from;
    assert_int_equal(page.result.total, whole.result.total);
    assert_int_equal(page.result.len, left < page.request.limit ? left : page.request.limit);
    for (size_t i = 0; i < page.result.len; i++)
        assert_true(uuid_equal(page.result.rows[i].uuid, whole.result.rows[from + i].uuid));
    buf_free(&whole.query);
    buf_free(&page.query);
    search_result_free(&whole.result);
    search_result_free(&page.result);
}

static void compare_one(World *w) {
    static const int facets[] = {COLUMN_INDUSTRY};
    bool matches[CASES];
    Search s = {.visible = random_visible(w),
                .request = {.mode = SEARCH_ALL,
                            .exact = true,
                            .limit = CASES,
                            .sort = -1,
                            .facets = facets,
                            .facet_count = 1}};
    random_query(w, &s.query);
    s.request.typing = kit_random(&w->kit, 3) == 0;
    if (s.request.typing) /* no blank at the end */
        buf_truncate(&s.query, s.query.len - 1);
    size_t count = scan(w, &s, matches);
    run(w, &s);
    compare_sets(w, &s, matches, count);
    compare_facet(w, &s, matches);
    check_order(&s);
    if (kit_random(&w->kit, 4) == 0)
        check_page(w, &s);
    if (kit_random(&w->kit, 8) == 0)
        check_sorted(w, &s, matches, count);
    if (kit_random(&w->kit, 8) == 0)
        check_sorted_page(w, &s);
    buf_free(&s.query);
    search_result_free(&s.result);
}

static void maintain(World *w) {
    Kit *kit = &w->kit;
    static const MergePolicy busy = {.small = 9, .fanout = 3, .step = 3000};
    bool more = true;
    switch (kit_random(kit, 6)) {
    case 0:
        for (int i = 0; i < 4 && more; i++)
            MUST(search_merge_step(kit->index, kit->store, "test", STORE_GATE_MS, &busy, &more,
                                   &kit->err));
        break;
    case 1:
        MUST(search_merge_step(kit->index, kit->store, "test", STORE_GATE_MS, &busy, &more,
                               &kit->err));
        kit_close(kit);
        kit_open(kit);
        break;
    case 2:
        if (kit_random(kit, 6) == 0)
            MUST(search_merge_all(kit->index, kit->store, "test", &merge_tidy, NULL, &kit->err));
        break;
    default:
        break;
    }
}

static void engine_equals_the_plain_scan(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        World *w = calloc(1, sizeof *w);
        Kit *kit = &w->kit;
        kit_start(kit, seed);
        for (size_t i = 0; i < COUNT_OF(w->users); i++)
            w->users[i] = uuid_new();
        for (int round = 0; round < 130; round++) {
            for (uint32_t n = 1 + kit_random(kit, 5); n > 0; n--)
                change_something(w);
            maintain(w);
            MUST(search_catch_up(kit->index, kit->store, "test", NULL, NULL, &kit->err));
            for (int i = 0; i < 8; i++)
                compare_one(w);
        }
        for (size_t i = 0; i < w->count; i++)
            record_free(w->records[i]);
        kit_stop(kit);
        free(w);
    }
}

/* ---- frequent pairs ---- */

enum { DENSE_CASES = 700 };

static const char *const few[] = {"客", "户", "成", "功", "的", "續"};

/* Texts of so few characters that every pair is frequent, and most phrases stand in none. */
static void dense_text(Kit *kit, Record *record, int field, uint32_t most) {
    Buf text = {0};
    for (uint32_t n = 2 + kit_random(kit, most); n > 0; n--)
        buf_puts(&text, kit_random(kit, 7) ? PICK(kit, few) : kit_random(kit, 2) ? "，" : " ab ");
    record_set_text(record, field, buf_str(&text));
    buf_free(&text);
}

static Record *dense_case(Kit *kit) {
    Record *record = kit_case("x", "");
    dense_text(kit, record, CASE_TITLE, 6);
    dense_text(kit, record, CASE_NEED, 20);
    if (kit_random(kit, 2))
        dense_text(kit, record, CASE_RESULT, 9);
    return record;
}

static void dense_query(Kit *kit, Buf *out) {
    buf_clear(out);
    for (uint32_t n = 3 + kit_random(kit, 4); n > 0; n--)
        buf_puts(out, PICK(kit, few));
    if (!kit_random(kit, 4))
        buf_puts(out, kit_random(kit, 2) ? "，客户" : " -客成功");
    if (!kit_random(kit, 6))
        buf_puts(out, " ab");
}

static void compare_phrases(Kit *kit, Record **records, int count) {
    static const SearchVisible all = {.everything = true};
    SearchRequest request = {.mode = SEARCH_ALL,
                             .exact = true,
                             .limit = DENSE_CASES,
                             .sort = -1,
                             .today = TODAY,
                             .visible = &all};
    SearchResult result = {0};
    Buf text = {0};
    for (int i = 0; i < count; i++) {
        Query query = {0};
        StoreRead *read;
        QueryOptions options = {.today = TODAY};
        dense_query(kit, &text);
        request.query = buf_str(&text);
        MUST(store_read_begin(kit->store, &read, &kit->err));
        MUST(search_run(kit->index, read, &request, &result, &kit->err));
        store_read_end(read);
        MUST(query_parse(buf_str(&text), &options, &query, &kit->err));
        size_t want = 0;
        for (size_t k = 0; k < DENSE_CASES; k++) {
            bool matches = scan_matches(&query, records[k], &all, TODAY);
            want += matches;
            if (matches != has_row(&result, record_id(records[k])))
                fail_msg("%s: case %zu", buf_text(&text), k);
        }
        assert_int_equal(result.total, want);
        query_free(&query);
    }
    search_result_free(&result);
    buf_free(&text);
}

/* What is shown of the best few is the beginning of what is shown of many. */
static void compare_best(Kit *kit) {
    static const SearchVisible all = {.everything = true};
    SearchRequest request = {
        .mode = SEARCH_ANY, .limit = 100, .sort = -1, .today = TODAY, .visible = &all};
    SearchResult many = {0}, best = {0};
    Buf text = {0};
    for (int i = 0; i < 12; i++) {
        StoreRead *read;
        dense_query(kit, &text);
        request.query = buf_str(&text);
        MUST(store_read_begin(kit->store, &read, &kit->err));
        request.limit = 100;
        MUST(search_run(kit->index, read, &request, &many, &kit->err));
        request.limit = 1 + kit_random(kit, 20);
        MUST(search_run(kit->index, read, &request, &best, &kit->err));
        store_read_end(read);
        assert_int_equal(best.total, many.total);
        assert_int_equal(best.len, many.len < request.limit ? many.len : request.limit);
        for (size_t k = 0; k < best.len; k++)
            if (!uuid_equal(best.rows[k].uuid, many.rows[k].uuid))
                assert_true(best.rows[k].score - many.rows[k].score < 1e-3f &&
                            many.rows[k].score - best.rows[k].score < 1e-3f);
    }
    search_result_free(&many);
    search_result_free(&best);
    buf_free(&text);
}

static void frequent_pairs_equal_the_plain_scan(void **state) {
    (void)state;
    static const MergePolicy busy = {.small = 9, .fanout = 3, .step = 3000};
    Kit kit_, *kit = &kit_;
    Record *records[DENSE_CASES];
    kit_start(kit, 11);
    for (size_t i = 0; i < DENSE_CASES; i++) {
        records[i] = dense_case(kit);
        kit_save(kit, records[i], i >= 600); /* the last ones bring no places */
        if (i % 200 == 199 && i < 600)
            MUST(search_catch_up(kit->index, kit->store, "test", NULL, NULL, &kit->err));
    }
    compare_phrases(kit, records, 60);
    for (int i = 0; i < 150; i++) {
        size_t at = kit_random(kit, DENSE_CASES);
        dense_text(kit, records[at], CASE_NEED, 20);
        kit_save(kit, records[at], kit_random(kit, 3) > 0);
    }
    MUST(search_catch_up(kit->index, kit->store, "test", NULL, NULL, &kit->err));
    compare_phrases(kit, records, 60);
    MUST(search_merge_all(kit->index, kit->store, "test", &busy, NULL, &kit->err));
    compare_phrases(kit, records, 60);
    MUST(search_merge_all(kit->index, kit->store, "test",
                          &(MergePolicy){.fanout = 2, .segments = 1, .step = 2000}, NULL,
                          &kit->err));
    compare_phrases(kit, records, 60);
    compare_best(kit);
    MUST(search_reindex(kit->index, kit->store, "test", 0, NULL, &kit->err));
    compare_phrases(kit, records, 60);
    compare_best(kit);
    for (size_t i = 0; i < DENSE_CASES; i++)
        record_free(records[i]);
    kit_stop(kit);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(engine_equals_the_plain_scan),
        cmocka_unit_test(frequent_pairs_equal_the_plain_scan),
    };
    return cmocka_run_group_tests_name("search run", tests, NULL, NULL);
}
