#include "config.h"

#include "form_keys.h"
#include "unit.h"

#include "base/vec.h"
#include "tui/form/form.h"
#include "tui/form/rows.h"

/* The form in memory: editing, moving, checking, conflicts, every size. */

typedef struct Seen {
    int changes, field;
    Buf text;
} Seen;

static void on_change(void *context, int field, Str text) {
    Seen *seen = context;
    seen->changes++;
    seen->field = field;
    buf_clear(&seen->text);
    buf_put_str(&seen->text, text);
}

static Record *sample(void) {
    Record *record = record_new(ENTITY_CASE);
    record_set_uuid(record, CASE_UUID, uuid_new());
    record_set_text(record, CASE_TITLE, STR("在线教育客户续费率提升"));
    record_set_ref(record, CASE_CUSTOMER, uuid_new(), STR("晨光在线教育"));
    record_set_text(record, CASE_BACKGROUND, STR("在校生用户多。\n首月完课率低。"));
    record_set_text(record, CASE_STATE, STR("draft"));
    record_set_text(record, CASE_AUDIENCE, STR("sales"));
    record_set_text(record, CASE_NOTES, STR("内部备注"));
    Value cells[OUTCOME_FIELDS] = {value_text(STR("retention.logo")), value_text(STR("%"))};
    cells[OUTCOME_BEFORE] = (Value){.kind = VALUE_DECIMAL, .decimal = {710, 1}};
    cells[OUTCOME_AFTER] = (Value){.kind = VALUE_DECIMAL, .decimal = {800, 1}};
    Value row = {.kind = VALUE_ROW, .list = {cells, OUTCOME_FIELDS}};
    record_set(record, CASE_OUTCOMES, value_list(&row, 1));
    return record;
}

static Form *open_sample(void) {
    Record *record = sample();
    Form *form = form_new(record, 7);
    record_free(record);
    return form;
}

static bool has(Str text, const char *part) {
    return str_find(text, str_of(part), 0) != SIZE_MAX;
}

static void draw(Form *form, Grid *grid, int rows, int cols, Buf *dump) {
    grid_resize(grid, rows, cols);
    form_draw(form, grid, grid_all(grid));
    expect_whole_glyphs(grid);
    expect_cursor_inside(grid);
    buf_clear(dump);
    grid_dump(grid, dump, 0);
}

static void unchanged_form_gives_the_record_back(void **state) {
    (void)state;
    Record *record = sample(), *built;
    Form *form = form_new(record, 7);
    assert_false(form_is_dirty(form));
    assert_true(form_build(form, &built));
    for (size_t i = 0; i < record->entity->count; i++)
        assert_true(value_equal(&record->values[i], &built->values[i]));
    assert_int_equal(form_base_rev(form), 7);
    record_free(built);
    record_free(record);
    form_free(form);
}

static void machine_fields_are_not_shown(void **state) {
    (void)state;
    Form *form = open_sample();
    assert_false(form_set_text(form, CASE_UUID, STR("x")));
    assert_false(form_set_text(form, CASE_REV, STR("9")));
    assert_true(form_set_text(form, CASE_TITLE, STR("x")));
    form_free(form);
}

static void chinese_is_edited_by_character(void **state) {
    (void)state;
    Form *form = open_sample();
    Seen seen = {0};
    form_on_change(form, on_change, &seen);
    form_press(form, "End");
    assert_int_equal(form_press(form, "Backspace"), FORM_CHANGED);
    expect_form_text(form, CASE_TITLE, "在线教育客户续费率提");
    form_type(form, "高九点");
    form_press(form, "Left");
    form_press(form, "Delete");
    expect_form_text(form, CASE_TITLE, "在线教育客户续费率提高九");
    assert_int_equal(seen.field, CASE_TITLE);
    assert_int_equal(seen.changes, 5);
    assert_string_equal(buf_text(&seen.text), "在线教育客户续费率提高九");
    assert_true(form_field_is_dirty(form, CASE_TITLE));
    while (form_field_is_dirty(form, CASE_TITLE))
        assert_int_equal(form_press(form, "^Z"), FORM_CHANGED);
    expect_form_text(form, CASE_TITLE, "在线教育客户续费率提升");
    form_press(form, "^Y");
    assert_true(form_is_dirty(form));
    buf_free(&seen.text);
    form_free(form);
}

