#include "config.h"

#include "person.h"
#include "tui_people.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/vec.h"
#include "base/zone.h"
#include "library/comments.h"
#include "library/drafts.h"
#include "library/editleft.h"
#include "library/internal.h"
#include "library/row.h"
#include "library/save.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The way from draft to verified on the screens, by several people. */

static void expect_title(Stage *s, Uuid id, const char *title) {
    LibraryRow row;
    Error err;
    assert_true(library_row(s->library, ENTITY_CASE, id, &row, &err));
    assert_int_equal(record_title(row.record).len, strlen(title));
    assert_memory_equal(record_title(row.record).ptr, title, strlen(title));
    library_row_free(&row);
}

/* The stage belongs to wang, an admin; the library gets an author, a reviewer and a rep. */
static Stage *people_stage(void) {
    static const Person people[] = {{"fang", "editor", "华东", "方一"},
                                    {"li", "reviewer", "华东", "李敏"},
                                    {"chen", "rep", "华东", "陈晨"}};
    return stage_with_people(people, COUNT_OF(people));
}

/* Two cases of fang's wait for li. */
static void two_wait(Stage *s, Uuid ids[2]) {
    stage_become(s, "fang");
    ids[0] = stage_add_whole(s, "第一个等待的案例");
    ids[1] = stage_add_whole(s, "第二个等待的案例");
    move_case(s->library, ids[0], "submit");
    move_case(s->library, ids[1], "submit");
}

static void a_reviewer_works_through_the_queue(void **state) {
    (void)state;
    Uuid ids[2];
    Stage *s = people_stage();
    two_wait(s, ids);
    stage_sit_down(s, "li", 24, 80);
    stage_expect(s, "[inbox 2]");
    stage_press(s, "Down w");
    stage_expect(s, "1/2  AL-2026-0001  to be reviewed  方一");
    stage_expect(s, "A new case: nobody has read it yet");
    stage_press(s, "n");
    stage_expect(s, "2/2  AL-2026-0002");
    stage_press(s, "S-Tab a");
    stage_expect(s, "Published: 第一个等待的案例");
    stage_expect(s, "1/1  AL-2026-0002");
    assert_int_equal(state_of(s->library, ids[0]), STATE_PUBLISHED);
    stage_press(s, "z"); /* too quick: it waits again, and is shown */
    stage_expect(s, "Taken back: AL-2026-0001, published");
    stage_expect(s, "1/2  AL-2026-0001");
    assert_int_equal(state_of(s->library, ids[0]), STATE_IN_REVIEW);
    stage_press(s, "^Y");
    stage_expect(s, "Done again: AL-2026-0001");
    stage_expect(s, "1/1  AL-2026-0002");
    assert_int_equal(state_of(s->library, ids[0]), STATE_PUBLISHED);
    stage_press(s, "F8 Enter");
    stage_expect(s, "say why the case goes back to its author");
    stage_expect(s, "The reason, for its author"); /* it is asked again */
    assert_int_equal(state_of(s->library, ids[1]), STATE_SUBMITTED);
    stage_type(s, "没有来源");
    stage_press(s, "Enter");
    stage_expect(s, "Returned: 第二个等待的案例");
    stage_expect(s, "Nothing waits for your review.");
    stage_expect_not(s, "[inbox");
    assert_int_equal(state_of(s->library, ids[1]), STATE_DRAFT);
    stage_press(s, "z"); /* also when nothing waits any more */
    stage_expect(s, "1/1  AL-2026-0002");
    assert_int_equal(state_of(s->library, ids[1]), STATE_SUBMITTED);
    stage_press(s, "Z");
    assert_int_equal(state_of(s->library, ids[1]), STATE_DRAFT);
    stage_sit_down(s, "fang", 24, 80);
    stage_expect(s, "[inbox 1]");
    stage_press(s, "Down 4");
    stage_expect(s, "Returned to me (1)");
    stage_expect(s, "没有来源");
    stage_press(s, "Enter");
    stage_expect(s, "AL-2026-0002");
    stage_expect(s, "Returned because");
    stage_free(s);
}

