#include "config.h"

#include "person.h"
#include "tui_people.h"

#include "base/vec.h"
#include "library/people.h"
#include "library/save.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* A session stays open while the admin gives the person another role or team. */

/* The stage belongs to wang, an admin without a team; fang and chen are people of one. */
static Stage *people_stage(void) {
    static const Person people[] = {{"fang", "editor", "华东", NULL},
                                    {"chen", "rep", "华东", NULL}};
    Stage *s = stage_with_people(people, COUNT_OF(people));
    SaveResult result;
    Error err;
    expect_ok(library_team_set(s->library, STR("华南"), STR(""), STR(""), &result, &err), &err);
    return s;
}

/* What the admin does at another terminal reaches the session that is open here. */
#define admin_sets(s, ...)                                                                         \
    do {                                                                                           \
        person_does((s)->path, "wang", __VA_ARGS__);                                               \
        app_watch((s)->app);                                                                       \
        stage_settle(s);                                                                           \
    } while (0)

static void a_raised_role_shows_its_rows_tabs_and_keys(void **state) {
    (void)state;
    Stage *s = people_stage();
    stage_become(s, "fang");
    stage_add_case(s->library, "方一的草稿", "晨光在线教育");
    stage_sit_down(s, "chen", 24, 100);
    stage_expect_not(s, "方一的草稿");
    stage_press(s, "Ins");
    stage_expect(s, "that needs the role editor");
    admin_sets(s, "users", "set", "chen", "editor");
    stage_expect(s, "Your role is editor now.");
    stage_expect(s, "方一的草稿");
    stage_expect_not(s, "Admin");
    admin_sets(s, "users", "set", "chen", "manager");
    stage_expect(s, "Your role is manager now.");
    stage_expect(s, "Admin");
    stage_press(s, "6");
    stage_expect(s, "Settings of the team");
    /* From the tab that is not for an editor the person goes to the first one. */
    admin_sets(s, "users", "set", "chen", "editor");
    stage_expect(s, "Your role is editor now.");
    stage_expect_not(s, "Admin");
    stage_expect(s, "方一的草稿");
    admin_sets(s, "users", "set", "chen", "--team", "华南");
    stage_expect(s, "Your team is 华南 now.");
    stage_expect_not(s, "方一的草稿");
    stage_free(s);
}

static void a_case_that_is_not_for_the_person_any_more_goes(void **state) {
    (void)state;
    Stage *s = people_stage();
    stage_become(s, "fang");
    stage_add_case(s->library, "方一的草稿", "晨光在线教育");
    stage_become(s, "wang");
    set_user(s->library, "chen", "editor", "", -1);
    stage_sit_down(s, "chen", 24, 100);
    stage_press(s, "Enter Enter");
    stage_expect(s, "Details");
    admin_sets(s, "users", "set", "chen", "rep");
    stage_expect(s, "Your role is rep now.");
    stage_expect_not(s, "方一的草稿");
    stage_expect(s, "there is no such record");
    stage_free(s);
}

static void a_disabled_person_is_told_and_reads_on(void **state) {
    (void)state;
    Stage *s = people_stage();
    stage_fill(s);
    stage_become(s, "wang");
    set_user(s->library, "chen", "editor", "", -1);
    stage_sit_down(s, "chen", 24, 100);
    admin_sets(s, "users", "set", "chen", "--disable");
    stage_expect(s, "Your user is disabled now: you can read on");
    stage_press(s, "Ins");
    stage_expect(s, "the user chen is disabled in this library");
    stage_expect(s, "[ro]");
    admin_sets(s, "users", "set", "chen", "--enable");
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
