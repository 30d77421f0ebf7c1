#include "config.h"

#include "tui/app/app.h"

#include "base/i18n.h"
#include "tui/app/command.h"
#include "tui/app/palette.h"
#include "tui/app/state.h"

#include <string.h>

/* What is chosen or typed in the palette is done. */

/* An action of the palette that the screen has no use for just now. */
static void say_nothing_to_do(App *app, ActionId id) {
    app_say_about(app, ROLE_INFO, APP_SAY_MS, _("“{0}” has nothing to do here."),
                  str_of(_(action_get(id)->label)));
}

static void remember_line(App *app, Str line) {
    size_t count = app->lines_before.len;
    if (count && str_equal(str_of(app->lines_before.items[count - 1]), line))
        return;
    if (count == APP_MOST_LINES) {
        free(app->lines_before.items[0]);
        memmove(app->lines_before.items, app->lines_before.items + 1,
                (count - 1) * sizeof *app->lines_before.items);
        app->lines_before.len--;
    }
    vec_push(&app->lines_before, mem_strndup(line.ptr, line.len));
}

/* A line that is refused stays, with what is wrong below it. */
static void run_line(App *app, Str text) {
    CommandLine line = {0};
    Error err;
    Overlay box = app->overlay; /* kept aside: a command may open a box of its own */
    app->overlay = (Overlay){0};
    command_parse(text, &line);
    remember_line(app, str_trim(buf_str(&line.text)));
    if (command_run(app, &line, &err)) {
        overlay_close(&box);
    } else {
        overlay_close(&app->overlay);
        app->overlay = box;
        palette_say(box.palette, &err);
    }
    command_line_free(&line);
}

/* What the list can do is done there, also when it was asked for in the filter bar or, for a screen
 * that was named, from somewhere else. */
static bool act_near(App *app, ActionId id) {
    OpenScreen *top = app_top_screen(app);
    ActionContext context = top->type->context(top->self);
    bool here = action_get(id)->contexts & context;
    if (!here && context != CONTEXT_FILTER)
        app_to_tab(app, ACTION_CASES);
    else if (!here)
        app_act(app, ACTION_TO_LIST);
    return app_act(app, id);
}

static void do_item(App *app, const PaletteItem *item) {
    PaletteItem chosen = *item;
    Error err;
    Buf query = {0}, name = {0};
    buf_puts(&name, chosen.label);
    if (chosen.kind == PALETTE_CASE)
        buf_put_str(&query, palette_text(app->overlay.palette));
    overlay_close(&app->overlay);
    if (chosen.kind == PALETTE_CASE) {
        app->parts->open_case(app, chosen.id, buf_str(&query));
    } else if (chosen.kind == PALETTE_VIEW) {
        CommandLine line = {.command = command_named(STR("view")), .argument = buf_str(&name)};
        if (!command_run(app, &line, &err))
            app_say_error(app, &err);
    } else {
        app->uses[chosen.action] += app->uses[chosen.action] < UINT8_MAX;
        if (!act_near(app, chosen.action))
            say_nothing_to_do(app, chosen.action);
    }
    buf_free(&name);
    buf_free(&query);
}

void app_tell_palette(App *app, const InputEvent *event) {
    const PaletteItem *item;
    Str line;
    Palette *palette = app->overlay.palette;
    WidgetResult result = palette_event(palette, event);
    if (result == WIDGET_DONE && palette_chosen(palette, &item, &line))
        do_item(app, item);
    else if (result == WIDGET_DONE && line.len)
        run_line(app, line);
    else if (result == WIDGET_CANCELLED)
        overlay_close(&app->overlay);
    app_request_frame(app);
}
