#include "config.h"

#include "base/i18n.h"
#include "record/state.h"
#include "tui/form/ahead.h"
#include "tui/form/find.h"
#include "tui/form/kind.h"
#include "tui/form/moved.h"
#include "tui/form/notes.h"
#include "tui/widget/editkeys.h"

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

static void make_field(FormField *field, const Record *base, int index) {
    field->field = &base->entity->fields[index];
    field->kind = form_kind(field->field);
    field->index = index;
    field->shown_only = (field->field->flags & FIELD_MOVED) != 0;
    field->level = ISSUE_LEVELS;
    Buf text = {0};
    form_field_format(field, &base->values[index], &text);
    field->kind->ways->make(field, buf_str(&text));
    buf_put_str(&field->base, form_field_text(field));
    buf_free(&text);
}

/* Below the outcomes, which rest on them. */
static void make_files(FormField *field) {
    *field = (FormField){.field = &form_files_field,
                         .kind = form_kind(&form_files_field),
                         .index = FORM_FILES,
                         .level = ISSUE_LEVELS};
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
    form_offering_init(&form->offering);
    form->fields = mem_zalloc((entity->count + 1) * sizeof *form->fields);
    for (int group = 0; group <= FIELD_GROUPS; group++)
        for (size_t i = 0; i < entity->count; i++) {
            if (!stands_in(&entity->fields[i], group))
                continue;
            make_field(&form->fields[form->count++], form->base, (int)i);
            if (entity->type == ENTITY_CASE && i == CASE_OUTCOMES)
                make_files(&form->fields[form->count++]);
        }
    form_go(form, 0, false);
    return form;
}

void form_set_remark(Form *form, int index, Str text) {
    FormField *field = form_field_find(form, index);
    if (!field)
        return;
    buf_clear(&field->remark);
    buf_put_str(&field->remark, text);
}

