#include "config.h"

#include "unit.h"

#include "base/vec.h"
#include "base/zone.h"
#include "record/diff.h"
#include "record/encode.h"
#include "record/lint.h"
#include "record/money.h"
#include "record/parse.h"
#include "record/rights.h"
#include "record/state.h"

static Value parsed(Record *record, int field, const char *text) {
    Value value;
    Error err;
    assert_true(
        value_parse(&record->entity->fields[field], str_of(text), &record->arena, &value, &err));
    return value;
}

static void set(Record *record, int field, const char *text) {
    record_set(record, field, parsed(record, field, text));
}

static void add_outcome(Record *record, bool with_evidence) {
    Value row[OUTCOME_FIELDS] = {0};
    row[OUTCOME_METRIC] = value_text(STR("retention.logo"));
    row[OUTCOME_BEFORE] = (Value){.kind = VALUE_DECIMAL, .decimal = {710, 1}};
    row[OUTCOME_AFTER] = (Value){.kind = VALUE_DECIMAL, .decimal = {800, 1}};
    if (with_evidence)
        row[OUTCOME_EVIDENCE] = value_text(STR("台账"));
    Value rows = {.kind = VALUE_ROW, .list = {row, OUTCOME_FIELDS}};
    record_set(record, CASE_OUTCOMES, value_list(&rows, 1));
}

static Record *complete_case(void) {
    static const char *const section =
        "在校生用户多，首月完课率低，续费集中在学期末，客服人数不能再增加，需要分层提醒，共有 12 "
        "个班级参加试点。";
    Record *record = record_new(ENTITY_CASE);
    record_set_uuid(record, CASE_UUID, uuid_new());
    set(record, CASE_TITLE, "在线教育客户续费率提升");
    record_set_ref(record, CASE_CUSTOMER, uuid_new(), STR("晨光在线教育"));
    for (int field = CASE_BACKGROUND; field <= CASE_FEEDBACK; field++)
        if (record->entity->fields[field].flags & FIELD_SECTION)
            set(record, field, section);
    set(record, CASE_CATEGORY, "客户成功/续约");
    set(record, CASE_INDUSTRY, "教育");
    set(record, CASE_AUDIENCE, "sales");
    set(record, CASE_TAGS, "续费；学习提醒; 个性化方案");
    record_set_ref(record, CASE_OWNER, uuid_new(), STR("wangfang"));
    record_set_ref(record, CASE_REVIEWER, uuid_new(), STR("limin"));
    add_outcome(record, true);
    return record;
}

static void field_ids_ascend_and_keys_are_unique(void **state) {
    (void)state;
    for (EntityType type = ENTITY_NONE + 1; type < ENTITY_TYPES; type++) {
        const Entity *entity = entity_get(type);
        if (!entity)
            continue; /* numbers have gaps */
        for (size_t i = 0; i < entity->count; i++) {
            const Field *field = &entity->fields[i];
            assert_non_null(field->key);
            assert_non_null(field->label);
            assert_int_equal(entity_field(entity, str_of(field->key)), i);
            assert_true(i == 0 || field->id > entity->fields[i - 1].id);
            assert_true((field->flags & FIELD_MACHINE) || field->help);
            bool has_form = type == ENTITY_CASE || type == ENTITY_CUSTOMER || type == ENTITY_USER ||
                            type == ENTITY_TEAM || type == ENTITY_CONSENT || type == ENTITY_USE;
            assert_true(!has_form || (field->flags & (FIELD_MACHINE | FIELD_MOVED)) ||
                        field->example);
            for (size_t sub = 0; has_form && sub < field->row_count; sub++)
                assert_true(field->row[sub].help && field->row[sub].example);
            assert_true(field->kind != FIELD_CHOICE || field->choices);
            assert_true(field->kind != FIELD_ROWS || field->row_count);
        }
    }
    assert_null(entity_get(ENTITY_NONE));
}

static void encoding_round_trips(void **state) {
    (void)state;
    Record *record = complete_case(), *back;
    record_set_unknown(record, STR("{\"source\":\"x\"}"));
    Buf first = {0}, second = {0};
    Error err;
    record_encode(record, &first);
    assert_true(record_decode(ENTITY_CASE, first.data, first.len, &back, &err));
    record_encode(back, &second);
    assert_int_equal(first.len, second.len);
    assert_memory_equal(first.data, second.data, first.len);
    for (size_t i = 0; i < record->entity->count; i++)
        assert_true(value_equal(&record->values[i], &back->values[i]));
    record_free(back);
    record_free(record);
    buf_free(&first);
    buf_free(&second);
}

