#include "config.h"

#include "dice.h"
#include "unit.h"

#ifndef HAVE_VTERM
int main(void) {
    puts("1..0 # SKIP libvterm is missing (libvterm-dev)");
    return 0;
}
#else

#include "base/vec.h"
#include "test/pty/vt.h"
#include "tui/grid/grid.h"
#include "tui/term/output.h"
#include "tui/widget/list.h"

#include <locale.h>

typedef struct Screen {
    Buf bytes;
    Output *out;
    Vt *vt;
} Screen;

static void screen_start(Screen *s, const char *term, int rows, int cols, OutputColour colour) {
    *s = (Screen){0};
    OutputOptions options = {.term = term,
                             .capture = &s->bytes,
                             .in_fd = -1,
                             .out_fd = -1,
                             .rows = rows,
                             .cols = cols,
                             .colour_option = colour,
                             .sync = true};
    Error err = {0};
    if (!output_open(&options, &s->out, &err))
        fail_msg("%s: %s", term, err.message);
    s->vt = vt_new(rows, cols);
}

static void screen_flush(Screen *s) {
    vt_write(s->vt, buf_text(&s->bytes), s->bytes.len);
    buf_clear(&s->bytes);
}

static void screen_paint(Screen *s, const Grid *grid) {
    output_paint(s->out, grid);
    screen_flush(s);
}

static void screen_end(Screen *s) {
    output_close(s->out);
    vt_free(s->vt);
    buf_free(&s->bytes);
}

static const char *const texts[] = {"中文案例库客户成功",
                                    "customer success case",
                                    "a中b文c案d",
                                    "2026-11-20",
                                    "👩‍👧 🇨🇳 ☎️ ❤",
                                    "“引号”…—·①",
                                    "é e\xcc\x81 ñ",
                                    "ｶﾞ 한국어",
                                    "▸▾▪✓✗‹›",
                                    "\xff\033[0m\t",
                                    "─│┌┐",
                                    "    ",
                                    "x"};

static GridRect random_rect(const Grid *grid) {
    return (GridRect){(int)dice((uint32_t)grid->rows), (int)dice((uint32_t)grid->cols),
                      1 + (int)dice(4), 1 + (int)dice((uint32_t)grid->cols)};
}

/* Moves all rows up or down by one, as a scrolled list does. */
static void scroll_rows(Grid *grid, bool up) {
    size_t row = (size_t)grid->cols * sizeof(GridCell);
    char *cells = (char *)grid->cells;
    if (up)
        memmove(cells, cells + row, row * (size_t)(grid->rows - 1));
    else
        memmove(cells + row, cells, row * (size_t)(grid->rows - 1));
}

static void change(Grid *grid) {
    GridRect rect = random_rect(grid);
    GridStyle style = {(uint8_t)dice(ROLES), (uint8_t)(dice(3) ? ROLE_TEXT : dice(ROLES))};
    Str text = str_of(texts[dice(COUNT_OF(texts))]);
    switch (dice(12)) {
    case 0:
        grid_fill(grid, rect, style);
        break;
    case 1:
        grid_tint(grid, rect, style.role);
        break;
    case 2:
        grid_box(grid, rect, style, text, style);
        break;
    case 3:
        scroll_rows(grid, dice(2));
        break;
    case 4:
        grid_set_cursor(grid, rect.row, rect.col);
        break;
    case 5:
        grid_hide_cursor(grid);
        break;
    default:
        grid_text(grid, rect, text, style, dice(16));
    }
}

static void expect_same(bool same, const Buf *why, const char *what, int step) {
    if (!same)
        fail_msg("%s, step %d: %s", what, step, why->data);
}

