#include "config.h"

#include "tui/screen/casetext.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/zone.h"
#include "conf/catalogue.h"
#include "library/find.h"
#include "record/parse.h"
#include "record/state.h"
#include "text/width.h"

#include <stdio.h>

enum { LABEL_COLS = 12, INDENT = 2, MOST_MARKS = 32 };

void casetext_clear(CaseText *text) {
    text->lines.len = 0;
    arena_clear(&text->arena);
}

void casetext_free(CaseText *text) {
    vec_free(&text->lines);
    arena_free(&text->arena);
}

/* ---- pieces ---- */

/* Where the query matches, as marks that live in the arena. */
static void mark(CaseText *text, PagerLine *line) {
    size_t ranges[MOST_MARKS][2];
    if (!text->library || !text->query.len || !line->text.len)
        return;
    size_t count = library_find_marks(text->library, text->query, line->text, ranges, MOST_MARKS);
    if (!count)
        return;
    GridMark *marks = arena_alloc(&text->arena, count * sizeof *marks);
    for (size_t i = 0; i < count; i++)
        marks[i] = (GridMark){ranges[i][0], ranges[i][1], grid_style(ROLE_MATCH)};
    line->marks = marks;
    line->mark_count = count;
}

static void push(CaseText *text, PagerLine line) {
    line.text = arena_str(&text->arena, line.text);
    mark(text, &line);
    vec_push(&text->lines, line);
}

void casetext_blank(CaseText *text) {
    if (text->lines.len)
        vec_push(&text->lines, (PagerLine){.text = STR(""), .role = ROLE_TEXT});
}

void casetext_heading(CaseText *text, Str title) {
    casetext_blank(text);
    push(text, (PagerLine){.text = title, .role = ROLE_HEADING});
}

void casetext_line(CaseText *text, Role role, Str line) {
    push(text, (PagerLine){.text = line, .role = role});
}

void casetext_pair(CaseText *text, const char *label, Role role, Str value) {
    int cols = text_width(str_of(label)) + 2;
    push(text, (PagerLine){.text = value,
                           .role = role,
                           .indent = cols > LABEL_COLS ? cols : LABEL_COLS,
                           .lead = arena_str(&text->arena, str_of(label)),
                           .lead_role = ROLE_LABEL});
}

/* How many # a heading starts with; 0 when it is none. */
static size_t heading_marks(Str line) {
    size_t n = 0;
    while (n < line.len && line.ptr[n] == '#')
        n++;
    return n && n <= 6 && n < line.len && line.ptr[n] == ' ' ? n : 0;
}

static Str after(Str line, size_t from) {
    return str_trim(str_make(line.ptr + from, line.len - from));
}

static bool is_item(Str line) {
    return line.len > 2 && (line.ptr[0] == '-' || line.ptr[0] == '*' || line.ptr[0] == '+') &&
           line.ptr[1] == ' ';
}

static void add_markdown_line(CaseText *text, Str line) {
    Str trimmed = str_trim(line);
    size_t marks = heading_marks(trimmed);
    if (!trimmed.len)
        casetext_blank(text);
    else if (marks)
        push(text, (PagerLine){.text = after(trimmed, marks), .role = ROLE_TITLE});
    else if (trimmed.ptr[0] == '>')
        push(text, (PagerLine){.text = after(trimmed, 1), .role = ROLE_QUOTE, .indent = INDENT});
    else if (is_item(trimmed))
        push(text, (PagerLine){.text = after(trimmed, 1),
                               .role = ROLE_TEXT,
                               .indent = INDENT,
                               .lead = STR("-"),
                               .lead_role = ROLE_DIM});
    else
        push(text, (PagerLine){.text = trimmed, .role = ROLE_TEXT});
}

void casetext_markdown(CaseText *text, Str source) {
    Str line;
    source = str_trim(source);
    while (source.len && str_split(&source, '\n', &line))
        add_markdown_line(text, line);
}

/* ---- words ---- */

const char *casetext_status(const Record *record, Role *role) {
    static const Role state_roles[CASE_STATES] = {[STATE_DRAFT] = ROLE_DRAFT,
                                                  [STATE_SUBMITTED] = ROLE_WAITING,
                                                  [STATE_IN_REVIEW] = ROLE_WAITING,
                                                  [STATE_PUBLISHED] = ROLE_PUBLISHED,
                                                  [STATE_ARCHIVED] = ROLE_ARCHIVED};
    static const Role trust_roles[CASE_TRUSTS] = {[TRUST_NONE] = ROLE_PUBLISHED,
                                                  [TRUST_VERIFIED] = ROLE_PUBLISHED,
                                                  [TRUST_DUE] = ROLE_WARN,
                                                  [TRUST_STALE] = ROLE_ERROR,
                                                  [TRUST_IMPORTED] = ROLE_INFO};
    CaseState state = case_state(record);
    CaseTrust trust = case_trust(record, library_today());
    bool by_trust = state == STATE_PUBLISHED && trust != TRUST_NONE;
    *role = by_trust ? trust_roles[trust] : state_roles[state];
    return by_trust ? case_trust_label(trust) : case_state_label(state);
}

