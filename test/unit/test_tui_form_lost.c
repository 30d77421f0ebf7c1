#include "config.h"

#include "form_place.h"

#include "base/file.h"
#include "library/presence.h"
#include "library/rejoin.h"
#include "record/state.h"
#include "tui/widget/scrap.h"

#include <unistd.h>

/* Forms that two people or two sessions have open: nothing of either is lost. */

static const char *const three = "甲段。\n\n乙段。\n\n丙段。";

static void put(FormSession *session, int field, const char *text) {
    form_set_focus(form_session_form(session), field);
    session_press(session, "^Home");
    session_paste(session, text);
}

static bool draft_holds(Place *place, Uuid id, uint32_t version, const char *text);

/* ---- two sessions of one person ---- */

static Uuid only_draft(Place *place) {
    Error err;
    DraftList list = {0};
    assert_true(library_drafts(place->library, &list, &err));
    assert_int_equal(list.len, 1);
    Uuid id = list.items[0].id;
    free(list.items);
    return id;
}

typedef struct Gathered {
    Buf text;
} Gathered;

static bool gather(void *context, int field, bool encoded, Str value, Error *err) {
    Gathered *gathered = context;
    (void)field, (void)encoded, (void)err;
    buf_put_str(&gathered->text, value);
    buf_putc(&gathered->text, '|');
    return true;
}

static bool draft_holds(Place *place, Uuid id, uint32_t version, const char *text) {
    Gathered gathered = {{0}};
    Error err;
    assert_true(
        library_draft_read(place->library, id, ENTITY_CASE, version, gather, &gathered, &err));
    bool holds = str_find(buf_str(&gathered.text), str_of(text), 0) != SIZE_MAX;
    buf_free(&gathered.text);
    return holds;
}

static void both_sessions_keep_their_text(void **state) {
    Place *place = *state;
    FormSession *older = session_of_case(place), *newer;
    LibraryVersions versions;
    Error err;
    session_paste(older, "旧");
    newer = session_of_case(place);
    assert_true(session_shows(newer, "open in another session"));
    session_press(newer, "Enter");
    session_paste(newer, "新");
    session_paste(older, "还在写");
    assert_true(form_is_read_only(form_session_form(older)));
    assert_true(session_shows(older, "What was typed here last is a version of it"));
    session_paste(newer, "最新");
    Uuid id = only_draft(place);
    assert_true(draft_holds(place, id, 0, "旧新最新在线教育续费"));
    assert_true(library_draft_versions(place->library, id, &versions, &err));
    size_t aside = versions.len;
    for (size_t i = 0; i < versions.len; i++)
        if (versions.items[i].aside)
            aside = i;
    assert_true(aside < versions.len);
    assert_true(draft_holds(place, id, versions.items[aside].number, "旧还在写在线教育续费"));
    free(versions.items);
    /* the older one is closed last, and the newer one saves: the draft stays for what is aside */
    assert_int_equal(session_press(newer, "^S"), SESSION_SAVED);
    assert_true(session_shows(newer, "holds a version from another session"));
    form_session_free(newer);
    form_session_free(older);
    assert_int_equal(place_drafts(place), 1);
}

/* Several fields at once, as an editor brings them back: all of them are in the version aside. */
static void all_that_comes_at_once_is_kept(void **state) {
    Place *place = *state;
    Error err;
    LibraryVersions versions;
    FormSession *older = session_of_case(place), *newer;
    session_paste(older, "旧");
    newer = session_of_case(place);
    session_press(newer, "Enter");
    Record *record = place_load(place);
    record_set_text(record, CASE_TITLE, STR("带回的标题"));
    record_set_text(record, CASE_SOLUTION, STR("带回的方案"));
    assert_int_equal(form_take_record(form_session_form(older), record), 2);
    record_free(record);
    assert_true(form_is_read_only(form_session_form(older)));
    Uuid id = only_draft(place);
    bool title = false, solution = false;
    assert_true(library_draft_versions(place->library, id, &versions, &err));
    for (size_t i = 0; i < versions.len; i++) {
        title = title || draft_holds(place, id, versions.items[i].number, "带回的标题");
        solution = solution || draft_holds(place, id, versions.items[i].number, "带回的方案");
    }
    free(versions.items);
    assert_true(title);
    assert_true(solution);
    form_session_free(newer);
    form_session_free(older);
}

