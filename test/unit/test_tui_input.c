#include "config.h"

#include "unit.h"

#include "base/vec.h"
#include "tui/term/ime.h"
#include "tui/term/input.h"
#include "tui/term/probe.h"

/* Every event as text: "Down 中 paste<...> mouse ..." separated by blanks. */
static void describe(Buf *out, const InputEvent *event) {
    static const char *const mice[] = {"press", "release", "up", "down"};
    static const char *const reports[] = {"cursor", "device", "status", "mode", "osc", "other"};
    if (out->len)
        buf_putc(out, ' ');
    switch (event->type) {
    case INPUT_TYPE_KEY:
        input_key_format(out, event->key);
        break;
    case INPUT_TYPE_PASTE:
        buf_printf(out, "paste<%.*s>", STR_ARG(event->text));
        break;
    case INPUT_TYPE_MOUSE:
        buf_printf(out, "%s%d@%d,%d", mice[event->mouse], event->button, event->row, event->col);
        break;
    case INPUT_TYPE_FOCUS:
        buf_puts(out, event->focused ? "focus" : "blur");
        break;
    case INPUT_TYPE_REPORT:
        buf_printf(out, "%s:%d,%d<%.*s>", reports[event->report], event->params[0],
                   event->params[1], STR_ARG(event->text));
        break;
    case INPUT_TYPE_NOT_UTF8:
        buf_puts(out, "not-utf8");
        break;
    }
}

static void drain(Input *in, Buf *out) {
    InputEvent event;
    while (input_next(in, &event))
        describe(out, &event);
}

static void expect_from(Input *in, const char *bytes, size_t len, const char *want) {
    Buf got = {0};
    input_feed(in, bytes, len);
    drain(in, &got);
    assert_string_equal(buf_text(&got), want);
    buf_free(&got);
}

/* In one piece, and byte by byte. */
static void expect(const char *bytes, const char *want) {
    Input *in = input_new(), *slow = input_new();
    Buf got = {0};
    expect_from(in, bytes, strlen(bytes), want);
    for (const char *at = bytes; *at; at++) {
        input_feed(slow, at, 1);
        drain(slow, &got);
    }
    assert_string_equal(buf_text(&got), want);
    buf_free(&got);
    input_free(in);
    input_free(slow);
}

static void every_terminal_says_its_keys(void **state) {
    (void)state;
    static const struct {
        const char *bytes, *key;
    } keys[] = {
        {"\033OP", "F1"},
        {"\033[11~", "F1"},
        {"\033[[A", "F1"},
        {"\033[[E", "F5"},
        {"\033[15~", "F5"},
        {"\033[17~", "F6"},
        {"\033[21~", "F10"},
        {"\033[24~", "F12"},
        {"\033[14~", "F4"},
        {"\033OS", "F4"},
        {"\033[13~", "F3"},
        {"\033OR", "F3"},
        {"\033[H", "Home"},
        {"\033OH", "Home"},
        {"\033[1~", "Home"},
        {"\033[7~", "Home"},
        {"\033[F", "End"},
        {"\033OF", "End"},
        {"\033[4~", "End"},
        {"\033[8~", "End"},
        {"\033[A", "Up"},
        {"\033OA", "Up"},
        {"\033[B", "Down"},
        {"\033OB", "Down"},
        {"\033[C", "Right"},
        {"\033[D", "Left"},
        {"\033[5~", "PgUp"},
        {"\033[6~", "PgDn"},
        {"\033[2~", "Ins"},
        {"\033[3~", "Del"},
        {"\x08", "Backspace"},
        {"\x7f", "Backspace"},
        {"\r", "Enter"},
        {"\n", "Enter"},
        {"\033OM", "Enter"},
        {"\t", "Tab"},
        {"\033[Z", "S-Tab"},
        {"\033[1;5A", "C-Up"},
        {"\033[1;2C", "S-Right"},
        {"\033[1;5D", "C-Left"},
        {"\033[3;5~", "C-Del"},
        {"\033[1;2P", "S-F1"},
        {"\033[15;2~", "S-F5"},
        {"\033[1;2R", "S-F3"},
        {"\033[2$", "S-Ins"},
        {"\033[3^", "C-Del"},
        {"\033Oa", "C-Up"},
        {"\033[a", "S-Up"},
        {"\033O5P", "C-F1"},
        {"\x13", "^S"},
        {"\x11", "^Q"},
        {"\x1a", "^Z"},
        {"\x06", "^F"},
        {"\x07", "^G"},
        {"\x1c", "^\\"},
        {"\x1f", "^_"},
        {"\033x", "M-x"},
        {"\033\r", "M-Enter"},
        {"\033\033[A", "M-Up"},
        {"\033[115;5u", "^S"},
        {"\033[27;5;115~", "^S"},
        {"\033[97u", "a"},
        {"\033[13u", "Enter"},
        {"\033Op", "0"},
        {" ", "Space"},
        {"中", "中"},
        {"é", "é"},
        {"😀", "😀"},
    };
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        expect(keys[i].bytes, keys[i].key);
}

