#include "config.h"

#include "library_fixture.h"

#include "base/zone.h"
#include "library/customers.h"
#include "library/offers.h"
#include "library/typed.h"
#include "text/fold.h"

/* What fields could hold, and what people type for days, numbers and amounts. */

static const Field *field_of(EntityType type, int field) {
    return &entity_get(type)->fields[field];
}

static void expect_date(const Field *field, const char *typed, const char *want) {
    Arena arena = {0};
    Value value;
    Error err;
    Buf text = {0};
    if (!library_typed_parse(field, str_of(typed), &arena, &value, &err))
        fail_msg("%s is not read", typed);
    date_format(&text, (int32_t)value.number);
    if (strcmp(buf_text(&text), want) != 0)
        fail_msg("%s: %s, not %s", typed, buf_text(&text), want);
    buf_free(&text);
    arena_free(&arena);
}

static void expect_typed_refused(const Field *field, const char *typed) {
    Arena arena = {0};
    Value value;
    Error err = {0};
    if (library_typed_parse(field, str_of(typed), &arena, &value, &err))
        fail_msg("%s is read", typed);
    assert_int_equal(err.code, ERR_INVALID);
    arena_free(&arena);
}

/* The clock stands on 2026-11-20, a Friday. */
static void days_are_read_in_words(void **state) {
    (void)state;
    const Field *start = field_of(ENTITY_CASE, CASE_PERIOD_START);
    const Field *end = field_of(ENTITY_CASE, CASE_PERIOD_END);
    static const char *const both[][2] = {
        {"2026-03-01", "2026-03-01"}, {"2026年3月1日", "2026-03-01"}, {"3月1日", "2026-03-01"},
        {"today", "2026-11-20"},      {"今天", "2026-11-20"},         {"昨天", "2026-11-19"},
        {"-7d", "2026-11-13"},        {"+2w", "2026-12-04"},          {"-1月", "2026-10-20"},
        {"－７ｄ", "2026-11-13"},     {"上周五", "2026-11-13"},       {"3-days-ago", "2026-11-17"},
        {"20260301", "2026-03-01"},   {"-3个月", "2026-08-20"},       {"+1y", "2027-11-20"}};
    for (size_t i = 0; i < COUNT_OF(both); i++) {
        expect_date(start, both[i][0], both[i][1]);
        expect_date(end, both[i][0], both[i][1]);
    }
    expect_date(start, "2026-02", "2026-02-01");
    expect_date(end, "2026-02", "2026-02-28");
    expect_date(end, "2028年2月", "2028-02-29");
    expect_date(start, "2026q1", "2026-01-01");
    expect_date(end, "2026q1", "2026-03-31");
    expect_date(end, "去年", "2025-12-31");
    static const char *const wrong[] = {"7d",   "近7天", "上周", "2026-02-30",
                                        "soon", "-7",    "-",    "+999999999y"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        expect_typed_refused(start, wrong[i]);
}

static void expect_number(const Field *field, const char *typed, const char *want) {
    Arena arena = {0};
    Value value;
    Error err;
    Buf text = {0};
    if (!library_typed_parse(field, str_of(typed), &arena, &value, &err))
        fail_msg("%s is not read", typed);
    library_typed_format(field, &value, &text);
    if (strcmp(buf_text(&text), want) != 0)
        fail_msg("%s: %s, not %s", typed, buf_text(&text), want);
    buf_free(&text);
    arena_free(&arena);
}

static void amounts_are_read_and_grouped(void **state) {
    (void)state;
    const Field *mrr = field_of(ENTITY_CUSTOMER, CUSTOMER_MRR);
    static const char *const amounts[][2] = {
        {"12000", "12,000"},        {"12,000", "12,000"},   {"１２，０００", "12,000"},
        {"1.2万", "12,000"},        {"1.2k CNY", "1,200"},  {"¥1.2万", "12,000"},
        {"12000元", "12,000"},      {"999", "999"},         {"1234567.50", "1,234,567.50"},
        {"1,234,567", "1,234,567"}, {"三万五千", "35,000"}, {"$20k", "20,000"},
        {"0.10", "0.10"},           {"1.25w", "12,500"}};
    for (size_t i = 0; i < COUNT_OF(amounts); i++)
        expect_number(mrr, amounts[i][0], amounts[i][1]);
    static const char *const wrong[] = {"1,2", "12,00", "1,2345", ",000",  "12,000,00",
                                        "CNY", "元",    "-5",     "1.2.3", "12 apples"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        expect_typed_refused(mrr, wrong[i]);
    assert_string_equal(library_typed_currency(STR("1.2k CNY")), "CNY");
    assert_string_equal(library_typed_currency(STR("￥8,000")), "CNY");
    assert_string_equal(library_typed_currency(STR("20 美元")), "USD");
    assert_string_equal(library_typed_currency(STR("HK$20")), "HKD");
    assert_string_equal(library_typed_currency(STR("20")), "");
}

static void plain_numbers_stay_in_their_bounds(void **state) {
    (void)state;
    const Field *score = field_of(ENTITY_CASE, CASE_SCORE_SATISFACTION);
    expect_number(score, "九十", "90");
    expect_number(score, "90%", "90");
    expect_typed_refused(score, "1k");
    expect_typed_refused(score, "101");
    expect_typed_refused(score, "9.5");
    const Field *before = &field_of(ENTITY_CASE, CASE_OUTCOMES)->row[OUTCOME_BEFORE];
    expect_number(before, "12,000", "12000");
    expect_number(before, "-1.5万", "-15000");
    expect_number(before, "71%", "71");
    expect_number(before, "71.0", "71.0");
    expect_typed_refused(before, "12000 CNY");
}

/* --- offers ---------------------------------------------------------------------------------- */

static Offers ask(Fixture *f, EntityType type, int field, int sub, const char *typed) {
    Offers offers;
    Error err;
    assert_true(
        library_offers(f->library, type, (Uuid){{0}}, field, sub, str_of(typed), &offers, &err));
    return offers;
}

/* The value that is offered first for what was typed. */
static void expect_first(const Offers *offers, const char *typed, const char *want) {
    size_t hit;
    Buf folded = {0};
    text_fold(&folded, str_of(typed));
    size_t count = offers_fit(offers, buf_str(&folded), 1, &hit);
    buf_free(&folded);
    if (!want) {
        assert_int_equal(count, 0);
        return;
    }
    if (!count || !str_equal(offers->items.items[hit].value, str_of(want)))
        fail_msg("%s: %.*s, not %s", typed, count ? (int)offers->items.items[hit].value.len : 0,
                 count ? offers->items.items[hit].value.ptr : "", want);
}

static void the_tree_offers_leaves(void **state) {
    Offers offers = ask(*state, ENTITY_CASE, CASE_CATEGORY, -1, "");
    assert_int_equal(offers.rule, OFFER_CLOSED);
    assert_true(offers.tree);
    expect_first(&offers, "流失挽回", "客户成功/续约/流失挽回");
    expect_first(&offers, "lswh", "客户成功/续约/流失挽回");
    expect_first(&offers, "liushiwan", "客户成功/续约/流失挽回");
    expect_first(&offers, "churn resc", "客户成功/续约/流失挽回");
    expect_first(&offers, "客户成功", "客户成功/激活/快速上线"); /* the most used below it */
    expect_first(&offers, "没有这个", NULL);
    const Offer *branch = offers_named(&offers, STR("客户成功/续约"));
    assert_non_null(branch);
    assert_true(branch->branch);
    uint64_t sum = 0;
    for (const Offer *o = branch + 1; o->depth > branch->depth; o++)
        sum += o->count;
    assert_int_equal(branch->count, sum);
    assert_true(sum > 0);
    offers_free(&offers);
}

static void customers_are_offered_by_all_their_names(void **state) {
    Fixture *f = *state;
    Error err;
    CustomerList list;
    assert_true(library_customers(f->library, &list, &err));
    const CustomerRow *named = NULL;
    for (size_t i = 0; i < list.len && !named; i++)
        if (list.items[i].short_name.len && list.items[i].cases > 0)
            named = &list.items[i];
    Offers offers = ask(f, ENTITY_CASE, CASE_CUSTOMER, -1, "");
    assert_int_equal(offers.items.len, list.len);
    assert_int_equal(offers.rule, OFFER_GROWS);
    assert_true(offers.records);
    const Offer *offer = offers_named(&offers, named->short_name);
    assert_non_null(offer);
    assert_true(str_equal(offer->value, named->name));
    assert_true(offers_named(&offers, named->id) == offer);
    assert_true(str_equal(offer->detail, named->industry));
    assert_int_equal(offer->count, named->cases);
    expect_first(&offers, "kangmu", "康沐体检连锁集团");
    for (size_t i = 1; i < offers.items.len; i++) /* the most used first */
        assert_true(offers.items.items[i - 1].count >= offers.items.items[i].count);
    offers_free(&offers);
    library_customers_free(&list);
}

static void what_is_nearly_the_same_is_found(void **state) {
    Offers offers = ask(*state, ENTITY_CASE, CASE_CUSTOMER, -1, "");
    static const char *const slips[] = {"康木体检连锁集团", "康沐体检", "康沐体检连锁集团公司",
                                        "康沐休检连锁集团"};
    size_t hit;
    for (size_t i = 0; i < COUNT_OF(slips); i++) {
        assert_null(offers_named(&offers, str_of(slips[i])));
        assert_true(offers_near(&offers, str_of(slips[i]), 1, &hit) == 1);
        assert_true(str_equal(offers.items.items[hit].value, STR("康沐体检连锁集团")));
    }
    assert_int_equal(offers_near(&offers, STR("量子引力波研究所"), 1, &hit), 0);
    Offers tags = {.rule = OFFER_GROWS}; /* one common part of many names is nothing near */
    offers_also(&tags, offers_add(&tags, STR("高层"), STR("高层"), STR("")), STR("管理层"));
    offers_add(&tags, STR("管理员"), STR("管理员"), STR(""));
    assert_int_equal(offers_near(&tags, STR("客户管理"), 1, &hit), 0);
    assert_int_equal(offers_near(&tags, STR("管理"), 1, &hit), 1); /* a part of the name */
    offers_free(&tags);
    offers_free(&offers);
}

static void words_come_from_cases_and_the_taxonomy(void **state) {
    static const int fields[] = {CASE_TAGS, CASE_REGION, CASE_PAIN, CASE_SIZE_BAND};
    bool used = false, fresh = false;
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        Offers some = ask(*state, ENTITY_CASE, fields[i], -1, "");
        VEC_EACH (offer, &some.items) {
            used |= offer->count > 0;
            fresh |= offer->count == 0;
        }
        offers_free(&some);
    }
    assert_true(used && fresh);
    Offers offers = ask(*state, ENTITY_CASE, CASE_INDUSTRY, -1, "");
    assert_int_equal(offers.rule, OFFER_GROWS);
    assert_false(offers.records);
    offers_free(&offers);
    Offers same = ask(*state, ENTITY_CUSTOMER, CUSTOMER_INDUSTRY, -1, "");
    assert_true(same.items.len > 0);
    offers_free(&same);
    Offers none = ask(*state, ENTITY_CASE, CASE_ALTERNATIVES, -1, "");
    assert_int_equal(none.items.len, 0);
    offers_free(&none);
}

static void people_cases_metrics_and_currencies(void **state) {
    Offers people = ask(*state, ENTITY_CASE, CASE_OWNER, -1, "");
    assert_int_equal(people.rule, OFFER_CLOSED);
    assert_non_null(offers_named(&people, STR("root")));
    offers_free(&people);
    Offers cases = ask(*state, ENTITY_CASE, CASE_RELATED, -1, "体检");
    assert_true(cases.picked && cases.items.len > 0);
    assert_true(str_starts(cases.items.items[0].value, STR("AL-")));
    offers_free(&cases);
    Offers metrics = ask(*state, ENTITY_CASE, CASE_OUTCOMES, OUTCOME_METRIC, "");
    expect_first(&metrics, "续费率", "Renewal rate");
    expect_first(&metrics, "NPS", "Net promoter score");
    offers_free(&metrics);
    Offers none = ask(*state, ENTITY_CASE, CASE_OUTCOMES, OUTCOME_AFTER, "");
    assert_int_equal(none.items.len, 0);
    offers_free(&none);
    Offers currencies = ask(*state, ENTITY_CUSTOMER, CUSTOMER_CURRENCY, -1, "");
    assert_non_null(offers_named(&currencies, STR("CNY")));
    offers_free(&currencies);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_are_read_in_words),
        cmocka_unit_test(amounts_are_read_and_grouped),
        cmocka_unit_test(plain_numbers_stay_in_their_bounds),
        cmocka_unit_test(the_tree_offers_leaves),
        cmocka_unit_test(customers_are_offered_by_all_their_names),
        cmocka_unit_test(what_is_nearly_the_same_is_found),
        cmocka_unit_test(words_come_from_cases_and_the_taxonomy),
        cmocka_unit_test(people_cases_metrics_and_currencies),
    };
    return cmocka_run_group_tests(tests, fixture_set_up_demo, fixture_tear_down);
}
