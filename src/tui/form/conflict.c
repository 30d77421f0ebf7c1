#include "config.h"

#include "base/i18n.h"
#include "tui/form/internal.h"

static void set_buf(Buf *buf, Str text) {
    buf_clear(buf);
    buf_put_str(buf, text);
}

static void begin_conflict(FormField *field, Str theirs, Str before) {
    set_buf(&field->theirs, theirs);
    set_buf(&field->before, before);
    buf_clear(&field->mine);
    field->conflict = true;
    field->decided = field->took_theirs = false;
}

/* Moves one field onto their revision. True when only they had changed it. */
static bool merge_field(const Form *form, FormField *field, const Record *theirs) {
    const Value *old = &form->base->values[field->index], *new = &theirs->values[field->index];
    if (value_equal(old, new))
        return false; /* also an older conflict stays what it was */
    Buf text = {0};
    form_field_format(field, new, &text);
    Str mine = form_field_text(field);
    bool mine_changed = form_field_dirty(field) && !field->shown_only;
    bool same = str_equal(mine, buf_str(&text));
    if (mine_changed && !same)
        begin_conflict(field, buf_str(&text), buf_str(&field->base));
    else
        field->conflict = false;
    if (!mine_changed && !same)
        form_field_put(field, buf_str(&text));
    set_buf(&field->base, buf_str(&text));
    buf_free(&text);
    return !mine_changed && !same;
}

size_t form_undecided(const Form *form) {
    size_t count = 0;
    for (size_t i = 0; i < form->count; i++)
        count += form->fields[i].conflict && !form->fields[i].decided;
    return count;
}

static bool go_to_undecided(Form *form) {
    for (size_t i = 0; i < form->count; i++) {
        if (form->fields[i].conflict && !form->fields[i].decided) {
            form_go(form, i, false);
            return true;
        }
    }
    return false;
}

size_t form_set_conflict(Form *form, const Record *theirs, uint32_t rev, Str by) {
    size_t merged = 0;
    for (size_t i = 0; i < form->count; i++)
        merged += merge_field(form, &form->fields[i], theirs);
    record_free(form->base);
    form->base = record_copy(theirs);
    form->base_rev = form->their_rev = rev;
    form->armed = false;
    Buf notice = {0};
    size_t left = form_undecided(form);
    FORM_SAY(
        &notice,
        by.len ? N_("{0} saved revision {1} meanwhile. Taken over: {2}, to decide: {3}. ^S saves.")
               : N_("Somebody saved revision {1} meanwhile. Taken over: {2}, to decide: {3}. ^S "
                    "saves."),
        "Sdzz", by, (int64_t)rev, merged, left);
    form_set_notice(form, ROLE_WARN, buf_str(&notice));
    buf_free(&notice);
    go_to_undecided(form);
    return left;
}

Str form_theirs(const Form *form, int field) {
    const FormField *f = form_field_find(form, field);
    return f && f->conflict ? str_of(buf_text(&f->theirs)) : (Str){"", 0};
}

FormResult form_switch_version(Form *form, FormField *field) {
    if (!field->conflict || form->read_only)
        return FORM_IGNORED;
    field->decided = true;
    field->took_theirs = !field->took_theirs;
    if (field->took_theirs) {
        set_buf(&field->mine, form_field_text(field));
        form_field_put(field, buf_str(&field->theirs));
    } else {
        form_field_put(field, buf_str(&field->mine));
    }
    if (form->changed)
        form->changed(form->context, field->index, form_field_text(field));
    return FORM_CHANGED;
}

bool form_shows_undecided(Form *form) {
    if (form->armed || !go_to_undecided(form))
        return false;
    form->armed = true;
    form_set_notice(form, ROLE_WARN,
                    str_of(_("^T switches between mine and theirs; ^S once more saves what stands "
                             "in the fields.")));
    return true;
}