/* Of the field that a comment is about the beginning is shown, and that it goes on. */
static void a_long_field_is_said_to_go_on(void **state) {
    (void)state;
    Stage *s = people_stage();
    Record *record;
    SaveResult result;
    Error err;
    stage_become(s, "fang");
    Uuid id = stage_add_whole(s, "背景很长的案例");
    assert_true(library_load(s->library, ENTITY_CASE, id, 0, &record, &err));
    record_set_text(record, CASE_BACKGROUND, STR("第一段。\n第二段。\n第三段。\n第四段。"));
    assert_true(library_save(s->library, record, (uint32_t)record_int(record, CASE_REV), STR(""),
                             NULL, &result, &err));
    record_free(record);
    move_case(s->library, id, "submit");
    stage_sit_down(s, "li", 24, 80);
    stage_press(s, "Down w F6 Tab");
    for (int i = 0; i < CASE_FIELDS && !strstr(stage_row(s, 2), "[Background]"); i++)
        stage_press(s, "Right");
    stage_expect(s, "第三段。");
    stage_expect_not(s, "第四段。");
    stage_expect(s, "(goes on)");
    stage_press(s, "Right");
    stage_expect_not(s, "(goes on)");
    stage_free(s);
}

/* A comment on the part that is read becomes the reason of the return. */
static void comments_make_the_reason(void **state) {
    (void)state;
    Uuid ids[2];
    Stage *s = people_stage();
    two_wait(s, ids);
    stage_sit_down(s, "li", 24, 80);
    stage_press(s, "Down w End");
    stage_expect(s, "read to 100%");
    stage_press(s, "n");
    stage_expect_not(s, "read to 100%"); /* of the next one its own share */
    stage_press(s, "p End F6");
    stage_expect(s, "About");
    stage_press(s, "Tab"); /* from the text to what it is about */
    stage_press(s, "Space Home Down Enter");
    stage_expect(s, "[Title]");
    stage_press(s, "S-Tab");
    stage_type(s, "标题里要有数字。；");
    stage_press(s, "^S");
    stage_expect(s, "Comment 1 is written.");
    stage_press(s, "F6 Tab Space Home Down Enter");
    stage_expect(s, "[Title]");
    stage_press(s, "S-Tab");
    stage_type(s, "太短.");
    stage_press(s, "^S");
    stage_expect(s, "Comment 2 is written.");
    stage_press(s, "End");
    stage_expect(s, "read to 100%");
    stage_press(s, "Home");
    stage_expect(s, "Open comments: 2");
    stage_press(s, "r");
    stage_expect(s, "Title: 标题里要有数字; Title: 太短");
    stage_expect_not(s, "标题里要有数字。；; ");
    stage_press(s, "Enter");
    stage_expect(s, "Returned: 第一个等待的案例");
    stage_sit_down(s, "fang", 24, 80);
    stage_press(s, "Down 4 Enter");
    stage_expect(s, "Title: 标题里要有数字");
    stage_press(s, "e"); /* in the form it stands at its field */
    stage_expect(s, "#1 李敏: 标题里要有数字");
    stage_free(s);
}

/* What changes under a reviewer's eyes is told, and nothing is approved that was not read. */
static void what_others_do_meanwhile_is_said(void **state) {
    (void)state;
    Uuid ids[2];
    Stage *s = people_stage();
    two_wait(s, ids);
    stage_sit_down(s, "li", 24, 80);
    stage_press(s, "Down w");
    person_does(s->path, "fang", "set", "AL-2026-0001", "summary=偷偷改了");
    app_watch(s->app);
    stage_settle(s);
    stage_expect(s,
                 "Somebody else changed it meanwhile: it is submitted, revision 4. ^R shows it.");
    stage_expect_not(s, "偷偷改了");
    stage_press(s, "a");
    stage_expect(s, "somebody saved revision 4 while you were reading revision 3");
    stage_press(s, "m 1"); /* nor by the menu of moves */
    stage_expect(s, "somebody saved revision 4 while you were reading revision 3");
    assert_int_equal(state_of(s->library, ids[0]), STATE_SUBMITTED);
    stage_press(s, "^R");
    stage_expect_not(s, "Somebody else changed it");
    person_does(s->path, "wang", "review", "AL-2026-0001");
    app_watch(s->app);
    stage_settle(s);
    stage_expect(s, "wang has taken it into review meanwhile.");
    stage_expect(s, "-/1");
    stage_press(s, "a");
    stage_expect(s, "somebody saved revision 5");
    assert_int_equal(state_of(s->library, ids[0]), STATE_IN_REVIEW);
    stage_press(s, "n");
    stage_expect(s, "1/1  AL-2026-0002");
    stage_free(s);
}

