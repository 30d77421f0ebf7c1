#include "config.h"

#include "dice.h"
#include "form_keys.h"
#include "unit.h"

#include "base/clock.h"
#include "base/vec.h"
#include "base/zone.h"
#include "library/dayin.h"
#include "text/mark.h"
#include "text/width.h"
#include "tui/form/internal.h"
#include "tui/form/passage.h"
#include "tui/widget/scrap.h"

/* Texts in the form: selecting, copying, finding, notes and passages, and where the cursor is. */

typedef struct Desk {
    Form *form;
    Grid grid;
    Buf dump;
    int changes[CASE_FIELDS];
} Desk;

static void on_change(void *context, int field, Str text) {
    (void)text;
    ((Desk *)context)->changes[field]++;
}

static Desk *desk_new(void) {
    Desk *desk = mem_zalloc(sizeof *desk);
    Record *record = record_new(ENTITY_CASE);
    record_set_uuid(record, CASE_UUID, uuid_new());
    record_set_text(record, CASE_TITLE, STR("在线教育"));
    desk->form = form_new(record, 3);
    form_on_change(desk->form, on_change, desk);
    record_free(record);
    return desk;
}

static void desk_free(Desk *desk) {
    form_free(desk->form);
    grid_free(&desk->grid);
    buf_free(&desk->dump);
    scrap_free();
    free(desk);
}

static void draw(Desk *desk, int rows, int cols) {
    grid_resize(&desk->grid, rows, cols);
    form_draw(desk->form, &desk->grid, grid_all(&desk->grid));
    buf_clear(&desk->dump);
    grid_dump(&desk->grid, &desk->dump, 0);
}

static bool shows(const Desk *desk, const char *text) {
    return str_find(buf_str(&desk->dump), str_of(text), 0) != SIZE_MAX;
}

static void press(Desk *desk, const char *keys) {
    InputEvent event;
    for (Str rest = str_of(keys); next_key(&rest, &event);) {
        form_event(desk->form, &event);
        draw(desk, 24, 80);
    }
}

static void paste(Desk *desk, const char *text) {
    form_paste(desk->form, text);
}

static void expect_selected(const Desk *desk, const char *want) {
    const TextEdit *edit = desk->form->fields[desk->form->focus].edit;
    size_t from, to;
    text_edit_selection(edit, &from, &to);
    char *got = mem_strndup(text_edit_text(edit).ptr + from, to - from);
    assert_string_equal(got, want);
    free(got);
}

static Desk *with_text(int field, const char *text) {
    Desk *desk = desk_new();
    form_set_text(desk->form, field, str_of(text));
    form_set_focus(desk->form, field);
    draw(desk, 24, 80);
    press(desk, "C-Home");
    return desk;
}

/* ---- selecting and copying ---- */

static void f8_selects(void **state) {
    (void)state;
    Desk *desk = with_text(CASE_NEED, "第一句。第二句！Third one.");
    press(desk, "F8 Right Right");
    expect_selected(desk, "第一");
    press(desk, "F8 Right"); /* ended: a move gives it up */
    expect_selected(desk, "");
    press(desk, "F8 F8");
    expect_selected(desk, "第一句。");
    press(desk, "Right F2 F2 Right F8 Right F8"); /* by sentence */
    expect_selected(desk, "Third one.");
    press(desk, "C-Home F8 Right Esc"); /* Esc ends selecting and leaves nothing */
    expect_selected(desk, "");
    assert_int_equal(form_focus(desk->form), CASE_NEED);
    press(desk, "F8 Up"); /* what would leave the field stays in it */
    assert_int_equal(form_focus(desk->form), CASE_NEED);
    press(desk, "Esc F8 Down");
    expect_selected(desk, "第一句。第二句！Third one.");
    desk_free(desk);
}

static void what_is_cut_is_pasted_elsewhere(void **state) {
    (void)state;
    Desk *desk = with_text(CASE_NEED, "一二三\n四");
    unsigned before = scrap_count();
    press(desk, "F8 Right Right ^K");
    expect_form_text(desk->form, CASE_NEED, "三\n四");
    assert_int_equal(scrap_count(), before + 1);
    assert_true(scrap_is_cut());
    assert_int_equal(desk->changes[CASE_NEED], 1);
    form_set_focus(desk->form, CASE_TITLE);
    press(desk, "End ^R");
    expect_form_text(desk->form, CASE_TITLE, "在线教育一二");
    press(desk, "^Z");
    expect_form_text(desk->form, CASE_TITLE, "在线教育");
    form_set_focus(desk->form, CASE_NEED);
    press(desk, "C-Home ^K ^K"); /* the rest of the paragraph, then the line break */
    expect_form_text(desk->form, CASE_NEED, "四");
    press(desk, "C-Home ^O End ^R ^V");
    assert_false(scrap_is_cut());
    expect_form_text(desk->form, CASE_NEED, "四四四");
    press(desk, "F8 Home ^O");
    form_set_read_only(desk->form, STR("locked"));
    press(desk, "^R ^K");
    expect_form_text(desk->form, CASE_NEED, "四四四");
    desk_free(desk);
}

static void home_and_end_go_on(void **state) {
    (void)state;
    Desk *desk = with_text(CASE_NEED,
                           "a\nb b b b b b b b b b b b b b b b b b b b b b b b b b b b b b "
                           "b b b b b b b b b b b b b b b b b b b b\nc");
    TextEdit *edit = form_field_find(desk->form, CASE_NEED)->edit;
    press(desk, "Down Right Right End");
    size_t line = text_edit_caret(edit);
    press(desk, "End");
    assert_true(text_edit_caret(edit) > line);
    assert_int_equal(text_edit_text(edit).ptr[text_edit_caret(edit)], '\n');
    press(desk, "End");
    assert_int_equal(text_edit_caret(edit), text_edit_text(edit).len);
    press(desk, "Up Home Home Home");
    assert_int_equal(text_edit_caret(edit), 0);
    desk_free(desk);
}

