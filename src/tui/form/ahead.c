#include "config.h"

#include "tui/form/ahead.h"

#include "tui/form/kind.h"

static uint64_t version(const Form *form) {
    return form->offering.version(form->offering.context);
}

void form_ahead_free(FormField *field) {
    offers_free(&field->kept);
    field->is_kept = false;
}

const Offers *form_ahead(const FormField *field) {
    return field->is_kept ? &field->kept : NULL;
}

const Offers *form_ahead_ask(Form *form, FormField *field, Str typed, Offers *out) {
    FormOffering *o = &form->offering;
    uint64_t before = o->version ? version(form) : 0;
    offers_free(out);
    o->ask(o->context, field->index, -1, typed, out);
    field->asked = true;
    field->asked_version = before;
    if (!o->version || !out->lasting)
        return out;
    form_ahead_free(field);
    field->kept = *out;
    field->is_kept = true;
    *out = (Offers){0};
    return &field->kept;
}

/* Cases are looked for by what is typed: there is nothing to read ahead. */
static bool lasts(const FormField *field) {
    return field->kind->offers && !field->rows && !field->shown_only &&
           field->field->target != ENTITY_CASE;
}

static bool reads_ahead(const Form *form) {
    return form->offering.version && form->offering.ask && !form->read_only;
}

bool form_ahead_is_coming(const Form *form, const FormField *field) {
    return reads_ahead(form) && lasts(field) && !field->asked;
}

void form_ahead_expire(Form *form) {
    if (!form->offering.version)
        return;
    uint64_t now = version(form);
    form_offering_close(form);
    form->offering.loaded = false;
    for (size_t i = 0; i < form->count; i++)
        if (form->fields[i].asked_version != now)
            form_ahead_free(&form->fields[i]);
}

/* SIZE_MAX: none. */
static size_t next_field(const Form *form) {
    uint64_t now = reads_ahead(form) ? version(form) : 0;
    for (size_t i = 0; i < form->count && reads_ahead(form); i++) {
        size_t at = (form->focus + i) % form->count;
        const FormField *field = &form->fields[at];
        bool shown = i ? form_is_shown(form, field) : !form->on_heading;
        bool old = !i && field->asked_version != now && !form->offering.open && !form->popup;
        if (shown && lasts(field) && (!field->asked || old))
            return at;
    }
    return SIZE_MAX;
}

bool form_wants_rest(const Form *form) {
    return next_field(form) != SIZE_MAX;
}

/* Of the field with the focus, when it is old, else of the next one that nobody asked for yet. */
bool form_rest(Form *form) {
    size_t at = next_field(form);
    Offers other = {0};
    if (at == SIZE_MAX)
        return false;
    if (at == form->focus)
        form->offering.loaded = false;
    form_ahead_ask(form, &form->fields[at], STR(""), &other);
    offers_free(&other);
    return true;
}
