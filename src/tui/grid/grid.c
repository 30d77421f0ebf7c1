#include "config.h"

#include "tui/grid/grid.h"

#include "base/mem.h"
#include "base/vec.h"
#include "text/cluster.h"
#include "text/display.h"
#include "text/utf8.h"
#include "text/width.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(ROLES <= UINT8_MAX, "a role is one byte in a cell");

static GridCell *cell_at(const Grid *grid, int row, int col) {
    return &grid->cells[(size_t)row * (size_t)grid->cols + (size_t)col];
}

static void set_blank(GridCell *cell, GridStyle style) {
    *cell = (GridCell){.text = " ", .width = 1, .style = style};
}

void grid_clear(Grid *grid) {
    size_t count = (size_t)grid->rows * (size_t)grid->cols;
    for (size_t i = 0; i < count; i++)
        set_blank(&grid->cells[i], grid_style(ROLE_TEXT));
    grid_hide_cursor(grid);
    grid->link_count = 0;
    arena_clear(&grid->hrefs);
    grid->list_row = grid->list_col = -1;
}

void grid_resize(Grid *grid, int rows, int cols) {
    rows = rows < 1 ? 1 : rows;
    cols = cols < 1 ? 1 : cols;
    if (rows != grid->rows || cols != grid->cols) {
        grid->cells =
            mem_realloc_array(grid->cells, (size_t)rows * (size_t)cols, sizeof *grid->cells);
        grid->rows = rows;
        grid->cols = cols;
    }
    grid_clear(grid);
}

void grid_free(Grid *grid) {
    free(grid->cells);
    buf_free(&grid->scratch);
    free(grid->links);
    arena_free(&grid->hrefs);
    *grid = (Grid){0};
}

void grid_copy(Grid *to, const Grid *from) {
    if (to->rows != from->rows || to->cols != from->cols)
        grid_resize(to, from->rows, from->cols);
    memcpy(to->cells, from->cells, (size_t)from->rows * (size_t)from->cols * sizeof *from->cells);
    to->cursor_row = from->cursor_row;
    to->cursor_col = from->cursor_col;
    to->lines = from->lines;
}

bool grid_equal(const Grid *a, const Grid *b, int *row, int *col) {
    int r = -1, c = -1;
    bool same = a->rows == b->rows && a->cols == b->cols;
    if (same) {
        size_t count = (size_t)a->rows * (size_t)a->cols, i = 0;
        while (i < count && memcmp(&a->cells[i], &b->cells[i], sizeof *a->cells) == 0)
            i++;
        if (i < count) {
            same = false;
            r = (int)(i / (size_t)a->cols);
            c = (int)(i % (size_t)a->cols);
        } else {
            same = a->cursor_row == b->cursor_row &&
                   (a->cursor_row < 0 || a->cursor_col == b->cursor_col);
        }
    }
    if (!same && row)
        *row = r;
    if (!same && col)
        *col = c;
    return same;
}

/* ---- rectangles ---- */

GridRect grid_all(const Grid *grid) {
    return (GridRect){0, 0, grid->rows, grid->cols};
}

static int clamp(int value, int low, int high) {
    return value < low ? low : value > high ? high : value;
}

GridRect grid_clip(const Grid *grid, GridRect rect) {
    int top = clamp(rect.row, 0, grid->rows), left = clamp(rect.col, 0, grid->cols);
    int bottom = clamp(rect.row + rect.rows, top, grid->rows);
    int right = clamp(rect.col + rect.cols, left, grid->cols);
    return (GridRect){top, left, bottom - top, right - left};
}

bool grid_rect_has(GridRect rect, int row, int col) {
    return row >= rect.row && row < rect.row + rect.rows && col >= rect.col &&
           col < rect.col + rect.cols;
}

const GridCell *grid_cell(const Grid *grid, int row, int col) {
    return grid_rect_has(grid_all(grid), row, col) ? cell_at(grid, row, col) : NULL;
}

/* ---- cells ---- */

