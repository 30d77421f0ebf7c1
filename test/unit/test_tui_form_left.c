#include "config.h"

#include "form_place.h"

#include "base/file.h"
#include "library/editleft.h"
#include "library/inbox.h"

#include <unistd.h>

/* A text that is left of an edit in the person's editor comes into the form again, and is listed
 * until it does. */

typedef struct Text {
    const char *title, *need; /* NULL: as it was begun */
} Text;

static Record *revision(Place *place, uint32_t rev) {
    Error err;
    Record *record;
    assert_true(library_load(place->library, ENTITY_CASE, place->record, rev, &record, &err));
    return record;
}

/* The text was begun from revision `rev`. */
static size_t join(Place *place, FormSession *session, uint32_t rev, Text text,
                   const Record *given) {
    Record *from = revision(place, rev), *mine = record_copy(given ? given : from);
    if (text.title)
        record_set_text(mine, CASE_TITLE, str_of(text.title));
    if (text.need)
        record_set_text(mine, CASE_NEED, str_of(text.need));
    assert_true(form_session_expect(session, rev));
    size_t changed = form_join_record(form_session_form(session), from, given, mine, STR("wang"));
    record_free(from);
    record_free(mine);
    return changed;
}

static void what_does_not_overlap_is_joined(void **state) {
    Place *place = *state;
    place_save_elsewhere(place, CASE_TITLE, "他们的标题");
    FormSession *session = session_of_case(place);
    assert_int_equal(join(place, session, 1, (Text){.need = "编辑器里的需求"}, NULL), 1);
    assert_int_equal(form_undecided(form_session_form(session)), 0);
    expect_session_text(session, CASE_TITLE, "他们的标题");
    expect_session_text(session, CASE_NEED, "编辑器里的需求");
    assert_int_equal(session_press(session, "^S"), SESSION_SAVED);
    form_session_free(session);
}

static void paragraphs_are_joined_too(void **state) {
    Place *place = *state;
    place_save_elsewhere(place, CASE_NEED, "甲段。\n\n乙段。\n\n丙段。");
    place_save_elsewhere(place, CASE_NEED, "甲段。\n\n乙段。\n\n丙段，他们改的。");
    FormSession *session = session_of_case(place);
    join(place, session, 2, (Text){.need = "我的甲段。\n\n乙段。\n\n丙段。"}, NULL);
    assert_int_equal(form_undecided(form_session_form(session)), 0);
    expect_session_text(session, CASE_NEED, "我的甲段。\n\n乙段。\n\n丙段，他们改的。");
    form_session_free(session);
}

/* Nothing is chosen for the person, and nothing is saved before they have seen it. */
static void what_both_changed_goes_through_the_door(void **state) {
    Place *place = *state;
    place_save_elsewhere(place, CASE_TITLE, "他们的标题");
    FormSession *session = session_of_case(place);
    join(place, session, 1, (Text){.title = "编辑器里的标题"}, NULL);
    assert_int_equal(form_undecided(form_session_form(session)), 1);
    assert_true(session_shows(session, "Theirs (wang, revision 2)"));
    assert_true(session_shows(session, "To decide: 1"));
    assert_int_equal(session_press(session, "^S"), SESSION_USED);
    assert_true(session_shows(session, "once more saves"));
    session_press(session, "F7");
    assert_true(session_shows(session, "1 Mine"));
    assert_true(session_shows(session, "在线教育续费")); /* before */
    session_press(session, "2");
    session_press(session, "Enter");
    expect_session_text(session, CASE_TITLE, "他们的标题");
    form_session_free(session);
}

/* Killed before anything was decided: the draft begins where the text did, so that saving asks. */
static void a_crash_does_not_open_the_door(void **state) {
    Place *place = *state;
    Error err;
    DraftInfo draft;
    bool found;
    place_save_elsewhere(place, CASE_TITLE, "他们的标题");
    FormSession *lost = session_of_case(place), *session; /* never closed: the process is gone */
    join(place, lost, 1, (Text){.title = "编辑器里的标题"}, NULL);
    form_session_tick(lost);
    assert_true(
        library_draft_find(place->library, ENTITY_CASE, place->record, &draft, &found, &err));
    assert_true(found);
    assert_true(form_session_resume(place->library, draft.id, &session, &err));
    expect_session_text(session, CASE_TITLE, "编辑器里的标题");
    assert_int_equal(session_press(session, "^S"), SESSION_USED);
    assert_int_equal(form_undecided(form_session_form(session)), 1);
    assert_true(session_shows(session, "他们的标题"));
    form_session_free(session);
    form_session_free(lost);
}

