#include "config.h"

#include "expect.h"
#include "format_kit.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/zone.h"
#include "format/csv.h"
#include "format/json.h"
#include "format/markdown.h"
#include "format/yaml_read.h"
#include "format/yaml_write.h"

/* ---- YAML ---- */

static DocNode *yaml(Arena *arena, const char *text, Error *err) {
    DocNode *root;
    return yaml_read_document(arena, str_of(text), "f.yaml", 1, &root, err) ? root : NULL;
}

static void yaml_makes_a_tree_with_places(void **state) {
    (void)state;
    Arena arena = {0};
    Error err;
    DocNode *root = yaml(&arena,
                         "title: 华为: \"不\"\nperiod: {start: 2024-09-01}\n"
                         "tags:\n  - 续费\n  - '1.10'\ntext: |\n  一\n\n  二\nnone: ~\n",
                         &err);
    assert_null(root); /* ": " inside a plain scalar */
    assert_int_equal(err.line, 1);
    root = yaml(&arena,
                "title: 华为\nperiod: {start: 2024-09-01}\n"
                "tags:\n  - 续费\n  - '1.10'\ntext: |\n  一\n\n  二\nnone: ~\n",
                &err);
    assert_non_null(root);
    const DocNode *start = doc_get(root, STR("period.start"));
    assert_true(str_equal(doc_text(start), STR("2024-09-01")));
    assert_false(start->quoted);
    assert_int_equal(start->line, 2);
    assert_int_equal(start->column, 17);
    assert_int_equal(start->key_column, 10);
    const DocNode *tags = doc_get(root, STR("tags"));
    assert_int_equal(tags->count, 2);
    assert_true(tags->last->quoted);
    assert_true(str_equal(doc_text(doc_get(root, STR("text"))), STR("一\n\n二")));
    assert_int_equal(doc_get(root, STR("none"))->kind, DOC_NULL);
    assert_null(doc_get(root, STR("title.x")));
    arena_free(&arena);
}

