#include "config.h"

#include "unit.h"

#include "base/clock.h"
#include "base/vec.h"
#include "library/import.h"
#include "library/save.h"
#include "library/settings.h"
#include "library/views.h"
#include "tui/screen/casesparts.h"
#include "tui/screen/run.h"
#include "tui_app.h"

/* The list of cases as a rep uses it: narrowing, columns, order, the mouse, live changes, sizes. */

enum { CASES = 24 };

static void add_numbered(Stage *s, int number) {
    static const char *const industries[] = {"金融", "教育", "金融", "制造", "金融", "教育"};
    static const char *const categories[] = {"客户成功/续约", "客户成功/续约", "业务成效/降本"};
    static const char *const titles[] = {"银行风控的做法", "学校续费提醒", "Fraud in banks",
                                         "排产系统停机减少"};
    char title[96];
    SaveResult result;
    Error err;
    Record *record = library_new_record(s->library, ENTITY_CASE);
    snprintf(title, sizeof title, "%s %02d", titles[number % 4], number);
    record_set_text(record, CASE_TITLE, str_of(title));
    record_set_ref(record, CASE_CUSTOMER, (Uuid){{0}}, STR("江南银行"));
    record_set_text(record, CASE_RESULT, STR("Renewals rose."));
    record_set_text(record, CASE_INDUSTRY, str_of(industries[number % 6]));
    record_set_text(record, CASE_CATEGORY, str_of(categories[number % 3]));
    record_set_text(record, CASE_LANG, number % 4 == 2 ? STR("en") : STR("zh"));
    record_set_date(record, CASE_PERIOD_END, 20000 + number % 3 * 365);
    assert_true(library_save(s->library, record, 0, STR(""), NULL, &result, &err));
    record_free(record);
}

static Stage *open_list(int rows, int cols) {
    Stage *s = stage_new();
    for (int i = 0; i < CASES; i++)
        add_numbered(s, i);
    stage_open(s, rows, cols);
    return s;
}

static Cases *cases_of(Stage *s) {
    const Screen *type;
    return app_top(s->app, &type);
}

static ActionContext context_of(Stage *s) {
    const Screen *type;
    void *self = app_top(s->app, &type);
    return type->context(self);
}

static void mouse(Stage *s, InputMouse what, int row, int col) {
    InputEvent event = {.type = INPUT_TYPE_MOUSE,
                        .mouse = what,
                        .button = what == INPUT_MOUSE_PRESS,
                        .row = row,
                        .col = col};
    app_event(s->app, &event);
    stage_settle(s);
}

/* The place of a text on the screen. */
static void find(Stage *s, const char *text, int *row, int *col) {
    for (*row = 0; *row < s->grid.rows; ++*row) {
        const char *line = stage_row(s, *row), *at = strstr(line, text);
        Str before = {line, 0};
        if (!at)
            continue;
        before.len = (size_t)(at - line);
        *col = 0;
        for (int i = 0; i < s->grid.cols; i++) { /* bytes to columns */
            const GridCell *cell = grid_cell(&s->grid, *row, i);
            if (before.len == 0)
                break;
            size_t len = cell->width ? strlen(cell->text) : 0;
            before.len -= len < before.len ? len : before.len;
            *col = i + 1;
        }
        while (grid_cell(&s->grid, *row, *col) && !grid_cell(&s->grid, *row, *col)->width)
            ++*col;
        return;
    }
    fail_msg("%s is not on the screen", text);
}

/* ---- facets ---- */

static void values_are_typed_taken_and_given_back(void **state) {
    (void)state;
    Stage *s = open_list(60, 200);
    stage_expect(s, "Metrics of this list");
    stage_expect(s, "1/24");
    stage_press(s, "Down f");
    assert_int_equal(context_of(s), CONTEXT_FACETS);
    stage_expect(s, "type to find a value");
    stage_type(s, "jr"); /* 金融 by its initials */
    stage_expect(s, "Finance");
    stage_expect_not(s, "Education");
    stage_press(s, "Enter Esc");
    stage_expect(s, "/ industry:金融");
    stage_expect(s, "1/12");
    stage_expect(s, "Industry 1");
    stage_expect(s, "Education"); /* what another value would add */
    stage_type(s, "jiaoyu");
    stage_press(s, "Space");
    stage_expect(s, "industry:金融,教育");
    stage_expect(s, "1/20");
    stage_press(s, "Esc");
    stage_type(s, "english");
    stage_press(s, "Enter"); /* of another field: both hold */
    stage_expect(s, "industry:金融,教育 lang:en");
    stage_expect(s, "1/6");
    stage_press(s, "Esc Esc");
    assert_int_equal(context_of(s), CONTEXT_LIST);
    stage_press(s, "0");
    stage_expect(s, "1/24");
    stage_expect_not(s, "industry:");
    stage_press(s, "0");
    stage_expect(s, "not narrowed");
    stage_press(s, "f");
    stage_type(s, "zzqq");
    stage_expect(s, "No value is like that.");
    stage_press(s, "Enter Space Down Tab Left Right");
    stage_press(s, "Esc Esc");
    stage_free(s);
}