/* Whatever the damage, decoding ends with a record or with an error, never outside the bytes. */
static void damaged_bytes_are_refused(void **state) {
    (void)state;
    Record *record = complete_case(), *back;
    Buf bytes = {0};
    Error err;
    record_encode(record, &bytes);
    for (size_t cut = 1; cut < bytes.len; cut += 7)
        if (record_decode(ENTITY_CASE, bytes.data, cut, &back, &err))
            record_free(back);
    srand(7);
    for (int round = 0; round < 20000; round++) {
        char *copy = mem_dup(bytes.data, bytes.len);
        for (int i = 0; i < 3; i++)
            copy[(size_t)rand() % bytes.len] = (char)rand();
        if (record_decode(ENTITY_CASE, copy, bytes.len, &back, &err))
            record_free(back);
        else
            assert_true(err.code == ERR_CORRUPT || err.code == ERR_VERSION);
        free(copy);
    }
    assert_false(record_decode(ENTITY_CASE, "\xff\x01\x02", 3, &back, &err));
    assert_int_equal(err.code, ERR_VERSION); /* field 255 belongs to a newer program */
    record_free(record);
    buf_free(&bytes);
}

static void content_leaves_machine_fields_out(void **state) {
    (void)state;
    Record *record = complete_case();
    Buf first = {0}, second = {0};
    record_encode_content(record, &first);
    record_set_int(record, CASE_REV, 9);
    record_set_int(record, CASE_UPDATED, 1795136400000);
    record_encode_content(record, &second);
    assert_memory_equal(first.data, second.data, first.len);
    set(record, CASE_TITLE, "另一个题目");
    buf_clear(&second);
    record_encode_content(record, &second);
    assert_true(!str_equal(buf_str(&first), buf_str(&second)));
    record_free(record);
    buf_free(&first);
    buf_free(&second);
}

static void units_of_money_are_known(void **state) {
    static const struct {
        const char *unit;
        int64_t factor; /* 0: no money */
    } units[] = {{"元", 1},
                 {"万元", 10000},
                 {"万元/年", 10000},
                 {"萬元", 10000},
                 {"亿元人民币", 100000000},
                 {"百万美元", 1000000},
                 {"RMB 万", 10000},
                 {"USD", 1},
                 {"usd/month", 1},
                 {"thousand USD/year", 1000},
                 {"million GBP", 1000000},
                 {"kUSD", 1000},
                 {"k€", 1000},
                 {"$m", 1000000},
                 {"¥", 1},
                 {"%", 0},
                 {"", 0},
                 {"min", 0},
                 {"km", 0},
                 {"万人", 0},
                 {"次/元", 0},
                 {"单元", 0},
                 {"users", 0},
                 {"tickets/month", 0}};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(units); i++) {
        int64_t factor;
        bool money = money_unit(str_of(units[i].unit), &factor);
        assert_int_equal(money ? factor : 0, units[i].factor);
    }
}

static void add_sum(Record *record, const char *unit, const char *before, const char *after) {
    Value cells[OUTCOME_FIELDS] = {0};
    const char *numbers[] = {before, after};
    cells[OUTCOME_UNIT] = (Value){.kind = VALUE_TEXT, .text = str_of(unit)};
    for (int i = 0; i < 2; i++)
        if (numbers[i]) {
            cells[OUTCOME_BEFORE + i].kind = VALUE_DECIMAL;
            assert_true(
                number_parse_decimal(str_of(numbers[i]), &cells[OUTCOME_BEFORE + i].decimal));
        }
    const Value *old = &record->values[CASE_OUTCOMES];
    Value rows[8], row = {.kind = VALUE_ROW, .list = {cells, OUTCOME_FIELDS}};
    size_t len = old->kind == VALUE_LIST ? old->list.len : 0;
    for (size_t i = 0; i < len; i++)
        rows[i] = old->list.items[i];
    rows[len] = row;
    record_set(record, CASE_OUTCOMES, (Value){.kind = VALUE_LIST, .list = {rows, len + 1}});
}

