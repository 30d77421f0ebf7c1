#include "config.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "tui/app/clipboard.h"
#include "tui/app/permit.h"
#include "tui/app/state.h"

#include <stdio.h>

/* The lines at the edges and what stands above the screen. */

enum { MOST_HINTS = 24, SHOWN_HINTS = 9, KEY_TEXT = 24 };

static size_t chips(const App *app, BarChip *out, char *drafts, char *marked, char *waiting,
                    size_t room) {
    size_t count = 0;
    LibraryInfo info = library_info(app->library);
    if (info.demo)
        out[count++] = (BarChip){_("DEMO"), ROLE_DEMO};
    if (info.read_only)
        out[count++] = (BarChip){_("ro"), ROLE_CHIP_WARN};
    if (app->waiting) {
        snprintf(waiting, room, app->waiting > 999 ? _("inbox 999+") : _("inbox %d"),
                 (int)app->waiting);
        out[count++] = (BarChip){waiting, ROLE_WAITING};
    }
    if (app->ime_on)
        out[count++] = (BarChip){"中", ROLE_CHIP};
    if (app->marks.ids.len) {
        snprintf(marked, room, _("%d marked"), (int)app->marks.ids.len);
        out[count++] = (BarChip){marked, ROLE_CHIP};
    }
    if (app->paused)
        out[count++] = (BarChip){_("paused"), ROLE_CHIP_WARN};
    if (app->drafts.count) {
        snprintf(drafts, room, _("draft %d"), (int)app->drafts.count);
        out[count++] = (BarChip){drafts, ROLE_DRAFT};
    }
    return count;
}

/* "12/312 › AL-2026-0042": what is open in this tab, from below. */
static void breadcrumb(App *app, const Grid *grid, Buf *out) {
    const char *tab = _(action_get(app->parts->tabs[app->tab].action)->label);
    VEC_EACH (open, &app->tabs[app->tab].stack) {
        size_t before = out->len;
        if (before) {
            buf_putc(out, ' ');
            buf_put_str(out, grid_sign(grid, GRID_SIGN_CUT));
            buf_putc(out, ' ');
        }
        size_t start = out->len;
        open->type->title(open->self, out);
        Str part = str_make(buf_text(out) + start, out->len - start);
        if (!part.len || str_equal(part, str_of(tab)))
            buf_truncate(out, before); /* the tab says it already */
    }
}

static void draw_tabs(App *app, Grid *grid, GridRect rect) {
    BarTab tabs[APP_TABS];
    BarChip chip[7];
    char drafts[64], marked[64], waiting[64];
    Buf title = {0};
    size_t shown = 0, active = 0;
    for (size_t i = 0; i < app->parts->tab_count; i++) {
        const AppTab *tab = &app->parts->tabs[i];
        if (i == app->tab)
            active = shown;
        if (app_may_see_tab(app, i))
            tabs[shown++] = (BarTab){_(tab->label), tab->digit, (int)tab->action};
    }
    size_t count = chips(app, chip, drafts, marked, waiting, sizeof drafts);
    breadcrumb(app, grid, &title);
    app->tab_spots.count = 0;
    bar_draw_tabs(grid, rect, tabs, shown, active, buf_text(&title), chip, count, &app->tab_spots);
    buf_free(&title);
}

/* What the person may not do stands behind what he may; the menu stands where it has room at 80
 * columns, and help is last. */
static size_t order_hints(App *app, ActionContext context, ActionId out[MOST_HINTS]) {
    enum { MENU_AT = 4 };
    const OpenScreen *top = app_top_screen(app);
    size_t count = 0;
    for (int permitted = 1; permitted >= 0; permitted--)
        for (ActionId id = ACTION_NONE + 1; id < ACTION_HELP && count < MOST_HINTS - 2; id++)
            if (id != ACTION_MENU && (action_get(id)->hints & context) &&
                permit_action(app, id, NULL) == permitted &&
                (!top->type->serves || top->type->serves(top->self, id)))
                out[count++] = id;
    if (action_get(ACTION_MENU)->hints & context) {
        size_t at = count < MENU_AT ? count : MENU_AT;
        memmove(&out[at + 1], &out[at], (count++ - at) * sizeof *out);
        out[at] = ACTION_MENU;
    }
    out[count++] = ACTION_HELP;
    return count;
}