static void cursor_stands_where_is_typed(void **state) {
    (void)state;
    Form *form = open_sample();
    Grid grid = {0};
    Buf dump = {0};
    draw(form, &grid, 24, 80, &dump);
    int col = grid.cursor_col, row = grid.cursor_row;
    form_press(form, "Right");
    form_press(form, "Right");
    draw(form, &grid, 24, 80, &dump);
    assert_int_equal(grid.cursor_col, col + 4); /* two Chinese characters */
    assert_int_equal(grid.cursor_row, row);
    form_press(form, "Tab");
    draw(form, &grid, 24, 80, &dump);
    assert_int_equal(grid.cursor_row, row + 1);
    buf_free(&dump);
    grid_free(&grid);
    form_free(form);
}

static void keys_move_between_fields(void **state) {
    (void)state;
    Form *form = open_sample();
    assert_int_equal(form_focus(form), CASE_TITLE);
    form_press(form, "Enter");
    assert_int_equal(form_focus(form), CASE_CUSTOMER);
    form_press(form, "Down");
    assert_int_equal(form_focus(form), CASE_SUMMARY);
    form_press(form, "Up");
    form_press(form, "S-Tab");
    assert_int_equal(form_focus(form), CASE_TITLE);
    form_press(form, "S-Tab"); /* round to the private notes, which come last */
    assert_int_equal(form_focus(form), CASE_NOTES);
    form_press(form, "^N");
    assert_int_equal(form_focus(form), CASE_TITLE);
    form_press(form, "PageDown");
    assert_int_equal(form_focus(form), CASE_BACKGROUND);
    form_press(form, "^B");
    form_press(form, "PageDown");
    assert_int_equal(form_focus(form), CASE_BACKGROUND);
    form_set_focus(form, CASE_OUTCOMES);
    form_press(form, "PageUp");
    form_press(form, "PageUp");
    assert_int_equal(form_focus(form), CASE_TITLE);
    form_free(form);
}

static void enter_in_an_area_is_a_new_line(void **state) {
    (void)state;
    Form *form = open_sample();
    form_set_focus(form, CASE_BACKGROUND);
    form_press(form, "End");
    form_press(form, "Enter");
    form_type(form, "新");
    expect_form_text(form, CASE_BACKGROUND, "在校生用户多。\n新\n首月完课率低。");
    assert_int_equal(form_focus(form), CASE_BACKGROUND);
    form_press(form, "Down");
    form_press(form, "Down"); /* below the last line: the next field */
    assert_int_equal(form_focus(form), CASE_NEED);
    form_free(form);
}

static void moves_of_state_are_not_typed(void **state) {
    (void)state;
    Form *form = open_sample();
    for (int i = 0; i < 100; i++) {
        form_press(form, "Tab");
        assert_int_not_equal(form_focus(form), CASE_STATE);
    }
    form_free(form);
}

static void paste_is_one_step(void **state) {
    (void)state;
    Form *form = open_sample();
    form_press(form, "End");
    form_paste(form, "，两个学期\n上升");
    expect_form_text(form, CASE_TITLE, "在线教育客户续费率提升，两个学期 上升");
    form_press(form, "^Z");
    expect_form_text(form, CASE_TITLE, "在线教育客户续费率提升");
    form_set_focus(form, CASE_NEED);
    form_paste(form, "一\n二");
    expect_form_text(form, CASE_NEED, "一\n二");
    form_press(form, "^Z");
    expect_form_text(form, CASE_NEED, "");
    form_free(form);
}

