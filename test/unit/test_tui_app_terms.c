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

#include <unistd.h>

/* A session on every kind of terminal, and what the program finds out about the one it is on. */

static Stage *shelf; /* no process has it open; who runs the test is an admin */

static int make_shelf(void **state) {
    (void)state;
    shelf = stage_shelf();
    return 0;
}

static int drop_shelf(void **state) {
    (void)state;
    stage_free(shelf);
    return 0;
}

typedef struct Session {
    const char *term, *options;
    const char *env[4];
    int rows, cols;
    bool real; /* not in test mode: the terminal is asked what it can do */
} Session;

/* In a shell that says the modes of the terminal before and after. */
static Pty *start(const Session *session) {
    char script[1024];
    const char *env[8] = {"ANLIKU_NOW=2026-11-20T01:00:00Z"};
    size_t count = 1;
    snprintf(script, sizeof script,
             "printf 'modes '; stty -g; %s -L %s %s browse; echo \"status $?\"; "
             "printf 'modes '; stty -g; printf 'the end\\n'; read line",
             built_program("anliku"), shelf->path, session->options ? session->options : "");
    for (size_t i = 0; session->env[i]; i++)
        env[count++] = session->env[i];
    if (session->real)
        env[count++] = "ANLIKU_TEST";
    const char *argv[] = {"/bin/sh", "-c", script, NULL};
    PtyOptions options = {.argv = argv,
                          .rows = session->rows ? session->rows : 24,
                          .cols = session->cols ? session->cols : 80,
                          .term = session->term,
                          .env = env};
    Pty *pty = pty_start(&options);
    assert_non_null(pty);
    return pty;
}

static bool has(const Buf *bytes, const char *text) {
    return str_find(buf_str(bytes), str_of(text), 0) != SIZE_MAX;
}

/* Sequences that the terminal did not take, lines in another character set. */
static void expect_clean(const Pty *pty, const char *term, const char *step) {
    static const char *const garbage[] = {"qqq", "xxx", "[?",           "[0",   "[1;",   "[m",
                                          "(B",  "(0",  "\xef\xbf\xbd", "rgb:", "2026;", "[K"};
    for (size_t i = 0; i < COUNT_OF(garbage); i++) {
        if (!vt_has(pty_vt(pty), garbage[i]))
            continue;
        Buf dump = {0};
        vt_dump(pty_vt(pty), &dump);
        fail_msg("TERM=%s, %s: %s on\n%s", term, step, garbage[i], buf_text(&dump));
    }
}

static bool shell_is_back(const Pty *pty, void *context) {
    (void)context;
    return vt_has(pty_vt(pty), "the end");
}

/* The two lines `modes ...` of the shell are the same, wherever the second stands now. */
static void expect_modes_back(const Pty *pty) {
    const Buf *bytes = pty_bytes(pty);
    size_t first = str_find(buf_str(bytes), STR("modes "), 0);
    size_t second = str_find(buf_str(bytes), STR("modes "), first + 1);
    assert_true(first != SIZE_MAX && second != SIZE_MAX);
    size_t len = strcspn(bytes->data + first, "\r\n");
    assert_true(len > 20 && len == strcspn(bytes->data + second, "\r\n"));
    assert_memory_equal(bytes->data + first, bytes->data + second, len);
}

static void leave(Pty *pty) {
    int row, col;
    pty_send(pty, "\x11");
    assert_true(pty_wait(pty, shell_is_back, NULL, "the shell"));
    assert_true(vt_has(pty_vt(pty), "status 0"));
    assert_true(vt_cursor(pty_vt(pty), &row, &col));
    assert_true(has(pty_bytes(pty), "\033[?2004l"));
    expect_modes_back(pty);
    pty_send(pty, "\n");
    assert_int_equal(pty_wait_exit(pty), 0);
    pty_free(pty);
}

static void stop(Pty *pty) {
    pty_send(pty, "\x11");
    assert_true(pty_wait(pty, shell_is_back, NULL, "the shell"));
    pty_free(pty);
}

static const struct {
    const char *keys, *shows, *step;
} steps[] = {
    {"分层", "晨光在线教育：分层", "search"},
    {"\033[B", "Enter open", "to the list"},
    {"\r", "AL-2026-0011", "open"},
    {"\033[6~", "提醒", "page down"},
    {"\007", "type to search the help", "help"},
    {"\033", "AL-2026-0011", "back from the help"},
    {"e", "Edit case", "the form"},
    {"\033", "AL-2026-0011", "back from the form"},
    {"\033", "State", "back in the list"},
};

