#include "config.h"

#include "dice.h"
#include "unit.h"

#include "base/vec.h"
#include "text/cluster.h"
#include "text/display.h"
#include "text/nfc.h"
#include "text/utf8.h"
#include "text/width.h"
#include "text/wrap.h"

#include <unicode/ubrk.h>

static const char *const pieces[] = {"a",
                                     "b",
                                     " ",
                                     "é",
                                     "e\xCC\x81",
                                     "\xCC\x80",
                                     "中",
                                     "文",
                                     "，",
                                     "（",
                                     "“",
                                     "”",
                                     "…",
                                     "—",
                                     "\n",
                                     "\t",
                                     "\r",
                                     "👩",
                                     "\xE2\x80\x8D",
                                     "👧",
                                     "🏻",
                                     "❤",
                                     "\xEF\xB8\x8F",
                                     "🇨",
                                     "🇳",
                                     "각",
                                     "ᄀ",
                                     "ᅡ",
                                     "ᆨ",
                                     "ש",
                                     "ع",
                                     "\xD9\x8B",
                                     "\xE2\x80\xAE",
                                     "\xE2\x80\x8B",
                                     "\xC2\x9B",
                                     "\x1B",
                                     "\xFF",
                                     "\xE4\xB8",
                                     "\xF3\xA0\x81\x81",
                                     "\xEE\x80\x80",
                                     "\xEF\xBF\xBE",
                                     "ั",
                                     "1",
                                     "9",
                                     ".",
                                     "/",
                                     "-",
                                     "word",
                                     "\x7F",
                                     "\xC2\xAD",
                                     "\xD8\x80",
                                     "क",
                                     "ि"};

static void put_random_text(Buf *out, int points) {
    buf_clear(out);
    while (points--)
        buf_puts(out, pieces[dice(COUNT_OF(pieces))]);
}

/* The cluster boundaries that ICU finds in valid text, as a flag a byte. */
static void icu_boundaries(UBreakIterator *iterator, Str text, bool *flags) {
    UChar units[4096];
    size_t bytes[4097], len = 0;
    for (size_t at = 0; at < text.len;) {
        uint32_t point;
        size_t step = utf8_next(text, at, &point), from = len;
        U16_APPEND_UNSAFE(units, len, point);
        while (from < len)
            bytes[from++] = at;
        at += step;
    }
    bytes[len] = text.len;
    memset(flags, 0, text.len + 1);
    UErrorCode status = U_ZERO_ERROR;
    ubrk_setText(iterator, units, (int32_t)len, &status);
    assert_true(U_SUCCESS(status));
    for (int32_t at = ubrk_first(iterator); at != UBRK_DONE; at = ubrk_next(iterator))
        flags[bytes[at]] = true;
}

static void clusters_are_those_of_icu(void **state) {
    (void)state;
    UErrorCode status = U_ZERO_ERROR;
    UBreakIterator *iterator = ubrk_open(UBRK_CHARACTER, "", NULL, 0, &status);
    assert_true(U_SUCCESS(status));
    Buf text = {0};
    bool flags[4096];
    for (int round = 0; round < 5000; round++) {
        put_random_text(&text, 1 + (int)dice(20));
        Str s = buf_str(&text);
        if (!utf8_valid(s, NULL))
            continue;
        icu_boundaries(iterator, s, flags);
        size_t last = 0;
        for (size_t at = 0; at <= s.len; at++) {
            assert_int_equal(text_cluster_is_boundary(s, at), flags[at]);
            if (at && flags[at]) {
                assert_int_equal(text_cluster_next(s, last), at);
                assert_int_equal(text_cluster_prev(s, at), last);
                last = at;
            }
        }
    }
    ubrk_close(iterator);
    buf_free(&text);
}