void casetext_put_day(Buf *out, int64_t utc_ms) {
    if (utc_ms)
        date_format(out, date_of(utc_ms));
}

void casetext_put_ago(Buf *out, int64_t utc_ms) {
    int64_t minutes = (clock_now_ms() - utc_ms) / 60000;
    ErrorArg arg = {.kind = 'd', .number = minutes};
    if (minutes < 1) {
        buf_puts(out, _("just now"));
        return;
    }
    const char *pattern = N_("{0} min ago");
    if (minutes >= 48 * 60) {
        pattern = N_("{0} days ago");
        arg.number = minutes / (24 * 60);
    } else if (minutes >= 60) {
        pattern = N_("{0} h ago");
        arg.number = minutes / 60;
    }
    message_fill(out, _(pattern), &arg, 1);
}

static void put_value(Buf *out, const Field *fields, const Value *row, int sub) {
    if (row->kind == VALUE_ROW && (size_t)sub < row->list.len &&
        row->list.items[sub].kind != VALUE_NONE)
        value_format(&fields[sub], &row->list.items[sub], out);
}

/* The metric by the name that people use. */
static void put_metric(Buf *out, const Value *row) {
    if (row->kind == VALUE_ROW && OUTCOME_METRIC < row->list.len)
        buf_put_str(out, metric_label(row->list.items[OUTCOME_METRIC].text));
}

static void put_outcome(Buf *out, const Value *row) {
    const Field *fields = entity_get(ENTITY_CASE)->fields[CASE_OUTCOMES].row;
    Buf before = {0}, unit = {0};
    put_metric(out, row);
    put_value(&before, fields, row, OUTCOME_BEFORE);
    put_value(&unit, fields, row, OUTCOME_UNIT);
    buf_putc(out, ' ');
    if (before.len)
        buf_printf(out, "%s -> ", buf_text(&before));
    put_value(out, fields, row, OUTCOME_AFTER);
    if (unit.len)
        buf_printf(out, unit.len == 1 ? "%s" : " %s", buf_text(&unit));
    buf_free(&before);
    buf_free(&unit);
}

static Str first_line(Str text) {
    Str line = {0};
    text = str_trim(text);
    while (text.len && str_split(&text, '\n', &line) && !str_trim(line).len)
        ;
    return str_trim(line);
}

bool casetext_put_result(Buf *out, const Record *record) {
    const Value *outcomes = &record->values[CASE_OUTCOMES];
    if (outcomes->kind == VALUE_LIST && outcomes->list.len) {
        put_outcome(out, &outcomes->list.items[0]);
        return true;
    }
    Str line = first_line(record_text(record, CASE_RESULT));
    if (!line.len)
        line = record_text(record, CASE_SUMMARY);
    buf_put_str(out, line);
    return line.len > 0;
}

/* ---- a case ---- */

static void put_field(Buf *out, const Record *record, int field) {
    const Value *value = &record->values[field];
    const Field *row = &record->entity->fields[field];
    const char *label =
        row->kind == FIELD_CHOICE ? entity_choice_label(row, record_text(record, field)) : NULL;
    if (label)
        buf_puts(out, _(label));
    else if (value->kind == VALUE_REF)
        buf_put_str(out, value->ref.name);
    else if (value->kind == VALUE_INT && row->kind == FIELD_TIME)
        zone_format_local(out, value->number);
    else if (value->kind != VALUE_NONE)
        value_format(row, value, out);
}

static void add_field(CaseText *text, const Record *record, int field, Role role) {
    Buf value = {0};
    if (record_has(record, field)) {
        put_field(&value, record, field);
        casetext_pair(text, _(record->entity->fields[field].label), role, buf_str(&value));
    }
    buf_free(&value);
}

/* Whom the case may be told, as an answer to "may I?". */
static void add_consent(CaseText *text, const Record *record) {
    static const struct {
        const char *key, *answer;
        Role role;
    } answers[] = {
        {"named", N_("yes, by name"), ROLE_GOOD},
        {"anonymous", N_("only without the name"), ROLE_WARN},
        {"internal", N_("no, internal only"), ROLE_ERROR},
    };
    Str scope = record_text(record, CASE_CONSENT_SCOPE);
    Buf value = {0};
    Role role = ROLE_WARN;
    for (size_t i = 0; i < COUNT_OF(answers); i++) {
        if (str_equal(scope, str_of(answers[i].key))) {
            buf_puts(&value, _(answers[i].answer));
            role = answers[i].role;
        }
    }
    if (!value.len)
        buf_puts(&value, _("nothing agreed: ask the owner first"));
    if (record_has(record, CASE_CONSENT_EXPIRES)) {
        int32_t until = (int32_t)record->values[CASE_CONSENT_EXPIRES].number;
        bool over = until < library_today();
        buf_puts(&value, over ? _(", ended ") : _(", until "));
        date_format(&value, until);
        role = over ? ROLE_ERROR : role;
    }
    casetext_pair(text, _("May I tell"), role, buf_str(&value));
    buf_free(&value);
}

