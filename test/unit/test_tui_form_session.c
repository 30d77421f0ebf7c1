#include "config.h"

#include "form_place.h"

/* The form over a real library: journal, recovery, saving, conflicts. */

static void opening_makes_no_draft(void **state) {
    Place *place = *state;
    FormSession *session = session_of_case(place);
    session_press(session, "Tab");
    form_session_tick(session);
    form_session_free(session);
    assert_int_equal(place_drafts(place), 0);
}

static void saving_takes_the_draft_away(void **state) {
    Place *place = *state;
    FormSession *session = session_of_case(place);
    session_press(session, "End");
    session_paste(session, "提升");
    assert_int_equal(place_drafts(place), 1);
    assert_true(form_session_has_draft(session));
    assert_int_equal(session_press(session, "^S"), SESSION_SAVED);
    assert_int_equal(form_session_saved(session)->rev, 2);
    assert_int_equal(place_drafts(place), 0);
    assert_int_equal(form_base_rev(form_session_form(session)), 2);
    assert_false(form_is_dirty(form_session_form(session)));
    session_paste(session, "！");
    assert_int_equal(session_press(session, "^S"), SESSION_SAVED);
    form_session_free(session);
    Record *record = place_load(place);
    assert_true(str_equal(record_text(record, CASE_TITLE), STR("在线教育续费提升！")));
    assert_int_equal(record_int(record, CASE_REV), 3);
    record_free(record);
}

static void undone_changes_leave_no_draft(void **state) {
    Place *place = *state;
    FormSession *session = session_of_case(place);
    session_paste(session, "x");
    session_press(session, "^Z");
    form_session_free(session);
    assert_int_equal(place_drafts(place), 0);
}

static void draft_comes_back_after_a_crash(void **state) {
    Place *place = *state;
    FormSession *session, *again;
    session = session_of_case(place); /* a process that is gone without a word: nothing is closed */
    session_press(session, "End");
    session_paste(session, "没有保存");
    assert_int_equal(place_drafts(place), 1);
    form_set_focus(form_session_form(session), CASE_OUTCOMES);
    session_paste(session, "retention");
    session_press(session, "Tab");
    session_press(session, "Tab");
    session_paste(session, "abc"); /* cannot be read as a number, and comes back all the same */
    again = session_of_case(place);
    assert_true(form_session_asks(again));
    assert_true(session_shows(again, "open in another session"));
    assert_int_equal(session_press(again, "d"), SESSION_USED);
    assert_true(session_shows(again, "+ 在线教育续费没有保存"));
    assert_true(session_shows(again, "- 在线教育续费"));
    session_press(again, "Esc");
    assert_true(form_session_asks(again));
    session_press(again, "Enter");
    assert_false(form_session_asks(again));
    expect_session_text(again, CASE_TITLE, "在线教育续费没有保存");
    expect_session_text(again, CASE_OUTCOMES, "retention\t\tabc\t\t\t\t");
    form_set_focus(form_session_form(again), CASE_OUTCOMES);
    session_press(again, "Tab");
    session_press(again, "Tab");
    session_press(again, "^U");
    assert_int_equal(session_press(again, "^S"), SESSION_SAVED);
    assert_int_equal(place_drafts(place), 0);
    form_session_free(again);
    form_session_free(session);
}

/* Whoever comes back reads whether he had left the draft or the line had dropped. */
static void the_question_says_how_it_ended(void **state) {
    Place *place = *state;
    FormSession *session = session_of_case(place);
    session_paste(session, "甲");
    assert_int_equal(session_press(session, "Esc"), SESSION_LEAVE);
    form_session_free(session);
    session = session_of_case(place);
    assert_true(session_shows(session, "Draft from"));
    assert_false(session_shows(session, "lost connection"));
    session_press(session, "Enter");
    session_paste(session, "乙");
    form_session_flush(session); /* the line drops */
    form_session_free(session);
    session = session_of_case(place);
    assert_true(session_shows(session, "(lost connection)"));
    session_press(session, "Enter");
    form_session_free(session); /* and again, before anything was typed */
    session = session_of_case(place);
    assert_true(session_shows(session, "(lost connection)"));
    session_press(session, "Enter");
    assert_true(form_session_leave(session));
    form_session_free(session);
    session = session_of_case(place);
    assert_false(session_shows(session, "lost connection"));
    form_session_free(session);
}

