#include "config.h"

#include "unit.h"

#include "base/clock.h"

#include "base/buf.h"
#include "base/vec.h"
#include "text/cluster.h"
#include "text/edit.h"
#include "text/sentence.h"
#include "text/tables.h"
#include "text/utf8.h"
#include "text/width.h"

enum { BIG = 1 << 20 };

static void assert_edit(TextEdit *edit, const char *text, size_t caret) {
    assert_true(str_equal(text_edit_text(edit), str_of(text)));
    assert_int_equal(text_edit_caret(edit), caret);
}

static void typing_goes_by_cluster(void **state) {
    (void)state;
    TextEdit *edit = text_edit_new(STR(""), true, BIG);
    assert_true(text_edit_type(edit, STR("中")));
    assert_true(text_edit_type(edit, STR("👩‍👧")));
    assert_true(text_edit_type(edit, STR("e")));
    assert_true(text_edit_type(edit, STR("\xCC\x81")));
    assert_true(text_edit_move(edit, TEXT_MOVE_LEFT, false));
    assert_int_equal(text_edit_caret(edit), 3 + 11);
    assert_true(text_edit_delete(edit, TEXT_MOVE_LEFT)); /* the whole family */
    assert_edit(edit, "中e\xCC\x81", 3);
    assert_true(text_edit_delete(edit, TEXT_MOVE_RIGHT));
    assert_edit(edit, "中", 3);
    assert_false(text_edit_delete(edit, TEXT_MOVE_RIGHT));
    assert_true(text_edit_delete(edit, TEXT_MOVE_LEFT));
    assert_false(text_edit_delete(edit, TEXT_MOVE_LEFT));
    assert_edit(edit, "", 0);
    text_edit_free(edit);
}

static void undo_takes_runs_back(void **state) {
    (void)state;
    TextEdit *edit = text_edit_new(STR("ab"), true, BIG);
    assert_false(text_edit_is_changed(edit));
    assert_false(text_edit_undo(edit));
    text_edit_move(edit, TEXT_MOVE_END, false);
    for (int i = 0; i < 5; i++)
        text_edit_type(edit, STR("客"));
    assert_true(text_edit_is_changed(edit));
    text_edit_paste(edit, STR("paste one"));
    text_edit_paste(edit, STR("!"));
    text_edit_delete(edit, TEXT_MOVE_LEFT);
    text_edit_delete(edit, TEXT_MOVE_LEFT);
    assert_edit(edit, "ab客客客客客paste on", 2 + 15 + 8);
    assert_true(text_edit_undo(edit));
    assert_edit(edit, "ab客客客客客paste one!", 2 + 15 + 10);
    assert_true(text_edit_undo(edit));
    assert_true(text_edit_undo(edit));
    assert_edit(edit, "ab客客客客客", 2 + 15);
    assert_true(text_edit_undo(edit));
    assert_edit(edit, "ab", 2);
    assert_false(text_edit_undo(edit));
    assert_false(text_edit_is_changed(edit));
    for (int i = 0; i < 4; i++)
        assert_true(text_edit_redo(edit));
    assert_false(text_edit_redo(edit));
    assert_edit(edit, "ab客客客客客paste on", 2 + 15 + 8);
    text_edit_undo(edit);
    text_edit_type(edit, STR("x")); /* what was undone is gone */
    assert_false(text_edit_redo(edit));
    text_edit_mark_saved(edit);
    assert_false(text_edit_is_changed(edit));
    text_edit_free(edit);
}

static void type_each(TextEdit *edit, const char *text) {
    for (size_t at = 0; text[at];) {
        unsigned char c = (unsigned char)text[at];
        size_t len = c < 0x80 ? 1 : c < 0xe0 ? 2 : 3;
        text_edit_type(edit, str_make(text + at, len));
        at += len;
    }
}

