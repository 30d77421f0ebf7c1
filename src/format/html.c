#include "config.h"

#include "format/html.h"

#include "base/zone.h"
#include "format/markdown.h"
#include "format/mdtree.h"
#include "record/parse.h"
#include "text/utf8.h"

#include <math.h>
#include <stdio.h>

/* ---- escaping ---- */

static void put_text(Buf *out, Str text) {
    for (size_t at = 0; at < text.len;) {
        uint32_t c;
        size_t len = utf8_next(text, at, &c);
        const char *named = c == '&'    ? "&amp;"
                            : c == '<'  ? "&lt;"
                            : c == '>'  ? "&gt;"
                            : c == '"'  ? "&quot;"
                            : c == '\'' ? "&#39;"
                                        : NULL;
        if (named)
            buf_puts(out, named);
        else if (c == '\n')
            buf_puts(out, "<br>\n");
        else if (c >= 0x20 && c != 0x7f && !(c >= 0x80 && c < 0xa0))
            buf_put(out, text.ptr + at, len);
        at += len;
    }
}

static void put_code(Buf *out, Str text) {
    Str rest = text, line;
    while (rest.ptr && str_split(&rest, '\n', &line)) {
        put_text(out, line);
        buf_putc(out, '\n');
    }
}

static void put_tagged(Buf *out, const char *tag, Str text) {
    buf_printf(out, "<%s>", tag);
    put_text(out, text);
    buf_printf(out, "</%s>\n", tag);
}

/* ---- Markdown ---- */

static const struct {
    unsigned style;
    const char *tag;
} span_tags[] = {{MDTREE_STRONG, "strong"},
                 {MDTREE_EMPHASIS, "em"},
                 {MDTREE_STRUCK, "s"},
                 {MDTREE_INLINE_CODE, "code"}};
enum { SPAN_TAGS = sizeof span_tags / sizeof *span_tags };

static void put_span(Buf *out, Str text, const MdSpan *span) {
    bool link = (span->style & MDTREE_LINK) && mdtree_href_is_safe(span->href);
    if (link) {
        buf_puts(out, "<a rel=\"noreferrer\" href=\"");
        put_text(out, span->href);
        buf_puts(out, "\">");
    }
    for (int i = 0; i < SPAN_TAGS; i++)
        if (span->style & span_tags[i].style)
            buf_printf(out, "<%s>", span_tags[i].tag);
    put_text(out, text);
    for (int i = SPAN_TAGS - 1; i >= 0; i--)
        if (span->style & span_tags[i].style)
            buf_printf(out, "</%s>", span_tags[i].tag);
    if (link)
        buf_puts(out, "</a>");
}

static void put_words(Buf *out, const MdNode *node) {
    size_t at = 0;
    if (!node->text.len)
        return;
    for (size_t i = 0; i < node->span_count; i++) {
        const MdSpan *span = &node->spans[i];
        put_text(out, str_make(node->text.ptr + at, span->from - at));
        put_span(out, str_make(node->text.ptr + span->from, span->to - span->from), span);
        at = span->to;
    }
    put_text(out, str_make(node->text.ptr + at, node->text.len - at));
}

static void put_node(Buf *out, const MdNode *node, bool first_row);

static void put_children(Buf *out, const MdNode *node) {
    for (const MdNode *child = node->first; child; child = child->next)
        put_node(out, child, child == node->first);
}

static void put_block(Buf *out, const MdNode *node, const char *open, const char *close) {
    buf_puts(out, open);
    put_words(out, node);
    put_children(out, node);
    buf_puts(out, close);
}

static void put_heading(Buf *out, const MdNode *node) {
    int level = node->level + 2 > 6 ? 6 : node->level + 2; /* below the page's own two */
    buf_printf(out, "<h%d>", level);
    put_words(out, node);
    buf_printf(out, "</h%d>\n", level);
}

static void put_list(Buf *out, const MdNode *node) {
    if (node->level)
        buf_printf(out, "<ol start=\"%d\">\n", node->level);
    else
        buf_puts(out, "<ul>\n");
    put_children(out, node);
    buf_puts(out, node->level ? "</ol>\n" : "</ul>\n");
}

