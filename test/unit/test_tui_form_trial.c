#include "config.h"

#include "form_place.h"

#include "conf/taxonomy.h"
#include "library/customers.h"

/* What stopped people who wrote their first case, over a real library. */

static FormSession *open_new(Place *place, int focus) {
    FormSession *session = session_of_new(place, ENTITY_CASE);
    form_set_text(form_session_form(session), CASE_TITLE, STR("续费率提升"));
    form_set_focus(form_session_form(session), focus);
    return session;
}

static size_t customer_count(Place *place) {
    Error err;
    CustomerList list;
    assert_true(library_customers(place->library, &list, &err));
    size_t count = list.len;
    library_customers_free(&list);
    return count;
}

/* --- consents --------------------------------------------------------------------------------- */

static void a_consent_that_is_none_is_refused_where_it_stands(void **state) {
    Place *place = *state;
    FormSession *session = open_new(place, CASE_CUSTOMER);
    session_type(session, "晨光");
    form_set_focus(form_session_form(session), CASE_CONSENT_ID);
    session_type(session, "口头同意");
    session_press(session, "Tab");
    assert_true(session_says(session, CASE_CONSENT_ID, "No consent “口头同意”"));
    form_set_focus(form_session_form(session), CASE_TITLE);
    assert_int_equal(session_press(session, "^S"), SESSION_USED);
    assert_int_equal(form_focus(form_session_form(session)), CASE_CONSENT_ID);
    assert_false(session_shows(session, "create and go on")); /* nothing is asked in vain */
    assert_int_equal(customer_count(place), 0);
    session_press(session, "^U");
    session_press(session, "F7");
    assert_true(session_shows(session, "No consent of this customer"));
    session_press(session, "x"); /* what was said goes */
    assert_false(session_shows(session, "No consent of this customer"));
    form_session_free(session);
}

static void the_consents_of_the_customer_are_offered(void **state) {
    Place *place = *state;
    for (int i = 0; i < 2; i++) {
        Record *customer = library_new_record(place->library, ENTITY_CUSTOMER);
        record_set_text(customer, CUSTOMER_NAME, i ? STR("明德") : STR("晨光"));
        Uuid id = save_new(place->library, customer);
        Record *consent = library_new_record(place->library, ENTITY_CONSENT);
        record_set_ref(consent, CONSENT_CUSTOMER, id, i ? STR("明德") : STR("晨光"));
        record_set_text(consent, CONSENT_SCOPE, STR("anonymous"));
        save_new(place->library, consent);
    }
    FormSession *session = open_new(place, CASE_CUSTOMER);
    session_paste(session, "明德");
    form_set_focus(form_session_form(session), CASE_CONSENT_ID);
    session_press(session, "F7");
    assert_true(session_shows(session, "XK-2026-0002  "));
    assert_false(session_shows(session, "XK-2026-0001  "));
    session_press(session, "Enter");
    expect_session_text(session, CASE_CONSENT_ID, "XK-2026-0002");
    assert_int_equal(session_press(session, "^S"), SESSION_SAVED);
    form_session_free(session);
}

/* --- closed lists ----------------------------------------------------------------------------- */

/* One more key does not go round from nothing to the last choice. */
static void arrows_end_at_the_first_and_last_choice(void **state) {
    Place *place = *state;
    FormSession *session = open_new(place, CASE_SUCCESS);
    Form *form = form_session_form(session);
    char last[32];
    session_press(session, "Left");
    expect_session_text(session, CASE_SUCCESS, "");
    session_press(session, "Right");
    assert_true(form_text(form, CASE_SUCCESS).len > 0);
    for (int i = 0; i < 9; i++)
        session_press(session, "Right");
    snprintf(last, sizeof last, "%.*s", STR_ARG(form_text(form, CASE_SUCCESS)));
    session_press(session, "Right");
    assert_true(last[0]);
    expect_session_text(session, CASE_SUCCESS, last);
    for (int i = 0; i < 9; i++)
        session_press(session, "Left");
    expect_session_text(session, CASE_SUCCESS, "");
    form_session_free(session);
}

static void home_and_end_change_no_choice(void **state) {
    Place *place = *state;
    FormSession *session = open_new(place, CASE_AUDIENCE);
    session_press(session, "End");
    expect_session_text(session, CASE_AUDIENCE, "internal");
    session_press(session, "Home");
    expect_session_text(session, CASE_AUDIENCE, "internal");
    session_press(session, "p");
    expect_session_text(session, CASE_AUDIENCE, "public");
    assert_true(session_shows(session, "Audience is now: public"));
    session_press(session, "Tab");
    assert_false(session_shows(session, "Audience is now"));
    form_session_free(session);
}

