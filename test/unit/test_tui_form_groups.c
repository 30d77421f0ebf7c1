#include "config.h"

#include "form_keys.h"
#include "unit.h"

#include "base/vec.h"
#include "tui/form/form.h"

/* Quick capture, groups that fold, what is still needed, and what is said when a field is left. */

static const LintContext context = {.section_min = 20};

static Record *new_case(void) {
    Record *record = record_new(ENTITY_CASE);
    record_set_uuid(record, CASE_UUID, uuid_new());
    record_set_text(record, CASE_STATE, STR("draft"));
    record_set_text(record, CASE_AUDIENCE, STR("internal"));
    return record;
}

/* A draft with all that submitting asks for, but for what `without` names (-1: nothing). */
static Record *nearly_done(int without) {
    Record *record = new_case();
    Value cells[OUTCOME_FIELDS] = {value_text(STR("续费率")), value_text(STR("%"))};
    cells[OUTCOME_AFTER] = (Value){.kind = VALUE_DECIMAL, .decimal = {80, 0}};
    Value row = {.kind = VALUE_ROW, .list = {cells, OUTCOME_FIELDS}};
    record_set_text(record, CASE_TITLE, STR("续费率提升"));
    record_set_ref(record, CASE_CUSTOMER, uuid_new(), STR("晨光在线教育"));
    record_set_text(record, CASE_BACKGROUND,
                    STR("学员一万二千人，多数是第一年，续费集中在学期末。"));
    record_set_text(record, CASE_SOLUTION, STR("按最后登录的天数给学员分组，每组发不同的提醒。"));
    record_set_text(record, CASE_RESULT, STR("两个学期以后续费率从 71% 升到 80%，投诉减半。"));
    record_set_text(record, CASE_CATEGORY, STR("客户成功/续约"));
    record_set(record, CASE_OUTCOMES, value_list(&row, 1));
    if (without >= 0)
        record_clear(record, without);
    return record;
}

static Form *open_form(Record *record) {
    Form *form = form_new(record, record_has(record, CASE_TITLE) ? 3 : 0);
    form_set_lint(form, &context);
    form_fold_groups(form);
    record_free(record);
    return form;
}

static void put(Form *form, const char *text) {
    assert_int_equal(form_paste(form, text), FORM_CHANGED);
}

static void quick_capture_has_four_fields(void **state) {
    (void)state;
    static const int order[] = {CASE_TITLE, CASE_CUSTOMER, CASE_BACKGROUND, CASE_RESULT};
    Form *form = open_form(new_case());
    form_set_quick(form, true);
    for (size_t i = 0; i < COUNT_OF(order); i++) {
        assert_int_equal(form_focus(form), order[i]);
        put(form, "文字");
        form_press(form, "Tab");
        assert_int_equal(form_field_message(form, order[i]).len, 0); /* short will do */
    }
    assert_int_equal(form_focus(form), CASE_TITLE); /* round */
    assert_true(form_shows(form, 20, 80, "What happened"));
    assert_true(form_shows(form, 20, 80, "Result"));
    assert_false(form_shows(form, 20, 80, "Summary"));
    form_free(form);
}

/* What is said below a field calls it as its label does. */
static void quick_capture_keeps_its_words(void **state) {
    (void)state;
    Form *form = open_form(nearly_done(CASE_BACKGROUND));
    form_set_quick(form, true);
    assert_int_equal(form_press(form, "^D"), FORM_USED);
    assert_int_equal(form_focus(form), CASE_BACKGROUND);
    assert_true(
        form_says(form, CASE_BACKGROUND, "What happened is missing. For example: Renewals fell"));
    form_press(form, "F5");
    assert_int_equal(form_press(form, "^D"), FORM_USED);
    assert_true(form_says(form, CASE_BACKGROUND, "Background is missing. For example: A school"));
    form_free(form);
}

static void nothing_is_lost_between_quick_and_all(void **state) {
    (void)state;
    Form *form = open_form(new_case());
    form_set_quick(form, true);
    put(form, "标题");
    form_press(form, "Tab");
    form_press(form, "Tab");
    put(form, "发生了什么");
    form_press(form, "F5");
    assert_false(form_is_quick(form));
    assert_int_equal(form_focus(form), CASE_BACKGROUND);
    put(form, "，还有");
    form_set_focus(form, CASE_NEED);
    put(form, "少流失");
    form_press(form, "F5");
    assert_true(form_is_quick(form));
    assert_int_equal(form_focus(form), CASE_TITLE); /* the need is not in it */
    form_press(form, "F5");
    assert_true(str_equal(form_text(form, CASE_TITLE), STR("标题")));
    assert_true(str_equal(form_text(form, CASE_BACKGROUND), STR("发生了什么，还有")));
    assert_true(str_equal(form_text(form, CASE_NEED), STR("少流失")));
    form_free(form);
}

