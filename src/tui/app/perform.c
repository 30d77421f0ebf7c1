#include "config.h"

#include "tui/app/app.h"

#include "base/i18n.h"
#include "tui/app/intake.h"
#include "tui/app/palette.h"
#include "tui/app/permit.h"
#include "tui/app/state.h"

/* Actions that the application does itself, wherever the person is. */

static void quit_now(void *context, int yes) {
    App *app = context;
    app->end = app->end || yes == 1;
}

void app_quit(App *app) {
    if (app_save_drafts(app, true))
        app->end = true;
    else
        app_confirm(app, _("Leave without a draft"),
                    _("The draft cannot be written: what you typed stands only here. When you "
                      "leave, it is printed on the terminal."),
                    _("leave and print it"), 1, quit_now, app);
}

static bool act_quit(App *app) {
    bool letter = input_key_is_text(app->key);
    if (!letter || !app_pop(app))
        app_quit(app);
    return true;
}

static bool act_redraw(App *app) {
    if (app->output)
        output_redraw(app->output);
    app_request_frame(app);
    return true;
}

static bool act_suspend(App *app) {
    if (library_info(app->library).shared || !app_suspend(app))
        app_say(app, ROLE_WARN, APP_SAY_MS, _("There is no shell here to go back to."));
    return true;
}

static bool act_pause(App *app) {
    app->paused = !app->paused;
    if (app->paused)
        app_say(app, ROLE_INFO, APP_SAY_MS,
                _("The screen stands still: what others change comes with the same key."));
    app_watch(app);
    app_request_frame(app);
    return true;
}

static bool act_mouse(App *app) {
    bool on = app->output && !output_mouse(app->output);
    if (app->output)
        output_set_mouse(app->output, on);
    app_say(app, ROLE_INFO, APP_SAY_MS,
            on ? _("The mouse works here; Shift and the mouse mark text in most terminals.")
               : _("The mouse belongs to the terminal: it marks and copies text."));
    return true;
}

static bool act_import(App *app) {
    intake_ask(app);
    return true;
}

static bool act_demo(App *app) {
    if (library_info(app->library).demo)
        app_say(app, ROLE_INFO, APP_SAY_MS, _("This is the demo library."));
    else
        intake_open_demo(app);
    return true;
}

static bool act_help(App *app) {
    OpenScreen *top = app_top_screen(app);
    ActionContext context = top->type->context(top->self);
    if (context == CONTEXT_HELP)
        return app_pop(app);
    app->parts->help(app, context, (Str){"", 0});
    return true;
}

static bool act_menu(App *app) {
    OpenScreen *top = app_top_screen(app);
    overlay_palette(&app->overlay, palette_new(app, top->type->context(top->self)));
    app_request_frame(app);
    return true;
}

/* False: it cannot be done, and why has been said. */
static bool is_permitted(App *app, ActionId id) {
    Buf reason = {0};
    bool good = permit_action_or_who(app, id, &reason);
    if (!good)
        app_say(app, ROLE_WARN, APP_SAY_MS, buf_text(&reason));
    buf_free(&reason);
    return good;
}

bool app_act(App *app, ActionId id) {
    static bool (*const own[ACTIONS])(App *) = {
        [ACTION_QUIT] = act_quit,       [ACTION_REDRAW] = act_redraw, [ACTION_PAUSE] = act_pause,
        [ACTION_MOUSE] = act_mouse,     [ACTION_HELP] = act_help,     [ACTION_MENU] = act_menu,
        [ACTION_SUSPEND] = act_suspend, [ACTION_IMPORT] = act_import, [ACTION_DEMO] = act_demo,
    };
    if (!is_permitted(app, id))
        return true;
    if (own[id])
        return own[id](app);
    if (app_open_tab(app, id))
        return true;
    OpenScreen *top = app_top_screen(app);
    return top->type->act && top->type->act(top->self, id);
}
