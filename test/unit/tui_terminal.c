#include "config.h"

#include "person.h"
#include "tui_terminal.h"
#include "unit.h"

Pty *terminal_sit_down(const char *path, const char *login) {
    char who[64];
    snprintf(who, sizeof who, "ANLIKU_AS=%s", login);
    const char *env[] = {"ANLIKU_NOW=2026-11-20T01:00:00Z", who, NULL};
    const char *argv[] = {built_program("anliku_as"), "-L", path, "--lang", "zh", "browse", NULL};
    PtyOptions options = {.argv = argv, .rows = 24, .cols = 80, .env = env};
    Pty *pty = pty_start(&options);
    assert_non_null(pty);
    assert_true(pty_wait_text(pty, "案例"));
    assert_true(pty_settle(pty));
    return pty;
}

void terminal_press(Pty *pty, const char *keys) {
    pty_send(pty, keys);
    assert_true(pty_settle(pty));
}

void terminal_leave(Pty *pty) {
    pty_send(pty, "\x11");
    assert_int_equal(pty_wait_exit(pty), 0);
    pty_free(pty);
}
