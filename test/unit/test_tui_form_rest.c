#include "config.h"

#include "form_keys.h"
#include "tui_app.h"
#include "unit.h"

#include "library/known.h"
#include "tui/app/state.h"
#include "tui/form/form.h"

/* What typing in a form needs is read while the person rests: no key waits for it, and no picture.
 */

/* --- a form over a library that counts how often it is asked -----------------------------------
 */

static int customers_asked, cases_asked;
static uint64_t version_now;

static void ask(void *context, int field, int sub, Str typed, Offers *out) {
    (void)context, (void)sub, (void)typed;
    if (field == CASE_CUSTOMER) {
        customers_asked++;
        offers_add(out, STR("晨光在线教育"), STR("晨光在线教育"), STR(""));
        if (version_now > 1)
            offers_add(out, STR("明德医院"), STR("明德医院"), STR(""));
        out->rule = OFFER_GROWS;
        out->records = out->lasting = true;
    } else if (field == CASE_RELATED) {
        cases_asked++;
        offers_add(out, STR("AL-2026-0001"), STR("续费率提升"), STR(""));
        out->picked = true;
    }
}

static uint64_t version(void *context) {
    (void)context;
    return version_now;
}

static Form *open_form(int focus) {
    Record *record = record_new(ENTITY_CASE);
    record_set_uuid(record, 0, uuid_new());
    Form *form = form_new(record, 0);
    record_free(record);
    version_now = 1;
    customers_asked = cases_asked = 0;
    form_on_offers(form, ask, NULL, NULL);
    form_reads_ahead(form, version);
    form_set_focus(form, focus);
    return form;
}

static void rest(Form *form) {
    int most = CASE_FIELDS;
    while (form_rest(form))
        assert_true(--most > 0); /* it comes to its end */
    assert_false(form_wants_rest(form));
}

static void no_picture_waits_for_what_is_not_read_yet(void **state) {
    (void)state;
    Form *form = open_form(CASE_CUSTOMER);
    form_press(form, "c");
    assert_false(form_shows(form, 24, 80, "晨光在线教育"));
    assert_int_equal(customers_asked, 0);
    assert_true(form_wants_rest(form));
    assert_true(form_rest(form)); /* the field with the focus first */
    assert_int_equal(customers_asked, 1);
    assert_true(form_shows(form, 24, 80, "晨光在线教育"));
    rest(form);
    assert_int_equal(customers_asked, 1);
    form_free(form);
}

static void what_was_read_is_asked_for_once(void **state) {
    (void)state;
    Form *form = open_form(CASE_TITLE);
    rest(form); /* also of fields that nobody has come to yet */
    assert_int_equal(customers_asked, 1);
    assert_int_equal(cases_asked, 0); /* those are looked for by what is typed */
    for (int i = 0; i < 3; i++) {
        form_set_focus(form, CASE_CUSTOMER);
        form_press(form, "c");
        assert_true(form_shows(form, 24, 80, "晨光在线教育"));
        form_press(form, "Esc");
        form_press(form, "^U");
        form_press(form, "Tab");
        rest(form);
    }
    assert_int_equal(customers_asked, 1);
    form_free(form);
}

/* Who types ahead takes what he would have seen. */
static void a_key_that_takes_something_waits_for_nobody(void **state) {
    (void)state;
    Form *form = open_form(CASE_CUSTOMER);
    form_press(form, "c");
    form_press(form, "g");
    form_press(form, "Tab");
    expect_form_text(form, CASE_CUSTOMER, "晨光在线教育");
    form_free(form);
}

static void another_version_is_asked_for_where_it_matters(void **state) {
    (void)state;
    Form *form = open_form(CASE_CUSTOMER);
    rest(form);
    version_now = 2; /* somebody saved a customer */
    form_press(form, "m");
    assert_false(form_shows(form, 24, 80, "明德医院")); /* a key takes what is there */
    assert_int_equal(customers_asked, 1);
    form_press(form, "F7");
    assert_true(form_shows(form, 24, 80, "明德医院"));
    assert_int_equal(customers_asked, 2);
    form_press(form, "Esc");
    form_press(form, "F7");
    assert_int_equal(customers_asked, 2);
    form_press(form, "Esc");
    version_now = 3;
    rest(form); /* the field with the focus is kept young */
    assert_int_equal(customers_asked, 3);
    version_now = 4;
    form_press(form, "^S");
    assert_int_equal(customers_asked, 4);
    form_free(form);
}

