#include "config.h"

#include "unit.h"

#include "picture.h"
#include "tui_app.h"

#include "base/vec.h"
#include "library/save.h"
#include "record/worddiff.h"
#include "tui/screen/casetext.h"
#include "tui/screen/sides.h"

#include <string.h>

/* What is read beside what: words that changed, revisions, two cases, similar ones, a prospect. */

/* ---- words ---- */

/* "a[b]c|a[d]c" */
static void expect_words(const char *before, const char *after, const char *marked) {
    DiffSpans spans[2] = {{0}, {0}};
    const Str texts[2] = {str_of(before), str_of(after)};
    Buf out = {0};
    diff_words(texts[0], texts[1], &spans[0], &spans[1]);
    for (int side = 0; side < 2; side++) {
        size_t at = 0;
        buf_puts(&out, side ? "|" : "");
        for (size_t i = 0; i < spans[side].len; i++) {
            DiffSpan span = spans[side].items[i];
            buf_put(&out, texts[side].ptr + at, span.from - at);
            buf_printf(&out, "[%.*s]", (int)(span.to - span.from), texts[side].ptr + span.from);
            at = span.to;
        }
        buf_put(&out, texts[side].ptr + at, texts[side].len - at);
        free(spans[side].items);
    }
    assert_string_equal(buf_text(&out), marked);
    buf_free(&out);
}

static void words_that_differ_are_found(void **state) {
    (void)state;
    expect_words("same", "same", "same|same");
    expect_words("", "new", "|[new]");
    expect_words("the old word stays", "the new word stays",
                 "the [old] word stays|the [new] word stays");
    expect_words("renewal rate 71%", "renewal rate 80%", "renewal rate [71]%|renewal rate [80]%");
    expect_words("续费率从七成升到八成", "续费率从七成降到六成",
                 "续费率从七成[升]到[八]成|续费率从七成[降]到[六]成");
    expect_words("one", "one more", "one|one [more]");
    expect_words("a, b", "c, d", "[a, b]|[c, d]"); /* the comma between makes it no clearer */
    expect_words("客户 A 流失", "客户 B 流失", "客户 [A] 流失|客户 [B] 流失");
}

/* ---- sides ---- */

static void build_sides(CaseText *text, bool wide, bool brackets, const char *left,
                        const char *right) {
    Sides sides = {.text = text, .wide = wide, .brackets = brackets, .signs = {'-', '+'}};
    casetext_clear(text);
    sides_add(&sides, str_of(left), str_of(right));
}

static void expect_picture(CaseText *text, int cols, const char *lines) {
    Pager pager = {0};
    Grid grid = {0};
    Buf picture = {0};
    grid_resize(&grid, 14, cols);
    pager_set(&pager, text->lines.items, text->lines.len);
    pager_draw(&pager, &grid, grid_all(&grid));
    grid_dump(&grid, &picture, 0);
    if (strncmp(buf_text(&picture), lines, strlen(lines)) != 0)
        fprintf(stderr, "# wanted:\n%s\n# got:\n%s\n", lines, buf_text(&picture));
    assert_true(strncmp(buf_text(&picture), lines, strlen(lines)) == 0);
    buf_free(&picture);
    grid_free(&grid);
    pager_free(&pager);
}

static void two_texts_stand_below_or_beside_each_other(void **state) {
    (void)state;
    CaseText text = {0};
    build_sides(&text, false, false, "one\ntwo 2\nthree", "one\ntwo 3\nthree\nfour");
    expect_picture(&text, 30, "  one\n- two 2\n+ two 3\n  three\n+ four\n");
    assert_int_equal(text.lines.items[1].mark_count, 1);
    assert_int_equal(text.lines.items[1].marks[0].from, 4);
    assert_int_equal(text.lines.items[1].marks[0].style.role, ROLE_CHANGED);
    build_sides(&text, true, false, "one\ntwo 2\nthree", "one\ntwo 3\nthree\nfour");
    expect_picture(&text, 31,
                   "  one           │ one\n~ two 2         │ two 3\n  three         │ three\n"
                   "+               │ four\n");
    assert_int_equal(text.lines.items[1].mark_count, 2);
    build_sides(&text, false, true, "two 2", "two 3"); /* for readers without attributes */
    expect_picture(&text, 30, "- two [2]\n+ two [3]\n");
    build_sides(&text, true, false, "一二三四五六七八九十", "");
    expect_picture(&text, 21, "- 一二三四 │\n  五六七八 │\n  九十     │\n");
    casetext_free(&text);
}

