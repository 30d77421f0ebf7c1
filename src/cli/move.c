#include "config.h"

#include "cli/commands.h"

#include "base/i18n.h"
#include "cli/find.h"
#include "library/doubt.h"
#include "library/review.h"
#include "library/save.h"

/* The commands of the state machine: one row a move, the move's own row says the rest. */

/* Who reviews nobody's cases learns why. */
static void say_team(Cli *cli, const Move *move) {
    Buf text = {0};
    if (move->right == RIGHT_REVIEW || move->right == RIGHT_PUBLISH)
        library_review_put_team(cli->library, &text);
    if (text.len)
        cli_say(cli, "%s", buf_text(&text));
    buf_free(&text);
}

/* What a screen asks before it verifies; here nobody can be asked. */
static void say_doubt(Cli *cli, Str doubt) {
    Str line;
    while (doubt.len && str_split(&doubt, '\n', &line))
        cli_say(cli, "%.*s", STR_ARG(line));
}

static int run(Cli *cli) {
    Error err;
    Uuid id;
    SaveResult result;
    Issues issues = {0};
    const Move *move = case_move_find(str_of(cli->command->name));
    const char *reason = cli_option(cli, "reason");
    if (!find_case(cli, cli->args[0], &id)) {
        say_team(cli, move);
        return CLI_FAILED;
    }
    Buf doubt = {0};
    if (move->from == 1u << STATE_PUBLISHED && move->to == STATE_PUBLISHED)
        library_move_doubt(cli->library, id, move, &doubt);
    bool ok =
        library_move(cli->library, id, move, str_of(reason ? reason : ""), &issues, &result, &err);
    if (!ok && issues.len)
        cli_say_issues(cli, &issues);
    int status = ok ? CLI_DONE : issues.len ? CLI_FAILED : cli_fail(cli, &err);
    issues_free(&issues);
    if (ok)
        say_doubt(cli, buf_str(&doubt));
    buf_free(&doubt);
    if (ok)
        cli_print(cli, _("%s is now %s, revision %u\n"), result.display_id,
                  _(case_state_label(move->to)), result.rev);
    return status;
}

static const CliOption reason_option[] = {{"reason", 0, N_("TEXT"), N_("why")}, {0}};

#define MOVE_COMMAND(verb_name, text)                                                              \
    {                                                                                              \
        .name = verb_name, .arguments = "ID", .help = text, .options = reason_option,              \
        .needs = CLI_WRITE, .least = 1, .most = 1, .run = run                                      \
    }

const CliCommand command_submit = MOVE_COMMAND("submit", N_("submit a draft for review"));
const CliCommand command_review = MOVE_COMMAND("review", N_("take a submitted case into review"));
const CliCommand command_return =
    MOVE_COMMAND("return", N_("send a case back to its author, with a reason"));
const CliCommand command_publish = MOVE_COMMAND("publish", N_("publish a reviewed case"));
const CliCommand command_verify =
    MOVE_COMMAND("verify", N_("confirm that a published case still holds"));
const CliCommand command_revise = MOVE_COMMAND("revise", N_("take a case back to a draft"));
const CliCommand command_archive = MOVE_COMMAND("archive", N_("put a case into the archive"));
const CliCommand command_unarchive =
    MOVE_COMMAND("unarchive", N_("bring a case back from the archive"));
