#include "config.h"

#include "format/html.h"

#include "base/zone.h"
#include "format/htmltext.h"
#include "format/markdown.h"
#include "record/parse.h"

#include <math.h>
#include <stdio.h>

/* ---- the page ---- */

static const char style[] =
    "body{font:16px/1.6 system-ui,\"Noto Sans CJK SC\",\"PingFang SC\",\"Microsoft "
    "YaHei\",sans-serif;"
    "max-width:46rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}"
    "h1{font-size:1.6rem;line-height:1.3}h2{font-size:1.15rem;margin-top:1.6rem}"
    "article+article{border-top:1px solid #bbb;margin-top:3rem}"
    ".lead{font-size:1.1rem}dl{display:grid;grid-template-columns:max-content 1fr;gap:0 1rem}"
    "dt{color:#666}dd{margin:0}table{border-collapse:collapse}"
    "th,td{border:1px solid #bbb;padding:.2rem .6rem;text-align:left}.r{text-align:right}"
    ".c{text-align:center}blockquote{border-left:3px solid #bbb;margin-left:0;padding-left:1rem}"
    "pre{background:#f4f4f4;padding:.6rem;overflow:auto}";

void html_put_head(Buf *out, Str title, bool chinese) {
    buf_printf(out,
               "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
               "<meta name=\"viewport\" content=\"width=device-width\">\n"
               "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
               "style-src 'unsafe-inline'\">\n",
               chinese ? "zh" : "en");
    html_put_tagged(out, "title", title);
    buf_printf(out, "<style>%s</style>\n</head>\n<body>\n", style);
}

void html_put_end(Buf *out) {
    buf_puts(out, "</body>\n</html>\n");
}

/* ---- records ---- */

typedef struct Page {
    Buf *out;
    const Record *record;
    bool chinese, quarters;
    Str (*metric)(Str key, bool chinese);
} Page;

/* Words of the page in the language of the case, which need not be the reader's program's. */
typedef enum Word {
    WORD_CUSTOMER,
    WORD_CATEGORY,
    WORD_INDUSTRY,
    WORD_SIZE,
    WORD_REGION,
    WORD_PRODUCT,
    WORD_TAGS,
    WORD_PERIOD,
    WORD_STEPS,
    WORD_OUTCOMES,
    WORD_METRIC,
    WORD_BEFORE,
    WORD_AFTER,
    WORD_CHANGE
} Word;
static const struct {
    const char *english, *chinese;
} words[] = {
    [WORD_CUSTOMER] = {"Customer", "客户"}, [WORD_CATEGORY] = {"Category", "分类"},
    [WORD_INDUSTRY] = {"Industry", "行业"}, [WORD_SIZE] = {"Size", "规模"},
    [WORD_REGION] = {"Region", "地区"},     [WORD_PRODUCT] = {"Product", "产品"},
    [WORD_TAGS] = {"Tags", "标签"},         [WORD_PERIOD] = {"Period", "时间"},
    [WORD_STEPS] = {"Steps", "步骤"},       [WORD_OUTCOMES] = {"Outcomes", "成效数据"},
    [WORD_METRIC] = {"Metric", "指标"},     [WORD_BEFORE] = {"Before", "之前"},
    [WORD_AFTER] = {"After", "之后"},       [WORD_CHANGE] = {"Change", "变化"},
};

static Str word(const Page *page, Word which) {
    return str_of(page->chinese ? words[which].chinese : words[which].english);
}

static void put_day(const Page *page, int32_t day, Buf *out) {
    int year, month, in_month;
    if (!page->quarters) {
        date_format(out, day);
        return;
    }
    date_split(day, &year, &month, &in_month);
    buf_printf(out, "%d Q%d", year, (month - 1) / 3 + 1);
}

static void put_pair(const Page *page, Str label, Str text) {
    if (!text.len)
        return;
    html_put_tagged(page->out, "dt", label);
    html_put_tagged(page->out, "dd", text);
}