static void yaml_refuses_what_only_serves_attacks(void **state) {
    (void)state;
    static const Refusal cases[] = {
        {"a: &x 1\n", 1, 4, "anchors"},
        {"a: 1\nb: *x\n", 2, 4, "aliases"},
        {"a: !!python/object 1\n", 1, 4, "tags"},
        {"a: [&b {}]\n", 1, 5, "anchors"},
        {"a: !x [1]\n", 1, 4, "tags"},
        {"<<: {b: 1}\n", 1, 1, "merge"},
        {"a: 1\nb: 2\na: 3\n", 3, 1, "twice"},
        {"a: {b: 1, 中: 2, b: 3}\n", 1, 17, "twice"},
        {"? [a, b]\n: 1\n", 1, 3, "a key must be a word"},
        {"a: [1, 2\nb: 3\n", 1, 4, "not closed"},
        {"a: \"open\nb: 3\n", 1, 4, "not closed"},
        {"a: b: c\n", 1, 5, "quotes"},
        {"a: 1\n b: 2\n", 2, 3, "not allowed here"},
        {"a:\n\t- b\n", 2, 1, "put the text in quotes"},
        {"a: @b\n", 1, 4, "quotes"},
        {"a: 1\nb\nc: 2\n", 2, 1, "neither"},
        {"a: \"\\0\"\n", 1, 4, "NUL"},
        {"a: 1\nb: \x01\n", 2, 4, "control"},
        {"a: 1\nb: 中\xff\n", 2, 5, "UTF-8"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Arena arena = {0};
        Error err = {0};
        bool ok = yaml(&arena, cases[i].text, &err);
        expect_refusal(&cases[i], ok, &err);
        arena_free(&arena);
    }
}

static void yaml_stops_nests_in_milliseconds(void **state) {
    (void)state;
    static const char *const patterns[] = {"[", "{a: ", "- ",   "? ",  "[\n",
                                           "{", "[a, ", "a: [", "[[],"};
    for (size_t i = 0; i < COUNT_OF(patterns); i++) {
        Arena arena = {0};
        Buf text = {0};
        Error err = {0};
        for (int k = 0; k < 90000; k++)
            buf_puts(&text, patterns[i]);
        int64_t start = clock_mono_us();
        assert_null(yaml(&arena, buf_text(&text), &err));
        int64_t took = clock_mono_us() - start;
        if (took > 200000) /* 15 s without the cap; a sanitized build is slow */
            fail_msg("%s took %d ms", patterns[i], (int)(took / 1000));
        assert_int_equal(err.code, ERR_SYNTAX);
        assert_true(err.line >= 1);
        buf_free(&text);
        arena_free(&arena);
    }
}

static void yaml_holds_its_limits(void **state) {
    (void)state;
    Arena arena = {0};
    Buf text = {0};
    Error err;
    for (int i = 0; i < DOC_MAX_DEPTH; i++)
        buf_putc(&text, '[');
    buf_fill(&text, ']', DOC_MAX_DEPTH);
    assert_non_null(yaml(&arena, buf_text(&text), &err));
    buf_splice(&text, 0, 0, "[", 1);
    buf_putc(&text, ']');
    assert_null(yaml(&arena, buf_text(&text), &err));
    assert_int_equal(err.column, 33);
    buf_clear(&text);
    for (int i = 0; i < YAML_MAX_EVENTS; i++)
        buf_puts(&text, "- a\n");
    assert_null(yaml(&arena, buf_text(&text), &err));
    buf_clear(&text);
    buf_puts(&text, "a: ");
    buf_fill(&text, 'x', YAML_MAX_SCALAR);
    assert_non_null(yaml(&arena, buf_text(&text), &err));
    buf_putc(&text, 'x');
    assert_null(yaml(&arena, buf_text(&text), &err));
    assert_int_equal(err.column, 4);
    buf_puts(&text, "\nb: |\n");
    buf_fill(&text, ' ', YAML_MAX_DOCUMENT);
    assert_null(yaml(&arena, buf_text(&text), &err));
    buf_free(&text);
    arena_free(&arena);
}

static void yaml_stream_is_cut_into_documents(void **state) {
    (void)state;
    static const char text[] =
        "# only a comment\n%YAML 1.1\n---\ntitle: a\n...\n\n---\n# nothing\n--- \n"
        "title: b\ntext: |\n  ---\n  x\n---\n{title: c}\n";
    static const struct {
        int line;
        const char *text;
    } expected[] = {
        {3, "---\ntitle: a\n"},
        {9, "--- \ntitle: b\ntext: |\n  ---\n  x\n"},
        {14, "---\n{title: c}\n"},
    };
    Str rest = str_of(text), document;
    int line = 1, at;
    for (size_t i = 0; i < COUNT_OF(expected); i++) {
        assert_true(yaml_next_document(&rest, &line, &document, &at));
        assert_int_equal(at, expected[i].line);
        if (!str_equal(document, str_of(expected[i].text)))
            fail_msg("%.*s", STR_ARG(document));
    }
    assert_false(yaml_next_document(&rest, &line, &document, &at));
}

static void one_bad_document_does_not_lose_the_others(void **state) {
    (void)state;
    Got got = got_read(FORMAT_YAML,
                       "title: one\n---\ntitle: two\nx: [1\n---\ntitle: three\n"
                       "period: {start: someday}\n---\ntitle: four\n");
    assert_true(got.good);
    assert_int_equal(got.read.records, 4);
    assert_int_equal(got.read.refused, 2);
    assert_text(got.records.items[0], CASE_TITLE, "one");
    assert_text(got.records.items[3], CASE_TITLE, "four");
    assert_string_equal(got.refused.items[0], "---\ntitle: two\nx: [1\n");
    assert_refused(got, 4, 4, "not closed");
    const Error *second = &got.problems.items[got.problems.len - 1].error;
    assert_int_equal(second->line, 7);
    assert_int_equal(second->column, 17);
    assert_string_equal(second->field, "period.start");
    assert_string_equal(second->file, "in");
    got_free(&got);
}

static void yaml_text_comes_back_whatever_it_is(void **state) {
    (void)state;
    static const char *const texts[] = {
        "",
        " ",
        "a",
        "a\n",
        "a\n\n",
        "\na",
        "\n",
        " a\nb",
        "\ta\nb",
        "a\n  \nb",
        "a\n  ",
        "a \nb ",
        "yes",
        "No",
        "null",
        "~",
        "1.10",
        "-3",
        ".5",
        "0x1f",
        "2024-09-01",
        "12:30",
        "true",
        "=",
        "<<",
        "- a",
        "? a",
        ": a",
        "a: b",
        "a:",
        "a #b",
        "#a",
        "[a",
        "a]",
        "{",
        "&a",
        "*a",
        "!a",
        "|",
        ">",
        "'a'",
        "\"a\"",
        "a\"b",
        "a\\b",
        "%a",
        "@a",
        "`a",
        "---",
        "...",
        "--- a",
        "a,b",
        "a，b",
        "a、b",
        "中\n文",
        "a\tb",
        "\t",
        "é\u2028b",
        "\ufeffa",
        "\xc2\x85",
        "😀\n😀",
        "# a\n# b",
        "---\n---",
        "a\n---\nb",
        "x\n\n\n",
        "  \n a",
        "a\r\nb",
        "\x7f",
        "http://a.b/c?d=e#f",
        "a\n\n b\n\n\nc\n",
    };
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        for (int flow = 0; flow < 2; flow++) {
            Arena arena = {0};
            Error err;
            Buf out = {0};
            DocNode *root = doc_new(&arena, DOC_MAP), *inner = doc_new(&arena, DOC_MAP), *again;
            DocNode *list = doc_new(&arena, DOC_LIST);
            inner->flow = flow;
            doc_add(root, STR("first"), doc_scalar(&arena, str_of(texts[i]), true));
            doc_add(root, STR("map"), inner);
            doc_add(inner, arena_str(&arena, str_of(texts[i])),
                    doc_scalar(&arena, str_of(texts[i]), true));
            doc_add(inner, STR("other"), list);
            list->flow = flow;
            doc_add(list, STR(""), doc_scalar(&arena, str_of(texts[i]), true));
            doc_add(root, STR("last"), doc_scalar(&arena, str_of(texts[i]), true));
            yaml_write(&out, root);
            if (!yaml_read_document(&arena, buf_str(&out), NULL, 1, &again, &err) ||
                !doc_equal(root, again))
                fail_msg("not the same: %s", buf_text(&out));
            Buf twice = {0};
            yaml_write(&twice, again);
            assert_string_equal(buf_text(&out), buf_text(&twice));
            buf_free(&twice);
            buf_free(&out);
            arena_free(&arena);
        }
    }
}

