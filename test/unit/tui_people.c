#include "config.h"

#include "tui_people.h"

Stage *stage_with_people(const Person *people, size_t count) {
    Stage *stage = stage_new();
    add_people(stage->library, people, count);
    return stage;
}

void stage_become(Stage *stage, const char *login) {
    Error err;
    app_free(stage->app);
    stage->app = NULL;
    library_close(stage->library);
    stage->library = NULL;
    expect_ok(library_open(stage->path, login, false, &stage->library, &err), &err);
}

void stage_sit_down(Stage *stage, const char *login, int rows, int cols) {
    stage_become(stage, login);
    stage_open(stage, rows, cols);
    app_watch(stage->app);
    stage_settle(stage);
}

Uuid stage_add_whole(Stage *stage, const char *title) {
    Uuid id = stage_add_submittable(stage->library, title, "晨光在线教育");
    Record *record = load_case(stage->library, id);
    set_sections(record,
                 "客户在校生用户很多，首月完课率低，续费集中在学期末，投诉也多，老师人手"
                 "一直不够用，续费率从 71% 到 80%");
    record_set_text(record, CASE_INDUSTRY, STR("教育"));
    save_record(stage->library, record);
    return id;
}

void stage_search(Stage *stage, const char *query) {
    stage_press(stage, "Down / Esc Esc");
    stage_type(stage, query);
    stage_press(stage, "Enter");
}
