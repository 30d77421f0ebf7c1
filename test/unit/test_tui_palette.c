#include "config.h"

#include "unit.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "library/settings.h"
#include "library/views.h"
#include "text/fold.h"
#include "tui/app/fuzzy.h"
#include "tui/app/keyset.h"
#include "tui/app/state.h"
#include "tui/screen/settings.h"
#include "tui_app.h"

/* The palette, the command line in it, keys that follow a key, keys of one's own. */

static void run(Stage *s, const char *line) {
    stage_press(s, "^P");
    stage_type(s, line);
    stage_press(s, "Enter");
}

/* What is wrong is said in the box, which stays. */
static void expect_command_refused(Stage *s, const char *line, const char *why) {
    run(s, line);
    stage_expect(s, why);
    assert_int_equal(s->app->overlay.kind, OVERLAY_PALETTE);
    stage_press(s, "Esc");
    assert_int_equal(s->app->overlay.kind, OVERLAY_NONE);
}

static const PaletteItem *row(Stage *s, size_t index) {
    const PaletteItem *item = palette_item(s->app->overlay.palette, index);
    assert_non_null(item);
    return item;
}

/* ---- how well a name answers ---- */

static void the_nearer_name_answers_better(void **state) {
    (void)state;
    static const struct {
        const char *typed, *better, *worse;
    } rows[] = {
        {"sort", "sort", "sort by name"},
        {"vi", "views", "save-view"},
        {"view", "save-view", "reviewer"},
        {"sv", "save-view sv", "save-view"},
        {"yh", "yh", "银行"},
        {"yinhang", "银行", "一样行"},
        {"svvw", "save-view", "nothing"},
        {"银行", "银行风控", "江南银行"},
        {"save v", "save-view", "save all"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        int better = fuzzy_score_words(str_of(rows[i].better), str_of(rows[i].typed));
        int worse = fuzzy_score_words(str_of(rows[i].worse), str_of(rows[i].typed));
        if (better <= worse)
            fail_msg("%s: %s %d, %s %d", rows[i].typed, rows[i].better, better, rows[i].worse,
                     worse);
    }
    assert_int_equal(fuzzy_score(STR("history"), STR("sort")), FUZZY_NONE);
    assert_int_equal(fuzzy_score(STR("history"), STR("")), FUZZY_NONE);
    assert_int_equal(fuzzy_score_words(STR("save view"), STR("save zzz")), FUZZY_NONE);
}

/* ---- what the palette finds ---- */

static void the_palette_finds_commands_views_and_cases(void **state) {
    (void)state;
    Stage *s = stage_filled(24, 80);
    Error err;
    SavedView view = {.name = STR("银行客户"), .query = STR("银行")};
    assert_true(library_view_save(s->library, &view, NULL, &err));
    stage_press(s, "^P");
    stage_expect(s, "Tab completes");
    stage_expect(s, "new case");
    assert_int_equal(s->grid.cursor_row, 2); /* the insertion point */
    stage_type(s, "银行");
    assert_int_equal(row(s, 0)->kind, PALETTE_VIEW);
    assert_int_equal(row(s, 1)->kind, PALETTE_CASE);
    stage_expect(s, "客户流失率如何降低");
    stage_press(s, "Enter");
    stage_expect(s, "/ 银行"); /* the view */
    stage_press(s, "^P");
    stage_type(s, "zhengwu"); /* by pinyin */
    stage_expect(s, "政务热线");
    stage_press(s, "Esc ^P");
    stage_type(s, "zwrx"); /* by initials */
    assert_int_equal(row(s, 0)->kind, PALETTE_CASE);
    stage_press(s, "Enter");
    stage_expect(s, "滨海市热线中心");
    stage_expect(s, "AL-2026-0010");
    stage_press(s, "Esc ^P");
    stage_type(s, "11"); /* by number */
    stage_expect(s, "AL-2026-0011");
    stage_press(s, "Esc ^P");
    stage_type(s, "harbour"); /* by customer: its own words or those of its customer */
    size_t cases = 0;
    for (size_t i = 0; i < palette_count(s->app->overlay.palette); i++)
        if (row(s, i)->kind == PALETTE_CASE) {
            assert_true(strstr(row(s, i)->note, "Harbour") || strstr(row(s, i)->label, "harbour"));
            cases++;
        }
    assert_int_equal(cases, 2);
    stage_press(s, "Esc ^P");
    stage_type(s, "zzqqxx");
    stage_expect(s, "Nothing of that name");
    stage_press(s, "Enter"); /* nothing to do */
    assert_int_equal(s->app->overlay.kind, OVERLAY_PALETTE);
    stage_free(s);
}

static void the_obvious_comes_first(void **state) {
    (void)state;
    static const struct {
        const char *typed;
        ActionId action;
    } rows[] = {{"help", ACTION_HELP},       {"save v", ACTION_SAVE_VIEW}, {"trash", ACTION_TRASH},
                {"metr", ACTION_METRICS},    {"inbox", ACTION_INBOX},      {"new", ACTION_NEW},
                {"preview", ACTION_PREVIEW}, {"hist", ACTION_HISTORY}};
    Stage *s = stage_filled(24, 80);
    stage_add_case(s->library, "Help for new metrics in the inbox", "Trash & Preview");
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        stage_press(s, "^P");
        stage_type(s, rows[i].typed);
        const PaletteItem *first = row(s, row(s, 0)->kind == PALETTE_LINE);
        if (first->kind != PALETTE_ACTION || first->action != rows[i].action)
            fail_msg("%s: %s comes first", rows[i].typed, first->label);
        stage_press(s, "Esc");
    }
    stage_free(s);
}

