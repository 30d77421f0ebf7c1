#include "config.h"

#include "picture.h"
#include "unit.h"

#include "base/vec.h"
#include "test/pty/golden.h"
#include "tui/widget/bar.h"
#include "tui/widget/confirm.h"
#include "tui/widget/field.h"
#include "tui/widget/layout.h"
#include "tui/widget/list.h"
#include "tui/widget/menu.h"
#include "tui/widget/pager.h"
#include "tui/widget/pagertable.h"

static InputKey key(const char *name) {
    InputKey k;
    if (!input_key_parse(str_of(name), &k))
        fail_msg("no key %s", name);
    return k;
}

static size_t rows_asked;

static void draw_row(void *context, Grid *grid, GridRect at, size_t row) {
    char text[64];
    (void)context;
    rows_asked++;
    snprintf(text, sizeof text, "%zu 第%zu个客户案例", row, row);
    grid_text(grid, at, str_of(text), grid_style(ROLE_TEXT), GRID_CUT);
}

static Grid new_grid(int rows, int cols) {
    Grid grid = {0};
    grid_resize(&grid, rows, cols);
    return grid;
}

static void lists_ask_only_for_what_is_shown(void **state) {
    (void)state;
    Grid grid = new_grid(10, 40);
    List list = {.count = 1000000000, .focused = true};
    rows_asked = 0;
    list_draw(&list, &grid, grid_all(&grid), draw_row, NULL);
    assert_int_equal(rows_asked, 10);
    assert_int_equal(list_key(&list, key("End")), WIDGET_CHANGED);
    list_draw(&list, &grid, grid_all(&grid), draw_row, NULL);
    assert_int_equal(rows_asked, 20);
    assert_int_equal(list.selected, 999999999);
    assert_int_equal(list.top, 999999990);
    assert_int_equal(list_key(&list, key("Down")), WIDGET_USED);
    assert_int_equal(list_key(&list, key("PgUp")), WIDGET_CHANGED);
    assert_int_equal(list.selected, 999999989);
    assert_int_equal(list_key(&list, key("x")), WIDGET_IGNORED);
    assert_int_equal(list_key(&list, key("Home")), WIDGET_CHANGED);
    list_draw(&list, &grid, grid_all(&grid), draw_row, NULL);
    assert_int_equal(list.top, 0);
    assert_int_equal(list_move(&list, LIST_HALF_DOWN), WIDGET_CHANGED);
    assert_int_equal(list.selected, 5);
    grid_free(&grid);
}

static void lists_keep_the_selection_in_place(void **state) {
    (void)state;
    Grid grid = new_grid(10, 40);
    List list = {.count = 100, .focused = true};
    list_select(&list, 50);
    list_draw(&list, &grid, grid_all(&grid), draw_row, NULL);
    assert_int_equal(list.top, 41);
    list.count = 103; /* three rows came above */
    list_follow(&list, 53);
    list_draw(&list, &grid, grid_all(&grid), draw_row, NULL);
    assert_int_equal(list.top, 44);
    list_set_count(&list, 20);
    assert_int_equal(list.selected, 19);
    list_draw(&list, &grid, grid_all(&grid), draw_row, NULL);
    assert_int_equal(list.top, 10);
    list_set_count(&list, 0);
    list_draw(&list, &grid, grid_all(&grid), draw_row, NULL);
    assert_int_equal(list_key(&list, key("Down")), WIDGET_USED);
    list_set_count(&list, 3);
    list_draw(&list, &grid, (GridRect){0, 0, 0, 0}, draw_row, NULL);
    list_draw(&list, &grid, (GridRect){8, 35, 10, 40}, draw_row, NULL); /* partly outside */
    grid_free(&grid);
}

static InputEvent mouse_at(int row, int col, InputMouse what) {
    return (InputEvent){.type = INPUT_TYPE_MOUSE,
                        .mouse = what,
                        .button = what == INPUT_MOUSE_PRESS,
                        .row = row,
                        .col = col};
}

