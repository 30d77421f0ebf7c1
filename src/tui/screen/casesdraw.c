#include "config.h"

#include "base/i18n.h"
#include "text/width.h"
#include "tui/screen/caselist.h"
#include "tui/screen/casesparts.h"
#include "tui/screen/marking.h"
#include "tui/screen/strip.h"

#include <stdio.h>

/* The picture of the screen of cases. */

enum {
    PANEL_COLS = 30, /* with the line beside it */
    PANEL_FROM = 160,
    PANEL_ROWS = 24,
    NUMBERS_ROWS = 36, /* lines from which the numbers stand below the facets */
    DRAWER_COLS = 34,
    LIST_LEAST = 32,
    BELOW_ROWS = 8
};

/* cols: room for a word about what stands below the hits. */
static void put_count(const Cases *cases, int cols, Buf *out) {
    const CaseRows *hits = &cases->hits;
    size_t known = (size_t)hits->total + hits->gone;
    size_t near = hits->count > known ? hits->count - known : 0;
    Str note = str_of(hits->result.note);
    buf_printf(out, "%s%llu", hits->about ? "~" : "", (unsigned long long)hits->total);
    if (near && note.len && text_width(note) <= cols)
        buf_printf(out, " + %d %.*s", (int)near, STR_ARG(note));
    else if (near)
        buf_printf(out, _(" + %d similar"), (int)near);
    if (!app_settings(cases->app)->still && cases_query(cases).len)
        buf_printf(out, " | %.1f ms", (double)hits->result.us / 1000);
}

static void draw_filter(Cases *cases, Grid *grid, GridRect line) {
    Buf count = {0};
    enum { MARGIN = 30 }; /* columns beside the query and a note */
    put_count(cases, line.cols - MARGIN - text_width(cases_query(cases)), &count);
    querybar_draw(&cases->bar, grid, line, buf_str(&count), cases->in_filter);
    buf_free(&count);
}

/* What would find something, with the key that searches for it. */
static void draw_hint(const Cases *cases, Grid *grid, GridRect line) {
    const char *hint = cases_empty_hint(cases);
    int cols = grid_text(grid, line, str_of(hint), grid_style(ROLE_INFO), GRID_CUT);
    if (!cases->in_filter)
        grid_text(grid, layout_part(line, cols + 2, line.cols), STR("+"), grid_style(ROLE_HINT_KEY),
                  0);
}

/* What is wrong with the query, with a sign under the place. */
static void draw_complaint(Cases *cases, Grid *grid, GridRect line) {
    Buf text = {0};
    grid_fill(grid, line, grid_style(ROLE_TEXT));
    if (!cases->failed && cases->hits.result.warning[0]) {
        grid_text(grid, line, str_of(cases->hits.result.warning), grid_style(ROLE_WARN), GRID_CUT);
        return;
    }
    if (!cases->failed) {
        draw_hint(cases, grid, line);
        return;
    }
    GridStyle style = grid_style(ROLE_ERROR);
    if (cases->error.column > 0)
        buf_printf(&text, _("col %d: "), cases->error.column);
    error_render_message(&cases->error, &text);
    int col =
        cases->error.column > 0 ? querybar_column(&cases->bar, cases->error.column) : line.col;
    int end = line.col + line.cols, cols = text_width(buf_str(&text));
    col = col < end ? col : end - 1;
    bool behind = col + 2 + cols <= end || col - line.col < end - col;
    GridRect room = behind ? (GridRect){line.row, col + 2, 1, end - col - 2}
                           : (GridRect){line.row, line.col, 1, col - line.col - 1};
    grid_text(grid, (GridRect){line.row, col, 1, 1}, STR("^"), style, 0);
    grid_text(grid, room, buf_str(&text), style, behind ? GRID_CUT : GRID_RIGHT | GRID_CUT);
    buf_free(&text);
}

static void draw_waiting(const Cases *cases, Grid *grid, GridRect line) {
    char text[96];
    if (!cases->hits.waiting)
        return;
    const char *sign = grid->lines == GRID_UNICODE ? "\xe2\x96\xb4" : "^";
    snprintf(text, sizeof text, _("%d new %s (. to show)"), (int)cases->hits.waiting, sign);
    grid_text(grid, line, str_of(text), grid_style(ROLE_INFO), GRID_RIGHT);
}

static CaseListStyle list_style(const Cases *cases, const Grid *grid) {
    return (CaseListStyle){.library = app_library(cases->app),
                           .quick = cases->hurried,
                           .words = grid->manner == GRID_SPOKEN,
                           .query = cases->worded ? cases->hits.result.marks : STR(""),
                           .columns = cases->columns,
                           .sort = str_of(cases->sort)};
}

static void draw_row(void *context, Grid *grid, GridRect at, size_t row) {
    Cases *cases = context;
    CaseListStyle style = list_style(cases, grid);
    FindHit *hit = caserows_at(&cases->hits, row);
    if (!hit)
        return;
    marking_draw(cases->app, grid, &at, record_id(hit->row.record));
    caselist_draw_row(&style, grid, at, hit);
}

static void draw_list(Cases *cases, Grid *grid, GridRect at) {
    CaseListStyle style = list_style(cases, grid);
    cases->list.focused = !cases->in_filter && !cases->in_facets;
    cases->list.park_cursor = true;
    cases->head = (GridRect){0};
    if (!cases->list.count) {
        cases_draw_empty(cases, grid, at);
        return;
    }
    int marks = marking_cols(cases->app);
    int tint = caselist_tint_cols(&style, at.cols - marks);
    cases->list.tint_cols = tint ? tint + marks : 0;
    if (at.rows > 1 && at.cols >= 40 && grid->rows >= 20) {
        GridRect head = layout_take_top(&at, 1);
        cases->head = layout_part(head, list_gutter(grid) + marks, head.cols);
        cases->head_style = style;
        grid_fill(grid, head, grid_style(ROLE_COLUMN_HEAD));
        caselist_draw_head(&style, grid, cases->head);
        draw_waiting(cases, grid, head);
    } else {
        draw_waiting(cases, grid, layout_take_top(&at, cases->hits.waiting ? 1 : 0));
    }
    list_draw(&cases->list, grid, at, draw_row, cases);
}