static void full_width_colons_of_keys_are_understood(void **state) {
    (void)state;
    Got got = got_read(FORMAT_YAML, "title：华为：案例\nindustry：\n  通信\nsummary: 甲：乙\n");
    assert_true(got.good);
    assert_text(got.records.items[0], CASE_TITLE, "华为：案例");
    assert_text(got.records.items[0], CASE_INDUSTRY, "通信");
    assert_text(got.records.items[0], CASE_SUMMARY, "甲：乙");
    got_free(&got);
}

/* ---- JSON ---- */

static void json_keeps_digits_and_places(void **state) {
    (void)state;
    Arena arena = {0};
    Error err;
    DocNode *root;
    Buf out = {0};
    static const char text[] =
        " {\"n\": 1.10, \"中\": [true, null, -0.50e3],\n \"s\": \"\\u4e2d\\ud83d\\ude00\\n\"} ";
    assert_true(json_read(&arena, str_of(text), NULL, 7, &root, &err));
    const DocNode *list = doc_get(root, STR("中"));
    assert_int_equal(list->key_column, 14);
    assert_int_equal(list->last->column, 32);
    assert_int_equal(doc_get(root, STR("s"))->line, 8);
    json_write(&out, root);
    assert_string_equal(buf_text(&out), "{\"n\":1.10,\"中\":[true,null,-0.50e3],\"s\":\"中😀\\n\"}");
    buf_clear(&out);
    assert_true(json_read(&arena, STR("{\"b\":1,\"a\":{\"d\":\"\\u007f\",\"c\":2}}"), NULL, 1,
                          &root, &err));
    json_write_sorted(&out, root);
    assert_string_equal(buf_text(&out), "{\"a\":{\"c\":2,\"d\":\"\\u007f\"},\"b\":1}");
    buf_free(&out);
    arena_free(&arena);
}

