#include "config.h"

#include "unit.h"

#include "tui_app.h"

#include "library/merge.h"
#include "library/resolve.h"
#include "library/row.h"
#include "library/save.h"

#include <string.h>

/* Looking after the cases of a library from the screens: duplicates and merging. */

static const char *const STORY =
    "续费集中在学期末，辅导老师逐个电话，名单来不及打完就过期了。我们按登录间隔把学员分成三层，高风"
    "险"
    "层由老师当天回访，其余走自动提醒。两个学期之后续费率从七成升到八成，退费申请减少四成三，辅导老"
    "师"
    "人数没有增加，家长对提醒的投诉也降到了原来的一半以下。";

static Uuid add_copy(Stage *s, const char *title, const char *customer, const char *extra) {
    Record *record = library_new_record(s->library, ENTITY_CASE);
    SaveResult result;
    Error err;
    Buf body = {0};
    buf_printf(&body, "%s\n\n%s", STORY, extra);
    record_set_text(record, CASE_TITLE, str_of(title));
    record_set_ref(record, CASE_CUSTOMER, (Uuid){{0}}, str_of(customer));
    record_set_text(record, CASE_RESULT, buf_str(&body));
    assert_true(library_save(s->library, record, 0, STR(""), NULL, &result, &err));
    record_free(record);
    buf_free(&body);
    return result.id;
}

static Stage *stage_with_copies(void) {
    Stage *s = stage_new();
    stage_fill(s);
    add_copy(s, "三层提醒拉回续费", "晨光在线教育", "第一份多一句。");
    add_copy(s, "三级提醒拉回续费", "晨光在线教育", "第二份多一句。");
    return s;
}

static void open_duplicates(Stage *s) {
    stage_press(s, ":");
    stage_type(s, "duplicates");
    stage_press(s, "Enter");
    stage_draw(s);
}

static void two_duplicates_become_one_and_two_again(void **state) {
    (void)state;
    Stage *s = stage_with_copies();
    stage_open(s, 24, 80);
    stage_press(s, "Esc Down");
    open_duplicates(s);
    stage_expect(s, "duplicates 1");
    stage_expect(s, "三层提醒拉回续费");
    stage_expect(s, "三级提醒拉回续费");
    stage_expect(s, "> 第二份多一句。"); /* what they say differently */
    stage_press(s, "m");
    stage_draw(s);
    stage_expect(s, "stays: ");
    stage_expect(s, "> 三级提醒拉回续费"); /* both texts of the field */
    stage_expect_not(s, "What it will say");
    stage_press(s, "Down Enter Enter");
    stage_draw(s);
    stage_expect(s, "What it will say");
    stage_press(s, "^S");
    stage_draw(s);
    stage_expect(s, "takes it back");
    stage_expect(s, "No two cases are nearly the same");
    stage_press(s, "z");
    stage_draw(s);
    stage_expect(s, "三层提醒拉回续费");
    stage_expect(s, "三级提醒拉回续费");
    stage_press(s, "Z"); /* and again */
    stage_draw(s);
    stage_expect(s, "No two cases are nearly the same");
    stage_free(s);
}

static Uuid merge(Stage *s, Uuid kept, Uuid other) {
    CaseMerge plan;
    CaseMergeResult result;
    Error err;
    assert_true(library_merge_plan(s->library, kept, other, &plan, &err));
    assert_true(library_merge(s->library, &plan, &result, &err));
    library_merge_plan_free(&plan);
    return result.batch;
}

/* In a short list pages are for the texts: what is kept does not change with them. */
static void pages_scroll_what_differs(void **state) {
    (void)state;
    Stage *s = stage_new();
    LibraryInit init = {.zone = "Asia/Shanghai", .login = "wang", .demo = true};
    char path[96];
    Error err;
    snprintf(path, sizeof path, "%s/demo", s->dir);
    assert_true(library_init(path, &init, NULL, &err));
    library_close(s->library);
    assert_true(library_open(path, "wang", false, &s->library, &err));
    stage_open(s, 24, 80);
    stage_press(s, "Esc Down");
    open_duplicates(s);
    stage_expect(s, "Category");
    stage_press(s, "PgDn");
    stage_expect_not(s, "Category");
    stage_press(s, "PgUp");
    stage_expect(s, "Category");
    stage_press(s, "PgDn m");
    stage_draw(s);
    stage_expect(s, "stays: AL-2026-0023");
    stage_free(s);
}

