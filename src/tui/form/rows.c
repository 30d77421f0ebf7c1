#include "config.h"

#include "tui/form/rows.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "record/parse.h"
#include "text/edit.h"
#include "text/width.h"
#include "tui/widget/field.h"

#include <math.h>
#include <stdlib.h>

enum {
    MOST_COLUMNS = 16,
    MOST_ROWS_SHOWN = 12,
    MOST_UNDO = 64,
    CELL_BYTES = 4096,
    CHANGE = -1, /* the column that is computed */
    CHANGE_COLS = 15,
    LINE_COLS_MIN = 10,
    CONTENT_COLS_MAX = 40
};

/* The whole table at one moment, with blank rows, and the cell that had the focus. */
typedef struct Moment {
    Buf text;
    size_t row;
    int column;
} Moment;

typedef VEC(Moment) Moments;

struct FormRows {
    const Field *field;
    int columns[MOST_COLUMNS]; /* sub-field of each column, or CHANGE */
    int column_count;
    int before, after, unit; /* sub-fields, -1 none */
    VEC(char *) cells;       /* row by row, field->row_count each; never empty */
    size_t row;              /* of the cell with the focus */
    int column;
    TextEdit *edit; /* its text */
    EditField box;
    Moments undo, redo;
    bool typing; /* the newest moment of undo was made by typing into this cell */
    size_t top;  /* first row shown */
    int left;    /* first column shown */
    Buf text;    /* what form_rows_text gave last */
    GridRect rect;
    int skip;
    int x[MOST_COLUMNS + 1]; /* columns of the screen: start of each column as drawn last, -1 not */
};

/* --- text ------------------------------------------------------------------------------------ */

static void put_cell(Buf *out, Str text) {
    for (size_t i = 0; i < text.len; i++)
        buf_putc(out, text.ptr[i] == '\t' || text.ptr[i] == '\n' ? ' ' : text.ptr[i]);
}

void form_rows_format(const Field *field, const Value *value, Buf *out) {
    for (size_t i = 0; value->kind == VALUE_LIST && i < value->list.len; i++) {
        const Value *row = &value->list.items[i];
        if (i)
            buf_putc(out, '\n');
        for (size_t sub = 0; sub < field->row_count; sub++) {
            Buf cell = {0};
            if (row->kind == VALUE_ROW && sub < row->list.len)
                value_format(&field->row[sub], &row->list.items[sub], &cell);
            if (sub)
                buf_putc(out, '\t');
            put_cell(out, buf_str(&cell));
            buf_free(&cell);
        }
    }
}

static bool is_blank(Str line) {
    return !str_trim(line).len;
}

static bool parse_row(const Field *field, Str line, Arena *arena, Value *out, int *sub,
                      Error *err) {
    Value *cells = arena_zalloc(arena, field->row_count * sizeof *cells);
    for (size_t i = 0; i < field->row_count; i++) {
        Str cell;
        if (!str_split(&line, '\t', &cell))
            break;
        *sub = (int)i;
        if (!value_parse(&field->row[i], cell, arena, &cells[i], err))
            return false;
    }
    *out = (Value){.kind = VALUE_ROW, .list = {cells, field->row_count}};
    return true;
}

bool form_rows_parse(const Field *field, Str text, Arena *arena, Value *out, int *row, int *sub,
                     Error *err) {
    VEC(Value) items = {0};
    bool ok = true;
    *out = (Value){.kind = VALUE_NONE};
    *row = *sub = -1;
    for (Str line; ok && str_split(&text, '\n', &line);) {
        Value value;
        if (is_blank(line))
            continue;
        *row = (int)items.len;
        ok = parse_row(field, line, arena, &value, sub, err);
        if (ok)
            vec_push(&items, value);
    }
    if (ok && items.len)
        *out =
            value_list(arena_dup(arena, items.items, items.len * sizeof *items.items), items.len);
    vec_free(&items);
    return ok;
}

/* --- the table ------------------------------------------------------------------------------- */

static size_t row_count(const FormRows *rows) {
    return rows->cells.len / rows->field->row_count;
}

static int sub_of(const FormRows *rows, int column) {
    return rows->columns[column];
}

