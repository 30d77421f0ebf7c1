#include "config.h"

#include "library/outcome.h"

#include "base/i18n.h"
#include "conf/catalogue.h"

#include <math.h>

static const Value *cell(const Value *row, int sub) {
    static const Value nothing = {.kind = VALUE_NONE};
    bool there = row->kind == VALUE_ROW && (size_t)sub < row->list.len;
    return there ? &row->list.items[sub] : &nothing;
}

static Str unit_of(const Value *row) {
    const Value *unit = cell(row, OUTCOME_UNIT);
    return unit->kind == VALUE_TEXT ? unit->text : STR("");
}

static bool number_of(const Value *row, int sub, Decimal *out) {
    const Value *value = cell(row, sub);
    if (value->kind != VALUE_DECIMAL)
        return false;
    *out = value->decimal;
    return true;
}

static bool at_scale(Decimal value, uint8_t scale, int64_t *out) {
    *out = value.units;
    for (; value.scale < scale; value.scale++)
        if (__builtin_mul_overflow(*out, (int64_t)10, out))
            return false;
    return true;
}

bool outcome_change(const Value *row, Decimal *out) {
    Decimal before, after;
    int64_t from, to;
    if (!number_of(row, OUTCOME_BEFORE, &before) || !number_of(row, OUTCOME_AFTER, &after))
        return false;
    out->scale = before.scale > after.scale ? before.scale : after.scale;
    return at_scale(before, out->scale, &from) && at_scale(after, out->scale, &to) &&
           !__builtin_sub_overflow(to, from, &out->units);
}

bool outcome_change_percent(const Value *row, double *out) {
    Decimal before, change;
    if (!outcome_change(row, &change) || !number_of(row, OUTCOME_BEFORE, &before) || !before.units)
        return false;
    *out = round(1000 * number_to_double(change) / fabs(number_to_double(before))) / 10;
    return true;
}

void outcome_put_metric(const Value *row, Buf *out) {
    const Value *name = cell(row, OUTCOME_METRIC);
    if (name->kind == VALUE_TEXT)
        buf_put_str(out, metric_label(name->text));
}

/* Signs stand close to the number, words apart from it. */
static void put_unit(Str unit, Buf *out) {
    if (unit.len > 1 && (uint8_t)unit.ptr[0] < 0x80)
        buf_putc(out, ' ');
    buf_put_str(out, unit);
}

static void put_number(const Value *row, int sub, Buf *out) {
    Decimal number;
    if (!number_of(row, sub, &number))
        return;
    number_format_decimal(out, number);
    put_unit(unit_of(row), out);
}

void outcome_put_before(const Value *row, Buf *out) {
    put_number(row, OUTCOME_BEFORE, out);
}

void outcome_put_after(const Value *row, Buf *out) {
    put_number(row, OUTCOME_AFTER, out);
}

void outcome_put_points(Decimal change, Buf *out) {
    buf_puts(out, change.units == 1 && !change.scale ? _(" point") : _(" points"));
}

void outcome_put_change(const Value *row, Buf *out) {
    Decimal change;
    double percent;
    if (!outcome_change(row, &change))
        return;
    buf_puts(out, change.units > 0 ? "+" : "");
    number_format_decimal(out, change);
    if (str_equal(unit_of(row), STR("%")))
        outcome_put_points(change, out);
    else
        put_unit(unit_of(row), out);
    if (change.units && outcome_change_percent(row, &percent))
        buf_printf(out, "%s%+.*f%%", _(", "), fabs(percent) >= 1000 ? 0 : 1, percent);
}

void outcome_put(const Value *row, Buf *out) {
    Decimal change;
    outcome_put_metric(row, out);
    buf_puts(out, " ");
    size_t start = out->len;
    outcome_put_before(row, out);
    if (out->len > start)
        buf_puts(out, " -> ");
    outcome_put_after(row, out);
    if (!outcome_change(row, &change))
        return;
    buf_puts(out, " (");
    outcome_put_change(row, out);
    buf_putc(out, ')');
}
