#include "config.h"

#include "base/i18n.h"
#include "library/typed.h"
#include "text/utf8.h"
#include "tui/form/kind.h"
#include "tui/widget/editkeys.h"
#include "tui/widget/scrap.h"

/* One line of text in a box, and what areas and choices have in common with it. */

enum { LINE_BYTES = 4096 };

size_t form_cap(const Field *field) {
    size_t cap = form_kind(field)->cap;
    if (field->max_bytes && !form_kind(field)->several)
        return field->max_bytes;
    return cap ? cap : LINE_BYTES;
}

static bool is_area(const FormKind *kind) {
    return kind->ways == &form_area_ways || kind->ways == &form_marked_ways;
}

static bool is_wrapped(const FormKind *kind) {
    return is_area(kind) || kind->ways == &form_long_ways;
}

/* A stored text is never cut, even when it is longer than what may be typed. */
static TextEdit *edit_new(const Field *field, Str text) {
    size_t cap = form_cap(field);
    bool multiline = is_wrapped(form_kind(field));
    return text_edit_new(text, multiline, text.len > cap ? text.len : cap);
}

void form_edit_make(FormField *field, Str text) {
    field->edit = edit_new(field->field, text);
    field->box.edit = field->edit;
    field->box.multiline = is_area(field->kind);
}

void form_edit_free(FormField *field) {
    text_edit_free(field->edit);
}

Str form_edit_text(const FormField *field) {
    return text_edit_text(field->edit);
}

void form_edit_put(FormField *field, Str text) {
    text_edit_set(field->edit, text);
}

void form_edit_format(const Field *field, const Value *value, Buf *out) {
    Buf raw = {0};
    library_typed_format(field, value, &raw);
    TextEdit *edit = edit_new(field, buf_str(&raw)); /* which cleans it */
    buf_put_str(out, text_edit_text(edit));
    text_edit_free(edit);
    buf_free(&raw);
}

bool form_edit_parse(const FormField *field, Arena *arena, Value *out, FormCell *where,
                     Error *err) {
    *where = (FormCell){-1, -1};
    return library_typed_parse(field->field, form_field_text(field), arena, out, err);
}

void form_edit_show(const FormField *field, Str text, Buf *out) {
    (void)field;
    buf_put_str(out, text);
}

void form_edit_prepare(FormField *field, const FormPlace *place) {
    bool needed = field->field->flags & FIELD_REQUIRED;
    field->box.placeholder = field->field->flags & FIELD_REVIEW ? _("needed for review")
                             : needed                           ? _("needed to publish")
                                                                : NULL;
    field->box.focused = place->focused;
    field->box.read_only = place->form->read_only;
}

int form_edit_one_line(const Form *form, FormField *field, int cols, bool focused) {
    (void)form, (void)field, (void)cols, (void)focused;
    return 1;
}

static void draw(FormField *field, const FormPlace *place) {
    form_edit_prepare(field, place);
    field_draw(&field->box, place->grid, place->rect);
}

/* What was typed or pasted in vain is said: nobody looks whether a text is there that one has seen.
 */
static void say_refused(FormField *field, size_t len) {
    size_t from, to, there = text_edit_text(field->edit).len;
    text_edit_selection(field->edit, &from, &to);
    if (there - (to - from) + len <= form_cap(field->field))
        return;
    buf_clear(&field->message);
    field->message_level = ISSUE_HARD;
    buf_puts(&field->message, _("That is too long for this field; nothing was put in."));
}

WidgetResult form_edit_key(Form *form, FormField *field, InputKey key) {
    char bytes[UTF8_MAX];
    field->box.read_only = form->read_only;
    WidgetResult result = field_key(&field->box, key);
    if (result == WIDGET_USED && !form->read_only && editkeys_pastes(key))
        say_refused(field, scrap_text().len);
    else if (result == WIDGET_USED && !form->read_only && input_key_is_text(key))
        say_refused(field, utf8_encode(key.code, bytes));
    return result;
}

/* PgUp and PgDn mean the group. */
WidgetResult form_edit_line_key(Form *form, FormField *field, InputKey key) {
    bool page = key.code == INPUT_PAGE_UP || key.code == INPUT_PAGE_DOWN;
    return page ? WIDGET_IGNORED : form_edit_key(form, field, key);
}

WidgetResult form_edit_paste(Form *form, FormField *field, Str text) {
    (void)form;
    WidgetResult result = field_paste(&field->box, text);
    if (result == WIDGET_USED)
        say_refused(field, text.len);
    return result;
}

void form_edit_mouse(Form *form, FormField *field, const InputEvent *event) {
    (void)form;
    field_mouse(&field->box, event);
}

void form_edit_enter(FormField *field, bool from_below) {
    (void)from_below;
    if (field->kind->caret_last)
        text_edit_move(field->edit, TEXT_MOVE_END, false);
}

const FormWays form_line_ways = {.make = form_edit_make,
                                 .free = form_edit_free,
                                 .text = form_edit_text,
                                 .put = form_edit_put,
                                 .format = form_edit_format,
                                 .parse = form_edit_parse,
                                 .show = form_edit_show,
                                 .lines = form_edit_one_line,
                                 .draw = draw,
                                 .key = form_edit_line_key,
                                 .paste = form_edit_paste,
                                 .mouse = form_edit_mouse,
                                 .enter = form_edit_enter};
