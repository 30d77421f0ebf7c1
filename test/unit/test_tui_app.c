#include "config.h"

#include "unit.h"

#include "base/clock.h"
#include "base/vec.h"
#include "tui/app/action.h"
#include "tui_app.h"

/* ---- the action table ---- */

static void no_key_means_two_things_in_a_context(void **state) {
    (void)state;
    ActionClash clash;
    if (action_clashes(NULL, &clash, 1))
        fail_msg("%s and %s share a key", action_get(clash.holds)->key,
                 action_get(clash.other)->key);
}

static void a_person_may_choose_other_keys(void **state) {
    (void)state;
    static const struct {
        const char *text, *complaint;
    } refused[] = {
        {"keys: {fly: [F2]}\n", "no action"},
        {"keys: {open: [Hyper-q]}\n", "no key"},
        {"keys: {next-field: [F12]}\n", "cannot be changed"},
    };
    ActionKeys map = {0};
    InputKey key;
    Error err;
    Buf text = {0};
    assert_true(action_keys_read(
        &map, STR("keys:\n  open: [o, F12]\n  edit: F3\n  next-match: []\n"), "config.yaml", &err));
    assert_true(input_key_parse(STR("o"), &key));
    assert_int_equal(action_find(&map, key, CONTEXT_LIST), ACTION_OPEN);
    assert_true(input_key_parse(STR("l"), &key));
    assert_int_equal(action_find(&map, key, CONTEXT_LIST), ACTION_NONE);
    assert_true(input_key_parse(STR("F3"), &key));
    assert_int_equal(action_find(&map, key, CONTEXT_CASE), ACTION_EDIT);
    action_put_keys(&text, &map, ACTION_OPEN, CONTEXT_LIST);
    assert_string_equal(buf_text(&text), "o F12");
    action_keys_free(&map);
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        assert_false(action_keys_read(&map, str_of(refused[i].text), "config.yaml", &err));
        buf_clear(&text);
        error_render(&err, &text);
        assert_non_null(strstr(buf_text(&text), refused[i].complaint));
        assert_non_null(strstr(buf_text(&text), "config.yaml"));
        action_keys_free(&map);
    }
    buf_free(&text);
}

/* Every word in the table is a key; what has only letters is in the palette wherever it works, so
 * that an input method in Chinese mode keeps nobody from it. */
static void every_action_can_be_reached_past_an_input_method(void **state) {
    (void)state;
    for (ActionId id = ACTION_NONE + 1; id < ACTIONS; id++) {
        const Action *action = action_get(id);
        ActionChord key;
        size_t words = action->keys[0] != '\0', keys = 0;
        bool sure = !action->screen_key && !(action->contexts & ~action_get(ACTION_MENU)->contexts);
        for (const char *c = action->keys; *c; c++)
            words += *c == ' ';
        for (; action_chord(NULL, id, keys, &key); keys++) {
            sure |= key.count == 1 && action_key_is_sure(key.keys[0]);
            for (size_t i = 0; i < key.count; i++)
                assert_false(key.keys[i].mods & INPUT_ALT);
        }
        assert_int_equal(keys, words);
        if (!sure)
            fail_msg("%s has only letters", action->key);
        assert_true(action->label[0] && action->help[0]);
        assert_true(action->contexts);
    }
}

/* Keys that a terminal, a multiplexer or an input method may keep for itself are never sure. */
static void keys_that_others_take_are_not_sure(void **state) {
    (void)state;
    static const char *const sure[] = {"F1", "F10",  "Esc",  "Enter", "Tab", "S-Tab",
                                       "Up", "Home", "PgDn", "Ins",   "Del", "^P",
                                       "^S", "1",    "[",    "=",     ":"};
    static const char *const unsure[] = {"q",      "Q",      "^A",   "^B",  "^Space",
                                         "^\\",    "F11",    "F12",  "M-x", "S-Up",
                                         "C-Left", "S-PgUp", "S-F1", "^C",  "中"};
    InputKey key;
    for (size_t i = 0; i < COUNT_OF(sure); i++) {
        assert_true(input_key_parse(str_of(sure[i]), &key));
        if (!action_key_is_sure(key))
            fail_msg("%s is sure", sure[i]);
    }
    for (size_t i = 0; i < COUNT_OF(unsure); i++) {
        assert_true(input_key_parse(str_of(unsure[i]), &key));
        if (action_key_is_sure(key))
            fail_msg("%s is not sure", unsure[i]);
    }
}

