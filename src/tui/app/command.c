#include "config.h"

#include "tui/app/commandparts.h"

#include "base/i18n.h"
#include "library/find.h"
#include "text/fold.h"
#include "text/halfwidth.h"
#include "text/utf8.h"
#include "tui/app/intake.h"
#include "tui/app/keyset.h"
#include "tui/app/state.h"

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
    app_quit(app);
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

OpenScreen *app_to_tab(App *app, ActionId tab) {
    app_show_tab(app, tab);
    while (app->tabs[app->tab].stack.len > 1 && app_pop(app))
        ;
    return app_top_screen(app);
}

/* Of the list as it stands, or of a search that is typed. */
static bool run_screening(App *app, Str argument, Error *err) {
    if (argument.len)
        app_search(app, argument, true);
    else
        app_to_tab(app, ACTION_CASES);
    return app_act(app, ACTION_SCREENING) ||
           error_set(err, ERR_USAGE, N_("“{0}” has nothing to do here"), "s", "screening");
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

static bool run_action(App *app, ActionId id, Str argument, Error *err) {
    OpenScreen *top = app_top_screen(app);
    const char *name = action_get(id)->key;
    if (argument.len)
        return error_set(err, ERR_USAGE, N_("“{0}” takes nothing behind it"), "s", name);
    if (!(action_get(id)->contexts & top->type->context(top->self)) || !app_act(app, id))
        return error_set(err, ERR_USAGE, N_("“{0}” has nothing to do here"), "s", name);
    return true;
}

/* Here, where two cases are at hand, or of what is marked in a list. */
static bool run_merge(App *app, Str argument, Error *err) {
    OpenScreen *top = app_top_screen(app);
    bool here = action_get(ACTION_MERGE)->contexts & top->type->context(top->self);
    return run_action(app, here ? ACTION_MERGE : ACTION_MERGE_MARKED, argument, err);
}

/* What is said about the case that is open. */
static bool run_comment(App *app, Str argument, Error *err) {
    return run_action(app, ACTION_COMMENTS, argument, err);
}

static bool run_import(App *app, Str argument, Error *err) {
    return intake_import(app, argument, err);
}

bool app_tell_screen(App *app, ActionId tab, ScreenCommand command, Str argument, Error *err) {
    OpenScreen *top = app_to_tab(app, tab);
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

/* What the terminal was opened with; the others hold at once. */
static bool is_read_at_start(OptionId id) {
    static const OptionId ids[] = {OPTION_COLOR, OPTION_MOUSE, OPTION_SYNC_OUTPUT};
    for (size_t i = 0; i < COUNT_OF(ids); i++)
        if (ids[i] == id)
            return true;
    return false;
}

static void say_setting(App *app, OptionId id, bool changed) {
    Options options = {0};
    Error err;
    Buf text = {0};
    library_options(app->library, &options, &err);
    buf_printf(&text, "%s = %s (%s)", option_row(id)->key, option_text(&options, id),
               _(option_source_label(option_source(&options, id))));
    if (changed && is_read_at_start(id))
        buf_printf(&text, "   %s", _("from the next start"));
    app_say(app, ROLE_INFO, APP_TOAST_MS, buf_text(&text));
    buf_free(&text);
    options_free(&options);
}

static bool run_set(App *app, Str argument, Error *err) {
    Str key, value;
    OptionId id;
    command_split_setting(argument, &key, &value);
    if (!option_find(key, &id))
        return refuse(err, N_("there is no setting “{0}”; Tab lists them"), key);
    if (value.ptr) {
        bool team = option_row(id)->level == OPTION_TEAM;
        Str text = value.len ? value : (Str){NULL, 0};
        if (!library_option_set(app->library, id, text, team, err) || !app->parts->reload(app, err))
            return false;
    }
    say_setting(app, id, value.ptr != NULL);
    return true;
}

static bool run_map(App *app, Str argument, Error *err) {
    Str key, name;
    if (!argument.len)
        return run_keys(app, argument, err);
    if (!command_split_word(&argument, &key) || !command_split_word(&argument, &name))
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

/* ---- the table ---- */

/* clang-format off */
static const Command commands[] = {
    {"sort order", N_("FIELD"), true, ACTION_SORT, N_("Orders the list; with - before the field the other way round."), run_sort, command_offer_sort, false},
    {"view", N_("VIEW"), true, ACTION_VIEWS, N_("Shows a saved view, by its name or digit."), run_view, command_offer_view, true},
    {"week", N_("WEEK"), true, ACTION_METRICS, N_("Shows the metrics of a week, written as 2026-W40."), run_week, command_offer_week, false},
    {"search", N_("QUERY"), true, ACTION_SEARCH, N_("Searches, as if it was typed into the filter bar."), run_search, NULL, true},
    {"screening", N_("QUERY"), false, ACTION_SCREENING, N_("Lists the best cases of the search, or of another one, by their score."), run_screening, NULL, true},
    {"open", N_("NUMBER"), true, ACTION_NONE, N_("Opens the case of that number."), run_open, NULL, false},
    {"merge", NULL, false, ACTION_NONE, N_("Makes two cases one: the marked ones, or those that are compared."), run_merge, NULL, false},
    {"import", N_("PATH"), true, ACTION_IMPORT, N_("Takes cases from a file or a folder."), run_import, NULL, true},
    {"set", N_("KEY=VALUE"), true, ACTION_NONE, N_("Shows or changes a setting; with nothing behind = it is taken back."), run_set, command_offer_set, false},
    {"map", N_("KEY ACTION"), false, ACTION_NONE, N_("Gives an action one more key, as in: map g,n new. It is kept for you."), run_map, command_offer_map, false},
    {"unmap", N_("KEY"), true, ACTION_NONE, N_("Takes a key away from whatever it does."), run_unmap, NULL, false},
    {"comment", NULL, false, ACTION_NONE, N_("Shows what was said about the case, to be answered or added to."), run_comment, NULL, false},
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
    if (name.len > 1 && buf_text(&name)[name.len - 1] == '!') /* "q!", as fingers know it */
        name.data[--name.len] = 0;
    out->command = command_named(buf_str(&name));
    out->action = out->command ? ACTION_NONE : action_named(buf_str(&name));
    if (out->action && action_get(out->action)->screen_key)
        out->action = ACTION_NONE;
    if (out->command && out->command->raw && out->argument.len)
        take_raw(typed, out);
    buf_free(&name);
    return out->name.len && (out->command || out->action);
}

bool command_run(App *app, const CommandLine *line, Error *err) {
    const Command *command = line->command;
    if (!command && !line->action)
        return error_set(err, ERR_USAGE, N_("there is no command “{0}”; Tab lists them"), "S",
                         line->name);
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
