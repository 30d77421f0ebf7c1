#include "config.h"

#include "tui/app/palette.h"

#include "base/i18n.h"
#include "base/number.h"
#include "base/zone.h"
#include "library/find.h"
#include "library/views.h"
#include "text/fold.h"
#include "text/width.h"
#include "tui/app/command.h"
#include "tui/app/fuzzy.h"
#include "tui/app/permit.h"
#include "tui/app/state.h"
#include "tui/widget/field.h"
#include "tui/widget/layout.h"
#include "tui/widget/list.h"

enum {
    LINE_BYTES = 1000,
    BOX_COLS = 84,
    BOX_ROWS = 20,
    LEAD_COLS = 2,
    LABEL_COLS = 22, /* a command's own columns, at the most */
    CASES_ASKED = 60,
    SCORE_LINE = 5000,
    SCORE_HELP = 60, /* the word stands in the sentence about it */
    SCORE_USED = 5,  /* for every use before, up to MOST_USES */
    MOST_USES = 6
};

struct Palette {
    App *app;
    ActionContext context;
    TextEdit *edit;
    EditField field;
    Arena arena; /* texts of the items */
    VEC(PaletteItem) items;
    Arena case_arena; /* of the cases found last, which stay while their query does */
    VEC(PaletteItem) cases;
    List list;
    bool picked;     /* the person chose the row */
    bool line_first; /* Enter means the line as it is typed */
    bool waits;      /* cases are to be looked for */
    Buf error;
    size_t recalled; /* of the lines before: 0 none, 1 the last one */
};

static Str typed_text(const Palette *palette) {
    return str_trim(text_edit_text(palette->edit));
}

/* ---- what the text may mean ---- */

static void add(Palette *palette, PaletteItem item) {
    vec_push(&palette->items, item);
}

static int name_score(const char *name, Str typed) {
    Buf folded = {0};
    text_fold(&folded, str_of(name));
    int score = fuzzy_score_words(buf_str(&folded), typed);
    buf_free(&folded);
    return score;
}

static int best(int a, int b) {
    return a > b ? a : b;
}

/* Words of a sentence count only as they stand: a sentence has letters for everything. */
static int help_score(const char *help, Str typed) {
    Buf folded = {0};
    text_fold(&folded, str_of(help));
    bool holds = typed.len > 1 && str_find(buf_str(&folded), typed, 0) != SIZE_MAX;
    buf_free(&folded);
    return holds ? SCORE_HELP : FUZZY_NONE;
}

static bool is_movement(ActionId id) {
    return id >= ACTION_UP && id <= ACTION_END;
}

/* What the keys of a line do while it is typed is nothing to look for. */
static bool is_typing(const Action *action) {
    return !(action->contexts & ~(unsigned)(CONTEXT_FILTER | CONTEXT_OFFERS | CONTEXT_HELP));
}

/* From the filter bar the list below it is near. */
static unsigned contexts_near(const Palette *palette) {
    return palette->context | (palette->context == CONTEXT_FILTER ? CONTEXT_LIST : 0);
}

static void add_actions(Palette *palette, Str typed) {
    const ActionKeys *map = palette->app->settings.key_map;
    for (ActionId id = ACTION_NONE + 1; id < ACTIONS; id++) {
        const Action *action = action_get(id);
        if (!(action->contexts & contexts_near(palette)) || action->screen_key ||
            id == ACTION_MENU || is_movement(id) || is_typing(action))
            continue;
        bool here = action->contexts & palette->context;
        int score = best(best(name_score(_(action->label), typed), name_score(action->key, typed)),
                         help_score(_(action->help), typed));
        if (typed.len && !score)
            continue;
        int uses = palette->app->uses[id];
        Buf keys = {0}, reason = {0};
        bool may = permit_action(palette->app, id, &reason);
        action_put_keys(&keys, map, id, here ? palette->context : CONTEXT_LIST);
        add(palette,
            (PaletteItem){.kind = PALETTE_ACTION,
                          .label = _(action->label),
                          .note = may ? _(action->help)
                                      : arena_strdup(&palette->arena, buf_text(&reason)),
                          .dimmed = !may,
                          .keys = arena_strdup(&palette->arena, buf_text(&keys)),
                          .score = score + SCORE_USED * (uses < MOST_USES ? uses : MOST_USES),
                          .action = id});
        buf_free(&reason);
        buf_free(&keys);
    }
}

