#include "config.h"

#include "record/validate.h"

#include "base/i18n.h"
#include "base/vec.h"
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
    Issue issue = {.field = check->field,
                   .row = check->row,
                   .sub = check->sub,
                   .level = ISSUE_HARD,
                   .rule = "",
                   .error = *error};
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
