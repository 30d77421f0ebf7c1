#include "config.h"

#include "tui/screen/found.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "text/wrap.h"
#include "tui/screen/acts.h"
#include "tui/screen/case.h"
#include "tui/screen/casetext.h"
#include "tui/screen/compare.h"
#include "tui/screen/marking.h"
#include "tui/screen/merge.h"
#include "tui/screen/prospect.h"
#include "tui/screen/similar.h"
#include "tui/screen/views.h"
#include "tui/widget/layout.h"
#include "tui/widget/list.h"

#include <stdio.h>

enum {
    LIKENESS_COLS = 5,
    STATUS_COLS = 10,
    CUSTOMER_COLS = 18,
    MOST_HEADS = 4,
    ROOMY_ROWS = 16,
    ROOMY_COLS = 100,
    EXPLAINING_ROWS = 2
};

typedef struct FoundRow {
    Uuid id;
    Str title, customer, why, marks;
    double likeness;
    const char *status; /* message id */
    Role role;
} FoundRow;

typedef struct FoundHead {
    Role role;
    Str text;
} FoundHead;

struct FoundList {
    Arena arena;
    FoundHead heads[MOST_HEADS];
    size_t head_count;
    VEC(FoundRow) rows;
};

typedef struct Found {
    App *app;
    FoundKind kind;
    void *self;
    FoundList found;
    List list;
    ViewsBox box;
} Found;

void found_put_head(FoundList *list, Role role, Str line) {
    if (list->head_count < MOST_HEADS)
        list->heads[list->head_count++] = (FoundHead){role, arena_str(&list->arena, line)};
}

void found_add(FoundList *list, const Record *row, double likeness, Str why, Str marks) {
    FoundRow to = {.id = record_id(row),
                   .title = arena_str(&list->arena, record_title(row)),
                   .customer = arena_str(&list->arena, record_ref_name(row, CASE_CUSTOMER)),
                   .why = arena_str(&list->arena, why),
                   .marks = arena_str(&list->arena, marks),
                   .likeness = likeness};
    to.status = casetext_status(row, &to.role);
    vec_push(&list->rows, to);
}

static void list_clear(FoundList *list) {
    arena_free(&list->arena);
    vec_free(&list->rows);
    *list = (FoundList){0};
}

static const FoundRow *selected(const Found *found) {
    size_t row = found->list.selected;
    return row < found->found.rows.len ? &found->found.rows.items[row] : NULL;
}

/* The selection stays with its case. */
static bool load(Found *found, Error *err) {
    const FoundRow *row = selected(found);
    Uuid keep = row ? row->id : (Uuid){{0}};
    FoundList now = {0};
    if (!found->kind.load(found->self, &now, err)) {
        list_clear(&now);
        return false;
    }
    list_clear(&found->found);
    found->found = now;
    list_set_count(&found->list, now.rows.len);
    for (size_t i = 0; i < now.rows.len; i++)
        if (uuid_equal(now.rows.items[i].id, keep))
            list_select(&found->list, i);
    return true;
}

static void found_changed(void *self) {
    Found *found = self;
    Error err;
    if (!load(found, &err))
        app_say_error(found->app, &err);
}

/* ---- drawing ---- */

static void draw_row(void *context, Grid *grid, GridRect at, size_t index) {
    const Found *found = context;
    const FoundRow *row = &found->found.rows.items[index];
    char likeness[16];
    GridRect second = {at.row + 1, at.col + LIKENESS_COLS, 1, at.cols - LIKENESS_COLS};
    int lines = at.rows;
    at.rows = 1;
    marking_draw(found->app, grid, &at, row->id);
    snprintf(likeness, sizeof likeness, found->kind.points ? "%4.1f" : "%3.0f%%",
             100 * row->likeness);
    grid_text(grid, layout_take_left(&at, LIKENESS_COLS), str_of(likeness), grid_style(ROLE_NUMBER),
              0);
    if (at.cols >= 50) {
        GridRect cell = layout_take_left(&at, STATUS_COLS);
        cell.cols--;
        grid_text(grid, cell, str_of(_(row->status)), grid_style(row->role), GRID_CUT);
    }
    if (at.cols >= 60) {
        GridRect cell = layout_take_right(&at, CUSTOMER_COLS + 1);
        cell.col++;
        cell.cols--;
        grid_text(grid, cell, row->customer, grid_style(ROLE_DIM), GRID_CUT);
    }
    grid_text(grid, at, row->title, grid_style(ROLE_TEXT), GRID_CUT);
    if (lines > 1)
        grid_text(grid, second, row->why, grid_style(ROLE_DIM), GRID_CUT);
}

/* Takes the lines that it needs, as far as there are some. */
static void draw_head(const FoundHead *head, Grid *grid, GridRect *body) {
    for (size_t from = 0; from < head->text.len && body->rows;) {
        size_t next = text_wrap_next(head->text, from, body->cols);
        size_t to = text_wrap_end(head->text, from, next, body->cols);
        grid_text(grid, layout_take_top(body, 1), str_make(head->text.ptr + from, to - from),
                  grid_style(head->role), 0);
        from = next;
    }
}

/* How the likeness was reckoned stands below the cases. */
static bool explains(const Found *found) {
    for (size_t i = 0; i < found->found.head_count; i++)
        if (found->found.heads[i].role == ROLE_DIM)
            return true;
    return false;
}