/* What the increments have painted is the grid, and is what a whole repaint paints. */
static void paint_randomly(const char *term, int rows, int cols, OutputColour colour, int steps) {
    Screen a, b;
    Grid grid = {0};
    Buf why = {0};
    dice_seed(20261120);
    screen_start(&a, term, rows, cols, colour);
    screen_start(&b, term, rows, cols, colour);
    grid_resize(&grid, rows, cols);
    for (int step = 0; step < steps; step++) {
        for (uint32_t i = 0, n = 1 + dice(3); i < n; i++)
            change(&grid);
        if (str_starts(str_of(term), STR("tmux"))) { /* no wide glyph is drawn in that corner */
            grid_put(&grid, rows - 1, cols - 2, STR("y"), 1, grid_style(ROLE_TEXT));
            grid_put(&grid, rows - 1, cols - 1, STR("z"), 1, grid_style(ROLE_TEXT));
        }
        screen_paint(&a, &grid);
        expect_same(vt_same_grid(a.vt, &grid, &why), &why, term, step);
        output_redraw(b.out);
        screen_paint(&b, &grid);
        expect_same(vt_same(a.vt, b.vt, &why), &why, term, step);
    }
    screen_end(&a);
    screen_end(&b);
    grid_free(&grid);
    buf_free(&why);
}

static void increments_are_the_grid(void **state) {
    (void)state;
    paint_randomly("xterm-256color", 24, 80, OUTPUT_COLOUR_256, 1200);
    paint_randomly("xterm-256color", 12, 40, OUTPUT_COLOUR_16, 1200);
    paint_randomly("tmux-256color", 12, 41, OUTPUT_COLOUR_AUTO, 600);
    paint_randomly("xterm", 12, 40, OUTPUT_COLOUR_AUTO, 600);
    paint_randomly("linux", 12, 40, OUTPUT_COLOUR_AUTO, 600);
    paint_randomly("xterm-256color", 5, 7, OUTPUT_COLOUR_NEVER, 600);
}

static void a_corner_is_never_torn(void **state) {
    (void)state;
    Screen s;
    Grid grid = {0};
    screen_start(&s, "tmux-256color", 5, 20, OUTPUT_COLOUR_AUTO);
    grid_resize(&grid, 5, 20);
    for (int col = 15; col < 20; col++) {
        grid_clear(&grid);
        grid_text(&grid, (GridRect){4, 0, 1, 20}, STR("abcdefghijklmnopqrst"),
                  grid_style(ROLE_TEXT), 0);
        grid_text(&grid, (GridRect){4, col, 1, 20 - col}, STR("中"), grid_style(ROLE_ERROR), 0);
        output_redraw(s.out);
        screen_paint(&s, &grid);
        assert_true(vt_has(s.vt, "abcdefghijklmno"));
        assert_true(vt_has(s.vt, "中") == (col < 17));
        assert_false(vt_has(s.vt, "\xef\xbf\xbd"));
    }
    screen_end(&s);
    grid_free(&grid);
}

static void large_screens_are_the_grid_too(void **state) {
    (void)state;
    paint_randomly("xterm-256color", 60, 200, OUTPUT_COLOUR_AUTO, 25);
    paint_randomly("xterm-256color", 40, 120, OUTPUT_COLOUR_AUTO, 60);
}

static void frames_are_the_same_in_every_run(void **state) {
    (void)state;
    Buf first = {0};
    for (int run = 0; run < 10; run++) {
        Screen s;
        Grid grid = {0};
        Buf all = {0};
        dice_seed(99);
        screen_start(&s, "xterm-256color", 24, 80, OUTPUT_COLOUR_AUTO);
        grid_resize(&grid, 24, 80);
        for (int step = 0; step < 20; step++) {
            change(&grid);
            output_paint(s.out, &grid);
        }
        buf_put_str(&all, buf_str(&s.bytes));
        if (run == 0)
            buf_put_str(&first, buf_str(&all));
        assert_true(str_equal(buf_str(&first), buf_str(&all)));
        screen_end(&s);
        grid_free(&grid);
        buf_free(&all);
    }
    buf_free(&first);
}

static void draw_case(void *context, Grid *grid, GridRect at, size_t row) {
    char text[256];
    const char *title = context;
    snprintf(text, sizeof text, "● 2026-11-%02d %s %03d", (int)(row % 28) + 1, title, (int)row);
    grid_text(grid, at, str_of(text), grid_style(ROLE_TEXT), GRID_CUT);
}

