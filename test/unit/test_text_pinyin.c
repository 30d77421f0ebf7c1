#include "config.h"

#include "unit.h"

#include "base/buf.h"
#include "base/vec.h"
#include "text/fit.h"
#include "text/fold.h"
#include "text/pinyin.h"
#include "text/utf8.h"

static bool reads(const char *character, const char *letters) {
    const Syllable *readings;
    uint32_t point;
    utf8_next(str_of(character), 0, &point);
    size_t count = pinyin_readings(point, &readings);
    for (size_t i = 0; i < count; i++)
        if (str_equal(pinyin_letters(readings[i]), str_of(letters)))
            return true;
    return false;
}

static void characters_have_every_reading(void **state) {
    (void)state;
    assert_true(reads("行", "xing"));
    assert_true(reads("行", "hang"));
    assert_true(reads("重", "chong"));
    assert_true(reads("重", "zhong"));
    assert_true(reads("律", "lv"));
    assert_true(reads("律", "lu"));
    assert_true(reads("女", "nv"));
    /* 乾 folds to 干 */
    assert_true(reads("干", "qian"));
    assert_true(reads("干", "gan"));
    assert_false(reads("行", "ying"));
    assert_false(reads("a", "a"));
    assert_false(reads("，", "dou"));
}

static void the_usual_reading_comes_first(void **state) {
    (void)state;
    static const char *const usual[][2] = {
        {"了", "le"}, {"的", "de"}, {"行", "xing"}, {"银", "yin"}, {"率", "lv"}};
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
        const Syllable *readings;
        uint32_t point;
        utf8_next(str_of(usual[i][0]), 0, &point);
        assert_true(pinyin_readings(point, &readings) > 0);
        assert_true(str_equal(pinyin_letters(readings[0]), str_of(usual[i][1])));
    }
}

static void tables_agree_both_ways(void **state) {
    (void)state;
    size_t pairs = 0;
    for (Syllable s = 0; s < pinyin_syllables(); s++) {
        const uint32_t *points;
        size_t count = pinyin_points(s, &points);
        for (size_t i = 0; i < count; i++, pairs++) {
            const Syllable *readings;
            size_t n = pinyin_readings(points[i], &readings), has = 0;
            for (size_t r = 0; r < n; r++)
                has += readings[r] == s;
            assert_int_equal(has, 1);
            assert_true(!i || points[i - 1] < points[i]);
        }
    }
    size_t back = 0;
    for (uint32_t c = 0; c < 0x110000; c++) {
        const Syllable *readings;
        back += pinyin_readings(c, &readings);
    }
    assert_int_equal(pairs, back);
    assert_true(pairs > 25000);
    const Syllable *readings;
    assert_int_equal(pinyin_readings(0x110000, &readings), 0);
}

static const char *cut(const char *letters, bool unfinished, char *out) {
    PinyinCut cuts[1];
    *out = 0;
    if (!pinyin_cut(str_of(letters), unfinished, cuts, 1))
        return out;
    for (size_t i = 0; i < cuts[0].count; i++) {
        Str text = pinyin_letters(cuts[0].syllables[i]);
        strncat(out, text.ptr, text.len);
        strcat(out, " ");
    }
    strncat(out, letters + strlen(letters) - cuts[0].rest, cuts[0].rest);
    return out;
}

static void letters_are_cut(void **state) {
    (void)state;
    char out[512];
    assert_string_equal(cut("yinhangfengkong", false, out), "yin hang feng kong ");
    assert_string_equal(cut("kehuliushilv", false, out), "ke hu liu shi lv ");
    assert_string_equal(cut("zhongguo", false, out), "zhong guo ");
    assert_string_equal(cut("yinh", false, out), "");
    assert_string_equal(cut("yinh", true, out), "yin h");
    assert_string_equal(cut("kubernetes", false, out), "");
    assert_string_equal(cut("yin1", false, out), "");
    assert_string_equal(cut("", false, out), "");
}

static void other_cuttings_follow(void **state) {
    (void)state;
    PinyinCut cuts[4];
    size_t n = pinyin_cut(STR("fangan"), false, cuts, 4);
    assert_int_equal(n, 2); /* fang an, fan gan */
    assert_true(cuts[0].cost <= cuts[1].cost);
    assert_int_equal(cuts[0].count, 2);
    assert_int_equal(cuts[1].count, 2);
    assert_int_equal(pinyin_cut(STR("xian"), false, cuts, 4), 2);
    assert_int_equal(pinyin_cut(STR("xian"), false, cuts, 1), 1);
    char longest[1024];
    memset(longest, 'a', sizeof longest);
    assert_int_equal(pinyin_cut(str_make(longest, sizeof longest), false, cuts, 4), 0);
}