static void chinese_names_are_found_by_their_sound(void **state) {
    (void)state;
    static const char *const typed[] = {"排序", "paixu", "px", "sort"};
    Stage *s = stage_filled(24, 80);
    i18n_init("zh_CN");
    for (size_t i = 0; i < COUNT_OF(typed); i++) {
        stage_press(s, "^P");
        stage_type(s, typed[i]);
        const PaletteItem *first = row(s, row(s, 0)->kind == PALETTE_LINE);
        if (first->kind != PALETTE_ACTION || first->action != ACTION_SORT)
            fail_msg("%s: %s comes first", typed[i], first->label);
        stage_press(s, "Esc");
    }
    stage_press(s, "Down ?");
    stage_type(s, "px");
    stage_expect(s, "F6");
    i18n_init("en");
    stage_free(s);
}

/* From the filter bar everything of the list below it can be done. */
static void the_filter_bar_reaches_the_list(void **state) {
    (void)state;
    Stage *s = stage_filled(24, 80);
    stage_type(s, "银行");
    run(s, "save view");
    stage_expect(s, "Name of this view");
    stage_press(s, "Esc");
    run(s, "earlier-search"); /* a key of the line, nothing to look for */
    stage_expect(s, "nothing to do here");
    stage_free(s);
}

static void the_palette_opens_on_four_keys(void **state) {
    (void)state;
    static const char *const keys[] = {"^P", "F9", ":", "Space"};
    Stage *s = stage_filled(24, 80);
    stage_press(s, "Down");
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        stage_press(s, keys[i]);
        assert_int_equal(s->app->overlay.kind, OVERLAY_PALETTE);
        stage_press(s, "Esc");
    }
    stage_type(s, "：");
    assert_int_equal(s->app->overlay.kind, OVERLAY_PALETTE);
    stage_type(s, "：ｈｅｌｐ"); /* an input method in full width */
    stage_press(s, "Enter");
    stage_expect(s, "type to search the help");
    stage_free(s);
}

/* ---- the command line ---- */

