#include "config.h"

#include "format_kit.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/zone.h"
#include "format/json.h"
#include "text/display.h"

/* What is written is read back, whatever it holds, in every format and through all of them. */

static uint64_t seed;

static uint32_t roll(uint32_t below) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % below;
}

/* Pieces on which writers and readers of these formats have been seen to stumble. */
static const char *const pieces[] = {
    "a",
    "中文",
    "\n",
    "\n\n",
    " ",
    "  ",
    "\t",
    "---",
    "\n---\n",
    "...",
    ": ",
    ":",
    "：",
    "#",
    " # ",
    "# ",
    "\n## ",
    "## 背景\n",
    "\n### 需求\n",
    "## Solution\n",
    "一、方案\n",
    "\n**结果**\n",
    "\n\n**反馈**\n\n",
    "1. ",
    "- ",
    "* ",
    "```\n",
    "\n```\n",
    "~~~",
    "\n===\n",
    "\n---",
    "\"",
    "'",
    "''",
    "\\",
    "\\n",
    "\\;",
    ";",
    "；",
    ",",
    "，",
    "、",
    "{",
    "}",
    "[",
    "]",
    "&a ",
    "*a",
    "!t ",
    "|",
    "|-\n",
    ">",
    "%",
    "@",
    "`",
    "=",
    "=1+1",
    "+1",
    "-1",
    "1.10",
    "0x1f",
    "2024-09-01",
    "12:30",
    "yes",
    "no",
    "null",
    "~",
    "true",
    "<<",
    "é",
    "😀",
    "\u00a0",
    "\u3000",
    "（一）",
    "http://a.b/?c=d#e",
    "title: x\n",
    "uuid: y",
    "<b>",
    "|a|b|\n",
    "\n    code\n",
    "背景",
    "成效\n",
    "挑战\n\n",
    "0195e0c2-7f3a-7c41-9b1e-2f6d0a4b8c11",
    "Ω",
    "ﬁ",
};

static Str nasty(Arena *arena, bool lines, uint32_t most) {
    Buf raw = {0}, clean = {0};
    Error err;
    for (uint32_t n = 1 + roll(most); n; n--)
        buf_puts(&raw, pieces[roll(COUNT_OF(pieces))]);
    for (size_t i = 0; i < raw.len && !lines; i++)
        if (raw.data[i] == '\n' || raw.data[i] == '\t')
            raw.data[i] = ' ';
    if (!text_clean(&clean, buf_str(&raw), lines ? TEXT_CLEAN_LINES : 0, NULL, &err))
        fail_msg("not clean: %s", buf_text(&raw));
    Str text = lines ? buf_str(&clean) : str_trim(buf_str(&clean));
    text = str_trim(text).len ? arena_str(arena, text) : STR("x");
    buf_free(&raw);
    buf_free(&clean);
    return text;
}

static Uuid random_uuid(void) {
    Uuid id;
    for (size_t i = 0; i < sizeof id.bytes; i++)
        id.bytes[i] = (uint8_t)roll(256);
    return id;
}

static Value random_value(Arena *arena, const Field *field);

static Value random_list(Arena *arena, const Field *field) {
    size_t len = 1 + roll(3);
    Value *items = arena_zalloc(arena, len * sizeof *items);
    for (size_t i = 0; i < len; i++) {
        if (field->kind == FIELD_LIST) {
            items[i] = value_text(nasty(arena, false, 4));
        } else if (field->kind == FIELD_REFS) {
            items[i] = value_ref(roll(2) ? random_uuid() : (Uuid){{0}}, nasty(arena, false, 3));
        } else {
            Value *cells = arena_zalloc(arena, field->row_count * sizeof *cells);
            for (size_t k = 0; k < field->row_count; k++)
                if (k == 0 || roll(2))
                    cells[k] = random_value(arena, &field->row[k]);
            items[i] = (Value){.kind = VALUE_ROW, .list = {cells, field->row_count}};
        }
    }
    return value_list(items, len);
}

