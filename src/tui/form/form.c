#include "config.h"

#include "base/i18n.h"
#include "record/parse.h"
#include "tui/form/internal.h"

#include <stdlib.h>

enum { LINE_BYTES = 4096, LIST_BYTES = 64 << 10, TEXT_BYTES = 1 << 20 };

/* --- fields ---------------------------------------------------------------------------------- */

static size_t cap_of(const Field *field) {
    if (field->kind == FIELD_TEXT)
        return field->max_bytes ? field->max_bytes : TEXT_BYTES;
    if (field->kind == FIELD_LIST || field->kind == FIELD_REFS)
        return LIST_BYTES;
    return field->max_bytes ? field->max_bytes : LINE_BYTES;
}

/* A stored text is never cut, even when it is longer than what may be typed. */
static TextEdit *edit_new(const Field *field, Str text) {
    size_t cap = cap_of(field);
    return text_edit_new(text, field->kind == FIELD_TEXT, text.len > cap ? text.len : cap);
}

void form_field_format(const FormField *field, const Value *value, Buf *out) {
    Buf raw = {0};
    if (field->rows)
        form_rows_format(field->field, value, &raw);
    else
        value_format(field->field, value, &raw);
    if (field->rows) { /* as the table gives it back */
        FormRows *rows = form_rows_new(field->field, buf_str(&raw));
        buf_put_str(out, form_rows_text(rows));
        form_rows_free(rows);
    } else { /* as the edit field cleans it */
        TextEdit *edit = edit_new(field->field, buf_str(&raw));
        buf_put_str(out, text_edit_text(edit));
        text_edit_free(edit);
    }
    buf_free(&raw);
}

Str form_field_text(const FormField *field) {
    Str text = field->rows ? form_rows_text(field->rows) : text_edit_text(field->edit);
    return text.ptr ? text : (Str){"", 0};
}

void form_field_put(FormField *field, Str text) {
    text = text.ptr ? text : (Str){"", 0};
    if (field->rows)
        form_rows_set(field->rows, text);
    else
        text_edit_set(field->edit, text);
}

bool form_field_dirty(const FormField *field) {
    return !str_equal(form_field_text(field), str_of(buf_text(&field->base)));
}

bool form_field_can_focus(const FormField *field) {
    return !field->shown_only;
}

static void make_field(FormField *field, const Record *base, int index) {
    field->field = &base->entity->fields[index];
    field->index = index;
    field->shown_only = (field->field->flags & FIELD_MOVED) != 0;
    Buf text = {0};
    if (field->field->kind == FIELD_ROWS)
        field->rows = form_rows_new(field->field, (Str){"", 0});
    form_field_format(field, &base->values[index], &text);
    if (field->rows) {
        form_rows_free(field->rows);
        field->rows = form_rows_new(field->field, buf_str(&text));
    } else {
        field->edit = edit_new(field->field, buf_str(&text));
        field->box.edit = field->edit;
        field->box.multiline = field->field->kind == FIELD_TEXT;
    }
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
        text_edit_free(field->edit);
        form_rows_free(field->rows);
        buf_free(&field->base);
        buf_free(&field->message);
        buf_free(&field->theirs);
        buf_free(&field->before);
        buf_free(&field->mine);
    }
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
static void complain(FormField *field, const Error *err, int row, int sub) {
    buf_clear(&field->message);
    if (field->rows && row >= 0 && sub >= 0)
        FORM_SAY(&field->message, N_("Row {0}, {1}: "), "ds", (int64_t)row + 1,
                 _(field->field->row[sub].label));
    error_render_message(err, &field->message);
}

