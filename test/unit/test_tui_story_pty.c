#include "config.h"

#include "unit.h"

#ifndef HAVE_VTERM
int main(void) {
    puts("1..0 # SKIP libvterm is missing (libvterm-dev)");
    return 0;
}
#else

#include "base/vec.h"
#include "library/drafts.h"
#include "library/resolve.h"
#include "library/save.h"
#include "test/pty/pty.h"
#include "tui_people.h"
#include "tui_terminal.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

/* An editor writes a case from the notes of an interview, in Chinese, from the first paste to
 * "submitted"; on the way the program is killed once and the line drops once. */

#define BACKGROUND "晨光在线教育有一万二千名在校生，多数是第一年，分布在华东六个城市。"
#define NEED       "首月完课率低，续费集中在学期末，老师人手不够，投诉也越来越多。"
#define SOLUTION   "按最后一次登录的时间分成四组，每组一种提醒，活跃的学员不打扰。"
#define PROCESS    "先用两周清洗数据，再在四个班试点，之后每周和教务一起复盘。"
#define RESULT     "两个学期以后，续费率从 71% 提高到 80%。"
#define FEEDBACK   "教学主管说：“提醒不打扰人，老师愿意用。”"
#define SECRET     "她不希望透露老师的人数，录音只留在我们这里。"

/* As they were typed during the talk: what belongs together stands in one line. */
static const char interview[] =
    "3 月 12 日访谈，教学主管吴老师，电话，四十分钟。\n\n" BACKGROUND "\n\n" NEED "\n\n" SOLUTION
    "\n\n" PROCESS "\n\n" RESULT "\n\n" FEEDBACK "\n\n" SECRET "\n";

/* Afterwards: what went into the case is marked, what stays private is not. */
static const char greyed[] = "3 月 12 日访谈，教学主管吴老师，电话，四十分钟。\n\n{==" BACKGROUND
                             "==}\n\n{==" NEED "==}\n\n{==" SOLUTION "==}\n\n{==" PROCESS
                             "==}\n\n{==" RESULT "==}\n\n{==" FEEDBACK "==}\n\n" SECRET "\n";

#define TITLE    "分层提醒让在线学校的续费率提高九个百分点"
#define NUMBER   "AL-2026-0002"
#define CUSTOMER "晨光在线教育"
#define EVIDENCE "春季续费台账"
#define SUMMARY  "按流失风险分层提醒，两个学期续费率从 71% 升到 80%。"

static const struct {
    int field;
    const char *text;
} written[] = {{CASE_TITLE, TITLE},           {CASE_SUMMARY, SUMMARY},
               {CASE_BACKGROUND, BACKGROUND}, {CASE_NEED, NEED},
               {CASE_SOLUTION, SOLUTION},     {CASE_PROCESS, PROCESS},
               {CASE_RESULT, RESULT},         {CASE_FEEDBACK, FEEDBACK},
               {CASE_NOTES, greyed},          {CASE_CATEGORY, "客户成功/续约/提前续约"}};

static Stage *an_editor(void) {
    Stage *stage = stage_new();
    static const Person fang = {"fang", "editor", NULL, "方一"};
    stage_add_case(stage->library, "教育行业续费提醒的三个层次", "晨光在线教育");
    add_people(stage->library, &fang, 1);
    library_close(stage->library);
    stage->library = NULL;
    return stage;
}

static void expect(Pty *pty, const char *text) {
    assert_true(pty_wait_text(pty, text));
}

#define UP     "\033[A"
#define DOWN   "\033[B"
#define INSERT "\033[2~"
#define END    "\033[F"
#define HOME   "\033[H"
#define TOP    "\033[1;5H"
#define F5     "\033[15~"
#define F6     "\033[17~"
#define F8     "\033[19~"
#define NEXT   "\x0e"
#define DONE   "\x04"
#define MOVE   "\x05" /* ^E */

/* The line goes where the digit says, and the caret to the next one that is not used. */
static void move_line(Pty *pty, const char *digit, const char *said) {
    terminal_press(pty, HOME F8 END MOVE);
    expect(pty, "”放进");
    terminal_press(pty, digit);
    expect(pty, said);
}

static void killed(Pty *pty) {
    pty_signal(pty, SIGKILL);
    assert_int_equal(pty_wait_exit(pty), 128 + SIGKILL);
    pty_free(pty);
}

static void line_drops(Pty *pty) {
    pty_hangup(pty);
    assert_int_equal(pty_wait_exit(pty), 0);
    pty_free(pty);
}

/* Into the notes, and to the end of their line so-and-so many below the first. */
static void go_to_line(Pty *pty, const char *down) {
    terminal_press(pty, F6 TOP);
    terminal_press(pty, down);
    terminal_press(pty, END);
}