/* Blanks the other half of a wide glyph whose half at (row, col) is about to be covered. */
static void break_wide(Grid *grid, int row, int col) {
    GridCell *cell = cell_at(grid, row, col);
    if (cell->width == 0 && col > 0)
        set_blank(cell_at(grid, row, col - 1), cell->style);
    else if (cell->width == 2 && col + 1 < grid->cols)
        set_blank(cell_at(grid, row, col + 1), cell->style);
}

/* As many whole code points as a cell holds, or only the first. */
static void set_text(GridCell *cell, Str cluster, bool bare) {
    size_t len = 0;
    while (len < cluster.len) {
        uint32_t point;
        size_t step = utf8_next(cluster, len, &point);
        if (len + step >= sizeof cell->text || (bare && len > 0))
            break;
        len += step;
    }
    memset(cell->text, 0, sizeof cell->text);
    memcpy(cell->text, cluster.ptr, len);
}

void grid_put(Grid *grid, int row, int col, Str cluster, int width, GridStyle style) {
    if (!grid_rect_has(grid_all(grid), row, col))
        return;
    break_wide(grid, row, col);
    GridCell *cell = cell_at(grid, row, col);
    if (cluster.len == 0 || width < 1 || (width == 2 && col + 1 >= grid->cols)) {
        set_blank(cell, style);
        return;
    }
    if (width == 2) {
        break_wide(grid, row, col + 1);
        *cell_at(grid, row, col + 1) = (GridCell){.width = 0, .style = style};
    }
    cell->width = width == 2 ? 2 : 1;
    cell->style = style;
    set_text(cell, cluster, width == 2 || col + 1 == grid->cols);
}

/* What is painted over leads nowhere. */
static void drop_links(Grid *grid, GridRect r) {
    size_t kept = 0;
    for (size_t i = 0; i < grid->link_count; i++) {
        const GridLink *link = &grid->links[i];
        bool over = link->row >= r.row && link->row < r.row + r.rows &&
                    link->col < r.col + r.cols && link->col + link->cols > r.col;
        if (!over)
            grid->links[kept++] = *link;
    }
    grid->link_count = kept;
}

void grid_fill(Grid *grid, GridRect rect, GridStyle style) {
    GridRect r = grid_clip(grid, rect);
    drop_links(grid, r);
    for (int row = r.row; row < r.row + r.rows; row++) {
        if (r.cols > 0) {
            break_wide(grid, row, r.col);
            break_wide(grid, row, r.col + r.cols - 1);
        }
        for (int col = r.col; col < r.col + r.cols; col++)
            set_blank(cell_at(grid, row, col), style);
    }
}

void grid_tint(Grid *grid, GridRect rect, Role base) {
    GridRect r = grid_clip(grid, rect);
    for (int row = r.row; row < r.row + r.rows && r.cols > 0; row++) {
        int from = r.col, to = r.col + r.cols;
        from -= cell_at(grid, row, from)->width == 0 && from > 0;
        to += cell_at(grid, row, to - 1)->width == 2 && to < grid->cols;
        for (int col = from; col < to; col++)
            cell_at(grid, row, col)->style.base = (uint8_t)base;
    }
}

/* ---- links ---- */

void grid_link(Grid *grid, GridRect rect, Str href) {
    GridRect r = grid_clip(grid, rect);
    for (size_t i = 0; i < href.len; i++)
        if (href.ptr[i] <= ' ' || href.ptr[i] > '~')
            return;
    if (!href.len || href.len > GRID_HREF || r.rows < 1 || r.cols < 1)
        return;
    if (grid->link_count == grid->link_room) {
        grid->link_room = grid->link_room ? 2 * grid->link_room : 8;
        grid->links = mem_realloc_array(grid->links, grid->link_room, sizeof *grid->links);
    }
    grid->links[grid->link_count++] =
        (GridLink){r.row, r.col, r.cols, arena_str(&grid->hrefs, href)};
}

/* ---- text ---- */

typedef struct Pen {
    Grid *grid;
    int row, col, end; /* next column; first column that is not ours */
} Pen;

/* The end of what one cell holds: a code point with width and those without that follow it. Where a
 * cluster has several with width (a flag, some scripts of India) terminals give each its own cell.
 */