static void the_amount_is_the_largest_sum_of_the_outcomes(void **state) {
    Record *record = record_new(ENTITY_CASE);
    int64_t amount;
    (void)state;
    assert_false(case_amount(record, &amount));
    add_sum(record, "%", "70", "8000000");
    assert_false(case_amount(record, &amount));
    add_sum(record, "元", "-3.5", NULL);
    assert_true(case_amount(record, &amount));
    assert_int_equal(amount, -3);
    add_sum(record, "万元/年", "3010.55", "1920");
    assert_true(case_amount(record, &amount));
    assert_int_equal(amount, 30105500);
    add_sum(record, "USD", NULL, "30105501.99");
    assert_true(case_amount(record, &amount));
    assert_int_equal(amount, 30105501);
    add_sum(record, "billion USD", "99999999999999", NULL);
    assert_true(case_amount(record, &amount));
    assert_true(amount == INT64_MAX / 2);
    record_free(record);
}

static void values_are_read_as_people_write_them(void **state) {
    (void)state;
    Record *record = record_new(ENTITY_CASE);
    assert_int_equal(parsed(record, CASE_PERIOD_START, "2024年9月1日").number,
                     date_make(2024, 9, 1));
    assert_int_equal(parsed(record, CASE_PERIOD_START, "２０２４／９／１").number,
                     date_make(2024, 9, 1));
    assert_int_equal(parsed(record, CASE_PERIOD_START, "2024-09-01T08:00:00+08:00").number,
                     date_make(2024, 9, 1));
    assert_int_equal(parsed(record, CASE_IMPORTANCE, " ８ ").number, 8);
    assert_true(str_equal(parsed(record, CASE_STATE, "Published").text, STR("published")));
    Value tags = parsed(record, CASE_TAGS, "续费；学习提醒;\n 个性化 ");
    assert_int_equal(tags.list.len, 3);
    assert_true(str_equal(tags.list.items[2].text, STR("个性化")));
    /* e + combining acute becomes one code point */
    assert_true(str_equal(parsed(record, CASE_TITLE, "Cafe\xcc\x81").text, STR("Caf\xc3\xa9")));
    assert_int_equal(parsed(record, CASE_TITLE, "  ").kind, VALUE_NONE);
    record_free(record);
}

static void wrong_values_are_refused_with_their_field(void **state) {
    (void)state;
    static const struct {
        int field;
        const char *text;
    } wrong[] = {{CASE_PERIOD_START, "2024-02-30"}, {CASE_PERIOD_START, "soon"},
                 {CASE_IMPORTANCE, "11"},           {CASE_IMPORTANCE, "1.5"},
                 {CASE_STATE, "finished"},          {CASE_UUID, "42"},
                 {CASE_OUTCOMES, "a | b"},          {CASE_CREATED, "yesterday"}};
    Record *record = record_new(ENTITY_CASE);
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        const Field *field = &record->entity->fields[wrong[i].field];
        Value value;
        Error err;
        assert_false(value_parse(field, str_of(wrong[i].text), &record->arena, &value, &err));
        assert_int_equal(err.code, ERR_INVALID);
        assert_string_equal(err.field, field->key);
    }
    record_free(record);
}

static void formatted_values_parse_back(void **state) {
    (void)state;
    Record *record = complete_case();
    for (int i = 0; i < CASE_FIELDS; i++) {
        const Field *field = &record->entity->fields[i];
        Buf text = {0};
        value_format(field, &record->values[i], &text);
        if (field->kind != FIELD_ROWS && field->kind != FIELD_REF && field->kind != FIELD_REFS) {
            Value back = parsed(record, i, buf_text(&text));
            assert_true(value_equal(&back, &record->values[i]));
        }
        buf_free(&text);
    }
    record_free(record);
}

static bool complains_about(const Issues *issues, int field) {
    for (size_t i = 0; i < issues->len; i++)
        if (issues->items[i].field == field)
            return true;
    return false;
}

