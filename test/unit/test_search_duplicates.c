#include "config.h"

#include "test_search_kit.h"

#include "search/duplicates.h"
#include "search/shingles.h"
#include "text/utf8.h"

static const SearchVisible sees_all = {.everything = true};

static DuplicateResult find_duplicates(Kit *kit, double min, const SearchVisible *visible) {
    StoreRead *read;
    DuplicateResult result = {0};
    DuplicateRequest request = {.min = min, .visible = visible};
    MUST(store_read_begin(kit->store, &read, &kit->err));
    MUST(search_duplicates(kit->index, read, &request, &result, &kit->err));
    store_read_end(read);
    return result;
}

/* What a case of the tests differs in; NULL: as the first one. */
typedef struct Planted {
    const char *title, *need, *customer, *lang, *state;
} Planted;

static uint32_t plant(Kit *kit, const Planted *planted) {
    Record *record = kit_case(planted->title, planted->need);
    if (planted->customer)
        record_set(record, CASE_CUSTOMER, value_ref((Uuid){{0}}, str_of(planted->customer)));
    if (planted->lang)
        record_set_text(record, CASE_LANG, str_of(planted->lang));
    if (planted->state)
        record_set_text(record, CASE_STATE, str_of(planted->state));
    uint32_t number = kit_save(kit, record, true);
    record_free(record);
    return number;
}

#define FIRST                                                                                                                        \
    "启禾做初中数学和英语直播课，在读学员约 1.9 万，辅导老师 46 人。续费集中在学期最后三周，" \
    "老师挨个打电话，打到一半名单就过期了。"
#define SECOND                                                                                                        \
    "上线前一个学期，首月完课率只有 52%，退费申请里有 43% 写着孩子后来就没怎么上。" \
    "复盘发现请病假和参加集训的学员也算在内，名单降到 110 人左右。"

static bool is_pair(const DuplicateResult *result, uint32_t a, uint32_t b) {
    for (size_t i = 0; i < result->pair_count; i++)
        if (result->cases[result->pairs[i].a].document == a &&
            result->cases[result->pairs[i].b].document == b)
            return true;
    return false;
}

static void take_set(Kit *kit, StoreRead *read, uint32_t number, Shingles *out) {
    FoldedCase folded = {0};
    MUST(folded_case_load(&folded, read, number, &kit->err));
    shingles_take(out, &folded);
    shingles_sort(out);
    folded_case_free(&folded);
}

static ShingleShare share_of(Kit *kit, uint32_t a, uint32_t b) {
    StoreRead *read;
    Shingles x = {0}, y = {0};
    MUST(store_read_begin(kit->store, &read, &kit->err));
    take_set(kit, read, a, &x);
    take_set(kit, read, b, &y);
    ShingleShare share = shingles_share(&x, &y);
    shingles_free(&x);
    shingles_free(&y);
    store_read_end(read);
    return share;
}