/* Taking a value changes how many values stand above it. */
static void the_selection_stays_with_its_value(void **state) {
    (void)state;
    Stage *s = open_list(60, 200);
    stage_press(s, "Down f");
    stage_press_until(s, "Tab Right", " 2024");
    FacetPanel *panel = &cases_of(s)->facets;
    for (size_t i = 0; i < panel->rows.len; i++)
        if (!str_equal(panel->rows.items[panel->list.selected].value, STR("2024")))
            stage_press(s, "Down");
    assert_true(str_equal(panel->rows.items[panel->list.selected].value, STR("2024")));
    stage_press(s, "Enter");
    stage_expect(s, "year:2024");
    stage_expect(s, "1/8");
    assert_true(str_equal(panel->rows.items[panel->list.selected].value, STR("2024")));
    stage_press(s, "Enter");
    stage_expect(s, "1/24");
    stage_free(s);
}

static void the_drawer_stands_beside_the_list(void **state) {
    (void)state;
    Stage *s = open_list(24, 80);
    stage_expect_not(s, "type to find a value");
    stage_press(s, "F7");
    assert_int_equal(context_of(s), CONTEXT_FACETS);
    stage_expect(s, "Industry");
    stage_expect(s, "银行风控的做法"); /* the list is seen */
    stage_press(s, "Down Space");
    stage_expect(s, "industry:金融");
    stage_expect(s, "1/12");
    stage_press(s, "Space");
    stage_expect(s, "1/24");
    stage_press(s, "F7");
    assert_int_equal(context_of(s), CONTEXT_LIST);
    stage_expect_not(s, "type to find a value");
    stage_open(s, 12, 40); /* no room for both */
    stage_press(s, "f");
    stage_expect(s, "Industry");
    stage_expect_not(s, "银行风控");
    stage_press(s, "Enter Esc");
    stage_expect(s, "industry:金融");
    stage_free(s);
}

static void the_tree_opens_and_a_branch_is_a_value(void **state) {
    (void)state;
    Stage *s = open_list(60, 200);
    stage_press(s, "Down f Tab");
    stage_expect(s, "Customer success");
    stage_expect_not(s, "Renewal  ");
    stage_press(s, "Down Right");
    stage_expect(s, "Renewal");
    stage_press(s, "Enter"); /* the whole branch */
    stage_expect(s, "category:客户成功");
    stage_expect(s, "1/16");
    stage_press(s, "Enter Down Enter");
    stage_expect(s, "category:客户成功/续约");
    stage_press(s, "Enter Up Left");
    stage_expect_not(s, "Renewal  ");
    stage_press(s, "Left Left"); /* to the field, which then closes */
    stage_expect_not(s, "Customer success");
    stage_press(s, "Right");
    stage_expect(s, "Customer success");
    stage_free(s);
}

static void what_is_narrowed_stays_while_words_change(void **state) {
    (void)state;
    Stage *s = open_list(24, 80);
    stage_press(s, "Down f Down Enter Esc");
    stage_press(s, "/");
    stage_type(s, "fraud");
    stage_expect(s, "/ industry:金融 fraud");
    stage_expect(s, "1/6");
    stage_press(s, "Enter /");
    stage_type(s, "风控"); /* other words in the place of the words */
    stage_expect(s, "/ industry:金融 风控");
    stage_press(s, "Esc");
    stage_expect(s, "/ industry:金融 fraud");
    stage_press(s, "Enter");
    stage_type(s, "银"); /* where the list has the keys */
    stage_expect(s, "/ industry:金融 银");
    stage_free(s);
}