static void json_refuses_with_the_place(void **state) {
    (void)state;
    static const Refusal cases[] = {
        {"", 1, 1, "missing"},
        {"{\"a\": }", 1, 7, "missing"},
        {"{\"a\" 1}", 1, 6, "“:”"},
        {"{\"a\":1,}", 1, 8, "key"},
        {"{\"a\":1 \"b\":2}", 1, 8, "“,” or “}”"},
        {"[1, 2", 1, 6, "“,” or “]”"},
        {"{'a':1}", 1, 2, "double quotes"},
        {"{\"a\":yes}", 1, 6, "double quotes"},
        {"{\"a\":01}", 1, 6, "double quotes"},
        {"{\"a\":\"x", 1, 6, "not closed"},
        {"{\"a\":\"x\ny\"}", 1, 8, "line end"},
        {"{\"a\":\"\\x\"}", 1, 7, "escape"},
        {"{\"a\":\"\\ud83d\"}", 1, 7, "surrogate"},
        {"{\"a\":\"\\ude00\"}", 1, 7, "surrogate"},
        {"{\"a\":\"\\u00g0\"}", 1, 7, "hexadecimal"},
        {"{\"a\":\"\\u0000\"}", 1, 7, "NUL"},
        {"{\"中\":1,\n\"中\":2}", 2, 1, "twice"},
        {"{} x", 1, 4, "after"},
        {"{\"a\":\"\xff\"}", 1, 7, "UTF-8"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Arena arena = {0};
        Error err = {0};
        DocNode *root;
        bool ok = json_read(&arena, str_of(cases[i].text), "f", 1, &root, &err);
        expect_refusal(&cases[i], ok, &err);
        arena_free(&arena);
    }
    Arena arena = {0};
    Buf text = {0};
    Error err;
    DocNode *root;
    buf_fill(&text, '[', 90000);
    assert_false(json_read(&arena, buf_str(&text), NULL, 1, &root, &err));
    assert_int_equal(err.column, DOC_MAX_DEPTH + 1);
    buf_clear(&text);
    buf_putc(&text, '[');
    for (int i = 0; i < 39990; i++) /* one long line: places are counted once */
        buf_puts(&text, "\"中文中文中文中文中文中文中文\",");
    buf_puts(&text, "1]");
    int64_t start = clock_mono_us();
    assert_true(json_read(&arena, buf_str(&text), NULL, 1, &root, &err));
    assert_true(clock_mono_us() - start < 1000000);
    buf_free(&text);
    arena_free(&arena);
}

static void json_lines_are_read_one_by_one(void **state) {
    (void)state;
    Got got = got_read_as(FORMAT_AUTO, ENTITY_CASE, "a.jsonl", NULL,
                          STR("\xef\xbb\xbf{\"title\":\"one\",\"outcomes\":[{\"metric\":\"m\","
                              "\"after\":1.10}]}\r\n\r\n"
                              "{\"title\":2,\"scores\":{\"innovation\":101}}\r\n{\"title\":\n[]\n"
                              "{\"title\":\"six\",\"license\":{\"b\":[1.0,null],\"a\":\"x\"}}"));
    assert_true(got.good);
    assert_int_equal(got.read.records, 5);
    assert_int_equal(got.read.refused, 3);
    const Value *after =
        &got.records.items[0]->values[CASE_OUTCOMES].list.items[0].list.items[OUTCOME_AFTER];
    assert_int_equal(after->decimal.units, 110);
    assert_int_equal(after->decimal.scale, 2);
    assert_refused(got, 3, 35, "between");
    assert_string_equal(got.refused.items[0], "{\"title\":2,\"scores\":{\"innovation\":101}}\r\n");
    assert_string_equal(got.refused.items[2], "[]\n");
    assert_true(str_equal(got.records.items[4]->unknown,
                          STR("{\"license\":{\"a\":\"x\",\"b\":[1.0,null]}}")));
    got_free(&got);
}

/* ---- CSV ---- */

static void csv_reads_as_the_standard_says(void **state) {
    (void)state;
    Arena arena = {0};
    Error err;
    CsvRow row;
    CsvReader csv = csv_reader(STR("a,b,c\r\n\r\n\" x \"\"y\"\"\",,\"1\n2\"\nlast, , 中"), "f");
    assert_int_equal(csv_read_row(&csv, &arena, &row, &err), CSV_ROW);
    assert_int_equal(row.len, 3);
    assert_int_equal(csv_read_row(&csv, &arena, &row, &err), CSV_ROW);
    assert_int_equal(row.line, 3);
    assert_true(str_equal(row.cells[0].text, STR(" x \"y\"")));
    assert_int_equal(row.cells[1].text.len, 0);
    assert_true(str_equal(row.cells[2].text, STR("1\n2")));
    assert_int_equal(csv_read_row(&csv, &arena, &row, &err), CSV_ROW);
    assert_int_equal(row.line, 5);
    assert_true(str_equal(row.cells[1].text, STR(" ")));
    assert_int_equal(row.cells[2].column, 8);
    assert_int_equal(csv_read_row(&csv, &arena, &row, &err), CSV_END);
    csv = csv_reader(STR("a;b;\"c,,,\"\n1;2;3\n"), NULL);
    assert_int_equal(csv_read_row(&csv, &arena, &row, &err), CSV_ROW);
    assert_int_equal(row.len, 3);
    arena_free(&arena);
}

static void csv_open_quote_does_not_swallow_the_file(void **state) {
    (void)state;
    Got got = got_read(FORMAT_CSV,
                       "title,summary\none,a\ntwo,\"open\nthree,c\nfour,\"x\"y\n"
                       "five\nsix,d,e\nseven,g,\n");
    assert_true(got.good);
    assert_int_equal(got.read.records, 7);
    assert_int_equal(got.read.refused, 4);
    assert_text(got.records.items[2], CASE_TITLE, "three");
    assert_text(got.records.items[6], CASE_TITLE, "seven");
    assert_refused(got, 5, 7, "closing quote");
    assert_string_equal(got.refused.items[0], "two,\"open\n");
    assert_string_equal(got.refused.items[1], "four,\"x\"y\n");
    assert_string_equal(got.head, "title,summary\n");
    assert_string_equal(got.problems.items[2].error.message,
                        "the row has {0} cells, the first line has {1}");
    got_free(&got);
    got = got_read(FORMAT_CSV, "title\n\"open\nnext\n");
    assert_refused(got, 2, 1, "not closed");
    assert_int_equal(got.read.records, 2);
    got_free(&got);
    got = got_read(FORMAT_CSV, "title,summary,title\n1,2,3\n");
    assert_false(got.good);
    assert_int_equal(got.err.line, 1);
    assert_int_equal(got.err.column, 15);
    got_free(&got);
    got = got_read(FORMAT_CSV, "");
    assert_false(got.good);
    got_free(&got);
}

static void csv_guards_formulas_and_takes_the_guard_off(void **state) {
    (void)state;
    static const char *const texts[] = {"=1+1", "+1", "-x", "@a", "\tq", "\rq",
                                        "'a",   "''", "'",  "a'", "",    "x=1"};
    static const bool guarded[] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        Buf out = {0};
        csv_guard(&out, str_of(texts[i]));
        assert_int_equal(out.len, strlen(texts[i]) + guarded[i]);
        assert_true(str_equal(csv_unguard(buf_str(&out)), str_of(texts[i])));
        buf_free(&out);
    }
    assert_true(str_equal(csv_unguard(STR("'tis")), STR("'tis")));
}

