#include "config.h"

#include "tui/widget/field.h"

#include "base/vec.h"
#include "text/width.h"
#include "tui/widget/editkeys.h"

enum { WHEEL_LINES = 3, MOST_MARKS = 32 };

/* One column is kept for the caret after the last cluster of a full line. */
static int text_columns(int cols) {
    return cols > 2 ? cols - 1 : 2;
}

size_t field_lines(EditField *field, int cols, size_t most) {
    text_edit_set_columns(field->edit, field->multiline ? text_columns(cols) : 0);
    size_t count = text_edit_lines_to(field->edit, most)->len;
    return count < most ? count : most;
}

static Role field_role(const EditField *field) {
    bool own = field->role != ROLE_TEXT || field->role_focus != ROLE_TEXT;
    if (own)
        return field->focused ? field->role_focus : field->role;
    return field->focused ? ROLE_FIELD_FOCUS : ROLE_FIELD;
}

/* The selection as marks of the bytes [from, to) of the text. */
static size_t selection_mark(const EditField *field, size_t from, size_t to, GridMark *mark) {
    size_t first, last;
    if (!text_edit_selection(field->edit, &first, &last) || last <= from || first >= to)
        return 0;
    mark->from = first > from ? first - from : 0;
    mark->to = (last < to ? last : to) - from;
    mark->style = grid_style(ROLE_SELECTION);
    return 1;
}

static void draw_placeholder(const EditField *field, Grid *grid, GridRect rect) {
    GridStyle style = {ROLE_PLACEHOLDER, (uint8_t)field_role(field)};
    if (field->placeholder)
        grid_text(grid, rect, str_of(field->placeholder), style, GRID_CUT);
}

/* Scrolls a few columns further than needed, so that not every key scrolls. */
static void scroll_line(EditField *field, int caret) {
    int cols = field->rect.cols, step = cols > 8 ? cols / 4 : 1;
    if (caret < field->skip)
        field->skip = caret > step ? caret - step : 0;
    else if (caret >= field->skip + cols)
        field->skip = caret - cols + 1 + (cols > 8 ? step : 0);
}

/* The marks that touch the bytes [from, to), counted from there, and the selection, which goes
 * before. Gives their number. */
static size_t part_marks(const EditField *field, const GridMark *marks, size_t mark_count,
                         size_t from, size_t to, GridMark *out, size_t most) {
    GridMark selection;
    size_t count = 0, selected = selection_mark(field, from, to, &selection);
    for (size_t i = 0; i < mark_count && count + 2 < most; i++) {
        GridMark mark = marks[i];
        if (mark.to <= from || mark.from >= to)
            continue;
        mark.from = mark.from > from ? mark.from - from : 0;
        mark.to = (mark.to < to ? mark.to : to) - from;
        GridMark rest = mark; /* what stands behind the selection */
        if (selected && selection.to <= mark.from) {
            out[count++] = selection;
            selected = 0;
        }
        if (selected && mark.to > selection.from) {
            mark.to = selection.from;
            rest.from = selection.to;
        } else {
            rest.from = rest.to;
        }
        if (mark.from < mark.to)
            out[count++] = mark;
        if (rest.from < rest.to) {
            out[count++] = selection;
            out[count++] = rest;
            selected = 0;
        }
    }
    if (selected && count < most)
        out[count++] = selection;
    return count;
}

static void draw_line(EditField *field, Grid *grid) {
    Str text = text_edit_text(field->edit);
    int caret = text_width(str_make(text.ptr, text_edit_caret(field->edit)));
    GridStyle style = grid_style(field_role(field));
    GridMark marks[MOST_MARKS];
    if (!field->focused)
        field->skip = 0;
    else
        scroll_line(field, caret);
    size_t count =
        part_marks(field, field->marks, field->mark_count, 0, text.len, marks, MOST_MARKS);
    grid_text_edited(grid, field->rect, text, field->skip, style, marks, count);
    if (field->focused)
        grid_set_cursor(grid, field->rect.row, field->rect.col + caret - field->skip);
}

/* One of several lines, the row-th on the screen. */
static void draw_row(const EditField *field, Grid *grid, int row, const FieldMarks *marks) {
    const TextLines *lines = text_edit_lines_to(field->edit, field->top + (size_t)row);
    Str text = text_edit_text(field->edit);
    size_t line = field->top + (size_t)row, from = lines->items[line];
    size_t next = line + 1 < lines->len ? lines->items[line + 1] : text.len;
    size_t to = text_wrap_end(text, from, next, text_columns(field->rect.cols));
    GridRect at = {field->rect.row + row, field->rect.col, 1, field->rect.cols};
    GridMark parts[MOST_MARKS];
    size_t count = part_marks(field, marks->items, marks->len, from, to, parts, MOST_MARKS);
    grid_text_edited(grid, at, str_make(text.ptr + from, to - from), 0,
                     grid_style(field_role(field)), parts, count);
}