static void a_view_keeps_columns_order_and_what_is_open(void **state) {
    (void)state;
    Stage *s = open_list(60, 200);
    SavedViews views;
    Error err;
    stage_press(s, "Down f Enter Esc"); /* closes the first field */
    stage_press(s, "c 1 Esc s 5 S");
    stage_type(s, "mine");
    stage_press(s, "Enter 1");
    assert_true(library_views(s->library, &views, &err));
    assert_int_equal(views.len, 1);
    assert_true(str_equal(views.items[0].sort, STR("title")));
    assert_int_equal(str_find(views.items[0].columns, STR("state"), 0), SIZE_MAX);
    assert_int_not_equal(str_find(views.items[0].columns, STR("customer"), 0), SIZE_MAX);
    assert_int_equal(str_find(views.items[0].open, STR("industry"), 0), SIZE_MAX);
    library_views_free(&views);
    stage_press(s, "c 1 Esc s 1 f Home Enter Esc");
    stage_expect(s, "State     Audience");
    stage_expect(s, "Finance");
    stage_press(s, "v 1");
    stage_expect_not(s, "Finance");
    stage_expect_not(s, "State     Audience");
    stage_expect(s, "Title\xe2\x96\xb4");
    stage_free(s);
}

static void views_have_a_screen_of_their_own(void **state) {
    (void)state;
    Stage *s = open_list(24, 80);
    Error err;
    int digit;
    SavedView view = {.name = STR("Banks"), .query = STR("industry:金融"), .sort = STR("title")};
    stage_press(s, "Down 5");
    assert_int_equal(context_of(s), CONTEXT_VIEWS);
    stage_expect(s, "No view is saved");
    stage_press(s, "Enter Down e d Esc"); /* nothing to do anything with */
    assert_true(library_view_save(s->library, &view, &digit, &err));
    view = (SavedView){.team = true, .name = STR("Schools"), .query = STR("industry:教育")};
    assert_true(library_view_save(s->library, &view, &digit, &err));
    stage_press(s, "5");
    stage_expect(s, "Banks");
    stage_expect(s, "mine");
    stage_expect(s, "Schools");
    stage_expect(s, "industry:教育");
    stage_press(s, "Enter");
    stage_expect(s, "/ industry:金融");
    stage_expect(s, "Title\xe2\x96\xb4");
    stage_press(s, "5 Down Enter"); /* the team's, behind one's own of the same digit */
    stage_expect(s, "/ industry:教育");
    stage_press(s, "5 Down e 2 7"); /* to the digit 7 */
    stage_expect(s, "7  Schools");
    stage_press(s, "d");
    stage_expect(s, "Delete this view?");
    stage_press(s, "Enter"); /* never destroys */
    stage_expect(s, "Schools");
    stage_press(s, "d y");
    stage_expect(s, "is deleted");
    stage_expect_not(s, "Schools");
    stage_expect(s, "Banks");
    int row, col;
    find(s, "Banks", &row, &col);
    mouse(s, INPUT_MOUSE_PRESS, row, col);
    mouse(s, INPUT_MOUSE_PRESS, row, col);
    stage_expect(s, "/ industry:金融");
    stage_free(s);
}

static void a_screen_reader_hears_the_value(void **state) {
    (void)state;
    Stage *s = stage_new();
    int row, col;
    add_numbered(s, 0);
    s->settings.plain = true;
    stage_open(s, 24, 80);
    stage_press(s, "Down f Down");
    find(s, "Finance", &row, &col);
    assert_int_equal(s->grid.cursor_row, row);
    stage_type(s, "edu"); /* nothing is like that here */
    stage_press(s, "Esc Esc");
    assert_int_equal(context_of(s), CONTEXT_LIST);
    stage_free(s);
}

/* ---- columns and order ---- */

static void columns_are_chosen_for_good(void **state) {
    (void)state;
    Stage *s = open_list(24, 120);
    Options options = {0};
    Error err;
    stage_press(s, "Down");
    stage_expect(s, "Audience");
    stage_expect_not(s, "Industry");
    stage_press(s, "c 2"); /* away */
    stage_expect(s, "Columns of the list");
    stage_press(s, "8 Esc"); /* there */
    stage_expect_not(s, "Audience");
    stage_expect(s, "Industry");
    assert_true(library_options(s->library, &options, &err));
    assert_non_null(strstr(option_text(&options, OPTION_COLUMNS), "industry"));
    options_free(&options);
    app_free(s->app);
    s->app = NULL;
    stage_open(s, 24, 120);
    stage_press(s, "Down");
    stage_expect(s, "Industry");
    stage_press(s, "c End Enter");
    stage_expect(s, "Audience");
    stage_expect_not(s, "Industry");
    stage_free(s);
}