static void lists_take_the_mouse(void **state) {
    (void)state;
    Grid grid = new_grid(10, 40);
    List list = {.count = 100, .row_lines = 2};
    list_draw(&list, &grid, (GridRect){2, 5, 8, 30}, draw_row, NULL);
    InputEvent press = mouse_at(7, 6, INPUT_MOUSE_PRESS);
    assert_int_equal(list_mouse(&list, &press), WIDGET_CHANGED);
    assert_int_equal(list.selected, 2);
    assert_int_equal(list_mouse(&list, &press), WIDGET_DONE);
    InputEvent outside = mouse_at(0, 6, INPUT_MOUSE_PRESS);
    assert_int_equal(list_mouse(&list, &outside), WIDGET_IGNORED);
    InputEvent wheel = mouse_at(3, 6, INPUT_MOUSE_WHEEL_DOWN);
    assert_int_equal(list_mouse(&list, &wheel), WIDGET_CHANGED);
    assert_int_equal(list.top, 3);
    assert_int_equal(list.selected, 3); /* never out of sight */
    grid_free(&grid);
}

static void type_into(EditField *field, const char *keys) {
    Str rest = str_of(keys), one;
    while (str_split(&rest, ' ', &one)) {
        InputKey k;
        assert_true(input_key_parse(one, &k));
        assert_int_not_equal(field_key(field, k), WIDGET_IGNORED);
    }
}

static void expect_text(const EditField *field, const char *want) {
    Str text = text_edit_text(field->edit);
    char got[512];
    snprintf(got, sizeof got, "%.*s", STR_ARG(text));
    assert_string_equal(got, want);
}

static void fields_edit_by_cluster(void **state) {
    (void)state;
    Grid grid = new_grid(3, 20);
    EditField field = {
        .edit = text_edit_new(STR(""), false, 1000), .focused = true, .placeholder = "标题"};
    field_draw(&field, &grid, (GridRect){1, 2, 1, 10});
    assert_int_equal(grid.cursor_col, 2);
    assert_string_equal(grid_cell(&grid, 1, 2)->text, "标");
    type_into(&field, "客 户 x Left Left Backspace");
    expect_text(&field, "户x");
    type_into(&field, "^Z");
    expect_text(&field, "客户x");
    type_into(&field, "End");
    field_draw(&field, &grid, (GridRect){1, 2, 1, 10});
    assert_int_equal(grid.cursor_row, 1);
    assert_int_equal(grid.cursor_col, 7);
    type_into(&field, "一 二 三 四 五"); /* 15 columns in 10 */
    field_draw(&field, &grid, (GridRect){1, 2, 1, 10});
    assert_true(grid.cursor_col >= 2 && grid.cursor_col < 12);
    assert_string_equal(grid_cell(&grid, 1, grid.cursor_col - 2)->text, "五");
    type_into(&field, "Home");
    field_draw(&field, &grid, (GridRect){1, 2, 1, 10});
    assert_int_equal(grid.cursor_col, 2);
    assert_string_equal(grid_cell(&grid, 1, 2)->text, "客");
    assert_int_equal(field_paste(&field, STR("甲\n乙")), WIDGET_CHANGED);
    expect_text(&field, "甲 乙客户x一二三四五");
    type_into(&field, "^K ^U");
    expect_text(&field, "");
    assert_int_equal(field_key(&field, key("Enter")), WIDGET_IGNORED);
    assert_int_equal(field_key(&field, key("Tab")), WIDGET_IGNORED);
    assert_int_equal(field_key(&field, (InputKey){0xfffd, 0}), WIDGET_USED);
    expect_text(&field, "");
    text_edit_free(field.edit);
    grid_free(&grid);
}

