#include "config.h"

#include "tui/app/paletteparts.h"

#include "base/i18n.h"
#include "text/width.h"
#include "tui/app/state.h"
#include "tui/widget/layout.h"

#include <string.h>

enum {
    LINE_BYTES = 1000,
    BOX_COLS = 84,
    BOX_ROWS = 20,
    LEAD_COLS = 2,
    LABEL_COLS = 22, /* a command's own columns, at the most */
};

Str palette_typed(const Palette *palette) {
    return str_trim(text_edit_text(palette->edit));
}

static void text_changed(Palette *palette) {
    palette->picked = false;
    buf_clear(&palette->error);
    palette->cases.len = 0;
    palette->waits = palette_typed(palette).len > 0;
    palette_rebuild(palette);
    if (palette->waits)
        app_set_timer(palette->app, APP_TIMER_PALETTE, 1, true);
}

/* ---- keys ---- */

static void put_line(Palette *palette, const char *line) {
    text_edit_set(palette->edit, str_of(line));
    text_changed(palette);
}

/* Lines that were run before, the last one first. */
static bool recall(Palette *palette, bool earlier) {
    App *app = palette->app;
    size_t count = app->lines_before.len;
    if (earlier && palette->recalled >= count)
        return count > 0;
    if (!earlier && !palette->recalled)
        return false;
    palette->recalled += earlier ? 1 : (size_t)-1;
    size_t kept = palette->recalled;
    put_line(palette, kept ? app->lines_before.items[count - kept] : "");
    palette->recalled = kept;
    return true;
}

static const PaletteItem *selected(const Palette *palette) {
    return palette->list.selected < palette->items.len
               ? &palette->items.items[palette->list.selected]
               : NULL;
}

static WidgetResult complete(Palette *palette) {
    const PaletteItem *item = selected(palette);
    if (item && item->kind == PALETTE_LINE && item->command && item->command->argument &&
        str_find(text_edit_text(palette->edit), STR(" "), 0) == SIZE_MAX) {
        put_line(palette, arena_printf(&palette->arena, "%s ", item->put));
        return WIDGET_USED;
    }
    if (item && item->kind == PALETTE_LINE && palette->items.len > 1)
        item = &palette->items.items[1];
    if (!item)
        return WIDGET_USED;
    put_line(palette, item->kind == PALETTE_ACTION ? action_get(item->action)->key
                      : item->put                  ? item->put
                                                   : item->label);
    palette->recalled = 0;
    return WIDGET_USED;
}

static WidgetResult move(Palette *palette, InputKey key) {
    bool up = key.code == INPUT_UP, down = key.code == INPUT_DOWN;
    bool before = up && (!palette_typed(palette).len || palette->recalled) && !palette->picked;
    if ((before || (down && palette->recalled && !palette->picked)) && recall(palette, up))
        return WIDGET_USED;
    if (up && palette->list.selected == 0)
        palette->picked = false;
    else if (list_key(&palette->list, key) != WIDGET_IGNORED)
        palette->picked = true;
    return WIDGET_USED;
}

/* A command that needs something behind it is put into the line first. */
static WidgetResult enter(Palette *palette) {
    if (palette->waits && !palette->items.len)
        palette_find_cases(palette);
    const PaletteItem *item = selected(palette);
    if (item && item->kind == PALETTE_COMMAND && (palette->picked || !palette->line_first)) {
        size_t len = strlen(item->put);
        if (len && item->put[len - 1] == ' ')
            return complete(palette);
    }
    if (item && item->kind == PALETTE_ARGUMENT && palette->picked &&
        item->put[strlen(item->put) - 1] == '=')
        return complete(palette);
    return item || palette_typed(palette).len ? WIDGET_DONE : WIDGET_USED;
}

static bool closes(InputKey key) {
    bool control = key.mods == INPUT_CTRL && key.code == 'p';
    return control || (!key.mods && (key.code == INPUT_ESCAPE || key.code == INPUT_F1 + 8));
}

static WidgetResult take_key(Palette *palette, InputKey key) {
    static const uint32_t moves[] = {INPUT_UP, INPUT_DOWN, INPUT_PAGE_UP, INPUT_PAGE_DOWN};
    if (closes(key))
        return WIDGET_CANCELLED;
    if (key.code == INPUT_ENTER)
        return enter(palette);
    if (key.code == INPUT_TAB && !key.mods)
        return complete(palette);
    for (size_t i = 0; i < COUNT_OF(moves); i++)
        if (key.code == moves[i])
            return move(palette, key);
    return field_key(&palette->field, key);
}

static WidgetResult take_mouse(Palette *palette, const InputEvent *event) {
    WidgetResult result = field_mouse(&palette->field, event);
    if (result != WIDGET_IGNORED)
        return WIDGET_USED;
    result = list_mouse(&palette->list, event);
    if (result == WIDGET_IGNORED)
        return event->mouse == INPUT_MOUSE_PRESS ? WIDGET_CANCELLED : WIDGET_USED;
    palette->picked = true;
    return event->mouse == INPUT_MOUSE_PRESS ? enter(palette) : WIDGET_USED;
}

WidgetResult palette_event(Palette *palette, const InputEvent *event) {
    WidgetResult result;
    if (event->type == INPUT_TYPE_MOUSE)
        return take_mouse(palette, event);
    if (event->type == INPUT_TYPE_PASTE)
        result = field_paste(&palette->field, event->text);
    else
        result = take_key(palette, event->key);
    if (result == WIDGET_CHANGED) {
        palette->recalled = 0;
        text_changed(palette);
    }
    return result == WIDGET_IGNORED ? WIDGET_USED : result;
}

