#include "config.h"

#include "tui/form/find.h"

#include "base/i18n.h"
#include "text/cluster.h"
#include "text/fold.h"
#include "text/width.h"
#include "tui/form/kind.h"
#include "tui/widget/layout.h"

/* The bar stands over the last lines of the form; the place that was gone to is the selection. */

enum { PATTERN_BYTES = 1024, MOST_HITS = 100000, LABEL_COLS = 10, HINT_COLS = 72 };

typedef struct Hit {
    size_t from, to; /* bytes of the text */
} Hit;

typedef struct FormFind {
    TextEdit *pattern, *replacement;
    EditField pattern_box, replacement_box;
    bool replacing; /* the replacement has the focus */
    size_t origin;  /* where the person stood */
    Buf message;
    /* What the hits are of: */
    const TextEdit *edit;
    uint64_t version, pattern_version;
    VEC(Hit) hits;
    Buf folded, folded_pattern;
    TextMap map;
} FormFind;

static FormFind *find_new(void) {
    FormFind *find = mem_zalloc(sizeof *find);
    find->pattern = text_edit_new(STR(""), false, PATTERN_BYTES);
    find->replacement = text_edit_new(STR(""), false, PATTERN_BYTES);
    find->pattern_box = (EditField){.edit = find->pattern};
    find->replacement_box = (EditField){.edit = find->replacement};
    return find;
}

void form_find_free(FormFind *find) {
    if (!find)
        return;
    text_edit_free(find->pattern);
    text_edit_free(find->replacement);
    buf_free(&find->message);
    vec_free(&find->hits);
    buf_free(&find->folded);
    buf_free(&find->folded_pattern);
    text_map_free(&find->map);
    free(find);
}

/* ---- what was found ---- */

static void find_hits(FormFind *find, Str text) {
    Str pattern = buf_str(&find->folded_pattern), folded = buf_str(&find->folded);
    find->hits.len = 0;
    for (size_t at = 0; pattern.len && find->hits.len < MOST_HITS;) {
        Hit hit;
        at = str_find(folded, pattern, at);
        if (at == SIZE_MAX)
            return;
        text_map_range(&find->map, text, at, at + pattern.len, &hit.from, &hit.to);
        hit.from = text_cluster_floor(text, hit.from);
        hit.to = text_cluster_ceil(text, hit.to);
        if (!find->hits.len || find->hits.items[find->hits.len - 1].to <= hit.from)
            vec_push(&find->hits, hit);
        at += pattern.len;
    }
}

/* Brings the hits up to date; the text is folded once, not with every letter of the pattern. */
static void need_hits(FormFind *find, const TextEdit *edit) {
    bool same_text = find->edit == edit && find->version == text_edit_version(edit);
    if (same_text && find->pattern_version == text_edit_version(find->pattern))
        return;
    if (!same_text)
        text_fold_map(&find->folded, &find->map, text_edit_text(edit));
    buf_clear(&find->folded_pattern);
    text_fold(&find->folded_pattern, text_edit_text(find->pattern));
    find->edit = edit;
    find->version = text_edit_version(edit);
    find->pattern_version = text_edit_version(find->pattern);
    find_hits(find, text_edit_text(edit));
}

