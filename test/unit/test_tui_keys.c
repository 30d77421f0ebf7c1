#include "config.h"

#include "unit.h"

#include "base/vec.h"
#include "tui/term/input.h"
#include "tui/term/output.h"

#include <locale.h>

/* What the keyboards of the terminals in use send, one column a terminal, and that each of it is
 * the key which the person pressed, whatever TERM says and however the bytes arrive. */

enum { XTERM, XTERM_APP, PUTTY, WINDOWS, ITERM, LINUX, TMUX, SCREEN, RXVT, VT220, TERMINALS };

/* The description that the terminal names at its defaults. */
static const struct {
    const char *name, *term;
} terminals[TERMINALS] = {
    [XTERM] = {"xterm", "xterm-256color"},
    [XTERM_APP] = {"xterm, application modes", "xterm-256color"},
    [PUTTY] = {"PuTTY at its defaults", "xterm"},
    [WINDOWS] = {"Windows Terminal", "xterm-256color"},
    [ITERM] = {"iTerm2", "xterm-256color"},
    [LINUX] = {"Linux console", "linux"},
    [TMUX] = {"tmux", "tmux-256color"},
    [SCREEN] = {"screen", "screen-256color"},
    [RXVT] = {"rxvt", "rxvt-256color"},
    [VT220] = {"VT220", "vt220"},
};

