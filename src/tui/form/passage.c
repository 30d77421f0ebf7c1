#include "config.h"

#include "tui/form/passage.h"

#include "base/i18n.h"
#include "conf/measure.h"
#include "tui/form/kind.h"
#include "tui/form/notes.h"
#include "tui/widget/editkeys.h"

#include <string.h>

static const char opens[] = "{==", closes[] = "==}";
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

void form_passage_plain(Str text, Buf *out) {
    for (size_t at = 0; at < text.len;) {
        Str rest = str_make(text.ptr + at, text.len - at);
        if (str_starts(rest, str_of(opens)) || str_starts(rest, str_of(closes)))
            at += MARK;
        else
            buf_putc(out, text.ptr[at++]);
    }
}

/* A part of one line, with marks around what is no blank. */
static void put_marked(Str part, Buf *out) {
    Str inner = str_trim(part);
    size_t before = inner.len ? (size_t)(inner.ptr - part.ptr) : part.len;
    buf_put(out, part.ptr, before);
    if (!inner.len)
        return;
    buf_puts(out, opens);
    form_passage_plain(inner, out);
    buf_puts(out, closes);
    buf_put(out, inner.ptr + inner.len, part.len - before - inner.len);
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
            put_marked(part, &marked);
        else
            form_passage_plain(part, &marked);
        if (end < to)
            buf_putc(&marked, '\n');
        at = end + 1;
    }
    bool changed = text_edit_replace(edit, from, to, buf_str(&marked));
    buf_free(&marked);
    return changed;
}

/* ---- where it goes ---- */

/* In the order of their digits. */
static const int targets[] = {CASE_BACKGROUND, CASE_NEED, CASE_SOLUTION, CASE_PROCESS, CASE_RESULT,
                              CASE_FEEDBACK,   CASE_BODY, CASE_SUMMARY,  CASE_TITLE};
enum { TO_OUTCOME = 100, TO_NOTHING };

static Str selected(const FormField *field) {
    size_t from, to;
    text_edit_selection(field->edit, &from, &to);
    return str_make(text_edit_text(field->edit).ptr + from, to - from);
}

/* Below what is there: a paragraph in a text, one more word in a line. */
static bool append(Form *form, FormField *target, Str passage) {
    Str old = form_field_text(target);
    Buf text = {0};
    buf_put_str(&text, old);
    while (text.len && (text.data[text.len - 1] == '\n' || text.data[text.len - 1] == ' '))
        buf_truncate(&text, text.len - 1);
    if (text.len)
        buf_puts(&text, target->box.multiline ? "\n\n" : " ");
    buf_put_str(&text, passage);
    size_t before = old.len;
    form_field_put(target, buf_str(&text));
    bool changed = form_field_text(target).len > before;
    buf_free(&text);
    if (changed)
        form_field_changed(form, target);
    return changed;
}

static bool to_section(Form *form, int index, Str passage) {
    FormField *target = form_field_find(form, index);
    Buf plain = {0}, said = {0};
    form_passage_plain(passage, &plain);
    bool changed = target && append(form, target, str_trim(buf_str(&plain)));
    if (changed)
        FORM_SAY(&said, N_("Appended to “{0}”."), "s", form_label(form, target));
    else
        buf_puts(&said, _("That is too long for this field; nothing was put in."));
    form_notes_say(form, changed ? ROLE_GOOD : ROLE_WARN, buf_str(&said));
    buf_free(&plain);
    buf_free(&said);
    return changed;
}

static void put_row(const Measure *measure, Buf *out) {
    const Buf *cells[OUTCOME_FIELDS] = {[OUTCOME_METRIC] = &measure->metric,
                                        [OUTCOME_UNIT] = &measure->unit,
                                        [OUTCOME_BEFORE] = &measure->before,
                                        [OUTCOME_AFTER] = &measure->after};
    for (int i = 0; i < OUTCOME_FIELDS; i++) {
        buf_puts(out, i ? "\t" : "");
        buf_puts(out, cells[i] ? buf_text(cells[i]) : "");
    }
}

