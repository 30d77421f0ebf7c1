#include "config.h"

#include "unit.h"

#include "base/vec.h"
#include "text/redact.h"

typedef struct Pair {
    const char *from, *to;
    bool chinese;
} Pair;

static void each(const Pair *pairs, size_t count) {
    for (size_t i = 0; i < count; i++) {
        Buf out = {0};
        text_redact(&out, str_of(pairs[i].from), pairs[i].chinese);
        assert_string_equal(buf_text(&out), pairs[i].to);
        buf_free(&out);
    }
}

static void addresses_and_numbers_go(void **state) {
    (void)state;
    static const Pair pairs[] = {
        {"write to a.b+c@mail.acme.com.", "write to [mail].", false},
        {"联系 ａ@ｂ.ｃｏｍ，谢谢", "联系 [邮箱]，谢谢", true},
        {"see https://acme.com/a?b=1, then", "see [link], then", false},
        {"on shop.acme.com/x now", "on [link] now", false},
        {"Node.js and v1.20 stay", "Node.js and v1.20 stay", false},
        {"call +49 (0)30 1234-5678 today", "call [phone] today", false},
        {"电话13812345678，或 010-12345678。", "电话[电话]，或 [电话]。", true},
        {"手机，13812345678", "手机，[电话]", true},
        {"１３８１２３４５６７８", "[电话]", true},
        {"400-820-8820", "[phone]", false},
        {"case AL-2026-0042 of KH-000123", "case [number] of [number]", false},
        {"id 0195e0c2-7f3a-7c41-9b1e-2f6d0a4b8c11.", "id [number].", false},
        {"71% to 80%, 3 of 9, 640 tickets", "71% to 80%, 3 of 9, 640 tickets", false},
    };
    each(pairs, COUNT_OF(pairs));
}

static void days_become_quarters(void **state) {
    (void)state;
    static const Pair pairs[] = {
        {"2024-09-10", "Q3 2024", false},
        {"2024年9月10日上线", "2024年第三季度上线", true},
        {"2024年9月", "2024年第三季度", true},
        {"9月10日", "第三季度", true},
        {"2024/1/2 and 2024.12.31", "Q1 2024 and Q4 2024", false},
        {"on 3 September 2024, we", "on Q3 2024, we", false},
        {"Sep 3rd, 2024", "Q3 2024", false},
        {"15/03/2026, 03-15-2026 and 3.12.2024", "Q1 2026, Q1 2026 and Q4 2024", false},
        {"version 1.2.2024.5, 40/12/2024", "version 1.2.2024.5, 40/12/2024", false},
        {"September 2024", "Q3 2024", false},
        {"it may 5 times", "it may 5 times", false},
        {"2026-03-03T10:00:00Z.", "Q1 2026.", false},
        {"since 2019 in 2024", "since 2019 in 2024", false},
        {"二〇二四年 2024年", "二〇二四年 2024年", true},
    };
    each(pairs, COUNT_OF(pairs));
}

static void amounts_become_bands(void **state) {
    (void)state;
    static const Pair pairs[] = {
        {"312万元", "2-5百万元", true},
        {"¥3,200,000", "¥2-5M", false},
        {"$1.2 million a year", "$1-2M a year", false},
        {"￥500", "￥500-1千", true},
        {"EUR 99", "EUR 50-100", false},
        {"12,400 tickets and 26000 people", "10-20K tickets and 20-50K people", false},
        {"26,000名员工", "2-5万名员工", true},
        {"2000 users, 2000年", "2-5K users, 2000年", false},
        {"ISO 27001", "ISO 27001", false},
        {"640 tickets", "640 tickets", false},
    };
    each(pairs, COUNT_OF(pairs));
}

static void what_is_left_is_listed(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t count;
    } rows[] = {{"ISO 27001 since 2019", 1},
                {"a@b.com, 13812345678 and 12345", 3},
                {"Q3 2024, 10-20K tickets, 640", 0},
                {"founded in 1642", 1},
                {"", 0}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Leftover found[8];
        assert_int_equal(text_leftovers(str_of(rows[i].text), found, 8), rows[i].count);
    }
    Leftover one;
    assert_int_equal(text_leftovers(STR("12345 and 67890"), &one, 1), 1);
    assert_int_equal(one.from, 0);
    assert_int_equal(one.to, 5);
}

/* Any bytes: nothing is read beyond the end, what is left over is named within it, and addresses
 * are gone. */
static void random_text_never_breaks_it(void **state) {
    (void)state;
    static const char *const pieces[] = {
        "12",   ",", "a@", ".com", "￥", "万", "元", "年", "月",   "-",   "2024", "+86", " ",
        "\xff", "Q", "(",  ")",    "k",  "日", "0",  ".",  "www.", "kh-", "T",    "May", "1"};
    uint32_t seed = 20261122;
    size_t changed = 0, left = 0;
    for (int round = 0; round < 20000; round++) {
        Buf text = {0}, out = {0};
        for (int i = 0; i < 8; i++) {
            seed = seed * 1664525u + 1013904223u;
            buf_puts(&text, pieces[(seed >> 8) % COUNT_OF(pieces)]);
        }
        text_redact(&out, buf_str(&text), round % 2);
        Leftover found[8];
        size_t count = text_leftovers(buf_str(&out), found, 8);
        for (size_t i = 0; i < count; i++)
            assert_true(found[i].from < found[i].to && found[i].to <= out.len);
        assert_null(strstr(buf_text(&out), "a@12.com"));
        changed += !str_equal(buf_str(&out), buf_str(&text));
        left += count;
        buf_free(&text);
        buf_free(&out);
    }
    assert_true(changed > 1000 && left > 1000);
}

/* Figures and names without an end are looked at once, not from each of their parts. */
static void long_rows_come_to_an_end(void **state) {
    (void)state;
    static const char *const rows[] = {"1 ", "a.", "1.a-", "(1) ", "al-1 ", "1@"};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Buf text = {0}, out = {0};
        Leftover found[8];
        while (text.len < 1 << 20)
            buf_puts(&text, rows[i]);
        text_redact(&out, buf_str(&text), false);
        text_leftovers(buf_str(&out), found, 8);
        assert_true(out.len > 0);
        buf_free(&text);
        buf_free(&out);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_and_numbers_go),    cmocka_unit_test(days_become_quarters),
        cmocka_unit_test(amounts_become_bands),        cmocka_unit_test(what_is_left_is_listed),
        cmocka_unit_test(random_text_never_breaks_it), cmocka_unit_test(long_rows_come_to_an_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
