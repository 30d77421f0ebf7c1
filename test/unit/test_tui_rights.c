#include "config.h"

#include "unit.h"

#include "tui_app.h"

#include "base/vec.h"
#include "library/people.h"
#include "library/save.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* A session stays open while the admin gives the person another role or team. */

/* The stage belongs to wang, an admin without a team; fang and chen are people of one. */
static Stage *people_stage(void) {
    static const char *const people[][2] = {{"fang", "editor"}, {"chen", "rep"}};
    Stage *s = stage_new();
    SaveResult result;
    Error err;
    assert_true(library_team_set(s->library, STR("华东"), STR(""), STR(""), &result, &err));
    assert_true(library_team_set(s->library, STR("华南"), STR(""), STR(""), &result, &err));
    for (size_t i = 0; i < COUNT_OF(people); i++) {
        UserChange change = {.login = str_of(people[i][0]),
                             .role = str_of(people[i][1]),
                             .team = STR("华东"),
                             .disabled = -1};
        assert_true(library_user_set(s->library, &change, &result, &err));
    }
    return s;
}

static void become(Stage *s, const char *login) {
    Error err;
    app_free(s->app);
    s->app = NULL;
    library_close(s->library);
    assert_true(library_open(s->path, login, false, &s->library, &err));
}

static void sit_down(Stage *s, const char *login) {
    become(s, login);
    stage_open(s, 24, 100);
    app_watch(s->app);
    stage_settle(s);
}

/* What the admin does at another terminal. */
static void set_user(Stage *s, const char *login, const char *what, const char *option) {
    const char *build = getenv("ANLIKU_TEST_BUILD");
    char program[512];
    int status = 0;
    snprintf(program, sizeof program, "%s/anliku_as", build ? build : ".");
    pid_t child = fork();
    if (child == 0) {
        setenv("ANLIKU_AS", "wang", 1);
        setenv("ANLIKU_TEST", "1", 1);
        setenv("ANLIKU_NOW", "2026-11-20T01:05:00Z", 1);
        if (!freopen("/dev/null", "w", stdout))
            _exit(126);
        execl(program, program, "-L", s->path, "users", "set", login, what, option, (char *)NULL);
        _exit(127);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    app_watch(s->app);
    stage_settle(s);
}

static void a_raised_role_shows_its_rows_tabs_and_keys(void **state) {
    (void)state;
    Stage *s = people_stage();
    become(s, "fang");
    stage_add_case(s->library, "方一的草稿", "晨光在线教育");
    sit_down(s, "chen");
    stage_expect_not(s, "方一的草稿");
    stage_press(s, "Ins");
    stage_expect(s, "that needs the role editor");
    set_user(s, "chen", "editor", NULL);
    stage_expect(s, "Your role is editor now.");
    stage_expect(s, "方一的草稿");
    stage_expect_not(s, "Admin");
    set_user(s, "chen", "manager", NULL);
    stage_expect(s, "Your role is manager now.");
    stage_expect(s, "Admin");
    stage_press(s, "6");
    stage_expect(s, "Settings of the team");
    /* From the tab that is not for an editor the person goes to the first one. */
    set_user(s, "chen", "editor", NULL);
    stage_expect(s, "Your role is editor now.");
    stage_expect_not(s, "Admin");
    stage_expect(s, "方一的草稿");
    set_user(s, "chen", "--team", "华南");
    stage_expect(s, "Your team is 华南 now.");
    stage_expect_not(s, "方一的草稿");
    stage_free(s);
}

static void a_case_that_is_not_for_the_person_any_more_goes(void **state) {
    (void)state;
    Stage *s = people_stage();
    become(s, "fang");
    stage_add_case(s->library, "方一的草稿", "晨光在线教育");
    become(s, "wang");
    Error err;
    SaveResult result;
    UserChange change = {.login = STR("chen"), .role = STR("editor"), .disabled = -1};
    assert_true(library_user_set(s->library, &change, &result, &err));
    sit_down(s, "chen");
    stage_press(s, "Enter Enter");
    stage_expect(s, "Details");
    set_user(s, "chen", "rep", NULL);
    stage_expect(s, "Your role is rep now.");
    stage_expect_not(s, "方一的草稿");
    stage_expect(s, "there is no such record");
    stage_free(s);
}

static void a_disabled_person_is_told_and_reads_on(void **state) {
    (void)state;
    Stage *s = people_stage();
    stage_fill(s);
    become(s, "wang");
    Error err;
    SaveResult result;
    UserChange change = {.login = STR("chen"), .role = STR("editor"), .disabled = -1};
    assert_true(library_user_set(s->library, &change, &result, &err));
    sit_down(s, "chen");
    set_user(s, "chen", "--disable", NULL);
    stage_expect(s, "Your user is disabled now: you can read on");
    stage_press(s, "Ins");
    stage_expect(s, "the user chen is disabled in this library");
    stage_expect(s, "[ro]");
    set_user(s, "chen", "--enable", NULL);
    stage_expect(s, "Your user is enabled again, with the role editor.");
    stage_expect_not(s, "[ro]");
    stage_free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_raised_role_shows_its_rows_tabs_and_keys),
        cmocka_unit_test(a_case_that_is_not_for_the_person_any_more_goes),
        cmocka_unit_test(a_disabled_person_is_told_and_reads_on),
    };
    return cmocka_run_group_tests_name("tui rights", tests, NULL, NULL);
}