static void a_narrow_list_leaves_out_what_weighs_least(void **state) {
    (void)state;
    static const struct {
        int cols;
        const char *shown, *left_out;
    } sizes[] = {{120, "Audience", "Region"}, {80, "Owner", "Audience"}, {60, "Day", "Customer "}};
    Stage *s = open_list(24, 120);
    stage_press(s, "Down");
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        stage_open(s, 24, sizes[i].cols);
        stage_expect(s, sizes[i].shown);
        stage_expect_not(s, sizes[i].left_out);
        stage_expect(s, "State");
    }
    stage_free(s);
}

static void a_head_that_is_clicked_sorts_and_turns(void **state) {
    (void)state;
    Stage *s = open_list(24, 80);
    int row, col;
    stage_press(s, "Down");
    find(s, "Title", &row, &col);
    mouse(s, INPUT_MOUSE_PRESS, row, col);
    stage_expect(s, "Title\xe2\x96\xb4");
    assert_non_null(strstr(stage_row(s, row + 1), "Fraud in banks 02"));
    mouse(s, INPUT_MOUSE_PRESS, row, col);
    stage_expect(s, "Title\xe2\x96\xbe");
    assert_null(strstr(stage_row(s, row + 1), "Fraud"));
    find(s, "Day", &row, &col);
    mouse(s, INPUT_MOUSE_PRESS, row, col); /* days begin with the newest */
    stage_expect(s, "Day\xe2\x96\xbe");
    stage_press(s, "s");
    stage_expect(s, "Order of the list");
    stage_press(s, "Enter"); /* the order that holds, turned round */
    stage_expect(s, "Day\xe2\x96\xb4");
    stage_free(s);
}

/* ---- long lists ---- */

static void import_many(Stage *s, int count) {
    char file[128];
    const char *path = file;
    ImportOptions options = {.entity = ENTITY_CASE};
    ImportReport report;
    Error err;
    snprintf(file, sizeof file, "%s/many.jsonl", s->dir);
    FILE *out = fopen(file, "w");
    assert_non_null(out);
    for (int i = 0; i < count; i++)
        fprintf(out, "{\"ext_id\":\"m%d\",\"title\":\"%d 号案例\",\"result\":\"好\"}\n", i,
                i * 7919 % count);
    fclose(out);
    assert_true(library_import(s->library, &path, 1, &options, NULL, NULL, &report, &err));
    assert_int_equal(report.created, count);
}

/* Rows far down come from the order of all: they are the rows that the query has there. */
static void rows_far_down_are_those_of_the_query(void **state) {
    (void)state;
    enum { MANY = 2 * CASEROWS_DEEP + 500 }; /* with a middle that is far from both ends */
    static const char *const sorts[] = {"", "title", "-created"};
    Stage *s = stage_new();
    import_many(s, MANY);
    for (size_t i = 0; i < COUNT_OF(sorts); i++) {
        CaseRows rows = {.library = s->library};
        FindResult all;
        Error err;
        FindRequest request = {
            .query = STR("案例"), .sort = str_of(sorts[i]), .bare = true, .limit = MANY};
        assert_true(library_find(s->library, &request, &all, &err));
        assert_int_equal(all.len, MANY);
        assert_true(caserows_find(&rows, STR("案例"), str_of(sorts[i]), false, &err));
        assert_int_equal(rows.count, MANY);
        caserows_id(&rows, MANY - 1); /* by score the last ones cost as much as all */
        assert_int_equal(rows.ordered, sorts[i][0] ? 0 : MANY);
        for (size_t row = MANY; row-- > 0; row -= row % 37 && row > 37 ? row % 37 : 0)
            assert_true(uuid_equal(caserows_id(&rows, row), record_id(all.hits[row].row.record)));
        assert_int_equal(rows.ordered, MANY);
        assert_true(uuid_is_nil(caserows_id(&rows, MANY)));
        library_find_free(&all);
        caserows_free(&rows);
    }
    stage_free(s);
}

