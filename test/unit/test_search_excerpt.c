#include "config.h"

#include "unit.h"

#include "search/excerpt.h"

#include "base/vec.h"
#include "text/cluster.h"
#include "text/width.h"

static void assert_line(const char *text, const char *expected) {
    Buf out = {0};
    excerpt_line(&out, str_of(text));
    assert_string_equal(buf_text(&out), expected);
    buf_free(&out);
}

static void one_line_says_what_markdown_means(void **state) {
    (void)state;
    assert_line("", "");
    assert_line("一行\n\n 另 一行 \n", "一行 另 一行");
    assert_line("## 成效\n- 第一条\n* 第二条\n> 引用 **重点** `代码`",
                "成效 第一条 第二条 引用 重点 代码");
    assert_line("> - # 都有", "都有");
    assert_line("见 [网站](https://a.example/x_(y) 的说明", "见 网站 的说明");
    assert_line("![图](x.png) 后", "图 后");
    assert_line("[没有目标] 和 ](", "[没有目标] 和 ](");
    assert_line("前\n---\n后\n```\n代码\n```", "前 后 代码");
    assert_line("| 环节 | 以前 |\n|---|---|\n| 收衣 | 手写单 |", "环节 | 以前; 收衣 | 手写单");
    assert_line("-5 度，a*b，a_b，#1", "-5 度，a*b，a_b，#1");
    assert_line("全角\u3000空格\u00a0和\t制表", "全角 空格 和 制表");
}

/* Many brackets that end in no link, or all in the same one: they are not looked through again for
 * each of them. Without that this takes minutes. */
static void a_line_full_of_brackets_is_read_once(void **state) {
    (void)state;
    enum { MANY = 1 << 20 };
    Buf text = {0}, out = {0};
    buf_fill(&text, '[', MANY);
    excerpt_line(&out, buf_str(&text));
    assert_true(str_equal(buf_str(&out), buf_str(&text)));
    buf_clear(&text);
    buf_clear(&out);
    for (int i = 0; i < MANY; i++)
        buf_puts(&text, "![");
    buf_puts(&text, "](x) y");
    excerpt_line(&out, buf_str(&text));
    assert_int_equal(out.len, MANY - 1 + strlen(" y"));
    buf_free(&text);
    buf_free(&out);
}

/* cut: the expected piece around the first `match` in the line. */
static void assert_cut(const char *line, const char *match, int columns, const char *expected) {
    Excerpt excerpt = {0};
    size_t from = str_find(str_of(line), str_of(match), 0), to = from + strlen(match);
    excerpt_cut(&excerpt, str_of(line), columns, &from, &to);
    Buf piece = {0};
    buf_put(&piece, line + from, to - from);
    assert_string_equal(buf_text(&piece), expected);
    buf_free(&piece);
    excerpt_free(&excerpt);
}

static void pieces_begin_and_end_at_words(void **state) {
    (void)state;
    assert_cut("短的一行", "一行", 40, "短的一行");
    assert_cut("the quick brown fox jumps over the lazy dog", "jumps", 21, "fox jumps over the");
    assert_cut("the quick brown fox jumps over the lazy dog", "dog", 12, "the lazy dog");
    /* 客户, 成功, 案例 are words: none of them is divided */
    assert_cut("客户成功案例客户成功案例客户成功案例", "案例", 19, "成功案例客户成功");
    assert_cut("他们先走。我们在第二年把续费率拉回来了，大家都满意。", "续费率", 46,
               "我们在第二年把续费率拉回来了，大家都满意。");
    /* no blank and nothing that only closes at the front, nothing that only opens at the end */
    assert_cut("一二三四五六七八，客户流失（说明）", "客户", 11, "客户流失");
    /* a word that is wider than the piece is cut */
    assert_cut("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "aaaa", 10, "aaaaaaaaaa");
    assert_cut("don't divide o'clock here", "divide", 13, "divide");
}

static void pieces_fit_and_divide_no_cluster(void **state) {
    (void)state;
    static const char *const lines[] = {
        "e\u0301e\u0301e\u0301 客户👩\u200d👩\u200d👧流失 word e\u0301", "\xff\xfe客\xff户 abc",
        "客户成功案例库已上线，Kubernetes 也在。", "ภาษาไทยไม่มีช่องว่าง 客户"};
    Excerpt excerpt = {0};
    for (size_t l = 0; l < COUNT_OF(lines); l++) {
        Str line = str_of(lines[l]);
        for (size_t at = 0; at < line.len; at = text_cluster_next(line, at))
            for (int columns = 1; columns < 30; columns++) {
                size_t next = text_cluster_next(line, at), from = at, to = next;
                excerpt_cut(&excerpt, line, columns, &from, &to);
                assert_true(from <= to && to <= line.len);
                assert_true(text_width(str_make(line.ptr + from, to - from)) <= columns);
                assert_true(text_cluster_is_boundary(line, from));
                assert_true(text_cluster_is_boundary(line, to));
                if (text_width(str_make(line.ptr + at, next - at)) <= columns)
                    assert_true(from <= at && next <= to);
            }
    }
    excerpt_free(&excerpt);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_line_says_what_markdown_means),
        cmocka_unit_test(a_line_full_of_brackets_is_read_once),
        cmocka_unit_test(pieces_begin_and_end_at_words),
        cmocka_unit_test(pieces_fit_and_divide_no_cluster),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
