#include "config.h"

#include "person.h"
#include "unit.h"

#ifndef HAVE_VTERM
int main(void) {
    puts("1..0 # SKIP libvterm is missing (libvterm-dev)");
    return 0;
}
#else

#include "base/vec.h"
#include "test/pty/pty.h"
#include "tui_app.h"
#include "tui_terminal.h"

#include <signal.h>

/* Stories on a terminal of their own. */

static Pty *start(const Stage *stage, int rows, int cols, const char *term) {
    static const char *const env[] = {"ANLIKU_NOW=2026-11-20T01:00:00Z", NULL};
    const char *argv[] = {built_program("anliku"), "-L", stage->path, "browse", NULL};
    PtyOptions options = {.argv = argv, .rows = rows, .cols = cols, .term = term, .env = env};
    Pty *pty = pty_start(&options);
    assert_non_null(pty);
    return pty;
}

/* Opens the first case that a search finds, and its form. */
static void open_form(Pty *pty, const char *search, const char *title) {
    pty_send(pty, search);
    assert_true(pty_wait_text(pty, title));
    pty_send(pty, "\r\r");
    assert_true(pty_wait_text(pty, "AL-2026-"));
    pty_send(pty, "e");
    assert_true(pty_wait_text(pty, "Edit case"));
}

static void a_case_is_found_read_edited_and_saved_in_chinese(void **state) {
    (void)state;
    Stage *stage = stage_shelf();
    Pty *pty = start(stage, 24, 80, NULL);
    assert_true(pty_wait_text(pty, "type to search"));
    open_form(pty, "分层", "晨光在线教育：分层");
    pty_send(pty, "\033[F（已核）\x13"); /* End, ^S */
    assert_true(pty_wait_text(pty, "Saved: AL-2026-0011"));
    pty_send(pty, "\033");
    assert_true(pty_wait_text(pty, "rev 2"));
    assert_true(pty_wait_text(pty, "九个百分点（已核）"));
    pty_send(pty, "\033");
    assert_true(pty_wait_text(pty, "State     Day"));
    terminal_leave(pty);
    stage_free(stage);
}

static void expect_draft(const Stage *stage) {
    Pty *pty = start(stage, 24, 80, NULL);
    assert_true(pty_wait_text(pty, "[draft 1]"));
    pty_send(pty, "分层");
    assert_true(pty_wait_text(pty, "晨光在线教育：分层"));
    pty_send(pty, "\r\r");
    assert_true(pty_wait_text(pty, "F2 goes on with it"));
    pty_send(pty, "e");
    assert_true(pty_wait_text(pty, "Enter")); /* the question about the draft */
    pty_send(pty, "\r");
    assert_true(pty_wait_text(pty, "半句话"));
    pty_send(pty, "\x13");
    assert_true(pty_wait_text(pty, "Saved: AL-2026-0011"));
    assert_true(pty_wait_no_text(pty, "[draft 1]"));
    terminal_leave(pty);
}

static void a_dropped_line_loses_no_key(void **state) {
    (void)state;
    Stage *stage = stage_shelf();
    Pty *pty = start(stage, 24, 80, NULL);
    assert_true(pty_wait_text(pty, "type to search"));
    open_form(pty, "分层", "晨光在线教育：分层");
    pty_send(pty, "半句话");
    assert_true(pty_wait_text(pty, "半句话"));
    pty_hangup(pty);
    assert_int_not_equal(pty_wait_exit(pty), -1);
    pty_free(pty);
    expect_draft(stage);
    stage_free(stage);
}

static void a_killed_process_leaves_the_draft(void **state) {
    (void)state;
    Stage *stage = stage_shelf();
    Pty *pty = start(stage, 24, 80, NULL);
    assert_true(pty_wait_text(pty, "type to search"));
    open_form(pty, "分层", "晨光在线教育：分层");
    pty_send(pty, "半句话");
    assert_true(pty_wait_text(pty, "[draft 1]")); /* the journal has it */
    pty_signal(pty, SIGKILL);
    assert_int_equal(pty_wait_exit(pty), 128 + SIGKILL);
    pty_free(pty);
    expect_draft(stage);
    stage_free(stage);
}