static void answers_are_no_keys(void **state) {
    (void)state;
    expect("\033[12;40R", "cursor:12,40<>");
    expect("\033[?62;22c", "device:62,22<>");
    expect("\033[>41;354;0c", "device:41,354<>");
    expect("\033[?2026;2$y", "mode:2026,2<>");
    expect("\033[0n", "status:0,0<>");
    expect("a\033]11;rgb:ffff/ffff/ffff\033\\b", "a osc:0,0<11;rgb:ffff/ffff/ffff> b");
    expect("\033]11;rgb:00/00/00\007j", "osc:0,0<11;rgb:00/00/00> j");
    expect("\033P1+r544e=78\033\\j", "other:0,0<1+r544e=78> j");
    expect("\033[I\033[O", "focus blur");
    expect("\033[99z\033[>1;2;3q", "");
    expect("\033]11;rgb:ff\033[Aq", "Up q"); /* cut off by a key */
    Input *in = input_new();
    input_expect_cursor_reports(in, 2);
    expect_from(in, "\033[1;2R", 6, "cursor:1,2<>");
    expect_from(in, "\033[1;3R", 6, "cursor:1,3<>");
    expect_from(in, "\033[1;2R", 6, "S-F3");
    input_free(in);
}

static void mouse_is_read_in_both_codings(void **state) {
    (void)state;
    expect("\033[<0;10;5M\033[<0;10;5m", "press1@4,9 release1@4,9");
    expect("\033[<64;1;1M\033[<65;1;1M", "up0@0,0 down0@0,0");
    expect("\033[<2;300;200M", "press3@199,299");
    expect("\033[<32;3;3M\033[<66;3;3M", ""); /* motion, sideways wheel */
    expect("\033[M *%q", "press1@4,9 q");
    expect("\033[<0;0;0Mq", "q");
}

static void paste_is_one_clean_block(void **state) {
    (void)state;
    expect("\033[200~两行\r第二\033[201~q", "paste<两行\n第二> q");
    expect("\033[200~a\r\nb\nc\td\033[201~", "paste<a\nb\nc\td>");
    expect("\033[200~x\033[31m\001y\177z\033[201~", "paste<x[31myz>");
    expect("\033[200~\xd6\xd0\033[201~", "paste<\xef\xbf\xbd\xef\xbf\xbd>");
    expect("\033[200~a\033[20b\033[201~", "paste<a[20b>");
    expect("\033[200~\xc2\x85t\033[201~", "paste<t>");
    expect("\033[200~\033[201~", "paste<>");
    Input *in = input_new();
    Buf got = {0};
    input_feed(in, "\033[200~lost", 10);
    assert_true(input_pending_ms(in, 50) > 1000);
    input_resolve(in);
    drain(in, &got);
    assert_string_equal(got.data, "paste<lost>");
    buf_free(&got);
    input_free(in);
}

static void bad_bytes_swallow_nothing(void **state) {
    (void)state;
#define BAD "\xef\xbf\xbd"
    expect("\xd6\xd0q", BAD " " BAD " q"); /* 中 in GBK */
    expect("\xff\xfeq", BAD " " BAD " q");
    expect("\xe4\xb8q", BAD " " BAD " q");             /* cut off */
    expect("\xe4\xb8\xe4\xb8\xad", BAD " " BAD " 中"); /* cut off, then whole */
    expect("\xc0\xafq", BAD " " BAD " q");             /* too long a form */
    expect("\xed\xa0\x80q", BAD " " BAD " " BAD " q"); /* surrogate */
    expect("\xf5\x80q", BAD " " BAD " q");
    expect("\xc2\x9bq", "q"); /* a C1 control types nothing */
}

static void a_gbk_client_is_told_once(void **state) {
    (void)state;
    Input *in = input_new();
    Buf got = {0};
    input_feed(in, "\xd6\xd0\xce\xc4\xb2\xe2\xca\xd4", 8); /* 中文测试 in GBK */
    drain(in, &got);
    assert_non_null(strstr(got.data, "not-utf8"));
    assert_null(strstr(strstr(got.data, "not-utf8") + 1, "not-utf8"));
    buf_free(&got);
    input_free(in);
    expect("caf\xe9 a", "c a f " BAD " Space a"); /* one Latin-1 letter is no hint */
}