/* What stood in the form unsaved is the other side then, and a version of the draft. */
static void what_is_typed_here_is_not_written_over(void **state) {
    Place *place = *state;
    LibraryVersions versions;
    Error err;
    FormSession *session = session_of_case(place);
    form_set_focus(form_session_form(session), CASE_TITLE);
    session_paste(session, "后来打的");
    join(place, session, 1, (Text){.title = "编辑器里的标题"}, NULL);
    assert_int_equal(form_undecided(form_session_form(session)), 1);
    assert_true(session_shows(session, "What stood in the form"));
    assert_true(session_shows(session, "后来打的在线教育续费"));
    assert_true(
        library_draft_versions(place->library, form_session_draft(session), &versions, &err));
    assert_int_equal(versions.len, 2);
    free(versions.items);
    session_press(session, "^T");
    expect_session_text(session, CASE_TITLE, "后来打的在线教育续费");
    form_session_free(session);
}

/* The form goes on from what the editor was given: no question about what only one of them has
 * changed since. */
static void the_same_draft_goes_on(void **state) {
    Place *place = *state;
    FormSession *session = session_of_case(place);
    session_paste(session, "先打的");
    Record *given = revision(place, 1);
    record_set_text(given, CASE_TITLE, form_text(form_session_form(session), CASE_TITLE));
    session_paste(session, "再打的");
    join(place, session, 1, (Text){.need = "编辑器里的需求"}, given);
    record_free(given);
    assert_int_equal(form_undecided(form_session_form(session)), 0);
    expect_session_text(session, CASE_TITLE, "先打的再打的在线教育续费");
    expect_session_text(session, CASE_NEED, "编辑器里的需求");
    form_session_free(session);
}

/* ---- the list ---- */

static void leave_text(Place *place, Uuid record, uint32_t rev, const char *given,
                       const char *text) {
    Error err;
    Buf path = {0};
    EditOrigin origin = {.type = ENTITY_CASE, .record = record, .rev = rev};
    buf_puts(&origin.given, given);
    assert_true(library_edit_begin(place->library, &origin, &err));
    assert_true(library_edit_path(place->library, record, &path, &err));
    assert_true(file_write_atomic(buf_text(&path), str_of(text), 0600, &err));
    library_edit_origin_free(&origin);
    buf_free(&path);
}

static size_t left_count(Place *place, EditLeft *first) {
    Error err;
    EditLefts list;
    assert_true(library_edits_left(place->library, &list, &err));
    if (list.len)
        *first = list.items[0];
    free(list.items);
    return list.len;
}

static void texts_left_are_listed(void **state) {
    Place *place = *state;
    Error err;
    EditLeft left;
    EditOrigin origin = {0};
    Uuid fresh = uuid_new();
    assert_int_equal(left_count(place, &left), 0);
    leave_text(place, fresh, 0, "title:\n", "#! 提示\ntitle: \"没存过的案例\"\nneed: [坏的\n");
    assert_int_equal(left_count(place, &left), 1);
    assert_string_equal(left.title, "没存过的案例");
    assert_true(uuid_equal(left.record, fresh));
    assert_int_equal(left.rev, 0);
    assert_true(library_edit_origin(place->library, ENTITY_USER, fresh, &origin, &err));
    assert_int_equal(origin.type, ENTITY_CASE);
    assert_true(str_equal(buf_str(&origin.given), STR("title:\n")));
    library_edit_origin_free(&origin);
    leave_text(place, place->record, 1, "title: 甲\n", "#! 提示\ntitle: 甲\n"); /* nothing new */
    assert_int_equal(left_count(place, &left), 1);
    int held = library_edit_hold(place->library, fresh);
    assert_true(held >= 0);
    assert_int_equal(library_edit_hold(place->library, fresh), -1);
    assert_int_equal(left_count(place, &left), 0); /* it is in an editor just now */
    close(held);
    assert_int_equal(left_count(place, &left), 1);
    library_edit_end(place->library, fresh);
    assert_int_equal(left_count(place, &left), 0);
}

/* Of a text whose origin is not known everything is asked that was changed since the beginning. */
static void a_lost_origin_asks_most(void **state) {
    Place *place = *state;
    Error err;
    Buf path = {0};
    EditLeft left;
    EditOrigin origin = {0};
    assert_true(library_edit_path(place->library, place->record, &path, &err));
    assert_true(file_write_atomic(buf_text(&path), STR("title: 甲\n"), 0600, &err));
    assert_int_equal(left_count(place, &left), 1);
    assert_true(library_edit_origin(place->library, ENTITY_CASE, place->record, &origin, &err));
    assert_int_equal(origin.rev, 1);
    library_edit_origin_free(&origin);
    buf_free(&path);
}

