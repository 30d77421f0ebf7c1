#include "config.h"

#include "dice.h"
#include "unit.h"

#include "base/file.h"
#include "base/vec.h"
#include "text/charset.h"
#include "text/collate.h"
#include "text/fold.h"
#include "text/halfwidth.h"
#include "text/nfc.h"
#include "text/tables.h"
#include "text/utf8.h"
#include "text/words.h"

static bool is_surrogate(uint32_t point) {
    return point >= 0xD800 && point <= 0xDFFF;
}

static void utf8_round_trips_every_scalar(void **state) {
    (void)state;
    for (uint32_t point = 0; point < 0x110000; point++) {
        if (is_surrogate(point))
            continue;
        char bytes[UTF8_MAX];
        uint32_t back = 0, prev = 0, next = 0;
        Str text = str_make(bytes, utf8_encode(point, bytes));
        assert_int_equal(utf8_decode(text, 0, &back), text.len);
        assert_int_equal(utf8_next(text, 0, &next), text.len);
        assert_int_equal(utf8_prev(text, text.len, &prev), text.len);
        assert_true(back == point && prev == point && next == point);
    }
}

static void utf8_refuses_what_is_not_well_formed(void **state) {
    (void)state;
    static const struct {
        Str text;
        size_t bad;
    } cases[] = {{{"ok\xC0\x80", 4}, 2},         {{"\xE0\x80\x80", 3}, 0},
                 {{"\xED\xA0\x80", 3}, 0},       {{"\xF4\x90\x80\x80", 4}, 0},
                 {{"abcdefgh\xFF", 9}, 8},       {{"\xE4\xB8", 2}, 0},
                 {{"\xE4\xB8\xAD\x80", 4}, 3},   {{"\xF5\x80\x80\x80", 4}, 0},
                 {{"12345678\xE4\xB8 x", 12}, 8}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        size_t bad = 99;
        assert_false(utf8_valid(cases[i].text, &bad));
        assert_int_equal(bad, cases[i].bad);
    }
    assert_true(utf8_valid(STR("中文 and more 😀\0x"), NULL));
    assert_int_equal(utf8_count(STR("a中\xFF\xFF")), 4);
    assert_int_equal(utf8_offset(STR("a中b"), 2), 4);
    assert_int_equal(utf8_floor(STR("a中b"), 3), 1);
    assert_int_equal(utf8_floor(STR("a中b"), 4), 4);
    int line, column;
    utf8_position(STR("ab\n中文x"), 9, &line, &column);
    assert_int_equal(line, 2);
    assert_int_equal(column, 3);
}

static void assert_folds(const char *from, const char *to) {
    Buf out = {0};
    text_fold(&out, str_of(from));
    assert_string_equal(buf_text(&out), to);
    buf_free(&out);
}

static void fold_unites_what_looks_alike(void **state) {
    (void)state;
    static const char *const pairs[][2] = {{"結果", "结果"},
                                           {"Ｆｕｌｌ", "full"},
                                           {"é", "e"},
                                           {"ﬀ", "ff"},
                                           {"㍿", "株式会社"},
                                           {"½", "1⁄2"},
                                           {"Straße", "strasse"},
                                           {"ÉCOLE", "ecole"},
                                           {"①２", "12"},
                                           {"ｶﾞｷﾞ", "ガギ"},
                                           {"が", "が"},
                                           {"가", "가"},
                                           {"한", "한"},
                                           {"a\xE2\x80\x8B"
                                            "b",
                                            "ab"},
                                           {"а́", "а"},
                                           {"，。！", ",。!"},
                                           {"㎏", "kg"},
                                           {"Ⅷ", "viii"},
                                           {"İstanbul", "istanbul"},
                                           {"ΣΊΣΥΦΟΣ", "σισυφοσ"},
                                           {"臺灣後臺", "台湾后台"},
                                           {"", ""},
                                           {"plain text 123", "plain text 123"}};
    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        assert_folds(pairs[i][0], pairs[i][1]);
    assert_true(text_fold_equal(STR("客戶成功ＡＰＩ"), STR("客户成功api")));
    assert_false(text_fold_equal(STR("客户"), STR("用户")));
}

