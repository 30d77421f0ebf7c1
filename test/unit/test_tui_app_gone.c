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

#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

/* The terminal goes away while the person is anywhere: the process ends, has not spun, and what was
 * typed is there. */

enum { MOST_CPU_MS = 1500 }; /* of a session and its end; a spin of the deadline costs 20,000 */

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

/* before: shell commands that come first. */
static Pty *start(const char *before, int rows, int cols) {
    static const char *const env[] = {"ANLIKU_NOW=2026-11-20T01:00:00Z", NULL};
    char script[512];
    snprintf(script, sizeof script, "%s exec %s -L %s browse", before, built_program("anliku"),
             shelf->path);
    const char *argv[] = {"/bin/sh", "-c", script, NULL};
    PtyOptions options = {.argv = argv, .rows = rows, .cols = cols, .env = env};
    Pty *pty = pty_start(&options);
    assert_non_null(pty);
    assert_true(pty_wait_text(pty, "type to search"));
    return pty;
}

static long children_ms(void) {
    struct rusage usage;
    getrusage(RUSAGE_CHILDREN, &usage);
    return usage.ru_utime.tv_sec * 1000 + usage.ru_utime.tv_usec / 1000 +
           usage.ru_stime.tv_sec * 1000 + usage.ru_stime.tv_usec / 1000;
}

static void expect_end(Pty *pty, long cpu_before, const char *where) {
    if (pty_wait_exit(pty) == -1)
        fail_msg("%s: it goes on", where);
    pty_free(pty);
    long cpu = children_ms() - cpu_before;
    if (cpu > MOST_CPU_MS)
        fail_msg("%s: %ld ms of processor", where, cpu);
}

static void close_line(Pty *pty) {
    pty_hangup(pty);
}

static void send_hup(Pty *pty) {
    pty_signal(pty, SIGHUP);
}

static void send_term(Pty *pty) {
    pty_signal(pty, SIGTERM);
}

static const struct {
    const char *name;
    void (*go)(Pty *pty);
} ways[] = {{"closed", close_line}, {"SIGHUP", send_hup}, {"SIGTERM", send_term}};

/* Where the person is; the keys go one by one so that each is seen. */
static const struct {
    const char *name;
    const char *keys[6];
} places[] = {
    {"the filter", {"客"}},
    {"the list", {"\t", "j"}},
    {"a box of choices", {"\t", "s"}},
    {"the menu", {"\t", "\020"}},
    {"help", {"\007"}},
    {"help, searching", {"\007", "x"}},
    {"a case", {"分层", "\t", "\r"}},
    {"the history", {"分层", "\t", "\r", "H"}},
    {"the metrics", {"\t", "2"}},
    {"the inbox", {"\t", "4"}},
    {"a line to type in", {"\t", "S", "x"}},
    {"an empty result", {"zzqqxx"}},
};

static void the_end_is_the_same_everywhere(void **state) {
    (void)state;
    for (size_t place = 0; place < COUNT_OF(places); place++) {
        const size_t way = place % COUNT_OF(ways);
        char where[96];
        long cpu = children_ms();
        Pty *pty = start("", 24, 80);
        for (size_t i = 0; i < COUNT_OF(places[0].keys) && places[place].keys[i]; i++) {
            pty_send(pty, places[place].keys[i]);
            assert_true(pty_settle(pty));
        }
        snprintf(where, sizeof where, "%s, %s", places[place].name, ways[way].name);
        ways[way].go(pty);
        expect_end(pty, cpu, where);
    }
}

/* Keys are on their way and a search runs. */
static void in_the_middle_of_typing(void **state) {
    (void)state;
    for (size_t way = 0; way < COUNT_OF(ways); way++) {
        long cpu = children_ms();
        Pty *pty = start("", 40, 120);
        pty_send(pty, "客户成功与续费率如何提高三成");
        ways[way].go(pty);
        expect_end(pty, cpu, ways[way].name);
    }
}

static void a_line_that_nobody_told_of(void **state) {
    (void)state;
    long cpu = children_ms();
    Pty *pty = start("trap '' HUP;", 24, 80); /* as nohup does */
    pty_hangup(pty);
    expect_end(pty, cpu, "without a signal");
}

/* ---- what was typed ---- */

