#include "config.h"

#include "test_search_kit.h"

#include "search/match.h"
#include "search/query.h"
#include "text/fold.h"

enum { TODAY_YEAR = 2026, TODAY_MONTH = 11, TODAY_DAY = 20 }; /* a Friday, week 47 */

static int32_t today(void) {
    return date_make(TODAY_YEAR, TODAY_MONTH, TODAY_DAY);
}

/* ---- the tree as text ---- */

static void dump_number(Buf *out, int64_t number, bool date) {
    if (number == INT64_MAX || number == INT64_MIN + 1)
        return;
    if (date)
        date_format(out, (int32_t)number);
    else
        buf_printf(out, "%lld", (long long)number);
}

static void dump_filter(Buf *out, const QueryFilter *f) {
    bool time = f->column == COLUMN_CREATED || f->column == COLUMN_UPDATED ||
                f->column == COLUMN_PUBLISHED_AT;
    bool date = f->column == COLUMN_DUE || f->column == COLUMN_VERIFY_LAST ||
                f->column == COLUMN_PERIOD_END;
    switch (f->kind) {
    case FILTER_CODES:
        buf_printf(out, "%d%c%.*s", f->column, "=^~/"[f->match], STR_ARG(f->text));
        break;
    case FILTER_BYTES:
    case FILTER_FLAG:
    case FILTER_TRUST:
        buf_printf(out, "%s%llx",
                   f->kind == FILTER_TRUST     ? "trust"
                   : f->kind == FILTER_FLAG    ? "flag"
                   : f->column == COLUMN_STATE ? "state"
                                               : "audience",
                   (unsigned long long)f->mask);
        break;
    case FILTER_NUMBER:
        buf_printf(out, "%d:", f->column);
        if (time) {
            if (f->low != INT64_MIN + 1)
                dump_number(out, date_of(f->low), true);
            buf_puts(out, "..");
            if (f->high != INT64_MAX)
                dump_number(out, date_of(f->high), true);
            break;
        }
        dump_number(out, f->low, date);
        buf_puts(out, "..");
        dump_number(out, f->high, date);
        break;
    case FILTER_PRESENT:
        buf_printf(out, "has%d/%d", f->column, f->bit);
        break;
    case FILTER_MINE:
        buf_printf(out, "mine%d", f->column);
        break;
    case FILTER_NEVER:
        buf_puts(out, "never");
    }
}

static void dump(Buf *out, const QueryNode *node) {
    static const char *const names[] = {"AND", "OR", "NOT"};
    if (!node) {
        buf_puts(out, "all");
        return;
    }
    if (node->kind == QUERY_UNIT) {
        if (node->field >= 0)
            buf_printf(out, "%s:", entity_get(ENTITY_CASE)->fields[node->field].key);
        buf_printf(out, "[%.*s%s]", STR_ARG(node->text), node->prefix ? "+" : "");
        return;
    }
    if (node->kind == QUERY_FILTER) {
        buf_putc(out, '{');
        dump_filter(out, &node->filter);
        buf_putc(out, '}');
        return;
    }
    buf_printf(out, "%s(", names[node->kind]);
    for (size_t i = 0; i < node->count; i++) {
        if (i)
            buf_putc(out, ' ');
        dump(out, node->items[i]);
    }
    buf_putc(out, ')');
}

typedef struct Example {
    const char *query, *tree;
    int warnings;
} Example;

static void run_examples(const Example *examples, size_t count, QueryOptions options) {
    Query query = {0};
    Buf out = {0};
    for (size_t i = 0; i < count; i++) {
        Error err = {0};
        buf_clear(&out);
        if (query_parse(str_of(examples[i].query), &options, &query, &err))
            dump(&out, query.root);
        else
            buf_printf(&out, "error %d", err.column);
        if (strcmp(buf_text(&out), examples[i].tree) != 0)
            fail_msg("%s\n  gave   %s\n  wanted %s", examples[i].query, buf_text(&out),
                     examples[i].tree);
        if (query.warning_count != (size_t)examples[i].warnings)
            fail_msg("%s: %zu warnings, not %d", examples[i].query, query.warning_count,
                     examples[i].warnings);
    }
    query_free(&query);
    buf_free(&out);
}