static void the_first_home_stays_in_its_line(void **state) {
    (void)state;
    static const struct {
        const char *keys;
        size_t caret;
    } cases[] = {
        {"Down Home", 4},          {"Down End", 4},
        {"Down Home Home", 0},     {"Down End End", 9},
        {"Down Home End", 4},      {"Down Home Left Right Home", 4},
        {"Down Home F8 Home", 4},  {"Down Home ^F Esc Home", 4},
        {"Down End Home Home", 0}, {"Down Home Tab S-Tab Home", 4},
    };
    Desk *desk = with_text(CASE_NEED, "abc\n\ndefg");
    TextEdit *edit = form_field_find(desk->form, CASE_NEED)->edit;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        press(desk, "C-Home");
        press(desk, cases[i].keys);
        if (text_edit_caret(edit) != cases[i].caret)
            fail_msg("%s: %zu", cases[i].keys, text_edit_caret(edit));
        press(desk, "Right Esc");
        text_edit_select_none(edit);
    }
    desk_free(desk);
}

/* ---- finding ---- */

static void texts_are_found_folded(void **state) {
    (void)state;
    Desk *desk = with_text(CASE_NEED, "續費率 ABC，续费率 ａｂｃ。Ábc 续费");
    press(desk, "F4");
    paste(desk, "abc");
    draw(desk, 24, 80);
    assert_true(shows(desk, "1 of 3"));
    expect_selected(desk, "ABC");
    press(desk, "F3");
    expect_selected(desk, "ａｂｃ");
    press(desk, "Enter Enter"); /* round */
    expect_selected(desk, "ABC");
    assert_true(shows(desk, "1 of 3"));
    press(desk, "Up");
    expect_selected(desk, "Ábc");
    press(desk, "^U");
    paste(desk, "续费");
    draw(desk, 24, 80);
    assert_true(shows(desk, "1 of 3"));
    expect_selected(desk, "續費");
    press(desk, "x");
    assert_true(shows(desk, "not in this text"));
    press(desk, "Backspace Esc F3 F3"); /* goes on without the bar */
    expect_selected(desk, "续费");
    press(desk, "S-F3");
    assert_int_equal(form_focus(desk->form), CASE_NEED);
    expect_form_text(desk->form, CASE_NEED, "續費率 ABC，续费率 ａｂｃ。Ábc 续费");
    desk_free(desk);
}

static void replacing_all_is_one_step(void **state) {
    (void)state;
    Desk *desk = with_text(CASE_NEED, "续费 一 續費 二 续费 三");
    press(desk, "^F");
    paste(desk, "续费");
    press(desk, "Tab");
    paste(desk, "续约");
    press(desk, "Enter");
    expect_form_text(desk->form, CASE_NEED, "续约 一 續費 二 续费 三");
    draw(desk, 24, 80);
    assert_true(shows(desk, "1 of 2"));
    press(desk, "F8");
    expect_form_text(desk->form, CASE_NEED, "续约 一 续约 二 续约 三");
    assert_true(shows(desk, "2 replaced"));
    assert_int_equal(desk->changes[CASE_NEED], 2);
    press(desk, "Esc ^Z");
    expect_form_text(desk->form, CASE_NEED, "续约 一 續費 二 续费 三");
    press(desk, "^Z");
    expect_form_text(desk->form, CASE_NEED, "续费 一 續費 二 续费 三");
    form_set_read_only(desk->form, STR("locked"));
    press(desk, "F4 Tab F8 Enter");
    expect_form_text(desk->form, CASE_NEED, "续费 一 續費 二 续费 三");
    desk_free(desk);
}

/* ---- notes and passages ---- */

static const char interview[] = "访谈。\n续费率从 71% 提高到 80%，用了两个学期。老师省事。";

static Desk *with_notes(void) {
    Desk *desk = desk_new();
    form_set_focus(desk->form, CASE_NEED);
    press(desk, "F6");
    assert_int_equal(form_focus(desk->form), CASE_NOTES);
    paste(desk, interview);
    draw(desk, 24, 80);
    assert_true(shows(desk, "Private notes"));
    return desk;
}

static void notes_stand_beside_or_below(void **state) {
    (void)state;
    Desk *desk = with_notes();
    assert_in_range(desk->grid.cursor_row, 12, 23); /* the lower half */
    press(desk, "F6");
    assert_int_equal(form_focus(desk->form), CASE_NEED);
    assert_false(desk->form->notes_rect.rows); /* the page has all */
    press(desk, "F6 Tab");
    assert_int_equal(form_focus(desk->form), CASE_NEED);
    press(desk, "F6 F8");
    assert_true(shows(desk, "Selecting"));
    press(desk, "Esc F2");
    assert_true(shows(desk, "by word"));
    press(desk, "F2 F2 C-Home Up PgUp C-End Down PgDn PgDn"); /* at its ends one stays */
    assert_int_equal(form_focus(desk->form), CASE_NOTES);
    draw(desk, 10, 40); /* all of a small one */
    assert_int_equal(desk->form->notes_rect.rows, 10);
    draw(desk, 40, 140); /* beside, and it stays */
    assert_int_equal(desk->form->notes_rect.rows, 40);
    assert_in_range(desk->grid.cursor_col, 70, 139);
    InputEvent f6 = {.type = INPUT_TYPE_KEY, .key = {INPUT_F1 + 5, 0}};
    form_event(desk->form, &f6);
    draw(desk, 40, 140);
    assert_int_equal(form_focus(desk->form), CASE_NEED);
    assert_true(shows(desk, "访谈。"));
    assert_in_range(desk->grid.cursor_col, 0, 70);
    form_event(desk->form, &f6);
    InputEvent escape = {.type = INPUT_TYPE_KEY, .key = {INPUT_ESCAPE, 0}};
    assert_int_equal(form_event(desk->form, &escape), FORM_USED); /* closes the pane only */
    draw(desk, 40, 140);
    assert_int_equal(desk->form->notes_rect.rows, 0);
    assert_int_equal(form_event(desk->form, &escape), FORM_LEAVE);
    desk_free(desk);
}