static void clusters_of_any_bytes_come_to_an_end(void **state) {
    (void)state;
    Buf text = {0};
    for (int round = 0; round < 2000; round++) {
        put_random_text(&text, (int)dice(20));
        Str s = buf_str(&text);
        size_t forward = 0, back = 0;
        for (size_t at = 0; at < s.len; at = text_cluster_next(s, at))
            forward++;
        for (size_t at = s.len; at > 0; at = text_cluster_prev(s, at))
            back++;
        assert_int_equal(forward, back);
        assert_int_equal(forward, text_cluster_count(s));
        for (size_t at = 0; at <= s.len; at++) {
            assert_true(text_cluster_floor(s, at) <= at && text_cluster_ceil(s, at) >= at);
            assert_true(text_cluster_is_boundary(s, text_cluster_floor(s, at)));
            assert_true(text_cluster_is_boundary(s, text_cluster_ceil(s, at)));
        }
    }
    buf_free(&text);
}

static void widths_are_those_of_terminals(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int width;
    } cases[] = {{"", 0},          {"abc", 3}, {"中文", 4}, {"e\xCC\x81", 1}, {"👩‍👧", 2},
                 {"👍🏻", 2},  {"🇨🇳", 2},  {"각", 2},   {"ｱ", 1},         {"Ａ", 2},
                 {"\t", TEXT_TAB}, {"，", 2},  {"한", 2},   {"ก็", 1}};
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_int_equal(text_width(str_of(cases[i].text)), cases[i].width);
    assert_int_equal(text_width(STR("“…”")), 3);
    text_width_set_ambiguous(true);
    assert_int_equal(text_width(STR("“…”")), 6);
    assert_int_equal(text_width(STR("é")),
                     2); /* ambiguous too, as terminals that are so set have it */
    assert_int_equal(text_width(STR("中a")), 3);
    text_width_set_ambiguous(false);
    assert_true(text_width_is_ambiguous(0x201C));
    assert_false(text_width_is_ambiguous('a'));
}

static void width_is_the_sum_over_clusters(void **state) {
    (void)state;
    Buf text = {0};
    for (int round = 0; round < 3000; round++) {
        put_random_text(&text, (int)dice(20));
        Str s = buf_str(&text);
        int sum = 0;
        for (size_t at = 0, end; at < s.len; at = end) {
            end = text_cluster_next(s, at);
            sum += text_width_cluster(str_make(s.ptr + at, end - at));
        }
        assert_int_equal(text_width(s), sum);
        int used, columns = (int)dice(30);
        size_t fits = text_width_fit(s, columns, &used);
        assert_true(used <= columns && text_cluster_is_boundary(s, fits));
        assert_int_equal(text_width(str_make(s.ptr, fits)), used);
        if (fits < s.len) {
            size_t more = text_cluster_next(s, fits);
            assert_true(text_width(str_make(s.ptr, more)) > columns);
        }
    }
    buf_free(&text);
}

static void text_is_clipped_and_padded(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int columns;
        TextAlign align;
        const char *expected;
    } cases[] = {{"中文字", 6, TEXT_LEFT, "中文字"},
                 {"中文字", 5, TEXT_LEFT, "中文>"},
                 {"中文字", 4, TEXT_LEFT, "中> "},
                 {"ab", 5, TEXT_RIGHT, "   ab"},
                 {"ab", 5, TEXT_CENTER, " ab  "},
                 {"中", 1, TEXT_LEFT, ">"},
                 {"中", 0, TEXT_LEFT, ""},
                 {"", 3, TEXT_LEFT, "   "},
                 {"a👩‍👧b", 3, TEXT_LEFT, "a> "}};
    Buf out = {0};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        buf_clear(&out);
        text_pad(&out, str_of(cases[i].text), cases[i].columns, cases[i].align, STR(">"));
        assert_string_equal(buf_text(&out), cases[i].expected);
    }
    buf_free(&out);
    assert_int_equal(text_width_find(STR("中文a"), 3), 3);
    assert_int_equal(text_width_find(STR("中文a"), 4), 6);
    assert_int_equal(text_width_find(STR("中文a"), 5), 7);
}

static void assert_shown(Str text, unsigned flags, const char *expected) {
    Buf out = {0};
    bool changed = text_display(&out, text, flags);
    assert_string_equal(buf_text(&out), expected);
    assert_int_equal(changed, !str_equal(text, buf_str(&out)));
    buf_free(&out);
}

