#include "config.h"

#include "picture.h"
#include "unit.h"

#include "base/vec.h"
#include "test/pty/golden.h"
#include "text/width.h"
#include "tui/grid/grid.h"
#include "tui/term/theme.h"

#include <ctype.h>

static Grid small(int rows, int cols) {
    Grid grid = {0};
    grid_resize(&grid, rows, cols);
    return grid;
}

static void expect_rows(const Grid *grid, const char *want) {
    Buf dump = {0};
    grid_dump(grid, &dump, 0);
    buf_truncate(&dump, str_find(buf_str(&dump), STR("----"), 0));
    assert_string_equal(dump.data, want);
    buf_free(&dump);
}

static int put(Grid *grid, int row, int col, int cols, const char *text, unsigned flags) {
    return grid_text(grid, (GridRect){row, col, 1, cols}, str_of(text), grid_style(ROLE_TEXT),
                     flags);
}

static void half_glyphs_are_never_left(void **state) {
    (void)state;
    Grid grid = small(1, 8);
    put(&grid, 0, 0, 8, "中文案例", 0);
    put(&grid, 0, 1, 1, "x", 0); /* right half of 中 */
    expect_rows(&grid, " x文案例\n");
    put(&grid, 0, 2, 1, "y", 0); /* left half of 文 */
    expect_rows(&grid, " xy 案例\n");
    put(&grid, 0, 3, 2, "客", 0); /* covers a blank and the left half of 案 */
    expect_rows(&grid, " xy客 例\n");
    grid_fill(&grid, (GridRect){0, 4, 1, 3}, grid_style(ROLE_TEXT));
    expect_rows(&grid, " xy\n");
    expect_whole_glyphs(&grid);
    grid_free(&grid);
}

static void text_is_cut_by_columns(void **state) {
    (void)state;
    Grid grid = small(6, 10);
    assert_int_equal(put(&grid, 0, 0, 5, "中文案", 0), 4);
    assert_int_equal(put(&grid, 1, 0, 5, "中文案", GRID_CUT), 5);
    assert_int_equal(put(&grid, 2, 0, 4, "中文案", GRID_CUT), 4);
    assert_int_equal(put(&grid, 3, 0, 6, "中文案", GRID_CUT), 6);
    assert_int_equal(put(&grid, 4, 9, 5, "中", 0), 0); /* no half in the last column */
    assert_int_equal(put(&grid, 5, 8, 5, "中", 0), 2);
    expect_rows(&grid, "中文\n中文›\n中 ›\n中文案\n\n        中\n");
    expect_whole_glyphs(&grid);
    grid.lines = GRID_ASCII;
    put(&grid, 2, 0, 4, "中文案", GRID_CUT | GRID_PAD);
    expect_rows(&grid, "中文\n中文›\n中 ~\n中文案\n\n        中\n");
    grid_free(&grid);
}

static void text_is_aligned_and_padded(void **state) {
    (void)state;
    Grid grid = small(4, 12);
    grid_fill(&grid, grid_all(&grid), grid_style(ROLE_TEXT));
    for (int row = 0; row < 4; row++)
        put(&grid, row, 0, 12, "############", 0);
    put(&grid, 0, 1, 8, "数字", GRID_RIGHT | GRID_PAD);
    put(&grid, 1, 1, 8, "数字", GRID_CENTRE | GRID_PAD);
    put(&grid, 2, 1, 8, "数字", GRID_PAD);
    put(&grid, 3, 1, 8, "数字", 0);
    expect_rows(&grid, "#    数字###\n#  数字  ###\n#数字    ###\n#数字#######\n");
    grid_free(&grid);
}

