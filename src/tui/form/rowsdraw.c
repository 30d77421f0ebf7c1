#include "config.h"

#include "tui/form/rowsparts.h"

#include "base/i18n.h"
#include "conf/catalogue.h"
#include "library/outcome.h"
#include "record/parse.h"
#include "text/width.h"

#include <math.h>

/* The table on the screen: as a table, or with the row that is edited as a card. */

enum { MOST_ROWS_SHOWN = 12, CHANGE_COLS = 16, LINE_COLS_MIN = 10, CONTENT_COLS_MAX = 40 };

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
        outcome_put_points((Decimal){difference, scale}, out);
    else if (a)
        buf_printf(out, " (%+.1f%%)", (double)difference / fabs((double)a) * 100);
}

static void change_of_row(const FormRows *rows, size_t row, Buf *out) {
    Arena arena = {0};
    Error err;
    Value before, after;
    bool ok = value_parse(&rows->field->row[rows->before],
                          str_of(*rows_cell(rows, row, rows->before)), &arena, &before, &err) &&
              value_parse(&rows->field->row[rows->after],
                          str_of(*rows_cell(rows, row, rows->after)), &arena, &after, &err);
    if (ok && before.kind == VALUE_DECIMAL && after.kind == VALUE_DECIMAL)
        form_rows_change(before.decimal, after.decimal,
                         rows->unit < 0 ? (Str){"", 0} : str_of(*rows_cell(rows, row, rows->unit)),
                         out);
    arena_free(&arena);
}

static const char *column_label(const FormRows *rows, int column) {
    int sub = rows_sub(rows, column);
    return sub == CHANGE ? _("Change") : _(rows->field->row[sub].label);
}

static bool is_line(const FormRows *rows, int column) {
    int sub = rows_sub(rows, column);
    return sub != CHANGE && rows->field->row[sub].kind == FIELD_LINE;
}

static bool is_number(const FormRows *rows, int column) {
    int sub = rows_sub(rows, column);
    return sub == CHANGE || rows->field->row[sub].kind == FIELD_DECIMAL ||
           rows->field->row[sub].kind == FIELD_INT;
}

