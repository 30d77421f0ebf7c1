#include "config.h"

#include "person.h"
#include "picture.h"
#include "unit.h"

#include "base/file.h"
#include "base/vec.h"
#include "tui/app/intake.h"
#include "tui/app/state.h"
#include "tui/app/wait.h"
#include "tui/screen/caserows.h"
#include "tui/screen/firstpage.h"
#include "tui_people.h"
#ifdef HAVE_VTERM
#include "test/pty/pty.h"
#endif

#include <unistd.h>

/* The first minutes: no library, an empty one, lists with nothing in them. */

/* ---- the page of who has no library ---- */

typedef struct Paper {
    FirstPage page;
    Grid grid;
} Paper;

static WidgetResult press(Paper *p, const char *keys) {
    WidgetResult result = WIDGET_IGNORED;
    InputEvent event;
    for (Str rest = str_of(keys); next_key(&rest, &event);)
        result = firstpage_event(&p->page, &event);
    grid_clear(&p->grid);
    firstpage_draw(&p->page, &p->grid, grid_all(&p->grid));
    return result;
}

static bool shows(const Paper *p, const char *text) {
    return grid_shows(&p->grid, text);
}

static Paper paper_new(int rows, int cols) {
    Paper p = {.page = {.path = "/srv/cases"}};
    grid_resize(&p.grid, rows, cols);
    press(&p, "");
    return p;
}

static void paper_free(Paper *p) {
    firstpage_free(&p->page);
    grid_free(&p->grid);
}

static void three_ways_to_begin(void **state) {
    (void)state;
    static const struct {
        const char *keys;
        WidgetResult result;
        FirstChoice choice;
    } rows[] = {
        {"Enter", WIDGET_DONE, FIRST_DEMO},
        {"Down Enter", WIDGET_DONE, FIRST_NEW},
        {"Down Up Enter", WIDGET_DONE, FIRST_DEMO},
        {"1", WIDGET_DONE, FIRST_DEMO},
        {"2", WIDGET_DONE, FIRST_NEW},
        {"Ins", WIDGET_DONE, FIRST_NEW},
        {"j Enter", WIDGET_DONE, FIRST_NEW},
        {"Esc", WIDGET_DONE, FIRST_LEAVE},
        {"^Q", WIDGET_DONE, FIRST_LEAVE},
        {"F10", WIDGET_DONE, FIRST_LEAVE},
        {"q", WIDGET_DONE, FIRST_LEAVE},
        {"２", WIDGET_DONE, FIRST_NEW},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Paper p = paper_new(24, 80);
        if (press(&p, rows[i].keys) != rows[i].result || p.page.choice != rows[i].choice)
            fail_msg("%s", rows[i].keys);
        paper_free(&p);
    }
    Paper p = paper_new(24, 80);
    assert_true(shows(&p, "no library yet"));
    assert_true(shows(&p, "/srv/cases"));
    assert_true(shows(&p, "Open the demo library"));
    static const char *const keys[] = {"Down", "Enter", "Ins", "^P", "^G", "letters, digits"};
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        assert_true(shows(&p, keys[i]));
    static const char *const nothing[] = {"x", "7", "F5", "Left"};
    for (size_t i = 0; i < COUNT_OF(nothing); i++)
        assert_int_not_equal(press(&p, nothing[i]), WIDGET_DONE);
    paper_free(&p);
}

static void an_import_asks_for_its_path(void **state) {
    (void)state;
    Paper p = paper_new(24, 80);
    InputEvent paste = {.type = INPUT_TYPE_PASTE, .text = STR("/nowhere/at/all")};
    assert_int_equal(press(&p, "3"), WIDGET_USED);
    assert_true(shows(&p, "File or folder:"));
    firstpage_event(&p.page, &paste);
    assert_int_equal(press(&p, "Enter"), WIDGET_USED);
    assert_true(shows(&p, "There is no file or folder /nowhere/at/all"));
    assert_int_equal(press(&p, "q"), WIDGET_CHANGED); /* text, not the end */
    assert_int_equal(press(&p, "Esc"), WIDGET_USED);  /* back to the ways */
    assert_false(shows(&p, "File or folder:"));
    assert_int_equal(press(&p, "3 Enter"), WIDGET_USED); /* nothing typed */
    paste.text = STR("/tmp");
    firstpage_event(&p.page, &paste);
    assert_int_equal(press(&p, "Enter"), WIDGET_DONE);
    assert_int_equal(p.page.choice, FIRST_IMPORT);
    assert_string_equal(buf_text(&p.page.import), "/tmp");
    paper_free(&p);
}