static char **cell_at(const FormRows *rows, size_t row, int sub) {
    return &rows->cells.items[row * rows->field->row_count + (size_t)sub];
}

static bool row_is_blank(const FormRows *rows, size_t row) {
    for (size_t sub = 0; sub < rows->field->row_count; sub++)
        if (!is_blank(str_of(*cell_at(rows, row, (int)sub))))
            return false;
    return true;
}

static void put_rows(const FormRows *rows, bool blank_too, Buf *out) {
    bool first = true;
    for (size_t row = 0; row < row_count(rows); row++) {
        if (!blank_too && row_is_blank(rows, row))
            continue;
        if (!first)
            buf_putc(out, '\n');
        first = false;
        for (size_t sub = 0; sub < rows->field->row_count; sub++) {
            if (sub)
                buf_putc(out, '\t');
            buf_puts(out, *cell_at(rows, row, (int)sub));
        }
    }
}

static void free_cells(FormRows *rows) {
    VEC_EACH (cell, &rows->cells)
        free(*cell);
    rows->cells.len = 0;
}

static void insert_row(FormRows *rows, size_t at) {
    size_t width = rows->field->row_count, from = at * width;
    vec_reserve(&rows->cells, width);
    memmove(rows->cells.items + from + width, rows->cells.items + from,
            (rows->cells.len - from) * sizeof *rows->cells.items);
    rows->cells.len += width;
    for (size_t i = 0; i < width; i++)
        rows->cells.items[from + i] = mem_strdup("");
}

static void remove_row(FormRows *rows, size_t at) {
    size_t width = rows->field->row_count, from = at * width;
    for (size_t i = 0; i < width; i++)
        free(rows->cells.items[from + i]);
    memmove(rows->cells.items + from, rows->cells.items + from + width,
            (rows->cells.len - from - width) * sizeof *rows->cells.items);
    rows->cells.len -= width;
    if (!rows->cells.len)
        insert_row(rows, 0);
}

/* What a cell may hold is what an edit field of one line makes of it. */
static void set_cell(FormRows *rows, size_t row, int sub, Str text) {
    TextEdit *clean = text_edit_new(text, false, CELL_BYTES > text.len ? CELL_BYTES : text.len);
    Str cleaned = text_edit_text(clean);
    char **cell = cell_at(rows, row, sub);
    free(*cell);
    *cell = mem_strndup(cleaned.ptr ? cleaned.ptr : "", cleaned.len);
    text_edit_free(clean);
}

static void read_rows(FormRows *rows, Str text, bool blank_too) {
    free_cells(rows);
    for (Str line; str_split(&text, '\n', &line);) {
        if (!blank_too && is_blank(line))
            continue;
        size_t row = row_count(rows);
        insert_row(rows, row);
        Str cell;
        for (size_t sub = 0; sub < rows->field->row_count && str_split(&line, '\t', &cell); sub++)
            set_cell(rows, row, (int)sub, cell);
    }
    if (!rows->cells.len)
        insert_row(rows, 0);
}

/* Makes the cell (row, column) the one that is edited, caret at its start or end. */
static void go(FormRows *rows, size_t row, int column, bool at_end) {
    rows->row = row < row_count(rows) ? row : row_count(rows) - 1;
    rows->column = column;
    rows->typing = false;
    text_edit_free(rows->edit);
    Str text = str_of(*cell_at(rows, rows->row, sub_of(rows, column)));
    rows->edit = text_edit_new(text, false, CELL_BYTES > text.len ? CELL_BYTES : text.len);
    if (at_end)
        text_edit_move(rows->edit, TEXT_MOVE_END, false);
    rows->box = (EditField){.edit = rows->edit};
}

static int find_column(const FormRows *rows, int sub) {
    for (int i = 0; i < rows->column_count; i++)
        if (rows->columns[i] == sub)
            return i;
    return 0;
}

