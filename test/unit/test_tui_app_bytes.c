#include "config.h"

#include "unit.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "tui/app/state.h"
#include "tui/screen/casesparts.h"
#include "tui/term/output.h"
#include "tui_app.h"

#include <locale.h>

/* What a key sends over the line, at every size, in all manners and both languages: the same number
 * in every run. The limits are those of the design. */

enum { CASES_IN_LIST = 130, MOVE_BYTES = 250, FEW_BYTES = 80, IDLE_TICKS = 50 };

static const struct { int rows, cols; } sizes[] = {{12, 40}, {24, 80}, {40, 120}, {60, 200}};
static const char *const languages[] = {"en", "zh_CN"};
static const char *const manners[] = {"rich", "sparse", "spoken"};

typedef struct Line {
    Stage *stage;
    Buf bytes;
    Output *out;
    size_t size;
    GridManner manner;
    char where[64];
} Line;

static Stage *shelf; /* shared by all tests */

static int fill_shelf(void **state) {
    (void)state;
    shelf = stage_new();
    stage_fill(shelf);
    for (int i = 0; i < CASES_IN_LIST; i++) {
        char title[160];
        snprintf(
            title, sizeof title,
            i % 3
                ? "华东制造集团以数据中台支撑客户成功体系建设并在半年内把续约率从七成提高到九成之%d"
                : "Customer success at a machine maker: renewals up in half a year, part %d",
            i);
        stage_add_case(shelf->library, title,
                       i % 2 ? "远山连锁超市股份有限公司" : "Harbour Logistics");
    }
    stage_open(shelf, 24, 80);
    stage_press(shelf, "Down e x ^S y ^S Esc"); /* revisions of the first one */
    stage_press(shelf, "S o n e Enter / c u s t Down S t w o Enter");
    return 0;
}

static int empty_shelf(void **state) {
    (void)state;
    stage_free(shelf);
    return 0;
}

static size_t paint(Line *line) {
    stage_draw(line->stage);
    output_paint(line->out, &line->stage->grid);
    buf_clear(&line->bytes);
    return output_frame_bytes(line->out);
}

static void line_start(Line *line, size_t size, size_t language, GridManner manner) {
    int rows = sizes[size].rows, cols = sizes[size].cols;
    Error err;
    *line = (Line){.stage = shelf, .size = size, .manner = manner};
    OutputOptions options = {.term = "xterm-256color",
                             .capture = &line->bytes,
                             .in_fd = -1,
                             .out_fd = -1,
                             .rows = rows,
                             .cols = cols,
                             .colour_option =
                                 manner == GRID_SPOKEN ? OUTPUT_COLOUR_NEVER : OUTPUT_COLOUR_AUTO,
                             .sync = true};
    snprintf(line->where, sizeof line->where, "%s %dx%d %s", languages[language], cols, rows,
             manners[manner]);
    i18n_init(languages[language]);
    app_free(shelf->app);
    shelf->app = NULL;
    shelf->settings =
        (AppSettings){.plain = manner == GRID_SPOKEN, .low_bandwidth = manner == GRID_SPARSE};
    stage_open(shelf, rows, cols);
    assert_true(output_open(&options, &line->out, &err));
    paint(line);
}

static void line_end(Line *line) {
    output_close(line->out);
    buf_free(&line->bytes);
}

/* Everything that follows a key has come and was painted. */
static void rest(Line *line) {
    stage_settle(line->stage);
    paint(line);
}

static void go(Line *line, const char *keys) {
    stage_press(line->stage, keys);
    rest(line);
}

/* Bytes of the frame after a key, before what comes when the person rests. */
static size_t key_bytes(Line *line, const char *name) {
    InputEvent event = {.type = INPUT_TYPE_KEY};
    assert_true(input_key_parse(str_of(name), &event.key));
    app_event(line->stage->app, &event);
    return paint(line);
}

static void each(void (*test)(Line *line)) {
    for (size_t size = 0; size < COUNT_OF(sizes); size++)
        for (size_t language = 0; language < COUNT_OF(languages); language++)
            for (GridManner manner = GRID_RICH; manner <= GRID_SPOKEN; manner++) {
                Line line;
                line_start(&line, size, language, manner);
                test(&line);
                line_end(&line);
            }
    i18n_init("en");
}

/* The most that was seen, for test/RESULTS. */
static struct {
    const char *what;
    size_t most[COUNT_OF(sizes)][GRID_SPOKEN + 1];
} figures[16];