/* Each code point between letters (so that it may unite with none of them). */
static void fold_is_idempotent_on_every_code_point(void **state) {
    (void)state;
    Buf source = {0}, once = {0}, twice = {0};
    size_t expansions = 0;
    for (uint32_t point = 0; point < 0x110000; point++) {
        if (is_surrogate(point))
            continue;
        buf_clear(&source);
        buf_clear(&once);
        buf_clear(&twice);
        utf8_put(&source, point);
        text_fold(&once, buf_str(&source));
        text_fold(&twice, buf_str(&once));
        assert_true(str_equal(buf_str(&once), buf_str(&twice)));
        assert_true(utf8_valid(buf_str(&once), NULL));
        expansions += utf8_count(buf_str(&once)) > 1;
    }
    assert_in_range(expansions, 900, 3000);
    buf_free(&source);
    buf_free(&once);
    buf_free(&twice);
}

static void put_random_text(Buf *out, int points) {
    static const char *const pieces[] = {
        "a",  "Z",  " ", "中", "國",   "結", "，", "é",  "\xCC\x81", "ﬀ",  "㍿",           "½",
        "ｶ",  "ﾞ",  "ก", "9",  ".",    "か", "゙",   "ᄀ", "ᅡ",       "ᆨ", "\xE2\x80\x8B", "😀",
        "𠮷", "\n", "ß", "İ",  "\xFF", "Ａ"};
    buf_clear(out);
    while (points--)
        buf_puts(out, pieces[dice(COUNT_OF(pieces))]);
}

static void fold_maps_lead_back(void **state) {
    (void)state;
    Buf source = {0}, plain = {0}, mapped = {0}, part = {0};
    TextMap map = {0};
    for (int round = 0; round < 3000; round++) {
        put_random_text(&source, 1 + (int)dice(30));
        Str text = buf_str(&source);
        buf_clear(&plain);
        text_fold(&plain, text);
        text_fold_map(&mapped, &map, text);
        assert_true(str_equal(buf_str(&plain), buf_str(&mapped)));
        assert_int_equal(map.len, mapped.len);
        assert_int_equal(map.at[map.len], text.len);
        for (size_t i = 0; i < map.len; i++)
            assert_true(map.at[i] <= map.at[i + 1]);
        if (!mapped.len)
            continue;
        size_t from = utf8_floor(buf_str(&mapped), dice((uint32_t)mapped.len)), sf, st;
        uint32_t point;
        size_t to = from + utf8_next(buf_str(&mapped), from, &point);
        text_map_range(&map, text, from, to, &sf, &st);
        assert_true(sf < st && st <= text.len);
        /* What is marked in the source folds to something that holds what was found. */
        buf_clear(&part);
        text_fold(&part, str_make(text.ptr + sf, st - sf));
        Str found = str_make(mapped.data + from, to - from);
        assert_true(str_find(buf_str(&part), found, 0) != SIZE_MAX);
    }
    text_map_free(&map);
    buf_free(&source);
    buf_free(&plain);
    buf_free(&mapped);
    buf_free(&part);
}

static void fold_marks_accents_and_expansions(void **state) {
    (void)state;
    Buf out = {0};
    TextMap map = {0};
    size_t from, to;
    Str text = STR("xe\xCC\x81y ﬀz");
    text_fold_map(&out, &map, text);
    assert_string_equal(buf_text(&out), "xey ffz");
    text_map_range(&map, text, 1, 2, &from, &to);
    assert_int_equal(from, 1);
    assert_int_equal(to, 4);
    text_map_range(&map, text, 4, 5, &from, &to); /* half of the ligature */
    assert_int_equal(from, 6);
    assert_int_equal(to, 9);
    text_map_free(&map);
    buf_free(&out);
}