static void keys_find_their_actions(void **state) {
    (void)state;
    static const struct {
        const char *key;
        ActionContext context;
        ActionId id;
    } rows[] = {
        {"j", CONTEXT_LIST, ACTION_DOWN},       {"j", CONTEXT_FILTER, ACTION_NONE},
        {"Down", CONTEXT_FILTER, ACTION_LATER}, {"^G", CONTEXT_FORM, ACTION_HELP},
        {"?", CONTEXT_FORM, ACTION_NONE},       {"Tab", CONTEXT_FORM, ACTION_NONE},
        {"^S", CONTEXT_FORM, ACTION_SAVE},      {"PgUp", CONTEXT_METRICS, ACTION_PERIOD_BACK},
        {"1", CONTEXT_FILTER, ACTION_NONE},     {"1", CONTEXT_LIST, ACTION_CASES},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        InputKey key;
        assert_true(input_key_parse(str_of(rows[i].key), &key));
        assert_int_equal(action_find(NULL, key, rows[i].context), rows[i].id);
    }
    Buf out = {0};
    action_put_hint(&out, NULL, ACTION_EDIT, CONTEXT_LIST);
    assert_string_equal(buf_text(&out), "e/F2");
    buf_clear(&out);
    action_put_hint(&out, NULL, ACTION_EDIT, CONTEXT_FILTER);
    assert_string_equal(buf_text(&out), "F2");
    buf_clear(&out);
    action_write_listing(&out, NULL);
    assert_non_null(strstr(buf_text(&out), "show-new\t"));
    buf_free(&out);
}

/* ---- screens ---- */

static void typing_anywhere_searches(void **state) {
    (void)state;
    Stage *s = stage_filled(24, 80);
    stage_expect(s, "1/11");
    stage_type(s, "续费");
    stage_expect(s, "教育行业续费提醒的三个层次");
    stage_expect_not(s, "Harbour Logistics");
    assert_int_equal(s->grid.cursor_row, 1); /* the insertion point stays in the filter bar */
    assert_int_equal(s->grid.cursor_col, 6);
    stage_press(s, "Enter");
    assert_true(s->grid.cursor_row > 2); /* the list has the keys */
    stage_type(s, "银行");               /* Han in a list begins another search */
    stage_expect(s, "江南银行");
    stage_expect(s, "[中]");
    stage_expect_not(s, "教育行业");
    stage_press(s, "Esc Esc");
    stage_expect(s, "1/11");
    stage_press(s, "Down j");
    stage_expect(s, "2/11");
    stage_expect_not(s, "[中]");
    stage_paste(s, "Harbour\n");
    stage_expect(s, "Support tickets halved");
    stage_expect(s, "A health score");
    stage_expect_not(s, "Cedar");
    Buf letter = {0};
    while (letter.len < 2000)
        buf_puts(&letter, letter.len ? "，您好 " : "Harbour ");
    stage_press(s, "Esc");
    stage_paste(s, buf_text(&letter)); /* of a text that is too long the beginning is looked for */
    stage_expect(s, "The query is too long.");
    stage_expect(s, "Support tickets halved");
    buf_free(&letter);
    stage_free(s);
}

static void full_width_keys_are_commands_in_lists(void **state) {
    (void)state;
    Stage *s = stage_filled(24, 80);
    stage_press(s, "Down");
    stage_type(s, "ｊ");
    stage_expect(s, "2/11");
    stage_type(s, "、");
    stage_type(s, "j");
    stage_expect_not(s, "3/11"); /* typed into the filter bar */
    stage_press(s, "Esc Down");
    stage_type(s, "？");
    stage_expect(s, "help");
    stage_free(s);
}

static void a_query_that_cannot_be_read_keeps_the_rows(void **state) {
    (void)state;
    Stage *s = stage_filled(24, 80);
    static const struct {
        const char *query;
        int col; /* of the sign: two before the query */
        const char *message;
    } halves[] = {{"(", 2, "missing )"},
                  {"\"abc", 2, "missing closing"},
                  {"状态:", 7, "waits for a value"},
                  {"state:", 8, "waits for a value"},
                  {"重要性:>=", 9, "no number"},
                  {"updated:2026-", 10, "no date"},
                  {"updated:2026-13", 10, "no date"},
                  {"-", 2, "waits for what"},
                  {"客户 （续费", 7, "missing )"}};
    for (size_t i = 0; i < COUNT_OF(halves); i++) {
        stage_type(s, halves[i].query);
        const char *line = stage_row(s, 2);
        if ((int)strspn(line, " ") != halves[i].col || line[halves[i].col] != '^')
            fail_msg("%s: %s", halves[i].query, line);
        stage_expect(s, halves[i].message);
        stage_expect(s, "/11"); /* the list waits */
        stage_press(s, "Esc");
        stage_expect_not(s, halves[i].message);
    }
    stage_type(s, "客户");
    stage_expect(s, "客户流失率如何降低");
    stage_type(s, " (");
    stage_expect(s, "客户流失率如何降低");
    stage_expect(s, "missing )");
    stage_press(s, "Enter"); /* meant so: plain text with a warning */
    stage_expect_not(s, "missing )");
    stage_expect(s, "searched as text");
    stage_free(s);
}