static int count_rows(Str text) {
    int rows = text.len > 0;
    for (size_t i = 0; i < text.len; i++)
        rows += text.ptr[i] == '\n';
    return rows;
}

/* The person corrects what was proposed in the row itself. */
static void go_to_row(Form *form, FormField *outcomes, const Measure *measure) {
    int row = count_rows(form_field_text(outcomes)) - 1;
    int sub = !measure->metric.len   ? OUTCOME_METRIC
              : !measure->before.len ? OUTCOME_BEFORE
                                     : OUTCOME_EVIDENCE;
    form_reveal(form, (size_t)(outcomes - form->fields));
    form_go(form, (size_t)(outcomes - form->fields), false);
    if (outcomes->kind->ways->go)
        outcomes->kind->ways->go(outcomes, (FormCell){row, sub});
}

static bool to_outcome(Form *form, Str passage) {
    FormField *outcomes = form_field_find(form, CASE_OUTCOMES);
    Measure measure = {0};
    Buf plain = {0}, text = {0};
    form_passage_plain(passage, &plain);
    bool any = outcomes && measure_find(buf_str(&plain), &measure);
    if (any) {
        buf_put_str(&text, form_field_text(outcomes));
        buf_puts(&text, text.len ? "\n" : "");
        put_row(&measure, &text);
        form_field_put(outcomes, buf_str(&text));
        form_field_changed(form, outcomes);
        go_to_row(form, outcomes, &measure);
    }
    form_notes_say(form, any ? ROLE_GOOD : ROLE_WARN,
                   str_of(any ? _("A row was begun: correct it, then F6 goes back to the notes.")
                              : _("There is no number in this passage.")));
    measure_free(&measure);
    buf_free(&plain);
    buf_free(&text);
    return any;
}

static bool send(Form *form, FormField *field, int action) {
    if (action == TO_NOTHING)
        return true;
    return action == TO_OUTCOME ? to_outcome(form, selected(field))
                                : to_section(form, action, selected(field));
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

static void draw(Form *form, Grid *grid, GridRect within) {
    menu_draw(&form->menu, grid, within);
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

static void add_items(Form *form, const FormField *field) {
    form->menu_items.len = 0;
    for (size_t i = 0; i < COUNT_OF(targets); i++) {
        const FormField *target = form_field_find(form, targets[i]);
        bool same = target == field;
        add_item(form, target ? form_label(form, target) : "", '1' + (uint32_t)i, NULL,
                 target && !same ? NULL : _("The passage stands there already."), targets[i]);
    }
    add_item(form, _("Outcome row"), '0', NULL, NULL, TO_OUTCOME);
    if (field->index == CASE_NOTES)
        add_item(form, _("Not used"), '-', NULL, NULL, TO_NOTHING);
}

static bool only_marks(Str text) {
    Buf plain = {0};
    form_passage_plain(text, &plain);
    bool empty = !str_trim(buf_str(&plain)).len;
    buf_free(&plain);
    return empty;
}

/* The sentence at the caret; behind a passage that was just put somewhere, that passage again. */
static bool select_passage(FormField *field) {
    if (!editkeys_select_sentence(field->edit))
        return false;
    Str text = text_edit_text(field->edit);
    size_t from, to, first, last;
    text_edit_selection(field->edit, &from, &to);
    size_t start = line_start(text, from);
    Str line = str_make(text.ptr + start, line_end(text, start) - start);
    if (!only_marks(selected(field)))
        return true;
    for (size_t at = 0; next_mark(line, at, &first, &last); at = last)
        if (start + first < to && to <= start + last) {
            text_edit_move_to(field->edit, start + first, false);
            return text_edit_move_to(field->edit, start + last, true);
        }
    return true;
}

bool form_passage_open(Form *form, FormField *field) {
    bool is_case = form->base->entity->type == ENTITY_CASE;
    if (!is_case || !field->edit || !field->box.multiline || form->read_only)
        return false;
    text_edit_set_marking(field->edit, false);
    if (!selected(field).len && !select_passage(field)) {
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
