#include "config.h"

#include "cli/commands.h"

#include "base/i18n.h"
#include "cli/find.h"
#include "library/compare.h"

static void print_lines(Cli *cli, char sign, Str text) {
    Str line;
    while (text.len && str_split(&text, '\n', &line))
        cli_print(cli, "%c %.*s\n", sign, STR_ARG(line));
}

static void print_row(Cli *cli, const CompareRow *row) {
    cli_print(cli, "\n%.*s\n", STR_ARG(row->label));
    if (row->same) {
        print_lines(cli, ' ', row->text[0]);
        return;
    }
    print_lines(cli, '<', row->text[0]);
    print_lines(cli, '>', row->text[1]);
}

static int run(Cli *cli) {
    Uuid a, b;
    Comparison comparison;
    Error err;
    bool all = cli_option(cli, "all") != NULL;
    if (!find_case(cli, cli->args[0], &a) || !find_case(cli, cli->args[1], &b))
        return CLI_FAILED;
    bool ok = library_compare(cli->library, a, b, &comparison, &err);
    for (int i = 0; ok && i < 2; i++)
        cli_print(cli, "%c %.*s  %.*s\n", "<>"[i], STR_ARG(comparison.number[i]),
                  STR_ARG(comparison.title[i]));
    for (size_t i = 0; ok && i < comparison.len; i++)
        if (all || !comparison.rows[i].same)
            print_row(cli, &comparison.rows[i]);
    if (ok && !comparison.differing && !all)
        cli_print(cli, "\n%s\n", _("Both say the same."));
    library_comparison_free(&comparison);
    return ok ? CLI_DONE : cli_fail(cli, &err);
}

static const CliOption options[] = {{"all", 0, NULL, N_("also what both say alike")}, {0}};

const CliCommand command_compare = {.name = "compare",
                                    .arguments = "ID ID",
                                    .help = N_("show two cases beside each other: what only the "
                                               "first says behind <, the second behind >"),
                                    .options = options,
                                    .needs = CLI_READ,
                                    .least = 2,
                                    .most = 2,
                                    .session = true,
                                    .run = run};