/* Nothing was typed in the older one since: it learns of it by itself. */
static void the_older_session_learns_of_it(void **state) {
    Place *place = *state;
    FormSession *older = session_of_case(place), *newer;
    session_paste(older, "旧");
    form_session_tick(older);
    assert_false(form_is_read_only(form_session_form(older)));
    newer = session_of_case(place);
    session_press(newer, "Enter");
    form_session_tick(older);
    assert_true(form_is_read_only(form_session_form(older)));
    session_press(newer, "^S");
    form_session_free(older);
    form_session_free(newer);
    assert_int_equal(place_drafts(place), 0); /* the older one had nothing of its own */
}

/* A paste that a field cannot hold any more is not passed over in silence, whichever way it came.
 */
static void what_does_not_fit_is_said(void **state) {
    Place *place = *state;
    enum { PART = 3000 };
    static const int fields[] = {CASE_TITLE, CASE_OUTCOMES};
    char part[PART + 1];
    memset(part, 'x', PART);
    part[PART] = '\0';
    FormSession *session = session_of_case(place);
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        form_set_focus(form_session_form(session), fields[i]);
        session_paste(session, part);
        assert_int_equal(form_field_message(form_session_form(session), fields[i]).len, 0);
        session_paste(session, part);
        assert_true(session_shows(session, "nothing was put in"));
    }
    form_set_focus(form_session_form(session), CASE_TITLE);
    session_press(session, "x"); /* what was said is over */
    session_press(session, "^O");
    session_press(session, "End");
    assert_int_equal(form_field_message(form_session_form(session), CASE_TITLE).len, 0);
    session_press(session, "^R");
    assert_true(form_field_message(form_session_form(session), CASE_TITLE).len > 0);
    form_session_free(session);
    scrap_free();
}

/* What is open above a field ends when the focus goes elsewhere by itself, as ^X does it that finds
 * something wrong. */
static void a_bar_ends_with_its_field(void **state) {
    Place *place = *state;
    FormSession *session = session_of_case(place);
    Form *form = form_session_form(session);
    form_set_text(form, CASE_OUTCOMES, STR("续费率\t%\tviel\t71"));
    session_press(session, "^F");
    assert_true(session_shows(session, "Tab: replace"));
    assert_false(form_check(form));
    assert_int_equal(form_focus(form), CASE_OUTCOMES);
    assert_false(session_shows(session, "Tab: replace"));
    session_press(session, "9");
    session_press(session, "^Z");
    form_session_free(session);
}

/* A file stands where the folder of the drafts would be: nothing can be written. */
static void block_drafts(const Place *place, bool block) {
    char path[128], away[136];
    Error err;
    snprintf(path, sizeof path, "%s/drafts", place->path);
    snprintf(away, sizeof away, "%s.away", path);
    if (block) {
        assert_int_equal(rename(path, away), 0);
        assert_true(file_write_atomic(path, STR("in the way"), 0600, &err));
    } else {
        assert_int_equal(unlink(path), 0);
        assert_int_equal(rename(away, path), 0);
    }
}

static bool unsaved_has(const FormSession *session, const char *text) {
    Buf out = {0};
    form_session_put_unsaved(session, &out);
    bool has = str_find(buf_str(&out), str_of(text), 0) != SIZE_MAX;
    buf_free(&out);
    return has;
}

