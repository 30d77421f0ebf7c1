#include "config.h"

#include "tui_people.h"

#include "base/vec.h"
#include "library/row.h"
#include "library/save.h"

#include <stdio.h>
#include <string.h>

/* What a reviewer does all day, as somebody who never saw the program before: the archive, steps
 * that are taken back, what is asked before a move. The stage belongs to wang, an admin. */

/* Two teams, and published cases of a person of the other one. */
static Stage *reviewer_stage(void) {
    static const Person people[] = {{"limin", "editor", "华南", "李敏"},
                                    {"chen", "reviewer", "华东", "陈妍"},
                                    {"zhou", "reviewer", "华东", "周舟"},
                                    {"rep", "rep", "华东", "陈晨"}};
    Stage *s = stage_with_people(people, COUNT_OF(people));
    import_cases(
        s->library, s->dir,
        "title: 续费率提升的三个层次\ncustomer: 晨光在线教育\nowner: limin\naudience: sales\n"
        "verify: {every_days: 90, last: 2026-06-01}\n---\n"
        "title: 第二个公开的案例\ncustomer: 晨光在线教育\nowner: limin\naudience: sales\n",
        2);
    return s;
}

static void expect_audience(Stage *s, Uuid id, const char *audience) {
    LibraryRow row;
    Error err;
    assert_true(library_row(s->library, ENTITY_CASE, id, &row, &err));
    assert_true(str_equal(record_text(row.record, CASE_AUDIENCE), str_of(audience)));
    library_row_free(&row);
}

static void press_move(Stage *s, const char *label) {
    char key[2] = "1";
    stage_press(s, "m");
    for (; key[0] <= '9'; key[0]++) {
        char item[64];
        snprintf(item, sizeof item, "%s %s", key, label);
        if (stage_shows(s, item)) {
            stage_press(s, key);
            return;
        }
    }
    stage_expect(s, label);
}

/* A case of another team goes into the archive: it is said, it opens, it comes back. */
static void what_is_archived_can_be_opened_and_brought_back(void **state) {
    (void)state;
    Stage *s = reviewer_stage();
    stage_sit_down(s, "chen", 24, 80);
    Uuid id = find_case(s->library, "续费率提升的三个层次");
    stage_search(s, "续费率提升的三个层次");
    stage_press(s, "Enter");
    press_move(s, "archive");
    stage_expect(s, "Done: AL-2026-0001, archived. z or ^Z takes it back.");
    stage_expect(s, "Archived; m brings it back, as a draft.");
    stage_press(s, "z");
    assert_int_equal(state_of(s->library, id), STATE_PUBLISHED);
    stage_press(s, "Z Esc");
    stage_search(s, "is:archived");
    stage_expect(s, "archived"); /* in its row, which is no row of the trash */
    stage_expect_not(s, "show new");
    stage_press(s, "Enter");
    stage_expect(s, "Archived; m brings it back, as a draft.");
    press_move(s, "bring back from the archive");
    stage_expect(s, "AL-2026-0001 is a draft that only its team sees");
    stage_press(s, "z");
    stage_expect(s, "Archived; m brings it back, as a draft.");
    stage_free(s);
}

