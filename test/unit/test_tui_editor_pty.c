#include "config.h"

#include "person.h"
#include "soon.h"
#include "unit.h"

#ifndef HAVE_VTERM
int main(void) {
    puts("1..0 # SKIP libvterm is missing (libvterm-dev)");
    return 0;
}
#else

#include "base/file.h"
#include "test/pty/pty.h"
#include "tui_app.h"

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

/* The person's own editor, played by scripts: what it writes, how it ends, what happens meanwhile.
 */

typedef struct Room {
    Stage *stage;
    char script[128], editor[160], visual[160];
    const char *env[8];
    Pty *pty;
} Room;

/* Until the test makes the file “go”; an editor that nobody releases fails. */
static const char wait_to_go[] =
    "wait_to_go() {\n  tries=0\n  until [ -e \"$DIR/go\" ]; do\n    tries=$((tries + 1))\n"
    "    [ $tries -le 1000 ] || exit 1\n    sleep .02\n  done\n}\n";

/* body: of a shell script; $1 is the file, $DIR a folder of the test's own, $P the program. */
static void write_script(const Room *room, const char *body) {
    Buf text = {0};
    Error err;
    buf_printf(&text, "#!/bin/sh\nDIR='%s'\nP='%s'\nL='%s'\n%s%s\n", room->stage->dir,
               built_program("anliku"), room->stage->path, wait_to_go, body);
    assert_true(file_write_atomic(room->script, buf_str(&text), 0700, &err));
    buf_free(&text);
}

static Room *room_new(const char *body) {
    Room *room = mem_zalloc(sizeof *room);
    room->stage = stage_shelf();
    snprintf(room->script, sizeof room->script, "%s/editor.sh", room->stage->dir);
    snprintf(room->editor, sizeof room->editor, "EDITOR=%s", room->script);
    write_script(room, body);
    room->env[0] = "ANLIKU_NOW=2026-11-20T01:00:00Z";
    room->env[1] = room->editor;
    room->env[2] = "VISUAL";
    return room;
}

static void start(Room *room) {
    const char *argv[] = {built_program("anliku"), "-L", room->stage->path, "browse", NULL};
    PtyOptions options = {.argv = argv, .rows = 24, .cols = 80, .env = room->env};
    room->pty = pty_start(&options);
    assert_non_null(room->pty);
    assert_true(pty_wait_text(room->pty, "type to search"));
    pty_send(room->pty, "分层");
    assert_true(pty_wait_text(room->pty, "晨光在线教育：分层"));
    pty_send(room->pty, "\r"); /* in the list */
    assert_true(pty_settle(room->pty));
}

static Room *room_in_form(const char *body) {
    Room *room = room_new(body);
    start(room);
    pty_send(room->pty, "e");
    assert_true(pty_wait_text(room->pty, "Edit case"));
    return room;
}

static void quit(Room *room) {
    pty_send(room->pty, "\x11");
    assert_int_equal(pty_wait_exit(room->pty), 0);
    pty_free(room->pty);
    room->pty = NULL;
}

static void room_free(Room *room) {
    if (room->pty)
        quit(room);
    stage_free(room->stage);
    free(room);
}

static void expect(Room *room, const char *text) {
    assert_true(pty_wait_text(room->pty, text));
}

static void file_in(const Room *room, const char *name, char path[192]) {
    snprintf(path, 192, "%s/%s", room->stage->dir, name);
}

static bool is_there(void *path) {
    return file_exists(path);
}

/* Another process makes it. */
static void wait_for_file(const Room *room, const char *name) {
    char path[192];
    file_in(room, name, path);
    expect_soon(is_there, path, path);
}

static void make_file(const Room *room, const char *name) {
    char path[192];
    Error err;
    file_in(room, name, path);
    assert_true(file_write_atomic(path, STR("x"), 0600, &err));
}

static bool file_has(const Room *room, const char *name, const char *text) {
    char path[192];
    Buf content = {0};
    Error err;
    file_in(room, name, path);
    assert_true(file_read(path, 1 << 20, &content, &err));
    bool has = str_find(buf_str(&content), str_of(text), 0) != SIZE_MAX;
    buf_free(&content);
    return has;
}

#define TITLE(text) "sed -i 's/^title: .*/title: " text "/' \"$1\""