static void open_form(Pty *pty) {
    pty_send(pty, "分层");
    assert_true(pty_wait_text(pty, "1/1"));
    pty_send(pty, "\te");
    assert_true(pty_wait_text(pty, "Edit case"));
}

/* The draft is there, with the text; then it is thrown away. */
static void expect_draft(const char *text, const char *where) {
    Pty *pty = start("", 24, 80);
    if (!pty_wait_text(pty, "[draft 1]"))
        fail_msg("%s: no draft", where);
    open_form(pty);
    pty_send(pty, "\r"); /* go on with it */
    if (!pty_wait_text(pty, text))
        fail_msg("%s: the text is lost", where);
    pty_send(pty, "\x13");
    assert_true(pty_wait_text(pty, "Saved"));
    pty_send(pty, "\x11");
    assert_int_equal(pty_wait_exit(pty), 0);
    pty_free(pty);
}

static void a_form_keeps_every_key(void **state) {
    (void)state;
    for (size_t way = 0; way < COUNT_OF(ways); way++) {
        char text[32];
        long cpu = children_ms();
        Pty *pty = start("", 24, 80);
        open_form(pty);
        snprintf(text, sizeof text, "半句话%d", (int)way);
        pty_send(pty, text);
        assert_true(pty_wait_text(pty, text));
        ways[way].go(pty);
        expect_end(pty, cpu, ways[way].name);
        expect_draft(text, ways[way].name);
    }
}

static void a_form_below_other_screens_too(void **state) {
    (void)state;
    static const char *const above[] = {"\007", "\020"}; /* the help, the menu */
    for (size_t i = 0; i < COUNT_OF(above); i++) {
        char text[32];
        long cpu = children_ms();
        Pty *pty = start("", 24, 80);
        open_form(pty);
        snprintf(text, sizeof text, "下面的话%d", (int)i);
        pty_send(pty, text);
        assert_true(pty_wait_text(pty, text));
        pty_send(pty, above[i]);
        assert_true(pty_settle(pty));
        pty_hangup(pty);
        expect_end(pty, cpu, "below another screen");
        expect_draft(text, "below another screen");
    }
}

/* ---- a line that takes nothing any more ---- */

/* Whether the process waits in write(2); unknown: the system does not tell. */
static bool is_writing(pid_t pid, bool *unknown) {
    char path[64], text[64] = "";
    snprintf(path, sizeof path, "/proc/%d/syscall", (int)pid);
    FILE *file = fopen(path, "r");
    *unknown = !file || !fgets(text, sizeof text, file);
    if (file)
        fclose(file);
    return strncmp(text, "1 0x1 ", 6) == 0;
}

/* A terminal that has stopped reading, as behind a dead network: the process sits in a write. A
 * signal must end it all the same. */
static void a_stalled_line_can_be_ended(void **state) {
    (void)state;
    static const int signals[] = {SIGTERM, SIGHUP};
    for (size_t i = 0; i < COUNT_OF(signals); i++) {
        char text[32];
        bool unknown = false;
        long cpu = children_ms();
        Pty *pty = start("", 60, 200);
        open_form(pty);
        snprintf(text, sizeof text, "堵住的话%d", (int)i);
        pty_send(pty, text);
        assert_true(pty_wait_text(pty, text));
        for (int n = 0; n < 4000 && !is_writing(pty_pid(pty), &unknown) && !unknown; n++) {
            pty_send_blind(pty, "\014"); /* ^L: a whole screen that nobody reads */
            usleep(5000);
        }
        if (unknown) {
            pty_free(pty);
            skip();
        }
        assert_true(is_writing(pty_pid(pty), &unknown));
        pty_signal(pty, signals[i]);
        if (!pty_wait_exit_blind(pty))
            fail_msg("signal %d does not end a process that waits for its terminal", signals[i]);
        expect_end(pty, cpu, "stalled");
        expect_draft(text, "stalled");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_end_is_the_same_everywhere),
        cmocka_unit_test(in_the_middle_of_typing),
        cmocka_unit_test(a_line_that_nobody_told_of),
        cmocka_unit_test(a_form_keeps_every_key),
        cmocka_unit_test(a_form_below_other_screens_too),
        cmocka_unit_test(a_stalled_line_can_be_ended),
    };
    return cmocka_run_group_tests_name("tui gone", tests, make_shelf, drop_shelf);
}
#endif
