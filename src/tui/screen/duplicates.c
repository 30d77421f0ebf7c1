#include "config.h"

#include "tui/screen/duplicates.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "library/distinct.h"
#include "library/duplicates.h"
#include "record/state.h"
#include "tui/app/wait.h"
#include "tui/screen/acts.h"
#include "tui/screen/case.h"
#include "tui/screen/casetext.h"
#include "tui/screen/compare.h"
#include "tui/screen/marking.h"
#include "tui/screen/merge.h"
#include "tui/screen/pairtext.h"
#include "tui/widget/layout.h"
#include "tui/widget/list.h"

#include <stdio.h>

enum { NUMBER_COLS = 14, STATUS_COLS = 10, OWNER_COLS = 10, CUSTOMER_COLS = 18, LEAST_DETAIL = 12 };
#define LEAST_SIMILAR .8

typedef enum DuplicateKind { DUPLICATE_HEADING, DUPLICATE_CASE } DuplicateKind;

typedef struct DuplicateLine {
    DuplicateKind kind;
    size_t group;
    Uuid id;
    Str number, title, customer, owner;
    const char *status; /* message id */
    Role role;
    bool published;
    Str heading;
} DuplicateLine;

typedef struct Duplicates {
    App *app;
    Arena arena;
    VEC(DuplicateLine) lines;
    List list;
    size_t groups, distinct;
    PairText differences; /* of the selected case and the other one of its group */
    VEC(Uuid) said;       /* the cases that were said last not to be the same: undo takes it back */
    size_t said_at;       /* how much else could be taken back then */
} Duplicates;

/* ---- rows ---- */

static bool is_case(const void *context, size_t row) {
    const Duplicates *duplicates = context;
    return row < duplicates->lines.len && duplicates->lines.items[row].kind == DUPLICATE_CASE;
}

static const DuplicateLine *selected(const Duplicates *duplicates) {
    size_t row = duplicates->list.selected;
    return is_case(duplicates, row) ? &duplicates->lines.items[row] : NULL;
}

static void add_heading(Duplicates *duplicates, const DuplicateGroup *group, size_t index) {
    char likeness[16];
    ErrorArg args[3] = {{.kind = 'd', .number = (int64_t)index + 1},
                        {.kind = 's'},
                        {.kind = 'd', .number = (int64_t)(100 * group->contained + .5)}};
    Buf text = {0};
    snprintf(likeness, sizeof likeness, "%.0f%%", 100 * group->most);
    memcpy(args[1].text, likeness, sizeof likeness);
    /* xgettext:no-c-format */
    message_fill(&text, _("Group {0}: {1} alike, {2}% of the shorter text stands in the other"),
                 args, 3);
    vec_push(&duplicates->lines,
             (DuplicateLine){.kind = DUPLICATE_HEADING,
                             .group = index,
                             .heading = arena_str(&duplicates->arena, buf_str(&text))});
    buf_free(&text);
}

static void add_case(Duplicates *duplicates, const Record *row, size_t group) {
    Arena *arena = &duplicates->arena;
    DuplicateLine line = {.kind = DUPLICATE_CASE,
                          .group = group,
                          .id = record_id(row),
                          .published = case_state(row) == STATE_PUBLISHED,
                          .number = arena_str(arena, record_text(row, CASE_ID)),
                          .title = arena_str(arena, record_title(row)),
                          .customer = arena_str(arena, record_ref_name(row, CASE_CUSTOMER)),
                          .owner = arena_str(arena, record_ref_name(row, CASE_OWNER))};
    line.status = casetext_status(row, &line.role);
    vec_push(&duplicates->lines, line);
}

/* What readers see first, then what was made first: the one that most likely stays. */
static int by_worth(const void *a, const void *b) {
    const DuplicateLine *x = a, *y = b;
    if (x->published != y->published)
        return y->published - x->published;
    return str_compare(x->number, y->number);
}

static void take_rows(Duplicates *duplicates, const DuplicateRows *found) {
    Arena old = duplicates->arena;
    duplicates->arena = (Arena){0};
    duplicates->lines.len = 0;
    duplicates->groups = found->group_count;
    duplicates->distinct = found->distinct;
    for (size_t g = 0; g < found->group_count; g++) {
        const DuplicateGroup *group = &found->groups[g];
        add_heading(duplicates, group, g);
        for (size_t i = 0; i < group->count; i++)
            add_case(duplicates, found->rows[group->from + i].record, g);
        qsort(duplicates->lines.items + duplicates->lines.len - group->count, group->count,
              sizeof *duplicates->lines.items, by_worth);
    }
    arena_free(&old);
    pairtext_forget(&duplicates->differences);
    list_set_count(&duplicates->list, duplicates->lines.len);
    list_settle(&duplicates->list, 1, is_case, duplicates);
}