static void make_columns(FormRows *rows) {
    const Field *field = rows->field;
    rows->before = entity_row_field(field->row, field->row_count, STR("before"));
    rows->after = entity_row_field(field->row, field->row_count, STR("after"));
    rows->unit = entity_row_field(field->row, field->row_count, STR("unit"));
    for (size_t sub = 0; sub < field->row_count && rows->column_count < MOST_COLUMNS - 1; sub++) {
        rows->columns[rows->column_count++] = (int)sub;
        if (rows->before >= 0 && (int)sub == rows->after)
            rows->columns[rows->column_count++] = CHANGE;
    }
}

FormRows *form_rows_new(const Field *field, Str text) {
    FormRows *rows = mem_zalloc(sizeof *rows);
    rows->field = field;
    make_columns(rows);
    read_rows(rows, text, false);
    go(rows, 0, 0, false);
    return rows;
}

static void free_moments(Moments *moments) {
    VEC_EACH (moment, moments)
        buf_free(&moment->text);
    vec_free(moments);
}

void form_rows_free(FormRows *rows) {
    if (!rows)
        return;
    free_cells(rows);
    vec_free(&rows->cells);
    text_edit_free(rows->edit);
    free_moments(&rows->undo);
    free_moments(&rows->redo);
    buf_free(&rows->text);
    free(rows);
}

Str form_rows_text(FormRows *rows) {
    buf_clear(&rows->text);
    put_rows(rows, false, &rows->text);
    return str_of(buf_text(&rows->text));
}

/* --- undo ------------------------------------------------------------------------------------ */

static void push_moment(FormRows *rows, Moments *to) {
    Moment moment = {.row = rows->row, .column = rows->column};
    put_rows(rows, true, &moment.text);
    if (to->len == MOST_UNDO) {
        buf_free(&to->items[0].text);
        memmove(to->items, to->items + 1, --to->len * sizeof *to->items);
    }
    vec_push(to, moment);
}

static void forget(Moments *moments) {
    free_moments(moments);
}

/* Before a change; keys typed in a row into one cell are one step. */
static void remember(FormRows *rows, bool typing) {
    if (typing && rows->typing)
        return;
    push_moment(rows, &rows->undo);
    forget(&rows->redo);
    rows->typing = typing;
}

static WidgetResult travel(FormRows *rows, Moments *from, Moments *to) {
    if (!from->len)
        return WIDGET_USED;
    push_moment(rows, to);
    Moment moment = from->items[--from->len];
    read_rows(rows, buf_str(&moment.text), true);
    go(rows, moment.row, moment.column, true);
    buf_free(&moment.text);
    return WIDGET_CHANGED;
}

void form_rows_set(FormRows *rows, Str text) {
    remember(rows, false);
    read_rows(rows, text, false);
    go(rows, 0, 0, false);
}

/* --- keys ------------------------------------------------------------------------------------ */

static bool next_cell(FormRows *rows) {
    int column = rows->column + 1;
    while (column < rows->column_count && rows->columns[column] == CHANGE)
        column++;
    if (column < rows->column_count)
        go(rows, rows->row, column, true);
    else if (rows->row + 1 < row_count(rows))
        go(rows, rows->row + 1, 0, true);
    else
        return false;
    return true;
}

static bool previous_cell(FormRows *rows) {
    int column = rows->column - 1;
    while (column >= 0 && rows->columns[column] == CHANGE)
        column--;
    if (column >= 0)
        go(rows, rows->row, column, true);
    else if (rows->row > 0)
        go(rows, rows->row - 1, rows->column_count - 1, true);
    else
        return false;
    return true;
}

static bool row_by(FormRows *rows, int by) {
    if (by < 0 ? rows->row == 0 : rows->row + 1 >= row_count(rows))
        return false;
    go(rows, rows->row + (size_t)by, rows->column, true);
    return true;
}

static WidgetResult enter_key(FormRows *rows, bool read_only) {
    bool last = rows->row + 1 == row_count(rows);
    if (last && (read_only || row_is_blank(rows, rows->row))) {
        if (row_count(rows) > 1 && !read_only) { /* the blank one goes */
            remove_row(rows, rows->row);
            go(rows, rows->row, 0, true);
        }
        return WIDGET_IGNORED;
    }
    if (read_only || row_is_blank(rows, rows->row)) {
        row_by(rows, 1);
        return WIDGET_USED;
    }
    remember(rows, false);
    insert_row(rows, rows->row + 1);
    go(rows, rows->row + 1, 0, false);
    return WIDGET_CHANGED;
}