/* Also after a kill: the place is in the draft with the tick that follows a move. */
static void after_a_kill_one_is_where_one_was(void **state) {
    Place *place = *state;
    FormSession *session = session_of_case(place), *again; /* which is never closed in time */
    session_paste(session, "甲");
    form_set_focus(form_session_form(session), CASE_NEED);
    session_press(session, "End");
    session_press(session, "Left");
    form_session_tick(session);
    again = session_of_case(place);
    session_press(again, "Enter");
    assert_int_equal(form_focus(form_session_form(again)), CASE_NEED);
    session_paste(again, "乙");
    expect_session_text(again, CASE_NEED, "降低流乙失");
    form_session_free(again);
    form_session_free(session);
}

static void draft_can_be_thrown_away(void **state) {
    Place *place = *state;
    Uuid away;
    FormSession *session = session_of_case(place);
    session_paste(session, "x");
    form_session_free(session);
    assert_int_equal(place_drafts(place), 1);
    session = session_of_case(place);
    session_press(session, "x");
    assert_int_equal(place_drafts(place), 0);
    assert_false(form_session_asks(session));
    expect_session_text(session, CASE_TITLE, "在线教育续费");
    assert_true(session_shows(session, "^Z brings it back"));
    assert_true(form_session_put_away(session, &away));
    assert_false(form_session_put_away(session, &away)); /* told once */
    session_press(session, "^Z");
    expect_session_text(session, CASE_TITLE, "x在线教育续费");
    assert_int_equal(place_drafts(place), 1);
    session_press(session, "^Z"); /* now it means the text */
    assert_int_equal(place_drafts(place), 1);
    form_session_free(session);
}

static void shown_draft_can_be_thrown_away(void **state) {
    Place *place = *state;
    FormSession *session = session_of_case(place);
    session_paste(session, "x");
    form_session_free(session);
    place_save_elsewhere(place, CASE_RESULT, "结果");
    session = session_of_case(place);
    session_press(session, "d");
    session_press(session, "Enter");
    session_press(session, "x");
    assert_int_equal(place_drafts(place), 0);
    expect_session_text(session, CASE_TITLE, "在线教育续费");
    expect_session_text(session, CASE_RESULT, "结果");
    form_session_free(session);
}

static void leaving_at_the_question_keeps_it(void **state) {
    Place *place = *state;
    FormSession *session = session_of_case(place);
    session_paste(session, "x");
    form_session_free(session);
    session = session_of_case(place);
    assert_int_equal(session_press(session, "Esc"), SESSION_LEAVE);
    form_session_free(session);
    assert_int_equal(place_drafts(place), 1);
}

static void opening_elsewhere_takes_over(void **state) {
    Place *place = *state;
    FormSession *first = session_of_case(place), *second;
    session_paste(first, "甲");
    second = session_of_case(place);
    session_press(second, "Enter");
    session_paste(second, "乙");
    session_paste(first, "丙");
    assert_true(form_is_read_only(form_session_form(first)));
    form_session_tick(second);
    form_session_free(first);
    assert_int_equal(place_drafts(place), 1);
    expect_session_text(second, CASE_TITLE, "甲乙在线教育续费"); /* where the first one was */
    assert_false(form_is_read_only(form_session_form(second)));
    form_session_free(second);
}

static void changes_of_others_are_merged(void **state) {
    Place *place = *state;
    FormSession *session = session_of_case(place);
    session_press(session, "End");
    session_paste(session, "我");
    place_save_elsewhere(place, CASE_RESULT, "他们的结果");
    assert_int_equal(session_press(session, "^S"), SESSION_SAVED); /* nothing to decide */
    assert_int_equal(form_session_saved(session)->rev, 3);
    form_session_free(session);
    Record *record = place_load(place);
    assert_true(str_equal(record_text(record, CASE_TITLE), STR("在线教育续费我")));
    assert_true(str_equal(record_text(record, CASE_RESULT), STR("他们的结果")));
    record_free(record);
}