static bool load(Duplicates *duplicates, Error *err) {
    DuplicateRows found;
    AppWait wait = app_wait_begin(duplicates->app, _("Looking for duplicates"));
    Progress progress = app_wait_progress(&wait);
    bool ok = library_duplicates(app_library(duplicates->app), LEAST_SIMILAR, false, &progress,
                                 &found, err);
    app_wait_end(&wait);
    if (ok)
        take_rows(duplicates, &found);
    library_duplicates_free(&found);
    return ok;
}

static void load_again(Duplicates *duplicates) {
    Error err;
    if (!load(duplicates, &err) && err.code != ERR_CANCELLED)
        app_say_error(duplicates->app, &err);
}

/* Another case of the selected one's group: the first, or for the first one the second. */
static Uuid other_of_group(const Duplicates *duplicates) {
    const DuplicateLine *line = selected(duplicates);
    for (size_t i = 0; line && i < duplicates->lines.len; i++) {
        const DuplicateLine *other = &duplicates->lines.items[i];
        if (other->kind == DUPLICATE_CASE && other->group == line->group && other != line)
            return other->id;
    }
    return (Uuid){{0}};
}

static Uuid selected_id(const Duplicates *duplicates) {
    const DuplicateLine *line = selected(duplicates);
    return line ? line->id : (Uuid){{0}};
}

/* ---- drawing ---- */

static void draw_cell(Grid *grid, GridRect *at, int cols, Str text, Role role) {
    GridRect cell = layout_take_left(at, cols);
    cell.cols--;
    grid_text(grid, cell, text, grid_style(role), GRID_CUT);
}

static void draw_row(void *context, Grid *grid, GridRect at, size_t row) {
    const Duplicates *duplicates = context;
    const DuplicateLine *line = &duplicates->lines.items[row];
    if (line->kind == DUPLICATE_HEADING) {
        grid_text(grid, at, line->heading, grid_style(ROLE_HEADING), GRID_CUT);
        return;
    }
    marking_draw(duplicates->app, grid, &at, line->id);
    layout_take_left(&at, 2);
    draw_cell(grid, &at, NUMBER_COLS, line->number, ROLE_NUMBER);
    if (at.cols >= 40)
        draw_cell(grid, &at, STATUS_COLS, str_of(_(line->status)), line->role);
    if (at.cols >= 60) {
        GridRect owner = layout_take_right(&at, OWNER_COLS);
        grid_text(grid, owner, line->owner, grid_style(ROLE_DIM), GRID_CUT);
    }
    if (at.cols >= 44) {
        GridRect customer = layout_take_right(&at, CUSTOMER_COLS);
        customer.cols--;
        grid_text(grid, customer, line->customer, grid_style(ROLE_DIM), GRID_CUT);
        at.cols--;
    }
    grid_text(grid, at, line->title, grid_style(ROLE_TEXT), GRID_CUT);
}

static void duplicates_draw(void *self, Grid *grid, GridRect body) {
    Duplicates *duplicates = self;
    if (!duplicates->lines.len) {
        grid_text(grid, body, str_of(_("No two cases are nearly the same.")), grid_style(ROLE_DIM),
                  GRID_CUT);
        grid_set_cursor(grid, body.row, body.col);
        return;
    }
    if (body.rows >= LEAST_DETAIL) {
        bool few = duplicates->lines.len < (size_t)body.rows / 2;
        int rows = few ? (int)duplicates->lines.len : body.rows / 2;
        GridRect at = layout_take_bottom(&body, body.rows - rows);
        layout_take_top(&at, 1);
        pairtext_draw(&duplicates->differences, app_library(duplicates->app),
                      selected_id(duplicates), other_of_group(duplicates),
                      app_settings(duplicates->app)->plain, grid, at);
    }
    duplicates->list.focused = duplicates->list.park_cursor = true;
    list_draw(&duplicates->list, grid, body, draw_row, duplicates);
}

/* ---- acts ---- */

static bool act_open(Duplicates *duplicates) {
    if (selected(duplicates))
        case_open(duplicates->app, selected_id(duplicates), STR(""), STR(""));
    return true;
}

static bool act_compare(Duplicates *duplicates) {
    compare_choose(duplicates->app, selected_id(duplicates), other_of_group(duplicates));
    return true;
}

static bool act_merge(Duplicates *duplicates) {
    merge_choose(duplicates->app, selected_id(duplicates), other_of_group(duplicates));
    return true;
}

static bool act_mark(Duplicates *duplicates) {
    if (selected(duplicates))
        marking_toggle(duplicates->app, selected_id(duplicates));
    list_move(&duplicates->list, LIST_DOWN);
    list_settle(&duplicates->list, 1, is_case, duplicates);
    return true;
}

static bool set_distinct(Duplicates *duplicates, bool distinct) {
    Error err;
    if (library_distinct_set(app_library(duplicates->app), duplicates->said.items,
                             duplicates->said.len, distinct, NULL, &err))
        return true;
    app_say_error(duplicates->app, &err);
    return false;
}