static void long_runs_of_equal_lines_are_folded(void **state) {
    (void)state;
    CaseText text = {0};
    build_sides(&text, false, false, "1\n2\n3\n4\n5\n6\n7\n8\nx", "1\n2\n3\n4\n5\n6\n7\n8\ny");
    expect_picture(&text, 30, "  1\n  2\n: 4 lines alike\n  7\n  8\n- x\n+ y\n");
    casetext_free(&text);
}

/* A paragraph that is a text of its own is compared piece by piece. */
static void long_lines_are_cut_at_sentences(void **state) {
    (void)state;
    CaseText text = {0};
    Buf left = {0}, right = {0};
    for (int i = 0; i < 300; i++)
        buf_printf(&left, "第%d句客户成功。", i);
    buf_put_str(&right, buf_str(&left));
    buf_puts(&right, "新的一句。");
    build_sides(&text, true, false, buf_text(&left), buf_text(&right));
    size_t changed = 0;
    for (size_t i = 0; i < text.lines.len; i++) {
        const PagerLine *line = &text.lines.items[i];
        assert_true(line->text.len < 5000);
        changed += line->mark_count;
        if (line->table && i + 1 < text.lines.len)
            assert_true(str_ends(str_make(line->text.ptr, line->cells[0].to), STR("。")));
    }
    assert_int_equal(changed, 1);
    build_sides(&text, false, false, "一", "");
    assert_int_equal(text.lines.len, 1);
    buf_clear(&left);
    for (int i = 0; i < 3000; i++)
        buf_puts(&left, "长");
    build_sides(&text, false, false, buf_text(&left), ""); /* nothing to cut at */
    assert_true(text.lines.len > 3);
    buf_free(&left);
    buf_free(&right);
    casetext_free(&text);
}

/* Of which “exe” is a part, and nothing that a terminal would obey. */
static void expect_only_text(const CaseText *text) {
    bool said = false;
    for (size_t i = 0; i < text->lines.len; i++) {
        Str line = text->lines.items[i].text;
        said |= str_find(line, STR("exe"), 0) != SIZE_MAX;
        assert_null(memchr(line.ptr, '\x1b', line.len));
        assert_null(memchr(line.ptr, '\x07', line.len));
        assert_true(str_find(line, STR("\xE2\x80\xAE"), 0) == SIZE_MAX);
    }
    assert_true(said);
}

static void hostile_lines_stay_text(void **state) {
    (void)state;
    CaseText text = {0};
    build_sides(&text, true, false, "\x1b[31mred\ngnp\xE2\x80\xAE.exe", "\x1b]0;x\x07");
    expect_only_text(&text);
    build_sides(&text, true, false, "gnp\xE2\x80\xAE.exe", "");
    expect_only_text(&text);
    casetext_free(&text);
}

/* ---- screens ---- */

static void two_marked_cases_are_compared(void **state) {
    (void)state;
    Stage *s = stage_filled(30, 80);
    stage_press(s, "Down =");
    stage_expect(s, "Mark a case with x");
    stage_press(s, "x ="); /* x goes on to the next case */
    stage_expect(s, "< AL-2026-0011");
    stage_expect(s, "differences");
    stage_expect(s, "71% -> 80% (+9 points, +12.7%)");
    stage_expect_not(s, "│");
    stage_press(s, "Tab"); /* beside each other all the same */
    stage_expect(s, "│ AL-2026-0010");
    stage_press(s, "Tab G g [");
    stage_expect(s, "Solution");
    stage_press(s, "Esc Esc");
    stage_expect(s, "[1 marked]");
    stage_free(s);
}

