#include "config.h"

#include "unit.h"

#include "base/str.h"
#include "report/text.h"
#include "text/width.h"

/* The weekly page: its model from plain numbers, and the text of it. */

static const PageIndustry industries[] = {
    {"教育", 12}, {"Financial \"services\"", 9}, {"零售", 7}, {"", 2}};

static PageLibraryInput sample(void) {
    return (PageLibraryInput){.week = {2026, 47},
                              .as_of = date_make(2026, 11, 20),
                              .zone = "Asia/Shanghai",
                              .total = 67,
                              .by_state = {10, 4, 3, 48, 2},
                              .by_trust = {0, 40, 5, 2, 1},
                              .industries = industries,
                              .industry_count = 4,
                              .other_industries = 37,
                              .made = {9, 6, 0, 1, 2, 3, 4, 5},
                              .published = {5, 0, 6, 5, 4, 3, 2, 1},
                              .waiting = 7,
                              .waiting_long = 2,
                              .due = 5,
                              .stale = 2,
                              .completeness = 91};
}

static const PageRow *find(const Page *page, const char *key) {
    for (size_t i = 0; i < page->blocks.len; i++)
        for (size_t j = 0; j < page->blocks.items[i].len; j++)
            if (!strcmp(page->blocks.items[i].rows[j].key, key))
                return &page->blocks.items[i].rows[j];
    fail_msg("no row %s", key);
    return NULL;
}

typedef void Put(const PageRow *row, Buf *out);

static void expect(const PageRow *row, Put *put, const char *want) {
    Buf out = {0};
    put(row, &out);
    assert_string_equal(buf_text(&out), want);
    buf_free(&out);
}

static void put_now(const PageRow *row, Buf *out) {
    page_put_number(row->now, out);
}

static void put_query(const PageRow *row, Buf *out) {
    buf_put_str(out, row->query);
}

static void numbers_deltas_and_queries(void **state) {
    (void)state;
    PageLibraryInput in = sample();
    Page page = {0};
    page_library_block(&in, &page);
    assert_int_equal(page.blocks.len, 5);
    expect(find(&page, "library.trust"), put_now, "83.3%");
    expect(find(&page, "library.trust"), page_put_note, "40/48");
    expect(find(&page, "library.completeness"), put_now, "91%");
    expect(find(&page, "library.waiting"), page_put_note, "2 > 5 days");
    expect(find(&page, "library.to_verify"), put_now, "7");
    expect(find(&page, "library.new"), page_put_delta, "+3 (+50%)");
    expect(find(&page, "library.new"), page_put_course, "==-:: +#");
    expect(find(&page, "library.published"), page_put_delta, "+5 new"); /* base 0 */
    expect(find(&page, "library.cases"), page_put_delta, "");
    expect(find(&page, "library.new"), put_query, "created:2026-W47");
    expect(find(&page, "library.published"), put_query, "published:2026-W47");
    expect(find(&page, "library.waiting"), put_query, "state:submitted,in_review");
    const PageBlock *by_industry = &page.blocks.items[4];
    assert_int_equal(by_industry->len, 5);
    expect(&by_industry->rows[0], put_query, "industry:\"教育\"");
    expect(&by_industry->rows[1], put_query, ""); /* a name that cannot be quoted */
    expect(&by_industry->rows[3], put_query, "no:industry");
    expect(find(&page, "library.trust"), page_put_formula,
           "Trust share = 83.3% = 40 / 48. Verified and in date, of the published cases.");
    expect(find(&page, "library.new"), page_put_formula,
           "New cases = 9. Cases that were created in the week. The week before: 6.");
    page_free(&page);
}

static void scope_goes_before_every_query(void **state) {
    (void)state;
    PageLibraryInput in = sample();
    Page page = {0};
    in.scope = "行业:教育";
    page_library_block(&in, &page);
    expect(find(&page, "library.new"), put_query, "(行业:教育) created:2026-W47");
    page_free(&page);
}