/* Both histories in one list; what is done with a row is done with the case whose it is. */
static void the_history_holds_both_cases(void **state) {
    (void)state;
    Stage *s = stage_new();
    Record *record;
    SaveResult result;
    Error err;
    LibraryRow row;
    Uuid kept = add_copy(s, "三层提醒拉回续费", "晨光在线教育", "一。"),
         other = add_copy(s, "三级提醒拉回续费", "晨光在线教育", "二。");
    static const char *const titles[] = {"留下的改过的标题", "并入的改过的标题"};
    for (int i = 0; i < 2; i++) {
        assert_true(library_load(s->library, ENTITY_CASE, i ? other : kept, 0, &record, &err));
        record_set_text(record, CASE_TITLE, str_of(titles[i]));
        assert_true(library_save(s->library, record, 1, STR(""), NULL, &result, &err));
        record_free(record);
    }
    merge(s, kept, other);
    stage_open(s, 24, 120);
    stage_press(s, "Esc Down Enter H");
    stage_expect(s, "[AL-2026-0002] merged");
    /* newest first: 3 of the merged one, 3 of the kept one, 2 of each, 1 of each */
    stage_press(s, "Home Down Down Enter");
    stage_expect(s, "三级提醒拉回续费"); /* what the merged case said, not this one */
    stage_expect(s, "并入的改过的标题");
    stage_expect_not(s, "三层提醒拉回续费");
    stage_press(s, "Esc R");
    stage_expect(s, "AL-2026-0002 was merged into this case");
    stage_press(s, "x ="); /* 2 of the merged one with 2 of the kept one, which is below it */
    stage_expect(s, "revisions of different cases");
    stage_press(s, "End Up R"); /* 1 of the merged one */
    stage_expect(s, "AL-2026-0002 was merged into this case");
    assert_true(library_row(s->library, ENTITY_CASE, kept, &row, &err));
    assert_int_equal(row.rev, 3);
    library_row_free(&row);
    stage_press(s, "End R");
    assert_true(library_row(s->library, ENTITY_CASE, kept, &row, &err));
    assert_true(
        str_equal(record_title(row.record), STR("三层提醒拉回续费"))); /* its own first one */
    library_row_free(&row);
    stage_free(s);
}

static void set_notes(Stage *s, Uuid id, const char *notes) {
    Record *record;
    SaveResult result;
    Error err;
    assert_true(library_load(s->library, ENTITY_CASE, id, 0, &record, &err));
    record_set_text(record, CASE_NOTES, str_of(notes));
    assert_true(library_save(s->library, record, (uint32_t)record_int(record, CASE_REV), STR(""),
                             NULL, &result, &err));
    record_free(record);
}

/* What becomes of the private notes is seen, and chosen. */
static void private_notes_are_a_choice(void **state) {
    (void)state;
    Stage *s = stage_new();
    Uuid kept = add_copy(s, "三层提醒拉回续费", "晨光在线教育", "一。"),
         other = add_copy(s, "三级提醒拉回续费", "晨光在线教育", "二。");
    Record *record;
    Error err;
    set_notes(s, kept, "电话里说的");
    set_notes(s, other, "见面时说的");
    stage_open(s, 24, 80);
    stage_press(s, "Esc Down");
    open_duplicates(s);
    stage_press(s, "m End");
    stage_expect(s, "both        Private notes");
    stage_expect(s, "What it will say");
    stage_expect(s, "见面时说的");
    stage_press(s, "Enter");
    stage_expect(s, "stays       Private notes");
    stage_expect_not(s, "What it will say");
    stage_press(s, "Enter");
    stage_expect(s, "other's     Private notes");
    stage_press(s, "^S");
    stage_expect(s, "takes it back");
    assert_true(library_load(s->library, ENTITY_CASE, kept, 0, &record, &err));
    bool kept_first = !record_int(record, CASE_TRASHED);
    if (!kept_first) {
        record_free(record);
        assert_true(library_load(s->library, ENTITY_CASE, other, 0, &record, &err));
    }
    assert_true(str_equal(record_text(record, CASE_NOTES),
                          kept_first ? STR("见面时说的") : STR("电话里说的")));
    record_free(record);
    stage_free(s);
}

