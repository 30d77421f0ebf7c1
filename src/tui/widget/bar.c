#include "config.h"

#include "tui/widget/bar.h"

#include "base/buf.h"
#include "base/clock.h"
#include "text/width.h"

#include <stdio.h>

static void add_spot(BarSpots *spots, GridRect at, int action) {
    if (!spots || spots->count >= BAR_SPOTS)
        return;
    spots->items[spots->count].at = at;
    spots->items[spots->count++].action = action;
}

int bar_action_at(const BarSpots *spots, int row, int col) {
    for (int i = 0; i < spots->count; i++) {
        if (grid_rect_has(spots->items[i].at, row, col))
            return spots->items[i].action;
    }
    return -1;
}

static int columns(const char *text) {
    return text_width(str_of(text));
}

/* ---- hints ---- */

static int hint_cols(const BarHint *hint) {
    return columns(hint->key) + 1 + columns(hint->label);
}

/* Draws one hint and gives the column after it. */
static int draw_hint(Grid *grid, GridRect rect, int col, const BarHint *hint, BarSpots *spots) {
    int end = rect.col + rect.cols, start = col;
    GridRect at = {rect.row, col, 1, end - col};
    col += grid_text(grid, at, str_of(hint->key),
                     grid_style(hint->dimmed ? ROLE_DISABLED : ROLE_HINT_KEY), 0);
    at = (GridRect){rect.row, col + 1, 1, end - col - 1};
    if (at.cols >= columns(hint->label))
        col += 1 + grid_text(grid, at, str_of(hint->label),
                             grid_style(hint->dimmed ? ROLE_DISABLED : ROLE_HINT_LABEL), 0);
    add_spot(spots, (GridRect){rect.row, start, 1, col - start}, hint->action);
    return col;
}

void bar_draw_hints(Grid *grid, GridRect rect, const BarHint *hints, size_t count,
                    BarSpots *spots) {
    grid_fill(grid, rect, grid_style(ROLE_HINT_LABEL));
    if (rect.rows < 1 || count == 0)
        return;
    const BarHint *help = &hints[count - 1];
    /* Nothing stands in the last column: in the last line of a screen terminals may scroll for it.
     */
    int col = rect.col, end = rect.col + rect.cols - 1 - hint_cols(help);
    for (size_t i = 0; i + 1 < count; i++) {
        if (col + hint_cols(&hints[i]) + 2 > end)
            break;
        col = draw_hint(grid, rect, col, &hints[i], spots) + 2;
    }
    draw_hint(grid, rect, col, help, spots);
}

/* ---- tabs and chips ---- */

static int chips_cols(const BarChip *chips, size_t count) {
    int cols = 0;
    for (size_t i = 0; i < count; i++)
        cols += columns(chips[i].text) + 3;
    return cols;
}

static int tab_cols(const BarTab *tab, bool label) {
    return label ? columns(tab->label) + 4 : 3;
}

static int tabs_cols(const BarTab *tabs, size_t count, size_t active, bool labels) {
    int cols = 0;
    for (size_t i = 0; i < count; i++)
        cols += tab_cols(&tabs[i], labels || i == active);
    return cols;
}

static int draw_tab(Grid *grid, GridRect rect, int col, const BarTab *tab, bool label, bool active,
                    BarSpots *spots) {
    char text[128];
    if (label)
        snprintf(text, sizeof text, " %c %s ", tab->digit, tab->label);
    else
        snprintf(text, sizeof text, " %c ", tab->digit);
    GridRect at = {rect.row, col, 1, rect.col + rect.cols - col};
    int used =
        grid_text(grid, at, str_of(text), grid_style(active ? ROLE_TAB_ACTIVE : ROLE_TAB), 0);
    at.cols = used;
    add_spot(spots, at, tab->action);
    return col + used;
}

static void draw_chips(Grid *grid, GridRect rect, int col, const BarChip *chips, size_t count) {
    for (size_t i = 0; i < count; i++) {
        char text[128];
        snprintf(text, sizeof text, "[%s]", chips[i].text);
        GridRect at = {rect.row, col, 1, rect.col + rect.cols - col};
        col += grid_text(grid, at, str_of(text), grid_style(chips[i].role), 0) + 1;
    }
}

/* Of "12/312 › AL-2026-0042 › Edit" what is open on top stays; what lies below it gives way. */
static Str last_parts(const Grid *grid, Str title, int room) {
    Buf sign = {0};
    buf_printf(&sign, " %.*s ", STR_ARG(grid_sign(grid, GRID_SIGN_CUT)));
    while (text_width(title) > room) {
        size_t at = str_find(title, buf_str(&sign), 0);
        if (at == SIZE_MAX)
            break;
        title = str_make(title.ptr + at + 1, title.len - at - 1);
    }
    buf_free(&sign);
    return title;
}

void bar_draw_tabs(Grid *grid, GridRect rect, const BarTab *tabs, size_t tab_count, size_t active,
                   const char *title, const BarChip *chips, size_t chip_count, BarSpots *spots) {
    grid_fill(grid, rect, grid_style(ROLE_TAB));
    if (rect.rows < 1)
        return;
    int title_cols = title ? columns(title) + 2 : 0;
    int full = tabs_cols(tabs, tab_count, active, true);
    bool labels = full + title_cols + chips_cols(chips, chip_count) <= rect.cols;
    int left = rect.cols - tabs_cols(tabs, tab_count, active, labels);
    int keep = title_cols < 10 ? title_cols : 10; /* of a title that is cut */
    while (chip_count > 0 && chips_cols(chips, chip_count) + keep > left)
        chip_count--;
    int col = rect.col;
    for (size_t i = 0; i < tab_count; i++)
        col = draw_tab(grid, rect, col, &tabs[i], labels || i == active, i == active, spots);
    int right = rect.col + rect.cols - chips_cols(chips, chip_count);
    if (title && col + 1 < right)
        grid_text(grid, (GridRect){rect.row, col + 1, 1, right - col - 1},
                  last_parts(grid, str_of(title), right - col - 1), grid_style(ROLE_TITLE),
                  GRID_CUT);
    draw_chips(grid, rect, right + 1, chips, chip_count);
}

/* ---- messages ---- */

void bar_set_message(BarMessage *message, Role role, int ms, Str text) {
    Str first;
    buf_clear(&message->text);
    if (str_split(&text, '\n', &first))
        buf_put_str(&message->text, first);
    message->role = role;
    message->until_us = ms > 0 ? clock_mono_us() + (int64_t)ms * 1000 : 0;
}

void bar_clear_message(BarMessage *message) {
    buf_clear(&message->text);
    message->until_us = 0;
}

void bar_free_message(BarMessage *message) {
    buf_free(&message->text);
    *message = (BarMessage){0};
}

bool bar_has_message(BarMessage *message, int64_t now_us) {
    if (message->until_us && now_us >= message->until_us)
        bar_clear_message(message);
    return message->text.len > 0;
}

void bar_draw_message(Grid *grid, GridRect rect, const BarMessage *message) {
    grid_text(grid, rect, buf_str(&message->text), grid_style(message->role), GRID_PAD | GRID_CUT);
}
