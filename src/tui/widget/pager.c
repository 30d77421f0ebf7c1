#include "config.h"

#include "tui/widget/pager.h"

#include "text/utf8.h"
#include "text/wrap.h"

enum { WHEEL_ROWS = 3, MOST_MARKS = 64, AROUND_HIT = 3, LONG_BYTES = 4096, FIND_AROUND = 256 };

void pager_free(Pager *pager) {
    vec_free(&pager->small.starts);
    vec_free(&pager->large.starts);
    vec_free(&pager->before);
    *pager = (Pager){0};
}

/* ---- the rows of one paragraph ---- */

static int wrap_cols(const Pager *pager, const PagerLine *line) {
    int left = (pager->cols ? pager->cols : 80) - line->indent;
    return left < 2 ? 2 : left;
}

static bool is_one_row(const PagerLine *line) {
    return line->rule || line->cut || !line->text.len;
}

static PagerRows *rows_of(Pager *pager, size_t line) {
    return pager->lines[line].text.len > LONG_BYTES ? &pager->large : &pager->small;
}

static void forget_rows(Pager *pager) {
    pager->small.known = pager->large.known = false;
}

/* Finds where the rows of the paragraph begin, up to row `row`; false when it has fewer. */
static bool reach_row(Pager *pager, size_t line, size_t row) {
    const PagerLine *at = &pager->lines[line];
    PagerRows *rows = rows_of(pager, line);
    if (!rows->known || rows->line != line) {
        rows->line = line;
        rows->known = true;
        rows->whole = false;
        rows->starts.len = 0;
        vec_push(&rows->starts, 0);
    }
    int cols = wrap_cols(pager, at);
    while (!rows->whole && rows->starts.len <= row) {
        size_t last = rows->starts.items[rows->starts.len - 1];
        size_t next = text_wrap_next(at->text, last, cols);
        rows->whole = next >= at->text.len;
        if (!rows->whole)
            vec_push(&rows->starts, next);
    }
    return row < rows->starts.len;
}

/* Of a row that was reached. */
static size_t row_start(Pager *pager, size_t line, size_t row) {
    return rows_of(pager, line)->starts.items[row];
}

static void fit_table(const Pager *pager, const PagerLine *line) {
    pager_table_fit(line->table, wrap_cols(pager, line));
}

static bool has_row(Pager *pager, size_t line, size_t row) {
    const PagerLine *at = &pager->lines[line];
    if (row == 0 || is_one_row(at))
        return row == 0;
    if (at->table) {
        fit_table(pager, at);
        return row < pager_table_rows(at->table, at->cells, at->text);
    }
    return reach_row(pager, line, row);
}

static size_t last_row(Pager *pager, size_t line) {
    const PagerLine *at = &pager->lines[line];
    if (is_one_row(at))
        return 0;
    if (at->table) {
        fit_table(pager, at);
        return pager_table_rows(at->table, at->cells, at->text) - 1;
    }
    reach_row(pager, line, SIZE_MAX);
    return rows_of(pager, line)->starts.len - 1;
}

static size_t row_of_byte(Pager *pager, size_t line, size_t byte) {
    const PagerLine *at = &pager->lines[line];
    size_t row = 0;
    if (is_one_row(at))
        return 0;
    if (at->table) {
        fit_table(pager, at);
        return pager_table_row_of(at->table, at->cells, at->text, byte);
    }
    while (reach_row(pager, line, row + 1) && row_start(pager, line, row + 1) <= byte)
        row++;
    return row;
}

/* ---- places ---- */

typedef struct Place {
    size_t line, row;
} Place;

static bool is_before(Place a, Place b) {
    return a.line != b.line ? a.line < b.line : a.row < b.row;
}

static bool step_down(Pager *pager, Place *at) {
    if (has_row(pager, at->line, at->row + 1)) {
        at->row++;
        return true;
    }
    if (at->line + 1 >= pager->line_count)
        return false;
    *at = (Place){at->line + 1, 0};
    return true;
}

static bool step_up(Pager *pager, Place *at) {
    if (at->row > 0) {
        at->row--;
        return true;
    }
    if (at->line == 0)
        return false;
    at->line--;
    at->row = last_row(pager, at->line);
    return true;
}

static size_t page(const Pager *pager) {
    return pager->rect.rows > 1 ? (size_t)pager->rect.rows : 1;
}

/* The place from which the last page is shown. */
static Place last_top(Pager *pager) {
    Place at = {pager->line_count - 1, 0};
    at.row = last_row(pager, at.line);
    for (size_t i = 1; i < page(pager) && step_up(pager, &at); i++)
        ;
    return at;
}