static void what_is_changed_comes_into_the_form(void **state) {
    (void)state;
    Room *room = room_in_form(
        "cp \"$1\" \"$DIR/seen\"\n"
        "stat -c 'mode %a' \"$1\" >\"$DIR/about\"\n"
        "echo \"$1\" >>\"$DIR/about\"\n"
        "ls -l /proc/$$/fd >\"$DIR/fds\"\n" TITLE("改在编辑器里"));
    pty_send(room->pty, "\033[F（未保存）");
    assert_true(pty_settle(room->pty));
    pty_clear_bytes(room->pty);
    pty_send(room->pty, "\x18");
    expect(room, "Taken from the editor");
    expect(room, "改在编辑器里");
    assert_true(file_has(room, "seen", "（未保存）")); /* what was typed before */
    assert_false(file_has(room, "seen", "notes"));
    assert_true(file_has(room, "about", "mode 600"));
    assert_true(file_has(room, "about", "/drafts/"));
    assert_false(file_has(room, "fds", "data.mdb"));
    assert_false(file_has(room, "fds", "lock.mdb"));
    Str bytes = buf_str(pty_bytes(room->pty)); /* pastes are asked for again */
    size_t off = str_find(bytes, STR("\033[?2004l"), 0);
    assert_true(off != SIZE_MAX && str_find(bytes, STR("\033[?2004h"), off) != SIZE_MAX);
    pty_send(room->pty, "\x1a"); /* one step of undo */
    expect(room, "（未保存）");
    pty_send(room->pty, "\x19\x13");
    expect(room, "Saved: AL-2026-");
    room_free(room);
}

static void from_the_list_it_is_saved(void **state) {
    (void)state;
    Room *room = room_new(TITLE("从列表里改"));
    start(room);
    pty_send(room->pty, "E");
    expect(room, "Saved: AL-2026-");
    expect(room, "从列表里改");
    write_script(room, "true");
    pty_send(room->pty, "\x18"); /* unchanged: nothing */
    expect(room, "Nothing was changed in the editor");
    room_free(room);
}

static void visual_goes_before_editor(void **state) {
    (void)state;
    Room *room = room_new("false");
    snprintf(room->visual, sizeof room->visual, "VISUAL=%s",
             "sed -i 's/^title: .*/title: 看得见的/'");
    room->env[2] = room->visual;
    start(room);
    pty_send(room->pty, "E");
    expect(room, "看得见的");
    room_free(room);
}

static void what_is_wrong_comes_back_at_its_line(void **state) {
    (void)state;
    Room *room = room_in_form(
        "if [ -e \"$DIR/again\" ]; then\n"
        "  cp \"$1\" \"$DIR/seen\"\n"
        "  sed -i 's/^importance: .*/importance: 7/; s/^title: .*/title: 修好了/' \"$1\"\n"
        "else\n"
        "  touch \"$DIR/again\"\n"
        "  printf 'importance: 99\\nsurprise: 1\\n' >>\"$1\"\n"
        "fi");
    pty_send(room->pty, "\x18");
    expect(room, "Mend it in the editor");
    pty_send(room->pty, "\r");
    assert_true(pty_settle(room->pty));
    expect(room, "Mend it in the editor"); /* one of two is left */
    assert_true(file_has(room, "seen", "#! "));
    write_script(room, "sed -i '/^surprise/d' \"$1\"");
    pty_send(room->pty, "1");
    expect(room, "Taken from the editor");
    expect(room, "修好了");
    room_free(room);
}

static void what_is_given_up_is_offered_again(void **state) {
    (void)state;
    Room *room = room_in_form("printf 'title: [半截\\n' >\"$1\"");
    pty_send(room->pty, "\x18");
    expect(room, "Keep the text for later");
    pty_send(room->pty, "2");
    expect(room, "is kept");
    write_script(room, "sed -i 's/^title: .*/title: 接着写/' \"$1\"");
    pty_send(room->pty, "\x18");
    expect(room, "an edit that did not end");
    pty_send(room->pty, "1");
    expect(room, "接着写");
    write_script(room, "cp \"$1\" \"$DIR/seen\"");
    pty_send(room->pty, "\x18"); /* nothing is left now */
    expect(room, "Nothing was changed");
    assert_true(file_has(room, "seen", "接着写"));
    room_free(room);
}

