#include "config.h"

#include "cli/commands.h"

#include "base/i18n.h"
#include "base/number.h"
#include "cli/find.h"
#include "library/rate.h"

static bool read_score(Cli *cli, const char *text, int *out) {
    int64_t score;
    if (!number_parse_int(str_of(text), &score) || score < 0 || score > 100) {
        cli_usage(cli, _("“%s” is no rating: a number from 0 to 100"), text);
        return false;
    }
    *out = (int)score;
    return true;
}

static bool read_helpful(Cli *cli, const char *text, int *out) {
    bool yes = strcmp(text, "yes") == 0;
    if (!yes && strcmp(text, "no") != 0) {
        cli_usage(cli, _("--helpful is yes or no, not “%s”"), text);
        return false;
    }
    *out = yes;
    return true;
}

static int run(Cli *cli) {
    RateEntry entry = {.score = RATE_UNSAID, .helpful = RATE_UNSAID};
    SaveResult result;
    RatingSummary summary;
    Error err;
    const char *helpful = cli_option(cli, "helpful");
    if ((cli->arg_count > 1 && !read_score(cli, cli->args[1], &entry.score)) ||
        (helpful && !read_helpful(cli, helpful, &entry.helpful)))
        return CLI_USAGE;
    if (cli->arg_count < 2 && !helpful)
        return cli_usage(cli, "%s", _("say a number from 0 to 100, or --helpful yes or no"));
    if (!find_case(cli, cli->args[0], &entry.case_id))
        return CLI_FAILED;
    if (!library_rate(cli->library, &entry, &result, &err) ||
        !library_rating_summary(cli->library, entry.case_id, &summary, &err))
        return cli_fail(cli, &err);
    Buf text = {0};
    library_rating_put(&summary, &text);
    cli_print(cli, _("rated; now: %s\n"), buf_text(&text));
    buf_free(&text);
    return CLI_DONE;
}

static const CliOption options[] = {
    {"helpful", 0, N_("ANSWER"), N_("yes or no: whether the case helped")}, {0}};

const CliCommand command_rate = {.name = "rate",
                                 .arguments = N_("ID [0-100]"),
                                 .help = N_("say how good a case is, and whether it helped"),
                                 .options = options,
                                 .needs = CLI_WRITE,
                                 .least = 1,
                                 .most = 2,
                                 .session = true,
                                 .run = run};