static size_t piece_end(Str cluster, size_t at) {
    uint32_t point;
    at += utf8_next(cluster, at, &point);
    while (at < cluster.len) {
        size_t step = utf8_next(cluster, at, &point);
        if (text_width_point(point) > 0)
            break;
        at += step;
    }
    return at;
}

static int piece_width(Str piece) {
    uint32_t point;
    utf8_next(piece, 0, &point);
    return text_width_point(point);
}

/* Draws one piece that is fit for display; false when it does not fit any more. */
static bool pen_put(Pen *pen, Str cluster, int width, GridStyle style) {
    if (pen->col + width > pen->end)
        return false;
    if (width > 0 && pen->col >= 0)
        grid_put(pen->grid, pen->row, pen->col, cluster, width, style);
    pen->col += width;
    return true;
}

/* Single code points that are shown as they are; the rest goes through the sanitiser. */
static bool is_plain(Str cluster) {
    uint32_t point;
    if (cluster.len == 1)
        return cluster.ptr[0] >= ' ' && cluster.ptr[0] < 0x7f;
    return utf8_next(cluster, 0, &point) == cluster.len &&
           ((point >= 0x4e00 && point <= 0x9fff) || (point >= 0x3001 && point <= 0x3096) ||
            (point >= 0xff01 && point <= 0xff5e));
}

static Str made_safe(Grid *grid, Str cluster) {
    if (is_plain(cluster))
        return cluster;
    buf_clear(&grid->scratch);
    text_display(&grid->scratch, cluster, TEXT_DISPLAY_CELLS);
    return buf_str(&grid->scratch);
}

/* Draws a raw cluster, which may become several when made safe; false when one does not fit. */
static bool pen_cluster(Pen *pen, Str raw, GridStyle style) {
    Str safe = made_safe(pen->grid, raw);
    if (pen->col + text_width_cluster(safe) > pen->end && text_cluster_next(safe, 0) == safe.len)
        return false; /* all of a cluster or nothing */
    for (size_t at = 0; at < safe.len;) {
        size_t next = piece_end(safe, at);
        Str piece = str_make(safe.ptr + at, next - at);
        if (!pen_put(pen, piece, piece_width(piece), style))
            return false;
        at = next;
    }
    return true;
}

static int safe_width(Grid *grid, Str text) {
    int width = 0;
    for (size_t at = 0; at < text.len;) {
        size_t next = text_cluster_next(text, at);
        width += text_width(made_safe(grid, str_make(text.ptr + at, next - at)));
        at = next;
    }
    return width;
}

static GridStyle style_at(size_t at, GridStyle style, const GridMark *marks, size_t count,
                          size_t *mark) {
    while (*mark < count && marks[*mark].to <= at)
        (*mark)++;
    return *mark < count && marks[*mark].from <= at ? marks[*mark].style : style;
}

/* Draws from the pen's column on; gives whether all of it fitted. */
static bool pen_text(Pen *pen, Str text, GridStyle style, const GridMark *marks, size_t count) {
    size_t mark = 0;
    for (size_t at = 0; at < text.len;) {
        size_t next = text_cluster_next(text, at);
        GridStyle own = style_at(at, style, marks, count, &mark);
        if (!pen_cluster(pen, str_make(text.ptr + at, next - at), own))
            return false;
        at = next;
    }
    return true;
}

/* The text is cut: puts the sign into the last column, in place of a whole glyph. */
static void put_cut_sign(Pen *pen, int start, GridStyle style) {
    int col = pen->end - 1;
    if (col < start)
        return;
    const GridCell *last = grid_cell(pen->grid, pen->row, col);
    if (last && last->width == 0 && pen->col > col)
        grid_put(pen->grid, pen->row, col - 1, STR(" "), 1, style);
    for (; pen->col < col; pen->col++)
        grid_put(pen->grid, pen->row, pen->col, STR(" "), 1, style);
    grid_put(pen->grid, pen->row, col, grid_sign(pen->grid, GRID_SIGN_CUT), 1, style);
    pen->col = pen->end;
}