static void customers_come_from_csv(void **state) {
    (void)state;
    Got got = got_read_as(
        FORMAT_CSV, ENTITY_CUSTOMER, "客户.csv", NULL,
        STR("ext_id,name,short_name,industry,size_band,region,stage,owner,contract_start,"
            "contract_end,mrr,currency\r\n"
            "C1,晨光在线教育,晨光,教育,200-500人,华东,retain,王芳,2024/9/"
            "1,2025年8月31日,\"１２，０００.50\",CNY\r\n"
            "C2,\"Acme, Inc\",,,,,growing,,,,-5,\r\n"));
    assert_true(got.good);
    assert_int_equal(got.read.refused, 1);
    const Record *record = got.records.items[0];
    assert_text(record, CUSTOMER_STAGE, "retain");
    assert_true(str_equal(record_ref_name(record, CUSTOMER_OWNER), STR("王芳")));
    assert_int_equal(record_int(record, CUSTOMER_CONTRACT_START), date_make(2024, 9, 1));
    assert_int_equal(record_int(record, CUSTOMER_CONTRACT_END), date_make(2025, 8, 31));
    assert_int_equal(record->values[CUSTOMER_MRR].decimal.units, 1200050);
    assert_refused(got, 3, 31, "less than 0");
    got_free(&got);
}

/* ---- Markdown ---- */

static void front_matter_is_read_as_generators_write_it(void **state) {
    (void)state;
    static const char *const files[] = {
        "---\ntitle: 标题\ntags: [a, b]\n---\n正文\n",
        "\xef\xbb\xbf---  \r\ntitle: \"标题\"\r\ntags:\r\n- a\r\n- b\r\n--- \t\r\n正文\r\n",
        "\n\n---\ntitle: >\n  标题\ntags:\n    - 'a'\n    - b\n...\n\n正文",
        "title: 标题\ntags:\n- a\n- b\n---\n正文\n",
        "title：标题\ntags：[a，b]\n---\n正文\n",
        "---\ntitle: 标题 # 注\ntags: a; b\n---\n\n\n正文\n\n",
        "---\ntitle: 标题\ntags: a, b\n---\n正文",
        "---\n{title: 标题, tags: [a、b]}\n---\n正文",
    };
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        Got got = got_read(FORMAT_MARKDOWN, files[i]);
        if (!got.good || !got.records.items[0]) {
            got_print(&got);
            fail_msg("refused: %s", files[i]);
        }
        const Record *record = got.records.items[0];
        assert_text(record, CASE_TITLE, "标题");
        assert_text(record, CASE_BODY, "正文");
        const Value *tags = &record->values[CASE_TAGS];
        if (tags->kind != VALUE_LIST || tags->list.len != 2)
            fail_msg("tags of: %s", files[i]);
        assert_true(str_equal(tags->list.items[1].text, STR("b")));
        got_free(&got);
    }
}

