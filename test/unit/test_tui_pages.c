#include "config.h"

#include "unit.h"

#include "tui_people.h"

#include "library/changes.h"
#include "library/dashboard.h"
#include "library/drafts.h"
#include "library/find.h"
#include "library/import.h"
#include "library/rejoin.h"
#include "library/row.h"
#include "library/save.h"
#include "library/weekpage.h"
#include "tui/form/session.h"

/* Metrics and inbox over a real library. */

static int make_stage(void **state) {
    Stage *stage = stage_new();
    stage_fill(stage);
    *state = stage;
    return 0;
}

static int clear_stage(void **state) {
    stage_free(*state);
    return 0;
}

/* Text that stays unsaved: what a session left behind. */
static void leave_draft(Stage *stage, const char *title) {
    Error err;
    FormSession *session;
    InputEvent paste = {.type = INPUT_TYPE_PASTE, .text = str_of(title)};
    assert_true(form_session_open(stage->library, ENTITY_CASE, (Uuid){{0}}, &session, &err));
    form_session_event(session, &paste);
    form_session_free(session);
}

static void move(Stage *stage, Uuid id, const char *verb) {
    Error err;
    SaveResult result;
    if (!library_move(stage->library, id, case_move_find(str_of(verb)), STR("Zahlen fehlen"), NULL,
                      &result, &err)) {
        Buf text = {0};
        error_render(&err, &text);
        fail_msg("%s", buf_text(&text));
    }
}

/* Rows counted is what the number says (DATA.md: "count must equal the tile"). */
static void every_number_counts_its_cases(void **state) {
    Stage *stage = *state;
    Error err;
    Page page = {0};
    move(stage, stage_add_submittable(stage->library, "提交的案例", "甲"), "submit");
    assert_true(library_week_model(stage->library, (Str){"", 0}, library_this_week(), &page, &err));
    size_t checked = 0;
    for (size_t i = 0; i < page.blocks.len; i++) {
        for (size_t j = 0; j < page.blocks.items[i].len; j++) {
            const PageRow *row = &page.blocks.items[i].rows[j];
            FindRequest request = {
                .query = row->query, .match = FIND_ALL, .exact = true, .limit = 1};
            FindResult result = {0};
            if (!row->query.len || !strcmp(row->key, "library.completeness"))
                continue;
            if (!library_find(stage->library, &request, &result, &err))
                fail_msg("%.*s cannot be searched", STR_ARG(row->query));
            double want = row->now.denominator ? (double)row->now.numerator : row->now.value;
            if (row->now.known && (double)result.total != want)
                fail_msg("%s %.*s: %d rows, not %d", row->key, STR_ARG(row->query),
                         (int)result.total, (int)want);
            checked++;
            library_find_free(&result);
        }
    }
    assert_true(checked >= 10);
    page_free(&page);
}

static void metrics_show_the_page(void **state) {
    Stage *stage = *state;
    stage_open(stage, 24, 80);
    stage_press(stage, "Tab 2");
    stage_expect(stage, "2026-W47  11-16..11-22  not closed");
    stage_expect(stage, "Completeness");
    stage_expect(stage, "New cases");
    stage_expect(stage, "By state");
    stage_expect(stage, "Cases = 11."); /* how the number under the cursor came about */
    assert_true(stage->grid.cursor_row >= 0);
}

static void metrics_go_back_and_forward(void **state) {
    Stage *stage = *state;
    stage_open(stage, 24, 80);
    stage_press(stage, "Tab 2 [");
    stage_expect(stage, "2026-W46");
    stage_press(stage, "PageUp");
    stage_expect(stage, "2026-W45");
    stage_press(stage, "] PageDown");
    stage_expect(stage, "2026-W47");
    stage_press(stage, "]");
    stage_expect(stage, "This is the running week.");
    stage_expect(stage, "2026-W47");
}

static void a_number_opens_its_cases(void **state) {
    Stage *stage = *state;
    stage_open(stage, 24, 80);
    stage_press(stage, "Tab 2 Enter");
    stage_expect(stage, "state:draft,submitted,in_review,published,archived");
    stage_expect(stage, "1/11");
    stage_press(stage, "Tab 2 Down");
    stage_expect(stage, "New cases = ");
    stage_press(stage, "Enter");
    stage_expect(stage, "created:2026-W47");
}