static void near_copies_are_found_and_near_misses_are_not(void **state) {
    (void)state;
    Kit kit_, *kit = &kit_;
    kit_start(kit, 11);
    uint32_t first = plant(kit, &(Planted){"续费提升", FIRST "\n\n" SECOND, "启禾", "zh", NULL});
    uint32_t word = plant(
        kit,
        &(Planted){"续费提升",
                   "启禾做初中物理和英语直播课，在读学员约 1.9 万，辅导老师 46 人。续费集中在学期"
                   "最后三周，老师挨个打电话，打到一半名单就过期了。\n\n" SECOND,
                   "启禾", "zh", NULL});
    uint32_t moved = plant(kit, &(Planted){"续费提升", SECOND "\n\n" FIRST, "启禾", "zh-CN", NULL});
    uint32_t script = plant(
        kit,
        &(Planted){
            "續費提升",
            "啟禾做初中數學和英語直播課，在讀學員約 1.9 萬，輔導老師 46 人。續費集中在學期最後"
            "三週，老師挨個打電話，打到一半名單就過期了。\n\n上線前一個學期，首月完課率只有 52%，"
            "退費申請裡有 43% 寫著孩子後來就沒怎麼上。復盤發現請病假和參加集訓的學員也算在內，"
            "名單降到 110 人左右。",
            "啟禾", "zh-TW", NULL});
    /* the same template, filled in for another customer with other numbers */
    uint32_t other = plant(
        kit,
        &(Planted){
            "续费提升",
            "砚林做初中数学和英语直播课，在读学员约 2.7 万，辅导老师 81 人。续费集中在学期"
            "最后三周，老师挨个打电话，打到一半名单就过期了。\n\n上线前一个学期，首月完课率只有"
            " 66%，退费申请里有 35% 写着孩子后来就没怎么上。复盘发现请病假和参加集训的学员也"
            "算在内，名单降到 240 人左右。",
            "砚林", "zh", NULL});
    uint32_t english = plant(kit, &(Planted){"续费提升", FIRST "\n\n" SECOND, "启禾", "en", NULL});
    uint32_t part = plant(kit, &(Planted){"短的一篇", SECOND, "启禾", "zh", NULL});
    uint32_t foreign_part = plant(kit, &(Planted){"短的一篇", SECOND "别的", "砚林", "zh", NULL});
    for (int i = 0; i < 60; i++) {
        Buf text = {0};
        for (int k = 0; k < 120; k++)
            utf8_put(&text, 0x4E00 + kit_random(kit, 2000));
        plant(kit, &(Planted){"别的案例", buf_text(&text), "启禾", "zh", NULL});
        buf_free(&text);
    }
    /* alike enough to be a pair, were it not for customer and numbers */
    ShingleShare share = share_of(kit, first, other);
    assert_true(share.jaccard >= .5 && share.numbers < .5);
    DuplicateResult loose = find_duplicates(kit, .5, &sees_all);
    assert_true(is_pair(&loose, first, word));
    assert_false(is_pair(&loose, first, other));
    duplicate_result_free(&loose);
    for (int merged = 0; merged < 2; merged++) {
        DuplicateResult result = find_duplicates(kit, .8, &sees_all);
        assert_int_equal(result.compared, 68);
        assert_true(is_pair(&result, first, word));
        assert_true(is_pair(&result, first, moved));
        assert_true(is_pair(&result, first, script));
        assert_true(is_pair(&result, moved, script));
        assert_true(is_pair(&result, first, part));
        assert_true(is_pair(&result, part, foreign_part)); /* hardly another text, same numbers */
        assert_false(is_pair(&result, first, other));
        assert_false(is_pair(&result, first, english));
        assert_false(is_pair(&result, first, foreign_part));
        for (size_t i = 1; i < result.case_count; i++)
            assert_int_equal(result.cases[i].group, result.cases[0].group);
        for (size_t i = 1; i < result.pair_count; i++)
            assert_true(result.pairs[i - 1].similarity >= result.pairs[i].similarity);
        duplicate_result_free(&result);
        MUST(search_merge_all(kit->index, kit->store, "test", &merge_tidy, NULL, &kit->err));
    }
    kit_stop(kit);
}

/* Every pair that brute force finds. */
static void all_pairs_of_brute_force_are_found(void **state) {
    (void)state;
    enum { CASES = 150, POINTS = 150 };
    Kit kit_, *kit = &kit_;
    kit_start(kit, 12);
    static Shingles sets[CASES];
    uint32_t numbers[CASES], text[POINTS];
    for (int i = 0; i < CASES; i++) {
        Buf body = {0};
        if (i % 5 == 0)
            for (int k = 0; k < POINTS; k++)
                text[k] = 0x4E00 + kit_random(kit, 3000);
        else
            for (uint32_t k = kit_random(kit, 6); k > 0; k--)
                text[kit_random(kit, POINTS)] = 0x4E00 + kit_random(kit, 3000);
        for (int k = 0; k < POINTS; k++)
            utf8_put(&body, text[k]);
        numbers[i] = plant(kit, &(Planted){"t", buf_text(&body), NULL, NULL, NULL});
        buf_free(&body);
    }
    StoreRead *read;
    MUST(store_read_begin(kit->store, &read, &kit->err));
    for (int i = 0; i < CASES; i++) {
        sets[i] = (Shingles){0};
        take_set(kit, read, numbers[i], &sets[i]);
    }
    store_read_end(read);
    static const double mins[] = {.5, .7, .8, .95};
    size_t before = SIZE_MAX;
    for (size_t m = 0; m < COUNT_OF(mins); m++) {
        DuplicateResult result = find_duplicates(kit, mins[m], &sees_all);
        size_t wanted = 0;
        for (int i = 0; i < CASES; i++)
            for (int k = i + 1; k < CASES; k++) {
                bool pair = shingles_share(&sets[i], &sets[k]).jaccard >= mins[m];
                assert_int_equal(is_pair(&result, numbers[i], numbers[k]), pair);
                wanted += pair;
            }
        assert_int_equal(result.pair_count, wanted);
        assert_true(wanted > 0 && wanted <= before);
        before = wanted;
        duplicate_result_free(&result);
    }
    for (int i = 0; i < CASES; i++)
        shingles_free(&sets[i]);
    kit_stop(kit);
}

