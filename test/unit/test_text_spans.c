#include "config.h"

#include "dice.h"
#include "unit.h"

#include "base/vec.h"
#include "text/edit.h"
#include "text/spans.h"

/* Passages that are marked as used: what is stored, what is shown, and how they follow changes. */

static void put_random(Buf *out, int pieces) {
    static const char *const all[] = {"{==", "==}", "a", "b ", "字", "\n", "{", "=", "- ", "}"};
    for (int i = 0; i < pieces; i++)
        buf_puts(out, all[dice(COUNT_OF(all))]);
}

static void signs_stand_for_passages(void **unused) {
    static const struct {
        const char *stored, *plain;
        size_t count;
    } cases[] = {
        {"", "", 0},
        {"a{==bc==}d", "abcd", 1},
        {"{==a==}{==b==}", "ab", 2},
        {"{==a\nb==}", "{==a\nb==}", 0}, /* not over a line */
        {"{====}a{==b==}", "{====}ab", 1},
        {"==}{==", "==}{==", 0},
        {"{==甲{==乙==}丙==}", "甲{==乙丙==}", 1},
        {"- {==甲==}\n- {==乙==}", "- 甲\n- 乙", 2},
    };
    (void)unused;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Buf plain = {0}, again = {0};
        TextSpans spans = {0};
        text_spans_split(str_of(cases[i].stored), &plain, &spans);
        assert_string_equal(buf_text(&plain), cases[i].plain);
        assert_int_equal(spans.len, cases[i].count);
        text_spans_join(buf_str(&plain), &spans, &again);
        assert_string_equal(buf_text(&again), cases[i].stored);
        buf_free(&plain);
        buf_free(&again);
        text_spans_free(&spans);
    }
}

static void any_text_comes_back_as_it_was(void **unused) {
    Buf stored = {0}, plain = {0}, again = {0};
    TextSpans spans = {0};
    size_t seen = 0;
    (void)unused;
    for (int round = 0; round < 20000; round++) {
        buf_clear(&stored);
        buf_clear(&plain);
        buf_clear(&again);
        put_random(&stored, (int)dice(25));
        text_spans_split(buf_str(&stored), &plain, &spans);
        seen += spans.len;
        for (size_t i = 0; i < spans.len; i++) {
            assert_true(spans.items[i].from < spans.items[i].to);
            assert_true(i == 0 || spans.items[i - 1].to <= spans.items[i].from);
        }
        text_spans_join(buf_str(&plain), &spans, &again);
        assert_true(str_equal(buf_str(&again), buf_str(&stored)));
    }
    assert_true(seen > 1000);
    buf_free(&stored);
    buf_free(&plain);
    buf_free(&again);
    text_spans_free(&spans);
}

/* ---- beside a plain model: a flag for every byte ---- */

typedef VEC(char) Flags;

static void set_flags(const TextSpans *spans, size_t len, Flags *out) {
    out->len = 0;
    vec_reserve(out, len + 1);
    memset(out->items, 0, len + 1);
    out->len = len;
    for (size_t i = 0; i < spans->len; i++)
        memset(out->items + spans->items[i].from, 1, spans->items[i].to - spans->items[i].from);
}

static void splice_flags(Flags *flags, size_t at, size_t removed, size_t inserted, bool grey) {
    vec_reserve(flags, inserted + 1);
    memmove(flags->items + at + inserted, flags->items + at + removed, flags->len - at - removed);
    memset(flags->items + at, grey, inserted);
    flags->len += inserted - removed;
}

static void passages_follow_every_change(void **unused) {
    TextSpans spans = {0};
    Flags flags = {0}, now = {0};
    size_t len = 60;
    (void)unused;
    for (int round = 0; round < 50000; round++) {
        size_t at = dice((uint32_t)len + 1), most = len - at;
        size_t removed = dice(most < 9 ? (uint32_t)most + 1 : 9), inserted = dice(6);
        uint32_t act = dice(6);
        set_flags(&spans, len, &flags);
        if (act == 0) {
            text_spans_add(&spans, at, at + removed);
            memset(flags.items + at, 1, removed);
        } else if (act == 1) { /* whole passages */
            for (size_t i = 0; i < spans.len; i++)
                if (spans.items[i].from < at + removed && spans.items[i].to > at)
                    memset(flags.items + spans.items[i].from, 0,
                           spans.items[i].to - spans.items[i].from);
            text_spans_remove(&spans, at, at + removed);
        } else {
            bool replaces = act == 2 && removed, grey = false;
            for (size_t i = 0; i < spans.len; i++) {
                TextSpan s = spans.items[i];
                grey |= s.from < at && s.to > at + removed;
                grey |= replaces && s.from <= at && s.to >= at + removed;
            }
            (replaces ? text_spans_replace : text_spans_follow)(&spans, at, removed, inserted);
            splice_flags(&flags, at, removed, inserted, grey);
            len += inserted - removed;
        }
        set_flags(&spans, len, &now);
        assert_memory_equal(now.items, flags.items, len);
        for (size_t i = 0; i < spans.len; i++)
            assert_true(spans.items[i].from < spans.items[i].to &&
                        (i == 0 || spans.items[i - 1].to <= spans.items[i].from));
        if (len > 200) {
            text_spans_follow(&spans, 0, len - 60, 0);
            len = 60;
        }
    }
    vec_free(&flags);
    vec_free(&now);
    text_spans_free(&spans);
}

/* ---- in an edit ---- */

static void expect(TextEdit *edit, const char *marked) {
    Str text = text_edit_marked_text(edit);
    char *got = mem_strndup(text.ptr ? text.ptr : "", text.len);
    assert_string_equal(got, marked);
    free(got);
}