static void choices_are_chosen(void **state) {
    (void)state;
    Form *form = open_sample();
    form_set_focus(form, CASE_AUDIENCE);
    form_press(form, "Right");
    expect_form_text(form, CASE_AUDIENCE, "public");
    form_press(form, "Right"); /* the last one */
    expect_form_text(form, CASE_AUDIENCE, "public");
    form_press(form, "Delete");
    form_press(form, "Left"); /* before the first there is none */
    expect_form_text(form, CASE_AUDIENCE, "");
    form_press(form, "Right");
    expect_form_text(form, CASE_AUDIENCE, "internal");
    form_press(form, "f");
    expect_form_text(form, CASE_AUDIENCE, "sales"); /* "for sales" */
    form_press(form, "3");
    expect_form_text(form, CASE_AUDIENCE, "public");
    form_press(form, "^Z");
    expect_form_text(form, CASE_AUDIENCE, "sales");
    form_press(form, "Delete");
    expect_form_text(form, CASE_AUDIENCE, "");
    form_press(form, "Space"); /* the list */
    form_press(form, "Up");
    assert_int_equal(form_press(form, "Enter"), FORM_CHANGED);
    expect_form_text(form, CASE_AUDIENCE, "public");
    form_press(form, "Space");
    assert_int_equal(form_press(form, "Esc"), FORM_USED); /* closes the list, not the form */
    expect_form_text(form, CASE_AUDIENCE, "public");
    form_press(form, "x"); /* no such choice */
    expect_form_text(form, CASE_AUDIENCE, "public");
    form_paste(form, "internal only");
    expect_form_text(form, CASE_AUDIENCE, "internal");
    assert_int_equal(form_press(form, "Esc"), FORM_LEAVE);
    form_free(form);
}

static void ask(void *context, int field, int sub, Str typed, Offers *out) {
    (void)context, (void)sub, (void)typed;
    if (field != CASE_TAGS && field != CASE_INDUSTRY)
        return;
    static const char *const words[] = {"续费", "提醒", "Renewal"};
    out->rule = OFFER_GROWS;
    for (size_t i = 0; i < COUNT_OF(words); i++)
        offers_add(out, str_of(words[i]), str_of(words[i]), STR(""));
}

static void suggestions_are_taken(void **state) {
    (void)state;
    Form *form = open_sample();
    Grid grid = {0};
    Buf dump = {0};
    assert_int_equal(form_press(form, "F7"), FORM_USED); /* a title has none, which is said */
    form_on_offers(form, ask, NULL, NULL);
    form_set_focus(form, CASE_INDUSTRY);
    form_press(form, "F7");
    draw(form, &grid, 24, 80, &dump);
    assert_true(has(buf_str(&dump), "Renewal"));
    form_press(form, "Down");
    assert_int_equal(form_press(form, "Enter"), FORM_CHANGED);
    expect_form_text(form, CASE_INDUSTRY, "提醒");
    form_set_focus(form, CASE_TAGS);
    form_type(form, "分层；ｒｅｎ"); /* full width; the item at the caret is what is looked for */
    form_press(form, "Down");
    form_press(form, "Enter");
    expect_form_text(form, CASE_TAGS, "分层； Renewal; ");
    form_press(form, "^Z");
    expect_form_text(form, CASE_TAGS, "分层；ｒｅｎ");
    form_set_focus(form, CASE_REGION);
    assert_int_equal(form_press(form, "F7"), FORM_USED);
    draw(form, &grid, 24, 80, &dump);
    assert_true(has(buf_str(&dump), "nothing to suggest"));
    form_set_focus(form, CASE_AUDIENCE);
    form_press(form, "F7");
    form_press(form, "1");
    expect_form_text(form, CASE_AUDIENCE, "internal");
    buf_free(&dump);
    grid_free(&grid);
    form_free(form);
}

static void numbers_and_dates_are_read_when_left(void **state) {
    (void)state;
    Form *form = open_sample();
    form_set_focus(form, CASE_PERIOD_START);
    form_type(form, "2026年9月1日");
    form_press(form, "Tab");
    expect_form_text(form, CASE_PERIOD_START, "2026-09-01");
    form_type(form, "２０２６-８-１"); /* full width; before the start */
    form_press(form, "Tab");
    expect_form_text(form, CASE_PERIOD_END, "2026-08-01");
    assert_true(has(form_field_message(form, CASE_PERIOD_END), "before"));
    form_set_focus(form, CASE_PERIOD_START);
    form_press(form, "^U");
    form_type(form, "gestern");
    form_press(form, "Tab");
    expect_form_text(form, CASE_PERIOD_START, "gestern");
    assert_true(has(form_field_message(form, CASE_PERIOD_START), "not a date"));
    form_set_focus(form, CASE_TAGS);
    form_type(form, "续费；提醒;");
    form_press(form, "Tab");
    expect_form_text(form, CASE_TAGS, "续费; 提醒");
    form_set_focus(form, CASE_SCORE_SATISFACTION);
    form_type(form, "101");
    form_press(form, "Tab");
    assert_true(has(form_field_message(form, CASE_SCORE_SATISFACTION), "100"));
    form_free(form);
}

