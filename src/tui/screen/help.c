#include "config.h"

#include "tui/screen/help.h"

#include "base/i18n.h"
#include "library/examples.h"
#include "library/names.h"
#include "text/fold.h"
#include "text/pinyin.h"
#include "text/width.h"
#include "tui/app/command.h"
#include "tui/screen/casetext.h"
#include "tui/widget/field.h"
#include "tui/widget/layout.h"

enum { QUERY_BYTES = 200, KEY_COLS = 17, KEY_COLS_NARROW = 12, MOST_CLASHES = 100 };

typedef struct Help {
    App *app;
    ActionContext from;
    TextEdit *edit;
    EditField field;
    bool dirty;
    int cols;
    CaseText text;
    Pager pager;
} Help;

/* Whether a word stands in a part; a name is also known by its sound. */
static bool part_has(Str part, Str word, bool name) {
    return str_find(part, word, 0) != SIZE_MAX ||
           (name && word.len > 1 && pinyin_match(part, word, NULL, NULL) != PINYIN_NO);
}

/* Whether all that is typed stands in the texts, however it is written. The first one is a name. */
static bool matches(const Help *help, const char *const *parts, size_t count) {
    Buf words = {0}, text = {0};
    Str rest, word;
    bool all = true;
    text_fold(&words, text_edit_text(help->edit));
    rest = buf_str(&words);
    while (all && rest.len && str_split(&rest, ' ', &word)) {
        bool found = !word.len;
        for (size_t i = 0; i < count && !found; i++) {
            buf_clear(&text);
            text_fold(&text, str_of(parts[i]));
            found = part_has(buf_str(&text), word, i == 0);
        }
        all = found;
    }
    buf_free(&words);
    buf_free(&text);
    return all;
}

static void put_row(Help *help, const char *keys, Str text) {
    CaseText *lines = &help->text;
    int cols = help->cols < 60 ? KEY_COLS_NARROW : KEY_COLS;
    int wide = text_width(str_of(keys)) + 1;
    vec_push(&lines->lines, (PagerLine){.text = arena_str(&lines->arena, text),
                                        .role = ROLE_TEXT,
                                        .indent = wide > cols ? wide : cols,
                                        .lead = arena_str(&lines->arena, str_of(keys)),
                                        .lead_role = ROLE_HINT_KEY});
}

static void add_action(Help *help, ActionId id, ActionContext context) {
    const Action *action = action_get(id);
    Buf keys = {0}, text = {0};
    action_put_keys(&keys, app_settings(help->app)->key_map, id, context);
    const char *parts[] = {_(action->label), _(action->help), buf_text(&keys), action->key};
    if (keys.len && matches(help, parts, COUNT_OF(parts))) {
        buf_printf(&text, "%s: %s", _(action->label), _(action->help));
        put_row(help, buf_text(&keys), buf_str(&text));
    }
    buf_free(&keys);
    buf_free(&text);
}

static void add_context(Help *help, ActionContext context) {
    size_t before = help->text.lines.len;
    casetext_heading(&help->text, str_of(_(action_context_label(context))));
    size_t start = help->text.lines.len;
    for (ActionId id = ACTION_NONE + 1; id < ACTIONS; id++)
        if (action_get(id)->contexts & context)
            add_action(help, id, context);
    if (help->text.lines.len == start)
        help->text.lines.len = before;
}

/* The rows of anliku-query(7), in the person's language. */
static void add_examples(Help *help) {
    const QueryExample *example;
    const char *heading = NULL;
    for (size_t i = 0; (example = query_example(i)); i++) {
        const char *query = query_example_text(example);
        const char *parts[] = {example->english, example->chinese, _(example->says)};
        bool shown = matches(help, parts, COUNT_OF(parts));
        if (example->heading)
            heading = example->heading;
        if (shown && heading) {
            Buf text = {0};
            buf_printf(&text, "%s: %s", _("What can be searched for"), _(heading));
            casetext_heading(&help->text, buf_str(&text));
            buf_free(&text);
            heading = NULL;
        }
        if (shown)
            put_row(help, query, str_of(_(example->says)));
    }
}

/* Who works here, which decides what may be done. */
static void add_me(Help *help) {
    Buf me = {0}, text = {0};
    library_put_me(app_library(help->app), &me);
    buf_printf(&text, _("You are %s."), buf_text(&me));
    casetext_line(&help->text, ROLE_DIM, buf_str(&text));
    buf_free(&me);
    buf_free(&text);
}

/* Keys that would mean two things. */
static void add_clashes(Help *help) {
    ActionClash clashes[MOST_CLASHES];
    const ActionKeys *map = app_settings(help->app)->key_map;
    size_t count = action_clashes(map, clashes, MOST_CLASHES);
    casetext_heading(&help->text, str_of(_("Keys that mean two things")));
    for (size_t i = 0; i < count; i++) {
        Buf text = {0};
        action_put_clash(&text, map, &clashes[i]);
        casetext_line(&help->text, ROLE_WARN, buf_str(&text));
        buf_free(&text);
    }
    if (!count)
        casetext_line(&help->text, ROLE_DIM,
                      str_of(_("None. “:map KEY ACTION” gives a key, “:unmap KEY” takes one.")));
}

