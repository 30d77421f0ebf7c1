#include "config.h"

#include "tui/screen/firstrun.h"

#include "tui/screen/settings.h"
#include "tui/term/loop.h"

#include <unistd.h>

static void show(FirstPage *page, Output *output, Grid *grid) {
    grid_resize(grid, output_rows(output), output_cols(output));
    grid_clear(grid);
    grid->lines = GRID_ASCII; /* no lines are drawn */
    firstpage_draw(page, grid, grid_all(grid));
    output_paint(output, grid);
}

/* Signals and a terminal that has gone leave, as the person may. */
static FirstChoice choose(FirstPage *page, Output *output) {
    Loop *loop = loop_new(STDIN_FILENO, output);
    Grid grid = {0};
    LoopEvent event;
    WidgetResult result = WIDGET_USED;
    while (result != WIDGET_DONE && loop_next(loop, &event)) {
        if (event.type == LOOP_INPUT)
            result = firstpage_event(page, &event.input);
        else if (event.type == LOOP_FRAME)
            show(page, output, &grid);
        else if (event.type == LOOP_SUSPEND)
            loop_suspend(loop);
        else if (event.type == LOOP_TERMINATE || event.type == LOOP_HANGUP)
            break;
    }
    loop_free(loop);
    grid_free(&grid);
    return result == WIDGET_DONE ? page->choice : FIRST_LEAVE;
}

bool firstrun(const char *path, const AppOptions *options, FirstChoice *out, Buf *import,
              Error *err) {
    Options conf = {0};
    Output *output = NULL;
    FirstPage page = {.path = path};
    options_read_environment(&conf);
    bool ok = settings_open_output(options, &conf, &output, err);
    if (ok) {
        output_catch_crashes();
        *out = choose(&page, output);
        if (*out == FIRST_IMPORT)
            buf_put_str(import, buf_str(&page.import));
    }
    output_close(output);
    firstpage_free(&page);
    options_free(&conf);
    return ok;
}