static void save_goes_to_the_first_bad_field(void **state) {
    (void)state;
    Form *form = open_sample();
    Record *record;
    assert_int_equal(form_press(form, "^S"), FORM_SAVE);
    form_press(form, "^U");
    form_press(form, "End");
    form_press(form, "^U"); /* no title */
    form_set_text(form, CASE_IMPORTANCE, STR("viel"));
    form_set_focus(form, CASE_NOTES);
    assert_int_equal(form_press(form, "^S"), FORM_USED);
    assert_int_equal(form_focus(form), CASE_TITLE); /* the first, whatever is wrong with it */
    assert_true(form_field_message(form, CASE_TITLE).len > 0);
    assert_true(form_field_message(form, CASE_IMPORTANCE).len > 0); /* and all others are told */
    assert_false(form_build(form, &record));
    assert_null(record);
    form_type(form, "新标题");
    assert_int_equal(form_press(form, "^S"), FORM_USED);
    assert_int_equal(form_focus(form), CASE_IMPORTANCE);
    form_press(form, "^U");
    form_type(form, "8");
    assert_int_equal(form_field_message(form, CASE_IMPORTANCE).len, 0);
    assert_int_equal(form_press(form, "^S"), FORM_SAVE);
    assert_true(form_build(form, &record));
    assert_int_equal(record_int(record, CASE_IMPORTANCE), 8);
    form_saved(form, record, 8);
    assert_false(form_is_dirty(form));
    assert_int_equal(form_base_rev(form), 8);
    record_free(record);
    form_free(form);
}

/* Undo belongs to the field: where there is nothing it is said. */
static void each_field_has_its_own_undo(void **state) {
    (void)state;
    Form *form = open_sample();
    Grid grid = {0};
    Buf dump = {0};
    form_type(form, "新");
    form_press(form, "Tab");
    form_press(form, "^Z");
    draw(form, &grid, 24, 80, &dump);
    assert_true(has(buf_str(&dump), "each field has its own undo"));
    form_press(form, "S-Tab");
    form_press(form, "^Z");
    draw(form, &grid, 24, 80, &dump);
    assert_false(has(buf_str(&dump), "its own undo"));
    assert_false(form_is_dirty(form));
    form_press(form, "^Z");
    draw(form, &grid, 24, 80, &dump);
    assert_true(has(buf_str(&dump), "Nothing to take back"));
    buf_free(&dump);
    grid_free(&grid);
    form_free(form);
}

static void names_keep_their_identity(void **state) {
    (void)state;
    Record *base = sample(), *record;
    Value related[2] = {value_ref(uuid_new(), STR("甲")), value_ref(uuid_new(), STR("乙"))};
    record_set(base, CASE_RELATED, value_list(related, 2));
    Form *form = form_new(base, 1);
    form_set_text(form, CASE_RELATED, STR("乙; AL-2026-0007"));
    form_set_text(form, CASE_CUSTOMER, STR("别的客户"));
    assert_true(form_build(form, &record));
    const Value *list = &record->values[CASE_RELATED];
    assert_int_equal(list->list.len, 2);
    assert_true(uuid_equal(list->list.items[0].ref.uuid, related[1].ref.uuid));
    assert_true(uuid_is_nil(list->list.items[1].ref.uuid));
    assert_true(uuid_is_nil(record_ref_uuid(record, CASE_CUSTOMER)));
    record_free(record);
    record_free(base);
    form_free(form);
}