/* NULL: the terminal does not send it, or nothing of its own. */
/* clang-format off */
static const struct {
    const char *key;
    const char *bytes[TERMINALS];
} keys[] = {
    /*              xterm         application   PuTTY         Windows       iTerm2        Linux         tmux          screen        rxvt          VT220 */
    {"Up",         {"\033[A",     "\033OA",     "\033[A",     "\033[A",     "\033[A",     "\033[A",     "\033[A",     "\033[A",     "\033[A",     "\033[A"}},
    {"Down",       {"\033[B",     "\033OB",     "\033[B",     "\033[B",     "\033[B",     "\033[B",     "\033[B",     "\033[B",     "\033[B",     "\033[B"}},
    {"Right",      {"\033[C",     "\033OC",     "\033[C",     "\033[C",     "\033[C",     "\033[C",     "\033[C",     "\033[C",     "\033[C",     "\033[C"}},
    {"Left",       {"\033[D",     "\033OD",     "\033[D",     "\033[D",     "\033[D",     "\033[D",     "\033[D",     "\033[D",     "\033[D",     "\033[D"}},
    {"Home",       {"\033[H",     "\033OH",     "\033[1~",    "\033[H",     "\033[H",     "\033[1~",    "\033[1~",    "\033[1~",    "\033[7~",    "\033[1~"}},
    {"End",        {"\033[F",     "\033OF",     "\033[4~",    "\033[F",     "\033[F",     "\033[4~",    "\033[4~",    "\033[4~",    "\033[8~",    "\033[4~"}},
    {"Ins",        {"\033[2~",    "\033[2~",    "\033[2~",    "\033[2~",    "\033[2~",    "\033[2~",    "\033[2~",    "\033[2~",    "\033[2~",    "\033[2~"}},
    {"Del",        {"\033[3~",    "\033[3~",    "\033[3~",    "\033[3~",    "\033[3~",    "\033[3~",    "\033[3~",    "\033[3~",    "\033[3~",    "\033[3~"}},
    {"PgUp",       {"\033[5~",    "\033[5~",    "\033[5~",    "\033[5~",    "\033[5~",    "\033[5~",    "\033[5~",    "\033[5~",    "\033[5~",    "\033[5~"}},
    {"PgDn",       {"\033[6~",    "\033[6~",    "\033[6~",    "\033[6~",    "\033[6~",    "\033[6~",    "\033[6~",    "\033[6~",    "\033[6~",    "\033[6~"}},
    {"F1",         {"\033OP",     "\033OP",     "\033[11~",   "\033OP",     "\033OP",     "\033[[A",    "\033OP",     "\033OP",     "\033[11~",   "\033OP"}},
    {"F2",         {"\033OQ",     "\033OQ",     "\033[12~",   "\033OQ",     "\033OQ",     "\033[[B",    "\033OQ",     "\033OQ",     "\033[12~",   "\033OQ"}},
    {"F3",         {"\033OR",     "\033OR",     "\033[13~",   "\033OR",     "\033OR",     "\033[[C",    "\033OR",     "\033OR",     "\033[13~",   "\033OR"}},
    {"F4",         {"\033OS",     "\033OS",     "\033[14~",   "\033OS",     "\033OS",     "\033[[D",    "\033OS",     "\033OS",     "\033[14~",   "\033OS"}},
    {"F5",         {"\033[15~",   "\033[15~",   "\033[15~",   "\033[15~",   "\033[15~",   "\033[[E",    "\033[15~",   "\033[15~",   "\033[15~",   NULL}},
    {"F6",         {"\033[17~",   "\033[17~",   "\033[17~",   "\033[17~",   "\033[17~",   "\033[17~",   "\033[17~",   "\033[17~",   "\033[17~",   "\033[17~"}},
    {"F7",         {"\033[18~",   "\033[18~",   "\033[18~",   "\033[18~",   "\033[18~",   "\033[18~",   "\033[18~",   "\033[18~",   "\033[18~",   "\033[18~"}},
    {"F8",         {"\033[19~",   "\033[19~",   "\033[19~",   "\033[19~",   "\033[19~",   "\033[19~",   "\033[19~",   "\033[19~",   "\033[19~",   "\033[19~"}},
    {"F9",         {"\033[20~",   "\033[20~",   "\033[20~",   "\033[20~",   "\033[20~",   "\033[20~",   "\033[20~",   "\033[20~",   "\033[20~",   "\033[20~"}},
    {"F10",        {"\033[21~",   "\033[21~",   "\033[21~",   "\033[21~",   "\033[21~",   "\033[21~",   "\033[21~",   "\033[21~",   "\033[21~",   "\033[21~"}},
    {"F11",        {"\033[23~",   "\033[23~",   "\033[23~",   "\033[23~",   "\033[23~",   "\033[23~",   "\033[23~",   "\033[23~",   "\033[23~",   "\033[23~"}},
    {"F12",        {"\033[24~",   "\033[24~",   "\033[24~",   "\033[24~",   "\033[24~",   "\033[24~",   "\033[24~",   "\033[24~",   "\033[24~",   "\033[24~"}},
    {"Tab",        {"\t",         "\t",         "\t",         "\t",         "\t",         "\t",         "\t",         "\t",         "\t",         "\t"}},
    {"S-Tab",      {"\033[Z",     "\033[Z",     "\033[Z",     "\033[Z",     "\033[Z",     "\033\t",     "\033[Z",     "\033[Z",     "\033[Z",     NULL}},
    {"Enter",      {"\r",         "\033OM",     "\r",         "\r",         "\r",         "\r",         "\r",         "\r",         "\r",         "\033OM"}},
    {"Backspace",  {"\x7f",       "\x08",       "\x7f",       "\x7f",       "\x7f",       "\x7f",       "\x7f",       "\x7f",       "\x7f",       "\x08"}},
    {"^S",         {"\x13",       "\x13",       "\x13",       "\x13",       "\x13",       "\x13",       "\x13",       "\x13",       "\x13",       "\x13"}},
    {"^Q",         {"\x11",       "\x11",       "\x11",       "\x11",       "\x11",       "\x11",       "\x11",       "\x11",       "\x11",       "\x11"}},
    {"^Z",         {"\x1a",       "\x1a",       "\x1a",       "\x1a",       "\x1a",       "\x1a",       "\x1a",       "\x1a",       "\x1a",       "\x1a"}},
    {"^G",         {"\x07",       "\x07",       "\x07",       "\x07",       "\x07",       "\x07",       "\x07",       "\x07",       "\x07",       "\x07"}},
    {"^_",         {"\x1f",       "\x1f",       "\x1f",       "\x1f",       "\x1f",       "\x1f",       "\x1f",       "\x1f",       "\x1f",       "\x1f"}},
    {"S-Up",       {"\033[1;2A",  "\033[1;2A",  NULL,         "\033[1;2A",  "\033[1;2A",  NULL,         "\033[1;2A",  NULL,         "\033[a",     NULL}},
    {"S-Right",    {"\033[1;2C",  "\033[1;2C",  NULL,         "\033[1;2C",  "\033[1;2C",  NULL,         "\033[1;2C",  NULL,         "\033[c",     NULL}},
    {"M-Up",       {"\033[1;3A",  "\033[1;3A",  "\033\033[A", "\033[1;3A",  "\033[1;9A",  "\033\033[A", "\033[1;3A",  "\033\033[A", "\033\033[A", NULL}},
    {"C-Up",       {"\033[1;5A",  "\033[1;5A",  NULL,         "\033[1;5A",  "\033[1;5A",  NULL,         "\033[1;5A",  NULL,         "\033Oa",     NULL}},
    {"C-Right",    {"\033[1;5C",  "\033[1;5C",  NULL,         "\033[1;5C",  "\033[1;5C",  NULL,         "\033[1;5C",  NULL,         "\033Oc",     NULL}},
    {"C-S-Left",   {"\033[1;6D",  "\033[1;6D",  NULL,         "\033[1;6D",  "\033[1;6D",  NULL,         "\033[1;6D",  NULL,         NULL,         NULL}},
    {"S-Home",     {"\033[1;2H",  "\033[1;2H",  NULL,         "\033[1;2H",  "\033[1;2H",  NULL,         "\033[1;2H",  NULL,         "\033[7$",    NULL}},
    {"C-End",      {"\033[1;5F",  "\033[1;5F",  NULL,         "\033[1;5F",  "\033[1;5F",  NULL,         "\033[1;5F",  NULL,         "\033[8^",    NULL}},
    {"C-Del",      {"\033[3;5~",  "\033[3;5~",  NULL,         "\033[3;5~",  "\033[3;5~",  NULL,         "\033[3;5~",  NULL,         "\033[3^",    NULL}},
    {"S-PgUp",     {NULL,         NULL,         NULL,         NULL,         "\033[5;2~",  NULL,         "\033[5;2~",  NULL,         "\033[5$",    NULL}},
    {"C-PgDn",     {"\033[6;5~",  "\033[6;5~",  NULL,         "\033[6;5~",  "\033[6;5~",  NULL,         "\033[6;5~",  NULL,         "\033[6^",    NULL}},
    {"S-F1",       {"\033[1;2P",  "\033O2P",    NULL,         "\033[1;2P",  "\033[1;2P",  NULL,         "\033[1;2P",  NULL,         NULL,         NULL}},
    {"C-F3",       {"\033[1;5R",  "\033O5R",    NULL,         "\033[1;5R",  "\033[1;5R",  NULL,         "\033[1;5R",  NULL,         "\033[13^",   NULL}},
    {"S-F5",       {"\033[15;2~", "\033[15;2~", NULL,         "\033[15;2~", "\033[15;2~", NULL,         "\033[15;2~", NULL,         NULL,         NULL}},
    {"M-x",        {"\033x",      "\033x",      "\033x",      "\033x",      "\033x",      "\033x",      "\033x",      "\033x",      "\033x",      NULL}},
    {"M-Enter",    {"\033\r",     "\033\r",     "\033\r",     "\033\r",     "\033\r",     "\033\r",     "\033\r",     "\033\r",     "\033\r",     NULL}},
    {"0",          {"0",          "\033Op",     "0",          "0",          "0",          "0",          "0",          "0",          "\033Op",     "\033Op"}},
    {"+",          {"+",          "\033Ok",     "+",          "+",          "+",          "+",          "+",          "+",          "\033Ok",     NULL}},
    {"中",         {"中",         "中",         "中",         "中",         "中",         "中",         "中",         "中",         "中",         "中"}},
    {"？",         {"？",         "？",         "？",         "？",         "？",         "？",         "？",         "？",         "？",         "？"}},
};
/* clang-format on */

