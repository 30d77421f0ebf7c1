#include "config.h"

#include "unit.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "library/drafts.h"
#include "library/find.h"
#include "library/save.h"
#include "record/lint.h"
#include "tui/app/state.h"
#include "tui_app.h"

#include <unistd.h>

/* An editor who works in Chinese writes cases: how many keys it takes besides the text itself, and
 * what is still there after one has looked elsewhere. */

typedef struct Desk {
    Stage *stage;
    int keys; /* besides the text itself */
} Desk;

static Desk desk_new(int rows, int cols) {
    Desk desk = {.stage = stage_new()};
    stage_fill(desk.stage);
    stage_open(desk.stage, rows, cols);
    return desk;
}

static void press(Desk *desk, const char *keys) {
    for (const char *at = keys; *at; at++)
        desk->keys += *at == ' ';
    desk->keys++;
    stage_press(desk->stage, keys);
}

static void type(Desk *desk, const char *text) {
    stage_type(desk->stage, text);
}

/* The one case that was written last; the caller frees it. */
static Record *newest(Desk *desk, const char *title) {
    FindRequest request = {.query = str_of(title), .limit = 1, .plain = true};
    FindResult found = {0};
    Record *record;
    Error err;
    assert_true(library_find(desk->stage->library, &request, &found, &err));
    assert_true(found.total > 0);
    assert_true(library_load(desk->stage->library, ENTITY_CASE, record_id(found.hits[0].row.record),
                             0, &record, &err));
    library_find_free(&found);
    assert_true(str_equal(record_text(record, CASE_TITLE), str_of(title)));
    return record;
}

static size_t draft_count(Desk *desk) {
    Error err;
    DraftList list = {0};
    assert_true(library_drafts(desk->stage->library, &list, &err));
    free(list.items);
    return list.len;
}

static bool has(const Record *record, int field, const char *text) {
    return str_find(record_text(record, field), str_of(text), 0) != SIZE_MAX;
}

static void capture(Desk *desk) {
    press(desk, "Ins");
    type(desk, "分层提醒让续费率回升");
    press(desk, "Tab");
    type(desk, "晨光在线教育");
    press(desk, "Tab");
    type(desk,
         "学员一万二千人，续费逐学期下降。我们把学员分成三层，每层发不同的提醒，不打扰活跃的人。");
    press(desk, "Tab");
    type(desk, "两个学期以后续费率从 71% 升到 80%，退费申请减少四成，辅导老师的人数一个也没有加。");
}

static void quick_capture_takes_few_keys(void **state) {
    (void)state;
    Desk desk = desk_new(24, 80);
    capture(&desk);
    press(&desk, "^S");
    assert_in_range(desk.keys, 1, 12);
    Record *record = newest(&desk, "分层提醒让续费率回升");
    assert_true(str_equal(record_ref_name(record, CASE_CUSTOMER), STR("晨光在线教育")));
    assert_true(has(record, CASE_BACKGROUND, "每层发不同的提醒"));
    assert_true(has(record, CASE_RESULT, "80%"));
    assert_int_equal(case_state(record), STATE_DRAFT);
    record_free(record);
    assert_int_equal(draft_count(&desk), 0);
    stage_free(desk.stage);
}

/* ^D goes to what review needs, one after the other. */
static void a_new_case_is_submitted_in_few_keys(void **state) {
    (void)state;
    static const int sizes[][2] = {{24, 80}, {12, 40}, {60, 200}, {24, 59}};
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        Desk desk = desk_new(sizes[i][0], sizes[i][1]);
        capture(&desk);
        press(&desk, "^D");
        type(&desk, "按最后登录的天数给学员分组，高风险的由老师打电话。");
        press(&desk, "^D");
        type(&desk, "续费率");
        press(&desk, "Tab");
        type(&desk, "%");
        press(&desk, "Tab");
        type(&desk, "71");
        press(&desk, "Tab");
        type(&desk, "80");
        press(&desk, "^D");
        type(&desk, "客户成功/续约/流失挽回");
        press(&desk, "^D");
        Record *record = newest(&desk, "分层提醒让续费率回升");
        assert_int_equal(case_state(record), STATE_SUBMITTED);
        assert_in_range(desk.keys, 1, 40);
        if (!i)
            printf("# keys besides the text, new case to submitted: %d\n", desk.keys);
        record_free(record);
        assert_int_equal(draft_count(&desk), 0);
        stage_expect(desk.stage, "分层提醒"); /* back in the list */
        stage_free(desk.stage);
    }
}