/* Bytes of the frame after one step down that does not scroll, at the worst of all rows. */
static size_t worst_move(int rows, int cols, const char *title, GridManner manner) {
    Screen s;
    Grid grid = {.manner = manner};
    List list = {.count = 1000, .focused = true};
    size_t worst = 0;
    screen_start(&s, "xterm-256color", rows, cols, OUTPUT_COLOUR_AUTO);
    grid_resize(&grid, rows, cols);
    for (int i = 0; i < rows; i++) {
        list_draw(&list, &grid, grid_all(&grid), draw_case, (void *)(uintptr_t)title);
        screen_paint(&s, &grid);
        if (i > 0 && output_frame_bytes(s.out) > worst)
            worst = output_frame_bytes(s.out);
        list_move(&list, LIST_DOWN);
    }
    screen_end(&s);
    grid_free(&grid);
    return worst;
}

static void a_cursor_move_costs_few_bytes(void **state) {
    (void)state;
    static const int sizes[][2] = {{12, 40}, {24, 80}, {40, 120}, {60, 200}};
    static const char han[] =
        "华东制造集团以数据中台支撑客户成功体系建设并在半年内把续约率从七成提高到九"
        "成的完整过程与经验教训总结以及后续推广计划和各区域负责人的反馈意见汇总说明书"
        "以及附录";
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        size_t bytes = worst_move(sizes[i][0], sizes[i][1], han, GRID_RICH);
        size_t marked = worst_move(sizes[i][0], sizes[i][1], han, GRID_SPARSE);
        size_t spoken = worst_move(sizes[i][0], sizes[i][1], han, GRID_SPOKEN);
        if (bytes > 250 || marked > 40 || spoken > 16)
            fail_msg("%dx%d: %zu bytes, %zu with the marker, %zu of the cursor alone", sizes[i][1],
                     sizes[i][0], bytes, marked, spoken);
    }
}

static void an_unchanged_frame_costs_nothing(void **state) {
    (void)state;
    Screen s;
    Grid grid = {0};
    screen_start(&s, "xterm-256color", 24, 80, OUTPUT_COLOUR_AUTO);
    grid_resize(&grid, 24, 80);
    for (int i = 0; i < 100; i++)
        change(&grid);
    output_paint(s.out, &grid);
    assert_true(output_frame_bytes(s.out) > 512);
    assert_true(str_starts(buf_str(&s.bytes), STR("\033[?2026h")));
    assert_true(str_ends(buf_str(&s.bytes), STR("\033[?2026l")));
    buf_clear(&s.bytes);
    output_paint(s.out, &grid);
    assert_int_equal(output_frame_bytes(s.out), 0);
    grid_put(&grid, 0, 0, STR("Z"), 1, grid_style(ROLE_TEXT));
    output_paint(s.out, &grid);
    assert_true(output_frame_bytes(s.out) > 0);
    assert_true(str_find(buf_str(&s.bytes), STR("2026"), 0) == SIZE_MAX);
    screen_end(&s);
    grid_free(&grid);
}

static void the_screen_follows_its_size(void **state) {
    (void)state;
    static const int sizes[][2] = {{24, 80}, {12, 40}, {40, 120}, {1, 1}, {5, 300}, {24, 80}};
    Screen s;
    Grid grid = {0};
    Buf why = {0};
    dice_seed(5);
    screen_start(&s, "xterm-256color", 24, 80, OUTPUT_COLOUR_AUTO);
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        grid_resize(&grid, sizes[i][0], sizes[i][1]);
        for (int n = 0; n < 30; n++)
            change(&grid);
        vt_resize(s.vt, sizes[i][0], sizes[i][1]);
        output_resize(s.out, sizes[i][0], sizes[i][1]);
        assert_int_equal(output_rows(s.out), sizes[i][0]);
        for (int step = 0; step < 10; step++) {
            screen_paint(&s, &grid);
            expect_same(vt_same_grid(s.vt, &grid, &why), &why, "resize", (int)i * 100 + step);
            scroll_rows(&grid, step % 3);
            change(&grid);
        }
    }
    grid_resize(&grid, 100, 300); /* a grid that is not up to date yet is cut */
    for (int n = 0; n < 300; n++)
        change(&grid);
    screen_paint(&s, &grid);
    screen_end(&s);
    grid_free(&grid);
    buf_free(&why);
}