static PinyinMatch match(const char *name, const char *typed) {
    Buf folded = {0};
    text_fold(&folded, str_of(name));
    PinyinMatch found = pinyin_match(buf_str(&folded), str_of(typed), NULL, NULL);
    buf_free(&folded);
    return found;
}

static void names_are_found_by_their_sound(void **state) {
    (void)state;
    assert_int_equal(match("银行风控", "yhfk"), PINYIN_INITIALS);
    assert_int_equal(match("某银行风控平台", "yhfk"), PINYIN_INITIALS);
    assert_int_equal(match("银行风控", "yinhang"), PINYIN_FULL);
    assert_int_equal(match("银行风控", "yinhangf"), PINYIN_MIXED);
    assert_int_equal(match("银行风控", "yinhangfe"), PINYIN_FULL);
    assert_int_equal(match("银行风控", "yinhfk"), PINYIN_MIXED);
    assert_int_equal(match("银行风控", "fengkong"), PINYIN_FULL);
    assert_int_equal(match("银行风控", "yhkf"), PINYIN_NO);
    assert_int_equal(match("重庆", "chongqing"), PINYIN_FULL);
    assert_int_equal(match("银行", "hangyin"), PINYIN_NO);
    assert_int_equal(match("华东（重机）", "hdzj"), PINYIN_INITIALS);
    assert_int_equal(match("用友U8项目", "yyu8xm"), PINYIN_INITIALS);
    assert_int_equal(match("銀行", "yinhang"), PINYIN_FULL);
    assert_int_equal(match("银行", ""), PINYIN_NO);
    assert_int_equal(match("", "y"), PINYIN_NO);
    size_t from, to;
    assert_int_equal(pinyin_match(STR("某银行风控平台"), STR("yhfk"), &from, &to), PINYIN_INITIALS);
    assert_int_equal(from, 3);
    assert_int_equal(to, 15);
}

static void some_syllables_are_written_out(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"yinhfk", "yhfk"}, {"xufl", "xfl"},
        {"hetsp", "htsp"},  {"hetongsp", "htsp"},
        {"zhhyh", ""},      {"zhonghyh", "zhyh"},
        {"yhfk", ""},       {"yinhang", ""},
        {"xian", ""},       {"x", ""},
        {"", ""},           {"yin hfk", ""},
        {"iixufl", ""},     {"yinhfK", ""},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char initials[64];
        size_t count = pinyin_shortened(str_of(cases[i][0]), initials);
        if (!str_equal(str_make(initials, count), str_of(cases[i][1])))
            fail_msg("%s: %.*s", cases[i][0], (int)count, initials);
    }
    char initials[64], longest[64];
    memset(longest, 'f', sizeof longest);
    memcpy(longest, "yin", 3);
    assert_int_equal(pinyin_shortened(str_make(longest, 32), initials), 30);
    assert_int_equal(pinyin_shortened(str_make(longest, 33), initials), 0);
}

static void initials_are_sets(void **state) {
    (void)state;
    assert_int_equal(pinyin_initials(0x884C) & (1u << ('x' - 'a') | 1u << ('h' - 'a')),
                     1u << ('x' - 'a') | 1u << ('h' - 'a'));
    assert_int_equal(pinyin_initials('a'), 0);
}

static void a_fit_is_graded(void **state) {
    (void)state;
    static const struct {
        const char *name, *typed;
        Fit fit;
    } cases[] = {
        {"华东", "华东", FIT_WHOLE},       {"ＡＢＣ", "abc", FIT_WHOLE},
        {"华东区", "华东", FIT_BEGINNING}, {"银行", "", FIT_BEGINNING},
        {"某银行", "银行", FIT_PART},      {"某银行", "yinh", FIT_PINYIN},
        {"某银行", "yh", FIT_INITIALS},    {"某银行", "钱", FIT_NONE},
        {"某银行", "12", FIT_NONE},        {"churn rescue", "rescue", FIT_PART},
        {"churn", "churm", FIT_NONE},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_int_equal(text_fit(str_of(cases[i].name), str_of(cases[i].typed)), cases[i].fit);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters_have_every_reading),
        cmocka_unit_test(the_usual_reading_comes_first),
        cmocka_unit_test(tables_agree_both_ways),
        cmocka_unit_test(letters_are_cut),
        cmocka_unit_test(other_cuttings_follow),
        cmocka_unit_test(names_are_found_by_their_sound),
        cmocka_unit_test(initials_are_sets),
        cmocka_unit_test(some_syllables_are_written_out),
        cmocka_unit_test(a_fit_is_graded),
    };
    return cmocka_run_group_tests_name("pinyin", tests, NULL, NULL);
}