/* Nothing was changed: ^D submits what is stored. */
static void a_stored_draft_is_submitted_as_it_is(void **state) {
    (void)state;
    Desk desk = desk_new(24, 80);
    stage_add_submittable(desk.stage->library, "已经写好的案例", "晨光在线教育");
    type(&desk, "已经写好的案例");
    stage_settle(desk.stage);
    press(&desk, "Down e ^D");
    Record *record = newest(&desk, "已经写好的案例");
    assert_int_equal(case_state(record), STATE_SUBMITTED);
    stage_expect(desk.stage, "已提交");
    record_free(record);
    stage_free(desk.stage);
}

/* The same with everything that publishing asks for. */
static void a_whole_case_is_submitted_in_few_keys(void **state) {
    (void)state;
    Desk desk = desk_new(24, 80);
    capture(&desk);
    press(&desk, "F5"); /* at the result */
    press(&desk, "Tab");
    type(&desk,
         "“提醒不打扰，老师跟进也及时，家长从来没有抱怨过，明年还要用，也会介绍给别的学校。”"
         "（教务主管 孟女士）");
    press(&desk, "PageUp Tab");
    type(
        &desk,
        "在不增加客服人数的前提下，两个学期内让续费率回到八成，最晚要在春季学期开学以前见到效果。");
    press(&desk, "Tab");
    type(&desk,
         "按最后登录的天数给学员分组，高风险的由老师打电话，其余的走自动提醒，每周看一次名单。");
    press(&desk, "Tab");
    press(&desk, "Tab Tab"); /* past the steps */
    type(&desk,
         "前两周先清洗数据，之后每周复盘一次；名单太长的时候把请假的学员去掉，名单就短了一半。");
    press(&desk, "^D"); /* to the outcomes */
    type(&desk, "续费率");
    press(&desk, "Tab");
    type(&desk, "%");
    press(&desk, "Tab");
    type(&desk, "71");
    press(&desk, "Tab");
    type(&desk, "80");
    press(&desk, "Tab Tab");
    type(&desk, "春季续费台账");
    press(&desk, "PageDown");
    type(&desk, "客户成功/续约/流失挽回");
    press(&desk, "Tab");
    type(&desk, "续费");
    press(&desk, "Tab");
    type(&desk, "教育");
    press(&desk, "^D");
    printf("# keys besides the text, new case with all to publish it: %d\n", desk.keys);
    assert_in_range(desk.keys, 1, 40);
    Record *record = newest(&desk, "分层提醒让续费率回升");
    assert_int_equal(case_state(record), STATE_SUBMITTED);
    const LintContext context = {.section_min = 40};
    Issues issues = {0};
    lint_check(record, &context, ISSUE_PUBLISH, &issues);
    for (size_t i = 0; i < issues.len; i++) {
        Buf text = {0};
        error_render(&issues.items[i].error, &text);
        printf("# %s\n", buf_text(&text));
        buf_free(&text);
    }
    assert_int_equal(issues.len, 0);
    issues_free(&issues);
    record_free(record);
    stage_free(desk.stage);
}

/* Another case is looked at from within the form; Esc comes back to where one was. */
static void one_looks_at_another_case_and_comes_back(void **state) {
    (void)state;
    Desk desk = desk_new(24, 80);
    capture(&desk);
    press(&desk, "Left Left ^P");
    type(&desk, "政务热线");
    stage_settle(desk.stage);
    press(&desk, "Enter");
    stage_expect(desk.stage, "政务热线：知识库让一次解决率升到九成");
    press(&desk, "Esc");
    type(&desk, "整");
    press(&desk, "^S");
    Record *record = newest(&desk, "分层提醒让续费率回升");
    assert_true(has(record, CASE_RESULT, "一个也没有整加。"));
    record_free(record);
    stage_free(desk.stage);
}

/* Esc keeps the draft; the Inbox and F2 go back to the very place. */
static void one_leaves_and_comes_back_to_the_same_field(void **state) {
    (void)state;
    Desk desk = desk_new(24, 80);
    capture(&desk);
    press(&desk, "Left Left Esc");
    press(&desk, "Esc Down 4 Enter"); /* the draft is the first in the inbox */
    stage_expect(desk.stage, "每层发不同的提醒");
    type(&desk, "整");
    press(&desk, "^S Esc");
    Record *record = newest(&desk, "分层提醒让续费率回升");
    assert_true(has(record, CASE_RESULT, "一个也没有整加。"));
    record_free(record);
    stage_free(desk.stage);
}

static void f2_goes_back_to_a_group_that_was_opened(void **state) {
    (void)state;
    Desk desk = desk_new(24, 80);
    type(&desk, "晨光");
    stage_settle(desk.stage);
    press(&desk, "Down F2 PageDown PageDown PageDown Enter Tab Tab");
    type(&desk, "东");
    int col = desk.stage->grid.cursor_col;
    press(&desk, "Esc F2 Enter");                       /* Enter: goes on with the draft */
    assert_int_equal(desk.stage->grid.cursor_col, col); /* lines above may have come or gone */
    type(&desk, "区");
    stage_expect(desk.stage, "东区");
    stage_free(desk.stage);
}

