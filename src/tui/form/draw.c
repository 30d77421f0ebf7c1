#include "config.h"

#include "base/i18n.h"
#include "text/width.h"
#include "tui/form/around.h"
#include "tui/form/kind.h"
#include "tui/form/notes.h"
#include "tui/widget/layout.h"

/* The page is one tall sheet of lines; the screen shows a part of it that holds the focus. */

enum {
    LABELS_ABOVE = 60, /* columns below which labels stand above the fields */
    HELP_BESIDE = 116, /* columns from which help stands beside the fields */
    LABEL_MOST = 24,
    MESSAGE_LINES = 2,
    THEIRS_LINES = 6,
    BEFORE_LINES = 3,
    AHEAD = 8,         /* a page has so many pieces of which one is shown ahead */
    ONE_AT_A_TIME = 10 /* lines below which one field is shown at a time */
};

typedef struct View {
    Form *form;
    Grid *grid;
    GridRect body;
    int label_cols; /* 0: labels above */
    bool single;
    int total; /* lines of the page */
} View;

/* --- layout ---------------------------------------------------------------------------------- */

static bool is_hidden(const View *view, const FormField *field) {
    if (form_notes_has(view->form, field))
        return true;
    if (view->single)
        return field != &view->form->fields[form_page_focus(view->form)] || view->form->on_heading;
    return !form_is_shown(view->form, field);
}

/* A blank line stands before the heading, unless both groups are folded. */
static bool heading_is_parted(const Form *form, size_t at) {
    return at && (form_group_is_open(form, form_group(&form->fields[at])) ||
                  form_group_is_open(form, form_group(&form->fields[at - 1])));
}

/* Lines of the heading above a field, with the blank one before it; quick capture has none. */
static int heading_lines(const View *view, size_t at) {
    const Form *form = view->form;
    if (view->single)
        return form->on_heading && at == form->focus;
    if (form->quick || !form_begins_group(form, at) || form_notes_has(form, &form->fields[at]))
        return 0;
    return heading_is_parted(form, at) ? 2 : 1;
}

static int content_cols(const View *view) {
    int cols = view->body.cols - view->label_cols;
    return cols > 2 ? cols : 2;
}

static int shown_lines(const View *view, const FormField *field, const Buf *text, int most) {
    Buf shown = {0};
    form_field_show(field, buf_str(text), &shown);
    int lines = form_count_lines(buf_str(&shown), content_cols(view), most);
    buf_free(&shown);
    return lines;
}

/* Lines below the content: what is wrong, and the other version. */
static int lines_below(const View *view, const FormField *field) {
    int lines = form_count_lines(buf_str(&field->told), content_cols(view), MESSAGE_LINES) +
                form_count_lines(buf_str(&field->message), content_cols(view), MESSAGE_LINES) +
                form_count_lines(buf_str(&field->note), content_cols(view), MESSAGE_LINES);
    if (field->conflict) {
        lines += 2 + shown_lines(view, field, &field->theirs, view->single ? 2 : THEIRS_LINES);
        if (!view->single && field->before.len)
            lines += 1 + shown_lines(view, field, &field->before, BEFORE_LINES);
    }
    return lines;
}

/* Quick capture shows its areas whole: they share what the others leave. */
static int most_rows(const View *view, int label, int below) {
    int most = view->body.rows - label - below;
    if (view->form->quick && !view->single)
        most = (view->body.rows - 2 - 4 * (view->label_cols ? 1 : 2)) / 2;
    return most > 1 ? most : 1;
}

static void lay_out_field(const View *view, FormField *field) {
    form_tell_titles(view->form, field);
    int label = view->label_cols ? 0 : 1, below = lines_below(view, field);
    int most = most_rows(view, label, below);
    field->content_y = field->y + field->height + label;
    field->content_rows = field->kind->ways->lines(view->form, field, content_cols(view),
                                                   field == &view->form->fields[view->form->focus]);
    if ((view->single || view->form->quick) && field->box.multiline)
        field->content_rows = most;
    if (field->content_rows > most)
        field->content_rows = most;
    field->height += label + field->content_rows + below + (view->form->quick && !view->single);
}

static void lay_out(View *view) {
    Form *form = view->form;
    int y = 0;
    for (size_t i = 0; i < form->count; i++) {
        FormField *field = &form->fields[i];
        field->y = y;
        field->height = heading_lines(view, i);
        field->rect = field->head_rect = (GridRect){0};
        if (is_hidden(view, field)) {
            field->content_y = y + field->height;
            field->content_rows = 0;
        } else {
            lay_out_field(view, field);
        }
        y += field->height;
    }
    view->total = y;
}