/* What is typed meanwhile is said to be nowhere else, and goes into the draft as soon as it can. */
static void a_draft_that_cannot_be_written_is_said(void **state) {
    Place *place = *state;
    block_drafts(place, true);
    FormSession *session = session_of_case(place);
    session_paste(session, "写不进去的");
    assert_true(session_shows(session, "stands only here"));
    assert_true(session_shows(session, "In no draft"));
    assert_true(unsaved_has(session, "Title: 写不进去的在线教育续费"));
    assert_false(form_session_flush(session));
    block_drafts(place, false);
    form_session_tick(session);
    assert_true(session_shows(session, "written again"));
    assert_false(session_shows(session, "In no draft"));
    assert_false(unsaved_has(session, "写不进去的"));
    assert_true(form_session_flush(session));
    assert_int_equal(place_drafts(place), 1);
    form_session_free(session);
}

/* ---- versions ---- */

static void a_version_is_looked_at_and_brought_back(void **state) {
    Place *place = *state;
    Error err;
    FormSession *session = session_of_case(place);
    session_press(session, "^T");
    assert_true(session_shows(session, "There is no draft"));
    session_paste(session, "第一稿 ");
    form_session_free(session);
    assert_true(form_session_resume(place->library, only_draft(place), &session, &err));
    session_press(session, "End");
    session_paste(session, "第二稿 ");
    session_press(session, "^T");
    assert_true(form_session_asks(session));
    assert_true(session_shows(session, "the newest"));
    session_press(session, "Down");
    session_press(session, "Enter");
    assert_true(session_shows(session, "+ 第一稿 在线教育续费"));
    session_press(session, "Esc");
    session_press(session, "Esc");
    assert_false(form_session_asks(session));
    expect_session_text(session, CASE_TITLE, "第一稿 在线教育续费第二稿 ");
    session_press(session, "^T");
    session_press(session, "Down");
    session_press(session, "Enter");
    session_press(session, "Enter");
    expect_session_text(session, CASE_TITLE, "第一稿 在线教育续费");
    session_press(session, "^T"); /* and what stood there is a version, too */
    session_press(session, "Down");
    session_press(session, "Enter");
    assert_true(session_shows(session, "+ 第一稿 在线教育续费第二稿"));
    session_press(session, "Enter");
    expect_session_text(session, CASE_TITLE, "第一稿 在线教育续费第二稿 ");
    form_session_free(session);
    assert_true(draft_holds(place, only_draft(place), 0, "第一稿 在线教育续费第二稿 "));
}

/* ---- two people ---- */

static void paragraphs_of_both_stand(void **state) {
    Place *place = *state;
    place_save_elsewhere(place, CASE_SOLUTION, three);
    FormSession *session = session_of_case(place);
    put(session, CASE_SOLUTION, "我的开头：");
    place_save_elsewhere(place, CASE_SOLUTION, "甲段。\n\n乙段。\n\n丙段，他们改的。");
    assert_int_equal(session_press(session, "^S"), SESSION_SAVED);
    assert_string_equal(form_session_joined(session), "wang");
    expect_session_text(session, CASE_SOLUTION, "我的开头：甲段。\n\n乙段。\n\n丙段，他们改的。");
    form_session_free(session);
}

/* One paragraph both changed, another one only they: whichever is taken, the other one stands. */
static void only_what_both_changed_is_asked(void **state) {
    Place *place = *state;
    place_save_elsewhere(place, CASE_SOLUTION, three);
    FormSession *session = session_of_case(place);
    put(session, CASE_SOLUTION, "我的");
    place_save_elsewhere(place, CASE_SOLUTION, "他们的甲段。\n\n乙段。\n\n丙段，他们改的。");
    assert_int_equal(session_press(session, "^S"), SESSION_USED);
    expect_session_text(session, CASE_SOLUTION, "我的甲段。\n\n乙段。\n\n丙段，他们改的。");
    assert_true(session_shows(session, "wang saved revision 3 meanwhile"));
    session_press(session, "^T");
    expect_session_text(session, CASE_SOLUTION, "他们的甲段。\n\n乙段。\n\n丙段，他们改的。");
    session_press(session, "^T");
    session_press(session, "F7");
    assert_true(session_shows(session, "1 Mine"));
    assert_true(session_shows(session, "2 Theirs (wang, revision 3)"));
    assert_true(session_shows(session, "3 Before"));
    assert_true(session_shows(session, "他们的甲段。"));
    session_press(session, "4");
    session_press(session, "Enter");
    expect_session_text(session, CASE_SOLUTION,
                        "我的甲段。\n\n他们的甲段。\n\n乙段。\n\n丙段，他们改的。");
    assert_int_equal(session_press(session, "^S"), SESSION_SAVED);
    form_session_free(session);
}