/* What was never published is not opened to others by the archive. */
static void an_archived_draft_stays_its_teams(void **state) {
    (void)state;
    Stage *s = reviewer_stage();
    LibraryRow row;
    Error err;
    stage_sit_down(s, "limin", 24, 80);
    Uuid id = stage_add_case(s->library, "从未发布的草稿", "晨光在线教育");
    stage_sit_down(s, "wang", 24, 80);
    move_case(s->library, id, "archive");
    assert_int_equal(state_of(s->library, id), STATE_ARCHIVED);
    stage_sit_down(s, "chen", 24, 80);
    assert_false(library_row(s->library, ENTITY_CASE, id, &row, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    stage_free(s);
}

static void many_go_into_the_archive_and_come_back(void **state) {
    (void)state;
    Stage *s = reviewer_stage();
    stage_sit_down(s, "wang", 24, 80);
    Uuid id = find_case(s->library, "第二个公开的案例");
    stage_search(s, "is:published");
    stage_press(s, "X F8");
    stage_expect_not(s, "bring back from the archive");
    stage_expect(s, "7 into the archive");
    stage_press(s, "7");
    stage_expect(s, "Changed: 2. z or ^Z takes it back.");
    assert_int_equal(state_of(s->library, id), STATE_ARCHIVED);
    stage_search(s, "is:archived");
    stage_press(s, "X F8");
    stage_expect(s, "7 bring back from the archive");
    stage_press(s, "7");
    stage_expect(s, "Changed: 2. z or ^Z takes it back.");
    assert_int_equal(state_of(s->library, id), STATE_DRAFT);
    stage_press(s, "z");
    stage_expect(s, "brought back from the archive");
    assert_int_equal(state_of(s->library, id), STATE_ARCHIVED);
    stage_free(s);
}

/* Who may not is told who can. */
static void a_rep_reads_what_is_archived(void **state) {
    (void)state;
    Stage *s = reviewer_stage();
    move_case(s->library, find_case(s->library, "第二个公开的案例"), "archive");
    stage_sit_down(s, "rep", 24, 80);
    stage_search(s, "is:archived");
    stage_press(s, "F8");
    stage_expect(s, "bring back from the archive  rep may not archive cases");
    stage_press(s, "Esc Enter");
    stage_expect(s, "Archived; a reviewer can bring it back.");
    stage_free(s);
}

static void what_could_not_be_published_is_verified_after_a_question(void **state) {
    (void)state;
    Stage *s = reviewer_stage();
    stage_sit_down(s, "chen", 24, 80);
    Uuid id = find_case(s->library, "续费率提升的三个层次");
    stage_press(s, "Down w");
    stage_expect(s, "AL-2026-0001  to be verified");
    stage_press(s, "a");
    stage_expect(s, "This published case lacks what publishing asks for:");
    stage_expect(s, "- Solution: Solution is missing");
    stage_press(s, "Enter"); /* no */
    stage_expect_not(s, "Verified: ");
    stage_press(s, "a");
    stage_expect(s, "e or 3: edit the case");
    stage_press(s, "e");
    stage_expect(s, "^S");
    stage_expect_not(s, "to be verified");
    stage_press(s, "Esc");
    stage_expect(s, "AL-2026-0001  to be verified");
    stage_press(s, "a y");
    stage_expect(s, "It is to be checked again by 2027-02-18");
    assert_int_equal(state_of(s->library, id), STATE_PUBLISHED);
    stage_free(s);
}

static void a_case_is_verified_with_another_interval(void **state) {
    (void)state;
    Stage *s = reviewer_stage();
    Record *record;
    Error err;
    stage_sit_down(s, "chen", 24, 80);
    Uuid id = find_case(s->library, "续费率提升的三个层次");
    stage_press(s, "Down 4 v");
    stage_expect(s, "verify, as until now");
    stage_expect(s, "every 90 days");
    stage_press(s, "2 y");
    stage_expect(s, "Verified: AL-2026-0001. Interval: every 30 days; it is to be checked");
    assert_true(library_load(s->library, ENTITY_CASE, id, 0, &record, &err));
    assert_true(str_equal(record_text(record, CASE_VERIFY_EVERY), STR("30")));
    assert_int_equal(record_int(record, CASE_VERIFY_LAST), library_today());
    record_free(record);
    stage_press(s, "z w F7");
    stage_expect(s, "verify, as until now");
    stage_press(s, "6 y");
    stage_expect(s, "Verified: AL-2026-0001. It is never to be checked again");
    assert_true(library_load(s->library, ENTITY_CASE, id, 0, &record, &err));
    assert_true(str_equal(record_text(record, CASE_VERIFY_EVERY), STR("never")));
    record_free(record);
    stage_free(s);
}

/* Somebody else has taken it into review: it is not published over that person's head. */
static void a_review_is_taken_over_after_a_question(void **state) {
    (void)state;
    Stage *s = reviewer_stage();
    stage_sit_down(s, "limin", 24, 80);
    Uuid id = stage_add_submittable(s->library, "等着审核的案例", "晨光在线教育");
    move_case(s->library, id, "submit");
    stage_sit_down(s, "wang", 24, 80);
    assert_string_equal(move_case(s->library, id, "review").display_id, "AL-2026-0003");
    set_user(s->library, "zhou", "", "华南", -1);
    stage_sit_down(s, "zhou", 24, 80);
    stage_search(s, "等着审核的案例");
    press_move(s, "return with a reason");
    stage_expect(s, "wang has been reviewing this case since 2026-11-20: take");
    stage_press(s, "Enter");
    assert_int_equal(state_of(s->library, id), STATE_IN_REVIEW);
    press_move(s, "publish");
    stage_expect(s, "y or 1: take it over and publish");
    stage_press(s, "Esc");
    press_move(s, "return with a reason");
    stage_expect(s, "y or 1: take it over and return it");
    stage_press(s, "y");
    stage_expect(s, "The reason, for its author");
    stage_free(s);
}

/* What may be told does not grow unnoticed, and the day on which it ended comes back. */
static void a_consent_that_allows_more_is_linked_after_a_question(void **state) {
    (void)state;
    Stage *s = reviewer_stage();
    import_cases(s->library, s->dir,
                 "title: 自己写明授权的案例\ncustomer: 北屿重机\nowner: limin\naudience: sales\n"
                 "consent: {scope: named, expires: 2027-01-31}\n",
                 1);
    stage_sit_down(s, "wang", 24, 80);
    stage_search(s, "自己写明授权的案例");
    stage_press(s, "Enter c Ins Tab Right Right Right ^S Esc");
    stage_expect(s, "may be told until 2027-01-31");
    stage_press(s, "+");
    stage_expect(s, "The case itself says: may be told until 2027-01-31.");
    stage_expect(s, "The consent XK-2026-0001 says: may be told, without end.");
    stage_press(s, "Enter"); /* no */
    stage_expect(s, "may be told until 2027-01-31");
    stage_expect_not(s, "The case rests on");
    stage_press(s, "+ y");
    stage_expect(s, "The case rests on XK-2026-0001 now.");
    stage_expect_not(s, "2027-01-31");
    stage_press(s, "z");
    stage_expect(s, "may be told until 2027-01-31");
    stage_free(s);
}

/* What a case says itself is changed in the case, or taken back with it. */
static void what_a_case_says_itself_is_edited_and_taken_back(void **state) {
    (void)state;
    Stage *s = reviewer_stage();
    import_cases(s->library, s->dir,
                 "title: 自己写明授权的案例\ncustomer: 北屿重机\nowner: limin\naudience: public\n"
                 "consent: {scope: named, expires: 2027-01-31}\n",
                 1);
    stage_sit_down(s, "wang", 24, 80);
    Uuid id = find_case(s->library, "自己写明授权的案例");
    stage_press(s, "Down 4 c e");
    stage_expect(s, "What the customer allows us to tell.");
    stage_expect(s, "^S");
    stage_press(s, "Esc");
    stage_expect(s, "All customers, by the day");
    stage_press(s, "r");
    stage_expect(s, "The case itself says it");
    stage_press(s, "Esc");
    expect_audience(s, id, "public");
    stage_press(s, "r 2");
    stage_expect(s, "AL-2026-0003 is internal now. z or ^Z takes it back.");
    assert_non_null(strstr(stage_row(s, 3), "internal on"));
    expect_audience(s, id, "internal");
    stage_press(s, "z");
    expect_audience(s, id, "public");
    stage_free(s);
}

/* What was archived is not written once more. */
static void what_only_the_archive_holds_is_offered(void **state) {
    (void)state;
    Stage *s = reviewer_stage();
    move_case(s->library, find_case(s->library, "第二个公开的案例"), "archive");
    stage_sit_down(s, "limin", 24, 80);
    Uuid hidden = stage_add_case(s->library, "从未发布的草稿", "晨光在线教育");
    stage_sit_down(s, "wang", 24, 80);
    move_case(s->library, hidden, "archive");
    stage_sit_down(s, "rep", 24, 80);
    stage_search(s, "从未发布的草稿");
    stage_expect(s, "Nothing holds: 从未发布的草稿");
    stage_expect_not(s, "Archived cases hold it");
    stage_search(s, "第二个公开的案例");
    stage_expect(s, "Archived cases hold it: 1 (is:archived)");
    stage_press(s, "Enter Enter");
    stage_expect(s, "Archived; a reviewer can bring it back.");
    stage_free(s);
}

/* A step in the middle that somebody changed since is said; the consent under it takes its cases
 * along, both ways, and says so. */
static void a_consent_is_undone_with_its_cases_and_done_again_wholly(void **state) {
    (void)state;
    Stage *s = reviewer_stage();
    Record *record;
    SaveResult result;
    Error err;
    stage_sit_down(s, "wang", 24, 80);
    Uuid id = find_case(s->library, "第二个公开的案例");
    stage_search(s, "第二个公开的案例");
    stage_press(s, "Enter c Ins Tab Right Right Right ^S Esc +");
    stage_expect(s, "The case rests on XK-2026-0001 now.");
    assert_true(library_load(s->library, ENTITY_CASE, id, 0, &record, &err));
    record_set_text(record, CASE_AUDIENCE, STR("public"));
    assert_true(library_save(s->library, record, (uint32_t)record_int(record, CASE_REV), STR(""),
                             NULL, &result, &err));
    record_free(record);
    stage_press(s, "z");
    stage_expect(s, "AL-2026-0002: wang changed it since");
    stage_press(s, "z");
    stage_expect(s,
                 "1 public case is internal now: AL-2026-0002. Taken back: XK-2026-0001, create");
    expect_audience(s, id, "internal");
    stage_press(s, "Z");
    stage_expect(s, "Done again: XK-2026-0001, created, with its cases (1).");
    expect_audience(s, id, "public");
    stage_expect(s, "holds");
    stage_press(s, "z");
    stage_expect(s, "Taken back: XK-2026-0001, created, with its cases (1).");
    expect_audience(s, id, "internal");
    stage_press(s, "Z");
    expect_audience(s, id, "public");
    stage_free(s);
}

/* The number counts what other teams have not published; the list says how many that is. */
static void a_number_says_what_one_does_not_see(void **state) {
    (void)state;
    Stage *s = reviewer_stage();
    stage_sit_down(s, "limin", 24, 80);
    Uuid id = stage_add_submittable(s->library, "等着审核的案例", "晨光在线教育");
    move_case(s->library, id, "submit");
    stage_press(s, "Down 2 Right Right Right Enter");
    stage_expect(s, "state:submitted,in_review");
    stage_expect_not(s, "You see");
    stage_sit_down(s, "chen", 24, 80);
    stage_press(s, "Down 2 Right Right Right Enter");
    stage_expect(s, "state:submitted,in_review");
    stage_expect(s, "You see 0 of 1: the others are unpublished ones of other teams.");
    stage_free(s);
}

/* Of records and of what cases say themselves, from the list, the palette and the Inbox. */
static void consents_are_overlooked_by_their_end(void **state) {
    (void)state;
    Stage *s = reviewer_stage();
    import_cases(s->library, s->dir,
                 "title: 自己写明授权的案例\ncustomer: 北屿重机\nowner: limin\naudience: sales\n"
                 "consent: {scope: named, expires: 2027-01-31}\n---\n"
                 "title: 授权已经过期的案例\ncustomer: 海川物流\nowner: limin\naudience: sales\n"
                 "consent: {scope: anonymous, expires: 2026-10-31}\n",
                 2);
    stage_sit_down(s, "chen", 24, 80);
    stage_press(s, "Down :");
    stage_type(s, "overview");
    stage_expect(s, "consents by expiry");
    stage_press(s, "Esc 4 c");
    stage_expect(s, "All customers, by the day on which the consent ends");
    assert_non_null(strstr(stage_row(s, 3), "2027-01-31"));
    assert_non_null(strstr(stage_row(s, 4), "2026-10-31"));
    stage_press(s, "Enter");
    stage_expect(s, "自己写明授权的案例");
    stage_press(s, "1");
    stage_search(s, "自己写明授权的案例");
    stage_press(s, ":");
    stage_type(s, "permission");
    stage_press(s, "Enter");
    stage_expect(s, "北屿重机");
    stage_expect(s, "May I tell");
    stage_free(s);
}

/* Who types where a field is chosen means the comment; what stands in the field is shown. */
static void typing_at_the_field_of_a_comment_writes_the_comment(void **state) {
    (void)state;
    Stage *s = reviewer_stage();
    stage_sit_down(s, "chen", 24, 80);
    stage_press(s, "Down w c Tab Right");
    stage_expect(s, "Left, Right: another one; Enter: all of them");
    stage_expect(s, "[Title]");
    assert_non_null(strstr(stage_row(s, 3), "续费率提升的三个层次")); /* what stands there */
    stage_press(s, "Enter");
    stage_expect(s, "1-20/4"); /* the list is longer than its box */
    stage_press(s, "Esc");
    stage_type(s, "4不清楚");
    stage_expect(s, "[Title]");
    stage_expect(s, "4不清楚");
    stage_expect_not(s, "does nothing here");
    stage_press(s, "Tab");
    stage_paste(s, "，没有来源");
    stage_expect(s, "4不清楚，没有来源");
    stage_free(s);
}

static void who_may_instead_is_named(void **state) {
    (void)state;
    Stage *s = reviewer_stage();
    stage_sit_down(s, "chen", 24, 80);
    stage_press(s, "Down 6");
    stage_expect(s, "that needs the role manager; wang may");
    stage_free(s);
}

/* What was said of one case does not stand under the next one. */
static void a_message_goes_with_its_screen(void **state) {
    (void)state;
    Stage *s = reviewer_stage();
    stage_sit_down(s, "chen", 24, 80);
    stage_press(s, "Down 6");
    stage_expect(s, "that needs the role");
    stage_press(s, "Enter");
    stage_expect_not(s, "that needs the role");
    stage_free(s);
}

/* A reason of several comments is seen as a whole. */
static void a_long_reason_is_readable(void **state) {
    (void)state;
    Stage *s = reviewer_stage();
    stage_sit_down(s, "limin", 24, 80);
    Uuid id = stage_add_submittable(s->library, "等着审核的案例", "晨光在线教育");
    move_case(s->library, id, "submit");
    stage_sit_down(s, "wang", 24, 80);
    stage_press(s, "Down w c");
    stage_type(s, "the first thing that is missing here is a source of what is said");
    stage_press(s, "^S c");
    stage_type(s, "the second thing is the title, which is far too long for a list");
    stage_press(s, "^S r");
    stage_expect(s, "the first thing that is missing here");
    stage_expect(s, "long for a list  ");
    stage_press(s, "Enter");
    assert_int_equal(state_of(s->library, id), STATE_DRAFT);
    stage_free(s);
}

/* One's own day, and everybody's of what one may see. */
static void the_day_is_looked_over(void **state) {
    (void)state;
    Stage *s = reviewer_stage();
    stage_sit_down(s, "limin", 24, 80);
    stage_add_submittable(s->library, "别的团队的草稿", "晨光在线教育");
    stage_sit_down(s, "chen", 24, 80);
    stage_search(s, "第二个公开的案例");
    press_move(s, "archive");
    stage_press(s, ":");
    stage_type(s, "today");
    stage_expect(s, "activity");
    stage_press(s, "Esc :");
    stage_type(s, "activity");
    stage_press(s, "Enter");
    stage_expect(s, "What you did, today 1; o or F5 shows everybody's");
    assert_non_null(strstr(stage_row(s, 2), "chen"));
    assert_non_null(strstr(stage_row(s, 2), "archived"));
    assert_non_null(strstr(stage_row(s, 2), "第二个公开的案例"));
    stage_press(s, "z");
    assert_non_null(strstr(stage_row(s, 2), "taken back"));
    stage_press(s, "Esc Z :");
    stage_type(s, "activity");
    stage_press(s, "Enter");
    assert_non_null(strstr(stage_row(s, 2), "done again"));
    stage_press(s, "F5");
    stage_expect(s, "What was done, today");
    stage_expect(s, "imported");
    stage_expect_not(s, "别的团队的草稿");
    stage_expect_not(s, "zhou"); /* nor people */
    stage_press(s, "Home Enter");
    stage_expect(s, "Archived; m brings it back, as a draft.");
    stage_press(s, "Esc");
    stage_expect(s, "What was done, today");
    stage_free(s);
}

/* Where something was said the heading says so, and comments go to the field at the top still. */
static void comments_are_marked_at_their_field(void **state) {
    (void)state;
    Stage *s = reviewer_stage();
    import_cases(s->library, s->dir,
                 "title: 有背景的案例\ncustomer: 北屿重机\nowner: limin\naudience: sales\n"
                 "verify: {every_days: 90, last: 2026-01-01}\nbackground: 背景里的一句话\n",
                 1);
    stage_sit_down(s, "chen", 24, 80);
    stage_press(s, "Down w");
    stage_press_until(s, "n", "有背景的案例");
    stage_press(s, "c Tab Space");
    stage_expect(s, "5 Background");
    stage_press(s, "5");
    stage_type(s, "hm");
    stage_press(s, "^S End");
    stage_expect(s, "Background  # 1 comment");
    stage_free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_archived_can_be_opened_and_brought_back),
        cmocka_unit_test(an_archived_draft_stays_its_teams),
        cmocka_unit_test(many_go_into_the_archive_and_come_back),
        cmocka_unit_test(a_rep_reads_what_is_archived),
        cmocka_unit_test(what_could_not_be_published_is_verified_after_a_question),
        cmocka_unit_test(a_case_is_verified_with_another_interval),
        cmocka_unit_test(a_consent_is_undone_with_its_cases_and_done_again_wholly),
        cmocka_unit_test(a_consent_that_allows_more_is_linked_after_a_question),
        cmocka_unit_test(what_a_case_says_itself_is_edited_and_taken_back),
        cmocka_unit_test(what_only_the_archive_holds_is_offered),
        cmocka_unit_test(a_number_says_what_one_does_not_see),
        cmocka_unit_test(consents_are_overlooked_by_their_end),
        cmocka_unit_test(typing_at_the_field_of_a_comment_writes_the_comment),
        cmocka_unit_test(who_may_instead_is_named),
        cmocka_unit_test(a_message_goes_with_its_screen),
        cmocka_unit_test(a_long_reason_is_readable),
        cmocka_unit_test(the_day_is_looked_over),
        cmocka_unit_test(comments_are_marked_at_their_field),
        cmocka_unit_test(a_review_is_taken_over_after_a_question),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
