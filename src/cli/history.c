#include "config.h"

#include "cli/commands.h"

#include "base/i18n.h"
#include "base/zone.h"
#include "cli/find.h"
#include "library/history.h"

static bool print_entry(void *context, const HistoryEntry *entry, Error *err) {
    Cli *cli = context;
    Buf at = {0};
    (void)err;
    zone_format_local(&at, entry->at_ms);
    if (entry->rev)
        cli_print(cli, "%4u  %s  ", entry->rev, buf_text(&at));
    else
        cli_print(cli, "   -  %s  ", buf_text(&at));
    cli_print_cell(cli, entry->login, 12);
    if (entry->number.len) /* of a case that was merged into this one */
        cli_print(cli, "  [%.*s]", STR_ARG(entry->number));
    cli_print(cli, "  %s", _(history_verb_label(str_of(entry->verb))));
    if (entry->note.len)
        cli_print(cli, "  %.*s", STR_ARG(entry->note));
    cli_print(cli, "\n");
    buf_free(&at);
    return true;
}

static int run(Cli *cli) {
    EntityType type;
    Uuid id;
    Error err;
    if (!find_any(cli, cli->args[0], &type, &id))
        return CLI_FAILED;
    return library_history(cli->library, type, id, print_entry, cli, &err) ? CLI_DONE
                                                                           : cli_fail(cli, &err);
}

const CliCommand command_history = {.name = "history",
                                    .arguments = "ID",
                                    .help = N_("list the revisions of a record, newest first"),
                                    .needs = CLI_READ,
                                    .least = 1,
                                    .most = 1,
                                    .session = true,
                                    .run = run};
