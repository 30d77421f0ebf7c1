#include "config.h"

#include "unit.h"

#include "base/buf.h"
#include "format/mdtree.h"

/* The tree in one line: kind(children or 'text'{style:part}). */
static void put_tree(const MdNode *node, Buf *out) {
    static const char *const names[] = {"doc",  "p",     "h",   "list", "item", "quote",
                                        "code", "table", "row", "cell", "rule"};
    buf_puts(out, names[node->kind]);
    if (node->kind == MDTREE_HEADING || (node->kind == MDTREE_LIST && node->level))
        buf_printf(out, "%d", node->level);
    if (node->task)
        buf_puts(out, node->done ? "[x]" : "[ ]");
    if (node->kind == MDTREE_CELL && node->align)
        buf_puts(out, node->align == MDTREE_RIGHT ? ">" : "=");
    if (node->text.len)
        buf_printf(out, "'%.*s'", STR_ARG(node->text));
    for (size_t i = 0; i < node->span_count; i++) {
        const MdSpan *span = &node->spans[i];
        buf_printf(out, "{%u:%.*s%s%.*s}", span->style, (int)(span->to - span->from),
                   node->text.ptr + span->from, span->href.len ? "@" : "", STR_ARG(span->href));
    }
    if (node->first)
        buf_putc(out, '(');
    for (const MdNode *child = node->first; child; child = child->next) {
        put_tree(child, out);
        if (child->next)
            buf_putc(out, ' ');
    }
    if (node->first)
        buf_putc(out, ')');
}

static void expect(const char *source, const char *tree) {
    Arena arena = {0};
    Buf out = {0};
    put_tree(mdtree_parse(str_of(source), &arena), &out);
    assert_string_equal(buf_text(&out), tree);
    buf_free(&out);
    arena_free(&arena);
}

static void blocks_are_told_apart(void **state) {
    (void)state;
    expect("", "doc");
    expect("eins\n\nzwei", "doc(p'eins' p'zwei')");
    expect("# A\n\n## B ##\ntext", "doc(h1'A' h2'B' p'text')");
    expect("##标题\n正文", "doc(h2'标题' p'正文')");
    expect("> quoted\n> more", "doc(quote(p'quoted\nmore'))");
    expect("a\n\n---\n\nb", "doc(p'a' rule p'b')");
    expect("```c\nint  x;\n\n  y\n```", "doc(code'int  x;\n\n  y')");
}

static void lists_nest(void **state) {
    (void)state;
    expect("- a\n- b\n  - c\n  - d\n- e",
           "doc(list(item(p'a') item(p'b' list(item(p'c') item(p'd'))) item(p'e')))");
    expect("3. x\n4. y", "doc(list3(item(p'x') item(p'y')))");
    expect("- [ ] open\n- [x] done", "doc(list(item[ ](p'open') item[x](p'done')))");
}

static void words_carry_their_style(void **state) {
    (void)state;
    expect("a *b* **c** `d` ~~e~~", "doc(p'a b c d e'{1:b}{2:c}{4:d}{8:e})");
    expect("***x***", "doc(p'x'{3:x})");
    expect("[看](https://a.example/x?y&amp;z)", "doc(p'看'{16:看@https://a.example/x?y&z})");
    expect("![图](a.png)", "doc(p'图'{32:图@a.png})");
    expect("见https://a.example/b，或 (http://c.example).",
           "doc(p'见https://a.example/b，或 (http://c.example).'"
           "{16:https://a.example/b@https://a.example/b}"
           "{16:http://c.example@http://c.example})");
    expect("xhttp://a http:// `http://b`", "doc(p'xhttp://a http:// http://b'{4:http://b})");
    expect("<b>x</b>", "doc(p'<b>x</b>')");
}

static void tables_have_heads_and_sides(void **state) {
    (void)state;
    expect("|a|b|c|\n|---|:-:|--:|\n|1|二|3|",
           "doc(table(row(cell'a' cell='b' cell>'c') row(cell'1' cell='二' cell>'3')))");
    expect("|a|b|\n|---|---|\n|1|", "doc(table(row(cell'a' cell'b') row(cell'1' cell)))");
}

/* Lines that a form's writer ended stay; those that an editor broke at its margin do not. */
static void lines_stay_as_they_were_meant(void **state) {
    (void)state;
    expect("one\ntwo\nthree", "doc(p'one\ntwo\nthree')");
    expect("一、清洗数据\n二、分层", "doc(p'一、清洗数据\n二、分层')");
    expect(
        "The quick brown fox jumps over the lazy dog and then sits\n"
        "down beside the river to think about what has just passed",
        "doc(p'The quick brown fox jumps over the lazy dog and then sits down beside the river "
        "to think about what has just passed')");
    expect("客户成功团队每周复盘一次所有高风险客户的使用情况并且给出\n改进",
           "doc(p'客户成功团队每周复盘一次所有高风险客户的使用情况并且给出改进')");
    expect("The quick brown fox jumps over the lazy dog and then sits  \ndown",
           "doc(p'The quick brown fox jumps over the lazy dog and then sits\ndown')");
}

