#include "config.h"

#include "test_search_kit.h"

#include "search/similar.h"

#include <math.h>

static SimilarResult find_similar(Kit *kit, const Record *record, uint32_t number,
                                  const SearchVisible *visible) {
    StoreRead *read;
    SimilarResult result = {0};
    SimilarRequest request = {.document = number, .uuid = record_id(record), .visible = visible};
    MUST(store_read_begin(kit->store, &read, &kit->err));
    MUST(search_similar(kit->index, read, &request, &result, &kit->err));
    store_read_end(read);
    return result;
}

static const SearchVisible sees_all = {.everything = true};

static void words_in_common_order_the_cases(void **state) {
    (void)state;
    Kit kit_, *kit = &kit_;
    kit_start(kit, 3);
    static const char *const texts[][2] = {
        {"续约", "客户流失预警，学员登录间隔变长，家长不满。"},
        {"续约", "客户流失预警，学员登录间隔变长，家长不满。"},
        {"排班", "客户流失预警，护士排班不公平。"},
        {"質檢", "軸承廢品率減半，量具超期未校。"},
        {"Churn", "Subscribers leave because nobody calls."},
        {"质检", "轴承废品率减半，量具超期未校。"},
    };
    Record *records[COUNT_OF(texts)];
    uint32_t numbers[COUNT_OF(texts)];
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        records[i] = kit_case(texts[i][0], texts[i][1]);
        numbers[i] = kit_save(kit, records[i], true);
    }
    SimilarResult result = find_similar(kit, records[0], numbers[0], &sees_all);
    assert_int_equal(result.len, 2); /* nothing is shared with the others */
    assert_int_equal(result.items[0].document, numbers[1]);
    assert_float_equal(result.items[0].cosine, 1, 1e-5);
    assert_int_equal(result.items[1].document, numbers[2]);
    assert_true(result.items[1].cosine > 0 && result.items[1].cosine < .7);
    assert_int_equal(result.items[1].shared_count, 3); /* 客户, 流失, 预警 */
    similar_result_free(&result);
    result = find_similar(kit, records[3], numbers[3], &sees_all);
    assert_int_equal(result.len, 1); /* the other script */
    assert_float_equal(result.items[0].cosine, 1, 1e-5);
    similar_result_free(&result);
    result = find_similar(kit, records[4], numbers[4], &sees_all);
    assert_int_equal(result.len, 0);
    similar_result_free(&result);
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        record_free(records[i]);
    kit_stop(kit);
}

/* The formula of the header, computed by hand for two cases of few words. */
static void the_cosine_is_the_formula(void **state) {
    (void)state;
    Kit kit_, *kit = &kit_;
    kit_start(kit, 4);
    Record *a = kit_case("alpha", "beta beta gamma"), *b = kit_case("delta", "beta alpha"),
           *c = kit_case("epsilon", "zeta 2026");
    uint32_t first = kit_save(kit, a, true);
    kit_save(kit, b, true);
    kit_save(kit, c, true);
    double rare = log(4.0 / 1), common = log(4.0 / 2), two = 1 + log(2), four = 1 + log(4);
    double alpha = four * common, beta = two * common, gamma = rare;
    double dot = alpha * common + beta * common;
    double norm_a = sqrt(alpha * alpha + beta * beta + gamma * gamma);
    double delta = four * rare, norm_b = sqrt(delta * delta + 2 * common * common);
    SimilarResult result = find_similar(kit, a, first, &sees_all);
    assert_int_equal(result.len, 1);
    assert_float_equal(result.items[0].cosine, dot / norm_a / norm_b, 1e-5);
    assert_true(str_equal(result.items[0].shared[0], STR("alpha")));
    assert_true(str_equal(result.items[0].shared[1], STR("beta")));
    similar_result_free(&result);
    record_free(a);
    record_free(b);
    record_free(c);
    kit_stop(kit);
}