static void put_key(Buf *out, InputKey key) {
    if (out->len)
        buf_putc(out, ' ');
    input_key_format(out, key);
}

/* All that waits; anything but a key is "?". */
static void drain(Input *in, Buf *out) {
    InputEvent event;
    while (input_next(in, &event)) {
        if (event.type == INPUT_TYPE_KEY)
            put_key(out, event.key);
        else
            buf_puts(out, " ?");
    }
}

/* A parser that knows the keys of a description; NULL: none. */
static Input *parser_of(const char *term) {
    Input *in = input_new();
    Buf bytes = {0};
    Output *out;
    Error err;
    OutputOptions options = {.term = term, .capture = &bytes, .in_fd = -1, .out_fd = -1};
    if (!term)
        return in;
    assert_true(output_open(&options, &out, &err));
    output_add_keys(out, in);
    output_close(out);
    buf_free(&bytes);
    return in;
}

static void expect_key(Input *in, const char *bytes, const char *key, const char *who) {
    Buf got = {0};
    size_t len = strlen(bytes);
    for (size_t split = 0; split <= len; split++) {
        buf_clear(&got);
        input_feed(in, bytes, split);
        input_feed(in, bytes + split, len - split);
        drain(in, &got);
        if (strcmp(buf_text(&got), key) != 0)
            fail_msg("%s, %s cut at %zu: %s", who, key, split, buf_text(&got));
    }
    buf_free(&got);
}