/* Its title would be read back as two: the case stays the one that it is. */
static void a_name_with_a_semicolon_is_kept(void **state) {
    (void)state;
    Record *base = sample(), *record;
    Value related[2] = {value_ref(uuid_new(), STR("甲；乙; 丙")), value_ref(uuid_new(), STR("丁"))};
    record_set(base, CASE_RELATED, value_list(related, 2));
    Form *form = form_new(base, 1);
    form_set_focus(form, CASE_RELATED);
    form_type(form, "; AL-2026-0007");
    assert_true(form_build(form, &record));
    const Value *list = &record->values[CASE_RELATED];
    assert_int_equal(list->list.len, 3);
    assert_true(uuid_equal(list->list.items[0].ref.uuid, related[0].ref.uuid));
    assert_true(uuid_equal(list->list.items[1].ref.uuid, related[1].ref.uuid));
    record_free(record);
    record_free(base);
    form_free(form);
}

static void rows_are_a_small_table(void **state) {
    (void)state;
    Form *form = open_sample();
    Record *record;
    form_set_focus(form, CASE_OUTCOMES);
    expect_form_text(form, CASE_OUTCOMES, "Customer retention\t%\t71.0\t80.0\t\t\t");
    form_press(form, "Enter");
    form_type(form, "投诉");
    form_press(form, "Tab");
    form_type(form, "次");
    form_press(form, "Tab");
    form_type(form, "４０");
    form_press(form, "Tab");
    form_type(form, "20");
    expect_form_text(form, CASE_OUTCOMES,
                     "Customer retention\t%\t71.0\t80.0\t\t\t\n投诉\t次\t40\t20\t\t\t");
    assert_true(form_build(form, &record));
    const Value *rows = &record->values[CASE_OUTCOMES];
    assert_int_equal(rows->list.len, 2);
    assert_int_equal(rows->list.items[1].list.items[OUTCOME_BEFORE].decimal.units, 40);
    record_free(record);
    form_press(form, "Up");
    form_press(form, "^K");
    expect_form_text(form, CASE_OUTCOMES, "投诉\t次\t40\t20\t\t\t");
    form_press(form, "^Z");
    expect_form_text(form, CASE_OUTCOMES,
                     "Customer retention\t%\t71.0\t80.0\t\t\t\n投诉\t次\t40\t20\t\t\t");
    form_press(form, "^Y");
    expect_form_text(form, CASE_OUTCOMES, "投诉\t次\t40\t20\t\t\t");
    form_press(form, "^Z");
    form_press(form, "^Z");
    form_press(form, "^Z");
    form_press(form, "^Z");
    form_press(form, "^Z");
    form_press(form, "^Z");
    assert_false(form_field_is_dirty(form, CASE_OUTCOMES));
    form_free(form);
}

static void a_blank_row_is_a_way_out(void **state) {
    (void)state;
    Form *form = open_sample();
    form_set_focus(form, CASE_OUTCOMES);
    form_press(form, "Enter");
    form_press(form, "Enter");
    assert_int_equal(form_focus(form), FORM_FILES);
    expect_form_text(form, CASE_OUTCOMES, "Customer retention\t%\t71.0\t80.0\t\t\t");
    form_press(form, "Up"); /* back into the last row */
    assert_int_equal(form_focus(form), CASE_OUTCOMES);
    form_press(form, "Up");
    assert_int_equal(form_focus(form), CASE_BODY);
    form_set_focus(form, CASE_STEPS);
    form_press(form, "Tab");
    form_press(form, "Tab");
    assert_int_equal(form_focus(form), CASE_PROCESS);
    form_free(form);
}

static void a_bad_cell_is_named(void **state) {
    (void)state;
    Form *form = open_sample();
    form_set_focus(form, CASE_OUTCOMES);
    form_press(form, "Tab");
    form_press(form, "Tab");
    form_type(form, "x");
    form_set_focus(form, CASE_TITLE);
    assert_int_equal(form_press(form, "^S"), FORM_USED);
    assert_int_equal(form_focus(form), CASE_OUTCOMES);
    assert_true(has(form_field_message(form, CASE_OUTCOMES), "Row 1, Before"));
    form_press(form, "Backspace"); /* the cell itself has the caret */
    assert_int_equal(form_press(form, "^S"), FORM_SAVE);
    form_free(form);
}