/* Nothing changes before it is said; leaving changes nothing. */
static void looking_at_a_merge_changes_nothing(void **state) {
    (void)state;
    Stage *s = stage_with_copies();
    stage_open(s, 24, 80);
    stage_press(s, "Esc Down");
    uint64_t before = library_version(s->library);
    open_duplicates(s);
    stage_press(s, "m Down Enter Tab Enter Esc");
    stage_draw(s);
    stage_expect(s, "duplicates 1");
    assert_int_equal(library_version(s->library), before);
    stage_free(s);
}

static void what_differs_is_not_offered_again(void **state) {
    (void)state;
    Stage *s = stage_with_copies();
    stage_open(s, 24, 80);
    stage_press(s, "Esc Down");
    open_duplicates(s);
    stage_press(s, "d");
    stage_draw(s);
    stage_expect(s, "not offered again");
    stage_expect(s, "No two cases are nearly the same");
    stage_press(s, "z");
    stage_draw(s);
    stage_expect(s, "三级提醒拉回续费");
    stage_press(s, "Del Esc");
    open_duplicates(s);
    stage_expect(s, "No two cases are nearly the same");
    stage_expect(s, "known to differ");
    stage_free(s);
}

static void different_customers_are_asked_about(void **state) {
    (void)state;
    Stage *s = stage_new();
    stage_fill(s);
    Uuid a = add_copy(s, "三层提醒拉回续费", "晨光在线教育", "第一份。"),
         b = add_copy(s, "三级提醒拉回续费", "远山图书", "第二份。");
    stage_open(s, 24, 80);
    stage_type(s, "提醒拉回续费");
    stage_settle(s);
    stage_press(s, "Enter x x");
    stage_press(s, ":");
    stage_type(s, "merge");
    stage_press(s, "Enter");
    stage_draw(s);
    stage_expect(s, "stays: ");
    stage_press(s, "^S");
    stage_draw(s);
    stage_expect(s, "different customers");
    stage_press(s, "Enter"); /* the safe answer */
    assert_false(is_trashed(s->library, a) || is_trashed(s->library, b));
    stage_press(s, "^S y");
    stage_draw(s);
    assert_true(is_trashed(s->library, a) != is_trashed(s->library, b));
    stage_free(s);
}

/* Somebody saves while one looks: the choices are proposed anew, and said so. */
static void a_save_beside_is_noticed(void **state) {
    (void)state;
    Stage *s = stage_with_copies();
    stage_open(s, 24, 80);
    stage_press(s, "Esc Down");
    open_duplicates(s);
    stage_press(s, "m");
    Uuid id;
    Record *record;
    SaveResult result;
    Error err;
    assert_true(library_resolve(s->library, ENTITY_CASE, STR("AL-2026-0001"), NULL, &id, &err));
    for (int number = 1; number < 20; number++) {
        char text[20];
        snprintf(text, sizeof text, "AL-2026-%04d", number);
        if (!library_resolve(s->library, ENTITY_CASE, str_of(text), NULL, &id, &err))
            break;
        assert_true(library_load(s->library, ENTITY_CASE, id, 0, &record, &err));
        bool is_copy = str_equal(record_title(record), STR("三级提醒拉回续费"));
        record_set_text(record, CASE_SUMMARY, STR("有人刚存过"));
        if (is_copy)
            assert_true(library_save(s->library, record, (uint32_t)record_int(record, CASE_REV),
                                     STR(""), NULL, &result, &err));
        record_free(record);
    }
    app_watch(s->app);
    stage_draw(s);
    stage_expect(s, "saved just now");
    stage_expect(s, "有人刚存过");
    stage_free(s);
}

/* ---- lint ---- */

static void command(Stage *s, const char *name) {
    stage_press(s, ":");
    stage_type(s, name);
    stage_press(s, "Enter");
    stage_draw(s);
}