static void a_search_that_finds_nothing_becomes_a_case(void **state) {
    (void)state;
    Desk desk = desk_new(24, 80);
    type(&desk, "海豚驯养 industry:教育 tag:续费 customer:蓝湾海洋馆");
    stage_settle(desk.stage);
    press(&desk, "Ins");
    stage_expect(desk.stage, "海豚驯养");
    stage_expect(desk.stage, "蓝湾海洋馆");
    press(&desk, "Tab Tab");
    type(&desk, "他们想知道。");
    press(&desk, "^S y"); /* the customer is new: it is asked for */
    Record *record = newest(&desk, "海豚驯养");
    assert_true(str_equal(record_text(record, CASE_INDUSTRY), STR("教育")));
    assert_true(str_equal(record_ref_name(record, CASE_CUSTOMER), STR("蓝湾海洋馆")));
    assert_int_equal(record->values[CASE_TAGS].list.len, 1);
    record_free(record);
    stage_free(desk.stage);
}

/* What a form began with is no draft; with the first letter all of it is. */
static void what_a_form_begins_with_is_in_its_draft(void **state) {
    (void)state;
    Desk desk = desk_new(24, 80);
    type(&desk, "海豚驯养 industry:教育");
    stage_settle(desk.stage);
    press(&desk, "Ins Esc");
    assert_int_equal(draft_count(&desk), 0);
    press(&desk, "Ins Tab Tab");
    type(&desk, "他");
    press(&desk, "Esc");
    assert_int_equal(draft_count(&desk), 1);
    press(&desk, "Esc Down 4 Enter");
    stage_expect(desk.stage, "海豚驯养");
    press(&desk, "^S");
    Record *record = newest(&desk, "海豚驯养");
    assert_true(str_equal(record_text(record, CASE_INDUSTRY), STR("教育")));
    assert_true(has(record, CASE_BACKGROUND, "他"));
    record_free(record);
    stage_free(desk.stage);
}

/* Beside the form where there is room; made anew when a field is left, not with every key. */
static void the_preview_follows_the_fields(void **state) {
    (void)state;
    Desk desk = desk_new(60, 200);
    press(&desk, "Ins Tab Tab");
    type(&desk, "学员一万二千人");
    int row = desk.stage->grid.cursor_row, col = desk.stage->grid.cursor_col;
    assert_in_range(col, 10, 40); /* in the field, not in the preview */
    assert_in_range(row, 5, 50);
    press(&desk, "Tab");
    int seen = 0;
    for (int i = 0; i < 60; i++)
        seen += strstr(stage_row(desk.stage, i), "学员一万二千人") != NULL;
    assert_int_equal(seen, 2);
    stage_free(desk.stage);
    desk = desk_new(40, 120); /* here is room for the help only */
    press(&desk, "Ins Tab Tab");
    type(&desk, "学员一万二千人");
    press(&desk, "Tab");
    seen = 0;
    for (int i = 0; i < 40; i++)
        seen += strstr(stage_row(desk.stage, i), "学员一万二千人") != NULL;
    assert_int_equal(seen, 1);
    stage_free(desk.stage);
}

static void command(Desk *desk, const char *name) {
    press(desk, ":");
    type(desk, name);
    press(desk, "Enter");
}

static void templates_begin_cases(void **state) {
    (void)state;
    Desk desk = desk_new(24, 80);
    press(&desk, "Down");
    command(&desk, "template");
    stage_expect(desk.stage, "教育：续费与完课");
    press(&desk, "1");
    stage_expect(desk.stage, "机构做什么课");
    press(&desk, "Esc");
    assert_int_equal(draft_count(&desk), 0);
    /* a template of the team, from the selected case */
    command(&desk, "save-template");
    type(&desk, "我们的模板");
    press(&desk, "Enter");
    command(&desk, "template");
    stage_expect(desk.stage, "我们的模板");
    press(&desk, "Esc");
    command(&desk, "remove-template");
    press(&desk, "1");
    command(&desk, "remove-template"); /* there is none any more */
    stage_expect(desk.stage, "save-template");
    stage_free(desk.stage);
}

/* In a form that has begun a template fills only what is empty. */
static void templates_overwrite_nothing(void **state) {
    (void)state;
    Desk desk = desk_new(24, 80);
    capture(&desk);
    press(&desk, "^P");
    type(&desk, "template");
    press(&desk, "Enter 1 ^S");
    Record *record = newest(&desk, "分层提醒让续费率回升");
    assert_true(has(record, CASE_BACKGROUND, "每层发不同的提醒"));
    assert_false(has(record, CASE_BACKGROUND, "机构做什么课"));
    assert_true(has(record, CASE_SOLUTION, "按什么给学员分层："));
    record_free(record);
    stage_free(desk.stage);
}