/* Whether the end is seen from the place; *edge is the last row that is seen. */
static bool sees_end(Pager *pager, Place from, Place *edge) {
    *edge = from;
    for (size_t i = 1; i < page(pager); i++)
        if (!step_down(pager, edge))
            return true;
    Place beyond = *edge;
    return !step_down(pager, &beyond);
}

static Place top_of(const Pager *pager) {
    return (Place){pager->top, pager->row};
}

static int percent_at(Pager *pager, Place edge) {
    const PagerLine *line = &pager->lines[edge.line];
    size_t seen = pager->before.items[edge.line], all = pager->before.items[pager->line_count];
    if (!line->table && !is_one_row(line) && reach_row(pager, edge.line, edge.row))
        seen += row_start(pager, edge.line, edge.row);
    int percent = (int)(seen * 100 / (all ? all : 1));
    return percent > 99 ? 99 : percent;
}

/* No empty rows below the end where there are rows above. */
static WidgetResult scroll_to(Pager *pager, Place to) {
    Place before = top_of(pager), edge;
    if (!pager->line_count)
        return WIDGET_USED;
    if (sees_end(pager, to, &edge)) {
        Place last = last_top(pager);
        to = is_before(last, to) ? last : to;
    }
    pager->top = to.line;
    pager->row = to.row;
    pager->percent = sees_end(pager, to, &edge) ? 100 : percent_at(pager, edge);
    return to.line == before.line && to.row == before.row ? WIDGET_USED : WIDGET_CHANGED;
}

static WidgetResult scroll_by(Pager *pager, long rows) {
    Place at = top_of(pager);
    if (!pager->line_count)
        return WIDGET_USED;
    for (; rows < 0 && step_up(pager, &at); rows++)
        ;
    for (; rows > 0 && step_down(pager, &at); rows--)
        ;
    return scroll_to(pager, at);
}

/* ---- texts ---- */

void pager_set(Pager *pager, const PagerLine *lines, size_t count) {
    pager->top = pager->row = 0;
    pager->skip = 0;
    pager->current = (PagerHit){0};
    pager_update(pager, lines, count);
}

void pager_update(Pager *pager, const PagerLine *lines, size_t count) {
    size_t bytes = 0;
    pager->lines = lines;
    pager->line_count = count;
    forget_rows(pager);
    pager->before.len = 0;
    for (size_t i = 0; i < count; i++) {
        vec_push(&pager->before, bytes);
        bytes += lines[i].text.len + 1;
    }
    vec_push(&pager->before, bytes);
    if (pager->top >= count) {
        pager->top = count ? count - 1 : 0;
        pager->row = 0;
    } else if (!has_row(pager, pager->top, pager->row)) {
        pager->row = last_row(pager, pager->top);
    }
}

/* The row at the top keeps its first byte in sight. */
static void set_cols(Pager *pager, int cols) {
    size_t byte = 0;
    bool wrapped = pager->line_count && pager->row > 0 && pager->cols &&
                   !pager->lines[pager->top].table && !is_one_row(&pager->lines[pager->top]);
    if (wrapped && reach_row(pager, pager->top, pager->row))
        byte = row_start(pager, pager->top, pager->row);
    pager->cols = cols;
    forget_rows(pager);
    pager->row = wrapped ? row_of_byte(pager, pager->top, byte) : 0;
}

size_t pager_top_line(const Pager *pager) {
    return pager->top;
}

int pager_percent(const Pager *pager) {
    return pager->line_count ? pager->percent : 100;
}

/* ---- the picture ---- */

/* What is found in the bytes [from, to) of a text, as ranges of that part. In a long text only what
 * stands near is looked at. */
static size_t find_in_part(const Pager *pager, Str text, size_t from, size_t to,
                           size_t (*ranges)[2], size_t most) {
    size_t start = 0, end = text.len, kept = 0;
    if (text.len > LONG_BYTES) {
        start = from > FIND_AROUND ? utf8_floor(text, from - FIND_AROUND) : 0;
        end = text.len - to > FIND_AROUND ? utf8_floor(text, to + FIND_AROUND) : text.len;
    }
    size_t found =
        pager->find(pager->context, str_make(text.ptr + start, end - start), ranges, most);
    for (size_t i = 0; i < found; i++) {
        size_t first = ranges[i][0] + start, last = ranges[i][1] + start;
        if (last <= from || first >= to)
            continue;
        ranges[kept][0] = first > from ? first - from : 0;
        ranges[kept++][1] = (last < to ? last : to) - from;
    }
    return kept;
}

