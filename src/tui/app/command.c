#include "config.h"

#include "tui/app/command.h"

#include "base/i18n.h"
#include "base/zone.h"
#include "library/complete.h"
#include "library/dashboard.h"
#include "library/find.h"
#include "library/settings.h"
#include "library/views.h"
#include "text/fold.h"
#include "text/halfwidth.h"
#include "text/utf8.h"
#include "tui/app/fuzzy.h"
#include "tui/app/intake.h"
#include "tui/app/keyset.h"
#include "tui/app/state.h"

enum { WEEKS_OFFERED = 12 };

/* ---- running ---- */

static bool refuse(Error *err, const char *message, Str about) {
    return error_set(err, ERR_USAGE, message, "S", about);
}

static bool run_write(App *app, Str argument, Error *err) {
    (void)argument;
    OpenScreen *top = app_top_screen(app);
    if (top->type->context(top->self) != CONTEXT_FORM)
        return error_set(err, ERR_USAGE, N_("there is no form here that could be saved"), "");
    return app_act(app, ACTION_SAVE);
}

static bool run_quit(App *app, Str argument, Error *err) {
    (void)argument;
    (void)err;
    app_save_drafts(app);
    app->end = true;
    return true;
}

static bool run_help(App *app, Str argument, Error *err) {
    (void)err;
    OpenScreen *top = app_top_screen(app);
    app->parts->help(app, top->type->context(top->self), argument);
    return true;
}

static bool run_keys(App *app, Str argument, Error *err) {
    (void)err;
    app->parts->help(app, 0, argument);
    return true;
}

static bool run_search(App *app, Str argument, Error *err) {
    (void)err;
    app_search(app, argument, true);
    return true;
}

static bool run_open(App *app, Str argument, Error *err) {
    FindResult found = {0};
    FindRequest request = {.query = argument, .plain = true, .bare = true, .limit = 2};
    Uuid id = {{0}};
    bool ok = library_find(app->library, &request, &found, err);
    if (ok && found.total == 1)
        id = record_id(found.hits[0].row.record);
    library_find_free(&found);
    if (!ok)
        return false;
    if (uuid_is_nil(id))
        return refuse(err, N_("“{0}” is not the number of one case"), argument);
    app->parts->open_case(app, id, STR(""));
    return true;
}

static bool run_import(App *app, Str argument, Error *err) {
    return intake_import(app, argument, err);
}

bool app_tell_screen(App *app, ActionId tab, ScreenCommand command, Str argument, Error *err) {
    app_show_tab(app, tab);
    while (app->tabs[app->tab].stack.len > 1 && app_pop(app))
        ;
    OpenScreen *top = app_top_screen(app);
    if (!top->type->command)
        return error_set(err, ERR_USAGE, N_("leave the form first"), "");
    return top->type->command(top->self, command, argument, err);
}

static bool run_sort(App *app, Str argument, Error *err) {
    return app_tell_screen(app, ACTION_CASES, SCREEN_SORT, argument, err);
}

static bool run_view(App *app, Str argument, Error *err) {
    return app_tell_screen(app, ACTION_CASES, SCREEN_VIEW, argument, err);
}

static bool run_week(App *app, Str argument, Error *err) {
    return app_tell_screen(app, ACTION_METRICS, SCREEN_WEEK, argument, err);
}

/* ---- settings and keys ---- */

static void say_setting(App *app, OptionId id) {
    Options options = {0};
    Error err;
    Buf text = {0};
    library_options(app->library, &options, &err);
    buf_printf(&text, "%s = %s (%s)", option_row(id)->key, option_text(&options, id),
               _(option_source_label(option_source(&options, id))));
    app_say(app, ROLE_INFO, APP_TOAST_MS, buf_text(&text));
    buf_free(&text);
    options_free(&options);
}

/* "KEY VALUE" or "KEY=VALUE"; the value's ptr is NULL when there is none. */
static void split_setting(Str argument, Str *key, Str *value) {
    size_t at = 0;
    while (at < argument.len && argument.ptr[at] != '=' && argument.ptr[at] != ' ')
        at++;
    *key = str_make(argument.ptr, at);
    *value = at < argument.len ? str_trim(str_make(argument.ptr + at + 1, argument.len - at - 1))
                               : (Str){NULL, 0};
}

