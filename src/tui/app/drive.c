#include "config.h"

#include "base/clock.h"
#include "base/editor.h"
#include "base/i18n.h"
#include "text/width.h"
#include "tui/app/clipboard.h"
#include "tui/app/state.h"
#include "tui/term/probe.h"

#include <stdlib.h>
#include <string.h>

/* The application on a real terminal. */

enum { LIVE_MS = 200, LIVE_SLOW_MS = 5000, CARE_US = 1000000 };

typedef struct Drive {
    App *app;
    Loop *loop;
    Grid grid;
    Probe probe;
    bool probing;
    bool ended;        /* not by the person */
    const char *theme; /* the one in use while none was named */
} Drive;

static void set_live_timer(Drive *drive) {
    bool slow = drive->app->settings.low_bandwidth || drive->app->settings.plain;
    app_set_timer(drive->app, APP_TIMER_LIVE, slow ? LIVE_SLOW_MS : LIVE_MS, false);
}

/* Nobody named a theme: one for the background, or one that can be read on both. */
static void use_theme(Drive *drive, const char *name) {
    Theme theme;
    if (!drive->app->settings.choose_theme || strcmp(drive->theme, name) == 0 ||
        !theme_builtin(str_of(name), &theme))
        return;
    drive->theme = name;
    output_set_theme(drive->app->output, &theme);
    app_request_frame(drive->app);
}

/* What the terminal said: how wide doubtful characters are, and whether it draws box lines. */
static void use_probe(Drive *drive) {
    App *app = drive->app;
    bool wide = app->settings.ambiguous == WIDTH_AUTO
                    ? drive->probe.ambiguous_known && drive->probe.ambiguous_wide
                    : app->settings.ambiguous == WIDTH_WIDE;
    GridLines lines =
        drive->probe.lines_known && drive->probe.lines_unicode ? GRID_UNICODE : GRID_ASCII;
    if (wide != text_width_ambiguous()) {
        text_width_set_ambiguous(wide);
        output_redraw(app->output);
    }
    if (drive->probe.light_known)
        use_theme(drive, drive->probe.light ? "light" : "default");
    app_set_lines(app, lines);
    app_request_frame(app);
}

/* Terminals that are not asked: those that decide themselves draw lines, the others may not. */
static GridLines lines_unasked(const Output *output) {
    static const char *const known[] = {"tmux", "screen", "xterm", "linux"};
    Str term = str_of(output_term(output));
    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (str_starts(term, str_of(known[i])))
            return GRID_UNICODE;
    return GRID_ASCII;
}

static const char *unasked_theme(void) {
    bool light;
    if (!probe_light_by_environment(&light))
        return "either";
    return light ? "light" : "default";
}

static void on_input(Drive *drive, const LoopEvent *event) {
    if (drive->probing && probe_take(&drive->probe, &event->input)) {
        if (probe_done(&drive->probe)) {
            drive->probing = false;
            app_stop_timer(drive->app, APP_TIMER_PROBE);
        }
        use_probe(drive);
        return;
    }
    app_event(drive->app, &event->input);
}

static void on_timer(Drive *drive, const LoopEvent *event) {
    App *app = drive->app;
    AppTimer timer = (AppTimer)event->timer;
    int64_t now = clock_mono_us();
    if (timer == APP_TIMER_PROBE) {
        if (!drive->probe.light_known)
            use_theme(drive, unasked_theme());
        drive->probing = false;
        return;
    }
    if (timer != APP_TIMER_LIVE) {
        app_timer(app, timer);
        return;
    }
    app_watch(app);
    if (now - app->last_tick_us >= CARE_US) {
        library_tick(app->library);
        app->last_tick_us = now;
    }
    set_live_timer(drive);
}

/* A page stands still while somebody takes it with the mouse. */
static void show_copied(App *app) {
    Buf page = {0};
    if (app->copied_stands)
        return;
    app->copied_stands = true;
    clipboard_page(app, output_rows(app->output), output_cols(app->output), &page);
    output_show_plain(app->output, buf_str(&page));
    buf_free(&page);
}