static void escape_waits_and_then_is_a_key(void **state) {
    (void)state;
    static const struct {
        const char *bytes, *want;
    } open[] = {{"\033", "Esc"},     {"\033\033", "Esc Esc"},  {"\033[", "M-["},
                {"\033O", "M-O"},    {"\033]", "M-]"},         {"\033[1;", ""},
                {"\033]11;rgb", ""}, {"\xe4\xb8", BAD " " BAD}};
    for (size_t i = 0; i < COUNT_OF(open); i++) {
        Input *in = input_new();
        Buf got = {0};
        assert_int_equal(input_pending_ms(in, 50), -1);
        input_feed(in, open[i].bytes, strlen(open[i].bytes));
        assert_true(input_pending_ms(in, 50) >= 50);
        drain(in, &got);
        assert_int_equal(got.len, 0);
        input_resolve(in);
        assert_int_equal(input_pending_ms(in, 50), -1);
        drain(in, &got);
        assert_string_equal(buf_text(&got), open[i].want);
        buf_free(&got);
        input_free(in);
    }
    expect("\033中", "Esc 中");
}

static void added_sequences_go_first(void **state) {
    (void)state;
    Input *in = input_new();
    input_add_sequence(in, STR("\033[25~"), (InputKey){INPUT_UP, 0}); /* not F13 here */
    input_add_sequence(in, STR("\033A"), (InputKey){INPUT_UP, 0});    /* vt52 */
    input_add_sequence(in, STR("\033kX"), (InputKey){INPUT_F1, 0});
    input_add_sequence(in, STR("x"), (InputKey){INPUT_F1, 0}); /* no ESC: ignored */
    expect_from(in, "\033[25~", 5, "Up");
    expect_from(in, "\033A", 2, "Up");
    expect_from(in, "\033kX", 3, "F1");
    expect_from(in, "\033ka", 3, "Esc k a");
    expect_from(in, "\033[Ax", 4, "Up x");
    input_free(in);
}

