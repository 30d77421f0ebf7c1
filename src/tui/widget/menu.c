#include "config.h"

#include "tui/widget/menu.h"

#include "text/halfwidth.h"
#include "text/width.h"
#include "tui/widget/layout.h"

enum { REASON_GAP = 2, MORE_FROM = 12, LEAST_ROWS = 4 };

static int columns(const char *text) {
    return text ? text_width(str_of(text)) : 0;
}

/* What stands left of the label. */
static void put_lead(const Menu *menu, size_t row, Buf *out) {
    if (menu->by_key && menu->items[row].shortcut.code)
        input_key_format(out, menu->items[row].shortcut);
    else if (!menu->by_key && row < 9)
        buf_printf(out, "%d", (int)row + 1);
}

static int lead_cols(const Menu *menu) {
    int most = 1;
    for (size_t i = 0; menu->by_key && i < menu->count; i++) {
        Buf lead = {0};
        put_lead(menu, i, &lead);
        int cols = text_width(buf_str(&lead));
        most = cols > most ? cols : most;
        buf_free(&lead);
    }
    return most;
}

/* The label, and behind it why the item cannot be chosen. */
static int item_cols(const MenuItem *item) {
    return columns(item->label) + (item->reason ? REASON_GAP + columns(item->reason) : 0);
}

static int menu_cols(const Menu *menu) {
    int labels = 0, keys = 0;
    for (size_t i = 0; i < menu->count; i++) {
        int label = item_cols(&menu->items[i]), key = columns(menu->items[i].key);
        labels = label > labels ? label : labels;
        keys = key > keys ? key : keys;
    }
    int inside = 2 + lead_cols(menu) + labels + (keys ? keys + 2 : 0) + 1,
        title = columns(menu->title) + 6;
    return (inside > title ? inside : title) + 2;
}

static void draw_item(void *context, Grid *grid, GridRect at, size_t row) {
    const Menu *menu = context;
    const MenuItem *item = &menu->items[row];
    GridStyle style = {(uint8_t)(item->reason ? ROLE_DISABLED : ROLE_POPUP), ROLE_POPUP};
    Buf lead = {0};
    int leads = lead_cols(menu), key = columns(item->key);
    put_lead(menu, row, &lead);
    grid_fill(grid, at, style);
    grid_text(grid, (GridRect){at.row, at.col + 1, 1, leads}, buf_str(&lead),
              (GridStyle){(uint8_t)(menu->by_key ? ROLE_HINT_KEY : ROLE_DIM), ROLE_POPUP}, 0);
    buf_free(&lead);
    int label = at.col + 2 + leads;
    int room = at.col + at.cols - label - 1 - (key ? key + 1 : 0);
    int used =
        grid_text(grid, (GridRect){at.row, label, 1, room}, str_of(item->label), style, GRID_CUT) +
        REASON_GAP;
    if (item->reason && used < room)
        grid_text(grid, (GridRect){at.row, label + used, 1, room - used}, str_of(item->reason),
                  (GridStyle){ROLE_DIM, ROLE_POPUP}, GRID_CUT);
    if (key)
        grid_text(grid, (GridRect){at.row, at.col + at.cols - key - 1, 1, key}, str_of(item->key),
                  (GridStyle){ROLE_DIM, ROLE_POPUP}, 0);
}

static size_t half(const Menu *menu) {
    return (menu->count + 1) / 2;
}

static void draw_right_item(void *context, Grid *grid, GridRect at, size_t row) {
    draw_item(context, grid, at, half(context) + row);
}

/* Two lists, of which one has the selected item. */
static void draw_halves(Menu *menu, Grid *grid, GridRect inside) {
    size_t left = half(menu), selected = menu->list.selected;
    GridRect places[2] = {layout_take_left(&inside, inside.cols / 2), inside};
    for (int i = 0; i < 2; i++) {
        List *list = &menu->halves[i];
        bool here = (selected >= left) == i;
        list->count = i ? menu->count - left : left;
        list->focused = list->park_cursor = here;
        list->away_plain = true;
        if (here)
            list->selected = selected - (i ? left : 0);
        list_draw(list, grid, places[i], i ? draw_right_item : draw_item, menu);
    }
}

/* "1-20/42" on the frame of a list that is longer than its box; in a small one every row counts. */
static void draw_more(const Menu *menu, Grid *grid, GridRect box, int rows) {
    Buf text = {0};
    if (rows < MORE_FROM || menu->count <= (size_t)rows)
        return;
    buf_printf(&text, " %zu-%zu/%zu ", menu->list.top + 1, menu->list.top + (size_t)rows,
               menu->count);
    int cols = text_width(buf_str(&text));
    if (cols + 2 < box.cols)
        grid_text(grid, (GridRect){box.row + box.rows - 1, box.col + box.cols - cols - 1, 1, cols},
                  buf_str(&text), (GridStyle){ROLE_POPUP_TITLE, ROLE_POPUP}, 0);
    buf_free(&text);
}

