#include "config.h"

#include "form_place.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "base/zone.h"

/* What may be typed into every field of every form, also with a Chinese input method, and what is
 * said of the rest: what is wrong, what is allowed, and an example. */

/* Types, closes a list that it opened, and goes on to the next field. */
static void fill(FormSession *session, int field, const char *text) {
    Form *form = form_session_form(session);
    form_set_text(form, field, STR(""));
    form_set_focus(form, field);
    InputEvent event = {.type = INPUT_TYPE_PASTE, .text = str_of(text)};
    form_session_event(session, &event);
    session_press(session, "^N");
}

/* ---- numbers, amounts, days ---- */

static const struct {
    EntityType type;
    int field;
    const char *typed, *want;
    const char *said; /* NULL: nothing */
} inputs[] = {
    {ENTITY_CASE, CASE_SCORE_SATISFACTION, "５０", "50", NULL},
    {ENTITY_CASE, CASE_SCORE_SATISFACTION, "8０％", "80", NULL},
    {ENTITY_CASE, CASE_SCORE_SATISFACTION, "－５", "－５", "-5 is not between 0 and 100"},
    {ENTITY_CASE, CASE_SCORE_SATISFACTION, "71。5", "71。5", "not a whole number from 0 to 100"},
    {ENTITY_CASE, CASE_IMPORTANCE, "80", "80", "0 and 10. For example: 8"},
    {ENTITY_CASE, CASE_IMPORTANCE, "99999999999999999999", "99999999999999999999",
     "more digits than"},
    {ENTITY_CASE, CASE_PERIOD_END, "２０２６－１１－２０", "2026-11-20", NULL},
    {ENTITY_CASE, CASE_PERIOD_END, "2026。11。20", "2026-11-20", NULL},
    {ENTITY_CASE, CASE_PERIOD_END, "2026、11、20", "2026-11-20", NULL},
    {ENTITY_CASE, CASE_PERIOD_END, "２０２６年１１月２０日", "2026-11-20", NULL},
    {ENTITY_CASE, CASE_PERIOD_END, "－7d", "2026-11-13", NULL},
    {ENTITY_CASE, CASE_PERIOD_END, "−１周", "2026-11-13", NULL},
    {ENTITY_CASE, CASE_PERIOD_END, "11。31", "11。31", "write it as 2026-11-20"},
    {ENTITY_CUSTOMER, CUSTOMER_MRR, "￥１２，０００。５０", "12,000.50", NULL},
    {ENTITY_CUSTOMER, CUSTOMER_MRR, "1。2万", "12,000", NULL},
    {ENTITY_CUSTOMER, CUSTOMER_MRR, "８０００　ＵＳＤ", "8,000", NULL},
    {ENTITY_CUSTOMER, CUSTOMER_MRR, "－５", "－５", "-5 is less than 0"},
    {ENTITY_CUSTOMER, CUSTOMER_MRR, "一些", "一些",
     "digits, at most one point. For example: 12000"},
    {ENTITY_CUSTOMER, CUSTOMER_CURRENCY, "人民币", "CNY", NULL},
    {ENTITY_CUSTOMER, CUSTOMER_CURRENCY, "xyz1", "xyz1", "three letters. For example: CNY"},
    {ENTITY_CUSTOMER, CUSTOMER_CURRENCY, "铜板", "铜板", "“铜板” is no currency"},
    {ENTITY_CUSTOMER, CUSTOMER_CURRENCY, "ａｕｄ", "AUD", NULL},
    {ENTITY_CUSTOMER, CUSTOMER_CONTRACT_END, "２０２６年", "2026-12-31", NULL},
};