static void put_value(const Page *page, Word label, int field) {
    Buf text = {0};
    const Value *value = &page->record->values[field];
    if (value->kind == VALUE_LIST) {
        for (size_t i = 0; i < value->list.len; i++) {
            buf_puts(&text, i ? (page->chinese ? "、" : ", ") : "");
            buf_put_str(&text, value->list.items[i].text);
        }
    } else if (value->kind == VALUE_REF) {
        buf_put_str(&text, value->ref.name);
    } else if (value->kind == VALUE_TEXT) {
        buf_put_str(&text, value->text);
    }
    put_pair(page, word(page, label), buf_str(&text));
    buf_free(&text);
}

static void put_period(const Page *page) {
    Buf text = {0};
    static const int ends[] = {CASE_PERIOD_START, CASE_PERIOD_END};
    for (size_t i = 0; i < 2; i++) {
        if (!record_has(page->record, ends[i]))
            continue;
        buf_puts(&text, text.len ? " - " : "");
        put_day(page, (int32_t)record_int(page->record, ends[i]), &text);
    }
    put_pair(page, word(page, WORD_PERIOD), buf_str(&text));
    buf_free(&text);
}

static void put_facts(const Page *page) {
    static const struct {
        Word label;
        int field;
    } facts[] = {{WORD_CUSTOMER, CASE_CUSTOMER}, {WORD_INDUSTRY, CASE_INDUSTRY},
                 {WORD_SIZE, CASE_SIZE_BAND},    {WORD_REGION, CASE_REGION},
                 {WORD_CATEGORY, CASE_CATEGORY}, {WORD_PRODUCT, CASE_PRODUCT},
                 {WORD_TAGS, CASE_TAGS}};
    buf_puts(page->out, "<dl>\n");
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        put_value(page, facts[i].label, facts[i].field);
    put_period(page);
    buf_puts(page->out, "</dl>\n");
}

static void put_section(const Page *page, Str heading, Str text) {
    if (!str_trim(text).len)
        return;
    if (heading.len)
        html_put_tagged(page->out, "h2", heading);
    html_put_markdown(page->out, text);
}

static void put_steps(const Page *page) {
    const Value *steps = &page->record->values[CASE_STEPS];
    if (steps->kind != VALUE_LIST || !steps->list.len)
        return;
    html_put_tagged(page->out, "h2", word(page, WORD_STEPS));
    buf_puts(page->out, "<ol>\n");
    for (size_t i = 0; i < steps->list.len; i++) {
        const Value *date = &steps->list.items[i].list.items[STEP_DATE];
        const Value *text = &steps->list.items[i].list.items[STEP_TEXT];
        Buf line = {0};
        if (date->kind == VALUE_DATE) {
            put_day(page, (int32_t)date->number, &line);
            buf_puts(&line, ": ");
        }
        if (text->kind == VALUE_TEXT)
            buf_put_str(&line, text->text);
        html_put_tagged(page->out, "li", buf_str(&line));
        buf_free(&line);
    }
    buf_puts(page->out, "</ol>\n");
}

static void put_cell(const Page *page, const Value *row, int field) {
    Buf text = {0};
    const Value *value = &row->list.items[field];
    if (value->kind == VALUE_DECIMAL)
        number_format_decimal(&text, value->decimal);
    else if (value->kind == VALUE_TEXT && field == OUTCOME_METRIC && page->metric)
        buf_put_str(&text, page->metric(value->text, page->chinese));
    else if (value->kind == VALUE_TEXT)
        buf_put_str(&text, value->text);
    const Value *unit = &row->list.items[OUTCOME_UNIT];
    if (value->kind == VALUE_DECIMAL && unit->kind == VALUE_TEXT)
        buf_printf(&text, "%s%.*s", str_equal(unit->text, STR("%")) ? "" : " ",
                   STR_ARG(unit->text));
    html_put_tagged(page->out, "td", buf_str(&text));
    buf_free(&text);
}

