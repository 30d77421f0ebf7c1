#include "config.h"

#include "record/validate.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "record/state.h"
#include "text/utf8.h"

#include <stdlib.h>

enum { LINE_BYTES = 4096, TEXT_BYTES = 1 << 20, MOST_ITEMS = 1000 };

void issues_free(Issues *issues) {
    vec_free(issues);
}

typedef struct Check {
    const Record *record;
    Issues *issues;
    int field, row, sub;
} Check;

static void add(Check *check, const Error *error) {
    const Field *field = &check->record->entity->fields[check->field];
    Issue issue = {check->field, check->row, check->sub, *error};
    error_in_field(&issue.error, field->key);
    vec_push(check->issues, issue);
}

#define COMPLAIN(check, message, ...)                                                              \
    do {                                                                                           \
        Error complaint_;                                                                          \
        error_set(&complaint_, ERR_INVALID, message, __VA_ARGS__);                                 \
        add(check, &complaint_);                                                                   \
    } while (0)

/* Control characters that no field may hold; text keeps TAB and LF. */
static bool has_control(Str text, bool multi_line) {
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c == 0x7f || (c < 0x20 && !(multi_line && (c == '\n' || c == '\t'))))
            return true;
        if (c == 0xc2 && i + 1 < text.len && (unsigned char)text.ptr[i + 1] < 0xa0)
            return true; /* C1, U+0080 to U+009F */
    }
    return false;
}

static void check_text(Check *check, const Field *field, Str text) {
    bool multi_line = field->kind == FIELD_TEXT;
    size_t max = field->max_bytes ? field->max_bytes : multi_line ? TEXT_BYTES : LINE_BYTES;
    if (text.len > max)
        COMPLAIN(check, N_("{0} is too long: {1} bytes, at most {2}"), "szz", _(field->label),
                 text.len, max);
    else if (!utf8_valid(text, NULL))
        COMPLAIN(check, N_("{0} is not valid UTF-8"), "s", _(field->label));
    else if (!multi_line && text.len && memchr(text.ptr, '\n', text.len))
        COMPLAIN(check, N_("{0} must be one line"), "s", _(field->label));
    else if (has_control(text, multi_line))
        COMPLAIN(check, N_("{0} holds a control character"), "s", _(field->label));
    if (field->kind == FIELD_CHOICE && !entity_choice_label(field, text))
        COMPLAIN(check, N_("“{0}” is not one of the values of {1}"), "Ss", text, _(field->label));
}

static void check_number(Check *check, const Field *field, Decimal value) {
    if (field->min < field->max && (number_compare(value, (Decimal){field->min, 0}) < 0 ||
                                    number_compare(value, (Decimal){field->max, 0}) > 0)) {
        Buf text = {0};
        number_format_decimal(&text, value);
        COMPLAIN(check, N_("{0} is not between {1} and {2}"), "sdd", buf_text(&text), field->min,
                 field->max);
        buf_free(&text);
    }
}

static void check_value(Check *check, const Field *field, const Value *value) {
    switch (value->kind) {
    case VALUE_TEXT:
        check_text(check, field, value->text);
        break;
    case VALUE_REF:
        check_text(check, field, value->ref.name);
        break;
    case VALUE_INT:
        if (field->kind == FIELD_INT)
            check_number(check, field, (Decimal){value->number, 0});
        break;
    case VALUE_DECIMAL:
        check_number(check, field, value->decimal);
        break;
    case VALUE_LIST:
        if (value->list.len > MOST_ITEMS)
            COMPLAIN(check, N_("{0} has {1} entries, at most {2}"), "szz", _(field->label),
                     value->list.len, (size_t)MOST_ITEMS);
        for (size_t i = 0; i < value->list.len; i++) {
            check->row = (int)i;
            check_value(check, field, &value->list.items[i]);
        }
        check->row = -1;
        break;
    case VALUE_ROW:
        for (size_t i = 0; i < value->list.len; i++) {
            check->sub = (int)i;
            check_value(check, &field->row[i], &value->list.items[i]);
        }
        check->sub = -1;
        break;
    default:
        break;
    }
}

