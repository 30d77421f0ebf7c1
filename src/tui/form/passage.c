#include "config.h"

#include "tui/form/passage.h"

#include "base/i18n.h"
#include "format/label.h"
#include "text/mark.h"
#include "text/sentence.h"
#include "text/width.h"
#include "tui/form/kind.h"
#include "tui/form/moved.h"
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

/* Some of [from, to) is marked. */
static bool is_used(const TextEdit *edit, size_t from, size_t to) {
    const TextSpans *spans = text_edit_spans(edit);
    size_t found = text_spans_find(spans, from);
    return found < spans->len && spans->items[found].from < to;
}

static size_t skip_blanks(Str text, size_t at) {
    while (at < text.len && strchr(" \t\n", text.ptr[at]))
        at++;
    return at;
}

void form_passage_go_on(TextEdit *edit, size_t at) {
    Str text = text_edit_text(edit);
    for (at = skip_blanks(text, at); at < text.len;) {
        size_t end = text_sentence_end(text, at);
        if (!is_used(edit, at, end)) {
            text_edit_move_to(edit, at, false);
            return;
        }
        at = skip_blanks(text, end);
    }
}

/* What begins at a place in its line; empty where nothing does, or where it is used. */
static bool select_rest(TextEdit *edit, size_t at) {
    Str text = text_edit_text(edit);
    size_t begins = at, end = line_end(text, at);
    while (begins < end && strchr(" \t", text.ptr[begins]))
        begins++;
    if (begins == end)
        return false;
    size_t sentence = text_sentence_end(text, begins);
    end = sentence < end ? sentence : end;
    return !is_used(edit, begins, end) && select_part(edit, begins, end);
}

/* The sentence at the caret; right behind a marked passage the one that begins there, and where
 * none does that passage, so that it can go to another place too. */
static bool select_passage(TextEdit *edit) {
    size_t from, to, caret = text_edit_caret(edit);
    if (mark_before(edit, caret, &from))
        return select_rest(edit, caret) || select_part(edit, from, caret);
    text_sentence_around(text_edit_text(edit), caret, &from, &to);
    return select_part(edit, from, to);
}

/* ---- where it goes ---- */

/* In the order of the menu; a sign passes an idle input method as a digit does. */
static const struct {
    int field;
    char key;
    const char *label; /* message id; NULL: the field's own */
} targets[] = {{CASE_BACKGROUND, '1', NULL},
               {CASE_NEED, '2', NULL},
               {CASE_SOLUTION, '3', NULL},
               {CASE_PROCESS, '4', NULL},
               {CASE_RESULT, '5', NULL},
               {CASE_FEEDBACK, '6', NULL},
               {CASE_BODY, '7', NULL},
               {CASE_SUMMARY, '8', NULL},
               {CASE_TITLE, '9', NULL},
               {CASE_OUTCOMES, '0', N_("Outcome row")},
               {CASE_STEPS, '=', N_("Row of steps")},
               {CASE_CUSTOMER, '+', N_("Customer")},
               {CASE_ALTERNATIVES, '/', NULL}};
/* Besides the fields. */
enum { TO_GREY = -1, TO_PLAIN = -2, TO_EVIDENCE = -3, NOWHERE = -4 };

/* Part of an item of a list, or of several. */
static bool is_item(Str text, size_t from) {
    size_t start = line_start(text, from);
    return text_list_mark(str_make(text.ptr + start, line_end(text, start) - start)) > 0;
}

static bool put(Form *form, FormField *field, int action) {
    size_t from, to;
    Str text = text_edit_text(field->edit);
    text_edit_selection(field->edit, &from, &to);
    size_t start = line_start(text, from), end = line_end(text, to);
    Buf passage = {0}, around = {0};
    buf_put(&passage, text.ptr + from, to - from);
    buf_put(&around, text.ptr + start, end - start);
    bool done = action == TO_EVIDENCE ? form_passage_be_evidence(form, buf_str(&passage))
                                      : form_passage_put(form, action, buf_str(&passage),
                                                         buf_str(&around), is_item(text, from));
    buf_free(&passage);
    buf_free(&around);
    return done;
}

/* The mark alone. */
static WidgetResult grey(Form *form, FormField *field, bool used) {
    size_t from, to;
    text_edit_selection(field->edit, &from, &to);
    if (!form_passage_mark(field->edit, from, to, used))
        text_edit_move_to(field->edit, to, false);
    if (used)
        form_passage_go_on(field->edit, to);
    form_field_changed(form, field);
    form_notes_say(form, ROLE_INFO,
                   str_of(used ? _("Greyed: it goes nowhere.") : _("It is not greyed any more.")));
    return WIDGET_USED;
}

