#include "config.h"

#include "base/i18n.h"
#include "tui/form/kind.h"

#include <stdlib.h>

/* --- fields ---------------------------------------------------------------------------------- */

void form_field_format(const FormField *field, const Value *value, Buf *out) {
    field->kind->ways->format(field->field, value, out);
}

Str form_field_text(const FormField *field) {
    Str text = field->kind->ways->text(field);
    return text.ptr ? text : (Str){"", 0};
}

void form_field_put(FormField *field, Str text) {
    field->kind->ways->put(field, text.ptr ? text : (Str){"", 0});
}

bool form_field_dirty(const FormField *field) {
    return !str_equal(form_field_text(field), str_of(buf_text(&field->base)));
}

bool form_field_can_focus(const FormField *field) {
    return !field->shown_only;
}

static void make_field(FormField *field, const Record *base, int index) {
    field->field = &base->entity->fields[index];
    field->kind = form_kind(field->field->kind);
    field->index = index;
    field->shown_only = (field->field->flags & FIELD_MOVED) != 0;
    Buf text = {0};
    form_field_format(field, &base->values[index], &text);
    field->kind->ways->make(field, buf_str(&text));
    buf_put_str(&field->base, form_field_text(field));
    buf_free(&text);
}

/* Groups in their order; what is private comes last. */
static bool stands_in(const Field *field, int group) {
    if (field->flags & FIELD_MACHINE || field->kind == FIELD_UUID)
        return false;
    bool private = (field->flags & FIELD_PRIVATE) != 0;
    return group == FIELD_GROUPS ? private : !private && (int)field->group == group;
}

Form *form_new(const Record *base, uint32_t base_rev) {
    Form *form = mem_zalloc(sizeof *form);
    const Entity *entity = base->entity;
    form->base = record_copy(base);
    form->base_rev = base_rev;
    form->fields = mem_zalloc(entity->count * sizeof *form->fields);
    for (int group = 0; group <= FIELD_GROUPS; group++)
        for (size_t i = 0; i < entity->count; i++)
            if (stands_in(&entity->fields[i], group))
                make_field(&form->fields[form->count++], form->base, (int)i);
    form_go(form, 0, false);
    return form;
}

void form_free(Form *form) {
    if (!form)
        return;
    for (size_t i = 0; i < form->count; i++) {
        FormField *field = &form->fields[i];
        field->kind->ways->free(field);
        buf_free(&field->base);
        buf_free(&field->message);
        buf_free(&field->theirs);
        buf_free(&field->before);
        buf_free(&field->mine);
    }
    form_popup_close(form);
    free(form->fields);
    vec_free(&form->menu_items);
    arena_free(&form->suggested);
    buf_free(&form->notice);
    record_free(form->base);
    free(form);
}

const Record *form_base(const Form *form) {
    return form->base;
}

uint32_t form_base_rev(const Form *form) {
    return form->base_rev;
}

void form_on_change(Form *form, FormChanged *changed, void *context) {
    form->changed = changed;
    form->context = context;
}

FormField *form_field_find(const Form *form, int field) {
    for (size_t i = 0; i < form->count; i++)
        if (form->fields[i].index == field)
            return &form->fields[i];
    return NULL;
}

bool form_is_dirty(const Form *form) {
    for (size_t i = 0; i < form->count; i++)
        if (form_field_dirty(&form->fields[i]))
            return true;
    return false;
}

bool form_field_is_dirty(const Form *form, int field) {
    const FormField *f = form_field_find(form, field);
    return f && form_field_dirty(f);
}

Str form_text(const Form *form, int field) {
    const FormField *f = form_field_find(form, field);
    return f ? form_field_text(f) : (Str){"", 0};
}

bool form_set_text(Form *form, int field, Str text) {
    FormField *f = form_field_find(form, field);
    if (f)
        form_field_put(f, text);
    return f != NULL;
}

Str form_field_message(const Form *form, int field) {
    const FormField *f = form_field_find(form, field);
    return f ? str_of(buf_text(&f->message)) : (Str){"", 0};
}

/* --- building and checking -------------------------------------------------------------------- */

/* The identity behind a name that the base already had. */
static const Value *known_ref(const Value *base, Str name) {
    if (base->kind == VALUE_REF && str_equal(base->ref.name, name))
        return base;
    for (size_t i = 0; base->kind == VALUE_LIST && i < base->list.len; i++)
        if (base->list.items[i].kind == VALUE_REF && str_equal(base->list.items[i].ref.name, name))
            return &base->list.items[i];
    return NULL;
}