static void a_passage_goes_to_a_section(void **state) {
    (void)state;
    Desk *desk = with_notes();
    form_set_text(desk->form, CASE_RESULT, STR("已有一段。\n"));
    press(desk, "C-End ^E");
    assert_true(shows(desk, "Put “老师省事。” into"));
    press(desk, "5");
    expect_form_text(desk->form, CASE_RESULT, "已有一段。\n\n老师省事。");
    expect_form_text(desk->form, CASE_NOTES,
                     "访谈。\n续费率从 71% 提高到 80%，用了两个学期。{==老师省事。==}");
    draw(desk, 24, 80);
    assert_true(shows(desk, "Appended to"));
    Buf dump = {0};
    grid_dump(&desk->grid, &dump, 0);
    size_t first = str_find(buf_str(&dump), STR("Appended to"), 0); /* said once */
    assert_int_equal(str_find(buf_str(&dump), STR("Appended to"), first + 1), SIZE_MAX);
    buf_free(&dump);
    assert_int_equal(desk->changes[CASE_RESULT], 1);
    assert_int_equal(form_focus(desk->form), CASE_NOTES);
    press(desk, "C-Home ^E 9"); /* a line: a blank between */
    expect_form_text(desk->form, CASE_TITLE, "在线教育 访谈。");
    press(desk, "^Z"); /* the mark and the text in the section */
    expect_form_text(desk->form, CASE_TITLE, "在线教育");
    expect_form_text(desk->form, CASE_NOTES,
                     "访谈。\n续费率从 71% 提高到 80%，用了两个学期。{==老师省事。==}");
    press(desk, "C-End Left Left Left Left ^E -"); /* not used after all */
    expect_form_text(desk->form, CASE_NOTES, interview);
    press(desk, "^E Esc");
    expect_form_text(desk->form, CASE_NOTES, interview);
    desk_free(desk);
}

static void a_number_becomes_an_outcome(void **state) {
    (void)state;
    Desk *desk = with_notes();
    press(desk, "C-End F8 Home F8 ^E 0"); /* the sentence with the numbers, and one more */
    expect_form_text(desk->form, CASE_OUTCOMES, "renewal.rate\t%\t71\t80\t\t\t");
    assert_int_equal(form_focus(desk->form), CASE_OUTCOMES);
    assert_int_equal(desk->changes[CASE_OUTCOMES], 1);
    expect_form_text(desk->form, CASE_NOTES,
                     "访谈。\n{==续费率从 71% 提高到 80%，用了两个学期。老师省事。==}");
    press(desk, "F6 C-Home ^E 0"); /* no number: nothing happens, and is said */
    assert_int_equal(desk->changes[CASE_OUTCOMES], 1);
    assert_true(shows(desk, "no number"));
    assert_int_equal(form_focus(desk->form), CASE_NOTES);
    desk_free(desk);
}

static void a_passage_goes_to_two_places(void **state) {
    (void)state;
    Desk *desk = with_notes();
    press(desk, "C-End F8 Home F8 ^E 5 ^E 0"); /* the caret stands behind the mark */
    expect_form_text(desk->form, CASE_RESULT, "续费率从 71% 提高到 80%，用了两个学期。老师省事。");
    expect_form_text(desk->form, CASE_OUTCOMES, "renewal.rate\t%\t71\t80\t\t\t");
    expect_form_text(desk->form, CASE_NOTES,
                     "访谈。\n{==续费率从 71% 提高到 80%，用了两个学期。老师省事。==}");
    desk_free(desk);
}

static void passages_go_from_every_text(void **state) {
    (void)state;
    Desk *desk = with_text(CASE_BODY, "方案是分层提醒。 反馈很好。");
    press(desk, "^E 3 ^E 7"); /* the second one: to where it stands */
    expect_form_text(desk->form, CASE_SOLUTION, "方案是分层提醒。");
    expect_form_text(desk->form, CASE_BODY,
                     "方案是分层提醒。 反馈很好。"); /* no mark but in the notes */
    press(desk, "Esc");
    form_set_read_only(desk->form, STR("locked"));
    press(desk, "C-Home ^E");
    assert_null(desk->form->popup);
    desk_free(desk);
}

static void marks_are_whole_in_every_line(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t from, to;
        const char *marked;
    } cases[] = {
        {"ab\n  cd \n\nef", 0, 12, "{==ab==}\n  {==cd==} \n\n{==ef==}"},
        {"a{==bc==}d", 2, 4, "a{==bcd==}"},
        {"a{==bc==}d", 0, 2, "{==abc==}d"},
        {"a{==b==}c{==d==}e", 0, 5, "{==abcde==}"},
        {"- ab\n- cd", 0, 9, "- {==ab==}\n- {==cd==}"},
        {"- {==ab==}", 0, 4, "- {==ab==}"},
        {"（1）ab", 0, 9, "（1）{==ab==}"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        TextEdit *edit = text_edit_new(str_of(cases[i].text), true, 1000);
        text_edit_read_marks(edit);
        form_passage_mark(edit, cases[i].from, cases[i].to, true);
        assert_true(str_equal(text_edit_marked_text(edit), str_of(cases[i].marked)));
        form_passage_mark(edit, 0, text_edit_text(edit).len, false);
        Buf plain = {0};
        text_unmark(str_of(cases[i].text), &plain);
        assert_true(str_equal(text_edit_marked_text(edit), buf_str(&plain)));
        buf_free(&plain);
        text_edit_free(edit);
    }
}

/* While the notes are edited the signs of used passages are neither shown nor in anybody's way; the
 * stored text has them. */
