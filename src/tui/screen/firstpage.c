#include "config.h"

#include "tui/screen/firstpage.h"

#include "base/error.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/paths.h"
#include "base/vec.h"
#include "text/halfwidth.h"
#include "tui/term/ime.h"
#include "tui/widget/layout.h"

#include <stdio.h>

enum { PATH_BYTES = 2000, KEY_COLS = 10, BOX_COLS = 72 };

static const struct {
    FirstChoice choice;
    const char *label, *says;
} ways[] = {
    {FIRST_DEMO, N_("Open the demo library"), N_("sixty made-up cases in their own folder")},
    {FIRST_NEW, N_("Write the first case"), N_("in a new library of your own")},
    {FIRST_IMPORT, N_("Import a file or a folder"), N_("Markdown, YAML, JSON Lines or CSV")},
};

void firstpage_free(FirstPage *page) {
    text_edit_free(page->edit);
    buf_free(&page->import);
    buf_free(&page->error);
    *page = (FirstPage){0};
}

/* ---- the picture ---- */

void firstpage_draw_keys(Grid *grid, GridRect at, const ActionKeys *map) {
    static const struct {
        ActionId action; /* ACTION_NONE: any letter */
        const char *says;
    } keys[] = {
        {ACTION_NONE, N_("letters, digits, Chinese: searches at once")},
        {ACTION_LATER, N_("from the search to the list; letters are commands there")},
        {ACTION_OPEN, N_("opens the selected case; Esc goes back")},
        {ACTION_NEW, N_("writes a new case")},
        {ACTION_MENU, N_("everything that can be done, by its name")},
        {ACTION_HELP, N_("help: all keys, and how to search")},
    };
    for (size_t i = 0; i < COUNT_OF(keys) && at.rows > 0; i++) {
        GridRect line = layout_take_top(&at, 1);
        Buf key = {0};
        if (keys[i].action)
            action_put_sure_key(&key, map, keys[i].action);
        else
            buf_puts(&key, _("a b 1 案"));
        grid_text(grid, layout_take_left(&line, KEY_COLS + 2), buf_str(&key),
                  grid_style(ROLE_HINT_KEY), GRID_RIGHT);
        layout_take_left(&line, 2);
        grid_text(grid, line, str_of(_(keys[i].says)), grid_style(ROLE_TEXT), GRID_CUT);
        buf_free(&key);
    }
}

static void draw_way(void *context, Grid *grid, GridRect at, size_t row) {
    (void)context;
    char digit[16];
    snprintf(digit, sizeof digit, "%d", (int)row + 1);
    layout_take_left(&at, 1);
    grid_text(grid, layout_take_left(&at, 3), str_of(digit), grid_style(ROLE_HINT_KEY), 0);
    int label = grid_text(grid, at, str_of(_(ways[row].label)), grid_style(ROLE_TEXT), GRID_CUT);
    layout_take_left(&at, (label < 26 ? 26 : label) + 2);
    if (at.cols > 10)
        grid_text(grid, at, str_of(_(ways[row].says)), grid_style(ROLE_DIM), GRID_CUT);
}

static void put_about(Buf *out, const char *pattern, const char *about) {
    ErrorArg arg = {.kind = 's'};
    snprintf(arg.text, sizeof arg.text, "%s", about);
    message_fill(out, pattern, &arg, 1);
}

static void draw_import(FirstPage *page, Grid *grid, GridRect *at) {
    GridRect line = layout_take_top(at, 1);
    int label = grid_text(grid, line, str_of(_("File or folder:")), grid_style(ROLE_LABEL), 0);
    layout_take_left(&line, label + 1);
    GridRect below = layout_take_top(at, 1);
    grid_text(grid, below,
              page->error.len ? buf_str(&page->error)
                              : str_of(_("Enter imports it, Esc goes back")),
              grid_style(page->error.len ? ROLE_ERROR : ROLE_DIM), GRID_CUT);
    field_draw(&page->field, grid, line);
}

