/* A small full-screen program for tests of the terminal layer: a field, a list and a line that says
 * what came last. Keys: ^Q quits, F2 crashes, F6 stops as a shell job, F7 asks the terminal where
 * its cursor is. The first argument names a file that gets the field's text on hangup. */
#include "config.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/i18n.h"
#include "tui/term/loop.h"
#include "tui/term/output.h"
#include "tui/widget/bar.h"
#include "tui/widget/field.h"
#include "tui/widget/layout.h"
#include "tui/widget/list.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { TIMER_PREVIEW };

typedef struct Demo {
    Output *out;
    Loop *loop;
    Grid grid;
    EditField field;
    List list;
    Buf last;
    int previews, status;
    bool done, not_utf8;
} Demo;

static void draw_row(void *context, Grid *grid, GridRect at, size_t row) {
    char text[64];
    (void)context;
    snprintf(text, sizeof text, "第 %zu 行 row %zu", row, row);
    grid_text(grid, at, str_of(text), grid_style(ROLE_TEXT), GRID_CUT);
}

static void draw(Demo *demo) {
    static const BarHint hints[] = {
        {"^Q", "quit", 0, false}, {"F6", "stop", 1, false}, {"F1", "help", 2, false}};
    char title[64];
    grid_resize(&demo->grid, output_rows(demo->out), output_cols(demo->out));
    GridRect rest = grid_all(&demo->grid);
    GridRect top = layout_take_top(&rest, 1), bottom = layout_take_bottom(&rest, 1);
    GridRect filter = layout_take_top(&rest, 1), last = layout_take_bottom(&rest, 1);
    snprintf(title, sizeof title, "%dx%d previews %d%s", demo->grid.cols, demo->grid.rows,
             demo->previews, demo->not_utf8 ? ", client is not UTF-8" : "");
    grid_text(&demo->grid, top, str_of(title), grid_style(ROLE_TITLE), GRID_PAD);
    list_draw(&demo->list, &demo->grid, rest, draw_row, NULL);
    grid_text(&demo->grid, last, buf_str(&demo->last), grid_style(ROLE_INFO), GRID_PAD);
    bar_draw_hints(&demo->grid, bottom, hints, 3, NULL);
    field_draw(&demo->field, &demo->grid, filter);
    output_paint(demo->out, &demo->grid);
}

static void on_key(Demo *demo, InputKey key) {
    buf_clear(&demo->last);
    buf_puts(&demo->last, "key ");
    input_key_format(&demo->last, key);
    if (input_key_equal(key, (InputKey){'q', INPUT_CTRL}))
        demo->done = true;
    else if (key.code == INPUT_F1 + 1)
        abort();
    else if (key.code == INPUT_F1 + 5)
        loop_suspend(demo->loop);
    else if (key.code == INPUT_F1 + 6)
        output_write(demo->out, STR("\033[6n\033[c"));
    else if (list_key(&demo->list, key) == WIDGET_IGNORED)
        field_key(&demo->field, key);
    loop_set_timer(demo->loop, TIMER_PREVIEW, 80, true);
}

static void on_input(Demo *demo, const InputEvent *event) {
    if (event->type == INPUT_TYPE_KEY) {
        on_key(demo, event->key);
        return;
    }
    buf_clear(&demo->last);
    if (event->type == INPUT_TYPE_PASTE) {
        field_paste(&demo->field, event->text);
        buf_puts(&demo->last, "paste");
    } else if (event->type == INPUT_TYPE_NOT_UTF8) {
        demo->not_utf8 = true;
    } else if (event->type == INPUT_TYPE_REPORT) {
        buf_printf(&demo->last, "report %d", event->report);
    }
}

static void save(const char *path, Str text) {
    Error err;
    if (path)
        file_write_atomic(path, text, 0600, &err);
}

static void on_event(Demo *demo, const LoopEvent *event, const char *path) {
    switch (event->type) {
    case LOOP_INPUT:
        on_input(demo, &event->input);
        break;
    case LOOP_FRAME:
        draw(demo);
        break;
    case LOOP_TIMER:
        demo->previews++;
        loop_request_frame(demo->loop);
        break;
    case LOOP_SUSPEND:
        loop_suspend(demo->loop);
        break;
    case LOOP_CONTINUE:
        buf_clear(&demo->last);
        buf_puts(&demo->last, "continued");
        break;
    case LOOP_HANGUP:
        demo->status = 7;
        save(path, text_edit_text(demo->field.edit));
        break;
    case LOOP_TERMINATE:
        demo->status = 8;
        demo->done = true;
        break;
    case LOOP_RESIZE:
        break;
    }
}

int main(int argc, char **argv) {
    clock_init_from_environment();
    i18n_init(NULL);
    Demo demo = {.list = {.count = 1000, .focused = true}};
    OutputOptions options = {.in_fd = STDIN_FILENO, .out_fd = STDOUT_FILENO, .sync = true};
    Error err;
    LoopEvent event;
    if (!output_open(&options, &demo.out, &err)) {
        Buf text = {0};
        error_render(&err, &text);
        fprintf(stderr, "demo: %s\n", text.data);
        buf_free(&text);
        return err.code == ERR_USAGE ? 2 : 1;
    }
    output_catch_crashes();
    demo.loop = loop_new(STDIN_FILENO, demo.out);
    demo.field = (EditField){.edit = text_edit_new(STR(""), false, 4096),
                             .focused = true,
                             .placeholder = "type to search"};
    while (!demo.done && loop_next(demo.loop, &event))
        on_event(&demo, &event, argc > 1 ? argv[1] : NULL);
    text_edit_free(demo.field.edit);
    loop_free(demo.loop);
    output_close(demo.out);
    grid_free(&demo.grid);
    buf_free(&demo.last);
    return demo.status;
}