static void put_change(const Page *page, const Value *row) {
    const Value *before = &row->list.items[OUTCOME_BEFORE];
    const Value *after = &row->list.items[OUTCOME_AFTER];
    const Value *unit = &row->list.items[OUTCOME_UNIT];
    char text[64] = "";
    if (before->kind == VALUE_DECIMAL && after->kind == VALUE_DECIMAL) {
        double from = number_to_double(before->decimal), to = number_to_double(after->decimal);
        if (unit->kind == VALUE_TEXT && str_equal(unit->text, STR("%")))
            snprintf(text, sizeof text, page->chinese ? "%+.3g 个百分点" : "%+.3g points",
                     to - from);
        else if (from != 0)
            snprintf(text, sizeof text, "%+.0f%%", (to - from) / fabs(from) * 100);
    }
    html_put_tagged(page->out, "td", str_of(text));
}

static void put_outcomes(const Page *page) {
    static const Word heads[] = {WORD_METRIC, WORD_BEFORE, WORD_AFTER, WORD_CHANGE};
    const Value *rows = &page->record->values[CASE_OUTCOMES];
    if (rows->kind != VALUE_LIST || !rows->list.len)
        return;
    html_put_tagged(page->out, "h2", word(page, WORD_OUTCOMES));
    buf_puts(page->out, "<table>\n<tr>");
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        html_put_tagged(page->out, "th", word(page, heads[i]));
    buf_puts(page->out, "</tr>\n");
    for (size_t i = 0; i < rows->list.len; i++) {
        const Value *row = &rows->list.items[i];
        buf_puts(page->out, "<tr>");
        put_cell(page, row, OUTCOME_METRIC);
        put_cell(page, row, OUTCOME_BEFORE);
        put_cell(page, row, OUTCOME_AFTER);
        put_change(page, row);
        buf_puts(page->out, "</tr>\n");
    }
    buf_puts(page->out, "</table>\n");
}

static void put_story(const Page *page) {
    static const struct {
        StorySection section;
        int field;
    } parts[] = {{STORY_BACKGROUND, CASE_BACKGROUND}, {STORY_NEED, CASE_NEED},
                 {STORY_SOLUTION, CASE_SOLUTION},     {STORY_PROCESS, CASE_PROCESS},
                 {STORY_RESULT, CASE_RESULT},         {STORY_FEEDBACK, CASE_FEEDBACK}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        put_section(page, str_of(story_section_heading(parts[i].section, page->chinese)),
                    record_text(page->record, parts[i].field));
        if (parts[i].field == CASE_PROCESS)
            put_steps(page);
        if (parts[i].field == CASE_RESULT)
            put_outcomes(page);
    }
    put_section(page, STR(""), record_text(page->record, CASE_BODY));
}

/* Records of other kinds: their fields as they are. */
static void put_plain_record(const Page *page) {
    const Entity *entity = page->record->entity;
    buf_puts(page->out, "<dl>\n");
    for (size_t i = 0; i < entity->count; i++) {
        Buf text = {0};
        if (page->record->values[i].kind == VALUE_NONE || (entity->fields[i].flags & FIELD_PRIVATE))
            continue;
        value_format(&entity->fields[i], &page->record->values[i], &text);
        put_pair(page, str_of(entity->fields[i].key), buf_str(&text));
        buf_free(&text);
    }
    buf_puts(page->out, "</dl>\n");
}

void html_put_record(Buf *out, const Record *record, bool chinese, bool quarters,
                     Str (*metric)(Str key, bool chinese)) {
    Page page = {out, record, chinese, quarters, metric};
    buf_puts(out, "<article>\n");
    html_put_tagged(out, "h1", record_title(record));
    if (record->entity->type == ENTITY_CASE) {
        Str summary = record_text(record, CASE_SUMMARY);
        if (summary.len) {
            buf_puts(out, "<p class=\"lead\">");
            html_put_text(out, summary);
            buf_puts(out, "</p>\n");
        }
        put_facts(&page);
        put_story(&page);
    } else {
        put_plain_record(&page);
    }
    buf_puts(out, "</article>\n");
}
