#include "config.h"

#include "tui/screen/metrics.h"

#include "base/i18n.h"
#include "library/complete.h"
#include "library/dashboard.h"
#include "library/find.h"
#include "library/weekpage.h"
#include "text/width.h"
#include "text/wrap.h"
#include "tui/widget/layout.h"

#include <stdlib.h>

/* The page is laid out on a sheet of its own height; the screen shows the part that holds the
 * number under the cursor. */

enum {
    TILE_COLS = 15,
    TILE_COLS_NARROW = 19,
    TILE_LINES = 3,
    TWO_COLUMNS = 76, /* from here on bars stand in two columns */
    GAP = 2,
    BAR_NUMBER = 6,
    BARS_LEAST = 56, /* columns below which there are numbers only */
    WHEEL = 3,
    REST_MS = 80,
    REST_SLOW_MS = 200,
    TINT_COLS = 36,
    SHEET_COLS = 80 /* before the first picture */
};

typedef struct Spot {
    const PageRow *row; /* NULL: a heading */
    const char *title;  /* of a heading, translated */
    PageBlockKind kind;
    GridRect at; /* on the sheet */
    int label;   /* columns for the label, bars and tables */
    double most; /* of the block: the longest bar */
} Spot;

typedef struct Metrics {
    App *app;
    ZoneWeek week;
    bool follows; /* shows the running week, also when it changes */
    Page page;
    VEC(Spot) spots;
    size_t spot;             /* under the cursor; a number when there is one */
    size_t asked, explained; /* whose formula comes at rest, and whose is shown */
    int top, total;
    GridRect body; /* where the sheet was drawn last */
} Metrics;

/* --- layout ---------------------------------------------------------------------------------- */

static void add_heading(Metrics *metrics, const char *title, int row, int col, int cols) {
    vec_push(&metrics->spots,
             (Spot){.title = _(title), .at = {row, col, 1, cols}, .kind = PAGE_TABLE});
}

static int place_tiles(Metrics *metrics, const PageBlock *block, int y, int cols) {
    int per = cols / (cols < 60 ? TILE_COLS_NARROW : TILE_COLS), count = (int)block->len;
    per = per < 1 ? 1 : per > count ? count : per;
    int lines = (count + per - 1) / per;
    per = (count + lines - 1) / lines;
    for (int i = 0; i < count; i++)
        vec_push(&metrics->spots, (Spot){.row = &block->rows[i],
                                         .kind = PAGE_TILES,
                                         .at = {y + i / per * TILE_LINES, i % per * (cols / per),
                                                TILE_LINES, cols / per - 1}});
    return y + lines * TILE_LINES;
}

static int place_rows(Metrics *metrics, const PageBlock *block, int y, int col, int cols) {
    int label = 0;
    double most = 0;
    for (size_t i = 0; i < block->len; i++) {
        int columns = text_width(page_row_label(&block->rows[i]));
        label = columns > label ? columns : label;
        most = block->rows[i].now.value > most ? block->rows[i].now.value : most;
    }
    label = label > cols / 2 ? cols / 2 : label;
    add_heading(metrics, block->title, y++, col, cols);
    for (size_t i = 0; i < block->len; i++)
        vec_push(&metrics->spots, (Spot){.row = &block->rows[i],
                                         .kind = block->kind,
                                         .at = {y++, col, 1, cols},
                                         .label = label,
                                         .most = most});
    return y;
}

static void lay_out(Metrics *metrics, int cols) {
    const PageRow *kept =
        metrics->spot < metrics->spots.len ? metrics->spots.items[metrics->spot].row : NULL;
    int left = 0, right, half = cols >= TWO_COLUMNS ? (cols - GAP) / 2 : cols;
    metrics->spots.len = 0;
    for (size_t i = 0; i < metrics->page.blocks.len; i++) {
        const PageBlock *block = &metrics->page.blocks.items[i];
        if (block->kind == PAGE_TILES)
            left = place_tiles(metrics, block, left, cols);
        else if (block->kind == PAGE_TABLE)
            left = place_rows(metrics, block, left, 0, cols);
    }
    right = left;
    for (size_t i = 0; i < metrics->page.blocks.len; i++) {
        const PageBlock *block = &metrics->page.blocks.items[i];
        if (block->kind != PAGE_BARS)
            continue;
        if (half == cols || left <= right)
            left = place_rows(metrics, block, left, 0, half);
        else
            right = place_rows(metrics, block, right, half + GAP, cols - half - GAP);
    }
    metrics->total = left > right ? left : right;
    for (size_t i = 0; kept && i < metrics->spots.len; i++)
        if (metrics->spots.items[i].row == kept)
            metrics->spot = i;
}

