#include "config.h"

#include "library_fixture.h"
#include "person.h"
#include "picture.h"
#include "tui_app.h"

#include "base/vec.h"
#include "tui/screen/run.h"

#include <unistd.h>

Stage *stage_new(void) {
    Stage *stage = mem_zalloc(sizeof *stage);
    Error err;
    LibraryInit init = {.zone = "Asia/Shanghai", .login = "wang"};
    fixture_place(stage->dir, stage->path, "app", &init);
    setenv("HOME", stage->dir, 1); /* what keys at random write goes away with it */
    expect_ok(library_open(stage->path, "wang", false, &stage->library, &err), &err);
    return stage;
}

void stage_free(Stage *stage) {
    app_free(stage->app);
    library_close(stage->library);
    grid_free(&stage->grid);
    scratch_remove(stage->dir);
    free(stage);
}

/* ---- cases ---- */

static void set_outcome(Record *record, const char *metric, int64_t before, int64_t after) {
    Value row[OUTCOME_FIELDS] = {0};
    row[OUTCOME_METRIC] = value_text(str_of(metric));
    row[OUTCOME_UNIT] = value_text(STR("%"));
    row[OUTCOME_BEFORE] = (Value){.kind = VALUE_DECIMAL, .decimal = {before, 0}};
    row[OUTCOME_AFTER] = (Value){.kind = VALUE_DECIMAL, .decimal = {after, 0}};
    row[OUTCOME_EVIDENCE] = value_text(STR("CRM 2026-10"));
    Value rows = {.kind = VALUE_ROW, .list = {row, OUTCOME_FIELDS}};
    record_set(record, CASE_OUTCOMES, value_list(&rows, 1));
}

Uuid stage_add_case(Library *library, const char *title, const char *customer) {
    Record *record = library_new_record(library, ENTITY_CASE);
    record_set_text(record, CASE_TITLE, str_of(title));
    record_set_ref(record, CASE_CUSTOMER, (Uuid){{0}}, str_of(customer));
    record_set_text(record, CASE_RESULT, STR("Renewals rose.\n\n- fewer tickets\n- faster start"));
    return save_new(library, record);
}

Uuid stage_add_submittable(Library *library, const char *title, const char *customer) {
    Record *record = library_new_record(library, ENTITY_CASE);
    record_set_text(record, CASE_TITLE, str_of(title));
    record_set_ref(record, CASE_CUSTOMER, (Uuid){{0}}, str_of(customer));
    record_set_text(record, CASE_BACKGROUND, STR("学员一万二千人，多数是第一年。"));
    record_set_text(record, CASE_SOLUTION, STR("按最后登录分组，每组一种提醒。"));
    record_set_text(record, CASE_RESULT, STR("续费率从 71% 升到 80%。"));
    record_set_text(record, CASE_CATEGORY, STR("客户成功/续约/流失挽回"));
    set_outcome(record, "续费率", 71, 80);
    return save_new(library, record);
}

/* A case with all that a screen shows. */
static void add_full(Library *library) {
    Record *record = library_new_record(library, ENTITY_CASE);
    record_set_text(record, CASE_TITLE, STR("晨光在线教育：分层提醒把续费率提高九个百分点"));
    record_set_ref(record, CASE_CUSTOMER, (Uuid){{0}}, STR("晨光在线教育"));
    record_set_text(record, CASE_SUMMARY,
                    STR("按流失风险分层提醒，两个学期续费率从 71% 升到 80%。"));
    record_set_text(record, CASE_BACKGROUND, STR("学员一万二千人，多数是第一年。"));
    record_set_text(record, CASE_NEED, STR("少流失，而客服人数不能增加。"));
    record_set_text(record, CASE_SOLUTION,
                    STR("## 分层\n\n1. 按最后登录分组\n2. 每组一种提醒\n\n> 不打扰活跃学员"));
    record_set_text(record, CASE_PROCESS, STR("两周清洗数据，之后每周复盘。"));
    record_set_text(record, CASE_RESULT, STR("续费率从 71% 升到 80%。"));
    record_set_text(record, CASE_FEEDBACK, STR("“提醒不打扰人。”（教学主管）"));
    record_set_text(record, CASE_CATEGORY, STR("客户成功/续约"));
    record_set_text(record, CASE_INDUSTRY, STR("教育"));
    record_set_text(record, CASE_REGION, STR("华东"));
    record_set_text(record, CASE_CONSENT_SCOPE, STR("anonymous"));
    record_set_date(record, CASE_CONSENT_EXPIRES, 20900);
    record_set_text(record, CASE_SUCCESS, STR("full"));
    set_outcome(record, "续费率", 71, 80);
    save_new(library, record);
}