static void conflict_is_decided_by_the_person(void **state) {
    Place *place = *state;
    FormSession *session = session_of_case(place);
    session_press(session, "End");
    session_paste(session, "我");
    place_save_elsewhere(place, CASE_TITLE, "他们的标题");
    assert_int_equal(session_press(session, "^S"), SESSION_USED);
    assert_true(session_shows(session, "他们的标题"));
    assert_true(session_shows(session, "在线教育续费我"));
    assert_int_equal(place_drafts(place), 1);
    assert_int_equal(session_press(session, "^S"),
                     SESSION_USED); /* once more in a hurry: nothing is lost */
    Record *record = place_load(place);
    assert_true(str_equal(record_text(record, CASE_TITLE), STR("他们的标题")));
    record_free(record);
    session_press(session, "^T");
    expect_session_text(session, CASE_TITLE, "他们的标题");
    session_press(session, "^T");
    assert_int_equal(session_press(session, "^S"), SESSION_SAVED);
    record = place_load(place);
    assert_true(str_equal(record_text(record, CASE_TITLE), STR("在线教育续费我")));
    assert_int_equal(record_int(record, CASE_REV), 3);
    record_free(record);
    form_session_free(session);
}

static void draft_on_an_old_revision_merges(void **state) {
    Place *place = *state;
    Error err;
    FormSession *session = session_of_case(place);
    session_press(session, "End");
    session_paste(session, "草稿");
    form_session_free(session);
    place_save_elsewhere(place, CASE_RESULT, "新结果");
    DraftInfo draft;
    bool found;
    assert_true(
        library_draft_find(place->library, ENTITY_CASE, place->record, &draft, &found, &err));
    assert_true(found);
    assert_true(form_session_resume(place->library, draft.id, &session, &err));
    assert_int_equal(form_base_rev(form_session_form(session)), 1);
    assert_int_equal(session_press(session, "^S"), SESSION_SAVED);
    expect_session_text(session, CASE_RESULT, "新结果");
    expect_session_text(session, CASE_TITLE, "在线教育续费草稿");
    form_session_free(session);
}

static void new_record_goes_through_a_draft(void **state) {
    Place *place = *state;
    Error err;
    FormSession *session;
    DraftList list = {0};
    assert_true(form_session_open(place->library, ENTITY_CASE, (Uuid){0}, &session, &err));
    Uuid id = form_session_record(session);
    session_paste(session, "新案例");
    form_session_flush(session);
    form_session_free(session);
    assert_true(library_drafts(place->library, &list, &err));
    assert_int_equal(list.len, 1);
    assert_string_equal(list.items[0].title, "新案例");
    assert_true(form_session_resume(place->library, list.items[0].id, &session, &err));
    free(list.items);
    assert_true(uuid_equal(form_session_record(session), id));
    expect_session_text(session, CASE_TITLE, "新案例");
    form_set_text(form_session_form(session), CASE_CUSTOMER, STR("新客户"));
    assert_int_equal(session_press(session, "^S"), SESSION_SAVED);
    assert_true(form_session_saved(session)->created);
    assert_string_equal(form_session_saved(session)->new_customer, "新客户");
    assert_int_equal(place_drafts(place), 0);
    form_session_free(session);
}

static void refused_save_keeps_the_text(void **state) {
    Place *place = *state;
    FormSession *session = session_of_case(place);
    session_press(session, "^K");
    assert_int_equal(session_press(session, "^S"), SESSION_USED);
    assert_true(session_shows(session, "missing"));
    assert_int_equal(place_drafts(place), 1);
    form_session_free(session);
}

static void long_texts_wait_for_the_tick(void **state) {
    Place *place = *state;
    Error err;
    char *text = malloc(20001);
    memset(text, 'a', 20000);
    text[20000] = '\0';
    FormSession *session = session_of_case(place), *again;
    form_set_focus(form_session_form(session), CASE_NEED);
    session_paste(session, "x"); /* there is a draft */
    session_paste(session, text);
    form_session_tick(session);
    DraftInfo draft;
    bool found;
    assert_true(
        library_draft_find(place->library, ENTITY_CASE, place->record, &draft, &found, &err));
    assert_true(form_session_resume(place->library, draft.id, &again, &err));
    assert_int_equal(form_text(form_session_form(again), CASE_NEED).len,
                     20001 + strlen("降低流失"));
    form_session_free(again);
    form_session_free(session);
    free(text);
}