int grid_text_marked(Grid *grid, GridRect rect, Str text, GridStyle style, const GridMark *marks,
                     size_t mark_count, unsigned flags) {
    if (rect.rows < 1 || rect.cols < 1 || rect.row < 0 || rect.row >= grid->rows)
        return 0;
    int start = rect.col, end = rect.col + rect.cols;
    end = end > grid->cols ? grid->cols : end;
    if (flags & (GRID_RIGHT | GRID_CENTRE)) {
        int spare = rect.cols - safe_width(grid, text);
        if (spare > 0)
            start += flags & GRID_RIGHT ? spare : spare / 2;
    }
    if ((flags & GRID_PAD) && start > rect.col)
        grid_fill(grid, (GridRect){rect.row, rect.col, 1, start - rect.col}, style);
    Pen pen = {grid, rect.row, start, end};
    bool whole = pen_text(&pen, text, style, marks, mark_count);
    if (!whole && (flags & GRID_CUT))
        put_cut_sign(&pen, start, style);
    if ((flags & GRID_PAD) && pen.col < end)
        grid_fill(grid, (GridRect){rect.row, pen.col, 1, end - pen.col}, style);
    return pen.col - start;
}

int grid_text(Grid *grid, GridRect rect, Str text, GridStyle style, unsigned flags) {
    return grid_text_marked(grid, rect, text, style, NULL, 0, flags);
}

void grid_text_edited(Grid *grid, GridRect rect, Str text, int skip, GridStyle style,
                      const GridMark *marks, size_t mark_count) {
    GridRect r = grid_clip(grid, rect);
    size_t mark = 0;
    int col = rect.col - skip, end = r.col + r.cols;
    if (r.rows < 1)
        return;
    for (size_t at = 0; at < text.len && col < end;) {
        size_t next = text_cluster_next(text, at);
        Str raw = str_make(text.ptr + at, next - at);
        GridStyle own = style_at(at, style, marks, mark_count, &mark);
        int width = text_width_cluster(raw);
        bool inside = col >= r.col && col + width <= end;
        if (inside && text_width(made_safe(grid, raw)) == width) {
            Pen pen = {grid, r.row, col, end};
            pen_cluster(&pen, raw, own);
        } else {
            Str stand_in = inside && width <= 2 ? STR("?") : STR(" ");
            for (int c = col < r.col ? r.col : col; c < col + width && c < end; c++)
                grid_put(grid, r.row, c, stand_in, 1, own);
        }
        col += width;
        at = next;
    }
}

/* ---- lines and signs ---- */

static const struct {
    const char *unicode, *ascii;
} signs[GRID_SIGNS] = {
    [GRID_SIGN_HLINE] = {"─", "-"},       [GRID_SIGN_VLINE] = {"│", "|"},
    [GRID_SIGN_TOP_LEFT] = {"┌", "+"},    [GRID_SIGN_TOP_RIGHT] = {"┐", "+"},
    [GRID_SIGN_BOTTOM_LEFT] = {"└", "+"}, [GRID_SIGN_BOTTOM_RIGHT] = {"┘", "+"},
    [GRID_SIGN_TEE_LEFT] = {"├", "+"},    [GRID_SIGN_TEE_RIGHT] = {"┤", "+"},
    [GRID_SIGN_CUT] = {"›", "~"},         [GRID_SIGN_MARKER] = {"▸", ">"},
    [GRID_SIGN_OPEN] = {"▾", "v"},        [GRID_SIGN_YES] = {"✓", "+"},
    [GRID_SIGN_NO] = {"✗", "x"},          [GRID_SIGN_BULLET] = {"▪", "*"},
};

Str grid_sign(const Grid *grid, GridSign sign) {
    Str unicode = str_of(signs[sign].unicode);
    if (grid->manner == GRID_SPOKEN && sign <= GRID_SIGN_TEE_RIGHT)
        return STR(" ");
    bool ascii = grid->lines == GRID_ASCII || text_width_cluster(unicode) != 1;
    return ascii ? str_of(signs[sign].ascii) : unicode;
}

void grid_hline(Grid *grid, int row, int col, int cols, GridStyle style) {
    Str sign = grid_sign(grid, GRID_SIGN_HLINE);
    for (int i = 0; i < cols; i++)
        grid_put(grid, row, col + i, sign, 1, style);
}