static GridMark found_mark(const Pager *pager, size_t index, size_t from, const size_t *range) {
    const PagerHit *at = &pager->current;
    bool current =
        at->to && at->line == index && at->from < from + range[1] && at->to > from + range[0];
    return (GridMark){range[0], range[1], grid_style(current ? ROLE_SELECTION : ROLE_MATCH)};
}

/* Styles of the bytes [from, to) of a line with what is found in them over them, as marks of that
 * part. */
static size_t marks_of(const Pager *pager, size_t index, size_t from, size_t to, GridMark *out,
                       size_t most) {
    const PagerLine *line = &pager->lines[index];
    size_t ranges[MOST_MARKS][2], found = 0, count = 0, next = 0;
    GridMark styles[MOST_MARKS];
    size_t style_count =
        pager_part_marks(line->marks, line->mark_count, from, to, styles, MOST_MARKS);
    if (pager->find && to > from)
        found = find_in_part(pager, line->text, from, to, ranges, MOST_MARKS);
    for (size_t i = 0; i < style_count && count + 2 < most; i++) {
        GridMark left = styles[i];
        for (; next < found && ranges[next][0] < left.to && count + 2 < most; next++) {
            if (ranges[next][0] > left.from)
                out[count++] = (GridMark){left.from, ranges[next][0], left.style};
            out[count++] = found_mark(pager, index, from, ranges[next]);
            left.from = ranges[next][1] > left.from ? ranges[next][1] : left.from;
        }
        if (left.from < left.to)
            out[count++] = left;
    }
    for (; next < found && count < most; next++)
        out[count++] = found_mark(pager, index, from, ranges[next]);
    return count;
}

static void draw_indent(const PagerLine *line, Grid *grid, GridRect at, size_t row) {
    for (int i = 0; i < line->bars && 2 * i < at.cols; i++)
        grid_put(grid, at.row, at.col + 2 * i, grid_sign(grid, GRID_SIGN_VLINE), 1,
                 grid_style(ROLE_QUOTE));
    if (row == 0 && line->lead.len) {
        int cols = line->lead_cols ? line->lead_cols : line->indent;
        int col = line->indent - cols;
        GridRect lead = {at.row, at.col + col, 1, cols < at.cols - col ? cols : at.cols - col};
        grid_text(grid, lead, line->lead, grid_style(line->lead_role), 0);
    }
}

/* A line that is not wrapped; where it begins is scrolled with the others. */
static void draw_cut(Pager *pager, size_t index, Grid *grid, GridRect at) {
    const PagerLine *line = &pager->lines[index];
    GridMark marks[MOST_MARKS];
    int width = text_width(line->text);
    size_t from = pager->skip ? text_width_find(line->text, pager->skip) : 0;
    size_t to = text_width_find(line->text, pager->skip + at.cols + 2);
    pager->widest = width > pager->widest ? width : pager->widest;
    size_t count = marks_of(pager, index, from, to, marks, MOST_MARKS);
    grid_text_marked(grid, at, str_make(line->text.ptr + from, to - from), grid_style(line->role),
                     marks, count, GRID_CUT);
}

/* The part of each link that stands in the bytes [from, to), which are drawn at `at`. */
static void draw_links(const PagerLine *line, size_t from, size_t to, Grid *grid, GridRect at) {
    for (size_t i = 0; i < line->link_count && line->links[i].from < to; i++) {
        const PagerLink *link = &line->links[i];
        size_t first = link->from > from ? link->from : from, last = link->to < to ? link->to : to;
        if (first >= last)
            continue;
        int col = text_width(str_make(line->text.ptr + from, first - from));
        int cols = text_width(str_make(line->text.ptr + first, last - first));
        if (col < at.cols)
            grid_link(
                grid,
                (GridRect){at.row, at.col + col, 1, cols < at.cols - col ? cols : at.cols - col},
                link->href);
    }
}

static void draw_wrapped(Pager *pager, Place place, Grid *grid, GridRect at) {
    const PagerLine *line = &pager->lines[place.line];
    GridMark marks[MOST_MARKS];
    if (!line->text.len || !reach_row(pager, place.line, place.row))
        return;
    size_t from = row_start(pager, place.line, place.row);
    size_t next = reach_row(pager, place.line, place.row + 1)
                      ? row_start(pager, place.line, place.row + 1)
                      : line->text.len;
    size_t to = text_wrap_end(line->text, from, next, wrap_cols(pager, line));
    size_t count = marks_of(pager, place.line, from, to, marks, MOST_MARKS);
    grid_text_marked(grid, at, str_make(line->text.ptr + from, to - from), grid_style(line->role),
                     marks, count, 0);
    draw_links(line, from, to, grid, at);
}