static void nothing_dangerous_reaches_a_cell(void **state) {
    (void)state;
    Grid grid = small(1, 60);
    put(&grid, 0, 0, 60,
        "a\033[31mb\r\nc\xff\xe2\x80\xae"
        "d\tf",
        0);
    for (int col = 0; col < 60; col++) {
        const char *text = grid_cell(&grid, 0, col)->text;
        assert_true((uint8_t)text[0] >= 0x20 && text[0] != 0x7f);
        assert_null(strstr(text, "\xe2\x80\xae"));
    }
    Buf dump = {0};
    grid_dump(&grid, &dump, 0);
    assert_non_null(strstr(dump.data, "a^[[31mb"));
    buf_free(&dump);
    grid_free(&grid);
}

static void clusters_stay_whole(void **state) {
    (void)state;
    Grid grid = small(1, 20);
    /* e + acute, a ZWJ family, a Han character with a mark (left out) */
    put(&grid, 0, 0, 20, "e\xcc\x81 \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7 中\xcc\x81!", 0);
    assert_string_equal(grid_cell(&grid, 0, 0)->text, "e\xcc\x81");
    assert_string_equal(grid_cell(&grid, 0, 2)->text, "\xf0\x9f\x91\xa9");
    assert_int_equal(grid_cell(&grid, 0, 2)->width, 2);
    assert_string_equal(grid_cell(&grid, 0, 5)->text, "中");
    assert_string_equal(grid_cell(&grid, 0, 7)->text, "!");
    grid_put(&grid, 0, 0, STR("e\xcc\x81\xcc\x82\xcc\x83\xcc\x84\xcc\x85\xcc\x86"), 1,
             grid_style(ROLE_TEXT));
    assert_true(strlen(grid_cell(&grid, 0, 0)->text) < GRID_CLUSTER);
    grid_free(&grid);
}

static void marks_colour_parts_of_a_text(void **state) {
    (void)state;
    Grid grid = small(1, 12);
    GridMark marks[] = {{0, 3, grid_style(ROLE_MATCH)}, {7, 8, grid_style(ROLE_ERROR)}};
    grid_text_marked(&grid, (GridRect){0, 0, 1, 12}, STR("客户 ab"), grid_style(ROLE_DIM), marks, 2,
                     GRID_PAD);
    Buf dump = {0};
    grid_dump(&grid, &dump, GRID_DUMP_ROLES);
    assert_string_equal(dump.data, "客户 ab\n---- roles\nmmdddedddddd\n---- no cursor\n");
    grid_tint(&grid, (GridRect){0, 1, 1, 2}, ROLE_SELECTED); /* halves: both glyphs */
    buf_clear(&dump);
    grid_dump(&grid, &dump, GRID_DUMP_ROLES | GRID_DUMP_FILLER);
    assert_non_null(strstr(dump.data, "SSSSdedddddd"));
    assert_non_null(strstr(dump.data, "客\xe2\x81\xa0户\xe2\x81\xa0 ab"));
    buf_free(&dump);
    grid_free(&grid);
}

static void edited_text_keeps_its_columns(void **state) {
    (void)state;
    Grid grid = small(1, 8);
    GridRect rect = {0, 1, 1, 5};
    grid_text_edited(&grid, rect, STR("中\xee\x80\x80文x"), 0, grid_style(ROLE_TEXT), NULL, 0);
    expect_rows(&grid, " 中?文\n"); /* private use: one column, as the caret counts */
    grid_clear(&grid);
    grid_text_edited(&grid, rect, STR("中文xyz!"), 1, grid_style(ROLE_TEXT), NULL, 0);
    expect_rows(&grid, "  文xy\n"); /* half of 中 is scrolled out */
    grid_clear(&grid);
    grid_text_edited(&grid, rect, STR("a\tb"), 0, grid_style(ROLE_TEXT), NULL, 0);
    expect_rows(&grid, " a\n");
    grid_free(&grid);
}

