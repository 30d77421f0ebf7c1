#include "config.h"

#include "tui/screen/customers.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "library/complete.h"
#include "library/customers.h"
#include "library/save.h"
#include "text/fit.h"
#include "text/fold.h"
#include "tui/screen/acts.h"
#include "tui/screen/consents.h"
#include "tui/screen/edit.h"
#include "tui/widget/field.h"
#include "tui/widget/list.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { FILTER_BYTES = 200 };

typedef struct Shown {
    size_t customer; /* index of the list */
    Fit fit;
} Shown;

typedef struct Customers {
    App *app;
    CustomerList all;
    VEC(Shown) shown;
    TextEdit *edit;
    EditField field;
    bool typing;
    List list;
} Customers;

static const CustomerRow *at(const Customers *screen, size_t row) {
    return &screen->all.items[screen->shown.items[row].customer];
}

static const CustomerRow *selected(const Customers *screen) {
    size_t row = screen->list.selected;
    return row < screen->shown.len ? at(screen, row) : NULL;
}

/* ---- filtering ---- */

static Fit fit_of(const CustomerRow *customer, Str typed) {
    const Str names[] = {customer->name, customer->short_name, customer->id, customer->industry,
                         customer->region};
    Fit best = FIT_NONE;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        Fit fit = names[i].len ? text_fit(names[i], typed) : FIT_NONE;
        best = fit < best ? fit : best;
    }
    return best;
}

static int by_fit(const void *a, const void *b) {
    const Shown *x = a, *y = b;
    if (x->fit != y->fit)
        return x->fit < y->fit ? -1 : 1;
    return x->customer < y->customer ? -1 : 1;
}

/* The selection stays on its customer while it is shown. */
static void filter(Customers *screen, Uuid keep) {
    Buf typed = {0};
    size_t row = 0;
    text_fold(&typed, str_trim(text_edit_text(screen->edit)));
    screen->shown.len = 0;
    for (size_t i = 0; i < screen->all.len; i++) {
        Fit fit = fit_of(&screen->all.items[i], buf_str(&typed));
        if (fit != FIT_NONE)
            vec_push(&screen->shown, (Shown){i, fit});
    }
    if (screen->shown.len)
        qsort(screen->shown.items, screen->shown.len, sizeof *screen->shown.items, by_fit);
    for (size_t i = 0; i < screen->shown.len; i++)
        if (uuid_equal(at(screen, i)->uuid, keep))
            row = i;
    list_set_count(&screen->list, screen->shown.len);
    list_select(&screen->list, row);
    buf_free(&typed);
}

static void customers_changed(void *self) {
    Customers *screen = self;
    const CustomerRow *row = selected(screen);
    Uuid keep = row ? row->uuid : (Uuid){{0}};
    CustomerList now;
    Error err;
    if (library_customers(app_library(screen->app), &now, &err)) {
        library_customers_free(&screen->all);
        screen->all = now;
        filter(screen, keep);
    } else {
        library_customers_free(&now);
        app_say_error(screen->app, &err);
    }
}

/* ---- drawing ---- */

typedef enum CustomerColumn {
    COLUMN_CASES,
    COLUMN_NAME,
    COLUMN_SHORT,
    COLUMN_INDUSTRY,
    COLUMN_SIZE,
    COLUMN_REGION,
    COLUMN_REFERENCE
} CustomerColumn;

/* In the order they stand; shown in lists of at least `from` columns. cols 0: what is left. */
static const struct {
    const char *head;
    int from, cols;
} columns[] = {
    [COLUMN_CASES] = {N_("Cases"), 0, 6},           [COLUMN_NAME] = {N_("Customer"), 0, 0},
    [COLUMN_SHORT] = {N_("Short name"), 100, 14},   [COLUMN_INDUSTRY] = {N_("Industry"), 50, 10},
    [COLUMN_SIZE] = {N_("Size"), 78, 12},           [COLUMN_REGION] = {N_("Region"), 64, 8},
    [COLUMN_REFERENCE] = {N_("Reference"), 90, 12},
};

static int name_cols(int width) {
    int left = width;
    for (size_t i = 0; i < COUNT_OF(columns); i++)
        if (columns[i].cols && width >= columns[i].from)
            left -= columns[i].cols + 1;
    return left > 1 ? left : 1;
}