static void add_trust(CaseText *text, const Record *record) {
    Role role;
    Buf value = {0};
    buf_puts(&value, _(casetext_status(record, &role)));
    if (record_has(record, CASE_VERIFY_LAST)) {
        buf_puts(&value, ", ");
        date_format(&value, (int32_t)record->values[CASE_VERIFY_LAST].number);
    }
    casetext_pair(text, record_has(record, CASE_VERIFY_LAST) ? _("Verified") : _("State"), role,
                  buf_str(&value));
    buf_free(&value);
}

void casetext_add_brief(CaseText *text, const Record *record) {
    Buf result = {0};
    casetext_line(text, ROLE_TITLE, record_text(record, CASE_TITLE));
    if (casetext_put_result(&result, record))
        casetext_pair(text, _("Result"), ROLE_NUMBER, buf_str(&result));
    Str quote = first_line(record_text(record, CASE_FEEDBACK));
    if (quote.len && quote.ptr[0] == '>')
        quote = after(quote, 1);
    if (quote.len)
        push(text, (PagerLine){.text = quote, .role = ROLE_QUOTE, .indent = INDENT});
    add_consent(text, record);
    add_trust(text, record);
    add_field(text, record, CASE_OWNER, ROLE_TEXT);
    add_field(text, record, CASE_CUSTOMER, ROLE_TEXT);
    add_field(text, record, CASE_RETURN_REASON, ROLE_WARN);
    buf_free(&result);
}

void casetext_add_fields(CaseText *text, const Record *record) {
    static const int fields[] = {
        CASE_ID,       CASE_SUMMARY,  CASE_INDUSTRY,     CASE_CATEGORY,   CASE_TAGS,
        CASE_PRODUCT,  CASE_THEME,    CASE_PAIN,         CASE_SIZE_BAND,  CASE_REGION,
        CASE_SUCCESS,  CASE_AUDIENCE, CASE_PERIOD_START, CASE_PERIOD_END, CASE_ALTERNATIVES,
        CASE_REVIEWER, CASE_RELATED,  CASE_CREATED,      CASE_UPDATED};
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        add_field(text, record, fields[i], ROLE_TEXT);
}

static void add_outcomes(CaseText *text, const Record *record) {
    const Value *rows = &record->values[CASE_OUTCOMES];
    const Field *fields = record->entity->fields[CASE_OUTCOMES].row;
    casetext_heading(text, str_of(_(record->entity->fields[CASE_OUTCOMES].label)));
    for (size_t i = 0; i < rows->list.len; i++) {
        const Value *row = &rows->list.items[i];
        Buf line = {0};
        put_outcome(&line, row);
        casetext_line(text, ROLE_NUMBER, buf_str(&line));
        buf_clear(&line);
        for (int sub = OUTCOME_MEASURED_ON; sub <= OUTCOME_N; sub++) {
            size_t start = line.len;
            put_value(&line, fields, row, sub);
            if (line.len > start)
                buf_puts(&line, "  ");
        }
        if (line.len)
            push(text,
                 (PagerLine){.text = str_trim(buf_str(&line)), .role = ROLE_DIM, .indent = 2});
        buf_free(&line);
    }
}

static void add_steps(CaseText *text, const Record *record) {
    const Value *rows = &record->values[CASE_STEPS];
    const Field *fields = record->entity->fields[CASE_STEPS].row;
    casetext_heading(text, str_of(_(record->entity->fields[CASE_STEPS].label)));
    for (size_t i = 0; i < rows->list.len; i++) {
        Buf day = {0}, step = {0};
        put_value(&day, fields, &rows->list.items[i], STEP_DATE);
        put_value(&step, fields, &rows->list.items[i], STEP_TEXT);
        casetext_pair(text, day.len ? buf_text(&day) : "-", ROLE_TEXT, buf_str(&step));
        buf_free(&day);
        buf_free(&step);
    }
}

void casetext_add_story(CaseText *text, const Record *record) {
    static const int parts[] = {CASE_BACKGROUND, CASE_NEED,   CASE_SOLUTION, CASE_STEPS,
                                CASE_PROCESS,    CASE_RESULT, CASE_OUTCOMES, CASE_FEEDBACK,
                                CASE_BODY,       CASE_NOTES};
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        int field = parts[i];
        if (!record_has(record, field))
            continue;
        if (field == CASE_OUTCOMES) {
            add_outcomes(text, record);
        } else if (field == CASE_STEPS) {
            add_steps(text, record);
        } else {
            casetext_heading(text, str_of(_(record->entity->fields[field].label)));
            casetext_markdown(text, record_text(record, field));
        }
    }
}