static void draw_lines(EditField *field, Grid *grid) {
    size_t caret_line;
    int caret_col, rows = field->rect.rows;
    text_edit_set_columns(field->edit, text_columns(field->rect.cols));
    text_edit_set_page(field->edit, rows > 1 ? rows - 1 : 1);
    text_edit_caret_cell(field->edit, &caret_line, &caret_col);
    Str text = text_edit_text(field->edit);
    if (field->focused && caret_line < field->top)
        field->top = caret_line;
    if (field->focused && caret_line >= field->top + (size_t)rows)
        field->top = caret_line - (size_t)rows + 1;
    const TextLines *lines = text_edit_lines_to(field->edit, field->top + (size_t)rows);
    size_t last_top = lines->len > (size_t)rows ? lines->len - (size_t)rows : 0;
    field->top = field->top > last_top ? last_top : field->top;
    FieldMarks marks = {0};
    size_t below = field->top + (size_t)rows;
    if (field->marker)
        field->marker(field->marker_context, text, lines->items[field->top],
                      below < lines->len ? lines->items[below] : text.len, &marks);
    for (int row = 0; row < rows && field->top + (size_t)row < lines->len; row++)
        draw_row(field, grid, row, &marks);
    vec_free(&marks);
    int last = field->rect.cols - 1;
    if (field->focused)
        grid_set_cursor(grid, field->rect.row + (int)(caret_line - field->top),
                        field->rect.col + (caret_col < last ? caret_col : last));
}

void field_draw(EditField *field, Grid *grid, GridRect rect) {
    field->rect = rect;
    if (rect.rows < 1 || rect.cols < 1)
        return;
    grid_fill(grid, rect, grid_style(field_role(field)));
    if (text_edit_text(field->edit).len == 0)
        draw_placeholder(field, grid, rect);
    if (field->multiline)
        draw_lines(field, grid);
    else
        draw_line(field, grid);
}

/* Whether the key would leave the text at its upper or lower end. */
static bool leaves(EditField *field, InputKey key) {
    size_t line;
    int col;
    if (key.mods || (key.code != INPUT_UP && key.code != INPUT_DOWN))
        return false;
    text_edit_caret_cell(field->edit, &line, &col);
    return key.code == INPUT_UP ? line == 0
                                : line + 1 >= text_edit_lines_to(field->edit, line)->len;
}

WidgetResult field_key(EditField *field, InputKey key) {
    bool out = field->multiline && leaves(field, key);
    if (out && text_edit_is_marking(field->edit))
        key.code = key.code == INPUT_UP ? INPUT_HOME : INPUT_END; /* stays, and takes the rest */
    else if (out)
        return WIDGET_IGNORED;
    if (!field->read_only)
        return editkeys_apply(field->edit, key, field->multiline);
    WidgetResult result = editkeys_read(field->edit, key, field->multiline);
    return result == WIDGET_IGNORED && input_key_is_text(key) ? WIDGET_USED : result;
}

WidgetResult field_paste(EditField *field, Str text) {
    if (field->read_only)
        return WIDGET_USED;
    return text_edit_paste(field->edit, text) ? WIDGET_CHANGED : WIDGET_USED;
}

static WidgetResult scroll(EditField *field, bool down) {
    for (int i = 0; i < WHEEL_LINES && field->multiline; i++)
        text_edit_move(field->edit, down ? TEXT_MOVE_DOWN : TEXT_MOVE_UP, false);
    return WIDGET_USED;
}

WidgetResult field_mouse(EditField *field, const InputEvent *event) {
    if (!grid_rect_has(field->rect, event->row, event->col))
        return WIDGET_IGNORED;
    if (event->mouse == INPUT_MOUSE_WHEEL_UP || event->mouse == INPUT_MOUSE_WHEEL_DOWN)
        return scroll(field, event->mouse == INPUT_MOUSE_WHEEL_DOWN);
    if (event->mouse != INPUT_MOUSE_PRESS || event->button != 1)
        return WIDGET_USED;
    int col = event->col - field->rect.col;
    size_t line = field->top + (size_t)(event->row - field->rect.row);
    if (field->multiline)
        text_edit_move_to_cell(field->edit, line, col, false);
    else
        text_edit_move_to(field->edit,
                          text_width_find(text_edit_text(field->edit), col + field->skip), false);
    return WIDGET_USED;
}