static void undo_of_typing_goes_word_by_word(void **state) {
    (void)state;
    TextEdit *edit = text_edit_new(STR(""), true, BIG);
    clock_freeze(1000000);
    type_each(edit, "Renewals rose, incomprehensibilities-");
    text_edit_undo(edit);
    assert_edit(edit, "Renewals rose, ", 15);
    text_edit_undo(edit);
    assert_edit(edit, "Renewals ", 9);
    text_edit_undo(edit);
    assert_edit(edit, "", 0);
    type_each(edit, "续费提醒有用，家长");
    text_edit_undo(edit);
    assert_edit(edit, "续费提醒有用，", 21);
    text_edit_undo(edit);
    for (int i = 0; i < 25; i++)
        text_edit_type(edit, STR("客"));
    text_edit_undo(edit);
    assert_int_equal(text_edit_text(edit).len, 60);
    text_edit_undo(edit);
    type_each(edit, "客户");
    clock_freeze(1000000 + 5000); /* a pause */
    type_each(edit, "成功");
    text_edit_undo(edit);
    assert_edit(edit, "客户", 6);
    text_edit_free(edit);
}

static void a_move_ends_the_run(void **state) {
    (void)state;
    TextEdit *edit = text_edit_new(STR(""), false, BIG);
    text_edit_type(edit, STR("a"));
    text_edit_move(edit, TEXT_MOVE_START, false);
    text_edit_move(edit, TEXT_MOVE_END, false);
    text_edit_type(edit, STR("b"));
    text_edit_undo(edit);
    assert_edit(edit, "a", 1);
    text_edit_free(edit);
}

static void selections_are_replaced(void **state) {
    (void)state;
    TextEdit *edit = text_edit_new(STR("客户成功"), false, BIG);
    size_t from, to;
    text_edit_move(edit, TEXT_MOVE_RIGHT, true);
    text_edit_move(edit, TEXT_MOVE_RIGHT, true);
    assert_true(text_edit_selection(edit, &from, &to));
    assert_int_equal(to - from, 6);
    assert_true(text_edit_type(edit, STR("x")));
    assert_edit(edit, "x成功", 1);
    text_edit_undo(edit);
    assert_true(text_edit_selection(edit, &from, &to));
    assert_int_equal(to - from, 6);
    text_edit_move(edit, TEXT_MOVE_LEFT, false);
    assert_edit(edit, "客户成功", 0);
    assert_true(text_edit_select_all(edit));
    assert_true(text_edit_delete(edit, TEXT_MOVE_LEFT));
    assert_edit(edit, "", 0);
    assert_true(text_edit_set(edit, STR("new")));
    assert_false(text_edit_set(edit, STR("new")));
    assert_edit(edit, "new", 3);
    text_edit_select_all(edit);
    assert_true(text_edit_select_none(edit));
    assert_false(text_edit_selection(edit, &from, &to));
    text_edit_free(edit);
}

static void input_is_made_clean_and_capped(void **state) {
    (void)state;
    TextEdit *edit = text_edit_new(STR("one\ntwo"), false, 12);
    assert_edit(edit, "one two", 0);
    assert_true(text_edit_paste(edit, STR("\x1B[\xE2\x80\xAE")));
    assert_edit(edit, "[one two", 1);
    assert_false(text_edit_type(edit, STR("\n")));
    assert_false(text_edit_type(edit, STR("\x07")));
    assert_false(text_edit_paste(edit, STR("中文")));
    assert_true(text_edit_paste(edit, STR("中")));
    assert_true(text_edit_type(edit, STR("x")));
    assert_false(text_edit_type(edit, STR("x")));
    assert_edit(edit, "[中xone two", 5);
    text_edit_free(edit);
    edit = text_edit_new(STR("中文字"), true, 7);
    assert_edit(edit, "中文", 0);
    text_edit_free(edit);
}