/* xorshift: the same bytes in every run. */
static uint32_t next_random(uint32_t *seed) {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

static void random_bytes_never_lose_a_later_q(void **state) {
    (void)state;
    static const char *const pieces[] = {"\033",   "\033[", "\033O", "\033]", "\033P", "\033[200~",
                                         "\033[M", "\xe4",  "\xb8",  ";",     "1",     "\x18"};
    uint32_t seed = 20261120;
    for (int round = 0; round < 20000; round++) {
        Input *in = input_new();
        Buf got = {0};
        int count = (int)(next_random(&seed) % 40);
        for (int i = 0; i < count; i++) {
            char byte = (char)next_random(&seed);
            const char *piece = pieces[next_random(&seed) % COUNT_OF(pieces)];
            if (next_random(&seed) % 2)
                input_feed(in, piece, strlen(piece));
            else
                input_feed(in, &byte, 1);
        }
        InputEvent event;
        while (input_next(in, &event)) {
            assert_true(event.key.code < INPUT_NAMED_END);
            assert_true(event.text.len <= 4096);
        }
        if (input_pending_ms(in, 50) >= 0)
            input_resolve(in);
        drain(in, &got);
        buf_clear(&got);
        input_feed(in, "q", 1);
        drain(in, &got);
        if (strcmp(buf_text(&got), "q") != 0) /* the last of three bytes of an old mouse report */
            fail_msg("round %d gave <%s>", round, buf_text(&got));
        buf_free(&got);
        input_free(in);
    }
}

static void endless_strings_are_given_up(void **state) {
    (void)state;
    Input *in = input_new();
    Buf got = {0};
    input_feed(in, "\033]", 2);
    for (int i = 0; i < 6000; i++)
        input_feed(in, "\x01", 1);
    drain(in, &got);
    buf_clear(&got);
    input_feed(in, "q", 1);
    drain(in, &got);
    assert_string_equal(got.data, "q");
    buf_clear(&got);
    input_feed(in, "\033[", 2);
    for (int i = 0; i < 500; i++)
        input_feed(in, "1", 1);
    input_feed(in, "mq", 2);
    drain(in, &got);
    assert_string_equal(got.data, "q");
    buf_free(&got);
    input_free(in);
}

static void key_names_are_read_back(void **state) {
    (void)state;
    static const char *const names[] = {
        "a",      "A",   "中",   "^S",    "F5",      "Down",    "PgUp", "Tab", "S-Tab",
        "C-Left", "M-x", "M-^X", "Space", "C-Space", "M-Enter", "Esc",  "^\\", "^_",
        "F20",    "/",   "^",    "-",     "C-S-Up",  "Ins",     "Del",  "？"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        InputKey key;
        Buf out = {0};
        assert_true(input_key_parse(str_of(names[i]), &key));
        input_key_format(&out, key);
        assert_string_equal(out.data, names[i]);
        buf_free(&out);
    }
    static const struct {
        const char *text, *name;
    } twins[] = {{"Ctrl-S", "^S"}, {"^s", "^S"},           {"pageup", "PgUp"}, {"escape", "Esc"},
                 {"C-s", "^S"},    {"shift-tab", "S-Tab"}, {"f1", "F1"},       {"Alt-x", "M-x"}};
    for (size_t i = 0; i < COUNT_OF(twins); i++) {
        InputKey key;
        Buf out = {0};
        assert_true(input_key_parse(str_of(twins[i].text), &key));
        input_key_format(&out, key);
        assert_string_equal(out.data, twins[i].name);
        buf_free(&out);
    }
    static const char *const refused[] = {"",   "ab",   "F0",   "F21", "S-a",
                                          "C-", "Dwon", "\xff", "\033"};
    InputKey key;
    for (size_t i = 0; i < COUNT_OF(refused); i++)
        assert_false(input_key_parse(str_of(refused[i]), &key));
}

static uint32_t folded(Ime *ime, uint32_t code) {
    return ime_fold_key(ime, (InputKey){code, 0}).code;
}

static void keys_of_an_input_method_are_commands(void **state) {
    (void)state;
    Ime ime = {0};
    assert_int_equal(folded(&ime, 0xff0f), '/'); /* ／ */
    assert_int_equal(folded(&ime, 0x3001), '/'); /* 、 */
    assert_int_equal(folded(&ime, 0xff1a), ':');
    assert_int_equal(folded(&ime, 0xff1f), '?');
    assert_int_equal(folded(&ime, 0xff1b), ';');
    assert_int_equal(folded(&ime, 0x3010), '[');
    assert_int_equal(folded(&ime, 0x3000), ' ');
    assert_int_equal(folded(&ime, 0x2026), '^');
    assert_int_equal(folded(&ime, 0x2026), 0);
    assert_int_equal(folded(&ime, 0x2014), '_');
    assert_int_equal(folded(&ime, 'j'), 'j');
    assert_int_equal(folded(&ime, 0x2014), '_');
    assert_int_equal(folded(&ime, 0x4e2d), 0x4e2d);
    assert_int_equal(folded(&ime, INPUT_DOWN), INPUT_DOWN);
    assert_true(ime_is_han((InputKey){0x4e2d, 0}));
    assert_false(ime_is_han((InputKey){0xff0f, 0}));
    assert_false(ime_is_han((InputKey){'a', 0}));
    Buf out = {0};
    ime_fold_text(&out, STR("金额：＞＝１００……万"));
    assert_string_equal(out.data, "金额:>=100^万");
    buf_free(&out);
}

static void take_answer(Probe *probe, Input *in, const char *bytes) {
    InputEvent event;
    input_feed(in, bytes, strlen(bytes));
    while (input_next(in, &event))
        probe_take(probe, &event);
}

static void answers_say_how_the_terminal_draws(void **state) {
    (void)state;
    Input *in = input_new();
    Probe probe = {.asked = 2};
    input_expect_cursor_reports(in, 2);
    take_answer(&probe, in, "\033[1;3R");
    assert_true(probe.ambiguous_known && probe.ambiguous_wide);
    assert_false(probe.lines_known);
    take_answer(&probe, in, "x\033[1;2R"); /* a key comes between */
    assert_true(probe.lines_known && probe.lines_unicode);
    assert_false(probe_done(&probe));
    take_answer(&probe, in, "\033]11;rgb:ffff/ffff/eeee\033\\");
    assert_true(probe_done(&probe) && probe.light_known && probe.light);
    take_answer(&probe, in, "\033[7;9R"); /* late, or somebody else's */
    assert_true(probe.ambiguous_wide && probe.lines_unicode);
    probe = (Probe){.asked = 2};
    take_answer(&probe, in, "\033[2;2R\033[2;3R\033]11;rgb:00/1/222\007");
    assert_true(probe.ambiguous_known && !probe.ambiguous_wide && !probe.lines_unicode);
    assert_true(probe.light_known && !probe.light);
    probe = (Probe){.asked = 2};
    take_answer(&probe, in, "\033]11;rgb:zzzzzzz\033\\\033]11;?\033\\");
    assert_false(probe.light_known);
    input_free(in);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_terminal_says_its_keys),
        cmocka_unit_test(answers_are_no_keys),
        cmocka_unit_test(mouse_is_read_in_both_codings),
        cmocka_unit_test(paste_is_one_clean_block),
        cmocka_unit_test(bad_bytes_swallow_nothing),
        cmocka_unit_test(a_gbk_client_is_told_once),
        cmocka_unit_test(escape_waits_and_then_is_a_key),
        cmocka_unit_test(added_sequences_go_first),
        cmocka_unit_test(random_bytes_never_lose_a_later_q),
        cmocka_unit_test(endless_strings_are_given_up),
        cmocka_unit_test(key_names_are_read_back),
        cmocka_unit_test(keys_of_an_input_method_are_commands),
        cmocka_unit_test(answers_say_how_the_terminal_draws),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