/* The cursor stands on a number as long as there is one. */
static void settle(Metrics *metrics) {
    size_t count = metrics->spots.len;
    metrics->spot = metrics->spot < count ? metrics->spot : count ? count - 1 : 0;
    for (size_t i = 0; i < count && !metrics->spots.items[metrics->spot].row; i++)
        metrics->spot = (metrics->spot + 1) % count;
}

/* --- the numbers ----------------------------------------------------------------------------- */

static void load(Metrics *metrics) {
    Page page = {0};
    Error err;
    metrics->week = metrics->follows ? library_this_week() : metrics->week;
    if (!library_week_model(app_library(metrics->app), (Str){"", 0}, metrics->week, &page, &err)) {
        page_free(&page);
        app_say_error(metrics->app, &err);
        return;
    }
    metrics->spots.len = 0; /* they point into the page */
    page_free(&metrics->page);
    metrics->page = page;
    lay_out(metrics, metrics->body.cols > 0 ? metrics->body.cols : SHEET_COLS);
    settle(metrics);
    metrics->asked = metrics->explained = metrics->spot;
}

static void metrics_changed(void *self) {
    load(self);
}

/* --- the cursor ------------------------------------------------------------------------------ */

static const Spot *current(const Metrics *metrics) {
    const Spot *spot =
        metrics->spot < metrics->spots.len ? &metrics->spots.items[metrics->spot] : NULL;
    return spot && spot->row ? spot : NULL;
}

static void scroll(Metrics *metrics) {
    const Spot *spot = current(metrics);
    int rows = metrics->body.rows;
    if (!spot)
        return;
    int from = spot->at.row, to = spot->at.row + spot->at.rows;
    if (from > 0 && !metrics->spots.items[metrics->spot - 1].row)
        from--; /* with its heading */
    if (to > metrics->top + rows)
        metrics->top = to - rows;
    if (from < metrics->top)
        metrics->top = from;
    if (metrics->top + rows > metrics->total)
        metrics->top = metrics->total - rows;
    metrics->top = metrics->top < 0 ? 0 : metrics->top;
}

/* --- drawing --------------------------------------------------------------------------------- */

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