static void display_makes_the_hidden_visible(void **state) {
    (void)state;
    assert_shown(STR("客户 plain，text"), 0, "客户 plain，text");
    assert_shown(STR("a\x1B[31mb\a"), 0, "a^[[31mb^G");
    assert_shown(STR("a\nb\tc\rd\x7F"), 0, "a^Jb    c^Md^?");
    assert_shown(STR("a\nb\tc"), TEXT_DISPLAY_LINES | TEXT_DISPLAY_TABS, "a\nb\tc");
    assert_shown(STR("\xC2\x9B"
                     "31m\xC2\x85"),
                 0, "<9B>31m<85>");
    assert_shown(STR("a\xE2\x80\xAE"
                     "b"),
                 0, "a<U+202E>b");
    assert_shown(STR("a\xE2\x80\x8B\xEF\xBB\xBF"), 0, "a<U+200B><U+FEFF>");
    assert_shown(STR("\xF3\xA0\x81\x81"), 0, "<U+E0041>");
    assert_shown(STR("\xEF\xBF\xBE\xEE\x80\x80"), 0, "<U+FFFE><U+E000>");
    assert_shown(STR("\xE2\x80\xA8"), TEXT_DISPLAY_LINES, "<U+2028>");
    assert_shown(STR("x\xFFy\xE4\xB8"), 0, "x\xEF\xBF\xBDy\xEF\xBF\xBD\xEF\xBF\xBD");
    assert_shown(STR("a\xE2\x80\x8D"
                     "b"),
                 0, "a<U+200D>b");
    assert_shown(STR("👩‍👧👍🏻❤️"), 0, "👩‍👧👍🏻❤️");
    assert_shown(STR("👩‍👧👍🏻❤️x"), TEXT_DISPLAY_CELLS, "👩👍❤x");
    assert_shown(STR("\xCC\x81x"), 0, "◌\xCC\x81x");
    assert_shown(STR("e\xCC\x81\xCC\x82\xCC\x83\xCC\x84\xCC\x85\xCC\x86z"), 0,
                 "e\xCC\x81\xCC\x82\xCC\x83\xCC\x84z");
    assert_shown(STR("क्\xE2\x80\x8Dष"), 0, "क्\xE2\x80\x8Dष");
    assert_shown(STR("a\xEF\xB8\x8F\xEF\xB8\x8F"), 0, "a\xEF\xB8\x8F<U+FE0F>");
    assert_shown(STR("\xE1\x85\xA1"), 0, "<U+1161>");
    assert_shown(str_make("a\0b", 3), 0, "a^@b");
}

static bool may_be_sent(uint32_t point) {
    return point >= 0x20 && !(point >= 0x7F && point < 0xA0) &&
           !(point >= 0x202A && point <= 0x202E) && !(point >= 0x2066 && point <= 0x2069) &&
           point != 0x200E && point != 0x200F && point != 0x061C && point != 0x200B &&
           point != 0x2028 && point != 0x2029 && point != 0xFEFF && point != 0x2060 &&
           !(point >= 0xE0000 && point <= 0xE007F) && (point & 0xFFFE) != 0xFFFE;
}

static void assert_safe(Str shown) {
    assert_true(utf8_valid(shown, NULL));
    uint32_t point;
    for (size_t at = 0; at < shown.len; at += utf8_next(shown, at, &point)) {
        utf8_next(shown, at, &point);
        assert_true(may_be_sent(point));
    }
    for (size_t at = 0; at < shown.len; at = text_cluster_next(shown, at)) {
        size_t end = text_cluster_next(shown, at);
        assert_true(text_width_cluster(str_make(shown.ptr + at, end - at)) > 0);
    }
}

