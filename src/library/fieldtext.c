#include "config.h"

#include "library/fieldtext.h"

#include "base/i18n.h"
#include "base/zone.h"
#include "record/parse.h"

void fieldtext_put(const Record *record, int field, Buf *out) {
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