/* The first hit that begins at or behind a place; hits.len when there is none. */
static size_t hit_from(const FormFind *find, size_t at) {
    size_t low = 0, high = find->hits.len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (find->hits.items[middle].from < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* 1-based; 0: the selection is none. */
static size_t current_hit(const FormFind *find, const TextEdit *edit) {
    size_t from, to;
    if (!text_edit_selection(edit, &from, &to))
        return 0;
    size_t at = hit_from(find, from);
    bool is =
        at < find->hits.len && find->hits.items[at].from == from && find->hits.items[at].to == to;
    return is ? at + 1 : 0;
}

static void go_to(FormFind *find, TextEdit *edit, size_t at) {
    if (!find->hits.len)
        return;
    const Hit *hit = &find->hits.items[at % find->hits.len];
    text_edit_set_marking(edit, false);
    text_edit_move_to(edit, hit->from, false);
    text_edit_move_to(edit, hit->to, true);
}

static void go_on(FormFind *find, TextEdit *edit, bool forward) {
    need_hits(find, edit);
    size_t from, to, count = find->hits.len;
    text_edit_selection(edit, &from, &to);
    size_t here = current_hit(find, edit);
    if (!count)
        return;
    if (forward)
        go_to(find, edit, here ? here : hit_from(find, to));
    else
        go_to(find, edit, (hit_from(find, from) + count - 1) % count);
}

/* The pattern is another one: the first place from where the person stood. */
static void pattern_changed(FormFind *find, TextEdit *edit) {
    buf_clear(&find->message);
    need_hits(find, edit);
    if (find->hits.len)
        go_to(find, edit, hit_from(find, find->origin));
    else
        text_edit_move_to(edit, find->origin, false);
}

/* ---- replacing ---- */

static WidgetResult replace_one(FormFind *find, TextEdit *edit) {
    need_hits(find, edit);
    size_t here = current_hit(find, edit);
    if (!here) {
        go_on(find, edit, true);
        return WIDGET_USED;
    }
    Hit hit = find->hits.items[here - 1];
    bool changed = text_edit_replace(edit, hit.from, hit.to, text_edit_text(find->replacement));
    need_hits(find, edit);
    go_on(find, edit, true);
    return changed ? WIDGET_CHANGED : WIDGET_USED;
}

/* One step of undo from the first place to the last. */
static WidgetResult replace_all(FormFind *find, TextEdit *edit) {
    need_hits(find, edit);
    size_t count = find->hits.len;
    Buf text = {0};
    if (!count)
        return WIDGET_USED;
    size_t from = find->hits.items[0].from, at = from;
    TextSpans spans = {0};
    text_spans_copy(text_edit_spans(edit), &spans);
    for (size_t i = count; spans.len && i-- > 0;) { /* places before stay the same */
        Hit hit = find->hits.items[i];
        text_spans_replace(&spans, hit.from, hit.to - hit.from,
                           text_edit_text(find->replacement).len);
    }
    VEC_EACH (hit, &find->hits) {
        buf_put(&text, text_edit_text(edit).ptr + at, hit->from - at);
        buf_put_str(&text, text_edit_text(find->replacement));
        at = hit->to;
    }
    bool marked = text_edit_spans(edit)->len > 0;
    bool changed = text_edit_replace_spans(edit, from, at, buf_str(&text), marked ? &spans : NULL);
    text_spans_free(&spans);
    buf_free(&text);
    buf_clear(&find->message);
    if (changed)
        FORM_SAY(&find->message, N_("{0} replaced; ^Z takes all of them back"), "z", count);
    else
        buf_puts(&find->message, _("Nothing was replaced."));
    need_hits(find, edit);
    return changed ? WIDGET_CHANGED : WIDGET_USED;
}

/* ---- the bar ---- */

static void put_count(const FormFind *find, const TextEdit *edit, Buf *out) {
    if (find->message.len)
        buf_put_str(out, buf_str(&find->message));
    else if (!text_edit_text(find->pattern).len)
        return;
    else if (!find->hits.len)
        buf_puts(out, _("not in this text"));
    else
        FORM_SAY(out, N_("{0} of {1}"), "zz", current_hit(find, edit), find->hits.len);
}

static void draw_row(Grid *grid, GridRect row, const char *label, EditField *box, Str right,
                     const char *hint) {
    grid_fill(grid, row, grid_style(ROLE_POPUP));
    GridRect at = {row.row, row.col + 1, 1, row.cols - 2};
    GridStyle style = {ROLE_LABEL, ROLE_POPUP};
    grid_text(grid, layout_take_left(&at, LABEL_COLS), str_of(label), style, GRID_CUT);
    int right_cols = text_width(right), hint_cols = text_width(str_of(hint));
    if (row.cols >= HINT_COLS && at.cols - hint_cols - 2 > 12) {
        grid_text(grid, layout_take_right(&at, hint_cols), str_of(hint),
                  (GridStyle){ROLE_DIM, ROLE_POPUP}, GRID_CUT);
        at.cols -= 2;
    }
    if (right_cols && at.cols - right_cols - 2 > 8) {
        grid_text(grid, layout_take_right(&at, right_cols), right,
                  (GridStyle){ROLE_NUMBER, ROLE_POPUP}, GRID_CUT);
        at.cols -= 2;
    }
    field_draw(box, grid, at);
}

static void draw(Form *form, Grid *grid, GridRect within) {
    FormFind *find = form->find;
    const TextEdit *edit = form->fields[form->focus].edit;
    Buf right = {0};
    if (within.rows < 2)
        return;
    put_count(find, edit, &right);
    GridRect below = layout_take_bottom(&within, 1), above = layout_take_bottom(&within, 1);
    find->pattern_box.focused = !find->replacing;
    find->replacement_box.focused = find->replacing;
    if (find->replacing) {
        draw_row(grid, above, _("Find"), &find->pattern_box, buf_str(&right), _("Tab: find"));
        draw_row(grid, below, _("Replace"), &find->replacement_box, STR(""),
                 _("Enter: this one. F8: all."));
    } else {
        draw_row(grid, below, _("Replace"), &find->replacement_box, STR(""), "");
        draw_row(grid, above, _("Find"), &find->pattern_box, buf_str(&right),
                 _("F3: next. Tab: replace."));
    }
    buf_free(&right);
}

static WidgetResult bar_key(Form *form, FormFind *find, TextEdit *edit, InputKey key) {
    bool read_only = form->read_only;
    switch (key.code) {
    case INPUT_ESCAPE:
        form_popup_close(form);
        return WIDGET_USED;
    case INPUT_TAB:
        find->replacing = !find->replacing && !read_only;
        return WIDGET_USED;
    case INPUT_F1 + 7:
        return find->replacing ? replace_all(find, edit) : WIDGET_USED;
    case INPUT_ENTER:
        if (find->replacing)
            return replace_one(find, edit);
        go_on(find, edit, true);
        return WIDGET_USED;
    case INPUT_F1 + 2:
    case INPUT_DOWN:
    case INPUT_UP:
        go_on(find, edit, key.code != INPUT_UP && !(key.mods & INPUT_SHIFT));
        return WIDGET_USED;
    default:
        break;
    }
    EditField *box = find->replacing ? &find->replacement_box : &find->pattern_box;
    if (field_key(box, key) == WIDGET_CHANGED && !find->replacing)
        pattern_changed(find, edit);
    return WIDGET_USED;
}

static WidgetResult event(Form *form, FormField *field, const InputEvent *event) {
    FormFind *find = form->find;
    if (event->type == INPUT_TYPE_KEY) {
        buf_clear(&find->message);
        return bar_key(form, find, field->edit, event->key);
    }
    if (event->type != INPUT_TYPE_PASTE)
        return WIDGET_USED;
    EditField *box = find->replacing ? &find->replacement_box : &find->pattern_box;
    if (field_paste(box, event->text) == WIDGET_CHANGED && !find->replacing)
        pattern_changed(find, field->edit);
    return WIDGET_USED;
}

static const FormPopup popup = {.draw = draw, .event = event};

/* With what is selected, when that is a part of one line; else with what was looked for before. */
static void open_bar(Form *form, FormField *field) {
    FormFind *find = form->find;
    size_t from, to;
    Str text = text_edit_text(field->edit);
    bool any = text_edit_selection(field->edit, &from, &to);
    Str part = str_make(text.ptr + from, to - from);
    if (any && part.len <= PATTERN_BYTES / 4 && str_find(part, STR("\n"), 0) == SIZE_MAX)
        text_edit_set(find->pattern, part);
    text_edit_select_all(find->pattern);
    find->replacing = false;
    find->origin = from;
    buf_clear(&find->message);
    form->popup = &popup;
    pattern_changed(find, field->edit);
}

bool form_find_key(Form *form, FormField *field, InputKey key) {
    bool opens = input_key_equal(key, (InputKey){INPUT_F1 + 3, 0}) ||
                 input_key_equal(key, (InputKey){'f', INPUT_CTRL});
    bool goes = key.code == INPUT_F1 + 2 && !(key.mods & ~INPUT_SHIFT);
    bool is_text = field->edit && field->kind->ways != &form_choice_ways;
    if (!is_text || (!opens && !goes))
        return false;
    if (!form->find)
        form->find = find_new();
    if (opens || !text_edit_text(form->find->pattern).len)
        open_bar(form, field);
    else
        go_on(form->find, field->edit, !(key.mods & INPUT_SHIFT));
    return true;
}

bool form_find_marks(const Form *form, const FormField *field) {
    return form->popup == &popup && field == &form->fields[form->focus];
}

void form_find_put_marks(void *context, Str text, size_t from, size_t to, FieldMarks *out) {
    const FormFind *find = ((Form *)context)->find;
    (void)text;
    size_t at = hit_from(find, from);
    at -= at > 0; /* one that begins before may reach into it */
    for (; at < find->hits.len && find->hits.items[at].from < to; at++) {
        const Hit *hit = &find->hits.items[at];
        vec_push(out, (GridMark){hit->from, hit->to, {ROLE_MATCH, ROLE_FIELD_FOCUS}});
    }
}