static void commands_do_what_they_say(void **state) {
    (void)state;
    Stage *s = stage_filled(24, 80);
    run(s, "sort title");
    stage_expect(s, "1/11");
    assert_non_null(strstr(stage_row(s, 4), "A health score"));
    run(s, "sort -title");
    assert_null(strstr(stage_row(s, 4), "A health score"));
    run(s, "search 银行");
    stage_expect(s, "/ 银行");
    run(s, "week 2026-W40");
    stage_expect(s, "W40");
    run(s, "open AL-2026-0011");
    stage_expect(s, "AL-2026-0011");
    run(s, "cases");
    run(s, "help trash");
    stage_expect(s, "Del");
    stage_press(s, "^Q");
    assert_true(s->app->end);
    stage_free(s);
}

static void commands_that_cannot_be_done_say_why(void **state) {
    (void)state;
    Stage *s = stage_filled(24, 80);
    expect_command_refused(s, "sort nothing", "cannot sort");
    expect_command_refused(s, "view nothing", "no view is saved as");
    expect_command_refused(s, "week 2026-W99", "not a week");
    expect_command_refused(s, "week 2030-W01", "not come yet");
    expect_command_refused(s, "open AL-1999-0001", "not the number");
    expect_command_refused(s, "open", "needs something behind it");
    expect_command_refused(s, "w", "no form here");
    expect_command_refused(s, "w!", "no form here");
    expect_command_refused(s, "qqxxzz!", "there is no command “qqxxzz!”");
    expect_command_refused(s, "w x", "takes nothing behind it");
    expect_command_refused(s, "redraw zzqqxx", "takes nothing behind it");
    expect_command_refused(s, "set nothing=1", "no setting");
    expect_command_refused(s, "set preview=pink", "must be one of");
    expect_command_refused(s, "set zone=UTC", "fixed");
    run(s, "map"); /* lists the keys instead */
    stage_expect(s, "Keys that mean two things");
    stage_free(s);
}

static void quit_is_a_command(void **state) {
    (void)state;
    Stage *s = stage_filled(24, 80);
    run(s, "q");
    assert_true(s->app->end);
    stage_free(s);
}

static void a_form_is_saved_by_command(void **state) {
    (void)state;
    Stage *s = stage_filled(24, 80);
    stage_press(s, "Ins");
    stage_type(s, "Saved by command");
    run(s, "w");
    stage_press(s, "Esc");
    stage_expect(s, "Saved by command");
    stage_expect(s, "/12");
    stage_free(s);
}

static void lines_are_completed_and_come_back(void **state) {
    (void)state;
    Stage *s = stage_filled(24, 80);
    stage_press(s, "^P");
    stage_type(s, "sor");
    stage_press(s, "Tab");
    stage_expect(s, ": sort");
    stage_press(s, "Tab");
    stage_type(s, "titl");
    stage_press(s, "Tab Enter");
    assert_int_equal(s->app->overlay.kind, OVERLAY_NONE);
    assert_non_null(strstr(stage_row(s, 4), "A health score"));
    run(s, "set preview=below");
    stage_press(s, "^P Up");
    stage_expect(s, ": set preview=below");
    stage_press(s, "Up");
    stage_expect(s, ": sort title");
    stage_press(s, "Down Down");
    stage_expect(s, "Tab completes");
    stage_type(s, "set pre");
    stage_press(s, "Down Enter"); /* a key goes on to its values */
    stage_expect(s, ": set preview=");
    stage_expect(s, "preview=right");
    stage_press(s, "Down Down Enter");
    stage_expect(s, "preview = off");
    stage_free(s);
}

