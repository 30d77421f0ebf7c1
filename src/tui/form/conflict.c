#include "config.h"

#include "base/i18n.h"
#include "record/merge.h"
#include "tui/form/kind.h"

static void set_buf(Buf *buf, Str text) {
    buf_clear(buf);
    buf_put_str(buf, text);
}

void form_conflict_clear(FormField *field) {
    buf_free(&field->theirs);
    buf_free(&field->before);
    buf_free(&field->mine);
    for (int side = 0; side < 2; side++)
        buf_free(&field->whole[side]);
    field->conflict = false;
}

/* theirs: what stands in the field when theirs is taken; whole: all of their text. */
static void begin_conflict(FormField *field, Str theirs, Str whole) {
    set_buf(&field->whole[MERGE_MINE], form_field_text(field));
    set_buf(&field->whole[MERGE_THEIRS], whole);
    set_buf(&field->theirs, theirs);
    set_buf(&field->before, str_of(buf_text(&field->base)));
    buf_clear(&field->mine);
    field->conflict = true;
    field->decided = field->took_theirs = false;
}

/* Both changed it: joins what can be, true when nothing is left to decide. */
static bool join(const Form *form, FormField *field, const Record *theirs, Str whole) {
    const Value *old = &form->base->values[field->index], *new = &theirs->values[field->index];
    Arena arena = {0};
    Value mine, with_mine, with_theirs;
    Buf texts[2] = {{0}, {0}};
    bool read = form_field_value(form, field, &arena, &mine), joined = false;
    if (read) { /* else it can only be chosen as a whole */
        joined = merge_value(field->field, old, &mine, new, MERGE_MINE, &arena, &with_mine) !=
                 MERGE_CONTESTED;
        merge_value(field->field, old, &mine, new, MERGE_THEIRS, &arena, &with_theirs);
        form_field_format(field, &with_mine, &texts[MERGE_MINE]);
        form_field_format(field, &with_theirs, &texts[MERGE_THEIRS]);
    }
    if (!joined)
        begin_conflict(field, read ? str_of(buf_text(&texts[MERGE_THEIRS])) : whole, whole);
    if (read && !str_equal(buf_str(&texts[MERGE_MINE]), form_field_text(field)))
        form_field_put(field, str_of(buf_text(&texts[MERGE_MINE])));
    for (int side = 0; side < 2; side++)
        buf_free(&texts[side]);
    arena_free(&arena);
    return joined;
}

/* Moves one field onto their revision. True when something of it was taken over. */
static bool merge_field(const Form *form, FormField *field, const Record *theirs) {
    if (field->kind->beside)
        return false;
    const Value *old = &form->base->values[field->index], *new = &theirs->values[field->index];
    bool taken = false;
    if (value_equal(old, new))
        return false; /* also an older conflict stays what it was */
    Buf text = {0};
    form_field_format(field, new, &text);
    bool mine_changed = form_field_dirty(field) && !field->shown_only;
    bool same = str_equal(form_field_text(field), buf_str(&text));
    field->conflict = false;
    if (mine_changed && !same)
        taken = join(form, field, theirs, str_of(buf_text(&text)));
    else if (!same)
        form_field_put(field, str_of(buf_text(&text))), taken = true;
    set_buf(&field->base, buf_str(&text));
    buf_free(&text);
    return taken;
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
    set_buf(&form->their_name, by);
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

FormResult form_conflict_take(Form *form, FormField *field, Str text) {
    form_field_put(field, text);
    field->decided = true;
    field->took_theirs = false;
    if (form->changed)
        form->changed(form->context, field->index, form_field_text(field));
    return FORM_CHANGED;
}

bool form_takes_keep(Form *form) {
    bool keeps = form->keeps_mine;
    form->keeps_mine = false;
    return keeps;
}

void form_set_alike(Form *form, Str text) {
    set_buf(&form->alike, text);
}

void form_set_others(Form *form, Str text) {
    set_buf(&form->others, text);
}

bool form_shows_undecided(Form *form) {
    if (form->armed || !go_to_undecided(form))
        return false;
    form->armed = true;
    form_set_notice(form, ROLE_WARN,
                    str_of(_("^T switches between mine and theirs, F7 compares; ^S once more saves "
                             "what stands in the fields.")));
    return true;
}