static bool parse_field(FormField *field, const Value *base, Arena *arena, Value *out) {
    Error err;
    int row = -1, sub = -1;
    Str text = form_field_text(field);
    bool ok = field->rows ? form_rows_parse(field->field, text, arena, out, &row, &sub, &err)
                          : value_parse(field->field, text, arena, out, &err);
    if (ok)
        keep_identity(base, out);
    else
        complain(field, &err, row, sub);
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

static void go_to_issue(Form *form, const Issue *issue) {
    for (size_t i = 0; i < form->count; i++) {
        if (form->fields[i].index != issue->field)
            continue;
        form_go(form, i, false);
        if (form->fields[i].rows && issue->row >= 0)
            form_rows_go(form->fields[i].rows, issue->row, issue->sub);
    }
}

/* Puts the first issue of every field below it. */
static void show_issues(Form *form, const Issues *issues) {
    for (size_t i = issues->len; i-- > 0;) {
        const Issue *issue = &issues->items[i];
        FormField *field = form_field_find(form, issue->field);
        if (field)
            complain(field, &issue->error, issue->row, issue->sub);
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

static bool go_to_message(Form *form) {
    for (size_t i = 0; i < form->count; i++) {
        FormField *field = &form->fields[i];
        Arena arena = {0};
        Value value;
        Error err;
        int row, sub;
        if (!field->message.len)
            continue;
        form_go(form, i, false);
        if (field->rows && !form_rows_parse(field->field, form_field_text(field), &arena, &value,
                                            &row, &sub, &err))
            form_rows_go(field->rows, row, sub);
        arena_free(&arena);
        return true;
    }
    return false;
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

/* Numbers, dates and lists are written as they will be shown later: 2026年9月1日 becomes
 * 2026-09-01. */
static bool is_rewritten(const Field *field) {
    static const bool kinds[FIELD_ROWS + 1] = {
        [FIELD_INT] = true,  [FIELD_DECIMAL] = true, [FIELD_DATE] = true,
        [FIELD_TIME] = true, [FIELD_LIST] = true,    [FIELD_REFS] = true};
    return kinds[field->kind];
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
                complain(field, &issues.items[i].error, issues.items[i].row, issues.items[i].sub);
    issues_free(&issues);
    arena_free(&arena);
    record_free(record);
}

static void rewrite_field(FormField *field) {
    Arena arena = {0};
    Value value;
    Error err;
    Buf text = {0};
    if (is_rewritten(field->field) && form_field_dirty(field) &&
        value_parse(field->field, form_field_text(field), &arena, &value, &err)) {
        value_format(field->field, &value, &text);
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
    if (field->rows)
        form_rows_enter(field->rows, from_below);
    else if (field->field->kind == FIELD_INT || field->field->kind == FIELD_DECIMAL)
        text_edit_move(field->edit, TEXT_MOVE_END, false); /* where Backspace finds the digits */
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
    if (key.code == INPUT_F1 + 6 && !key.mods && !form->read_only)
        return form_suggest_open(form, field);
    if (field->rows)
        return form_rows_key(field->rows, key, form->read_only);
    if (form_is_choice(field->field))
        return form->read_only ? WIDGET_IGNORED : form_choice_key(form, field, key);
    bool page = key.code == INPUT_PAGE_UP || key.code == INPUT_PAGE_DOWN;
    field->box.read_only = form->read_only;
    if (!page)
        return field_key(&field->box, key);
    /* A text that is shown whole has no pages: the key means the group. */
    size_t caret = text_edit_caret(field->edit);
    bool longer =
        field->box.multiline && text_edit_lines(field->edit)->len > (size_t)field->box.rect.rows;
    WidgetResult result = longer ? field_key(&field->box, key) : WIDGET_IGNORED;
    return caret == text_edit_caret(field->edit) ? WIDGET_IGNORED : result;
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
    WidgetResult result = field->rows                    ? form_rows_paste(field->rows, text)
                          : form_is_choice(field->field) ? form_choice_paste(field, text)
                                                         : field_paste(&field->box, text);
    if (result == WIDGET_USED && field->edit && text.len > cap_of(field->field)) {
        buf_clear(&field->message);
        buf_puts(&field->message, _("That is too long for this field; nothing was put in."));
    }
    return result_of(form, field, result);
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
        if (field->rows)
            form_rows_mouse(field->rows, event);
        else if (!form_is_choice(field->field))
            field_mouse(&field->box, event);
        return FORM_USED;
    }
    if (event->mouse == INPUT_MOUSE_WHEEL_UP || event->mouse == INPUT_MOUSE_WHEEL_DOWN)
        return go_line(form, event->mouse == INPUT_MOUSE_WHEEL_UP ? -1 : 1);
    return FORM_IGNORED;
}

FormResult form_event(Form *form, const InputEvent *event) {
    if (form->menu.count)
        return form_menu_event(form, event);
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
    form->menu = (Menu){0};
    form_set_notice(form, ROLE_WARN, reason);
}

bool form_is_read_only(const Form *form) {
    return form->read_only;
}

void form_field_show(const FormField *field, Str text, Buf *out) {
    if (form_is_choice(field->field)) {
        buf_puts(out, form_choice_label(field->field, text));
        return;
    }
    for (size_t i = 0; i < text.len; i++) {
        if (field->rows && text.ptr[i] == '\t')
            buf_puts(out, " | ");
        else
            buf_putc(out, text.ptr[i]);
    }
}