static void settings_hold_at_once(void **state) {
    (void)state;
    Stage *s = stage_filled(30, 100);
    run(s, "set preview=below");
    stage_expect(s, "preview = below (personal)");
    stage_settle(s);
    stage_expect(s, "Result");
    run(s, "set preview=");
    stage_expect(s, "preview = auto");
    run(s, "set preview");
    stage_expect(s, "preview = auto (default)");
    run(s, "set lang=zh_CN");
    stage_expect(s, "案例");
    run(s, "set lang=en");
    stage_expect(s, "Cases");
    run(s, "set lang=");
    run(s, "set color=16");
    stage_expect(s, "from the next start");
    run(s, "set color=");
    run(s, "set key_preset=plain");
    stage_press(s, "Down");
    stage_type(s, "j"); /* searches now */
    stage_expect(s, "/ j");
    stage_free(s);
}

/* ---- keys that follow a key ---- */

static void what_may_follow_is_shown_when_one_hesitates(void **state) {
    (void)state;
    Stage *s = stage_filled(24, 80);
    run(s, "map g,n new");
    run(s, "map g,e edit");
    stage_press(s, "Down g");
    stage_expect_not(s, "n new case");
    assert_true(app_timer_is_set(s->app, APP_TIMER_CHORD));
    assert_int_equal(s->app->timers[APP_TIMER_CHORD].ms, 400);
    app_timer(s->app, APP_TIMER_CHORD);
    stage_draw(s);
    stage_expect(s, "n new case");
    stage_expect(s, "e edit");
    stage_press(s, "Esc");
    assert_int_equal(s->app->overlay.kind, OVERLAY_NONE);
    stage_press(s, "g x");
    stage_expect(s, "does nothing here");
    assert_int_equal(s->app->overlay.kind, OVERLAY_NONE);
    stage_press(s, "g n"); /* quick: no box */
    stage_expect(s, "new case");
    stage_press(s, "Esc");
    stage_free(s);
}

static void chords_go_deep(void **state) {
    (void)state;
    Stage *s = stage_filled(24, 80);
    run(s, "map ;,a,b metrics");
    run(s, "map ;,a,c inbox");
    stage_press(s, "Down ;");
    app_timer(s->app, APP_TIMER_CHORD);
    stage_press(s, "a");
    stage_expect(s, "metrics"); /* who has seen one box sees the next */
    stage_expect(s, "inbox");
    stage_press(s, "c");
    stage_expect(s, "Inbox");
    stage_free(s);
}

/* ---- keys of one's own ---- */

static void a_person_may_give_and_take_keys(void **state) {
    (void)state;
    Stage *s = stage_filled(24, 80);
    Buf out = {0}, complaints = {0};
    ActionKeys keys = {0};
    run(s, "map F12 metrics");
    stage_press(s, "F12");
    stage_expect(s, "W4");
    run(s, "cases");
    run(s, "map F2 metrics"); /* was edit's, and no longer is */
    stage_expect(s, "F2: metrics (no longer: edit)");
    stage_press(s, "Down F2");
    stage_expect(s, "W4");
    keyset_load(s->library, &keys, &complaints); /* the next start knows it */
    action_put_keys(&out, &keys, ACTION_METRICS, CONTEXT_LIST);
    assert_non_null(strstr(buf_text(&out), "F12"));
    assert_string_equal(buf_text(&complaints), "");
    run(s, "cases");
    run(s, "unmap F12");
    stage_press(s, "F12");
    stage_expect(s, "F12 does nothing here");
    expect_command_refused(s, "unmap F12", "nothing has the key");
    expect_command_refused(s, "unmap Hyper-x", "no key");
    expect_command_refused(s, "map Hyper-x metrics", "no key");
    expect_command_refused(s, "map F12 fly", "no action");
    expect_command_refused(s, "map F12", "a key and an action are needed");
    expect_command_refused(s, "map F12 next-field", "cannot be changed");
    action_keys_free(&keys);
    buf_free(&out);
    buf_free(&complaints);
    stage_free(s);
}

static void write_config(const Stage *s, const char *text) {
    char path[256], file[300];
    Error err;
    snprintf(path, sizeof path, "%s/config", s->dir);
    setenv("XDG_CONFIG_HOME", path, 1);
    snprintf(path, sizeof path, "%s/config/anliku", s->dir);
    assert_true(file_make_dirs(path, 0700, &err));
    snprintf(file, sizeof file, "%s/config.yaml", path);
    assert_true(file_write_atomic(file, str_of(text), 0600, &err));
}