static void quick_capture_fits_every_size(void **state) {
    (void)state;
    static const int sizes[][2] = {{9, 40}, {12, 40}, {20, 59}, {21, 80}, {38, 120}, {57, 200}};
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        Form *form = open_form(new_case());
        form_set_quick(form, true);
        for (int field = 0; field < 4; field++) {
            bool last = form_focus(form) == CASE_RESULT;
            assert_true(form_shows(form, sizes[i][0], sizes[i][1], last ? "Result" : ""));
            form_press(form, "Tab");
        }
        if (sizes[i][0] >= 20) { /* one screen */
            assert_true(form_shows(form, sizes[i][0], sizes[i][1], "Title"));
            assert_true(form_shows(form, sizes[i][0], sizes[i][1], "Result"));
        }
        form_free(form);
    }
}

static void groups_open_by_what_review_needs(void **state) {
    (void)state;
    Form *form = open_form(nearly_done(CASE_CATEGORY));
    assert_true(form_shows(form, 60, 80, "1 more for review"));
    assert_true(form_shows(form, 60, 80, "Category"));    /* Sorting is open */
    assert_false(form_shows(form, 60, 80, "Background")); /* Story has all that review needs */
    assert_true(form_shows(form, 60, 80, "3 of 8 filled"));
    form_free(form);
    form = open_form(nearly_done(-1)); /* ready for review: now publishing is what comes next */
    assert_true(form_shows(form, 60, 80, "ready for review"));
    assert_true(form_shows(form, 60, 80, "more to publish"));
    assert_true(form_shows(form, 60, 80, "Feedback"));
    form_free(form);
}

static void counts_follow_the_text(void **state) {
    (void)state;
    Form *form = open_form(nearly_done(CASE_CATEGORY));
    form_set_focus(form, CASE_CATEGORY);
    put(form, "客户成功");
    assert_false(form_shows(form, 60, 80, "more for review"));
    form_press(form, "^Z");
    assert_true(form_shows(form, 60, 80, "1 more for review"));
    form_free(form);
}

/* What cannot be read is as good as not there, until it is mended. */
static void bad_values_count_as_missing(void **state) {
    (void)state;
    Form *form = open_form(nearly_done(-1));
    assert_true(form_shows(form, 60, 80, "ready for review"));
    form_set_focus(form, CASE_SCORE_SATISFACTION);
    put(form, "AL-2026-0046");
    form_press(form, "Tab");
    form_press(form, "Tab");
    form_press(form, "Tab");
    assert_false(form_shows(form, 60, 80, "ready for review"));
    assert_true(form_shows(form, 60, 80, "1 more for review"));
    assert_true(form_shows(form, 60, 80, "For review: Satisfaction"));
    assert_int_equal(form_press(form, "^D"), FORM_USED);
    assert_int_equal(form_focus(form), CASE_SCORE_SATISFACTION);
    form_press(form, "^Z");
    put(form, "88");
    form_press(form, "Tab");
    assert_true(form_shows(form, 60, 80, "ready for review"));
    form_free(form);
}

static void too_short_is_told_from_missing(void **state) {
    (void)state;
    Form *form = open_form(nearly_done(-1));
    form_set_focus(form, CASE_BACKGROUND);
    form_press(form, "^Z");
    for (int i = 0; i < 30; i++)
        form_press(form, "Delete");
    assert_true(form_shows(form, 60, 80, "For review: Background")); /* empty */
    put(form, "太短");
    assert_true(form_shows(form, 60, 80, "too short: Background")); /* while it is typed in */
    form_press(form, "Tab");
    assert_true(form_shows(form, 60, 80, "To publish: "));
    assert_true(form_shows(form, 60, 80, "too short: Background"));
    form_press(form, "S-Tab");
    put(form, "，还是太短");
    assert_true(form_shows(form, 60, 80, "too short: Background"));
    put(form, "，现在写了很多很多，多到二十个字也不止了。");
    assert_false(form_shows(form, 60, 80, "too short"));
    form_free(form);
}