static void the_caret_is_where_the_text_says(void **state) {
    (void)state;
    static const char *const pieces[] = {"中", "a", "e\xcc\x81", "👩‍👧",
                                         "“",  " ", "ｶﾞ",        "\xee\x80\x80"};
    Grid grid = new_grid(6, 30);
    EditField field = {
        .edit = text_edit_new(STR(""), true, 10000), .focused = true, .multiline = true};
    EditField line = {.edit = text_edit_new(STR(""), false, 10000), .focused = true};
    uint32_t seed = 3;
    for (int i = 0; i < 600; i++) {
        seed = seed * 1664525u + 1013904223u;
        const char *piece = pieces[seed >> 16 & 7];
        text_edit_paste(field.edit, str_of(piece));
        text_edit_paste(line.edit, str_of(piece));
        if ((seed >> 20 & 7) == 0)
            field_key(&field, key("Enter"));
        if ((seed >> 24 & 7) == 0)
            type_into(&field, "Left Left Left"), type_into(&line, "Left Left Left");
        field_draw(&line, &grid, (GridRect){0, 1, 1, 11});
        assert_int_equal(grid.cursor_row, 0);
        assert_true(grid.cursor_col >= 1 && grid.cursor_col < 12);
        field_draw(&field, &grid, (GridRect){1, 1, 5, 13});
        assert_true(grid.cursor_row >= 1 && grid.cursor_row < 6);
        assert_true(grid.cursor_col >= 1 && grid.cursor_col < 14);
        /* The caret never stands in the middle of a glyph. */
        assert_int_not_equal(grid_cell(&grid, grid.cursor_row, grid.cursor_col)->width, 0);
    }
    text_edit_free(field.edit);
    text_edit_free(line.edit);
    grid_free(&grid);
}

static void areas_wrap_and_hand_on(void **state) {
    (void)state;
    Grid grid = new_grid(5, 20);
    EditField area = {.edit = text_edit_new(STR("第一段很长很长很长很长\n二"), true, 1000),
                      .focused = true,
                      .multiline = true};
    assert_int_equal(field_lines(&area, 11, 9), 4);
    assert_int_equal(field_lines(&area, 11, 3), 3);
    field_draw(&area, &grid, (GridRect){0, 0, 3, 11});
    assert_int_equal(field_key(&area, key("Up")), WIDGET_IGNORED);
    type_into(&area, "Down Down Down");
    field_draw(&area, &grid, (GridRect){0, 0, 3, 11});
    assert_int_equal(grid.cursor_row, 2);
    assert_int_equal(area.top, 1);
    assert_int_equal(field_key(&area, key("Down")), WIDGET_IGNORED);
    type_into(&area, "End Enter 三");
    expect_text(&area, "第一段很长很长很长很长\n二\n三");
    InputEvent press = mouse_at(0, 2, INPUT_MOUSE_PRESS);
    field_draw(&area, &grid, (GridRect){0, 0, 3, 11});
    assert_int_equal(field_mouse(&area, &press), WIDGET_USED);
    field_draw(&area, &grid, (GridRect){0, 0, 3, 11});
    assert_int_equal(grid.cursor_row, 0);
    assert_int_equal(grid.cursor_col, 2);
    area.read_only = true;
    assert_int_equal(field_key(&area, key("x")), WIDGET_USED);
    assert_int_equal(field_paste(&area, STR("x")), WIDGET_USED);
    assert_int_equal(field_key(&area, key("Right")), WIDGET_USED);
    expect_text(&area, "第一段很长很长很长很长\n二\n三");
    text_edit_free(area.edit);
    grid_free(&grid);
}

static void pagers_wrap_and_scroll(void **state) {
    (void)state;
    Grid grid = new_grid(4, 12);
    Pager pager = {0};
    GridMark mark = {3, 6, grid_style(ROLE_MATCH)};
    PagerLine lines[] = {{.text = STR("标题"), .role = ROLE_HEADING},
                         {.text = STR("一二三四五六七八九十"),
                          .indent = 2,
                          .lead = STR("*"),
                          .marks = &mark,
                          .mark_count = 1},
                         {.rule = true, .text = STR("")},
                         {.text = STR("")},
                         {.text = STR("end of it all")}};
    pager_set(&pager, lines, COUNT_OF(lines));
    pager_draw(&pager, &grid, grid_all(&grid));
    assert_string_equal(grid_cell(&grid, 1, 0)->text, "*");
    assert_string_equal(grid_cell(&grid, 1, 2)->text, "一");
    assert_int_equal(grid_cell(&grid, 1, 4)->style.role, ROLE_MATCH);
    assert_string_equal(grid_cell(&grid, 2, 2)->text, "六");
    assert_string_equal(grid_cell(&grid, 3, 11)->text, "─");
    assert_true(pager_percent(&pager) < 100);
    assert_int_equal(pager_key(&pager, key("End")), WIDGET_CHANGED);
    assert_int_equal(pager_percent(&pager), 100);
    assert_int_equal(pager_key(&pager, key("Down")), WIDGET_USED);
    pager_show_line(&pager, 0);
    assert_int_equal(pager.top, 0);
    pager_move(&pager, LIST_DOWN);
    assert_int_equal(pager_top_line(&pager), 1);
    pager_draw(&pager, &grid, (GridRect){0, 0, 4, 6}); /* narrower: the same paragraph on top */
    assert_int_equal(pager_top_line(&pager), 1);
    pager_draw(&pager, &grid, (GridRect){0, 0, 0, 0});
    pager_set(&pager, NULL, 0);
    pager_draw(&pager, &grid, grid_all(&grid));
    assert_int_equal(pager_key(&pager, key("PgDn")), WIDGET_USED);
    pager_free(&pager);
    grid_free(&grid);
}

