#include "config.h"

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
#include "tui/screen/casetext.h"
#include "tui/term/hyperlinks.h"
#include "tui/term/output.h"

#include <stdlib.h>

/* Addresses that can be clicked: their bytes, that the picture stays what it is, and that nothing
 * of a text becomes a sequence. */

typedef struct Screen {
    Buf bytes;
    Output *out;
    Vt *vt;
    Grid grid;
} Screen;

static void screen_start(Screen *s, const char *term, bool links) {
    *s = (Screen){0};
    OutputOptions options = {.term = term,
                             .capture = &s->bytes,
                             .in_fd = -1,
                             .out_fd = -1,
                             .rows = 6,
                             .cols = 30,
                             .links = links};
    Error err;
    assert_true(output_open(&options, &s->out, &err));
    s->vt = vt_new(6, 30);
    grid_resize(&s->grid, 6, 30);
}

static void screen_end(Screen *s) {
    output_close(s->out);
    vt_free(s->vt);
    grid_free(&s->grid);
    buf_free(&s->bytes);
}

/* Paints; the terminal shows the grid. The bytes stay in s->bytes. */
static void paint(Screen *s) {
    Buf why = {0};
    buf_clear(&s->bytes);
    output_paint(s->out, &s->grid);
    vt_write(s->vt, buf_text(&s->bytes), s->bytes.len);
    if (!vt_same_grid(s->vt, &s->grid, &why))
        fail_msg("%s", buf_text(&why));
    buf_free(&why);
}

static size_t count_of(const Screen *s, const char *what) {
    size_t count = 0;
    for (size_t at = 0; (at = str_find(buf_str(&s->bytes), str_of(what), at)) != SIZE_MAX; at++)
        count++;
    return count;
}

static void draw(Screen *s, int row, const char *text, const char *href) {
    GridRect at = {row, 2, 1, 20};
    int cols = grid_text(&s->grid, at, str_of(text), grid_style(ROLE_LINK), 0);
    at.cols = cols;
    grid_link(&s->grid, at, str_of(href));
}

static void links_come_and_go(void **state) {
    (void)state;
    Screen s;
    screen_start(&s, "xterm-256color", true);
    draw(&s, 1, "看这里 here", "https://a.example/x");
    grid_set_cursor(&s.grid, 3, 4);
    paint(&s);
    assert_int_equal(count_of(&s, "\033]8;;https://a.example/x\033\\"), 1);
    assert_int_equal(count_of(&s, "\033]8;;\033\\"), 1);
    paint(&s); /* nothing has changed: nothing is sent */
    assert_int_equal(count_of(&s, "\033]8"), 0);
    grid_text(&s.grid, (GridRect){4, 0, 1, 30}, STR("other row"), grid_style(ROLE_TEXT), 0);
    paint(&s);
    assert_int_equal(count_of(&s, "\033]8"), 0);
    grid_text(&s.grid, (GridRect){1, 20, 1, 5}, STR("same"), grid_style(ROLE_TEXT), 0);
    paint(&s); /* its row was written to */
    assert_int_equal(count_of(&s, "\033]8;;https://a.example/x\033\\"), 1);
    s.grid.link_count = 0;
    paint(&s); /* the same words lead nowhere: they are written again as such */
    assert_int_equal(count_of(&s, "\033]8"), 0);
    assert_int_equal(count_of(&s, "\0337"), 1);
    assert_int_equal(count_of(&s, "here"), 1);
    draw(&s, 1, "看这里 here", "https://b.example/");
    paint(&s);
    assert_int_equal(count_of(&s, "https://b.example/"), 1);
    output_redraw(s.out);
    paint(&s);
    assert_int_equal(count_of(&s, "https://b.example/"), 1);
    screen_end(&s);
}

static void terminals_that_are_not_known_get_none(void **state) {
    (void)state;
    Screen s;
    screen_start(&s, "xterm-256color", false);
    draw(&s, 1, "here", "https://a.example/x");
    paint(&s);
    assert_int_equal(count_of(&s, "\033]8"), 0);
    screen_end(&s);
}

