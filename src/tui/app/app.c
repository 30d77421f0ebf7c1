#include "config.h"

#include "tui/app/app.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "text/utf8.h"
#include "tui/app/clipboard.h"
#include "tui/app/command.h"
#include "tui/app/intake.h"
#include "tui/app/palette.h"
#include "tui/app/permit.h"
#include "tui/app/state.h"

#include <stdio.h>
#include <string.h>

enum {
    FILTER_REST_US = 1500000, /* the list stands still while a word is being typed */
    FORM_REST_US = 5000000,
    PALETTE_AGAIN_MS = 5
};

/* ---- screens and tabs ---- */

OpenScreen *app_top_screen(App *app) {
    TabState *tab = &app->tabs[app->tab];
    return tab->stack.len ? &tab->stack.items[tab->stack.len - 1] : NULL;
}

void *app_top(const App *app, const Screen **type) {
    const TabState *tab = &app->tabs[app->tab];
    if (!tab->stack.len)
        return NULL;
    OpenScreen *top = &tab->stack.items[tab->stack.len - 1];
    if (type)
        *type = top->type;
    return top->self;
}

static void tell_changed(App *app, bool came_back) {
    OpenScreen *top = app_top_screen(app);
    app->came_back = came_back;
    if (top && top->type->changed)
        top->type->changed(top->self);
    app->came_back = false;
}

bool app_came_back(const App *app) {
    return app->came_back;
}

/* Timers belong to the screen on top, except the journals' one. */
static void forget_timers(App *app) {
    app_stop_timer(app, APP_TIMER_REST);
    app_stop_timer(app, APP_TIMER_QUIET);
}

void app_push(App *app, const Screen *type, void *self) {
    overlay_close(&app->overlay);
    if (app_top_screen(app))
        forget_timers(app);
    vec_push(&app->tabs[app->tab].stack, (OpenScreen){type, self});
    app_request_frame(app);
}

void app_close_top(App *app) {
    TabState *tab = &app->tabs[app->tab];
    if (tab->stack.len < 2)
        return;
    overlay_close(&app->overlay);
    forget_timers(app);
    OpenScreen top = tab->stack.items[--tab->stack.len];
    top.type->free(top.self);
    app_count_drafts(app);
    tell_changed(app, true);
    app_request_frame(app);
}

bool app_pop(App *app) {
    OpenScreen *top = app_top_screen(app);
    if (app->tabs[app->tab].stack.len < 2)
        return false;
    if (top->type->leave && !top->type->leave(top->self))
        return false;
    app_close_top(app);
    return true;
}

static bool open_tab(App *app, size_t index) {
    overlay_close(&app->overlay);
    forget_timers(app);
    app->tab = index;
    if (app->tabs[index].stack.len == 0)
        app->parts->tabs[index].open(app);
    else
        tell_changed(app, true);
    app_request_frame(app);
    return true;
}

bool app_may_see_tab(const App *app, size_t tab) {
    Error err;
    return library_allow(app->library, app->parts->tabs[tab].right, &err);
}

/* Whether the action is a tab's. */
static bool show_tab(App *app, ActionId action) {
    Error err;
    for (size_t i = 0; i < app->parts->tab_count; i++) {
        if (app->parts->tabs[i].action != action)
            continue;
        if (!library_allow(app->library, app->parts->tabs[i].right, &err))
            app_say_error(app, &err);
        else if (i != app->tab)
            open_tab(app, i);
        return true;
    }
    return false;
}

void app_show_tab(App *app, ActionId action) {
    show_tab(app, action);
}

/* The text is copied first: it may belong to a screen that is closed here. */
void app_search(App *app, Str text, bool replace) {
    Buf kept = {0};
    buf_put_str(&kept, text);
    if (app->tab != 0)
        open_tab(app, 0);
    while (app->tabs[0].stack.len > 1 && app_pop(app))
        ;
    if (app->tabs[0].stack.len > 1) { /* a screen that wants to stay */
        buf_free(&kept);
        return;
    }
    buf_free(&app->search);
    app->search = kept;
    app->search_waits = true;
    app->search_replaces = replace;
    OpenScreen *top = app_top_screen(app);
    if (top->type->act)
        top->type->act(top->self, ACTION_SEARCH);
}

bool app_take_search(App *app, Buf *text, bool *replace) {
    if (!app->search_waits)
        return false;
    buf_put_str(text, buf_str(&app->search));
    *replace = app->search_replaces;
    app->search_waits = false;
    return true;
}