static void boxes_have_two_kinds_of_lines(void **state) {
    (void)state;
    Grid grid = small(3, 14);
    GridRect inside = grid_box(&grid, grid_all(&grid), grid_style(ROLE_LINE), STR("标题很长很长"),
                               grid_style(ROLE_TITLE));
    assert_int_equal(inside.rows, 1);
    assert_int_equal(inside.cols, 12);
    expect_rows(&grid, "┌─ 标题很 › ─┐\n│            │\n└────────────┘\n");
    grid.lines = GRID_ASCII;
    grid_clear(&grid);
    grid_box(&grid, (GridRect){0, 0, 3, 5}, grid_style(ROLE_LINE), STR("t"),
             grid_style(ROLE_TITLE));
    expect_rows(&grid, "+---+\n|   |\n+---+\n");
    grid.lines = GRID_UNICODE;
    text_width_set_ambiguous(true); /* lines would take two columns */
    assert_string_equal(grid_sign(&grid, GRID_SIGN_HLINE).ptr, "-");
    assert_string_equal(grid_sign(&grid, GRID_SIGN_CUT).ptr, "›");
    text_width_set_ambiguous(false);
    assert_int_equal(grid_box(&grid, (GridRect){0, 0, 1, 5}, grid_style(ROLE_LINE), STR(""),
                              grid_style(ROLE_TITLE))
                         .cols,
                     0);
    for (int sign = 0; sign < GRID_SIGNS; sign++) {
        assert_int_equal(text_width(grid_sign(&grid, sign)), 1);
        grid.lines ^= 1;
        assert_int_equal(text_width(grid_sign(&grid, sign)), 1);
        grid.lines ^= 1;
    }
    grid_free(&grid);
}

static uint32_t next_random(uint32_t *seed) {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

static void any_drawing_keeps_the_grid_whole(void **state) {
    (void)state;
    static const char *const texts[] = {
        "中文案例库", "customer",          "a中b文c", "\xff\033[0m", "👩‍👧 🇨🇳 ☎️",
        "“引号”…—",   "e\xcc\x81\xcc\x82", "\t"};
    uint32_t seed = 7;
    Grid grid = small(8, 31);
    for (int i = 0; i < 20000; i++) {
        GridRect rect = {(int)(next_random(&seed) % 12) - 2, (int)(next_random(&seed) % 40) - 5,
                         (int)(next_random(&seed) % 6) - 1, (int)(next_random(&seed) % 40) - 2};
        GridStyle style = grid_style((Role)(next_random(&seed) % ROLES));
        Str text = str_of(texts[next_random(&seed) % COUNT_OF(texts)]);
        unsigned flags = next_random(&seed) % 16;
        switch (next_random(&seed) % 6) {
        case 0:
            grid_fill(&grid, rect, style);
            break;
        case 1:
            grid_tint(&grid, rect, style.role);
            break;
        case 2:
            grid_box(&grid, rect, style, text, style);
            break;
        case 3:
            grid_text_edited(&grid, rect, text, (int)flags, style, NULL, 0);
            break;
        default:
            grid_text(&grid, rect, text, style, flags);
        }
        expect_whole_glyphs(&grid);
    }
    Grid copy = {0};
    grid_copy(&copy, &grid);
    int row, col;
    assert_true(grid_equal(&copy, &grid, &row, &col));
    grid_put(&copy, 3, 4, STR("Z"), 1, grid_style(ROLE_TEXT));
    grid_put(&grid, 3, 4, STR("Y"), 1, grid_style(ROLE_TEXT));
    assert_false(grid_equal(&copy, &grid, &row, &col));
    assert_int_equal(row, 3);
    grid_free(&grid);
    grid_free(&copy);
}

/* ---- themes ---- */

static void styles_are_read_and_written(void **state) {
    (void)state;
    static const char *const kept[] = {"default",
                                       "bold",
                                       "bold reverse",
                                       "cyan",
                                       "bright-red on 236",
                                       "bold dim underline reverse default on white",
                                       "231"};
    for (size_t i = 0; i < COUNT_OF(kept); i++) {
        ThemeStyle style;
        Error err;
        Buf out = {0};
        assert_true(theme_style_parse(str_of(kept[i]), &style, &err));
        theme_style_format(&out, style);
        assert_string_equal(out.data, kept[i]);
        buf_free(&out);
    }
    static const char *const refused[] = {
        "blink",          "red blue",       "on",      "red on", "256", "-1", "bright-",
        "on red on blue", "red on on blue", "bold-red"};
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        ThemeStyle style;
        Error err;
        assert_false(theme_style_parse(str_of(refused[i]), &style, &err));
        assert_int_equal(err.code, ERR_INVALID);
    }
}

