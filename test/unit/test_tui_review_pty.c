#include "config.h"

#include "unit.h"

#ifndef HAVE_VTERM
int main(void) {
    puts("1..0 # SKIP libvterm is missing (libvterm-dev)");
    return 0;
}
#else

#include "base/vec.h"
#include "library/comments.h"
#include "library/history.h"
#include "library/people.h"
#include "library/row.h"
#include "library/save.h"
#include "test/pty/pty.h"
#include "tui_app.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

/* A reviewer returns a case, its author mends it, the reviewer publishes it: the real program, in
 * Chinese, one person after the other at a terminal. */

static Uuid add_case(Stage *stage) {
    static const int sections[] = {CASE_BACKGROUND, CASE_NEED,   CASE_SOLUTION,
                                   CASE_PROCESS,    CASE_RESULT, CASE_FEEDBACK};
    Record *record;
    SaveResult result;
    Error err;
    Uuid id = stage_add_submittable(stage->library, "分层提醒", "晨光在线教育");
    assert_true(library_load(stage->library, ENTITY_CASE, id, 0, &record, &err));
    for (size_t i = 0; i < COUNT_OF(sections); i++)
        record_set_text(record, sections[i],
                        STR("客户在校生用户很多，首月完课率低，续费集中在学期末，投诉也多，"
                            "老师人手一直不够用，续费率从 71% 到 80%"));
    record_set_text(record, CASE_INDUSTRY, STR("教育"));
    assert_true(library_save(stage->library, record, 1, STR(""), NULL, &result, &err));
    record_free(record);
    assert_true(library_move(stage->library, id, case_move_find(STR("submit")), STR(""), NULL,
                             &result, &err));
    return id;
}

static void open_as(Stage *stage, const char *login) {
    Error err;
    library_close(stage->library);
    assert_true(library_open(stage->path, login, false, &stage->library, &err));
}

static Stage *two_people(Uuid *id) {
    static const char *const people[][3] = {{"fang", "editor", "方一"}, {"li", "reviewer", "李敏"}};
    Stage *stage = stage_new();
    SaveResult result;
    Error err;
    assert_true(library_team_set(stage->library, STR("华东"), STR(""), STR(""), &result, &err));
    for (size_t i = 0; i < COUNT_OF(people); i++) {
        UserChange change = {.login = str_of(people[i][0]),
                             .role = str_of(people[i][1]),
                             .name = str_of(people[i][2]),
                             .team = STR("华东"),
                             .disabled = -1};
        assert_true(library_user_set(stage->library, &change, &result, &err));
    }
    open_as(stage, "fang");
    *id = add_case(stage);
    library_close(stage->library);
    stage->library = NULL;
    return stage;
}

static Pty *sit_down(const Stage *stage, const char *login) {
    static char path[512], who[64];
    const char *build = getenv("ANLIKU_TEST_BUILD");
    snprintf(path, sizeof path, "%s/anliku_as", build ? build : ".");
    snprintf(who, sizeof who, "ANLIKU_AS=%s", login);
    const char *env[] = {"ANLIKU_NOW=2026-11-20T01:00:00Z", who, NULL};
    const char *argv[] = {path, "-L", stage->path, "--lang", "zh", "browse", NULL};
    PtyOptions options = {.argv = argv, .rows = 24, .cols = 80, .env = env};
    Pty *pty = pty_start(&options);
    assert_non_null(pty);
    assert_true(pty_wait_text(pty, "案例"));
    assert_true(pty_settle(pty));
    return pty;
}

static void leave(Pty *pty) {
    pty_send(pty, "\x11");
    assert_int_equal(pty_wait_exit(pty), 0);
    pty_free(pty);
}

static void press(Pty *pty, const char *keys) {
    pty_send(pty, keys);
    assert_true(pty_settle(pty));
}

#define DOWN "\033[B"
#define HOME "\033[H"
#define F8   "\033[19~"