static void note_figure(const Line *line, size_t bytes, const char *what) {
    size_t i = 0;
    while (figures[i].what && strcmp(figures[i].what, what) != 0)
        i++;
    figures[i].what = what;
    size_t *most = &figures[i].most[line->size][line->manner];
    *most = bytes > *most ? bytes : *most;
}

static void print_figures(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT_OF(figures) && figures[i].what; i++)
        for (GridManner manner = GRID_RICH; manner <= GRID_SPOKEN; manner++) {
            char line[160];
            int len = snprintf(line, sizeof line, "# %-20s %-6s", figures[i].what, manners[manner]);
            for (size_t size = 0; size < COUNT_OF(sizes); size++)
                len += snprintf(line + len, sizeof line - (size_t)len, "  %dx%d %zu",
                                sizes[size].cols, sizes[size].rows, figures[i].most[size][manner]);
            print_message("%s\n", line);
        }
}

static void expect_at_most(const Line *line, size_t bytes, size_t limit, const char *what) {
    note_figure(line, bytes, what);
    if (bytes > limit)
        fail_msg("%s: %zu bytes for %s, more than %zu", line->where, bytes, what, limit);
}

static Cases *cases_of(const Line *line) {
    const Screen *type;
    return app_top(line->stage->app, &type);
}

/* What the cells of some rectangles cost when all of them are new. */
static size_t cost_of(Line *line, const GridRect *rects, size_t count) {
    Grid blank = {0};
    grid_copy(&blank, &line->stage->grid);
    for (size_t i = 0; i < count; i++)
        grid_fill(&blank, rects[i], grid_style(ROLE_TEXT));
    output_paint(line->out, &blank);
    grid_free(&blank);
    return paint(line);
}

/* ---- cursor moves ---- */

static const struct {
    const char *name, *keys, *move;
} places[] = {
    {"the list", "Down", "j"},       {"the metrics", "Down 2", "Down"},
    {"the inbox", "Down 4", "Down"}, {"the history", "Down g Enter H", "Down"},
    {"values", "Down f", "Down"},    {"saved views", "Down 5", "Down"},
    {"a menu", "Down s", "Down"},    {"what can be offered", "Tab", "Down"},
    {"a field", "Down e", "Right"},
};

static void move_within(Line *line) {
    size_t few = line->manner == GRID_RICH ? MOVE_BYTES : FEW_BYTES;
    go(line, "Down");
    size_t top, end, page;
    List *list = &cases_of(line)->list;
    list_shown(list, &top, &end);
    page = end - top;
    for (size_t row = list->selected + 1; row + 1 < page; row++) {
        expect_at_most(line, key_bytes(line, "j"), few, "a move");
        assert_int_equal(list->top, top);
        rest(line);
    }
    expect_at_most(line, key_bytes(line, "k"), few, "a move");
}

static void moves_that_do_not_scroll_are_cheap(void **state) {
    (void)state;
    each(move_within);
}

static void move_elsewhere(Line *line) {
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        go(line, places[i].keys);
        size_t first = key_bytes(line, places[i].move);
        expect_at_most(line, first, MOVE_BYTES, places[i].name);
        go(line, "Esc Esc Esc Esc Down 1 /");
    }
}

static void moves_are_cheap_on_every_screen(void **state) {
    (void)state;
    each(move_elsewhere);
}

/* ---- scrolling ---- */

static void scroll_on(Line *line) {
    go(line, "Down");
    List *list = &cases_of(line)->list;
    for (size_t i = list_page(list); i > 0; i--)
        go(line, "j");
    GridRect rect = list->rect;
    for (int i = 0; i < 5; i++) {
        size_t top = list->top;
        size_t bytes = key_bytes(line, "j");
        assert_int_equal(list->top, top + 1);
        size_t whole = cost_of(line, &rect, 1);
        expect_at_most(line, bytes, whole, "a scroll by one");
        rest(line);
    }
}

static void a_scroll_is_at_most_the_list(void **state) {
    (void)state;
    each(scroll_on);
}

/* ---- search ---- */

static size_t search_limit(Line *line) {
    const Cases *cases = cases_of(line);
    GridRect all = grid_all(&line->stage->grid), list = cases->list.rect;
    /* Everything left of the preview: tabs, filter, metrics, facets, list, messages. */
    GridRect rects[] = {{0, 0, list.row, all.cols},
                        {list.row, 0, list.rows, list.col + list.cols},
                        {all.rows - 2, 0, 2, all.cols}};
    return cost_of(line, rects, COUNT_OF(rects));
}