static void roles_are_told_apart(void **state) {
    (void)state;
    bool letters[256] = {0};
    for (Role role = 0; role < ROLES; role++) {
        unsigned char letter = (unsigned char)theme_role_letter(role);
        assert_non_null(theme_role_name(role));
        assert_non_null(theme_role_text(role));
        assert_true(letter > ' ' && !isupper(letter) && !letters[letter]);
        letters[letter] = true;
        assert_int_equal(theme_role_find(str_of(theme_role_name(role))), role);
    }
    assert_int_equal(theme_role_find(STR("nothing")), ROLES);
}

static void theme_files_are_the_builtin_themes(void **state) {
    (void)state;
    const char *name;
    for (size_t i = 0; (name = theme_builtin_name(i)); i++) {
        Theme theme;
        Buf out = {0}, path = {0};
        assert_true(theme_builtin(str_of(name), &theme));
        theme_write(&out, &theme);
        buf_printf(&path, "themes/%s.yaml", name);
        assert_true(golden_file(path.data, buf_str(&out)));
        buf_free(&out);
        buf_free(&path);
    }
    Theme theme;
    assert_false(theme_builtin(STR("nothing"), &theme));
}

static void theme_values_are_checked(void **state) {
    (void)state;
    Theme theme;
    Error err;
    assert_true(theme_builtin(STR("default"), &theme));
    assert_true(theme_set(&theme, STR("colours_16"), STR("match"), STR("red"), &err));
    assert_int_equal(theme.styles[THEME_16][ROLE_MATCH].fg, 1);
    assert_int_equal(theme.styles[THEME_256][ROLE_MATCH].fg, 1);
    assert_true(theme_set(&theme, STR("colours_256"), STR("match"), STR("200"), &err));
    assert_int_equal(theme.styles[THEME_16][ROLE_MATCH].fg, 1);
    assert_false(theme_set(&theme, STR("colours_16"), STR("match"), STR("200"), &err));
    assert_false(theme_set(&theme, STR("mono"), STR("match"), STR("red"), &err));
    assert_false(theme_set(&theme, STR("colours_8"), STR("match"), STR("red"), &err));
    assert_false(theme_set(&theme, STR("mono"), STR("no_role"), STR("bold"), &err));
}