static void used_passages_show_no_signs(void **state) {
    (void)state;
    Desk *desk = with_text(CASE_NOTES, "");
    form_set_text(desk->form, CASE_NOTES, STR("甲{==乙丙==}丁{==戊==}"));
    press(desk, "C-Home");
    assert_false(shows(desk, "{=="));
    assert_true(shows(desk, "甲乙丙丁戊"));
    press(desk, "Right Right Right Right"); /* one key a character */
    press(desk, "x");
    expect_form_text(desk->form, CASE_NOTES, "甲{==乙丙==}丁x{==戊==}");
    press(desk, "^Z");
    press(desk, "C-Home Right F8 Right Right F8 ^O C-End ^R"); /* copied without signs */
    expect_form_text(desk->form, CASE_NOTES, "甲{==乙丙==}丁{==戊==}乙丙");
    press(desk, "^Z C-Home Right F8 Right F8 ^K"); /* cut: the rest stays marked */
    expect_form_text(desk->form, CASE_NOTES, "甲{==丙==}丁{==戊==}");
    press(desk, "^Z");
    expect_form_text(desk->form, CASE_NOTES, "甲{==乙丙==}丁{==戊==}");
    press(desk, "F4"); /* found over an end of a passage, and replaced within */
    press(desk, "丙 丁");
    assert_true(shows(desk, "1 of 1"));
    press(desk, "^U");
    press(desk, "乙");
    press(desk, "Tab");
    press(desk, "新 乙");
    press(desk, "F8 Esc");
    expect_form_text(desk->form, CASE_NOTES, "甲{==新乙丙==}丁{==戊==}");
    press(desk, "^Z");
    expect_form_text(desk->form, CASE_NOTES, "甲{==乙丙==}丁{==戊==}");
    press(desk, "^Y C-End ^E -"); /* behind it: that one is not used */
    expect_form_text(desk->form, CASE_NOTES, "甲{==新乙丙==}丁戊");
    desk_free(desk);
}

static const char list[] =
    "访谈记录\n- 学员一万八千人\n- 3 月 1 日开始上线，先导入数据\n"
    "• 到 9 月底统计：续报率 52% -> 66%，完课率从 38% 提到 57%，"
    "投诉每月 31 起降到 12 起。数字在\"教务台账\"\n没有日期。以前是这样。";

static Desk *with_list(void) {
    Desk *desk = desk_new();
    clock_freeze(1795136400000); /* 2026-11-20 */
    form_set_focus(desk->form, CASE_NEED);
    press(desk, "F6");
    paste(desk, list);
    press(desk, "C-Home");
    return desk;
}

static void items_become_lines_of_a_paragraph(void **state) {
    (void)state;
    Desk *desk = with_list();
    press(desk, "Down ^E 2");
    expect_form_text(desk->form, CASE_NEED, "学员一万八千人");
    press(desk, "Up ^E 3 Up ^E 3"); /* the same once more, and again */
    expect_form_text(desk->form, CASE_SOLUTION, "学员一万八千人");
    assert_true(shows(desk, "Already in “Solution”. The same key"));
    press(desk, "3");
    expect_form_text(desk->form, CASE_SOLUTION, "学员一万八千人。\n学员一万八千人");
    press(desk, "^E 2"); /* the caret went on to it */
    expect_form_text(desk->form, CASE_NEED, "学员一万八千人。\n3 月 1 日开始上线，先导入数据");
    press(desk, "C-End ^E 2"); /* no item: a paragraph */
    expect_form_text(desk->form, CASE_NEED,
                     "学员一万八千人。\n3 月 1 日开始上线，先导入数据\n\n以前是这样。");
    Str notes = form_text(desk->form, CASE_NOTES);
    assert_true(str_find(notes, STR("\n- {==学员一万八千人==}\n- {==3 月"), 0) != SIZE_MAX);
    desk_free(desk);
}

/* The caret goes on to the next sentence that is not used. */
static void the_next_sentence_comes_by_itself(void **state) {
    (void)state;
    Desk *desk = desk_new();
    form_set_focus(desk->form, CASE_NEED);
    press(desk, "F6");
    paste(desk, "第一句。第二句。第三句。");
    press(desk, "C-Home ^E 2 ^E 3");
    expect_form_text(desk->form, CASE_NEED, "第一句。");
    expect_form_text(desk->form, CASE_SOLUTION, "第二句。");
    expect_form_text(desk->form, CASE_NOTES, "{==第一句。==}{==第二句。==}第三句。");
    press(desk, "C-Home ^E 5"); /* in a mark: that sentence and no more, and on to the third */
    expect_form_text(desk->form, CASE_RESULT, "第一句。");
    press(desk, "^E 5");
    expect_form_text(desk->form, CASE_RESULT, "第一句。\n\n第三句。");
    press(desk, "^E 1"); /* there is no other: the last one again, elsewhere */
    expect_form_text(desk->form, CASE_BACKGROUND, "第三句。");
    desk_free(desk);
}

/* What ^E did is taken back as one, wherever the caret is, and done again. */
static void moving_is_one_step_of_undo(void **state) {
    (void)state;
    static const char notes[] = "访谈。\n续费率从 71% 提高到 80%。老师省事。";
    Desk *desk = desk_new();
    form_set_focus(desk->form, CASE_BACKGROUND);
    press(desk, "a F6");
    paste(desk, notes);
    press(desk, "C-Home ^E 1 ^Z");
    expect_form_text(desk->form, CASE_BACKGROUND, "a");
    expect_form_text(desk->form, CASE_NOTES, notes);
    assert_true(shows(desk, "Taken back"));
    press(desk, "^Y");
    expect_form_text(desk->form, CASE_BACKGROUND, "a\n\n访谈。");
    expect_form_text(desk->form, CASE_NOTES, "{==访谈。==}\n续费率从 71% 提高到 80%。老师省事。");
    press(desk, "F6 ^Z"); /* in the section */
    assert_int_equal(form_focus(desk->form), CASE_BACKGROUND);
    expect_form_text(desk->form, CASE_BACKGROUND, "a");
    expect_form_text(desk->form, CASE_NOTES, notes);
    press(desk, "^Y Tab ^Z"); /* in a third field, where nothing was typed since */
    expect_form_text(desk->form, CASE_BACKGROUND, "a");
    press(desk, "^Y F6 C-Home Down ^E 0"); /* rows, which have the focus then */
    expect_form_text(desk->form, CASE_OUTCOMES, "renewal.rate\t%\t71\t80\t\t\t");
    press(desk, "^Z");
    expect_form_text(desk->form, CASE_OUTCOMES, "");
    expect_form_text(desk->form, CASE_NOTES, "{==访谈。==}\n续费率从 71% 提高到 80%。老师省事。");
    press(desk, "^Y");
    expect_form_text(desk->form, CASE_OUTCOMES, "renewal.rate\t%\t71\t80\t\t\t");
    press(desk, "^Z ^Z"); /* the one before */
    expect_form_text(desk->form, CASE_BACKGROUND, "a");
    expect_form_text(desk->form, CASE_NOTES, notes);
    press(desk, "^Y F6 C-Home");
    press(desk, "x ^Z"); /* what was typed since goes first */
    expect_form_text(desk->form, CASE_BACKGROUND, "a\n\n访谈。");
    press(desk, "^Z");
    expect_form_text(desk->form, CASE_BACKGROUND, "a");
    expect_form_text(desk->form, CASE_NOTES, notes);
    desk_free(desk);
}

