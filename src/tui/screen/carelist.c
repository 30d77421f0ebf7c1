#include "config.h"

#include "tui/screen/carelist.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "tui/app/wait.h"
#include "tui/screen/acts.h"
#include "tui/screen/case.h"
#include "tui/screen/edit.h"
#include "tui/screen/marking.h"
#include "tui/widget/layout.h"
#include "tui/widget/list.h"

#include <stdio.h>

enum { RIGHT_COLS = 12, ROOMY_COLS = 76, PART_INDENT = 2, SLOW_US = 700000 };

typedef enum CareOwner { OWNER_ALL, OWNER_ME, OWNER_OTHER } CareOwner;

struct CareList {
    App *app;
    const CareKind *kind;
    void *self;
    Arena arena;
    VEC(CareRow) rows;
    VEC(Uuid) ids; /* that something is done with */
    List list;
    Buf owner;        /* of the query: "owner:me"; empty: everybody */
    uint64_t version; /* of the library when the rows were made */
    bool slow;        /* making them took so long that it is done only when it is asked for */
};

App *carelist_app(const CareList *list) {
    return list->app;
}

/* ---- rows ---- */

void carelist_add(CareList *list, const CareRow *row) {
    CareRow kept = *row;
    for (size_t i = 0; i < CARE_CELLS; i++)
        kept.cells[i].text = arena_str(&list->arena, row->cells[i].text);
    kept.text = arena_str(&list->arena, row->text);
    kept.right = arena_str(&list->arena, row->right);
    vec_push(&list->rows, kept);
}

static const CareRow *selected(const CareList *list) {
    size_t row = list->list.selected;
    return row < list->rows.len ? &list->rows.items[row] : NULL;
}

static void follow(CareList *list, Uuid id, int field) {
    for (size_t i = 0; i < list->rows.len; i++) {
        const CareRow *row = &list->rows.items[i];
        if (!uuid_equal(row->id, id))
            continue;
        if (!row->part || row->field == field)
            list_select(&list->list, i);
        if (row->field == field)
            return;
    }
}

static bool load(CareList *list, Error *err) {
    const CareRow *row = selected(list);
    CareRow keep = row ? *row : (CareRow){.field = -1};
    Arena old = list->arena;
    AppWait wait = app_wait_begin(list->app, _(list->kind->loading));
    Progress progress = app_wait_progress(&wait);
    int64_t began_us = clock_mono_us();
    list->arena = (Arena){0};
    list->rows.len = 0;
    list->version = library_version(app_library(list->app));
    bool ok = list->kind->load(list->self, list, buf_str(&list->owner), &progress, err);
    app_wait_end(&wait);
    arena_free(&old);
    list->slow = clock_mono_us() - began_us > SLOW_US;
    list_set_count(&list->list, list->rows.len);
    follow(list, keep.id, keep.field);
    return ok;
}

void carelist_load(CareList *list) {
    Error err;
    if (!load(list, &err))
        app_say_error(list->app, &err);
    app_request_frame(list->app);
}

/* ---- drawing ---- */

static void draw_cells(const CareRow *row, const int widths[CARE_CELLS], Grid *grid, GridRect *at) {
    for (size_t i = 0; i < CARE_CELLS; i++) {
        if (!widths[i] || at->cols < widths[i] + 20)
            continue;
        GridRect cell = layout_take_left(at, widths[i]);
        cell.cols--;
        grid_text(grid, cell, row->cells[i].text, grid_style(row->cells[i].role), GRID_CUT);
    }
}

static void draw_row(void *context, Grid *grid, GridRect at, size_t index) {
    const CareList *list = context;
    const CareRow *row = &list->rows.items[index];
    bool roomy = at.cols >= ROOMY_COLS;
    if (row->part) {
        layout_take_left(&at, PART_INDENT + marking_cols(list->app));
        draw_cells(row, list->kind->part_widths, grid, &at);
    } else {
        marking_draw(list->app, grid, &at, row->id);
        draw_cells(row, list->kind->widths, grid, &at);
    }
    if (row->right.len && roomy) {
        GridRect right = layout_take_right(&at, RIGHT_COLS);
        grid_text(grid, right, row->right, grid_style(ROLE_DIM), GRID_CUT);
        at.cols--;
    }
    grid_text(grid, at, row->text, grid_style(row->role), GRID_CUT);
}