/* What the reviewer does by the menu is nobody else's doing. */
static void the_menu_of_moves_goes_on_with_the_same_case(void **state) {
    (void)state;
    Uuid ids[2];
    Stage *s = people_stage();
    two_wait(s, ids);
    stage_sit_down(s, "li", 24, 80);
    stage_press(s, "Down w m 1");
    stage_expect(s, "Done: AL-2026-0001, taken into review");
    stage_expect_not(s, "meanwhile");
    stage_expect(s, "1/2  AL-2026-0001");
    assert_int_equal(state_of(s->library, ids[0]), STATE_IN_REVIEW);
    stage_press(s, "m 2"); /* publish */
    stage_expect(s, "1/1  AL-2026-0002");
    assert_int_equal(state_of(s->library, ids[0]), STATE_PUBLISHED);
    stage_press(s, "m 1 a");
    stage_expect(s, "Nothing waits for your review.");
    assert_int_equal(state_of(s->library, ids[1]), STATE_PUBLISHED);
    stage_free(s);
}

/* In the case's own screen too: what came while the menu was open was not read. */
static void a_move_is_of_what_was_read(void **state) {
    (void)state;
    Uuid ids[2];
    Stage *s = people_stage();
    two_wait(s, ids);
    stage_become(s, "li");
    move_case(s->library, ids[0], "review");
    stage_sit_down(s, "li", 24, 80);
    stage_press(s, "Down Home");
    stage_type(s, "/");
    stage_type(s, "第一个等待");
    stage_press(s, "Enter Enter m");
    stage_expect(s, "publish");
    person_does(s->path, "fang", "set", "AL-2026-0001", "summary=偷偷改了");
    stage_press(s, "2");
    stage_expect(s, "somebody saved revision 5 while you were reading revision 4");
    assert_int_equal(state_of(s->library, ids[0]), STATE_IN_REVIEW);
    app_watch(s->app);
    stage_settle(s);
    stage_press(s, "m 2");
    stage_expect(s, "Done: AL-2026-0001, published");
    stage_free(s);
}

static void a_due_case_is_verified_in_the_same_place(void **state) {
    (void)state;
    Uuid ids[2];
    Stage *s = people_stage();
    two_wait(s, ids);
    stage_become(s, "li");
    move_case(s->library, ids[0], "review");
    move_case(s->library, ids[0], "publish");
    stage_become(s, "fang");
    person_does(s->path, "li", "set", "AL-2026-0001", "verify.every_days=30");
    person_does(s->path, "fang", "revise", "AL-2026-0002");
    clock_freeze((1795136400LL + 40 * 86400) * 1000);
    stage_sit_down(s, "li", 24, 80);
    stage_expect(s, "[inbox 1]");
    stage_press(s, "Down 4");
    stage_expect(s, "To be verified again (1)");
    stage_press(s, "Enter");
    stage_expect(s, "to be verified");
    stage_expect(s, "3.7 = 5 x 2^(-40/90): importance 5 (the team's), 40 days since");
    stage_expect(s, "Changed since it was checked last (revision 5)");
    stage_press(s, "r");
    stage_expect(s, "a case that is published cannot be moved by “return with a reason”");
    stage_press(s, "^S");
    stage_expect(s, "Verified: 第一个等待的案例");
    stage_expect(s, "Nothing waits");
    clock_freeze(1795136400LL * 1000);
    stage_free(s);
}

/* A session that is open over midnight: nobody commits anything, and yet a case falls due. */
static void with_the_day_cases_fall_due(void **state) {
    (void)state;
    Uuid ids[2];
    Stage *s = people_stage();
    two_wait(s, ids);
    stage_become(s, "li");
    move_case(s->library, ids[0], "review");
    move_case(s->library, ids[0], "publish");
    move_case(s->library, ids[1], "return");
    person_does(s->path, "li", "set", "AL-2026-0001", "verify.every_days=30");
    /* 2026-12-20 is the last day, in the zone of the library */
    int64_t last_second = zone_instant(2026, 12, 20, 23, 59, 59);
    clock_freeze(last_second);
    stage_sit_down(s, "li", 24, 80);
    stage_expect_not(s, "[inbox");
    stage_press(s, "Down 4");
    stage_expect(s, "Nothing else waits for you.");
    clock_freeze(last_second + 1000);
    app_watch(s->app);
    stage_settle(s);
    stage_expect(s, "[inbox 1]");
    stage_expect(s, "To be verified again (1)");
    clock_freeze(1795136400LL * 1000);
    stage_free(s);
}