static void keep_identity(const Value *base, Value *value) {
    if (value->kind == VALUE_REF && uuid_is_nil(value->ref.uuid)) {
        const Value *known = known_ref(base, value->ref.name);
        if (known)
            *value = *known;
    }
    for (size_t i = 0; value->kind == VALUE_LIST && i < value->list.len; i++)
        keep_identity(base, &value->list.items[i]);
}

/* What is wrong with the text of a field goes below it. */
static void complain(FormField *field, const Error *err, FormCell where) {
    buf_clear(&field->message);
    field->wrong_row = where.row;
    field->wrong_sub = where.sub;
    if (where.row >= 0 && where.sub >= 0)
        FORM_SAY(&field->message, N_("Row {0}, {1}: "), "ds", (int64_t)where.row + 1,
                 _(field->field->row[where.sub].label));
    error_render_message(err, &field->message);
}

static void complain_issue(FormField *field, const Issue *issue) {
    bool in_rows = field->field->row != NULL;
    complain(field, &issue->error,
             (FormCell){in_rows ? issue->row : -1, in_rows ? issue->sub : -1});
}

static bool parse_field(FormField *field, const Value *base, Arena *arena, Value *out) {
    Error err;
    FormCell where;
    bool ok = field->kind->ways->parse(field, arena, out, &where, &err);
    if (ok)
        keep_identity(base, out);
    else
        complain(field, &err, where);
    return ok;
}

bool form_build(Form *form, Record **out) {
    bool ok = true;
    *out = record_copy(form->base);
    for (size_t i = 0; i < form->count; i++) {
        FormField *field = &form->fields[i];
        Arena arena = {0};
        Value value;
        if (field->shown_only || !form_field_dirty(field))
            continue;
        if (parse_field(field, &form->base->values[field->index], &arena, &value))
            record_set(*out, field->index, value);
        else
            ok = false;
        arena_free(&arena);
    }
    if (!ok) {
        record_free(*out);
        *out = NULL;
    }
    return ok;
}

/* To a field, and in rows to the cell that is wrong. */
static void go_to_wrong(Form *form, size_t at, FormCell where) {
    const FormField *field = &form->fields[at];
    form_go(form, at, false);
    if (form->focus == at && field->kind->ways->go)
        field->kind->ways->go(&form->fields[at], where);
}

static void go_to_issue(Form *form, const Issue *issue) {
    for (size_t i = 0; i < form->count; i++)
        if (form->fields[i].index == issue->field)
            go_to_wrong(form, i, (FormCell){issue->row, issue->sub});
}

/* Puts the first issue of every field below it. */
static void show_issues(Form *form, const Issues *issues) {
    for (size_t i = issues->len; i-- > 0;) {
        const Issue *issue = &issues->items[i];
        FormField *field = form_field_find(form, issue->field);
        if (field)
            complain_issue(field, issue);
    }
}

static size_t place_on_page(const Form *form, int field) {
    size_t at = 0;
    while (at < form->count && form->fields[at].index != field)
        at++;
    return at;
}

void form_set_issues(Form *form, const Issues *issues) {
    const Issue *first = NULL;
    show_issues(form, issues);
    for (size_t i = 0; i < issues->len; i++)
        if (!first ||
            place_on_page(form, issues->items[i].field) < place_on_page(form, first->field))
            first = &issues->items[i];
    if (first)
        go_to_issue(form, first);
}

static void go_to_message(Form *form) {
    for (size_t i = 0; i < form->count; i++) {
        const FormField *field = &form->fields[i];
        if (!field->message.len)
            continue;
        go_to_wrong(form, i, (FormCell){field->wrong_row, field->wrong_sub});
        return;
    }
}

bool form_check(Form *form) {
    Record *record;
    Issues issues = {0};
    for (size_t i = 0; i < form->count; i++)
        buf_clear(&form->fields[i].message);
    if (!form_build(form, &record)) {
        go_to_message(form);
        return false;
    }
    bool ok = validate_hard(record, &issues);
    if (!ok)
        form_set_issues(form, &issues);
    issues_free(&issues);
    record_free(record);
    return ok;
}

/* The hard rules that concern one field, also those between two. */
static void check_field(Form *form, FormField *field) {
    Record *record = record_copy(form->base);
    Issues issues = {0};
    Arena arena = {0};
    for (size_t i = 0; i < form->count; i++) {
        FormField *other = &form->fields[i];
        Buf kept = other->message; /* only this field's message may change */
        Value value;
        bool same = other == field;
        other->message = (Buf){0};
        if (!other->shown_only && form_field_dirty(other) &&
            parse_field(other, &form->base->values[other->index], &arena, &value))
            record_set(record, other->index, value);
        if (same) {
            buf_free(&kept);
        } else {
            buf_free(&other->message);
            other->message = kept;
        }
    }
    if (!field->message.len && !validate_hard(record, &issues))
        for (size_t i = 0; i < issues.len && !field->message.len; i++)
            if (issues.items[i].field == field->index)
                complain_issue(field, &issues.items[i]);
    issues_free(&issues);
    arena_free(&arena);
    record_free(record);
}