static void use(const char *term, const char *options) {
    Session session = {.term = term, .options = options};
    Pty *pty = start(&session);
    assert_true(pty_wait_text(pty, "type to search"));
    expect_clean(pty, term, "start");
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        pty_send(pty, steps[i].keys);
        assert_true(pty_settle(pty));
        if (!pty_wait_text(pty, steps[i].shows))
            fail_msg("TERM=%s %s: %s", term, options, steps[i].step);
        expect_clean(pty, term, steps[i].step);
    }
    leave(pty);
}

static void every_terminal_is_used(void **state) {
    (void)state;
    static const char *const terms[] = {"xterm-256color", "screen-256color", "tmux-256color",
                                        "linux",          "vt100",           "ansi",
                                        "putty-256color", "unknown",         "no-such-terminal"};
    for (size_t i = 0; i < COUNT_OF(terms); i++)
        use(terms[i], "");
}

static void plain_and_sparse_are_used(void **state) {
    (void)state;
    static const char *const terms[] = {"xterm-256color", "linux", "vt100"};
    for (size_t i = 0; i < COUNT_OF(terms); i++) {
        use(terms[i], "--plain");
        use(terms[i], "--low-bandwidth");
    }
}

static bool sets_colour(const Buf *bytes, bool *many);
static void set_option(const char *key, const char *value);

/* The settings do what the options of the command line do. */
static void plain_and_sparse_are_settings_too(void **state) {
    (void)state;
    Session session = {.rows = 12, .cols = 40};
    bool many;
    set_option("plain", "yes");
    Pty *pty = start(&session);
    assert_true(pty_wait_text(pty, "draft")); /* a word, where there is room for a sign only */
    assert_false(sets_colour(pty_bytes(pty), &many));
    leave(pty);
    set_option("plain", "no");
    set_option("low_bandwidth", "yes");
    pty = start(&session);
    assert_true(pty_wait_text(pty, "type to search"));
    assert_false(vt_has(pty_vt(pty), "draft"));
    pty_send(pty, "\033[B\033[B");
    assert_true(pty_settle(pty));
    pty_clear_bytes(pty);
    pty_send(pty, "j");
    assert_true(pty_settle(pty));
    assert_true(pty_bytes(pty)->len < 140); /* 64 of them the mark of the test */
    stop(pty);
    set_option("low_bandwidth", "no");
}

/* A client that speaks GBK is told so, and loses none of the keys that follow. */
static void another_encoding_is_told(void **state) {
    (void)state;
    Session session = {0};
    Pty *pty = start(&session);
    assert_true(pty_wait_text(pty, "type to search"));
    pty_send(pty, "\xd6\xd0\xce\xc4\xb2\xe2\xca\xd4"); /* 中文测试 */
    assert_true(pty_wait_text(pty, "does not send UTF-8"));
    pty_send(pty, "\x15分层");
    assert_true(pty_wait_text(pty, "晨光在线教育：分层"));
    leave(pty);
}

/* A paste is text, whatever it holds; the terminal's news about its focus are no keys. */
static void pastes_and_focus_are_no_commands(void **state) {
    (void)state;
    Session session = {0};
    Pty *pty = start(&session);
    assert_true(pty_wait_text(pty, "type to search"));
    assert_true(has(pty_bytes(pty), "\033[?2004h"));
    pty_send(pty, "\033[I\033[200~分\021\033层\r\n\033[201~\033[O");
    assert_true(pty_wait_text(pty, "晨光在线教育：分层"));
    leave(pty);
}

static void no_cursor_no_screen(void **state) {
    (void)state;
    Session session = {.term = "dumb"};
    Pty *pty = start(&session);
    assert_true(pty_wait_text(pty, "the end"));
    assert_true(vt_has(pty_vt(pty), "anliku search"));
    assert_true(vt_has(pty_vt(pty), "status 2"));
    expect_modes_back(pty);
    pty_free(pty);
}

/* ---- what the terminal is asked ---- */

static size_t count_of(const Buf *bytes, const char *text) {
    size_t count = 0;
    for (size_t at = 0; (at = str_find(buf_str(bytes), str_of(text), at)) != SIZE_MAX; at++)
        count++;
    return count;
}

static bool bytes_came(const Pty *pty, void *context) {
    return has(pty_bytes(pty), context);
}

static void wait_bytes(Pty *pty, const char *bytes) {
    assert_true(pty_wait(pty, bytes_came, (void *)(uintptr_t)bytes, bytes));
}