static void change_is_computed(void **state) {
    (void)state;
    static const struct {
        Decimal before, after;
        const char *unit, *want;
    } cases[] = {
        {{710, 1}, {800, 1}, "%", "+9.0 points"},
        {{40, 0}, {20, 0}, "次", "-20 (-50.0%)"},
        {{0, 0}, {5, 0}, "", "+5"},
        {{100, 2}, {15, 1}, "", "+0.50 (+50.0%)"},
        {{-10, 0}, {-5, 0}, "", "+5 (+50.0%)"},
        {{INT64_MAX, 0}, {1, 18}, "", ""},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Buf out = {0};
        form_rows_change(cases[i].before, cases[i].after, str_of(cases[i].unit), &out);
        assert_string_equal(buf_text(&out), cases[i].want);
        buf_free(&out);
    }
    Form *form = open_sample();
    Grid grid = {0};
    Buf dump = {0};
    form_set_focus(form, CASE_OUTCOMES);
    draw(form, &grid, 24, 100, &dump);
    assert_true(has(buf_str(&dump), "+9.0 points"));
    buf_free(&dump);
    grid_free(&grid);
    form_free(form);
}

static void conflict_keeps_both(void **state) {
    (void)state;
    Record *base = sample(), *theirs = record_copy(base), *built;
    Form *form = form_new(base, 7);
    Grid grid = {0};
    Buf dump = {0};
    form_set_text(form, CASE_TITLE, STR("我的标题"));
    form_set_text(form, CASE_NEED, STR("我的需求"));
    record_set_text(theirs, CASE_TITLE, STR("他们的标题"));
    record_set_text(theirs, CASE_RESULT, STR("他们的结果"));
    record_set_text(theirs, CASE_STATE, STR("submitted"));
    record_set_int(theirs, CASE_REV, 8);
    assert_int_equal(form_set_conflict(form, theirs, 8, STR("wang")), 1);
    assert_int_equal(form_base_rev(form), 8);
    assert_int_equal(form_focus(form), CASE_TITLE);
    expect_form_text(form, CASE_RESULT, "他们的结果"); /* only they changed it */
    expect_form_text(form, CASE_NEED, "我的需求");     /* only I did */
    expect_form_text(form, CASE_TITLE, "我的标题");
    assert_true(str_equal(form_theirs(form, CASE_TITLE), STR("他们的标题")));
    draw(form, &grid, 24, 80, &dump);
    assert_true(has(buf_str(&dump), "我的标题"));
    assert_true(has(buf_str(&dump), "他们的标题"));
    assert_true(has(buf_str(&dump), "在线教育客户续费率提升")); /* what both began with */
    draw(form, &grid, 12, 40, &dump);
    assert_true(has(buf_str(&dump), "他们的标题"));
    assert_int_equal(form_press(form, "^S"), FORM_USED); /* pressed twice in a hurry: shown first */
    assert_int_equal(form_press(form, "^T"), FORM_CHANGED);
    expect_form_text(form, CASE_TITLE, "他们的标题");
    assert_int_equal(form_undecided(form), 0);
    form_press(form, "^T");
    expect_form_text(form, CASE_TITLE, "我的标题");
    assert_int_equal(form_press(form, "^S"), FORM_SAVE);
    assert_true(form_build(form, &built));
    assert_true(str_equal(record_text(built, CASE_TITLE), STR("我的标题")));
    assert_true(str_equal(record_text(built, CASE_RESULT), STR("他们的结果")));
    assert_true(str_equal(record_text(built, CASE_STATE), STR("submitted")));
    assert_int_equal(record_int(built, CASE_REV), 8);
    record_free(built);
    record_free(theirs);
    record_free(base);
    buf_free(&dump);
    grid_free(&grid);
    form_free(form);
}

static void a_second_conflict_keeps_the_first(void **state) {
    (void)state;
    Record *base = sample(), *theirs = record_copy(base);
    Form *form = form_new(base, 7);
    form_set_text(form, CASE_TITLE, STR("我的"));
    form_set_text(form, CASE_NEED, STR("我的"));
    record_set_text(theirs, CASE_TITLE, STR("他们的"));
    assert_int_equal(form_set_conflict(form, theirs, 8, STR("")), 1);
    record_set_text(theirs, CASE_NEED, STR("也变了"));
    assert_int_equal(form_set_conflict(form, theirs, 9, STR("")), 2);
    expect_form_text(form, CASE_TITLE, "我的");
    assert_true(str_equal(form_theirs(form, CASE_TITLE), STR("他们的")));
    form_set_focus(form, CASE_NEED);
    form_type(form, "合并"); /* edited by hand counts as decided */
    assert_int_equal(form_undecided(form), 1);
    record_free(theirs);
    record_free(base);
    form_free(form);
}