static void only_plain_addresses_are_sent(void **state) {
    (void)state;
    static const char *const bad[] = {"https://a\033]0;x\007", "https://a b", "https://例子",
                                      "https://a\x7f", ""};
    Screen s;
    screen_start(&s, "xterm-256color", true);
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        draw(&s, 1, "here", bad[i]);
    char longest[GRID_HREF + 2];
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    draw(&s, 1, "here", longest);
    assert_int_equal(s.grid.link_count, 0);
    paint(&s);
    assert_int_equal(count_of(&s, "\033]8"), 0);
    screen_end(&s);
}

static void what_is_painted_over_leads_nowhere(void **state) {
    (void)state;
    Screen s;
    screen_start(&s, "xterm-256color", true);
    draw(&s, 1, "here", "https://a.example/x");
    grid_fill(&s.grid, (GridRect){0, 4, 3, 3}, grid_style(ROLE_POPUP));
    assert_int_equal(s.grid.link_count, 0);
    paint(&s);
    screen_end(&s);
}

static void read_page(Screen *s, CaseText *text, Pager *pager, bool links, const char *markdown) {
    casetext_clear(text);
    text->links = links;
    casetext_markdown(text, str_of(markdown));
    pager_set(pager, text->lines.items, text->lines.len);
    grid_clear(&s->grid);
    pager_draw(pager, &s->grid, grid_all(&s->grid));
    paint(s);
}

/* The address stands in the text only where it cannot be clicked. */
static void markdown_links_are_clicked_or_read(void **state) {
    (void)state;
    Screen s;
    CaseText text = {0};
    Pager pager = {0};
    const char *source = "见 [这一页很长的说明文字，会换到下一行](https://a.example/x) 完";
    screen_start(&s, "xterm-256color", true);
    read_page(&s, &text, &pager, true, source);
    assert_int_equal(count_of(&s, "\033]8;;https://a.example/x\033\\"), 2); /* two rows */
    assert_false(vt_has(s.vt, "a.example"));
    read_page(&s, &text, &pager, false, source);
    assert_int_equal(count_of(&s, "\033]8;;h"), 0);
    assert_true(vt_has(s.vt, "(https://a.example/x)"));
    read_page(&s, &text, &pager, true, "[x](javascript:alert) [y](file:///etc/passwd)");
    assert_int_equal(count_of(&s, "\033]8;;j"), 0);
    assert_int_equal(count_of(&s, "\033]8;;f"), 0);
    assert_true(vt_has(s.vt, "(javascript:alert)")); /* one sees what it would be */
    casetext_free(&text);
    pager_free(&pager);
    screen_end(&s);
}

static void set(const char *name, const char *value) {
    if (value)
        setenv(name, value, 1);
    else
        unsetenv(name);
}

static void terminals_are_known_by_their_names(void **state) {
    (void)state;
    static const struct {
        const char *term, *variable, *value;
        bool known;
    } rows[] = {
        {"xterm-256color", NULL, NULL, false},
        {"xterm-kitty", NULL, NULL, true},
        {"foot", NULL, NULL, true},
        {"xterm-256color", "VTE_VERSION", "6003", true},
        {"xterm-256color", "VTE_VERSION", "3400", false},
        {"xterm-256color", "WT_SESSION", "x", true},
        {"xterm-256color", "TERM_PROGRAM", "iTerm.app", true},
        {"xterm-256color", "TERM_PROGRAM", "Apple_Terminal", false},
        {"xterm-kitty", "TMUX", "/tmp/tmux", false},
        {"tmux-256color", "WT_SESSION", "x", false},
        {"screen", "VTE_VERSION", "6003", false},
        {"linux", NULL, NULL, false},
        {"putty-256color", NULL, NULL, false},
        {NULL, NULL, NULL, false},
    };
    static const char *const all[] = {"VTE_VERSION", "WT_SESSION",      "TERM_PROGRAM",
                                      "TMUX",        "KONSOLE_VERSION", "STY"};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        for (size_t k = 0; k < COUNT_OF(all); k++)
            unsetenv(all[k]);
        set("TERM", rows[i].term);
        if (rows[i].variable)
            set(rows[i].variable, rows[i].value);
        assert_int_equal(hyperlinks_known(), rows[i].known);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(links_come_and_go),
        cmocka_unit_test(terminals_that_are_not_known_get_none),
        cmocka_unit_test(only_plain_addresses_are_sent),
        cmocka_unit_test(what_is_painted_over_leads_nowhere),
        cmocka_unit_test(markdown_links_are_clicked_or_read),
        cmocka_unit_test(terminals_are_known_by_their_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
#endif
