#include "config.h"

#include "cli/commands.h"

#include "base/i18n.h"
#include "base/zone.h"
#include "cli/find.h"
#include "library/use.h"

static Str text_of(Cli *cli, const char *name) {
    const char *value = cli_option(cli, name);
    return str_of(value ? value : "");
}

/* Only feedback: how the last use went. */
static int rate(Cli *cli, Uuid id, int feedback) {
    SaveResult result;
    Error err;
    Buf prospect = {0};
    int status = CLI_DONE;
    if (!library_use_feedback(cli->library, id, feedback, &prospect, &result, &err))
        status = cli_fail(cli, &err);
    else if (prospect.len)
        cli_print(cli, _("the use for %s went: %d of 5\n"), buf_text(&prospect), feedback);
    else
        cli_print(cli, _("the last use went: %d of 5\n"), feedback);
    buf_free(&prospect);
    return status;
}

static int log_use(Cli *cli, Uuid id, int feedback, int days_ago) {
    SaveResult result;
    Error err;
    UseEntry entry = {.case_id = id,
                      .prospect = text_of(cli, "prospect"),
                      .deal = text_of(cli, "deal"),
                      .kind = text_of(cli, "kind"),
                      .feedback = feedback,
                      .days_ago = days_ago};
    if (!library_use_log(cli->library, &entry, &result, &err))
        return cli_fail(cli, &err);
    cli_print(cli, _("logged as %s\n"), result.display_id);
    return CLI_DONE;
}

static int run(Cli *cli) {
    Uuid id;
    int64_t feedback = 0, days = 0;
    const char *kind = cli_option(cli, "kind");
    const Field *field = &entity_get(ENTITY_USE)->fields[USE_KIND];
    if (kind && !entity_choice_label(field, str_of(kind)))
        return cli_usage(cli, _("“%s” is no kind of use: read, share, quote, call or visit"), kind);
    if (!cli_number(cli, "feedback", 1, 5, &feedback) || !cli_number(cli, "days", 0, 366, &days))
        return CLI_USAGE;
    if (!find_case(cli, cli->args[0], &id))
        return CLI_FAILED;
    bool new_one =
        kind || cli_option(cli, "prospect") || cli_option(cli, "deal") || days || !feedback;
    return new_one ? log_use(cli, id, (int)feedback, (int)days) : rate(cli, id, (int)feedback);
}

static const CliOption options[] = {
    {"prospect", 0, N_("NAME"), N_("for whom")},
    {"deal", 0, N_("DEAL"), N_("the deal, as your sales system calls it")},
    {"kind", 0, N_("KIND"), N_("read, share (the default), quote, call or visit")},
    {"feedback", 0, "N",
     N_("how it went, 1 (no help) to 5 (won it); alone it is said of your last use")},
    {"days", 0, "N", N_("how many days ago it was, 0 (the default) to 366")},
    {0}};

const CliCommand command_use = {.name = "use",
                                .arguments = "ID",
                                .help = N_("log that a case was used, or how that went"),
                                .options = options,
                                .needs = CLI_WRITE,
                                .least = 1,
                                .most = 1,
                                .session = true,
                                .run = run};