static void a_passage_is_greyed_only(void **state) {
    (void)state;
    Desk *desk = desk_new();
    form_set_focus(desk->form, CASE_NEED);
    press(desk, "F6");
    paste(desk, "客套话。第二句。");
    press(desk, "C-Home ^E Up"); /* round to the last */
    assert_true(shows(desk, "Not needed: only grey it"));
    press(desk, "Enter");
    expect_form_text(desk->form, CASE_NOTES, "{==客套话。==}第二句。");
    expect_form_text(desk->form, CASE_BACKGROUND, "");
    assert_true(shows(desk, "Greyed: it goes nowhere."));
    press(desk, "C-Home ^E");
    assert_true(shows(desk, "Take the grey away"));
    press(desk, "-");
    expect_form_text(desk->form, CASE_NOTES, "客套话。第二句。");
    assert_true(shows(desk, "not greyed any more"));
    desk_free(desk);
}

static void a_passage_is_evidence_or_what_was_replaced(void **state) {
    (void)state;
    Desk *desk = desk_new();
    form_set_focus(desk->form, CASE_NEED);
    press(desk, "F6");
    paste(desk, "Excel 台账。企业微信群。数字来自“教务台账”。");
    press(desk, "C-Home ^E / ^E /");
    expect_form_text(desk->form, CASE_ALTERNATIVES, "Excel 台账; 企业微信群");
    press(desk, "^E .");
    assert_non_null(desk->form->popup);
    assert_true(shows(desk, "no outcome yet"));
    press(desk, "Esc");
    form_set_text(desk->form, CASE_OUTCOMES, STR("甲\t%\t1\t2\t\t\t\n乙\t%\t1\t2\t\t系统\t9"));
    press(desk, "C-End ^E .");
    expect_form_text(desk->form, CASE_OUTCOMES,
                     "甲\t%\t1\t2\t\t教务台账\t\n乙\t%\t1\t2\t\t系统\t9");
    assert_true(shows(desk, "evidence of one outcome"));
    press(desk, "^Z ^E .");
    assert_int_equal(form_focus(desk->form), CASE_NOTES);
    desk_free(desk);
}

static void a_passage_becomes_a_step(void **state) {
    (void)state;
    Desk *desk = with_list();
    press(desk, "Down Down ^E =");
    expect_form_text(desk->form, CASE_STEPS, "2026-03-01\t开始上线，先导入数据");
    assert_true(shows(desk, "A row was added"));
    press(desk, "C-End ^E =");
    expect_form_text(desk->form, CASE_STEPS, "2026-03-01\t开始上线，先导入数据\n\t以前是这样。");
    assert_true(shows(desk, "names no day"));
    press(desk, "C-Home ^E +");
    expect_form_text(desk->form, CASE_CUSTOMER, "访谈记录");
    press(desk, "C-Home ^E +"); /* it has one: nothing is put over it */
    expect_form_text(desk->form, CASE_CUSTOMER, "访谈记录");
    assert_non_null(desk->form->popup);
    desk_free(desk);
}

static void a_sentence_becomes_several_outcomes(void **state) {
    (void)state;
    Desk *desk = with_list();
    press(desk, "Down Down Down ^E 0");
    expect_form_text(desk->form, CASE_OUTCOMES,
                     "续报率\t%\t52\t66\t2026-09-30\t教务台账\t\n"
                     "完课率\t%\t38\t57\t2026-09-30\t教务台账\t\n"
                     "投诉\t起/月\t31\t12\t2026-09-30\t教务台账\t");
    assert_true(shows(desk, "3 outcomes were filled in"));
    desk_free(desk);
}

static void the_menu_leaves_the_passage_free(void **state) {
    (void)state;
    Desk *desk = with_list();
    for (int line = 0; line < 5; line++) {
        press(desk, "C-Home");
        for (int i = 0; i < line; i++)
            press(desk, "Down");
        int row = desk->grid.cursor_row;
        press(desk, "^E");
        assert_true(shows(desk, "Put “"));
        assert_true(shows(desk, "Not needed"));
        assert_false(grid_rect_has(desk->form->menu.list.rect, row, 40));
        press(desk, "Esc");
    }
    press(desk, "C-Home ^E");
    const List *right = &desk->form->menu.halves[1];
    InputEvent click = {.type = INPUT_TYPE_MOUSE,
                        .mouse = INPUT_MOUSE_PRESS,
                        .button = 1,
                        .row = right->rect.row + 1,
                        .col = right->rect.col + 2};
    form_event(desk->form, &click); /* the tenth: no number */
    draw(desk, 24, 80);
    assert_true(shows(desk, "no number"));
    press(desk, "C-Home ^E Right Enter"); /* two columns: beside the first stands the ninth */
    expect_form_text(desk->form, CASE_TITLE, "在线教育 访谈记录");
    desk_free(desk);
}