static Value random_value(Arena *arena, const Field *field) {
    size_t choices = 0;
    bool bounded = field->min < field->max && field->max < 1000000;
    switch (field->kind) {
    case FIELD_LINE:
    case FIELD_VOCAB:
    case FIELD_TREE: {
        Str text = nasty(arena, false, field->max_bytes ? 1 : 8);
        return value_text(field->max_bytes && text.len > field->max_bytes ? STR("~") : text);
    }
    case FIELD_TEXT:
        return value_text(nasty(arena, true, 30));
    case FIELD_INT:
        return value_int(field->min < field->max
                             ? field->min +
                                   roll((uint32_t)(bounded ? field->max - field->min : 1000))
                             : roll(1000));
    case FIELD_DECIMAL:
        return (Value){.kind = VALUE_DECIMAL,
                       .decimal = {bounded || field->min < field->max
                                       ? (int64_t)roll(100000)
                                       : (int64_t)roll(100000) - 50000,
                                   (uint8_t)roll(6)}};
    case FIELD_DATE:
        return value_date(date_make(2024, 1, 1) + (int32_t)roll(900));
    case FIELD_TIME:
        return value_int(1700000000000 + (int64_t)roll(2000000000) * 37);
    case FIELD_BOOL:
        return value_int(roll(2));
    case FIELD_CHOICE:
        while (field->choices[choices].key)
            choices++;
        return value_text(str_of(field->choices[roll((uint32_t)choices)].key));
    case FIELD_UUID:
        return (Value){.kind = VALUE_UUID, .uuid = random_uuid()};
    case FIELD_REF:
        return value_ref(roll(2) ? random_uuid() : (Uuid){{0}}, nasty(arena, false, 3));
    default:
        return random_list(arena, field);
    }
}

static void put_random_json(Buf *out, Arena *arena, int depth) {
    uint32_t kind = roll(depth > 2 ? 4 : 6), n = roll(3);
    if (kind == 0) {
        json_put_string(out, nasty(arena, true, 4));
    } else if (kind == 1) {
        static const char *const numbers[] = {"1.10", "-0", "3e5", "12345678901234567890", "0.5"};
        buf_puts(out, numbers[roll(COUNT_OF(numbers))]);
    } else if (kind == 2) {
        buf_puts(out, roll(2) ? "true" : "null");
    } else if (kind == 3 || kind == 4) {
        buf_putc(out, '[');
        for (uint32_t i = 0; i < n; i++) {
            if (i)
                buf_putc(out, ',');
            put_random_json(out, arena, depth + 1);
        }
        buf_putc(out, ']');
    } else {
        buf_putc(out, '{');
        for (uint32_t i = 0; i < n; i++) {
            buf_printf(out, "%s\"%u", i ? "," : "", i);
            Buf key = {0};
            json_put_string(&key, nasty(arena, true, 2));
            buf_put(out, key.data + 1, key.len - 1);
            buf_putc(out, ':');
            buf_free(&key);
            put_random_json(out, arena, depth + 1);
        }
        buf_putc(out, '}');
    }
}

static void set_random_unknown(Record *record, Arena *arena) {
    static const char *const keys[] = {"license",      "period", "title", "unknown",
                                       "notes",        "Text",   "a b",   "customer.ext_id",
                                       "outcomes.1.x", "~"};
    Buf json = {0}, sorted = {0};
    DocNode *root;
    Error err;
    buf_putc(&json, '{');
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        if (roll(3))
            continue;
        buf_printf(&json, "%s\"%s\":", json.len > 1 ? "," : "", keys[i]);
        put_random_json(&json, arena, 0);
    }
    buf_putc(&json, '}');
    if (!json_read(arena, buf_str(&json), NULL, 1, &root, &err))
        fail_msg("%s", buf_text(&json));
    json_write_sorted(&sorted, root);
    if (root->count)
        record_set_unknown(record, buf_str(&sorted));
    buf_free(&json);
    buf_free(&sorted);
}

static Record *random_record(EntityType type) {
    Arena arena = {0};
    Record *record = record_new(type);
    for (size_t i = 0; i < record->entity->count; i++) {
        const Field *field = &record->entity->fields[i];
        bool needed = field->kind == FIELD_UUID || (field->flags & FIELD_REQUIRED);
        if (!(field->flags & FIELD_PRIVATE) && (needed || roll(2)))
            record_set(record, (int)i, random_value(&arena, field));
    }
    if (type == ENTITY_CASE && record_has(record, CASE_PERIOD_START))
        record_clear(record, CASE_PERIOD_END);
    if (type == ENTITY_CUSTOMER && record_has(record, CUSTOMER_CONTRACT_START))
        record_clear(record, CUSTOMER_CONTRACT_END);
    if (roll(2))
        set_random_unknown(record, &arena);
    arena_free(&arena);
    return record;
}