static void words_are_walked(void **state) {
    (void)state;
    TextEdit *edit = text_edit_new(STR("客户成功, Ｆull stop\n末"), true, BIG);
    static const size_t stops[] = {6, 12, 20, 25, 26, 29, 29};
    for (size_t i = 0; i < COUNT_OF(stops); i++) {
        text_edit_move(edit, TEXT_MOVE_WORD_RIGHT, false);
        assert_int_equal(text_edit_caret(edit), stops[i]);
    }
    static const size_t back[] = {26, 25, 21, 14, 6, 0, 0};
    for (size_t i = 0; i < COUNT_OF(back); i++) {
        text_edit_move(edit, TEXT_MOVE_WORD_LEFT, false);
        assert_int_equal(text_edit_caret(edit), back[i]);
    }
    assert_true(text_edit_delete(edit, TEXT_MOVE_WORD_RIGHT));
    assert_true(text_edit_delete(edit, TEXT_MOVE_PARAGRAPH_END));
    assert_edit(edit, "\n末", 0);
    text_edit_free(edit);
}

static void assert_cell(TextEdit *edit, size_t line, int column) {
    size_t at;
    int col;
    text_edit_caret_cell(edit, &at, &col);
    assert_int_equal(at, line);
    assert_int_equal(col, column);
}

static void up_and_down_keep_the_column(void **state) {
    (void)state;
    TextEdit *edit = text_edit_new(STR("abcdef\nx\n中文字符号中文"), true, BIG);
    text_edit_set_columns(edit, 8);
    text_edit_move_to(edit, 5, false);
    text_edit_move(edit, TEXT_MOVE_DOWN, false);
    assert_cell(edit, 1, 1);
    text_edit_move(edit, TEXT_MOVE_DOWN, false);
    assert_cell(edit, 2, 4); /* column 5 is inside a wide character */
    text_edit_move(edit, TEXT_MOVE_DOWN, false);
    assert_cell(edit, 3, 4);
    text_edit_move(edit, TEXT_MOVE_DOWN, false);
    assert_cell(edit, 3, 6);
    for (int i = 0; i < 3; i++)
        text_edit_move(edit, TEXT_MOVE_UP, false);
    assert_cell(edit, 0, 5);
    text_edit_move(edit, TEXT_MOVE_UP, false);
    assert_cell(edit, 0, 0);
    text_edit_free(edit);
}

static void the_end_of_a_soft_line_is_on_it(void **state) {
    (void)state;
    TextEdit *edit = text_edit_new(STR("中文字符号"), true, BIG);
    text_edit_set_columns(edit, 4);
    assert_int_equal(text_edit_lines(edit)->len, 3);
    text_edit_move(edit, TEXT_MOVE_LINE_END, false);
    assert_cell(edit, 0, 4);
    assert_int_equal(text_edit_caret(edit), 6);
    text_edit_move(edit, TEXT_MOVE_DOWN, false);
    assert_cell(edit, 1, 4);
    text_edit_move(edit, TEXT_MOVE_LINE_START, false);
    assert_cell(edit, 1, 0);
    assert_true(text_edit_move_to_cell(edit, 2, 1, false));
    assert_cell(edit, 2, 0);
    assert_true(text_edit_move_to_cell(edit, 9, 99, true));
    assert_cell(edit, 2, 2);
    text_edit_set_page(edit, 2);
    text_edit_move(edit, TEXT_MOVE_PAGE_UP, false);
    assert_cell(edit, 0, 2);
    text_edit_free(edit);
}

static void a_selection_is_begun_and_ended(void **state) {
    (void)state;
    size_t from, to;
    TextEdit *edit = text_edit_new(STR("一二三四"), false, BIG);
    text_edit_set_marking(edit, true);
    text_edit_move(edit, TEXT_MOVE_RIGHT, false);
    text_edit_move(edit, TEXT_MOVE_RIGHT, false);
    assert_true(text_edit_selection(edit, &from, &to));
    assert_int_equal(to - from, 6);
    text_edit_set_marking(edit, false);
    assert_true(text_edit_selection(edit, &from, &to));
    text_edit_move(edit, TEXT_MOVE_RIGHT, false);
    assert_false(text_edit_selection(edit, &from, &to));
    text_edit_set_marking(edit, true);
    text_edit_move(edit, TEXT_MOVE_RIGHT, false);
    assert_true(text_edit_type(edit, STR("x"))); /* a change ends it */
    assert_false(text_edit_is_marking(edit));
    assert_edit(edit, "一二x四", 7);
    text_edit_set_marking(edit, true);
    text_edit_move(edit, TEXT_MOVE_START, false);
    text_edit_select_none(edit);
    assert_false(text_edit_is_marking(edit));
    assert_true(text_edit_replace(edit, 3, 7, STR("多少")));
    assert_edit(edit, "一多少四", 9);
    assert_false(text_edit_replace(edit, 3, 9, STR("多少")));
    assert_true(text_edit_undo(edit));
    assert_edit(edit, "一二x四", 0);
    text_edit_free(edit);
}

