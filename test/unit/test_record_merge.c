#include "config.h"

#include "dice.h"
#include "unit.h"

#include "base/vec.h"
#include "record/merge.h"
#include "record/parse.h"
#include "record/weight.h"

/* ---- texts ---- */

static char *joined(const char *base, const char *mine, const char *theirs, MergeSide otherwise,
                    size_t *contested) {
    MergeParts parts;
    Buf out = {0};
    merge_parts(str_of(base), str_of(mine), str_of(theirs), &parts);
    *contested = merge_contested(&parts);
    merge_parts_text(&parts, NULL, otherwise, &out);
    char *text = strdup(buf_text(&out));
    buf_free(&out);
    free(parts.items);
    return text;
}

static void expect_join(const char *base, const char *mine, const char *theirs, size_t contested,
                        const char *want) {
    size_t count;
    char *got = joined(base, mine, theirs, MERGE_MINE, &count);
    assert_string_equal(got, want);
    assert_int_equal(count, contested);
    free(got);
}

static void paragraphs_merge_by_themselves(void **state) {
    (void)state;
    expect_join("甲\n\n乙\n\n丙", "甲一\n\n乙\n\n丙", "甲\n\n乙\n\n丙三", 0, "甲一\n\n乙\n\n丙三");
    expect_join("甲\n\n乙\n\n丙", "甲\n\n丙", "甲\n\n乙\n\n丙\n\n丁", 0, "甲\n\n丙\n\n丁");
    /* one adds behind the last paragraph, the other changes an earlier one */
    expect_join("甲\n\n乙", "甲\n\n乙\n\n丙", "甲一\n\n乙", 0, "甲一\n\n乙\n\n丙");
    /* both did the same */
    expect_join("甲\n\n乙", "甲一\n\n乙", "甲一\n\n乙", 0, "甲一\n\n乙");
    /* items of a list and sentences that end a line are paragraphs */
    expect_join("- 甲\n- 乙\n- 丙\n", "- 甲一\n- 乙\n- 丙\n", "- 甲\n- 乙\n- 丙三\n", 0,
                "- 甲一\n- 乙\n- 丙三\n");
    expect_join("甲。\n乙。\n丙。", "甲一。\n乙。\n丙。", "甲。\n乙。\n丙三。", 0,
                "甲一。\n乙。\n丙三。");
    /* a sentence that is broken over lines is one paragraph */
    expect_join("one two\nthree four\nfive six", "ONE two\nthree four\nfive six",
                "one two\nthree four\nfive SIX", 1, "ONE two\nthree four\nfive six");
}

static void what_both_changed_is_contested(void **state) {
    (void)state;
    size_t count;
    expect_join("甲\n\n乙\n\n丙", "甲一\n\n乙\n\n丙", "甲二\n\n乙\n\n丙三", 1,
                "甲一\n\n乙\n\n丙三");
    char *theirs =
        joined("甲\n\n乙\n\n丙", "甲一\n\n乙\n\n丙", "甲二\n\n乙\n\n丙三", MERGE_THEIRS, &count);
    assert_string_equal(theirs, "甲二\n\n乙\n\n丙三");
    free(theirs);
    /* side by side */
    expect_join("甲\n\n乙\n\n丙", "甲一\n\n乙\n\n丙", "甲\n\n乙二\n\n丙", 1, "甲一\n\n乙\n\n丙");
    /* at the same place */
    expect_join("甲\n\n丙", "甲\n\n乙一\n\n丙", "甲\n\n乙二\n\n丙", 1, "甲\n\n乙一\n\n丙");
    /* taken out by one, changed by the other */
    expect_join("甲\n\n乙\n\n丙", "甲\n\n丙", "甲\n\n乙二\n\n丙", 1, "甲\n\n丙");
    expect_join("", "我的", "他的", 1, "我的");
}

static void each_contested_part_is_chosen_for_itself(void **state) {
    (void)state;
    MergeParts parts;
    Buf out = {0};
    MergeSide choose[] = {MERGE_THEIRS, MERGE_BASE};
    merge_parts(STR("a\n\nb\n\nc\n\nd"), STR("a1\n\nb\n\nc1\n\nd"), STR("a2\n\nb\n\nc2\n\nd2"),
                &parts);
    assert_int_equal(merge_contested(&parts), 1 + 1);
    merge_parts_text(&parts, choose, MERGE_MINE, &out);
    /* c and d lie side by side: mine changed one, theirs both */
    assert_string_equal(buf_text(&out), "a2\n\nb\n\nc\n\nd");
    MergeSide both[] = {MERGE_BOTH, MERGE_THEIRS};
    buf_clear(&out);
    merge_parts_text(&parts, both, MERGE_MINE, &out);
    assert_string_equal(buf_text(&out), "a1\n\na2\n\nb\n\nc2\n\nd2");
    buf_free(&out);
    free(parts.items);
}