static void same_change_on_both_sides_is_none(void **state) {
    (void)state;
    Record *base = sample(), *theirs = record_copy(base);
    Form *form = form_new(base, 7);
    form_set_text(form, CASE_TITLE, STR("一样"));
    record_set_text(theirs, CASE_TITLE, STR("一样"));
    assert_int_equal(form_set_conflict(form, theirs, 8, STR("")), 0);
    assert_false(form_is_dirty(form));
    record_free(theirs);
    record_free(base);
    form_free(form);
}

static void read_only_changes_nothing(void **state) {
    (void)state;
    Form *form = open_sample();
    Grid grid = {0};
    Buf dump = {0};
    form_set_read_only(form, STR("elsewhere"));
    for (int i = 0; i < 60; i++) {
        form_type(form, "字x1");
        form_paste(form, "粘贴");
        form_press(form, "^K");
        form_press(form, "Delete");
        form_press(form, "Backspace");
        form_press(form, "^S");
        form_press(form, "^N");
    }
    assert_false(form_is_dirty(form));
    draw(form, &grid, 24, 80, &dump);
    assert_true(has(buf_str(&dump), "elsewhere"));
    buf_free(&dump);
    grid_free(&grid);
    form_free(form);
}

static void every_size_shows_the_focus(void **state) {
    (void)state;
    static const int sizes[][2] = {{12, 40},  {10, 40},  {22, 60}, {24, 80},
                                   {40, 120}, {60, 200}, {3, 20},  {1, 1}};
    Grid grid = {0};
    Buf dump = {0};
    Form *form = open_sample();
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        for (int step = 0; step < 60; step++) {
            draw(form, &grid, sizes[i][0], sizes[i][1], &dump);
            int at = form_focus(form);
            const char *label =
                at == FORM_FILES ? "Files" : entity_get(ENTITY_CASE)->fields[at].label;
            if (sizes[i][0] >= 10)
                assert_true(has(buf_str(&dump), label));
            form_press(form, "^N");
        }
    }
    form_set_draft_time(form, 51731000);
    draw(form, &grid, 24, 80, &dump);
    assert_true(has(buf_str(&dump), "Saved draft 14:22:11"));
    form_set_text(form, CASE_SUMMARY, STR("x"));
    draw(form, &grid, 24, 80, &dump);
    assert_true(has(buf_str(&dump), "在线教育客户续费率提升 *"));
    buf_free(&dump);
    grid_free(&grid);
    form_free(form);
}

static void areas_grow_to_twelve_lines(void **state) {
    (void)state;
    Form *form = open_sample();
    Grid grid = {0};
    Buf dump = {0};
    form_set_focus(form, CASE_NEED);
    for (int i = 0; i < 30; i++) {
        form_type(form, "行");
        form_press(form, "Enter");
    }
    draw(form, &grid, 60, 80, &dump);
    int lines = 0;
    for (size_t at = 0; (at = str_find(buf_str(&dump), STR("行"), at)) != SIZE_MAX; at++)
        lines++;
    assert_int_equal(lines, 11); /* and the empty one with the cursor */
    buf_free(&dump);
    grid_free(&grid);
    form_free(form);
}

static void other_entities_have_forms(void **state) {
    (void)state;
    for (EntityType entity = ENTITY_CASE; entity < ENTITY_TYPES; entity++) {
        if (entity == ENTITY_HAND_ON || entity == ENTITY_ATTACHMENT || !entity_get(entity))
            continue; /* kept by the program, or a gap in the numbers: nothing to type */
        Record *record = record_new(entity);
        Form *form = form_new(record, 0);
        Grid grid = {0};
        Buf dump = {0};
        form_type(form, "名字");
        draw(form, &grid, 24, 80, &dump);
        assert_true(has(buf_str(&dump), "New "));
        assert_true(form_is_dirty(form));
        buf_free(&dump);
        grid_free(&grid);
        form_free(form);
        record_free(record);
    }
}

