#include "config.h"

#include "tui/widget/pagertable.h"

#include "text/wrap.h"

enum { BETWEEN_COLS = 3, STACK_INDENT = 2, MOST_MARKS = 64 };

static int least_of(int natural) {
    return natural < PAGER_CELL_LEAST ? natural : PAGER_CELL_LEAST;
}

/* numbers: those of columns to the right stay whole. */
static int width_of(const PagerTable *table, size_t i, int most, bool numbers) {
    bool whole = table->natural[i] < most || (numbers && table->aligns[i] == TEXT_RIGHT);
    return whole ? table->natural[i] : most;
}

/* The sum of the widths when none is over `most`. */
static int sum_of(const PagerTable *table, int most, bool numbers) {
    int sum = 0;
    for (size_t i = 0; i < table->columns && sum < 100000; i++)
        sum += width_of(table, i, most, numbers);
    return sum;
}

static int least_sum(const PagerTable *table) {
    int sum = 0;
    for (size_t i = 0; i < table->columns && sum < 100000; i++)
        sum += least_of(table->natural[i]);
    return sum;
}

void pager_table_fit(PagerTable *table, int cols) {
    if (table->cols == cols)
        return;
    table->cols = cols;
    bool few = table->columns < 1000;
    int room = few ? cols - BETWEEN_COLS * ((int)table->columns - 1) : 0;
    table->stacked = !few || room < least_sum(table);
    int most = PAGER_CELL_MOST > cols ? PAGER_CELL_MOST : cols;
    bool numbers = few && sum_of(table, PAGER_CELL_LEAST, true) <= room;
    while (!table->stacked && most > PAGER_CELL_LEAST && sum_of(table, most, numbers) > room)
        most--;
    for (size_t i = 0; i < table->columns; i++)
        table->widths[i] = width_of(table, i, most, numbers);
}

int pager_table_cols(const PagerTable *table) {
    int cols = -BETWEEN_COLS;
    if (table->stacked)
        return table->cols;
    for (size_t i = 0; i < table->columns; i++)
        cols += table->widths[i] + BETWEEN_COLS;
    return cols < table->cols ? cols : table->cols;
}

static Str cell_text(const PagerCell *cell, Str text) {
    return str_make(text.ptr + cell->from, cell->to - cell->from);
}

static size_t wrapped_rows(Str text, int cols) {
    size_t rows = 1;
    for (size_t at = text_wrap_next(text, 0, cols); at < text.len;
         at = text_wrap_next(text, at, cols))
        rows++;
    return rows;
}

/* The part of a text that its row `row` shows; false when it has no such row. */
static bool wrapped_row(Str text, int cols, size_t row, size_t *from, size_t *to) {
    size_t at = 0, next = text_wrap_next(text, 0, cols);
    while (row-- > 0) {
        if (next >= text.len)
            return false;
        at = next;
        next = text_wrap_next(text, at, cols);
    }
    *from = at;
    *to = text_wrap_end(text, at, next, cols);
    return true;
}

static size_t row_of_byte(Str text, int cols, size_t byte) {
    size_t row = 0;
    for (size_t next = text_wrap_next(text, 0, cols); next <= byte && next < text.len;
         next = text_wrap_next(text, next, cols))
        row++;
    return row;
}

/* ---- cell below cell: the head's line, then what stands in the cell ---- */

/* The head stands before a cell on its own screen line, the cell's words below, indented. */
static size_t stacked_rows(const PagerTable *table, const PagerCell *cell, Str text) {
    return 1 + wrapped_rows(cell_text(cell, text), table->cols - STACK_INDENT);
}

static bool is_head(const PagerTable *table, const PagerCell *cells, Str text) {
    return table->columns && cell_text(&cells[0], text).ptr == table->heads[0].ptr;
}

size_t pager_table_rows(const PagerTable *table, const PagerCell *cells, Str text) {
    size_t rows = 1;
    if (table->stacked && is_head(table, cells, text))
        return 1;
    if (table->stacked)
        rows = 0;
    for (size_t i = 0; i < table->columns; i++) {
        if (table->stacked) {
            rows += cells[i].to > cells[i].from ? stacked_rows(table, &cells[i], text) : 0;
            continue;
        }
        size_t own = wrapped_rows(cell_text(&cells[i], text), table->widths[i]);
        rows = own > rows ? own : rows;
    }
    return rows ? rows : 1;
}