/* Where the notes are, the passage is greyed, and the caret stands at the next one. */
static WidgetResult take(Form *form, FormField *field, int action) {
    size_t from, to;
    if (action == TO_GREY || action == TO_PLAIN)
        return grey(form, field, action == TO_GREY);
    const FormField *target = form_field_find(form, action == TO_EVIDENCE ? CASE_OUTCOMES : action);
    text_edit_selection(field->edit, &from, &to);
    if (!target)
        return WIDGET_USED;
    FormMove move = form_move_begin(form, field, target);
    if (!put(form, field, action))
        return WIDGET_USED;
    bool marks = field->index == CASE_NOTES;
    if (!marks || !form_passage_mark(field->edit, from, to, true))
        text_edit_move_to(field->edit, to, false);
    form_passage_go_on(field->edit, to);
    if (marks) /* also when the focus went to the row */
        form_field_changed(form, field);
    form_move_end(form, move);
    form_notes_show(form, target);
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

/* Where the passage stands already it goes by a second key only. */
static bool stands_there(const Form *form) {
    return form->there >> form->menu.list.selected & 1;
}

/* Why what was chosen is not done, in the head of the menu. */
static void say_reason(Form *form) {
    const MenuItem *item = &form->menu_items.items[form->menu.list.selected];
    bool again = stands_there(form);
    buf_clear(&form->menu_title);
    if (again)
        FORM_SAY(&form->menu_title, N_("Already in “{0}”. The same key puts it there again."), "s",
                 item->label);
    else
        buf_puts(&form->menu_title, form->menu.reason);
    form->menu.title = buf_text(&form->menu_title);
    form->again = again ? item->action : NOWHERE;
}

/* The passage's field may have lost the focus to the row, so that it tells its change itself; the
 * form's owner is told with every change. */
static WidgetResult event(Form *form, FormField *field, const InputEvent *event) {
    WidgetResult result = WIDGET_USED;
    if (event->type == INPUT_TYPE_KEY)
        result = menu_key(&form->menu, event->key);
    else if (event->type == INPUT_TYPE_MOUSE)
        result = menu_mouse(&form->menu, event);
    if (form->menu.reason && form->again == form->menu.action)
        result = WIDGET_DONE;
    else if (form->menu.reason)
        say_reason(form);
    if (result != WIDGET_DONE && result != WIDGET_CANCELLED)
        return WIDGET_USED;
    form_popup_close(form);
    return result == WIDGET_DONE ? take(form, field, form->menu.action) : WIDGET_USED;
}

static const FormPopup popup = {.draw = draw, .event = event};

static void add_item(Form *form, const char *label, char key, const char *reason, int action) {
    MenuItem item = {
        .label = label, .shortcut = {(uint32_t)key, 0}, .reason = reason, .action = action};
    vec_push(&form->menu_items, item);
}

/* Why it cannot go there; there: only that it would be a second time. */
static const char *reason(const FormField *field, const FormField *target, Str passage,
                          bool *there) {
    *there = false;
    if (!target || target == field)
        return _("it comes from there");
    Str text = form_field_text(target);
    if (target->index == CASE_CUSTOMER)
        return text.len ? _("has one") : NULL;
    *there = passage.len && !target->rows && str_find(text, passage, 0) != SIZE_MAX;
    return *there ? _("already there") : NULL;
}

static void add_items(Form *form, const FormField *field) {
    size_t from, to;
    Buf clean = {0};
    text_edit_selection(field->edit, &from, &to);
    text_passage_clean(str_make(text_edit_text(field->edit).ptr + from, to - from), &clean);
    form->menu_items.len = 0;
    form->again = NOWHERE;
    form->there = 0;
    for (size_t i = 0; i < COUNT_OF(targets); i++) {
        const FormField *target = form_field_find(form, targets[i].field);
        const char *label = targets[i].label ? _(targets[i].label)
                            : target         ? form_label(form, target)
                                             : "";
        bool there;
        const char *why = reason(field, target, story_without_label(buf_str(&clean)), &there);
        form->there |= (uint32_t)there << i;
        add_item(form, label, targets[i].key, why, targets[i].field);
    }
    add_item(form, _("Evidence of outcomes"), '.', form_passage_no_evidence(form), TO_EVIDENCE);
    if (field->index == CASE_NOTES && is_used(field->edit, from, to))
        add_item(form, _("Take the grey away"), '-', NULL, TO_PLAIN);
    else if (field->index == CASE_NOTES)
        add_item(form, _("Not needed: only grey it"), '-', NULL, TO_GREY);
    buf_free(&clean);
}

/* The passage in one line. */
static void put_title(Form *form, const FormField *field) {
    enum { QUOTE_COLS = 36 };
    Buf line = {0}, quote = {0};
    Str text = selected(field);
    for (size_t i = 0; i < text.len; i++)
        buf_putc(&line, strchr("\n\t", text.ptr[i]) ? ' ' : text.ptr[i]);
    text_clip(&quote, buf_str(&line), QUOTE_COLS, STR("..."));
    buf_clear(&form->menu_title);
    FORM_SAY(&form->menu_title, N_("Put “{0}” into"), "S", buf_str(&quote));
    buf_free(&line);
    buf_free(&quote);
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
    put_title(form, field);
    form->menu = (Menu){.title = buf_text(&form->menu_title),
                        .items = form->menu_items.items,
                        .count = form->menu_items.len,
                        .by_key = true};
    form->menu.list.count = form->menu.count;
    form->popup = &popup;
    return true;
}