static void menus_choose_in_many_ways(void **state) {
    (void)state;
    static const MenuItem items[] = {{"打开", "Enter", {0}, NULL, 10},
                                     {"删除", "D", {'D', 0}, NULL, 11},
                                     {"发布", NULL, {0}, "只有编辑可以发布", 12}};
    Menu menu = {.title = "操作", .items = items, .count = 3};
    Grid grid = new_grid(12, 40);
    menu_draw(&menu, &grid, grid_all(&grid));
    assert_int_equal(menu_key(&menu, key("Down")), WIDGET_CHANGED);
    assert_int_equal(menu_key(&menu, key("Enter")), WIDGET_DONE);
    assert_int_equal(menu.action, 11);
    assert_int_equal(menu_key(&menu, key("1")), WIDGET_DONE);
    assert_int_equal(menu.action, 10);
    assert_int_equal(menu_key(&menu, key("D")), WIDGET_DONE);
    assert_int_equal(menu.action, 11);
    assert_int_equal(menu_key(&menu, key("１")), WIDGET_DONE); /* a Chinese input method is on */
    assert_int_equal(menu.action, 10);
    assert_int_equal(menu_key(&menu, key("Up")), WIDGET_CHANGED); /* round, both ways */
    assert_int_equal(menu.list.selected, 2);
    assert_int_equal(menu_key(&menu, key("Down")), WIDGET_CHANGED);
    assert_int_equal(menu.list.selected, 0);
    assert_int_equal(menu_key(&menu, key("3")), WIDGET_USED);
    assert_string_equal(menu.reason, "只有编辑可以发布");
    assert_int_equal(menu_key(&menu, key("9")), WIDGET_USED);
    assert_int_equal(menu_key(&menu, key("q")), WIDGET_USED); /* nothing passes through */
    assert_null(menu.reason);
    assert_int_equal(menu_key(&menu, key("Esc")), WIDGET_CANCELLED);
    InputEvent outside = mouse_at(0, 0, INPUT_MOUSE_PRESS);
    assert_int_equal(menu_mouse(&menu, &outside), WIDGET_CANCELLED);
    grid_free(&grid);
}

/* Columns of numbers stay whole as long as those of text have their least. */
static void numbers_of_a_table_stay_whole(void **state) {
    (void)state;
    TextAlign aligns[] = {TEXT_LEFT, TEXT_RIGHT, TEXT_RIGHT, TEXT_LEFT};
    const int natural[] = {20, 4, 20, 40};
    int widths[4];
    PagerTable table = {.columns = 4, .aligns = aligns, .natural = natural, .widths = widths};
    pager_table_fit(&table, 70);
    assert_int_equal(widths[1], 4);
    assert_int_equal(widths[2], 20);
    assert_in_range(pager_table_cols(&table), 60, 70);
    pager_table_fit(&table, 45); /* not all: as text */
    assert_false(table.stacked);
    assert_in_range(widths[2], 8, 19);
}

