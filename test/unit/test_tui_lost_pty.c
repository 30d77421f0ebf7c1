#include "config.h"

#include "person.h"
#include "unit.h"

#ifndef HAVE_VTERM
int main(void) {
    puts("1..0 # SKIP libvterm is missing (libvterm-dev)");
    return 0;
}
#else

#include "base/buf.h"
#include "test/pty/pty.h"
#include "tui_terminal.h"

#include <unistd.h>

/* Two editors at one case, each at a terminal of his own, in Chinese: the same field, another one,
 * and a case that goes into the trash below. ANLIKU_AS says who runs the program (command/as.c). */

typedef struct Place {
    char dir[64], path[80];
} Place;

/* Runs a command as a person; its output goes nowhere, unless `want` must be in it. */
static void run(const Place *place, const char *person, const char *arguments, const char *want) {
    char command[1024], output[4096] = "";
    snprintf(command, sizeof command,
             "ANLIKU_TEST=1 ANLIKU_NOW=2026-11-20T06:02:00Z ANLIKU_AS=%s %s -L %s %s 2>&1", person,
             built_program("anliku_as"), place->path, arguments);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    size_t len = fread(output, 1, sizeof output - 1, pipe);
    output[len] = '\0';
    int status = pclose(pipe);
    if (status != 0 || (want && !strstr(output, want)))
        fail_msg("%s: %s", arguments, output);
}

static int set_up(void **state) {
    Place *place = calloc(1, sizeof *place);
    strcpy(place->dir, "/tmp/anliku-two-XXXXXX");
    assert_non_null(mkdtemp(place->dir));
    snprintf(place->path, sizeof place->path, "%s/lib", place->dir);
    run(place, "wang", "init --zone UTC", NULL);
    run(place, "wang", "users set wang --name 王芳", NULL);
    run(place, "wang", "users set limin manager --name 李敏", NULL);
    run(place, "wang",
        "new title=在线教育续费率提升 customer=晨光在线教育 summary=旧摘要 "
        "'solution=第一段。\n\n第二段。\n\n第三段。'",
        "AL-2026-0001");
    *state = place;
    return 0;
}

static int tear_down(void **state) {
    Place *place = *state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", place->dir);
    assert_int_equal(system(command), 0);
    free(place);
    return 0;
}

/* The form of the only case. */
static Pty *open_form(const Place *place, const char *person) {
    char as[64];
    snprintf(as, sizeof as, "ANLIKU_AS=%s", person);
    const char *const env[] = {"LANG=zh_CN.UTF-8", "LC_ALL", "ANLIKU_NOW=2026-11-20T06:02:00Z", as,
                               NULL};
    const char *argv[] = {built_program("anliku_as"),
                          "-L",
                          place->path,
                          "--lang",
                          "zh",
                          "browse",
                          "AL-2026-0001",
                          NULL};
    PtyOptions options = {.argv = argv, .env = env};
    Pty *pty = pty_start(&options);
    assert_non_null(pty);
    assert_true(pty_wait_text(pty, "在线教育续费率提升"));
    pty_send(pty, "\t");
    assert_true(pty_settle(pty));
    pty_send(pty, "e");
    assert_true(pty_wait_text(pty, "编辑案例"));
    return pty;
}

static void type(Pty *pty, const char *keys, const char *shown) {
    pty_send(pty, keys);
    assert_true(pty_wait_text(pty, shown));
}

#define NEXT "\x0e"
#define SAVE "\x13"

static void each_sees_the_other_one(void **state) {
    const Place *place = *state;
    Pty *wang = open_form(place, "wang"), *li = open_form(place, "limin");
    assert_true(pty_wait_text(li, "王芳"));
    assert_true(pty_wait_text(wang, "李敏"));
    terminal_leave(li);
    assert_true(pty_wait_no_text(wang, "李敏"));
    terminal_leave(wang);
}

static void other_fields_and_paragraphs_are_put_together(void **state) {
    const Place *place = *state;
    Pty *wang = open_form(place, "wang"), *li = open_form(place, "limin");
    type(wang, "\033[F，王改", "提升，王改");
    type(li, NEXT NEXT "\033[F，李改", "旧摘要，李改");
    pty_send(li, SAVE);
    assert_true(pty_settle(li));
    run(place, "wang", "show AL-2026-0001", "旧摘要，李改");
    pty_send(wang, SAVE);
    assert_true(pty_wait_text(wang, "旧摘要，李改"));
    assert_true(pty_settle(wang));
    run(place, "wang", "show AL-2026-0001 --rev 3", "提升，王改");
    run(place, "wang", "show AL-2026-0001 --rev 3", "旧摘要，李改");
    terminal_leave(wang);
    terminal_leave(li);
}

