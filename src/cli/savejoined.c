#include "config.h"

#include "cli/fields.h"

#include "base/i18n.h"
#include "cli/find.h"
#include "library/alike.h"
#include "library/rejoin.h"

/* What `set` and `edit` do when somebody saved meanwhile: as the form does. */

static bool read_policy(Cli *cli, JoinPolicy *out) {
    static const struct {
        const char *word;
        JoinPolicy policy;
    } words[] = {
        {"ask", JOIN_ASK}, {"mine", JOIN_MINE}, {"theirs", JOIN_THEIRS}, {"keep", JOIN_KEEP}};
    const char *text = cli_option(cli, "conflict");
    *out = JOIN_ASK;
    for (size_t i = 0; text && i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].word, text) == 0) {
            *out = words[i].policy;
            return true;
        }
    if (text)
        cli_usage(cli, _("--conflict %s: ask, mine, theirs and keep exist"), text);
    return !text;
}

int load_edited(Cli *cli, EntityType type, Uuid id, uint32_t begun, Record **out, uint32_t *rev) {
    Error err;
    const char *text = cli_option(cli, "on");
    if (text && !find_revision(cli, text, &begun))
        return CLI_USAGE;
    bool ok = library_load(cli->library, type, id, begun, out, &err);
    if (!ok && begun && !text && err.code == ERR_NOT_FOUND)
        ok = library_load(cli->library, type, id, 0, out, &err);
    if (!ok)
        return cli_fail(cli, &err);
    *rev = (uint32_t)record_int(*out, entity_field((*out)->entity, STR("rev")));
    return CLI_DONE;
}

static void say_result(Cli *cli, const SaveResult *result, const JoinReport *report) {
    if (report->kept) {
        cli_print(cli,
                  _("%s changed the same: your text is kept as revision %u, and waits in the "
                    "inbox\n"),
                  report->login, result->rev);
        return;
    }
    if (report->with)
        cli_say(cli, _("%s saved revision %u meanwhile; both were put together"), report->login,
                report->with);
    if (result->unchanged)
        cli_print(cli, _("nothing changed\n"));
    else
        cli_print(cli, _("saved %s, revision %u\n"), result->display_id, result->rev);
    say_dropped(cli, result);
    if (result->renamed_in)
        cli_print(cli,
                  ngettext("%zu case names the customer so, too\n",
                           "%zu cases name the customer so, too\n", result->renamed_in),
                  result->renamed_in);
    say_made_internal(cli, result);
    if (result->new_customer[0])
        cli_say(cli, _("the customer “%s” was new and has been made"), result->new_customer);
}

/* Of a new case, as the form says while its title is typed. */
static void say_alike(Cli *cli, const Record *record) {
    AlikeCases found;
    Error ignored;
    if (record->entity->type != ENTITY_CASE)
        return;
    library_alike(cli->library, record_title(record), record_ref_name(record, CASE_CUSTOMER),
                  record_id(record), NULL, NULL, &found, &ignored);
    for (size_t i = 0; i < found.len; i++) {
        const AlikeCase *one = &found.items[i];
        if (one->customer.len)
            cli_say(cli, _("like this: %.*s %.*s (%.*s)"), STR_ARG(one->number),
                    STR_ARG(one->title), STR_ARG(one->customer));
        else
            cli_say(cli, _("like this: %.*s %.*s"), STR_ARG(one->number), STR_ARG(one->title));
    }
    library_alike_free(&found);
}

int save_and_say(Cli *cli, Record **record, uint32_t base_rev) {
    SaveResult result;
    JoinReport report;
    JoinPolicy policy;
    Issues issues = {0};
    Error err;
    const char *note = cli_option(cli, "note");
    if (!read_policy(cli, &policy))
        return CLI_USAGE;
    bool ok = library_save_joined(cli->library, record, base_rev, str_of(note ? note : ""), policy,
                                  &issues, &result, &report, &err);
    int status = CLI_DONE;
    if (!ok && issues.len)
        cli_say_issues(cli, &issues), status = CLI_FAILED;
    else if (!ok)
        status = cli_fail(cli, &err);
    else
        say_result(cli, &result, &report);
    if (ok && !base_rev)
        say_alike(cli, *record);
    if (!ok && err.code == ERR_CONFLICT)
        cli_say(cli, _("--conflict mine, theirs or keep says what to do with it"));
    issues_free(&issues);
    return status;
}