static void draw_hints(App *app, Grid *grid, GridRect rect, ActionContext context) {
    BarHint hints[MOST_HINTS];
    ActionId ids[MOST_HINTS];
    char keys[MOST_HINTS][KEY_TEXT];
    size_t ordered = order_hints(app, context, ids), count = 0;
    Buf text = {0};
    for (size_t i = 0; i < ordered; i++) {
        buf_clear(&text);
        if (ids[i] == ACTION_HELP)
            action_put_sure_key(&text, app->settings.key_map, ids[i]);
        else
            action_put_hint(&text, app->settings.key_map, ids[i], context);
        if (!text.len) /* letters only search: the palette has it */
            continue;
        snprintf(keys[count], KEY_TEXT, "%s", buf_text(&text));
        hints[count] = (BarHint){keys[count], _(action_get(ids[i])->label), (int)ids[i],
                                 !permit_action(app, ids[i], NULL)};
        count++;
    }
    if (count > SHOWN_HINTS) { /* the last one is help */
        hints[SHOWN_HINTS - 1] = hints[count - 1];
        count = SHOWN_HINTS;
    }
    app->hint_spots.count = 0;
    bar_draw_hints(grid, rect, hints, count, &app->hint_spots);
    buf_free(&text);
}

/* As the terminal would show it, cut where it would wrap: for who has no terminal. */
static void draw_copied(App *app, Grid *grid) {
    Buf page = {0};
    clipboard_page(app, grid->rows, grid->cols, &page);
    Str rest = buf_str(&page), line;
    for (int row = 0; row < grid->rows && rest.ptr && str_split(&rest, '\n', &line); row++)
        grid_text(grid, (GridRect){row, 0, 1, grid->cols}, line, grid_style(ROLE_TEXT), GRID_CUT);
    buf_free(&page);
}

/* While a box is open keys are its own. */
static void draw_box_hints(App *app, Grid *grid, GridRect rect) {
    static const BarHint choose = {"Up Down", N_("choose"), 0, false},
                         take = {"Enter", N_("take"), 0, false},
                         complete = {"Tab", N_("complete"), 0, false},
                         close = {"Esc", N_("close"), 0, false};
    static const BarHint *const boxes[][4] = {
        [OVERLAY_MENU] = {&choose, &take, &close},
        [OVERLAY_CONFIRM] = {&close},
        [OVERLAY_PROMPT] = {&take, &close},
        [OVERLAY_PALETTE] = {&choose, &take, &complete, &close},
    };
    BarHint hints[4];
    size_t count = 0;
    for (; count < 4 && boxes[app->overlay.kind][count]; count++) {
        hints[count] = *boxes[app->overlay.kind][count];
        hints[count].label = _(hints[count].label);
    }
    bar_draw_hints(grid, rect, hints, count, &app->hint_spots);
    app->hint_spots.count = 0;
}

static void draw(App *app, Grid *grid) {
    OpenScreen *top = app_top_screen(app);
    GridRect body = grid_all(grid);
    grid_clear(grid);
    app->rows = grid->rows;
    app->cols = grid->cols;
    if (app->shows_copied) {
        draw_copied(app, grid);
        grid_set_cursor(grid, 0, 0);
        return;
    }
    grid->lines = app->lines;
    grid->manner = app->settings.plain           ? GRID_SPOKEN
                   : app->settings.low_bandwidth ? GRID_SPARSE
                                                 : GRID_RICH;
    app->layout = layout_size(grid->rows, grid->cols);
    GridRect first = layout_take_top(&body, 1);
    GridRect last = layout_take_bottom(&body, 1);
    if (app->layout == LAYOUT_TINY && !bar_has_message(&app->message, clock_mono_us()))
        app_say(app, ROLE_WARN, APP_SAY_MS, _("Please enlarge the window: 40 columns, 12 rows"));
    if (bar_has_message(&app->message, clock_mono_us()))
        bar_draw_message(grid, layout_take_bottom(&body, 1), &app->message);
    top->type->draw(top->self, grid, body);
    draw_tabs(app, grid, first);
    if (app->overlay.kind == OVERLAY_NONE)
        draw_hints(app, grid, last, top->type->context(top->self));
    else
        draw_box_hints(app, grid, last);
    overlay_draw(&app->overlay, grid, body);
    if (grid->manner == GRID_SPOKEN && app->walked && grid->list_row >= 0)
        grid_set_cursor(grid, grid->list_row, grid->list_col); /* not in the field above the list */
    if (grid->cursor_row < 0) /* input methods and screen readers need one */
        grid_set_cursor(grid, body.row, body.col);
}

void app_draw(App *app, Grid *grid) {
    unsigned before = app->shown_between;
    draw(app, grid);
    if (app->shown_between != before) /* over a picture of long work that was begun by drawing */
        draw(app, grid);
}