/* Few words, so that paragraphs repeat. */
static void random_text(Buf *out, unsigned paragraphs) {
    static const char *const words[] = {"续费", "流失率 12%", "- 首月", "客户说。",
                                        "x",    "y y",        "# 结果"};
    static const char *const breaks[] = {"\n\n", "\n", "\n\n\n", " \n\n"};
    for (unsigned i = 0; i < paragraphs; i++) {
        buf_puts(out, words[dice(7)]);
        if (i + 1 < paragraphs || dice(3) == 0)
            buf_puts(out, breaks[dice(4)]);
    }
}

/* Edits whole paragraphs; new ones carry a number that nothing else has. */
static void random_edit(const char *text, char who, Buf *out, Buf *marks) {
    static unsigned next;
    Str rest = str_of(text), line;
    while (rest.len && str_split(&rest, '\n', &line)) {
        uint32_t what = dice(9);
        if (what == 0)
            continue;
        if (what == 1) {
            buf_printf(out, "[%c%u]\n\n", who, next);
            buf_printf(marks, "[%c%u]\n", who, next++);
        }
        if (what == 2) {
            buf_printf(out, "[%c%u]", who, next);
            buf_printf(marks, "[%c%u]\n", who, next++);
        }
        buf_put_str(out, line);
        if (rest.len || dice(2))
            buf_putc(out, '\n');
    }
}

/* Every mark that a writer made is in the text or in a contested part. */
static void expect_marks(const char *marks, const MergeParts *parts, MergeSide side) {
    Str rest = str_of(marks), mark;
    while (rest.len && str_split(&rest, '\n', &mark)) {
        bool found = false;
        for (size_t i = 0; i < parts->len && !found; i++) {
            const MergePart *part = &parts->items[i];
            bool shown = part->contested || part->from == side ||
                         str_find(part->sides[part->from], mark, 0) != SIZE_MAX;
            found = shown && str_find(part->sides[side], mark, 0) != SIZE_MAX;
        }
        if (mark.len && !found)
            fail_msg("lost: %.*s", STR_ARG(mark));
    }
}

static void random_texts_lose_nothing(void **state) {
    (void)state;
    for (int round = 0; round < 4000; round++) {
        Buf base = {0}, mine = {0}, theirs = {0}, my_marks = {0}, their_marks = {0};
        random_text(&base, dice(9));
        random_edit(buf_text(&base), 'm', &mine, &my_marks);
        random_edit(buf_text(&base), 't', &theirs, &their_marks);
        const char *b = buf_text(&base), *m = buf_text(&mine), *t = buf_text(&theirs);
        size_t count, swapped;
        MergeParts parts;
        expect_join(b, m, b, 0, m); /* to the byte */
        expect_join(b, b, t, 0, t);
        expect_join(b, m, m, 0, m);
        merge_parts(str_of(b), str_of(m), str_of(t), &parts);
        expect_marks(buf_text(&my_marks), &parts, MERGE_MINE);
        expect_marks(buf_text(&their_marks), &parts, MERGE_THEIRS);
        free(parts.items);
        char *one = joined(b, m, t, MERGE_MINE, &count);
        char *other = joined(b, t, m, MERGE_THEIRS, &swapped);
        assert_int_equal(count, swapped);
        Buf plain[2] = {{0}, {0}};
        text_without_form(str_of(one), &plain[0]);
        text_without_form(str_of(other), &plain[1]);
        assert_string_equal(buf_text(&plain[0]), buf_text(&plain[1]));
        buf_free(&plain[0]);
        buf_free(&plain[1]);
        free(one);
        free(other);
        buf_free(&base);
        buf_free(&mine);
        buf_free(&theirs);
        buf_free(&my_marks);
        buf_free(&their_marks);
    }
}

/* ---- records ---- */