static WidgetResult delete_row(FormRows *rows) {
    remember(rows, false);
    remove_row(rows, rows->row);
    go(rows, rows->row, rows->column, true);
    return WIDGET_CHANGED;
}

static WidgetResult moved(bool yes) {
    return yes ? WIDGET_USED : WIDGET_IGNORED;
}

/* Keys of the table itself. */
static bool table_key(FormRows *rows, InputKey key, bool read_only, WidgetResult *result) {
    size_t caret = text_edit_caret(rows->edit), len = text_edit_text(rows->edit).len;
    switch (key.code) {
    case INPUT_TAB:
        *result = moved(key.mods ? previous_cell(rows) : next_cell(rows));
        return true;
    case INPUT_UP:
    case INPUT_DOWN:
        *result = moved(row_by(rows, key.code == INPUT_UP ? -1 : 1));
        return true;
    case INPUT_ENTER:
        *result = enter_key(rows, read_only);
        return true;
    case INPUT_LEFT:
        *result = WIDGET_USED;
        return !key.mods && caret == 0 && (previous_cell(rows), true);
    case INPUT_RIGHT:
        *result = WIDGET_USED;
        if (key.mods || caret < len)
            return false;
        if (next_cell(rows))
            text_edit_move(rows->edit, TEXT_MOVE_START, false);
        return true;
    case 'k':
    case 'z':
    case 'y':
        if (key.mods != INPUT_CTRL || read_only)
            return false;
        *result = key.code == 'k'   ? delete_row(rows)
                  : key.code == 'z' ? travel(rows, &rows->undo, &rows->redo)
                                    : travel(rows, &rows->redo, &rows->undo);
        return true;
    default:
        return false;
    }
}

/* Takes over what the edit field made of the cell. The moment before it was kept by the caller. */
static void take_cell(FormRows *rows) {
    char **cell = cell_at(rows, rows->row, sub_of(rows, rows->column));
    Str text = text_edit_text(rows->edit);
    free(*cell);
    *cell = mem_strndup(text.ptr ? text.ptr : "", text.len);
}

WidgetResult form_rows_key(FormRows *rows, InputKey key, bool read_only) {
    WidgetResult result;
    if (table_key(rows, key, read_only, &result))
        return result;
    rows->box.read_only = read_only;
    result = field_key(&rows->box, key);
    if (result != WIDGET_CHANGED)
        return result;
    remember(rows, true);
    take_cell(rows);
    return WIDGET_CHANGED;
}

WidgetResult form_rows_paste(FormRows *rows, Str text) {
    if (field_paste(&rows->box, text) != WIDGET_CHANGED)
        return WIDGET_USED;
    remember(rows, false);
    take_cell(rows);
    return WIDGET_CHANGED;
}

void form_rows_enter(FormRows *rows, bool from_below) {
    if (from_below)
        go(rows, row_count(rows) - 1, rows->column, true);
    else
        go(rows, 0, 0, true);
}

void form_rows_go(FormRows *rows, int row, int sub) {
    size_t at = 0; /* numbers count rows that are not blank */
    for (int seen = -1; at < row_count(rows); at++)
        if (!row_is_blank(rows, at) && ++seen >= row)
            break;
    go(rows, at, find_column(rows, sub < 0 ? 0 : sub), true);
}

/* --- picture --------------------------------------------------------------------------------- */

static bool to_common_scale(Decimal value, uint8_t scale, int64_t *units) {
    *units = value.units;
    for (uint8_t i = value.scale; i < scale; i++)
        if (__builtin_mul_overflow(*units, (int64_t)10, units))
            return false;
    return true;
}

void form_rows_change(Decimal before, Decimal after, Str unit, Buf *out) {
    uint8_t scale = before.scale > after.scale ? before.scale : after.scale;
    int64_t a, b, difference;
    if (!to_common_scale(before, scale, &a) || !to_common_scale(after, scale, &b) ||
        __builtin_sub_overflow(b, a, &difference))
        return;
    buf_puts(out, difference > 0 ? "+" : "");
    number_format_decimal(out, (Decimal){difference, scale});
    if (str_equal(str_trim(unit), STR("%")) || str_equal(str_trim(unit), STR("％")))
        buf_printf(out, " %s", _("pts"));
    else if (a)
        buf_printf(out, " (%+.1f%%)", (double)difference / fabs((double)a) * 100);
}

