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
#include "library/row.h"
#include "test/pty/pty.h"
#include "tui_people.h"
#include "tui_terminal.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

/* A reviewer returns a case, its author mends it, the reviewer publishes it: the real program, in
 * Chinese, one person after the other at a terminal. */

static Stage *two_people(Uuid *id) {
    static const Person people[] = {{"fang", "editor", "华东", "方一"},
                                    {"li", "reviewer", "华东", "李敏"}};
    Stage *stage = stage_with_people(people, COUNT_OF(people));
    stage_become(stage, "fang");
    *id = stage_add_whole(stage, "分层提醒");
    move_case(stage->library, *id, "submit");
    library_close(stage->library);
    stage->library = NULL;
    return stage;
}

#define DOWN "\033[B"
#define HOME "\033[H"
#define F8   "\033[19~"

static Pty *again_after_kill(const Stage *stage, Pty *pty) {
    pty_signal(pty, SIGKILL);
    assert_int_equal(pty_wait_exit(pty), 128 + SIGKILL);
    pty_free(pty);
    return terminal_sit_down(stage->path, "li");
}

/* The half of it that was typed is there, and is gone on with in the Inbox. */
static void expect_draft_of_a_comment(Pty *pty) {
    terminal_press(pty, DOWN);
    terminal_press(pty, "4");
    assert_true(pty_wait_text(pty, "草稿 (1)"));
    terminal_press(pty, HOME);
    terminal_press(pty, "\r");
    assert_true(pty_wait_text(pty, "标题太短，写清"));
}

static void reviewer_returns(const Stage *stage) {
    Pty *pty = terminal_sit_down(stage->path, "li");
    terminal_press(pty, DOWN);
    terminal_press(pty, "4");
    assert_true(pty_wait_text(pty, "分层提醒"));
    terminal_press(pty, "\r");
    assert_true(pty_wait_text(pty, "1/1  AL-2026-0001"));
    terminal_press(pty, "c");
    terminal_press(pty, "标题太短，写清");
    pty = again_after_kill(stage, pty);
    expect_draft_of_a_comment(pty);
    terminal_press(pty, "楚提高了多少");
    terminal_press(pty, "\x13"); /* ^S */
    assert_true(pty_wait_text(pty, "没有未保存的草稿"));
    terminal_press(pty, "\r");
    assert_true(pty_wait_text(pty, "1/1  AL-2026-0001"));
    terminal_press(pty, F8);
    assert_true(pty_wait_text(pty, "写清楚提高了多少"));
    terminal_press(pty, "；另请补上来源\r");
    assert_true(pty_wait_no_text(pty, "1/1  AL-2026-0001"));
    terminal_leave(pty);
}

static void author_mends(const Stage *stage) {
    Pty *pty = terminal_sit_down(stage->path, "fang");
    terminal_press(pty, DOWN);
    terminal_press(pty, "4");
    assert_true(pty_wait_text(pty, "标题太短"));
    terminal_press(pty, "\r");
    assert_true(pty_wait_text(pty, "另请补上来源"));
    terminal_press(pty, "e");
    terminal_press(pty, "\033[F"); /* the end of the title */
    terminal_press(pty, "让续费率提高九个百分点");
    assert_true(pty_wait_text(pty, "分层提醒让续费率提高九个百分点"));
    terminal_press(pty, "\x04"); /* ^D: checks, saves, submits */
    assert_true(pty_wait_no_text(pty, "另请补上来源"));
    terminal_leave(pty);
}

static void reviewer_publishes(const Stage *stage) {
    Pty *pty = terminal_sit_down(stage->path, "li");
    terminal_press(pty, DOWN);
    terminal_press(pty, "w");
    assert_true(pty_wait_text(pty, "1/1  AL-2026-0001"));
    assert_true(pty_wait_text(pty, "分层提醒让续费率提高九个百分点"));
    terminal_press(pty, "a");
    assert_true(pty_wait_no_text(pty, "1/1  AL-2026-0001"));
    terminal_leave(pty);
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
    stage_become(stage, "fang");
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