/* What can be typed behind a colon. */
static void add_commands(Help *help) {
    const Command *command;
    size_t before = help->text.lines.len;
    casetext_heading(&help->text, str_of(_("Commands, behind : or ^P")));
    size_t start = help->text.lines.len;
    for (size_t i = 0; (command = command_row(i)); i++) {
        Buf name = {0};
        Str rest = str_of(command->names), first;
        str_split(&rest, ' ', &first);
        buf_printf(&name, ":%.*s", STR_ARG(first));
        if (command->argument)
            buf_printf(&name, " %s", _(command->argument));
        const char *parts[] = {buf_text(&name), _(command->help), command->names};
        if (matches(help, parts, COUNT_OF(parts)))
            put_row(help, buf_text(&name), str_of(_(command->help)));
        buf_free(&name);
    }
    if (help->text.lines.len == start)
        help->text.lines.len = before;
}

static void build(Help *help) {
    help->dirty = false;
    casetext_clear(&help->text);
    if (!text_edit_text(help->edit).len)
        add_me(help);
    if (!help->from && !text_edit_text(help->edit).len)
        add_clashes(help);
    if (help->from) {
        add_context(help, help->from);
        add_examples(help);
    }
    if (help->from == CONTEXT_FILTER)
        add_context(help, CONTEXT_LIST);
    for (unsigned bit = 1; bit < CONTEXT_ALL; bit <<= 1)
        if (bit != (unsigned)help->from && !(help->from == CONTEXT_FILTER && bit == CONTEXT_LIST))
            add_context(help, (ActionContext)bit);
    add_commands(help);
    if (help->text.lines.len == 0)
        casetext_line(&help->text, ROLE_DIM, str_of(_("No key is about that. Esc clears.")));
    pager_set(&help->pager, help->text.lines.items, help->text.lines.len);
}

static void help_draw(void *self, Grid *grid, GridRect body) {
    Help *help = self;
    if (help->dirty || help->cols != body.cols) {
        help->cols = body.cols;
        build(help);
    }
    GridRect line = layout_take_top(&body, 1);
    grid_fill(grid, line, grid_style(ROLE_FILTER));
    grid_text(grid, line, STR("/"), grid_style(ROLE_HINT_KEY), 0);
    pager_draw(&help->pager, grid, body);
    field_draw(&help->field, grid, (GridRect){line.row, line.col + 2, 1, line.cols - 2});
}

static bool act_clear(Help *help) {
    if (text_edit_text(help->edit).len)
        help->dirty = text_edit_set(help->edit, STR(""));
    else
        app_pop(help->app);
    return true;
}

static bool help_act(void *self, ActionId id) {
    ListMove move;
    Help *help = self;
    if (id == ACTION_CLEAR)
        return act_clear(help);
    if (!action_move(id, &move))
        return false;
    pager_move(&help->pager, move);
    return true;
}

static bool help_event(void *self, const InputEvent *event) {
    Help *help = self;
    if (event->type == INPUT_TYPE_MOUSE)
        return pager_mouse(&help->pager, event) != WIDGET_IGNORED;
    WidgetResult result = event->type == INPUT_TYPE_PASTE ? field_paste(&help->field, event->text)
                                                          : field_key(&help->field, event->key);
    help->dirty |= result == WIDGET_CHANGED;
    return result != WIDGET_IGNORED;
}

static ActionContext help_context(const void *self) {
    (void)self;
    return CONTEXT_HELP;
}

static void help_title(const void *self, Buf *out) {
    (void)self;
    buf_puts(out, _("help"));
}

static void help_free(void *self) {
    Help *help = self;
    text_edit_free(help->edit);
    casetext_free(&help->text);
    pager_free(&help->pager);
    free(help);
}

static const Screen help_screen = {.context = help_context,
                                   .title = help_title,
                                   .draw = help_draw,
                                   .act = help_act,
                                   .event = help_event,
                                   .free = help_free};

void help_open(App *app, ActionContext from, Str words) {
    Help *help = mem_zalloc(sizeof *help);
    help->app = app;
    help->from = from;
    help->edit = text_edit_new(words, false, QUERY_BYTES);
    text_edit_move(help->edit, TEXT_MOVE_END, false);
    help->field = (EditField){.edit = help->edit,
                              .focused = true,
                              .placeholder = _("type to search the help"),
                              .role = ROLE_FILTER,
                              .role_focus = ROLE_FILTER};
    help->dirty = true;
    app_push(app, &help_screen, help);
}