static void tell_ime(App *app, bool end) {
    Buf bytes = {0};
    app_put_ime(app, end, &bytes);
    if (bytes.len)
        output_write(app->output, buf_str(&bytes));
    buf_free(&bytes);
}

static void on_end(Drive *drive, const LoopEvent *event) {
    (void)event;
    app_save_drafts(drive->app, false);
    drive->app->end = true;
    drive->ended = true;
}

static void on_frame(Drive *drive, const LoopEvent *event) {
    App *app = drive->app;
    grid_resize(&drive->grid, output_rows(app->output), output_cols(app->output));
    app_draw(app, &drive->grid);
    if (app->shows_copied)
        show_copied(app);
    else
        output_paint(app->output, &drive->grid);
    tell_ime(app, false);
    if (!output_alive(app->output))
        on_end(drive, event);
}

static void show_now(App *app) {
    on_frame(app->drive, NULL);
    app->shown_between++;
}

/* Another size, or back from a stop: what stood there does no more. */
static void on_new_screen(Drive *drive, const LoopEvent *event) {
    (void)event;
    drive->app->copied_stands = false;
}

bool app_suspend(App *app) {
    if (!app->loop)
        return false;
    app_save_drafts(app, false);
    tell_ime(app, true);
    loop_suspend(app->loop);
    return true;
}

bool app_has_editor(const App *app, Error *err) {
    if (library_info(app->library).shared || !app->loop)
        return error_set(err, ERR_DENIED, N_("there is no editor of one's own here"), "");
    return editor_command() ||
           error_set(err, ERR_NOT_FOUND,
                     N_("no editor is set: VISUAL or EDITOR names one, for example EDITOR=nano"),
                     "");
}

bool app_edit_file(App *app, const char *path, Error *err) {
    if (!app_has_editor(app, err))
        return false;
    app_save_drafts(app, false);
    tell_ime(app, true);
    return loop_run_editor(app->loop, path, err);
}

static void on_suspend(Drive *drive, const LoopEvent *event) {
    (void)event;
    app_suspend(drive->app);
}

static void begin(Drive *drive) {
    App *app = drive->app;
    for (int i = 0; i < LOOP_TIMERS; i++)
        if (app->timers[i].set)
            loop_set_timer(drive->loop, i, app->timers[i].ms, app->timers[i].work);
    set_live_timer(drive);
    text_width_set_ambiguous(app->settings.ambiguous == WIDTH_WIDE);
    drive->probing = probe_ask(&drive->probe, app->output, loop_input(drive->loop));
    if (drive->probing)
        app_set_timer(app, APP_TIMER_PROBE, PROBE_WAIT_MS, false);
    else
        app_set_lines(app, lines_unasked(app->output));
    if (!drive->probing || probe_light_by_environment(&(bool){false}))
        use_theme(drive, unasked_theme());
}

bool app_loop(App *app, int in_fd) {
    static void (*const handlers[])(Drive *, const LoopEvent *) = {
        [LOOP_INPUT] = on_input,   [LOOP_TIMER] = on_timer,     [LOOP_RESIZE] = on_new_screen,
        [LOOP_FRAME] = on_frame,   [LOOP_SUSPEND] = on_suspend, [LOOP_CONTINUE] = on_new_screen,
        [LOOP_TERMINATE] = on_end, [LOOP_HANGUP] = on_end,
    };
    Drive drive = {.app = app, .loop = loop_new(in_fd, app->output), .theme = "default"};
    LoopEvent event;
    app->loop = drive.loop;
    app->drive = &drive;
    app->show_now = show_now;
    begin(&drive);
    while (!app->end && loop_next(drive.loop, &event))
        handlers[event.type](&drive, &event);
    tell_ime(app, true);
    app->loop = NULL;
    app->show_now = NULL;
    app->drive = NULL;
    loop_free(drive.loop);
    grid_free(&drive.grid);
    return !drive.ended;
}