static void publishing_asks_for_what_hard_rules_do_not(void **state) {
    (void)state;
    Issues issues = {0};
    const LintContext context = {.section_min = 40};
    Record *record = complete_case();
    assert_true(lint_check(record, &context, ISSUE_PUBLISH, &issues));
    assert_int_equal(record_completeness(record), 100);
    add_outcome(record, false);
    set(record, CASE_RESULT,
        "变得更好了，大家都很满意，以后还会继续使用，并且愿意推荐给其他学校，老师们的工作也轻松了不"
        "少，值得推广。");
    record_clear(record, CASE_FEEDBACK);
    set(record, CASE_AUDIENCE, "public");
    record_set_ref(record, CASE_REVIEWER, record_ref_uuid(record, CASE_OWNER), STR("wangfang"));
    assert_true(validate_hard(record, &issues));
    assert_false(lint_check(record, &context, ISSUE_PUBLISH, &issues));
    assert_true(complains_about(&issues, CASE_OUTCOMES));
    assert_true(complains_about(&issues, CASE_RESULT));
    assert_true(complains_about(&issues, CASE_FEEDBACK));
    assert_true(complains_about(&issues, CASE_CONSENT_SCOPE));
    assert_true(complains_about(&issues, CASE_REVIEWER));
    assert_true(record_completeness(record) < 100);
    issues_free(&issues);
    record_free(record);
}

/* One rule a row: what breaks it in a complete case, and the field that it is said of. */
typedef struct Broken {
    const char *rule;
    int field;
    const char *text; /* NULL: taken away */
} Broken;

static const Issue *issue_of(const Issues *issues, const char *rule) {
    for (size_t i = 0; i < issues->len; i++)
        if (strcmp(issues->items[i].rule, rule) == 0)
            return &issues->items[i];
    return NULL;
}

static bool knows_only_renewal(void *context, int field, Str value) {
    (void)context;
    return field != CASE_TAGS || str_equal(value, STR("续费"));
}

static void set_outcome(Record *record, int sub, Value value) {
    Value row[OUTCOME_FIELDS];
    memcpy(row, record->values[CASE_OUTCOMES].list.items[0].list.items, sizeof row);
    row[sub] = value;
    Value rows = {.kind = VALUE_ROW, .list = {row, OUTCOME_FIELDS}};
    record_set(record, CASE_OUTCOMES, value_list(&rows, 1));
}

/* A case that no rule complains of. */
static Record *faultless_case(void) {
    static const int sections[] = {CASE_BACKGROUND, CASE_NEED,   CASE_SOLUTION,
                                   CASE_PROCESS,    CASE_RESULT, CASE_FEEDBACK};
    Record *record = complete_case();
    set(record, CASE_SUMMARY, "分层提醒，续费率提高 9 个百分点。");
    set(record, CASE_TAGS, "续费");
    set_outcome(record, OUTCOME_UNIT, value_text(STR("%")));
    for (size_t i = 0; i < COUNT_OF(sections); i++) {
        Buf text = {0};
        buf_printf(&text, "%zu. %.*s", i + 1, STR_ARG(record_text(record, sections[i])));
        record_set_text(record, sections[i], buf_str(&text));
        buf_free(&text);
    }
    return record;
}

static void every_rule_of_lint_is_said_once(void **state) {
    (void)state;
    static const Broken broken[] = {
        {"missing-for-review", CASE_SOLUTION, NULL},
        {"missing-for-review", CASE_CATEGORY, NULL},
        {"missing-for-review", CASE_OUTCOMES, NULL},
        {"unanswered-for-review", CASE_BACKGROUND, "生产什么，几条线，多少人：\n\n\n"},
        {"unanswered", CASE_NEED, "要把哪个数提到多少，最晚什么时候：\n什么不能动："},
        {"unanswered", CASE_PROCESS,
         "先在哪几个班试：四个班，一共十二个星期，每周都由班主任复盘一次，"
         "然后再改一遍规则，再试。\n中途改了什么："},
        {"missing", CASE_FEEDBACK, NULL},
        {"missing", CASE_INDUSTRY, NULL},
        {"too-short", CASE_TITLE, "三个字"},
        {"too-short", CASE_NEED, "不流失"},
        {"too-long", CASE_TITLE,
         "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"
         "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一"},
        {"too-long", CASE_TAGS, "续费;1;2;3;4;5;6;7;8;9;10;11;12"},
        {"no-number", CASE_RESULT,
         "变得更好了，大家都很满意，以后还会继续使用，并且愿意推荐给别的"
         "学校，老师们的工作也轻松了不少，值得推广。"},
        {"consent", CASE_AUDIENCE, "public"},
        {"no-summary", CASE_SUMMARY, NULL},
        {"unknown-value", CASE_TAGS, "续费;没见过"},
    };
    const LintContext context = {.section_min = 40, .known = knows_only_renewal};
    Issues none = {0};
    Record *right = faultless_case();
    assert_true(lint_check(right, &context, ISSUE_ADVICE, &none));
    record_free(right);
    for (size_t i = 0; i < COUNT_OF(broken); i++) {
        Record *record = faultless_case();
        Issues issues = {0};
        if (broken[i].text)
            set(record, broken[i].field, broken[i].text);
        else
            record_clear(record, broken[i].field);
        assert_false(lint_check(record, &context, ISSUE_ADVICE, &issues));
        const Issue *issue = issue_of(&issues, broken[i].rule);
        assert_non_null(issue);
        assert_int_equal(issue->level, lint_rule(broken[i].rule)->level);
        int field = strcmp(broken[i].rule, "consent") ? broken[i].field : CASE_CONSENT_SCOPE;
        assert_int_equal(issue->field, field);
        assert_string_equal(issue->error.field, record->entity->fields[field].key);
        issues_free(&issues);
        /* what only publishing asks for does not keep a case from being submitted */
        bool may_go = lint_check(record, &context, ISSUE_SUBMIT, &issues);
        assert_int_equal(may_go, lint_rule(broken[i].rule)->level > ISSUE_SUBMIT);
        issues_free(&issues);
        record_free(record);
    }
}