static void write_one(FormatKind kind, const Record *record, bool crlf, Buf *out) {
    FormatWrite write = {.kind = kind, .entity = record->entity->type, .crlf = crlf};
    format_write_begin(&write, out);
    format_write_record(&write, record, out);
}

/* Writes, reads, compares, writes again, compares the bytes; gives the record that was read. */
static Record *round_trip(FormatKind kind, const Record *record, bool crlf) {
    Buf text = {0}, again = {0}, a = {0}, b = {0};
    write_one(kind, record, crlf, &text);
    Got got = got_read_as(kind, record->entity->type, "f", NULL, buf_str(&text));
    if (!got.good || got.records.len != 1 || !got.records.items[0]) {
        got_print(&got);
        fail_msg("%s refused:\n%s", format_name(kind), buf_text(&text));
    }
    record_encode(record, &a);
    record_encode(got.records.items[0], &b);
    if (!str_equal(buf_str(&a), buf_str(&b))) {
        for (size_t i = 0; i < record->entity->count; i++) {
            Buf left = {0}, right = {0};
            if (value_equal(&record->values[i], &got.records.items[0]->values[i]))
                continue;
            json_put_string(&left, record_text(record, (int)i));
            json_put_string(&right, record_text(got.records.items[0], (int)i));
            print_message("# %s\n# %s\n# %s\n", record->entity->fields[i].key, buf_text(&left),
                          buf_text(&right));
            buf_free(&left);
            buf_free(&right);
        }
        print_message("# %.*s\n# %.*s\n", STR_ARG(record->unknown),
                      STR_ARG(got.records.items[0]->unknown));
        fail_msg("%s differs:\n%s", format_name(kind), buf_text(&text));
    }
    write_one(kind, got.records.items[0], crlf, &again);
    assert_string_equal(buf_text(&text), buf_text(&again));
    Record *result = got.records.items[0];
    got.records.len = 0;
    got_free(&got);
    buf_free(&text);
    buf_free(&again);
    buf_free(&a);
    buf_free(&b);
    return result;
}

static Record *through_all(Record *record) {
    static const FormatKind kinds[] = {FORMAT_YAML, FORMAT_MARKDOWN, FORMAT_JSONL, FORMAT_CSV};
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (kinds[i] == FORMAT_MARKDOWN && record->entity->type != ENTITY_CASE)
            continue;
        Record *next = round_trip(kinds[i], record, roll(2));
        record_free(record);
        record = next;
    }
    return record;
}

static void random_records_come_back_from_every_format(void **state) {
    (void)state;
#ifdef ANLIKU_SANITIZED
    enum { RUNS = 300 };
#else
    enum { RUNS = 1500 };
#endif
    for (uint64_t run = 0; run < RUNS; run++) {
        seed = run * 2654435761u + 1;
        Record *record = random_record((EntityType)(run % 4 ? ENTITY_CASE : 1 + roll(4)));
        record_free(through_all(record));
    }
}

/* ---- the real cases ---- */

static void path_of_cases(Buf *out, const char *name) {
    const char *root = getenv("ANLIKU_TEST_SRC");
    buf_printf(out, "%s/../shared/data/cases%s%s", root ? root : "..", name ? "/" : "",
               name ? name : "");
}

static Got read_case(const char *name) {
    Buf path = {0}, bytes = {0};
    Error err;
    path_of_cases(&path, name);
    assert_true(file_read(buf_text(&path), 1 << 24, &bytes, &err));
    Got got = got_read_as(FORMAT_AUTO, ENTITY_CASE, name, NULL, buf_str(&bytes));
    buf_free(&path);
    buf_free(&bytes);
    return got;
}