static void the_page_fits_every_size(void **state) {
    (void)state;
    static const int sizes[][2] = {{60, 200}, {24, 80}, {12, 40}, {6, 20}, {1, 1}};
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        Paper p = paper_new(sizes[i][0], sizes[i][1]);
        press(&p, "Down Down Enter");
        if (sizes[i][0] >= 12)
            assert_true(shows(&p, "File or folder:"));
        paper_free(&p);
    }
}

/* ---- an empty library ---- */

static void write_case(const Stage *s, const char *name, const char *text) {
    char path[200];
    Error err;
    snprintf(path, sizeof path, "%s/%s", s->dir, name);
    assert_true(file_write_atomic(path, str_of(text), 0600, &err));
}

static void an_empty_library_has_the_same_three_ways(void **state) {
    (void)state;
    Stage *s = stage_new();
    stage_open(s, 24, 80);
    stage_expect(s, "The library is empty.");
    stage_expect(s, "demo library");
    stage_expect(s, "Write the first case");
    stage_expect(s, "Import a file or a folder");
    stage_expect(s, "help: all keys");
    stage_press(s, "Down Enter"); /* the arrows have the keys at once */
    stage_expect(s, "Quick capture");
    stage_press(s, "Esc");
    stage_press(s, "Up Enter");
    assert_true(app_wants_demo(s->app));
    assert_true(s->app->end);
    stage_free(s);
}

static void cases_are_imported_from_the_screen(void **state) {
    (void)state;
    Stage *s = stage_new();
    char line[200];
    write_case(s, "one.md", "# Imported by hand\n\nA case with a body.\n");
    write_case(s, "two.yaml", "title: 从文件来的案例\nstate: nonsense\n");
    stage_open(s, 24, 80);
    stage_press(s, "Down Down Enter");
    stage_expect(s, "Import which file or folder?");
    stage_type(s, "/nowhere");
    stage_press(s, "Enter");
    stage_expect(s, "there is no file or folder /nowhere");
    stage_press(s, "Enter");
    stage_type(s, s->dir);
    stage_type(s, "/one.md");
    stage_press(s, "Enter");
    stage_expect(s, "1 new, 0 known already");
    stage_expect(s, "Imported by hand"); /* the first rows come by themselves */
    snprintf(line, sizeof line, "import %s/one.md", s->dir);
    stage_press(s, "^P");
    stage_type(s, line);
    stage_press(s, "Enter");
    stage_expect(s, "0 new, 1 known already");
    snprintf(line, sizeof line, "import %s/two.yaml", s->dir);
    stage_press(s, "^P");
    stage_type(s, line);
    stage_press(s, "Enter");
    stage_expect(s, "1 refused");
    stage_press(s, "^P");
    stage_type(s, "import /nowhere");
    stage_press(s, "Enter");
    stage_expect(s, "there is no file or folder");
    assert_int_equal(s->app->overlay.kind, OVERLAY_PALETTE);
    stage_free(s);
}

static void who_may_not_import_is_told(void **state) {
    (void)state;
    Stage *s = stage_new();
    Error err;
    set_user(s->library, "li", "reader", "", -1);
    stage_become(s, "li");
    write_case(s, "one.md", "# No\n\nNo.\n");
    stage_open(s, 24, 80);
    stage_expect_not(s, "Import a file");
    stage_expect_not(s, "Write the first case");
    char path[120];
    snprintf(path, sizeof path, "%s/one.md", s->dir);
    assert_false(intake_import(s->app, str_of(path), &err));
    assert_int_equal(err.code, ERR_DENIED);
    stage_free(s);
}

/* ---- what cannot be done ---- */

/* The role of a cell that shows the first letter of a text. */
static Role role_of(Stage *s, const char *text, int row) {
    const char *line = stage_row(s, row), *at = strstr(line, text);
    if (!at)
        fail_msg("no “%s” in: %s", text, line);
    return (Role)grid_cell(&s->grid, row, (int)(at - line))->style.role;
}

static void expect_reason(Stage *s, const char *key, const char *why) {
    stage_press(s, key);
    stage_expect(s, why);
    stage_expect_not(s, "Quick capture");
    stage_expect_not(s, "Edit case");
    stage_press(s, "Up");
    bar_clear_message(&s->app->message);
}

