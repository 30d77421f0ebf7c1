#include "config.h"

#include "tui_people.h"

#include "library/consent.h"
#include "library/rate.h"
#include "library/reads.h"
#include "library/row.h"
#include "library/save.h"
#include "library/settings.h"
#include "tui/screen/edit.h"

/* Ratings, consents and the screening on the screen. */

/* Three published cases of somebody else, of one customer. */
static void fill(Stage *s) {
    static const char yaml[] =
        "title: 续费率提升的三个层次\n"
        "customer: 晨光在线教育\n"
        "owner: limin\n"
        "audience: sales\n"
        "scores: {satisfaction: 90, business_size: 60, cooperation_months: 18, innovation: 75, "
        "spread: 40}\n"
        "---\n"
        "title: 第二个公开的案例\n"
        "customer: 晨光在线教育\n"
        "owner: limin\n"
        "audience: sales\n"
        "scores: {satisfaction: 70, business_size: 60, cooperation_months: 18, innovation: 75}\n"
        "---\n"
        "title: 第三个案例没有分数\n"
        "customer: 晨光在线教育\n"
        "owner: limin\n"
        "audience: sales\n";
    import_cases(s->library, s->dir, yaml, 3);
}

static Uuid add_consent(Stage *s, int days) {
    SaveResult result;
    Error err;
    Record *record = library_new_record(s->library, ENTITY_CONSENT);
    record_set_ref(record, CONSENT_CUSTOMER, (Uuid){{0}}, STR("晨光在线教育"));
    record_set_text(record, CONSENT_SCOPE, STR("named"));
    record_set_date(record, CONSENT_EXPIRES, library_today() + days);
    assert_true(library_save(s->library, record, 0, STR(""), NULL, &result, &err));
    record_free(record);
    return result.id;
}

static void make_public(Stage *s, const char *title, Uuid consent) {
    SaveResult result;
    Record *record;
    Error err;
    assert_true(
        library_load(s->library, ENTITY_CASE, find_case(s->library, title), 0, &record, &err));
    record_set_text(record, CASE_AUDIENCE, STR("public"));
    record_set_ref(record, CASE_CONSENT_ID, consent, STR(""));
    assert_true(library_save(s->library, record, (uint32_t)record_int(record, CASE_REV), STR(""),
                             NULL, &result, &err));
    record_free(record);
}

static void open_case(Stage *s, const char *title) {
    stage_open(s, 24, 80);
    stage_type(s, title);
    stage_settle(s);
    stage_press(s, "Enter Enter");
    stage_expect(s, title);
}

static void expect_own(Stage *s, const char *title, int score, int helpful) {
    RateEntry own;
    library_rating_own(s->library, find_case(s->library, title), &own);
    assert_int_equal(own.score, score);
    assert_int_equal(own.helpful, helpful);
}

static void a_case_is_rated_with_three_keys(void **state) {
    (void)state;
    Stage *s = stage_new();
    fill(s);
    open_case(s, "续费率提升的三个层次");
    stage_press(s, "*");
    stage_expect(s, "Rating");
    stage_expect(s, "It counts as an expert's: your role is reviewer or above.");
    stage_press(s, "8 Enter");
    stage_expect(s, "Rated. Now: 80 (experts 80, n=1)");
    expect_own(s, "续费率提升的三个层次", 80, RATE_UNSAID);
    stage_press(s, ":");
    stage_type(s, "activity");
    stage_press(s, "Enter");
    stage_expect(s, "续费率提升的三个层次"); /* of a rating the case is named */
    stage_press(s, "Esc");
    stage_press(s, "*");
    stage_expect(s, "80"); /* what was said before */
    stage_press(s, "7 5 - Enter");
    stage_expect(s, "Now: 75 (experts 75, n=1), helpful: 0 of 1");
    stage_free(s);
}

/* Digits as on a scale of ten, arrows, and the keys an input method lets through. */
static void the_number_is_typed_or_moved(void **state) {
    (void)state;
    static const struct {
        const char *keys;
        int score, helpful;
    } cases[] = {
        {"9", 90, RATE_UNSAID},
        {"0 8", 8, RATE_UNSAID},
        {"1 0 0", 100, RATE_UNSAID},
        {"1 0 5", 50, RATE_UNSAID}, /* a whole number: the next digit begins anew */
        {"8 5 Backspace", 80, RATE_UNSAID},
        {"8 Right", 85, RATE_UNSAID},
        {"8 Left Left", 70, RATE_UNSAID},
        {"1 0 0 Right", 100, RATE_UNSAID},
        {"+", RATE_UNSAID, 1},
        {"Tab Right", RATE_UNSAID, 1},
        {"Tab Left", RATE_UNSAID, 0},
        {"6 y n", 60, 0},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Stage *s = stage_new();
        fill(s);
        open_case(s, "续费率提升的三个层次");
        stage_press(s, "*");
        stage_press(s, cases[i].keys);
        stage_press(s, "Enter");
        expect_own(s, "续费率提升的三个层次", cases[i].score, cases[i].helpful);
        stage_free(s);
    }
}