static void keys_that_mean_two_things_are_told(void **state) {
    (void)state;
    Stage *s = stage_new();
    ActionKeys keys = {0};
    Buf complaints = {0};
    Error err;
    InputKey key;
    write_config(s, "theme: mono\nkeys:\n  open: [o, F2]\n");
    keyset_load(s->library, &keys, &complaints);
    assert_non_null(strstr(buf_text(&complaints),
                           "config.yaml:3:3: the key F2 means both “open” "
                           "and “edit”"));
    assert_true(input_key_parse(STR("F2"), &key));
    assert_int_equal(action_find(&keys, key, CONTEXT_LIST),
                     ACTION_OPEN); /* what was chosen holds */
    assert_int_equal(action_find(&keys, key, CONTEXT_CASE), ACTION_EDIT); /* open is none there */
    action_keys_free(&keys);
    buf_clear(&complaints);
    write_config(s, "keys:\n  edit: [e, Right]\n"); /* open stands before it in the table */
    keyset_load(s->library, &keys, &complaints);
    assert_non_null(strstr(buf_text(&complaints), "“edit” holds"));
    assert_true(input_key_parse(STR("Right"), &key));
    assert_int_equal(action_find(&keys, key, CONTEXT_LIST), ACTION_EDIT);
    action_keys_free(&keys);
    buf_clear(&complaints);
    write_config(s, "keys:\n  open: [o, Hyper-q]\n");
    keyset_load(s->library, &keys, &complaints);
    assert_non_null(strstr(buf_text(&complaints), "config.yaml:2:13: “Hyper-q” is no key"));
    action_keys_free(&keys);
    buf_clear(&complaints);
    write_config(s, "keys: {sort: [F12]}\n");
    assert_true(library_option_set(s->library, OPTION_KEYS, STR("{sort: [F11], open: [\"g,o\"]}"),
                                   false, &err));
    keyset_load(s->library, &keys, &complaints);
    assert_true(input_key_parse(STR("F12"), &key)); /* the file goes over the library */
    assert_int_equal(action_find(&keys, key, CONTEXT_LIST), ACTION_SORT);
    assert_true(input_key_parse(STR("F11"), &key));
    assert_int_equal(action_find(&keys, key, CONTEXT_LIST), ACTION_NONE);
    assert_non_null(strstr(buf_text(&complaints), "g,o")); /* begins like g */
    action_keys_free(&keys);
    buf_clear(&complaints);
    stage_fill(s);
    stage_open(s, 24, 80);
    assert_true(settings_reload(s->app, &err));
    expect_command_refused(s, "map F8 sort", "gives the keys of “sort”");
    run(s, "keys");
    stage_expect(s, "Keys that mean two things");
    buf_free(&complaints);
    setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
    stage_free(s);
}

static void chords_are_read_and_written(void **state) {
    (void)state;
    static const struct {
        const char *text, *written;
    } rows[] = {{"g,e", "g,e"},    {"g e", "g,e"},    {",", ","},    {"^X ^S", "^X,^S"},
                {"g,,", "g,,"},    {"", ""},          {"g,Hyp", ""}, {"a,b,c,d", "a,b,c,d"},
                {"a,b,c,d,e", ""}, {"Space", "Space"}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        ActionChord chord;
        Buf out = {0};
        bool ok = action_chord_parse(str_of(rows[i].text), &chord);
        if (ok)
            action_chord_format(&out, &chord);
        if (strcmp(buf_text(&out), rows[i].written) != 0)
            fail_msg("%s: %s", rows[i].text, buf_text(&out));
        buf_free(&out);
    }
}

/* ---- presets ---- */