static void change_of_row(const FormRows *rows, size_t row, Buf *out) {
    Arena arena = {0};
    Error err;
    Value before, after;
    bool ok = value_parse(&rows->field->row[rows->before],
                          str_of(*cell_at(rows, row, rows->before)), &arena, &before, &err) &&
              value_parse(&rows->field->row[rows->after], str_of(*cell_at(rows, row, rows->after)),
                          &arena, &after, &err);
    if (ok && before.kind == VALUE_DECIMAL && after.kind == VALUE_DECIMAL)
        form_rows_change(before.decimal, after.decimal,
                         rows->unit < 0 ? (Str){"", 0} : str_of(*cell_at(rows, row, rows->unit)),
                         out);
    arena_free(&arena);
}

static const char *column_label(const FormRows *rows, int column) {
    int sub = sub_of(rows, column);
    return sub == CHANGE ? _("Change") : _(rows->field->row[sub].label);
}

static bool is_line(const FormRows *rows, int column) {
    int sub = sub_of(rows, column);
    return sub != CHANGE && rows->field->row[sub].kind == FIELD_LINE;
}

static bool is_number(const FormRows *rows, int column) {
    int sub = sub_of(rows, column);
    return sub == CHANGE || rows->field->row[sub].kind == FIELD_DECIMAL ||
           rows->field->row[sub].kind == FIELD_INT;
}

/* What a column would like to have: its name, its widest cell, and room for the caret. */
static int wanted_cols(const FormRows *rows, int column) {
    int sub = sub_of(rows, column), cols = text_width(str_of(column_label(rows, column)));
    if (sub == CHANGE)
        return cols > CHANGE_COLS ? cols : CHANGE_COLS;
    int least = rows->field->row[sub].kind == FIELD_DATE ? 10 : 6;
    cols = cols > least ? cols : least;
    for (size_t row = 0; row < row_count(rows); row++) {
        int cell = text_width(str_of(*cell_at(rows, row, sub)));
        cols = cell > cols ? cell : cols;
    }
    return (cols > CONTENT_COLS_MAX ? CONTENT_COLS_MAX : cols) + 1;
}

/* Widths for a table of `cols` columns: columns of text give and take. */
static void column_widths(const FormRows *rows, int cols, int *widths) {
    int total = rows->column_count - 1, lines = 0;
    for (int i = 0; i < rows->column_count; i++) {
        widths[i] = wanted_cols(rows, i);
        total += widths[i];
        lines += is_line(rows, i);
    }
    for (bool some = true; total > cols && some;) {
        int widest = -1;
        for (int i = 0; i < rows->column_count; i++)
            if (is_line(rows, i) && widths[i] > LINE_COLS_MIN &&
                (widest < 0 || widths[i] > widths[widest]))
                widest = i;
        some = widest >= 0;
        if (some) {
            widths[widest]--;
            total--;
        }
    }
    int spare = cols - total;
    for (int i = 0, left = lines; i < rows->column_count && spare > 0; i++) {
        if (!is_line(rows, i))
            continue;
        int share = spare / left--;
        widths[i] += share;
        spare -= share;
    }
}

/* Where each column is drawn; scrolls sideways until the one with the focus is there. */
static void place_columns(FormRows *rows, int cols, bool focused, int *widths) {
    column_widths(rows, cols, widths);
    if (!focused || rows->left > rows->column)
        rows->left = focused ? rows->column : 0;
    for (int end = cols + 1; focused && end > cols && rows->left < rows->column;) {
        end = 0;
        for (int i = rows->left; i <= rows->column; i++)
            end += widths[i] + (i > rows->left);
        if (end > cols)
            rows->left++;
    }
    for (int i = 0, x = 0; i < rows->column_count; i++) {
        rows->x[i] = i < rows->left || x >= cols ? -1 : x;
        if (rows->x[i] < 0)
            continue;
        widths[i] = x + widths[i] > cols ? cols - x : widths[i];
        x += widths[i] + 1;
    }
}