static void a_label_is_left_behind(void **state) {
    (void)state;
    static const struct {
        const char *passage, *said;
    } cases[] = {
        {"客户情况：冷链仓配，五个仓。", "冷链仓配，五个仓。"},
        {"3 想过换 WMS，没换。", "想过换 WMS，没换。"},
        {"3、问题：盘点要停工。", "盘点要停工。"},
        {"（3）我们做的：上了扫码。", "上了扫码。"},
        {"过程：5月试点。", "5月试点。"},
        {"效果：准确率 99%。", "准确率 99%。"},
        {"客户评价：陆经理说“省心”。", "陆经理说“省心”。"},
        {"下一步: 推到华南。", "推到华南。"},
        {"Background: Five warehouses.", "Five warehouses."},
        {"What we did: scanned all.", "scanned all."},
        {"回款：12 天。", "回款：12 天。"},
        {"3 个仓一起上。", "3 个仓一起上。"},
        {"3 月 1 日上线。", "3 月 1 日上线。"},
        {"3 warehouses.", "3 warehouses."},
        {"盘点：过程：两天。", "盘点：过程：两天。"},
        {"效果：", "效果："},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Desk *desk = desk_new();
        form_set_focus(desk->form, CASE_NEED);
        press(desk, "F6");
        paste(desk, cases[i].passage);
        press(desk, "C-Home ^E 4");
        expect_form_text(desk->form, CASE_PROCESS, cases[i].said);
        desk_free(desk);
    }
}

/* Above the notes stands the field that got the passage; F6 goes to it. */
static void the_page_follows_the_passage(void **state) {
    (void)state;
    Desk *desk = desk_new();
    form_set_focus(desk->form, CASE_TITLE);
    press(desk, "F6");
    paste(desk, "甲要点。乙要点。");
    press(desk, "C-Home ^E 2");
    assert_int_equal(form_focus(desk->form), CASE_NOTES);
    assert_true(shows(desk, "Need"));
    press(desk, "^E 6");
    assert_true(shows(desk, "Feedback"));
    press(desk, "F6");
    assert_int_equal(form_focus(desk->form), CASE_FEEDBACK);
    desk_free(desk);
}

static void choices_hang_at_their_field(void **state) {
    (void)state;
    static const int fields[] = {CASE_SUCCESS, CASE_AUDIENCE};
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        Desk *desk = desk_new();
        form_set_focus(desk->form, fields[i]);
        draw(desk, 24, 80);
        press(desk, "F7");
        GridRect at = form_field_find(desk->form, fields[i])->rect,
                 box = desk->form->menu.list.rect;
        assert_true(box.row == at.row + at.rows + 1 || box.row + box.rows + 1 == at.row);
        assert_in_range(box.col, at.col, at.col + 2); /* one for the frame */
        desk_free(desk);
    }
}

static void a_source_in_brackets_is_evidence(void **state) {
    (void)state;
    Desk *desk = desk_new();
    clock_freeze(1795136400000); /* 2026-11-20 */
    form_set_focus(desk->form, CASE_NEED);
    press(desk, "F6");
    paste(desk,
          "效果：库存准确率从91%到99.2%（8月盘点表），投诉从31起降到12起（试点仓），"
          "回款从30天缩到12天（12月回款台账）。");
    press(desk, "C-Home ^E 0");
    expect_form_text(desk->form, CASE_OUTCOMES,
                     "库存准确率\t%\t91\t99.2\t2026-08-31\t8月盘点表\t\n"
                     "投诉\t起\t31\t12\t\t\t\n"
                     "回款\t天\t30\t12\t2025-12-31\t12月回款台账\t");
    desk_free(desk);
}

static void a_row_of_steps_for_each_date(void **state) {
    (void)state;
    static const struct {
        const char *passage, *rows, *said;
    } cases[] = {
        {"过程：5月8日-6月30日 试点，7月推到5个仓",
         "2026-05-08\t5月8日-6月30日 试点\n2026-07-01\t推到5个仓", "“7月” is taken as 2026-07-01."},
        {"3月1日签约；4月2日上线，全员培训；从5月3日起扩到华南。",
         "2026-03-01\t签约\n2026-04-02\t上线，全员培训\n2026-05-03\t扩到华南。",
         "3 rows were added"},
        {"3月1日上线，计划到6月5日结束", "2026-03-01\t上线，计划到6月5日结束", "A row was added"},
        {"On March 3 we began, on April 5 we went live",
         "2026-03-03\twe began\n2026-04-05\twe went live", "2 rows were added"},
    };
    clock_freeze(1795136400000); /* 2026-11-20 */
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Desk *desk = desk_new();
        form_set_focus(desk->form, CASE_NEED);
        press(desk, "F6");
        paste(desk, cases[i].passage);
        press(desk, "C-Home ^E =");
        expect_form_text(desk->form, CASE_STEPS, cases[i].rows);
        assert_true(shows(desk, cases[i].said));
        desk_free(desk);
    }
}