static Stage *with_keys(AppKeys preset) {
    Stage *s = stage_new();
    stage_fill(s);
    s->settings.keys = preset;
    stage_open(s, 24, 80);
    return s;
}

static void vi_opens_in_the_list(void **state) {
    (void)state;
    Stage *s = with_keys(KEYS_VI);
    stage_press(s, "j j");
    stage_expect(s, "3/11");
    stage_press(s, "/");
    stage_type(s, "银行");
    stage_press(s, "Enter j");
    stage_expect(s, "/ 银行");
    stage_press(s, "Esc"); /* takes the search away, stays in the list */
    stage_expect(s, "/11");
    stage_press(s, "G k");
    stage_expect(s, "10/11");
    stage_press(s, "/");
    stage_type(s, "half");
    stage_press(s, "Esc j"); /* as before the search */
    stage_expect(s, "11/11");
    stage_free(s);
}

static void in_plain_letters_only_ever_search(void **state) {
    (void)state;
    Stage *s = with_keys(KEYS_PLAIN);
    for (char letter = 'A'; letter <= 'z'; letter++) {
        if (letter > 'Z' && letter < 'a')
            continue;
        char text[2] = {letter}, shown[8];
        stage_press(s, "Down");
        stage_type(s, text);
        snprintf(shown, sizeof shown, "/ %c", letter);
        stage_expect(s, shown);
        stage_press(s, "Esc");
    }
    stage_press(s, "Down");
    stage_expect_not(s, "e/F2");
    stage_expect(s, "F7");
    stage_press(s, "2"); /* digits and signs are no letters */
    stage_expect(s, "W4");
    stage_press(s, "1 Down ?");
    stage_expect(s, "type to search the help");
    stage_free(s);
}

/* Every action works somewhere without a letter: by a sure key or from the palette. */
static void in_plain_everything_can_be_reached(void **state) {
    (void)state;
    ActionKeys keys = {.no_letters = true};
    for (ActionId id = ACTION_NONE + 1; id < ACTIONS; id++) {
        const Action *action = action_get(id);
        bool in_palette = !(action->contexts & ~action_get(ACTION_MENU)->contexts);
        bool reached = action->screen_key || in_palette;
        Buf out = {0};
        action_put_keys(&out, &keys, id, CONTEXT_LIST);
        ActionChord chord;
        for (size_t n = 0; action_chord(&keys, id, n, &chord); n++)
            reached |= action_find(&keys, chord.keys[0], CONTEXT_LIST) == id ||
                       action_key_is_sure(chord.keys[0]);
        if (!reached)
            fail_msg("%s cannot be reached", action->key);
        for (const char *c = buf_text(&out); *c; c++)
            if ((c == buf_text(&out) || c[-1] == ' ') && (c[1] == ' ' || !c[1]))
                assert_false((*c | 0x20) >= 'a' && (*c | 0x20) <= 'z');
        buf_free(&out);
    }
}

/* ---- the input method ---- */

static void chinese_in_a_list_is_told_once(void **state) {
    (void)state;
    Stage *s = stage_filled(24, 80);
    stage_press(s, "Down");
    stage_type(s, "银");
    stage_expect(s, "/ 银");
    stage_expect(s, "Chinese input is on");
    stage_expect(s, "[中]");
    stage_press(s, "Enter");
    bar_clear_message(&s->app->message);
    stage_type(s, "行");
    stage_expect_not(s, "Chinese input is on");
    stage_expect(s, "[中]");
    stage_press(s, "Enter j");
    stage_expect_not(s, "[中]");
    stage_free(s);
}