static void put_owner(const CareList *list, Buf *out) {
    Str query = buf_str(&list->owner);
    if (query.len)
        buf_printf(out, "[%.*s]  ", STR_ARG(query));
}

static void list_draw_all(void *self, Grid *grid, GridRect body) {
    CareList *list = self;
    Buf head = {0};
    put_owner(list, &head);
    list->kind->head(list->self, &head);
    grid_text(grid, layout_take_top(&body, 1), buf_str(&head), grid_style(ROLE_HEADING), GRID_CUT);
    buf_free(&head);
    if (!list->rows.len) {
        grid_text(grid, body, str_of(_(list->kind->nothing)), grid_style(ROLE_DIM), GRID_CUT);
        grid_set_cursor(grid, body.row, body.col);
        return;
    }
    list->list.focused = list->list.park_cursor = true;
    list_draw(&list->list, grid, body, draw_row, list);
}

/* ---- acts ---- */

static bool act_open(CareList *list) {
    const CareRow *row = selected(list);
    if (row && row->field >= 0)
        edit_open_at(list->app, row->id, row->field);
    else if (row)
        case_open(list->app, row->id, STR(""), STR(""));
    return true;
}

static bool act_edit(CareList *list) {
    const CareRow *row = selected(list);
    if (row)
        edit_open_at(list->app, row->id, row->field);
    return true;
}

static bool act_mark(CareList *list) {
    const CareRow *row = selected(list);
    if (!row)
        return true;
    marking_toggle(list->app, row->id);
    while (list->list.selected + 1 < list->list.count) { /* the next case */
        list_move(&list->list, LIST_DOWN);
        if (!selected(list)->part)
            break;
    }
    return true;
}

/* All rows; when all are marked, none. */
static bool act_mark_all(CareList *list) {
    Marks *marks = app_marks(list->app);
    size_t added = 0;
    VEC_EACH (row, &list->rows)
        added += !row->part && marks_add(marks, row->id);
    if (!added)
        marks_free(marks);
    return true;
}

void carelist_served(CareList *list) {
    marks_remove_all(app_marks(list->app), list->ids.items, list->ids.len);
}

static void offer(void *context, int yes) {
    CareList *list = context;
    if (yes == 1)
        list->kind->offer(list->self, list->ids.items, list->ids.len);
}

static size_t put_unseen(CareList *list, Buf *out) {
    VEC(Uuid) shown = {0};
    VEC_EACH (row, &list->rows)
        vec_push(&shown, row->id);
    size_t unseen = marking_put_unseen(list->app, shown.items, shown.len, out);
    vec_free(&shown);
    return unseen;
}

static bool act_bulk(CareList *list) {
    const Marks *marks = app_marks(list->app);
    const CareRow *row = selected(list);
    list->ids.len = 0;
    for (size_t i = 0; i < marks->ids.len; i++)
        vec_push(&list->ids, marks->ids.items[i]);
    if (!list->ids.len && row)
        vec_push(&list->ids, row->id);
    Buf names = {0};
    if (list->ids.len && put_unseen(list, &names))
        marking_ask_unseen(list->app, buf_str(&names), offer, list);
    else if (list->ids.len)
        offer(list, 1);
    buf_free(&names);
    return true;
}

static bool act_narrow(CareList *list) {
    if (list->kind->narrow)
        list->kind->narrow(list->self);
    return true;
}

static void owner_typed(void *context, Str name) {
    CareList *list = context;
    buf_clear(&list->owner);
    buf_printf(&list->owner, "owner:\"%.*s\"", STR_ARG(str_trim(name)));
    carelist_load(list);
}

static void owner_chosen(void *context, int choice) {
    CareList *list = context;
    buf_clear(&list->owner);
    if (choice == OWNER_OTHER) {
        app_prompt(list->app, _("Whose cases"), owner_typed, list);
        return;
    }
    buf_puts(&list->owner, choice == OWNER_ME ? "owner:me" : "");
    carelist_load(list);
}