static void draw_numbers(Cases *cases, Grid *grid, GridRect at) {
    grid_text(grid, layout_take_top(&at, 1), str_of(_("Metrics of this list")),
              grid_style(ROLE_HEADING), GRID_CUT);
    strip_draw_panel(grid, at, &cases->hits.counts, cases->have_weeks ? &cases->weeks : NULL);
}

/* Facets, and below them the numbers of the list where there is room. */
static void draw_panel(Cases *cases, Grid *grid, GridRect at) {
    GridRect line = layout_take_right(&at, 2);
    grid_vline(grid, line.row, line.col, line.rows, grid_style(ROLE_LINE));
    if (cases->numbers)
        draw_numbers(cases, grid, layout_take_bottom(&at, strip_panel_rows() + 1));
    if (cases->numbers)
        layout_take_bottom(&at, 1);
    cases_draw_facets(cases, grid, at);
}

/* The list stays in sight where there is room for both. */
static void draw_drawer(Cases *cases, Grid *grid, GridRect *body) {
    bool both = body->cols >= DRAWER_COLS + LIST_LEAST;
    GridRect at = layout_take_left(body, both ? DRAWER_COLS : body->cols);
    if (both) {
        GridRect line = layout_take_right(&at, 2);
        grid_vline(grid, line.row, line.col, line.rows, grid_style(ROLE_LINE));
    }
    cases_draw_facets(cases, grid, at);
}

static AppPreview preview_here(Cases *cases, GridRect at, LayoutSize layout) {
    cases->can_right = at.cols >= 96;
    cases->can_below = at.rows >= 14;
    if (cases->preview == PREVIEW_RIGHT && cases->can_right)
        return PREVIEW_RIGHT;
    if (cases->preview == PREVIEW_BELOW && cases->can_below)
        return PREVIEW_BELOW;
    bool by_itself =
        cases->preview == PREVIEW_AUTO && !cases_is_quiet(cases) && layout >= LAYOUT_LARGE;
    return by_itself && cases->can_right ? PREVIEW_RIGHT : PREVIEW_OFF;
}

static void draw_preview(Cases *cases, Grid *grid, GridRect *at, LayoutSize layout) {
    AppPreview set = app_settings(cases->app)->preview;
    if (set != cases->preview_set) /* the setting was changed while the program runs */
        cases->preview = cases->preview_set = set;
    AppPreview before = cases->shown_as;
    cases->shown_as = preview_here(cases, *at, layout);
    if (cases->shown_as == PREVIEW_OFF)
        return;
    if (before == PREVIEW_OFF)
        cases_rest(cases);
    GridRect rect;
    if (cases->shown_as == PREVIEW_RIGHT) {
        int list = cases->beside ? at->cols * 92 / 170 : at->cols * 62 / 120;
        rect = layout_take_right(at, at->cols - list);
        GridRect line = layout_take_left(&rect, 2);
        grid_vline(grid, line.row, line.col, line.rows, grid_style(ROLE_LINE));
    } else {
        int rows = at->rows / 3 > BELOW_ROWS ? at->rows / 3 : BELOW_ROWS;
        rect = layout_take_bottom(at, rows + 1);
        GridRect line = layout_take_top(&rect, 1);
        grid_hline(grid, line.row, line.col, line.cols, grid_style(ROLE_LINE));
    }
    pager_draw(&cases->pager, grid, rect);
}

static void draw_strip(const Cases *cases, Grid *grid, GridRect *body, LayoutSize layout) {
    bool two = layout >= LAYOUT_LARGE && !cases->beside;
    strip_draw_lines(grid, layout_take_top(body, two ? 2 : 1), &cases->hits.counts);
}

void cases_draw(void *self, Grid *grid, GridRect body) {
    Cases *cases = self;
    LayoutSize layout = app_layout(cases->app);
    cases->beside = grid->cols >= PANEL_FROM && grid->rows >= PANEL_ROWS;
    cases->numbers = cases->beside && grid->rows >= NUMBERS_ROWS;
    cases_count_facets(cases);
    bool small = layout <= LAYOUT_SMALL;
    GridRect filter = {0}, complaint = {0};
    if (!small || cases->in_filter || cases_query(cases).len)
        filter = layout_take_top(&body, 1);
    bool told = cases->bar.open && cases->failed; /* by what is offered */
    bool tells = cases->failed || cases->hits.result.warning[0] || cases_empty_hint(cases);
    if (tells && !told)
        complaint = layout_take_top(&body, 1);
    if (cases->beside)
        draw_panel(cases, grid, layout_take_left(&body, PANEL_COLS));
    if (!small && !cases->numbers)
        draw_strip(cases, grid, &body, layout);
    if (cases->in_facets && !cases->beside)
        draw_drawer(cases, grid, &body);
    draw_preview(cases, grid, &body, layout);
    GridRect below = body;
    cases->list.rect = cases->offer_list.rect = cases->head = (GridRect){0}; /* of this picture */
    if (body.cols > 0)
        draw_list(cases, grid, body);
    if (filter.rows)
        draw_filter(cases, grid, filter);
    if (complaint.rows)
        draw_complaint(cases, grid, complaint);
    querybar_draw_offers(&cases->bar, grid, below);
}