static void the_sign_stays_under_the_fault(void **state) {
    (void)state;
    Stage *s = stage_filled(24, 80);
    stage_type(s, "客户流失率如何降低 一家银行的做法 一家银行的做法 状态:x");
    const char *line = stage_row(s, 2);
    size_t len = strlen(line);
    assert_int_equal(line[len - 1], '^');
    stage_expect(s, "no value of this field");
    stage_type(s, " aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    assert_non_null(strchr(stage_row(s, 2), '^')); /* the line has been scrolled */
    stage_free(s);
}

static void escape_restores_the_list_and_its_place(void **state) {
    (void)state;
    Stage *s = stage_filled(24, 80);
    stage_press(s, "Down Down Down");
    stage_expect(s, "3/11");
    stage_press(s, "/");
    stage_type(s, "银行");
    stage_expect_not(s, "3/11");
    stage_press(s, "Esc");
    stage_expect(s, "3/11");
    stage_type(s, "客户");
    stage_press(s, "Enter");
    stage_expect(s, "客户流失率如何降低");
    stage_press(s, "/");
    stage_type(s, "zzqqxx");
    stage_expect(s, "Nothing holds");
    stage_press(s, "Esc");
    stage_expect(s, "/ 客户");
    stage_expect(s, "客户流失率如何降低");
    stage_free(s);
}

static void earlier_searches_come_back(void **state) {
    (void)state;
    Stage *s = stage_filled(24, 80);
    stage_press(s, "Up");
    stage_expect(s, "no search before");
    stage_type(s, "银行");
    stage_press(s, "Enter /");
    stage_type(s, "教育");
    stage_press(s, "Enter /");
    stage_type(s, "half");
    stage_press(s, "Up");
    stage_expect(s, "/ 教育");
    stage_press(s, "Up");
    stage_expect(s, "/ 银行");
    stage_press(s, "Down Down");
    stage_expect(s, "/ half");
    stage_press(s, "Down"); /* to the list */
    stage_press(s, "j");
    stage_expect_not(s, "halfj");
    stage_free(s);
}

static void offers_stand_below_the_caret(void **state) {
    (void)state;
    Stage *s = stage_filled(24, 80);
    stage_type(s, "sta");
    stage_press(s, "Tab"); /* start: state: status: */
    stage_expect(s, "state:");
    stage_expect(s, "start:");
    stage_type(s, "te");
    stage_expect_not(s, "start:");
    stage_press(s, "Enter");
    stage_expect(s, "/ state:");
    stage_expect(s, "draft");
    stage_expect(s, "published");
    stage_type(s, "dr");
    stage_expect_not(s, "submitted");
    stage_press(s, "Tab");
    stage_expect(s, "/ state:draft");
    stage_expect(s, "1/11");
    stage_type(s, "indus");
    stage_press(s, "Tab"); /* the only one is put in, and its values are offered */
    stage_expect(s, "industry:");
    stage_press(s, "Esc");
    stage_expect(s, "waits for a value");
    stage_press(s, "Tab Down Esc");
    stage_expect(s, "/ state:draft industry:");
    stage_press(s, "Esc");
    stage_expect_not(s, "industry:");
    stage_type(s, "xyzzyq");
    stage_press(s, "Tab"); /* nothing to offer: to the list, where letters are commands */
    stage_press(s, "q");
    stage_expect_not(s, "xyzzyqq");
    stage_free(s);
}

/* What enters by itself just before Enter is not what was looked at. */
static void enter_opens_what_was_shown(void **state) {
    (void)state;
    enum { JUST_NOW_US = 300000 };
    Stage *s = stage_filled(24, 80);
    stage_add_elsewhere(s, "A case that comes between");
    int64_t start = clock_mono_us();
    app_watch(s->app);
    stage_draw(s);
    stage_expect(s, "A case that comes between");
    stage_press(s, "Enter Enter");
    if (clock_mono_us() - start < JUST_NOW_US)
        stage_expect(s, "AL-2026-0011");
    stage_free(s);
}

static void a_synonym_is_added_where_nothing_is_found(void **state) {
    (void)state;
    Stage *s = stage_filled(24, 80);
    stage_press(s, "^E"); /* nothing is typed: nothing to name */
    stage_expect_not(s, "Another word");
    stage_type(s, "zzqqxx");
    stage_expect(s, "^E");
    stage_press(s, "^E");
    stage_expect(s, "Another word for “zzqqxx”");
    stage_type(s, "巡检");
    stage_press(s, "Enter");
    stage_expect(s, "finds the other");
    stage_expect(s, "门店巡检");
    stage_press(s, "Esc");
    stage_type(s, "a=b");
    stage_press(s, "^E");
    stage_type(s, "c");
    stage_press(s, "Enter");
    stage_expect(s, "no word that one can search for");
    stage_free(s);
}

/* Long enough for the box of what may follow a key. */
static void hesitate(Stage *s) {
    app_timer(s->app, APP_TIMER_CHORD);
    stage_draw(s);
}

static void a_view_is_saved_shown_and_deleted(void **state) {
    (void)state;
    Stage *s = stage_filled(24, 80);
    stage_press(s, "Down v");
    stage_expect(s, "No view is saved");
    stage_press(s, "/");
    stage_type(s, "银行");
    stage_press(s, "Enter F6 5"); /* by title */
    stage_press(s, "S");
    stage_type(s, "银行客户");
    stage_press(s, "Enter");
    stage_expect(s, "Whose view is it?");
    stage_press(s, "1");
    stage_expect(s, "Saved as view 1");
    stage_press(s, "/ Esc Esc");
    stage_expect(s, "/11");
    stage_press(s, "Down v");
    stage_expect_not(s, "Saved views"); /* who knows the digit needs no box */
    stage_press(s, "1");
    stage_expect(s, "/ 银行");
    stage_expect(s, "1/1");
    stage_press(s, "S");
    stage_type(s, "Ours");
    stage_press(s, "Enter 2"); /* of the team: behind one's own of the same digit */
    stage_expect(s, "Saved as view 1");
    stage_press(s, "v");
    hesitate(s);
    stage_expect(s, "Ours (team)");
    stage_press(s, "Esc v 0");
    hesitate(s);
    stage_expect(s, "Which view?");
    stage_press(s, "1 2 5");
    stage_expect(s, "another digit");
    stage_press(s, "v");
    hesitate(s);
    stage_expect(s, "5 银行客户");
    stage_expect(s, "1 Ours (team)");
    stage_press(s, "0 5 1");
    stage_expect(s, "New name");
    stage_type(s, "另一个名字");
    stage_press(s, "Enter v");
    hesitate(s);
    stage_expect(s, "5 另一个名字");
    stage_press(s, "0 5 3");
    stage_expect(s, "is deleted");
    stage_press(s, "v 0 1 3");
    stage_expect(s, "is deleted");
    stage_press(s, "v");
    stage_expect(s, "No view is saved");
    stage_press(s, "/ (");
    stage_press(s, "Enter S Enter"); /* an empty name is not taken */
    stage_expect(s, "Name of this view");
    stage_free(s);
}

static void nothing_found_offers_a_new_case(void **state) {
    (void)state;
    Stage *s = stage_filled(24, 80);
    stage_type(s, "zzqqxx");
    stage_expect(s, "Nothing holds: zzqqxx");
    stage_expect(s, "Ins");
    stage_press(s, "Ins");
    stage_expect(s, "new case");
    stage_expect(s, "zzqqxx");
    stage_free(s);
}

static void an_empty_library_says_what_to_press(void **state) {
    (void)state;
    Stage *s = stage_new();
    stage_open(s, 24, 80);
    stage_expect(s, "The library is empty.");
    stage_expect(s, "Import a file or a folder");
    stage_press(s, "Down Down End PgDn Home Down"); /* among the ways on */
    stage_expect(s, "The library is empty.");
    stage_press(s, "Enter");
    stage_expect(s, "new case");
    stage_free(s);
}

static void a_case_is_read_and_left(void **state) {
    (void)state;
    Stage *s = stage_filled(24, 80);
    stage_type(s, "分层");
    stage_press(s, "Enter Enter");
    stage_expect(s, "AL-2026-0011");
    stage_expect(s, "续费率 71% -> 80% (+9 points, +12.7%)");
    stage_expect(s, "internal only: so says its audience");
    stage_expect_not(s, "Updated");
    stage_press(s, "n G");
    stage_expect(s, "Updated");
    stage_press(s, "Esc");
    stage_expect(s, "晨光在线教育");
    stage_expect_not(s, "AL-2026-0011");
    stage_free(s);
}

static void trash_can_be_undone(void **state) {
    (void)state;
    Stage *s = stage_filled(24, 80);
    stage_press(s, "Down j Del");
    app_watch(s->app);
    stage_settle(s);
    stage_expect(s, "In the trash: 政务热线");
    stage_expect(s, "in trash"); /* struck until the person moves */
    stage_press(s, "j");
    stage_expect_not(s, "政务热线：知识库让一次解决率升到九成  ");
    stage_expect(s, "/10");
    stage_press(s, "z");
    app_watch(s->app);
    stage_settle(s);
    stage_expect(s, "Back from the trash: 政务热线");
    stage_press(s, "z");
    stage_expect(s, "Nothing to take back.");
    stage_press(s, "Z"); /* and into the trash again */
    stage_expect(s, "In the trash: 政务热线");
    stage_press(s, "Z");
    stage_expect(s, "Nothing to do again");
    stage_press(s, "^Z");
    stage_expect(s, "Back from the trash: 政务热线");
    stage_press(s, "^Y");
    stage_expect(s, "In the trash: 政务热线");
    stage_free(s);
}

static void moves_are_a_menu_with_reasons(void **state) {
    (void)state;
    Stage *s = stage_filled(24, 80);
    stage_press(s, "Down m");
    stage_expect(s, "submit for review");
    stage_press(s, "1");
    stage_expect(s, "Done: AL-2026-0011, submitted");
    stage_expect(s, "submitted");
    stage_press(s, "m");
    stage_expect(s, "return with a reason");
    stage_press(s, "Down 1"); /* the author may not review his own */
    stage_expect_not(s, "taken into review");
    stage_free(s);
}

static void history_shows_what_changed(void **state) {
    (void)state;
    Stage *s = stage_filled(24, 80);
    stage_press(s, "Down m 1 Enter D");
    stage_expect(s, "Revision 2");
    stage_expect(s, "+ submitted");
    stage_press(s, "Esc H");
    stage_expect(s, "history");
    stage_press(s, "Down Enter");
    stage_expect(s, "Revision 1");
    stage_press(s, "R Esc");
    stage_expect(s, "history");
    stage_free(s);
}

static void help_is_made_from_the_actions_and_searched(void **state) {
    (void)state;
    Stage *s = stage_new();
    stage_open(s, 60, 120);
    stage_press(s, "/");
    stage_press(s, "^G");
    stage_expect(s, "Filter bar");
    stage_expect(s, "What can be searched for");
    stage_type(s, "TRASH");
    stage_expect(s, "Puts the case or the customer into the trash");
    stage_expect_not(s, "Shows the metrics");
    stage_type(s, "zzz");
    stage_expect(s, "No key is about that");
    stage_press(s, "Esc");
    stage_expect(s, "Filter bar");
    stage_press(s, "F1");
    stage_expect(s, "The library is empty.");
    stage_free(s);
}

static void the_menu_lists_what_can_be_done(void **state) {
    (void)state;
    Stage *s = stage_filled(40, 120);
    stage_press(s, "^P");
    stage_expect(s, "Tab completes");
    stage_press(s, "Esc Down F9");
    stage_expect(s, "new case");
    stage_press(s, "Esc s 5");
    stage_expect(s, "1/11");
    stage_free(s);
}

static void others_new_rows_wait_until_they_are_wanted(void **state) {
    (void)state;
    clock_freeze_mono(1000000000); /* however slow the other process is */
    Stage *s = stage_filled(24, 80);
    stage_press(s, "Down j j");
    stage_expect(s, "3/11");
    stage_add_elsewhere(s, "从别的进程来的案例");
    app_watch(s->app);
    stage_settle(s);
    stage_expect(s, "1 new");
    stage_expect_not(s, "从别的进程来的案例");
    stage_expect(s, "Cases 12"); /* the numbers follow at once */
    stage_press(s, ".");
    stage_expect(s, "从别的进程来的案例");
    stage_expect(s, "4/12"); /* the cursor stays on its case */
    stage_expect_not(s, "1 new");
    clock_freeze_mono(-1);
    stage_free(s);
}

static void rows_of_others_change_in_place(void **state) {
    (void)state;
    Stage *s = stage_new();
    stage_fill(s);
    Uuid id = stage_add_case(s->library, "gone soon", "x");
    stage_open(s, 24, 80);
    stage_press(s, "Down j");
    stage_expect(s, "gone soon");
    stage_trash_elsewhere(s, id);
    app_watch(s->app);
    stage_settle(s);
    stage_expect(s, "in trash");
    stage_expect(s, "gone soon");
    stage_press(s, "j");
    stage_expect_not(s, "gone soon");
    stage_free(s);
}

static void a_form_opens_saves_and_comes_back(void **state) {
    (void)state;
    Stage *s = stage_filled(24, 80);
    stage_press(s, "Ins");
    stage_type(s, "新的一例");
    stage_press(s, "^S");
    stage_press(s, "Esc");
    stage_expect(s, "新的一例");
    stage_expect(s, "/12");
    stage_press(s, "Ins");
    stage_type(s, "半句话");
    stage_press(s, "Esc");
    stage_expect(s, "[draft 1]");
    stage_expect(s, "/12");
    stage_free(s);
}

static void every_size_draws(void **state) {
    (void)state;
    static const int sizes[][2] = {{60, 200}, {40, 120}, {24, 80}, {20, 66}, {12, 40},
                                   {8, 30},   {3, 10},   {1, 1},   {24, 79}, {60, 119}};
    Stage *s = stage_filled(24, 80);
    stage_press(s, "Down j j j");
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        stage_open(s, sizes[i][0], sizes[i][1]);
        if (sizes[i][0] >= 12)
            stage_expect(s, "4/11"); /* the selection survives */
        stage_press(s, "F5");
        stage_press(s, "F5");
        stage_press(s, "^G");
        stage_press(s, "Esc Enter");
        stage_press(s, "Esc");
    }
    stage_free(s);
}