static bool run_set(App *app, Str argument, Error *err) {
    Str key, value;
    OptionId id;
    split_setting(argument, &key, &value);
    if (!option_find(key, &id))
        return refuse(err, N_("there is no setting “{0}”; Tab lists them"), key);
    if (value.ptr) {
        bool team = option_row(id)->level == OPTION_TEAM;
        Str text = value.len ? value : (Str){NULL, 0};
        if (!library_option_set(app->library, id, text, team, err) || !app->parts->reload(app, err))
            return false;
    }
    say_setting(app, id);
    return true;
}

static bool split_word(Str *rest, Str *word) {
    *rest = str_trim(*rest);
    return rest->len && str_split(rest, ' ', word);
}

static bool run_map(App *app, Str argument, Error *err) {
    Str key, name;
    if (!argument.len)
        return run_keys(app, argument, err);
    if (!split_word(&argument, &key) || !split_word(&argument, &name))
        return error_set(err, ERR_USAGE, N_("a key and an action are needed, as in: map g,n new"),
                         "");
    ActionId id = action_named(name);
    if (id == ACTION_NONE)
        return refuse(err, N_("there is no action “{0}”; Tab lists them"), name);
    return keyset_map(app, key, id, err);
}

static bool run_unmap(App *app, Str argument, Error *err) {
    return keyset_unmap(app, argument, err);
}

/* ---- completion ---- */

static void add(CommandOffers *out, Str text, const char *label) {
    vec_push(&out->items, (CommandOffer){arena_printf(&out->arena, "%.*s", STR_ARG(text)),
                                         arena_strdup(&out->arena, label)});
}

static void offer_actions(CommandOffers *out, const char *before) {
    for (ActionId id = ACTION_NONE + 1; id < ACTIONS; id++) {
        const Action *action = action_get(id);
        if (!action->screen_key)
            vec_push(&out->items,
                     (CommandOffer){arena_printf(&out->arena, "%s%s", before, action->key),
                                    _(action->help)});
    }
}

static void offer_map(App *app, Str argument, CommandOffers *out) {
    Str key, rest = argument;
    (void)app;
    if (!split_word(&rest, &key) || key.len == str_trim(argument).len)
        return; /* a key is pressed, not chosen */
    offer_actions(out, arena_printf(&out->arena, "%.*s ", STR_ARG(key)));
}

static void offer_values(const OptionRow *row, CommandOffers *out) {
    Str rest = str_of(row->choices ? row->choices : row->kind == OPTION_SWITCH ? "yes no" : "");
    Str value;
    while (rest.len && str_split(&rest, ' ', &value))
        vec_push(&out->items,
                 (CommandOffer){arena_printf(&out->arena, "%s=%.*s", row->key, STR_ARG(value)),
                                str_equal(value, str_of(row->standard)) ? _("default") : ""});
}

static void offer_set(App *app, Str argument, CommandOffers *out) {
    Str key, value;
    OptionId known;
    (void)app;
    split_setting(argument, &key, &value);
    if (value.ptr && option_find(key, &known)) {
        offer_values(option_row(known), out);
        return;
    }
    for (OptionId id = 0; id < OPTIONS; id++)
        if (option_row(id)->level != OPTION_FIXED)
            vec_push(&out->items,
                     (CommandOffer){arena_printf(&out->arena, "%s=", option_row(id)->key),
                                    _(option_row(id)->help)});
}

/* What the query language offers behind its word for the order. */
static void offer_sort(App *app, Str argument, CommandOffers *out) {
    CompleteResult result = {0};
    Buf query = {0};
    bool minus = argument.len && argument.ptr[0] == '-';
    buf_printf(&query, "sort:%.*s", (int)argument.len - minus, argument.ptr + minus);
    if (library_complete(app->library, buf_str(&query), query.len, &result))
        for (size_t i = 0; i < result.len; i++) {
            Str text = str_of(result.items[i].text), rest = text, before;
            if (str_find(text, STR(":"), 0) != SIZE_MAX) {
                str_split(&rest, ':', &before);
                text = rest;
            }
            vec_push(&out->items, (CommandOffer){arena_printf(&out->arena, "%s%.*s",
                                                              minus ? "-" : "", STR_ARG(text)),
                                                 arena_strdup(&out->arena, result.items[i].label)});
        }
    library_complete_free(&result);
    buf_free(&query);
}

