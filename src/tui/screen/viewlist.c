#include "config.h"

#include "tui/screen/viewlist.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "text/wrap.h"
#include "tui/screen/views.h"
#include "tui/widget/list.h"

#include <stdio.h>
#include <stdlib.h>

enum { DIGIT_COLS = 2, NAME_COLS = 24, WHOSE_COLS = 8, ORDER_COLS = 14, ORDER_FROM = 76 };

typedef struct ViewList {
    App *app;
    SavedViews views;
    List list;
    ViewsBox box;
    SavedView deleting; /* its texts are not used */
} ViewList;

static const SavedView *selected(const ViewList *screen) {
    size_t row = screen->list.selected;
    return row < screen->views.len ? &screen->views.items[row] : NULL;
}

/* The selection stays with its view. */
static void viewlist_changed(void *self) {
    ViewList *screen = self;
    SavedViews now;
    Error err;
    SavedView kept = selected(screen) ? *selected(screen) : (SavedView){.digit = 0};
    if (!library_views(app_library(screen->app), &now, &err)) {
        library_views_free(&now);
        app_say_error(screen->app, &err);
        return;
    }
    library_views_free(&screen->views);
    screen->views = now;
    list_set_count(&screen->list, now.len);
    for (size_t i = 0; i < now.len; i++)
        if (now.items[i].digit == kept.digit && now.items[i].team == kept.team)
            list_select(&screen->list, i);
}

/* ---- drawing ---- */

typedef struct Cells {
    Str digit, name, whose, order, query;
} Cells;

static void draw_cells(Grid *grid, GridRect line, const Cells *cells, bool head) {
    const struct {
        Str text;
        int cols;
        Role role;
    } parts[] = {{cells->digit, DIGIT_COLS, ROLE_HINT_KEY},
                 {cells->name, NAME_COLS, ROLE_TEXT},
                 {cells->whose, WHOSE_COLS, ROLE_DIM},
                 {cells->order, line.cols >= ORDER_FROM ? ORDER_COLS : 0, ROLE_DIM},
                 {cells->query, line.cols, ROLE_TEXT}};
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        GridRect at = layout_take_left(&line, parts[i].cols);
        layout_take_left(&line, at.cols ? 1 : 0);
        grid_text(grid, at, parts[i].text, grid_style(head ? ROLE_COLUMN_HEAD : parts[i].role),
                  GRID_CUT);
    }
}

static void draw_row(void *context, Grid *grid, GridRect line, size_t row) {
    const ViewList *screen = context;
    const SavedView *view = &screen->views.items[row];
    char digit[4];
    snprintf(digit, sizeof digit, "%d", view->digit);
    Cells cells = {.digit = view->hidden ? STR("") : str_of(digit), /* one's own has the digit */
                   .name = view->name,
                   .whose = str_of(view->team ? _("team") : _("mine")),
                   .order = view->sort,
                   .query = view->query};
    draw_cells(grid, line, &cells, false);
}

static void draw_none(Grid *grid, GridRect body) {
    Str text = str_of(_("No view is saved. S keeps a list as one."));
    for (size_t from = 0; from < text.len && body.rows > 0;) {
        size_t next = text_wrap_next(text, from, body.cols);
        size_t end = text_wrap_end(text, from, next, body.cols);
        grid_text(grid, layout_take_top(&body, 1), str_make(text.ptr + from, end - from),
                  grid_style(ROLE_DIM), 0);
        from = next;
    }
}

static void viewlist_draw(void *self, Grid *grid, GridRect body) {
    ViewList *screen = self;
    GridRect head = layout_take_top(&body, body.rows > 4 ? 1 : 0);
    screen->list.focused = screen->list.park_cursor = true;
    if (!screen->views.len) {
        draw_none(grid, layout_part(body, 1, body.cols));
        screen->list.rect = (GridRect){0};
        return;
    }
    grid_fill(grid, head, grid_style(ROLE_COLUMN_HEAD));
    Cells cells = {STR(""), str_of(_("View")), str_of(_("Whose")), str_of(_("Order")),
                   str_of(_("Search"))};
    draw_cells(grid, layout_part(head, list_gutter(grid), head.cols), &cells, true);
    list_draw(&screen->list, grid, body, draw_row, screen);
}

/* ---- acts ---- */

static bool act_open(ViewList *screen) {
    const SavedView *view = selected(screen);
    char argument[16];
    Error err;
    if (!view)
        return true;
    snprintf(argument, sizeof argument, view->team ? "team %d" : "%d", view->digit);
    if (!app_tell_screen(screen->app, ACTION_CASES, SCREEN_VIEW, str_of(argument), &err))
        app_say_error(screen->app, &err);
    return true;
}

static bool act_back(ViewList *screen) {
    if (!app_pop(screen->app))
        app_show_tab(screen->app, ACTION_CASES);
    return true;
}

static bool act_change(ViewList *screen) {
    const SavedView *view = selected(screen);
    if (view)
        views_change(&screen->box, view->digit, view->team);
    return true;
}

static void delete_confirmed(void *context, int action) {
    ViewList *screen = context;
    Error err;
    (void)action;
    if (library_view_delete(app_library(screen->app), screen->deleting.digit, screen->deleting.team,
                            &err))
        app_say(screen->app, ROLE_GOOD, APP_SAY_MS, _("The view is deleted."));
    else
        app_say_error(screen->app, &err);
    viewlist_changed(screen);
}

static bool act_delete(ViewList *screen) {
    const SavedView *view = selected(screen);
    Buf text = {0};
    if (!view)
        return true;
    screen->deleting = *view;
    buf_put_str(&text, view->name);
    app_confirm(screen->app, _("Delete this view?"), buf_text(&text), _("delete"), 1,
                delete_confirmed, screen);
    buf_free(&text);
    return true;
}

static bool viewlist_act(void *self, ActionId id) {
    static bool (*const acts[ACTIONS])(ViewList *) = {
        [ACTION_OPEN] = act_open,
        [ACTION_BACK] = act_back,
        [ACTION_VIEW_CHANGE] = act_change,
        [ACTION_VIEW_DELETE] = act_delete,
    };
    ListMove move;
    ViewList *screen = self;
    if (acts[id])
        return acts[id](screen);
    if (!action_move(id, &move))
        return false;
    list_move(&screen->list, move);
    return true;
}

static bool viewlist_event(void *self, const InputEvent *event) {
    ViewList *screen = self;
    if (event->type != INPUT_TYPE_MOUSE)
        return false;
    WidgetResult result = list_mouse(&screen->list, event);
    if (result == WIDGET_DONE)
        act_open(screen);
    return result != WIDGET_IGNORED;
}

static ActionContext viewlist_context(const void *self) {
    (void)self;
    return CONTEXT_VIEWS;
}

static void viewlist_title(const void *self, Buf *out) {
    (void)self;
    buf_puts(out, _("views"));
}

static void viewlist_free(void *self) {
    ViewList *screen = self;
    library_views_free(&screen->views);
    views_free(&screen->box);
    free(screen);
}

static const Screen viewlist_screen = {.context = viewlist_context,
                                       .title = viewlist_title,
                                       .draw = viewlist_draw,
                                       .act = viewlist_act,
                                       .event = viewlist_event,
                                       .changed = viewlist_changed,
                                       .free = viewlist_free};

void viewlist_open(App *app) {
    ViewList *screen = mem_zalloc(sizeof *screen);
    screen->app = app;
    screen->box = (ViewsBox){.app = app};
    viewlist_changed(screen);
    app_push(app, &viewlist_screen, screen);
}