/* Pairs of dates of which the second must not lie before the first. */
static const struct {
    EntityType type;
    int first, second;
} ordered_dates[] = {
    {ENTITY_CASE, CASE_PERIOD_START, CASE_PERIOD_END},
    {ENTITY_CUSTOMER, CUSTOMER_CONTRACT_START, CUSTOMER_CONTRACT_END},
    {ENTITY_CONSENT, CONSENT_GRANTED_ON, CONSENT_EXPIRES},
};

/* What a record cannot exist without. */
static const struct {
    EntityType type;
    int field;
} indispensable[] = {
    {ENTITY_CASE, CASE_TITLE},       {ENTITY_CUSTOMER, CUSTOMER_NAME},
    {ENTITY_USER, USER_LOGIN},       {ENTITY_USER, USER_ROLE},
    {ENTITY_TEAM, TEAM_NAME},        {ENTITY_CONSENT, CONSENT_CUSTOMER},
    {ENTITY_CONSENT, CONSENT_SCOPE}, {ENTITY_USE, USE_CASE},
    {ENTITY_USE, USE_KIND},          {ENTITY_COMMENT, COMMENT_CASE},
    {ENTITY_COMMENT, COMMENT_KIND},
};

bool validate_hard(const Record *record, Issues *issues) {
    size_t before = issues->len;
    Check check = {record, issues, 0, -1, -1};
    for (size_t i = 0; i < record->entity->count; i++) {
        check.field = (int)i;
        check_value(&check, &record->entity->fields[i], &record->values[i]);
    }
    for (size_t i = 0; i < COUNT_OF(indispensable); i++) {
        check.field = indispensable[i].field;
        if (record->entity->type == indispensable[i].type && !record_has(record, check.field))
            COMPLAIN(&check, N_("{0} is missing"), "s",
                     _(record->entity->fields[check.field].label));
    }
    for (size_t i = 0; i < COUNT_OF(ordered_dates); i++) {
        int first = ordered_dates[i].first, second = ordered_dates[i].second;
        check.field = second;
        if (record->entity->type == ordered_dates[i].type && record_has(record, first) &&
            record_has(record, second) && record_int(record, second) < record_int(record, first))
            COMPLAIN(&check, N_("{0} lies before {1}"), "ss",
                     _(record->entity->fields[second].label),
                     _(record->entity->fields[first].label));
    }
    return issues->len == before;
}

/* Han characters count one; a run of letters or digits counts two, about what it says. */
static size_t weight_of(Str text) {
    size_t weight = 0;
    bool in_word = false;
    for (size_t at = 0; at < text.len;) {
        uint32_t c;
        at += utf8_next(text, at, &c);
        bool wide = c >= 0x2e80;
        bool word =
            !wide && ((c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c >= 0xc0);
        weight += wide ? 1 : word && !in_word ? 2 : 0;
        in_word = word;
    }
    return weight;
}

static bool has_digit(Str text) {
    static const char han[] = "一二三四五六七八九十百千万半两倍";
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        uint32_t c;
        at += utf8_next(text, at, &c);
        if ((c >= '0' && c <= '9') || (c >= 0xff10 && c <= 0xff19))
            return true;
        if (c >= 0x4e00 && memmem(han, sizeof han - 1, text.ptr + start, at - start))
            return true;
    }
    return false;
}

static void check_publish_field(Check *check, const Field *field, const Value *value,
                                unsigned section_min) {
    const char *label = _(field->label);
    if (value->kind == VALUE_NONE) {
        if (field->flags & FIELD_REQUIRED)
            COMPLAIN(check, N_("{0} is missing"), "s", label);
        return;
    }
    if (value->kind == VALUE_LIST && field->max_items && value->list.len > field->max_items)
        COMPLAIN(check, N_("{0} has {1} entries, at most {2}"), "szz", label, value->list.len,
                 (size_t)field->max_items);
    if (value->kind != VALUE_TEXT)
        return;
    size_t chars = utf8_count(value->text);
    if (field->min_chars && chars < field->min_chars)
        COMPLAIN(check, N_("{0} is too short: {1} characters, at least {2}"), "szz", label, chars,
                 (size_t)field->min_chars);
    bool wide =
        chars * 2 < value->text.len; /* mostly Chinese: a Latin title may have twice as many */
    size_t most = (size_t)field->max_chars * (wide ? 1 : 2);
    if (field->max_chars && chars > most)
        COMPLAIN(check, N_("{0} is too long: {1} characters, at most {2}"), "szz", label, chars,
                 most);
    if ((field->flags & FIELD_SECTION) && weight_of(value->text) < section_min)
        COMPLAIN(check, N_("{0} is too short: say at least what happened, in {1} characters"), "sz",
                 label, (size_t)section_min);
}