static bool act_owner(CareList *list) {
    const MenuItem items[] = {{.label = _("everybody's cases"), .action = OWNER_ALL},
                              {.label = _("my own cases"), .action = OWNER_ME},
                              {.label = _("somebody else's"), .action = OWNER_OTHER}};
    app_menu(list->app, _("Whose cases"), items, COUNT_OF(items), owner_chosen, list);
    return true;
}

static bool act_again(CareList *list) {
    carelist_load(list);
    return true;
}

static bool act_undo(CareList *list) {
    acts_undo(list->app, (Uuid){{0}});
    carelist_load(list);
    return true;
}

static bool act_redo(CareList *list) {
    acts_redo(list->app);
    carelist_load(list);
    return true;
}

static bool act_back(CareList *list) {
    app_pop(list->app);
    return true;
}

static bool act_search(CareList *list) {
    app_search(list->app, STR(""), false);
    return true;
}

static bool carelist_act(void *self, ActionId id) {
    static bool (*const acts[ACTIONS])(CareList *) = {
        [ACTION_OPEN] = act_open,   [ACTION_EDIT] = act_edit,         [ACTION_MARK] = act_mark,
        [ACTION_DEAL] = act_bulk,   [ACTION_MARK_ALL] = act_mark_all, [ACTION_FACETS] = act_narrow,
        [ACTION_OWNER] = act_owner, [ACTION_SHOW_NEW] = act_again,    [ACTION_UNDO] = act_undo,
        [ACTION_REDO] = act_redo,   [ACTION_BACK] = act_back,         [ACTION_SEARCH] = act_search,
    };
    CareList *list = self;
    ListMove move;
    if (acts[id])
        return acts[id](list);
    if (!action_move(id, &move))
        return false;
    list_move(&list->list, move);
    return true;
}

static bool carelist_event(void *self, const InputEvent *event) {
    CareList *list = self;
    if (event->type != INPUT_TYPE_MOUSE)
        return false;
    WidgetResult result = list_mouse(&list->list, event);
    if (result == WIDGET_DONE)
        act_open(list);
    return result != WIDGET_IGNORED;
}

/* Coming back from a form the rows are made anew, unless that takes long; what others do waits for
 * the key, so that no row moves under the hand. */
static void carelist_changed(void *self) {
    CareList *list = self;
    if (!app_came_back(list->app) || list->version == library_version(app_library(list->app)))
        return;
    if (list->slow)
        app_say(list->app, ROLE_INFO, APP_SAY_MS,
                _("These are the rows from before; . looks again."));
    else
        carelist_load(list);
}

static ActionContext carelist_context(const void *self) {
    (void)self;
    return CONTEXT_CARE;
}

static void carelist_title(const void *self, Buf *out) {
    const CareList *list = self;
    buf_puts(out, _(list->kind->title));
    if (list->rows.len)
        buf_printf(out, " %zu/%zu", list->list.selected + 1, list->rows.len);
}

static void carelist_free(void *self) {
    CareList *list = self;
    list->kind->free(list->self);
    vec_free(&list->rows);
    vec_free(&list->ids);
    buf_free(&list->owner);
    arena_free(&list->arena);
    free(list);
}

static bool carelist_serves(const void *self, ActionId id) {
    const CareList *list = self;
    return id != ACTION_FACETS || list->kind->narrow;
}

static const Screen carelist_screen = {.context = carelist_context,
                                       .serves = carelist_serves,
                                       .title = carelist_title,
                                       .draw = list_draw_all,
                                       .act = carelist_act,
                                       .event = carelist_event,
                                       .changed = carelist_changed,
                                       .free = carelist_free};

CareList *carelist_open(App *app, const CareKind *kind, void *self) {
    CareList *list = mem_zalloc(sizeof *list);
    Error err;
    list->app = app;
    list->kind = kind;
    list->self = self;
    if (load(list, &err)) {
        app_push(app, &carelist_screen, list);
        return list;
    }
    app_say_error(app, &err);
    carelist_free(list);
    return NULL;
}