bool palette_chosen(const Palette *palette, const PaletteItem **item, Str *line) {
    *item = selected(palette);
    *line = palette_typed(palette);
    if (!palette->picked && palette->line_first)
        return false;
    if (*item && (*item)->put) {
        *line = str_of((*item)->put);
        return false;
    }
    return *item != NULL;
}

Str palette_text(const Palette *palette) {
    return palette_typed(palette);
}

void palette_say(Palette *palette, const Error *err) {
    buf_clear(&palette->error);
    error_render_message(err, &palette->error);
}

/* ---- the picture ---- */

static const char *lead(const Grid *grid, PaletteKind kind) {
    static const char *const leads[] = {
        [PALETTE_LINE] = ">",    [PALETTE_ACTION] = "", [PALETTE_COMMAND] = "",
        [PALETTE_ARGUMENT] = "", [PALETTE_VIEW] = "v",
    };
    return kind == PALETTE_CASE ? grid_sign(grid, GRID_SIGN_BULLET).ptr : leads[kind];
}

static int columns(const char *text) {
    return text_width(str_of(text));
}

static void draw_item(void *context, Grid *grid, GridRect at, size_t row) {
    Palette *palette = context;
    const PaletteItem *item = &palette->items.items[row];
    GridStyle plain = grid_style(ROLE_POPUP), dim = {ROLE_DIM, ROLE_POPUP};
    grid_fill(grid, at, plain);
    layout_take_left(&at, 1);
    layout_take_right(&at, 1);
    grid_text(grid, layout_take_left(&at, LEAD_COLS), str_of(lead(grid, item->kind)), dim, 0);
    int keys = columns(item->keys);
    if (keys && keys + 8 < at.cols) {
        GridRect right = layout_take_right(&at, keys + 1);
        grid_text(grid, right, str_of(item->keys),
                  (GridStyle){(uint8_t)(item->kind == PALETTE_CASE ? ROLE_DIM : ROLE_HINT_KEY),
                              ROLE_POPUP},
                  GRID_RIGHT);
    }
    int label = columns(item->label);
    bool aligned = item->kind != PALETTE_CASE && item->kind != PALETTE_VIEW;
    if (aligned && label < LABEL_COLS && at.cols > LABEL_COLS + 12)
        label = LABEL_COLS;
    label = label > at.cols ? at.cols : label;
    GridStyle style = item->dimmed ? (GridStyle){ROLE_DISABLED, ROLE_POPUP} : plain;
    grid_text(grid, layout_take_left(&at, label), str_of(item->label), style, GRID_CUT);
    layout_take_left(&at, 2);
    if (at.cols > 5)
        grid_text(grid, at, str_of(item->note), dim, GRID_CUT);
}

static void draw_below(Palette *palette, Grid *grid, GridRect *inside) {
    GridRect line = layout_take_top(inside, 1);
    layout_take_left(&line, 3);
    if (palette->error.len)
        grid_text(grid, line, buf_str(&palette->error), (GridStyle){ROLE_ERROR, ROLE_POPUP},
                  GRID_CUT);
    else if (!palette->items.len && !palette->waits)
        grid_text(grid, line, str_of(_("Nothing of that name. Esc closes.")),
                  (GridStyle){ROLE_DIM, ROLE_POPUP}, GRID_CUT);
    else if (!palette_typed(palette).len)
        grid_text(
            grid, line,
            str_of(_("Type what you want to do, a view, a case: Enter does it, Tab completes")),
            (GridStyle){ROLE_DIM, ROLE_POPUP}, GRID_CUT);
}

void palette_draw(Palette *palette, Grid *grid, GridRect within) {
    int cols = within.cols < BOX_COLS ? within.cols : BOX_COLS;
    int rows = within.rows < BOX_ROWS ? within.rows : BOX_ROWS;
    GridRect box = {within.row, within.col + (within.cols - cols) / 2, rows, cols};
    GridStyle plain = grid_style(ROLE_POPUP);
    grid_fill(grid, box, plain);
    GridRect inside = grid_box(grid, box, plain, (Str){"", 0}, plain);
    GridRect line = layout_take_top(&inside, 1);
    grid_text(grid, (GridRect){line.row, line.col + 1, 1, 1}, STR(":"),
              (GridStyle){ROLE_HINT_KEY, ROLE_POPUP}, 0);
    layout_take_left(&line, 3);
    layout_take_right(&line, 1);
    draw_below(palette, grid, &inside);
    palette->list.focused = palette->picked || !palette->line_first;
    list_draw(&palette->list, grid, inside, draw_item, palette);
    field_draw(&palette->field, grid, line);
}

/* ---- life ---- */

Palette *palette_new(App *app, ActionContext context) {
    Palette *palette = mem_zalloc(sizeof *palette);
    palette->app = app;
    palette->context = context;
    palette->edit = text_edit_new(STR(""), false, LINE_BYTES);
    palette->field = (EditField){
        .edit = palette->edit, .focused = true, .role = ROLE_POPUP, .role_focus = ROLE_POPUP};
    palette_rebuild(palette);
    return palette;
}

void palette_free(Palette *palette) {
    if (!palette)
        return;
    text_edit_free(palette->edit);
    vec_free(&palette->items);
    vec_free(&palette->cases);
    arena_free(&palette->arena);
    arena_free(&palette->case_arena);
    buf_free(&palette->error);
    free(palette);
}

size_t palette_count(const Palette *palette) {
    return palette->items.len;
}

const PaletteItem *palette_item(const Palette *palette, size_t row) {
    return row < palette->items.len ? &palette->items.items[row] : NULL;
}