/* ---- life ---- */

App *app_new(const AppParts *parts, Library *library, Output *output, AppSettings settings) {
    App *app = mem_zalloc(sizeof *app);
    app->parts = parts;
    app->library = library;
    app->output = output;
    app_use_settings(app, &settings);
    app->lines = GRID_ASCII;
    app->version = library_version(library);
    app->layout = LAYOUT_STANDARD;
    app_count_drafts(app);
    parts->tabs[0].open(app);
    return app;
}

void app_use_settings(App *app, const AppSettings *settings) {
    if (settings->key_map && settings->key_map != &app->keys)
        action_keys_copy(&app->keys, settings->key_map);
    app->settings = *settings;
    app->settings.key_map = &app->keys;
    app->keys.no_letters = settings->keys == KEYS_PLAIN;
    app_request_frame(app);
}

void app_free(App *app) {
    if (!app)
        return;
    overlay_close(&app->overlay);
    for (size_t i = 0; i < APP_TABS; i++) {
        TabState *tab = &app->tabs[i];
        while (tab->stack.len) {
            OpenScreen top = tab->stack.items[--tab->stack.len];
            top.type->free(top.self);
        }
        vec_free(&tab->stack);
    }
    bar_free_message(&app->message);
    marks_free(&app->marks);
    buf_free(&app->copied);
    buf_free(&app->copied_extra);
    buf_free(&app->search);
    action_keys_free(&app->keys);
    VEC_EACH (line, &app->lines_before)
        free(*line);
    vec_free(&app->lines_before);
    free(app);
}

bool app_wants_demo(const App *app) {
    return app->wants_demo;
}

Library *app_library(App *app) {
    return app->library;
}

const AppSettings *app_settings(const App *app) {
    return &app->settings;
}

LayoutSize app_layout(const App *app) {
    return app->layout;
}

void app_set_lines(App *app, GridLines lines) {
    static const GridLines chosen[] = {[LINES_UNICODE] = GRID_UNICODE, [LINES_ASCII] = GRID_ASCII};
    if (app->settings.lines != LINES_AUTO)
        lines = chosen[app->settings.lines];
    app->lines = app->settings.plain ? GRID_ASCII : lines;
}

void app_save_drafts(App *app) {
    for (size_t i = 0; i < APP_TABS; i++)
        VEC_EACH (open, &app->tabs[i].stack)
            if (open->type->save_draft)
                open->type->save_draft(open->self);
}

void app_count_drafts(App *app) {
    DraftList list = {0};
    Error err;
    app->drafts = library_drafts(app->library, &list, &err) ? list.len : 0;
    free(list.items);
}

Marks *app_marks(App *app) {
    return &app->marks;
}

size_t app_drafts(App *app) {
    app_count_drafts(app);
    return app->drafts;
}

void app_set_undo(App *app, Uuid id) {
    app->undo = id;
    app->undo_batch = (Uuid){{0}};
}

void app_set_undo_batch(App *app, Uuid batch) {
    app->undo = (Uuid){{0}};
    app->undo_batch = batch;
}

Uuid app_undo_batch(const App *app) {
    return app->undo_batch;
}

Uuid app_undo(const App *app) {
    return app->undo;
}

/* ---- messages and boxes ---- */

void app_say(App *app, Role role, int ms, const char *text) {
    bar_set_message(&app->message, role, ms, str_of(text));
    if (ms > 0)
        app_set_timer(app, APP_TIMER_MESSAGE, ms + 1, false);
    app_request_frame(app);
}

void app_say_error(App *app, const Error *err) {
    Buf text = {0};
    error_render(err, &text);
    app_say(app, ROLE_ERROR, 0, buf_text(&text));
    buf_free(&text);
}

void app_say_about(App *app, Role role, int ms, const char *pattern, Str about) {
    ErrorArg arg = {.kind = 's'};
    size_t fit = utf8_floor(about, about.len < sizeof arg.text ? about.len : sizeof arg.text - 1);
    snprintf(arg.text, sizeof arg.text, "%.*s", (int)fit, about.ptr ? about.ptr : "");
    Buf text = {0};
    message_fill(&text, pattern, &arg, 1);
    app_say(app, role, ms, buf_text(&text));
    buf_free(&text);
}

void app_menu(App *app, const char *title, const MenuItem *items, size_t count, AppChosen *chosen,
              void *context) {
    overlay_menu(&app->overlay, title, items, count, chosen, context);
    app_request_frame(app);
}