static Str cell_text(const CustomerRow *row, CustomerColumn column, char number[24]) {
    switch (column) {
    case COLUMN_CASES:
        snprintf(number, 24, "%" PRIu64, row->cases);
        return str_of(number);
    case COLUMN_NAME:
        return row->name;
    case COLUMN_SHORT:
        return row->short_name;
    case COLUMN_INDUSTRY:
        return row->industry;
    case COLUMN_SIZE:
        return row->size_band;
    case COLUMN_REGION:
        return row->region;
    case COLUMN_REFERENCE:
        return row->reference[0] ? str_of(_(row->reference)) : STR("");
    }
    return STR("");
}

/* row NULL: the heads. */
static void draw_line(Grid *grid, GridRect line, const CustomerRow *row) {
    int right = line.col + line.cols, width = line.cols;
    for (size_t i = 0; i < COUNT_OF(columns); i++) {
        char number[24];
        int cols = columns[i].cols ? columns[i].cols : name_cols(width);
        if (width < columns[i].from)
            continue;
        if (line.col + cols > right)
            cols = right - line.col;
        if (cols <= 0)
            break;
        Role role = !row                ? ROLE_HEADING
                    : i == COLUMN_NAME  ? ROLE_TEXT
                    : i != COLUMN_CASES ? ROLE_DIM
                    : row->cases        ? ROLE_NUMBER
                                        : ROLE_DIM;
        grid_text(grid, (GridRect){line.row, line.col, 1, cols},
                  row ? cell_text(row, (CustomerColumn)i, number) : str_of(_(columns[i].head)),
                  grid_style(role), (i == COLUMN_CASES ? GRID_RIGHT : 0) | GRID_CUT);
        line.col += cols + 1;
    }
}

static void draw_row(void *context, Grid *grid, GridRect line, size_t row) {
    draw_line(grid, line, at(context, row));
}

static void draw_filter(Customers *screen, Grid *grid, GridRect line) {
    char count[48];
    snprintf(count, sizeof count, "%zu", screen->shown.len);
    int right = (int)strlen(count) + 1;
    grid_fill(grid, line, grid_style(ROLE_FILTER));
    grid_text(grid, line, STR("/"), grid_style(ROLE_HINT_KEY), 0);
    if (line.cols > right + 12) {
        grid_text(grid, (GridRect){line.row, line.col + line.cols - right, 1, right}, str_of(count),
                  grid_style(ROLE_FILTER), 0);
        line.cols -= right;
    }
    screen->field.focused = screen->typing;
    field_draw(&screen->field, grid, (GridRect){line.row, line.col + 2, 1, line.cols - 2});
}

static void customers_draw(void *self, Grid *grid, GridRect body) {
    Customers *screen = self;
    GridRect filter_line = layout_take_top(&body, 1);
    GridRect head = layout_take_top(&body, body.rows > 4 ? 1 : 0);
    layout_take_left(&head, list_gutter(grid));
    if (head.rows)
        draw_line(grid, head, NULL);
    screen->list.focused = !screen->typing;
    screen->list.park_cursor = !screen->typing;
    if (!screen->shown.len) {
        const char *text = screen->all.len ? _("No customer is called that. Esc clears.")
                                           : _("No customer yet: cases that are written or "
                                               "imported bring theirs.");
        grid_text(grid, layout_take_top(&body, 1), str_of(text), grid_style(ROLE_DIM), GRID_CUT);
    } else {
        list_draw(&screen->list, grid, body, draw_row, screen);
    }
    draw_filter(screen, grid, filter_line);
}

/* ---- acts ---- */

static bool act_open(Customers *screen) {
    const CustomerRow *row = selected(screen);
    Buf term = {0};
    if (!row)
        return true;
    library_complete_term(CASE_CUSTOMER, row->name, &term);
    app_search(screen->app, buf_str(&term), true);
    buf_free(&term);
    return true;
}

static bool act_consents(Customers *screen) {
    const CustomerRow *row = selected(screen);
    if (row)
        consents_open(screen->app, row->uuid, row->name);
    return true;
}

static bool act_edit(Customers *screen) {
    const CustomerRow *row = selected(screen);
    if (row)
        edit_open_record(screen->app, ENTITY_CUSTOMER, row->uuid);
    return true;
}

static bool act_trash(Customers *screen) {
    const CustomerRow *row = selected(screen);
    App *app = screen->app;
    SaveResult result;
    Error err;
    if (!row)
        return true;
    if (!library_trash(app_library(app), ENTITY_CUSTOMER, row->uuid, true, &result, &err)) {
        app_say_error(app, &err);
        return true;
    }
    app_did_save(app, ENTITY_CUSTOMER, row->uuid, result.rev);
    app_say_about(app, ROLE_INFO, APP_TOAST_MS, _("In the trash: {0}. z or ^Z brings it back."),
                  row->name);
    customers_changed(screen);
    app_watch(app);
    return true;
}