static const char *first_word(Palette *palette, const char *names) {
    Str rest = str_of(names), word;
    str_split(&rest, ' ', &word);
    return arena_printf(&palette->arena, "%.*s", STR_ARG(word));
}

/* Commands that are no action: they are shown only when their name or their words are typed. */
static void add_commands(Palette *palette, Str typed) {
    const Command *command;
    bool is_line = palette->items.len && palette->items.items[0].kind == PALETTE_LINE;
    for (size_t i = 0; typed.len && (command = command_row(i)); i++) {
        if (is_line && palette->items.items[0].command == command)
            continue;
        const char *name = first_word(palette, command->names);
        int score = best(name_score(command->names, typed), help_score(_(command->help), typed));
        if (score)
            add(palette,
                (PaletteItem){
                    .kind = PALETTE_COMMAND,
                    .label = command->argument ? arena_printf(&palette->arena, ":%s %s", name,
                                                              _(command->argument))
                                               : arena_printf(&palette->arena, ":%s", name),
                    .note = _(command->help),
                    .keys = "",
                    .put = arena_printf(&palette->arena, command->needs ? "%s " : "%s", name),
                    .score = score - 1});
    }
}

static void add_views(Palette *palette, Str typed) {
    SavedViews views;
    Error err;
    if (library_views(palette->app->library, &views, &err))
        for (size_t i = 0; i < views.len; i++) {
            const SavedView *view = &views.items[i];
            const char *name = arena_printf(&palette->arena, "%.*s", STR_ARG(view->name));
            int score = name_score(name, typed);
            if (typed.len && !score)
                continue;
            add(palette,
                (PaletteItem){
                    .kind = PALETTE_VIEW,
                    .label = name,
                    .note = arena_printf(&palette->arena, "%.*s", STR_ARG(view->query)),
                    .keys = view->hidden ? "" : arena_printf(&palette->arena, "v %d", view->digit),
                    .score = score});
        }
    library_views_free(&views);
}

/* Best first; what is alike stays in its order. */
static void sort_items(Palette *palette) {
    PaletteItem *items = palette->items.items;
    for (size_t i = 1; i < palette->items.len; i++) {
        PaletteItem item = items[i];
        size_t at = i;
        for (; at > 0 && items[at - 1].score < item.score; at--)
            items[at] = items[at - 1];
        items[at] = item;
    }
}

/* A line that begins with the name of a command. */
static void add_line(Palette *palette) {
    CommandLine line = {0};
    CommandOffers offers = {0};
    if (command_parse(typed_text(palette), &line) && line.command) {
        /* a blank at the end is part of what was typed */
        command_parse(text_edit_text(palette->edit), &line);
        palette->line_first = true;
        const char *hint =
            line.command->argument && !line.argument.len ? _(line.command->argument) : "";
        add(palette, (PaletteItem){
                         .kind = PALETTE_LINE,
                         .label = arena_printf(&palette->arena, ":%.*s %.*s%s", STR_ARG(line.name),
                                               STR_ARG(line.argument), hint),
                         .note = _(line.command->help),
                         .keys = "Enter",
                         .command = line.command,
                         .put = arena_printf(&palette->arena, "%.*s", STR_ARG(typed_text(palette))),
                         .score = SCORE_LINE});
        command_complete(palette->app, &line, &offers);
        for (size_t i = 0; i < offers.items.len; i++) {
            const CommandOffer *offer = &offers.items.items[i];
            add(palette, (PaletteItem){.kind = PALETTE_ARGUMENT,
                                       .label = arena_strdup(&palette->arena, offer->text),
                                       .note = strcmp(offer->label, offer->text) == 0
                                                   ? ""
                                                   : arena_strdup(&palette->arena, offer->label),
                                       .keys = "",
                                       .put = arena_printf(&palette->arena, "%.*s %s",
                                                           STR_ARG(line.name), offer->text),
                                       .score = SCORE_LINE - 1 - (int)i});
        }
    }
    command_offers_free(&offers);
    command_line_free(&line);
}