static void arrows_reach_every_number(void **state) {
    Stage *stage = *state;
    stage_open(stage, 24, 80);
    stage_press(stage, "Tab 2");
    stage_expect(stage, "Cases = 11");
    stage_press(stage, "Right");
    stage_expect(stage, "Trust share = -");
    stage_press(stage, "l");
    stage_expect(stage, "Completeness = ");
    stage_press(stage, "Left h");
    stage_expect(stage, "Cases = 11");
    stage_press(stage, "Down Down Down");
    stage_expect(stage, "draft = 11");
    stage_press(stage, "Right");
    stage_expect(stage, "Cases of this industry.");
    stage_press(stage, "End");
    stage_press(stage, "Home");
    stage_expect(stage, "Cases = 11");
    stage_press(stage, "Esc");
    stage_expect_not(stage, "Completeness");
}

static void metrics_follow_other_processes(void **state) {
    Stage *stage = *state;
    stage_open(stage, 24, 80);
    stage_press(stage, "Tab 2");
    stage_add_elsewhere(stage, "从别处来");
    app_watch(stage->app);
    stage_draw(stage);
    stage_expect(stage, "Cases = 12");
}

static void metrics_fit_every_size(void **state) {
    Stage *stage = *state;
    static const int sizes[][2] = {{12, 40}, {16, 60}, {24, 80}, {40, 120}, {60, 200}, {5, 20}};
    stage_open(stage, 24, 80);
    stage_press(stage, "Tab 2");
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        stage_open(stage, sizes[i][0], sizes[i][1]);
        for (int step = 0; step < 30; step++) {
            assert_in_range(stage->grid.cursor_row, 0, sizes[i][0] - 1);
            stage_press(stage, "Down");
        }
        if (sizes[i][0] >= 12)
            stage_expect(stage, "2026-W47");
        stage_press(stage, "Home");
    }
}

static void inbox_lists_drafts_and_counts(void **state) {
    Stage *stage = *state;
    leave_draft(stage, "未完成的草稿");
    stage_open(stage, 24, 80);
    stage_press(stage, "Tab 4");
    stage_expect(stage, "Drafts");
    stage_expect(stage, "未完成的草稿");
    stage_expect(stage, "new ");
    stage_expect(stage, "My unfinished cases (11)");
    stage_press(stage, "Enter");
    stage_expect(stage, "New case: 未完成的草稿");
    stage_press(stage, "Esc");
    stage_expect(stage, "My unfinished cases");
    stage_press(stage, "End Enter"); /* a row opens its case */
    stage_expect(stage, "AL-2026-0001");
}

static void inbox_puts_drafts_away_and_back(void **state) {
    Stage *stage = *state;
    leave_draft(stage, "甲草稿");
    leave_draft(stage, "乙草稿");
    stage_open(stage, 24, 80);
    stage_press(stage, "Tab 4 d");
    stage_expect(stage, "z or ^Z brings it back");
    assert_int_not_equal(stage_shows(stage, "甲草稿"), stage_shows(stage, "乙草稿"));
    stage_press(stage, "Del");
    stage_expect(stage, "No draft");
    stage_press(stage, "z z"); /* one after the other */
    stage_expect(stage, "甲草稿");
    stage_expect(stage, "乙草稿");
    stage_press(stage, "Z");
    assert_int_not_equal(stage_shows(stage, "甲草稿"), stage_shows(stage, "乙草稿"));
}

/* What was kept beside somebody else's text waits here, and says what it changed. */
static void kept_conflicts_wait_in_the_inbox(void **state) {
    Stage *stage = *state;
    SaveResult result;
    Error err;
    Uuid id = stage_add_case(stage->library, "两个人改的", "甲");
    Record *mine;
    assert_true(library_load(stage->library, ENTITY_CASE, id, 0, &mine, &err));
    record_set_text(mine, CASE_TITLE, STR("我的说法"));
    assert_true(library_keep_beside(stage->library, mine, STR(""), &result, &err));
    record_free(mine);
    stage_open(stage, 24, 80);
    stage_press(stage, "Tab 4");
    stage_expect(stage, "Conflicts kept (1)");
    stage_expect(stage, "revision 2");
    stage_press(stage, "Enter");
    stage_expect(stage, "我的说法");
    stage_press(stage, "Esc");
    stage_expect(stage, "Conflicts kept (1)");
    stage_press(stage, "d");
    stage_expect_not(stage, "Conflicts kept");
}

