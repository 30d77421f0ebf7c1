#include "config.h"

#include "tui/screen/metrics.h"

#include "base/i18n.h"
#include "library/complete.h"
#include "library/find.h"
#include "text/width.h"
#include "tui/screen/metricsparts.h"
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
    WHEEL = 3,
    REST_MS = 80,
    REST_SLOW_MS = 200,
    SHEET_COLS = 80 /* before the first picture */
};

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
        metrics_draw_spot(metrics, grid, &metrics->spots.items[i], i == metrics->spot);
    metrics_draw_formula(metrics, grid, foot);
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