static Pty *again_after_kill(const Stage *stage, Pty *pty) {
    pty_signal(pty, SIGKILL);
    assert_int_equal(pty_wait_exit(pty), 128 + SIGKILL);
    pty_free(pty);
    return sit_down(stage, "li");
}

/* The half of it that was typed is there, and is gone on with in the Inbox. */
static void expect_draft_of_a_comment(Pty *pty) {
    press(pty, DOWN);
    press(pty, "4");
    assert_true(pty_wait_text(pty, "草稿 (1)"));
    press(pty, HOME);
    press(pty, "\r");
    assert_true(pty_wait_text(pty, "标题太短，写清"));
}

static void reviewer_returns(const Stage *stage) {
    Pty *pty = sit_down(stage, "li");
    press(pty, DOWN);
    press(pty, "4");
    assert_true(pty_wait_text(pty, "分层提醒"));
    press(pty, "\r");
    assert_true(pty_wait_text(pty, "1/1  AL-2026-0001"));
    press(pty, "c");
    press(pty, "标题太短，写清");
    pty = again_after_kill(stage, pty);
    expect_draft_of_a_comment(pty);
    press(pty, "楚提高了多少");
    press(pty, "\x13"); /* ^S */
    assert_true(pty_wait_text(pty, "没有未保存的草稿"));
    press(pty, "\r");
    assert_true(pty_wait_text(pty, "1/1  AL-2026-0001"));
    press(pty, F8);
    assert_true(pty_wait_text(pty, "写清楚提高了多少"));
    press(pty, "；另请补上来源\r");
    assert_true(pty_wait_no_text(pty, "1/1  AL-2026-0001"));
    leave(pty);
}

static void author_mends(const Stage *stage) {
    Pty *pty = sit_down(stage, "fang");
    press(pty, DOWN);
    press(pty, "4");
    assert_true(pty_wait_text(pty, "标题太短"));
    press(pty, "\r");
    assert_true(pty_wait_text(pty, "另请补上来源"));
    press(pty, "e");
    press(pty, "\033[F"); /* the end of the title */
    press(pty, "让续费率提高九个百分点");
    assert_true(pty_wait_text(pty, "分层提醒让续费率提高九个百分点"));
    press(pty, "\x04"); /* ^D: checks, saves, submits */
    assert_true(pty_wait_no_text(pty, "另请补上来源"));
    leave(pty);
}

static void reviewer_publishes(const Stage *stage) {
    Pty *pty = sit_down(stage, "li");
    press(pty, DOWN);
    press(pty, "w");
    assert_true(pty_wait_text(pty, "1/1  AL-2026-0001"));
    assert_true(pty_wait_text(pty, "分层提醒让续费率提高九个百分点"));
    press(pty, "a");
    assert_true(pty_wait_no_text(pty, "1/1  AL-2026-0001"));
    leave(pty);
}

static bool take_verb(void *context, const HistoryEntry *entry, Error *err) {
    (void)err;
    buf_printf(context, "%s ", entry->verb);
    return true;
}

static void a_case_goes_to_and_fro(void **state) {
    (void)state;
    Uuid id;
    Error err;
    LibraryRow row;
    Buf verbs = {0};
    Comments comments = {0};
    Stage *stage = two_people(&id);
    reviewer_returns(stage);
    author_mends(stage);
    reviewer_publishes(stage);
    assert_true(library_open(stage->path, "fang", false, &stage->library, &err));
    assert_true(library_row(stage->library, ENTITY_CASE, id, &row, &err));
    assert_int_equal(case_state(row.record), STATE_PUBLISHED);
    assert_true(str_equal(record_ref_name(row.record, CASE_REVIEWER), STR("li")));
    library_row_free(&row);
    assert_true(library_history(stage->library, ENTITY_CASE, id, take_verb, &verbs, &err));
    assert_string_equal(buf_text(&verbs), "publish review submit edit return submit edit create ");
    assert_true(library_comments(stage->library, id, false, &comments, &err));
    assert_int_equal(comments.open, 1);
    comments_free(&comments);
    buf_free(&verbs);
    stage_free(stage);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_case_goes_to_and_fro),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
#endif
