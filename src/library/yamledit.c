#include "config.h"

#include "library/yamledit.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "format/format.h"
#include "library/export.h"

#include <stdlib.h>
#include <string.h>

static const char remark[] = "#!";

void library_edit_faults_free(EditFaults *faults) {
    VEC_EACH (fault, faults)
        buf_free(&fault->text);
    vec_free(faults);
}

static void add_fault(EditFaults *faults, const Error *err) {
    EditFault fault = {.line = err->line};
    error_render_message(err, &fault.text);
    vec_push(faults, fault);
}

/* ---- writing ---- */

/* The names of the fields that a new record may have, each on a line of its own. */
static void put_template(const Record *record, Buf *out) {
    for (size_t i = 0; i < record->entity->count; i++) {
        const Field *field = &record->entity->fields[i];
        bool shown = !(field->flags & (FIELD_MACHINE | FIELD_PRIVATE)) &&
                     !record_has(record, (int)i) && !strchr(field->key, '.');
        if (shown)
            buf_printf(out, "%s:\n", field->key);
    }
}

void library_edit_text(const Record *record, bool is_new, Buf *out) {
    library_format(record, FORMAT_YAML, out);
    if (is_new)
        put_template(record, out);
}

static void put_fault(const EditFault *fault, Buf *out) {
    Str rest = buf_str(&fault->text), part;
    while (rest.len && str_split(&rest, '\n', &part))
        buf_printf(out, "%s %.*s\n", remark, STR_ARG(part));
}

static void put_faults(const EditFaults *faults, int line, Buf *out) {
    for (size_t i = 0; i < faults->len; i++)
        if (faults->items[i].line == line)
            put_fault(&faults->items[i], out);
}

void library_edit_remark(Str text, const EditFaults *faults, Buf *out) {
    int number = 1;
    Str rest = text, line;
    buf_printf(out, "%s %s\n", remark,
               faults->len
                   ? _("Something is wrong: it stands above the lines. Lines with #! go away.")
                   : _("Save and leave the editor: the text goes back. Lines with #! go away."));
    put_faults(faults, 0, out);
    while (rest.len && str_split(&rest, '\n', &line)) {
        put_faults(faults, number++, out);
        buf_put_str(out, line);
        if (line.ptr + line.len < text.ptr + text.len)
            buf_putc(out, '\n');
    }
    for (size_t i = 0; i < faults->len; i++) /* of the end of the text */
        if (faults->items[i].line >= number)
            put_fault(&faults->items[i], out);
}

void library_edit_plain(Str text, Buf *out) {
    Str rest = text, line;
    while (rest.len && str_split(&rest, '\n', &line)) {
        if (str_starts(line, str_of(remark)))
            continue;
        buf_put_str(out, line);
        if (line.ptr + line.len < text.ptr + text.len)
            buf_putc(out, '\n');
    }
}

/* ---- reading ---- */

typedef struct Reading {
    const Record *base;
    bool strict;
    Record *record;
    size_t records;
    EditFaults *faults;
    Error first;
} Reading;

static void note(Reading *reading, const Error *err) {
    if (!reading->faults->len)
        reading->first = *err;
    add_fault(reading->faults, err);
}

/* A key that base has too came from a file and stays. */
static bool is_known_to(const Record *base, const Error *err) {
    Str unknown = base->unknown;
    Buf key = {0};
    buf_printf(&key, "\"%s\"", err->args[0].text);
    bool known = unknown.len && str_find(unknown, buf_str(&key), 0) != SIZE_MAX;
    buf_free(&key);
    return known;
}

static bool take(void *context, const FormatItem *item) {
    Reading *reading = context;
    if (reading->records++) {
        record_free(item->record);
        return true;
    }
    reading->record = item->record;
    for (size_t i = 0; i < item->problems->len; i++) {
        const FormatProblem *problem = &item->problems->items[i];
        bool unknown = problem->severity == FORMAT_NOTE_UNKNOWN && reading->strict &&
                       !is_known_to(reading->base, &problem->error);
        if (problem->severity == FORMAT_REFUSED || unknown)
            note(reading, &problem->error);
    }
    return true;
}

/* Whose a record is: nobody takes that away by leaving a line out. */
static const struct {
    EntityType type;
    int field;
} people[] = {
    {ENTITY_CASE, CASE_OWNER}, {ENTITY_CASE, CASE_REVIEWER}, {ENTITY_CUSTOMER, CUSTOMER_OWNER}};

static bool stays_unless_named(const Entity *entity, size_t field) {
    bool stays = entity->fields[field].flags & FIELD_MOVED;
    for (size_t i = 0; i < COUNT_OF(people) && !stays; i++)
        stays = people[i].type == entity->type && people[i].field == (int)field;
    return stays;
}

void library_edit_keep(Record *edited, const Record *base) {
    const Entity *entity = base->entity;
    for (size_t i = 0; i < entity->count; i++)
        if (entity->fields[i].flags & (FIELD_MACHINE | FIELD_PRIVATE) ||
            (stays_unless_named(entity, i) && !record_has(edited, (int)i)))
            record_set(edited, (int)i, base->values[i]);
    if (base->entity->type == ENTITY_CASE)
        record_set(edited, CASE_STATE, base->values[CASE_STATE]);
}

bool library_edit_read(const Record *base, Str text, const char *name, bool strict, Record **out,
                       EditFaults *faults, Error *err) {
    FormatRead read = {.kind = FORMAT_YAML, .entity = base->entity->type, .name = name};
    Reading reading = {.base = base, .strict = strict, .faults = faults};
    Error whole = {0};
    if (!format_read(&read, text, take, &reading, &whole))
        note(&reading, &whole);
    else if (reading.records > 1)
        error_set(&whole, ERR_SYNTAX, N_("there must be one record, not several"), "");
    else if (!reading.record && !faults->len)
        error_set(&whole, ERR_SYNTAX, N_("there is no record in it"), "");
    if (whole.code && !faults->len)
        note(&reading, &whole);
    if (faults->len) {
        record_free(reading.record);
        *err = reading.first;
        return false;
    }
    *out = reading.record;
    return true;
}
