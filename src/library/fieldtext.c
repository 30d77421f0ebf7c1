#include "config.h"

#include "library/fieldtext.h"

#include "base/i18n.h"
#include "base/zone.h"
#include "library/outcome.h"
#include "record/parse.h"

/* What is measured, then where and when. */
static void put_outcomes(const Field *field, const Value *rows, Buf *out) {
    for (size_t i = 0; i < rows->list.len; i++) {
        const Value *row = &rows->list.items[i];
        buf_puts(out, i ? "\n" : "");
        outcome_put(row, out);
        for (size_t sub = OUTCOME_MEASURED_ON; sub < row->list.len && sub < field->row_count;
             sub++) {
            if (row->list.items[sub].kind == VALUE_NONE)
                continue;
            buf_puts(out, sub == OUTCOME_N ? "; n=" : "; ");
            value_format(&field->row[sub], &row->list.items[sub], out);
        }
    }
}

void fieldtext_put(const Record *record, int field, Buf *out) {
    const Value *value = &record->values[field];
    const Field *row = &record->entity->fields[field];
    const char *label =
        row->kind == FIELD_CHOICE ? entity_choice_label(row, record_text(record, field)) : NULL;
    bool outcomes = record->entity->type == ENTITY_CASE && field == CASE_OUTCOMES;
    if (outcomes && value->kind == VALUE_LIST)
        put_outcomes(row, value, out);
    else if (label)
        buf_puts(out, _(label));
    else if (value->kind == VALUE_REF)
        buf_put_str(out, value->ref.name);
    else if (value->kind == VALUE_INT && row->kind == FIELD_TIME)
        zone_format_local(out, value->number);
    else if (value->kind != VALUE_NONE)
        value_format(row, value, out);
}