/* Numbers, dates and lists are written as they will be shown later: 2026年9月1日 becomes
 * 2026-09-01. */
static void rewrite_field(FormField *field) {
    Arena arena = {0};
    Value value;
    FormCell where;
    Error err;
    Buf text = {0};
    if (field->kind->rewritten && form_field_dirty(field) &&
        field->kind->ways->parse(field, &arena, &value, &where, &err)) {
        form_field_format(field, &value, &text);
        if (!str_equal(buf_str(&text), form_field_text(field)))
            form_field_put(field, buf_str(&text));
    }
    buf_free(&text);
    arena_free(&arena);
}

static void leave_field(Form *form, FormField *field) {
    if (field->shown_only || form->read_only || (!form_field_dirty(field) && !field->message.len))
        return;
    rewrite_field(field);
    check_field(form, field);
}

/* --- moving ---------------------------------------------------------------------------------- */

void form_go(Form *form, size_t at, bool from_below) {
    size_t step = 0;
    if (!form->count)
        return;
    while (step < form->count &&
           !form_field_can_focus(&form->fields[at])) { /* pass what is only shown */
        at = (at + (from_below ? form->count - 1 : 1)) % form->count;
        step++;
    }
    form->focus = at;
    FormField *field = &form->fields[at];
    if (field->kind->ways->enter)
        field->kind->ways->enter(field, from_below);
}

static FormResult go_by(Form *form, int by) {
    FormField *field = &form->fields[form->focus];
    leave_field(form, field);
    size_t at = (form->focus + form->count + (size_t)(by + (int)form->count)) % form->count;
    form_go(form, at, by < 0);
    return FORM_USED;
}

/* Down at the last field and Up at the first stay there; Tab goes round. */
static FormResult go_line(Form *form, int by) {
    size_t edge = by < 0 ? 0 : form->count - 1;
    while (edge != form->focus && !form_field_can_focus(&form->fields[edge]))
        edge = by < 0 ? edge + 1 : edge - 1;
    return form->focus == edge ? FORM_USED : go_by(form, by);
}

static int group_of(const FormField *field) {
    return field->field->flags & FIELD_PRIVATE ? (int)FIELD_GROUPS : (int)field->field->group;
}

static FormResult go_group(Form *form, int by) {
    int group = group_of(&form->fields[form->focus]);
    size_t at = form->focus;
    leave_field(form, &form->fields[form->focus]);
    while (at > 0 && group_of(&form->fields[at - 1]) == group)
        at--; /* the first of this group */
    if (by < 0 && at == form->focus && at > 0) {
        group = group_of(&form->fields[--at]);
        while (at > 0 && group_of(&form->fields[at - 1]) == group)
            at--;
    }
    for (size_t next = at; by > 0 && next < form->count; next++) {
        if (group_of(&form->fields[next]) != group) {
            at = next;
            break;
        }
        if (next + 1 == form->count)
            at = next; /* in the last group: its last field */
    }
    form_go(form, at, false);
    form->group_on_top = true;
    return FORM_USED;
}

int form_focus(const Form *form) {
    return form->fields[form->focus].index;
}

void form_set_focus(Form *form, int field) {
    for (size_t i = 0; i < form->count; i++)
        if (form->fields[i].index == field)
            form_go(form, i, false);
}

/* --- events ---------------------------------------------------------------------------------- */

void form_field_changed(Form *form, FormField *field) {
    buf_clear(&field->message);
    if (field->conflict)
        field->decided = true;
    if (form->changed)
        form->changed(form->context, field->index, form_field_text(field));
}

static FormResult result_of(Form *form, FormField *field, WidgetResult result) {
    if (result == WIDGET_CHANGED) {
        form_field_changed(form, field);
        return FORM_CHANGED;
    }
    return result == WIDGET_IGNORED ? FORM_IGNORED : FORM_USED;
}

static FormResult save_key(Form *form) {
    if (form->read_only)
        return FORM_USED;
    rewrite_field(&form->fields[form->focus]);
    if (form_shows_undecided(form))
        return FORM_USED;
    return form_check(form) ? FORM_SAVE : FORM_USED;
}