static void real_cases_are_read_and_come_back(void **state) {
    (void)state;
    Buf folder = {0};
    FileNames names;
    Error err;
    size_t cases = 0, chinese = 0;
    path_of_cases(&folder, NULL);
    if (!file_is_dir(buf_text(&folder))) {
        buf_free(&folder);
        skip();
    }
    assert_true(file_list(buf_text(&folder), &names, &err));
    for (size_t i = 0; i < names.len; i++) {
        if (strcmp(names.items[i], "README.md") == 0)
            continue;
        Got got = read_case(names.items[i]);
        if (!got.records.len || !got.records.items[0]) {
            got_print(&got);
            fail_msg("%s", names.items[i]);
        }
        Record *record = got.records.items[0];
        cases++;
        chinese += strstr(names.items[i], ".zh.") != NULL;
        assert_true(record_has(record, CASE_TITLE));
        assert_true(record_has(record, CASE_CUSTOMER));
        if (!strstr(names.items[i], "wikimedia")) {
            assert_true(record_has(record, CASE_NEED));
            assert_true(record_has(record, CASE_SOLUTION));
            assert_true(record_has(record, CASE_RESULT));
        }
        record_set_uuid(record, CASE_UUID, random_uuid());
        got.records.items[0] = through_all(record);
        got_free(&got);
    }
    assert_int_equal(cases, 38);
    assert_int_equal(chinese, 9);
    file_names_free(&names);
    buf_free(&folder);
}

static void a_real_case_is_read_wholly(void **state) {
    (void)state;
    Buf path = {0};
    path_of_cases(&path, "huawei.zh.md");
    if (!file_exists(buf_text(&path)))
        skip();
    buf_free(&path);
    Got got = read_case("huawei.zh.md");
    const Record *record = got.records.items[0];
    assert_text(record, CASE_TITLE, "华为案例分析");
    assert_true(str_equal(record_ref_name(record, CASE_CUSTOMER), STR("华为")));
    assert_true(str_starts(record_text(record, CASE_NEED), STR("华为作为一个跨国企业")));
    assert_true(str_starts(record_text(record, CASE_BODY), STR("## 详情\n")));
    assert_int_equal(record->values[CASE_TAGS].list.len, 1);
    got_free(&got);
}

/* ---- what files look like ---- */

static const char example[] =
    "uuid: 0195e0c2-7f3a-7c41-9b1e-2f6d0a4b8c11\n"
    "id: AL-2025-0042\n"
    "title: 在线教育客户续费率提升\n"
    "customer: {uuid: 0195e0c2-6b10-7d52-8a44-51c0f3e2d907, name: 晨光在线教育}\n"
    "category: 客户成功/续约/流失挽回\n"
    "tags: [续费, 学习提醒, 个性化方案]\n"
    "industry: 教育\n"
    "size_band: \"200-500人\"\n"
    "product: [学习平台]\n"
    "period: {start: 2024-09-01, end: 2025-03-31}\n"
    "state: published\n"
    "owner: wangfang\n"
    "reviewer: limin\n"
    "verify: {every_days: 90, last: 2025-05-12}\n"
    "audience: sales\n"
    "consent: {scope: anonymous, expires: 2026-05-31, by: 运营总监}\n"
    "success: full\n"
    "summary: 用分层提醒和专属辅导, 两个季度内续费率提高 9 个百分点.\n"
    "background: |\n"
    "  在校生用户多, 首月完课率低, 续费集中在学期末.\n"
    "  第二行.\n"
    "need: 在不增加客服人数的前提下降低流失.\n"
    "solution: 按登录间隔分群, 对高风险学员推送个性化课程与人工辅导.\n"
    "steps:\n"
    "  - {date: 2024-09-10, step: 导入历史订单与登录数据}\n"
    "  - {date: 2024-10-08, step: 上线三级提醒}\n"
    "result: 两个学期内续费率 71% -> 80%, 投诉减半, 辅导老师人数不变.\n"
    "outcomes:\n"
    "  - {metric: retention.logo, unit: \"%\", before: 71.0, after: 80.0, measured_on: 2025-03-31, "
    "evidence: 续费台账-2025Q1}\n"
    "  - {metric: csat.top2, unit: \"%\", before: 70.0, after: 84.0, measured_on: 2025-03-31, "
    "evidence: 调查-第7期, n: 203}\n"
    "feedback: \"\\\"提醒不打扰, 老师跟进及时.\\\" (教务主管)\"\n"
    "scores: {satisfaction: 90, business_size: 60, cooperation_months: 18, innovation: 75, spread: "
    "40}\n"
    "importance: 8\n"
    "related: [{uuid: 0191a7d0-3c55-7e08-b2f1-9d4e6a1c7f20, name: 教务系统上线提速}]\n"
    "rev: 6\n"
    "license: CC-BY-4.0\n";