static TextEdit *edit_of(const char *stored) {
    TextEdit *edit = text_edit_new(str_of(stored), true, 10000);
    text_edit_read_marks(edit);
    return edit;
}

static void what_is_typed_at_an_end_is_not_marked(void **unused) {
    (void)unused;
    TextEdit *edit = edit_of("甲{==乙丙==}丁");
    text_edit_move_to(edit, 3, false);
    text_edit_type(edit, STR("a"));
    expect(edit, "甲a{==乙丙==}丁");
    text_edit_move_to(edit, 10, false);
    text_edit_type(edit, STR("b"));
    expect(edit, "甲a{==乙丙==}b丁");
    text_edit_move_to(edit, 7, false);
    text_edit_type(edit, STR("c"));
    expect(edit, "甲a{==乙c丙==}b丁");
    text_edit_delete(edit, TEXT_MOVE_LEFT);
    text_edit_delete(edit, TEXT_MOVE_LEFT);
    expect(edit, "甲a{==丙==}b丁");
    text_edit_delete(edit, TEXT_MOVE_RIGHT); /* the last one: the passage is gone */
    expect(edit, "甲ab丁");
    text_edit_undo(edit);
    expect(edit, "甲a{==丙==}b丁");
    while (text_edit_undo(edit))
        ;
    expect(edit, "甲{==乙丙==}丁");
    while (text_edit_redo(edit))
        ;
    expect(edit, "甲ab丁");
    text_edit_free(edit);
}

static void a_line_break_parts_a_passage(void **unused) {
    (void)unused;
    TextEdit *edit = edit_of("{==甲乙==}");
    text_edit_move_to(edit, 3, false);
    text_edit_type(edit, STR("\n"));
    expect(edit, "{==甲==}\n{==乙==}");
    text_edit_type(edit, STR("\n"));
    expect(edit, "{==甲==}\n\n{==乙==}");
    text_edit_free(edit);
}

static void what_replaces_a_part_stays_marked(void **unused) {
    (void)unused;
    TextEdit *edit = edit_of("甲{==乙丙==}丁");
    text_edit_replace(edit, 3, 9, STR("新")); /* as finding and replacing does */
    expect(edit, "甲{==新==}丁");
    text_edit_undo(edit);
    expect(edit, "甲{==乙丙==}丁");
    text_edit_redo(edit);
    expect(edit, "甲{==新==}丁");
    assert_true(text_edit_set_marked(edit, STR("{==另==}一个")));
    expect(edit, "{==另==}一个");
    assert_true(str_equal(text_edit_text(edit), STR("另一个")));
    assert_false(text_edit_set_marked(edit, STR("{==另==}一个")));
    text_edit_undo(edit);
    expect(edit, "甲{==新==}丁");
    text_edit_free(edit);
}

/* Whatever was done: all the way back is what it was, and forward again what it became. */
static void undo_brings_the_marks_back(void **unused) {
    Buf stored = {0}, first = {0}, last = {0};
    (void)unused;
    for (int round = 0; round < 400; round++) {
        buf_clear(&stored);
        put_random(&stored, 30);
        TextEdit *edit = edit_of(buf_text(&stored));
        buf_clear(&first);
        buf_put_str(&first, text_edit_marked_text(edit));
        for (int i = 0; i < 60; i++) {
            size_t len = text_edit_text(edit).len, at = dice((uint32_t)len + 1);
            text_edit_move_to(edit, at, false);
            switch (dice(8)) {
            case 0:
                text_edit_delete(edit, TEXT_MOVE_LEFT);
                text_edit_delete(edit, TEXT_MOVE_LEFT);
                break;
            case 1:
                text_edit_delete(edit, TEXT_MOVE_RIGHT);
                text_edit_delete(edit, TEXT_MOVE_RIGHT);
                break;
            case 2:
                text_edit_move(edit, TEXT_MOVE_WORD_RIGHT, true);
                text_edit_type(edit, STR("x"));
                text_edit_type(edit, STR("y"));
                break;
            case 3: {
                TextSpans spans = {0};
                text_spans_copy(text_edit_spans(edit), &spans);
                if (dice(2))
                    text_spans_add(&spans, at, at + dice((uint32_t)(len - at) + 1));
                else
                    text_spans_remove(&spans, at, len);
                text_edit_set_spans(edit, &spans, at);
                text_spans_free(&spans);
                break;
            }
            case 4:
                text_edit_undo(edit);
                break;
            case 5:
                text_edit_redo(edit);
                break;
            default:
                text_edit_type(edit, dice(4) ? STR("字") : STR("\n"));
                text_edit_type(edit, STR("a"));
            }
        }
        while (text_edit_redo(edit))
            ;
        buf_clear(&last);
        buf_put_str(&last, text_edit_marked_text(edit));
        while (text_edit_undo(edit))
            ;
        assert_true(str_equal(text_edit_marked_text(edit), buf_str(&first)));
        while (text_edit_redo(edit))
            ;
        assert_true(str_equal(text_edit_marked_text(edit), buf_str(&last)));
        text_edit_free(edit);
    }
    buf_free(&stored);
    buf_free(&first);
    buf_free(&last);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signs_stand_for_passages),
        cmocka_unit_test(any_text_comes_back_as_it_was),
        cmocka_unit_test(passages_follow_every_change),
        cmocka_unit_test(what_is_typed_at_an_end_is_not_marked),
        cmocka_unit_test(a_line_break_parts_a_passage),
        cmocka_unit_test(what_replaces_a_part_stays_marked),
        cmocka_unit_test(undo_brings_the_marks_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