/* Lines of the page that the group of the focus takes, from its heading on. */
static void group_lines(const Form *form, int *from, int *to) {
    size_t start = form_group_start(form, form_page_focus(form)), end = start + 1;
    while (end < form->count && !form_begins_group(form, end))
        end++;
    const FormField *last = &form->fields[end - 1];
    /* the blank line before the heading can go */
    *from = form->fields[start].y + (heading_is_parted(form, start) ? 1 : 0);
    *to = last->y + last->height;
}

/* A group that was gone to stands on top; of one that was opened as much is shown as fits, when the
 * field is far down in it what is above and below the field. */
static void scroll_to_group(View *view, const FormField *field) {
    Form *form = view->form;
    int from, to, rows = view->body.rows;
    group_lines(form, &from, &to);
    if (form->shows_group == GROUP_ON_TOP || to - from > rows || from < form->top)
        form->top = from;
    else if (to > form->top + rows)
        form->top = to - rows;
    if (field->y + field->height > form->top + rows) {
        int third = field->y - rows / 3;
        form->top = third + rows > to ? to - rows : third;
    }
}

/* Scrolls as little as shows the field with the focus, with its heading when it begins a group; on
 * the way down a little of what follows is seen, too. */
static void scroll_to_focus(View *view) {
    Form *form = view->form;
    const FormField *field = &form->fields[form_page_focus(form)];
    int rows = view->body.rows, from = field->y, to = field->y + field->height;
    int blank = heading_lines(view, form_page_focus(form)) > 1; /* before the heading: it can go */
    if (form->shows_group && !view->single) {
        scroll_to_group(view, field);
        from = form->top > from && form->top < to ? form->top : from;
    }
    form->shows_group = GROUP_AS_IT_IS;
    if (to - from > rows) /* the heading is less important */
        from = field->content_y - (view->label_cols ? 0 : 1);
    if (to > form->top + rows)
        form->top = to - rows + rows / AHEAD;
    if (from + blank < form->top)
        form->top = from;
    if (form->top + rows > view->total)
        form->top = view->total - rows;
    if (form->top < 0)
        form->top = 0;
}

/* The lines [y, y + rows) of the page as far as they are on the screen; *skip of them are above it.
 */
static GridRect on_screen(const View *view, int y, int rows, int col, int *skip) {
    int first = y - view->form->top, last = first + rows;
    *skip = first < 0 ? -first : 0;
    first += *skip;
    last = last > view->body.rows ? view->body.rows : last;
    GridRect rect = {view->body.row + first, view->body.col + col, last - first,
                     view->body.cols - col};
    if (rect.rows < 0 || rect.cols < 0)
        rect.rows = rect.cols = 0;
    return rect;
}

/* --- fields ---------------------------------------------------------------------------------- */

/* Behind the label of a heading; gives the columns that it took. */
static int draw_files(const View *view, GridRect at, int from, int room) {
    Buf text = {0};
    if (room < 8)
        return 0;
    FORM_SAY(&text, N_("  files: {0}"), "S", buf_str(&view->form->files));
    GridRect place = {at.row, at.col + from, 1, room};
    int used = grid_text(view->grid, place, buf_str(&text), grid_style(ROLE_DIM), GRID_CUT);
    buf_free(&text);
    return used;
}

static void draw_heading(const View *view, FormField *field, int lines) {
    const Form *form = view->form;
    int skip, y = field->y + lines - 1, group = form_group(field);
    GridRect at = on_screen(view, y, 1, 0, &skip);
    if (at.rows < 1)
        return;
    field->head_rect = at;
    bool focused = form->on_heading && field == &form->fields[form->focus];
    Buf text = {0}, count = {0};
    if (form->folds)
        buf_printf(
            &text, "%.*s ",
            STR_ARG(grid_sign(view->grid, form_group_is_open(form, group) ? GRID_SIGN_OPEN
                                                                          : GRID_SIGN_MARKER)));
    buf_puts(&text, form_group_label(group));
    form_put_group_count(form, group, &count);
    if (focused)
        grid_set_cursor(view->grid, at.row, at.col);
    int used = grid_text(view->grid, at, buf_str(&text),
                         grid_style(focused ? ROLE_SELECTED : ROLE_HEADING), GRID_CUT);
    int counted = text_width(buf_str(&count));
    if (group == GROUP_EVIDENCE && form->files.len && !form_group_is_open(form, group))
        used += draw_files(view, at, used, at.cols - used - (counted ? counted + 2 : 0));
    int room = at.cols - used - 2;
    if (counted && counted + 2 <= room) {
        GridRect right = {at.row, at.col + at.cols - counted, 1, counted};
        bool lacks = form_count_group(form, group).lacking > 0;
        grid_text(view->grid, right, buf_str(&count), grid_style(lacks ? ROLE_WARN : ROLE_DIM),
                  GRID_CUT);
        at.cols -= counted + 1;
    }
    if (used + 1 < at.cols)
        grid_hline(view->grid, at.row, at.col + used + 1, at.cols - used - 1,
                   grid_style(ROLE_LINE));
    buf_free(&text);
    buf_free(&count);
}

