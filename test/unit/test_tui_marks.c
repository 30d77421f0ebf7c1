#include "config.h"

#include "unit.h"

#include "tui_app.h"

/* Marks are kept by identity, in the order of marking. */
static void marks_are_a_set_in_order(void **state) {
    (void)state;
    Marks marks = {0};
    Uuid ids[50];
    for (size_t i = 0; i < COUNT_OF(ids); i++) {
        ids[i] = uuid_new();
        assert_false(marks_has(&marks, ids[i]));
        assert_true(marks_toggle(&marks, ids[i]));
    }
    assert_false(marks_add(&marks, ids[7]));
    assert_false(marks_add(&marks, (Uuid){{0}}));
    assert_false(marks_toggle(&marks, ids[7]));
    assert_false(marks_has(&marks, ids[7]));
    assert_false(marks_remove(&marks, ids[7]));
    assert_int_equal(marks.ids.len, COUNT_OF(ids) - 1);
    assert_true(uuid_equal(marks.ids.items[7], ids[8]));
    assert_true(marks_add(&marks, ids[7]));
    assert_true(uuid_equal(marks.ids.items[COUNT_OF(ids) - 1], ids[7]));
    marks_free(&marks);
    assert_false(marks_has(&marks, ids[0]));
}

static void marks_survive_searching(void **state) {
    (void)state;
    Stage *s = stage_filled(24, 80);
    stage_press(s, "Down x");
    stage_expect(s, "[1 marked]");
    stage_expect(s, "Marked: 1");
    stage_expect(s, "2/11"); /* the next row is selected */
    stage_press(s, "^T");
    stage_expect(s, "[2 marked]");
    stage_press(s, "/");
    stage_type(s, "Onboarding");
    stage_expect(s, "[2 marked]");
    stage_press(s, "Enter x");
    stage_expect(s, "[3 marked]");
    stage_expect(s, "* ");
    stage_press(s, "x");
    stage_expect(s, "[2 marked]");
    stage_press(s, "Enter x");
    stage_expect(s, "[3 marked]"); /* in the case */
    stage_press(s, "2");
    stage_expect(s, "[3 marked]");
    stage_free(s);
}

static void all_that_a_list_finds_is_marked_at_once(void **state) {
    (void)state;
    Stage *s = stage_new();
    stage_fill(s);
    for (int i = 0; i < 150; i++) /* more than the list holds in memory */
        stage_add_case(s->library, "门店巡检", "远山连锁超市");
    stage_open(s, 24, 80);
    stage_type(s, "门店巡检");
    stage_press(s, "Enter X");
    stage_expect(s, "Marked: 151");
    stage_press(s, "/ ^U");
    stage_press(s, "Enter *");
    stage_expect(s, "Marked: 161");
    stage_press(s, "X");
    stage_expect(s, "Nothing is marked.");
    stage_expect_not(s, "marked]");
    stage_press(s, "/");
    stage_type(s, "\"no such words\"");
    stage_press(s, "Enter X");
    stage_expect(s, "There is nothing to mark.");
    stage_free(s);
}

/* A case that is found by its number is one. */
static void a_number_is_marked_too(void **state) {
    (void)state;
    Stage *s = stage_filled(24, 80);
    stage_type(s, "AL-2026-0003");
    stage_press(s, "Enter X");
    stage_expect(s, "Marked: 1.");
    stage_free(s);
}

/* What was done with them, so are their marks. */
static void marks_that_served_go(void **state) {
    (void)state;
    Stage *s = stage_filled(24, 80);
    stage_press(s, "Down x x F8 1");
    stage_type(s, "pilot");
    stage_press(s, "Enter");
    stage_expect(s, "Changed: 2.");
    stage_expect_not(s, "marked]");
    stage_press(s, "x Up Del"); /* one alone, in the trash */
    stage_expect_not(s, "marked]");
    stage_free(s);
}

/* One that somebody trashed meanwhile is called so: no search of the person's finds it again. */
static void marks_that_others_trashed_are_told(void **state) {
    (void)state;
    Stage *s = stage_new();
    Uuid id = stage_add_case(s->library, "会进回收站的案例", "晨光在线教育");
    stage_add_case(s->library, "留下的案例", "晨光在线教育");
    stage_open(s, 24, 80);
    stage_press(s, "Down X");
    stage_expect(s, "[2 marked]");
    stage_trash_elsewhere(s, id);
    app_watch(s->app);
    stage_settle(s);
    stage_press(s, "F8 1");
    stage_expect(s, "会进回收站的案例  (in the trash)");
    stage_free(s);
}

/* What is marked but not seen is named before anything is done with it. */
static void unseen_marks_are_named_first(void **state) {
    (void)state;
    Stage *s = stage_filled(24, 80);
    stage_type(s, "门店巡检");
    stage_press(s, "Enter x / ^U");
    stage_type(s, "Onboarding");
    stage_press(s, "Enter x F8");
    stage_expect(s, "2 marked cases");
    stage_press(s, "1");
    stage_expect(s, "AL-2026-0002  门店巡检");
    stage_expect_not(s, "AL-2026-0003  Onb");
    stage_press(s, "Enter"); /* no */
    stage_expect(s, "[2 marked]");
    stage_press(s, "F8 1 y");
    stage_type(s, "pilot");
    stage_press(s, "Enter");
    stage_expect(s, "Changed: 2.");
    stage_expect_not(s, "marked]");
    stage_free(s);
}

/* Values to narrow by are found by the name of their field too. */
static void a_field_is_found_by_its_name(void **state) {
    (void)state;
    Stage *s = stage_filled(24, 80);
    stage_press(s, "Down f");
    stage_type(s, "owner");
    stage_expect(s, "wang  ");
    stage_expect_not(s, "draft   10");
    stage_free(s);
}

/* A name that holds quotation marks finds its cases all the same. */
static void a_customer_with_quotation_marks_is_found(void **state) {
    (void)state;
    Stage *s = stage_new();
    stage_fill(s);
    stage_add_case(s->library, "门口的牌子", "“云”上 \"小\" 店");
    stage_open(s, 24, 80);
    stage_press(s, "Down 3 /");
    stage_type(s, "上");
    stage_press(s, "Enter Enter");
    stage_expect(s, "门口的牌子");
    stage_expect(s, "1/1");
    stage_free(s);
}

/* A draft of a new case is no draft of the case that is selected below. */
static void a_new_draft_says_where_it_waits(void **state) {
    (void)state;
    Stage *s = stage_filled(24, 80);
    stage_press(s, "Down a");
    stage_type(s, "半个案例");
    stage_press(s, "Esc");
    stage_expect(s, "it waits in 4 inbox");
    stage_press(s, "e");
    stage_type(s, "半");
    stage_press(s, "Esc");
    stage_expect(s, "F2 goes on with it");
    stage_free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_are_a_set_in_order),
        cmocka_unit_test(marks_survive_searching),
        cmocka_unit_test(all_that_a_list_finds_is_marked_at_once),
        cmocka_unit_test(a_number_is_marked_too),
        cmocka_unit_test(marks_that_served_go),
        cmocka_unit_test(unseen_marks_are_named_first),
        cmocka_unit_test(marks_that_others_trashed_are_told),
        cmocka_unit_test(a_field_is_found_by_its_name),
        cmocka_unit_test(a_customer_with_quotation_marks_is_found),
        cmocka_unit_test(a_new_draft_says_where_it_waits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