static void display_lets_nothing_through(void **state) {
    (void)state;
    Buf source = {0}, shown = {0}, again = {0};
    for (uint32_t point = 0; point < 0x110000; point++) {
        if (point >= 0xD800 && point <= 0xDFFF)
            continue;
        buf_clear(&source);
        buf_clear(&shown);
        buf_putc(&source, 'x');
        utf8_put(&source, point);
        text_display(&shown, buf_str(&source), TEXT_DISPLAY_CELLS);
        assert_safe(buf_str(&shown));
        buf_clear(&shown);
        text_display(&shown, str_make(source.data + 1, source.len - 1), 0);
        assert_safe(buf_str(&shown));
    }
    for (int round = 0; round < 10000; round++) {
        unsigned flags = dice(2) ? TEXT_DISPLAY_CELLS : 0;
        put_random_text(&source, (int)dice(20));
        buf_clear(&shown);
        buf_clear(&again);
        text_display(&shown, buf_str(&source), flags);
        assert_safe(buf_str(&shown));
        text_display(&again, buf_str(&shown), flags);
        assert_true(str_equal(buf_str(&shown), buf_str(&again)));
    }
    buf_free(&source);
    buf_free(&shown);
    buf_free(&again);
}

static void cells_take_the_width_of_the_source(void **state) {
    (void)state;
    Buf shown = {0};
    static const char *const texts[] = {"👩‍👩‍👧‍👦 family",
                                        "👍🏻ok",
                                        "❤️ vs16",
                                        "🇨🇳中国",
                                        "1️⃣",
                                        "한국어",
                                        "क्षि"};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        buf_clear(&shown);
        text_display(&shown, str_of(texts[i]), TEXT_DISPLAY_CELLS);
        assert_int_equal(text_width(buf_str(&shown)), text_width(str_of(texts[i])));
    }
    buf_free(&shown);
}

static void assert_cleaned(Str text, unsigned flags, const char *expected) {
    Buf out = {0};
    TextCleaned report;
    Error err;
    assert_true(text_clean(&out, text, flags, &report, &err));
    assert_string_equal(buf_text(&out), expected);
    assert_int_equal(report.changed, !str_equal(text, buf_str(&out)));
    assert_true(report.bad == SIZE_MAX);
    assert_int_equal(report.first != SIZE_MAX, report.bidi + report.hidden + report.controls > 0);
    buf_free(&out);
}

static void clean_text_keeps_what_means_something(void **state) {
    (void)state;
    assert_cleaned(STR("客户，成功"), 0, "客户，成功");
    assert_cleaned(STR(""), 0, "");
    assert_cleaned(STR("a\r\nb\rc\nd\te\xC2\x85\xE2\x80\xA8"), TEXT_CLEAN_LINES,
                   "a\nb\nc\nd\te\n\n");
    assert_cleaned(STR("a\tb\r\n"), 0, "a b");
    assert_cleaned(STR("e\xCC\x81"), 0, "é");
    assert_cleaned(STR("a\xE2\x80\xAE"
                       "b\xE2\x80\x8B"
                       "c\xC2\xAD\xF3\xA0\x81\x81"),
                   0, "abc");
    assert_cleaned(STR("\xEF\xBB\xBFx"), 0, "x");
    assert_cleaned(STR("👩‍👧❤️क्\xE2\x80\x8Dष"), 0,
                   "👩‍👧❤️क्\xE2\x80\x8Dष");
    assert_cleaned(STR("a\xE2\x80\x8D"
                       "b\xE2\x80\x8D"),
                   0, "ab");
    assert_cleaned(STR("\xE2\x80\x8D"), TEXT_CLEAN_PIECE, "\xE2\x80\x8D");
    assert_cleaned(STR("a\x1B[1m\nb\xFF\x07"), TEXT_CLEAN_LENIENT, "a[1m b");
    assert_cleaned(STR("\xEE\x80\x80"), 0, "\xEE\x80\x80");
    TextCleaned report;
    Error err;
    Buf out = {0};
    assert_true(text_clean(&out, STR("中\xE2\x80\xAE\xE2\x80\x8B"), 0, &report, &err));
    assert_int_equal(report.first, 3);
    assert_int_equal(report.bidi, 1);
    assert_int_equal(report.hidden, 1);
    buf_free(&out);
}

static void assert_refused(Str text, unsigned flags, size_t bad, int line, int column) {
    Buf out = {0};
    TextCleaned report;
    Error err = {0};
    buf_puts(&out, "kept");
    assert_false(text_clean(&out, text, flags, &report, &err));
    assert_string_equal(buf_text(&out), "kept");
    assert_int_equal(err.code, ERR_INVALID);
    assert_int_equal(report.bad, bad);
    assert_int_equal(err.line, line);
    assert_int_equal(err.column, column);
    buf_free(&out);
}