/* Where one field is shown at a time: its group, and which of how many it is. */
static void put_place(const Form *form, const FormField *field, Buf *out) {
    size_t at = 0, count = 0, here = form_page_focus(form);
    for (size_t i = 0; i < form->count; i++) {
        count += form_is_stop(form, i);
        at += i <= here && form_is_stop(form, i);
    }
    if (!form->quick)
        buf_printf(out, "%s ", form_group_label(form_group(field)));
    buf_printf(out, "%zu/%zu", at, count);
}

static void draw_label(const View *view, const FormField *field, bool focused) {
    int skip, y = field->content_y - (view->label_cols ? 0 : 1);
    GridRect at = on_screen(view, y, 1, 0, &skip);
    if (at.rows < 1)
        return;
    if (view->label_cols)
        at.cols = view->label_cols - 1;
    if (form_field_dirty(field))
        grid_text(view->grid, (GridRect){at.row, at.col, 1, 1}, STR("*"), grid_style(ROLE_WARN), 0);
    if (field->remark.len)
        grid_text(view->grid, (GridRect){at.row, at.col + 1, 1, 1}, STR("#"),
                  grid_style(ROLE_WAITING), 0);
    GridRect text = {at.row, at.col + 2, 1, at.cols - 2};
    int used = grid_text(view->grid, text, str_of(form_label(view->form, field)),
                         grid_style(focused ? ROLE_TITLE : ROLE_LABEL), GRID_CUT);
    if (!view->single)
        return;
    Buf group = {0};
    put_place(view->form, field, &group);
    text.col += used + 2;
    text.cols -= used + 2;
    if (text.cols > 0)
        grid_text(view->grid, text, buf_str(&group), grid_style(ROLE_DIM), GRID_CUT | GRID_RIGHT);
    buf_free(&group);
}

static void draw_shown_only(const View *view, const FormField *field, GridRect at) {
    Buf shown = {0};
    form_field_show(field, form_field_text(field), &shown);
    grid_text(view->grid, at, buf_str(&shown), grid_style(ROLE_DIM), GRID_CUT);
    buf_free(&shown);
}

static void draw_content(const View *view, FormField *field, bool focused) {
    int skip;
    GridRect at = on_screen(view, field->content_y, field->content_rows, view->label_cols, &skip);
    field->rect = at;
    if (at.rows < 1 || at.cols < 1)
        return;
    if (field->shown_only)
        draw_shown_only(view, field, at);
    else
        field->kind->ways->draw(field, &(FormPlace){view->form, view->grid, at, skip, focused});
}

/* Up to `most` lines of a text at line y of the page; gives how many the page has. */
static int draw_below(const View *view, int y, int most, Str text, GridStyle style) {
    int skip, lines = form_count_lines(text, content_cols(view), most);
    GridRect at = on_screen(view, y, lines, view->label_cols, &skip);
    if (at.rows > 0 && at.cols > 0)
        form_draw_wrapped(view->grid, at, skip, text, style);
    return lines;
}

static int draw_version(const View *view, const FormField *field, int y, int most, const char *head,
                        const Buf *text) {
    Buf shown = {0};
    form_field_show(field, buf_str(text), &shown);
    int lines = draw_below(view, y, 1, str_of(head), grid_style(ROLE_WARN));
    lines += draw_below(view, y + lines, most, buf_str(&shown), grid_style(ROLE_QUOTE));
    buf_free(&shown);
    return lines;
}

static void draw_conflict(const View *view, const FormField *field, int y) {
    Buf head = {0};
    form_decide_put_revision(view->form, field, &head);
    y += draw_version(view, field, y, view->single ? 2 : THEIRS_LINES, buf_text(&head),
                      &field->theirs);
    if (!view->single && field->before.len)
        y += draw_version(view, field, y, BEFORE_LINES, _("Before:"), &field->before);
    const char *state = field->took_theirs ? _("Theirs is taken. ^T: back to mine")
                        : field->decided   ? _("Mine stays. ^T: take theirs; F7: compare")
                                           : _("Mine is above. ^T: take theirs; F7: compare");
    draw_below(view, y, 1, str_of(state), grid_style(field->decided ? ROLE_GOOD : ROLE_WARN));
    buf_free(&head);
}