static void wide_screens_compare_side_by_side(void **state) {
    (void)state;
    Stage *s = stage_filled(40, 140);
    stage_press(s, "Down x =");
    stage_expect(s, "│ AL-2026-0010");
    stage_expect_not(s, "Verified on");
    const char *owner = "Owner";
    stage_expect_not(s, owner); /* both are wang's */
    stage_press(s, "a");
    stage_expect(s, owner);
    stage_press(s, "F7");
    stage_expect_not(s, owner);
    stage_open(s, 40, 80); /* narrower: below each other, by itself */
    stage_expect(s, "differences");
    stage_free(s);
}

/* A screen reader hears one line after the other, with brackets for what is only seen. */
static void readers_hear_the_two_one_below_the_other(void **state) {
    (void)state;
    Stage *s = stage_new();
    stage_add_case(s->library, "alpha beta gamma delta", "somebody");
    stage_add_case(s->library, "alpha beta gamma omega", "somebody else");
    s->settings = (AppSettings){.plain = true};
    stage_open(s, 40, 140);
    stage_press(s, "Down x =");
    stage_expect(s, "> AL-2026-0001");
    stage_expect(s, "< somebody [else]");
    stage_free(s);
}

/* With two marks it does not matter where the cursor stands. */
static void exactly_two_marks_are_the_two(void **state) {
    (void)state;
    Stage *s = stage_filled(30, 80);
    stage_press(s, "Down x x j j =");
    stage_expect(s, "< AL-2026-0011");
    stage_expect(s, "differences");
    stage_press(s, "Esc x ="); /* three marks: the last of them and the selected one */
    stage_expect_not(s, "AL-2026-0011");
    stage_free(s);
}

static void similar_cases_are_listed_and_opened(void **state) {
    (void)state;
    Stage *s = stage_filled(30, 100);
    stage_type(s, "教育行业");
    stage_press(s, "Enter ~");
    stage_expect(s, "Like: 教育行业续费提醒的三个层次");
    stage_expect(s, "in common: ");
    stage_expect(s, "晨光在线教育：分层提醒");
    stage_press(s, "Enter");
    stage_expect(s, "Background");
    stage_press(s, "n");
    stage_expect(s, " 1/"); /* the shared words are marked */
    stage_press(s, "Esc");
    stage_expect(s, "Like: ");
    stage_press(s, "="); /* nothing is marked: with the one that they are like */
    stage_expect(s, "< AL-2026-0008");
    stage_press(s, "Esc Esc");
    stage_expect_not(s, "Like: ");
    stage_free(s);
}

static void add_prospect_case(Stage *s, const char *title, const char *industry, const char *size) {
    Record *record = library_new_record(s->library, ENTITY_CASE);
    SaveResult result;
    Error err;
    record_set_text(record, CASE_TITLE, str_of(title));
    record_set_text(record, CASE_INDUSTRY, str_of(industry));
    record_set_text(record, CASE_SIZE_BAND, str_of(size));
    assert_true(library_save(s->library, record, 0, STR(""), NULL, &result, &err));
    record_free(record);
}

