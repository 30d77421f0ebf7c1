#include "config.h"

#include "tui/app/app.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "text/utf8.h"
#include "tui/app/clipboard.h"
#include "tui/app/state.h"

/* What comes from the terminal, on its way to a box, an action or the screen. */

static void say_unknown_key(App *app, InputKey key) {
    Buf name = {0};
    input_key_format(&name, key);
    app_say_about(app, ROLE_INFO, APP_SAY_MS, _("{0} does nothing here. ^G shows the keys."),
                  buf_str(&name));
    buf_free(&name);
}

static void ask_screen(App *app, const InputEvent *event) {
    OpenScreen *top = app_top_screen(app);
    bool used = top->type->event && top->type->event(top->self, event);
    if (!used && event->type == INPUT_TYPE_KEY && event->key.code != UTF8_REPLACEMENT)
        say_unknown_key(app, event->key);
}

/* Text where keys are commands: the beginning of a search. */
static void search_for(App *app, const InputEvent *event, ActionContext context) {
    InputKey key = event->key;
    char bytes[UTF8_MAX];
    size_t len = utf8_encode(key.code, bytes);
    app->ime_on = ime_is_han(key);
    if (app->ime_on && !app->ime_told)
        app_say(app, ROLE_INFO, APP_SAY_MS,
                _("Chinese input is on: arrows and F keys work, Shift switches to English"));
    app->ime_told |= app->ime_on;
    if (context == CONTEXT_CUSTOMERS)
        ask_screen(app, event); /* it has a filter of its own */
    else
        app_search(app, str_make(bytes, len), false);
}

/* Where letters only ever search they are no commands. */
static bool is_plain_letter(const App *app, InputKey key) {
    uint32_t lower = key.code | 0x20;
    return app->settings.keys == KEYS_PLAIN && !key.mods && lower >= 'a' && lower <= 'z';
}

static void take_key(App *app, const InputEvent *event) {
    OpenScreen *top = app_top_screen(app);
    ActionContext context = top->type->context(top->self);
    InputEvent folded = *event;
    if (!(context & CONTEXT_TYPING)) {
        folded.key = ime_fold_key(&app->ime, event->key);
        if (folded.key.code == 0)
            return;
        if (is_plain_letter(app, folded.key) || ime_is_han(folded.key)) {
            search_for(app, &folded, context);
            return;
        }
        if (event->key.code < 0x80 && input_key_is_text(event->key))
            app->ime_on = false;
    }
    app->key = folded.key;
    app->chord = (ActionChord){{folded.key}, 1};
    bool begins;
    ActionId id = action_find_chord(app->settings.key_map, &app->chord, context, &begins);
    if (begins)
        app_show_continuations(app, context);
    else if (id == ACTION_NONE || !app_act(app, id))
        ask_screen(app, &folded);
    app->key = (InputKey){0};
}

static void finish_overlay(App *app, OverlayEnd *end) {
    if (end->chosen)
        end->chosen(end->context, end->action);
    else if (end->typed)
        end->typed(end->context, buf_str(&end->text));
    buf_free(&end->text);
    app_request_frame(app);
}

static void tell_overlay(App *app, const InputEvent *event) {
    OverlayEnd end;
    InputEvent folded = *event;
    bool seen = !app->overlay.waits;
    if (event->type == INPUT_TYPE_KEY && app->overlay.kind == OVERLAY_MENU)
        folded.key = ime_fold_key(&app->ime, event->key);
    const char *reason = overlay_event(&app->overlay, &folded, &end);
    if (reason)
        app_say(app, ROLE_WARN, APP_SAY_MS, reason);
    if (end.unknown)
        say_unknown_key(app, folded.key);
    finish_overlay(app, &end);
    if (seen) /* who has read this box reads the one that follows from it */
        app->overlay.waits = false;
}

static void take_mouse(App *app, const InputEvent *event) {
    if (event->mouse == INPUT_MOUSE_PRESS) {
        int action = bar_action_at(&app->hint_spots, event->row, event->col);
        if (action < 0)
            action = bar_action_at(&app->tab_spots, event->row, event->col);
        if (action > 0) {
            app_act(app, (ActionId)action);
            return;
        }
    }
    OpenScreen *top = app_top_screen(app);
    if (top->type->event)
        top->type->event(top->self, event);
}

static bool walks(InputKey key) {
    return key.code == INPUT_UP || key.code == INPUT_DOWN || key.code == INPUT_PAGE_UP ||
           key.code == INPUT_PAGE_DOWN;
}

/* Esc and a key that came in one piece, as over a slow line, look like the key with Alt. Where that
 * means nothing they are what was pressed. */
static bool is_two_keys(App *app, const InputEvent *event) {
    const OpenScreen *top = app_top_screen(app);
    ActionChord chord = {{event->key}, 1};
    bool begins;
    if (event->type != INPUT_TYPE_KEY || !(event->key.mods & INPUT_ALT) ||
        event->key.code == INPUT_LEFT || event->key.code == INPUT_RIGHT ||
        event->key.code == INPUT_BACKSPACE) /* words of a text that is edited */
        return false;
    ActionId id =
        action_find_chord(app->settings.key_map, &chord, top->type->context(top->self), &begins);
    return id == ACTION_NONE && !begins;
}

void app_event(App *app, const InputEvent *event) {
    if (is_two_keys(app, event)) {
        InputEvent escape = {.type = INPUT_TYPE_KEY, .key = {INPUT_ESCAPE, 0}}, key = *event;
        key.key.mods &= (uint8_t)~INPUT_ALT;
        app_event(app, &escape);
        app_event(app, &key);
        return;
    }
    bool typed = event->type == INPUT_TYPE_KEY || event->type == INPUT_TYPE_PASTE;
    if (typed) {
        app->last_key_us = clock_mono_us();
        app->keys_came++;
        app->walked = event->type == INPUT_TYPE_KEY && walks(event->key);
        if (!app->message.until_us)
            bar_clear_message(&app->message);
    }
    if (app->shows_copied) {
        if (event->type == INPUT_TYPE_KEY)
            clipboard_key(app, event->key, app->rows, app->cols);
    } else if (event->type == INPUT_TYPE_NOT_UTF8)
        app_say(app, ROLE_WARN, APP_TOAST_MS,
                _("Your terminal does not send UTF-8: set its encoding to UTF-8"));
    else if (app->overlay.kind == OVERLAY_PALETTE && (typed || event->type == INPUT_TYPE_MOUSE))
        app_tell_palette(app, event);
    else if (app->overlay.kind != OVERLAY_NONE && (typed || event->type == INPUT_TYPE_MOUSE))
        tell_overlay(app, event);
    else if (event->type == INPUT_TYPE_KEY)
        take_key(app, event);
    else if (event->type == INPUT_TYPE_MOUSE)
        take_mouse(app, event);
    else if (event->type == INPUT_TYPE_PASTE)
        ask_screen(app, event);
}