static void offer_view(App *app, Str argument, CommandOffers *out) {
    SavedViews views;
    Error err;
    (void)argument;
    if (library_views(app->library, &views, &err))
        for (size_t i = 0; i < views.len; i++)
            add(out, views.items[i].name,
                arena_printf(&out->arena, "%d  %.*s", views.items[i].digit,
                             STR_ARG(views.items[i].query)));
    library_views_free(&views);
}

static void offer_week(App *app, Str argument, CommandOffers *out) {
    (void)app;
    (void)argument;
    for (int back = 0; back < WEEKS_OFFERED; back++) {
        Buf text = {0};
        week_format(&text, week_add(library_this_week(), -back));
        add(out, buf_str(&text), back == 0 ? _("this week") : back == 1 ? _("last week") : "");
        buf_free(&text);
    }
}

/* ---- the table ---- */

/* clang-format off */
static const Command commands[] = {
    {"sort order", N_("FIELD"), true, ACTION_SORT, N_("Orders the list; with - before the field the other way round."), run_sort, offer_sort, false},
    {"view", N_("NAME"), true, ACTION_VIEWS, N_("Shows a saved view, by its name or digit."), run_view, offer_view, true},
    {"week", N_("WEEK"), true, ACTION_METRICS, N_("Shows the metrics of a week, written as 2026-W40."), run_week, offer_week, false},
    {"search find", N_("QUERY"), true, ACTION_SEARCH, N_("Searches, as if it was typed into the filter bar."), run_search, NULL, true},
    {"open", N_("NUMBER"), true, ACTION_NONE, N_("Opens the case of that number."), run_open, NULL, false},
    {"import", N_("PATH"), true, ACTION_IMPORT, N_("Takes cases from a file or a folder."), run_import, NULL, true},
    {"set", N_("KEY=VALUE"), true, ACTION_NONE, N_("Shows or changes a setting; with nothing behind = it is taken back."), run_set, offer_set, false},
    {"map", N_("KEY ACTION"), false, ACTION_NONE, N_("Gives an action one more key, as in: map g,n new. It is kept for you."), run_map, offer_map, false},
    {"unmap", N_("KEY"), true, ACTION_NONE, N_("Takes a key away from whatever it does."), run_unmap, NULL, false},
    {"keys", N_("WORDS"), false, ACTION_NONE, N_("Lists all keys, and which of them would mean two things."), run_keys, NULL, false},
    {"help h", N_("WORDS"), false, ACTION_NONE, N_("Looks something up in the help."), run_help, NULL, false},
    {"w write", NULL, false, ACTION_NONE, N_("Saves the form."), run_write, NULL, false},
    {"q quit", NULL, false, ACTION_NONE, N_("Leaves the program; drafts are kept."), run_quit, NULL, false},
};
/* clang-format on */

const Command *command_row(size_t index) {
    return index < COUNT_OF(commands) ? &commands[index] : NULL;
}

const Command *command_named(Str name) {
    for (size_t i = 0; i < COUNT_OF(commands); i++) {
        Str rest = str_of(commands[i].names), word;
        while (rest.len && str_split(&rest, ' ', &word))
            if (str_equal(word, name))
                return &commands[i];
    }
    return NULL;
}

void command_line_free(CommandLine *line) {
    buf_free(&line->text);
    *line = (CommandLine){0};
}