static void search_on(Line *line) {
    static const char *const words[][4] = {{"c", "u", "s", "t"}, {"续", "约", "率", " "}};
    for (size_t word = 0; word < COUNT_OF(words); word++) {
        for (size_t i = 0; i < COUNT_OF(words[0]); i++) {
            const char *key = words[word][i][0] == ' ' ? "Space" : words[word][i];
            size_t bytes = key_bytes(line, key);
            expect_at_most(line, bytes, search_limit(line), "a search key");
            rest(line);
        }
        go(line, "^U");
    }
}

static void a_search_key_is_at_most_what_it_finds(void **state) {
    (void)state;
    each(search_on);
}

/* ---- rest ---- */

static void do_nothing(Line *line) {
    size_t bytes = 0;
    go(line, "Down j j");
    line->stage->app->last_key_us = 0; /* long ago */
    for (int i = 0; i < IDLE_TICKS; i++) {
        app_watch(line->stage->app);
        bytes += paint(line);
    }
    expect_at_most(line, bytes, 0, "nothing at all");
}

static void nothing_is_sent_at_rest(void **state) {
    (void)state;
    each(do_nothing);
}

/* ---- one change a frame ---- */

/* Cells that differ, row by row, between the picture before and now. */
static int changed_rows(const Grid *before, const Grid *now) {
    int rows = 0;
    size_t size = (size_t)now->cols * sizeof(GridCell);
    for (int row = 0; row < now->rows; row++)
        rows += memcmp(grid_cell(before, row, 0), grid_cell(now, row, 0), size) != 0;
    return rows;
}

static void press_spoken(Line *line, const char *key, int most) {
    Grid before = {0};
    grid_copy(&before, &line->stage->grid);
    key_bytes(line, key);
    int rows = changed_rows(&before, &line->stage->grid);
    if (rows > most) {
        Buf picture = {0};
        grid_dump(&before, &picture, 0);
        grid_dump(&line->stage->grid, &picture, 0);
        fail_msg("%s: %d lines changed after %s\n%s", line->where, rows, key, buf_text(&picture));
    }
    grid_free(&before);
}

static void listen(Line *line) {
    if (line->manner != GRID_SPOKEN)
        return;
    press_spoken(line, "c", 1); /* what was typed; the list follows when the person rests */
    press_spoken(line, "u", 1);
    rest(line);
    assert_true(stage_shows(line->stage, "Customer success"));
    go(line, "^U Down");
    press_spoken(line, "j", 0); /* the cursor says it all */
    press_spoken(line, "j", 0);
    press_spoken(line, "k", 0);
    go(line, "s");
    press_spoken(line, "Down", 0);
    go(line, "Esc ^P"); /* a field above its list */
    int field = line->stage->grid.cursor_row;
    press_spoken(line, "Down", 1); /* and what the row does, below */
    assert_true(line->stage->grid.cursor_row > field);
    key_bytes(line, "c");
    assert_int_equal(line->stage->grid.cursor_row, field);
    go(line, "Esc Esc Esc ^U Down 2");
    press_spoken(line, "Down", 0);    /* the formula of the number follows at rest */
    go(line, "1 Esc Down e Enter x"); /* on with the draft of the size before */
    press_spoken(line, "y", 1);
    press_spoken(line, "Left", 0);
    press_spoken(line, "Backspace", 1);
    go(line, "^U Esc");
}

static void a_screen_reader_hears_one_change(void **state) {
    (void)state;
    each(listen);
}

static void states_are_words_for_screen_readers(void **state) {
    (void)state;
    Line line;
    line_start(&line, 0, 0, GRID_SPOKEN);
    assert_true(str_starts(str_of(stage_row(shelf, 2)), STR("draft ")));
    line_end(&line);
    line_start(&line, 0, 0, GRID_RICH);
    assert_true(str_starts(str_of(stage_row(shelf, 2)), STR("- ")));
    line_end(&line);
}

int main(void) {
    setlocale(LC_ALL, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moves_that_do_not_scroll_are_cheap),
        cmocka_unit_test(moves_are_cheap_on_every_screen),
        cmocka_unit_test(a_scroll_is_at_most_the_list),
        cmocka_unit_test(a_search_key_is_at_most_what_it_finds),
        cmocka_unit_test(nothing_is_sent_at_rest),
        cmocka_unit_test(a_screen_reader_hears_one_change),
        cmocka_unit_test(states_are_words_for_screen_readers),
        cmocka_unit_test(print_figures),
    };
    return cmocka_run_group_tests_name("tui bytes", tests, fill_shelf, empty_shelf);
}