static void each_part_is_chosen_for_itself(void **state) {
    Place *place = *state;
    place_save_elsewhere(place, CASE_SOLUTION, three);
    FormSession *session = session_of_case(place);
    form_set_focus(form_session_form(session), CASE_SOLUTION);
    form_set_text(form_session_form(session), CASE_SOLUTION, STR("我甲。\n\n乙段。\n\n我丙。"));
    place_save_elsewhere(place, CASE_SOLUTION, "他甲。\n\n乙段。\n\n他丙。");
    assert_int_equal(session_press(session, "^S"), SESSION_USED);
    session_press(session, "F7");
    assert_true(session_shows(session, "Part 1 of 2"));
    session_press(session, "2");
    assert_true(session_shows(session, "Part 2 of 2"));
    session_press(session, "Left");
    assert_true(session_shows(session, "> 2 Theirs"));
    session_press(session, "Esc"); /* nothing was taken yet */
    expect_session_text(session, CASE_SOLUTION, "我甲。\n\n乙段。\n\n我丙。");
    session_press(session, "F7");
    session_press(session, "2");
    session_press(session, "3");
    session_press(session, "Enter");
    expect_session_text(session, CASE_SOLUTION, "他甲。\n\n乙段。\n\n丙段。");
    session_press(session, "^Z"); /* a step of the field's undo */
    expect_session_text(session, CASE_SOLUTION, "我甲。\n\n乙段。\n\n我丙。");
    session_press(session, "^Y");
    assert_int_equal(session_press(session, "^S"), SESSION_SAVED);
    form_session_free(session);
}

static void tags_of_both_stand(void **state) {
    Place *place = *state;
    Error err;
    SaveResult result;
    FormSession *session = session_of_case(place);
    form_set_text(form_session_form(session), CASE_TAGS, STR("我的标签"));
    Record *record = place_load(place);
    Value tag = value_text(STR("他们的标签"));
    record_set(record, CASE_TAGS, value_list(&tag, 1));
    assert_true(library_save(place->library, record, 1, STR(""), NULL, &result, &err));
    record_free(record);
    if (session_press(session, "^S") !=
        SESSION_SAVED) /* a tag that nobody has used yet is asked about */
        assert_int_equal(session_press(session, "y"), SESSION_SAVED);
    expect_session_text(session, CASE_TAGS, "他们的标签; 我的标签");
    form_session_free(session);
}

/* The smallest window still shows what there is to choose from. */
static void a_small_window_shows_all_three(void **state) {
    Place *place = *state;
    Grid grid = {0};
    Buf dump = {0};
    FormSession *session = session_of_case(place);
    put(session, CASE_TITLE, "我的");
    place_save_elsewhere(place, CASE_TITLE, "别人写的");
    assert_int_equal(session_press(session, "^S"), SESSION_USED);
    session_press(session, "F7");
    grid_resize(&grid, 10, 40);
    form_session_draw(session, &grid, grid_all(&grid));
    grid_dump(&grid, &dump, 0);
    assert_true(str_find(buf_str(&dump), STR("1 Mine 我的在线教育续费"), 0) != SIZE_MAX);
    assert_true(str_find(buf_str(&dump), STR("别人写的"), 0) != SIZE_MAX);
    assert_true(str_find(buf_str(&dump), STR("3 Before 在线教育续费"), 0) != SIZE_MAX);
    buf_free(&dump);
    grid_free(&grid);
    form_session_free(session);
}