static void leaving_and_coming_back_repaints(void **state) {
    (void)state;
    Screen s;
    Grid grid = {0};
    Buf why = {0};
    dice_seed(6);
    screen_start(&s, "xterm-256color", 12, 40, OUTPUT_COLOUR_AUTO);
    grid_resize(&grid, 12, 40);
    for (int n = 0; n < 30; n++)
        change(&grid);
    grid_set_cursor(&grid, 3, 4);
    screen_paint(&s, &grid);
    output_suspend(s.out);
    assert_true(str_find(buf_str(&s.bytes), STR("\033[?1049l"), 0) != SIZE_MAX);
    assert_true(str_find(buf_str(&s.bytes), STR("\033[?2004l"), 0) != SIZE_MAX);
    screen_flush(&s);
    output_paint(s.out, &grid); /* not while another program has the screen */
    assert_int_equal(s.bytes.len, 0);
    vt_write(s.vt, "\033[2J\033[H$ ls\r\nfile\r\n", 20);
    output_resume(s.out);
    output_paint(s.out, &grid);
    assert_true(str_find(buf_str(&s.bytes), STR("\033[?2004h"), 0) != SIZE_MAX);
    screen_flush(&s);
    expect_same(vt_same_grid(s.vt, &grid, &why), &why, "resume", 0);
    output_show_plain(s.out, STR("第一段\nsecond\033[31m"));
    screen_flush(&s);
    assert_true(vt_has(s.vt, "第一段\nsecond^[[31m"));
    screen_paint(&s, &grid);
    expect_same(vt_same_grid(s.vt, &grid, &why), &why, "after plain text", 0);
    screen_end(&s);
    grid_free(&grid);
    buf_free(&why);
}

static void terminals_are_found_or_refused(void **state) {
    (void)state;
    static const struct {
        const char *wanted, *used;
        ThemeDepth depth;
    } found[] = {{"xterm-256color", "xterm-256color", THEME_256},
                 {"xterm-ghostty", "xterm-256color", THEME_256},
                 {"foot-extra-new", "xterm-256color", THEME_256},
                 {"tmux-nonsense", "xterm-256color", THEME_256},
                 {"no-such-terminal", "vt100", THEME_MONO},
                 {"", "vt100", THEME_MONO},
                 {"unknown", "vt100", THEME_MONO},
                 {"linux", "linux", THEME_16},
                 {"vt100", "vt100", THEME_MONO},
                 {"xterm", "xterm", THEME_16}};
    for (size_t i = 0; i < COUNT_OF(found); i++) {
        Screen s;
        screen_start(&s, found[i].wanted, 24, 80, OUTPUT_COLOUR_AUTO);
        assert_string_equal(output_term(s.out), found[i].used);
        assert_int_equal(output_depth(s.out), found[i].depth);
        screen_end(&s);
    }
    Buf bytes = {0}, message = {0};
    Error err;
    Output *out;
    OutputOptions options = {.term = "dumb", .capture = &bytes, .in_fd = -1, .out_fd = -1};
    assert_false(output_open(&options, &out, &err));
    assert_int_equal(err.code, ERR_USAGE);
    error_render_message(&err, &message);
    assert_non_null(strstr(message.data, "anliku search"));
    assert_non_null(strstr(message.data, "dumb"));
    assert_int_equal(bytes.len, 0);
    buf_free(&message);
    buf_free(&bytes);
}

static ThemeDepth depth_with(OutputColour option, OutputColour config, const char *no_color) {
    Buf bytes = {0};
    Error err;
    Output *out;
    OutputOptions options = {.term = "xterm-256color",
                             .capture = &bytes,
                             .in_fd = -1,
                             .out_fd = -1,
                             .colour_option = option,
                             .colour_config = config};
    if (no_color)
        setenv("NO_COLOR", no_color, 1);
    assert_true(output_open(&options, &out, &err));
    ThemeDepth depth = output_depth(out);
    output_close(out);
    unsetenv("NO_COLOR");
    buf_free(&bytes);
    return depth;
}

