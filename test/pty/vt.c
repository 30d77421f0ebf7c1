#include "config.h"

#include "vt.h"

#include "base/mem.h"
#include "text/utf8.h"
#include "tui/grid/grid.h"

#include <stdlib.h>
#include <string.h>
#include <vterm.h>

struct Vt {
    VTerm *term;
    VTermScreen *screen;
    bool cursor_visible;
};

static int on_property(VTermProp property, VTermValue *value, void *user) {
    Vt *vt = user;
    if (property == VTERM_PROP_CURSORVISIBLE)
        vt->cursor_visible = value->boolean;
    return 1;
}

Vt *vt_new(int rows, int cols) {
    static const VTermScreenCallbacks callbacks = {.settermprop = on_property};
    Vt *vt = mem_zalloc(sizeof *vt);
    vt->cursor_visible = true;
    vt->term = vterm_new(rows, cols);
    vterm_set_utf8(vt->term, 1);
    vt->screen = vterm_obtain_screen(vt->term);
    vterm_screen_set_callbacks(vt->screen, &callbacks, vt);
    vterm_screen_enable_altscreen(vt->screen, 1);
    vterm_screen_reset(vt->screen, 1);
    return vt;
}

void vt_free(Vt *vt) {
    if (!vt)
        return;
    vterm_free(vt->term);
    free(vt);
}

void vt_resize(Vt *vt, int rows, int cols) {
    vterm_set_size(vt->term, rows, cols);
}

void vt_write(Vt *vt, const char *bytes, size_t len) {
    if (len)
        vterm_input_write(vt->term, bytes, len);
}

void vt_take_answers(Vt *vt, Buf *out) {
    char bytes[256];
    size_t n;
    while ((n = vterm_output_read(vt->term, bytes, sizeof bytes)) > 0)
        buf_put(out, bytes, n);
}

int vt_rows(const Vt *vt) {
    int rows, cols;
    vterm_get_size(vt->term, &rows, &cols);
    return rows;
}

int vt_cols(const Vt *vt) {
    int rows, cols;
    vterm_get_size(vt->term, &rows, &cols);
    return cols;
}

static VTermScreenCell cell_at(const Vt *vt, int row, int col) {
    VTermScreenCell cell = {0};
    vterm_screen_get_cell(vt->screen, (VTermPos){row, col}, &cell);
    return cell;
}

/* The second half of a wide glyph. */
static bool is_filler(const VTermScreenCell *cell) {
    return cell->chars[0] == (uint32_t)-1;
}

static void put_cell(Buf *out, const VTermScreenCell *cell) {
    if (is_filler(cell))
        return;
    if (!cell->chars[0])
        buf_putc(out, ' ');
    for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i]; i++)
        utf8_put(out, cell->chars[i]);
}

void vt_row(const Vt *vt, int row, Buf *out) {
    size_t start = out->len;
    for (int col = 0; col < vt_cols(vt); col++) {
        VTermScreenCell cell = cell_at(vt, row, col);
        put_cell(out, &cell);
    }
    while (out->len > start && out->data[out->len - 1] == ' ')
        buf_truncate(out, out->len - 1);
}

void vt_dump(const Vt *vt, Buf *out) {
    for (int row = 0; row < vt_rows(vt); row++) {
        vt_row(vt, row, out);
        buf_putc(out, '\n');
    }
}

bool vt_has(const Vt *vt, const char *text) {
    Buf dump = {0};
    vt_dump(vt, &dump);
    bool found = strstr(buf_text(&dump), text) != NULL;
    buf_free(&dump);
    return found;
}

bool vt_cursor(const Vt *vt, int *row, int *col) {
    VTermPos at;
    vterm_state_get_cursorpos(vterm_obtain_state(vt->term), &at);
    *row = at.row;
    *col = at.col;
    return vt->cursor_visible;
}

static bool same_cursor(const Vt *vt, const Grid *grid, Buf *why) {
    int row, col;
    bool visible = vt_cursor(vt, &row, &col);
    if (visible != (grid->cursor_row >= 0)) {
        buf_printf(why, "cursor %s", visible ? "shown" : "hidden");
        return false;
    }
    if (!visible || (row == grid->cursor_row && col == grid->cursor_col))
        return true;
    buf_printf(why, "cursor at %d,%d instead of %d,%d", row, col, grid->cursor_row,
               grid->cursor_col);
    return false;
}

bool vt_same_grid(const Vt *vt, const Grid *grid, Buf *why) {
    Buf seen = {0};
    bool same = true;
    for (int row = 0; same && row < grid->rows; row++) {
        for (int col = 0; same && col < grid->cols; col++) {
            const GridCell *want = grid_cell(grid, row, col);
            VTermScreenCell cell = cell_at(vt, row, col);
            buf_clear(&seen);
            put_cell(&seen, &cell);
            same = strcmp(buf_text(&seen), want->text) == 0;
            if (!same)
                buf_printf(why, "%d,%d: <%s> instead of <%s>", row, col, buf_text(&seen),
                           want->text);
        }
    }
    buf_free(&seen);
    return same && same_cursor(vt, grid, why);
}

static bool same_colour(VTermColor a, VTermColor b) {
    return vterm_color_is_equal(&a, &b);
}

static bool is_blank(const VTermScreenCell *cell) {
    return !cell->chars[0] || (cell->chars[0] == ' ' && !cell->chars[1]);
}

static bool same_cell(const VTermScreenCell *a, const VTermScreenCell *b) {
    if (is_filler(a) && is_filler(b))
        return true;
    if (is_filler(a) != is_filler(b) || is_blank(a) != is_blank(b))
        return false;
    if (!is_blank(a) && memcmp(a->chars, b->chars, sizeof a->chars) != 0)
        return false;
    /* A blank shows no foreground and no weight. */
    if (!is_blank(a) && (!same_colour(a->fg, b->fg) || a->attrs.bold != b->attrs.bold))
        return false;
    if (is_blank(a) && a->attrs.reverse && !same_colour(a->fg, b->fg))
        return false;
    return same_colour(a->bg, b->bg) && a->attrs.reverse == b->attrs.reverse &&
           a->attrs.underline == b->attrs.underline;
}

bool vt_same(const Vt *a, const Vt *b, Buf *why) {
    for (int row = 0; row < vt_rows(a); row++) {
        for (int col = 0; col < vt_cols(a); col++) {
            VTermScreenCell left = cell_at(a, row, col), right = cell_at(b, row, col);
            if (same_cell(&left, &right))
                continue;
            buf_printf(why, "%d,%d: <", row, col);
            put_cell(why, &left);
            buf_puts(why, "> and <");
            put_cell(why, &right);
            buf_puts(why, "> differ, or their colours");
            return false;
        }
    }
    int row_a, col_a, row_b, col_b;
    bool shown_a = vt_cursor(a, &row_a, &col_a), shown_b = vt_cursor(b, &row_b, &col_b);
    if (shown_a == shown_b && (!shown_a || (row_a == row_b && col_a == col_b)))
        return true;
    buf_puts(why, "the cursors differ");
    return false;
}