static void entities_are_read_but_bring_no_controls(void **state) {
    (void)state;
    expect("a &lt;b&gt; &amp; &#20013; &nope;", "doc(p'a <b> & 中 &nope;')");
    expect("&#x202e;x&#8203;y", "doc(p'\xEF\xBF\xBDx\xEF\xBF\xBDy')");
    expect("x&#27;[31m&#x9b;y&#0;", "doc(p'x\xEF\xBF\xBD[31m\xEF\xBF\xBDy\xEF\xBF\xBD')");
}

static size_t count_nodes(const MdNode *node, size_t depth) {
    size_t count = 1;
    assert_true(depth <= MDTREE_DEPTH + 1);
    for (const MdNode *child = node->first; child; child = child->next)
        count += count_nodes(child, depth + 1);
    return count;
}

/* What grows faster than the text, or nests without end, comes to a stop. */
static void hostile_texts_stay_small(void **state) {
    (void)state;
    static const struct {
        const char *head, *part, *tail;
        size_t times;
    } texts[] = {
        {"", "> ", "x", 20000},          {"", "- ", "x", 20000},    {"", "[", "", 50000},
        {"", "*a_ ", "", 30000},         {"", "`a``", "", 30000},   {"", "<a", "", 50000},
        {"", "![", "](x)", 30000},       {"", "&#27;", "", 20000},  {"", "|", "\n", 10000},
        {"", "\x1b]8;;x\x07", "", 5000}, {"", "[a](b)", "", 20000}, {"", "~~*", "", 30000},
        {"", "xhttp://", "", 130000},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        Arena arena = {0};
        Buf text = {0};
        buf_puts(&text, texts[i].head);
        for (size_t k = 0; k < texts[i].times; k++)
            buf_puts(&text, texts[i].part);
        buf_puts(&text, texts[i].tail);
        assert_true(count_nodes(mdtree_parse(buf_str(&text), &arena), 0) <= text.len + 70);
        buf_free(&text);
        arena_free(&arena);
    }
    Buf table = {0}; /* 2000 columns, 4000 rows that say nothing */
    Arena arena = {0};
    for (int k = 0; k < 2000; k++)
        buf_puts(&table, "|a");
    buf_puts(&table, "|\n");
    for (int k = 0; k < 2000; k++)
        buf_puts(&table, "|---");
    buf_puts(&table, "|\n");
    for (int k = 0; k < 4000; k++)
        buf_puts(&table, "|\n");
    assert_in_range(count_nodes(mdtree_parse(buf_str(&table), &arena), 0), 4000, table.len + 70);
    buf_free(&table);
    arena_free(&arena);
}

/* What begins inside of a link's address ends with its block. */
static void a_style_ends_with_its_block(void **state) {
    (void)state;
    Arena arena = {0};
    const MdNode *first =
        mdtree_parse(STR("x*e* [xY](<y*a  z> \"t\")\nb*e* c(*) d(*)\n```\ncode\n```\n\nend\n"),
                     &arena)
            ->first;
    for (const MdNode *node = first ? first->next : NULL; node; node = node->next)
        assert_int_equal(node->span_count, 0);
    assert_non_null(first);
    assert_non_null(first->next);
    arena_free(&arena);
}

static void only_plain_addresses_may_be_opened(void **state) {
    (void)state;
    assert_true(mdtree_href_is_safe(STR("https://a.example/b")));
    assert_true(mdtree_href_is_safe(STR("HTTP://a.example")));
    assert_true(mdtree_href_is_safe(STR("mailto:a@b.example")));
    assert_false(mdtree_href_is_safe(STR("javascript:alert(1)")));
    assert_false(mdtree_href_is_safe(STR("file:///etc/passwd")));
    assert_false(mdtree_href_is_safe(STR("https://a\x1b]0;x\x07")));
    assert_false(mdtree_href_is_safe(STR("https://")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_are_told_apart),
        cmocka_unit_test(lists_nest),
        cmocka_unit_test(words_carry_their_style),
        cmocka_unit_test(tables_have_heads_and_sides),
        cmocka_unit_test(lines_stay_as_they_were_meant),
        cmocka_unit_test(entities_are_read_but_bring_no_controls),
        cmocka_unit_test(hostile_texts_stay_small),
        cmocka_unit_test(a_style_ends_with_its_block),
        cmocka_unit_test(only_plain_addresses_may_be_opened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