static void a_prospect_is_typed_and_answered(void **state) {
    (void)state;
    Stage *s = stage_new();
    add_prospect_case(s, "near", "金融", "200-500人");
    add_prospect_case(s, "farther", "金融", ">2000人");
    add_prospect_case(s, "far", "医疗", "<50人");
    stage_open(s, 24, 80);
    stage_press(s, "Down r");
    stage_expect(s, "Which cases fit a prospect?");
    stage_type(s, "jr"); /* letters are text, pinyin finds the value */
    stage_expect(s, "金融");
    stage_press(s, "Enter");
    stage_type(s, "３００");
    stage_press(s, "Enter Enter Enter");
    stage_expect(s, "金融   Size: ３００");
    stage_expect(s, "100%");
    stage_expect(s, "industry same, size same");
    stage_expect(s, "industry same, size 2 bands off");
    stage_open(s, 24, 120); /* how it is reckoned: where there is room */
    stage_expect(s, "after FreeCBR");
    stage_press(s, "Enter");
    stage_expect(s, "AL-2026-0001");
    stage_press(s, "Esc Esc");
    stage_expect(s, "Which cases fit a prospect?"); /* what was typed is still there */
    stage_expect(s, "３００");
    stage_press(s, "Esc");
    stage_expect_not(s, "Which cases");
    stage_free(s);
}

static void the_values_are_chosen_with_arrows(void **state) {
    (void)state;
    Stage *s = stage_filled(24, 80);
    stage_press(s, "Down r Down Down Enter"); /* the second industry */
    stage_type(s, "no size");
    stage_press(s, "^S");
    stage_expect(s, "is no size");
    stage_press(s, "^U S-Tab");
    stage_expect(s, "金融");
    stage_press(s, "^U ^S");
    stage_expect(s, "at least one thing");
    stage_type(s, "教育");
    stage_press(s, "^S");
    stage_expect(s, "晨光在线教育：分层");
    stage_free(s);
}

static void two_revisions_are_compared(void **state) {
    (void)state;
    Stage *s = stage_new();
    Error err;
    SaveResult result;
    Record *record;
    Uuid id = stage_add_case(s->library, "one two three", "somebody");
    static const char *const titles[] = {"one 2 three", "one 2 four"};
    for (uint32_t i = 0; i < 2; i++) {
        assert_true(library_load(s->library, ENTITY_CASE, id, 0, &record, &err));
        record_set_text(record, CASE_TITLE, str_of(titles[i]));
        assert_true(library_save(s->library, record, i + 1, STR("note"), NULL, &result, &err));
        record_free(record);
    }
    stage_open(s, 24, 80);
    stage_press(s, "Down Enter H =");
    stage_expect(s, "Mark a revision with x");
    stage_press(s, "x End =");
    stage_expect(s, "rev 1 and 3");
    stage_expect(s, "- one two three");
    stage_expect(s, "+ one 2 four");
    stage_press(s, "Esc Home Enter");
    stage_expect(s, "rev 3");
    stage_expect(s, "- one 2 three");
    stage_press(s, "Esc End R"); /* what revision 1 said, and back, and again */
    stage_expect(s, "The content of revision 1 is the newest one now.");
    stage_press(s, "Esc z");
    stage_expect(s, "Taken back: AL-2026-0001, went back.");
    stage_expect(s, "one 2 four");
    stage_press(s, "Z");
    stage_expect(s, "Done again: AL-2026-0001, went back.");
    stage_press(s, "z H");
    stage_expect(s, "done again");
    stage_press(s, "Home z");
    stage_expect(s, "AL-2026-0001: taken back; z here does it again.");
    stage_press(s, "z End Up Up Enter");
    stage_expect(s, "- one 2 three");
    stage_press(s, "Tab");
    stage_expect(s, "│ one 2 four");
    stage_open(s, 24, 50);
    stage_press(s, "Tab Tab");
    stage_expect(s, "Side by side needs 60 columns.");
    stage_free(s);
}