/* Keys that mean the same in every field. */
static bool strong_key(Form *form, InputKey key, FormResult *result) {
    if (key.code == INPUT_ESCAPE && !key.mods)
        *result = FORM_LEAVE;
    else if (key.mods != INPUT_CTRL)
        return false;
    else if (key.code == 's')
        *result = save_key(form);
    else if (key.code == 'n' || key.code == 'b')
        *result = go_by(form, key.code == 'n' ? 1 : -1);
    else if (key.code == 't')
        *result = form_switch_version(form, &form->fields[form->focus]);
    else
        return false;
    return true;
}

/* Keys that a field leaves to the form. */
static FormResult weak_key(Form *form, InputKey key) {
    if (key.mods & ~INPUT_SHIFT)
        return FORM_IGNORED;
    switch (key.code) {
    case INPUT_TAB:
        return go_by(form, key.mods & INPUT_SHIFT ? -1 : 1);
    case INPUT_ENTER:
        return go_line(form, 1);
    case INPUT_UP:
    case INPUT_DOWN:
        return go_line(form, key.code == INPUT_UP ? -1 : 1);
    case INPUT_PAGE_UP:
    case INPUT_PAGE_DOWN:
        return go_group(form, key.code == INPUT_PAGE_UP ? -1 : 1);
    default:
        return FORM_IGNORED;
    }
}

static WidgetResult field_event(Form *form, FormField *field, InputKey key) {
    bool choose = key.code == INPUT_F1 + 6 && !key.mods && !form->read_only;
    if (choose)
        return field->kind->choose ? field->kind->choose(form, field) : WIDGET_IGNORED;
    return field->kind->ways->key(form, field, key);
}

static FormResult on_key(Form *form, InputKey key) {
    FormResult result;
    FormField *field = &form->fields[form->focus];
    if (strong_key(form, key, &result))
        return result;
    result = result_of(form, field, field_event(form, field, key));
    return result == FORM_IGNORED ? weak_key(form, key) : result;
}

static FormResult on_paste(Form *form, Str text) {
    FormField *field = &form->fields[form->focus];
    if (form->read_only)
        return FORM_USED;
    return result_of(form, field, field->kind->ways->paste(form, field, text));
}

static FormResult on_mouse(Form *form, const InputEvent *event) {
    for (size_t i = 0; i < form->count; i++) {
        FormField *field = &form->fields[i];
        if (!grid_rect_has(field->rect, event->row, event->col) || !form_field_can_focus(field))
            continue;
        if (i != form->focus && event->mouse != INPUT_MOUSE_PRESS)
            break;
        if (i != form->focus) {
            leave_field(form, &form->fields[form->focus]);
            form->focus = i;
        }
        if (field->kind->ways->mouse)
            field->kind->ways->mouse(form, field, event);
        return FORM_USED;
    }
    if (event->mouse == INPUT_MOUSE_WHEEL_UP || event->mouse == INPUT_MOUSE_WHEEL_DOWN)
        return go_line(form, event->mouse == INPUT_MOUSE_WHEEL_UP ? -1 : 1);
    return FORM_IGNORED;
}

FormResult form_event(Form *form, const InputEvent *event) {
    if (form->popup)
        return form_popup_event(form, event);
    switch (event->type) {
    case INPUT_TYPE_KEY:
        return on_key(form, event->key);
    case INPUT_TYPE_PASTE:
        return on_paste(form, event->text);
    case INPUT_TYPE_MOUSE:
        return on_mouse(form, event);
    default:
        return FORM_IGNORED;
    }
}

/* --- what the owner tells --------------------------------------------------------------------- */

void form_saved(Form *form, const Record *saved, uint32_t rev) {
    record_free(form->base);
    form->base = record_copy(saved);
    form->base_rev = rev;
    form->saved_once = true;
    form->armed = false;
    form_set_notice(form, ROLE_TEXT, (Str){"", 0});
    for (size_t i = 0; i < form->count; i++) {
        FormField *field = &form->fields[i];
        buf_clear(&field->base);
        form_field_format(field, &saved->values[field->index], &field->base);
        if (form_field_dirty(field)) /* a name was resolved, blanks at the end were taken off */
            form_field_put(field, buf_str(&field->base));
        buf_clear(&field->message);
        field->conflict = false;
    }
}

void form_set_draft_time(Form *form, int64_t at_ms) {
    form->draft_ms = at_ms;
}

void form_set_notice(Form *form, Role role, Str text) {
    form->notice_role = role;
    buf_clear(&form->notice);
    buf_put_str(&form->notice, text);
}

void form_set_read_only(Form *form, Str reason) {
    form->read_only = true;
    form_popup_close(form);
    form_set_notice(form, ROLE_WARN, reason);
}

bool form_is_read_only(const Form *form) {
    return form->read_only;
}

void form_field_show(const FormField *field, Str text, Buf *out) {
    field->kind->ways->show(field, text, out);
}
