#include "config.h"

#include "tui/app/wait.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "tui/app/state.h"

enum { AGAIN_MS = 20 };

AppWait app_wait_begin(App *app, const char *what) {
    return (AppWait){.app = app, .what = what, .since_us = clock_mono_us()};
}

static void show(AppWait *wait, int64_t now) {
    Buf text = {0};
    buf_puts(&text, wait->what);
    if (wait->count.total)
        buf_printf(&text, "  %llu/%llu", (unsigned long long)wait->count.done,
                   (unsigned long long)wait->count.total);
    else if (wait->count.done)
        buf_printf(&text, "  %llu", (unsigned long long)wait->count.done);
    else
        buf_printf(&text, "  %.1f s", (double)(now - wait->since_us) / 1e6);
    buf_printf(&text, "   %s", _("Esc stops it"));
    app_say(wait->app, ROLE_INFO, 0, buf_text(&text));
    buf_free(&text);
    wait->shown_us = now;
    if (wait->app->show_now)
        wait->app->show_now(wait->app);
}

/* What came meanwhile: Esc stops, timers run out later, the end is the end. */
static void look(AppWait *wait) {
    Loop *loop = wait->app->loop;
    LoopEvent event;
    while (!wait->stopped && loop && loop_input_waits(loop) && loop_next(loop, &event)) {
        if (event.type == LOOP_INPUT)
            wait->stopped =
                event.input.type == INPUT_TYPE_KEY && event.input.key.code == INPUT_ESCAPE;
        else if (event.type == LOOP_TIMER)
            loop_set_timer(loop, event.timer, AGAIN_MS, false);
        else if (event.type == LOOP_TERMINATE || event.type == LOOP_HANGUP)
            wait->stopped = wait->app->end = true;
    }
    if (wait->app->end)
        app_save_drafts(wait->app, false);
}

/* Every APP_WAIT_MS from the first on. */
static bool is_time(const AppWait *wait, int64_t now) {
    return now - wait->since_us >= APP_WAIT_MS * 1000 && now - wait->shown_us >= APP_WAIT_MS * 1000;
}

bool app_wait_stopped(void *context) {
    AppWait *wait = context;
    int64_t now = clock_mono_us();
    if (!wait->stopped && is_time(wait, now)) {
        show(wait, now);
        look(wait);
    }
    return wait->stopped;
}

bool app_wait_interrupted(void *context) {
    AppWait *wait = context;
    int64_t now = clock_mono_us();
    wait->stopped |= wait->app->loop && loop_input_waits(wait->app->loop);
    if (!wait->stopped && is_time(wait, now))
        show(wait, now);
    return wait->stopped;
}

static void report(void *context, uint64_t done, uint64_t total) {
    AppWait *wait = context;
    wait->count = (ProgressCount){done, total};
}

Progress app_wait_progress(AppWait *wait) {
    return (Progress){report, app_wait_stopped, wait};
}

void app_wait_end(AppWait *wait) {
    if (wait->shown_us)
        bar_clear_message(&wait->app->message);
    app_request_frame(wait->app);
}