static void every_terminal_says_its_keys(void **state) {
    (void)state;
    for (int terminal = 0; terminal < TERMINALS; terminal++) {
        const char *const terms[] = {NULL, terminals[terminal].term};
        for (size_t t = 0; t < COUNT_OF(terms); t++) {
            Input *in = parser_of(terms[t]);
            for (size_t i = 0; i < COUNT_OF(keys); i++)
                if (keys[i].bytes[terminal])
                    expect_key(in, keys[i].bytes[terminal], keys[i].key, terminals[terminal].name);
            input_free(in);
        }
    }
}

/* People set TERM to what somebody told them. */
static void keys_are_known_whatever_term_says(void **state) {
    (void)state;
    static const char *const said[] = {
        "xterm-256color", "screen-256color", "tmux-256color",    "linux",        "vt100",
        "putty-256color", "xterm",           "no-such-terminal", "rxvt-256color"};
    for (size_t t = 0; t < COUNT_OF(said); t++) {
        Input *in = parser_of(said[t]);
        for (int terminal = 0; terminal < TERMINALS; terminal++)
            for (size_t i = 0; i < COUNT_OF(keys); i++)
                if (keys[i].bytes[terminal])
                    expect_key(in, keys[i].bytes[terminal], keys[i].key, said[t]);
        input_free(in);
    }
}

/* A slow line delivers many keys at once, and cuts them anywhere. */
static void a_burst_of_all_keys_is_all_keys(void **state) {
    (void)state;
    for (int terminal = 0; terminal < TERMINALS; terminal++) {
        Buf bytes = {0}, want = {0}, got = {0};
        for (size_t i = 0; i < COUNT_OF(keys); i++) {
            if (!keys[i].bytes[terminal])
                continue;
            buf_puts(&bytes, keys[i].bytes[terminal]);
            if (want.len)
                buf_putc(&want, ' ');
            buf_puts(&want, keys[i].key);
        }
        for (size_t step = 1; step < 9; step++) {
            Input *in = parser_of(NULL);
            buf_clear(&got);
            for (size_t at = 0; at < bytes.len; at += step) {
                size_t left = bytes.len - at;
                input_feed(in, bytes.data + at, left < step ? left : step);
                drain(in, &got);
            }
            assert_string_equal(buf_text(&got), buf_text(&want));
            input_free(in);
        }
        buf_free(&bytes);
        buf_free(&want);
        buf_free(&got);
    }
}

static void a_nul_is_control_space(void **state) {
    (void)state;
    Input *in = input_new();
    Buf got = {0};
    input_feed(in, "", 1);
    drain(in, &got);
    assert_string_equal(buf_text(&got), "C-Space");
    buf_free(&got);
    input_free(in);
}

/* ---- answers ---- */

static const struct {
    const char *name, *bytes;
} answers[] = {
    {"cursor report", "\033[12;40R"},
    {"cursor report of the first row", "\033[1;3R"},
    {"first device attributes", "\033[?62;22;52c"},
    {"second device attributes", "\033[>41;354;0c"},
    {"third device attributes", "\033P!|7E565445\033\\"},
    {"mode report", "\033[?2026;2$y"},
    {"status", "\033[0n"},
    {"keyboard protocol", "\033[?0u"},
    {"foreground, ST", "\033]10;rgb:dcdc/dcdc/dcdc\033\\"},
    {"background, ST", "\033]11;rgb:ffff/ffff/dddd\033\\"},
    {"background, BEL", "\033]11;rgb:00/00/00\007"},
    {"palette", "\033]4;1;rgb:cdcd/0000/0000\033\\"},
    {"clipboard", "\033]52;c;5qGI5L6L\033\\"},
    {"size", "\033[8;24;80t"},
    {"name", "\033P>|WezTerm 20240203\033\\"},
    {"capability", "\033P1+r524742=38\033\\"},
    {"focus in", "\033[I"},
    {"focus out", "\033[O"},
};