static void what_is_missing_is_said_before_it_is_taken(void **state) {
    (void)state;
    Stage *s = people_stage();
    stage_become(s, "fang");
    Uuid id = stage_add_submittable(s->library, "缺东西的案例", "晨光在线教育");
    move_case(s->library, id, "submit");
    stage_sit_down(s, "li", 24, 80);
    stage_press(s, "Down w");
    stage_expect(s, "Keeps it from being published");
    stage_press(s, "a");
    stage_expect(s, "Need is missing");
    stage_expect(s, "more: they stand above");
    assert_int_equal(state_of(s->library, id), STATE_SUBMITTED);
    stage_free(s);
}

static void a_consent_that_ended_is_said_before_it_is_taken(void **state) {
    (void)state;
    Uuid ids[2];
    Stage *s = people_stage();
    two_wait(s, ids);
    person_does(s->path, "fang", "set", "AL-2026-0001", "audience=public");
    person_does(s->path, "fang", "set", "AL-2026-0001", "consent.scope=named");
    person_does(s->path, "fang", "set", "AL-2026-0001", "consent.expires=2026-11-19");
    stage_sit_down(s, "li", 24, 80);
    stage_press(s, "Down w");
    stage_expect(s, "Keeps it from being published");
    stage_expect(s, "a public case needs a consent of its customer");
    stage_press(s, "a");
    assert_int_equal(state_of(s->library, ids[0]), STATE_SUBMITTED);
    stage_free(s);
}

static void comments_are_written_answered_and_settled(void **state) {
    (void)state;
    Uuid ids[2];
    Stage *s = people_stage();
    two_wait(s, ids);
    stage_become(s, "li");
    move_case(s->library, ids[0], "review");
    move_case(s->library, ids[0], "publish");
    stage_sit_down(s, "chen", 24, 80);
    stage_press(s, "Down Enter ^E");
    stage_expect(s, "Nobody has said anything yet");
    stage_press(s, "Ins");
    stage_type(s, "第一行");
    stage_press(s, "Enter");
    stage_type(s, "第二行");
    stage_press(s, "^S");
    stage_expect(s, "第二行");
    stage_press(s, "a Tab Space Home Down Enter Tab Right Tab"); /* a suggestion for the title */
    stage_expect(s, "Title as it should be");
    stage_press(s, "End");
    stage_type(s, "：九个百分点");
    stage_press(s, "^S");
    stage_expect(s, "Suggestion 2 is written.");
    stage_expect(s, "suggestion, unsettled");
    stage_expect(s, "+ 个等待的案例：九个百分点");
    stage_press(s, "+"); /* a rep writes nothing into the text */
    stage_expect(s, "may not write and change cases");
    stage_press(s, "Home e End"); /* the first comment, its own words */
    stage_type(s, "！");
    stage_press(s, "^S");
    stage_expect(s, "第二行！");
    stage_expect(s, "edited");
    stage_press(s, "Home Del");
    stage_expect(s, "The comment is deleted");
    stage_expect_not(s, "第二行");
    stage_press(s, "z");
    stage_expect(s, "Taken back: AL-2026-0001, a comment deleted");
    stage_expect(s, "第二行！");
    stage_press(s, "z");
    stage_expect(s, "Taken back: AL-2026-0001, a comment changed");
    stage_expect_not(s, "第二行！");
    stage_press(s, "Z");
    stage_expect(s, "第二行！");
    stage_sit_down(s, "fang", 24, 80);
    stage_expect(s, "[inbox 2]");
    stage_press(s, "Down 4");
    stage_expect(s, "New comments (1)");
    stage_expect(s, "Suggestions and errors (1)");
    stage_press(s, "Enter");
    stage_expect(s, "new");
    stage_press(s, "r");
    stage_type(s, "谢谢");
    stage_press(s, "^S");
    stage_expect(s, "#3  方一");
    stage_press(s, "Home x");
    stage_expect(s, "remark, settled (方一)");
    stage_press(s, "End F8");
    stage_type(s, "太长");
    stage_press(s, "Enter");
    stage_expect(s, "declined (方一)");
    stage_expect(s, "Because: 太长");
    stage_press(s, "x");
    stage_expect(s, "suggestion, unsettled");
    stage_press(s, "F5");
    stage_expect(s, "Accepted; the case has to be verified again");
    stage_press(s, "z"); /* out of the text, and open again, in one step */
    stage_expect(s, "a suggestion accepted");
    stage_expect(s, "suggestion, unsettled");
    expect_title(s, ids[0], "第一个等待的案例");
    stage_press(s, "Z");
    stage_expect(s, "Done again: AL-2026-0001, a suggestion accepted");
    expect_title(s, ids[0], "第一个等待的案例：九个百分点");
    stage_press(s, "z z");
    stage_expect(s, "Taken back: AL-2026-0001, a comment reopened");
    stage_expect(s, "declined (方一)");
    stage_press(s, "Z Z");
    stage_press(s, "Esc");
    stage_expect_not(s, "[inbox");
    assert_int_equal(state_of(s->library, ids[0]), STATE_PUBLISHED);
    expect_title(s, ids[0], "第一个等待的案例：九个百分点");
    stage_free(s);
}