static void words_and_operators_are_read(void **state) {
    (void)state;
    static const Example examples[] = {
        {"", "all", 0},
        {"  ", "all", 0},
        {"客户流失", "[客户流失]", 0},
        {"客户 churn", "AND([客户] [churn])", 0},
        {"客戶　Churn", "AND([客户] [churn])", 0},
        {"AI客服", "[ai客服]", 0},
        {"\"customer success\" -churn", "AND([customer success] NOT([churn]))", 0},
        {"“客户 成功”", "[客户 成功]", 0},
        {"－流失", "NOT([流失])", 0},
        {"a (b | c d) e", "AND([a] OR([b] AND([c] [d])) [e])", 0},
        {"（续费｜续约）", "OR([续费] [续约])", 0},
        {"a | b", "OR([a] [b])", 0},
        {"a|b", "[a|b]", 1},
        {"-(a | b)", "NOT(OR([a] [b]))", 0},
        {"ren*", "[ren*+]", 0},
        {"续费*", "[续费*]", 0},
        {"- a", "[a]", 0},
        {"--a", "[--a]", 0},
        {"C++ f(x) (g(x) h)", "AND([c++] [f(x)] AND([g(x)] [h]))", 0},
        {"\"lone", "[\"lone]", 1},
        {"(a b", "AND([(a] [b])", 1},
        {"a) b", "AND([a)] [b])", 0},
        {") b", "[b]", 1},
        {"() x", "[x]", 0},
        {"a OR b", "AND([a] [or] [b])", 1},
        {"*", "all", 0},
        {"😀", "{never}", 1},
        {"()", "{never}", 1},
        {"\"", "{never}", 1},
        {"-\"\"", "{never}", 1},
        {"|", "{never}", 1},
        {"| |", "{never}", 1},
        {"a |", "[a]", 0},
        {"😀 a", "[a]", 0},
        {"价格:>=100", "[价格:>=100]", 1},
        {"http://x.cn/a", "[http://x.cn/a]", 0},
        {"12:30", "[12:30]", 0},
        {"!!! ，。", "{never}", 1},
    };
    run_examples(examples, COUNT_OF(examples), (QueryOptions){.today = today()});
}

static void fields_are_read_in_both_languages(void **state) {
    (void)state;
    static const Example examples[] = {
        {"industry:教育", "{33=教育}", 0},
        {"行业：教育", "{33=教育}", 0},
        {"tag:续费,流失", "OR({39=续费} {39=流失})", 0},
        {"标签:\"学习 提醒\" x", "AND({39=学习 提醒} [x])", 0},
        {"tags:学习*", "{39^学习}", 0},
        {"customer:晨光", "{28~晨光}", 0},
        {"客户:晨光", "{28~晨光}", 0},
        {"owner:me", "{mine29}", 0},
        {"category:客户成功/续约", "{32/客户成功/续约}", 0},
        {"is:draft", "{state1}", 0},
        {"is:草稿 状态:已发布", "AND({state1} {state8})", 0},
        {"state:in_review", "{state4}", 0},
        {"is:due", "{trust4}", 0},
        {"trust:过期", "{trust8}", 0},
        {"is:mine", "{mine-1}", 0},
        {"is:trashed", "{flag1}", 0},
        {"is:unpublished", "{state7}", 0},
        {"audience:公开", "{audience4}", 0},
        {"success:full 成功:部分", "AND({37=full} {37=partial})", 0},
        {"has:result no:owner", "AND({has-1/7} NOT({has29/-1}))", 0},
        {"无:负责人", "NOT({has29/-1})", 0},
        {"importance:>=8", "{19:8..}", 0},
        {"importance:3..5", "{19:3..5}", 0},
        {"重要性：＜３", "{19:..2}", 0},
        {"completeness:>79.5", "{6:80..}", 0},
        {"title:续费", "title:[续费]", 0},
        {"结果:\"71% 80%\"", "result:[71% 80%]", 0},
        {"tag:", "all", 1},
        {"industry: x", "[x]", 1},
        {"state:sleeping", "error 7", 0},
        {"state:-draft", "error 7", 0},
        {"x is:what", "error 6", 0},
        {"importance:many", "error 12", 0},
        {"has:nothing", "error 5", 0},
        {"客户流失 更新:昨日晚", "error 9", 0},
        {"importance:三", "{19:3..3}", 0},
        {"重要性:５－８", "{19:5..8}", 0},
        {"重要性:5到8", "{19:5..8}", 0},
        {"重要性:8..5", "{19:5..8}", 1},
        {"重要性:1.2..1.8", "{19:2..1}", 0},
        {"重要性:6..5", "{19:5..6}", 1},
        {"updated:2026-11..2026-11-20", "{11:2026-11-01..2026-11-20}", 0},
        {"business_size:>=100万", "{22:1000000..}", 0},
        {"金额:>=100万", "{43:1000000..}", 0},
        {"amount:100万元..三百万元", "{43:1000000..3000000}", 0},
        {"金额:>=元", "error 4", 0},
        {"business_size:1.5亿", "{22:150000000..150000000}", 0},
        {"business_size:20k..3m", "{22:20000..3000000}", 0},
        {"业务规模:<=一百二十万", "{22:..1200000}", 0},
        {"business_size:99999999999亿", "error 15", 0},
        {"business_size:一万亿亿", "error 15", 0},
        {"business_size:九九九九九九九九九九九九九九九九九千", "error 15", 0},
        {"business_size:>9223372036854775807", "{22:1..0}", 0},
        {"business_size:<-9223372036854775808", "{22:1..0}", 0},
        {"完整度:>=80%", "{6:80..}", 0},
        {"id:x", "error 1", 0},
        {"编号:x", "error 1", 0},
        {"sort:-updated", "all", 0},
        {"a 排序:标题", "[a]", 0},
        {"sort:colour", "error 6", 0},
    };
    run_examples(examples, COUNT_OF(examples), (QueryOptions){.today = today()});
}