static void draw_spot(const Metrics *metrics, Grid *grid, const Spot *spot, bool selected) {
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

/* The formula follows the cursor when the person rests: a held key stays cheap. */
static void follow(Metrics *metrics) {
    const AppSettings *settings = app_settings(metrics->app);
    bool slow = settings->low_bandwidth || settings->plain;
    if (metrics->asked == metrics->spot)
        return;
    metrics->asked = metrics->spot;
    app_set_timer(metrics->app, APP_TIMER_REST, slow ? REST_SLOW_MS : REST_MS, true);
}

static void metrics_timer(void *self, AppTimer timer) {
    Metrics *metrics = self;
    if (timer != APP_TIMER_REST)
        return;
    metrics->explained = metrics->asked;
    app_request_frame(metrics->app);
}

/* How the number under the cursor came about, in up to two lines. */
static void draw_formula(const Metrics *metrics, Grid *grid, GridRect at) {
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

/* No case at all: every number is none. */
static bool is_empty(const Metrics *metrics) {
    for (size_t i = 0; i < metrics->page.blocks.len; i++) {
        const PageBlock *block = &metrics->page.blocks.items[i];
        if (block->kind == PAGE_TILES)
            return block->len && block->rows[0].now.known && block->rows[0].now.value == 0;
    }
    return false;
}

static void metrics_draw(void *self, Grid *grid, GridRect body) {
    Metrics *metrics = self;
    Buf period = {0};
    GridRect head = layout_take_top(&body, 1);
    GridRect foot = layout_take_bottom(&body, body.rows >= 16 ? 2 : body.rows >= 7 ? 1 : 0);
    page_put_period(&metrics->page, &period);
    grid_text(grid, head, buf_str(&period), grid_style(ROLE_TITLE), GRID_CUT);
    buf_free(&period);
    metrics->body = body;
    grid_set_cursor(grid, head.row, head.col);
    if (body.rows < 1 || body.cols < 1)
        return;
    lay_out(metrics, body.cols);
    settle(metrics);
    scroll(metrics);
    follow(metrics);
    for (size_t i = 0; i < metrics->spots.len; i++)
        draw_spot(metrics, grid, &metrics->spots.items[i], i == metrics->spot);
    draw_formula(metrics, grid, foot);
    if (is_empty(metrics) && metrics->total + 2 < body.rows)
        grid_text(
            grid, (GridRect){body.row + metrics->total + 1, body.col + 1, 1, body.cols - 1},
            str_of(_("There is nothing to count yet: 1 shows the cases, Ins writes the first.")),
            grid_style(ROLE_DIM), GRID_CUT);
}

/* --- moving ---------------------------------------------------------------------------------- */

typedef enum Way { WAY_UP, WAY_DOWN, WAY_LEFT, WAY_RIGHT } Way;

/* How far b lies from a in a direction; -1: not there. Straight on is nearer than aside. */
static int distance(GridRect a, GridRect b, Way way) {
    int down = b.row - a.row, right = b.col - a.col;
    int aside_cols = right < 0 ? -right : right, aside_rows = down < 0 ? -down : down;
    switch (way) {
    case WAY_UP:
        return down < 0 ? -down * 4 + aside_cols : -1;
    case WAY_DOWN:
        return down > 0 ? down * 4 + aside_cols : -1;
    case WAY_LEFT:
        return right < 0 ? -right + aside_rows * 8 : -1;
    case WAY_RIGHT:
        return right > 0 ? right + aside_rows * 8 : -1;
    }
    return -1;
}

static void go(Metrics *metrics, Way way) {
    const Spot *from = current(metrics);
    int best = -1;
    for (size_t i = 0; from && i < metrics->spots.len; i++) {
        const Spot *to = &metrics->spots.items[i];
        int far = to->row ? distance(from->at, to->at, way) : -1;
        if (far >= 0 && (best < 0 || far < best)) {
            best = far;
            metrics->spot = i;
        }
    }
}

static void go_edge(Metrics *metrics, bool end) {
    metrics->spot = end && metrics->spots.len ? metrics->spots.len - 1 : 0;
    settle(metrics);
}

/* Numbers of the library count what one may not see, too. */
static void say_unseen(Metrics *metrics, const PageRow *row) {
    FindRequest request = {.query = row->query, .match = FIND_ALL, .exact = true, .bare = true};
    FindResult found = {0};
    Error sentence, ignored;
    Buf text = {0};
    bool counts = row->now.known && row->now.unit == PAGE_COUNT && row->now.value > 0;
    bool known = counts && library_find(app_library(metrics->app), &request, &found, &ignored);
    int64_t all = (int64_t)row->now.value, seen = (int64_t)found.total;
    library_find_free(&found);
    if (!known || seen >= all)
        return;
    error_set(&sentence, ERR_NONE,
              N_("You see {0} of {1}: the others are unpublished ones of other teams."), "dd", seen,
              all);
    error_render_message(&sentence, &text);
    app_say(metrics->app, ROLE_WARN, APP_TOAST_MS, buf_text(&text));
    buf_free(&text);
}

static void drill(Metrics *metrics) {
    const Spot *spot = current(metrics);
    Buf query = {0};
    if (!spot)
        return;
    if (spot->row->query.len) {
        library_query_in_words(spot->row->query, &query);
        app_search(metrics->app, buf_str(&query), true);
        say_unseen(metrics, spot->row);
    } else
        app_say(metrics->app, ROLE_INFO, APP_SAY_MS,
                _("These cases cannot be listed by one query."));
    buf_free(&query);
}

static void show_week(Metrics *metrics, ZoneWeek week) {
    ZoneWeek now = library_this_week();
    if (week_monday(week) > week_monday(now)) {
        app_say(metrics->app, ROLE_INFO, APP_SAY_MS, _("This is the running week."));
        return;
    }
    metrics->week = week;
    metrics->follows = week_monday(week) == week_monday(now);
    load(metrics);
}

static bool metrics_command(void *self, ScreenCommand command, Str argument, Error *err) {
    Metrics *metrics = self;
    ZoneWeek week;
    if (command != SCREEN_WEEK || !week_parse(argument, &week))
        return error_set(err, ERR_USAGE, N_("“{0}” is not a week: write it as 2026-W47"), "S",
                         argument);
    if (week_monday(week) > week_monday(library_this_week()))
        return error_set(err, ERR_USAGE, N_("“{0}” has not come yet"), "S", argument);
    show_week(metrics, week);
    return true;
}

static void back(Metrics *metrics) {
    if (!app_pop(metrics->app))
        app_show_tab(metrics->app, ACTION_CASES);
}

static bool metrics_act(void *self, ActionId id) {
    Metrics *metrics = self;
    switch (id) {
    case ACTION_UP:
    case ACTION_DOWN:
        go(metrics, id == ACTION_UP ? WAY_UP : WAY_DOWN);
        return true;
    case ACTION_START:
    case ACTION_END:
        go_edge(metrics, id == ACTION_END);
        return true;
    case ACTION_PERIOD_BACK:
    case ACTION_PERIOD_FORWARD:
        show_week(metrics, week_add(metrics->week, id == ACTION_PERIOD_BACK ? -1 : 1));
        return true;
    case ACTION_SEARCH:
        app_search(metrics->app, (Str){"", 0}, false);
        return true;
    default:
        return false; /* OPEN and BACK too: here Left and Right move */
    }
}

static bool metrics_mouse(Metrics *metrics, const InputEvent *event) {
    if (event->mouse == INPUT_MOUSE_WHEEL_UP || event->mouse == INPUT_MOUSE_WHEEL_DOWN) {
        for (int i = 0; i < WHEEL; i++)
            go(metrics, event->mouse == INPUT_MOUSE_WHEEL_UP ? WAY_UP : WAY_DOWN);
        return true;
    }
    if (event->mouse != INPUT_MOUSE_PRESS || event->button != 1)
        return true;
    int row = event->row - metrics->body.row + metrics->top;
    for (size_t i = 0; i < metrics->spots.len; i++) {
        const Spot *spot = &metrics->spots.items[i];
        if (!spot->row || !grid_rect_has(spot->at, row, event->col - metrics->body.col))
            continue;
        bool again = i == metrics->spot;
        metrics->spot = i;
        if (again)
            drill(metrics);
    }
    return true;
}

static bool metrics_event(void *self, const InputEvent *event) {
    Metrics *metrics = self;
    if (event->type == INPUT_TYPE_MOUSE)
        return metrics_mouse(metrics, event);
    if (event->type != INPUT_TYPE_KEY || event->key.mods)
        return false;
    switch (event->key.code) {
    case INPUT_LEFT:
    case 'h':
        go(metrics, WAY_LEFT);
        return true;
    case INPUT_RIGHT:
    case 'l':
        go(metrics, WAY_RIGHT);
        return true;
    case INPUT_ENTER:
        drill(metrics);
        return true;
    case INPUT_ESCAPE:
        back(metrics);
        return true;
    default:
        return false;
    }
}

static ActionContext metrics_context(const void *self) {
    (void)self;
    return CONTEXT_METRICS;
}

static void metrics_title(const void *self, Buf *out) {
    (void)self;
    buf_puts(out, _("metrics"));
}

static void metrics_free(void *self) {
    Metrics *metrics = self;
    page_free(&metrics->page);
    vec_free(&metrics->spots);
    free(metrics);
}

static const Screen metrics_screen = {.context = metrics_context,
                                      .title = metrics_title,
                                      .draw = metrics_draw,
                                      .act = metrics_act,
                                      .command = metrics_command,
                                      .event = metrics_event,
                                      .timer = metrics_timer,
                                      .changed = metrics_changed,
                                      .free = metrics_free};

void metrics_open(App *app) {
    Metrics *metrics = mem_zalloc(sizeof *metrics);
    metrics->app = app;
    metrics->follows = true;
    load(metrics);
    app_push(app, &metrics_screen, metrics);
}