static void colours_are_asked_in_order(void **state) {
    (void)state;
    assert_int_equal(depth_with(OUTPUT_COLOUR_AUTO, OUTPUT_COLOUR_AUTO, NULL), THEME_256);
    assert_int_equal(depth_with(OUTPUT_COLOUR_AUTO, OUTPUT_COLOUR_16, NULL), THEME_16);
    assert_int_equal(depth_with(OUTPUT_COLOUR_AUTO, OUTPUT_COLOUR_16, "1"), THEME_MONO);
    assert_int_equal(depth_with(OUTPUT_COLOUR_AUTO, OUTPUT_COLOUR_16, ""), THEME_16);
    assert_int_equal(depth_with(OUTPUT_COLOUR_256, OUTPUT_COLOUR_16, "1"), THEME_256);
    assert_int_equal(depth_with(OUTPUT_COLOUR_NEVER, OUTPUT_COLOUR_256, NULL), THEME_MONO);
}

static void no_colour_means_no_colour(void **state) {
    (void)state;
    Screen s;
    Grid grid = {0};
    screen_start(&s, "xterm-256color", 12, 40, OUTPUT_COLOUR_NEVER);
    grid_resize(&grid, 12, 40);
    for (Role role = 0; role < ROLES; role++)
        grid_text(&grid, (GridRect){role % 12, role % 5 * 8, 1, 8}, STR("text 文"),
                  grid_style(role), 0);
    output_paint(s.out, &grid);
    for (size_t at = 0; (at = str_find(buf_str(&s.bytes), STR("\033["), at)) != SIZE_MAX; at += 2) {
        const char *p = s.bytes.data + at + 2;
        size_t len = strspn(p, "0123456789;");
        if (p[len] != 'm')
            continue;
        for (const char *q = p; q < p + len; q += strcspn(q, ";m") + 1) {
            int code = atoi(q);
            assert_false((code >= 30 && code <= 38) || (code >= 40 && code <= 48) || code >= 90);
        }
    }
    screen_end(&s);
    grid_free(&grid);
}

static void keys_of_the_description_are_known(void **state) {
    (void)state;
    static const char *const terms[] = {"xterm-256color", "linux", "rxvt", "vt100",
                                        "tmux-256color"};
    for (size_t i = 0; i < COUNT_OF(terms); i++) {
        Screen s;
        Input *in = input_new();
        InputEvent event;
        screen_start(&s, terms[i], 24, 80, OUTPUT_COLOUR_AUTO);
        output_add_keys(s.out, in);
        input_feed(in, "\033OA", 3);
        assert_true(input_next(in, &event));
        assert_int_equal(event.key.code, INPUT_UP);
        screen_end(&s);
        input_free(in);
    }
}

static void the_clipboard_gets_base64(void **state) {
    (void)state;
    Screen s;
    screen_start(&s, "xterm-256color", 24, 80, OUTPUT_COLOUR_AUTO);
    buf_clear(&s.bytes);
    assert_true(output_copy(s.out, STR("案例!"), false));
    assert_string_equal(s.bytes.data, "\033]52;c;5qGI5L6LIQ==\007");
    buf_clear(&s.bytes);
    assert_true(output_copy(s.out, STR("ab"), true));
    assert_string_equal(s.bytes.data, "\033]52;c;YWI=\007\033Ptmux;\033\033]52;c;YWI=\007\033\\");
    Buf big = {0};
    buf_fill(&big, 'x', 60000);
    assert_false(output_copy(s.out, buf_str(&big), false));
    buf_free(&big);
    screen_end(&s);
}

int main(void) {
    setlocale(LC_ALL, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(increments_are_the_grid),
        cmocka_unit_test(a_corner_is_never_torn),
        cmocka_unit_test(large_screens_are_the_grid_too),
        cmocka_unit_test(frames_are_the_same_in_every_run),
        cmocka_unit_test(a_cursor_move_costs_few_bytes),
        cmocka_unit_test(an_unchanged_frame_costs_nothing),
        cmocka_unit_test(the_screen_follows_its_size),
        cmocka_unit_test(leaving_and_coming_back_repaints),
        cmocka_unit_test(terminals_are_found_or_refused),
        cmocka_unit_test(colours_are_asked_in_order),
        cmocka_unit_test(no_colour_means_no_colour),
        cmocka_unit_test(keys_of_the_description_are_known),
        cmocka_unit_test(the_clipboard_gets_base64),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
#endif
