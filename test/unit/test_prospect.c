#include "config.h"

#include "library_fixture.h"

#include "base/buf.h"
#include "base/vec.h"
#include "library/prospect.h"
#include "library/save.h"
#include "library/settings.h"
#include "search/prospect.h"

#include <math.h>
#include <stdio.h>

/* ---- the formula, worked by hand ---- */

/* Weights 40, 20, 10, 30. Same industry, one band of four apart, another region, no word:
 * (20 * .25^2 + 10 * 1 + 30 * 1) / 100 = .4125, its root .642262, so .357738. Without the region:
 * (1.25 + 30) / 90 = .347222, root .589256, so .410744. */
static void the_formula_gives_what_the_hand_gives(void **state) {
    (void)state;
    const float weights[PROSPECT_FEATURES] = {40, 20, 10, 30};
    const struct {
        float distances[PROSPECT_FEATURES];
        double similarity;
    } rows[] = {
        {{0, .25f, 1, 1}, .357738},
        {{0, .25f, PROSPECT_UNKNOWN, 1}, .410744},
        {{0, 0, 0, 0}, 1},
        {{1, 1, 1, 1}, 0},
        {{-1, -1, -1, -1}, 0},
        {{-1, -1, -1, .38f}, .62},
        {{0, 1, -1, -1}, 1 - sqrt(1.0 / 3)},
        {{1, 0, 0, 0}, 1 - sqrt(.4)},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_float_equal(prospect_similarity(rows[i].distances, weights), rows[i].similarity,
                           1e-6);
    const float one[PROSPECT_FEATURES] = {0, 0, 10, 0}; /* what weighs nothing is skipped */
    assert_float_equal(prospect_similarity(rows[0].distances, one), 0, 1e-6);
}

/* ---- a library ---- */

static Uuid add(Fixture *f, const char *title, const char *industry, const char *size,
                const char *region, const char *need) {
    Record *record = library_new_record(f->library, ENTITY_CASE);
    SaveResult result;
    Error err;
    record_set_text(record, CASE_TITLE, str_of(title));
    record_set_text(record, CASE_INDUSTRY, str_of(industry));
    record_set_text(record, CASE_SIZE_BAND, str_of(size));
    record_set_text(record, CASE_REGION, str_of(region));
    record_set_text(record, CASE_NEED, str_of(need));
    expect_ok(library_save(f->library, record, 0, STR(""), NULL, &result, &err), &err);
    record_free(record);
    return result.id;
}

static ProspectCases ask(Fixture *f, const char *industry, const char *size, const char *region,
                         const char *text) {
    const Str texts[PROSPECT_FIELDS] = {str_of(industry), str_of(size), str_of(region),
                                        str_of(text)};
    ProspectCases found;
    Error err;
    expect_ok(library_prospect(f->library, texts, 50, &found, &err), &err);
    return found;
}

static void expect_row(const ProspectCases *found, size_t i, const char *title, double similarity,
                       const char *distances) {
    Buf out = {0};
    assert_true(i < found->len);
    assert_true(str_equal(record_title(found->items[i].row.record), str_of(title)));
    assert_float_equal(found->items[i].similarity, similarity, 1e-4);
    library_prospect_put_distances(&found->items[i], &out);
    assert_string_equal(buf_text(&out), distances);
    buf_free(&out);
}

static void cases_are_ordered_by_distance(void **state) {
    (void)state;
    Fixture *f = fixture_alone();
    add(f, "same", "金融", "200-500人", "华东", "客户流失");
    add(f, "near", "金融", "500-2000人", "华南", "");
    add(f, "far", "教育", "<50人", "欧洲", "");
    add(f, "silent", "金融", "", "", "");
    ProspectCases found = ask(f, "Finance", "300", "华东", "客户流失");
    assert_int_equal(found.compared, 4);
    assert_int_equal(found.len, 4);
    expect_row(&found, 0, "same", 1, "industry same, size same, region same, pain closest");
    expect_row(&found, 1, "near", .357738,
               "industry same, size 1 band off, region other, pain none");
    /* industry and text are known: (0 + 30) / 70 */
    expect_row(&found, 2, "silent", 1 - sqrt(30.0 / 70),
               "industry same, size unknown, region unknown, pain none");
    library_prospect_free(&found);
    found = ask(f, "", "2万", "", "");
    expect_row(&found, 0, "near", .75, "size 1 band off"); /* over 2000 against 500 to 2000 */
    library_prospect_free(&found);
    found = ask(f, "", ">2000人", "", "");
    assert_int_equal(found.len, 2); /* under 50 is as far as can be, silent says nothing */
    library_prospect_free(&found);
    fixture_free(f);
}

/* Paths are as far apart as their parts. */
static void paths_are_compared_part_by_part(void **state) {
    (void)state;
    Fixture *f = fixture_alone();
    add(f, "city", "", "", "华东/上海", "");
    add(f, "region", "", "", "华东", "");
    add(f, "other city", "", "", "East China/杭州", "");
    ProspectCases found = ask(f, "", "", "华东/上海", "");
    assert_int_equal(found.len, 3);
    expect_row(&found, 0, "city", 1, "region same");
    expect_row(&found, 1, "other city", .5, "region .50 off");
    expect_row(&found, 2, "region", .5, "region .50 off");
    library_prospect_free(&found);
    fixture_free(f);
}

static void a_pain_of_the_case_is_no_distance(void **state) {
    (void)state;
    Fixture *f = fixture_alone();
    Error err;
    SaveResult result;
    Record *record = library_new_record(f->library, ENTITY_CASE);
    Value pain = value_text(STR("上线慢"));
    record_set_text(record, CASE_TITLE, STR("pain"));
    record_set(record, CASE_PAIN, value_list(&pain, 1));
    expect_ok(library_save(f->library, record, 0, STR(""), NULL, &result, &err), &err);
    record_free(record);
    add(f, "上线慢", "", "", "", "上线慢，上线慢，上线慢，上线慢，上线慢。");
    ProspectCases found = ask(f, "", "", "", "上线慢");
    assert_int_equal(found.len, 2);
    assert_float_equal(found.items[1].similarity, 1, 1e-6); /* though its words are fewer */
    for (size_t i = 0; i < found.len; i++)
        if (str_equal(record_title(found.items[i].row.record), STR("pain")))
            assert_float_equal(found.items[i].distances[PROSPECT_TEXT], 0, 1e-6);
    library_prospect_free(&found);
    fixture_free(f);
}

static void weights_are_settings_of_the_team(void **state) {
    (void)state;
    Fixture *f = fixture_alone();
    Error err;
    add(f, "industry", "金融", "<50人", "", "");
    add(f, "size", "教育", "200-500人", "", "");
    ProspectCases found = ask(f, "金融", "200-500人", "", "");
    expect_row(&found, 0, "industry", 1 - sqrt(20 * .25 / 60), "industry same, size 2 bands off");
    library_prospect_free(&found);
    expect_ok(library_option_set(f->library, OPTION_PROSPECT_INDUSTRY, STR("0"), true, &err), &err);
    found = ask(f, "金融", "200-500人", "", "");
    expect_row(&found, 0, "size", 1, "industry other, size same");
    library_prospect_free(&found);
    assert_false(library_option_set(f->library, OPTION_PROSPECT_INDUSTRY, STR("101"), true, &err));
    assert_int_equal(err.code, ERR_INVALID);
    assert_false(library_option_set(f->library, OPTION_PROSPECT_INDUSTRY, STR("5"), false, &err));
    assert_int_equal(err.code, ERR_DENIED);
    fixture_free(f);
}

static void what_is_not_understood_is_refused(void **state) {
    (void)state;
    Fixture *f = fixture_alone();
    ProspectCases found;
    Error err;
    const Str nothing[PROSPECT_FIELDS] = {STR(""), STR(" "), STR(""), STR("")};
    static const char *const no_sizes[] = {"big", "3k", "999999x"};
    assert_false(library_prospect(f->library, nothing, 10, &found, &err));
    assert_int_equal(err.code, ERR_INVALID);
    library_prospect_free(&found);
    for (size_t i = 0; i < COUNT_OF(no_sizes); i++) {
        const Str no_size[PROSPECT_FIELDS] = {STR(""), str_of(no_sizes[i]), STR(""), STR("")};
        assert_false(library_prospect(f->library, no_size, 10, &found, &err));
        assert_int_equal(err.code, ERR_INVALID);
        library_prospect_free(&found);
    }
    fixture_free(f);
}

/* A rep is not shown drafts of others, neither as cases nor as values to choose. */
static void only_visible_cases_are_compared(void **state) {
    (void)state;
    Fixture *f = fixture_alone();
    add(f, "secret", "航天", "", "", "");
    set_user(f->library, "li", "rep", "", -1);
    fixture_become(f, "li");
    ProspectCases found = ask(f, "航天", "", "", "");
    assert_int_equal(found.len, 0);
    assert_int_equal(found.compared, 0);
    library_prospect_free(&found);
    Arena arena = {0};
    Str values[50];
    assert_int_equal(
        library_prospect_values(f->library, PROSPECT_INDUSTRY, STR("航天"), &arena, values, 50), 0);
    arena_free(&arena);
    fixture_free(f);
}

static void values_are_offered_by_pinyin_too(void **state) {
    (void)state;
    Fixture *f = fixture_alone();
    Arena arena = {0};
    Str values[50];
    add(f, "x", "航天", "", "", "");
    size_t count =
        library_prospect_values(f->library, PROSPECT_INDUSTRY, STR("jr"), &arena, values, 50);
    assert_int_equal(count, 1);
    assert_true(str_equal(values[0], STR("金融")));
    count = library_prospect_values(f->library, PROSPECT_INDUSTRY, STR("hang"), &arena, values, 50);
    assert_int_equal(count, 1);
    assert_true(str_equal(values[0], STR("航天")));
    count = library_prospect_values(f->library, PROSPECT_INDUSTRY, STR("fin"), &arena, values, 50);
    assert_int_equal(count, 1);
    count = library_prospect_values(f->library, PROSPECT_SIZE, STR(""), &arena, values, 3);
    assert_int_equal(count, 3);
    assert_true(str_equal(values[0], STR("<50人")));
    arena_free(&arena);
    fixture_free(f);
}

/* Of two that differ in nothing that is known, the one of which more is known. */
static void what_is_known_counts(void **state) {
    (void)state;
    Fixture *f = fixture_alone();
    add(f, "both", "金融", "200-500人", "", "");
    add(f, "one", "金融", "", "", "");
    ProspectCases found = ask(f, "金融", "300", "", "");
    expect_row(&found, 0, "both", 1, "industry same, size same");
    expect_row(&found, 1, "one", 1, "industry same, size unknown");
    library_prospect_free(&found);
    fixture_free(f);
}

/* Of many that are alike the newest are kept, best first. */
static void the_best_of_many_are_kept(void **state) {
    (void)state;
    Fixture *f = fixture_alone();
    Error err;
    char title[24];
    const Str texts[PROSPECT_FIELDS] = {STR("金融"), STR(""), STR(""), STR("")};
    for (int i = 0; i < 30; i++) {
        snprintf(title, sizeof title, "case %d", i);
        add(f, title, i % 3 ? "金融" : "教育", "", "", "");
    }
    ProspectCases found;
    expect_ok(library_prospect(f->library, texts, 5, &found, &err), &err);
    assert_int_equal(found.len, 5);
    assert_int_equal(found.compared, 30);
    expect_row(&found, 0, "case 29", 1, "industry same");
    expect_row(&found, 4, "case 23", 1, "industry same");
    library_prospect_free(&found);
    fixture_free(f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_formula_gives_what_the_hand_gives),
        cmocka_unit_test(cases_are_ordered_by_distance),
        cmocka_unit_test(paths_are_compared_part_by_part),
        cmocka_unit_test(a_pain_of_the_case_is_no_distance),
        cmocka_unit_test(weights_are_settings_of_the_team),
        cmocka_unit_test(what_is_not_understood_is_refused),
        cmocka_unit_test(only_visible_cases_are_compared),
        cmocka_unit_test(values_are_offered_by_pinyin_too),
        cmocka_unit_test(what_is_known_counts),
        cmocka_unit_test(the_best_of_many_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