static void folded_groups_open_and_fold(void **state) {
    (void)state;
    Form *form = open_form(nearly_done(CASE_CATEGORY));
    form_press(form, "PageDown"); /* the heading of the story */
    assert_int_equal(form_focus(form), CASE_BACKGROUND);
    assert_int_equal(form_press(form, "x"),
                     FORM_IGNORED); /* nothing is typed into a folded group */
    InputEvent event = {.type = INPUT_TYPE_PASTE, .text = STR("不见了")};
    form_event(form, &event);
    assert_false(form_is_dirty(form));
    form_press(form, "PageDown"); /* Evidence, folded too */
    assert_int_equal(form_focus(form), CASE_OUTCOMES);
    form_press(form, "PageUp");
    form_press(form, "Enter");
    assert_true(form_shows(form, 60, 80, "Background"));
    form_press(form, "Tab");
    assert_int_equal(form_focus(form), CASE_NEED);
    form_press(form, "S-Tab");
    form_press(form, "Up"); /* from the first field to the heading */
    form_press(form, "Left");
    assert_false(form_shows(form, 60, 80, "Background"));
    form_press(form, "Tab"); /* the next heading */
    assert_int_equal(form_focus(form), CASE_OUTCOMES);
    form_press(form, "S-Tab");
    form_press(form, "Right");
    form_press(form, "S-Tab");
    form_press(form, "PageUp");
    assert_int_equal(form_focus(form), CASE_TITLE);
    form_free(form);
}

static void opening_a_group_goes_to_what_it_needs(void **state) {
    (void)state;
    Form *form = open_form(nearly_done(CASE_CATEGORY));
    form_set_focus(form, CASE_TAGS);
    form_press(form, "PageUp"); /* to the first field of Sorting */
    assert_int_equal(form_focus(form), CASE_CATEGORY);
    form_press(form, "Up");
    form_press(form, "Left");
    form_press(form, "Enter");
    assert_int_equal(form_focus(form), CASE_CATEGORY);
    form_free(form);
}

/* The row of the picture that begins with the text, -1: none does. */
static int row_of(Grid *grid, const char *text) {
    for (int row = 0; row < grid->rows; row++) {
        Buf line = {0};
        for (int col = 0; col < grid->cols; col++)
            buf_puts(&line, grid_cell(grid, row, col)->text);
        bool yes = str_starts(str_trim(buf_str(&line)), str_of(text));
        buf_free(&line);
        if (yes)
            return row;
    }
    return -1;
}

static const char *group_sign(const Form *form, char out[64]) {
    static const char *const labels[] = {"Basics", "Story", "Evidence", "Sorting", "Trust"};
    const Field *field = &entity_get(ENTITY_CASE)->fields[form_focus(form)];
    bool private = (field->flags & FIELD_PRIVATE) != 0;
    snprintf(out, 64, "\xe2\x96\xbe %s", private ? "Private" : labels[field->group]);
    return out;
}

/* PgDn and PgUp, over open groups: where one comes to, one sees what is to be filled in. */
static void a_group_that_is_gone_to_is_seen(void **state) {
    (void)state;
    static const int sizes[][2] = {{24, 80}, {20, 80}, {17, 70}, {22, 59}, {57, 200}};
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        Form *form = open_form(nearly_done(-1));
        Grid grid = {0};
        grid_resize(&grid, sizes[i][0], sizes[i][1]);
        for (int key = 0; key < 10; key++) {
            char sign[64];
            form_press(form, key < 5 ? "PageDown" : "PageUp");
            grid_clear(&grid);
            form_draw(form, &grid, grid_all(&grid));
            if (row_of(&grid, group_sign(form, sign)) < 0) { /* folded */
                form_press(form, "Enter");
                grid_clear(&grid);
                form_draw(form, &grid, grid_all(&grid));
            }
            int heading = row_of(&grid, group_sign(form, sign));
            assert_true(heading >= 0);
            assert_in_range(grid.cursor_row, heading + 1, grid.rows - 2);
        }
        grid_free(&grid);
        form_free(form);
    }
}

static void draw_in(Form *form, Grid *grid) {
    grid_clear(grid);
    form_draw(form, grid, grid_all(grid));
}