static void what_a_role_may_not_is_dimmed_and_says_why(void **state) {
    (void)state;
    Stage *s = stage_new();
    stage_fill(s);
    set_user(s->library, "li", "reader", "", -1);
    stage_open(s, 24, 120);
    assert_int_equal(role_of(s, "new case", 23), ROLE_HINT_LABEL);
    stage_become(s, "li");
    stage_open(s, 24, 120);
    stage_press(s, "/"); /* fewer hints: there is room for what he may not */
    assert_int_equal(role_of(s, "new case", 23), ROLE_DISABLED);
    assert_int_equal(role_of(s, "help", 23), ROLE_HINT_LABEL);
    assert_true(strstr(stage_row(s, 23), "preview") < strstr(stage_row(s, 23), "new case"));
    stage_press(s, "Down");
    expect_reason(s, "Ins", "li may not");
    expect_reason(s, "Del", "li may not");
    stage_press(s, "^P");
    stage_type(s, "new case");
    stage_expect(s, "li may not");
    stage_press(s, "Enter");
    stage_expect(s, "li may not");
    stage_expect_not(s, "Quick capture");
    stage_free(s);
}

static void a_library_that_is_only_read_says_so(void **state) {
    (void)state;
    Stage *s = stage_new();
    Error err;
    stage_fill(s);
    library_close(s->library);
    assert_true(library_open(s->path, "wang", true, &s->library, &err));
    stage_open(s, 24, 120);
    stage_expect(s, "[ro]");
    assert_int_equal(role_of(s, "new case", 23), ROLE_DISABLED);
    stage_press(s, "Down");
    static const char *const keys[] = {"e", "a", "m", "Del", "z", "S"};
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        expect_reason(s, keys[i], "can only be read");
    stage_press(s, "Down Enter"); /* reading works */
    stage_expect(s, "AL-2026-");
    stage_free(s);
}

/* ---- lists with nothing in them ---- */

/* No key does nothing without a word, and none is offered that would. */
static void without_a_case_keys_say_so(void **state) {
    static const char *const keys[] = {"H", "x", "Y", "u", "y", "U", "e", "m", ";", "~", "Del"};
    (void)state;
    Stage *s = stage_new();
    stage_open(s, 24, 80);
    stage_press(s, "Down");
    stage_expect(s, "new case");
    stage_expect_not(s, "hand on");
    stage_expect_not(s, "log a use");
    stage_expect_not(s, "narrow");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        stage_press(s, "P P"); /* another message */
        stage_press(s, keys[i]);
        stage_expect(s, "There is no case here");
        stage_expect(s, "The library is empty.");
    }
    stage_free(s);
}

static void what_is_empty_says_what_to_press(void **state) {
    (void)state;
    static const char *const trash[] = {"is:trashed", "是:回收站"};
    Stage *s = stage_new();
    stage_open(s, 24, 80);
    stage_press(s, "2");
    stage_expect(s, "nothing to count yet");
    stage_press(s, "4");
    stage_expect(s, "No draft");
    stage_press(s, "5");
    stage_open(s, 12, 40); /* whole in a small window too */
    stage_expect(s, "No view is saved.");
    stage_expect(s, "one.");
    stage_open(s, 24, 80);
    stage_press(s, "1 v");
    stage_expect(s, "No view is saved. S keeps");
    for (size_t i = 0; i < COUNT_OF(trash); i++) {
        stage_press(s, "Down /");
        stage_type(s, trash[i]);
        stage_expect(s, "The trash is empty. Del");
        stage_expect_not(s, "Start a case from this");
        stage_press(s, "Esc Esc");
    }
    stage_fill(s);
    stage_press(s, "2");
    stage_expect_not(s, "nothing to count yet");
    stage_free(s);
}

/* ---- work that takes long ---- */

static void long_work_says_how_far_it_is(void **state) {
    (void)state;
    Stage *s = stage_new();
    stage_open(s, 24, 80);
    AppWait wait = app_wait_begin(s->app, "Importing");
    Progress progress = app_wait_progress(&wait);
    progress_report(&progress, 12, 300);
    assert_false(progress_cancelled(&progress)); /* under 100 ms nothing is said */
    stage_draw(s);
    stage_expect_not(s, "Importing");
    wait.since_us -= APP_WAIT_MS * 1000; /* as if it took that long */
    assert_false(progress_cancelled(&progress));
    stage_draw(s);
    stage_expect(s, "Importing  12/300   Esc stops it");
    wait.stopped = true;
    assert_true(app_wait_stopped(&wait));
    app_wait_end(&wait);
    stage_draw(s);
    stage_expect_not(s, "Importing");
    stage_free(s);
}

typedef struct Asked {
    int times;
    ProgressCount scan;
    bool stops;
} Asked;

static bool asked(void *context) {
    Asked *a = context;
    a->times++;
    return a->stops;
}