/* Both texts are long: scrolling ends with the last line, and one key leads back from there. */
static void a_long_conflict_ends(void **state) {
    Place *place = *state;
    Buf text = {0};
    FormSession *session = session_of_case(place);
    for (int i = 0; i < 40; i++)
        buf_printf(&text, "我第%d句没有句号\n", i);
    form_set_focus(form_session_form(session), CASE_NEED);
    form_set_text(form_session_form(session), CASE_NEED, buf_str(&text));
    place_save_elsewhere(place, CASE_NEED, "他们的第一句，\n也是最后一句");
    assert_int_equal(session_press(session, "^S"), SESSION_USED);
    session_press(session, "F7");
    assert_true(session_shows(session, "我第0句"));
    for (int i = 0; i < 200; i++) {
        session_press(session, i % 2 ? "PgDn" : "Down");
        assert_true(session_shows(session, "他们的第一句"));
    }
    assert_true(session_shows(session, "我第39句"));
    session_press(session, "Up");
    assert_false(session_shows(session, "我第39句"));
    session_press(session, "End");
    assert_true(session_shows(session, "我第39句"));
    session_press(session, "Home");
    assert_true(session_shows(session, "我第0句"));
    buf_free(&text);
    form_session_free(session);
}

/* What cannot be read cannot be kept either; the form says so and goes there. */
static void keeping_says_what_is_wrong(void **state) {
    Place *place = *state;
    FormSession *session = session_of_case(place);
    put(session, CASE_TITLE, "我的");
    place_save_elsewhere(place, CASE_TITLE, "他们的标题");
    assert_int_equal(session_press(session, "^S"), SESSION_USED);
    form_set_focus(form_session_form(session), CASE_IMPORTANCE);
    session_paste(session, "viel");
    form_set_focus(form_session_form(session), CASE_TITLE);
    session_press(session, "F7");
    assert_int_equal(session_press(session, "k"), SESSION_USED);
    assert_true(form_field_message(form_session_form(session), CASE_IMPORTANCE).len > 0);
    assert_int_equal(form_focus(form_session_form(session)), CASE_IMPORTANCE);
    form_session_free(session);
}

/* k, or with a Chinese input method, which takes letters, 5. */
static void keep_beside(Place *place, const char *key) {
    Error err;
    KeptRevisions kept;
    FormSession *session = session_of_case(place);
    put(session, CASE_TITLE, "我的");
    place_save_elsewhere(place, CASE_TITLE, "他们的标题");
    assert_int_equal(session_press(session, "^S"), SESSION_USED);
    session_press(session, "F7");
    assert_int_equal(session_press(session, key), SESSION_SAVED);
    assert_true(form_session_kept(session));
    expect_session_text(session, CASE_TITLE, "他们的标题");
    assert_int_equal(place_drafts(place), 0);
    form_session_free(session);
    assert_true(library_kept(place->library, &kept, &err));
    assert_int_equal(kept.len, 1);
    Record *mine;
    assert_true(
        library_load(place->library, ENTITY_CASE, place->record, kept.items[0].rev, &mine, &err));
    assert_true(str_equal(record_text(mine, CASE_TITLE), STR("我的在线教育续费")));
    record_free(mine);
    free(kept.items);
}

static void mine_can_be_kept_beside(void **state) {
    keep_beside(*state, "k");
}

static void mine_can_be_kept_with_an_input_method(void **state) {
    keep_beside(*state, "５");
}

/* ---- the record goes away below ---- */

static void trash_below(Place *place) {
    SaveResult result;
    Error err;
    assert_true(library_trash(place->library, ENTITY_CASE, place->record, true, &result, &err));
}

static void a_trashed_case_is_brought_back(void **state) {
    Place *place = *state;
    FormSession *session = session_of_case(place);
    put(session, CASE_TITLE, "我的");
    trash_below(place);
    assert_int_equal(session_press(session, "^S"), SESSION_USED);
    assert_true(session_shows(session, "wang put it into the trash"));
    session_press(session, "Esc");
    assert_int_equal(place_drafts(place), 1);
    assert_true(session_shows(session, "safe in the draft"));
    session_press(session, "^S");
    assert_int_equal(session_press(session, "1"), SESSION_SAVED);
    Record *record = place_load(place);
    assert_true(str_equal(record_text(record, CASE_TITLE), STR("我的在线教育续费")));
    assert_int_equal(record_int(record, CASE_TRASHED), 0);
    record_free(record);
    assert_int_equal(place_drafts(place), 0);
    form_session_free(session);
}