static void check_outcomes(Check *check) {
    const Value *rows = &check->record->values[CASE_OUTCOMES];
    for (size_t i = 0; rows->kind == VALUE_LIST && i < rows->list.len; i++) {
        const Value *row = &rows->list.items[i];
        for (size_t sub = 0; sub < row->list.len; sub++) {
            const Field *field = &check->record->entity->fields[CASE_OUTCOMES].row[sub];
            if (!(field->flags & FIELD_REQUIRED) || row->list.items[sub].kind != VALUE_NONE)
                continue;
            check->row = (int)i;
            check->sub = (int)sub;
            COMPLAIN(check, N_("outcome {0} has no {1}"), "ds", (int64_t)i + 1, _(field->label));
        }
    }
    check->row = check->sub = -1;
}

static bool same_person(const Record *record, int a, int b) {
    if (!record_has(record, a) || !record_has(record, b))
        return false;
    Uuid x = record_ref_uuid(record, a), y = record_ref_uuid(record, b);
    if (!uuid_is_nil(x) || !uuid_is_nil(y))
        return uuid_equal(x, y);
    return str_equal(record_ref_name(record, a), record_ref_name(record, b));
}

bool validate_publish(const Record *record, unsigned section_min, Issues *issues) {
    size_t before = issues->len;
    validate_hard(record, issues);
    if (record->entity->type != ENTITY_CASE)
        return issues->len == before;
    Check check = {record, issues, 0, -1, -1};
    for (size_t i = 0; i < record->entity->count; i++) {
        check.field = (int)i;
        if ((int)i != CASE_TITLE || record_has(record, CASE_TITLE)) /* its absence was said above */
            check_publish_field(&check, &record->entity->fields[i], &record->values[i],
                                section_min);
    }
    check.field = CASE_RESULT;
    if (record_has(record, CASE_RESULT) && !has_digit(record_text(record, CASE_RESULT)))
        COMPLAIN(&check, N_("the result holds no number"), "");
    check.field = CASE_OUTCOMES;
    check_outcomes(&check);
    check.field = CASE_REVIEWER;
    if (same_person(record, CASE_REVIEWER, CASE_OWNER) ||
        same_person(record, CASE_REVIEWER, CASE_AUTHOR))
        COMPLAIN(&check, N_("the reviewer must be someone else than the author and the owner"), "");
    check.field = CASE_CONSENT_SCOPE;
    if (case_audience(record) == AUDIENCE_PUBLIC && !record_has(record, CASE_CONSENT_SCOPE) &&
        !record_has(record, CASE_CONSENT_ID))
        COMPLAIN(&check, N_("a public case needs the customer's consent"), "");
    return issues->len == before;
}

static bool has_text(const Record *record) {
    for (size_t i = 0; i < record->entity->count; i++)
        if (record->entity->fields[i].flags & FIELD_SECTION && record_has(record, (int)i))
            return true;
    return record_has(record, CASE_BODY);
}

bool validate_submit(const Record *record, Issues *issues) {
    size_t before = issues->len;
    validate_hard(record, issues);
    if (record->entity->type != ENTITY_CASE)
        return issues->len == before;
    Check check = {record, issues, CASE_CUSTOMER, -1, -1};
    if (!record_has(record, CASE_CUSTOMER))
        COMPLAIN(&check, N_("{0} is missing"), "s", _(record->entity->fields[CASE_CUSTOMER].label));
    check.field = CASE_RESULT;
    if (!has_text(record))
        COMPLAIN(&check,
                 N_("there is nothing to review yet: write at least one part of the story, the "
                    "result first"),
                 "");
    return issues->len == before;
}

int record_completeness(const Record *record) {
    int required = 0, filled = 0;
    for (size_t i = 0; i < record->entity->count; i++) {
        if (!(record->entity->fields[i].flags & FIELD_REQUIRED))
            continue;
        required++;
        filled += record_has(record, (int)i);
    }
    return required ? (filled * 100 + required / 2) / required : 100;
}