static void a_copy_begins_a_case(void **state) {
    (void)state;
    Desk desk = desk_new(24, 80);
    type(&desk, "晨光");
    stage_settle(desk.stage);
    press(&desk, "Down Enter");
    command(&desk, "copy-as-new");
    stage_expect(desk.stage, "分层提醒把续费率提高九个百分点");
    press(&desk, "^S");
    Record *record = newest(&desk, "晨光在线教育：分层提醒把续费率提高九个百分点");
    record_free(record);
    stage_free(desk.stage);
}

/* Nothing is asked as long as drafts can be written; a word that stands nowhere else is. */
static void leaving_loses_no_word(void **state) {
    (void)state;
    Desk desk = desk_new(24, 80);
    App *app = desk.stage->app;
    Buf path = {0}, away = {0}, unsaved = {0};
    Error err;
    buf_printf(&path, "%s/drafts", desk.stage->path);
    buf_printf(&away, "%s.away", buf_text(&path));
    assert_int_equal(rename(buf_text(&path), buf_text(&away)), 0);
    assert_true(file_write_atomic(buf_text(&path), STR("in the way"), 0600, &err));
    press(&desk, "Ins");
    type(&desk, "写不进去的标题");
    press(&desk, "^Q");
    assert_int_equal(app->overlay.kind, OVERLAY_CONFIRM);
    press(&desk, "Enter"); /* the safe answer */
    assert_false(app->end);
    stage_expect(desk.stage, "写不进去的标题");
    press(&desk, "^P");
    type(&desk, "q");
    press(&desk, "Enter"); /* :q asks, too */
    assert_int_equal(app->overlay.kind, OVERLAY_CONFIRM);
    press(&desk, "y");
    assert_true(app->end);
    app_put_unsaved(app, &unsaved);
    assert_true(str_find(buf_str(&unsaved), STR("写不进去的标题"), 0) != SIZE_MAX);
    assert_int_equal(unlink(buf_text(&path)), 0);
    assert_int_equal(rename(buf_text(&away), buf_text(&path)), 0);
    app->end = false;
    press(&desk, "^Q");
    assert_true(app->end);
    buf_clear(&unsaved);
    app_put_unsaved(app, &unsaved);
    assert_int_equal(unsaved.len, 0);
    assert_int_equal(draft_count(&desk), 1);
    buf_free(&path);
    buf_free(&away);
    buf_free(&unsaved);
    stage_free(desk.stage);
}

/* The last line names the keys of the notes, and of what to do in them; cutting is called so. */
static void keys_of_the_notes_are_said(void **state) {
    (void)state;
    Desk desk = desk_new(24, 80);
    press(&desk, "Ins");
    stage_expect(desk.stage, "F6 ");
    stage_expect_not(desk.stage, "^E ");
    press(&desk, "F6");
    assert_non_null(strstr(stage_row(desk.stage, 23), "^E "));
    assert_null(strstr(stage_row(desk.stage, 23), "F5 "));
    press(&desk, "F6");
    assert_null(strstr(stage_row(desk.stage, 23), "^E "));
    type(&desk, "一二三");
    press(&desk, "Home ^O");
    Buf copied = {0};
    buf_puts(&copied, stage_row(desk.stage, 19));
    press(&desk, "^K");
    assert_non_null(strstr(stage_row(desk.stage, 19), "^R"));
    assert_string_not_equal(stage_row(desk.stage, 19), buf_text(&copied));
    buf_free(&copied);
    press(&desk, "^P");
    type(&desk, "notes"); /* the name of the action, whatever the language */
    press(&desk, "Enter");
    assert_non_null(strstr(stage_row(desk.stage, 23), "^E "));
    stage_free(desk.stage);
}

int main(void) {
    i18n_init("zh_CN");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quick_capture_takes_few_keys),
        cmocka_unit_test(a_new_case_is_submitted_in_few_keys),
        cmocka_unit_test(a_stored_draft_is_submitted_as_it_is),
        cmocka_unit_test(a_whole_case_is_submitted_in_few_keys),
        cmocka_unit_test(one_looks_at_another_case_and_comes_back),
        cmocka_unit_test(one_leaves_and_comes_back_to_the_same_field),
        cmocka_unit_test(f2_goes_back_to_a_group_that_was_opened),
        cmocka_unit_test(a_search_that_finds_nothing_becomes_a_case),
        cmocka_unit_test(what_a_form_begins_with_is_in_its_draft),
        cmocka_unit_test(the_preview_follows_the_fields),
        cmocka_unit_test(templates_begin_cases),
        cmocka_unit_test(templates_overwrite_nothing),
        cmocka_unit_test(keys_of_the_notes_are_said),
        cmocka_unit_test(a_copy_begins_a_case),
        cmocka_unit_test(leaving_loses_no_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