static void classes_follow_the_scripts(void **state) {
    (void)state;
    assert_int_equal(text_class(0x4E2D), TEXT_HAN);
    assert_int_equal(text_class(0x3007), TEXT_HAN);
    assert_int_equal(text_class(0x20BB7), TEXT_HAN);
    assert_int_equal(text_class('a'), TEXT_LETTER);
    assert_int_equal(text_class(0x0430), TEXT_LETTER);
    assert_int_equal(text_class(0xAC00), TEXT_LETTER);
    assert_int_equal(text_class('7'), TEXT_DIGIT);
    assert_int_equal(text_class(0x3042), TEXT_OTHER);
    assert_int_equal(text_class(0x30FC), TEXT_OTHER);
    assert_int_equal(text_class(0x0E01), TEXT_OTHER);
    assert_int_equal(text_class(' '), TEXT_BLANK);
    assert_int_equal(text_class(0x3000), TEXT_BLANK);
    assert_int_equal(text_class('\n'), TEXT_BLANK);
    assert_int_equal(text_class(0x3002), TEXT_PUNCT);
    assert_int_equal(text_class(0x1F600), TEXT_PUNCT);
    assert_int_equal(text_class(0xFFFFFFFF), TEXT_PUNCT);
    assert_int_equal(text_class_source(0xFF21), TEXT_LETTER);
    assert_int_equal(text_class_source(0x200B), TEXT_BLANK);
}

static void nfc_changes_only_what_it_must(void **state) {
    (void)state;
    Buf out = {0};
    assert_false(text_nfc(&out, STR("中文，plain “x”")));
    assert_true(
        text_nfc(&out, STR("|e\xCC\x81|\xE1\x84\x80\xE1\x85\xA1|か\xE3\x82\x99|\xE2\x84\xAB")));
    assert_string_equal(buf_text(&out), "中文，plain “x”|é|가|が|Å");
    assert_true(text_is_nfc(buf_str(&out)));
    assert_false(text_is_nfc(STR("中e\xCC\x81")));
    assert_true(text_is_nfc(STR("")));
    buf_free(&out);
}

static void assert_words(TextWords *words, const char *text, const char *expected) {
    Buf folded = {0}, got = {0};
    text_fold(&folded, str_of(text));
    text_words_cut(words, buf_str(&folded));
    for (size_t i = 0; i < words->len; i++) {
        const TextWord *w = &words->items[i];
        Str word = str_make(folded.data + w->from, w->to - w->from);
        assert_int_equal(utf8_count(word), w->points);
        buf_printf(&got, "%s%.*s%c", i ? " " : "", STR_ARG(word), "hlo"[w->kind]);
    }
    assert_string_equal(buf_text(&got), expected);
    buf_free(&folded);
    buf_free(&got);
}

static void words_are_cut(void **state) {
    (void)state;
    TextWords words = {0};
    assert_words(&words, "", "");
    assert_words(&words, "，。 !", "");
    assert_words(&words, "客户成功案例库", "客户h 成功h 案例h 库h");
    assert_words(&words, "客戶成功", "客户h 成功h");
    assert_words(&words, "用iPhone15打开", "用h iphone15l 打开h");
    assert_words(&words, "增长12.3%，共1,236家", "增长h 12.3l 共h 1,236l 家h");
    assert_words(&words, "1,2,3 2026.11.20 v1.2 3.", "1l 2l 3l 2026l 11l 20l v1l 2l 3l");
    assert_words(&words, "état-major's", "etatl majorl sl");
    assert_words(&words, "𠮷野家", "𠮷h 野h 家h");
    assert_words(&words, "สวัสดีครับ中", "สวัสดีo ครับo 中h");
    assert_true(text_words_has(STR("客户")));
    assert_false(text_words_has(STR("客户成")));
    assert_false(text_words_has(STR("")));
    assert_false(text_words_has(STR("abc")));
    text_words_free(&words);
}

static void words_cover_long_runs(void **state) {
    (void)state;
    Buf text = {0};
    TextWords words = {0};
    for (int i = 0; i < 50000; i++)
        buf_puts(&text, "的客户"); /* longer than one piece of the lattice */
    text_words_cut(&words, buf_str(&text));
    size_t at = 0;
    VEC_EACH (word, &words) {
        assert_int_equal(word->from, at);
        at = word->to;
    }
    assert_int_equal(at, text.len);
    text_words_free(&words);
    buf_free(&text);
}

/* Marks where the words of a line begin; blanks of the gold line are no characters. */
static void gold_cuts(Str line, Buf *text, bool *cuts) {
    buf_clear(text);
    cuts[0] = true;
    for (size_t i = 0; i < line.len; i++) {
        if (line.ptr[i] == ' ') {
            cuts[text->len] = true;
            continue;
        }
        buf_putc(text, line.ptr[i]);
        cuts[text->len] = false;
    }
    cuts[text->len] = true;
}