static void found_draw(void *self, Grid *grid, GridRect body) {
    Found *found = self;
    bool roomy = body.rows >= ROOMY_ROWS &&
                 body.cols >= ROOMY_COLS; /* else what explains gives way to cases */
    GridRect foot = layout_take_bottom(&body, roomy && explains(found) ? EXPLAINING_ROWS : 0);
    for (size_t i = 0; i < found->found.head_count; i++) {
        const FoundHead *head = &found->found.heads[i];
        if (head->role == ROLE_DIM || body.rows > 4)
            draw_head(head, grid, head->role == ROLE_DIM ? &foot : &body);
    }
    if (found->found.head_count)
        layout_take_top(&body, body.rows > 8 ? 1 : 0);
    if (!found->found.rows.len) {
        grid_text(grid, body, str_of(_(found->kind.nothing)), grid_style(ROLE_DIM), GRID_CUT);
        grid_set_cursor(grid, body.row, body.col);
        return;
    }
    found->list.row_lines = body.rows >= 6 ? 2 : 1;
    found->list.focused = found->list.park_cursor = true;
    list_draw(&found->list, grid, body, draw_row, found);
}

/* ---- acts ---- */

static bool act_open(Found *found) {
    const FoundRow *row = selected(found);
    if (row && found->kind.open)
        found->kind.open(found->self, found->app, row->id);
    else if (row)
        case_open_related(found->app, row->id, row->marks);
    return true;
}

static bool act_save_view(Found *found) {
    SavedView view = {.digit = 0};
    if (!found->kind.view)
        return false;
    found->kind.view(found->self, &view);
    views_save(&found->box, &view);
    return true;
}

static bool act_back(Found *found) {
    app_pop(found->app);
    return true;
}

static bool act_mark(Found *found) {
    const FoundRow *row = selected(found);
    if (row)
        marking_toggle(found->app, row->id);
    list_move(&found->list, LIST_DOWN);
    return true;
}

static bool act_compare(Found *found) {
    const FoundRow *row = selected(found);
    if (row)
        compare_choose(found->app, row->id, found->kind.origin);
    return true;
}

static bool act_merge(Found *found) {
    const FoundRow *row = selected(found);
    if (row)
        merge_choose(found->app, row->id, found->kind.origin);
    return true;
}

static bool act_undo(Found *found) {
    return acts_undo(found->app, (Uuid){{0}});
}

static bool act_redo(Found *found) {
    return acts_redo(found->app);
}

static bool act_similar(Found *found) {
    const FoundRow *row = selected(found);
    if (row)
        similar_open(found->app, row->id);
    return true;
}

static bool act_prospect(Found *found) {
    prospect_open(found->app);
    return true;
}

static bool act_search(Found *found) {
    app_search(found->app, STR(""), false);
    return true;
}

static bool found_act(void *self, ActionId id) {
    static bool (*const acts[ACTIONS])(Found *) = {
        [ACTION_OPEN] = act_open,         [ACTION_BACK] = act_back,
        [ACTION_MARK] = act_mark,         [ACTION_COMPARE] = act_compare,
        [ACTION_SIMILAR] = act_similar,   [ACTION_SEARCH] = act_search,
        [ACTION_PROSPECT] = act_prospect, [ACTION_SAVE_VIEW] = act_save_view,
        [ACTION_MERGE] = act_merge,       [ACTION_UNDO] = act_undo,
        [ACTION_REDO] = act_redo,
    };
    Found *found = self;
    ListMove move;
    if (acts[id])
        return acts[id](found);
    if (!action_move(id, &move))
        return false;
    list_move(&found->list, move);
    return true;
}

static bool found_event(void *self, const InputEvent *event) {
    Found *found = self;
    if (event->type != INPUT_TYPE_MOUSE)
        return false;
    WidgetResult result = list_mouse(&found->list, event);
    if (result == WIDGET_DONE)
        act_open(found);
    return result != WIDGET_IGNORED;
}

static ActionContext found_context(const void *self) {
    (void)self;
    return CONTEXT_FOUND;
}

static void found_title(const void *self, Buf *out) {
    const Found *found = self;
    buf_puts(out, _(found->kind.title));
    if (found->found.rows.len)
        buf_printf(out, " %zu/%zu", found->list.selected + 1, found->found.rows.len);
}

static void found_free(void *self) {
    Found *found = self;
    found->kind.free(found->self);
    views_free(&found->box);
    list_clear(&found->found);
    free(found);
}

static bool found_serves(const void *self, ActionId id) {
    const Found *found = self;
    return id != ACTION_SAVE_VIEW || found->kind.view;
}

static const Screen found_screen = {.context = found_context,
                                    .title = found_title,
                                    .draw = found_draw,
                                    .serves = found_serves,
                                    .act = found_act,
                                    .event = found_event,
                                    .changed = found_changed,
                                    .free = found_free};

bool found_open(App *app, const FoundKind *kind, void *self) {
    Found *found = mem_zalloc(sizeof *found);
    Error err;
    found->app = app;
    found->box = (ViewsBox){.app = app};
    found->kind = *kind;
    found->self = self;
    if (!load(found, &err)) {
        app_say_error(app, &err);
        found_free(found);
        return false;
    }
    app_push(app, &found_screen, found);
    return true;
}