static void an_input_method_types_numbers_and_days(void **state) {
    for (size_t i = 0; i < COUNT_OF(inputs); i++) {
        FormSession *session = session_of_new(*state, inputs[i].type);
        fill(session, inputs[i].field, inputs[i].typed);
        Str text = form_text(form_session_form(session), inputs[i].field);
        if (!str_equal(text, str_of(inputs[i].want)))
            fail_msg("%s became %.*s", inputs[i].typed, STR_ARG(text));
        bool quiet = !form_field_message(form_session_form(session), inputs[i].field).len;
        if (inputs[i].said ? !session_says(session, inputs[i].field, inputs[i].said) : !quiet)
            fail_msg("%s: %.*s", inputs[i].typed,
                     STR_ARG(form_field_message(form_session_form(session), inputs[i].field)));
        form_session_free(session);
    }
}

/* The same in the cells of a table. */
static void cells_take_them_too(void **state) {
    FormSession *session = session_of_new(*state, ENTITY_CASE);
    static const char *const cells[] = {"投诉数", "次", "１，２００", "71。5", "2026。9。30"};
    form_set_focus(form_session_form(session), CASE_OUTCOMES);
    for (size_t i = 0; i < COUNT_OF(cells); i++) {
        InputEvent event = {.type = INPUT_TYPE_PASTE, .text = str_of(cells[i])};
        form_session_event(session, &event);
        session_press(session, "Tab");
    }
    expect_session_text(session, CASE_OUTCOMES, "投诉数\t次\t1200\t71.5\t2026-09-30\t\t");
    form_session_free(session);
}

static void a_currency_is_stored_by_its_code(void **state) {
    Record *record;
    FormSession *session = session_of_new(*state, ENTITY_CUSTOMER);
    fill(session, CUSTOMER_NAME, "某公司");
    fill(session, CUSTOMER_CURRENCY, "ａｕｄ");
    assert_true(form_build(form_session_form(session), &record));
    assert_true(str_equal(record_text(record, CUSTOMER_CURRENCY), STR("AUD")));
    record_free(record);
    form_session_free(session);
}

/* A key that has no room is no silent loss. */
static void what_is_typed_beyond_the_end_is_said(void **state) {
    FormSession *session = session_of_new(*state, ENTITY_CUSTOMER);
    fill(session, CUSTOMER_CURRENCY, "abcdefghijklmnop");
    form_set_focus(form_session_form(session), CUSTOMER_CURRENCY);
    session_press(session, "q");
    expect_session_text(session, CUSTOMER_CURRENCY, "abcdefghijklmnop");
    assert_true(session_says(session, CUSTOMER_CURRENCY, "too long for this field"));
    form_session_free(session);
}

/* ---- every field ---- */

static bool is_typed_in(FormSession *session, int field) {
    const Field *info = &form_base(form_session_form(session))->entity->fields[field];
    return !(info->flags & FIELD_MOVED) &&
           form_set_text(form_session_form(session), field, STR(""));
}

/* What helps further: an example, a name that is there, or where the names are listed. */
static bool shows_a_way(const Field *field, Str message) {
    return str_find(message, STR("or example"), 0) != SIZE_MAX ||
           str_find(message, STR("write it as"), 0) != SIZE_MAX ||
           str_find(message, STR("F7"), 0) != SIZE_MAX ||
           str_find(message, STR("must be someone else"), 0) != SIZE_MAX ||
           (field->choices && str_find(message, str_of(field->choices[0].label), 0) != SIZE_MAX);
}