static void the_top_of_the_place_stays(void **state) {
    (void)state;
    static const BarTab tabs[] = {{"案例", '1', 1}, {"待办", '2', 2}};
    Grid grid = new_grid(1, 40);
    Buf dump = {0};
    bar_draw_tabs(&grid, grid_all(&grid), tabs, 2, 1, "5/17 › AL-2026-0068 25% › 编辑 AL-2026-0068",
                  NULL, 0, NULL);
    grid_dump(&grid, &dump, 0);
    assert_true(str_find(buf_str(&dump), STR("› 编辑 AL-2026-0068"), 0) != SIZE_MAX);
    assert_true(str_find(buf_str(&dump), STR("5/17"), 0) == SIZE_MAX);
    buf_free(&dump);
    grid_free(&grid);
}

static void enter_never_destroys(void **state) {
    (void)state;
    static const char *const yes[] = {"1", "y", "Y", "是", "ｙ", "１"};
    static const char *const no[] = {"2", "n", "N", "否", "Enter", "Esc", "ｎ"};
    static const char *const other[] = {"x", "Tab", "Space", "^Y", "中"};
    Confirm confirm = {.title = "清除", .text = "3 个案例", .yes = "清除", .count = 3};
    for (size_t i = 0; i < COUNT_OF(yes); i++)
        assert_int_equal(confirm_key(&confirm, key(yes[i])), WIDGET_DONE);
    for (size_t i = 0; i < COUNT_OF(no); i++)
        assert_int_equal(confirm_key(&confirm, key(no[i])), WIDGET_CANCELLED);
    for (size_t i = 0; i < COUNT_OF(other); i++)
        assert_int_equal(confirm_key(&confirm, key(other[i])), WIDGET_USED);
    confirm.opened_by = key("y"); /* the key that opened the box does not confirm it */
    assert_int_equal(confirm_key(&confirm, key("y")), WIDGET_USED);
    assert_int_equal(confirm_key(&confirm, key("1")), WIDGET_DONE);
}

static void many_things_want_their_number(void **state) {
    (void)state;
    Confirm confirm = {.title = "清除", .text = "案例", .yes = "清除", .count = 21};
    assert_int_equal(confirm_key(&confirm, key("y")), WIDGET_USED);
    assert_int_equal(confirm_key(&confirm, key("2")), WIDGET_USED);
    assert_int_equal(confirm_key(&confirm, key("9")), WIDGET_USED);
    assert_int_equal(confirm_key(&confirm, key("Backspace")), WIDGET_USED);
    assert_int_equal(confirm_key(&confirm, key("１")), WIDGET_USED);
    assert_int_equal(confirm_key(&confirm, key("Enter")), WIDGET_DONE);
    confirm.typed = 22;
    assert_int_equal(confirm_key(&confirm, key("Enter")), WIDGET_CANCELLED);
    confirm.typed = 0;
    assert_int_equal(confirm_key(&confirm, key("Enter")), WIDGET_CANCELLED);
}

static void bars_say_where_they_are_clicked(void **state) {
    (void)state;
    static const BarHint hints[] = {{"Enter", "打开", 1, false},
                                    {"^S", "保存", 2, false},
                                    {"F5", "预览", 3, false},
                                    {"^G", "帮助", 4, false}};
    Grid grid = new_grid(1, 26);
    BarSpots spots = {0};
    bar_draw_hints(&grid, grid_all(&grid), hints, 4, &spots);
    assert_int_equal(bar_action_at(&spots, 0, 1), 1);
    assert_int_equal(bar_action_at(&spots, 0, 10), -1);
    int last = -1, seen = 0;
    for (int col = 0; col < 26; col++) {
        int action = bar_action_at(&spots, 0, col);
        seen += action >= 0 && action != last;
        last = action >= 0 ? action : last;
    }
    assert_int_equal(last, 4); /* help is never dropped */
    assert_int_equal(seen, 2);
    grid_resize(&grid, 1, 3);
    bar_draw_hints(&grid, grid_all(&grid), hints, 4, NULL);
    assert_string_equal(grid_cell(&grid, 0, 1)->text, "G");
    BarMessage message = {0};
    assert_false(bar_has_message(&message, 5));
    bar_set_message(&message, ROLE_GOOD, 1000, STR("保存了\nrest"));
    assert_true(bar_has_message(&message, 1));
    assert_string_equal(message.text.data, "保存了");
    assert_false(bar_has_message(&message, INT64_MAX));
    bar_set_message(&message, ROLE_GOOD, 0, STR("stays"));
    assert_true(bar_has_message(&message, INT64_MAX));
    bar_free_message(&message);
    grid_free(&grid);
}