/* Her own suggestion: the words and the text, as long as it is open. */
static void a_suggestion_is_changed_as_a_whole(void **state) {
    (void)state;
    Uuid ids[2];
    Stage *s = people_stage();
    two_wait(s, ids);
    stage_become(s, "li");
    move_case(s->library, ids[0], "review");
    move_case(s->library, ids[0], "publish");
    stage_sit_down(s, "chen", 24, 80);
    stage_press(s, "Down Enter ^E Ins Tab Space Home Down Enter Tab Right Tab End");
    stage_expect(s, "Title as it should be");
    stage_type(s, "甲");
    stage_press(s, "Tab");
    stage_type(s, "因为");
    stage_press(s, "^S");
    stage_expect(s, "+ 个等待的案例甲");
    stage_press(s, "e");
    stage_expect(s, "Title as it should be");
    stage_expect(s, "第一个等待的案例甲");
    stage_expect_not(s, "What kind");
    stage_type(s, "乙"); /* behind what was suggested */
    stage_press(s, "Tab End");
    stage_type(s, "如此");
    stage_sit_down(s, "chen", 24, 80); /* the line dropped: both are there */
    stage_press(s, "Down Enter ^E Ins");
    stage_expect(s, "第一个等待的案例甲乙");
    stage_expect(s, "因为如此");
    stage_press(s, "^S");
    stage_expect(s, "+ 个等待的案例甲乙");
    stage_expect(s, "因为如此");
    stage_expect(s, "edited");
    stage_expect_not(s, "#2");
    stage_press(s, "z"); /* both in one step */
    stage_expect_not(s, "甲乙");
    stage_expect_not(s, "因为如此");
    stage_press(s, "Z e BackSpace ^S"); /* what stands there suggests nothing */
    stage_expect(s, "+ 个等待的案例甲");
    stage_press(s, "e BackSpace ^S");
    stage_expect(s, "that is what stands there already");
    stage_press(s, "Esc y");
    person_does(s->path, "fang", "set", "AL-2026-0001", "title=标题已经变了");
    stage_press(s, "e");
    stage_expect(s, "The text was changed since");
    stage_expect(s, "标题已经变了");
    stage_press(s, "Tab End");
    stage_type(s, "。");
    stage_press(s, "^S"); /* its words only: what it suggested stays */
    stage_expect(s, "因为如此。");
    stage_expect(s, "+ 个等待的案例甲");
    stage_press(s, "e End");
    stage_type(s, "两次");
    stage_press(s, "^S");
    stage_expect(s, "变了两次");
    stage_sit_down(s, "fang", 24, 80);
    stage_press(s, "Down Enter ^E +");
    stage_expect(s, "The suggestion stands in the text now.");
    expect_title(s, ids[0], "标题已经变了两次");
    stage_sit_down(s, "chen", 24, 80);
    stage_press(s, "Down Enter ^E e");
    stage_expect_not(s, "as it should be"); /* it stands there: only the words can change */
    stage_free(s);
}

static bool cursor_row_has(Stage *s, const char *text) {
    return strstr(stage_row(s, s->grid.cursor_row), text) != NULL;
}

static void the_cursor_stands_on_the_comment_that_came_back(void **state) {
    (void)state;
    Uuid ids[2];
    Stage *s = people_stage();
    two_wait(s, ids);
    stage_sit_down(s, "li", 24, 80);
    stage_press(s, "Down Enter ^E");
    for (int i = 0; i < 3; i++) {
        stage_press(s, "Ins");
        stage_type(s, "看法");
        stage_press(s, "^S");
    }
    assert_true(cursor_row_has(s, "#3")); /* what was written just now */
    stage_press(s, "Home Down d");
    stage_expect_not(s, "#2");
    stage_press(s, "z");
    assert_true(cursor_row_has(s, "#2"));
    stage_press(s, "End z"); /* the third was written: it goes */
    stage_expect_not(s, "#3");
    stage_press(s, "Home Z");
    assert_true(cursor_row_has(s, "#3"));
    stage_free(s);
}