static void our_cuts(TextWords *words, TextMap *map, Buf *folded, Str text, bool *cuts) {
    uint32_t point;
    memset(cuts, 0, text.len + 1);
    for (size_t at = 0; at < text.len; at += utf8_next(text, at, &point))
        cuts[at] = true;
    cuts[text.len] = true;
    text_fold_map(folded, map, text);
    text_words_cut(words, buf_str(folded));
    VEC_EACH (word, words) {
        size_t from, to;
        text_map_range(map, text, word->from, word->to, &from, &to);
        memset(cuts + from + 1, 0, to - from - 1);
    }
}

static void words_reach_the_figure_on_gold_text(void **state) {
    (void)state;
    Buf path = {0}, file = {0}, text = {0}, folded = {0};
    Error err;
    const char *source = getenv("ANLIKU_TEST_SRC");
    file_join(&path, source ? source : ".", "../shared/data/segmentation/gsdsimp-dev.txt");
    bool is_there = file_read(buf_text(&path), 1 << 24, &file, &err);
    buf_free(&path);
    if (!is_there) {
        print_message("# the gold segmentation is not there\n");
        skip();
    }
    static bool gold[1 << 16], ours[1 << 16];
    TextWords words = {0};
    TextMap map = {0};
    Str rest = buf_str(&file), line;
    size_t right = 0, in_gold = 0, in_ours = 0;
    while (str_split(&rest, '\n', &line)) {
        assert_true(line.len < COUNT_OF(gold));
        gold_cuts(line, &text, gold);
        our_cuts(&words, &map, &folded, buf_str(&text), ours);
        size_t last_gold = 0, last_ours = 0;
        for (size_t i = 1; i <= text.len; i++) {
            in_gold += gold[i];
            in_ours += ours[i];
            right += gold[i] && ours[i] && last_gold == last_ours;
            last_gold = gold[i] ? i : last_gold;
            last_ours = ours[i] ? i : last_ours;
        }
    }
    double f1 = 2.0 * (double)right / (double)(in_gold + in_ours);
    print_message("# F1 %.4f\n", f1);
    assert_true(f1 >= .807);
    text_words_free(&words);
    text_map_free(&map);
    buf_free(&file);
    buf_free(&text);
    buf_free(&folded);
}

static void digest_is_there(void **state) {
    (void)state;
    assert_true(text_tables_digest() != 0);
    assert_true(text_tables_digest() == text_tables_digest());
}

static void assert_decodes(Str bytes, TextCharset wish, TextCharset charset, const char *expected) {
    Buf scratch = {0};
    Str text;
    TextCharset found;
    Error err;
    assert_true(text_decode(bytes, wish, &scratch, &text, &found, &err));
    assert_int_equal(found, charset);
    assert_true(str_equal(text, str_of(expected)));
    buf_free(&scratch);
}

static void charsets_are_found(void **state) {
    (void)state;
    const TextCharset any = TEXT_CHARSET_AUTO;
    assert_decodes(STR(""), any, TEXT_CHARSET_UTF8, "");
    assert_decodes(STR("plain"), any, TEXT_CHARSET_UTF8, "plain");
    assert_decodes(STR("中文"), any, TEXT_CHARSET_UTF8, "中文");
    assert_decodes(STR("\xEF\xBB\xBF中"), any, TEXT_CHARSET_UTF8, "中");
    assert_decodes(STR("\xEF\xBB\xBF中"), TEXT_CHARSET_UTF8, TEXT_CHARSET_UTF8, "中");
    assert_decodes(STR("\xFF\xFE-N=\xD8\x00\xDE"), any, TEXT_CHARSET_UTF16LE, "中😀");
    assert_decodes(STR("\xFE\xFFN-"), any, TEXT_CHARSET_UTF16BE, "中");
    assert_decodes(STR("\xBF\xCD\xBB\xA7: \xB3\xC9\xB9\xA6\n"), any, TEXT_CHARSET_GB18030,
                   "客户: 成功\n");
    assert_decodes(STR("N-"), TEXT_CHARSET_UTF16BE, TEXT_CHARSET_UTF16BE, "中");
    assert_decodes(STR("\xBF\xCD"), TEXT_CHARSET_GB18030, TEXT_CHARSET_GB18030, "客");
    TextCharset parsed;
    assert_true(text_charset_parse(STR("GBK"), &parsed));
    assert_int_equal(parsed, TEXT_CHARSET_GB18030);
    assert_true(text_charset_parse(STR("utf-8"), &parsed));
    assert_string_equal(text_charset_name(parsed), "UTF-8");
    assert_false(text_charset_parse(STR("latin1"), &parsed));
}