static void the_case_file_is_written_as_documented(void **state) {
    (void)state;
    Got got = got_read_as(FORMAT_YAML, ENTITY_CASE, "f", NULL, str_of(example));
    if (!got.good || !got.records.items[0])
        got_print(&got);
    assert_non_null(got.records.items[0]);
    Buf out = {0};
    write_one(FORMAT_YAML, got.records.items[0], false, &out);
    assert_string_equal(buf_text(&out), example);
    buf_clear(&out);
    record_set_text(got.records.items[0], CASE_BODY, STR("前言\n\n## 详情\n\n更多"));
    write_one(FORMAT_MARKDOWN, got.records.items[0], false, &out);
    const char *end = strstr(buf_text(&out), "---\n\n前言\n\n## 背景\n\n在校生用户多");
    assert_non_null(end);
    assert_non_null(strstr(end, "\n\n## 解决方案\n\n按登录"));
    assert_non_null(strstr(end, "(教务主管)\n\n## 详情\n\n更多\n"));
    assert_null(strstr(buf_text(&out), "solution:"));
    buf_free(&out);
    got_free(&got);
}

static void private_notes_are_never_written(void **state) {
    (void)state;
    static const FormatKind kinds[] = {FORMAT_YAML, FORMAT_MARKDOWN, FORMAT_JSONL, FORMAT_CSV};
    Record *record = record_new(ENTITY_CASE);
    record_set_text(record, CASE_TITLE, STR("t"));
    record_set_text(record, CASE_NOTES, STR("geheim"));
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        Buf out = {0};
        write_one(kinds[i], record, false, &out);
        assert_non_null(strstr(buf_text(&out), "t"));
        assert_null(strstr(buf_text(&out), "geheim"));
        assert_null(strstr(buf_text(&out), "notes"));
        buf_free(&out);
    }
    record_free(record);
}

static void several_records_make_one_file(void **state) {
    (void)state;
    static const FormatKind kinds[] = {FORMAT_YAML, FORMAT_JSONL, FORMAT_CSV};
    for (size_t k = 0; k < COUNT_OF(kinds); k++) {
        Buf text = {0}, a = {0}, b = {0};
        Record *records[40];
        FormatWrite write = {.kind = kinds[k], .entity = ENTITY_CASE, .crlf = true};
        seed = k + 99;
        format_write_begin(&write, &text);
        for (size_t i = 0; i < COUNT_OF(records); i++) {
            records[i] = random_record(ENTITY_CASE);
            format_write_record(&write, records[i], &text);
        }
        assert_int_equal(write.records, COUNT_OF(records));
        Got got = got_read_as(kinds[k], ENTITY_CASE, "f", NULL, buf_str(&text));
        assert_int_equal(got.records.len, COUNT_OF(records));
        for (size_t i = 0; i < COUNT_OF(records); i++) {
            assert_non_null(got.records.items[i]);
            buf_clear(&a);
            buf_clear(&b);
            record_encode(records[i], &a);
            record_encode(got.records.items[i], &b);
            assert_true(str_equal(buf_str(&a), buf_str(&b)));
            record_free(records[i]);
        }
        got_free(&got);
        buf_free(&text);
        buf_free(&a);
        buf_free(&b);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_case_file_is_written_as_documented),
        cmocka_unit_test(random_records_come_back_from_every_format),
        cmocka_unit_test(several_records_make_one_file),
        cmocka_unit_test(real_cases_are_read_and_come_back),
        cmocka_unit_test(a_real_case_is_read_wholly),
        cmocka_unit_test(private_notes_are_never_written),
    };
    return cmocka_run_group_tests_name("format_round", tests, NULL, NULL);
}