static void a_draft_that_is_gone_begins_again(void **state) {
    Place *place = *state;
    Error err;
    FormSession *session = session_of_case(place);
    session_paste(session, "一");
    DraftInfo draft;
    bool found;
    assert_true(
        library_draft_find(place->library, ENTITY_CASE, place->record, &draft, &found, &err));
    assert_true(library_draft_discard(place->library, draft.id, &err));
    form_set_focus(form_session_form(session), CASE_NEED);
    session_paste(session, "二");
    assert_int_equal(place_drafts(place), 1);
    form_session_free(session);
    assert_true(
        library_draft_find(place->library, ENTITY_CASE, place->record, &draft, &found, &err));
    assert_true(form_session_resume(place->library, draft.id, &session, &err));
    expect_session_text(session, CASE_TITLE, "一在线教育续费");
    expect_session_text(session, CASE_NEED, "二降低流失");
    form_session_free(session);
}

static void used_values_are_suggested(void **state) {
    Place *place = *state;
    place_save_elsewhere(place, CASE_INDUSTRY, "在线教育");
    FormSession *session = session_of_case(place);
    form_set_text(form_session_form(session), CASE_INDUSTRY, STR(""));
    form_set_focus(form_session_form(session), CASE_INDUSTRY);
    session_press(session, "F7");
    session_press(session, "Enter");
    expect_session_text(session, CASE_INDUSTRY, "在线教育");
    form_set_focus(form_session_form(session), CASE_REVIEWER);
    session_press(session, "F7");
    session_press(session, "Enter");
    expect_session_text(session, CASE_REVIEWER, "wang");
    form_session_free(session);
}

static void a_case_takes_over_what_its_customer_is(void **state) {
    Place *place = *state;
    Error err;
    SaveResult result;
    Record *customer = library_new_record(place->library, ENTITY_CUSTOMER);
    record_set_text(customer, CUSTOMER_NAME, STR("晨光在线教育"));
    record_set_text(customer, CUSTOMER_SHORT_NAME, STR("晨光"));
    record_set_text(customer, CUSTOMER_INDUSTRY, STR("教育"));
    record_set_text(customer, CUSTOMER_REGION, STR("华东"));
    assert_true(library_save(place->library, customer, 0, STR(""), NULL, &result, &err));
    record_free(customer);
    FormSession *session = session_of_case(place);
    Form *form = form_session_form(session);
    form_set_text(form, CASE_REGION, STR("华南"));
    form_set_text(form, CASE_CUSTOMER, STR(""));
    form_set_focus(form, CASE_CUSTOMER);
    session_press(session, "c");
    session_press(session, "g");
    session_press(session, "z");
    session_press(session, "Enter");
    expect_session_text(session, CASE_CUSTOMER, "晨光在线教育");
    expect_session_text(session, CASE_INDUSTRY, "教育");
    expect_session_text(session, CASE_REGION, "华南"); /* what stands there stays */
    form_session_free(session);
}

static void unknown_records_and_drafts_are_errors(void **state) {
    Place *place = *state;
    Error err = {0};
    FormSession *session;
    assert_false(form_session_open(place->library, ENTITY_CASE, uuid_new(), &session, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    assert_false(form_session_resume(place->library, uuid_new(), &session, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_PLACE(opening_makes_no_draft),
        WITH_PLACE(saving_takes_the_draft_away),
        WITH_PLACE(undone_changes_leave_no_draft),
        WITH_PLACE(draft_comes_back_after_a_crash),
        WITH_PLACE(the_question_says_how_it_ended),
        WITH_PLACE(after_a_kill_one_is_where_one_was),
        WITH_PLACE(draft_can_be_thrown_away),
        WITH_PLACE(shown_draft_can_be_thrown_away),
        WITH_PLACE(leaving_at_the_question_keeps_it),
        WITH_PLACE(opening_elsewhere_takes_over),
        WITH_PLACE(changes_of_others_are_merged),
        WITH_PLACE(conflict_is_decided_by_the_person),
        WITH_PLACE(draft_on_an_old_revision_merges),
        WITH_PLACE(new_record_goes_through_a_draft),
        WITH_PLACE(refused_save_keeps_the_text),
        WITH_PLACE(long_texts_wait_for_the_tick),
        WITH_PLACE(a_draft_that_is_gone_begins_again),
        WITH_PLACE(used_values_are_suggested),
        WITH_PLACE(a_case_takes_over_what_its_customer_is),
        WITH_PLACE(unknown_records_and_drafts_are_errors),
    };
    return cmocka_run_group_tests_name("tui form session", tests, NULL, NULL);
}