void menu_draw(Menu *menu, Grid *grid, GridRect within) {
    bool halves = menu->columns == 2;
    int rows = (int)(halves ? half(menu) : menu->count) + 2;
    int cols = menu_cols(menu) * (halves ? 2 : 1);
    rows = rows > within.rows ? within.rows : rows;
    cols = cols > within.cols ? within.cols : cols;
    GridRect box = {within.row + (within.rows - rows) / 2, within.col + (within.cols - cols) / 2,
                    rows, cols};
    GridStyle plain = grid_style(ROLE_POPUP);
    Str title = menu->title ? str_of(menu->title) : (Str){"", 0};
    grid_fill(grid, box, plain);
    GridRect inside = grid_box(grid, box, plain, title, grid_style(ROLE_POPUP_TITLE));
    menu->list.count = menu->count;
    menu->list.focused = menu->list.park_cursor = true;
    if (halves) {
        menu->list.rect = inside;
        draw_halves(menu, grid, inside);
        return;
    }
    list_draw(&menu->list, grid, inside, draw_item, menu);
    draw_more(menu, grid, box, inside.rows);
}

void menu_draw_at(Menu *menu, Grid *grid, GridRect thing, GridRect within) {
    int rows = (int)menu->count + 2, cols = menu_cols(menu), start = thing.row + thing.rows;
    int below = within.row + within.rows - start, above = thing.row - within.row;
    bool up = below < rows && above > below;
    int room = up ? above : below, end = within.col + within.cols;
    rows = rows > room ? room : rows;
    cols = cols > within.cols ? within.cols : cols;
    GridRect box = {up ? thing.row - rows : start, thing.col, rows, cols};
    box.col = box.col + cols > end ? end - cols : box.col;
    menu_draw(menu, grid, thing.rows < 1 || rows < LEAST_ROWS ? within : box);
}

static WidgetResult choose(Menu *menu, size_t index) {
    if (index >= menu->count)
        return WIDGET_USED;
    const MenuItem *item = &menu->items[index];
    list_select(&menu->list, index);
    menu->reason = item->reason;
    menu->action = item->action;
    return item->reason ? WIDGET_USED : WIDGET_DONE;
}

WidgetResult menu_key(Menu *menu, InputKey key) {
    menu->reason = NULL;
    menu->list.count = menu->count;
    key.code = key.mods ? key.code : text_halfwidth(key.code); /* a Chinese input method is on */
    if (key.code == INPUT_ESCAPE)
        return WIDGET_CANCELLED;
    if (key.code == INPUT_ENTER)
        return choose(menu, menu->list.selected);
    for (size_t i = 0; i < menu->count; i++) {
        if (menu->items[i].shortcut.code && input_key_equal(menu->items[i].shortcut, key))
            return choose(menu, i);
    }
    if (!menu->by_key && !key.mods && key.code >= '1' && key.code <= '9')
        return choose(menu, key.code - '1');
    bool sideways = menu->columns == 2 && !key.mods;
    if (sideways && key.code == INPUT_LEFT && menu->list.selected >= half(menu))
        list_select(&menu->list, menu->list.selected - half(menu));
    else if (sideways && key.code == INPUT_RIGHT && menu->list.selected < half(menu))
        list_select(&menu->list, menu->list.selected + half(menu));
    size_t last = menu->count ? menu->count - 1 : 0;
    bool wraps = !key.mods && ((key.code == INPUT_UP && menu->list.selected == 0) ||
                               (key.code == INPUT_DOWN && menu->list.selected == last));
    if (wraps) {
        list_select(&menu->list, key.code == INPUT_UP ? last : 0);
        return WIDGET_CHANGED;
    }
    WidgetResult result = list_key(&menu->list, key);
    return result == WIDGET_IGNORED ? WIDGET_USED : result;
}

WidgetResult menu_mouse(Menu *menu, const InputEvent *event) {
    menu->reason = NULL;
    bool inside = grid_rect_has(menu->list.rect, event->row, event->col);
    if (!inside)
        return event->mouse == INPUT_MOUSE_PRESS ? WIDGET_CANCELLED : WIDGET_USED;
    if (event->mouse == INPUT_MOUSE_PRESS && event->button == 1 && menu->columns == 2) {
        bool right = grid_rect_has(menu->halves[1].rect, event->row, event->col);
        const List *list = &menu->halves[right];
        size_t row = list->top + (size_t)(event->row - list->rect.row);
        return row < list->count ? choose(menu, row + (right ? half(menu) : 0)) : WIDGET_USED;
    }
    if (event->mouse == INPUT_MOUSE_PRESS && event->button == 1)
        return choose(menu, menu->list.top + (size_t)(event->row - menu->list.rect.row));
    return list_mouse(&menu->list, event);
}