static void dirty_text_is_refused_with_its_place(void **state) {
    (void)state;
    assert_refused(STR("中\xFF"), 0, 3, 1, 2);
    assert_refused(STR("a\n中\x1B"), TEXT_CLEAN_LINES, 5, 2, 2);
    assert_refused(STR("a\nb"), 0, 1, 1, 2);
    assert_refused(str_make("a\0", 2), TEXT_CLEAN_LINES, 1, 1, 2);
    assert_refused(STR("\xC2\x9B"), TEXT_CLEAN_LINES, 0, 1, 1);
    assert_refused(STR("x\xEF\xBF\xBF"), TEXT_CLEAN_LINES, 1, 1, 2);
    assert_refused(STR("x\x7F"), TEXT_CLEAN_LINES, 1, 1, 2);
}

static void clean_text_is_clean(void **state) {
    (void)state;
    Buf source = {0}, once = {0}, twice = {0};
    Error err;
    for (int round = 0; round < 5000; round++) {
        unsigned flags = TEXT_CLEAN_LENIENT | (dice(2) ? TEXT_CLEAN_LINES : 0u);
        put_random_text(&source, (int)dice(20));
        buf_clear(&once);
        buf_clear(&twice);
        assert_true(text_clean(&once, buf_str(&source), flags, NULL, &err));
        assert_true(text_is_nfc(buf_str(&once)));
        TextCleaned report;
        Str first = buf_str(&once);
        assert_true(text_clean(&twice, first, flags & TEXT_CLEAN_LINES, &report, &err));
        if (!report.hidden) /* what a joiner stood beside may be gone only now */
            assert_true(str_equal(first, buf_str(&twice)));
    }
    buf_free(&source);
    buf_free(&once);
    buf_free(&twice);
}

static void assert_wraps(const char *text, int columns, const char *expected) {
    TextLines lines = {0};
    Buf out = {0};
    Str s = str_of(text);
    text_wrap(&lines, s, columns);
    for (size_t i = 0; i < lines.len; i++) {
        size_t next = i + 1 < lines.len ? lines.items[i + 1] : s.len;
        size_t end = text_wrap_end(s, lines.items[i], next, columns);
        buf_printf(&out, "%s%.*s", i ? "|" : "", (int)(end - lines.items[i]),
                   s.ptr + lines.items[i]);
    }
    assert_string_equal(buf_text(&out), expected);
    buf_free(&out);
    text_lines_free(&lines);
}

static void lines_break_as_chinese_wants_it(void **state) {
    (void)state;
    assert_wraps("", 10, "");
    assert_wraps("中文字符", 4, "中文|字符");
    assert_wraps("中文字符", 5, "中文|字符");
    assert_wraps("中文，字符", 4, "中|文，|字符");
    assert_wraps("中文（字）", 6, "中文|（字）");
    assert_wraps("中文  \r\n字符", 4, "中文|字符");
    assert_wraps("\r\n字符", 4, "|字符");
    assert_wraps("他说“好”吧", 6, "他说|“好”吧");
    assert_wraps("hello world foo", 11, "hello world|foo");
    assert_wraps("a verylongword", 6, "a |verylo|ngword");
    assert_wraps("用iPhone打开", 8, "用iPhone|打开");
    assert_wraps("用iPhone打开", 7, "用|iPhone|打开");
    assert_wraps("增长1,236家", 9, "增长1,236|家");
    assert_wraps("增长1,236家", 8, "增长|1,236家");
    assert_wraps("提升95%了", 7, "提升95%|了");
    assert_wraps("提升95%了", 6, "提升|95%了");
    assert_wraps("ab\ncd\n", 10, "ab|cd|");
    assert_wraps("\n\n", 10, "||");
    assert_wraps("中文字符\n中文", 0, "中文字符|中文");
    assert_wraps("中文", 1, "中|文");
    assert_wraps("，，，，", 4, "，，|，，");
    assert_wraps("见——这里", 3, "见|——|这|里");
    assert_wraps("见——这里", 4, "见——|这里");
}

