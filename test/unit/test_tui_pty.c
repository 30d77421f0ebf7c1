#include "config.h"

#include "person.h"
#include "unit.h"

#ifndef HAVE_VTERM
int main(void) {
    puts("1..0 # SKIP libvterm is missing (libvterm-dev)");
    return 0;
}
#else

#include "base/file.h"
#include "base/vec.h"
#include "test/pty/pty.h"

#include <signal.h>
#include <unistd.h>

static Pty *start(int rows, int cols, const char *term, const char *file) {
    const char *argv[] = {built_program("tui_demo"), file, NULL};
    PtyOptions options = {.argv = argv, .rows = rows, .cols = cols, .term = term};
    Pty *pty = pty_start(&options);
    assert_non_null(pty);
    return pty;
}

static void quit(Pty *pty) {
    pty_send(pty, "\x11");
    assert_int_equal(pty_wait_exit(pty), 0);
    pty_free(pty);
}

static void expect_field(Pty *pty, const char *want) {
    Buf row = {0};
    assert_true(pty_settle(pty));
    vt_row(pty_vt(pty), 1, &row);
    assert_string_equal(buf_text(&row), want);
    buf_free(&row);
}

static void typing_is_shown_at_the_cursor(void **state) {
    (void)state;
    Pty *pty = start(24, 80, NULL, NULL);
    int row, col;
    assert_true(pty_wait_text(pty, "type to search"));
    pty_send(pty, "客户a");
    expect_field(pty, "客户a");
    assert_true(vt_cursor(pty_vt(pty), &row, &col));
    assert_int_equal(row, 1);
    assert_int_equal(col, 5);
    Buf first = {0};
    vt_row(pty_vt(pty), 2, &first);
    assert_string_equal(first.data, "第 0 行 row 0");
    buf_free(&first);
    pty_send(pty, "\033[D\033OD\x7f"); /* left, left, Backspace */
    expect_field(pty, "户a");
    assert_true(vt_cursor(pty_vt(pty), &row, &col));
    assert_int_equal(col, 0);
    pty_send(pty, "\x1a");
    expect_field(pty, "客户a");
    assert_true(pty_wait_text(pty, "previews"));
    quit(pty);
}

static void every_terminal_runs(void **state) {
    (void)state;
    static const char *const terms[] = {"xterm-256color", "tmux-256color", "screen",
                                        "linux",          "vt100",         "no-such-terminal",
                                        "xterm-ghostty"};
    for (size_t i = 0; i < COUNT_OF(terms); i++) {
        Pty *pty = start(24, 80, terms[i], NULL);
        assert_true(pty_wait_text(pty, "第 3 行 row 3"));
        pty_send(pty, "中\033[6~\033[B");
        expect_field(pty, "中");
        assert_true(pty_wait_text(pty, "row 21"));
        quit(pty);
    }
    Pty *pty = start(24, 80, "dumb", NULL);
    assert_int_equal(pty_wait_exit(pty), 2);
    assert_true(vt_has(pty_vt(pty), "anliku search"));
    pty_free(pty);
}

static bool size_shown(const Pty *pty, void *context) {
    return vt_has(pty_vt(pty), context);
}

static void a_storm_of_sizes_ends_well(void **state) {
    (void)state;
    Pty *pty = start(24, 80, NULL, NULL);
    char want[32];
    assert_true(pty_wait_text(pty, "80x24"));
    pty_send(pty, "案例");
    for (int i = 0; i < 60; i++)
        pty_resize(pty, 10 + i % 50, 30 + i * 7 % 170);
    static const int sizes[][2] = {{12, 40}, {60, 200}, {40, 120}, {24, 80}, {3, 10}, {24, 80}};
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        pty_resize(pty, sizes[i][0], sizes[i][1]);
        snprintf(want, sizeof want, "%dx%d", sizes[i][1], sizes[i][0]);
        assert_true(pty_wait(pty, size_shown, want, want));
        expect_field(pty, "案例");
    }
    quit(pty);
}

static void a_lost_line_saves_and_ends(void **state) {
    (void)state;
    char path[] = "/tmp/anliku-pty-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    for (int way = 0; way < 2; way++) {
        Buf saved = {0};
        Error err;
        Pty *pty = start(24, 80, NULL, path);
        pty_send(pty, "写到一半");
        expect_field(pty, "写到一半");
        if (way == 0)
            pty_signal(pty, SIGHUP);
        else
            pty_hangup(pty);
        assert_int_equal(pty_wait_exit(pty), 7);
        assert_true(file_read(path, 1000, &saved, &err));
        assert_string_equal(saved.data, "写到一半");
        pty_free(pty);
        buf_free(&saved);
    }
    unlink(path);
}