static void an_accepted_suggestion_drops_the_verification(void **state) {
    (void)state;
    Uuid ids[2];
    Stage *s = people_stage();
    two_wait(s, ids);
    stage_become(s, "li");
    move_case(s->library, ids[0], "review");
    move_case(s->library, ids[0], "publish");
    stage_become(s, "wang");
    move_case(s->library, ids[0], "verify");
    stage_sit_down(s, "chen", 24, 80);
    stage_press(s, "Down Enter ^E Ins Tab Space Home Down Enter Tab Right Tab End");
    stage_type(s, "甲");
    stage_press(s, "^S");
    stage_sit_down(s, "fang", 24, 80);
    stage_press(s, "Down Enter ^E +");
    stage_expect(s, "Accepted; the case has to be verified again: Title changed.");
    stage_press(s, "z");
    stage_expect(s, "suggestion, unsettled");
    stage_free(s);
}

static void nothing_typed_is_lost_without_a_question(void **state) {
    (void)state;
    Uuid ids[2];
    Stage *s = people_stage();
    two_wait(s, ids);
    stage_sit_down(s, "li", 24, 80);
    stage_press(s, "Down w c");
    stage_type(s, "写了一半");
    stage_press(s, "Esc");
    stage_expect(s, "Let the comment go");
    stage_press(s, "Esc");
    stage_expect(s, "写了一半");
    stage_press(s, "Esc y");
    stage_expect_not(s, "写了一半");
    stage_expect(s, "1/2");
    stage_press(s, "c Esc"); /* nothing typed: nothing asked */
    stage_expect(s, "1/2");
    stage_free(s);
}

/* What a role may not do is marked before it is tried, and the help says who one is. */
static void what_a_role_may_not_is_marked(void **state) {
    (void)state;
    Uuid ids[2];
    Stage *s = people_stage();
    two_wait(s, ids);
    stage_sit_down(s, "fang", 24, 80);
    stage_press(s, "Down m");
    stage_expect(s, "fang may not review and return cases");
    stage_press(s, "Esc ^P");
    stage_type(s, "administration");
    stage_expect(s, "fang may not change the team's settings");
    stage_press(s, "Esc ^G");
    stage_expect(s, "You are 方一 (fang), editor, 华东.");
    stage_type(s, "undo");
    stage_expect_not(s, "You are");
    stage_free(s);
}

/* The chip follows other people; a role that cannot review is told so. */
static void the_chip_follows_others(void **state) {
    (void)state;
    Uuid ids[2];
    Stage *s = people_stage();
    two_wait(s, ids);
    stage_sit_down(s, "chen", 24, 80);
    stage_expect_not(s, "[inbox");
    stage_press(s, "Down w");
    stage_expect(s, "may not review and return cases: that needs the role reviewer");
    stage_sit_down(s, "li", 24, 80);
    stage_press(s, "Down 2");
    stage_expect(s, "[inbox 2]");
    person_does(s->path, "fang", "revise", "AL-2026-0001");
    app_watch(s->app);
    stage_settle(s);
    stage_expect(s, "[inbox 1]");
    stage_free(s);
}

static size_t draft_count(Stage *s) {
    DraftList drafts;
    Error err;
    assert_true(library_drafts(s->library, &drafts, &err));
    free(drafts.items);
    return drafts.len;
}