void stage_fill(Stage *stage) {
    static const char *const cases[][2] = {
        {"Support tickets halved by a self-service portal", "Harbour Logistics"},
        {"门店巡检：用移动表单把整改周期缩短一半", "远山连锁超市"},
        {"Onboarding in nine days instead of six weeks", "Northwind Insurance"},
        {"华为云上的排产系统：停机时间减少三成", "宏达精密制造"},
        {"A health score that found churn two months early", "Blue Harbour Bank"},
        {"客户流失率如何降低：一家银行的做法", "江南银行"},
        {"Renewal rate raised by quarterly business reviews", "Cedar Clinics"},
        {"教育行业续费提醒的三个层次", "晨光在线教育"},
        {"Rolling out to forty plants without travel", "Ostwind Machines"},
        {"政务热线：知识库让一次解决率升到九成", "滨海市热线中心"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        clock_freeze(FIXTURE_NOW_MS - (int64_t)(COUNT_OF(cases) - i) * 86400000);
        stage_add_case(stage->library, cases[i][0], cases[i][1]);
    }
    clock_freeze(FIXTURE_NOW_MS);
    add_full(stage->library);
}

void stage_shelve(Stage *stage) {
    set_user(stage->library, library_unix_login(), "admin", "", -1);
    library_close(stage->library);
    stage->library = NULL;
}

Stage *stage_shelf(void) {
    Stage *stage = stage_new();
    stage_fill(stage);
    stage_shelve(stage);
    return stage;
}

/* One process must not open a library twice: the other one is a child, which gets no open library
 * because it replaces itself. */
static void run_elsewhere(const Stage *stage, const char *verb, const char *argument) {
    const char *program = built_program("tui_elsewhere");
    pid_t child = fork();
    if (child == 0) {
        execl(program, program, stage->path, verb, argument, (char *)NULL);
        _exit(127);
    }
    assert_int_equal(person_end(child), 0);
}

void stage_add_elsewhere(const Stage *stage, const char *title) {
    run_elsewhere(stage, "add", title);
}

void stage_trash_elsewhere(const Stage *stage, Uuid id) {
    char text[UUID_TEXT];
    uuid_format(id, text);
    run_elsewhere(stage, "trash", text);
}

/* ---- the program ---- */

void stage_open(Stage *stage, int rows, int cols) {
    stage->settings.still = true;
    grid_resize(&stage->grid, rows, cols);
    if (!stage->app) {
        stage->app = app_new(&app_parts, stage->library, NULL, stage->settings);
        app_set_lines(stage->app, GRID_UNICODE);
    }
    stage_settle(stage);
}

void stage_press(Stage *stage, const char *keys) {
    InputEvent event;
    for (Str rest = str_of(keys); next_key(&rest, &event);)
        app_event(stage->app, &event);
    stage_settle(stage);
}

void stage_press_until(Stage *stage, const char *keys, const char *text) {
    for (int times = 0; times < 100 && !stage_shows(stage, text); times++)
        stage_press(stage, keys);
    stage_expect(stage, text);
}

void stage_type(Stage *stage, const char *text) {
    InputEvent event;
    for (Str rest = str_of(text); next_letter(&rest, &event);)
        app_event(stage->app, &event);
    stage_settle(stage);
}

void stage_paste(Stage *stage, const char *text) {
    InputEvent event = pasted(text);
    app_event(stage->app, &event);
    stage_settle(stage);
}

void stage_draw(Stage *stage) {
    app_draw(stage->app, &stage->grid);
}

void stage_settle(Stage *stage) {
    stage_draw(stage);
    while (app_timer_is_set(stage->app, APP_TIMER_REST) ||
           app_timer_is_set(stage->app, APP_TIMER_PALETTE)) {
        bool rest = app_timer_is_set(stage->app, APP_TIMER_REST);
        app_timer(stage->app, rest ? APP_TIMER_REST : APP_TIMER_PALETTE);
        stage_draw(stage);
    }
}

Stage *stage_filled(int rows, int cols) {
    Stage *stage = stage_new();
    stage_fill(stage);
    stage_open(stage, rows, cols);
    return stage;
}

/* ---- what is seen ---- */

bool stage_shows(Stage *stage, const char *text) {
    return grid_shows(&stage->grid, text);
}

const char *stage_row(Stage *stage, int row) {
    static char line[2048];
    Buf picture = {0};
    Str rest, part = {0};
    grid_dump(&stage->grid, &picture, 0);
    rest = buf_str(&picture);
    for (int i = 0; i <= row; i++)
        if (!str_split(&rest, '\n', &part))
            part = (Str){"", 0};
    snprintf(line, sizeof line, "%.*s", STR_ARG(part));
    buf_free(&picture);
    return line;
}

void stage_expect(Stage *stage, const char *text) {
    expect_shown(&stage->grid, text, true);
}

void stage_expect_not(Stage *stage, const char *text) {
    expect_shown(&stage->grid, text, false);
}