void grid_vline(Grid *grid, int row, int col, int rows, GridStyle style) {
    Str sign = grid_sign(grid, GRID_SIGN_VLINE);
    for (int i = 0; i < rows; i++)
        grid_put(grid, row + i, col, sign, 1, style);
}

GridRect grid_box(Grid *grid, GridRect rect, GridStyle style, Str title, GridStyle title_style) {
    GridRect inside = {rect.row + 1, rect.col + 1, rect.rows - 2, rect.cols - 2};
    if (grid->manner == GRID_SPOKEN)
        grid_fill(grid, (GridRect){rect.row, 0, rect.rows, grid->cols}, style);
    if (rect.rows < 2 || rect.cols < 2)
        return (GridRect){rect.row, rect.col, 0, 0};
    int bottom = rect.row + rect.rows - 1, right = rect.col + rect.cols - 1;
    grid_hline(grid, rect.row, rect.col + 1, inside.cols, style);
    grid_hline(grid, bottom, rect.col + 1, inside.cols, style);
    grid_vline(grid, rect.row + 1, rect.col, inside.rows, style);
    grid_vline(grid, rect.row + 1, right, inside.rows, style);
    grid_put(grid, rect.row, rect.col, grid_sign(grid, GRID_SIGN_TOP_LEFT), 1, style);
    grid_put(grid, rect.row, right, grid_sign(grid, GRID_SIGN_TOP_RIGHT), 1, style);
    grid_put(grid, bottom, rect.col, grid_sign(grid, GRID_SIGN_BOTTOM_LEFT), 1, style);
    grid_put(grid, bottom, right, grid_sign(grid, GRID_SIGN_BOTTOM_RIGHT), 1, style);
    if (title.len && rect.cols >= 7) {
        GridRect at = {rect.row, rect.col + 3, 1, rect.cols - 6};
        int used = grid_text(grid, at, title, title_style, GRID_CUT);
        grid_put(grid, rect.row, rect.col + 2, STR(" "), 1, title_style);
        grid_put(grid, rect.row, rect.col + 3 + used, STR(" "), 1, title_style);
    }
    return inside;
}

/* ---- cursor ---- */

void grid_set_cursor(Grid *grid, int row, int col) {
    bool inside = grid_rect_has(grid_all(grid), row, col);
    grid->cursor_row = inside ? row : -1;
    grid->cursor_col = inside ? col : -1;
}

void grid_hide_cursor(Grid *grid) {
    grid->cursor_row = grid->cursor_col = -1;
}

/* ---- dump ---- */

static void trim_blanks(Buf *out, size_t start) {
    while (out->len > start && out->data[out->len - 1] == ' ')
        buf_truncate(out, out->len - 1);
    buf_putc(out, '\n');
}

static void dump_text(const Grid *grid, Buf *out, bool filler) {
    for (int row = 0; row < grid->rows; row++) {
        size_t start = out->len;
        for (int col = 0; col < grid->cols; col++) {
            const GridCell *cell = cell_at(grid, row, col);
            if (cell->width)
                buf_puts(out, cell->text);
            else if (filler)
                buf_puts(out, "\xe2\x81\xa0");
        }
        trim_blanks(out, start);
    }
}

static char style_letter(GridStyle style) {
    if (style.base == ROLE_TEXT)
        return theme_role_letter(style.role);
    char letter = theme_role_letter(style.base);
    return (char)toupper((unsigned char)letter);
}

static void dump_roles(const Grid *grid, Buf *out) {
    for (int row = 0; row < grid->rows; row++) {
        for (int col = 0; col < grid->cols; col++)
            buf_putc(out, style_letter(cell_at(grid, row, col)->style));
        buf_putc(out, '\n');
    }
}

void grid_dump(const Grid *grid, Buf *out, unsigned flags) {
    dump_text(grid, out, flags & GRID_DUMP_FILLER);
    if (flags & GRID_DUMP_ROLES) {
        buf_puts(out, "---- roles\n");
        dump_roles(grid, out);
    }
    if (grid->cursor_row < 0)
        buf_puts(out, "---- no cursor\n");
    else
        buf_printf(out, "---- cursor %d,%d\n", grid->cursor_row, grid->cursor_col);
}