/* A list that is open stays what it is, whatever others save. */
static void an_open_list_does_not_change_by_itself(void **state) {
    (void)state;
    Form *form = open_form(CASE_CUSTOMER);
    rest(form);
    form_press(form, "c");
    assert_true(form_shows(form, 24, 80, "晨光在线教育"));
    version_now = 2;
    assert_false(form_wants_rest(form));
    assert_false(form_rest(form));
    form_press(form, "Tab");
    expect_form_text(form, CASE_CUSTOMER, "晨光在线教育");
    form_free(form);
}

static void what_does_not_last_is_asked_each_time(void **state) {
    (void)state;
    Form *form = open_form(CASE_RELATED);
    rest(form);
    assert_int_equal(cases_asked, 0);
    form_press(form, "a");
    assert_true(form_shows(form, 24, 80, "续费率提升"));
    form_press(form, "b");
    form_shows(form, 24, 80, "");
    assert_int_equal(cases_asked, 2);
    form_free(form);
}

static void nothing_is_read_for_who_only_reads(void **state) {
    (void)state;
    Form *form = open_form(CASE_TITLE);
    form_set_read_only(form, STR("read only"));
    assert_false(form_wants_rest(form));
    assert_false(form_rest(form));
    assert_int_equal(customers_asked, 0);
    form_free(form);
}

/* --- in the program ----------------------------------------------------------------------------
 */

static void event(Stage *stage, const char *key) {
    InputEvent event = {.type = INPUT_TYPE_KEY};
    assert_true(input_key_parse(str_of(key), &event.key));
    app_event(stage->app, &event);
    stage_draw(stage);
}

/* After every key the wait begins again; cases like a new one come when all else is read. */
static void cases_like_this_come_with_the_rest(void **state) {
    (void)state;
    Stage *stage = stage_filled(24, 80);
    stage_add_case(stage->library, "分层提醒让续费率回升", "晨光在线教育");
    stage_settle(stage);
    event(stage, "Ins");
    const char *const keys[] = {"分", "层", "提", "醒", "让"};
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        event(stage, keys[i]);
        assert_true(app_timer_is_set(stage->app, APP_TIMER_REST));
        assert_int_equal(stage->app->timers[APP_TIMER_REST].ms, 80);
        stage_expect_not(stage, "Like this");
    }
    for (int left = CASE_FIELDS; stage->app->timers[APP_TIMER_REST].ms != 70; left--) {
        app_timer(stage->app, APP_TIMER_REST); /* one thing after the other is read */
        assert_true(left > 0);
    }
    event(stage, "续"); /* which ends that rest */
    assert_int_equal(stage->app->timers[APP_TIMER_REST].ms, 80);
    app_timer(stage->app, APP_TIMER_REST);
    stage_draw(stage);
    stage_expect_not(stage, "Like this");
    stage_settle(stage);
    stage_expect(stage, "Like this");
    stage_expect(stage, "分层提醒让续费率回升");
    stage_free(stage);
}

/* --- what lint asks of the library --------------------------------------------------------------
 */

static bool always(void *context) {
    ++*(int *)context;
    return true;
}

static void reading_ahead_ends_with_the_next_key(void **state) {
    (void)state;
    Stage *stage = stage_filled(24, 80);
    LintLibrary lint;
    int asked = 0;
    library_lint_begin(stage->library, &lint);
    assert_false(library_lint_read(&lint, always, &asked));
    assert_true(asked > 0);
    assert_false(lint.loaded);
    assert_non_null(lint.context.known); /* the question is still answered */
    assert_false(lint.context.known(lint.context.known_context, CASE_TAGS, STR("从没见过的")));
    assert_true(lint.loaded);
    asked = 0;
    assert_true(library_lint_read(&lint, always, &asked)); /* it is there */
    assert_int_equal(asked, 0);
    library_lint_end(&lint);
    stage_free(stage);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_picture_waits_for_what_is_not_read_yet),
        cmocka_unit_test(what_was_read_is_asked_for_once),
        cmocka_unit_test(a_key_that_takes_something_waits_for_nobody),
        cmocka_unit_test(another_version_is_asked_for_where_it_matters),
        cmocka_unit_test(an_open_list_does_not_change_by_itself),
        cmocka_unit_test(what_does_not_last_is_asked_each_time),
        cmocka_unit_test(nothing_is_read_for_who_only_reads),
        cmocka_unit_test(cases_like_this_come_with_the_rest),
        cmocka_unit_test(reading_ahead_ends_with_the_next_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
