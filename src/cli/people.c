#include "config.h"

#include "cli/commands.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "library/people.h"
#include "library/row.h"

static void print_user(Cli *cli, const Record *user) {
    UserRole role = ROLE_READER;
    role_find(record_text(user, USER_ROLE), &role);
    cli_print_cell(cli, record_text(user, USER_LOGIN), 16);
    cli_print(cli, " ");
    cli_print_cell(cli, record_text(user, USER_NAME), 20);
    cli_print(cli, " ");
    cli_print_cell(cli, str_of(_(role_label(role))), 10);
    cli_print(cli, " %.*s%s%s\n", STR_ARG(record_ref_name(user, USER_TEAM)),
              record_int(user, USER_DISABLED) ? "  " : "",
              record_int(user, USER_DISABLED) ? _("disabled") : "");
}

static void print_team(Cli *cli, const Record *team) {
    cli_print_cell(cli, record_text(team, TEAM_NAME), 24);
    cli_print(cli, " ");
    cli_print_cell(cli, record_ref_name(team, TEAM_LEAD), 16);
    cli_print(cli, " %.*s\n", STR_ARG(record_text(team, TEAM_REGION)));
}

static int list(Cli *cli, EntityType type, void (*print)(Cli *, const Record *)) {
    LibraryRows rows = {0};
    Error err;
    if (!library_rows(cli->library, type, false, &rows, &err))
        return cli_fail(cli, &err);
    VEC_EACH (row, &rows)
        print(cli, row->record);
    library_rows_free(&rows);
    return CLI_DONE;
}

static Str option_text(Cli *cli, const char *name) {
    const char *value = cli_option(cli, name);
    return str_of(value ? value : "");
}

static int saved(Cli *cli, bool ok, const SaveResult *result, const char *name, const Error *err) {
    if (!ok)
        return cli_fail(cli, err);
    cli_print(cli, result->unchanged ? _("%s: nothing changed\n") : _("%s: saved\n"), name);
    return CLI_DONE;
}

static void say_handover(Cli *cli, const Handover *handover) {
    char batch[UUID_TEXT];
    Buf text = {0};
    library_handover_put(handover, &text);
    uuid_format(handover->batch, batch);
    cli_print(cli, "%s\n", buf_text(&text));
    cli_print(cli, _("anliku import --undo %s takes that back\n"), batch);
    buf_free(&text);
}

static int run_users(Cli *cli) {
    SaveResult result;
    Error err;
    if (!cli->arg_count)
        return list(cli, ENTITY_USER, print_user);
    if (strcmp(cli->args[0], "set") != 0 || cli->arg_count < 2)
        return cli_usage(cli, _("“%s” is neither nothing nor “set LOGIN [ROLE]”"), cli->args[0]);
    UserChange change = {.login = str_of(cli->args[1]),
                         .name = option_text(cli, "name"),
                         .role = str_of(cli->arg_count > 2 ? cli->args[2] : ""),
                         .team = option_text(cli, "team"),
                         .disabled = cli_option(cli, "disable")  ? 1
                                     : cli_option(cli, "enable") ? 0
                                                                 : -1};
    Handover handover = {0};
    change.handover = &handover;
    bool ok = library_user_set(cli->library, &change, &result, &err);
    int status = saved(cli, ok, &result, cli->args[1], &err);
    if (ok && handover.cases)
        say_handover(cli, &handover);
    return status;
}

static int run_teams(Cli *cli) {
    SaveResult result;
    Error err;
    if (!cli->arg_count)
        return list(cli, ENTITY_TEAM, print_team);
    if (strcmp(cli->args[0], "set") != 0 || cli->arg_count != 2)
        return cli_usage(cli, _("“%s” is neither nothing nor “set NAME”"), cli->args[0]);
    bool ok = library_team_set(cli->library, str_of(cli->args[1]), option_text(cli, "lead"),
                               option_text(cli, "region"), &result, &err);
    return saved(cli, ok, &result, cli->args[1], &err);
}

static int run_roles(Cli *cli) {
    for (UserRole role = 0; role < USER_ROLES; role++) {
        cli_print_cell(cli, str_of(role_key(role)), 10);
        cli_print(cli, " %s\n", _(role_label(role)));
        for (Right right = 0; right < RIGHTS; right++)
            if (right_lowest_role(right) == role)
                cli_print(cli, "    %s\n", _(right_label(right)));
    }
    cli_print(
        cli, "\n%s\n",
        _("Unpublished cases are for their author and owner, and from editor on for the people "
          "of the owner's team, whose reviewers review them; managers without a team and "
          "admins see all. As long as nobody is in a team reviewers review everybody's."));
    return CLI_DONE;
}

static const CliOption user_options[] = {
    {"name", 0, N_("NAME"), N_("the person's name")},
    {"team", 0, N_("TEAM"), N_("the person's team; - for none")},
    {"disable", 0, NULL, N_("the person has left")},
    {"enable", 0, NULL, N_("the person is back")},
    {0}};
static const CliOption team_options[] = {{"lead", 0, N_("LOGIN"), N_("who leads the team")},
                                         {"region", 0, N_("REGION"), N_("where it works")},
                                         {0}};

const CliCommand command_users = {.name = "users",
                                  .arguments = N_("[set LOGIN [ROLE]]"),
                                  .help = N_("list the users, make or change one"),
                                  .options = user_options,
                                  .needs = CLI_READ,
                                  .most = 3,
                                  .run = run_users};
const CliCommand command_teams = {.name = "teams",
                                  .arguments = N_("[set NAME]"),
                                  .help = N_("list the teams, make or change one"),
                                  .options = team_options,
                                  .needs = CLI_READ,
                                  .most = 2,
                                  .run = run_teams};
const CliCommand command_roles = {
    .name = "roles",
    .arguments = "",
    .help = N_("list the roles; each may also do what the ones above may"),
    .needs = CLI_NOTHING,
    .session = true,
    .run = run_roles};
