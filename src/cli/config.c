#include "config.h"

#include "cli/commands.h"

#include "base/file.h"
#include "base/i18n.h"
#include "conf/viewfile.h"
#include "library/settings.h"
#include "library/views.h"

static bool find(Cli *cli, const char *key, OptionId *out) {
    if (option_find(str_of(key), out))
        return true;
    cli_say(cli, _("there is no setting “%s”; anliku config lists them"), key);
    return false;
}

static void print_row(Cli *cli, const Options *options, OptionId id) {
    cli_print_cell(cli, str_of(option_row(id)->key), 22);
    cli_print(cli, " ");
    cli_print_cell(cli, str_of(option_text(options, id)), 16);
    cli_print(cli, " %s\n", _(option_source_label(option_source(options, id))));
}

static void explain(Cli *cli, const Options *options, OptionId id) {
    const OptionRow *row = option_row(id);
    cli_print(cli, "%s: %s\n%s\n", row->key, _(row->label), _(row->help));
    if (row->choices)
        cli_print(cli, _("values: %s\n"), row->choices);
    if (row->kind == OPTION_NUMBER)
        cli_print(cli, _("from %lld to %lld %s\n"), (long long)row->min, (long long)row->max,
                  row->unit ? _(row->unit) : "");
    if (row->variable)
        cli_print(cli, _("environment: %s\n"), row->variable);
    for (OptionSource source = 0; source < OPTION_SOURCES; source++) {
        const char *value = source == SOURCE_STANDARD ? row->standard : options->values[source][id];
        if (value)
            cli_print(cli, "%c %s: %s\n", source == option_source(options, id) ? '*' : ' ',
                      _(option_source_label(source)), value);
    }
}

static void put_views(Cli *cli, bool team, Buf *out) {
    SavedViews views;
    Error err;
    const char *head = "views:\n";
    if (!library_views(cli->library, &views, &err))
        cli_fail(cli, &err);
    for (size_t i = 0; i < views.len; i++) {
        const SavedView *view = &views.items[i];
        ViewfileRow row = {view->digit, view->name,    view->query,
                           view->sort,  view->columns, view->open};
        if (view->team != team)
            continue;
        buf_puts(out, head);
        head = "";
        viewfile_put(out, &row);
    }
    library_views_free(&views);
}

/* What is set for the actor (or the team) as a settings file, with the saved views. */
static void export_file(Cli *cli, const Options *options, bool team) {
    OptionSource source = team ? SOURCE_TEAM : SOURCE_PERSONAL;
    Buf out = {0};
    for (OptionId id = 0; id < OPTIONS; id++) {
        if (!options->values[source][id] || option_row(id)->level == OPTION_FIXED)
            continue;
        buf_printf(&out, "%s: ", option_row(id)->key);
        viewfile_put_quoted(&out, str_of(options->values[source][id]));
        buf_putc(&out, '\n');
    }
    put_views(cli, team, &out);
    cli_print(cli, "%s", buf_text(&out));
    buf_free(&out);
}

typedef struct ImportViews {
    Library *library;
    bool team;
} ImportViews;

static bool import_view(void *context, const ViewfileRow *row, Error *err) {
    const ImportViews *import = context;
    SavedView view = {.digit = row->digit,
                      .team = import->team,
                      .name = row->name,
                      .query = row->query,
                      .sort = row->sort,
                      .columns = row->columns,
                      .open = row->open};
    return library_view_save(import->library, &view, NULL, err);
}

static int import_file(Cli *cli, const char *path, bool team) {
    Options read = {0};
    Buf text = {0};
    Error err;
    OptionSource source = team ? SOURCE_TEAM : SOURCE_PERSONAL;
    ImportViews import = {cli->library, team};
    ViewfileTake take = {import_view, &import};
    Buf keys = {0};
    bool ok = file_read(path, 1 << 20, &text, &err) &&
              options_read_file(&read, source, buf_str(&text), path, &err) &&
              cli_read_keys(buf_str(&text), path, &keys, &err) &&
              (!keys.len || options_set(&read, source, OPTION_KEYS, buf_str(&keys), &err));
    for (OptionId id = 0; ok && id < OPTIONS; id++)
        if (read.values[source][id])
            ok = library_option_set(cli->library, id, str_of(read.values[source][id]), team, &err);
    ok = ok && viewfile_read(buf_str(&text), path, &take, &err);
    options_free(&read);
    buf_free(&keys);
    buf_free(&text);
    return ok ? CLI_DONE : cli_fail(cli, &err);
}

static int run_on(Cli *cli, const Options *options) {
    const char *verb = cli->arg_count ? cli->args[0] : "list";
    bool team = cli_option(cli, "team") != NULL;
    size_t count = cli->arg_count;
    OptionId id;
    Error err;
    if (count == 0) {
        for (id = 0; id < OPTIONS; id++)
            print_row(cli, options, id);
        return CLI_DONE;
    }
    if (strcmp(verb, "export") == 0 && count == 1)
        return export_file(cli, options, team), CLI_DONE;
    if (strcmp(verb, "import") == 0 && count == 2)
        return import_file(cli, cli->args[1], team);
    bool sets = strcmp(verb, "set") == 0 && count == 3,
         unsets = strcmp(verb, "unset") == 0 && count == 2;
    bool gets = strcmp(verb, "get") == 0 && count == 2,
         explains = strcmp(verb, "explain") == 0 && count == 2;
    if (!sets && !unsets && !gets && !explains)
        return cli_usage(cli, _("“%s” with %zu arguments is not understood"), verb, count - 1);
    if (!find(cli, cli->args[1], &id))
        return CLI_FAILED;
    if (gets)
        cli_print(cli, "%s\n", option_text(options, id));
    else if (explains)
        explain(cli, options, id);
    else if (!library_option_set(cli->library, id, sets ? str_of(cli->args[2]) : (Str){NULL, 0},
                                 team, &err))
        return cli_fail(cli, &err);
    return CLI_DONE;
}

static int run(Cli *cli) {
    Options options = {0};
    Error err;
    if (!library_options(cli->library, &options, &err))
        cli_fail(cli, &err); /* a broken settings file must not keep anybody from mending it */
    int status = run_on(cli, &options);
    options_free(&options);
    return status;
}

static const CliOption options[] = {{"team", 0, NULL, N_("the team's setting, not only mine")},
                                    {0}};

const CliCommand command_config = {
    .name = "config",
    .arguments = N_("[get KEY | set KEY VALUE | unset KEY | explain KEY | export | import FILE]"),
    .help = N_("show or change settings"),
    .options = options,
    .needs = CLI_READ,
    .most = 3,
    .run = run};