void app_menu_select(App *app, size_t row) {
    app->overlay.menu.list.count = app->overlay.menu.count;
    list_select(&app->overlay.menu.list, row);
}

void app_menu_keys(App *app, const char *title, const MenuItem *items, size_t count,
                   AppChosen *chosen, void *context) {
    overlay_keys(&app->overlay, title, items, count, chosen, context);
    app_set_timer(app, APP_TIMER_CHORD, APP_CHORD_MS, true);
    app_request_frame(app);
}

void app_confirm(App *app, const char *title, const char *text, const char *yes, size_t count,
                 AppChosen *done, void *context) {
    Confirm confirm = {
        .title = title, .text = text, .yes = yes, .opened_by = app->key, .count = count};
    overlay_confirm(&app->overlay, &confirm, done, context);
    app_request_frame(app);
}

void app_ask(App *app, const char *title, Str text, bool empty, AppTyped *done, void *context) {
    overlay_ask(&app->overlay, title, text, empty, done, context);
    app_request_frame(app);
}

void app_prompt(App *app, const char *title, AppTyped *done, void *context) {
    overlay_prompt(&app->overlay, title, done, context);
    app_request_frame(app);
}

/* ---- timers ---- */

void app_set_timer(App *app, AppTimer timer, int ms, bool work) {
    app->timers[timer] = (AppTimerState){true, work, ms};
    if (app->loop)
        loop_set_timer(app->loop, (int)timer, ms, work);
}

void app_stop_timer(App *app, AppTimer timer) {
    app->timers[timer] = (AppTimerState){0};
    if (app->loop)
        loop_stop_timer(app->loop, (int)timer);
}

bool app_timer_is_set(const App *app, AppTimer timer) {
    return app->timers[timer].set;
}

void app_request_frame(App *app) {
    if (app->loop)
        loop_request_frame(app->loop);
}

int64_t app_last_key_us(const App *app) {
    return app->last_key_us;
}

static void tell_timer(App *app, AppTimer timer, const OpenScreen *open) {
    (void)app;
    if (open && open->type->timer)
        open->type->timer(open->self, timer);
}

void app_timer(App *app, AppTimer timer) {
    app->timers[timer] = (AppTimerState){0};
    if (timer == APP_TIMER_MESSAGE || timer == APP_TIMER_CHORD || timer == APP_TIMER_PALETTE)
        app_request_frame(app);
    if (timer == APP_TIMER_CHORD)
        app->overlay.waits = false;
    if (timer == APP_TIMER_PALETTE && app->overlay.kind == OVERLAY_PALETTE &&
        !palette_find_cases(app->overlay.palette) && app->loop)
        app_set_timer(app, timer, PALETTE_AGAIN_MS, true);
    if (timer == APP_TIMER_DRAFT) {
        for (size_t i = 0; i < APP_TABS; i++)
            VEC_EACH (open, &app->tabs[i].stack)
                tell_timer(app, timer, open);
    } else {
        tell_timer(app, timer, app_top_screen(app));
    }
}

bool app_is_typing(App *app) {
    OpenScreen *top = app_top_screen(app);
    OverlayKind box = app->overlay.kind;
    if (box != OVERLAY_NONE)
        return box == OVERLAY_PROMPT || box == OVERLAY_PALETTE;
    return top->type->context(top->self) & CONTEXT_TYPING;
}

void app_put_ime(App *app, bool end, Buf *out) {
    bool leave = app->settings.ime_control && !end && !app_is_typing(app);
    if (leave != app->ime_left)
        buf_puts(out, ime_bytes(!leave));
    app->ime_left = leave;
}

/* How long the screen on top wants to be left alone after what was done last. */
static bool may_follow(App *app, int64_t now) {
    OpenScreen *top = app_top_screen(app);
    ActionContext context = top->type->context(top->self);
    if (context == CONTEXT_FORM)
        return now - app->last_change_us >= FORM_REST_US;
    bool line = (context & CONTEXT_TYPING) || app->overlay.kind != OVERLAY_NONE;
    return !line || !app->last_key_us || now - app->last_key_us >= FILTER_REST_US;
}

void app_watch(App *app) {
    int64_t now = clock_mono_us();
    uint64_t version = library_version(app->library);
    if (app->paused || version == app->version || !may_follow(app, now))
        return;
    app->version = version;
    app->last_change_us = now;
    tell_changed(app, false);
    app_request_frame(app);
}

/* ---- events ---- */