static void the_input_method_is_switched_where_it_is_wanted(void **state) {
    (void)state;
    Stage *s = stage_filled(24, 80);
    Buf bytes = {0};
    app_put_ime(s->app, false, &bytes);
    stage_press(s, "Down");
    app_put_ime(s->app, false, &bytes);
    assert_string_equal(buf_text(&bytes), ""); /* nobody asked for it */
    s->app->settings.ime_control = true;
    app_put_ime(s->app, false, &bytes);
    assert_string_equal(buf_text(&bytes), "\033[<s\033[<0t");
    buf_clear(&bytes);
    stage_press(s, "j");
    app_put_ime(s->app, false, &bytes);
    assert_string_equal(buf_text(&bytes), "");
    stage_press(s, "S"); /* a name is typed */
    app_put_ime(s->app, false, &bytes);
    assert_string_equal(buf_text(&bytes), "\033[<r");
    buf_clear(&bytes);
    stage_press(s, "Esc");
    app_put_ime(s->app, false, &bytes);
    assert_string_equal(buf_text(&bytes), "\033[<s\033[<0t");
    buf_clear(&bytes);
    stage_press(s, "^P");
    app_put_ime(s->app, false, &bytes);
    assert_string_equal(buf_text(&bytes), "\033[<r");
    buf_clear(&bytes);
    stage_press(s, "Esc");
    app_put_ime(s->app, false, &bytes);
    buf_clear(&bytes);
    app_put_ime(s->app, true, &bytes); /* at the end it is as it was */
    assert_string_equal(buf_text(&bytes), "\033[<r");
    buf_free(&bytes);
    stage_free(s);
}

/* As if the last key was pressed so long ago. */
static void rest(Stage *s, int ms) {
    s->app->last_key_us -= (int64_t)ms * 1000;
    s->app->last_change_us -= (int64_t)ms * 1000;
}

/* What others do moves nothing while a word is being written, so that the box of candidates stays
 * where it is. */
static void nothing_moves_while_one_types(void **state) {
    (void)state;
    Stage *s = stage_filled(24, 80);
    uint64_t version = s->app->version;
    stage_type(s, "银");
    stage_add_elsewhere(s, "A case of somebody else");
    app_watch(s->app);
    assert_true(s->app->version == version); /* within 1.5 s of a key */
    rest(s, 1600);
    app_watch(s->app);
    assert_true(s->app->version != version);
    version = s->app->version;
    stage_press(s, "Esc ^P");
    stage_type(s, "银");
    stage_add_elsewhere(s, "Another one");
    app_watch(s->app);
    assert_true(s->app->version == version); /* in the palette too */
    rest(s, 1600);
    app_watch(s->app);
    assert_true(s->app->version != version);
    version = s->app->version;
    stage_press(s, "Esc Ins");
    stage_type(s, "半");
    stage_add_elsewhere(s, "One more");
    rest(s, 1600);
    app_watch(s->app);
    assert_true(s->app->version == version); /* at most once in 5 s beside a form */
    rest(s, 5000);
    app_watch(s->app);
    assert_true(s->app->version != version);
    stage_free(s);
}

/* Wherever text is typed the hardware cursor stands behind it: input methods look there. */
static void the_cursor_stands_at_the_insertion_point(void **state) {
    (void)state;
    static const struct {
        const char *keys;
        const char *text;
    } rows[] = {{"", "银行ab"},   {"^P", "银行ab"},      {"Down S", "银行ab"},  {"Ins", "银行ab"},
                {"^G", "银行ab"}, {"Down F7", "银行ab"}, {"Down 3 /", "银行ab"}};
    static const int sizes[][2] = {{24, 80}, {60, 200}, {12, 40}};
    for (size_t size = 0; size < COUNT_OF(sizes); size++)
        for (size_t i = 0; i < COUNT_OF(rows); i++) {
            Stage *s = stage_filled(sizes[size][0], sizes[size][1]);
            stage_press(s, rows[i].keys);
            stage_type(s, rows[i].text);
            int row = s->grid.cursor_row, col = s->grid.cursor_col;
            const GridCell *before = grid_cell(&s->grid, row, col - 1);
            if (!before || strcmp(before->text, "b") != 0)
                fail_msg("%s at %dx%d: cursor %d,%d", rows[i].keys, sizes[size][1], sizes[size][0],
                         row, col);
            assert_string_equal(grid_cell(&s->grid, row, col - 4)->text, "行");
            stage_free(s);
        }
}