/* Over a slow line Esc and what follows come in one piece, and look like Alt. */
static void escape_and_a_key_are_two(void **state) {
    (void)state;
    Stage *stage = stage_filled(24, 80);
    stage_press(stage, "Down Enter");
    stage_expect(stage, "AL-2026-");
    stage_press(stage, "M-s");
    stage_expect(stage, "Order of the list");
    stage_press(stage, "Esc");
    stage_expect_not(stage, "Order of the list");
    stage_free(stage);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escape_and_a_key_are_two),
        cmocka_unit_test(no_key_means_two_things_in_a_context),
        cmocka_unit_test(a_person_may_choose_other_keys),
        cmocka_unit_test(every_action_can_be_reached_past_an_input_method),
        cmocka_unit_test(keys_that_others_take_are_not_sure),
        cmocka_unit_test(keys_find_their_actions),
        cmocka_unit_test(typing_anywhere_searches),
        cmocka_unit_test(full_width_keys_are_commands_in_lists),
        cmocka_unit_test(a_query_that_cannot_be_read_keeps_the_rows),
        cmocka_unit_test(the_sign_stays_under_the_fault),
        cmocka_unit_test(escape_restores_the_list_and_its_place),
        cmocka_unit_test(earlier_searches_come_back),
        cmocka_unit_test(offers_stand_below_the_caret),
        cmocka_unit_test(enter_opens_what_was_shown),
        cmocka_unit_test(a_synonym_is_added_where_nothing_is_found),
        cmocka_unit_test(a_view_is_saved_shown_and_deleted),
        cmocka_unit_test(nothing_found_offers_a_new_case),
        cmocka_unit_test(an_empty_library_says_what_to_press),
        cmocka_unit_test(a_case_is_read_and_left),
        cmocka_unit_test(trash_can_be_undone),
        cmocka_unit_test(moves_are_a_menu_with_reasons),
        cmocka_unit_test(history_shows_what_changed),
        cmocka_unit_test(help_is_made_from_the_actions_and_searched),
        cmocka_unit_test(the_menu_lists_what_can_be_done),
        cmocka_unit_test(others_new_rows_wait_until_they_are_wanted),
        cmocka_unit_test(rows_of_others_change_in_place),
        cmocka_unit_test(a_form_opens_saves_and_comes_back),
        cmocka_unit_test(every_size_draws),
    };
    return cmocka_run_group_tests_name("tui app", tests, NULL, NULL);
}