static void dates_are_read(void **state) {
    (void)state;
    static const Example examples[] = {
        {"updated:today", "{11:2026-11-20..2026-11-20}", 0},
        {"更新:本周", "{11:2026-11-16..2026-11-22}", 0},
        {"updated:last-week", "{11:2026-11-09..2026-11-15}", 0},
        {"更新:上週", "{11:2026-11-09..2026-11-15}", 0},
        {"created:2026-W40..W47", "{10:2026-09-28..2026-11-22}", 0},
        {"created:w46", "{10:2026-11-09..2026-11-15}", 0},
        {"发布:上个月", "{12:2026-10-01..2026-10-31}", 0},
        {"date:last-month", "{11:2026-10-01..2026-10-31}", 0},
        {"updated:2026-11", "{11:2026-11-01..2026-11-30}", 0},
        {"updated:2025", "{11:2025-01-01..2025-12-31}", 0},
        {"updated:2026-Q4", "{11:2026-10-01..2026-12-31}", 0},
        {"updated:>=2026-11-01", "{11:2026-11-01..}", 0},
        {"updated:<2026-11-01", "{11:..2026-10-31}", 0},
        {"updated:7d", "{11:2026-11-14..2026-11-20}", 0},
        {"更新:30天", "{11:2026-10-22..2026-11-20}", 0},
        {"due:+30d", "{16:2026-11-20..2026-12-20}", 0},
        {"verified:2026-01-01..2026-02-01", "{15:2026-01-01..2026-02-01}", 0},
        {"verified:..2026-02", "{15:..2026-02-28}", 0},
        {"到期:下月", "{16:2026-12-01..2026-12-31}", 0},
        {"period:去年", "{14:2025-01-01..2025-12-31}", 0},
        {"updated:2026-W47..W40", "{11:2026-09-28..2026-11-22}", 1},
        {"updated:2026-12..2026-10", "{11:2026-10-01..2026-12-31}", 1},
        {"updated:2026-11-16..18", "{11:2026-11-16..2026-11-18}", 0},
        {"updated:2026-11-16..12-01", "{11:2026-11-16..2026-12-01}", 0},
        {"updated:2026-10..11", "{11:2026-10-01..2026-11-30}", 0},
        {"updated:2026-W40..41", "{11:2026-09-28..2026-10-11}", 0},
        {"更新:11月16日到11月18日", "{11:2026-11-16..2026-11-18}", 0},
        {"更新:2026年11月", "{11:2026-11-01..2026-11-30}", 0},
        {"更新:2026年11月20日", "{11:2026-11-20..2026-11-20}", 0},
        {"更新:二〇二六年十一月", "{11:2026-11-01..2026-11-30}", 0},
        {"更新:11月", "{11:2026-11-01..2026-11-30}", 0},
        {"更新:十月", "{11:2026-10-01..2026-10-31}", 0},
        {"更新:第47周", "{11:2026-11-16..2026-11-22}", 0},
        {"更新:2026年第47周", "{11:2026-11-16..2026-11-22}", 0},
        {"更新:第四季度", "{11:2026-10-01..2026-12-31}", 0},
        {"updated:q4", "{11:2026-10-01..2026-12-31}", 0},
        {"updated:2026Q3", "{11:2026-07-01..2026-09-30}", 0},
        {"更新:上半年", "{11:2026-01-01..2026-06-30}", 0},
        {"updated:2025H2", "{11:2025-07-01..2025-12-31}", 0},
        {"updated:20261120", "{11:2026-11-20..2026-11-20}", 0},
        {"updated:november", "{11:2026-11-01..2026-11-30}", 0},
        {"updated:\"april 14\"", "{11:2026-04-14..2026-04-14}", 0},
        {"updated:\"14 april\"", "{11:2026-04-14..2026-04-14}", 0},
        {"updated:14th-of-april-2025", "{11:2025-04-14..2025-04-14}", 0},
        {"updated:\"Apr 14 2025\"", "{11:2025-04-14..2025-04-14}", 0},
        {"updated:10/31", "{11:2026-10-31..2026-10-31}", 0},
        {"updated:31/10/2025", "{11:2025-10-31..2025-10-31}", 0},
        {"updated:\"oct 2025\"", "{11:2025-10-01..2025-10-31}", 0},
        {"更新:近7天", "{11:2026-11-14..2026-11-20}", 0},
        {"更新:近７天", "{11:2026-11-14..2026-11-20}", 0},
        {"更新:最近三十天", "{11:2026-10-22..2026-11-20}", 0},
        {"更新:过去两周", "{11:2026-11-07..2026-11-20}", 0},
        {"更新:三天内", "{11:2026-11-18..2026-11-20}", 0},
        {"更新:一个月内", "{11:2026-10-22..2026-11-20}", 0},
        {"更新:三天前", "{11:2026-11-17..2026-11-17}", 0},
        {"更新:两周前", "{11:2026-11-02..2026-11-08}", 0},
        {"更新:半年", "{11:2026-05-23..2026-11-20}", 0},
        {"updated:last-3-months", "{11:2026-08-23..2026-11-20}", 0},
        {"updated:\"last 7 days\"", "{11:2026-11-14..2026-11-20}", 0},
        {"updated:2w", "{11:2026-11-07..2026-11-20}", 0},
        {"updated:3d", "{11:2026-11-18..2026-11-20}", 0},
        {"updated:3-days-ago", "{11:2026-11-17..2026-11-17}", 0},
        {"updated:last_week", "{11:2026-11-09..2026-11-15}", 0},
        {"updated:\"last week\"", "{11:2026-11-09..2026-11-15}", 0},
        {"updated:last-quarter", "{11:2026-07-01..2026-09-30}", 0},
        {"更新:本季度", "{11:2026-10-01..2026-12-31}", 0},
        {"更新:去年", "{11:2025-01-01..2025-12-31}", 0},
        {"updated:yesterday", "{11:2026-11-19..2026-11-19}", 0},
        {"更新:今年以来", "{11:2026-01-01..2026-11-20}", 0},
        {"updated:ytd", "{11:2026-01-01..2026-11-20}", 0},
        {"更新:年初至今", "{11:2026-01-01..2026-11-20}", 0},
        {"更新:上周五", "{11:2026-11-13..2026-11-13}", 0},
        {"updated:monday", "{11:2026-11-16..2026-11-16}", 0},
        {"due:未来7天", "{16:2026-11-20..2026-11-27}", 0},
        {"更新:>三天前", "{11:2026-11-18..}", 0},
        {"updated:2026-", "error 9", 0},
        {"更新:十三月", "error 4", 0},
        {"updated:2026-02-30", "error 9", 0},
        {"更新:近0天", "error 4", 0},
        {"更新:第54周", "error 4", 0},
        {"updated:2026-13", "error 9", 0},
        {"updated:2026-W60", "error 9", 0},
    };
    run_examples(examples, COUNT_OF(examples), (QueryOptions){.today = today()});
}

