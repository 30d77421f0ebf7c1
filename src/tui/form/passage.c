#include "config.h"

#include "tui/form/passage.h"

#include "base/i18n.h"
#include "text/mark.h"
#include "text/sentence.h"
#include "tui/form/notes.h"
#include "tui/form/passageput.h"

#include <string.h>

static const char opens[] = TEXT_USED_OPENS, closes[] = TEXT_USED_CLOSES;
enum { MARK = 3 };

/* ---- marks in the text ---- */

static size_t line_start(Str text, size_t at) {
    const char *lf = memrchr(text.ptr, '\n', at);
    return lf ? (size_t)(lf - text.ptr) + 1 : 0;
}

static size_t line_end(Str text, size_t at) {
    const char *lf = memchr(text.ptr + at, '\n', text.len - at);
    return lf ? (size_t)(lf - text.ptr) : text.len;
}

/* The next marked part of a line at or behind `at`; false: there is none. */
static bool next_mark(Str line, size_t at, size_t *from, size_t *to) {
    *from = str_find(line, str_of(opens), at);
    if (*from == SIZE_MAX)
        return false;
    *to = str_find(line, str_of(closes), *from + MARK);
    if (*to == SIZE_MAX)
        return false;
    *to += MARK;
    return true;
}

void form_passage_marks(Str text, size_t from, size_t to, FieldMarks *out) {
    GridStyle style = {ROLE_DISABLED, ROLE_FIELD};
    for (size_t start = line_start(text, from); start < to;) {
        size_t end = line_end(text, start), first, last;
        Str line = str_make(text.ptr + start, end - start);
        for (size_t at = 0; next_mark(line, at, &first, &last) && start + first < to; at = last)
            if (start + last > from)
                vec_push(out, (GridMark){start + first, start + last, style});
        start = end + 1;
    }
}

/* A part of one line, with marks around what is no blank; at the start of a line the sign of a list
 * stays before them, so that it is one wherever Markdown is read. */
static void put_marked(Str part, bool starts_line, Buf *out) {
    Buf plain = {0};
    text_unmark(part, &plain);
    Str all = buf_str(&plain);
    size_t sign = starts_line ? text_list_mark(all) : 0;
    Str inner = str_trim(str_make(all.ptr + sign, all.len - sign));
    size_t before = inner.len ? (size_t)(inner.ptr - all.ptr) : all.len;
    buf_put(out, all.ptr, before);
    if (inner.len) {
        buf_puts(out, opens);
        buf_put_str(out, inner);
        buf_puts(out, closes);
        buf_put(out, inner.ptr + inner.len, all.len - before - inner.len);
    }
    buf_free(&plain);
}

/* Half a mark stays nowhere: the ends go to those of the marked parts that they stand in. */
static void widen(Str text, size_t *from, size_t *to) {
    size_t ends[2] = {*from, *to};
    for (size_t i = 0; i < 2; i++) {
        size_t start = line_start(text, ends[i]), first, last;
        Str line = str_make(text.ptr + start, line_end(text, ends[i]) - start);
        for (size_t at = 0; next_mark(line, at, &first, &last); at = last) {
            if (start + first < ends[i] && ends[i] < start + last) {
                *(i ? to : from) = start + (i ? last : first);
                break;
            }
        }
    }
}

bool form_passage_mark(TextEdit *edit, size_t from, size_t to, bool used) {
    Str text = text_edit_text(edit);
    Buf marked = {0};
    widen(text, &from, &to);
    for (size_t at = from; at < to;) {
        size_t end = line_end(text, at);
        end = end < to ? end : to;
        Str part = str_make(text.ptr + at, end - at);
        if (used)
            put_marked(part, at == line_start(text, at), &marked);
        else
            text_unmark(part, &marked);
        if (end < to)
            buf_putc(&marked, '\n');
        at = end + 1;
    }
    bool changed = text_edit_replace(edit, from, to, buf_str(&marked));
    buf_free(&marked);
    return changed;
}

/* ---- what is taken ---- */

static Str selected(const FormField *field) {
    size_t from, to;
    text_edit_selection(field->edit, &from, &to);
    return str_make(text_edit_text(field->edit).ptr + from, to - from);
}

/* The marked part that ends at a place. */
static bool mark_before(Str text, size_t at, size_t *from) {
    size_t start = line_start(text, at), first, last;
    Str line = str_make(text.ptr + start, line_end(text, start) - start);
    for (size_t next = 0; next_mark(line, next, &first, &last); next = last)
        if (start + last == at) {
            *from = start + first;
            return true;
        }
    return false;
}

static size_t unmarked_place(Str text, size_t at) {
    Buf before = {0};
    text_unmark(str_make(text.ptr, at), &before);
    size_t place = before.len;
    buf_free(&before);
    return place;
}

/* The place in the text that so many bytes without marks stand before: behind an opening mark, or
 * before a closing one. */
static size_t marked_place(Str text, size_t plain_bytes, bool start) {
    size_t at = 0, bytes = 0;
    while (at < text.len) {
        Str rest = str_make(text.ptr + at, text.len - at);
        bool open = str_starts(rest, str_of(opens)), close = str_starts(rest, str_of(closes));
        if (bytes == plain_bytes && !(start && (open || close)))
            break;
        at += open || close ? MARK : 1;
        bytes += !open && !close;
    }
    return at;
}

static bool select_part(TextEdit *edit, size_t from, size_t to) {
    if (from >= to)
        return false;
    text_edit_move_to(edit, from, false);
    text_edit_move_to(edit, to, true);
    return true;
}

/* The sentence at the caret as if there were no marks; right behind a marked passage that passage,
 * so that it can go to another place too. */
static bool select_passage(TextEdit *edit) {
    Str text = text_edit_text(edit);
    Buf plain = {0};
    size_t from, to, caret = text_edit_caret(edit);
    if (mark_before(text, caret, &from))
        return select_part(edit, from, caret);
    text_unmark(text, &plain);
    size_t at = unmarked_place(text, caret);
    text_sentence_around(buf_str(&plain), at < plain.len ? at : plain.len, &from, &to);
    buf_free(&plain);
    return from < to &&
           select_part(edit, marked_place(text, from, true), marked_place(text, to, false));
}

/* ---- where it goes ---- */

/* In the order of their digits. */
static const int targets[] = {CASE_BACKGROUND, CASE_NEED, CASE_SOLUTION, CASE_PROCESS, CASE_RESULT,
                              CASE_FEEDBACK,   CASE_BODY, CASE_SUMMARY,  CASE_TITLE};
enum { TO_NOTHING = -1 };

/* Part of an item of a list, or of several. */
static bool is_item(Str text, size_t from) {
    Buf line = {0};
    size_t start = line_start(text, from);
    text_unmark(str_make(text.ptr + start, line_end(text, start) - start), &line);
    bool item = text_list_mark(buf_str(&line)) > 0;
    buf_free(&line);
    return item;
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