/* Every sitting ends without a question, as when the line drops. */
static void half_a_comment_waits_for_its_writer(void **state) {
    (void)state;
    Uuid ids[2];
    Stage *s = people_stage();
    two_wait(s, ids);
    stage_become(s, "li");
    move_case(s->library, ids[0], "review");
    move_case(s->library, ids[0], "publish");
    stage_sit_down(s, "li", 24, 80);
    stage_press(s, "Down Enter ^E Ins Tab Space Home Down Enter Tab Right Tab End");
    stage_expect(s, "Title as it should be");
    stage_type(s, "，九个百分点");
    stage_press(s, "Tab");
    stage_type(s, "要有数字");
    stage_sit_down(s, "li", 24, 80); /* another sitting: from the Inbox */
    stage_expect(s, "[draft 1]");
    stage_press(s, "Down 4");
    stage_expect(s, "AL-2026-0001  第一个等待的案例");
    stage_expect(s, "comment");
    stage_press(s, "Enter");
    stage_expect(s, "goes on here");
    stage_expect(s, "第一个等待的案例，九个百分点");
    stage_expect(s, "要有数字");
    stage_type(s, "才好");
    stage_sit_down(s, "li", 24, 80); /* and from the case, where it comes before a new one */
    assert_int_equal(draft_count(s), 1);
    stage_press(s, "Down Enter");
    stage_expect_not(s, "F2 goes on with it"); /* it is no edit of the case */
    stage_press(s, "^E Ins");
    stage_expect(s, "要有数字才好");
    stage_press(s, "^S");
    stage_expect(s, "suggestion, unsettled");
    stage_expect(s, "要有数字才好");
    assert_int_equal(draft_count(s), 0);
    stage_sit_down(s, "fang", 24, 80); /* an answer, and other words of one's own */
    stage_press(s, "Down Enter ^E r");
    stage_type(s, "好的");
    stage_sit_down(s, "fang", 24, 80);
    stage_press(s, "Down Enter ^E Ins");
    stage_expect(s, "#1 李敏: 要有数字才好");
    stage_press(s, "^S End e End");
    stage_type(s, "，马上改");
    stage_sit_down(s, "fang", 24, 80);
    stage_press(s, "Down Enter ^E End e");
    stage_press(s, "^S");
    stage_expect(s, "#2  方一");
    stage_expect(s, "好的，马上改");
    assert_int_equal(draft_count(s), 0);
    stage_free(s);
}

static void a_comment_that_is_let_go_leaves_no_draft(void **state) {
    (void)state;
    Uuid ids[2];
    Stage *s = people_stage();
    two_wait(s, ids);
    stage_sit_down(s, "li", 24, 80);
    stage_press(s, "Down w c");
    stage_type(s, "x");
    assert_int_equal(draft_count(s), 1);
    stage_press(s, "BackSpace Esc"); /* nothing was typed */
    assert_int_equal(draft_count(s), 0);
    stage_press(s, "c");
    stage_type(s, "不要了");
    stage_press(s, "Esc y");
    assert_int_equal(draft_count(s), 0);
    stage_press(s, "Esc z");
    assert_int_equal(draft_count(s), 1);
    stage_press(s, "w c");
    stage_expect(s, "不要了");
    stage_free(s);
}

/* It goes on elsewhere, or somebody threw its draft away: what is typed here is kept too. */
static void a_comment_without_its_draft_begins_another(void **state) {
    (void)state;
    Uuid ids[2];
    Stage *s = people_stage();
    DraftList drafts;
    Draft *taken;
    Error err;
    two_wait(s, ids);
    stage_sit_down(s, "li", 24, 80);
    stage_press(s, "Down w c");
    stage_type(s, "第一");
    assert_true(library_drafts(s->library, &drafts, &err));
    assert_int_equal(drafts.len, 1);
    assert_true(
        draft_open(s->path, s->library->actor.user, drafts.items[0].id, uuid_new(), &taken, &err));
    draft_close(taken);
    stage_type(s, "第二");
    assert_int_equal(draft_count(s), 2);
    free(drafts.items);
    assert_true(library_drafts(s->library, &drafts, &err));
    for (size_t i = 0; i < drafts.len; i++)
        assert_true(library_draft_remove(s->library, drafts.items[i].id, &err));
    free(drafts.items);
    stage_type(s, "第三");
    assert_int_equal(draft_count(s), 1);
    stage_sit_down(s, "li", 24, 80);
    stage_press(s, "Down w c");
    stage_expect(s, "第一第二第三");
    stage_free(s);
}

static void the_history_takes_the_newest_change_back(void **state) {
    (void)state;
    Stage *s = people_stage();
    stage_become(s, "fang");
    Uuid id = stage_add_case(s->library, "分层提醒", "晨光在线教育");
    stage_sit_down(s, "fang", 24, 80);
    stage_press(s, "Down Enter e End");
    stage_type(s, "有效");
    stage_press(s, "^S Esc");
    expect_title(s, id, "分层提醒有效");
    stage_press(s, "H z");
    stage_expect(s, "AL-2026-0001: taken back; z here does it again.");
    expect_title(s, id, "分层提醒");
    stage_press(s, "Home z"); /* which was the newest change */
    expect_title(s, id, "分层提醒有效");
    stage_press(s, "Down z"); /* an older one */
    stage_expect(s, "Only the newest change is taken back");
    expect_title(s, id, "分层提醒有效");
    stage_press(s, "Home");
    person_does(s->path, "li", "set", "AL-2026-0001", "title=李敏的标题");
    stage_press(s, "z"); /* the screen does not show it yet */
    stage_expect(s, "li changed it since (revision 5)");
    expect_title(s, id, "李敏的标题");
    stage_free(s);
}