/* --- offers ---------------------------------------------------------------------------------- */

static void related_cases_are_said_by_their_titles(void **state) {
    Place *place = *state;
    place_add(place->library, "港口培训提前完成");
    FormSession *session = open_new(place, CASE_RELATED);
    session_type(session, "培训");
    assert_true(session_shows(session, "港口培训提前完成"));
    session_press(session, "Tab"); /* nothing was chosen */
    expect_session_text(session, CASE_RELATED, "培训");
    form_set_text(form_session_form(session), CASE_RELATED, STR("AL-2026-0001"));
    form_set_focus(form_session_form(session), CASE_RELATED);
    assert_true(session_shows(session, "在线教育续费"));
    session_press(session, "F7"); /* one more, not another one */
    session_press(session, "Enter");
    Str text = form_text(form_session_form(session), CASE_RELATED);
    assert_true(str_starts(text, STR("AL-2026-0001; AL-2026-000")));
    form_session_free(session);
}

static void enter_ends_an_item_and_stays(void **state) {
    Place *place = *state;
    FormSession *session = open_new(place, CASE_TAGS);
    session_type(session, "续费");
    session_press(session, "Enter");
    session_type(session, "培训");
    session_press(session, "Enter");
    expect_session_text(session, CASE_TAGS, "续费; 培训; ");
    assert_int_equal(form_focus(form_session_form(session)), CASE_TAGS);
    session_press(session, "Enter"); /* nothing more: on */
    assert_int_not_equal(form_focus(form_session_form(session)), CASE_TAGS);
    expect_session_text(session, CASE_TAGS, "续费; 培训");
    form_set_focus(form_session_form(session), CASE_TAGS);
    session_press(session, "Enter"); /* who only passes is not kept */
    assert_int_not_equal(form_focus(form_session_form(session)), CASE_TAGS);
    form_session_free(session);
}

static void a_row_takes_after_the_one_above(void **state) {
    Place *place = *state;
    FormSession *session = open_new(place, CASE_TITLE);
    Form *form = form_session_form(session);
    form_set_text(form, CASE_OUTCOMES,
                  STR("Renewal rate\t%\t71\t80\t2026-05-31\tledger of spring\t\nx\t%\t1\t2\t\t\t"));
    form_set_focus(form, CASE_OUTCOMES);
    for (int i = 0; i < 11; i++)
        session_press(session, "Tab"); /* to the day of the second row */
    session_press(session, "F7");
    assert_true(session_shows(session, "2026-05"));
    session_press(session, "Enter");
    session_press(session, "Tab");
    session_press(session, "F7");
    session_press(session, "Enter");
    assert_true(str_ends(form_text(form, CASE_OUTCOMES), STR("2026-05-31\tledger of spring\t")));
    session_press(session, "Tab");
    session_press(session, "F7");
    assert_true(session_shows(session, "nothing to choose for this cell"));
    form_session_free(session);
}

static void the_list_of_metrics_follows_the_typing(void **state) {
    Place *place = *state;
    FormSession *session = open_new(place, CASE_OUTCOMES);
    session_press(session, "F7");
    assert_true(session_shows(session, "Renewal rate"));
    session_type(session, "resp");
    assert_false(session_shows(session, "Renewal rate"));
    form_session_free(session);
}

static void a_day_that_is_none_is_said_when_its_cell_is_left(void **state) {
    Place *place = *state;
    FormSession *session = open_new(place, CASE_OUTCOMES);
    session_paste(session, "x");
    for (int i = 0; i < 4; i++)
        session_press(session, "Tab");
    session_type(session, "Blurgh 14");
    assert_false(session_says(session, CASE_OUTCOMES, "Row 1"));
    session_press(session, "Tab");
    assert_int_equal(form_focus(form_session_form(session)), CASE_OUTCOMES);
    assert_true(session_says(session, CASE_OUTCOMES, "Row 1, Measured on"));
    session_press(session, "S-Tab");
    session_press(session, "^U");
    session_type(session, "Apr 14, 2026");
    session_press(session, "Tab");
    assert_false(session_says(session, CASE_OUTCOMES, "Row 1"));
    expect_session_text(session, CASE_OUTCOMES, "x\t\t\t\t2026-04-14\t\t");
    form_session_free(session);
}

/* --- a long line ------------------------------------------------------------------------------ */