static void rating_is_refused_with_a_reason(void **state) {
    (void)state;
    Stage *s = stage_new();
    fill(s);
    stage_add_case(s->library, "自己写的案例草稿", "远山");
    open_case(s, "自己写的案例草稿");
    stage_press(s, "*");
    stage_expect(s, "a draft is not rated yet");
    stage_press(s, "Esc Esc");
    stage_free(s);
    s = stage_new();
    fill(s);
    open_case(s, "续费率提升的三个层次");
    stage_press(s, "* Enter");
    stage_expect(s, "say a number from 0 to 100");
    stage_press(s, "Esc");
    stage_expect_not(s, "A digit is tens");
    expect_own(s, "续费率提升的三个层次", RATE_UNSAID, RATE_UNSAID);
    stage_free(s);
}

static void a_consent_is_taken_back_with_one_key_and_a_question(void **state) {
    (void)state;
    Stage *s = stage_new();
    fill(s);
    Uuid consent = add_consent(s, 200);
    make_public(s, "续费率提升的三个层次", consent);
    make_public(s, "第二个公开的案例", consent);
    open_case(s, "续费率提升的三个层次");
    stage_press(s, "c");
    stage_expect(s, "XK-2026-0001");
    stage_expect(s, "May I tell: may be told until");
    stage_press(s, "r");
    stage_expect(s, "Has the customer taken this consent back?");
    stage_expect(s, "2 public cases become internal at once.");
    stage_press(s, "Enter"); /* the safe answer */
    stage_expect(s, "holds");
    stage_press(s, "r y");
    stage_expect(s, "2 public cases are internal now");
    stage_expect(s, "revoked");
    stage_expect(s, "May I tell: internal only: the consent was revoked");
    stage_press(s, "r"); /* once more */
    stage_expect(s, "this consent was taken back already");
    stage_press(s, "z");
    stage_expect(s, "May I tell: may be told until");
    stage_expect(s, "holds");
    stage_free(s);
}

static void consents_are_recorded_and_named_from_a_case(void **state) {
    (void)state;
    Stage *s = stage_new();
    ConsentList list;
    Error err;
    fill(s);
    open_case(s, "续费率提升的三个层次");
    stage_press(s, "F6");
    stage_expect(s, "No consent of this customer is on record");
    stage_press(s, "Ins");
    stage_expect(s, "晨光在线教育");
    stage_press(s, "Tab Right Right Right ^S Esc");
    stage_expect(s, "XK-2026-0001");
    stage_press(s, "+");
    stage_expect(s, "The case rests on XK-2026-0001 now.");
    stage_expect(s, "May I tell: may be told");
    assert_true(library_consents(s->library, (Uuid){{0}}, &list, &err));
    assert_int_equal(list.len, 1);
    assert_int_equal(list.items[0].cases, 1);
    library_consents_free(&list);
    /* each is a step of its own: the case no longer names it, and does again */
    stage_press(s, "^Z");
    stage_expect(s, "Taken back: AL-2026-0001");
    stage_expect_not(s, "May I tell: may be told");
    stage_press(s, "^Y");
    stage_expect(s, "May I tell: may be told");
    stage_press(s, "r y"); /* no public case rests on it */
    stage_expect(s, "The consent is taken back.");
    stage_expect(s, "revoked");
    stage_press(s, "^Z");
    stage_expect(s, "holds");
    stage_free(s);
}

static void the_customers_show_their_consents(void **state) {
    (void)state;
    Stage *s = stage_new();
    fill(s);
    add_consent(s, 200);
    stage_open(s, 24, 80);
    stage_press(s, "Enter 3");
    stage_expect(s, "晨光在线教育");
    stage_press(s, "c");
    stage_expect(s, "XK-2026-0001");
    stage_expect_not(s, "May I tell"); /* of no case */
    stage_press(s, "Esc");
    stage_expect_not(s, "XK-2026-0001");
    stage_press(s, "/");
    stage_type(s, "晨光");
    stage_press(s, "F6"); /* also from the filter */
    stage_expect(s, "XK-2026-0001");
    stage_free(s);
}

/* F7 in the form: the customer's consents, and behind them a new one. */
static void a_consent_is_recorded_from_the_form(void **state) {
    (void)state;
    Stage *s = stage_new();
    fill(s);
    stage_open(s, 24, 80);
    assert_true(edit_open_at(s->app, find_case(s->library, "第三个案例没有分数"), CASE_CONSENT_ID));
    stage_press(s, "F7");
    stage_expect(s, "Record a consent");
    stage_press(s, "Enter");
    stage_expect(s, "晨光在线教育");
    stage_press(s, "Tab Right Right Right ^D"); /* back in the form of the case */
    stage_expect(s, "第三个案例没有分数");
    stage_press(s, "F7");
    stage_expect(s, "Record a consent"); /* behind those that are there */
    stage_press(s, "Enter ^S Esc");
    LibraryRow row;
    Error err;
    assert_true(library_row(s->library, ENTITY_CASE, find_case(s->library, "第三个案例没有分数"),
                            &row, &err));
    assert_true(str_equal(record_ref_name(row.record, CASE_CONSENT_ID), STR("XK-2026-0001")));
    library_row_free(&row);
    stage_free(s);
}

