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

/* What two texts of a field are made of that have one origin. */
typedef struct Sides {
    const Value *values[MERGE_SIDES]; /* mine NULL: it cannot be read, and only be chosen whole */
    Str texts[MERGE_SIDES];
} Sides;

/* theirs: what stands in the field when theirs is taken. */
static void begin_conflict(FormField *field, const Sides *sides, Str theirs) {
    set_buf(&field->whole[MERGE_MINE], sides->texts[MERGE_MINE]);
    set_buf(&field->whole[MERGE_THEIRS], sides->texts[MERGE_THEIRS]);
    set_buf(&field->theirs, theirs);
    set_buf(&field->before, sides->texts[MERGE_BASE]);
    buf_clear(&field->mine);
    field->conflict = true;
    field->decided = field->took_theirs = field->theirs_is_mine = false;
}

/* Both changed it: joins what can be, true when nothing is left to decide. */
static bool join(FormField *field, const Sides *sides) {
    const Value *const *values = sides->values;
    Arena arena = {0};
    Value with_mine, with_theirs;
    Buf texts[2] = {{0}, {0}};
    bool read = values[MERGE_MINE] && values[MERGE_THEIRS], joined = false;
    if (read) { /* else it can only be chosen as a whole */
        joined =
            merge_value(field->field, values[MERGE_BASE], values[MERGE_MINE], values[MERGE_THEIRS],
                        MERGE_MINE, &arena, &with_mine) != MERGE_CONTESTED;
        merge_value(field->field, values[MERGE_BASE], values[MERGE_MINE], values[MERGE_THEIRS],
                    MERGE_THEIRS, &arena, &with_theirs);
        form_field_format(field, &with_mine, &texts[MERGE_MINE]);
        form_field_format(field, &with_theirs, &texts[MERGE_THEIRS]);
    }
    if (!joined)
        begin_conflict(field, sides,
                       read ? str_of(buf_text(&texts[MERGE_THEIRS])) : sides->texts[MERGE_THEIRS]);
    Str stands = read ? str_of(buf_text(&texts[MERGE_MINE])) : sides->texts[MERGE_MINE];
    if (!str_equal(stands, form_field_text(field)))
        form_field_put(field, stands);
    for (int side = 0; side < 2; side++)
        buf_free(&texts[side]);
    arena_free(&arena);
    return joined;
}

/* What stands in the field has changed, and so has the revision below it. */
static bool join_revision(const Form *form, FormField *field, const Value *old, const Value *new,
                          Str theirs) {
    Arena arena = {0};
    Value mine;
    Buf text = {0};
    buf_put_str(&text, form_field_text(field));
    bool read = form_field_value(form, field, &arena, &mine);
    Sides sides = {.values = {read ? &mine : NULL, new, old},
                   .texts = {str_of(buf_text(&text)), theirs, str_of(buf_text(&field->base))}};
    bool joined = join(field, &sides);
    buf_free(&text);
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
        taken = join_revision(form, field, old, new, str_of(buf_text(&text)));
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

/* ---- a text that comes back from elsewhere ---- */

static void put_value(const FormField *field, const Record *record, Buf *out) {
    form_field_format(field, &record->values[field->index], out);
}

/* Both the form and the text have changed the field since `from`. True: it is to be decided. */
static bool join_text(const Form *form, FormField *field, const Record *from, const Record *mine,
                      const Buf *texts) {
    Arena arena = {0};
    Value here;
    bool read = form_field_value(form, field, &arena, &here);
    Sides sides = {
        .values = {&mine->values[field->index], read ? &here : NULL, &from->values[field->index]}};
    for (int side = 0; side < MERGE_SIDES; side++)
        sides.texts[side] = str_of(buf_text(&texts[side]));
    bool own = form_field_dirty(field); /* before mine stands in it */
    bool joined = join(field, &sides);
    field->theirs_is_mine = !joined && own;
    arena_free(&arena);
    return !joined;
}

/* True when the field has another text now, or is to be decided. */
static bool join_field(const Form *form, FormField *field, const Record *from, const Record *given,
                       const Record *mine) {
    Buf texts[MERGE_SIDES] = {{0}, {0}, {0}}; /* theirs is what stands here */
    /* what is typed here goes on from what was given, when that was of the same draft */
    from = given && form_field_dirty(field) ? given : from;
    bool asks = false;
    put_value(field, mine, &texts[MERGE_MINE]);
    put_value(field, from, &texts[MERGE_BASE]);
    buf_put_str(&texts[MERGE_THEIRS], form_field_text(field));
    Str text = str_of(buf_text(&texts[MERGE_MINE])), base = str_of(buf_text(&texts[MERGE_BASE])),
        here = str_of(buf_text(&texts[MERGE_THEIRS]));
    if (!str_equal(text, here) && !str_equal(text, base)) {
        if (str_equal(here, base))
            form_field_put(field, text);
        else
            asks = join_text(form, field, from, mine, texts);
    }
    bool changed = asks || !str_equal(form_field_text(field), here);
    for (int side = 0; side < MERGE_SIDES; side++)
        buf_free(&texts[side]);
    return changed;
}

size_t form_join_record(Form *form, const Record *from, const Record *given, const Record *mine,
                        Str by) {
    VEC(FormField *) changed = {0};
    for (size_t i = 0; i < form->count; i++) {
        FormField *field = &form->fields[i];
        bool hidden = field->shown_only || field->field->flags & FIELD_PRIVATE;
        if (!hidden && join_field(form, field, from, given, mine))
            vec_push(&changed, field);
    }
    VEC_EACH (field, &changed)
        form_field_told(form, *field);
    size_t count = changed.len, left = form_undecided(form);
    vec_free(&changed);
    form->armed = false;
    if (!left)
        return count;
    form->their_rev = form->base_rev;
    set_buf(&form->their_name, by);
    Buf notice = {0};
    FORM_SAY(&notice,
             N_("Put together with what changed since the text was begun. To decide: {0}. ^S "
                "saves."),
             "z", left);
    form_set_notice(form, ROLE_WARN, buf_str(&notice));
    buf_free(&notice);
    go_to_undecided(form);
    return count;
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
