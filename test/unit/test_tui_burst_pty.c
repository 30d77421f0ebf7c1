#include "config.h"

#include "dice.h"
#include "person.h"
#include "unit.h"

#ifndef HAVE_VTERM
int main(void) {
    puts("1..0 # SKIP libvterm is missing (libvterm-dev)");
    return 0;
}
#else

#include "base/vec.h"
#include "test/pty/pty.h"
#include "text/utf8.h"
#include "tui/widget/field.h"
#include "tui/widget/scrap.h"
#include "tui_app.h"

/* Keys that come faster than anybody types, in pieces of any size: what is saved is what a field in
 * memory makes of them, one by one. */

enum { KEYS = 3000, COLS = 80 };

/* What a terminal sends for a key. */
static const struct {
    const char *name, *bytes;
} keys[] = {
    {"Left", "\033[D"},      {"Right", "\033[C"},      {"Up", "\033[A"}, {"Down", "\033OB"},
    {"Home", "\033[H"},      {"End", "\033[F"},        {"Enter", "\r"},  {"Backspace", "\x7f"},
    {"Delete", "\033[3~"},   {"^Z", "\x1a"},           {"^Y", "\x19"},   {"^W", "\x17"},
    {"^K", "\x0b"},          {"^R", "\x12"},           {"^O", "\x0f"},   {"F8", "\033[19~"},
    {"C-Left", "\033[1;5D"}, {"S-Right", "\033[1;2C"},
};
static const char *const typed[] = {
    "客", "户", "续", "费", "率", "，", "。", "a",
    "b",  " ",  "7",  "é",  "𠮷", "“",  "（", "中文输入法一次送来的句子。"};
static const char *const pasted[] = {"粘贴的一段。\n第二行 with words", "短", "三行\n\n三行\n"};

typedef struct Hand {
    Pty *pty;
    EditField field; /* the model */
    Buf waiting;     /* bytes not sent yet */
} Hand;

static void flush(Hand *hand) {
    pty_send_bytes(hand->pty, hand->waiting.data, hand->waiting.len);
    buf_clear(&hand->waiting);
}

/* Bytes of characters are sent in any pieces; those of a key in one, as terminals do: an ESC alone
 * that nothing follows in time is the key Esc. */
static void hand_out(Hand *hand, Str bytes, bool whole) {
    for (size_t i = 0; i < bytes.len; i++) {
        buf_putc(&hand->waiting, bytes.ptr[i]);
        if (!whole && dice(6) == 0)
            flush(hand);
    }
    if (dice(4) == 0)
        flush(hand);
}

static void type_one(Hand *hand) {
    Str text = str_of(typed[dice(COUNT_OF(typed))]);
    hand_out(hand, text, false);
    for (size_t at = 0; at < text.len;) {
        InputKey key = {0};
        at += utf8_next(text, at, &key.code);
        field_key(&hand->field, key);
    }
}

static void press_one(Hand *hand) {
    size_t i = dice(COUNT_OF(keys));
    InputKey key;
    assert_true(input_key_parse(str_of(keys[i].name), &key));
    hand_out(hand, str_of(keys[i].bytes), true);
    field_key(&hand->field, key);
}

static void paste_one(Hand *hand) {
    Str text = str_of(pasted[dice(COUNT_OF(pasted))]);
    hand_out(hand, STR("\033[200~"), true);
    hand_out(hand, text, false);
    hand_out(hand, STR("\033[201~"), true);
    field_paste(&hand->field, text);
}

static Pty *start(const Stage *stage) {
    static const char *const env[] = {"ANLIKU_NOW=2026-11-20T01:00:00Z", NULL};
    const char *argv[] = {built_program("anliku"), "-L", stage->path, "browse", NULL};
    PtyOptions options = {.argv = argv, .rows = 24, .cols = COLS, .env = env};
    Pty *pty = pty_start(&options);
    assert_non_null(pty);
    assert_true(pty_wait_text(pty, "type to search"));
    pty_send(pty, "按键");
    assert_true(pty_wait_text(pty, "按键测试"));
    pty_send(pty, "\re");
    assert_true(pty_wait_text(pty, "Edit case"));
    pty_send(pty, "\033[17~"); /* F6 */
    assert_true(pty_wait_text(pty, "Private notes"));
    return pty;
}

static void expect_saved(const Stage *stage, Uuid id, Str text) {
    Library *library;
    Record *record;
    Error err;
    assert_true(library_open(stage->path, library_unix_login(), false, &library, &err));
    assert_true(library_load(library, ENTITY_CASE, id, 0, &record, &err));
    Str notes = record_text(record, CASE_NOTES);
    if (!str_equal(notes, str_trim(text)) && !str_equal(notes, text))
        fail_msg("saved were %zu bytes, not %zu:\n%.*s\n--- not\n%.*s", notes.len, text.len,
                 STR_ARG(notes), STR_ARG(text));
    record_free(record);
    library_close(library);
}

static void no_key_is_lost(void **state) {
    (void)state;
    Stage *stage = stage_new();
    Uuid id = stage_add_case(stage->library, "按键测试", "客户");
    stage_shelve(stage);
    Hand hand = {.pty = start(stage)};
    hand.field.edit = text_edit_new(STR(""), true, 1 << 20);
    hand.field.multiline = true;
    text_edit_set_columns(hand.field.edit, COLS - 1);
    for (int i = 0; i < KEYS; i++) {
        uint32_t what = dice(20);
        if (what < 12)
            type_one(&hand);
        else if (what < 19)
            press_one(&hand);
        else
            paste_one(&hand);
    }
    flush(&hand);
    assert_true(pty_settle(hand.pty));
    pty_send(hand.pty, "\033[24;5~\x13"); /* a key that means nothing, and ^S */
    assert_true(pty_wait_text(hand.pty, "Saved: AL-2026-"));
    pty_send(hand.pty, "\x11");
    assert_int_equal(pty_wait_exit(hand.pty), 0);
    pty_free(hand.pty);
    assert_true(text_edit_text(hand.field.edit).len > 1000);
    expect_saved(stage, id, text_edit_text(hand.field.edit));
    text_edit_free(hand.field.edit);
    buf_free(&hand.waiting);
    scrap_free();
    stage_free(stage);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_key_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#endif