static void layouts_follow_the_size(void **state) {
    (void)state;
    assert_int_equal(layout_size(60, 200), LAYOUT_WIDE);
    assert_int_equal(layout_size(59, 200), LAYOUT_LARGE);
    assert_int_equal(layout_size(40, 120), LAYOUT_LARGE);
    assert_int_equal(layout_size(24, 80), LAYOUT_STANDARD);
    assert_int_equal(layout_size(24, 79), LAYOUT_NARROW);
    assert_int_equal(layout_size(12, 40), LAYOUT_SMALL);
    assert_int_equal(layout_size(11, 40), LAYOUT_TINY);
    GridRect rest = {0, 0, 3, 10};
    GridRect right = layout_take_right(&rest, 4), bottom = layout_take_bottom(&rest, 9);
    assert_int_equal(right.col, 6);
    assert_int_equal(bottom.rows, 3);
    assert_int_equal(rest.rows, 0);
    assert_int_equal(layout_take_top(&rest, 1).rows, 0);
}

/* ---- one picture of everything at every size ---- */

typedef struct Sample {
    List list;
    Pager pager;
    EditField field;
    Menu menu;
    Confirm confirm;
} Sample;

static void draw_sample(Sample *s, Grid *grid) {
    static const BarTab tabs[] = {
        {"案例", '1', 1}, {"指标", '2', 2}, {"客户", '3', 3}, {"待办", '4', 4}};
    static const BarChip chips[] = {
        {"只读", ROLE_CHIP_WARN}, {"实时", ROLE_CHIP}, {"草稿 2", ROLE_CHIP}};
    static const BarHint hints[] = {{"Enter", "打开", 1, false}, {"/", "搜索", 2, false},
                                    {"a", "新建", 3, false},     {"e", "编辑", 4, false},
                                    {"F5", "预览", 5, false},    {"^S", "保存", 6, false},
                                    {"^G", "帮助", 7, false}};
    GridRect rest = grid_all(grid);
    bar_draw_tabs(grid, layout_take_top(&rest, 1), tabs, 4, 0, "全部案例 312", chips, 3, NULL);
    GridRect filter = layout_take_top(&rest, 1);
    bar_draw_hints(grid, layout_take_bottom(&rest, 1), hints, 7, NULL);
    if (layout_size(grid->rows, grid->cols) >= LAYOUT_STANDARD) {
        GridRect side = layout_take_right(&rest, rest.cols / 2);
        GridRect inside =
            grid_box(grid, side, grid_style(ROLE_LINE), STR("预览"), grid_style(ROLE_TITLE));
        pager_draw(&s->pager, grid, inside);
    }
    list_draw(&s->list, grid, rest, draw_row, NULL);
    field_draw(&s->field, grid, filter);
}