/* The cursor goes to the customer that the step was about. */
static void take_step(Customers *screen, const UndoStack *stack, bool back) {
    const UndoStep *newest = stack->len ? &stack->items[stack->len - 1] : NULL;
    Uuid about = newest && newest->type == ENTITY_CUSTOMER ? newest->id : (Uuid){{0}};
    if (back)
        acts_undo(screen->app, (Uuid){{0}});
    else
        acts_redo(screen->app);
    customers_changed(screen);
    if (!uuid_is_nil(about))
        filter(screen, about);
    app_watch(screen->app);
}

static bool act_undo(Customers *screen) {
    take_step(screen, app_undo_stack(screen->app), true);
    return true;
}

static bool act_redo(Customers *screen) {
    take_step(screen, app_redo_stack(screen->app), false);
    return true;
}

static bool act_search(Customers *screen) {
    screen->typing = true;
    return true;
}

static bool act_to_list(Customers *screen) {
    screen->typing = false;
    return true;
}

/* What was typed goes first, then the typing, then the tab. */
static bool act_back(Customers *screen) {
    const CustomerRow *row = selected(screen);
    if (text_edit_text(screen->edit).len) {
        text_edit_set(screen->edit, STR(""));
        filter(screen, row ? row->uuid : (Uuid){{0}});
    } else if (screen->typing) {
        screen->typing = false;
    } else if (!app_pop(screen->app)) {
        app_show_tab(screen->app, ACTION_CASES);
    }
    return true;
}

static bool customers_act(void *self, ActionId id) {
    static bool (*const acts[ACTIONS])(Customers *) = {
        [ACTION_OPEN] = act_open,     [ACTION_BACK] = act_back,
        [ACTION_SEARCH] = act_search, [ACTION_TO_LIST] = act_to_list,
        [ACTION_CLEAR] = act_back,    [ACTION_CONSENTS] = act_consents,
        [ACTION_EDIT] = act_edit,     [ACTION_TRASH] = act_trash,
        [ACTION_UNDO] = act_undo,     [ACTION_REDO] = act_redo,
    };
    ListMove move;
    Customers *screen = self;
    if (acts[id])
        return acts[id](screen);
    if (!action_move(id, &move))
        return false;
    list_move(&screen->list, move);
    return true;
}

static bool customers_event(void *self, const InputEvent *event) {
    Customers *screen = self;
    WidgetResult result = WIDGET_IGNORED;
    if (event->type == INPUT_TYPE_MOUSE) {
        result = list_mouse(&screen->list, event);
        if (result == WIDGET_DONE)
            act_open(screen);
        return result != WIDGET_IGNORED;
    }
    /* Han text means a search wherever it arrives. */
    screen->typing = true;
    result = event->type == INPUT_TYPE_PASTE ? field_paste(&screen->field, event->text)
                                             : field_key(&screen->field, event->key);
    if (result == WIDGET_CHANGED)
        filter(screen, (Uuid){{0}});
    return result != WIDGET_IGNORED;
}

static ActionContext customers_context(const void *self) {
    const Customers *screen = self;
    return screen->typing ? CONTEXT_CUSTOMER_FILTER : CONTEXT_CUSTOMERS;
}

static void customers_title(const void *self, Buf *out) {
    (void)self;
    buf_puts(out, _("customers"));
}

static void customers_free(void *self) {
    Customers *screen = self;
    library_customers_free(&screen->all);
    vec_free(&screen->shown);
    text_edit_free(screen->edit);
    free(screen);
}

static const Screen customers_screen = {.context = customers_context,
                                        .title = customers_title,
                                        .draw = customers_draw,
                                        .act = customers_act,
                                        .event = customers_event,
                                        .changed = customers_changed,
                                        .free = customers_free};

void customers_open(App *app) {
    Customers *screen = mem_zalloc(sizeof *screen);
    screen->app = app;
    screen->edit = text_edit_new(STR(""), false, FILTER_BYTES);
    screen->field = (EditField){.edit = screen->edit,
                                .placeholder = _("a part of the name, or its pinyin"),
                                .role = ROLE_FILTER,
                                .role_focus = ROLE_FILTER};
    customers_changed(screen);
    app_push(app, &customers_screen, screen);
}