/* Opening a group at the lower edge shows of its fields what there is room for. */
static void an_opened_group_is_seen(void **state) {
    (void)state;
    Form *form = open_form(nearly_done(-1));
    Grid grid = {0};
    grid_resize(&grid, 24, 80);
    form_press(form, "PageDown");
    form_press(form, "PageDown");
    form_press(form, "Up");
    form_press(form, "Left"); /* the evidence is folded, */
    form_set_focus(form, CASE_TITLE);
    draw_in(form, &grid);
    form_set_focus(form, CASE_BODY);
    draw_in(form, &grid);
    form_press(form, "Tab"); /* and come to from above */
    draw_in(form, &grid);
    assert_in_range(row_of(&grid, "\xe2\x96\xb8 Evidence"), 12, 23);
    form_press(form, "Enter");
    assert_int_equal(form_focus(form), CASE_OUTCOMES);
    draw_in(form, &grid);
    assert_in_range(row_of(&grid, "\xe2\x96\xbe Evidence"), 1, 2);
    form_free(form);
    form = open_form(nearly_done(CASE_RESULT)); /* what it needs is far down in a long group */
    form_press(form, "PageDown");
    form_press(form, "Up");
    form_press(form, "Left");
    draw_in(form, &grid);
    form_press(form, "Enter");
    assert_int_equal(form_focus(form), CASE_RESULT);
    draw_in(form, &grid);
    assert_true(row_of(&grid, "Feedback") > grid.cursor_row); /* to the end of the group */
    grid_free(&grid);
    form_free(form);
}

static void draw(Form *form, Buf *out) {
    Grid grid = {0};
    buf_clear(out);
    grid_resize(&grid, 20, 80);
    form_draw(form, &grid, grid_all(&grid));
    grid_dump(&grid, out, 0);
    grid_free(&grid);
}

/* One more picture (the clock, what was read at rest) moves nothing. */
static void the_page_stays_where_it_is(void **state) {
    (void)state;
    static const char *const keys[] = {"PgDn", "PgDn", "Right", "^N", "^N",  "^B",
                                       "^B",   "PgDn", "Enter", "^N", "PgUp"};
    Form *form = open_form(nearly_done(-1));
    Buf first = {0}, second = {0};
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        form_press(form, keys[i]);
        draw(form, &first);
        draw(form, &second);
        assert_string_equal(buf_text(&first), buf_text(&second));
    }
    buf_free(&first);
    buf_free(&second);
    form_free(form);
}

/* Where one is sent to, because something is missing or by F5, one sees what stands around it. */
static void where_one_is_sent_is_seen(void **state) {
    (void)state;
    Form *form = open_form(nearly_done(CASE_CATEGORY));
    Grid grid = {0};
    grid_resize(&grid, 24, 80);
    draw_in(form, &grid);
    form_set_focus(form, CASE_OUTCOMES);
    draw_in(form, &grid);
    form_set_focus(form, CASE_TITLE);
    draw_in(form, &grid);
    assert_int_equal(row_of(&grid, "Industry"), -1);
    assert_int_equal(form_press(form, "^D"), FORM_USED);
    assert_int_equal(form_focus(form), CASE_CATEGORY);
    draw_in(form, &grid);
    assert_true(row_of(&grid, "\xe2\x96\xbe Sorting") >= 0);
    assert_true(row_of(&grid, "Language") > grid.cursor_row); /* to its end */
    form_free(form);
    form = open_form(nearly_done(-1));
    form_set_quick(form, true);
    form_set_focus(form, CASE_RESULT);
    draw_in(form, &grid);
    form_press(form, "F5");
    draw_in(form, &grid);
    assert_int_equal(form_focus(form), CASE_RESULT);
    assert_in_range(row_of(&grid, "\xe2\x96\xbe Story"), 1, 2);
    grid_free(&grid);
    form_free(form);
}

/* Where the page scrolls down, a little of what follows is seen below the field. */
static void going_down_shows_what_follows(void **state) {
    (void)state;
    Form *form = open_form(nearly_done(-1));
    Grid grid = {0};
    Buf place = {0}, before = {0};
    size_t scrolled = 0;
    grid_resize(&grid, 24, 80);
    draw_in(form, &grid);
    for (int i = 0; i < 60 && form_focus(form) != CASE_PERIOD_END; i++) {
        buf_clear(&before);
        buf_put_str(&before, buf_str(&place));
        form_press(form, "^N");
        draw_in(form, &grid);
        buf_clear(&place);
        form_put_place(form, &place);
        Str was = buf_str(&before), now = buf_str(&place);
        size_t a = str_find(was, STR("top="), 0), b = str_find(now, STR("top="), 0);
        bool moved = a != SIZE_MAX && strcmp(was.ptr + a, now.ptr + b) != 0;
        scrolled += moved;
        if (moved)
            assert_in_range(grid.cursor_row, 1, 17); /* the page ends with row 19 */
    }
    assert_in_range(scrolled, 3, 20);
    buf_free(&place);
    buf_free(&before);
    grid_free(&grid);
    form_free(form);
}

