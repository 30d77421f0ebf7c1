#include "config.h"

#include "tui/app/overlay.h"

enum { PROMPT_COLS = 60, PROMPT_ROWS = 8, PROMPT_BYTES = 4000 };

void overlay_close(Overlay *overlay) {
    text_edit_free(overlay->edit);
    palette_free(overlay->palette);
    arena_free(&overlay->arena);
    *overlay = (Overlay){0};
}

static const char *keep(Overlay *overlay, const char *text) {
    return text ? arena_strdup(&overlay->arena, text) : NULL;
}

void overlay_menu(Overlay *overlay, const char *title, const MenuItem *items, size_t count,
                  AppChosen *chosen, void *context) {
    overlay_close(overlay);
    MenuItem *copy = arena_alloc(&overlay->arena, count * sizeof *copy + 1);
    for (size_t i = 0; i < count; i++) {
        copy[i] = items[i];
        copy[i].label = keep(overlay, items[i].label);
        copy[i].key = keep(overlay, items[i].key);
        copy[i].reason = keep(overlay, items[i].reason);
    }
    overlay->kind = OVERLAY_MENU;
    overlay->menu = (Menu){.title = keep(overlay, title), .items = copy, .count = count};
    overlay->chosen = chosen;
    overlay->context = context;
}

void overlay_keys(Overlay *overlay, const char *title, const MenuItem *items, size_t count,
                  AppChosen *chosen, void *context) {
    overlay_menu(overlay, title, items, count, chosen, context);
    overlay->menu.by_key = overlay->waits = true;
}

void overlay_palette(Overlay *overlay, Palette *palette) {
    overlay_close(overlay);
    overlay->kind = OVERLAY_PALETTE;
    overlay->palette = palette;
}

void overlay_confirm(Overlay *overlay, const Confirm *confirm, AppChosen *done, void *context) {
    overlay_close(overlay);
    overlay->kind = OVERLAY_CONFIRM;
    overlay->confirm = *confirm;
    overlay->confirm.title = keep(overlay, confirm->title);
    overlay->confirm.text = keep(overlay, confirm->text);
    overlay->confirm.yes = keep(overlay, confirm->yes);
    overlay->confirm.other = confirm->other ? keep(overlay, confirm->other) : NULL;
    overlay->chosen = done;
    overlay->context = context;
}

void overlay_ask(Overlay *overlay, const char *title, Str text, bool empty, AppTyped *done,
                 void *context) {
    Buf first = {0}; /* it may belong to the box that is closed here */
    buf_put_str(&first, text);
    overlay_close(overlay);
    overlay->kind = OVERLAY_PROMPT;
    overlay->title = keep(overlay, title);
    overlay->edit = text_edit_new(buf_str(&first), true, PROMPT_BYTES);
    overlay->field = (EditField){.edit = overlay->edit, .multiline = true, .focused = true};
    overlay->may_be_empty = empty;
    overlay->typed = done;
    overlay->context = context;
    text_edit_move(overlay->edit, TEXT_MOVE_END, false);
    buf_free(&first);
}

void overlay_prompt(Overlay *overlay, const char *title, AppTyped *done, void *context) {
    overlay_ask(overlay, title, STR(""), false, done, context);
}

static WidgetResult prompt_event(Overlay *overlay, const InputEvent *event) {
    if (event->type == INPUT_TYPE_PASTE)
        return field_paste(&overlay->field, event->text);
    if (event->type != INPUT_TYPE_KEY)
        return field_mouse(&overlay->field, event);
    if (event->key.code == INPUT_ESCAPE)
        return WIDGET_CANCELLED;
    if (event->key.code != INPUT_ENTER)
        return field_key(&overlay->field, event->key);
    bool answer = overlay->may_be_empty || str_trim(text_edit_text(overlay->edit)).len;
    return answer ? WIDGET_DONE : WIDGET_USED;
}

/* A sign or letter that no item has. */
static bool is_unknown(const Menu *menu, const InputEvent *event) {
    if (!menu->by_key || event->type != INPUT_TYPE_KEY || !input_key_is_text(event->key))
        return false;
    for (size_t i = 0; i < menu->count; i++)
        if (input_key_equal(menu->items[i].shortcut, event->key))
            return false;
    return true;
}

static WidgetResult box_event(Overlay *overlay, const InputEvent *event) {
    if (overlay->kind == OVERLAY_PROMPT)
        return prompt_event(overlay, event);
    if (overlay->kind == OVERLAY_MENU && event->type == INPUT_TYPE_MOUSE)
        return menu_mouse(&overlay->menu, event);
    if (event->type != INPUT_TYPE_KEY)
        return WIDGET_USED;
    return overlay->kind == OVERLAY_MENU ? menu_key(&overlay->menu, event->key)
                                         : confirm_key(&overlay->confirm, event->key);
}

/* One line, whatever was pasted. */
static void put_answer(Str text, Buf *out) {
    for (size_t i = 0; i < text.len; i++)
        buf_putc(out, text.ptr[i] == '\n' ? ' ' : text.ptr[i]);
}

const char *overlay_event(Overlay *overlay, const InputEvent *event, OverlayEnd *end) {
    *end =
        (OverlayEnd){.unknown = overlay->kind == OVERLAY_MENU && is_unknown(&overlay->menu, event)};
    WidgetResult result = end->unknown ? WIDGET_CANCELLED : box_event(overlay, event);
    overlay->waits = false;
    if (result == WIDGET_DONE) {
        end->chosen = overlay->chosen;
        end->typed = overlay->typed;
        end->context = overlay->context;
        end->action = overlay->kind == OVERLAY_MENU ? overlay->menu.action
                      : overlay->kind == OVERLAY_CONFIRM && overlay->confirm.took_other ? 2
                                                                                        : 1;
        if (overlay->edit)
            put_answer(str_trim(text_edit_text(overlay->edit)), &end->text);
    }
    end->closed = result == WIDGET_DONE || result == WIDGET_CANCELLED;
    if (end->closed)
        overlay_close(overlay);
    return end->closed || overlay->kind != OVERLAY_MENU ? NULL : overlay->menu.reason;
}

static void draw_prompt(Overlay *overlay, Grid *grid, GridRect within) {
    int cols = within.cols < PROMPT_COLS ? within.cols : PROMPT_COLS;
    int rows = (int)field_lines(&overlay->field, cols - 2, PROMPT_ROWS) + 2;
    rows = rows > within.rows ? within.rows : rows;
    GridRect box = {within.row + (within.rows - rows) / 2, within.col + (within.cols - cols) / 2,
                    rows, cols};
    grid_fill(grid, box, grid_style(ROLE_POPUP));
    GridRect inside = grid_box(grid, box, grid_style(ROLE_POPUP), str_of(overlay->title),
                               grid_style(ROLE_POPUP_TITLE));
    field_draw(&overlay->field, grid, inside);
}

void overlay_draw(Overlay *overlay, Grid *grid, GridRect within) {
    if (overlay->waits)
        return;
    if (overlay->kind == OVERLAY_MENU)
        menu_draw(&overlay->menu, grid, within);
    else if (overlay->kind == OVERLAY_CONFIRM)
        confirm_draw(&overlay->confirm, grid, within);
    else if (overlay->kind == OVERLAY_PROMPT)
        draw_prompt(overlay, grid, within);
    else if (overlay->kind == OVERLAY_PALETTE)
        palette_draw(overlay->palette, grid, within);
}