void form_free(Form *form) {
    if (!form)
        return;
    for (size_t i = 0; i < form->count; i++) {
        FormField *field = &form->fields[i];
        field->kind->ways->free(field);
        buf_free(&field->base);
        buf_free(&field->message);
        buf_free(&field->note);
        buf_free(&field->told);
        buf_free(&field->told_of);
        buf_free(&field->remark);
        buf_free(&field->item);
        form_ahead_free(field);
        form_conflict_clear(field);
    }
    form_popup_close(form);
    free(form->fields);
    vec_free(&form->menu_items);
    form_offering_free(&form->offering);
    form_find_free(form->find);
    vec_free(&form->moves.items);
    buf_free(&form->menu_title);
    buf_free(&form->notes_said);
    buf_free(&form->notice);
    buf_free(&form->files);
    buf_free(&form->their_name);
    buf_free(&form->others);
    buf_free(&form->alike);
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

void form_on_beside(Form *form, FormBeside *beside, void *context) {
    form->beside = beside;
    form->beside_context = context;
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

bool form_fill(Form *form, int field, Str text) {
    FormField *f = form_field_find(form, field);
    if (!f || form->read_only || form_field_text(f).len || !text.len)
        return false;
    form_field_put(f, text);
    form_field_changed(form, f);
    return true;
}

/* All of it stands in the form before the owner hears of any: a session that finds with the first
 * field that its draft is another one's puts everything aside. */
size_t form_take_record(Form *form, const Record *record) {
    VEC(FormField *) changed = {0};
    for (size_t i = 0; i < form->count; i++) {
        FormField *field = &form->fields[i];
        Buf text = {0};
        if (field->shown_only || field->kind->beside || field->field->flags & FIELD_PRIVATE)
            continue;
        form_field_format(field, &record->values[field->index], &text);
        if (!str_equal(buf_str(&text), form_field_text(field))) {
            form_field_put(field, buf_str(&text));
            vec_push(&changed, field);
        }
        buf_free(&text);
    }
    VEC_EACH (field, &changed)
        form_field_changed(form, *field);
    size_t count = changed.len;
    vec_free(&changed);
    return count;
}

Str form_field_message(const Form *form, int field) {
    const FormField *f = form_field_find(form, field);
    return f ? str_of(buf_text(&f->message)) : (Str){"", 0};
}

/* --- moving ---------------------------------------------------------------------------------- */

void form_go(Form *form, size_t at, bool from_below) {
    size_t step = 0;
    form_offering_close(form);
    form->typed_here = false;
    form_popup_close(form); /* it belongs to the field that is left: ^X goes past it */
    if (!form->count)
        return;
    while (step < form->count && !form_is_stop(form, at)) {
        at = (at + (from_below ? form->count - 1 : 1)) % form->count;
        step++;
    }
    form->focus = at;
    FormField *field = &form->fields[at];
    form->on_heading = !form_group_is_open(form, form_group(field));
    if (field->kind->ways->enter && !form->on_heading)
        field->kind->ways->enter(field, from_below);
}

static FormResult go_by(Form *form, int by) {
    FormField *field = &form->fields[form->focus];
    form_leave_field(form, field);
    size_t at = (form->focus + form->count + (size_t)(by + (int)form->count)) % form->count;
    form_go(form, at, by < 0);
    return FORM_USED;
}

static FormResult tab_by(Form *form, int by) {
    FormResult result = go_by(form, by);
    FormRows *rows = form->fields[form->focus].rows;
    if (rows && !form->on_heading && !form->read_only)
        form_rows_select(rows);
    return result;
}

/* Down at the last field and Up at the first stay there; Tab goes round. */
static FormResult go_line(Form *form, int by) {
    size_t edge = by < 0 ? 0 : form->count - 1;
    while (edge != form->focus && !form_is_stop(form, edge))
        edge = by < 0 ? edge + 1 : edge - 1;
    return form->focus == edge ? FORM_USED : go_by(form, by);
}

int form_focus(const Form *form) {
    return form->fields[form->focus].index;
}

void form_set_focus(Form *form, int field) {
    for (size_t i = 0; i < form->count; i++)
        if (form->fields[i].index == field) {
            form_reveal(form, i);
            form_go(form, i, false);
        }
}

/* --- events ---------------------------------------------------------------------------------- */

void form_field_told(Form *form, FormField *field) {
    form->changes++;
    buf_clear(&field->message);
    buf_clear(&field->note);
    form_recount_field(form, field);
    if (form->changed)
        form->changed(form->context, field->index, form_field_text(field));
}

void form_field_changed(Form *form, FormField *field) {
    if (field->conflict)
        field->decided = true;
    form_field_told(form, field);
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
    form_ahead_expire(form);
    form_settle(form, &form->fields[form->focus]);
    if (form_shows_undecided(form) || !form_check(form) || form_words_ask(form, FORM_SAVE))
        return FORM_USED;
    return FORM_SAVE;
}

/* Only a draft can be submitted; what is further on is saved and left. */
static FormResult done_key(Form *form) {
    if (form->read_only)
        return FORM_USED;
    form_ahead_expire(form);
    form_leave_field(form, &form->fields[form->focus]);
    if (form_shows_undecided(form))
        return FORM_USED;
    bool submit = form->base->entity->type == ENTITY_CASE && case_state(form->base) == STATE_DRAFT;
    if (!form_check_for(form, submit ? ISSUE_SUBMIT : ISSUE_HARD) ||
        form_words_ask(form, FORM_DONE))
        return FORM_USED;
    return FORM_DONE;
}

/* Keys that mean the same in every field. */
static bool strong_key(Form *form, InputKey key, FormResult *result) {
    FormField *field = &form->fields[form->focus];
    bool escape = key.code == INPUT_ESCAPE && !key.mods;
    if (escape && field->edit && text_edit_is_marking(field->edit)) {
        text_edit_select_none(field->edit);
        *result = FORM_USED;
    } else if (form_notes_key(form, key) || (!form->on_heading && form_find_key(form, field, key)))
        *result = FORM_USED;
    else if (escape)
        *result = FORM_LEAVE;
    else if (key.code == INPUT_F1 + 4 && !key.mods) {
        form_notes_leave(form);
        *result = form_switch_quick(form);
    } else if (key.mods != INPUT_CTRL)
        return false;
    else if (key.code == 's')
        *result = save_key(form);
    else if (key.code == 'd')
        *result = done_key(form);
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
        return tab_by(form, key.mods & INPUT_SHIFT ? -1 : 1);
    case INPUT_ENTER:
        return go_line(form, 1);
    case INPUT_UP:
    case INPUT_DOWN:
        return go_line(form, key.code == INPUT_UP ? -1 : 1);
    case INPUT_PAGE_UP:
    case INPUT_PAGE_DOWN:
        return form_go_group(form, key.code == INPUT_PAGE_UP ? -1 : 1);
    default:
        return FORM_IGNORED;
    }
}

static WidgetResult field_event(Form *form, FormField *field, InputKey key) {
    bool choose = key.code == INPUT_F1 + 6 && !key.mods && !form->read_only;
    if (choose && field->conflict)
        return form_decide_open(form, field);
    if (choose && !field->kind->choose) {
        form_say_none(form, _("There is nothing to choose from here: type it."));
        return WIDGET_USED;
    }
    if (choose)
        return field->kind->choose(form, field);
    return field->kind->ways->key(form, field, key);
}

/* Of rows a key may go to another cell. */
static FormResult field_key_result(Form *form, FormField *field, InputKey key) {
    if (!field->rows)
        return result_of(form, field, field_event(form, field, key));
    size_t row = form_rows_cell_row(field->rows);
    int sub = form_rows_cell_sub(field->rows);
    FormResult result = result_of(form, field, field_event(form, field, key));
    if (row != form_rows_cell_row(field->rows) || sub != form_rows_cell_sub(field->rows))
        form_leave_cell(form, field);
    else if (result == FORM_CHANGED)
        form_cell_typed(form, field);
    return result;
}

/* Enter behind an item that somebody typed is the end of that item, not of the field: what is typed
 * next stands here, too. A second one goes on. */
static bool ends_item(Form *form, FormField *field, InputKey key) {
    bool enter = key.code == INPUT_ENTER && !key.mods && field->kind->several;
    if (!enter || form->read_only || !form->typed_here || !form_item_end(field))
        return false;
    form_field_changed(form, field);
    form_offering_close(form);
    return true;
}

/* Undo belongs to the field: elsewhere there may be more. */
static void say_no_undo(Form *form, InputKey key) {
    bool undo = input_key_equal(key, (InputKey){'z', INPUT_CTRL});
    if ((undo || input_key_equal(key, (InputKey){'y', INPUT_CTRL})) && !form->read_only)
        form_say_once(form, ROLE_INFO,
                      str_of(undo ? _("Nothing to take back here: each field has its own undo.")
                                  : _("Nothing to do again here: each field has its own undo.")));
}

static FormResult on_key(Form *form, InputKey key) {
    bool used;
    FormField *field = &form->fields[form->focus];
    FormResult result = form_offering_key(form, field, key, &used);
    if (used)
        return result;
    if (form_move_key(form, key))
        return FORM_CHANGED;
    if (strong_key(form, key, &result))
        return result;
    if (!form->on_heading)
        result = field_key_result(form, field, key);
    else
        result = FORM_IGNORED;
    if (result == FORM_USED && !form->popup)
        say_no_undo(form, key);
    if (result == FORM_CHANGED && !form->popup) {
        form->typed_here = true;
        form_offering_typed(form, field);
    }
    if (result == FORM_IGNORED && !form->on_heading && ends_item(form, field, key))
        return FORM_CHANGED;
    if (result == FORM_IGNORED && form_in_notes(form) && form_notes_end(key))
        return FORM_USED;
    if (result == FORM_IGNORED)
        result = form_heading_key(form, key);
    return result == FORM_IGNORED ? weak_key(form, key) : result;
}

static FormResult on_paste(Form *form, Str text) {
    FormField *field = &form->fields[form->focus];
    if (form->read_only || form->on_heading)
        return FORM_USED;
    form_offering_close(form);
    return result_of(form, field, field->kind->ways->paste(form, field, text));
}

/* A click on the heading of a group folds and opens it. */
static bool click_heading(Form *form, size_t at, const InputEvent *event) {
    FormField *field = &form->fields[at];
    if (!form->folds || event->mouse != INPUT_MOUSE_PRESS ||
        !grid_rect_has(field->head_rect, event->row, event->col))
        return false;
    int group = form_group(field);
    form_leave_field(form, &form->fields[form->focus]);
    form_open_group(form, group, !form_group_is_open(form, group));
    form_go(form, at, false);
    form->shows_group = GROUP_WHOLE;
    return true;
}

static FormResult on_mouse(Form *form, const InputEvent *event) {
    bool used;
    FormResult result = form_offering_mouse(form, &form->fields[form->focus], event, &used);
    if (used)
        return result;
    for (size_t i = 0; i < form->count; i++) {
        FormField *field = &form->fields[i];
        if (click_heading(form, i, event))
            return FORM_USED;
        if (!grid_rect_has(field->rect, event->row, event->col) || !form_is_stop(form, i))
            continue;
        if (i != form->focus && event->mouse != INPUT_MOUSE_PRESS)
            break;
        if (i != form->focus) {
            form_leave_field(form, &form->fields[form->focus]);
            form->focus = i;
        }
        form->on_heading = false;
        if (field->kind->ways->mouse)
            field->kind->ways->mouse(form, field, event);
        return FORM_USED;
    }
    if (event->mouse == INPUT_MOUSE_WHEEL_UP || event->mouse == INPUT_MOUSE_WHEEL_DOWN)
        return go_line(form, event->mouse == INPUT_MOUSE_WHEEL_UP ? -1 : 1);
    return FORM_IGNORED;
}

static bool is_end_key(const InputEvent *event) {
    return event->type == INPUT_TYPE_KEY &&
           (event->key.code == INPUT_HOME || event->key.code == INPUT_END);
}

void form_drop_passing_notice(Form *form, unsigned notices) {
    if (form->notice_passes && form->notices == notices)
        form_set_notice(form, ROLE_TEXT, (Str){"", 0});
}

static FormResult on_event(Form *form, const InputEvent *event);

FormResult form_event(Form *form, const InputEvent *event) {
    unsigned notices = form->notices, changes = form->changes;
    FormResult result = on_event(form, event);
    if (form->changes != changes)
        form_drop_passing_notice(form, notices);
    return result;
}

static FormResult on_event(Form *form, const InputEvent *event) {
    if (!is_end_key(event))
        editkeys_other_key();
    bool clears = form->esc_clears && event->type == INPUT_TYPE_KEY &&
                  input_key_equal(event->key, (InputKey){INPUT_ESCAPE, 0});
    if (form->notice_once && event->type != INPUT_TYPE_MOUSE)
        form_set_notice(form, ROLE_TEXT, (Str){"", 0});
    if (clears)
        return FORM_USED;
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

bool form_keys_differ(const Form *form) {
    const FormField *field = &form->fields[form->focus];
    return (field->edit && editkeys_state(field->edit)) ||
           (field->rows && form_rows_selected(field->rows));
}

void form_hint(const FormField *field, Buf *out) {
    const char *state = field->edit ? editkeys_state(field->edit) : NULL;
    if (field->rows && form_rows_selected(field->rows))
        state = N_("Typing replaces it, an arrow edits it. Tab: next. Enter: new row. F7: choose.");
    if (state)
        buf_puts(out, _(state));
    else
        form_kind_say(field->field, out);
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
        if (field->kind->beside)
            continue;
        buf_clear(&field->base);
        form_field_format(field, &saved->values[field->index], &field->base);
        if (form_field_dirty(field)) /* a name was resolved, blanks at the end were taken off */
            form_field_put(field, buf_str(&field->base));
        buf_clear(&field->message);
        buf_clear(&field->note);
        field->conflict = false;
    }
    form_set_lint(form, form->lint);
}

void form_set_draft_time(Form *form, int64_t at_ms) {
    form->draft_ms = at_ms;
}

void form_set_notice(Form *form, Role role, Str text) {
    form->notice_role = role;
    form->notice_passes = form->notice_once = form->esc_clears = false;
    form->notices++;
    buf_clear(&form->notice);
    buf_put_str(&form->notice, text);
}

void form_say_once(Form *form, Role role, Str text) {
    form_set_notice(form, role, text);
    form->notice_once = true;
}

void form_say_none(Form *form, const char *text) {
    form_say_once(form, ROLE_INFO, str_of(text));
    form->esc_clears = true;
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