static void every_refusal_says_what_would_do(void **state) {
    static const EntityType types[] = {ENTITY_CASE, ENTITY_CUSTOMER, ENTITY_CONSENT, ENTITY_USER,
                                       ENTITY_TEAM};
    static const char *const bad[] = {"abc不对", "99999999999999999999", "2026-02-30", "-1", "？"};
    unsigned refused = 0; /* bit set of kinds */
    for (size_t t = 0; t < COUNT_OF(types); t++) {
        FormSession *session = session_of_new(*state, types[t]);
        const Entity *entity = entity_get(types[t]);
        for (int field = 0; field < (int)entity->count; field++) {
            for (size_t i = 0; i < COUNT_OF(bad) && is_typed_in(session, field); i++) {
                fill(session, field, bad[i]);
                Str message = form_field_message(form_session_form(session), field);
                refused |= message.len ? 1u << entity->fields[field].kind : 0;
                if (message.len && !shows_a_way(&entity->fields[field], message))
                    fail_msg("%s, %s: %.*s", entity->fields[field].key, bad[i], STR_ARG(message));
            }
        }
        form_session_free(session);
    }
    static const FieldKind kinds[] = {FIELD_TEXT,   FIELD_INT,  FIELD_DECIMAL, FIELD_DATE,
                                      FIELD_CHOICE, FIELD_TREE, FIELD_REF,     FIELD_ROWS};
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (!(refused & 1u << kinds[i]))
            fail_msg("no field of kind %d refused anything", (int)kinds[i]);
}

/* ---- where an input method stands ---- */

static const int sizes[][2] = {{24, 80}, {12, 40}, {40, 120}, {60, 200}, {20, 59}};

static void draw(FormSession *session, Grid *grid, const int *size) {
    grid_resize(grid, size[0], size[1]);
    form_session_draw(session, grid, grid_all(grid));
}

static bool is_at(const Grid *grid, int row, int col, const char *glyph) {
    const GridCell *cell = grid_cell(grid, row, col);
    return cell && strcmp(cell->text, glyph) == 0;
}

/* A character is typed: it stands where the cursor was, or the field scrolled, and the cursor
 * behind it. */
static void type_at_cursor(FormSession *session, Grid *grid, const int *size, const char *where) {
    static const char glyph[] = "龘";
    draw(session, grid, size);
    session_press(session, glyph);
    draw(session, grid, size);
    if (!is_at(grid, grid->cursor_row, grid->cursor_col - 2, glyph))
        fail_msg("%s at %dx%d: the cursor at %d,%d is not behind what was typed", where, size[1],
                 size[0], grid->cursor_row, grid->cursor_col);
    session_press(session, "Backspace");
}

static void the_cursor_is_behind_what_is_typed(void **state) {
    static const EntityType types[] = {ENTITY_CASE, ENTITY_CUSTOMER, ENTITY_CONSENT, ENTITY_USER};
    static const char *const moves[] = {"Home", "Right", "End", "Left"};
    Grid grid = {0};
    for (size_t at = 0; at < COUNT_OF(types) * COUNT_OF(sizes); at++) {
        const int *size = sizes[at % COUNT_OF(sizes)];
        FormSession *session = session_of_new(*state, types[at / COUNT_OF(sizes)]);
        Form *form = form_session_form(session);
        const Entity *entity = form_base(form)->entity;
        for (int field = 0; field < (int)entity->count; field++) {
            FieldKind kind = entity->fields[field].kind;
            if (!is_typed_in(session, field) || kind == FIELD_CHOICE || kind == FIELD_BOOL)
                continue;
            form_set_text(form, field, STR("客户 success，以前从未见过的一句话"));
            form_set_focus(form, field);
            for (size_t i = 0; i < COUNT_OF(moves); i++) {
                session_press(session, moves[i]);
                type_at_cursor(session, &grid, size, entity->fields[field].key);
            }
            for (size_t cell = 1; cell < entity->fields[field].row_count; cell++) {
                session_press(session, "Tab");
                type_at_cursor(session, &grid, size, entity->fields[field].row[cell].key);
            }
        }
        form_session_free(session);
    }
    grid_free(&grid);
}