static void it_fits_every_size(void **state) {
    (void)state;
    Uuid ids[2];
    Stage *s = people_stage();
    two_wait(s, ids);
    stage_become(s, "li");
    stage_open(s, 12, 40);
    stage_press(s, "Down w");
    stage_expect(s, "1/2");
    stage_press(s, "c");
    stage_expect(s, "About");
    stage_press(s, "Esc ^E");
    stage_expect(s, "Nobody has said");
    stage_press(s, "Esc");
    stage_open(s, 60, 200);
    stage_expect(s, "第二个等待的案例"); /* the queue stands beside it */
    stage_free(s);
}

/* The text of a case that was never saved waits in the Inbox; there it is put away and brought
 * back, and taken into a form where there is no editor. */
static void a_text_left_in_the_editor_waits_in_the_inbox(void **state) {
    (void)state;
    Error err;
    Buf path = {0};
    EditOrigin origin = {.type = ENTITY_CASE, .record = uuid_new()};
    Stage *s = stage_new();
    stage_fill(s);
    assert_true(library_edit_begin(s->library, &origin, &err));
    assert_true(library_edit_path(s->library, origin.record, &path, &err));
    assert_true(file_write_atomic(buf_text(&path), STR("title: 没存过的案例\n"), 0600, &err));
    stage_open(s, 24, 80);
    stage_expect(s, "[draft 1]");
    stage_press(s, "Down 4");
    stage_expect(s, "Left in the editor (1)");
    stage_expect(s, "没存过的案例");
    stage_press(s, "d");
    stage_expect(s, "The text is put away");
    stage_expect_not(s, "没存过的案例");
    stage_expect_not(s, "[draft 1]");
    stage_press(s, "z");
    stage_expect(s, "The text is back");
    stage_press(s, "Z");
    stage_expect_not(s, "没存过的案例");
    stage_press(s, "z Home Enter");
    stage_expect(s, "A text is left of an edit");
    stage_press(s, "1"); /* there is no editor in this test */
    stage_expect(s, "There is no editor.");
    stage_press(s, "2");
    stage_expect(s, "Taken from the editor");
    stage_expect(s, "没存过的案例");
    assert_false(file_exists(buf_text(&path)));
    stage_press(s, "^S");
    expect_title(s, origin.record, "没存过的案例");
    buf_free(&path);
    stage_free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_reviewer_works_through_the_queue),
        cmocka_unit_test(a_long_field_is_said_to_go_on),
        cmocka_unit_test(comments_make_the_reason),
        cmocka_unit_test(what_others_do_meanwhile_is_said),
        cmocka_unit_test(the_menu_of_moves_goes_on_with_the_same_case),
        cmocka_unit_test(a_move_is_of_what_was_read),
        cmocka_unit_test(a_due_case_is_verified_in_the_same_place),
        cmocka_unit_test(with_the_day_cases_fall_due),
        cmocka_unit_test(what_is_missing_is_said_before_it_is_taken),
        cmocka_unit_test(a_consent_that_ended_is_said_before_it_is_taken),
        cmocka_unit_test(comments_are_written_answered_and_settled),
        cmocka_unit_test(a_suggestion_is_changed_as_a_whole),
        cmocka_unit_test(the_cursor_stands_on_the_comment_that_came_back),
        cmocka_unit_test(an_accepted_suggestion_drops_the_verification),
        cmocka_unit_test(nothing_typed_is_lost_without_a_question),
        cmocka_unit_test(half_a_comment_waits_for_its_writer),
        cmocka_unit_test(a_comment_that_is_let_go_leaves_no_draft),
        cmocka_unit_test(a_comment_without_its_draft_begins_another),
        cmocka_unit_test(the_history_takes_the_newest_change_back),
        cmocka_unit_test(the_chip_follows_others),
        cmocka_unit_test(what_a_role_may_not_is_marked),
        cmocka_unit_test(it_fits_every_size),
        cmocka_unit_test(a_text_left_in_the_editor_waits_in_the_inbox),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