static void broken_front_matter_is_refused_with_its_place(void **state) {
    (void)state;
    static const Refusal cases[] = {
        {"+++\ntitle = \"x\"\n+++\n", 1, 1, "TOML"},
        {"---\ntitle: x\n\ntext", 1, 1, "not closed with a ---"},
        {"\n---\ntitle: x\ntags: [a\n---\ntext", 4, 7, "not closed"},
        {"---\ntitle: x\ntitle: y\n---\ntext", 3, 1, "twice"},
        {"---\n- a\n---\ntext", 2, 1, "map"},
        {"---\ntitle: x\nimportance: 11\n---\ntext", 3, 13, "between"},
        {"---\ntitle: [{a: 1}]\n---\ntext", 2, 9, "one text"},
        {"---\ntitle: x\n---\n正文\x07", 4, 3, "control"},
        {"---\ntitle: x\n---\n正\xff", 4, 2, "UTF-8"},
        {"---\ntitle: x\nuuid: 123\n---\n", 3, 7, "identity"},
        {"---\ntitle: x\ncustomer: {uuid: 7, name: a}\n---\n", 3, 18, "identity"},
        {"---\ntitle: x\nsteps: [{date: 2024-13-01}]\n---\n", 3, 16, "date"},
        {"---\ntitle: x\nsuccess: maybe\n---\n", 3, 10, "one of"},
        {"---\ntitle: x\nperiod: {start: 2025-01-02, end: 2025-01-01}\n---\n", 3, 34, "before"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Got got = got_read(FORMAT_MARKDOWN, cases[i].text);
        assert_true(got.good);
        assert_null(got.records.items[0]);
        assert_string_equal(got.refused.items[0], cases[i].text);
        assert_refused(got, cases[i].line, cases[i].column, cases[i].says);
        got_free(&got);
    }
    Got got = got_read(FORMAT_MARKDOWN, " \n\n");
    assert_false(got.good);
    assert_int_equal(got.err.code, ERR_SYNTAX);
    got_free(&got);
}

static void story_goes_to_sections_by_headings(void **state) {
    (void)state;
    Got got = got_read(FORMAT_MARKDOWN,
                       "开头。\n\n# 一个标题\n\n再一段。\n\n## 1. **背景**\nA\n\n### 细节\nB\n\n"
                       "## Challenge:\n\nC\n\n```\n## 方案\n```\n\n## 挑戰\nD\n\n## 其他\nE\n\n"
                       "解决方案\n===\nF\n\n## 成效 / Results ##\nG\n\n### 客户反馈\nH\n");
    assert_true(got.good);
    const Record *record = got.records.items[0];
    assert_non_null(record);
    assert_text(record, CASE_TITLE, "一个标题");
    assert_text(record, CASE_BACKGROUND, "A\n\n### 细节\nB");
    assert_text(record, CASE_NEED, "C\n\n```\n## 方案\n```");
    assert_text(record, CASE_SOLUTION, "F");
    assert_text(record, CASE_RESULT, "G");
    assert_text(record, CASE_FEEDBACK, "H");
    assert_text(record, CASE_BODY, "开头。\n\n再一段。\n\n## 挑戰\nD\n\n## 其他\nE");
    got_free(&got);
    got = got_read(FORMAT_MARKDOWN,
                   "一、项目背景\n\nA\n\n1. 方案\n2. 结果\n\n二、解决方案\n\nB\n\n三、展望\n\nC\n");
    record = got.records.items[0];
    assert_text(record, CASE_BACKGROUND, "A\n\n1. 方案\n2. 结果");
    assert_text(record, CASE_SOLUTION, "B");
    assert_text(record, CASE_BODY, "三、展望\n\nC");
    assert_text(record, CASE_TITLE, "三、展望");
    got_free(&got);
    got = got_read(FORMAT_MARKDOWN, "**背景：**\n\nA **b**\n\n**（二）效果**\n\nB\n");
    record = got.records.items[0];
    assert_text(record, CASE_BACKGROUND, "A **b**");
    assert_text(record, CASE_RESULT, "B");
    got_free(&got);
}

static void headings_are_known_in_both_languages(void **state) {
    (void)state;
    static const struct {
        const char *heading;
        int section;
    } cases[] = {
        {"背景", STORY_BACKGROUND},
        {"一、背景", STORY_BACKGROUND},
        {"（一）背景：", STORY_BACKGROUND},
        {"1.2 Background", STORY_BACKGROUND},
        {"**需求**", STORY_NEED},
        {"The Challenge", STORY_NEED},
        {"痛点", STORY_NEED},
        {"SOLUTION", STORY_SOLUTION},
        {"解決方案", STORY_SOLUTION},
        {"第三章 实施过程", STORY_PROCESS},
        {"影响", STORY_RESULT},
        {"Outcomes", STORY_RESULT},
        {"客户证言", STORY_FEEDBACK},
        {"[Quote](http://x)", STORY_FEEDBACK},
        {"背景（Background）", STORY_BACKGROUND},
        {"背景 / 方案", -1},
        {"展望", -1},
        {"", -1},
        {"1.", -1},
        {"Story", -1},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        if (story_section_of(str_of(cases[i].heading)) != cases[i].section)
            fail_msg("%s", cases[i].heading);
    for (int i = 0; i < STORY_SECTIONS; i++) {
        assert_int_equal(story_section_of(str_of(story_section_heading((StorySection)i, true))), i);
        assert_int_equal(story_section_of(str_of(story_section_heading((StorySection)i, false))),
                         i);
    }
}

static void title_comes_from_the_text_when_there_is_none(void **state) {
    (void)state;
    Got got = got_read(
        FORMAT_MARKDOWN,
        "\n\n> **一二三四五六七八九十**一二三四五六七八九十一二三四五六七八九十一二三\n\nx");
    assert_text(got.records.items[0], CASE_TITLE,
                "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十");
    got_free(&got);
    got = got_read(FORMAT_JSONL, "{\"body\":\"# T\\n\\n## Need\\nN\\n\\n## Story\\nS\"}\n");
    assert_text(got.records.items[0], CASE_TITLE, "T");
    assert_text(got.records.items[0], CASE_NEED, "N");
    assert_text(got.records.items[0], CASE_BODY, "## Story\nS");
    got_free(&got);
    got = got_read(FORMAT_YAML, "industry: x\n");
    assert_refused(got, 1, 1, "missing");
    got_free(&got);
}

/* ---- values ---- */

static void values_are_read_tolerantly(void **state) {
    (void)state;
    Got got = got_read(FORMAT_YAML,
                       "Title: [甲, 乙]\ncustomer: \"华为\"\nowner: {name: 王芳, uuid: "
                       "0195e0c2-7f3a-7c41-9b1e-2f6d0a4b8c11}\n"
                       "category: [客户成功, 续约]\nproduct: 平台；题库\ntheme: [\"a，b\"]\npain: "
                       "[甲，乙, 丙（丁，戊）]\n"
                       "period.start: '2024年9月1日'\nperiod: {end: 2025/3/31}\nimportance: "
                       "\"８\"\nstate: Published\n"
                       "solution: [一, 二]\nsteps: [上线, {date: 2024-10-08, step: 提醒}]\nscores: "
                       "{satisfaction: 9０}\n"
                       "related: 甲; 乙\nsuccess: full success\nverify: {every_days: 90}\n"
                       "created: 2024-09-01 10:00:00 +0800\n");
    if (!got.records.items[0])
        got_print(&got);
    const Record *record = got.records.items[0];
    assert_non_null(record);
    assert_text(record, CASE_TITLE, "甲; 乙");
    assert_true(str_equal(record_ref_name(record, CASE_CUSTOMER), STR("华为")));
    assert_false(uuid_is_nil(record_ref_uuid(record, CASE_OWNER)));
    assert_text(record, CASE_CATEGORY, "客户成功/续约");
    assert_int_equal(record->values[CASE_PRODUCT].list.len, 2);
    assert_int_equal(record->values[CASE_THEME].list.len, 1);
    assert_int_equal(record->values[CASE_PAIN].list.len, 3);
    assert_int_equal(record_int(record, CASE_PERIOD_START), date_make(2024, 9, 1));
    assert_int_equal(record_int(record, CASE_PERIOD_END), date_make(2025, 3, 31));
    assert_int_equal(record_int(record, CASE_IMPORTANCE), 8);
    assert_text(record, CASE_STATE, "published");
    assert_text(record, CASE_SOLUTION, "- 一\n- 二");
    assert_int_equal(record->values[CASE_STEPS].list.len, 2);
    assert_int_equal(record_int(record, CASE_SCORE_SATISFACTION), 90);
    assert_int_equal(record->values[CASE_RELATED].list.len, 2);
    assert_text(record, CASE_SUCCESS, "full");
    assert_text(record, CASE_VERIFY_EVERY, "90");
    assert_int_equal(record_int(record, CASE_CREATED), 1725156000000);
    got_free(&got);
}

static void unknown_keys_are_kept_and_reported(void **state) {
    (void)state;
    Got got = got_read(FORMAT_YAML,
                       "title: t\nzeta: 1.10\nlicense: CC-BY-4.0\n"
                       "period: {begin: 1}\ncustomer: {name: x, ext_id: C1}\n"
                       "outcomes: [{metric: m, foo: [1, {b: 2, a: ~}]}]\n");
    assert_true(got.good);
    assert_true(str_equal(got.records.items[0]->unknown,
                          STR("{\"customer.ext_id\":\"C1\",\"license\":\"CC-BY-4.0\","
                              "\"outcomes.1.foo\":[1,{\"a\":null,\"b\":2}],\"period.begin\":1,"
                              "\"zeta\":1.10}")));
    assert_int_equal(got.problems.len, 5);
    assert_int_equal(got.problems.items[0].severity, FORMAT_NOTE_UNKNOWN);
    assert_int_equal(got.problems.items[0].error.line, 2);
    got_free(&got);
    Buf text = {0};
    buf_puts(&text, "{\"title\":\"t\"");
    for (int i = 0; i < 2000; i++)
        buf_printf(&text, ",\"k%d\":1", i);
    buf_puts(&text, "}");
    got = got_read(FORMAT_JSONL, buf_text(&text));
    assert_non_null(got_refusal(&got));
    buf_free(&text);
    got_free(&got);
}

static void hidden_characters_are_dropped_with_a_note(void **state) {
    (void)state;
    Got got = got_read(FORMAT_YAML, "title: \"a\\u202eb\\u200bc\"\nsummary: \"x\\u0007y\"\n");
    assert_refused(got, 2, 10, "");
    bool noted = false;
    VEC_EACH (problem, &got.problems)
        noted |= problem->severity == FORMAT_NOTE_CLEANED;
    assert_true(noted);
    got_free(&got);
}

/* ---- encodings and kinds ---- */

static void gb18030_is_converted_and_its_bytes_are_kept(void **state) {
    (void)state;
    /* title: 客户成功案例 / --- / title: 续费续费续费 with a bad date */
    static const char text[] =
        "title: \xbf\xcd\xbb\xa7\xb3\xc9\xb9\xa6\xb0\xb8\xc0\xfd\n---\n"
        "title: \xd0\xf8\xb7\xd1\xd0\xf8\xb7\xd1\xb5\xc4\xb0\xb8\xc0\xfd\nperiod: {start: x}\n";
    Got got = got_read(FORMAT_YAML, text);
    assert_true(got.good);
    assert_int_equal(got.read.found_charset, TEXT_CHARSET_GB18030);
    assert_text(got.records.items[0], CASE_TITLE, "客户成功案例");
    assert_null(got.records.items[1]);
    assert_string_equal(got.refused.items[0], strstr(text, "---"));
    assert_refused(got, 4, 17, "date");
    got_free(&got);
}

static void bad_utf8_costs_one_record(void **state) {
    (void)state;
    Got got = got_read(FORMAT_JSONL,
                       "{\"title\":\"好好好\"}\n{\"title\":\"\377\376\377\"}\n{\"title\":\"c\"}\n");
    assert_true(got.good);
    assert_int_equal(got.read.records, 3);
    assert_int_equal(got.read.refused, 1);
    assert_refused(got, 2, 11, "UTF-8");
    got_free(&got);
}

static void kinds_are_told_by_name_and_content(void **state) {
    (void)state;
    static const struct {
        const char *text;
        FormatKind kind;
    } cases[] = {
        {"{\"title\":\"a\"}\n", FORMAT_JSONL},
        {"---\ntitle: a\n---\ntitle: b\n", FORMAT_YAML},
        {"---\ntitle: a\n", FORMAT_YAML},
        {"---\ntitle: a\n---\n\n## 背景\n", FORMAT_MARKDOWN},
        {"# Title\n\ntext", FORMAT_MARKDOWN},
        {"title: a\nindustry: b\n", FORMAT_YAML},
        {"title,industry\na,b\n", FORMAT_CSV},
        {"\xef\xbb\xbf"
         "ext_id\tname\n",
         FORMAT_CSV},
        {"Just some text.\n", FORMAT_MARKDOWN},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        if (format_of_content(str_of(cases[i].text)) != cases[i].kind)
            fail_msg("%s", cases[i].text);
    assert_int_equal(format_of_path("a/b++.YML"), FORMAT_YAML);
    assert_int_equal(format_of_path("x.markdown"), FORMAT_MARKDOWN);
    assert_int_equal(format_of_path("x.ndjson"), FORMAT_JSONL);
    assert_int_equal(format_of_path("x.txt"), FORMAT_AUTO);
    assert_int_equal(format_of_path("x.json"), FORMAT_AUTO);
    assert_int_equal(format_of_path("x."), FORMAT_AUTO);
    assert_int_equal(format_of_path("x"), FORMAT_AUTO);
    FormatKind kind;
    assert_true(format_find(STR("json"), &kind));
    assert_int_equal(kind, FORMAT_JSONL);
    assert_true(format_find(STR("md"), &kind));
    assert_false(format_find(STR("docx"), &kind));
    assert_string_equal(format_ending(kind), ".md");
    assert_string_equal(format_name(kind), "md");
}

static bool stop(void *context, const FormatItem *item) {
    ++*(int *)context;
    record_free(item->record);
    return false;
}

static void reading_can_be_stopped(void **state) {
    (void)state;
    static const struct {
        FormatKind kind;
        const char *text;
    } cases[] = {{FORMAT_YAML, "title: a\n---\ntitle: b\n"},
                 {FORMAT_JSONL, "{\"title\":\"a\"}\n{\"title\":\"b\"}\n"},
                 {FORMAT_CSV, "title\na\nb\n"},
                 {FORMAT_MARKDOWN, "a"}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        FormatRead read = {.kind = cases[i].kind, .entity = ENTITY_CASE};
        Error err;
        int taken = 0;
        assert_false(format_read(&read, str_of(cases[i].text), stop, &taken, &err));
        assert_int_equal(err.code, ERR_CANCELLED);
        assert_int_equal(taken, 1);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(yaml_makes_a_tree_with_places),
        cmocka_unit_test(yaml_refuses_what_only_serves_attacks),
        cmocka_unit_test(yaml_stops_nests_in_milliseconds),
        cmocka_unit_test(yaml_holds_its_limits),
        cmocka_unit_test(yaml_stream_is_cut_into_documents),
        cmocka_unit_test(one_bad_document_does_not_lose_the_others),
        cmocka_unit_test(yaml_text_comes_back_whatever_it_is),
        cmocka_unit_test(full_width_colons_of_keys_are_understood),
        cmocka_unit_test(json_keeps_digits_and_places),
        cmocka_unit_test(json_refuses_with_the_place),
        cmocka_unit_test(json_lines_are_read_one_by_one),
        cmocka_unit_test(csv_reads_as_the_standard_says),
        cmocka_unit_test(csv_open_quote_does_not_swallow_the_file),
        cmocka_unit_test(csv_guards_formulas_and_takes_the_guard_off),
        cmocka_unit_test(customers_come_from_csv),
        cmocka_unit_test(front_matter_is_read_as_generators_write_it),
        cmocka_unit_test(broken_front_matter_is_refused_with_its_place),
        cmocka_unit_test(story_goes_to_sections_by_headings),
        cmocka_unit_test(headings_are_known_in_both_languages),
        cmocka_unit_test(title_comes_from_the_text_when_there_is_none),
        cmocka_unit_test(values_are_read_tolerantly),
        cmocka_unit_test(unknown_keys_are_kept_and_reported),
        cmocka_unit_test(hidden_characters_are_dropped_with_a_note),
        cmocka_unit_test(gb18030_is_converted_and_its_bytes_are_kept),
        cmocka_unit_test(bad_utf8_costs_one_record),
        cmocka_unit_test(kinds_are_told_by_name_and_content),
        cmocka_unit_test(reading_can_be_stopped),
    };
    return cmocka_run_group_tests_name("format", tests, NULL, NULL);
}