size_t pager_table_row_of(const PagerTable *table, const PagerCell *cells, Str text, size_t byte) {
    size_t row = 0;
    if (table->stacked && is_head(table, cells, text))
        return 0;
    for (size_t i = 0; i < table->columns; i++) {
        Str own = cell_text(&cells[i], text);
        bool inside = byte >= cells[i].from && byte < cells[i].to;
        size_t within = inside ? byte - cells[i].from : 0;
        if (inside && table->stacked)
            return row + 1 + row_of_byte(own, table->cols - STACK_INDENT, within);
        if (inside)
            return row_of_byte(own, table->widths[i], within);
        row += table->stacked && own.len ? stacked_rows(table, &cells[i], text) : 0;
    }
    return 0;
}

size_t pager_part_marks(const GridMark *marks, size_t count, size_t from, size_t to, GridMark *out,
                        size_t most) {
    size_t found = 0, first = 0;
    for (size_t end = count; first < end;) { /* the first mark that ends behind `from` */
        size_t middle = first + (end - first) / 2;
        if (marks[middle].to <= from)
            first = middle + 1;
        else
            end = middle;
    }
    for (size_t i = first; i < count && found < most && marks[i].from < to; i++) {
        GridMark m = marks[i];
        m.from = m.from > from ? m.from - from : 0;
        m.to = (m.to < to ? m.to : to) - from;
        out[found++] = m;
    }
    return found;
}

static void draw_part(Str text, size_t from, size_t to, GridStyle style, const GridMark *marks,
                      size_t mark_count, Grid *grid, GridRect at, unsigned flags) {
    GridMark own[MOST_MARKS];
    size_t count = pager_part_marks(marks, mark_count, from, to, own, MOST_MARKS);
    grid_text_marked(grid, at, str_make(text.ptr + from, to - from), style, own, count, flags);
}

/* In the head's own row the heads stand one after the other. */
static void draw_stacked_head(const PagerTable *table, const PagerCell *cells, Str text,
                              GridStyle style, Grid *grid, GridRect at) {
    for (size_t i = 0; i < table->columns && at.cols > 0; i++) {
        int used = grid_text(grid, at, cell_text(&cells[i], text), style, GRID_CUT) + 2;
        at.col += used;
        at.cols -= used;
    }
}

static void draw_stacked(const PagerTable *table, const PagerCell *cells, Str text, size_t row,
                         GridStyle style, const GridMark *marks, size_t mark_count, Grid *grid,
                         GridRect at) {
    size_t from, to;
    for (size_t i = 0; i < table->columns; i++) {
        Str own = cell_text(&cells[i], text);
        size_t rows = own.len ? stacked_rows(table, &cells[i], text) : 0;
        if (row >= rows) {
            row -= rows;
            continue;
        }
        if (row == 0) {
            grid_text(grid, at, table->heads[i], grid_style(ROLE_LABEL), GRID_CUT);
        } else if (wrapped_row(own, table->cols - STACK_INDENT, row - 1, &from, &to)) {
            GridRect rest = {at.row, at.col + STACK_INDENT, 1, at.cols - STACK_INDENT};
            draw_part(text, cells[i].from + from, cells[i].from + to, style, marks, mark_count,
                      grid, rest, 0);
        }
        return;
    }
}

void pager_table_draw(const PagerTable *table, const PagerCell *cells, Str text, size_t row,
                      GridStyle style, const GridMark *marks, size_t mark_count, Grid *grid,
                      GridRect at) {
    static const unsigned flags[] = {
        [TEXT_LEFT] = 0, [TEXT_RIGHT] = GRID_RIGHT, [TEXT_CENTER] = GRID_CENTRE};
    int col = at.col;
    if (table->stacked && is_head(table, cells, text)) {
        draw_stacked_head(table, cells, text, style, grid, at);
        return;
    }
    if (table->stacked) {
        draw_stacked(table, cells, text, row, style, marks, mark_count, grid, at);
        return;
    }
    for (size_t i = 0; i < table->columns; i++) {
        size_t from, to;
        if (i > 0)
            grid_put(grid, at.row, col - 2, grid_sign(grid, GRID_SIGN_VLINE), 1,
                     grid_style(ROLE_LINE));
        if (wrapped_row(cell_text(&cells[i], text), table->widths[i], row, &from, &to))
            draw_part(text, cells[i].from + from, cells[i].from + to, style, marks, mark_count,
                      grid, (GridRect){at.row, col, 1, table->widths[i]}, flags[table->aligns[i]]);
        col += table->widths[i] + BETWEEN_COLS;
    }
}