static void outcomes_and_sentences_are_looked_at(void **state) {
    (void)state;
    const LintContext context = {.section_min = 40, .today = date_make(2026, 11, 20)};
    static const struct {
        const char *rule;
        int sub;
        Value value;
    } cells[] = {
        {"outcome", OUTCOME_METRIC, {0}},
        {"outcome", OUTCOME_AFTER, {0}},
        {"evidence", OUTCOME_EVIDENCE, {0}},
        {"unit", OUTCOME_UNIT, {0}},
        {"no-change", OUTCOME_AFTER, {.kind = VALUE_DECIMAL, .decimal = {71, 0}}},
        {"future", OUTCOME_MEASURED_ON, {.kind = VALUE_DATE, .number = 99999}},
    };
    for (size_t i = 0; i < COUNT_OF(cells); i++) {
        Record *record = faultless_case();
        Issues issues = {0};
        set_outcome(record, cells[i].sub, cells[i].value);
        assert_false(lint_check(record, &context, ISSUE_ADVICE, &issues));
        const Issue *issue = issue_of(&issues, cells[i].rule);
        assert_non_null(issue);
        assert_int_equal(issue->row, 0);
        assert_int_equal(issue->sub, cells[i].sub);
        issues_free(&issues);
        record_free(record);
    }
    Record *record = faultless_case();
    Issues issues = {0};
    Buf long_one = {0};
    for (int i = 0; i < 12; i++)
        buf_puts(&long_one, "共有 3 个班级参加，");
    record_set_text(record, CASE_NEED, buf_str(&long_one));
    assert_false(lint_check(record, &context, ISSUE_ADVICE, &issues));
    assert_int_equal(issues.len, 1);
    assert_string_equal(issues.items[0].rule, "long-sentence");
    issues_free(&issues);
    record_set(record, CASE_NEED, record->values[CASE_BACKGROUND]);
    assert_false(lint_check(record, &context, ISSUE_ADVICE, &issues));
    assert_string_equal(issues.items[0].rule, "repeated");
    issues_free(&issues);
    record_free(record);
    buf_free(&long_one);
    for (size_t i = 0; lint_rule_at(i); i++)
        assert_ptr_equal(lint_rule(lint_rule_at(i)->key), lint_rule_at(i));
    assert_null(lint_rule("nothing of the kind"));
}

static void hard_rules_refuse_what_cannot_be_stored(void **state) {
    (void)state;
    static const struct {
        int field;
        const char *text;
    } wrong[] = {{CASE_TITLE, "two\nlines"},
                 {CASE_TITLE, "bell \a"},
                 {CASE_SUMMARY, "bad \xff"},
                 {CASE_BACKGROUND, "c1 \xc2\x9b"},
                 {CASE_STATE, "finished"}};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        Record *record = complete_case();
        Issues issues = {0};
        record_set_text(record, wrong[i].field, str_of(wrong[i].text));
        assert_false(validate_hard(record, &issues));
        assert_true(complains_about(&issues, wrong[i].field));
        issues_free(&issues);
        record_free(record);
    }
    Record *record = complete_case();
    Issues issues = {0};
    set(record, CASE_PERIOD_START, "2026-02-01");
    set(record, CASE_PERIOD_END, "2026-01-01");
    record_clear(record, CASE_TITLE);
    char *large = mem_zalloc(2000000);
    memset(large, 'x', 1999999);
    record_set_text(record, CASE_BODY, str_of(large));
    assert_false(validate_hard(record, &issues));
    assert_true(complains_about(&issues, CASE_PERIOD_END));
    assert_true(complains_about(&issues, CASE_TITLE));
    assert_true(complains_about(&issues, CASE_BODY));
    free(large);
    issues_free(&issues);
    record_free(record);
}