static void draw_field(const View *view, size_t i) {
    FormField *field = &view->form->fields[i];
    bool focused = i == view->form->focus && !view->form->on_heading;
    int heading = heading_lines(view, i);
    if (heading)
        draw_heading(view, field, heading);
    if (is_hidden(view, field))
        return;
    draw_label(view, field, focused);
    draw_content(view, field, focused);
    int y = field->content_y + field->content_rows;
    y += draw_below(view, y, MESSAGE_LINES, buf_str(&field->told), grid_style(ROLE_DIM));
    y += draw_below(view, y, MESSAGE_LINES, buf_str(&field->message), form_message_style(field));
    y += draw_below(view, y, MESSAGE_LINES, buf_str(&field->note), grid_style(ROLE_WARN));
    if (field->conflict)
        draw_conflict(view, field, y);
}

/* --- the whole ----------------------------------------------------------------------------------
 */

static int label_cols(const Form *form, int cols) {
    int most = 0;
    if (cols < LABELS_ABOVE)
        return 0;
    for (size_t i = 0; i < form->count; i++) {
        int label = form->quick && !form_quick(form, &form->fields[i])
                        ? 0
                        : text_width(str_of(form_label(form, &form->fields[i])));
        most = label > most ? label : most;
    }
    return (most > LABEL_MOST ? LABEL_MOST : most) + 4;
}

static void draw_body(Form *form, Grid *grid, GridRect body) {
    View view = {.form = form, .grid = grid, .body = body};
    view.single = body.rows < ONE_AT_A_TIME;
    view.label_cols = view.single ? 0 : label_cols(form, body.cols); /* with its group beside it */
    lay_out(&view);
    scroll_to_focus(&view);
    for (size_t i = 0; i < form->count; i++)
        if (i != form->focus)
            draw_field(&view, i);
    draw_field(&view, form->focus);
}

enum { HELP_MOST = 3 };

/* In a small window a field of one line, with what is said below it, leaves lines to its help.
 * rows: without the header, the notice and the footer. */
static int small_help_rows(const Form *form, int rows, int cols) {
    const FormField *field = &form->fields[form_page_focus(form)];
    bool one_line =
        !field->conflict && !field->rows && form_kind(field->field)->ways != &form_area_ways;
    int said = form_count_lines(buf_str(&field->message), cols, MESSAGE_LINES) +
               form_count_lines(buf_str(&field->note), cols, MESSAGE_LINES) +
               form_count_lines(buf_str(&field->told), cols, MESSAGE_LINES);
    int spare = rows - 2 - said;
    return !one_line || spare < 1 ? 1 : spare > HELP_MOST ? HELP_MOST : spare;
}

void form_draw(Form *form, Grid *grid, GridRect rect) {
    rect = grid_clip(grid, rect);
    if (rect.rows < 1 || rect.cols < 1 || !form->count)
        return;
    grid_fill(grid, rect, grid_style(ROLE_TEXT));
    grid_set_cursor(grid, rect.row, rect.col);
    GridRect all = rect, notes = form_notes_place(form, &rect);
    if (rect.rows >= 5)
        form_draw_header(form, grid, layout_take_top(&rect, 1));
    form_draw_notice(form, grid, &rect);
    GridRect footer = {rect.row, rect.col, 0, rect.cols};
    if (rect.rows >= 6)
        footer = layout_take_bottom(&rect, 1);
    bool beside = rect.cols >= HELP_BESIDE;
    if (footer.rows && !(beside && form_draw_passing(form, grid, footer)))
        form_draw_footer(form, grid, footer);
    if (beside) {
        form_draw_help_beside(form, grid, layout_take_right(&rect, rect.cols / 3));
        rect.cols--;
    } else if (rect.rows >= 6) {
        GridRect help = layout_take_bottom(
            &rect, rect.rows >= 16 ? HELP_MOST : small_help_rows(form, rect.rows, rect.cols));
        form_draw_help_below(form, grid, help);
    }
    form->body = rect;
    draw_body(form, grid, rect);
    if (notes.rows > 0)
        form_notes_draw(form, grid, notes);
    form_offering_draw(form, grid, all);
    if (form->popup)
        form->popup->draw(form, grid, all);
}