static void many_equal_cases_are_one_group(void **state) {
    (void)state;
    enum { COPIES = DUPLICATES_RUN + 20 };
    Kit kit_, *kit = &kit_;
    kit_start(kit, 13);
    for (int i = 0; i < COPIES; i++)
        plant(kit, &(Planted){"续费提升", FIRST, NULL, NULL, NULL});
    plant(kit, &(Planted){"短", "短", NULL, NULL, NULL});
    DuplicateResult result = find_duplicates(kit, 1, &sees_all);
    assert_int_equal(result.case_count, COPIES);
    assert_true(result.pair_count >= COPIES - 1 && result.pair_count <= 2 * COPIES);
    for (size_t i = 0; i < result.case_count; i++)
        assert_int_equal(result.cases[i].group, 0);
    duplicate_result_free(&result);
    kit_stop(kit);
}

static void only_visible_cases_are_compared(void **state) {
    (void)state;
    Kit kit_, *kit = &kit_;
    kit_start(kit, 14);
    SearchVisible reader = {.audiences = 1u << AUDIENCE_SALES};
    plant(kit, &(Planted){"续费提升", FIRST, NULL, NULL, NULL});
    plant(kit, &(Planted){"续费提升", FIRST, NULL, NULL, "draft"});
    DuplicateResult result = find_duplicates(kit, .8, &reader);
    assert_int_equal(result.compared, 1);
    assert_int_equal(result.pair_count, 0);
    duplicate_result_free(&result);
    result = find_duplicates(kit, .8, &sees_all);
    assert_int_equal(result.pair_count, 1);
    assert_float_equal(result.pairs[0].similarity, 1, 0);
    duplicate_result_free(&result);
    kit_stop(kit);
}

typedef struct Told {
    uint64_t calls, until;
} Told;

static bool cancel_later(void *context) {
    Told *told = context;
    return ++told->calls > told->until;
}

static void it_can_be_cancelled_anywhere(void **state) {
    (void)state;
    Kit kit_, *kit = &kit_;
    kit_start(kit, 15);
    for (int i = 0; i < 3; i++)
        plant(kit, &(Planted){"续费提升", FIRST, NULL, NULL, NULL});
    StoreRead *read;
    MUST(store_read_begin(kit->store, &read, &kit->err));
    bool done = false;
    for (uint64_t until = 0; !done; until++) {
        Told told = {.until = until};
        Progress progress = {.cancelled = cancel_later, .context = &told};
        DuplicateResult result = {0};
        DuplicateRequest request = {.min = .8, .visible = &sees_all, .progress = &progress};
        done = search_duplicates(kit->index, read, &request, &result, &kit->err);
        assert_true(done || kit->err.code == ERR_CANCELLED);
        assert_true(until > 2 || !done); /* the pass, the bands, the comparison ask */
        duplicate_result_free(&result);
    }
    store_read_end(read);
    kit_stop(kit);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(near_copies_are_found_and_near_misses_are_not),
        cmocka_unit_test(all_pairs_of_brute_force_are_found),
        cmocka_unit_test(many_equal_cases_are_one_group),
        cmocka_unit_test(only_visible_cases_are_compared),
        cmocka_unit_test(it_can_be_cancelled_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