#define DARK   "\033[38;5;73m" /* labels of the theme for a dark background */
#define LIGHT  "\033[38;5;25m" /* for a light one */
#define EITHER "\033[38;5;62m" /* for both */

static Pty *start_real(const char *env, const char *options) {
    Session session = {.options = options, .real = true, .env = {env}, .rows = 40, .cols = 120};
    Pty *pty = start(&session);
    assert_true(pty_wait_text(pty, "type to search"));
    return pty;
}

static void the_background_is_asked_once(void **state) {
    (void)state;
    static const struct {
        const char *answer, *theme;
    } answers[] = {{"\033]11;rgb:ffff/ffff/eeee\033\\", LIGHT},
                   {"\033]11;rgb:10/10/10\007", DARK},
                   {NULL, EITHER}};
    for (size_t i = 0; i < COUNT_OF(answers); i++) {
        Pty *pty = start_real(NULL, "");
        assert_int_equal(count_of(pty_bytes(pty), "\033]11;?"), 1);
        if (answers[i].answer)
            pty_send(pty, answers[i].answer);
        wait_bytes(pty, answers[i].theme);
        pty_send(pty, "分层");
        assert_true(pty_wait_text(pty, "分层")); /* and nothing of the answer */
        assert_false(vt_has(pty_vt(pty), "rgb"));
        assert_int_equal(count_of(pty_bytes(pty), "\033]11;?"), 1);
        stop(pty);
    }
}

static void the_environment_says_the_background(void **state) {
    (void)state;
    static const struct {
        const char *env, *theme;
    } backgrounds[] = {{"COLORFGBG=0;15", LIGHT},
                       {"COLORFGBG=0;default;7", LIGHT},
                       {"COLORFGBG=15;0", DARK},
                       {"COLORFGBG=nonsense", EITHER}};
    for (size_t i = 0; i < COUNT_OF(backgrounds); i++) {
        Pty *pty = start_real(backgrounds[i].env, "");
        wait_bytes(pty, backgrounds[i].theme);
        stop(pty);
    }
    Pty *pty = start_real("COLORFGBG=15;0", "");
    pty_send(pty, "\033]11;rgb:ffff/ffff/ffff\033\\"); /* the terminal knows better */
    wait_bytes(pty, LIGHT);
    stop(pty);
}

static void multiplexers_are_not_asked(void **state) {
    (void)state;
    Pty *pty = start_real("TMUX=/tmp/nobody,1,0", "");
    wait_bytes(pty, EITHER);
    assert_false(has(pty_bytes(pty), "\033]11;?"));
    assert_false(has(pty_bytes(pty), "\033[6n"));
    stop(pty);
}

/* The terminal of the test says one column for a line and for a quote. */
static void lines_are_drawn_as_the_terminal_can(void **state) {
    (void)state;
    Pty *pty = start_real(NULL, "");
    assert_true(pty_wait_text(pty, "│"));
    stop(pty);
    pty = start_real(NULL, "--plain");
    wait_bytes(pty, "\033]11;?");
    pty_send(pty, "分层");
    assert_true(pty_wait_text(pty, "晨光在线教育：分层"));
    assert_false(vt_has(pty_vt(pty), "│"));
    stop(pty);
}

static void set_option(const char *key, const char *value) {
    char command[512];
    snprintf(command, sizeof command, "%s -L %s config set %s %s >/dev/null",
             built_program("anliku"), shelf->path, key, value);
    assert_int_equal(system(command), 0);
}

/* Behind "/ " and the quote. */
static bool caret_behind_two_columns(const Pty *pty, void *context) {
    int row, col;
    (void)context;
    return vt_cursor(pty_vt(pty), &row, &col) && row == 1 && col == 4;
}

static void a_setting_goes_before_the_answer(void **state) {
    (void)state;
    set_option("lines", "ascii");
    Pty *pty = start_real(NULL, "");
    pty_send(pty, "\033]11;rgb:ffff/ffff/ffff\033\\");
    wait_bytes(pty, LIGHT); /* all answers have come */
    assert_false(vt_has(pty_vt(pty), "│"));
    stop(pty);
    set_option("lines", "auto");
    set_option("theme", "contrast");
    pty = start_real(NULL, "");
    pty_send(pty, "\033]11;rgb:ffff/ffff/ffff\033\\分层");
    assert_true(pty_wait_text(pty, "晨光在线教育：分层"));
    assert_false(has(pty_bytes(pty), LIGHT));
    stop(pty);
    set_option("theme", "default");
    set_option("ambiguous", "wide");
    pty = start_real(NULL, "");
    pty_send(pty, "“");
    assert_true(pty_wait(pty, caret_behind_two_columns, NULL, "a quote of two columns"));
    stop(pty);
    set_option("ambiguous", "auto");
}

