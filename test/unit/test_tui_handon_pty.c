#include "config.h"

#include "person.h"
#include "unit.h"

#ifndef HAVE_VTERM
int main(void) {
    puts("1..0 # SKIP libvterm is missing (libvterm-dev)");
    return 0;
}
#else

#include "library/save.h"
#include "library/settings.h"
#include "test/pty/pty.h"
#include "tui_app.h"
#include "tui_terminal.h"

/* Copying on a real terminal: what is sent, and what is shown where nothing can be sent. */

static const char long_line[] =
    "One paragraph that is longer than the screen is wide, so that a terminal has to wrap it by "
    "itself and whoever takes it with the mouse gets no break in it; it goes on for a second row "
    "and ends here.";

static Stage *shelf_new(const char *clipboard) {
    Stage *stage = stage_new();
    SaveResult result;
    Error err;
    Record *record = library_new_record(stage->library, ENTITY_CASE);
    record_set_text(record, CASE_TITLE, STR("A case to copy"));
    record_set_text(record, CASE_AUDIENCE, STR("sales"));
    record_set_text(record, CASE_SUMMARY, str_of(long_line));
    assert_true(library_save(stage->library, record, 0, STR(""), NULL, &result, &err));
    record_free(record);
    assert_true(
        library_option_set(stage->library, OPTION_CLIPBOARD, str_of(clipboard), true, &err));
    stage_shelve(stage);
    return stage;
}

static Pty *start(const Stage *stage, const char *term) {
    static const char *const env[] = {"ANLIKU_NOW=2026-11-20T01:00:00Z",
                                      "WT_SESSION",
                                      "KITTY_WINDOW_ID",
                                      "TERM_PROGRAM",
                                      "STY",
                                      "SSH_CONNECTION",
                                      NULL};
    const char *argv[] = {built_program("anliku"), "-L", stage->path, "browse", NULL};
    PtyOptions options = {.argv = argv, .rows = 24, .cols = 80, .term = term, .env = env};
    Pty *pty = pty_start(&options);
    assert_non_null(pty);
    assert_true(pty_wait_text(pty, "A case to copy"));
    pty_send(pty, "\033[B");
    assert_true(pty_settle(pty));
    pty_clear_bytes(pty);
    return pty;
}

static bool was_sent(const Pty *pty, const char *bytes) {
    const Buf *all = pty_bytes(pty);
    return memmem(all->data, all->len, bytes, strlen(bytes)) != NULL;
}

static bool was_sent_again(const Pty *pty, void *context) {
    (void)context;
    return was_sent(pty, long_line);
}

/* "A case to copy\n" begins so in base 64. */
static const char sent[] = "\033]52;c;QSBjYXNlIHRvIGNvcHkK";

static void an_unknown_terminal_shows_the_text_for_the_mouse(void **state) {
    (void)state;
    Stage *stage = shelf_new("auto");
    Pty *pty = start(stage, "xterm-256color");
    pty_send(pty, "Y\r");
    assert_true(pty_wait_text(pty, "any key goes back"));
    assert_false(was_sent(pty, "\033]52;"));
    assert_true(was_sent(pty, long_line)); /* in one piece: the terminal wraps it */
    assert_true(pty_wait_text(pty, "export AL-2026-0001 --safe --format html"));
    pty_clear_bytes(pty);
    stage_add_elsewhere(stage, "Another one"); /* disturbs nobody who copies */
    pty_resize(pty, 20, 70);
    assert_true(pty_wait(pty, was_sent_again, NULL, "the text for the new size"));
    pty_send(pty, "j");
    assert_true(pty_wait_text(pty, "type to search"));
    assert_true(pty_wait_no_text(pty, "any key goes back"));
    terminal_leave(pty);
    stage_free(stage);
}

static void osc_52_is_sent_where_it_was_asked_for(void **state) {
    (void)state;
    Stage *stage = shelf_new("osc52");
    Pty *pty = start(stage, "xterm-256color");
    pty_send(pty, "Y\r");
    assert_true(pty_wait_text(pty, "Sent to the terminal: summary"));
    assert_true(was_sent(pty, sent));
    assert_false(was_sent(pty, "\033Ptmux;"));
    pty_send(pty, "\x0f"); /* ^O: the last row shows it */
    assert_true(pty_wait_text(pty, "show what was copied"));
    pty_send(pty, "\033[F\r");
    assert_true(pty_wait_text(pty, "any key goes back"));
    assert_true(was_sent(pty, long_line));
    pty_send(pty, "j");
    assert_true(pty_wait_text(pty, "type to search"));
    terminal_leave(pty);
    stage_free(stage);
}

static void known_terminals_get_it_by_themselves(void **state) {
    (void)state;
    Stage *stage = shelf_new("auto");
    Pty *pty = start(stage, "foot");
    pty_send(pty, "y");
    assert_true(pty_wait_text(pty, "Sent to the terminal: number"));
    assert_true(was_sent(pty, "\033]52;c;QUwtMjAyNi0wMDAx"));
    terminal_leave(pty);
    stage_free(stage);
}

static void tmux_gets_it_twice_only_when_told(void **state) {
    (void)state;
    Stage *stage = shelf_new("tmux");
    Pty *pty = start(stage, "tmux-256color");
    pty_send(pty, "Y\r");
    assert_true(pty_wait_text(pty, "Sent to the terminal"));
    assert_true(was_sent(pty, sent));
    assert_true(was_sent(pty, "\033Ptmux;\033\033]52;c;"));
    terminal_leave(pty);
    stage_free(stage);
}

static void view_never_sends(void **state) {
    (void)state;
    Stage *stage = shelf_new("view");
    Pty *pty = start(stage, "foot");
    pty_send(pty, "y");
    assert_true(pty_wait_text(pty, "any key goes back"));
    assert_false(was_sent(pty, "\033]52;"));
    pty_send(pty, "\033");
    assert_true(pty_wait_text(pty, "type to search"));
    terminal_leave(pty);
    stage_free(stage);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_unknown_terminal_shows_the_text_for_the_mouse),
        cmocka_unit_test(osc_52_is_sent_where_it_was_asked_for),
        cmocka_unit_test(known_terminals_get_it_by_themselves),
        cmocka_unit_test(tmux_gets_it_twice_only_when_told),
        cmocka_unit_test(view_never_sends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
#endif