static void files_stand_at_the_evidence(void **state) {
    (void)state;
    Form *form = open_form(nearly_done(-1));
    form_press(form, "PageDown");
    form_press(form, "PageDown");
    assert_int_equal(form_focus(form), CASE_OUTCOMES);
    assert_true(form_shows(form, 60, 120, "Files  "));
    assert_true(form_shows(form, 60, 120, "none"));
    form_set_files(form, 2, STR("台账.csv (evidence, 1 KB); \033[2J.png (picture, 2 KB)"));
    assert_true(form_shows(form, 60, 120, "2 files: 台账.csv (evidence, 1 KB); "));
    form_press(form, "Up");
    form_press(form, "Left"); /* folded, its heading names them */
    assert_false(form_shows(form, 60, 120, "2 files"));
    assert_true(form_shows(form, 60, 120, "files: 台账.csv (evidence, 1 KB); "));
    form_set_files(form, 0, STR(""));
    assert_false(form_shows(form, 60, 120, "files:"));
    form_free(form);
}

/* It is one of the fields for whoever goes through them, and none of the record. */
static void the_files_are_a_row_of_the_form(void **state) {
    (void)state;
    static const int sizes[][2] = {{24, 80}, {9, 40}, {57, 200}};
    Form *form = open_form(nearly_done(-1));
    Record *record;
    form_set_focus(form, FORM_FILES);
    assert_int_equal(form_focus(form), FORM_FILES);
    for (size_t i = 0; i < COUNT_OF(sizes); i++)
        assert_true(form_shows(form, sizes[i][0], sizes[i][1], "Files"));
    assert_false(form_takes_files(form));
    assert_int_equal(form_press(form, "F7"), FORM_USED);
    assert_true(form_takes_files(form));
    assert_false(form_takes_files(form));
    assert_int_equal(form_press(form, "Enter"), FORM_USED);
    assert_true(form_takes_files(form));
    static const char *const nothing[] = {"x",  "文", "^K", "^Z", "^Y", "^O",   "^R",   "F4",
                                          "^E", "F8", "F2", "F3", "^T", "Home", "Left", "Space"};
    for (size_t i = 0; i < COUNT_OF(nothing); i++) {
        form_press(form, nothing[i]);
        form_shows(form, 24, 80, "");
        assert_int_equal(form_focus(form), FORM_FILES);
    }
    assert_false(form_is_dirty(form));
    Buf place = {0};
    form_put_place(form, &place);
    form_press(form, "Tab");
    assert_int_not_equal(form_focus(form), FORM_FILES);
    assert_true(form_set_place(form, buf_str(&place)));
    assert_int_equal(form_focus(form), FORM_FILES);
    form_press(form, "^N");
    form_press(form, "S-Tab");
    assert_int_equal(form_focus(form), FORM_FILES);
    assert_true(form_build(form, &record));
    form_set_conflict(form, record, 4, STR("li"));
    form_saved(form, record, 5);
    assert_int_equal(form_take_record(form, record), 0);
    record_free(record);
    buf_free(&place);
    form_free(form);
}

static void a_case_that_is_not_saved_has_no_files(void **state) {
    (void)state;
    Form *form = open_form(new_case());
    form_set_focus(form, FORM_FILES);
    assert_true(form_shows(form, 24, 120, "Save the case first (^S): files are attached"));
    form_press(form, "F7");
    assert_false(form_takes_files(form));
    assert_true(form_shows(form, 24, 80, "Save the case first (^S): files are attached"));
    form_free(form);
    Record *customer = record_new(ENTITY_CUSTOMER);
    form = form_new(customer, 0);
    form_set_focus(form, FORM_FILES);
    assert_int_not_equal(form_focus(form), FORM_FILES); /* files are of cases */
    record_free(customer);
    form_free(form);
}

static void clicking_a_heading_opens_it(void **state) {
    (void)state;
    Form *form = open_form(nearly_done(CASE_CATEGORY));
    Grid grid = {0};
    Buf dump = {0};
    grid_resize(&grid, 40, 80);
    form_draw(form, &grid, grid_all(&grid));
    for (int row = 0; row < 40; row++) {
        buf_clear(&dump);
        for (int col = 0; col < 10; col++)
            buf_puts(&dump, grid_cell(&grid, row, col)->text);
        if (str_find(buf_str(&dump), STR("Story"), 0) == SIZE_MAX)
            continue;
        InputEvent click = {
            .type = INPUT_TYPE_MOUSE, .mouse = INPUT_MOUSE_PRESS, .row = row, .col = 3};
        assert_int_equal(form_event(form, &click), FORM_USED);
    }
    assert_true(form_shows(form, 60, 80, "Background"));
    buf_free(&dump);
    grid_free(&grid);
    form_free(form);
}

