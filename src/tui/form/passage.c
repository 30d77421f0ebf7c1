#include "config.h"

#include "tui/form/passage.h"

#include "base/i18n.h"
#include "text/mark.h"
#include "text/sentence.h"
#include "tui/form/notes.h"
#include "tui/form/passageput.h"

#include <string.h>

/* ---- marks in the text ---- */

static size_t line_start(Str text, size_t at) {
    const char *lf = memrchr(text.ptr, '\n', at);
    return lf ? (size_t)(lf - text.ptr) + 1 : 0;
}

static size_t line_end(Str text, size_t at) {
    const char *lf = memchr(text.ptr + at, '\n', text.len - at);
    return lf ? (size_t)(lf - text.ptr) : text.len;
}

void form_passage_put_marks(void *context, Str text, size_t from, size_t to, FieldMarks *out) {
    const TextSpans *spans = text_edit_spans(context);
    GridStyle style = {ROLE_DISABLED, ROLE_FIELD};
    (void)text;
    for (size_t i = text_spans_find(spans, from); i < spans->len && spans->items[i].from < to; i++)
        vec_push(out, (GridMark){spans->items[i].from, spans->items[i].to, style});
}

/* What is no blank in a part of one line; at the start of a line the sign of a list stays before
 * the mark, so that it is one wherever Markdown is read. */
static void add_part(TextSpans *spans, Str text, size_t from, size_t to) {
    Str part = str_make(text.ptr + from, to - from);
    size_t sign = from == line_start(text, from) ? text_list_mark(part) : 0;
    Str inner = str_trim(str_make(part.ptr + sign, part.len - sign));
    size_t begins = (size_t)(inner.ptr - text.ptr);
    text_spans_add(spans, begins, begins + inner.len);
}

bool form_passage_mark(TextEdit *edit, size_t from, size_t to, bool used) {
    Str text = text_edit_text(edit);
    TextSpans spans = {0};
    text_spans_copy(text_edit_spans(edit), &spans);
    if (!used)
        text_spans_remove(&spans, from, to);
    for (size_t at = from; used && at < to;) {
        size_t end = line_end(text, at);
        end = end < to ? end : to;
        add_part(&spans, text, at, end);
        at = end + 1;
    }
    bool changed = text_edit_set_spans(edit, &spans, to);
    text_spans_free(&spans);
    return changed;
}

/* ---- what is taken ---- */

static Str selected(const FormField *field) {
    size_t from, to;
    text_edit_selection(field->edit, &from, &to);
    return str_make(text_edit_text(field->edit).ptr + from, to - from);
}

/* The marked passage that ends at a place. */
static bool mark_before(const TextEdit *edit, size_t at, size_t *from) {
    const TextSpans *spans = text_edit_spans(edit);
    size_t found = at ? text_spans_find(spans, at - 1) : spans->len;
    if (found == spans->len || spans->items[found].to != at)
        return false;
    *from = spans->items[found].from;
    return true;
}

static bool select_part(TextEdit *edit, size_t from, size_t to) {
    if (from >= to)
        return false;
    text_edit_move_to(edit, from, false);
    text_edit_move_to(edit, to, true);
    return true;
}

/* The sentence at the caret; right behind a marked passage that passage, so that it can go to
 * another place too. */
static bool select_passage(TextEdit *edit) {
    size_t from, to, caret = text_edit_caret(edit);
    if (mark_before(edit, caret, &from))
        return select_part(edit, from, caret);
    text_sentence_around(text_edit_text(edit), caret, &from, &to);
    return select_part(edit, from, to);
}

/* ---- where it goes ---- */

/* In the order of their digits. */
static const int targets[] = {CASE_BACKGROUND, CASE_NEED, CASE_SOLUTION, CASE_PROCESS, CASE_RESULT,
                              CASE_FEEDBACK,   CASE_BODY, CASE_SUMMARY,  CASE_TITLE};
enum { TO_NOTHING = -1 };

/* Part of an item of a list, or of several. */
static bool is_item(Str text, size_t from) {
    size_t start = line_start(text, from);
    return text_list_mark(str_make(text.ptr + start, line_end(text, start) - start)) > 0;
}

static bool send(Form *form, FormField *field, int action) {
    size_t from, to;
    Str text = text_edit_text(field->edit);
    text_edit_selection(field->edit, &from, &to);
    size_t start = line_start(text, from), end = line_end(text, to);
    if (action == TO_NOTHING)
        return true;
    Buf passage = {0}, around = {0};
    buf_put(&passage, text.ptr + from, to - from);
    buf_put(&around, text.ptr + start, end - start);
    bool done =
        form_passage_put(form, action, buf_str(&passage), buf_str(&around), is_item(text, from));
    buf_free(&passage);
    buf_free(&around);
    return done;
}