/* ---- the help ---- */

static void the_help_is_searched_by_words_and_sounds(void **state) {
    (void)state;
    Stage *s = stage_filled(40, 120);
    stage_press(s, "Down ?");
    stage_type(s, "last-week");
    stage_expect(s, "What can be searched for");
    stage_press(s, "Esc");
    stage_type(s, "trash");
    stage_expect(s, "Del");
    stage_expect_not(s, "F6");
    stage_press(s, "Esc");
    stage_expect(s, "List of cases");
    stage_type(s, "zzqqxx");
    stage_expect(s, "No key is about that");
    stage_press(s, "Esc Esc");
    stage_expect(s, "1/11");
    run(s, "keys");
    stage_expect(s, "None.");
    stage_expect(s, ":map KEY ACTION");
    stage_free(s);
}

/* A screen is found by its name from wherever one is. */
static void screens_are_found_from_everywhere(void **state) {
    (void)state;
    Stage *s = stage_filled(24, 80);
    stage_press(s, "Down 2 ^P");
    stage_type(s, "lint");
    stage_press(s, "Enter");
    stage_expect(s, "can be mended");
    stage_press(s, "Esc Enter ^P"); /* in a case */
    stage_type(s, "screening");
    stage_press(s, "Enter");
    stage_expect(s, "published cases: the best");
    stage_free(s);
}

/* A colon in the filter bar is text; who meant a command is told where they are. */
static void a_colon_in_the_bar_says_where_commands_are(void **state) {
    (void)state;
    Stage *s = stage_filled(24, 80);
    stage_type(s, ":lint");
    stage_expect(s, "Commands: ^P, or Space in the list.");
    stage_press(s, "^U");
    stage_type(s, "zzlint");
    stage_expect(s, "Nothing holds: zzlint");
    stage_expect_not(s, "Commands: ^P");
    stage_free(s);
}

int main(void) {
    setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nearer_name_answers_better),
        cmocka_unit_test(the_palette_finds_commands_views_and_cases),
        cmocka_unit_test(the_obvious_comes_first),
        cmocka_unit_test(chinese_names_are_found_by_their_sound),
        cmocka_unit_test(the_filter_bar_reaches_the_list),
        cmocka_unit_test(the_palette_opens_on_four_keys),
        cmocka_unit_test(commands_do_what_they_say),
        cmocka_unit_test(commands_that_cannot_be_done_say_why),
        cmocka_unit_test(quit_is_a_command),
        cmocka_unit_test(a_form_is_saved_by_command),
        cmocka_unit_test(lines_are_completed_and_come_back),
        cmocka_unit_test(settings_hold_at_once),
        cmocka_unit_test(what_may_follow_is_shown_when_one_hesitates),
        cmocka_unit_test(chords_go_deep),
        cmocka_unit_test(a_person_may_give_and_take_keys),
        cmocka_unit_test(keys_that_mean_two_things_are_told),
        cmocka_unit_test(chords_are_read_and_written),
        cmocka_unit_test(vi_opens_in_the_list),
        cmocka_unit_test(in_plain_letters_only_ever_search),
        cmocka_unit_test(in_plain_everything_can_be_reached),
        cmocka_unit_test(chinese_in_a_list_is_told_once),
        cmocka_unit_test(the_input_method_is_switched_where_it_is_wanted),
        cmocka_unit_test(nothing_moves_while_one_types),
        cmocka_unit_test(the_cursor_stands_at_the_insertion_point),
        cmocka_unit_test(the_help_is_searched_by_words_and_sounds),
        cmocka_unit_test(screens_are_found_from_everywhere),
        cmocka_unit_test(a_colon_in_the_bar_says_where_commands_are),
    };
    return cmocka_run_group_tests_name("palette", tests, NULL, NULL);
}