static void typing_opens_the_last_word(void **state) {
    (void)state;
    static const Example examples[] = {
        {"customer ren", "AND([customer] [ren+])", 0},
        {"ren ", "[ren]", 0},
        {"\"ren\"", "[ren]", 0},
        {"客户ren", "[客户ren+]", 0},
        {"ren客户", "[ren客户]", 0},
        {"(a | ren)", "OR([a] [ren])", 0},
        {"-ren", "NOT([ren+])", 0},
    };
    run_examples(examples, COUNT_OF(examples), (QueryOptions){.today = today(), .typing = true});
    static const Example plain[] = {{"-a is:draft (b", "AND([-a] [is:draft] [(b])", 0}};
    run_examples(plain, COUNT_OF(plain), (QueryOptions){.today = today(), .plain = true});
}

/* While it is typed, what is not finished is an error under its column; meant so, it is text. */
static void what_is_not_finished_waits(void **state) {
    (void)state;
    static const Example live[] = {
        {"(", "error 1", 0},           {"客户 (续费", "error 4", 0},
        {"\"abc", "error 1", 0},       {"客户 “续", "error 4", 0},
        {"状态:", "error 4", 0},       {"is:", "error 4", 0},
        {"重要性:>=", "error 5", 0},   {"updated:2026-", "error 9", 0},
        {"-", "error 1", 0},           {"客户 -", "error 4", 0},
        {"－", "error 1", 0},          {"- a", "[a+]", 0},
        {"(a | b)", "OR([a] [b])", 0}, {"state:dra", "error 7", 0},
        {"\"a\"", "[a]", 0},
    };
    run_examples(live, COUNT_OF(live),
                 (QueryOptions){.today = today(), .typing = true, .live = true});
    static const Example meant[] = {{"(a", "[(a+]", 1}, {"\"a", "[\"a+]", 1}, {"状态:", "all", 1}};
    run_examples(meant, COUNT_OF(meant), (QueryOptions){.today = today(), .typing = true});
}

