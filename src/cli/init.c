#include "config.h"

#include "cli/commands.h"

#include "base/i18n.h"

static const CliOption options[] = {
    {"demo", 0, NULL, N_("fill it with the demo cases")},
    {"zone", 0, N_("ZONE"), N_("time zone of weeks and dates, for example Asia/Shanghai")},
    {0}};

static int run(Cli *cli) {
    Error err;
    const char *zone = cli_option(cli, "zone");
    LibraryInit init = {.zone = zone ? zone : cli->host_zone,
                        .demo = cli_option(cli, "demo") != NULL};
    Progress progress = cli_progress(cli);
    bool ok = library_init(cli->path, &init, &progress, &err);
    cli_progress_end(cli);
    if (!ok)
        return cli_fail(cli, &err);
    cli_print(cli, _("The library %s is ready; you (%s) are its admin.\n"), cli->path,
              library_unix_login());
    return CLI_DONE;
}

const CliCommand command_init = {.name = "init",
                                 .arguments = "",
                                 .help = N_("make a new library"),
                                 .options = options,
                                 .needs = CLI_PATH,
                                 .run = run};