static void term_ends_with_everything_kept(void **state) {
    (void)state;
    Stage *stage = stage_shelf();
    Pty *pty = start(stage, 24, 80, NULL);
    assert_true(pty_wait_text(pty, "type to search"));
    open_form(pty, "分层", "晨光在线教育：分层");
    pty_send(pty, "半句话");
    assert_true(pty_wait_text(pty, "半句话"));
    pty_signal(pty, SIGTERM);
    assert_int_equal(pty_wait_exit(pty), 0);
    pty_free(pty);
    expect_draft(stage);
    stage_free(stage);
}

static void the_panel_follows_another_process(void **state) {
    (void)state;
    Stage *stage = stage_shelf();
    Pty *pty = start(stage, 40, 120, NULL);
    assert_true(pty_wait_text(pty, "Cases 11"));
    pty_send(pty, "\033[B\033[B\033[B"); /* the third row is selected */
    assert_true(pty_wait_text(pty, "3/11"));
    stage_add_elsewhere(stage, "别的进程写的");
    assert_true(pty_wait_text(pty, "Cases 12"));
    assert_true(pty_wait_text(pty, "1 new"));
    assert_true(pty_wait_text(pty, "3/12"));
    pty_send(pty, ".");
    assert_true(pty_wait_text(pty, "别的进程写的"));
    assert_true(pty_wait_text(pty, "4/12")); /* the cursor is on its case still */
    terminal_leave(pty);
    stage_free(stage);
}

static void at_the_top_and_at_rest_new_rows_enter_by_themselves(void **state) {
    (void)state;
    Stage *stage = stage_shelf();
    Pty *pty = start(stage, 24, 80, NULL);
    assert_true(pty_wait_text(pty, "Cases 11"));
    stage_add_elsewhere(stage, "自己进来的一行");
    assert_true(pty_wait_text(pty, "自己进来的一行"));
    terminal_leave(pty);
    stage_free(stage);
}

static void keys_cost_few_bytes(void **state) {
    (void)state;
    static const int sizes[][2] = {{24, 80}, {40, 120}, {60, 200}};
    Stage *stage = stage_shelf();
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        Pty *pty = start(stage, sizes[i][0], sizes[i][1], NULL);
        assert_true(pty_wait_text(pty, "type to search"));
        pty_send(pty, i ? "\t\033[15~\033[15~" : "\t"); /* the list; F5 until there is no preview */
        assert_true(pty_settle(pty));
        pty_clear_bytes(pty);
        pty_send(pty, "j");
        assert_true(pty_settle(pty));
        assert_true(pty_wait_text(pty, "2/11"));
        size_t bytes = pty_bytes(pty)->len;
        if (bytes > 250 + 64) /* 64: the marks of the test itself */
            fail_msg("%zu bytes for a move at %dx%d", bytes, sizes[i][1], sizes[i][0]);
        terminal_leave(pty);
    }
    stage_free(stage);
}

static void resizes_keep_the_case(void **state) {
    (void)state;
    Stage *stage = stage_shelf();
    Pty *pty = start(stage, 24, 80, NULL);
    assert_true(pty_wait_text(pty, "type to search"));
    pty_send(pty, "\tjjj");
    assert_true(pty_wait_text(pty, "4/11"));
    for (int i = 0; i < 40; i++)
        pty_resize(pty, 10 + i, 40 + 4 * i);
    pty_resize(pty, 30, 100);
    assert_true(pty_wait_text(pty, "State     Day"));
    assert_true(pty_wait_text(pty, "4/11"));
    terminal_leave(pty);
    stage_free(stage);
}

static void a_terminal_without_a_cursor_is_refused(void **state) {
    (void)state;
    Stage *stage = stage_shelf();
    Pty *pty = start(stage, 24, 80, "dumb");
    assert_true(pty_wait_text(pty, "cannot place the cursor"));
    assert_int_equal(pty_wait_exit(pty), 2);
    pty_free(pty);
    stage_free(stage);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_case_is_found_read_edited_and_saved_in_chinese),
        cmocka_unit_test(a_dropped_line_loses_no_key),
        cmocka_unit_test(a_killed_process_leaves_the_draft),
        cmocka_unit_test(term_ends_with_everything_kept),
        cmocka_unit_test(the_panel_follows_another_process),
        cmocka_unit_test(at_the_top_and_at_rest_new_rows_enter_by_themselves),
        cmocka_unit_test(keys_cost_few_bytes),
        cmocka_unit_test(resizes_keep_the_case),
        cmocka_unit_test(a_terminal_without_a_cursor_is_refused),
    };
    return cmocka_run_group_tests_name("tui stories", tests, NULL, NULL);
}
#endif