/* The program is killed while the editor is open, and others save meanwhile. */
static Room *room_with_text_left(const char *writes, const char *others) {
    Room *room = room_new(writes);
    Buf script = {0};
    buf_printf(&script, "%s\ntouch \"$DIR/open\"\nwait_to_go", writes);
    write_script(room, buf_text(&script));
    start(room);
    pty_send(room->pty, "E");
    wait_for_file(room, "open");
    pty_signal(room->pty, SIGKILL);
    assert_int_equal(pty_wait_exit(room->pty), 128 + SIGKILL);
    make_file(room, "go");
    pty_free(room->pty);
    room->pty = NULL;
    buf_clear(&script);
    buf_printf(&script,
               "ANLIKU_TEST=1 ANLIKU_NOW=2026-11-20T01:00:00Z '%s' -L '%s' set AL-2026-0011 %s "
               ">/dev/null",
               built_program("anliku"), room->stage->path, others);
    assert_int_equal(system(buf_text(&script)), 0);
    buf_free(&script);
    write_script(room, "true");
    return room;
}

static void a_text_left_joins_what_was_saved_since(void **state) {
    (void)state;
    Room *room = room_with_text_left(TITLE("编辑器里的分层"), "summary=别人写的摘要");
    start(room);
    pty_send(room->pty, "E");
    expect(room, "what was saved since");
    pty_send(room->pty, "2");
    expect(room, "Saved: AL-2026-0011");
    expect(room, "编辑器里的分层");
    write_script(room, "cp \"$1\" \"$DIR/seen\"");
    pty_send(room->pty, "E");
    expect(room, "Nothing was changed");
    assert_true(file_has(room, "seen", "title: 编辑器里的分层"));
    assert_true(file_has(room, "seen", "summary: 别人写的摘要"));
    room_free(room);
}

/* Both changed the title: the form asks as after any save. */
static void what_both_changed_is_asked(void **state) {
    (void)state;
    Room *room =
        room_with_text_left(TITLE("编辑器里的分层"), "title=晨光在线教育：分层，别人的标题");
    start(room);
    pty_send(room->pty, "E");
    expect(room, "what was saved since");
    pty_send(room->pty, "2");
    expect(room, "once more saves");
    expect(room, "编辑器里的分层");
    expect(room, "别人的标题");
    expect(room, "revision 2");
    pty_send(room->pty, "\x14"); /* theirs */
    expect(room, "Theirs is taken");
    pty_send(room->pty, "\x13");
    expect(room, "Nothing has changed");
    room_free(room);
}

static void a_killed_editor_loses_nothing(void **state) {
    (void)state;
    Room *room = room_in_form(TITLE("写到一半") "\nkill -9 $$");
    pty_send(room->pty, "\x18");
    expect(room, "did not end well");
    pty_send(room->pty, "1");
    expect(room, "Taken from the editor");
    expect(room, "写到一半");
    write_script(room, "kill -9 $$"); /* nothing was written */
    pty_send(room->pty, "\x18");
    expect(room, "did not end well");
    room_free(room);
}

static void a_missing_editor_is_said(void **state) {
    (void)state;
    Room *room = room_in_form("true");
    unlink(room->script);
    pty_send(room->pty, "\x18");
    expect(room, "there is no editor");
    quit(room);
    room->env[1] = "EDITOR";
    start(room);
    pty_send(room->pty, "E");
    expect(room, "no editor is set");
    room_free(room);
}

/* SSH brings the locale of another host along. */
static void the_editor_has_utf8(void **state) {
    (void)state;
    Room *room = room_new(
        "printf '%s' \"$LC_ALL\" >\"$DIR/locale\"; echo . >>\"$DIR/locale\"\n" TITLE("好"));
    room->env[3] = "LC_ALL";
    room->env[4] = "LANG=xx_YY.UTF-8";
    start(room);
    pty_send(room->pty, "E");
    expect(room, "Saved: AL-2026-");
    assert_true(file_has(room, "locale", "C.UTF-8."));
    room_free(room);
}

static void an_empty_or_lost_file_changes_nothing(void **state) {
    (void)state;
    Room *room = room_in_form(": >\"$1\"");
    pty_send(room->pty, "\x18");
    expect(room, "came back empty");
    write_script(room, "rm \"$1\"");
    pty_send(room->pty, "\x18");
    expect(room, "edit-");
    expect(room, "晨光在线教育：分层");
    room_free(room);
}

/* What cannot be read is neither taken away nor written over. */
static void a_file_that_cannot_be_read_stays(void **state) {
    (void)state;
    Room *room = room_in_form(
        "echo \"$1\" >\"$DIR/about\"\n"
        "head -c 9000000 /dev/zero | tr '\\0' x >\"$1\"\n"
        "ln \"$1\" \"$DIR/second\"");
    char second[192];
    struct stat about;
    file_in(room, "second", second);
    pty_send(room->pty, "\x18");
    wait_for_file(room, "second");
    expect(room, "edit-");
    assert_int_equal(stat(second, &about), 0);
    assert_int_equal(about.st_nlink, 2);
    pty_send(room->pty, "\x18");
    assert_true(pty_settle(room->pty));
    assert_int_equal(stat(second, &about), 0);
    assert_int_equal(about.st_nlink, 2);
    room_free(room);
}