/* Where the notes are, the passage is greyed, and the caret stands behind it for the next one. */
static WidgetResult take(Form *form, FormField *field, int action) {
    size_t from, to;
    text_edit_selection(field->edit, &from, &to);
    if (!send(form, field, action))
        return WIDGET_USED;
    bool marks = field->index == CASE_NOTES;
    if (!marks || !form_passage_mark(field->edit, from, to, action != TO_NOTHING))
        text_edit_move_to(field->edit, to, false);
    if (marks) /* also when the focus went to the row */
        form_field_changed(form, field);
    return WIDGET_USED;
}

/* Above or below the passage, where there is more room; in two columns where one does not fit. */
static void draw(Form *form, Grid *grid, GridRect within) {
    FormField *field = &form->fields[form->focus];
    GridRect box = field->box.rect;
    size_t from, to;
    text_edit_selection(field->edit, &from, &to);
    int end = within.row + within.rows, top = box.row - (int)field->box.top;
    int first = top + (int)text_edit_line_of(field->edit, from),
        last = top + (int)text_edit_line_of(field->edit, to ? to - 1 : 0);
    first = first < box.row ? box.row : first;
    int above = first - within.row, below = end - last - 1;
    GridRect room = within;
    room.rows = above > below ? above : below;
    room.row = above > below ? within.row : last + 1;
    if (room.rows < 3)
        room = within;
    form->menu.columns = room.rows < (int)form->menu.count + 2 ? 2 : 1;
    menu_draw(&form->menu, grid, room);
}

/* The passage's field may have lost the focus to the row, so that it tells its change itself; the
 * form's owner is told with every change. */
static WidgetResult event(Form *form, FormField *field, const InputEvent *event) {
    WidgetResult result = WIDGET_USED;
    if (event->type == INPUT_TYPE_KEY)
        result = menu_key(&form->menu, event->key);
    else if (event->type == INPUT_TYPE_MOUSE)
        result = menu_mouse(&form->menu, event);
    if (result != WIDGET_DONE && result != WIDGET_CANCELLED)
        return WIDGET_USED;
    form_popup_close(form);
    return result == WIDGET_DONE ? take(form, field, form->menu.action) : WIDGET_USED;
}

static const FormPopup popup = {.draw = draw, .event = event};

static void add_item(Form *form, const char *label, uint32_t shortcut, const char *key,
                     const char *reason, int action) {
    MenuItem item = {
        .label = label, .key = key, .shortcut = {shortcut, 0}, .reason = reason, .action = action};
    vec_push(&form->menu_items, item);
}

static const char *customer_reason(const Form *form) {
    const FormField *customer = form_field_find(form, CASE_CUSTOMER);
    return customer && !form_field_text(customer).len ? NULL
                                                      : _("The case has a customer already.");
}

static void add_items(Form *form, const FormField *field) {
    form->menu_items.len = 0;
    for (size_t i = 0; i < COUNT_OF(targets); i++) {
        const FormField *target = form_field_find(form, targets[i]);
        bool same = target == field;
        add_item(form, target ? form_label(form, target) : "", '1' + (uint32_t)i, NULL,
                 target && !same ? NULL : _("The passage stands there already."), targets[i]);
    }
    add_item(form, _("Outcome row"), '0', NULL, NULL, CASE_OUTCOMES);
    add_item(form, _("Row of steps"), '=', NULL, NULL, CASE_STEPS);
    add_item(form, _("Customer"), '+', NULL, customer_reason(form), CASE_CUSTOMER);
    if (field->index == CASE_NOTES)
        add_item(form, _("Not used"), '-', NULL, NULL, TO_NOTHING);
}

bool form_passage_open(Form *form, FormField *field) {
    bool is_case = form->base->entity->type == ENTITY_CASE;
    if (!is_case || !field->edit || !field->box.multiline || form->read_only)
        return false;
    text_edit_set_marking(field->edit, false);
    if (!selected(field).len && !select_passage(field->edit)) {
        form_notes_say(form, ROLE_INFO, str_of(_("There is no text here to be put elsewhere.")));
        return true;
    }
    add_items(form, field);
    form->menu = (Menu){.title = _("Put the passage into"),
                        .items = form->menu_items.items,
                        .count = form->menu_items.len,
                        .by_key = true};
    form->menu.list.count = form->menu.count;
    form->popup = &popup;
    return true;
}