static void the_text_of_a_trashed_case_becomes_a_new_one(void **state) {
    Place *place = *state;
    FormSession *session = session_of_case(place);
    put(session, CASE_TITLE, "我的");
    trash_below(place);
    session_press(session, "^S");
    assert_int_equal(session_press(session, "2"), SESSION_SAVED);
    assert_true(form_session_saved(session)->created);
    assert_false(uuid_equal(form_session_record(session), place->record));
    expect_session_text(session, CASE_TITLE, "我的在线教育续费");
    expect_session_text(session, CASE_NEED, "降低流失");
    assert_int_equal(place_drafts(place), 0);
    form_session_free(session);
}

/* ---- who is here ---- */

/* What is typed is not lost, and the case does not come back into the lists by itself. */
static void a_late_save_on_an_archived_case(void **state) {
    Place *place = *state;
    SaveResult result;
    Error err;
    FormSession *session = session_of_case(place);
    put(session, CASE_NEED, "晚到的一句。");
    assert_true(library_move(place->library, place->record, case_move_find(STR("archive")), STR(""),
                             NULL, &result, &err));
    assert_int_equal(session_press(session, "^S"), SESSION_SAVED);
    assert_true(session_shows(session, "The case is archived: it was saved as an archived one."));
    assert_int_equal(place_drafts(place), 0);
    form_session_free(session);
    Record *record = place_load(place);
    assert_int_equal(case_state(record), STATE_ARCHIVED);
    assert_true(str_equal(record_text(record, CASE_NEED), STR("晚到的一句。降低流失")));
    record_free(record);
}

static void others_are_seen_in_the_form(void **state) {
    Place *place = *state;
    FormSession *session = session_of_case(place);
    assert_false(session_shows(session, "is editing this"));
    Presence *other = presence_begin(place->library, place->record);
    assert_true(form_session_look_around(session));
    assert_true(session_shows(session, "You are editing this in another session since"));
    assert_false(form_session_look_around(session));
    presence_end(other);
    assert_true(form_session_look_around(session));
    assert_false(session_shows(session, "You are editing this"));
    PresenceEntry out[2];
    assert_int_equal(presence_list(place->library, place->record, NULL, out, 2), 1);
    form_session_free(session);
    assert_int_equal(presence_list(place->library, place->record, NULL, out, 2), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_PLACE(both_sessions_keep_their_text),
        WITH_PLACE(all_that_comes_at_once_is_kept),
        WITH_PLACE(the_older_session_learns_of_it),
        WITH_PLACE(what_does_not_fit_is_said),
        WITH_PLACE(a_bar_ends_with_its_field),
        WITH_PLACE(a_draft_that_cannot_be_written_is_said),
        WITH_PLACE(a_version_is_looked_at_and_brought_back),
        WITH_PLACE(paragraphs_of_both_stand),
        WITH_PLACE(only_what_both_changed_is_asked),
        WITH_PLACE(each_part_is_chosen_for_itself),
        WITH_PLACE(tags_of_both_stand),
        WITH_PLACE(a_long_conflict_ends),
        WITH_PLACE(a_small_window_shows_all_three),
        WITH_PLACE(keeping_says_what_is_wrong),
        WITH_PLACE(mine_can_be_kept_beside),
        WITH_PLACE(mine_can_be_kept_with_an_input_method),
        WITH_PLACE(a_trashed_case_is_brought_back),
        WITH_PLACE(the_text_of_a_trashed_case_becomes_a_new_one),
        WITH_PLACE(a_late_save_on_an_archived_case),
        WITH_PLACE(others_are_seen_in_the_form),
    };
    return cmocka_run_group_tests_name("tui form lost", tests, NULL, NULL);
}