/* What a column would like to have: its name, its widest cell, and room for the caret. */
static int wanted_cols(const FormRows *rows, int column) {
    int sub = rows_sub(rows, column), cols = text_width(str_of(column_label(rows, column)));
    if (sub == CHANGE)
        return cols > CHANGE_COLS ? cols : CHANGE_COLS;
    int least = rows->field->row[sub].kind == FIELD_DATE ? 10 : 6;
    cols = cols > least ? cols : least;
    if (rows->field->row[sub].kind ==
        FIELD_DATE) /* what is no day does not push the others aside */
        return cols + 1;
    for (size_t row = 0; row < rows_count(rows); row++) {
        int cell = text_width(str_of(*rows_cell(rows, row, sub)));
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
    int sub = rows_sub(rows, column);
    if (focused && row == rows->row && column == rows->column) {
        rows->box.focused = true;
        field_draw(&rows->box, grid, at);
        return;
    }
    Buf change = {0};
    if (sub == CHANGE)
        change_of_row(rows, row, &change);
    Str text = sub == CHANGE ? str_of(buf_text(&change)) : str_of(*rows_cell(rows, row, sub));
    grid_text(grid, at, text, grid_style(sub == CHANGE ? ROLE_DIM : ROLE_FIELD),
              GRID_CUT | GRID_PAD | (is_number(rows, column) && !rows->card ? GRID_RIGHT : 0));
    buf_free(&change);
}

static void draw_row(FormRows *rows, Grid *grid, GridRect line, size_t row, const int *widths,
                     bool focused) {
    for (int i = 0; i < rows->column_count; i++)
        if (rows->x[i] >= 0)
            draw_cell(rows, grid, (GridRect){line.row, line.col + rows->x[i], 1, widths[i]}, row, i,
                      focused);
}

/* --- a card ---------------------------------------------------------------------------------- */

/* All columns at their least do not fit. */
static bool is_card(const FormRows *rows, int cols, bool focused) {
    int total = rows->column_count - 1;
    for (int i = 0; i < rows->column_count; i++) {
        int wanted = wanted_cols(rows, i);
        total += is_line(rows, i) && wanted > LINE_COLS_MIN ? LINE_COLS_MIN : wanted;
    }
    return focused && total > cols;
}

/* What stands in line `line` of a table with a card: the row, and of the card's the column; -1: the
 * line is a whole row. */
static size_t card_line(const FormRows *rows, int line, int *column) {
    *column = -1;
    if (line < (int)rows->row)
        return (size_t)line;
    if (line < (int)rows->row + rows->column_count) {
        *column = line - (int)rows->row;
        return rows->row;
    }
    return (size_t)(line - rows->column_count + 1);
}

static int card_lines(const FormRows *rows) {
    return (int)rows_count(rows) - 1 + rows->column_count;
}

static int card_label_cols(const FormRows *rows) {
    int most = 0;
    for (int i = 0; i < rows->column_count; i++) {
        int cols = text_width(str_of(column_label(rows, i)));
        most = cols > most ? cols : most;
    }
    return most + 2;
}

/* A row that is not edited, in one line. */
static void put_row(const FormRows *rows, size_t row, Buf *out) {
    for (int i = 0; i < rows->column_count; i++) {
        int sub = rows_sub(rows, i);
        Buf change = {0};
        if (sub == CHANGE)
            change_of_row(rows, row, &change);
        Str text = sub == CHANGE ? buf_str(&change) : str_of(*rows_cell(rows, row, sub));
        if (text.len && out->len)
            buf_puts(out, "  ");
        buf_put_str(out, text);
        buf_free(&change);
    }
}

static void draw_card(FormRows *rows, Grid *grid, GridRect rect) {
    int lines = card_lines(rows), at = (int)rows->row + rows->column;
    int labels = card_label_cols(rows);
    labels = labels > rect.cols / 2 ? rect.cols / 2 : labels;
    if (at < rows->card_top)
        rows->card_top = at;
    if (at >= rows->card_top + rect.rows)
        rows->card_top = at - rect.rows + 1;
    if (rows->card_top + rect.rows > lines)
        rows->card_top = lines > rect.rows ? lines - rect.rows : 0;
    for (int i = 0; i < rect.rows && rows->card_top + i < lines; i++) {
        int column;
        size_t row = card_line(rows, rows->card_top + i, &column);
        GridRect line = {rect.row + i, rect.col, 1, rect.cols};
        Buf text = {0};
        if (column < 0)
            put_row(rows, row, &text);
        else
            buf_puts(&text, column_label(rows, column));
        bool here = column >= 0 && column == rows->column;
        GridRect lead = {line.row, line.col, 1, column < 0 ? line.cols : labels - 1};
        grid_text(grid, lead, buf_str(&text),
                  grid_style(column < 0 ? ROLE_DIM
                             : here     ? ROLE_TITLE
                                        : ROLE_LABEL),
                  GRID_CUT);
        buf_free(&text);
        if (column >= 0)
            draw_cell(rows, grid, (GridRect){line.row, line.col + labels, 1, line.cols - labels},
                      row, column, true);
    }
}

int form_rows_height(const FormRows *rows, int cols, bool focused) {
    size_t count = rows_count(rows);
    if (is_card(rows, cols, focused))
        return card_lines(rows);
    return 1 + (int)(count > MOST_ROWS_SHOWN ? MOST_ROWS_SHOWN : count);
}

/* The rows on the screen hold the one with the focus, also when less than the whole height is
 * there. */
static void scroll_rows(FormRows *rows, int shown) {
    size_t most = (size_t)(shown > 1 ? shown : 1), count = rows_count(rows);
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
    rows->card = is_card(rows, rect.cols, focused);
    if (rows->card) {
        draw_card(rows, grid, rect);
        return;
    }
    place_columns(rows, rect.cols, focused, widths);
    bool head = skip == 0 && rect.rows > 1;
    if (focused || skip == 0)
        scroll_rows(rows, head ? rect.rows - 1 : rect.rows);
    if (head)
        draw_head(rows, grid, (GridRect){rect.row, rect.col, 1, rect.cols}, widths);
    for (int i = head ? 1 : 0; i < rect.rows; i++) {
        size_t row = rows->top + (size_t)(skip + i) - (head || skip ? 1 : 0);
        if (row < rows_count(rows))
            draw_row(rows, grid, (GridRect){rect.row + i, rect.col, 1, rect.cols}, row, widths,
                     focused);
    }
}

/* Goes to the cell of a press, if there is one; the lines are counted from the head. */
static void go_to_press(FormRows *rows, int line, int x) {
    int column = -1;
    size_t row = rows->top + (size_t)line;
    if (rows->card) {
        row = card_line(rows, rows->card_top + line + 1, &column);
        column = column < 0 || rows_sub(rows, column) == CHANGE ? rows->column : column;
    }
    for (int i = 0; !rows->card && i < rows->column_count; i++)
        if (rows->x[i] >= 0 && rows->x[i] <= x && rows_sub(rows, i) != CHANGE)
            column = i;
    if (column >= 0 && row < rows_count(rows))
        rows_go(rows, row, column, true);
}

WidgetResult form_rows_mouse(FormRows *rows, const InputEvent *event) {
    if (!grid_rect_has(rows->rect, event->row, event->col))
        return WIDGET_IGNORED;
    int line = event->row - rows->rect.row + rows->skip - 1, x = event->col - rows->rect.col;
    if (event->mouse != INPUT_MOUSE_PRESS || event->button != 1 || (line < 0 && !rows->card))
        return WIDGET_USED;
    rows->settled = false;
    go_to_press(rows, line, x);
    bool settled = rows->settled;
    rows->settled = false;
    return settled ? WIDGET_CHANGED : WIDGET_USED;
}