static uint32_t next_random(uint32_t *seed) {
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static void expect_something_said(const Form *form) {
    for (int field = 0; field < CASE_FIELDS; field++)
        if (form_field_message(form, field).len)
            return;
    fail_msg("the form cannot be built and no field says why");
}

/* Any keys at any size: no crash, sound pictures, and what was typed can be built or is named. */
static void random_keys(void **state) {
    (void)state;
    static const char *const names[] = {
        "Tab", "S-Tab",   "Enter",    "Up",        "Down",   "Left", "Right", "Home",
        "End", "PageUp",  "PageDown", "Backspace", "Delete", "^K",   "^Z",    "^Y",
        "^W",  "^U",      "^S",       "^T",        "^N",     "^B",   "Space", "Esc",
        "a",   "1",       "中",       "。",        "é",      "；",   "-",     "👍",
        "２",  "S-Right", "C-Left",   "F3",        "^P"};
    static const int sizes[][2] = {{12, 40}, {24, 80}, {40, 120}, {60, 200}, {7, 30}, {2, 9}};
    uint32_t seed = 20261122;
    Record *base = sample(), *theirs = record_copy(base), *built;
    record_set_text(theirs, CASE_TITLE, STR("他们"));
    record_set_text(theirs, CASE_BACKGROUND, STR("他们\n写了\n很多"));
    Form *form = form_new(base, 1);
    Grid grid = {0};
    Buf dump = {0};
    form_on_offers(form, ask, NULL, NULL);
    for (int i = 0; i < 6000; i++) {
        uint32_t r = next_random(&seed);
        if (r % 50 == 0) {
            form_paste(form, "一段\n很长的文字，粘贴进来。 paste\tme");
        } else if (r % 61 == 0) {
            InputEvent mouse = {.type = INPUT_TYPE_MOUSE,
                                .mouse = (InputMouse)(r / 61 % 4),
                                .button = 1,
                                .row = (int)(r / 7 % 60),
                                .col = (int)(r / 11 % 200)};
            form_event(form, &mouse);
        } else {
            form_press(form, names[r % COUNT_OF(names)]);
        }
        if (i == 3000)
            form_set_conflict(form, theirs, 2, STR("x"));
        const int *size = sizes[i / 40 % (int)COUNT_OF(sizes)];
        if (i % 3 == 0)
            draw(form, &grid, size[0], size[1], &dump);
    }
    if (form_build(form, &built))
        record_free(built);
    else
        expect_something_said(form);
    buf_free(&dump);
    grid_free(&grid);
    form_free(form);
    record_free(theirs);
    record_free(base);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unchanged_form_gives_the_record_back),
        cmocka_unit_test(machine_fields_are_not_shown),
        cmocka_unit_test(chinese_is_edited_by_character),
        cmocka_unit_test(cursor_stands_where_is_typed),
        cmocka_unit_test(keys_move_between_fields),
        cmocka_unit_test(enter_in_an_area_is_a_new_line),
        cmocka_unit_test(moves_of_state_are_not_typed),
        cmocka_unit_test(paste_is_one_step),
        cmocka_unit_test(choices_are_chosen),
        cmocka_unit_test(suggestions_are_taken),
        cmocka_unit_test(numbers_and_dates_are_read_when_left),
        cmocka_unit_test(save_goes_to_the_first_bad_field),
        cmocka_unit_test(each_field_has_its_own_undo),
        cmocka_unit_test(names_keep_their_identity),
        cmocka_unit_test(a_name_with_a_semicolon_is_kept),
        cmocka_unit_test(rows_are_a_small_table),
        cmocka_unit_test(a_blank_row_is_a_way_out),
        cmocka_unit_test(a_bad_cell_is_named),
        cmocka_unit_test(change_is_computed),
        cmocka_unit_test(conflict_keeps_both),
        cmocka_unit_test(a_second_conflict_keeps_the_first),
        cmocka_unit_test(same_change_on_both_sides_is_none),
        cmocka_unit_test(read_only_changes_nothing),
        cmocka_unit_test(every_size_shows_the_focus),
        cmocka_unit_test(areas_grow_to_twelve_lines),
        cmocka_unit_test(other_entities_have_forms),
        cmocka_unit_test(random_keys),
    };
    return cmocka_run_group_tests_name("tui form", tests, NULL, NULL);
}