static void advice_comes_when_a_field_is_left(void **state) {
    (void)state;
    Form *form = open_form(nearly_done(-1));
    form_set_focus(form, CASE_NEED);
    put(form, "少流失");
    assert_int_equal(form_field_message(form, CASE_NEED).len, 0); /* not while typing */
    form_press(form, "Tab");
    assert_true(form_says(form, CASE_NEED, "too short"));
    form_press(form, "S-Tab");
    put(form, "，而且客服人数一个也不能增加，校长这样说");
    assert_int_equal(form_field_message(form, CASE_NEED).len, 0);
    form_press(form, "Tab");
    assert_int_equal(form_field_message(form, CASE_NEED).len, 0);
    form_set_focus(form, CASE_RESULT);
    form_press(form, "^U");
    form_set_text(form, CASE_RESULT, STR("变得更好了，大家都很满意，以后还会继续使用下去的。"));
    form_press(form, "Tab");
    assert_true(form_says(form, CASE_RESULT, "no number"));
    assert_true(form_says(form, CASE_RESULT, "For example")); /* what is right */
    form_free(form);
}

/* A text that was there before, too: who passes it reads why the case cannot go on. */
static void old_texts_say_what_is_wrong_when_passed(void **state) {
    (void)state;
    Record *record = nearly_done(-1);
    record_set_text(record, CASE_NEED, STR("少流失"));
    Form *form = open_form(record);
    form_set_focus(form, CASE_NEED);
    assert_int_equal(form_field_message(form, CASE_NEED).len, 0);
    form_press(form, "Tab");
    assert_true(form_says(form, CASE_NEED, "too short"));
    assert_false(form_is_dirty(form));
    form_free(form);
}

static void quick_capture_says_how_to_go_on(void **state) {
    (void)state;
    Form *form = open_form(new_case());
    form_set_quick(form, true);
    assert_true(form_shows(form, 21, 80, "F5: all fields"));
    form_press(form, "Tab");
    assert_false(form_shows(form, 21, 80, "F5: all fields"));
    form_free(form);
}

static void advice_is_another_colour_than_an_error(void **state) {
    (void)state;
    Form *form = open_form(nearly_done(-1));
    Grid grid = {0};
    form_set_focus(form, CASE_NEED);
    Buf text = {0};
    for (int i = 0; i < 12; i++)
        buf_puts(&text, "共有 3 个班级参加，");
    put(form, buf_text(&text));
    form_press(form, "Tab");
    assert_true(form_says(form, CASE_NEED, "hard to read"));
    form_set_focus(form, CASE_PERIOD_START);
    put(form, "viel");
    form_press(form, "Tab");
    assert_true(form_says(form, CASE_PERIOD_START, "is not a date"));
    assert_true(form_says(form, CASE_PERIOD_START, "2026-"));
    grid_resize(&grid, 90, 80);
    form_draw(form, &grid, grid_all(&grid));
    int advice = 0, errors = 0;
    for (int row = 0; row < 90; row++) {
        for (int col = 0; col < 80; col++) {
            advice += grid_cell(&grid, row, col)->style.role == ROLE_INFO && row < 80;
            errors += grid_cell(&grid, row, col)->style.role == ROLE_ERROR;
        }
    }
    assert_true(advice > 20);
    assert_true(errors > 10);
    buf_free(&text);
    grid_free(&grid);
    form_free(form);
}

static void done_asks_for_what_review_needs(void **state) {
    (void)state;
    Form *form = open_form(nearly_done(CASE_SOLUTION));
    assert_int_equal(form_press(form, "^D"), FORM_USED);
    assert_int_equal(form_focus(form), CASE_SOLUTION);
    assert_true(form_says(form, CASE_SOLUTION, "is missing"));
    assert_true(form_shows(form, 40, 80, "Not submitted: one field still needs something"));
    put(form, "按最后登录的天数分组");
    assert_int_equal(form_press(form, "^D"), FORM_DONE);
    assert_false(form_shows(form, 40, 80, "Not submitted"));
    form_free(form);
}