static void days_are_found_in_sentences(void **state) {
    (void)state;
    static const struct {
        const char *sentence, *found, *first, *last;
    } cases[] = {
        {"用我们的平台，3 月 1 日开始上线", "3 月 1 日", "2026-03-01", "2026-03-01"},
        {"到 9 月底统计", "9 月底", "2026-09-01", "2026-09-30"},
        {"2025年12月上线，2 万人", "2025年12月", "2025-12-01", "2025-12-31"},
        {"于2026-04-10分三档", "2026-04-10", "2026-04-10", "2026-04-10"},
        {"8月中旬开会", "8月中旬", "2026-08-01", "2026-08-31"},
        {"8月中国区", "8月", "2026-08-01", "2026-08-31"},
        {"去年年底上线", "去年年底", "2025-12-31", "2025-12-31"},
        {"2024年初", "2024年初", "2024-01-01", "2024-01-01"},
        {"昨天开会", "昨天", "2026-11-19", "2026-11-19"},
        {"as of October 31, it was", "October 31", "2026-10-31", "2026-10-31"},
        {"on 3 March 2025 we began", "3 March 2025", "2025-03-03", "2025-03-03"},
        {"since June all is well", "June", "2026-06-01", "2026-06-30"},
        {"They may march on; 3 天发提醒，7天电话，每月 31 起，一天三次，2026年", NULL, NULL, NULL},
        {"员工 260 人，续报率 52%，3.5 分", NULL, NULL, NULL},
    };
    clock_freeze(1795136400000); /* 2026-11-20 */
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        DayFound day = {0};
        Buf days = {0};
        Str sentence = str_of(cases[i].sentence);
        bool any = library_day_in(sentence, 0, &day);
        if (any != (cases[i].found != NULL))
            fail_msg("%s: %.*s", cases[i].sentence, (int)(day.to - day.from),
                     sentence.ptr + day.from);
        if (!any)
            continue;
        Str found = str_make(sentence.ptr + day.from, day.to - day.from);
        date_format(&days, day.first);
        buf_putc(&days, ' ');
        date_format(&days, day.last);
        Str first = str_of(cases[i].first), last = str_of(cases[i].last);
        if (!str_equal(found, str_of(cases[i].found)) || !str_starts(buf_str(&days), first) ||
            !str_ends(buf_str(&days), last))
            fail_msg("%s: %.*s %s", cases[i].sentence, STR_ARG(found), buf_text(&days));
        buf_free(&days);
    }
}

static void signs_of_lists_are_no_text(void **state) {
    (void)state;
    static const char *const items[] = {"- 甲",    "* 甲",   "•甲", "1. 甲",  "12）甲", "1、甲",
                                        "（1）甲", "(2) 甲", "①甲", "  – 甲", "一、甲"};
    static const char *const none[] = {"-5 度", "*甲*", "3.5%", "2026. 甲", "甲", "1.甲", ""};
    for (size_t i = 0; i < COUNT_OF(items); i++) {
        Buf clean = {0};
        text_passage_clean(str_of(items[i]), &clean);
        if (strcmp(buf_text(&clean), "甲") != 0)
            fail_msg("%s: %s", items[i], buf_text(&clean));
        buf_free(&clean);
    }
    for (size_t i = 0; i < COUNT_OF(none); i++)
        if (text_list_mark(str_of(none[i])))
            fail_msg("%s", none[i]);
    Buf clean = {0};
    text_passage_clean(STR(" - 甲\n- {==乙！==}\n- four\n- five\n\n一段\n  又一行 "), &clean);
    assert_string_equal(buf_text(&clean), "甲。\n乙！\nfour.\nfive\n\n一段\n  又一行");
    buf_free(&clean);
}

/* ---- days in rows ---- */

static void a_rough_day_becomes_one_and_says_which(void **state) {
    (void)state;
    static const struct {
        const char *typed, *day;
    } cases[] = {{"8月底", "2026-08-31"},     {"2月初", "2026-02-01"},
                 {"年底", "2026-12-31"},      {"3月中旬", "2026-03-15"},
                 {"去年年底", "2025-12-31"},  {"2026 年 6 月下旬", "2026-06-25"},
                 {"三季度末", "2026-09-30"},  {"end of August", "2026-08-31"},
                 {"mid-March", "2026-03-15"}, {"８月", "2026-08-01"}};
    clock_freeze(1795136400000); /* 2026-11-20 */
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Desk *desk = desk_new();
        Buf want = {0};
        form_set_focus(desk->form, CASE_STEPS);
        paste(desk, cases[i].typed);
        press(desk, "Tab x");
        buf_printf(&want, "%s\tx", cases[i].day);
        expect_form_text(desk->form, CASE_STEPS, buf_text(&want));
        buf_free(&want);
        desk_free(desk);
    }
    Desk *desk = desk_new();
    form_set_focus(desk->form, CASE_STEPS);
    paste(desk, "8月底");
    press(desk, "Tab");
    assert_true(shows(desk, "“8月底” is taken as 2026-08-31."));
    press(desk, "x"); /* it goes with the next change */
    assert_false(shows(desk, "is taken as"));
    press(desk, "Enter");
    paste(desk, "8月31日"); /* a day is a day */
    press(desk, "Tab");
    assert_false(shows(desk, "is taken as"));
    form_set_focus(desk->form, CASE_PERIOD_END);
    paste(desk, "年底");
    press(desk, "Tab");
    expect_form_text(desk->form, CASE_PERIOD_END, "2026-12-31");
    assert_true(shows(desk, "“年底” is taken as 2026-12-31."));
    desk_free(desk);
}

static void wrong_days_are_all_named_and_stay_in_their_column(void **state) {
    (void)state;
    Desk *desk = desk_new();
    form_set_focus(desk->form, CASE_STEPS);
    paste(desk, "把客户的数据一次导进来再说");
    press(desk, "Tab");
    assert_true(shows(desk, "Row 1, Date"));
    press(desk, "a"); /* and stays said while another cell is typed into */
    assert_true(shows(desk, "Row 1, Date"));
    press(desk, "Enter");
    paste(desk, "某天");
    press(desk, "Tab b");
    assert_true(shows(desk, "row 1, Date, row 2, Date"));
    const FormRows *rows = form_field_find(desk->form, CASE_STEPS)->rows;
    GridRect cell = form_rows_cell_rect(rows);
    assert_in_range(cell.col, 20, 40); /* the second column, right of ten for the day */
    press(desk, "Up S-Tab ^U");
    paste(desk, "2026-01-02");
    press(desk, "Tab");
    assert_false(shows(desk, "row 1, Date"));
    assert_true(shows(desk, "Row 2, Date"));
    desk_free(desk);
}