static void signals_end_or_wake_it(void **state) {
    (void)state;
    Pty *pty = start(24, 80, NULL, NULL);
    assert_true(pty_settle(pty));
    pty_signal(pty, SIGTERM);
    assert_int_equal(pty_wait_exit(pty), 8);
    assert_true(str_find(buf_str(pty_bytes(pty)), STR("\033[?1049l"), 0) != SIZE_MAX);
    pty_free(pty);
    pty = start(24, 80, NULL, NULL);
    assert_true(pty_settle(pty));
    pty_signal(pty, SIGSTOP);
    pty_signal(pty, SIGCONT);
    assert_true(pty_wait_text(pty, "continued"));
    pty_send(pty, "\033[17~"); /* F6; no shell is there to stop it: it goes on at once */
    assert_true(pty_settle(pty));
    assert_true(pty_wait_text(pty, "continued"));
    pty_send(pty, "还在");
    expect_field(pty, "还在");
    quit(pty);
}

static void a_crash_gives_the_terminal_back(void **state) {
    (void)state;
    Pty *pty = start(24, 80, NULL, NULL);
    assert_true(pty_settle(pty));
    pty_clear_bytes(pty);
    pty_send(pty, "\033OQ"); /* F2 */
    assert_int_equal(pty_wait_exit(pty), 128 + SIGABRT);
    assert_true(str_find(buf_str(pty_bytes(pty)), STR("\033[?1049l"), 0) != SIZE_MAX);
    assert_true(str_find(buf_str(pty_bytes(pty)), STR("\033[?25h"), 0) != SIZE_MAX);
    pty_free(pty);
}

static void strange_bytes_do_no_harm(void **state) {
    (void)state;
    Pty *pty = start(24, 80, NULL, NULL);
    assert_true(pty_settle(pty));
    pty_send(pty, "\xd6\xd0\xce\xc4\xb2\xe2\xca\xd4"); /* 中文测试 in GBK */
    assert_true(pty_wait_text(pty, "client is not UTF-8"));
    pty_send(pty, "\033]11;rgb:ffff/ffff/ffff\033\\\033[?62;1c\033[5;7R"); /* late answers */
    assert_true(pty_wait_text(pty, "report"));
    pty_send(pty, "\x15");
    expect_field(pty, "type to search");
    pty_send(pty, "\033[200~两行\r\n粘贴\033[31m\033[201~");
    expect_field(pty, "两行 粘贴[31m");
    pty_send(pty, "\033[18~"); /* F7: the terminal's own answers come back */
    assert_true(pty_wait_text(pty, "report 1"));
    expect_field(pty, "两行 粘贴[31m");
    quit(pty);
}

static void a_lone_escape_is_a_key(void **state) {
    (void)state;
    Pty *pty = start(24, 80, NULL, NULL);
    pty_send(pty, "\033");
    assert_true(pty_wait_text(pty, "key Esc"));
    pty_send(pty, "x");
    expect_field(pty, "x");
    quit(pty);
}

static void a_burst_of_keys_is_one_picture(void **state) {
    (void)state;
    Pty *pty = start(24, 80, NULL, NULL);
    assert_true(pty_settle(pty));
    pty_clear_bytes(pty);
    unsigned before = pty_marks(pty);
    for (int i = 0; i < 200; i++)
        pty_send(pty, "\033[B");
    assert_true(pty_settle(pty));
    assert_true(vt_has(pty_vt(pty), "row 200"));
    assert_true(pty_marks(pty) - before < 100);
    quit(pty);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(typing_is_shown_at_the_cursor),
        cmocka_unit_test(every_terminal_runs),
        cmocka_unit_test(a_storm_of_sizes_ends_well),
        cmocka_unit_test(a_lost_line_saves_and_ends),
        cmocka_unit_test(signals_end_or_wake_it),
        cmocka_unit_test(a_crash_gives_the_terminal_back),
        cmocka_unit_test(strange_bytes_do_no_harm),
        cmocka_unit_test(a_lone_escape_is_a_key),
        cmocka_unit_test(a_burst_of_keys_is_one_picture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
#endif