/* Whatever people read is told in their words: the metric by its name. */
static void revisions_speak_of_metrics_by_name(void **state) {
    (void)state;
    Stage *s = stage_new();
    Error err;
    SaveResult result;
    Record *record;
    Uuid id = stage_add_case(s->library, "one", "somebody");
    Value cells[OUTCOME_FIELDS] = {0};
    cells[OUTCOME_METRIC] = value_text(STR("retention.logo"));
    cells[OUTCOME_BEFORE] = (Value){.kind = VALUE_DECIMAL, .decimal = {0, 0}};
    cells[OUTCOME_AFTER] = (Value){.kind = VALUE_DECIMAL, .decimal = {125, 1}};
    cells[OUTCOME_EVIDENCE] = value_text(STR("CRM"));
    Value row = {.kind = VALUE_ROW, .list = {cells, OUTCOME_FIELDS}};
    assert_true(library_load(s->library, ENTITY_CASE, id, 0, &record, &err));
    record_set(record, CASE_OUTCOMES, value_list(&row, 1));
    assert_true(library_save(s->library, record, 1, STR(""), NULL, &result, &err));
    record_free(record);
    stage_open(s, 24, 100);
    stage_press(s, "Down Enter");
    stage_expect(s, " 0 -> 12.5 (+12.5)"); /* from nothing there is no percentage */
    stage_expect_not(s, "retention.logo");
    stage_press(s, "D");
    stage_expect(s, " 0 -> 12.5 (+12.5); CRM");
    stage_expect_not(s, "retention.logo");
    stage_free(s);
}

static void a_text_is_searched(void **state) {
    (void)state;
    Stage *s = stage_filled(12, 60);
    stage_type(s, "分层提醒");
    stage_press(s, "Enter Enter /");
    stage_type(s, "续费");
    stage_press(s, "Enter");
    stage_expect(s, " 1/5");
    stage_press(s, "n");
    stage_expect(s, " 2/5");
    stage_press(s, "N N");
    stage_expect(s, " 5/5"); /* from the first back to the last */
    stage_press(s, "F3");
    stage_expect(s, " 1/5");
    stage_press(s, "/");
    stage_type(s, "没有的词");
    stage_press(s, "Enter");
    stage_expect(s, "Not in this text: 没有的词");
    stage_open(s, 24, 90);
    stage_expect(s, "分层提醒");
    stage_free(s);
}

static void every_size_draws_them(void **state) {
    (void)state;
    static const int sizes[][2] = {{12, 40}, {24, 80}, {40, 120}, {60, 200}, {5, 20}, {1, 1}};
    static const char *const ways[] = {"Down x =", "Down ~", "Down r Down", "Down Enter H Enter"};
    static const char *const shown[] = {"differences", "in common: ", "Which cases fit a prospect?",
                                        "Revision 1"};
    for (size_t way = 0; way < COUNT_OF(ways); way++) {
        Stage *s = stage_filled(24, 80);
        stage_press(s, ways[way]);
        for (size_t i = 0; i < COUNT_OF(sizes); i++) {
            stage_open(s, sizes[i][0], sizes[i][1]);
            expect_whole_glyphs(&s->grid);
            if (sizes[i][0] >= 24)
                stage_expect(s, shown[way]);
        }
        stage_free(s);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_that_differ_are_found),
        cmocka_unit_test(two_texts_stand_below_or_beside_each_other),
        cmocka_unit_test(long_runs_of_equal_lines_are_folded),
        cmocka_unit_test(long_lines_are_cut_at_sentences),
        cmocka_unit_test(hostile_lines_stay_text),
        cmocka_unit_test(two_marked_cases_are_compared),
        cmocka_unit_test(wide_screens_compare_side_by_side),
        cmocka_unit_test(readers_hear_the_two_one_below_the_other),
        cmocka_unit_test(exactly_two_marks_are_the_two),
        cmocka_unit_test(similar_cases_are_listed_and_opened),
        cmocka_unit_test(a_prospect_is_typed_and_answered),
        cmocka_unit_test(the_values_are_chosen_with_arrows),
        cmocka_unit_test(two_revisions_are_compared),
        cmocka_unit_test(revisions_speak_of_metrics_by_name),
        cmocka_unit_test(a_text_is_searched),
        cmocka_unit_test(every_size_draws_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