static void done_leaves_quick_capture_for_what_is_missing(void **state) {
    (void)state;
    Form *form = open_form(new_case());
    form_set_quick(form, true);
    put(form, "续费率提升");
    assert_int_equal(form_press(form, "^S"), FORM_SAVE); /* a draft may be incomplete */
    assert_int_equal(form_press(form, "^D"), FORM_USED);
    assert_int_equal(form_focus(form), CASE_CUSTOMER);
    assert_true(form_is_quick(form));
    put(form, "晨光");
    form_press(form, "Tab");
    put(form, "学员很多");
    form_press(form, "Tab");
    put(form, "升到 80%");
    assert_int_equal(form_press(form, "^D"), FORM_USED);
    assert_false(form_is_quick(form)); /* the solution is none of the four */
    assert_int_equal(form_focus(form), CASE_SOLUTION);
    form_free(form);
}

static void published_cases_are_saved_and_left(void **state) {
    (void)state;
    Record *record = nearly_done(CASE_SOLUTION);
    record_set_text(record, CASE_STATE, STR("published"));
    Form *form = open_form(record);
    put(form, "！");
    assert_int_equal(form_press(form, "^D"), FORM_DONE);
    form_free(form);
}

static void hard_errors_keep_it_open(void **state) {
    (void)state;
    Form *form = open_form(nearly_done(-1));
    form_set_focus(form, CASE_PERIOD_END);
    put(form, "morgen");
    form_set_focus(form, CASE_TITLE);
    assert_int_equal(form_press(form, "^D"), FORM_USED);
    assert_int_equal(form_focus(form), CASE_PERIOD_END);
    assert_int_equal(form_press(form, "^S"), FORM_USED);
    form_free(form);
}

static void other_records_have_no_groups_to_fill(void **state) {
    (void)state;
    static const EntityType types[] = {ENTITY_CUSTOMER, ENTITY_CONSENT, ENTITY_USER};
    for (size_t i = 0; i < COUNT_OF(types); i++) {
        Record *record = record_new(types[i]);
        Form *form = form_new(record, 0);
        form_set_lint(form, &context);
        form_set_quick(form, true);
        assert_false(form_is_quick(form));
        form_press(form, "F5");
        assert_false(form_shows(form, 24, 80, "more for review"));
        assert_false(form_shows(form, 24, 80, "more to publish"));
        assert_int_equal(form_press(form, "^D"), FORM_USED); /* a name is missing */
        record_free(record);
        form_free(form);
    }
}

static void expect_place(const Form *form, const char *want) {
    Buf place = {0};
    form_put_place(form, &place);
    assert_string_equal(buf_text(&place), want);
    buf_free(&place);
}

/* Wherever one is, one comes back to: another form of the same record goes to the same place. */
static void places_are_found_again(void **state) {
    (void)state;
    static const char *const ways[][8] = {
        {"Tab", "Right"},
        {"PageDown"},                                        /* a heading */
        {"PageDown", "Enter", "Down", "Right", "Right"},     /* in a text */
        {"PageDown", "PageDown", "Enter", "Tab", "Tab"},     /* a cell */
        {"F5", "Tab", "Tab", "Right"},                       /* quick capture */
        {"PageDown", "Enter", "Tab", "F6", "x", "y", "Left"} /* the notes */
    };
    for (size_t i = 0; i < COUNT_OF(ways); i++) {
        Form *form = open_form(nearly_done(CASE_CATEGORY)), *again;
        Buf place = {0};
        form_shows(form, 24, 80, "");
        for (size_t key = 0; key < COUNT_OF(ways[i]) && ways[i][key]; key++)
            form_press(form, ways[i][key]);
        form_shows(form, 24, 80, "");
        form_put_place(form, &place);
        again = open_form(nearly_done(CASE_CATEGORY));
        form_set_text(again, CASE_NOTES, form_text(form, CASE_NOTES));
        assert_true(form_set_place(again, buf_str(&place)));
        expect_place(again, buf_text(&place));
        assert_int_equal(form_focus(again), form_focus(form));
        assert_int_equal(form_is_quick(again), form_is_quick(form));
        buf_free(&place);
        form_free(again);
        form_free(form);
    }
}