static void orders_are_read(void **state) {
    (void)state;
    static const struct {
        const char *query;
        int column;
        bool descending;
    } examples[] = {{"sort:-updated", COLUMN_UPDATED, true},
                    {"排序：－更新", COLUMN_UPDATED, true},
                    {"a sort:title", COLUMN_TITLE, false},
                    {"排序:标题倒序", COLUMN_TITLE, true},
                    {"sort:importance-desc", COLUMN_IMPORTANCE, true},
                    {"排序:最新", COLUMN_UPDATED, true},
                    {"sort:-newest", COLUMN_UPDATED, false},
                    {"排序:相关度", -1, true}};
    Query query = {0};
    Error err = {0};
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        QueryOptions options = {.today = today()};
        assert_true(query_parse(str_of(examples[i].query), &options, &query, &err));
        assert_true(query.sorted);
        assert_int_equal(query.sort_column, examples[i].column);
        assert_int_equal(query.sort_descending, examples[i].descending);
    }
    query_free(&query);
}

static void naming_archived_is_noted(void **state) {
    (void)state;
    static const struct {
        const char *query;
        bool archived, trashed;
    } examples[] = {{"is:archived", true, false},
                    {"状态:已归档", true, false},
                    {"-is:archived", false, false},
                    {"(a | is:trashed)", false, true},
                    {"a", false, false}};
    Query query = {0};
    Error err = {0};
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        QueryOptions options = {.today = today()};
        assert_true(query_parse(str_of(examples[i].query), &options, &query, &err));
        assert_int_equal(query.names_archived, examples[i].archived);
        assert_int_equal(query.names_trashed, examples[i].trashed);
    }
    query_free(&query);
}