static void empty_library_has_no_blocks_of_shares(void **state) {
    (void)state;
    PageLibraryInput in = {.week = {2026, 47}, .zone = "UTC", .completeness = -1};
    Page page = {0};
    Buf out = {0};
    page_library_block(&in, &page);
    assert_int_equal(page.blocks.len, 2); /* tiles and the week */
    expect(find(&page, "library.trust"), put_now, "-");
    expect(find(&page, "library.completeness"), put_now, "-");
    expect(find(&page, "library.new"), page_put_delta, "=");
    expect(find(&page, "library.new"), page_put_course, "        ");
    report_text(&page, 80, &out);
    assert_true(str_find(buf_str(&out), STR("By industry"), 0) == SIZE_MAX);
    buf_free(&out);
    page_free(&page);
}

static void few_cases_are_said(void **state) {
    (void)state;
    PageLibraryInput in = sample();
    Page page = {0};
    in.by_state[STATE_PUBLISHED] = 3;
    in.by_trust[TRUST_VERIFIED] = 2;
    page_library_block(&in, &page);
    Buf out = {0};
    page_put_formula(find(&page, "library.trust"), &out);
    assert_non_null(strstr(buf_text(&out), "Only 3 cases"));
    buf_free(&out);
    page_free(&page);
}

static void every_line_has_the_width(void **state) {
    (void)state;
    PageLibraryInput in = sample();
    Page page = {0};
    in.demo = true;
    page_library_block(&in, &page);
    for (int columns = 40; columns <= 220; columns++) {
        int want = columns < 60 ? 60 : columns > 200 ? 200 : columns;
        Buf out = {0};
        report_text(&page, columns, &out);
        Str rest = buf_str(&out), line;
        assert_int_equal(out.data[out.len - 1], '\n');
        rest.len--;
        while (str_split(&rest, '\n', &line)) {
            assert_int_equal(text_width(line), want);
            assert_true(line.ptr[0] == '|' || line.ptr[0] == '+');
        }
        buf_free(&out);
    }
    page_free(&page);
}

static bool has(const Buf *out, const char *part) {
    return strstr(buf_text(out), part) != NULL;
}

static void text_shows_period_and_numbers(void **state) {
    (void)state;
    PageLibraryInput in = sample();
    Page page = {0};
    Buf out = {0};
    in.demo = true;
    page_library_block(&in, &page);
    report_text(&page, 80, &out);
    assert_true(has(&out, "2026-W47  11-16..11-22  not closed  DEMO"));
    assert_true(has(&out, "Zone: Asia/Shanghai   As of: 2026-11-20"));
    assert_true(has(&out, "| published     48  ########################  "));
    assert_true(has(&out, " 12  ########  "));
    assert_true(has(&out,
                    "| New cases                                    9         6   +3 (+50%) "
                    "==-:: +#|"));
    page_free(&page);
    in.demo = false;
    in.closed = true;
    page_library_block(&in, &page);
    buf_clear(&out);
    report_text(&page, 80, &out);
    assert_true(has(&out, "11-22  closed ="));
    assert_false(has(&out, "DEMO"));
    buf_free(&out);
    page_free(&page);
}

static void names_are_made_safe(void **state) {
    (void)state;
    PageIndustry evil = {"a\x1b[2Jb", 1};
    PageLibraryInput in = sample();
    Page page = {0};
    Buf out = {0};
    in.industries = &evil;
    in.industry_count = 1;
    page_library_block(&in, &page);
    report_text(&page, 100, &out);
    assert_null(strchr(buf_text(&out), '\x1b'));
    buf_free(&out);
    page_free(&page);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_deltas_and_queries),
        cmocka_unit_test(scope_goes_before_every_query),
        cmocka_unit_test(empty_library_has_no_blocks_of_shares),
        cmocka_unit_test(few_cases_are_said),
        cmocka_unit_test(every_line_has_the_width),
        cmocka_unit_test(text_shows_period_and_numbers),
        cmocka_unit_test(names_are_made_safe),
    };
    return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}