/* Whether a colour was set: 30 to 37 and so on; many: one of 256. */
static bool sets_colour(const Buf *bytes, bool *many) {
    bool any = false;
    *many = has(bytes, "\033[38;5;");
    for (size_t at = 0; (at = str_find(buf_str(bytes), STR("\033["), at)) != SIZE_MAX; at += 2) {
        const char *p = bytes->data + at + 2;
        size_t len = strspn(p, "0123456789;");
        for (const char *q = p; p[len] == 'm' && q < p + len; q += strcspn(q, ";m") + 1) {
            int code = atoi(q);
            any |= (code >= 30 && code <= 38) || (code >= 40 && code <= 48) || code >= 90;
        }
    }
    return any;
}

static void colours_are_as_many_as_wanted(void **state) {
    (void)state;
    static const struct {
        const char *env, *options;
        bool any, many;
    } wishes[] = {{NULL, "", true, true},
                  {"NO_COLOR=1", "", false, false},
                  {"NO_COLOR=1", "--color=256", true, true},
                  {NULL, "--color=16", true, false},
                  {NULL, "--color=never", false, false},
                  {NULL, "--plain", false, false}};
    for (size_t i = 0; i < COUNT_OF(wishes); i++) {
        Session session = {.options = wishes[i].options, .env = {wishes[i].env}};
        Pty *pty = start(&session);
        assert_true(pty_wait_text(pty, "type to search"));
        pty_send(pty, "分层");
        assert_true(pty_wait_text(pty, "晨光在线教育：分层"));
        bool many, any = sets_colour(pty_bytes(pty), &many);
        if (many != wishes[i].many || any != wishes[i].any)
            fail_msg("%s %s: colours %d, many %d", wishes[i].env, wishes[i].options, any, many);
        stop(pty);
    }
}

static void long_frames_are_marked_unless_switched_off(void **state) {
    (void)state;
    for (int on = 1; on >= 0; on--) {
        Session session = {0};
        set_option("sync_output", on ? "yes" : "no");
        Pty *pty = start(&session);
        assert_true(pty_wait_text(pty, "type to search"));
        assert_true(pty_settle(pty)); /* the whole frame */
        assert_int_equal(has(pty_bytes(pty), "\033[?2026h"), on);
        assert_int_equal(count_of(pty_bytes(pty), "\033[?2026h"),
                         count_of(pty_bytes(pty), "\033[?2026l"));
        stop(pty);
    }
    set_option("sync_output", "yes");
}

static void the_mouse_is_left_alone_over_ssh(void **state) {
    (void)state;
    static const struct {
        const char *env, *setting;
        bool taken;
    } mice[] = {{NULL, "auto", true},
                {"SSH_TTY=/dev/pts/9", "auto", false},
                {"SSH_TTY=/dev/pts/9", "on", true},
                {NULL, "off", false}};
    for (size_t i = 0; i < COUNT_OF(mice); i++) {
        Session session = {.env = {mice[i].env}};
        set_option("mouse", mice[i].setting);
        Pty *pty = start(&session);
        assert_true(pty_wait_text(pty, "type to search"));
        assert_int_equal(has(pty_bytes(pty), "\033[?1000h"), mice[i].taken);
        assert_false(has(pty_bytes(pty), "\033[?1003h"));
        stop(pty);
    }
    set_option("mouse", "auto");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_terminal_is_used),
        cmocka_unit_test(plain_and_sparse_are_used),
        cmocka_unit_test(plain_and_sparse_are_settings_too),
        cmocka_unit_test(another_encoding_is_told),
        cmocka_unit_test(pastes_and_focus_are_no_commands),
        cmocka_unit_test(no_cursor_no_screen),
        cmocka_unit_test(the_background_is_asked_once),
        cmocka_unit_test(the_environment_says_the_background),
        cmocka_unit_test(multiplexers_are_not_asked),
        cmocka_unit_test(lines_are_drawn_as_the_terminal_can),
        cmocka_unit_test(a_setting_goes_before_the_answer),
        cmocka_unit_test(colours_are_as_many_as_wanted),
        cmocka_unit_test(long_frames_are_marked_unless_switched_off),
        cmocka_unit_test(the_mouse_is_left_alone_over_ssh),
    };
    return cmocka_run_group_tests_name("tui terminals", tests, make_shelf, drop_shelf);
}
#endif