static void sentences_are_walked(void **state) {
    (void)state;
    static const char text[] =
        "续费率从 71% 提高到 80%。“很好！”他说。\n\nIt rose by 3.5 points. "
        "E.g. churn fell (a lot.) Done";
    static const char *const ends[] = {
        "80%。", "很好！”", "他说。", "3.5 points.", "E.g. churn fell (a lot.)", "Done"};
    TextEdit *edit = text_edit_new(str_of(text), true, BIG);
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        text_edit_move(edit, TEXT_MOVE_SENTENCE_RIGHT, false);
        size_t caret = text_edit_caret(edit);
        if (!str_ends(str_make(text, caret), str_of(ends[i])))
            fail_msg("%.*s, not %s", (int)caret, text, ends[i]);
    }
    static const char *const starts[] = {"Done", "E.g.", "It rose", "他说", "“很好", "续费率"};
    for (size_t i = 0; i < COUNT_OF(starts); i++) {
        text_edit_move(edit, TEXT_MOVE_SENTENCE_LEFT, false);
        size_t caret = text_edit_caret(edit);
        if (!str_starts(str_of(text + caret), str_of(starts[i])))
            fail_msg("%s, not %s", text + caret, starts[i]);
    }
    size_t from, to;
    const char *said = strstr(text, "他说");
    text_sentence_around(str_of(text), (size_t)(said - text) + 3, &from, &to);
    assert_int_equal(from, said - text);
    assert_int_equal(to - from, strlen("他说。"));
    text_sentence_around(str_of(text), (size_t)(said - text) + 9, &from, &to); /* right behind it */
    assert_int_equal(from, said - text);
    text_sentence_around(str_of(text), (size_t)(said - text) + 10, &from, &to); /* the blank line */
    assert_int_equal(from, to);
    text_sentence_around(STR("  \n"), 1, &from, &to);
    assert_int_equal(from, to);
    text_sentence_around(STR(""), 0, &from, &to);
    assert_int_equal(from, to);
    text_edit_free(edit);
}

/* The wrapping knows them without the tables. */
static void common_characters_are_wide_and_part(void **state) {
    (void)state;
    for (uint32_t point = 0x4E00; point <= 0x9FFF; point++) {
        char text[2 * UTF8_MAX];
        size_t len = utf8_encode(point, text);
        assert_int_equal(utf8_encode(point, text + len), len);
        assert_int_equal(text_width_point(point), 2);
        Str two = str_make(text, 2 * len);
        assert_int_equal(text_prop(point) >> PROP_WRAP_SHIFT & 15, WRAP_IDEOGRAPH);
        assert_int_equal(text_cluster_next(two, 0), len);
        assert_int_equal(text_wrap_next(two, 0, 3), len);
        assert_int_equal(text_wrap_next(two, 0, 4), 2 * len);
    }
    assert_int_equal(text_wrap_next(STR("中\xCC\x81文"), 0, 3), 5); /* a mark stays */
}