static void set(Record *record, int field, const char *text) {
    Value value;
    Error err;
    assert_true(
        value_parse(&record->entity->fields[field], str_of(text), &record->arena, &value, &err));
    record_set(record, field, value);
}

/* metric=after, parted by blanks */
static void set_outcomes(Record *record, const char *text) {
    Value cells[8][OUTCOME_FIELDS] = {{{0}}}, rows[8];
    size_t count = 0;
    Str rest = str_of(text), part;
    while (rest.len && str_split(&rest, ' ', &part)) {
        size_t at = str_find(part, STR("="), 0);
        cells[count][OUTCOME_METRIC] = value_text(str_make(part.ptr, at));
        cells[count][OUTCOME_AFTER] =
            (Value){.kind = VALUE_DECIMAL, .decimal = {atoi(part.ptr + at + 1), 0}};
        rows[count] = (Value){.kind = VALUE_ROW, .list = {cells[count], OUTCOME_FIELDS}};
        count++;
    }
    if (count)
        record_set(record, CASE_OUTCOMES, value_list(rows, count));
    else
        record_clear(record, CASE_OUTCOMES);
}

typedef struct Three {
    Record *base, *mine, *theirs, *out;
    MergeOutcome outcomes[CASE_FIELDS];
} Three;

static Three three(int field, const char *base, const char *mine, const char *theirs) {
    Three t = {.base = record_new(ENTITY_CASE)};
    set(t.base, CASE_TITLE, "续费");
    t.mine = record_copy(t.base);
    t.theirs = record_copy(t.base);
    Record *records[] = {t.base, t.mine, t.theirs};
    const char *texts[] = {base, mine, theirs};
    for (int i = 0; i < 3; i++)
        if (field == CASE_OUTCOMES)
            set_outcomes(records[i], texts[i]);
        else
            set(records[i], field, texts[i]);
    return t;
}

static void clear(Three *t) {
    record_free(t->base);
    record_free(t->mine);
    record_free(t->theirs);
    record_free(t->out);
}

static void expect_field(int field, const char *base, const char *mine, const char *theirs,
                         MergeSide contested, MergeOutcome outcome, const char *want) {
    Three t = three(field, base, mine, theirs);
    size_t count = merge_records(t.base, t.mine, t.theirs, contested, t.outcomes, &t.out);
    Record *wanted = record_new(ENTITY_CASE);
    Buf got = {0}, should = {0};
    if (field == CASE_OUTCOMES)
        set_outcomes(wanted, want);
    else
        set(wanted, field, want);
    value_format(&t.base->entity->fields[field], &t.out->values[field], &got);
    value_format(&t.base->entity->fields[field], &wanted->values[field], &should);
    assert_string_equal(buf_text(&got), buf_text(&should));
    assert_int_equal(t.outcomes[field], outcome);
    assert_int_equal(count, outcome == MERGE_CONTESTED);
    buf_free(&got);
    buf_free(&should);
    record_free(wanted);
    clear(&t);
}

static void fields_merge_by_their_kind(void **state) {
    (void)state;
    expect_field(CASE_TITLE, "a", "a", "b", MERGE_MINE, MERGE_TOOK_THEIRS, "b");
    expect_field(CASE_TITLE, "a", "b", "a", MERGE_MINE, MERGE_TOOK_MINE, "b");
    expect_field(CASE_TITLE, "a", "b", "c", MERGE_MINE, MERGE_CONTESTED, "b");
    expect_field(CASE_TITLE, "a", "b", "c", MERGE_THEIRS, MERGE_CONTESTED, "c");
    expect_field(CASE_TITLE, "a", "b", "b", MERGE_THEIRS, MERGE_TOOK_MINE, "b");
    expect_field(CASE_TITLE, "a", "a", "a", MERGE_THEIRS, MERGE_UNCHANGED, "a");
    expect_field(CASE_TAGS, "a; b", "a; b; c", "b; d", MERGE_MINE, MERGE_JOINED, "b; d; c");
    expect_field(CASE_TAGS, "a", "a; CRM", "a; ｃｒｍ", MERGE_MINE, MERGE_JOINED, "a; ｃｒｍ");
    expect_field(CASE_TAGS, "", "甲", "乙", MERGE_MINE, MERGE_JOINED, "乙; 甲");
    expect_field(CASE_TAGS, "a; b", "", "a; b; c", MERGE_MINE, MERGE_JOINED, "c");
    expect_field(CASE_NEED, "甲\n\n乙", "甲一\n\n乙", "甲\n\n乙\n\n丙", MERGE_MINE, MERGE_JOINED,
                 "甲一\n\n乙\n\n丙");
}

