#include "config.h"

#include "tui/app/app.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "library/presence.h"
#include "text/utf8.h"
#include "tui/app/palette.h"
#include "tui/app/state.h"
#include "tui/widget/scrap.h"

#include <stdio.h>

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

/* What was said before this key was about the screen that goes. */
static void drop_message(App *app) {
    if (app->message_key != app->keys_came && !app->message_lasts)
        bar_clear_message(&app->message);
}

void app_push(App *app, const Screen *type, void *self) {
    overlay_close(&app->overlay);
    drop_message(app);
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
    drop_message(app);
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
    bar_clear_message(&app->message); /* it was about the other one */
    forget_timers(app);
    app->tab = index;
    if (app->tabs[index].stack.len == 0)
        app->parts->tabs[index].open(app);
    else
        tell_changed(app, true);
    app_request_frame(app);
    return true;
}

ActionContext app_context_below(App *app) {
    size_t len = app->tabs[app->tab].stack.len;
    OpenScreen *below = &app->tabs[app->tab].stack.items[len > 1 ? len - 2 : 0];
    return below->type->context(below->self);
}

bool app_may_see_tab(const App *app, size_t tab) {
    Error err;
    return library_allow(app->library, app->parts->tabs[tab].right, &err);
}

/* Whether the action is a tab's. */
bool app_open_tab(App *app, ActionId action) {
    Error err;
    for (size_t i = 0; i < app->parts->tab_count; i++) {
        if (app->parts->tabs[i].action != action)
            continue;
        if (!library_allow(app->library, app->parts->tabs[i].right, &err))
            app_say_error(app, &err);
        else if (i != app->tab)
            open_tab(app, i);
        else
            while (app->tabs[i].stack.len > 1 && app_pop(app))
                ; /* once more: its first screen */
        return true;
    }
    return false;
}

void app_show_tab(App *app, ActionId action) {
    app_open_tab(app, action);
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
    app->day = library_today();
    app->presence = presence_stamp(library);
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
    scrap_free();
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
    undostack_free(&app->undo);
    undostack_free(&app->redo);
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

bool app_save_drafts(App *app, bool leaves) {
    bool all = true;
    for (size_t i = 0; i < APP_TABS; i++)
        VEC_EACH (open, &app->tabs[i].stack)
            if (open->type->save_draft && !open->type->save_draft(open->self, leaves))
                all = false;
    return all;
}

void app_put_unsaved(const App *app, Buf *out) {
    for (size_t i = 0; i < APP_TABS; i++)
        for (size_t at = 0; at < app->tabs[i].stack.len; at++) {
            const OpenScreen *open = &app->tabs[i].stack.items[at];
            if (open->type->put_unsaved)
                open->type->put_unsaved(open->self, out);
        }
}

void app_count_drafts(App *app) {
    Error ignored;
    library_drafts_count(app->library, &app->drafts, &ignored);
}

void app_count_inbox(App *app) {
    uint64_t before = app->waiting;
    if (library_inbox_count(app->library, &app->inbox, &app->waiting) && app->waiting != before)
        app_request_frame(app);
}

Marks *app_marks(App *app) {
    return &app->marks;
}

size_t app_drafts(App *app) {
    app_count_drafts(app);
    return app->drafts.count;
}

void app_did(App *app, UndoStep step) {
    undostack_push(&app->undo, step);
    undostack_clear(&app->redo);
}

void app_did_save(App *app, EntityType type, Uuid id, uint32_t rev) {
    app_did(app,
            (UndoStep){.kind = UNDO_CHANGE, .type = type, .id = id, .rev = rev, .standing = rev});
}

void app_set_undo_batch(App *app, Uuid batch, const char *what) {
    if (!uuid_is_nil(batch))
        app_did(app, (UndoStep){.kind = UNDO_BATCH, .id = batch, .what = what});
}

UndoStack *app_undo_stack(App *app) {
    return &app->undo;
}

UndoStack *app_redo_stack(App *app) {
    return &app->redo;
}

/* ---- messages and boxes ---- */

void app_say(App *app, Role role, int ms, const char *text) {
    bar_set_message(&app->message, role, ms, str_of(text));
    app->message_key = app->keys_came;
    app->message_lasts = ms >= APP_TOAST_MS;
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

void app_confirm_or(App *app, const char *title, const char *text, const char *yes,
                    const char *other, AppChosen *done, void *context) {
    Confirm confirm = {.title = title,
                       .text = text,
                       .yes = yes,
                       .other = other,
                       .opened_by = app->key,
                       .count = 1};
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
    if (app->shows_copied) /* the key only closes the page */
        return false;
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
    unsigned lines =
        CONTEXT_TYPING & ~(unsigned)CONTEXT_FACETS; /* values are chosen, not written */
    bool line = (context & lines) || app->overlay.kind != OVERLAY_NONE;
    return !line || !app->last_key_us || now - app->last_key_us >= FILTER_REST_US;
}

/* Whose role or team was changed sees it at once, whatever is under way: other tabs, other rows, a
 * menu that offers what may not be done (any more) goes. */
static bool follow_rights(App *app, uint64_t version) {
    Buf said = {0};
    if (!library_follow(app->library, &said)) {
        buf_free(&said);
        return false;
    }
    if (app->overlay.kind == OVERLAY_MENU)
        overlay_close(&app->overlay);
    app->version = version;
    app->inbox.known = false;
    app_count_inbox(app);
    if (!app_may_see_tab(app, app->tab))
        open_tab(app, 0);
    else
        tell_changed(app, true);
    app_say(app, ROLE_WARN, 0, buf_text(&said));
    buf_free(&said);
    return true;
}

void app_watch(App *app) {
    int64_t now = clock_mono_us();
    uint64_t version = library_version(app->library);
    if (follow_rights(app, version))
        return;
    if (!app->inbox.known) /* not before the first picture */
        app_count_inbox(app);
    uint64_t presence = presence_stamp(app->library);
    bool others = presence != app->presence, new_day = library_today() != app->day;
    others |= new_day;
    if (app->paused || (version == app->version && !others) || !may_follow(app, now))
        return;
    app->last_change_us = now;
    app->presence = presence;
    if (version != app->version || new_day)
        app_count_inbox(app);
    app->version = version;
    app->day = library_today();
    tell_changed(app, false);
    app_request_frame(app);
}