static void rebuild(Palette *palette) {
    Buf folded = {0};
    Uuid kept = {{0}};
    CommandLine line = {0};
    if (palette->picked && palette->list.selected < palette->items.len)
        kept = palette->items.items[palette->list.selected].id;
    arena_clear(&palette->arena);
    palette->items.len = 0;
    palette->line_first = false;
    Str typed = typed_text(palette);
    while (typed.len && typed.ptr[0] == ':')
        typed = str_trim(str_make(typed.ptr + 1, typed.len - 1));
    text_fold(&folded, typed);
    add_line(palette); /* first: the others look at it */
    bool in_argument =
        command_parse(text_edit_text(palette->edit), &line) && line.command && line.spaced;
    command_line_free(&line);
    if (!in_argument) {
        add_actions(palette, buf_str(&folded));
        add_commands(palette, buf_str(&folded));
        add_views(palette, buf_str(&folded));
        VEC_EACH (item, &palette->cases)
            add(palette, *item);
    }
    sort_items(palette); /* without a text: what was chosen before comes first */
    buf_free(&folded);
    list_set_count(&palette->list, palette->items.len);
    size_t row = 0;
    for (size_t i = 0; !uuid_is_nil(kept) && i < palette->items.len; i++)
        if (uuid_equal(palette->items.items[i].id, kept))
            row = i;
    if (!palette->picked || row)
        list_select(&palette->list, row);
}

static void text_changed(Palette *palette) {
    palette->picked = false;
    buf_clear(&palette->error);
    palette->cases.len = 0;
    palette->waits = typed_text(palette).len > 0;
    rebuild(palette);
    if (palette->waits)
        app_set_timer(palette->app, APP_TIMER_PALETTE, 1, true);
}

/* ---- cases ---- */

static bool input_waits(void *context) {
    const App *app = context;
    return app->loop && loop_input_waits(app->loop);
}

/* "42" is the number of a case of this year, as people say it. */
static void put_query(Str typed, Buf *out) {
    bool digits = typed.len > 0 && typed.len <= 6;
    for (size_t i = 0; i < typed.len; i++)
        digits = digits && typed.ptr[i] >= '0' && typed.ptr[i] <= '9';
    if (!digits) {
        buf_put_str(out, typed);
        return;
    }
    int year, month, day;
    int64_t number = 0;
    date_split(library_today(), &year, &month, &day);
    number_parse_int(typed, &number);
    buf_printf(out, "AL-%d-%04d", year, (int)number);
}

static void add_case(Palette *palette, const FindHit *hit, Str typed, int order) {
    const Record *record = hit->row.record;
    Str title = record_title(record), customer = record_ref_name(record, CASE_CUSTOMER);
    Str number = record_text(record, CASE_ID);
    Arena *arena = &palette->case_arena;
    const char *label = arena_printf(arena, "%.*s", STR_ARG(title));
    const char *note = arena_printf(arena, "%.*s", STR_ARG(customer));
    const char *keys = arena_printf(arena, "%.*s", STR_ARG(number));
    int score =
        best(best(name_score(label, typed), name_score(note, typed)), name_score(keys, typed));
    if (score)
        vec_push(&palette->cases, (PaletteItem){.kind = PALETTE_CASE,
                                                .label = label,
                                                .note = note,
                                                .keys = keys,
                                                /* as the engine ranks them, below a command of the
                                                 * same kind of match */
                                                .score = score / 100 * 100 - order,
                                                .id = record_id(record)});
}

bool palette_find_cases(Palette *palette) {
    Buf query = {0}, folded = {0};
    FindResult found = {0};
    Error err;
    if (!palette->waits)
        return false;
    put_query(typed_text(palette), &query);
    text_fold(&folded, typed_text(palette));
    FindRequest request = {.query = buf_str(&query),
                           .typing = true,
                           .plain = true,
                           .bare = true,
                           .limit = CASES_ASKED,
                           .cancelled = input_waits,
                           .context = palette->app};
    bool ok = library_find(palette->app->library, &request, &found, &err);
    palette->waits = !ok && err.code == ERR_CANCELLED;
    if (ok) {
        arena_clear(&palette->case_arena);
        palette->cases.len = 0;
        for (size_t i = 0; i < found.len && palette->cases.len < PALETTE_CASES; i++)
            add_case(palette, &found.hits[i], buf_str(&folded), (int)palette->cases.len);
        rebuild(palette);
    }
    library_find_free(&found);
    buf_free(&query);
    buf_free(&folded);
    return ok;
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
    bool before = up && (!typed_text(palette).len || palette->recalled) && !palette->picked;
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
    return item || typed_text(palette).len ? WIDGET_DONE : WIDGET_USED;
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
    *line = typed_text(palette);
    if (!palette->picked && palette->line_first)
        return false;
    if (*item && (*item)->put) {
        *line = str_of((*item)->put);
        return false;
    }
    return *item != NULL;
}

Str palette_text(const Palette *palette) {
    return typed_text(palette);
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
    else if (!typed_text(palette).len)
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
    rebuild(palette);
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