/* The whole group of the selected case. */
static bool act_distinct(Duplicates *duplicates) {
    const DuplicateLine *line = selected(duplicates);
    if (!line)
        return true;
    duplicates->said.len = 0;
    VEC_EACH (other, &duplicates->lines)
        if (other->kind == DUPLICATE_CASE && other->group == line->group)
            vec_push(&duplicates->said, other->id);
    if (set_distinct(duplicates, true)) {
        app_say(duplicates->app, ROLE_INFO, APP_TOAST_MS,
                _("Different cases: they are not offered again. z or ^Z takes it back."));
        duplicates->said_at = app_undo_stack(duplicates->app)->len;
        load_again(duplicates);
    } else {
        duplicates->said.len = 0;
    }
    return true;
}

static bool act_undo(Duplicates *duplicates) {
    bool merged = app_undo_stack(duplicates->app)->len > duplicates->said_at;
    if (merged || !duplicates->said.len) {
        acts_undo(duplicates->app, selected_id(duplicates));
    } else if (set_distinct(duplicates, false)) {
        duplicates->said.len = 0;
        app_say(duplicates->app, ROLE_GOOD, APP_SAY_MS, _("They may be duplicates again."));
    }
    load_again(duplicates);
    return true;
}

static bool act_redo(Duplicates *duplicates) {
    acts_redo(duplicates->app);
    load_again(duplicates);
    return true;
}

static bool act_again(Duplicates *duplicates) {
    load_again(duplicates);
    return true;
}

static bool act_back(Duplicates *duplicates) {
    app_pop(duplicates->app);
    return true;
}

static bool act_search(Duplicates *duplicates) {
    app_search(duplicates->app, STR(""), false);
    return true;
}

static bool duplicates_act(void *self, ActionId id) {
    static bool (*const acts[ACTIONS])(Duplicates *) = {
        [ACTION_OPEN] = act_open,   [ACTION_COMPARE] = act_compare,
        [ACTION_MERGE] = act_merge, [ACTION_DISTINCT] = act_distinct,
        [ACTION_MARK] = act_mark,   [ACTION_UNDO] = act_undo,
        [ACTION_REDO] = act_redo,   [ACTION_SHOW_NEW] = act_again,
        [ACTION_BACK] = act_back,   [ACTION_SEARCH] = act_search,
    };
    Duplicates *duplicates = self;
    ListMove move;
    if (acts[id])
        return acts[id](duplicates);
    if (!action_move(id, &move))
        return false;
    bool half = move == LIST_HALF_UP || move == LIST_HALF_DOWN;
    bool page = move == LIST_PAGE_UP || move == LIST_PAGE_DOWN;
    if (half || (page && duplicates->list.rect.rows >= (int)duplicates->lines.len)) {
        pager_move(&duplicates->differences.pager, move);
        return true;
    }
    size_t before = duplicates->list.selected;
    list_move(&duplicates->list, move);
    list_settle(&duplicates->list, duplicates->list.selected < before ? -1 : 1, is_case,
                duplicates);
    return true;
}

static bool duplicates_event(void *self, const InputEvent *event) {
    Duplicates *duplicates = self;
    if (event->type != INPUT_TYPE_MOUSE)
        return false;
    WidgetResult result = list_mouse(&duplicates->list, event);
    list_settle(&duplicates->list, 1, is_case, duplicates);
    if (result == WIDGET_DONE)
        act_open(duplicates);
    return result != WIDGET_IGNORED;
}

/* A merge that was done above this screen: its group goes. What others do waits for the key. */
static void duplicates_changed(void *self) {
    Duplicates *duplicates = self;
    bool gone = false;
    if (!app_came_back(duplicates->app))
        return;
    VEC_EACH (line, &duplicates->lines)
        gone |= line->kind == DUPLICATE_CASE && acts_is_trashed(duplicates->app, line->id);
    if (gone)
        load_again(duplicates);
}

static ActionContext duplicates_context(const void *self) {
    (void)self;
    return CONTEXT_DUPLICATES;
}

static void duplicates_title(const void *self, Buf *out) {
    const Duplicates *duplicates = self;
    buf_printf(out, "%s %zu", _("duplicates"), duplicates->groups);
    if (duplicates->distinct)
        buf_printf(out, _(" (%zu pairs are known to differ)"), duplicates->distinct);
}

static void duplicates_free(void *self) {
    Duplicates *duplicates = self;
    vec_free(&duplicates->lines);
    vec_free(&duplicates->said);
    pairtext_free(&duplicates->differences);
    arena_free(&duplicates->arena);
    free(duplicates);
}

static const Screen duplicates_screen = {.context = duplicates_context,
                                         .title = duplicates_title,
                                         .draw = duplicates_draw,
                                         .act = duplicates_act,
                                         .event = duplicates_event,
                                         .changed = duplicates_changed,
                                         .free = duplicates_free};

void duplicates_open(App *app) {
    Duplicates *duplicates = mem_zalloc(sizeof *duplicates);
    Error err;
    duplicates->app = app;
    if (load(duplicates, &err)) {
        app_push(app, &duplicates_screen, duplicates);
        return;
    }
    app_say_error(app, &err);
    duplicates_free(duplicates);
}