static void draw_head(const FormRows *rows, Grid *grid, GridRect line, const int *widths) {
    for (int i = 0; i < rows->column_count; i++)
        if (rows->x[i] >= 0)
            grid_text(grid, (GridRect){line.row, line.col + rows->x[i], 1, widths[i]},
                      str_of(column_label(rows, i)), grid_style(ROLE_COLUMN_HEAD),
                      GRID_CUT | (is_number(rows, i) ? GRID_RIGHT : 0));
}

static void draw_cell(FormRows *rows, Grid *grid, GridRect at, size_t row, int column,
                      bool focused) {
    int sub = sub_of(rows, column);
    if (focused && row == rows->row && column == rows->column) {
        rows->box.focused = true;
        field_draw(&rows->box, grid, at);
        return;
    }
    Buf change = {0};
    if (sub == CHANGE)
        change_of_row(rows, row, &change);
    Str text = sub == CHANGE ? str_of(buf_text(&change)) : str_of(*cell_at(rows, row, sub));
    grid_text(grid, at, text, grid_style(sub == CHANGE ? ROLE_DIM : ROLE_FIELD),
              GRID_CUT | GRID_PAD | (is_number(rows, column) ? GRID_RIGHT : 0));
    buf_free(&change);
}

static void draw_row(FormRows *rows, Grid *grid, GridRect line, size_t row, const int *widths,
                     bool focused) {
    for (int i = 0; i < rows->column_count; i++)
        if (rows->x[i] >= 0)
            draw_cell(rows, grid, (GridRect){line.row, line.col + rows->x[i], 1, widths[i]}, row, i,
                      focused);
}

int form_rows_height(const FormRows *rows) {
    size_t count = row_count(rows);
    return 1 + (int)(count > MOST_ROWS_SHOWN ? MOST_ROWS_SHOWN : count);
}

/* The rows on the screen hold the one with the focus, also when less than the whole height is
 * there. */
static void scroll_rows(FormRows *rows, int shown) {
    size_t most = (size_t)(shown > 1 ? shown : 1), count = row_count(rows);
    if (rows->row < rows->top)
        rows->top = rows->row;
    if (rows->row >= rows->top + most)
        rows->top = rows->row - most + 1;
    if (rows->top + most > count)
        rows->top = count > most ? count - most : 0;
}

void form_rows_draw(FormRows *rows, Grid *grid, GridRect rect, int skip, bool focused) {
    int widths[MOST_COLUMNS];
    rows->rect = rect;
    rows->skip = skip;
    if (rect.rows < 1 || rect.cols < 1)
        return;
    place_columns(rows, rect.cols, focused, widths);
    bool head = skip == 0 && rect.rows > 1;
    if (focused || skip == 0)
        scroll_rows(rows, head ? rect.rows - 1 : rect.rows);
    if (head)
        draw_head(rows, grid, (GridRect){rect.row, rect.col, 1, rect.cols}, widths);
    for (int i = head ? 1 : 0; i < rect.rows; i++) {
        size_t row = rows->top + (size_t)(skip + i) - (head || skip ? 1 : 0);
        if (row < row_count(rows))
            draw_row(rows, grid, (GridRect){rect.row + i, rect.col, 1, rect.cols}, row, widths,
                     focused);
    }
}

WidgetResult form_rows_mouse(FormRows *rows, const InputEvent *event) {
    if (!grid_rect_has(rows->rect, event->row, event->col))
        return WIDGET_IGNORED;
    int line = event->row - rows->rect.row + rows->skip - 1, x = event->col - rows->rect.col;
    if (event->mouse != INPUT_MOUSE_PRESS || event->button != 1 || line < 0)
        return WIDGET_USED;
    int column = -1;
    for (int i = 0; i < rows->column_count; i++)
        if (rows->x[i] >= 0 && rows->x[i] <= x && sub_of(rows, i) != CHANGE)
            column = i;
    size_t row = rows->top + (size_t)line;
    if (column >= 0 && row < row_count(rows))
        go(rows, row, column, true);
    return WIDGET_USED;
}