static void a_search_that_is_stopped_keeps_its_rows(void **state) {
    (void)state;
    Stage *s = stage_new();
    Asked a = {.stops = false};
    Error err;
    stage_fill(s);
    CaseRows rows = {.library = s->library};
    assert_true(caserows_find(&rows, STR("客户"), STR(""), false, &err));
    rows.cancelled = asked;
    rows.context = &a;
    rows.scan = &a.scan;
    assert_true(caserows_find(&rows, STR("客户"), STR(""), false, &err));
    assert_true(a.times > 0);
    assert_true(a.scan.total >= 11 && a.scan.done <= a.scan.total); /* how many were looked at */
    size_t count = rows.count;
    a.stops = true;
    assert_false(caserows_find(&rows, STR("harbour"), STR(""), false, &err));
    assert_int_equal(err.code, ERR_CANCELLED);
    assert_int_equal(rows.count, count);
    assert_string_equal(buf_text(&rows.query), "客户");
    caserows_free(&rows);
    stage_open(s, 24, 80);
    AppWait wait = app_wait_begin(s->app, "Searching");
    wait.since_us -= APP_WAIT_MS * 1000;
    assert_false(app_wait_interrupted(&wait));
    stage_draw(s);
    stage_expect(s, "Searching  0.1 s   Esc stops it");
    wait.count = (ProgressCount){4096, 100000};
    wait.shown_us -= APP_WAIT_MS * 1000;
    assert_false(app_wait_interrupted(&wait));
    stage_draw(s);
    stage_expect(s, "Searching  4096/100000   Esc stops it");
    app_wait_end(&wait);
    stage_free(s);
}

/* ---- on a terminal ---- */

#ifdef HAVE_VTERM

static Pty *start(const Stage *stage) {
    static char home[100], data[100], library[100];
    snprintf(home, sizeof home, "HOME=%s", stage->dir);
    snprintf(data, sizeof data, "XDG_DATA_HOME=%s/data", stage->dir);
    snprintf(library, sizeof library, "%s/data/anliku", stage->dir);
    static const char *env[] = {"ANLIKU_NOW=2026-11-20T01:00:00Z", "ANLIKU_LIBRARY", home, data,
                                NULL};
    const char *argv[] = {built_program("anliku"), "-L", library, NULL};
    PtyOptions options = {.argv = argv, .env = env};
    Pty *pty = pty_start(&options);
    assert_non_null(pty);
    return pty;
}

static bool is_there(const Stage *stage, const char *name) {
    char path[120];
    snprintf(path, sizeof path, "%s/data/%s", stage->dir, name);
    return file_exists(path);
}

static void a_person_begins_without_a_library(void **state) {
    (void)state;
    Stage *stage = stage_new();
    Pty *pty = start(stage);
    assert_true(pty_wait_text(pty, "There is no library yet"));
    pty_send(pty, "\x11");
    assert_int_equal(pty_wait_exit(pty), 0);
    pty_free(pty);
    assert_false(is_there(stage, "anliku")); /* who only looks leaves nothing behind */
    pty = start(stage);
    assert_true(pty_wait_text(pty, "There is no library yet"));
    pty_send(pty, "\r");
    assert_true(pty_wait_text(pty, "[DEMO]"));
    pty_send(pty, "\x11");
    assert_int_equal(pty_wait_exit(pty), 0);
    pty_free(pty);
    assert_true(is_there(stage, "anliku-demo"));
    assert_false(is_there(stage, "anliku"));
    pty = start(stage);
    assert_true(pty_wait_text(pty, "There is no library yet"));
    pty_send(pty, "\033[B\r");
    assert_true(pty_wait_text(pty, "Quick capture"));
    pty_send(pty, "the first one");
    assert_true(pty_wait_text(pty, "the first one"));
    pty_send(pty, "\x11");
    assert_true(pty_wait_text(pty, "1 draft kept"));
    assert_int_equal(pty_wait_exit(pty), 0);
    pty_free(pty);
    assert_true(is_there(stage, "anliku"));
    stage_free(stage);
}

#endif

int main(void) {
    setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_ways_to_begin),
        cmocka_unit_test(an_import_asks_for_its_path),
        cmocka_unit_test(the_page_fits_every_size),
        cmocka_unit_test(an_empty_library_has_the_same_three_ways),
        cmocka_unit_test(cases_are_imported_from_the_screen),
        cmocka_unit_test(who_may_not_import_is_told),
        cmocka_unit_test(what_a_role_may_not_is_dimmed_and_says_why),
        cmocka_unit_test(a_library_that_is_only_read_says_so),
        cmocka_unit_test(without_a_case_keys_say_so),
        cmocka_unit_test(what_is_empty_says_what_to_press),
        cmocka_unit_test(long_work_says_how_far_it_is),
        cmocka_unit_test(a_search_that_is_stopped_keeps_its_rows),
#ifdef HAVE_VTERM
        cmocka_unit_test(a_person_begins_without_a_library),
#endif
    };
    return cmocka_run_group_tests_name("first run", tests, NULL, NULL);
}