/* Any bytes: an answer or an error with a column inside the query, never a crash, never endless. */
static void any_bytes_are_answered(void **state) {
    (void)state;
    static const char *const pieces[] = {
        "(",  ")",     "|",    "-",      "\"",  ":",      "*",    " ",        ",",
        "..", ">=",    "客户", "行业:",  "is:", "has:",   "tag:", "updated:", "2026-W",
        "47", "a",     "ren",  "（",     "“",   "：",     "\xff", "\xe5\xae", "\x00",
        "é",  "draft", "本周", "state:", "，",  "title:", "no:",  "、"};
    Kit kit_ = {.seed = 11}, *kit = &kit_;
    Query query = {0};
    Buf text = {0};
    for (int round = 0; round < 30000; round++) {
        Error err = {0};
        QueryOptions options = {.today = today(), .typing = round % 2, .plain = round % 31 == 0};
        buf_clear(&text);
        for (uint32_t n = kit_random(kit, 14); n > 0; n--) {
            const char *piece = pieces[kit_random(kit, COUNT_OF(pieces))];
            buf_put(&text, piece, *piece ? strlen(piece) : 1);
        }
        if (query_parse(buf_str(&text), &options, &query, &err))
            assert_true(query.unit_count <= QUERY_UNITS);
        else
            assert_true(err.column >= 1 && err.column <= (int)text.len + 1);
        if (round % 3000 == 0) {
            buf_clear(&text);
            buf_fill(&text, "(-\"|"[round / 3000 % 4], 10000);
            assert_true(query_parse(buf_str(&text), &options, &query, &err));
        }
    }
    buf_clear(&text);
    buf_fill(&text, 'a', QUERY_BYTES + 1);
    Error err = {0};
    assert_false(query_parse(buf_str(&text), &(QueryOptions){0}, &query, &err));
    assert_int_equal(err.code, ERR_INVALID);
    buf_free(&text);
    query_free(&query);
}

/* ---- where units stand ---- */

static void units_stand_where_their_runs_stand(void **state) {
    (void)state;
    static const struct {
        const char *query, *text;
        bool stands;
    } examples[] = {
        {"客户", "老客户多", true},
        {"客户成功", "客户、成功", false},
        {"\"客户 成功\"", "客户、成功", true},
        {"ren", "renewal", false},
        {"ren*", "renewal", true},
        {"ren*", "brenda", false},
        {"AI客服", "用 AI 客服", true},
        {"ai", "ai客服", true},
        {"ai", "mail", false},
        {"1.10", "1.10 元", true},
        {"1.10", "11.10", false},
        {"a-b", "a b", true},
        {"a-b", "a c b", false},
        {"結果", "结果", true},
        {"ａｂ", "AB", true},
        {"café", "CAFE", true},
        {"2026年", "在2026年底", true},
        {"2026", "2026年", true},
    };
    Query query = {0};
    Buf folded = {0};
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        Error err = {0};
        size_t begin, end;
        assert_true(query_parse(str_of(examples[i].query), &(QueryOptions){.today = today()},
                                &query, &err));
        assert_int_equal(query.root->kind, QUERY_UNIT);
        buf_clear(&folded);
        text_fold(&folded, str_of(examples[i].text));
        if (match_find(buf_str(&folded), query.root, 0, &begin, &end) != examples[i].stands)
            fail_msg("%s in %s", examples[i].query, examples[i].text);
    }
    query_free(&query);
    buf_free(&folded);
}

/* Every facet of the field table has its column. */
static void every_facet_field_has_a_column(void **state) {
    (void)state;
    const Entity *entity = entity_get(ENTITY_CASE);
    size_t facets = 0;
    for (size_t i = 0; i < entity->count; i++)
        if (entity->fields[i].flags & FIELD_FACET) {
            assert_true(column_of_field((int)i) >= 0);
            facets++;
        }
    assert_true(facets >= 5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_and_operators_are_read),
        cmocka_unit_test(fields_are_read_in_both_languages),
        cmocka_unit_test(dates_are_read),
        cmocka_unit_test(typing_opens_the_last_word),
        cmocka_unit_test(what_is_not_finished_waits),
        cmocka_unit_test(orders_are_read),
        cmocka_unit_test(naming_archived_is_noted),
        cmocka_unit_test(any_bytes_are_answered),
        cmocka_unit_test(units_stand_where_their_runs_stand),
        cmocka_unit_test(every_facet_field_has_a_column),
    };
    return cmocka_run_group_tests_name("search query", tests, NULL, NULL);
}