static void a_text_put_away_comes_back(void **state) {
    Place *place = *state;
    Error err;
    EditLeft left;
    leave_text(place, place->record, 1, "", "title: 甲\n");
    assert_true(library_edit_discard(place->library, place->record, &err));
    assert_int_equal(left_count(place, &left), 0);
    assert_false(library_edit_discard(place->library, place->record, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    leave_text(place, place->record, 1, "", "title: 乙\n");
    assert_false(library_edit_restore(place->library, place->record, &err));
    assert_int_equal(err.code, ERR_INVALID);
    library_edit_end(place->library, place->record);
    assert_true(library_edit_restore(place->library, place->record, &err));
    assert_int_equal(left_count(place, &left), 1);
    assert_string_equal(left.title, "甲");
    assert_int_equal(left.rev, 1);
}

/* Another process's files count too; when nothing came or went, nothing is read. */
static void drafts_are_counted_when_one_came_or_went(void **state) {
    Place *place = *state;
    Error err;
    DraftsCount count = {0};
    char old[128];
    assert_true(library_drafts_count(place->library, &count, &err));
    assert_int_equal(count.count, 0);
    FormSession *session = session_of_case(place);
    session_paste(session, "打字");
    leave_text(place, uuid_new(), 0, "", "title: 甲\n");
    assert_true(library_drafts_count(place->library, &count, &err));
    assert_int_equal(count.count, 2);
    /* the folder changed a moment ago: another change might have the same stamp */
    size_t counted = count.counted;
    assert_true(library_drafts_count(place->library, &count, &err));
    assert_int_equal(count.counted, counted + 1);
    snprintf(old, sizeof old, "touch -d '1 hour ago' %s/drafts/*", place->path);
    assert_int_equal(system(old), 0);
    assert_true(library_drafts_count(place->library, &count, &err));
    counted = count.counted;
    session_paste(session, "再打"); /* in the same file */
    for (int i = 0; i < 5; i++)
        assert_true(library_drafts_count(place->library, &count, &err));
    assert_int_equal(count.counted, counted);
    assert_int_equal(count.count, 2);
    session_press(session, "^S");
    form_session_free(session);
    assert_true(library_drafts_count(place->library, &count, &err));
    assert_int_equal(count.count, 1);
}

static void the_inbox_has_them(void **state) {
    Place *place = *state;
    Error err;
    InboxList inbox = {0};
    InboxItem item = {.kind = INBOX_KINDS};
    Uuid fresh = uuid_new();
    leave_text(place, fresh, 0, "", "title: 没存过\n");
    leave_text(place, place->record, 1, "", "need: 只有需求\n");
    assert_true(library_inbox(place->library, 10, &inbox, &err));
    size_t found = 0;
    for (size_t i = 0; i < inbox.len; i++) {
        if (inbox.items[i].kind != INBOX_EDITED)
            continue;
        found++;
        assert_int_equal(inbox.items[i].type, ENTITY_CASE);
        if (uuid_equal(inbox.items[i].id, fresh))
            item = inbox.items[i];
        else
            assert_true(str_starts(inbox.items[i].number, STR("AL-")));
    }
    assert_int_equal(found, 2);
    assert_true(str_equal(item.title, STR("没存过")));
    assert_true(library_inbox_done(place->library, &item, &err));
    inbox_free(&inbox);
    EditLeft left;
    assert_int_equal(left_count(place, &left), 1);
}

/* A record that was never saved has its uuid from its text. */
static void a_text_of_no_record_opens_a_form(void **state) {
    Place *place = *state;
    Error err;
    FormSession *session;
    Uuid fresh = uuid_new();
    assert_true(form_session_open_left(place->library, ENTITY_CASE, fresh, &session, &err));
    assert_true(uuid_equal(form_session_record(session), fresh));
    assert_int_equal(form_base_rev(form_session_form(session)), 0);
    session_paste(session, "新的");
    form_session_free(session);
    assert_true(form_session_open_left(place->library, ENTITY_CASE, fresh, &session, &err));
    expect_session_text(session, CASE_TITLE,
                        "新的"); /* its draft, and no question before the text's */
    assert_false(form_session_asks(session));
    assert_int_equal(session_press(session, "^S"), SESSION_SAVED);
    assert_true(uuid_equal(form_session_saved(session)->id, fresh));
    form_session_free(session);
    assert_true(form_session_open_left(place->library, ENTITY_CASE, fresh, &session, &err));
    assert_int_equal(form_base_rev(form_session_form(session)), 1);
    form_session_free(session);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_PLACE(what_does_not_overlap_is_joined),
        WITH_PLACE(paragraphs_are_joined_too),
        WITH_PLACE(what_both_changed_goes_through_the_door),
        WITH_PLACE(a_crash_does_not_open_the_door),
        WITH_PLACE(what_is_typed_here_is_not_written_over),
        WITH_PLACE(the_same_draft_goes_on),
        WITH_PLACE(texts_left_are_listed),
        WITH_PLACE(a_lost_origin_asks_most),
        WITH_PLACE(a_text_put_away_comes_back),
        WITH_PLACE(drafts_are_counted_when_one_came_or_went),
        WITH_PLACE(the_inbox_has_them),
        WITH_PLACE(a_text_of_no_record_opens_a_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