static void a_row_that_went_meanwhile_is_struck(void **state) {
    (void)state;
    enum { MANY = 2 * CASEROWS_DEEP + 500, FAR = MANY / 2 };
    Stage *s = stage_new();
    CaseRows rows = {.library = s->library};
    Error err;
    import_many(s, MANY);
    assert_true(caserows_find(&rows, STR(""), STR(""), false, &err));
    Uuid gone = caserows_id(&rows, FAR);
    assert_false(caserows_at(&rows, FAR)->row.trashed);
    caserows_id(&rows, MANY - 1); /* elsewhere */
    stage_trash_elsewhere(s, gone);
    FindHit *hit = caserows_at(&rows, FAR);
    assert_true(hit && hit->row.trashed);
    assert_true(uuid_equal(record_id(hit->row.record), gone));
    caserows_free(&rows);
    stage_free(s);
}

/* ---- the mouse ---- */

static void the_mouse_selects_opens_and_scrolls(void **state) {
    (void)state;
    Stage *s = open_list(60, 200);
    Cases *cases = cases_of(s);
    int row = 0, col = 0;
    clock_freeze_mono(1000000000);
    stage_press(s, "Down");
    GridRect list = cases->list.rect;
    mouse(s, INPUT_MOUSE_PRESS, list.row + 4, list.col + 20);
    stage_expect(s, "5/24");
    assert_int_equal(context_of(s), CONTEXT_LIST);
    clock_freeze_mono(1000000000 + LIST_DOUBLE_US); /* too late to be one press of two */
    mouse(s, INPUT_MOUSE_PRESS, list.row + 4, list.col + 20);
    assert_int_equal(context_of(s), CONTEXT_LIST);
    mouse(s, INPUT_MOUSE_PRESS, list.row + 4, list.col + 20);
    assert_int_equal(context_of(s), CONTEXT_CASE);
    stage_press(s, "Esc");
    find(s, "Category", &row, &col); /* a field of the panel closes and opens */
    mouse(s, INPUT_MOUSE_PRESS, row, col);
    stage_expect_not(s, "Customer success");
    assert_int_equal(context_of(s), CONTEXT_FACETS);
    find(s, "Finance", &row, &col);
    mouse(s, INPUT_MOUSE_PRESS, row, col);
    stage_expect(s, "industry:金融");
    stage_expect(s, "1/12");
    stage_open(s, 12, 80);
    list = cases->list.rect;
    size_t top = cases->list.top;
    mouse(s, INPUT_MOUSE_WHEEL_DOWN, list.row + 1, list.col + 10);
    assert_true(cases->list.top > top);
    mouse(s, INPUT_MOUSE_WHEEL_UP, list.row + 1, list.col + 10);
    assert_int_equal(cases->list.top, top);
    clock_freeze_mono(-1);
    stage_press(s, "Esc");
    find(s, "^G", &row, &col); /* what the hint bar says */
    mouse(s, INPUT_MOUSE_PRESS, row, col);
    assert_int_equal(context_of(s), CONTEXT_HELP);
    stage_press(s, "Esc");
    stage_press(s, "M");
    stage_expect(s, "mouse");
    stage_free(s);
}

static void m_takes_the_mouse_and_gives_it_back(void **state) {
    (void)state;
    Stage *s = open_list(24, 80);
    Buf bytes = {0};
    OutputOptions options = {.term = "xterm-256color",
                             .capture = &bytes,
                             .in_fd = -1,
                             .out_fd = -1,
                             .rows = 24,
                             .cols = 80};
    Output *out;
    Error err;
    assert_true(output_open(&options, &out, &err));
    app_free(s->app);
    s->app = app_new(&app_parts, s->library, out, (AppSettings){.still = true});
    stage_press(s, "Down");
    output_paint(out, &s->grid);
    assert_null(strstr(buf_text(&bytes), "1000h"));
    buf_clear(&bytes);
    stage_press(s, "M");
    output_paint(out, &s->grid);
    assert_true(output_mouse(out));
    assert_non_null(strstr(buf_text(&bytes), "\x1b[?1000h"));
    assert_non_null(strstr(buf_text(&bytes), "1006h"));
    assert_null(strstr(buf_text(&bytes), "1002h")); /* no motion is asked for */
    assert_null(strstr(buf_text(&bytes), "1003h"));
    buf_clear(&bytes);
    stage_press(s, "M");
    output_paint(out, &s->grid);
    assert_false(output_mouse(out));
    assert_non_null(strstr(buf_text(&bytes), "1000l"));
    app_free(s->app);
    s->app = NULL;
    output_close(out);
    buf_free(&bytes);
    stage_free(s);
}