static void put_row(Buf *out, const MdNode *node, bool head) {
    static const char *const aligns[] = {
        [MDTREE_LEFT] = "", [MDTREE_RIGHT] = " class=\"r\"", [MDTREE_CENTRE] = " class=\"c\""};
    buf_puts(out, "<tr>");
    for (const MdNode *cell = node->first; cell; cell = cell->next) {
        buf_printf(out, "<%s%s>", head ? "th" : "td", aligns[cell->align]);
        put_words(out, cell);
        buf_puts(out, head ? "</th>" : "</td>");
    }
    buf_puts(out, "</tr>\n");
}

static void put_node(Buf *out, const MdNode *node, bool first_row) {
    switch (node->kind) {
    case MDTREE_PARAGRAPH:
        put_block(out, node, "<p>", "</p>\n");
        break;
    case MDTREE_HEADING:
        put_heading(out, node);
        break;
    case MDTREE_LIST:
        put_list(out, node);
        break;
    case MDTREE_ITEM:
        buf_puts(out, "<li>");
        if (node->task)
            buf_puts(out, node->done ? "[x] " : "[ ] ");
        put_words(out, node);
        put_children(out, node);
        buf_puts(out, "</li>\n");
        break;
    case MDTREE_QUOTE:
        put_block(out, node, "<blockquote>\n", "</blockquote>\n");
        break;
    case MDTREE_CODE:
        buf_puts(out, "<pre>");
        put_code(out, node->text);
        buf_puts(out, "</pre>\n");
        break;
    case MDTREE_TABLE:
        put_block(out, node, "<table>\n", "</table>\n");
        break;
    case MDTREE_ROW:
        put_row(out, node, first_row);
        break;
    case MDTREE_RULE:
        buf_puts(out, "<hr>\n");
        break;
    default:
        put_words(out, node);
        put_children(out, node);
    }
}

static void put_markdown(Buf *out, Str source) {
    Arena arena = {0};
    put_children(out, mdtree_parse(source, &arena));
    arena_free(&arena);
}

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
    put_tagged(out, "title", title);
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
    put_tagged(page->out, "dt", label);
    put_tagged(page->out, "dd", text);
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
        put_tagged(page->out, "h2", heading);
    put_markdown(page->out, text);
}

static void put_steps(const Page *page) {
    const Value *steps = &page->record->values[CASE_STEPS];
    if (steps->kind != VALUE_LIST || !steps->list.len)
        return;
    put_tagged(page->out, "h2", word(page, WORD_STEPS));
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
        put_tagged(page->out, "li", buf_str(&line));
        buf_free(&line);
    }
    buf_puts(page->out, "</ol>\n");
}

static void put_cell(const Page *page, const Value *row, int field) {
    Buf text = {0};
    const Value *value = &row->list.items[field];
    if (value->kind == VALUE_DECIMAL)
        number_format_decimal(&text, value->decimal);
    else if (value->kind == VALUE_TEXT)
        buf_put_str(&text, value->text);
    const Value *unit = &row->list.items[OUTCOME_UNIT];
    if (value->kind == VALUE_DECIMAL && unit->kind == VALUE_TEXT)
        buf_printf(&text, "%s%.*s", str_equal(unit->text, STR("%")) ? "" : " ",
                   STR_ARG(unit->text));
    put_tagged(page->out, "td", buf_str(&text));
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
    put_tagged(page->out, "td", str_of(text));
}

static void put_outcomes(const Page *page) {
    static const Word heads[] = {WORD_METRIC, WORD_BEFORE, WORD_AFTER, WORD_CHANGE};
    const Value *rows = &page->record->values[CASE_OUTCOMES];
    if (rows->kind != VALUE_LIST || !rows->list.len)
        return;
    put_tagged(page->out, "h2", word(page, WORD_OUTCOMES));
    buf_puts(page->out, "<table>\n<tr>");
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        put_tagged(page->out, "th", word(page, heads[i]));
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

void html_put_record(Buf *out, const Record *record, bool chinese, bool quarters) {
    Page page = {out, record, chinese, quarters};
    buf_puts(out, "<article>\n");
    put_tagged(out, "h1", record_title(record));
    if (record->entity->type == ENTITY_CASE) {
        Str summary = record_text(record, CASE_SUMMARY);
        if (summary.len) {
            buf_puts(out, "<p class=\"lead\">");
            put_text(out, summary);
            buf_puts(out, "</p>\n");
        }
        put_facts(&page);
        put_story(&page);
    } else {
        put_plain_record(&page);
    }
    buf_puts(out, "</article>\n");
}