static void bad_places_change_nothing(void **state) {
    (void)state;
    static const char *const bad[] = {"",          "field=",     "field=9999 top=3",
                                      "nonsense",  "field=-1",   "field=80", /* moved only */
                                      "top=5 x=3", "=5 field==", "field=99999999999999999999"};
    Form *form = open_form(nearly_done(-1));
    Buf before = {0};
    form_put_place(form, &before);
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        assert_false(form_set_place(form, str_of(bad[i])));
        expect_place(form, buf_text(&before));
    }
    assert_true(form_set_place(form, STR("field=22 caret=99999 row=5 sub=99 top=99999 open=-9")));
    assert_int_equal(form_focus(form), CASE_SOLUTION);
    form_shows(form, 24, 80, "");
    assert_true(form_set_place(form, STR("field=30 row=999 sub=99 caret=77")));
    form_shows(form, 24, 80, "");
    buf_free(&before);
    form_free(form);
}

/* Whatever is pressed: the picture is whole, the focus is somewhere, and the place is found again.
 */
static void random_keys_keep_the_page_whole(void **state) {
    (void)state;
    static const char *const keys[] = {
        "Tab",  "S-Tab", "PageUp", "PageDown", "Up",  "Down", "Left",  "Right", "Enter", "F5",
        "Home", "End",   "^N",     "^B",       "F6",  "^S",   "^D",    "F7",    "Esc",   "x",
        "文",   "^K",    "^Z",     "^Y",       "Tab", "Tab",  "Right", "Up",    "Enter", "PageDown",
    };
    static const int sizes[][2] = {{24, 80}, {12, 40}, {9, 33}, {60, 200}, {40, 120}, {24, 59}};
    uint32_t random = 11;
    for (int round = 0; round < 6; round++) {
        Form *form = open_form(round % 2 ? new_case() : nearly_done(CASE_CATEGORY));
        form_set_quick(form, round == 3);
        for (int i = 0; i < 1500; i++) {
            random = random * 1664525 + 1013904223;
            size_t key = (random >> 16) % COUNT_OF(keys);
            form_press(form, keys[key]);
            if (i % 7 == 0) {
                const int *size = sizes[(random >> 8) % COUNT_OF(sizes)];
                form_shows(form, size[0], size[1], "");
            }
            if (form_focus(form) != FORM_FILES)
                assert_in_range(form_focus(form), 0, CASE_FIELDS - 1);
            Buf place = {0}, again = {0};
            form_put_place(form, &place);
            if (i % 50 == 0 && form_set_place(form, buf_str(&place))) {
                form_put_place(form, &again);
                assert_string_equal(buf_text(&again), buf_text(&place));
            }
            buf_free(&place);
            buf_free(&again);
        }
        form_free(form);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quick_capture_has_four_fields),
        cmocka_unit_test(quick_capture_keeps_its_words),
        cmocka_unit_test(nothing_is_lost_between_quick_and_all),
        cmocka_unit_test(quick_capture_fits_every_size),
        cmocka_unit_test(groups_open_by_what_review_needs),
        cmocka_unit_test(counts_follow_the_text),
        cmocka_unit_test(bad_values_count_as_missing),
        cmocka_unit_test(too_short_is_told_from_missing),
        cmocka_unit_test(folded_groups_open_and_fold),
        cmocka_unit_test(opening_a_group_goes_to_what_it_needs),
        cmocka_unit_test(a_group_that_is_gone_to_is_seen),
        cmocka_unit_test(an_opened_group_is_seen),
        cmocka_unit_test(the_page_stays_where_it_is),
        cmocka_unit_test(where_one_is_sent_is_seen),
        cmocka_unit_test(going_down_shows_what_follows),
        cmocka_unit_test(files_stand_at_the_evidence),
        cmocka_unit_test(the_files_are_a_row_of_the_form),
        cmocka_unit_test(a_case_that_is_not_saved_has_no_files),
        cmocka_unit_test(clicking_a_heading_opens_it),
        cmocka_unit_test(advice_comes_when_a_field_is_left),
        cmocka_unit_test(old_texts_say_what_is_wrong_when_passed),
        cmocka_unit_test(quick_capture_says_how_to_go_on),
        cmocka_unit_test(advice_is_another_colour_than_an_error),
        cmocka_unit_test(done_asks_for_what_review_needs),
        cmocka_unit_test(done_leaves_quick_capture_for_what_is_missing),
        cmocka_unit_test(published_cases_are_saved_and_left),
        cmocka_unit_test(hard_errors_keep_it_open),
        cmocka_unit_test(other_records_have_no_groups_to_fill),
        cmocka_unit_test(places_are_found_again),
        cmocka_unit_test(bad_places_change_nothing),
        cmocka_unit_test(random_keys_keep_the_page_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