/* A new case has no title yet, which a file must have. */
static void a_new_case_may_be_left_as_it_is(void **state) {
    (void)state;
    Room *room = room_new("true");
    start(room);
    pty_send(room->pty, "\033[2~");
    expect(room, "Quick capture");
    pty_send(room->pty, "\x18");
    expect(room, "Nothing was changed in the editor");
    room_free(room);
}

/* ^X from the list saves; once a question was left for the form, only ^S does. */
static void after_a_question_one_is_in_the_form(void **state) {
    (void)state;
    Room *room = room_new("printf 'title: [半截\\n' >\"$1\"");
    start(room);
    pty_send(room->pty, "E");
    expect(room, "Keep the text for later");
    pty_send(room->pty, "\033");
    expect(room, "Edit case");
    write_script(room, TITLE("还没存"));
    pty_send(room->pty, "\x18");
    expect(room, "A text is left");
    pty_send(room->pty, "3");
    expect(room, "Taken from the editor");
    expect(room, "还没存");
    room_free(room);
}

/* We are the first process of the session here, so that nobody could wake us: the editor goes on at
 * once. */
static void a_stopped_editor_goes_on(void **state) {
    (void)state;
    Room *room = room_in_form("kill -TSTP 0\n" TITLE("停过"));
    pty_send(room->pty, "\x18");
    expect(room, "Taken from the editor");
    expect(room, "停过");
    room_free(room);
}

static void somebody_saves_meanwhile(void **state) {
    (void)state;
    Room *room = room_in_form(
        "id=$(sed -n 's/^id: //p' \"$1\")\n"
        "\"$P\" -L \"$L\" set $id title=别人的标题 >/dev/null\n" TITLE("我的标题"));
    pty_send(room->pty, "\x18");
    expect(room, "我的标题");
    pty_send(room->pty, "\x13");
    expect(room, "别人的标题"); /* both stand there */
    expect(room, "我的标题");
    pty_send(room->pty, "\x13"); /* the form shows what is to decide, then takes mine */
    expect(room, "once more saves");
    pty_send(room->pty, "\x13");
    expect(room, "Saved: AL-2026-");
    room_free(room);
}

static void an_edit_survives_the_end_of_the_program(void **state) {
    (void)state;
    static const int ends[] = {SIGKILL, SIGTERM, SIGHUP};
    for (size_t i = 0; i < 3; i++) {
        Room *room =
            room_new("trap '' HUP\n" TITLE("活下来的") "\ntouch \"$DIR/open\"\nwait_to_go");
        start(room);
        pty_send(room->pty, "E");
        wait_for_file(room, "open");
        if (ends[i] == SIGHUP)
            pty_hangup(room->pty);
        else
            pty_signal(room->pty, ends[i]);
        assert_int_equal(pty_wait_exit(room->pty), ends[i] == SIGKILL ? 128 + SIGKILL : 0);
        make_file(room, "go");
        pty_free(room->pty);
        write_script(room, "true");
        start(room);
        pty_send(room->pty, "E");
        expect(room, "A text is left");
        pty_send(room->pty, "1");
        expect(room, "Saved: AL-2026-");
        expect(room, "活下来的");
        room_free(room);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_changed_comes_into_the_form),
        cmocka_unit_test(from_the_list_it_is_saved),
        cmocka_unit_test(visual_goes_before_editor),
        cmocka_unit_test(what_is_wrong_comes_back_at_its_line),
        cmocka_unit_test(what_is_given_up_is_offered_again),
        cmocka_unit_test(a_text_left_joins_what_was_saved_since),
        cmocka_unit_test(what_both_changed_is_asked),
        cmocka_unit_test(a_killed_editor_loses_nothing),
        cmocka_unit_test(a_missing_editor_is_said),
        cmocka_unit_test(the_editor_has_utf8),
        cmocka_unit_test(an_empty_or_lost_file_changes_nothing),
        cmocka_unit_test(a_file_that_cannot_be_read_stays),
        cmocka_unit_test(after_a_question_one_is_in_the_form),
        cmocka_unit_test(a_new_case_may_be_left_as_it_is),
        cmocka_unit_test(a_stopped_editor_goes_on),
        cmocka_unit_test(somebody_saves_meanwhile),
        cmocka_unit_test(an_edit_survives_the_end_of_the_program),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#endif