static void rows_merge_by_row(void **state) {
    (void)state;
    /* other rows, also neighbours */
    expect_field(CASE_OUTCOMES, "a=1 b=2", "a=5 b=2", "a=1 b=6", MERGE_MINE, MERGE_JOINED,
                 "a=5 b=6");
    /* both add */
    expect_field(CASE_OUTCOMES, "a=1", "a=1 b=2", "a=1 c=3", MERGE_MINE, MERGE_JOINED,
                 "a=1 c=3 b=2");
    expect_field(CASE_OUTCOMES, "", "b=2", "c=3", MERGE_MINE, MERGE_JOINED, "c=3 b=2");
    expect_field(CASE_OUTCOMES, "", "b=2", "b=2 c=3", MERGE_MINE, MERGE_JOINED, "b=2 c=3");
    /* one takes out, the other changes another one */
    expect_field(CASE_OUTCOMES, "a=1 b=2 c=3", "a=1 c=3", "a=1 b=2 c=4", MERGE_MINE, MERGE_JOINED,
                 "a=1 c=4");
    /* the same row */
    expect_field(CASE_OUTCOMES, "a=1 b=2", "a=5 b=2", "a=6 b=3", MERGE_MINE, MERGE_CONTESTED,
                 "a=5 b=3");
    expect_field(CASE_OUTCOMES, "a=1 b=2", "a=5 b=2", "a=6 b=3", MERGE_THEIRS, MERGE_CONTESTED,
                 "a=6 b=3");
    /* taken out against changed */
    expect_field(CASE_OUTCOMES, "a=1 b=2", "b=2", "a=6 b=2", MERGE_MINE, MERGE_CONTESTED, "b=2");
    expect_field(CASE_OUTCOMES, "a=1 b=2", "b=2", "a=6 b=2", MERGE_THEIRS, MERGE_CONTESTED,
                 "a=6 b=2");
    /* a row that got another name is the same row at its place */
    expect_field(CASE_OUTCOMES, "a=1 b=2", "a=1 z=2", "a=7 b=2", MERGE_MINE, MERGE_JOINED,
                 "a=7 z=2");
}

static void what_moves_decide_is_theirs(void **state) {
    (void)state;
    Three t = three(CASE_TITLE, "a", "b", "a");
    record_set_text(t.base, CASE_STATE, STR("draft"));
    record_set_text(t.mine, CASE_STATE, STR("draft"));
    record_set_text(t.theirs, CASE_STATE, STR("submitted"));
    record_set_int(t.theirs, CASE_REV, 4);
    record_set_unknown(t.mine, STR("{\"a\":1}"));
    record_set_unknown(t.theirs, STR("{\"a\":2}"));
    assert_int_equal(merge_records(t.base, t.mine, t.theirs, MERGE_MINE, NULL, &t.out), 1);
    assert_true(str_equal(record_text(t.out, CASE_STATE), STR("submitted")));
    assert_true(str_equal(record_text(t.out, CASE_TITLE), STR("b")));
    assert_int_equal(record_int(t.out, CASE_REV), 4);
    assert_true(str_equal(t.out->unknown, STR("{\"a\":1}")));
    clear(&t);
}

/* ---- what an edit weighs ---- */

static bool says_the_same(const char *a, const char *b) {
    Buf x = {0}, y = {0};
    text_without_form(str_of(a), &x);
    text_without_form(str_of(b), &y);
    bool same = str_equal(buf_str(&x), buf_str(&y));
    buf_free(&x);
    buf_free(&y);
    return same;
}

