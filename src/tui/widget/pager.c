#include "config.h"

#include "tui/widget/pager.h"

#include "text/wrap.h"

enum { WHEEL_ROWS = 3 };

void pager_free(Pager *pager) {
    vec_free(&pager->rows);
    *pager = (Pager){0};
}

static int text_cols(const PagerLine *line, int cols) {
    int left = cols - line->indent;
    return left < 2 ? 2 : left;
}

static void wrap_line(Pager *pager, size_t index) {
    const PagerLine *line = &pager->lines[index];
    int cols = text_cols(line, pager->cols);
    size_t from = 0;
    do {
        size_t next = line->rule ? line->text.len : text_wrap_next(line->text, from, cols);
        size_t to = line->rule ? next : text_wrap_end(line->text, from, next, cols);
        vec_push(&pager->rows, (PagerRow){index, from, to});
        from = next;
    } while (from < line->text.len);
}

static void wrap(Pager *pager, int cols) {
    size_t at = pager_top_line(pager);
    pager->cols = cols;
    pager->rows.len = 0;
    pager->top = 0;
    for (size_t i = 0; i < pager->line_count; i++) {
        if (i == at)
            pager->top = pager->rows.len;
        wrap_line(pager, i);
    }
}

void pager_set(Pager *pager, const PagerLine *lines, size_t count) {
    pager->top = 0;
    pager->rows.len = 0;
    pager_update(pager, lines, count);
}

void pager_update(Pager *pager, const PagerLine *lines, size_t count) {
    pager->lines = lines;
    pager->line_count = count;
    wrap(pager, pager->cols ? pager->cols : 80);
}

size_t pager_top_line(const Pager *pager) {
    return pager->top < pager->rows.len ? pager->rows.items[pager->top].line : 0;
}

static size_t page(const Pager *pager) {
    return pager->rect.rows > 1 ? (size_t)pager->rect.rows : 1;
}

static size_t last_top(const Pager *pager) {
    return pager->rows.len > page(pager) ? pager->rows.len - page(pager) : 0;
}

int pager_percent(const Pager *pager) {
    size_t end = pager->top + page(pager);
    if (end >= pager->rows.len)
        return 100;
    return (int)(end * 100 / pager->rows.len);
}

/* Marks of the paragraph as marks of one of its rows; gives how many, at most `most`. */
static size_t row_marks(const PagerLine *line, const PagerRow *row, GridMark *out, size_t most) {
    size_t count = 0;
    for (size_t i = 0; i < line->mark_count && count < most; i++) {
        GridMark m = line->marks[i];
        if (m.to <= row->from || m.from >= row->to)
            continue;
        m.from = m.from > row->from ? m.from - row->from : 0;
        m.to = (m.to < row->to ? m.to : row->to) - row->from;
        out[count++] = m;
    }
    return count;
}

static void draw_row(const Pager *pager, Grid *grid, GridRect at, const PagerRow *row) {
    const PagerLine *line = &pager->lines[row->line];
    GridMark marks[64];
    if (line->rule) {
        grid_hline(grid, at.row, at.col, at.cols, grid_style(ROLE_LINE));
        return;
    }
    if (row->from == 0 && line->lead.len) {
        GridRect lead = {at.row, at.col, 1, line->indent < at.cols ? line->indent : at.cols};
        grid_text(grid, lead, line->lead, grid_style(line->lead_role), 0);
    }
    GridRect rest = {at.row, at.col + line->indent, 1, at.cols - line->indent};
    size_t count = row_marks(line, row, marks, COUNT_OF(marks));
    grid_text_marked(grid, rest, str_make(line->text.ptr + row->from, row->to - row->from),
                     grid_style(line->role), marks, count, 0);
}

void pager_draw(Pager *pager, Grid *grid, GridRect rect) {
    pager->rect = rect;
    if (rect.rows < 1 || rect.cols < 1)
        return;
    if (rect.cols != pager->cols)
        wrap(pager, rect.cols);
    if (pager->top > last_top(pager))
        pager->top = last_top(pager);
    grid_fill(grid, rect, grid_style(ROLE_TEXT));
    for (int i = 0; i < rect.rows && pager->top + (size_t)i < pager->rows.len; i++)
        draw_row(pager, grid, (GridRect){rect.row + i, rect.col, 1, rect.cols},
                 &pager->rows.items[pager->top + (size_t)i]);
}

static WidgetResult scroll_to(Pager *pager, size_t top) {
    size_t before = pager->top;
    pager->top = top < last_top(pager) ? top : last_top(pager);
    return pager->top == before ? WIDGET_USED : WIDGET_CHANGED;
}

static WidgetResult scroll_by(Pager *pager, long rows) {
    if (rows < 0)
        return scroll_to(pager, pager->top > (size_t)-rows ? pager->top - (size_t)-rows : 0);
    return scroll_to(pager, pager->top + (size_t)rows);
}

WidgetResult pager_move(Pager *pager, ListMove move) {
    long rows = (long)page(pager);
    long over = rows > 2 ? rows - 1 : 1; /* one line of the page before stays in sight */
    long half = rows > 1 ? rows / 2 : 1;
    const long steps[] = {
        [LIST_UP] = -1,          [LIST_DOWN] = 1,        [LIST_PAGE_UP] = -over,
        [LIST_PAGE_DOWN] = over, [LIST_HALF_UP] = -half, [LIST_HALF_DOWN] = half,
    };
    if (move == LIST_START)
        return scroll_to(pager, 0);
    if (move == LIST_END)
        return scroll_to(pager, pager->rows.len);
    return scroll_by(pager, steps[move]);
}

WidgetResult pager_key(Pager *pager, InputKey key) {
    static const struct {
        uint32_t code;
        ListMove move;
    } keys[] = {
        {INPUT_UP, LIST_UP},           {INPUT_DOWN, LIST_DOWN},
        {INPUT_PAGE_UP, LIST_PAGE_UP}, {INPUT_PAGE_DOWN, LIST_PAGE_DOWN},
        {INPUT_HOME, LIST_START},      {INPUT_END, LIST_END},
        {' ', LIST_PAGE_DOWN},
    };
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        if (keys[i].code == key.code && !key.mods)
            return pager_move(pager, keys[i].move);
    }
    return WIDGET_IGNORED;
}

WidgetResult pager_mouse(Pager *pager, const InputEvent *event) {
    if (!grid_rect_has(pager->rect, event->row, event->col))
        return WIDGET_IGNORED;
    if (event->mouse == INPUT_MOUSE_WHEEL_UP)
        return scroll_by(pager, -WHEEL_ROWS);
    if (event->mouse == INPUT_MOUSE_WHEEL_DOWN)
        return scroll_by(pager, WHEEL_ROWS);
    return WIDGET_USED;
}

void pager_show_line(Pager *pager, size_t line) {
    size_t first = 0;
    while (first < pager->rows.len && pager->rows.items[first].line < line)
        first++;
    if (first < pager->top)
        scroll_to(pager, first);
    else if (first >= pager->top + page(pager))
        scroll_to(pager, first - page(pager) + 1);
}