/* ---- while others work ---- */

static void a_paused_screen_stands_still(void **state) {
    (void)state;
    clock_freeze_mono(1000000000); /* however slow the other process is */
    Stage *s = open_list(24, 80);
    stage_press(s, "Down j P");
    stage_expect(s, "[paused]");
    stage_add_elsewhere(s, "从别的进程来的案例");
    app_watch(s->app);
    stage_settle(s);
    stage_expect(s, "Cases 24");
    stage_expect_not(s, "1 new");
    stage_press(s, "P");
    stage_expect_not(s, "[paused]");
    stage_expect(s, "Cases 25");
    stage_expect(s, "1 new");
    stage_press(s, ".");
    stage_expect(s, "从别的进程来的案例");
    clock_freeze_mono(-1);
    stage_free(s);
}

static void facets_follow_other_processes(void **state) {
    (void)state;
    clock_freeze_mono(1000000000); /* however slow the other process is */
    Stage *s = open_list(60, 200);
    stage_press(s, "Down j f");
    stage_add_elsewhere(s, "one more draft");
    clock_freeze_mono(1000000000 + 1600000); /* longer than a word that is typed takes */
    app_watch(s->app);
    stage_settle(s);
    int row, col;
    find(s, "draft   ", &row, &col);
    stage_expect(s, "1 new");
    bool counted = false;
    for (int i = 0; i < s->grid.rows; i++)
        counted |= strstr(stage_row(s, i), "   draft") && strstr(stage_row(s, i), " 25 ");
    assert_true(counted);
    clock_freeze_mono(-1);
    stage_free(s);
}

/* What came by itself shortly before Enter is not what the person looked at. */
static void enter_opens_what_was_shown_before(void **state) {
    (void)state;
    enum { NOW = 2000000000, JUST = 300000 };
    for (int late = 0; late <= 1; late++) {
        Stage *s = stage_new();
        clock_freeze_mono(NOW);
        stage_add_case(s->library, "the older one", "x");
        stage_open(s, 24, 80);
        stage_press(s, "Down");
        clock_freeze_mono(NOW + 3000000); /* nobody presses a key */
        stage_add_elsewhere(s, "the newer one");
        app_watch(s->app);
        stage_draw(s);
        stage_expect(s, "the newer one");
        clock_freeze_mono(NOW + 3000000 + JUST - 1 + late);
        stage_press(s, "Enter");
        assert_int_equal(context_of(s), CONTEXT_CASE);
        stage_expect(s, late ? "the newer one" : "the older one");
        clock_freeze_mono(-1);
        stage_free(s);
    }
}

static void the_selection_sticks_while_typing(void **state) {
    (void)state;
    Stage *s = open_list(24, 80);
    Cases *cases = cases_of(s);
    stage_press(s, "Down j j j j j j j"); /* not the first of what its words find */
    Uuid id = cases_selected(cases);
    Buf title = {0};
    buf_put_str(&title, record_title(caserows_at(&cases->hits, cases->list.selected)->row.record));
    stage_press(s, "/");
    for (size_t i = 0; i + 3 < title.len && i < 12; i += 3) { /* a Han character a key */
        char key[4] = {0};
        memcpy(key, title.data + i, 3);
        if ((unsigned char)key[0] < 0xE0)
            break;
        stage_type(s, key);
        assert_true(uuid_equal(cases_selected(cases), id));
        assert_true(cases->list.selected > 0);
    }
    stage_type(s, " lang:en"); /* the case has gone: the first one */
    assert_int_equal(cases->list.selected, 0);
    buf_free(&title);
    stage_free(s);
}

/* ---- nothing found ---- */

static void nothing_found_says_which_word_is_too_much(void **state) {
    (void)state;
    Stage *s = open_list(24, 80);
    stage_type(s, "fraud -banks lang:zh");
    stage_expect(s, "Nothing holds");
    stage_expect(s, "Without");
    stage_expect(s, "Clear the search");
    stage_press(s, "Enter Down Up Enter"); /* the first way on */
    stage_expect_not(s, "Nothing holds");
    stage_press(s, "/ Esc Esc");
    stage_type(s, "fraud zzqqxx");
    stage_press(s, "Enter");
    if (cases_of(s)->list.count) { /* what holds some of it is there */
        stage_expect(s, "Without “zzqqxx”: 6 found");
        stage_press(s, "+");
    } else {
        stage_press(s, "Enter");
    }
    stage_expect(s, "/ fraud");
    stage_expect(s, "1/6");
    stage_press(s, "+");
    stage_expect(s, "nothing else");
    stage_free(s);
}