static void trust_follows_the_interval(void **state) {
    (void)state;
    Record *record = complete_case();
    int32_t last = date_make(2026, 1, 1);
    assert_int_equal(case_trust(record, last), TRUST_NONE);
    set(record, CASE_STATE, "published");
    assert_int_equal(case_trust(record, last), TRUST_IMPORTED);
    set(record, CASE_VERIFY_EVERY, "90");
    record_set_date(record, CASE_VERIFY_LAST, last);
    assert_int_equal(case_trust(record, last + 90), TRUST_VERIFIED);
    assert_int_equal(case_trust(record, last + 91), TRUST_DUE);
    assert_int_equal(case_trust(record, last + 90 + 22), TRUST_DUE);
    assert_int_equal(case_trust(record, last + 90 + 23), TRUST_STALE);
    set(record, CASE_VERIFY_EVERY, "never");
    assert_int_equal(case_trust(record, last + 5000), TRUST_VERIFIED);
    record_free(record);
}

static void every_move_and_right_has_its_row(void **state) {
    (void)state;
    for (size_t i = 0; i < case_move_count; i++) {
        assert_true(case_move_find(str_of(case_moves[i].verb)) == &case_moves[i]);
        assert_true(case_moves[i].from != 0);
    }
    for (CaseState from = 0; from < CASE_STATES; from++) {
        bool leaves = false;
        for (size_t i = 0; i < case_move_count; i++)
            leaves |= case_moves[i].from >> from & 1;
        assert_true(leaves); /* no state is a trap */
    }
    for (Right right = 0; right < RIGHTS; right++) {
        assert_non_null(right_key(right));
        assert_true(right_allows(ROLE_ADMIN, right));
    }
    assert_false(right_allows(ROLE_REP, RIGHT_WRITE));
    assert_true(right_allows(ROLE_EDITOR, RIGHT_WRITE));
    UserRole role;
    assert_true(role_find(STR("manager"), &role) && role == ROLE_MANAGER);
    assert_false(role_find(STR("root"), &role));
}

static void diffs_name_fields_and_lines(void **state) {
    (void)state;
    Record *a = complete_case(), *b = record_copy(a);
    set(b, CASE_TITLE, "新题目在这里");
    record_set_int(b, CASE_REV, 3);
    int fields[CASE_FIELDS];
    assert_int_equal(record_diff(a, b, fields), 1);
    assert_int_equal(fields[0], CASE_TITLE);
    DiffLines lines = {0};
    diff_lines(STR("a\nb\nc\nd"), STR("a\nc\nx\nd"), &lines);
    char shape[16] = "";
    for (size_t i = 0; i < lines.len; i++)
        shape[i] = " -+"[lines.items[i].kind];
    assert_string_equal(shape, " - + ");
    free(lines.items);
    record_free(a);
    record_free(b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(field_ids_ascend_and_keys_are_unique),
        cmocka_unit_test(encoding_round_trips),
        cmocka_unit_test(damaged_bytes_are_refused),
        cmocka_unit_test(content_leaves_machine_fields_out),
        cmocka_unit_test(units_of_money_are_known),
        cmocka_unit_test(the_amount_is_the_largest_sum_of_the_outcomes),
        cmocka_unit_test(values_are_read_as_people_write_them),
        cmocka_unit_test(wrong_values_are_refused_with_their_field),
        cmocka_unit_test(formatted_values_parse_back),
        cmocka_unit_test(publishing_asks_for_what_hard_rules_do_not),
        cmocka_unit_test(every_rule_of_lint_is_said_once),
        cmocka_unit_test(outcomes_and_sentences_are_looked_at),
        cmocka_unit_test(hard_rules_refuse_what_cannot_be_stored),
        cmocka_unit_test(trust_follows_the_interval),
        cmocka_unit_test(every_move_and_right_has_its_row),
        cmocka_unit_test(diffs_name_fields_and_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