static void returned_cases_are_counted(void **state) {
    Stage *stage = *state;
    Uuid id = stage_add_submittable(stage->library, "要退回的", "甲");
    move(stage, id, "submit");
    move(stage, id, "return");
    stage_open(stage, 24, 80);
    stage_press(stage, "Tab 4");
    stage_expect(stage, "Returned to me (1)");
    stage_expect(stage, "Zahlen fehlen");
    stage_press(stage, "Enter");
    stage_expect(stage, "要退回的");
}

static void inbox_fits_every_size(void **state) {
    Stage *stage = *state;
    leave_draft(stage, "一个标题很长很长很长很长很长很长很长很长很长很长的草稿");
    stage_open(stage, 12, 40);
    stage_press(stage, "Tab 4");
    stage_expect(stage, "一个标题");
    stage_open(stage, 60, 200);
    stage_expect(stage, "很长的草稿");
}

/* ---- customers ---- */

/* What the line says of the selected customer's cases. */
static void customers_count_their_cases(void **state) {
    Stage *stage = *state;
    stage_add_case(stage->library, "第二个案例", "江南银行");
    stage_open(stage, 24, 80);
    stage_press(stage, "Tab 3");
    stage_expect(stage, "     2 江南银行");
    stage_expect(stage, "     1 远山连锁超市");
    stage_press(stage, "/");
    stage_type(stage, "jnyh");
    stage_expect_not(stage, "远山连锁超市");
    stage_press(stage, "Enter");
    stage_expect(stage, "第二个案例");
    stage_expect(stage, "客户流失率如何降低");
    stage_expect_not(stage, "晨光在线教育");
}

static void customers_are_filtered_by_typing(void **state) {
    Stage *stage = *state;
    stage_open(stage, 24, 80);
    stage_press(stage, "Tab 3");
    stage_type(stage, "超市"); /* Han in the list begins the filter */
    stage_expect(stage, "远山连锁超市");
    stage_expect_not(stage, "Cedar Clinics");
    stage_type(stage, "zzz");
    stage_expect(stage, "No customer is called that");
    stage_press(stage, "Esc");
    stage_expect(stage, "Cedar Clinics");
    stage_press(stage, "Esc"); /* the filter */
    stage_press(stage, "Esc"); /* the tab */
    stage_expect(stage, "Renewal rate raised");
}

static void customers_follow_other_processes(void **state) {
    Stage *stage = *state;
    stage_open(stage, 60, 200);
    stage_press(stage, "Tab 3 End");
    const char *last = "远山连锁超市";
    stage_expect(stage, last);
    stage_add_elsewhere(stage, "一个新案例");
    app_watch(stage->app);
    stage_draw(stage);
    stage_expect(stage, last);
    stage_open(stage, 12, 40);
    stage_expect(stage, last); /* the selected one stays in view */
}

static size_t cases_of(Stage *stage, const char *customer) {
    LibraryRows rows = {0};
    Error err;
    size_t count = 0;
    assert_true(library_rows(stage->library, ENTITY_CASE, false, &rows, &err));
    for (size_t i = 0; i < rows.len; i++)
        count += str_equal(record_ref_name(rows.items[i].record, CASE_CUSTOMER), str_of(customer));
    library_rows_free(&rows);
    return count;
}

