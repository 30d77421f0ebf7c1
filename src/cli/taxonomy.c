#include "config.h"

#include "cli/commands.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "cli/caselines.h"
#include "cli/json.h"
#include "library/taxonomy.h"

#include <inttypes.h>
#include <string.h>

/* tags and categories: one row a verb. */

/* ---- lists ---- */

static void print_name(Cli *cli, const TaxonName *name, bool tree) {
    if (tree && name->depth > 1) {
        Str last = name->name, part;
        while (last.len && str_split(&last, '/', &part) && last.len)
            ;
        cli_print(cli, "%5" PRIu64 "  %*s%.*s\n", name->cases, 2 * (name->depth - 1), "",
                  STR_ARG(part));
    } else {
        cli_print(cli, "%5" PRIu64 "  %.*s%s\n", name->cases, STR_ARG(name->name),
                  name->listed || !tree ? "" : _("  (not in the tree)"));
    }
}

static void print_json(Cli *cli, const TaxonName *name) {
    Buf out = {0};
    buf_puts(&out, "{\"name\":");
    json_put_text(&out, name->name);
    buf_printf(&out, ",\"cases\":%" PRIu64 ",\"listed\":%s}\n", name->cases,
               name->listed ? "true" : "false");
    cli_print_str(cli, buf_str(&out));
    buf_free(&out);
}

static int print_list(Cli *cli, bool tree) {
    TaxonNames names;
    CaseFormat format = CASE_TABLE;
    Error err;
    if (!caselines_format(cli, &format))
        return CLI_USAGE;
    bool ok = (tree ? library_categories : library_tags)(cli->library, &names, &err);
    for (size_t i = 0; ok && i < names.len; i++) {
        if (format == CASE_TABLE)
            print_name(cli, &names.items[i], tree);
        else if (format == CASE_JSONL)
            print_json(cli, &names.items[i]);
        else
            cli_print(cli, "%.*s\n", STR_ARG(names.items[i].name));
    }
    library_taxon_names_free(&names);
    return ok ? CLI_DONE : cli_fail(cli, &err);
}

/* ---- changes ---- */

typedef bool AddFn(Library *library, Str name, Error *err);
typedef bool ChangeFn(Library *library, Str name, Str to, const Progress *progress,
                      TaxonResult *result, Error *err);

static const struct {
    const char *command, *verb;
    AddFn *add;       /* takes a name */
    ChangeFn *change; /* takes two; or several, of which the last is the second */
    bool several;
} verbs[] = {
    {"tags", "add", library_tag_add, NULL, false},
    {"tags", "rename", NULL, library_tag_rename, false},
    {"tags", "merge", NULL, library_tag_merge, true},
    {"categories", "add", library_category_add, NULL, false},
    {"categories", "rename", NULL, library_category_rename, false},
    {"categories", "move", NULL, library_category_move, false},
    {"categories", "merge", NULL, library_category_merge, true},
};

static int add(Cli *cli, AddFn *fn) {
    Error err;
    if (cli->arg_count != 2)
        return cli_usage(cli, _("one name is needed"));
    if (!fn(cli->library, str_of(cli->args[1]), &err))
        return cli_fail(cli, &err);
    cli_print(cli, "%s\n", _("saved"));
    return CLI_DONE;
}

static int change(Cli *cli, ChangeFn *fn, bool several) {
    size_t last = cli->arg_count - 1;
    if (cli->arg_count < 3 || (!several && cli->arg_count > 3))
        return cli_usage(cli, several ? _("at least two names are needed; the last one stays")
                                      : _("two names are needed"));
    for (size_t i = 1; i < last; i++) {
        TaxonResult result;
        Error err;
        Progress progress = cli_progress(cli);
        bool ok = fn(cli->library, str_of(cli->args[i]), str_of(cli->args[last]), &progress,
                     &result, &err);
        cli_progress_end(cli);
        if (!ok)
            return cli_fail(cli, &err);
        cli_print(cli,
                  ngettext("%s -> %s: %zu case changed; anliku %s undo takes it back\n",
                           "%s -> %s: %zu cases changed; anliku %s undo takes it back\n",
                           result.cases),
                  cli->args[i], cli->args[last], result.cases, cli->command->name);
    }
    return CLI_DONE;
}

static int undo(Cli *cli) {
    Error err;
    Progress progress = cli_progress(cli);
    bool ok = library_taxonomy_undo(cli->library, &progress, &err);
    cli_progress_end(cli);
    if (!ok)
        return cli_fail(cli, &err);
    cli_print(cli, "%s\n", _("taken back; undo again makes the change again"));
    return CLI_DONE;
}

static int run(Cli *cli) {
    const char *name = cli->command->name, *verb = cli->arg_count ? cli->args[0] : "list";
    bool tree = strcmp(name, "categories") == 0;
    if (strcmp(verb, "list") == 0 && cli->arg_count <= 1)
        return print_list(cli, tree);
    if (strcmp(verb, "undo") == 0 && cli->arg_count == 1)
        return undo(cli);
    for (size_t i = 0; i < COUNT_OF(verbs); i++) {
        if (strcmp(verbs[i].command, name) != 0 || strcmp(verbs[i].verb, verb) != 0)
            continue;
        return verbs[i].add ? add(cli, verbs[i].add)
                            : change(cli, verbs[i].change, verbs[i].several);
    }
    return cli_usage(cli, _("“%s” is none of %s"), verb,
                     tree ? "list, add, rename, move, merge, undo"
                          : "list, add, rename, merge, undo");
}

static const CliOption options[] = {
    {"format", 0, N_("FORMAT"), N_("table (the default), jsonl or ids")}, {0}};

const CliCommand command_tags = {
    .name = "tags",
    .arguments = N_("[add TAG | rename TAG NAME | merge TAG... TAG | undo]"),
    .help = N_("list tags with their cases, or change one in all of them"),
    .options = options,
    .needs = CLI_READ,
    .most = -1,
    .run = run};
const CliCommand command_categories = {
    .name = "categories",
    .arguments = N_("[add PATH | rename PATH NAME | move PATH PARENT | merge PATH... PATH | undo]"),
    .help = N_("list the tree of categories with their cases, or change it and them"),
    .options = options,
    .needs = CLI_READ,
    .most = -1,
    .run = run};