static void lines_fit_and_lose_nothing(void **state) {
    (void)state;
    Buf text = {0};
    TextLines lines = {0};
    for (int round = 0; round < 4000; round++) {
        int columns = 2 + (int)dice(20);
        put_random_text(&text, (int)dice(60));
        Str s = buf_str(&text);
        text_wrap(&lines, s, columns);
        assert_int_equal(lines.items[0], 0);
        for (size_t i = 0; i < lines.len; i++) {
            size_t from = lines.items[i], next = i + 1 < lines.len ? lines.items[i + 1] : s.len;
            assert_true(i == 0 || from > lines.items[i - 1]);
            assert_true(text_cluster_is_boundary(s, from));
            size_t end = text_wrap_end(s, from, next, columns);
            size_t one = from < s.len ? text_cluster_next(s, from) : from;
            assert_true(end <= one || text_width(str_make(s.ptr + from, end - from)) <= columns);
            assert_int_equal(text_wrap_find(&lines, from), i);
        }
    }
    buf_free(&text);
    text_lines_free(&lines);
}

static void updated_lines_are_those_of_a_new_wrap(void **state) {
    (void)state;
    Buf text = {0}, piece = {0};
    TextLines lines = {0}, fresh = {0};
    int columns = 12;
    text_wrap(&lines, buf_str(&text), columns);
    for (int round = 0; round < 5000; round++) {
        put_random_text(&piece, (int)dice(6));
        size_t at = dice((uint32_t)text.len + 1);
        size_t removed = dice(text.len - at < 9 ? (uint32_t)(text.len - at) + 1 : 9);
        if (text.len > 400)
            removed = text.len - at;
        buf_splice(&text, at, removed, piece.data, piece.len);
        text_wrap_update(&lines, buf_str(&text), columns, at, removed, piece.len, 1 + dice(40));
        text_wrap(&fresh, buf_str(&text), columns);
        assert_true(lines.len <= fresh.len && (!lines.whole || lines.len == fresh.len));
        assert_memory_equal(lines.items, fresh.items, lines.len * sizeof *fresh.items);
        if (dice(2)) { /* else the next change comes before all lines are known */
            size_t line = dice((uint32_t)fresh.len + 2), offset = dice((uint32_t)text.len + 2);
            text_wrap_to(&lines, buf_str(&text), columns, line, offset);
            assert_true(lines.whole || (lines.len > line + 1 &&
                                        lines.items[text_wrap_find(&lines, offset) + 1] > offset));
            continue;
        }
        text_wrap_to(&lines, buf_str(&text), columns, SIZE_MAX, SIZE_MAX);
        assert_true(lines.whole);
        assert_int_equal(lines.len, fresh.len);
        assert_memory_equal(lines.items, fresh.items, fresh.len * sizeof *fresh.items);
    }
    buf_free(&text);
    buf_free(&piece);
    text_lines_free(&lines);
    text_lines_free(&fresh);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clusters_are_those_of_icu),
        cmocka_unit_test(clusters_of_any_bytes_come_to_an_end),
        cmocka_unit_test(widths_are_those_of_terminals),
        cmocka_unit_test(width_is_the_sum_over_clusters),
        cmocka_unit_test(text_is_clipped_and_padded),
        cmocka_unit_test(display_makes_the_hidden_visible),
        cmocka_unit_test(display_lets_nothing_through),
        cmocka_unit_test(cells_take_the_width_of_the_source),
        cmocka_unit_test(clean_text_keeps_what_means_something),
        cmocka_unit_test(dirty_text_is_refused_with_its_place),
        cmocka_unit_test(clean_text_is_clean),
        cmocka_unit_test(lines_break_as_chinese_wants_it),
        cmocka_unit_test(lines_fit_and_lose_nothing),
        cmocka_unit_test(updated_lines_are_those_of_a_new_wrap),
    };
    return cmocka_run_group_tests_name("text_screen", tests, NULL, NULL);
}