static void pictures_are_as_reviewed(void **state) {
    (void)state;
    static const int sizes[][2] = {{12, 40}, {24, 80}, {40, 120}, {60, 200}};
    static const MenuItem items[] = {{"打开案例", "Enter", {0}, NULL, 1},
                                     {"Compare with the marked case", "=", {0}, NULL, 2},
                                     {"发布", "P", {0}, "没有权限", 3}};
    PagerLine lines[] = {
        {.text = STR("成效 Result"), .role = ROLE_HEADING},
        {.text = STR("续约率从 72% 提高到 91%，客户“非常满意”；平均响应时间由两天缩短到四小时。The "
                     "renewal rate rose from 72% to 91% within two quarters.")},
        {.text = STR("")},
        {.text = STR("数据中台上线后，区域经理每周自己查看指标。"),
         .indent = 2,
         .lead = STR("▪"),
         .role = ROLE_QUOTE},
        {.rule = true, .text = STR("")},
        {.text = STR("code --flag"), .role = ROLE_CODE, .indent = 4}};
    for (size_t i = 0; i < COUNT_OF(sizes) * 2; i++) {
        Grid grid = new_grid(sizes[i / 2][0], sizes[i / 2][1]);
        Sample s = {
            .list = {.count = 312, .focused = true},
            .field = {.edit = text_edit_new(STR("制造业 续约"), false, 100), .focused = true}};
        char name[64];
        grid.lines = i % 2 ? GRID_ASCII : GRID_UNICODE;
        text_edit_move(s.field.edit, TEXT_MOVE_END, false);
        list_select(&s.list, 3);
        pager_set(&s.pager, lines, COUNT_OF(lines));
        draw_sample(&s, &grid);
        snprintf(name, sizeof name, "tui/sample-%dx%d%s", grid.cols, grid.rows,
                 i % 2 ? "-ascii" : "");
        assert_true(golden_grid(name, &grid));
        if (i == 2 || i == 0) {
            s.menu = (Menu){.title = "操作", .items = items, .count = 3};
            menu_draw(&s.menu, &grid, grid_all(&grid));
            snprintf(name, sizeof name, "tui/menu-%dx%d", grid.cols, grid.rows);
            assert_true(golden_grid(name, &grid));
            s.confirm =
                (Confirm){.title = "Purge",
                          .text = "25 个案例将被彻底删除，包括它们的全部历史和附件，无法恢复。",
                          .yes = "purge them",
                          .count = 25,
                          .typed = 2};
            draw_sample(&s, &grid);
            confirm_draw(&s.confirm, &grid, grid_all(&grid));
            snprintf(name, sizeof name, "tui/confirm-%dx%d", grid.cols, grid.rows);
            assert_true(golden_grid(name, &grid));
        }
        text_edit_free(s.field.edit);
        pager_free(&s.pager);
        grid_free(&grid);
    }
}

static void any_size_is_drawn(void **state) {
    (void)state;
    static const MenuItem items[] = {{"打开", "Enter", {0}, NULL, 1}};
    PagerLine lines[] = {{.text = STR("一二三四五"), .indent = 3}};
    for (int rows = 1; rows < 14; rows++) {
        for (int cols = 1; cols < 90; cols += cols < 12 ? 1 : 7) {
            Grid grid = new_grid(rows, cols);
            Sample s = {
                .list = {.count = 30, .focused = true},
                .field = {.edit = text_edit_new(STR("制造业 续约"), false, 100), .focused = true},
                .menu = {.title = "操作", .items = items, .count = 1},
                .confirm = {.title = "清除", .text = "三个案例", .yes = "清除", .count = 30}};
            pager_set(&s.pager, lines, 1);
            draw_sample(&s, &grid);
            pager_draw(&s.pager, &grid, grid_all(&grid));
            menu_draw(&s.menu, &grid, grid_all(&grid));
            confirm_draw(&s.confirm, &grid, grid_all(&grid));
            s.field.multiline = true;
            field_draw(&s.field, &grid, grid_all(&grid));
            expect_whole_glyphs(&grid);
            text_edit_free(s.field.edit);
            pager_free(&s.pager);
            grid_free(&grid);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_ask_only_for_what_is_shown),
        cmocka_unit_test(lists_keep_the_selection_in_place),
        cmocka_unit_test(lists_take_the_mouse),
        cmocka_unit_test(fields_edit_by_cluster),
        cmocka_unit_test(the_caret_is_where_the_text_says),
        cmocka_unit_test(areas_wrap_and_hand_on),
        cmocka_unit_test(pagers_wrap_and_scroll),
        cmocka_unit_test(menus_choose_in_many_ways),
        cmocka_unit_test(numbers_of_a_table_stay_whole),
        cmocka_unit_test(the_top_of_the_place_stays),
        cmocka_unit_test(enter_never_destroys),
        cmocka_unit_test(many_things_want_their_number),
        cmocka_unit_test(bars_say_where_they_are_clicked),
        cmocka_unit_test(layouts_follow_the_size),
        cmocka_unit_test(pictures_are_as_reviewed),
        cmocka_unit_test(any_size_is_drawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