/* Boxes above the page: the tree's filter, finding and replacing, the notes. */
static void so_it_is_in_boxes(void **state) {
    static const struct {
        int field;
        const char *key, *then;
    } boxes[] = {{CASE_CATEGORY, "F7", NULL}, {CASE_NEED, "F4", NULL}, {CASE_NEED, "^F", "Tab"},
                 {CASE_TITLE, "^F", NULL},    {CASE_NEED, "F6", NULL}, {CASE_OUTCOMES, "F6", NULL}};
    Grid grid = {0};
    for (size_t i = 0; i < COUNT_OF(boxes) * COUNT_OF(sizes); i++) {
        const int *size = sizes[i % COUNT_OF(sizes)];
        FormSession *session = session_of_case(*state);
        form_set_focus(form_session_form(session), boxes[i / COUNT_OF(sizes)].field);
        draw(session, &grid, size);
        session_press(session, boxes[i / COUNT_OF(sizes)].key);
        if (boxes[i / COUNT_OF(sizes)].then)
            session_press(session, boxes[i / COUNT_OF(sizes)].then);
        type_at_cursor(session, &grid, size, boxes[i / COUNT_OF(sizes)].key);
        form_session_free(session);
    }
    grid_free(&grid);
}

/* ---- cases by number ---- */

static void what_is_no_case_is_said(void **state) {
    Place *place = *state;
    FormSession *session = session_of_case(place);
    place_add(place->library, "另一个案例");
    fill(session, CASE_RELATED, "乱写");
    assert_true(session_shows(session, "“乱写” is no case that you can see"));
    fill(session, CASE_RELATED, "AL-2026-9999");
    assert_true(session_shows(session, "is no case that you can see"));
    fill(session, CASE_RELATED, "al-2026-0002");
    assert_false(session_shows(session, "is no case"));
    assert_true(session_shows(session, "另一个案例"));
    fill(session, CASE_RELATED, "AL-2026-0002; AL-2026-7777"); /* one of them is none */
    assert_true(session_shows(session, "“AL-2026-7777” is no case"));
    assert_int_equal(session_press(session, "^S"), SESSION_SAVED); /* it stays, as from a file */
    form_session_free(session);
}

/* ---- choices ---- */

static void what_is_no_choice_is_said(void **state) {
    FormSession *session = session_of_new(*state, ENTITY_CASE);
    form_set_focus(form_session_form(session), CASE_SUCCESS);
    session_paste(session, "半成功");
    expect_session_text(session, CASE_SUCCESS, "");
    assert_true(session_says(session, CASE_SUCCESS, "no success, partial success, full success"));
    session_paste(session, "full success");
    expect_session_text(session, CASE_SUCCESS, "full");
    assert_int_equal(form_field_message(form_session_form(session), CASE_SUCCESS).len, 0);
    form_session_free(session);
}

/* The letters of a keyboard that is in English mode: the sound that the name begins with. */
static void choices_are_found_by_their_sound(void **state) {
    i18n_init("zh_CN");
    FormSession *session = session_of_new(*state, ENTITY_CASE);
    form_set_focus(form_session_form(session), CASE_AUDIENCE);
    session_press(session, "k"); /* 可公开 */
    expect_session_text(session, CASE_AUDIENCE, "public");
    session_press(session, "j"); /* 仅内部 */
    expect_session_text(session, CASE_AUDIENCE, "internal");
    session_press(session, "可");
    expect_session_text(session, CASE_AUDIENCE, "public");
    session_press(session, "s"); /* as stored, for who knows the files */
    expect_session_text(session, CASE_AUDIENCE, "sales");
    form_session_free(session);
    i18n_init("en");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_PLACE(an_input_method_types_numbers_and_days),
        WITH_PLACE(cells_take_them_too),
        WITH_PLACE(a_currency_is_stored_by_its_code),
        WITH_PLACE(what_is_typed_beyond_the_end_is_said),
        WITH_PLACE(every_refusal_says_what_would_do),
        WITH_PLACE(the_cursor_is_behind_what_is_typed),
        WITH_PLACE(so_it_is_in_boxes),
        WITH_PLACE(what_is_no_case_is_said),
        WITH_PLACE(what_is_no_choice_is_said),
        WITH_PLACE(choices_are_found_by_their_sound),
    };
    return cmocka_run_group_tests_name("tui form inputs", tests, fixture_set_clock, NULL);
}