static void a_consent_needs_a_customer_on_record(void **state) {
    (void)state;
    Stage *s = stage_new();
    stage_open(s, 24, 80);
    assert_true(
        edit_open_at(s->app, stage_add_case(s->library, "没有客户的案例", ""), CASE_CONSENT_ID));
    stage_press(s, "F7 Enter");
    stage_expect(s, "Name the customer of the case first");
    stage_free(s);
}

/* What is stored says public, what may be told is reckoned every day anew. */
static void an_ended_consent_is_seen_in_list_and_case(void **state) {
    (void)state;
    Stage *s = stage_new();
    import_cases(s->library, s->dir,
                 "title: 同意书已经到期的案例\n"
                 "customer: 晨光在线教育\n"
                 "audience: public\n"
                 "consent: {scope: named, expires: 2026-11-19}\n",
                 1);
    Error err;
    assert_true(
        library_option_set(s->library, OPTION_COLUMNS, STR("state audience title"), false, &err));
    stage_open(s, 24, 80);
    stage_press(s, "Enter");
    stage_expect_not(s, "public");
    stage_expect(s, "internal");
    stage_press(s, "Enter End");
    stage_expect_not(s, "public");
    stage_expect(s, "internal only: the consent ended on 2026-11-19");
    stage_free(s);
}

static void the_inbox_names_consents_that_end(void **state) {
    (void)state;
    Stage *s = stage_new();
    fill(s);
    make_public(s, "续费率提升的三个层次", add_consent(s, 10));
    stage_open(s, 24, 80);
    stage_press(s, "Enter 4");
    stage_expect(s, "Consents that end (1)");
    stage_expect(s, "ends on 2026-11-30");
    stage_press(s, "End Enter");
    stage_expect(s, "XK-2026-0001");
    stage_expect(s, "holds");
    stage_press(s, "Esc");
    stage_expect(s, "Consents that end (1)");
    stage_free(s);
}

static void the_screening_lists_and_explains(void **state) {
    (void)state;
    Stage *s = stage_new();
    fill(s);
    stage_open(s, 24, 80);
    stage_press(s, "Enter :");
    stage_type(s, "screening");
    stage_press(s, "Enter");
    stage_expect(s, "published cases: the best 2 of 2; of 1 more too little is known");
    stage_expect(s, "67.5");
    stage_expect(s, "Satisfaction 27 + Business size 12 + Months together 7.5");
    stage_press(s, "Enter");
    stage_expect(s, "90, as the case says");
    stage_expect(s, "0.300");
    stage_press(s, "Enter");
    stage_expect(s, "Details");
    stage_press(s, "Esc Esc Esc :");
    stage_type(s, "screening 第二个公开");
    stage_press(s, "Enter");
    stage_expect(s, "第二个公开: the best 1 of 1");
    stage_press(s, "S");
    stage_type(s, "最好的");
    stage_press(s, "Enter");
    stage_settle(s);
    stage_press(s, "1 5");
    stage_expect(s, "-screening");
    stage_free(s);
}

static void who_opens_a_case_is_counted_once(void **state) {
    (void)state;
    Stage *s = stage_new();
    ReadSummary reads;
    Error err;
    fill(s);
    open_case(s, "续费率提升的三个层次");
    Uuid id = find_case(s->library, "续费率提升的三个层次");
    stage_press(s, "Esc Enter Esc"); /* twice */
    stage_become(s, "wang");
    assert_true(library_read_summary(s->library, id, &reads, &err));
    assert_int_equal(reads.people, 1);
    assert_int_equal(reads.times, 1);
    open_case(s, "续费率提升的三个层次");
    stage_expect(s, "by 1 person, 1 times in 90 days");
    stage_free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_case_is_rated_with_three_keys),
        cmocka_unit_test(the_number_is_typed_or_moved),
        cmocka_unit_test(rating_is_refused_with_a_reason),
        cmocka_unit_test(a_consent_is_taken_back_with_one_key_and_a_question),
        cmocka_unit_test(consents_are_recorded_and_named_from_a_case),
        cmocka_unit_test(the_customers_show_their_consents),
        cmocka_unit_test(a_consent_is_recorded_from_the_form),
        cmocka_unit_test(a_consent_needs_a_customer_on_record),
        cmocka_unit_test(an_ended_consent_is_seen_in_list_and_case),
        cmocka_unit_test(the_inbox_names_consents_that_end),
        cmocka_unit_test(the_screening_lists_and_explains),
        cmocka_unit_test(who_opens_a_case_is_counted_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