static void paste_and_begin(Pty *pty) {
    terminal_press(pty, INSERT);
    expect(pty, "经过");
    terminal_press(pty, F6);
    pty_send(pty, "\033[200~");
    pty_send(pty, interview);
    terminal_press(pty, "\033[201~");
    terminal_press(pty, TOP DOWN DOWN);
    move_line(pty, "1", "“经过”");
    move_line(pty, "2", "“需求”");
}

static void go_on_from_inbox(Pty *pty) {
    terminal_press(pty, DOWN "4");
    expect(pty, "草稿 (1)");
    terminal_press(pty, "\r");
}

static void sort_the_rest(Pty *pty) {
    go_on_from_inbox(pty);
    expect(pty, "私密笔记"); /* where one was when it was killed */
    terminal_press(pty, TOP);
    expect(pty, BACKGROUND);
    expect(pty, NEED);
    terminal_press(pty, DOWN DOWN DOWN DOWN DOWN DOWN);
    move_line(pty, "3", "“方案”");
    move_line(pty, "4", "“过程”");
    move_line(pty, "5", "“成效”");
    terminal_press(pty, UP UP MOVE);
    terminal_press(pty, "0");
    expect(pty, "已填入 1 项成效");
    terminal_press(pty, "2026-09-30\t");
    terminal_press(pty, EVIDENCE);
}

static void fill_in_and_submit(Pty *pty) {
    go_on_from_inbox(pty);
    expect(pty, EVIDENCE);
    go_to_line(pty, DOWN DOWN DOWN DOWN DOWN DOWN DOWN DOWN DOWN DOWN DOWN DOWN);
    move_line(pty, "6", "“反馈”");
    terminal_press(pty, F6);
    terminal_press(pty, DONE);
    expect(pty, "缺少标题");
    terminal_press(pty, TITLE NEXT);
    terminal_press(pty, CUSTOMER NEXT);
    terminal_press(pty, SUMMARY);
    terminal_press(pty, DONE);
    expect(pty, "缺少分类");
    terminal_press(pty, "提前续约");
    terminal_press(pty, "\r");
    terminal_press(pty, DONE);
    expect(pty, NUMBER " 已提交");
    pty_send(pty, "\x11"); /* ^Q */
    assert_int_equal(pty_wait_exit(pty), 0);
    pty_free(pty);
}

static void expect_outcome(const Record *record) {
    const Value *rows = &record->values[CASE_OUTCOMES];
    assert_int_equal(rows->list.len, 1);
    const Value *cells = rows->list.items[0].list.items;
    assert_true(str_equal(cells[OUTCOME_METRIC].text, STR("renewal.rate")));
    assert_true(str_equal(cells[OUTCOME_UNIT].text, STR("%")));
    assert_int_equal(cells[OUTCOME_BEFORE].decimal.units, 71);
    assert_int_equal(cells[OUTCOME_AFTER].decimal.units, 80);
    assert_true(str_equal(cells[OUTCOME_EVIDENCE].text, STR(EVIDENCE)));
}

static void expect_written(Stage *stage) {
    Uuid id;
    EntityType type;
    Record *record;
    DraftList drafts;
    Error err;
    stage_become(stage, "fang");
    assert_true(library_resolve(stage->library, ENTITY_CASE, STR(NUMBER), &type, &id, &err));
    assert_true(library_load(stage->library, ENTITY_CASE, id, 0, &record, &err));
    for (size_t i = 0; i < COUNT_OF(written); i++) {
        Str text = record_text(record, written[i].field);
        if (!str_equal(text, str_of(written[i].text)))
            fail_msg("field %d: %.*s", written[i].field, STR_ARG(text));
    }
    assert_int_equal(case_state(record), STATE_SUBMITTED);
    assert_true(str_equal(record_ref_name(record, CASE_CUSTOMER), STR(CUSTOMER)));
    expect_outcome(record);
    record_free(record);
    assert_true(library_drafts(stage->library, &drafts, &err));
    assert_int_equal(drafts.len, 0);
    free(drafts.items);
}

static void notes_become_a_case_over_two_drops(void **state) {
    (void)state;
    Stage *stage = an_editor();
    Pty *pty = terminal_sit_down(stage->path, "fang");
    paste_and_begin(pty);
    killed(pty);
    pty = terminal_sit_down(stage->path, "fang");
    sort_the_rest(pty);
    line_drops(pty);
    pty = terminal_sit_down(stage->path, "fang");
    fill_in_and_submit(pty);
    expect_written(stage);
    stage_free(stage);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(notes_become_a_case_over_two_drops),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
#endif