/* ---- sizes ---- */

static uint32_t seed;

static uint32_t next_random(uint32_t below) {
    seed = seed * 1664525 + 1013904223;
    return (seed >> 12) % below;
}

static void expect_kept(Stage *s, Uuid id, ActionContext context, int step) {
    Cases *cases = cases_of(s);
    size_t from, to;
    list_shown(&cases->list, &from, &to);
    if (!uuid_equal(cases_selected(cases), id))
        fail_msg("step %d at %dx%d: another case is selected", step, s->grid.cols, s->grid.rows);
    if (context_of(s) != context)
        fail_msg("step %d at %dx%d: other keys", step, s->grid.cols, s->grid.rows);
    bool drawn = cases->list.rect.rows > 0;
    if (drawn && (cases->list.selected < from || cases->list.selected >= to))
        fail_msg("step %d at %dx%d: the selected row is not seen", step, s->grid.cols,
                 s->grid.rows);
}

/* Whatever size comes: the same case, the same keys, and the list where it stood. */
static void sizes_keep_selection_scroll_and_focus(void **state) {
    (void)state;
    static const char *const moves[] = {"j", "k",   "PgDn", "PgUp", "G",   "g",
                                        "f", "Esc", "F5",   "/",    "Down"};
    Stage *s = open_list(24, 80);
    seed = 20261120;
    stage_press(s, "Down j j j");
    for (int step = 0; step < 300; step++) {
        stage_press(s, moves[next_random(COUNT_OF(moves))]);
        Cases *cases = cases_of(s);
        Uuid id = cases_selected(cases);
        ActionContext context = context_of(s);
        int rows = s->grid.rows, cols = s->grid.cols;
        size_t top = cases->list.top;
        stage_open(s, rows, 20 + (int)next_random(200)); /* wider or narrower: the same rows */
        expect_kept(s, id, context, step);
        stage_open(s, rows, cols);
        expect_kept(s, id, context, step);
        if (cases->list.rect.rows > 0 && cases->list.top != top &&
            cases->list.count > list_page(&cases->list) && rows > 12)
            fail_msg("step %d: scrolled from %zu to %zu", step, top, cases->list.top);
        for (int i = 0; i < 3; i++) {
            stage_open(s, 3 + (int)next_random(70), 10 + (int)next_random(230));
            expect_kept(s, id, context, step);
        }
        stage_open(s, 12 + (int)next_random(60), 40 + (int)next_random(200));
        expect_kept(s, id, context, step);
    }
    stage_free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_typed_taken_and_given_back),
        cmocka_unit_test(the_selection_stays_with_its_value),
        cmocka_unit_test(the_drawer_stands_beside_the_list),
        cmocka_unit_test(the_tree_opens_and_a_branch_is_a_value),
        cmocka_unit_test(what_is_narrowed_stays_while_words_change),
        cmocka_unit_test(a_view_keeps_columns_order_and_what_is_open),
        cmocka_unit_test(views_have_a_screen_of_their_own),
        cmocka_unit_test(a_screen_reader_hears_the_value),
        cmocka_unit_test(columns_are_chosen_for_good),
        cmocka_unit_test(a_narrow_list_leaves_out_what_weighs_least),
        cmocka_unit_test(a_head_that_is_clicked_sorts_and_turns),
        cmocka_unit_test(rows_far_down_are_those_of_the_query),
        cmocka_unit_test(a_row_that_went_meanwhile_is_struck),
        cmocka_unit_test(the_mouse_selects_opens_and_scrolls),
        cmocka_unit_test(m_takes_the_mouse_and_gives_it_back),
        cmocka_unit_test(a_paused_screen_stands_still),
        cmocka_unit_test(facets_follow_other_processes),
        cmocka_unit_test(enter_opens_what_was_shown_before),
        cmocka_unit_test(the_selection_sticks_while_typing),
        cmocka_unit_test(nothing_found_says_which_word_is_too_much),
        cmocka_unit_test(sizes_keep_selection_scroll_and_focus),
    };
    return cmocka_run_group_tests_name("tui browse", tests, NULL, NULL);
}