static void only_visible_living_cases_answer(void **state) {
    (void)state;
    Kit kit_, *kit = &kit_;
    kit_start(kit, 5);
    SearchVisible reader = {.audiences = 1u << AUDIENCE_SALES};
    Record *own = kit_case("续约", "客户流失预警"), *draft = kit_case("续约", "客户流失预警"),
           *gone = kit_case("续约", "客户流失预警"), *edited = kit_case("续约", "客户流失预警");
    uint32_t number = kit_save(kit, own, true);
    record_set_text(draft, CASE_STATE, STR("draft"));
    kit_save(kit, draft, true);
    record_set_int(gone, CASE_TRASHED, 1);
    kit_save(kit, gone, true);
    kit_save(kit, edited, true);
    SimilarResult result = find_similar(kit, own, number, &reader);
    assert_int_equal(result.len, 1);
    assert_true(uuid_equal(result.items[0].uuid, record_id(edited)));
    similar_result_free(&result);
    result = find_similar(kit, own, number, &sees_all);
    assert_int_equal(result.len, 2);
    similar_result_free(&result);
    /* the new revision speaks of something else */
    record_set_text(edited, CASE_TITLE, STR("weather"));
    record_set_text(edited, CASE_NEED, STR("rain"));
    kit_save(kit, edited, true);
    result = find_similar(kit, own, number, &reader);
    assert_int_equal(result.len, 0);
    similar_result_free(&result);
    record_free(own);
    record_free(draft);
    record_free(gone);
    record_free(edited);
    kit_stop(kit);
}

/* The large segments give what the small one gave. */
static void merged_segments_answer_the_same(void **state) {
    (void)state;
    Kit kit_, *kit = &kit_;
    kit_start(kit, 6);
    static const char *const words[] = {"客户", "流失", "续约", "排班", "审批", "churn", "audit"};
    Record *first = NULL;
    uint32_t number = 0;
    for (int i = 0; i < 300; i++) {
        Buf text = {0};
        for (int k = 0; k < 12; k++)
            buf_printf(&text, "%s，", words[kit_random(kit, COUNT_OF(words))]);
        Record *record = kit_case("案例", buf_text(&text));
        uint32_t saved = kit_save(kit, record, true);
        if (!first)
            first = record, number = saved;
        else
            record_free(record);
        buf_free(&text);
    }
    SimilarResult before = find_similar(kit, first, number, &sees_all);
    MUST(search_merge_all(kit->index, kit->store, "test", &merge_tidy, NULL, &kit->err));
    SimilarResult after = find_similar(kit, first, number, &sees_all);
    assert_int_equal(before.len, SIMILAR_READ);
    assert_int_equal(after.len, before.len);
    for (size_t i = 0; i < before.len; i++)
        assert_float_equal(after.items[i].cosine, before.items[i].cosine, 1e-5);
    similar_result_free(&before);
    similar_result_free(&after);
    record_free(first);
    kit_stop(kit);
}

static bool always(void *context) {
    (void)context;
    return true;
}

static void it_can_be_cancelled(void **state) {
    (void)state;
    Kit kit_, *kit = &kit_;
    kit_start(kit, 7);
    Record *own = kit_case("续约", "客户流失预警");
    uint32_t number = kit_save(kit, own, true);
    StoreRead *read;
    SimilarResult result = {0};
    SimilarRequest request = {
        .document = number, .uuid = record_id(own), .visible = &sees_all, .cancelled = always};
    MUST(store_read_begin(kit->store, &read, &kit->err));
    assert_false(search_similar(kit->index, read, &request, &result, &kit->err));
    assert_int_equal(kit->err.code, ERR_CANCELLED);
    store_read_end(read);
    similar_result_free(&result);
    record_free(own);
    kit_stop(kit);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_in_common_order_the_cases),
        cmocka_unit_test(the_cosine_is_the_formula),
        cmocka_unit_test(only_visible_living_cases_answer),
        cmocka_unit_test(merged_segments_answer_the_same),
        cmocka_unit_test(it_can_be_cancelled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