static void the_same_field_is_decided(void **state) {
    const Place *place = *state;
    Pty *wang = open_form(place, "wang"), *li = open_form(place, "limin");
    type(wang, "\033[F，王改", "提升，王改");
    type(li, "\033[F，李改", "提升，李改");
    pty_send(li, SAVE);
    assert_true(pty_settle(li));
    pty_send(wang, SAVE);
    assert_true(pty_wait_text(wang, "提升，李改")); /* below mine */
    assert_true(pty_wait_text(wang, "提升，王改"));
    run(place, "wang", "show AL-2026-0001", "提升，李改"); /* nothing was saved over it */
    pty_send(wang, "\033[18~");                            /* F7 */
    assert_true(pty_wait_text(wang, "> 1"));
    pty_send(wang, "k"); /* mine as a revision of its own */
    assert_true(pty_wait_no_text(wang, "提升，王改"));
    assert_true(pty_settle(wang));
    run(place, "wang", "show AL-2026-0001 --rev 3", "提升，王改");
    run(place, "wang", "show AL-2026-0001", "提升，李改");
    run(place, "wang", "inbox", "提升，李改");
    terminal_leave(wang);
    terminal_leave(li);
}

static void a_case_that_was_deleted_below_is_brought_back(void **state) {
    const Place *place = *state;
    Pty *wang = open_form(place, "wang");
    type(wang, "\033[F，王改", "提升，王改");
    run(place, "limin", "trash AL-2026-0001", NULL);
    pty_send(wang, SAVE);
    assert_true(pty_wait_text(wang, "李敏"));
    pty_send(wang, "1"); /* bring it back, and save */
    assert_true(pty_settle(wang));
    run(place, "wang", "show AL-2026-0001", "提升，王改");
    terminal_leave(wang);
}

static void its_text_becomes_a_new_case(void **state) {
    const Place *place = *state;
    Pty *wang = open_form(place, "wang");
    type(wang, "\033[F，王改", "提升，王改");
    run(place, "limin", "trash AL-2026-0001", NULL);
    pty_send(wang, SAVE);
    assert_true(pty_wait_text(wang, "李敏"));
    pty_send(wang, "2");
    assert_true(pty_wait_text(wang, "AL-2026-0002"));
    run(place, "wang", "show AL-2026-0002", "提升，王改");
    terminal_leave(wang);
}

/* z goes back over the saves of the session, Z forward again; not over somebody else's. */
static void saves_are_taken_back_for_the_whole_session(void **state) {
    const Place *place = *state;
    Pty *wang = open_form(place, "wang");
    type(wang, "\033[F一", "提升一");
    pty_send(wang, SAVE);
    assert_true(pty_settle(wang));
    type(wang, "二", "提升一二");
    pty_send(wang, SAVE);
    assert_true(pty_settle(wang));
    run(place, "wang", "show AL-2026-0001", "提升一二");
    pty_send(wang, "\033"); /* back to the list */
    assert_true(pty_wait_no_text(wang, "编辑案例"));
    pty_send(wang, "z");
    assert_true(pty_settle(wang));
    pty_send(wang, "z");
    assert_true(pty_settle(wang));
    run(place, "wang", "show AL-2026-0001 --format yaml", "title: 在线教育续费率提升\n");
    pty_send(wang, "Z");
    assert_true(pty_settle(wang));
    run(place, "wang", "show AL-2026-0001 --format yaml", "title: 在线教育续费率提升一\n");
    run(place, "limin", "set AL-2026-0001 summary=李", NULL);
    pty_send(wang, "Z");
    assert_true(pty_wait_text(wang, "limin"));
    run(place, "wang", "show AL-2026-0001 --format yaml", "title: 在线教育续费率提升一\n");
    terminal_leave(wang);
}

#define STORY(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        STORY(each_sees_the_other_one),     STORY(other_fields_and_paragraphs_are_put_together),
        STORY(the_same_field_is_decided),   STORY(a_case_that_was_deleted_below_is_brought_back),
        STORY(its_text_becomes_a_new_case), STORY(saves_are_taken_back_for_the_whole_session),
    };
    return cmocka_run_group_tests_name("two editors", tests, NULL, NULL);
}

#endif