/* Relative luminance of a colour as xterm shows it. */
static double luminance(int colour) {
    static const int basic[16][3] = {
        {0, 0, 0},     {205, 0, 0},     {0, 205, 0},     {205, 205, 0},  {0, 0, 238}, {205, 0, 205},
        {0, 205, 205}, {229, 229, 229}, {127, 127, 127}, {255, 0, 0},    {0, 255, 0}, {255, 255, 0},
        {92, 92, 255}, {255, 0, 255},   {0, 255, 255},   {255, 255, 255}};
    static const int steps[] = {0, 95, 135, 175, 215, 255};
    int rgb[3];
    for (int i = 0; i < 3; i++) {
        if (colour < 16)
            rgb[i] = basic[colour][i];
        else if (colour < 232)
            rgb[i] = steps[(colour - 16) / (i == 0 ? 36 : i == 1 ? 6 : 1) % 6];
        else
            rgb[i] = 8 + 10 * (colour - 232);
    }
    double parts[3];
    for (int i = 0; i < 3; i++) { /* gamma 2 is near enough for a limit */
        double v = rgb[i] / 255.0;
        parts[i] = v * v;
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
}

static double contrast_ratio(int a, int b) {
    double la = luminance(a) + 0.05, lb = luminance(b) + 0.05;
    return la > lb ? la / lb : lb / la;
}

/* colours: of the terminal; with eight a bright one is its dark twin. */
static void expect_contrast(const char *name, ThemeDepth depth, int colours, int background,
                            double least) {
    Theme theme;
    assert_true(theme_builtin(str_of(name), &theme));
    for (Role role = 0; role < ROLES; role++) {
        for (Role base = 0; base < ROLES; base++) {
            bool below = base == ROLE_TEXT || base == ROLE_SELECTED || base == ROLE_POPUP;
            ThemeStyle s = theme_resolve(&theme, depth, role, base);
            int fg = s.fg == THEME_DEFAULT_COLOUR ? (background == 0 ? 15 : 0) : s.fg;
            int bg = s.bg == THEME_DEFAULT_COLOUR ? background : s.bg;
            if (colours == 8) {
                fg = fg < 8 || s.fg == THEME_DEFAULT_COLOUR ? fg : fg - 8;
                bg = bg < 8 || s.bg == THEME_DEFAULT_COLOUR ? bg : bg - 8;
            }
            bool faint = role == ROLE_LINE || role == ROLE_DISABLED;
            double want = faint ? (least < 2 ? least : 2) : least;
            if (below && contrast_ratio(fg, bg) < want)
                fail_msg("%s, %d colours: %s over %s has contrast %.2f", name, colours,
                         theme_role_name(role), theme_role_name(base), contrast_ratio(fg, bg));
        }
    }
}

/* Every theme on the backgrounds it is chosen for, and at every number of colours. */
static void themes_can_be_read(void **state) {
    (void)state;
    static const struct {
        const char *name;
        bool dark, light; /* the backgrounds it is for */
    } themes[] = {{"default", true, false},
                  {"light", false, true},
                  {"either", true, true},
                  {"contrast", true, true},
                  {"mono", true, true}};
    size_t count = 0;
    while (theme_builtin_name(count))
        count++;
    assert_int_equal(count, COUNT_OF(themes)); /* none is forgotten */
    for (size_t i = 0; i < COUNT_OF(themes); i++) {
        for (int light = 0; light < 2; light++) {
            const char *name = themes[i].name;
            int background = light ? 15 : 0;
            double most = str_equal(str_of(name), STR("either")) ? 4 : 4.5; /* on both: 4.58 */
            if (light ? !themes[i].light : !themes[i].dark)
                continue;
            expect_contrast(name, THEME_16, 8, background, 3);
            expect_contrast(name, THEME_16, 16, background, 3);
            expect_contrast(name, THEME_256, 256, background, most);
        }
    }
    expect_contrast("contrast", THEME_16, 16, 0, 4.5);
    expect_contrast("contrast", THEME_16, 16, 15, 4.5);
    expect_contrast("mono", THEME_256, 256, 15, 7);
    expect_contrast("mono", THEME_256, 256, 0, 7);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(half_glyphs_are_never_left),
        cmocka_unit_test(text_is_cut_by_columns),
        cmocka_unit_test(text_is_aligned_and_padded),
        cmocka_unit_test(nothing_dangerous_reaches_a_cell),
        cmocka_unit_test(clusters_stay_whole),
        cmocka_unit_test(marks_colour_parts_of_a_text),
        cmocka_unit_test(edited_text_keeps_its_columns),
        cmocka_unit_test(boxes_have_two_kinds_of_lines),
        cmocka_unit_test(any_drawing_keeps_the_grid_whole),
        cmocka_unit_test(styles_are_read_and_written),
        cmocka_unit_test(roles_are_told_apart),
        cmocka_unit_test(theme_files_are_the_builtin_themes),
        cmocka_unit_test(theme_values_are_checked),
        cmocka_unit_test(themes_can_be_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