void firstpage_draw(FirstPage *page, Grid *grid, GridRect at) {
    Buf where = {0};
    grid_fill(grid, at, grid_style(ROLE_TEXT));
    bool roomy = at.rows >= 20;
    if (at.cols > BOX_COLS + 20)
        layout_take_left(&at, (at.cols - BOX_COLS - 20) / 2);
    layout_take_left(&at, at.cols > 50 ? 2 : 0);
    layout_take_top(&at, roomy ? 2 : 0);
    grid_text(grid, layout_take_top(&at, 1), str_of(_("anliku, the library of customer cases")),
              grid_style(ROLE_TITLE), GRID_CUT);
    put_about(&where, _("There is no library yet. It will be in {0}"), page->path);
    grid_text(grid, layout_take_top(&at, 1), buf_str(&where), grid_style(ROLE_DIM), GRID_CUT);
    layout_take_top(&at, roomy);
    page->list.count = COUNT_OF(ways);
    page->list.focused = !page->edit;
    page->list.park_cursor = true;
    list_draw(&page->list, grid, layout_take_top(&at, (int)COUNT_OF(ways)), draw_way, page);
    layout_take_top(&at, roomy);
    GridRect keys = at;
    if (page->edit)
        layout_take_top(&keys, 3);
    firstpage_draw_keys(grid, keys, NULL);
    layout_take_top(&keys, 7);
    grid_text(grid, keys, str_of(_("Up, Down and Enter choose; Esc or ^Q leaves")),
              grid_style(ROLE_DIM), GRID_CUT);
    if (page->edit)
        draw_import(page, grid, &at);
    buf_free(&where);
}

/* ---- keys ---- */

static WidgetResult choose(FirstPage *page, size_t row) {
    if (row >= COUNT_OF(ways))
        return WIDGET_USED;
    list_select(&page->list, row);
    page->choice = ways[row].choice;
    if (page->choice != FIRST_IMPORT)
        return WIDGET_DONE;
    page->edit = text_edit_new(STR(""), false, PATH_BYTES);
    page->field = (EditField){.edit = page->edit, .focused = true};
    return WIDGET_USED;
}

static WidgetResult take_path(FirstPage *page) {
    buf_clear(&page->import);
    buf_clear(&page->error);
    paths_put_typed(&page->import, str_trim(text_edit_text(page->edit)));
    if (page->import.len && file_exists(buf_text(&page->import)))
        return WIDGET_DONE;
    put_about(&page->error, _("There is no file or folder {0}"), buf_text(&page->import));
    return WIDGET_USED;
}

static WidgetResult path_event(FirstPage *page, const InputEvent *event) {
    if (event->type == INPUT_TYPE_PASTE)
        return field_paste(&page->field, event->text);
    if (event->type != INPUT_TYPE_KEY)
        return field_mouse(&page->field, event);
    if (event->key.code == INPUT_ENTER)
        return take_path(page);
    if (event->key.code != INPUT_ESCAPE)
        return field_key(&page->field, event->key);
    text_edit_free(page->edit);
    page->edit = NULL;
    buf_clear(&page->error);
    return WIDGET_USED;
}

static WidgetResult leave(FirstPage *page) {
    page->choice = FIRST_LEAVE;
    return WIDGET_DONE;
}

static WidgetResult key_event(FirstPage *page, InputKey key) {
    Ime ime = {0};
    key = ime_fold_key(&ime, key);
    bool quits = key.code == INPUT_ESCAPE || key.code == INPUT_F1 + 9 ||
                 (!key.mods && key.code == 'q') || (key.mods == INPUT_CTRL && key.code == 'q') ||
                 (key.mods == INPUT_CTRL && key.code == 'c');
    if (quits)
        return leave(page);
    if (key.code == INPUT_ENTER)
        return choose(page, page->list.selected);
    if (!key.mods && key.code >= '1' && key.code <= '9')
        return choose(page, key.code - '1');
    if (!key.mods && key.code == INPUT_INSERT)
        return choose(page, 1);
    if (!key.mods && (key.code == 'j' || key.code == INPUT_TAB))
        return list_move(&page->list, LIST_DOWN);
    if (!key.mods && key.code == 'k')
        return list_move(&page->list, LIST_UP);
    return list_key(&page->list, key);
}

WidgetResult firstpage_event(FirstPage *page, const InputEvent *event) {
    if (page->edit) {
        WidgetResult result = path_event(page, event);
        return result == WIDGET_IGNORED ? WIDGET_USED : result;
    }
    if (event->type == INPUT_TYPE_KEY)
        return key_event(page, event->key);
    if (event->type != INPUT_TYPE_MOUSE)
        return WIDGET_IGNORED;
    WidgetResult result = list_mouse(&page->list, event);
    bool press = event->mouse == INPUT_MOUSE_PRESS && event->button == 1;
    return result != WIDGET_IGNORED && press ? choose(page, page->list.selected) : result;
}
