#include "config.h"

#include "tui/screen/metricsparts.h"

#include "base/i18n.h"
#include "text/wrap.h"

enum {
    BAR_NUMBER = 6,
    BARS_LEAST = 56, /* columns below which there are numbers only */
    TINT_COLS = 36
};

/* Line `line` of a spot on the screen; no columns when it is not there. */
static GridRect line_of(const Metrics *metrics, GridRect at, int line) {
    int row = at.row + line - metrics->top;
    if (row < 0 || row >= metrics->body.rows)
        return (GridRect){0};
    return (GridRect){metrics->body.row + row, metrics->body.col + at.col, 1, at.cols};
}

static Role role_of_delta(const PageRow *row) {
    bool rise = row->delta.kind == METRIC_DELTA_RISE || row->delta.kind == METRIC_DELTA_NEW;
    if (!rise && row->delta.kind != METRIC_DELTA_FALL)
        return ROLE_DIM;
    return rise != row->rise_is_bad ? ROLE_RISE : ROLE_FALL;
}

static void put(Grid *grid, GridRect at, const Buf *text, Role role, unsigned flags) {
    if (at.cols > 0)
        grid_text(grid, at, buf_str(text), grid_style(role), flags);
}

static void draw_tile(const Metrics *metrics, Grid *grid, const Spot *spot) {
    Buf text = {0};
    GridRect at = line_of(metrics, spot->at, 0);
    if (at.cols > 0)
        grid_text(grid, at, page_row_label(spot->row), grid_style(ROLE_LABEL), GRID_CUT);
    page_put_number(spot->row->now, &text);
    put(grid, line_of(metrics, spot->at, 1), &text, ROLE_NUMBER, GRID_CUT);
    buf_clear(&text);
    page_put_note(spot->row, &text);
    put(grid, line_of(metrics, spot->at, 2), &text, ROLE_DIM, GRID_CUT);
    buf_free(&text);
}

/* Takes cols off the left of *rest. */
static GridRect take(GridRect *rest, int cols) {
    cols = cols > rest->cols ? rest->cols : cols;
    GridRect part = {rest->row, rest->col, rest->rows, cols};
    rest->col += cols;
    rest->cols -= cols;
    return part;
}

static void draw_table_row(const Metrics *metrics, Grid *grid, const Spot *spot) {
    enum { LABEL = 14, NUMBER = 6, DELTA = 13 };
    GridRect rest = line_of(metrics, spot->at, 0);
    Buf text = {0};
    if (rest.cols < 1)
        return;
    bool roomy = rest.cols >= LABEL + NUMBER + NUMBER + DELTA + PAGE_WEEKS + 12;
    grid_text(grid, take(&rest, roomy ? LABEL + 6 : LABEL), page_row_label(spot->row),
              grid_style(ROLE_LABEL), GRID_CUT);
    page_put_number(spot->row->now, &text);
    put(grid, take(&rest, NUMBER), &text, ROLE_NUMBER, GRID_RIGHT);
    buf_clear(&text);
    page_put_delta(spot->row, &text);
    put(grid, take(&rest, DELTA), &text, role_of_delta(spot->row), GRID_RIGHT);
    if (roomy) {
        buf_clear(&text);
        buf_printf(&text, "   %s ", _("last week"));
        page_put_number(spot->row->before, &text);
        put(grid, take(&rest, 20), &text, ROLE_DIM, 0);
    }
    buf_clear(&text);
    page_put_course(spot->row, &text);
    take(&rest, 2);
    if (rest.cols >= PAGE_WEEKS && grid->manner != GRID_SPOKEN)
        put(grid, rest, &text, ROLE_CHART, 0);
    buf_free(&text);
}

static void draw_bar(const Metrics *metrics, Grid *grid, const Spot *spot) {
    GridRect rest = line_of(metrics, spot->at, 0);
    Buf text = {0};
    if (rest.cols < 1)
        return;
    grid_text(grid, take(&rest, spot->label), page_row_label(spot->row), grid_style(ROLE_LABEL),
              GRID_CUT);
    page_put_number(spot->row->now, &text);
    put(grid, take(&rest, BAR_NUMBER), &text, ROLE_NUMBER, GRID_RIGHT);
    take(&rest, 2);
    if (metrics->body.cols >= BARS_LEAST && rest.cols > 0 && spot->most > 0 &&
        grid->manner != GRID_SPOKEN) {
        int bar = (int)(spot->row->now.value / spot->most * rest.cols + .5);
        bar = bar == 0 && spot->row->now.value > 0 ? 1 : bar;
        buf_clear(&text);
        buf_fill(&text, '#', (size_t)bar);
        put(grid, rest, &text, ROLE_CHART, 0);
    }
    buf_free(&text);
}

static void draw_heading(const Metrics *metrics, Grid *grid, const Spot *spot) {
    GridRect at = line_of(metrics, spot->at, 0);
    if (at.cols < 1)
        return;
    int used = grid_text(grid, at, str_of(spot->title), grid_style(ROLE_HEADING), GRID_CUT);
    if (used + 1 < at.cols)
        grid_hline(grid, at.row, at.col + used + 1, at.cols - used - 1, grid_style(ROLE_LINE));
}

void metrics_draw_spot(const Metrics *metrics, Grid *grid, const Spot *spot, bool selected) {
    typedef void Draw(const Metrics *, Grid *, const Spot *);
    static Draw *const draws[] = {
        [PAGE_TILES] = draw_tile, [PAGE_TABLE] = draw_table_row, [PAGE_BARS] = draw_bar};
    if (!spot->row) {
        draw_heading(metrics, grid, spot);
        return;
    }
    draws[spot->kind](metrics, grid, spot);
    GridRect first = line_of(metrics, spot->at, 0); /* a whole tile would cost a slow line */
    if (!selected || first.cols < 1)
        return;
    first.cols = first.cols < TINT_COLS ? first.cols : TINT_COLS;
    if (grid->manner != GRID_SPOKEN)
        grid_tint(grid, first, ROLE_SELECTED);
    grid_set_cursor(grid, first.row, first.col);
}

void metrics_draw_formula(const Metrics *metrics, Grid *grid, GridRect at) {
    const Spot *spot =
        metrics->explained < metrics->spots.len ? &metrics->spots.items[metrics->explained] : NULL;
    Buf text = {0};
    if (!spot || !spot->row)
        return;
    page_put_formula(spot->row, &text);
    Str rest = buf_str(&text);
    size_t from = 0;
    for (int line = 0; line < at.rows && from < rest.len; line++) {
        size_t next = text_wrap_next(rest, from, at.cols);
        size_t end = line + 1 == at.rows ? rest.len : text_wrap_end(rest, from, next, at.cols);
        grid_text(grid, (GridRect){at.row + line, at.col, 1, at.cols},
                  str_make(rest.ptr + from, end - from), grid_style(ROLE_INFO), GRID_CUT);
        from = next;
    }
    buf_free(&text);
}
