#include "config.h"

#include "base/i18n.h"
#include "base/zone.h"
#include "text/width.h"
#include "text/wrap.h"
#include "tui/form/kind.h"
#include "tui/widget/layout.h"

#include <stdio.h>

/* The page is one tall sheet of lines; the screen shows a part of it that holds the focus. */

enum {
    LABELS_ABOVE = 60, /* columns below which labels stand above the fields */
    HELP_BESIDE = 116, /* columns from which help stands beside the fields */
    LABEL_MOST = 24,
    MESSAGE_LINES = 2,
    THEIRS_LINES = 6,
    BEFORE_LINES = 3,
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

/* --- wrapped text ---------------------------------------------------------------------------- */

static int count_lines(Str text, int cols, int most) {
    int lines = 0;
    for (size_t at = 0; at < text.len && lines < most; lines++)
        at = text_wrap_next(text, at, cols);
    return lines;
}

/* Draws up to rect.rows lines of a text, without the first `skip`; gives how many. */
static int draw_wrapped(Grid *grid, GridRect rect, int skip, Str text, GridStyle style) {
    int line = 0;
    for (size_t at = 0, next; at < text.len && line - skip < rect.rows; at = next, line++) {
        next = text_wrap_next(text, at, rect.cols);
        size_t end = text_wrap_end(text, at, next, rect.cols);
        if (line >= skip)
            grid_text(grid, (GridRect){rect.row + line - skip, rect.col, 1, rect.cols},
                      str_make(text.ptr + at, end - at), style, GRID_CUT);
    }
    return line > skip ? line - skip : 0;
}

/* --- layout ---------------------------------------------------------------------------------- */

static int group_of(const FormField *field) {
    return field->field->flags & FIELD_PRIVATE ? (int)FIELD_GROUPS : (int)field->field->group;
}

static const char *group_label(const FormField *field) {
    return group_of(field) == FIELD_GROUPS ? _("Private")
                                           : _(field_group_label(field->field->group));
}

/* Whether the field begins a group on the page. */
static bool begins_group(const Form *form, size_t at) {
    return at == 0 || group_of(&form->fields[at]) != group_of(&form->fields[at - 1]);
}

static bool is_hidden(const View *view, const FormField *field) {
    if (view->single)
        return field != &view->form->fields[view->form->focus];
    return field->shown_only && !form_field_text(field).len;
}

static int content_cols(const View *view) {
    int cols = view->body.cols - view->label_cols;
    return cols > 2 ? cols : 2;
}

static int shown_lines(const View *view, const FormField *field, const Buf *text, int most) {
    Buf shown = {0};
    form_field_show(field, buf_str(text), &shown);
    int lines = count_lines(buf_str(&shown), content_cols(view), most);
    buf_free(&shown);
    return lines;
}

/* Lines below the content: what is wrong, and the other version. */
static int lines_below(const View *view, const FormField *field) {
    int lines = count_lines(buf_str(&field->message), content_cols(view), MESSAGE_LINES);
    if (field->conflict) {
        lines += 2 + shown_lines(view, field, &field->theirs, view->single ? 2 : THEIRS_LINES);
        if (!view->single && field->before.len)
            lines += 1 + shown_lines(view, field, &field->before, BEFORE_LINES);
    }
    return lines;
}

static void lay_out(View *view) {
    Form *form = view->form;
    int y = 0;
    for (size_t i = 0; i < form->count; i++) {
        FormField *field = &form->fields[i];
        int head = view->single ? 0 : begins_group(form, i) ? 1 + (i > 0) : 0;
        field->y = y;
        field->height = 0;
        field->rect = (GridRect){0};
        if (is_hidden(view, field)) {
            y += head;
            field->height = head;
            field->content_rows = 0;
            continue;
        }
        int label = view->label_cols ? 0 : 1, below = lines_below(view, field);
        int most = view->body.rows - label - below;
        field->content_y = y + head + label;
        field->content_rows = field->kind->ways->lines(field, content_cols(view));
        if (view->single && field->box.multiline)
            field->content_rows = most;
        if (field->content_rows > most)
            field->content_rows = most > 1 ? most : 1;
        field->height = head + label + field->content_rows + below;
        y += field->height;
    }
    view->total = y;
}

/* Scrolls as little as shows the field with the focus, with its heading when it begins a group; a
 * group that was asked for stands on top, so that its fields are seen. */
static void scroll_to_focus(View *view) {
    Form *form = view->form;
    const FormField *field = &form->fields[form->focus];
    int rows = view->body.rows, from = field->y, to = field->y + field->height;
    if (form->group_on_top && !view->single) {
        from += form->focus > 0; /* the blank line before the heading can go */
        form->top = from;
    }
    form->group_on_top = false;
    if (to - from > rows) /* the heading is less important */
        from = field->content_y - (view->label_cols ? 0 : 1);
    if (to > form->top + rows)
        form->top = to - rows;
    if (from < form->top)
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

static void draw_heading(const View *view, const FormField *field, bool first) {
    int skip, y = field->y + (first ? 0 : 1);
    GridRect at = on_screen(view, y, 1, 0, &skip);
    if (at.rows < 1)
        return;
    int used =
        grid_text(view->grid, at, str_of(group_label(field)), grid_style(ROLE_HEADING), GRID_CUT);
    if (used + 1 < at.cols)
        grid_hline(view->grid, at.row, at.col + used + 1, at.cols - used - 1,
                   grid_style(ROLE_LINE));
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
    GridRect text = {at.row, at.col + 2, 1, at.cols - 2};
    int used = grid_text(view->grid, text, str_of(_(field->field->label)),
                         grid_style(focused ? ROLE_TITLE : ROLE_LABEL), GRID_CUT);
    if (!view->single)
        return;
    Buf group = {0};
    buf_printf(&group, "%s %zu/%zu", group_label(field), view->form->focus + 1, view->form->count);
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
    int skip, lines = count_lines(text, content_cols(view), most);
    GridRect at = on_screen(view, y, lines, view->label_cols, &skip);
    if (at.rows > 0 && at.cols > 0)
        draw_wrapped(view->grid, at, skip, text, style);
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
    FORM_SAY(&head, N_("Theirs (revision {0}):"), "d", (int64_t)view->form->their_rev);
    y += draw_version(view, field, y, view->single ? 2 : THEIRS_LINES, buf_text(&head),
                      &field->theirs);
    if (!view->single && field->before.len)
        y += draw_version(view, field, y, BEFORE_LINES, _("Before:"), &field->before);
    const char *state = field->took_theirs ? _("Theirs is taken. ^T: back to mine")
                        : field->decided   ? _("Mine stays. ^T: take theirs")
                                           : _("Mine is above. ^T: take theirs");
    draw_below(view, y, 1, str_of(state), grid_style(field->decided ? ROLE_GOOD : ROLE_WARN));
    buf_free(&head);
}

static void draw_field(const View *view, size_t i) {
    FormField *field = &view->form->fields[i];
    bool focused = i == view->form->focus;
    if (!view->single && begins_group(view->form, i))
        draw_heading(view, field, i == 0);
    if (is_hidden(view, field))
        return;
    draw_label(view, field, focused);
    draw_content(view, field, focused);
    int y = field->content_y + field->content_rows;
    y += draw_below(view, y, MESSAGE_LINES, buf_str(&field->message), grid_style(ROLE_ERROR));
    if (field->conflict)
        draw_conflict(view, field, y);
}

/* --- around the fields ------------------------------------------------------------------------ */

static size_t missing_to_publish(const Form *form) {
    size_t missing = 0;
    for (size_t i = 0; i < form->count; i++)
        missing += (form->fields[i].field->flags & FIELD_REQUIRED) &&
                   !form_field_text(&form->fields[i]).len;
    return missing;
}

static void draw_header(const Form *form, Grid *grid, GridRect at) {
    Buf right = {0}, left = {0};
    size_t missing = missing_to_publish(form);
    if (missing && form->base->entity->type == ENTITY_CASE)
        FORM_SAY(&right, N_("To publish: {0} more"), "z", missing);
    if (form->base_rev) {
        buf_puts(&right, right.len ? "  " : "");
        FORM_SAY(&right, N_("revision {0}"), "d", (int64_t)form->base_rev);
    }
    FORM_SAY(&left, form->base_rev ? N_("Edit {0}: ") : N_("New {0}: "), "s",
             _(form->base->entity->label));
    if (grid->manner == GRID_SPOKEN) /* what is typed below is not said twice */
        buf_put_str(&left, record_title(form->base));
    else
        buf_put_str(&left, form->count ? form_field_text(&form->fields[0]) : (Str){"", 0});
    int room = at.cols - text_width(buf_str(&right)) - 4;
    bool dirty = form_is_dirty(form);
    if (room < at.cols / 2) {
        buf_clear(&right);
        room = at.cols - 2;
    }
    int used = grid_text(grid, (GridRect){at.row, at.col, 1, room}, buf_str(&left),
                         grid_style(ROLE_TITLE), GRID_CUT);
    if (dirty)
        grid_text(grid, (GridRect){at.row, at.col + used + 1, 1, 1}, STR("*"),
                  grid_style(ROLE_WARN), 0);
    grid_text(grid, at, buf_str(&right), grid_style(ROLE_DIM), GRID_RIGHT);
    buf_free(&left);
    buf_free(&right);
}

static void draw_footer(const Form *form, Grid *grid, GridRect at) {
    Buf left = {0}, right = {0};
    ZoneTime t = zone_local(form->draft_ms);
    char clock[32];
    snprintf(clock, sizeof clock, "%02d:%02d:%02d", t.hour, t.minute, t.second);
    if (form->draft_ms) /* without the time where it would be one more change with each key */
        FORM_SAY(&left, N_("Saved draft {0}"), "s", grid->manner == GRID_RICH ? clock : "");
    else
        buf_puts(&left, form->saved_once ? _("Saved") : _("No changes"));
    buf_printf(&right, "%zu/%zu", form->focus + 1, form->count);
    int used = grid_text(grid, at, buf_str(&left), grid_style(ROLE_DIM), GRID_CUT);
    if (used + 2 + (int)right.len <= at.cols)
        grid_text(grid, at, buf_str(&right), grid_style(ROLE_DIM), GRID_RIGHT);
    buf_free(&left);
    buf_free(&right);
}

static void put_help(const Field *field, Buf *out) {
    if (field->help)
        buf_puts(out, _(field->help));
    if (!field->example)
        return;
    buf_puts(out, out->len ? " " : "");
    FORM_SAY(out, N_("For example: {0}"), "s", _(field->example));
}

static void draw_help_below(const Form *form, Grid *grid, GridRect at) {
    const Field *field = form->fields[form->focus].field;
    Buf help = {0};
    put_help(field, &help);
    const char *hint = form_kind(field->kind)->hint;
    int hint_rows = at.rows > 1 && hint ? 1 : 0;
    draw_wrapped(grid, (GridRect){at.row, at.col, at.rows - hint_rows, at.cols}, 0, buf_str(&help),
                 grid_style(ROLE_INFO));
    if (hint_rows)
        grid_text(grid, (GridRect){at.row + at.rows - 1, at.col, 1, at.cols}, str_of(_(hint)),
                  grid_style(ROLE_DIM), GRID_CUT);
    buf_free(&help);
}

static void draw_help_beside(const Form *form, Grid *grid, GridRect at) {
    const FormField *focused = &form->fields[form->focus];
    const char *hint = focused->kind->hint;
    Buf text = {0};
    grid_vline(grid, at.row, at.col, at.rows, grid_style(ROLE_LINE));
    at.col += 2;
    at.cols -= 2;
    grid_text(grid, at, str_of(_(focused->field->label)), grid_style(ROLE_HEADING), GRID_CUT);
    layout_take_top(&at, 2);
    put_help(focused->field, &text);
    layout_take_top(&at, draw_wrapped(grid, at, 0, buf_str(&text), grid_style(ROLE_INFO)) + 1);
    layout_take_top(&at, draw_wrapped(grid, at, 0, hint ? str_of(_(hint)) : (Str){"", 0},
                                      grid_style(ROLE_DIM)) +
                             (hint ? 1 : 0));
    if (focused->field->flags & FIELD_REQUIRED)
        layout_take_top(
            &at,
            draw_wrapped(grid, at, 0, str_of(_("Needed to publish.")), grid_style(ROLE_DIM)) + 1);
    draw_wrapped(grid, at, 0, buf_str(&focused->message), grid_style(ROLE_ERROR));
    buf_free(&text);
}

static void draw_notice(const Form *form, Grid *grid, GridRect *rest) {
    if (!form->notice.len || rest->rows < 5)
        return;
    int lines = count_lines(buf_str(&form->notice), rest->cols, rest->rows < 12 ? 1 : 2);
    GridRect at = layout_take_top(rest, lines);
    draw_wrapped(grid, at, 0, buf_str(&form->notice), grid_style(form->notice_role));
}

static int label_cols(const Form *form, int cols) {
    int most = 0;
    if (cols < LABELS_ABOVE)
        return 0;
    for (size_t i = 0; i < form->count; i++) {
        int label = text_width(str_of(_(form->fields[i].field->label)));
        most = label > most ? label : most;
    }
    return (most > LABEL_MOST ? LABEL_MOST : most) + 4;
}

static void draw_body(Form *form, Grid *grid, GridRect body) {
    View view = {.form = form, .grid = grid, .body = body};
    view.label_cols = label_cols(form, body.cols);
    view.single = body.rows < ONE_AT_A_TIME;
    lay_out(&view);
    scroll_to_focus(&view);
    for (size_t i = 0; i < form->count; i++)
        if (i != form->focus)
            draw_field(&view, i);
    draw_field(&view, form->focus);
}

void form_draw(Form *form, Grid *grid, GridRect rect) {
    rect = grid_clip(grid, rect);
    if (rect.rows < 1 || rect.cols < 1 || !form->count)
        return;
    grid_fill(grid, rect, grid_style(ROLE_TEXT));
    grid_set_cursor(grid, rect.row, rect.col);
    GridRect all = rect;
    if (rect.rows >= 5)
        draw_header(form, grid, layout_take_top(&rect, 1));
    draw_notice(form, grid, &rect);
    if (rect.rows >= 6)
        draw_footer(form, grid, layout_take_bottom(&rect, 1));
    if (rect.cols >= HELP_BESIDE) {
        draw_help_beside(form, grid, layout_take_right(&rect, rect.cols / 3));
        rect.cols--;
    } else if (rect.rows >= 6) {
        draw_help_below(form, grid, layout_take_bottom(&rect, rect.rows >= 16 ? 3 : 1));
    }
    draw_body(form, grid, rect);
    if (form->popup)
        form->popup->draw(form, grid, all);
}