static Uuid add_tagged(Stage *s, const char *title, const char *tag) {
    Uuid id = stage_add_case(s->library, title, "晨光在线教育");
    Record *record;
    SaveResult result;
    Error err;
    Value tags[] = {value_text(str_of(tag))};
    assert_true(library_load(s->library, ENTITY_CASE, id, 0, &record, &err));
    record_set(record, CASE_TAGS, value_list(tags, 1));
    assert_true(library_save(s->library, record, (uint32_t)record_int(record, CASE_REV), STR(""),
                             NULL, &result, &err));
    record_free(record);
    return id;
}

static void expect_tag(Stage *s, Uuid id, const char *tag) {
    Record *record;
    Error err;
    assert_true(library_load(s->library, ENTITY_CASE, id, 0, &record, &err));
    assert_true(str_equal(record->values[CASE_TAGS].list.items[0].text, str_of(tag)));
    record_free(record);
}

static Stage *stage_with_tags(Uuid *odd) {
    Stage *s = stage_new();
    add_tagged(s, "第一个案例", "客户分层");
    add_tagged(s, "第二个案例", "客户分层");
    *odd = add_tagged(s, "第三个案例", "客户 分层");
    stage_open(s, 24, 80);
    stage_press(s, "Esc Down");
    return s;
}

static void remarks_lead_to_their_field(void **state) {
    (void)state;
    Uuid odd;
    Stage *s = stage_with_tags(&odd);
    command(s, "lint");
    stage_expect(s, "3 of 3 cases");
    stage_expect(s, "! Background");
    stage_expect(s, "Background is missing");
    stage_press(s, "End F8"); /* the head and the menu count alike */
    stage_expect(s, "nothing here can be mended");
    stage_press(s, "Esc Home");
    stage_press(s, "Down Down Enter"); /* the first case's second remark */
    stage_draw(s);
    stage_expect(s, "Edit case");
    stage_press(s, "Esc");
    stage_draw(s);
    stage_expect(s, "3 of 3 cases");
    stage_free(s);
}

static void what_can_be_mended_is_shown_first_and_is_one_step(void **state) {
    (void)state;
    Uuid odd;
    Stage *s = stage_with_tags(&odd);
    command(s, "lint");
    stage_press(s, "f");
    stage_draw(s);
    stage_expect(s, "Kind of remark");
    stage_press(s, "3"); /* can be mended */
    stage_draw(s);
    stage_expect(s, "“客户 分层” -> “客户分层”");
    stage_expect_not(s, "Background is missing");
    expect_tag(s, odd, "客户 分层");
    stage_press(s, "F8 2");
    stage_draw(s);
    stage_expect(s, "Done: 1. z or ^Z takes it back.");
    expect_tag(s, odd, "客户分层");
    stage_press(s, "z");
    stage_draw(s);
    expect_tag(s, odd, "客户 分层");
    stage_expect(s, "“客户 分层” -> “客户分层”");
    stage_free(s);
}

/* ---- stale ---- */

static void nothing_stale_is_said(void **state) {
    (void)state;
    Stage *s = stage_new();
    stage_add_submittable(s->library, "一个草稿", "晨光在线教育");
    stage_open(s, 24, 80);
    stage_press(s, "Esc Down");
    command(s, "stale");
    stage_expect(s, "No published case has to be verified again");
    stage_press(s, "o 2");
    stage_draw(s);
    stage_expect(s, "owner:me");
    stage_free(s);
}