static void form_is_no_content(void **state) {
    (void)state;
    static const char *const same[][2] = {
        {"首月完课率，从 61% 到 78%。", "首月完课率,从61%到78%."},
        {"a\r\nb  c\n", "a b c"},
        {"# 结果\n\n- **提升** 20%", "结果\n提升20%"},
        {"> *原话*：“好”", "原话: \"好\""},
        {"1. 甲\n2. 乙", "1. 甲\n\n2. 乙"},
        {"ＣＲＭ 系统", "CRM系统"},
        {"```\nx\n```", "x"},
        {"", " \n"},
        {"续费率提升到 81%", "续费率提升到 81%。"},
        {"第一，老师不够；第二，投诉多！", "第一、老师不够，第二、投诉多。"},
        {"他说：「不够」", "他说：“不够”。"},
        {"（首月）完课", "(首月)完课"},
        {"Well, it works.", "Well it works!"},
        {"完课率，61%", "完课率61%"},
    };
    static const char *const other[][2] = {
        {"notable", "no table"},
        {"是。", "是？"},
        {"no.table", "notable"},
        {"提升.5%", "提升5%"},
        {"1,2 月", "12 月"},
        {"1.,2", "12"},
        {"1，200 家", "1200 家"},
        {"（首月）完课", "首月完课"},
        {"完课率：高", "完课率高"},
        {"5*3", "53"},
        {"5 * 3", "5 3"},
        {"snake_case", "snakecase"},
        {"12%", "1 2%"},
        {"3月~5月", "3月5月"},
        {"1. 甲", "2. 甲"},
        {"crm", "CRM"},
        {"提升-5", "提升5"},
        {"#5 客户", "5 客户"},
        {"流失率 12%", "流失率 1.2%"},
    };
    for (size_t i = 0; i < COUNT_OF(same); i++)
        if (!says_the_same(same[i][0], same[i][1]))
            fail_msg("not the same: %s | %s", same[i][0], same[i][1]);
    for (size_t i = 0; i < COUNT_OF(other); i++)
        if (says_the_same(other[i][0], other[i][1]))
            fail_msg("the same: %s | %s", other[i][0], other[i][1]);
}

static ChangeWeight weigh(int field, const char *before, const char *after) {
    Record *a = record_new(ENTITY_CASE), *b;
    set(a, field, before);
    b = record_copy(a);
    set(b, field, after);
    ChangeWeight weight = record_change_weight(a, b, NULL);
    record_free(a);
    record_free(b);
    return weight;
}

/* A customer that is called otherwise is the same customer. */
static void another_name_is_no_change(void **state) {
    (void)state;
    Uuid one = uuid_new();
    Record *a = record_new(ENTITY_CASE), *b = record_new(ENTITY_CASE);
    record_set_ref(a, CASE_CUSTOMER, one, STR("江南银行"));
    record_set_ref(b, CASE_CUSTOMER, one, STR("江南商业银行"));
    assert_int_equal(record_change_weight(a, b, NULL), CHANGE_NONE);
    record_set_ref(b, CASE_CUSTOMER, uuid_new(), STR("江南银行"));
    assert_int_equal(record_change_weight(a, b, NULL), CHANGE_CONTENT);
    record_set_ref(a, CASE_CUSTOMER, (Uuid){{0}}, STR("江南"));
    record_set_ref(b, CASE_CUSTOMER, (Uuid){{0}}, STR("江北"));
    assert_int_equal(record_change_weight(a, b, NULL), CHANGE_CONTENT);
    record_free(a);
    record_free(b);
}

static void edits_have_their_weight(void **state) {
    (void)state;
    assert_int_equal(weigh(CASE_RESULT, "x", "x"), CHANGE_NONE);
    assert_int_equal(weigh(CASE_RESULT, "提升，20%", "**提升**, 20%"), CHANGE_FORMAT);
    assert_int_equal(weigh(CASE_RESULT, "提升 20%", "提升 21%"), CHANGE_CONTENT);
    assert_int_equal(weigh(CASE_NOTES, "a", "b"), CHANGE_SORTING);
    assert_int_equal(weigh(CASE_TAGS, "a", "a; b"), CHANGE_SORTING);
    assert_int_equal(weigh(CASE_IMPORTANCE, "1", "2"), CHANGE_SORTING);
    assert_int_equal(weigh(CASE_CUSTOMER, "a", "b"), CHANGE_CONTENT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paragraphs_merge_by_themselves),
        cmocka_unit_test(what_both_changed_is_contested),
        cmocka_unit_test(each_contested_part_is_chosen_for_itself),
        cmocka_unit_test(random_texts_lose_nothing),
        cmocka_unit_test(fields_merge_by_their_kind),
        cmocka_unit_test(rows_merge_by_row),
        cmocka_unit_test(what_moves_decide_is_theirs),
        cmocka_unit_test(form_is_no_content),
        cmocka_unit_test(another_name_is_no_change),
        cmocka_unit_test(edits_have_their_weight),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
