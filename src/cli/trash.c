#include "config.h"

#include "cli/commands.h"

#include "base/i18n.h"
#include "cli/fields.h"
#include "cli/find.h"
#include "library/rejoin.h"
#include "library/undo.h"

static int trash_all(Cli *cli, bool trashed) {
    int status = CLI_DONE;
    for (size_t i = 0; i < cli->arg_count; i++) {
        EntityType type;
        Uuid id;
        SaveResult result;
        Error err;
        if (!find_itself(cli, cli->args[i], &type, &id)) {
            status = CLI_FAILED;
        } else if (!library_trash(cli->library, type, id, trashed, &result, &err)) {
            status = cli_fail(cli, &err);
        } else {
            cli_print(cli,
                      trashed ? _("%s is in the trash; anliku untrash %s brings it back\n")
                              : _("%s is back\n"),
                      cli->args[i], cli->args[i]);
            say_made_internal(cli, &result);
        }
    }
    return status;
}

static int run_trash(Cli *cli) {
    return trash_all(cli, true);
}

static int run_untrash(Cli *cli) {
    return trash_all(cli, false);
}

/* The newest change as a whole, state and trash too. */
static int take_back(Cli *cli) {
    EntityType type;
    Uuid id;
    Meanwhile now;
    SaveResult result;
    Error err;
    if (!find_itself(cli, cli->args[0], &type, &id))
        return CLI_FAILED;
    if (!library_meanwhile(cli->library, type, id, &now, &err) ||
        !library_undo_change(cli->library, type, id, now.rev, now.rev, &result, &err))
        return cli_fail(cli, &err);
    cli_print(cli, _("revision %u of %s is taken back; this is revision %u\n"), now.rev,
              cli->args[0], result.rev);
    return CLI_DONE;
}

static int run_revert(Cli *cli) {
    EntityType type;
    Uuid id;
    uint32_t rev;
    SaveResult result;
    Error err;
    const char *text = cli_option(cli, "rev");
    if (cli_option(cli, "last"))
        return text ? cli_usage(cli, _("--rev and --last say two things")) : take_back(cli);
    if (!text)
        return cli_usage(cli, _("--rev N is missing"));
    if (!find_revision(cli, text, &rev))
        return CLI_USAGE;
    if (!find_itself(cli, cli->args[0], &type, &id))
        return CLI_FAILED;
    if (!library_revert(cli->library, type, id, rev, &result, &err))
        return cli_fail(cli, &err);
    cli_print(cli,
              result.unchanged ? _("%s has that content already\n")
                               : _("%s is as it was; this is revision %u\n"),
              cli->args[0], result.rev);
    say_made_internal(cli, &result);
    return CLI_DONE;
}

const CliCommand command_trash = {.name = "trash",
                                  .arguments = "ID...",
                                  .help = N_("put records into the trash"),
                                  .needs = CLI_WRITE,
                                  .least = 1,
                                  .most = -1,
                                  .run = run_trash};
const CliCommand command_untrash = {.name = "untrash",
                                    .arguments = "ID...",
                                    .help = N_("take records out of the trash"),
                                    .needs = CLI_WRITE,
                                    .least = 1,
                                    .most = -1,
                                    .run = run_untrash};

static const CliOption revert_options[] = {
    {"rev", 0, "N", N_("the revision whose content comes back")},
    {"last", 0, NULL, N_("take the newest change back as a whole, state and trash too")},
    {0}};
const CliCommand command_revert = {.name = "revert",
                                   .arguments = "ID",
                                   .help = N_("make an older revision the newest one"),
                                   .options = revert_options,
                                   .needs = CLI_WRITE,
                                   .least = 1,
                                   .most = 1,
                                   .run = run_revert};