/* Another name is one of its cases, too; taken back it is theirs no more. */
static void a_customer_is_renamed_with_its_cases(void **state) {
    Stage *stage = *state;
    Uuid id = stage_add_case(stage->library, "第二个案例", "江南银行");
    stage_open(stage, 24, 80);
    stage_press(stage, "Tab 3 /");
    stage_type(stage, "jnyh");
    stage_press(stage, "F2 End ^U");
    stage_type(stage, "江南商业银行");
    stage_press(stage, "^S");
    stage_expect(stage, "Saved; 2 cases name the customer so, too.");
    stage_press(stage, "Esc Esc");
    stage_expect(stage, "     2 江南商业银行");
    assert_int_equal(cases_of(stage, "江南商业银行"), 2);
    stage_press(stage, "Esc z");
    stage_expect(stage, "     2 江南银行");
    assert_int_equal(cases_of(stage, "江南银行"), 2);
    stage_press(stage, "Z");
    stage_expect(stage, "     2 江南商业银行");
    assert_int_equal(cases_of(stage, "江南商业银行"), 2);
    stage_press(stage, "e");
    stage_expect(stage, "江南商业银行");
    stage_press(stage, "Esc");
    Record *record;
    Error err;
    assert_true(library_load(stage->library, ENTITY_CASE, id, 0, &record, &err));
    assert_true(str_equal(record_text(record, CASE_TITLE), STR("第二个案例")));
    record_free(record);
}

static void add_customer(Stage *stage, const char *name) {
    Record *record = library_new_record(stage->library, ENTITY_CUSTOMER);
    SaveResult result;
    Error err;
    record_set_text(record, CUSTOMER_NAME, str_of(name));
    assert_true(library_save(stage->library, record, 0, STR(""), NULL, &result, &err));
    record_free(record);
}

static void a_customer_made_by_mistake_goes_to_the_trash(void **state) {
    Stage *stage = *state;
    add_customer(stage, "写错的客户");
    stage_open(stage, 24, 80);
    stage_press(stage, "Tab 3 /");
    stage_type(stage, "江南银行");
    stage_press(stage, "Esc Esc Del"); /* the selection stays at it */
    stage_expect(stage, "“江南银行” has cases (1): give them another customer, or rename it");
    stage_expect(stage, "     1 江南银行");
    stage_press(stage, "/");
    stage_type(stage, "写错");
    stage_press(stage, "Esc Esc Del");
    stage_expect(stage, "In the trash: 写错的客户.");
    stage_press(stage, "Home");
    stage_expect_not(stage, "0 写错的客户");
    stage_press(stage, "z");
    stage_expect(stage, "     0 写错的客户");
    assert_non_null(strstr(stage_row(stage, stage->grid.cursor_row), "写错的客户"));
    stage_press(stage, "Z");
    stage_expect_not(stage, "0 写错的客户");
    stage_add_case(stage->library, "又是它", "写错的客户"); /* another one: that one is gone */
    app_watch(stage->app);
    stage_draw(stage);
    stage_expect(stage, "     1 写错的客户");
}

/* What was thrown away, came back and is named since does not go again by a key. */
static void a_customer_that_is_named_meanwhile_stays(void **state) {
    Stage *stage = *state;
    add_customer(stage, "写错的客户");
    stage_open(stage, 24, 80);
    stage_press(stage, "Tab 3 /");
    stage_type(stage, "写错");
    stage_press(stage, "Esc Esc Del z");
    stage_add_case(stage->library, "又是它", "写错的客户");
    stage_press(stage, "Z");
    stage_expect(stage, "“写错的客户” has cases (1)");
    stage_expect(stage, "     1 写错的客户");
}

/* ---- admin ---- */

static void admin_makes_and_changes_people(void **state) {
    Stage *stage = *state;
    LibraryRows users = {0};
    Error err;
    stage_open(stage, 24, 80);
    stage_press(stage, "Tab 6");
    stage_expect(stage, "wang             admin");
    stage_press(stage, "Enter 2"); /* the last admin may not become a rep */
    stage_expect(stage, "wang             admin");
    stage_press(stage, "Down Enter");
    stage_type(stage, "zhou");
    stage_press(stage, "Enter");
    stage_expect(stage, "zhou             reader");
    stage_press(stage, "Enter 2");
    stage_expect(stage, "zhou             rep");
    stage_press(stage, "Enter 9");
    stage_expect(stage, "zhou             disabled");
    assert_true(library_rows(stage->library, ENTITY_USER, false, &users, &err));
    assert_int_equal(users.len, 2);
    library_rows_free(&users);
}