/* The argument without folding: what stands behind the first blank after the name. */
static void take_raw(Str typed, CommandLine *line) {
    size_t at = 0, end = line->text.len, name = (size_t)(line->name.ptr - line->text.data);
    bool in_name = false, behind = false;
    while (at < typed.len && !behind) {
        uint32_t point;
        at += utf8_next(typed, at, &point);
        point = text_halfwidth(point);
        behind = in_name && point == ' ';
        in_name |= point != ' ' && point != ':';
    }
    buf_put_str(&line->text, str_make(typed.ptr + at, typed.len - at));
    line->name.ptr = line->text.data + name; /* it may have moved */
    line->argument = str_trim(str_make(line->text.data + end, line->text.len - end));
}

bool command_parse(Str typed, CommandLine *out) {
    Buf name = {0};
    command_line_free(out);
    ime_fold_text(&out->text, typed);
    Str rest = str_trim(buf_str(&out->text));
    while (rest.len && rest.ptr[0] == ':')
        rest = str_trim(str_make(rest.ptr + 1, rest.len - 1));
    size_t len = 0;
    while (len < rest.len && rest.ptr[len] != ' ')
        len++;
    out->name = str_make(rest.ptr, len);
    out->argument = str_trim(str_make(rest.ptr + len, rest.len - len));
    out->spaced =
        len < rest.len || (out->text.len && buf_text(&out->text)[out->text.len - 1] == ' ');
    text_fold(&name, out->name);
    out->command = command_named(buf_str(&name));
    out->action = out->command ? ACTION_NONE : action_named(buf_str(&name));
    if (out->action && action_get(out->action)->screen_key)
        out->action = ACTION_NONE;
    if (out->command && out->command->raw && out->argument.len)
        take_raw(typed, out);
    buf_free(&name);
    return out->name.len && (out->command || out->action);
}

static bool run_action(App *app, ActionId id, Str argument, Error *err) {
    OpenScreen *top = app_top_screen(app);
    const char *name = action_get(id)->key;
    if (argument.len)
        return error_set(err, ERR_USAGE, N_("“{0}” takes nothing behind it"), "s", name);
    if (!(action_get(id)->contexts & top->type->context(top->self)) || !app_act(app, id))
        return error_set(err, ERR_USAGE, N_("“{0}” has nothing to do here"), "s", name);
    return true;
}

bool command_run(App *app, const CommandLine *line, Error *err) {
    const Command *command = line->command;
    if (!command)
        return run_action(app, line->action, line->argument, err);
    if (command->needs && !line->argument.len && command->alone)
        return run_action(app, command->alone, line->argument, err);
    if (command->needs && !line->argument.len)
        return error_set(err, ERR_USAGE, N_("“{0}” needs something behind it: {1}"), "Ss",
                         line->name, _(command->argument));
    if (!command->argument && line->argument.len)
        return error_set(err, ERR_USAGE, N_("“{0}” takes nothing behind it"), "S", line->name);
    return command->run(app, line->argument, err);
}

/* ---- offers ---- */

static int offer_score(const CommandOffer *offer, Str typed) {
    Buf text = {0};
    text_fold(&text, str_of(offer->text));
    int score = fuzzy_score(buf_str(&text), typed);
    if (!score) {
        buf_clear(&text);
        text_fold(&text, str_of(offer->label));
        score = fuzzy_score(buf_str(&text), typed) / 2;
    }
    buf_free(&text);
    return score;
}

void command_complete(App *app, const CommandLine *line, CommandOffers *out) {
    Buf typed = {0};
    if (!line->command || !line->command->offer || !line->spaced)
        return;
    line->command->offer(app, line->argument, out);
    text_fold(&typed, line->argument);
    size_t kept = 0;
    for (size_t i = 0; typed.len && i < out->items.len; i++) {
        CommandOffer offer = out->items.items[i];
        if (!offer_score(&offer, buf_str(&typed)))
            continue;
        size_t at = kept++;
        for (; at > 0 && offer_score(&out->items.items[at - 1], buf_str(&typed)) <
                             offer_score(&offer, buf_str(&typed));
             at--)
            out->items.items[at] = out->items.items[at - 1];
        out->items.items[at] = offer;
    }
    if (typed.len)
        out->items.len = kept;
    buf_free(&typed);
}

void command_offers_free(CommandOffers *offers) {
    vec_free(&offers->items);
    arena_free(&offers->arena);
}