static void a_long_text_stays_quick(void **state) {
    (void)state;
    Buf text = {0};
    while (text.len < BIG - 100)
        buf_puts(&text, "客户成功案例库 one paragraph of many words，再来一段。\n");
    TextEdit *edit = text_edit_new(buf_str(&text), true, BIG);
    text_edit_lines(edit);
    text_edit_move_to(edit, text.len / 2, false);
    for (int i = 0; i < 20; i++) {
        assert_true(text_edit_type(edit, STR("字")));
        text_edit_lines(edit);
    }
    TextLines fresh = {0};
    text_wrap(&fresh, text_edit_text(edit), 80);
    assert_int_equal(fresh.len, text_edit_lines(edit)->len);
    text_lines_free(&fresh);
    text_edit_free(edit);
    buf_free(&text);
}

/* One line of text that is shown in several: prompts. */
static void a_text_of_one_line_can_be_wrapped(void **state) {
    (void)state;
    TextEdit *edit = text_edit_new(STR("abcde fghij"), false, 100);
    assert_int_equal(text_edit_lines(edit)->len, 1);
    text_edit_set_columns(edit, 6);
    assert_int_equal(text_edit_lines(edit)->len, 2);
    text_edit_type(edit, STR("x\ny")); /* and stays one */
    assert_true(str_equal(text_edit_text(edit), STR("x yabcde fghij")));
    text_edit_set_columns(edit, 0);
    assert_int_equal(text_edit_lines(edit)->len, 1);
    text_edit_free(edit);
}

/* A key at the start of a paragraph of a thousand lines moves them all: only those that are looked
 * at are wrapped at once, and all are right where somebody goes. */
static void a_long_paragraph_is_wrapped_as_far_as_one_looks(void **state) {
    (void)state;
    Buf text = {0};
    size_t line;
    int column;
    for (int i = 0; i < 40000; i++)
        buf_puts(&text, "字");
    TextEdit *edit = text_edit_new(buf_str(&text), true, 1 << 20);
    assert_int_equal(text_edit_lines(edit)->len, 1000);
    text_edit_type(edit, STR("，"));
    text_edit_type(edit, STR("a"));
    assert_true(text_edit_lines_to(edit, 24)->len < 400);
    TextLines fresh = {0};
    text_wrap(&fresh, text_edit_text(edit), 80);
    for (size_t i = 0; i < 100; i++)
        assert_int_equal(text_edit_lines_to(edit, i)->items[i], fresh.items[i]);
    text_edit_move(edit, TEXT_MOVE_END, false);
    text_edit_caret_cell(edit, &line, &column);
    assert_int_equal(line, fresh.len - 1);
    assert_int_equal(text_edit_line_of(edit, fresh.items[777]), 777);
    text_edit_move(edit, TEXT_MOVE_START, false);
    text_edit_type(edit, STR("b"));
    text_edit_set_page(edit, 600);
    text_edit_move(edit, TEXT_MOVE_PAGE_DOWN, false);
    text_edit_caret_cell(edit, &line, &column);
    assert_int_equal(line, 600);
    text_edit_move_to_cell(edit, 5000, 0, false); /* below the last one */
    text_edit_caret_cell(edit, &line, &column);
    assert_int_equal(line, text_edit_lines(edit)->len - 1);
    text_edit_free(edit);
    text_lines_free(&fresh);
    buf_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(typing_goes_by_cluster),
        cmocka_unit_test(undo_takes_runs_back),
        cmocka_unit_test(undo_of_typing_goes_word_by_word),
        cmocka_unit_test(a_move_ends_the_run),
        cmocka_unit_test(selections_are_replaced),
        cmocka_unit_test(input_is_made_clean_and_capped),
        cmocka_unit_test(words_are_walked),
        cmocka_unit_test(up_and_down_keep_the_column),
        cmocka_unit_test(the_end_of_a_soft_line_is_on_it),
        cmocka_unit_test(a_selection_is_begun_and_ended),
        cmocka_unit_test(sentences_are_walked),
        cmocka_unit_test(common_characters_are_wide_and_part),
        cmocka_unit_test(a_long_text_stays_quick),
        cmocka_unit_test(a_text_of_one_line_can_be_wrapped),
        cmocka_unit_test(a_long_paragraph_is_wrapped_as_far_as_one_looks),
    };
    return cmocka_run_group_tests_name("text_edit", tests, NULL, NULL);
}
