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
#include "tui/term/output.h"
#include "tui_app.h"

#include <locale.h>

/* What a person sees after any keys at all: the picture that grew by changes is the one that a
 * whole repaint gives. */

enum { KEYS = 5000, WHOLE_EVERY = 25 };

typedef struct Seen {
    Buf bytes;
    Output *out;
    Vt *vt;
} Seen;

static void seen_start(Seen *s, int rows, int cols) {
    *s = (Seen){0};
    OutputOptions options = {.term = "xterm-256color",
                             .capture = &s->bytes,
                             .in_fd = -1,
                             .out_fd = -1,
                             .rows = rows,
                             .cols = cols,
                             .sync = true};
    Error err;
    assert_true(output_open(&options, &s->out, &err));
    s->vt = vt_new(rows, cols);
}

static void seen_paint(Seen *s, const Grid *grid) {
    output_paint(s->out, grid);
    vt_write(s->vt, buf_text(&s->bytes), s->bytes.len);
    buf_clear(&s->bytes);
}

static void seen_end(Seen *s) {
    output_close(s->out);
    vt_free(s->vt);
    buf_free(&s->bytes);
}

static uint32_t seed;

static uint32_t next_random(uint32_t below) {
    seed ^= seed << 13;
    seed ^= seed >> 17;
    seed ^= seed << 5;
    return seed % below;
}

/* Keys that lead somewhere come more often than others. */
static InputKey random_key(void) {
    static const char *const names[] = {
        "Down",  "Down", "Up",    "Enter", "Enter", "Esc",  "Esc", "Esc", "Left",
        "Right", "Tab",  "S-Tab", "PgUp",  "PgDn",  "Home", "End", "Ins", "Del",
        "F1",    "F2",   "F3",    "F4",    "F5",    "F6",   "F7",  "F8",  "F9",
        "^A",    "^B",   "^D",    "^E",    "^G",    "^K",   "^L",  "^N",  "^O",
        "^P",    "^R",   "^S",    "^T",    "^U",    "^W",   "^Y",  "^Z",  "Backspace"};
    static const uint32_t points[] = {0x5ba2, 0x6237, 0x7eed,  0x8d39, 0xff0f, 0x3001,
                                      0x3002, 0x2026, 0x1f469, 0x301,  0xe9,   0x201c};
    InputKey key = {0};
    uint32_t kind = next_random(10);
    if (kind < 5)
        input_key_parse(str_of(names[next_random(COUNT_OF(names))]), &key);
    else if (kind < 9)
        key.code = ' ' + next_random(95);
    else
        key.code = points[next_random(COUNT_OF(points))];
    return key;
}

/* Mostly keys, sometimes the mouse or a paste. */
static InputEvent random_event(const Grid *grid) {
    uint32_t kind = next_random(30);
    InputEvent event = {.type = INPUT_TYPE_KEY};
    if (kind == 0) {
        event.type = INPUT_TYPE_PASTE;
        event.text = STR("客户\tsuccess\n第二行");
    } else if (kind < 3) {
        event.type = INPUT_TYPE_MOUSE;
        event.mouse = (InputMouse)next_random(INPUT_MOUSE_WHEEL_DOWN + 1);
        event.button = event.mouse == INPUT_MOUSE_PRESS;
        event.row = (int)next_random((uint32_t)grid->rows);
        event.col = (int)next_random((uint32_t)grid->cols);
    } else {
        event.key = random_key();
    }
    return event;
}

static void expect_whole(const Seen *a, Seen *whole, const Grid *grid, int step) {
    Buf why = {0};
    output_redraw(whole->out);
    seen_paint(whole, grid);
    if (!vt_same(a->vt, whole->vt, &why))
        fail_msg("%dx%d, key %d: %s", grid->cols, grid->rows, step, buf_text(&why));
    buf_free(&why);
}

static void press_randomly(int rows, int cols, int count, uint32_t start) {
    Stage *stage = stage_new();
    Seen a, whole;
    Buf why = {0};
    seed = start;
    stage_fill(stage);
    stage_open(stage, rows, cols);
    seen_start(&a, rows, cols);
    seen_start(&whole, rows, cols);
    for (int step = 0; step < count; step++) {
        InputEvent event = random_event(&stage->grid);
        app_event(stage->app, &event);
        if (next_random(8) == 0)
            app_watch(stage->app);
        if (next_random(3) == 0)
            stage_settle(stage);
        stage_draw(stage);
        seen_paint(&a, &stage->grid);
        if (!vt_same_grid(a.vt, &stage->grid, &why))
            fail_msg("%dx%d, key %d: %s", cols, rows, step, buf_text(&why));
        if (step % WHOLE_EVERY == 0)
            expect_whole(&a, &whole, &stage->grid, step);
    }
    seen_end(&a);
    seen_end(&whole);
    buf_free(&why);
    stage_free(stage);
}

static void at_80x24(void **state) {
    (void)state;
    press_randomly(24, 80, KEYS * 2 / 5, 20261120);
}

static void at_120x40(void **state) {
    (void)state;
    press_randomly(40, 120, KEYS / 5, 7);
}

static void at_200x60(void **state) {
    (void)state;
    press_randomly(60, 200, KEYS / 5, 42);
}

static void at_40x12(void **state) {
    (void)state;
    press_randomly(12, 40, KEYS / 5, 99);
}

int main(void) {
    setlocale(LC_ALL, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(at_80x24),
        cmocka_unit_test(at_120x40),
        cmocka_unit_test(at_200x60),
        cmocka_unit_test(at_40x12),
    };
    return cmocka_run_group_tests_name("tui random keys", tests, NULL, NULL);
}
#endif