static void admin_sets_what_the_team_has(void **state) {
    Stage *stage = *state;
    stage_open(stage, 60, 200);
    stage_press(stage, "Tab 6");
    stage_expect(stage, "verify_every       180            default");
    for (int i = 0; i < 60 && !strstr(stage_row(stage, stage->grid.cursor_row), "verify_every");
         i++)
        stage_press(stage, "Down");
    stage_press(stage, "Enter 2");
    stage_expect(stage, "verify_every       90             team");
    stage_expect(stage, "settings changed   wang");
    stage_press(stage, "Enter End Enter"); /* the last item is the default */
    stage_expect(stage, "verify_every       180            default");
    stage_press(stage, "End Enter"); /* the first thing that was done: no case */
    stage_expect(stage, "This change is of no case.");
}

static void admin_is_for_who_may(void **state) {
    Stage *stage = *state;
    Error err;
    set_user(stage->library, "rep", "rep", "", -1);
    stage_become(stage, "rep");
    assert_false(library_changes(stage->library, 10, NULL, NULL, &err));
    assert_int_equal(err.code, ERR_DENIED);
    stage_open(stage, 24, 80);
    stage_expect(stage, "4 Inbox");
    stage_expect_not(stage, "6 Admin");
    stage_press(stage, "Tab 6");
    stage_expect(stage, "manager"); /* the lowest role that may */
    stage_expect_not(stage, "Settings of the team");
}

typedef struct Told {
    size_t entries, records;
} Told;

static bool note_change(void *context, const ChangeEntry *entry, Error *err) {
    Told *told = context;
    (void)err;
    told->entries++;
    told->records += entry->records;
    assert_true(entry->verb[0] != 0);
    return true;
}

static void a_batch_is_one_change(void **state) {
    Stage *stage = *state;
    Told before = {0}, after = {0};
    ImportReport report = {0};
    Buf file = {0};
    Error err;
    assert_true(library_changes(stage->library, 1000, note_change, &before, &err));
    buf_printf(&file, "%s/three.jsonl", stage->dir);
    const char *path = buf_text(&file);
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    fputs("{\"title\":\"a\"}\n{\"title\":\"b\"}\n{\"title\":\"c\"}\n", out);
    fclose(out);
    ImportOptions options = {.entity = ENTITY_CASE};
    assert_true(library_import(stage->library, &path, 1, &options, NULL, NULL, &report, &err));
    assert_int_equal(report.created, 3);
    assert_true(library_changes(stage->library, 1000, note_change, &after, &err));
    assert_int_equal(after.entries, before.entries + 1);
    assert_int_equal(after.records, before.records + 3);
    buf_free(&file);
}

#define WITH_STAGE(test) cmocka_unit_test_setup_teardown(test, make_stage, clear_stage)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_STAGE(every_number_counts_its_cases),
        WITH_STAGE(metrics_show_the_page),
        WITH_STAGE(metrics_go_back_and_forward),
        WITH_STAGE(a_number_opens_its_cases),
        WITH_STAGE(arrows_reach_every_number),
        WITH_STAGE(metrics_follow_other_processes),
        WITH_STAGE(metrics_fit_every_size),
        WITH_STAGE(inbox_lists_drafts_and_counts),
        WITH_STAGE(inbox_puts_drafts_away_and_back),
        WITH_STAGE(kept_conflicts_wait_in_the_inbox),
        WITH_STAGE(returned_cases_are_counted),
        WITH_STAGE(inbox_fits_every_size),
        WITH_STAGE(customers_count_their_cases),
        WITH_STAGE(customers_are_filtered_by_typing),
        WITH_STAGE(a_customer_is_renamed_with_its_cases),
        WITH_STAGE(a_customer_made_by_mistake_goes_to_the_trash),
        WITH_STAGE(a_customer_that_is_named_meanwhile_stays),
        WITH_STAGE(customers_follow_other_processes),
        WITH_STAGE(admin_makes_and_changes_people),
        WITH_STAGE(admin_sets_what_the_team_has),
        WITH_STAGE(admin_is_for_who_may),
        WITH_STAGE(a_batch_is_one_change),
    };
    return cmocka_run_group_tests_name("tui pages", tests, NULL, NULL);
}
