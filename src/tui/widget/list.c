#include "config.h"

#include "tui/widget/list.h"

#include "base/clock.h"
#include "base/vec.h"

enum { WHEEL_ROWS = 3 };

static int row_lines(const List *list) {
    return list->row_lines > 0 ? list->row_lines : 1;
}

size_t list_page(const List *list) {
    int rows = list->rect.rows / row_lines(list);
    return rows > 0 ? (size_t)rows : 1;
}

void list_shown(const List *list, size_t *from, size_t *to) {
    size_t end = list->top + list_page(list);
    *from = list->top;
    *to = end < list->count ? end : list->count;
}

void list_set_count(List *list, size_t count) {
    list->count = count;
    if (list->selected >= count)
        list->selected = count ? count - 1 : 0;
}

void list_select(List *list, size_t row) {
    list->selected = row;
    list_set_count(list, list->count);
}

void list_follow(List *list, size_t row) {
    size_t offset = list->selected > list->top ? list->selected - list->top : 0;
    list_select(list, row);
    list->top = list->selected > offset ? list->selected - offset : 0;
}

/* The least scrolling that shows the selected row and leaves no room below the last one unused. */
static void scroll_to_selected(List *list) {
    size_t page = list_page(list);
    if (list->selected < list->top)
        list->top = list->selected;
    if (list->selected >= list->top + page)
        list->top = list->selected - page + 1;
    size_t last_top = list->count > page ? list->count - page : 0;
    if (list->top > last_top)
        list->top = last_top;
}

int list_gutter(const Grid *grid) {
    return grid->manner == GRID_SPARSE;
}

static void draw_selected(const List *list, Grid *grid, GridRect at) {
    GridRect tint = at;
    if (tint.cols > LIST_TINT_COLS)
        tint.cols = LIST_TINT_COLS;
    if (list->tint_cols > 0 && tint.cols > list->tint_cols)
        tint.cols = list->tint_cols;
    if (grid->manner == GRID_SPARSE)
        grid_put(grid, at.row, at.col, grid_sign(grid, GRID_SIGN_MARKER), 1,
                 grid_style(list->focused ? ROLE_TITLE : ROLE_DIM));
    else if (grid->manner == GRID_RICH)
        grid_tint(grid, tint, list->focused ? ROLE_SELECTED : ROLE_SELECTED_AWAY);
    if (!list->focused)
        return;
    grid->list_row = at.row;
    grid->list_col = at.col;
    if (list->park_cursor || grid->manner != GRID_RICH)
        grid_set_cursor(grid, at.row, at.col);
}

void list_draw(List *list, Grid *grid, GridRect rect, ListDraw *draw, void *context) {
    list->rect = rect;
    list_set_count(list, list->count);
    scroll_to_selected(list);
    grid_fill(grid, rect, grid_style(ROLE_TEXT));
    int lines = row_lines(list);
    size_t from, to;
    list_shown(list, &from, &to);
    for (size_t row = from; row < to; row++) {
        int top = rect.row + (int)(row - from) * lines;
        int left = rect.row + rect.rows - top;
        GridRect at = {top, rect.col, left < lines ? left : lines, rect.cols};
        GridRect inside = at;
        inside.col += list_gutter(grid);
        inside.cols -= list_gutter(grid);
        if (at.rows < 1)
            break;
        draw(context, grid, inside, row);
        if (row == list->selected && (list->focused || !list->away_plain))
            draw_selected(list, grid, at);
    }
}

WidgetResult list_move(List *list, ListMove move) {
    static const struct {
        int direction, pages_2, rows; /* half pages and rows */
    } steps[] = {
        [LIST_UP] = {-1, 0, 1},       [LIST_DOWN] = {1, 0, 1},     [LIST_PAGE_UP] = {-1, 2, 0},
        [LIST_PAGE_DOWN] = {1, 2, 0}, [LIST_HALF_UP] = {-1, 1, 0}, [LIST_HALF_DOWN] = {1, 1, 0},
    };
    size_t before = list->selected;
    if (list->count == 0)
        return WIDGET_USED;
    if (move == LIST_START) {
        list->selected = 0;
    } else if (move == LIST_END) {
        list->selected = list->count - 1;
    } else {
        size_t step = (size_t)steps[move].rows + list_page(list) * (size_t)steps[move].pages_2 / 2;
        step = step ? step : 1;
        if (steps[move].direction < 0)
            list->selected = before > step ? before - step : 0;
        else
            list_select(list, before + step);
    }
    return list->selected == before ? WIDGET_USED : WIDGET_CHANGED;
}

void list_settle(List *list, int by, bool (*can_stop)(const void *context, size_t row),
                 const void *context) {
    size_t row = list->selected;
    bool up = by < 0;
    while (row < list->count && !can_stop(context, row))
        row = up ? (row ? row - 1 : list->count) : row + 1;
    if (row >= list->count) /* nowhere on that side: the nearest on the other one */
        for (row = list->selected; row < list->count && !can_stop(context, row);)
            row = up ? row + 1 : (row ? row - 1 : list->count);
    if (row < list->count)
        list_select(list, row);
}

WidgetResult list_key(List *list, InputKey key) {
    static const struct {
        uint32_t code;
        ListMove move;
    } keys[] = {
        {INPUT_UP, LIST_UP},           {INPUT_DOWN, LIST_DOWN},
        {INPUT_PAGE_UP, LIST_PAGE_UP}, {INPUT_PAGE_DOWN, LIST_PAGE_DOWN},
        {INPUT_HOME, LIST_START},      {INPUT_END, LIST_END},
    };
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        if (keys[i].code == key.code && !key.mods)
            return list_move(list, keys[i].move);
    }
    return WIDGET_IGNORED;
}

/* Scrolls without losing the selected row from the screen. */
static WidgetResult scroll(List *list, int rows) {
    size_t page = list_page(list), before = list->selected;
    size_t last_top = list->count > page ? list->count - page : 0;
    if (rows < 0)
        list->top = list->top > (size_t)-rows ? list->top - (size_t)-rows : 0;
    else
        list->top = list->top + (size_t)rows < last_top ? list->top + (size_t)rows : last_top;
    if (list->selected < list->top)
        list->selected = list->top;
    if (list->count && list->selected >= list->top + page)
        list->selected = list->top + page - 1;
    return list->selected == before ? WIDGET_USED : WIDGET_CHANGED;
}

WidgetResult list_mouse(List *list, const InputEvent *event) {
    if (!grid_rect_has(list->rect, event->row, event->col))
        return WIDGET_IGNORED;
    if (event->mouse == INPUT_MOUSE_WHEEL_UP)
        return scroll(list, -WHEEL_ROWS);
    if (event->mouse == INPUT_MOUSE_WHEEL_DOWN)
        return scroll(list, WHEEL_ROWS);
    size_t row = list->top + (size_t)((event->row - list->rect.row) / row_lines(list));
    if (event->mouse != INPUT_MOUSE_PRESS || event->button != 1 || row >= list->count)
        return WIDGET_USED;
    int64_t now = clock_mono_us();
    bool twice =
        list->pressed_us && row == list->pressed_row && now - list->pressed_us < LIST_DOUBLE_US;
    bool other = row != list->selected;
    list->pressed_us = twice ? 0 : now;
    list->pressed_row = row;
    list->selected = row;
    return twice ? WIDGET_DONE : other ? WIDGET_CHANGED : WIDGET_USED;
}