static void draw_table(Pager *pager, Place place, Grid *grid, GridRect at) {
    const PagerLine *line = &pager->lines[place.line];
    GridMark marks[MOST_MARKS];
    fit_table(pager, line);
    if (line->rule) {
        grid_hline(grid, at.row, at.col, pager_table_cols(line->table), grid_style(ROLE_LINE));
        return;
    }
    size_t count = marks_of(pager, place.line, 0, line->text.len, marks, MOST_MARKS);
    pager_table_draw(line->table, line->cells, line->text, place.row, grid_style(line->role), marks,
                     count, grid, at);
}

static void draw_row(Pager *pager, Grid *grid, GridRect at, Place place) {
    const PagerLine *line = &pager->lines[place.line];
    GridRect rest = {at.row, at.col + line->indent, 1, at.cols - line->indent};
    draw_indent(line, grid, at, place.row);
    if (line->table)
        draw_table(pager, place, grid, rest);
    else if (line->rule)
        grid_hline(grid, rest.row, rest.col, rest.cols, grid_style(ROLE_LINE));
    else if (line->cut)
        draw_cut(pager, place.line, grid, rest);
    else
        draw_wrapped(pager, place, grid, rest);
}

void pager_draw(Pager *pager, Grid *grid, GridRect rect) {
    pager->rect = rect;
    if (rect.rows < 1 || rect.cols < 1)
        return;
    if (rect.cols != pager->cols)
        set_cols(pager, rect.cols);
    grid_fill(grid, rect, grid_style(ROLE_TEXT));
    if (!pager->line_count)
        return;
    scroll_to(pager, top_of(pager));
    pager->widest = 0;
    Place at = top_of(pager);
    for (int i = 0; i < rect.rows; i++) {
        draw_row(pager, grid, (GridRect){rect.row + i, rect.col, 1, rect.cols}, at);
        if (!step_down(pager, &at))
            break;
    }
}

/* ---- moving ---- */

WidgetResult pager_move(Pager *pager, ListMove move) {
    long rows = (long)page(pager);
    long over = rows > 2 ? rows - 1 : 1; /* one line of the page before stays in sight */
    long half = rows > 1 ? rows / 2 : 1;
    const long steps[] = {
        [LIST_UP] = -1,          [LIST_DOWN] = 1,        [LIST_PAGE_UP] = -over,
        [LIST_PAGE_DOWN] = over, [LIST_HALF_UP] = -half, [LIST_HALF_DOWN] = half,
    };
    if (!pager->line_count)
        return WIDGET_USED;
    if (move == LIST_START)
        return scroll_to(pager, (Place){0, 0});
    if (move == LIST_END)
        return scroll_to(pager, last_top(pager));
    return scroll_by(pager, steps[move]);
}

WidgetResult pager_shift(Pager *pager, int cols) {
    int before = pager->skip, most = pager->widest - pager->rect.cols / 2;
    int to = pager->skip + cols;
    to = to > most && cols > 0 ? most : to;
    to = cols > 0 && to < before ? before : to;
    pager->skip = to < 0 ? 0 : to;
    return pager->skip == before ? WIDGET_USED : WIDGET_CHANGED;
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

/* Scrolls until the place is between the rows `above` and `below` the edges. */
static void show_place(Pager *pager, Place place, size_t above, size_t below) {
    Place edge, top = top_of(pager);
    size_t rows = page(pager);
    sees_end(pager, top, &edge);
    for (size_t i = 0; i < below && step_up(pager, &edge); i++)
        ;
    for (size_t i = 0; i < above && step_down(pager, &top); i++)
        ;
    if (!is_before(place, top) && !is_before(edge, place))
        return;
    size_t up = is_before(place, top) ? above : rows > below ? rows - 1 - below : 0;
    for (size_t i = 0; i < up && step_up(pager, &place); i++)
        ;
    scroll_to(pager, place);
}

void pager_show_line(Pager *pager, size_t line) {
    if (line < pager->line_count)
        show_place(pager, (Place){line, 0}, 0, 0);
}

void pager_show_hit(Pager *pager, PagerHit hit) {
    pager->current = hit;
    if (hit.line >= pager->line_count)
        return;
    const PagerLine *line = &pager->lines[hit.line];
    size_t around = page(pager) > 4 * AROUND_HIT ? AROUND_HIT : 0;
    show_place(pager, (Place){hit.line, row_of_byte(pager, hit.line, hit.from)}, around, around);
    if (line->cut) {
        int from = text_width(str_make(line->text.ptr, hit.from));
        int room = wrap_cols(pager, line);
        if (from < pager->skip || from >= pager->skip + room - 2)
            pager->skip = from > room / 2 ? from - room / 2 : 0;
    }
}