static void escape_after_nothing_to_choose_stays(void **state) {
    (void)state;
    Desk *desk = with_text(CASE_BACKGROUND, "甲");
    InputEvent escape = {.type = INPUT_TYPE_KEY, .key = {INPUT_ESCAPE, 0}};
    int row = desk->grid.cursor_row;
    press(desk, "F7");
    assert_true(shows(desk, "nothing to choose"));
    assert_int_equal(desk->grid.cursor_row, row); /* no line moved */
    assert_int_equal(form_event(desk->form, &escape), FORM_USED);
    draw(desk, 24, 80);
    assert_false(shows(desk, "nothing to choose"));
    assert_int_equal(form_event(desk->form, &escape), FORM_LEAVE);
    press(desk, "F7 x"); /* another key: Esc leaves again */
    assert_int_equal(form_event(desk->form, &escape), FORM_LEAVE);
    desk_free(desk);
}

/* ---- the cursor ---- */

/* Where the insertion point of an area is on the screen, from the text alone. */
static void insertion_cell(const FormField *field, int *row, int *col) {
    TextEdit *edit = field->edit;
    size_t line;
    text_edit_caret_cell(edit, &line, col);
    *row = field->box.rect.row + (int)(line - field->box.top);
    *col += field->box.rect.col;
}

/* The cell before the cursor holds the end of what stands before the insertion point. */
static void expect_glyph_before(const Desk *desk, const FormField *field) {
    const Grid *grid = &desk->grid;
    Str text = text_edit_text(field->edit);
    size_t caret = text_edit_caret(field->edit), line;
    int col;
    text_edit_caret_cell(field->edit, &line, &col);
    if (caret == 0 || col == 0)
        return;
    size_t before = caret;
    while (before > 0 && ((uint8_t)text.ptr[--before] & 0xC0) == 0x80)
        ;
    Str glyph = str_make(text.ptr + before, caret - before);
    bool plain = glyph.len == 1 || ((uint8_t)glyph.ptr[0] >= 0xE4 && (uint8_t)glyph.ptr[0] <= 0xE9);
    if (!plain || *glyph.ptr == ' ' || *glyph.ptr == '\t')
        return;
    int width = text_width(glyph);
    const GridCell *cell = grid_cell(grid, grid->cursor_row, grid->cursor_col - width);
    if (!cell || !str_equal(str_of(cell->text), glyph))
        fail_msg("before the cursor stands \"%s\", not \"%.*s\"", cell ? cell->text : "",
                 (int)glyph.len, glyph.ptr);
}

static void the_cursor_is_the_insertion_point(void **state) {
    (void)state;
    static const char *const keys[] = {"Left",  "Right", "Up",    "Down",      "Home",   "End",
                                       "Enter", "Space", "Space", "Backspace", "Delete", "C-Left"};
    static const char *const texts[] = {"客户", "成功",  "，",   "（", "。",
                                        "a",    "word ", "3.5%", "é"};
    for (int cols = 30; cols <= 44; cols++) {
        Desk *desk = desk_new();
        FormField *field = form_field_find(desk->form, CASE_NOTES);
        form_set_focus(desk->form, CASE_NOTES);
        for (int i = 0; i < 400; i++) {
            InputEvent event = {.type = INPUT_TYPE_KEY};
            if (dice(2)) {
                paste(desk, texts[dice(COUNT_OF(texts))]);
            } else {
                assert_true(input_key_parse(str_of(keys[dice(COUNT_OF(keys))]), &event.key));
                form_event(desk->form, &event);
            }
            if (form_focus(desk->form) != CASE_NOTES)
                form_set_focus(desk->form, CASE_NOTES);
            draw(desk, 20, cols);
            int row, col;
            insertion_cell(field, &row, &col);
            assert_int_equal(desk->grid.cursor_row, row);
            assert_int_equal(desk->grid.cursor_col, col);
            assert_in_range(row, field->box.rect.row,
                            field->box.rect.row + field->box.rect.rows - 1);
            assert_in_range(col, field->box.rect.col, cols - 1);
            expect_glyph_before(desk, field);
        }
        desk_free(desk);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(f8_selects),
        cmocka_unit_test(what_is_cut_is_pasted_elsewhere),
        cmocka_unit_test(home_and_end_go_on),
        cmocka_unit_test(the_first_home_stays_in_its_line),
        cmocka_unit_test(items_become_lines_of_a_paragraph),
        cmocka_unit_test(the_next_sentence_comes_by_itself),
        cmocka_unit_test(moving_is_one_step_of_undo),
        cmocka_unit_test(a_passage_is_greyed_only),
        cmocka_unit_test(a_passage_is_evidence_or_what_was_replaced),
        cmocka_unit_test(a_passage_becomes_a_step),
        cmocka_unit_test(a_label_is_left_behind),
        cmocka_unit_test(a_source_in_brackets_is_evidence),
        cmocka_unit_test(a_row_of_steps_for_each_date),
        cmocka_unit_test(choices_hang_at_their_field),
        cmocka_unit_test(the_page_follows_the_passage),
        cmocka_unit_test(a_sentence_becomes_several_outcomes),
        cmocka_unit_test(the_menu_leaves_the_passage_free),
        cmocka_unit_test(a_rough_day_becomes_one_and_says_which),
        cmocka_unit_test(wrong_days_are_all_named_and_stay_in_their_column),
        cmocka_unit_test(escape_after_nothing_to_choose_stays),
        cmocka_unit_test(days_are_found_in_sentences),
        cmocka_unit_test(signs_of_lists_are_no_text),
        cmocka_unit_test(texts_are_found_folded),
        cmocka_unit_test(replacing_all_is_one_step),
        cmocka_unit_test(notes_stand_beside_or_below),
        cmocka_unit_test(a_passage_goes_to_a_section),
        cmocka_unit_test(a_number_becomes_an_outcome),
        cmocka_unit_test(a_passage_goes_to_two_places),
        cmocka_unit_test(passages_go_from_every_text),
        cmocka_unit_test(used_passages_show_no_signs),
        cmocka_unit_test(marks_are_whole_in_every_line),
        cmocka_unit_test(the_cursor_is_the_insertion_point),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