static void assert_no_charset(Str bytes, TextCharset wish, int line, int column) {
    Buf scratch = {0};
    Str text;
    Error err = {0};
    assert_false(text_decode(bytes, wish, &scratch, &text, NULL, &err));
    assert_int_equal(err.code, ERR_SYNTAX);
    assert_int_equal(err.line, line);
    assert_int_equal(err.column, column);
    buf_free(&scratch);
}

static void what_is_no_text_is_refused(void **state) {
    (void)state;
    const TextCharset any = TEXT_CHARSET_AUTO;
    assert_no_charset(STR("title\n客户成功\xFF案例"), any, 2, 5); /* damaged UTF-8 */
    assert_no_charset(STR("caf\xE9 cr\xE8me"), any, 1, 4);        /* Latin-1 */
    assert_no_charset(STR("\x89PNG\r\n\x1A\n\x00\xFE\xFF"), any, 1, 1);
    assert_no_charset(STR("\xD5\xD5\xD5"), any, 1, 1);
    assert_no_charset(STR("\xFF\xFE\x00\xD8"), any, 0, 0); /* lone surrogate */
    assert_no_charset(STR("\xFF\xFEx"), any, 0, 0);
    assert_no_charset(STR("ab\xFF"), TEXT_CHARSET_UTF8, 1, 3);
    assert_no_charset(STR("ab\xFF\xFF"), TEXT_CHARSET_GB18030, 0, 0);
}

static void chinese_keys_mean_ascii_ones(void **state) {
    (void)state;
    static const struct {
        uint32_t from, to;
    } keys[] = {{0xFF1A, ':'}, {0x3001, '/'}, {0x3002, '.'}, {0x3010, '['},   {0x201D, '"'},
                {0xFFE5, '$'}, {0xFF11, '1'}, {'x', 'x'},    {0x4E2D, 0x4E2D}};
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        assert_int_equal(text_halfwidth(keys[i].from), keys[i].to);
}

static void names_sort_by_pinyin(void **state) {
    (void)state;
    static const char *const sorted[] = {"",     "abc",  "ABD",  "item 2", "item 10",
                                         "阿里", "北京", "上海", "张三",   "中国"};
    TextCollator *collator = text_collator_new();
    Buf before = {0}, key = {0};
    for (size_t i = 0; i < COUNT_OF(sorted); i++) {
        buf_clear(&key);
        text_collator_key(collator, str_of(sorted[i]), &key);
        if (i) {
            assert_true(str_compare(buf_str(&before), buf_str(&key)) < 0);
            assert_true(text_collator_compare(collator, str_of(sorted[i - 1]), str_of(sorted[i])) <
                        0);
        }
        buf_clear(&before);
        buf_put_str(&before, buf_str(&key));
    }
    assert_int_equal(text_collator_compare(collator, STR("张三"), STR("张三")), 0);
    buf_free(&before);
    buf_free(&key);
    text_collator_free(collator);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8_round_trips_every_scalar),
        cmocka_unit_test(utf8_refuses_what_is_not_well_formed),
        cmocka_unit_test(fold_unites_what_looks_alike),
        cmocka_unit_test(fold_is_idempotent_on_every_code_point),
        cmocka_unit_test(fold_maps_lead_back),
        cmocka_unit_test(fold_marks_accents_and_expansions),
        cmocka_unit_test(classes_follow_the_scripts),
        cmocka_unit_test(nfc_changes_only_what_it_must),
        cmocka_unit_test(words_are_cut),
        cmocka_unit_test(words_cover_long_runs),
        cmocka_unit_test(words_reach_the_figure_on_gold_text),
        cmocka_unit_test(digest_is_there),
        cmocka_unit_test(charsets_are_found),
        cmocka_unit_test(what_is_no_text_is_refused),
        cmocka_unit_test(chinese_keys_mean_ascii_ones),
        cmocka_unit_test(names_sort_by_pinyin),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