static void the_summary_is_seen_whole_and_stays_a_line(void **state) {
    Place *place = *state;
    FormSession *session = open_new(place, CASE_SUMMARY);
    Form *form = form_session_form(session);
    session_paste(session,
                  "Reminders by risk group raised renewals by nine points in two terms,\nand the "
                  "same people did it: the tail of the sentence is seen");
    assert_true(session_shows(session, "Reminders by risk"));
    assert_true(session_shows(session, "is seen"));
    assert_int_equal(str_find(form_text(form, CASE_SUMMARY), STR("\n"), 0), SIZE_MAX);
    session_press(session, "Up"); /* within the text */
    assert_int_equal(form_focus(form), CASE_SUMMARY);
    session_press(session, "Enter");
    assert_int_not_equal(form_focus(form), CASE_SUMMARY);
    assert_true(session_shows(session, "is seen"));
    assert_int_equal(str_find(form_text(form, CASE_SUMMARY), STR("\n"), 0), SIZE_MAX);
    form_session_free(session);
}

/* --- examples --------------------------------------------------------------------------------- */

/* An example that the rules refuse teaches what is wrong. */
static void examples_keep_the_rules(void **state) {
    (void)state;
    const LintContext context = {.section_min = 40};
    const Entity *cases = entity_get(ENTITY_CASE);
    Record *record = record_new(ENTITY_CASE);
    Issues issues = {0};
    size_t examples = 0;
    for (int i = 0; i < CASE_FIELDS; i++)
        if (cases->fields[i].example && cases->fields[i].kind <= FIELD_TEXT) {
            record_set_text(record, i, str_of(cases->fields[i].example));
            examples++;
        }
    assert_true(examples >= 8);
    lint_check(record, &context, ISSUE_PUBLISH, &issues);
    for (size_t i = 0; i < issues.len; i++)
        assert_false(record_has(record, issues.items[i].field));
    issues_free(&issues);
    record_free(record);
}

static void the_example_of_a_category_is_a_leaf(void **state) {
    (void)state;
    Taxonomy *taxonomy;
    Error err;
    Buf path = {0};
    const char *src = getenv("ANLIKU_TEST_SRC");
    buf_printf(&path, "%s/data/taxonomy.yaml", src ? src : ".");
    assert_true(taxonomy_read(buf_text(&path), &taxonomy, &err));
    const TaxonomyCategory *found =
        taxonomy_find(taxonomy, str_of(entity_get(ENTITY_CASE)->fields[CASE_CATEGORY].example));
    assert_non_null(found);
    assert_true(found->leaf);
    taxonomy_free(taxonomy);
    buf_free(&path);
}

/* A quote is short, and words are what an English text is counted in. */
static void what_is_too_short_says_how_much_is_asked(void **state) {
    Place *place = *state;
    FormSession *session = open_new(place, CASE_FEEDBACK);
    session_paste(session, "家长说提醒很有用，不打扰。");
    session_press(session, "Tab");
    assert_false(session_says(session, CASE_FEEDBACK, "too short"));
    form_set_text(form_session_form(session), CASE_FEEDBACK, STR(""));
    form_set_focus(form_session_form(session), CASE_FEEDBACK);
    session_paste(session, "很好用。");
    session_press(session, "Tab");
    assert_true(session_says(session, CASE_FEEDBACK, "10 characters"));
    form_set_focus(form_session_form(session), CASE_BACKGROUND);
    session_paste(session, "Too many left.");
    session_press(session, "Tab");
    assert_true(session_says(session, CASE_BACKGROUND, "40 characters, or 20 words"));
    form_session_free(session);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_PLACE(a_consent_that_is_none_is_refused_where_it_stands),
        WITH_PLACE(the_consents_of_the_customer_are_offered),
        WITH_PLACE(arrows_end_at_the_first_and_last_choice),
        WITH_PLACE(home_and_end_change_no_choice),
        WITH_PLACE(related_cases_are_said_by_their_titles),
        WITH_PLACE(enter_ends_an_item_and_stays),
        WITH_PLACE(a_row_takes_after_the_one_above),
        WITH_PLACE(the_list_of_metrics_follows_the_typing),
        WITH_PLACE(a_day_that_is_none_is_said_when_its_cell_is_left),
        WITH_PLACE(the_summary_is_seen_whole_and_stays_a_line),
        cmocka_unit_test(examples_keep_the_rules),
        cmocka_unit_test(the_example_of_a_category_is_a_leaf),
        WITH_PLACE(what_is_too_short_says_how_much_is_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
