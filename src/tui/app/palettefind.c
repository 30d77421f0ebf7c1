#include "config.h"

#include "tui/app/paletteparts.h"

#include "base/i18n.h"
#include "base/number.h"
#include "base/zone.h"
#include "library/find.h"
#include "library/views.h"
#include "text/fold.h"
#include "tui/app/command.h"
#include "tui/app/fuzzy.h"
#include "tui/app/permit.h"
#include "tui/app/state.h"

#include <string.h>

/* What the text in the palette may mean. */

enum {
    CASES_ASKED = 60,
    SCORE_LINE = 5000,
    SCORE_HELP = 60, /* the word stands in the sentence about it */
    SCORE_USED = 5,  /* for every use before, up to MOST_USES */
    MOST_USES = 6
};

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

/* Other words for it, each as good as its name. */
static int words_score(ActionId id, Str typed) {
    const char *words = action_words(id);
    return *words ? name_score(_(words), typed) : FUZZY_NONE;
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

/* Screens that people know by their names: typed, they are found wherever one is. */
static bool is_screen(ActionId id) {
    static const ActionId screens[] = {ACTION_SCREENING,    ACTION_REVIEW,     ACTION_LINT,
                                       ACTION_STALE,        ACTION_DUPLICATES, ACTION_PROSPECT,
                                       ACTION_ALL_CONSENTS, ACTION_ACTIVITY};
    for (size_t i = 0; i < COUNT_OF(screens); i++)
        if (screens[i] == id)
            return true;
    return false;
}

static void add_actions(Palette *palette, Str typed) {
    const ActionKeys *map = palette->app->settings.key_map;
    for (ActionId id = ACTION_NONE + 1; id < ACTIONS; id++) {
        const Action *action = action_get(id);
        bool near = action->contexts & contexts_near(palette);
        if ((!near && !(typed.len && is_screen(id))) || action->screen_key || id == ACTION_MENU ||
            is_movement(id) || is_typing(action))
            continue;
        bool here = action->contexts & palette->context;
        int score = best(best(name_score(_(action->label), typed), name_score(action->key, typed)),
                         best(help_score(_(action->help), typed), words_score(id, typed)));
        if (typed.len && !score)
            continue;
        int uses = palette->app->uses[id];
        Buf keys = {0}, reason = {0};
        bool may = permit_action(palette->app, id, &reason);
        if (near && !here) /* its keys are the list's: they would be typed here */
            action_put_hint(&keys, map, ACTION_LATER, palette->context);
        buf_puts(&keys, keys.len ? ", " : "");
        if (near)
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
    if (command_parse(palette_typed(palette), &line) && line.command) {
        /* a blank at the end is part of what was typed */
        command_parse(text_edit_text(palette->edit), &line);
        palette->line_first = true;
        const char *hint =
            line.command->argument && !line.argument.len ? _(line.command->argument) : "";
        add(palette,
            (PaletteItem){
                .kind = PALETTE_LINE,
                .label = arena_printf(&palette->arena, ":%.*s %.*s%s", STR_ARG(line.name),
                                      STR_ARG(line.argument), hint),
                .note = _(line.command->help),
                .keys = "Enter",
                .command = line.command,
                .put = arena_printf(&palette->arena, "%.*s", STR_ARG(palette_typed(palette))),
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

void palette_rebuild(Palette *palette) {
    Buf folded = {0};
    Uuid kept = {{0}};
    CommandLine line = {0};
    if (palette->picked && palette->list.selected < palette->items.len)
        kept = palette->items.items[palette->list.selected].id;
    arena_clear(&palette->arena);
    palette->items.len = 0;
    palette->line_first = false;
    Str typed = palette_typed(palette);
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
    put_query(palette_typed(palette), &query);
    text_fold(&folded, palette_typed(palette));
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
        palette_rebuild(palette);
    }
    library_find_free(&found);
    buf_free(&query);
    buf_free(&folded);
    return ok;
}