/* The demo library has cases that fell due. */
static void stale_cases_are_dealt_with_as_one_step(void **state) {
    (void)state;
    Stage *s = stage_new();
    LibraryInit init = {.zone = "Asia/Shanghai", .login = "wang", .demo = true};
    char path[96];
    Error err;
    snprintf(path, sizeof path, "%s/demo", s->dir);
    assert_true(library_init(path, &init, NULL, &err));
    library_close(s->library);
    assert_true(library_open(path, "wang", false, &s->library, &err));
    stage_open(s, 24, 80);
    stage_press(s, "Esc Down");
    command(s, "stale");
    stage_expect(s, "12 cases to verify again");
    stage_expect(s, "2026-09-03"); /* the day since when it is due, as in the Inbox */
    stage_expect(s, "AL-2026-0004");
    stage_press(s, "F8 5"); /* every 90 days: the first row has 90 already */
    stage_draw(s);
    stage_press(s, "F8 7"); /* every 365 days */
    stage_draw(s);
    stage_expect(s, "Done: 1. z or ^Z takes it back.");
    stage_expect(s, "AL-2026-0004"); /* another interval verifies nothing */
    stage_press(s, "z");
    stage_draw(s);
    stage_expect(s, "Taken back: one case, checked in another interval.");
    stage_expect(s, "AL-2026-0004");
    stage_press(s, "F8 2 y"); /* verify, though one is too short to be published */
    stage_draw(s);
    stage_expect(s, "Done: 1");
    stage_expect(s, "11 cases to verify again");
    stage_press(s, "z");
    stage_draw(s);
    stage_expect(s, "12 cases to verify again");
    stage_press(s, "F8 1"); /* ask */
    stage_press(s, "Enter");
    stage_draw(s);
    stage_expect(s, "Done: 1");
    stage_press(s, "x x F8 3");
    stage_draw(s);
    stage_expect(s, "Done: 2");
    stage_expect(s, "10 cases to verify again");
    stage_press(s, "^Z");
    stage_draw(s);
    stage_expect(s, "12 cases to verify again");
    stage_free(s);
}

/* ---- while a new case is typed ---- */

static void a_case_that_is_there_shows_while_its_title_is_typed(void **state) {
    (void)state;
    Stage *s = stage_with_copies();
    stage_open(s, 24, 80);
    stage_press(s, "Esc Down a");
    stage_type(s, "三层提醒拉回");
    stage_settle(s);
    stage_expect(s, "Like this: ");
    stage_expect(s, "三层提醒拉回续费");
    stage_type(s, "全新的另一件事情完全不同的题目");
    stage_settle(s);
    stage_expect_not(s, "ike this");
    for (int i = 0; i < 15; i++)
        stage_press(s, "BS");
    stage_type(s, "续费");
    stage_settle(s);
    stage_expect(s, "F2 looks at them");
    stage_press(s, "F2");
    stage_draw(s);
    stage_expect(s, "Cases like this");
    stage_press(s, "Enter");
    stage_draw(s);
    stage_expect(s, "第一份多一句"); /* the case itself */
    stage_press(s, "Esc");
    stage_draw(s);
    stage_expect(s, "三层提醒拉回续费"); /* what was typed */
    stage_expect(s, "new case");
    stage_type(s, "了");
    stage_draw(s);
    stage_expect(s, "三层提醒拉回续费了");
    stage_free(s);
}

/* Of the same customer less is needed. */
static void the_customer_makes_a_likeness_count(void **state) {
    (void)state;
    Stage *s = stage_with_copies();
    stage_open(s, 24, 80);
    stage_press(s, "Esc Down a");
    stage_type(s, "提醒拉回不少续费客户");
    stage_settle(s);
    stage_expect_not(s, "ike this");
    stage_press(s, "Tab");
    stage_type(s, "晨光在线教育");
    stage_settle(s);
    stage_expect(s, "ike this");
    stage_free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_scroll_what_differs),
        cmocka_unit_test(two_duplicates_become_one_and_two_again),
        cmocka_unit_test(private_notes_are_a_choice),
        cmocka_unit_test(the_history_holds_both_cases),
        cmocka_unit_test(looking_at_a_merge_changes_nothing),
        cmocka_unit_test(what_differs_is_not_offered_again),
        cmocka_unit_test(different_customers_are_asked_about),
        cmocka_unit_test(a_save_beside_is_noticed),
        cmocka_unit_test(remarks_lead_to_their_field),
        cmocka_unit_test(what_can_be_mended_is_shown_first_and_is_one_step),
        cmocka_unit_test(nothing_stale_is_said),
        cmocka_unit_test(stale_cases_are_dealt_with_as_one_step),
        cmocka_unit_test(a_case_that_is_there_shows_while_its_title_is_typed),
        cmocka_unit_test(the_customer_makes_a_likeness_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