static void say_unknown_key(App *app, InputKey key) {
    Buf name = {0};
    input_key_format(&name, key);
    app_say_about(app, ROLE_INFO, APP_SAY_MS, _("{0} does nothing here. ^G shows the keys."),
                  buf_str(&name));
    buf_free(&name);
}

/* An action of the palette that the screen has no use for just now. */
static void say_nothing_to_do(App *app, ActionId id) {
    app_say_about(app, ROLE_INFO, APP_SAY_MS, _("“{0}” has nothing to do here."),
                  str_of(_(action_get(id)->label)));
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

/* ---- keys that follow a key ---- */

static void show_continuations(App *app, ActionContext context);

static void continuation_chosen(void *context, int index) {
    App *app = context;
    OpenScreen *top = app_top_screen(app);
    ActionContext where = top->type->context(top->self);
    bool begins;
    app->chord.keys[app->chord.count++] = app->chord_next[index];
    ActionId id = action_find_chord(app->settings.key_map, &app->chord, where, &begins);
    if (begins)
        show_continuations(app, where);
    else if (id)
        app_act(app, id);
}

/* The key behind what is typed of a chord; false when it does not begin so. */
static bool next_key(const App *app, const ActionChord *chord, InputKey *out) {
    if (chord->count <= app->chord.count)
        return false;
    for (size_t i = 0; i < app->chord.count; i++)
        if (!input_key_equal(chord->keys[i], app->chord.keys[i]))
            return false;
    *out = chord->keys[app->chord.count];
    return true;
}

static size_t row_of_key(const App *app, size_t count, InputKey key) {
    size_t row = 0;
    while (row < count && !input_key_equal(app->chord_next[row], key))
        row++;
    return row;
}

/* Everything that may follow the keys pressed so far, each key once. */
static void show_continuations(App *app, ActionContext context) {
    MenuItem items[APP_MOST_NEXT];
    size_t count = 0;
    Buf title = {0};
    for (ActionId id = ACTION_NONE + 1; id < ACTIONS; id++) {
        ActionChord chord;
        if (!(action_get(id)->contexts & context) || action_get(id)->screen_key)
            continue;
        for (size_t n = 0; action_chord(&app->keys, id, n, &chord); n++) {
            InputKey key;
            if (!next_key(app, &chord, &key) || count >= APP_MOST_NEXT)
                continue;
            bool last = chord.count == app->chord.count + 1;
            size_t row = row_of_key(app, count, key);
            if (row < count) {
                items[row].label = "..."; /* several go on behind this key */
                continue;
            }
            app->chord_next[count] = key;
            items[count] = (MenuItem){.label = last ? _(action_get(id)->label) : "...",
                                      .shortcut = key,
                                      .action = (int)count};
            count++;
        }
    }
    action_chord_format(&title, &app->chord);
    app_menu_keys(app, buf_text(&title), items, count, continuation_chosen, app);
    buf_free(&title);
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
        show_continuations(app, context);
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

/* ---- the palette ---- */

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

/* What the list can do is done there, also when it was asked for in the filter bar. */
static bool act_near(App *app, ActionId id) {
    OpenScreen *top = app_top_screen(app);
    ActionContext context = top->type->context(top->self);
    bool to_list = context == CONTEXT_FILTER && !(action_get(id)->contexts & context);
    if (to_list)
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

static void tell_palette(App *app, const InputEvent *event) {
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

void app_event(App *app, const InputEvent *event) {
    bool typed = event->type == INPUT_TYPE_KEY || event->type == INPUT_TYPE_PASTE;
    if (typed) {
        app->last_key_us = clock_mono_us();
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
        tell_palette(app, event);
    else if (app->overlay.kind != OVERLAY_NONE && (typed || event->type == INPUT_TYPE_MOUSE))
        tell_overlay(app, event);
    else if (event->type == INPUT_TYPE_KEY)
        take_key(app, event);
    else if (event->type == INPUT_TYPE_MOUSE)
        take_mouse(app, event);
    else if (event->type == INPUT_TYPE_PASTE)
        ask_screen(app, event);
}

/* ---- actions of the application ---- */

static bool act_quit(App *app) {
    bool letter = input_key_is_text(app->key);
    if (letter && app_pop(app))
        return true;
    app_save_drafts(app);
    app->end = true;
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
    bool good = permit_action(app, id, &reason);
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
    if (show_tab(app, id))
        return true;
    OpenScreen *top = app_top_screen(app);
    return top->type->act && top->type->act(top->self, id);
}