static void expect_no_key(const char *name, Input *in, size_t split, const char *allowed) {
    InputEvent event;
    Buf got = {0};
    while (input_next(in, &event))
        if (event.type == INPUT_TYPE_KEY)
            put_key(&got, event.key);
    if (strcmp(buf_text(&got), allowed) != 0)
        fail_msg("%s, cut at %zu, typed: %s", name, split, buf_text(&got));
    buf_free(&got);
}

static void answers_are_no_keys_however_they_are_cut(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT_OF(answers); i++) {
        size_t len = strlen(answers[i].bytes);
        for (size_t a = 0; a <= len; a++) {
            for (size_t b = a; b <= len; b++) {
                Input *in = input_new();
                bool first_row = answers[i].bytes[2] == '1' && answers[i].bytes[3] == ';';
                if (first_row)
                    input_expect_cursor_reports(in, 1);
                input_feed(in, answers[i].bytes, a);
                input_feed(in, answers[i].bytes + a, b - a);
                input_feed(in, answers[i].bytes + b, len - b);
                expect_no_key(answers[i].name, in, a, "");
                input_feed(in, "q", 1);
                expect_no_key(answers[i].name, in, a, "q");
                input_free(in);
            }
        }
    }
}

/* The line stalls in the middle of an answer for longer than a lone Esc is waited for. Behind the
 * ESC the key Esc cannot be helped; nothing else is typed, and no other place is given up. */
static void answers_are_no_keys_when_the_line_stalls(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT_OF(answers); i++) {
        size_t len = strlen(answers[i].bytes);
        bool osc_or_csi = answers[i].bytes[1] == '[' || answers[i].bytes[1] == ']';
        for (size_t at = 1; at < len; at++) {
            Input *in = input_new();
            input_expect_cursor_reports(in, 1);
            input_feed(in, answers[i].bytes, at);
            int wait = input_pending_ms(in, 100);
            bool given_up = wait >= 0 && wait <= 100;
            assert_true(given_up == (at == 1)); /* the others are waited for */
            if (given_up)
                input_resolve(in);
            input_feed(in, answers[i].bytes + at, len - at);
            if (osc_or_csi && strcmp(answers[i].bytes, "\033[I") != 0 &&
                strcmp(answers[i].bytes, "\033[O") != 0)
                expect_no_key(answers[i].name, in, at, given_up ? "Esc" : "");
            input_free(in);
        }
    }
}

static void type_slowly(Input *in, const char *text, Buf *out) {
    for (const char *at = text; *at; at++) {
        input_feed(in, at, 1);
        if (input_pending_ms(in, 50) >= 0)
            input_resolve(in);
        drain(in, out);
    }
}

static void what_is_typed_after_escape_is_typed(void **state) {
    (void)state;
    static const struct {
        const char *typed, *keys;
    } persons[] = {{"\033[x", "Esc [ x"},    {"\033]x", "Esc ] x"}, {"\033[", "Esc ["},
                   {"\033[12", "Esc [ 1 2"}, {"\033Ok", "Esc O k"}, {"\033[[", "Esc [ ["},
                   {"a[1;2R", "a [ 1 ; 2 R"}};
    for (size_t i = 0; i < COUNT_OF(persons); i++) {
        Input *in = input_new();
        Buf got = {0};
        type_slowly(in, persons[i].typed, &got);
        assert_string_equal(buf_text(&got), persons[i].keys);
        buf_free(&got);
        input_free(in);
    }
}

int main(void) {
    setlocale(LC_ALL, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_terminal_says_its_keys),
        cmocka_unit_test(keys_are_known_whatever_term_says),
        cmocka_unit_test(a_burst_of_all_keys_is_all_keys),
        cmocka_unit_test(a_nul_is_control_space),
        cmocka_unit_test(answers_are_no_keys_however_they_are_cut),
        cmocka_unit_test(answers_are_no_keys_when_the_line_stalls),
        cmocka_unit_test(what_is_typed_after_escape_is_typed),
    };
    return cmocka_run_group_tests_name("tui keys", tests, NULL, NULL);
}
