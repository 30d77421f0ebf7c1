#include "config.h"

#include "cli/commands.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "cli/fields.h"
#include "cli/find.h"
#include "library/merge.h"

/* ---- what was asked for ---- */

static const struct {
    const char *option;
    CaseMergeChoice choice;
} wanted[] = {{"keep", JOIN_KEEP}, {"other", JOIN_OTHER}, {"both", JOIN_BOTH}};

static bool choose_one(Cli *cli, CaseMerge *plan, const char *option, CaseMergeChoice choice,
                       Str name) {
    int at = entity_field(entity_get(ENTITY_CASE), name);
    if (at < 0 || (entity_get(ENTITY_CASE)->fields[at].flags & FIELD_MACHINE)) {
        cli_usage(cli, _("“%.*s” is no field that --%s could name"), STR_ARG(name), option);
        return false;
    }
    CaseMergeField *field = library_merge_field(plan, at);
    if (field && choice == JOIN_BOTH && !field->can_join) {
        cli_usage(cli, _("“%.*s” cannot hold both"), STR_ARG(name));
        return false;
    }
    if (field)
        field->choice = choice;
    return true;
}

/* A field goes one way only. */
static bool is_named_once(Cli *cli) {
    for (size_t i = 0; i < COUNT_OF(wanted) * COUNT_OF(wanted); i++) {
        const char *option = wanted[i / COUNT_OF(wanted)].option;
        const char *other = wanted[i % COUNT_OF(wanted)].option;
        const char *a = cli_option(cli, option), *b = cli_option(cli, other);
        Str rest = str_of(a && b && strcmp(option, other) < 0 ? a : ""), name;
        while (rest.len && str_split(&rest, ',', &name)) {
            Str others = str_of(b), one;
            while (others.len && str_split(&others, ',', &one)) {
                if (!str_equal(str_trim(one), str_trim(name)))
                    continue;
                cli_usage(cli, _("“%.*s” stands behind --%s and --%s: one of them"),
                          STR_ARG(str_trim(name)), option, other);
                return false;
            }
        }
    }
    return true;
}

static bool choose(Cli *cli, CaseMerge *plan) {
    if (!is_named_once(cli))
        return false;
    for (size_t i = 0; i < COUNT_OF(wanted); i++) {
        const char *value = cli_option(cli, wanted[i].option);
        Str rest = str_of(value ? value : ""), name;
        while (rest.len && str_split(&rest, ',', &name))
            if (!choose_one(cli, plan, wanted[i].option, wanted[i].choice, str_trim(name)))
                return false;
    }
    return true;
}

/* ---- what will be ---- */

static const char *outcome_of(const CaseMergeField *field) {
    if (field->choice == JOIN_BOTH)
        return _("both");
    if (field->choice == JOIN_KEEP)
        return _("kept");
    return field->text[0].len ? _("from the other one") : _("filled from the other one");
}

static void print_lines(Cli *cli, char sign, Str text) {
    Str line;
    while (text.len && str_split(&text, '\n', &line))
        cli_print(cli, "  %c %.*s\n", sign, STR_ARG(line));
}

static void print_field(Cli *cli, const CaseMerge *plan, const CaseMergeField *field) {
    Buf now = {0};
    const Field *info = &entity_get(ENTITY_CASE)->fields[field->field];
    cli_print(cli, "%s (%s): %s\n", _(info->label), info->key, outcome_of(field));
    library_merge_preview(cli->library, plan, field, &now);
    print_lines(cli, '=', buf_str(&now));
    if (field->choice == JOIN_KEEP)
        print_lines(cli, '>', field->text[1]);
    if (field->choice == JOIN_OTHER)
        print_lines(cli, '<', field->text[0]);
    buf_free(&now);
}

static void print_plan(Cli *cli, const CaseMerge *plan) {
    for (int i = 0; i < 2; i++)
        cli_print(cli, "%c %.*s  %.*s\n", "<>"[i], STR_ARG(plan->number[i]),
                  STR_ARG(plan->title[i]));
    for (size_t i = 0; i < plan->len; i++)
        print_field(cli, plan, &plan->fields[i]);
    for (size_t i = 0; i < plan->belonging_count; i++)
        cli_print(cli, "%s: %zu\n", _(entity_get(plan->belongings[i].type)->label),
                  plan->belongings[i].count);
}

/* What a merge should not do unasked. */
static bool is_wanted(Cli *cli, const CaseMerge *plan) {
    bool anyway = cli_option(cli, "anyway") != NULL;
    if (plan->other_customer && !anyway)
        cli_say(cli, _("the two are of different customers; --anyway merges them"));
    if (plan->hides && !anyway)
        cli_say(cli,
                _("%.*s is published and %.*s is not: readers would lose it; --anyway merges them"),
                STR_ARG(plan->number[1]), STR_ARG(plan->number[0]));
    return anyway || (!plan->other_customer && !plan->hides);
}

static int merge(Cli *cli, CaseMerge *plan) {
    CaseMergeResult result;
    Error err;
    if (!choose(cli, plan))
        return CLI_USAGE;
    print_plan(cli, plan);
    if (cli_option(cli, "dry-run"))
        return CLI_DONE;
    if (!is_wanted(cli, plan))
        return CLI_FAILED;
    if (!library_merge(cli->library, plan, &result, &err))
        return cli_fail(cli, &err);
    cli_print(
        cli, _("%.*s leads to %.*s now, revision %u; anliku merge --undo %.*s takes it back\n"),
        STR_ARG(plan->number[1]), STR_ARG(plan->number[0]), result.rev, STR_ARG(plan->number[1]));
    say_dropped(cli, &(SaveResult){.dropped_for = result.dropped_for});
    return CLI_DONE;
}

static int undo(Cli *cli) {
    EntityType type;
    Uuid id;
    size_t kept;
    Error err;
    if (cli->arg_count != 1)
        return cli_usage(cli, _("--undo takes the number of the case that was merged"));
    if (!find_itself(cli, cli->args[0], &type, &id))
        return CLI_FAILED;
    if (!library_merge_undo(cli->library, id, &kept, &err))
        return cli_fail(cli, &err);
    cli_print(cli, _("%s is a case of its own again\n"), cli->args[0]);
    if (kept)
        cli_say(cli, _("the other case was changed since: it stays as it is"));
    return CLI_DONE;
}

static int run(Cli *cli) {
    Uuid kept, other;
    EntityType type;
    CaseMerge plan;
    Error err;
    if (cli_option(cli, "undo"))
        return undo(cli);
    if (cli->arg_count != 2)
        return cli_usage(cli, _("two cases are needed: the one that stays, then the other one"));
    if (!find_itself(cli, cli->args[0], &type, &kept) ||
        !find_itself(cli, cli->args[1], &type, &other))
        return CLI_FAILED;
    bool ok = library_merge_plan(cli->library, kept, other, &plan, &err);
    int status = ok ? merge(cli, &plan) : cli_fail(cli, &err);
    library_merge_plan_free(&plan);
    return status;
}

static const CliOption options[] = {
    {"dry-run", 0, NULL, N_("only say what would become of each field")},
    {"keep", 0, N_("FIELDS"), N_("fields that stay as the first case has them, comma between")},
    {"other", 0, N_("FIELDS"), N_("fields that are taken from the second case")},
    {"both", 0, N_("FIELDS"), N_("fields that hold both: lists joined, texts one after the other")},
    {"anyway", 0, NULL,
     N_("also when the customers differ, or a published case would go into a draft")},
    {"undo", 0, NULL, N_("take the merge of the named case back")},
    {0}};

const CliCommand command_merge = {
    .name = "merge",
    .arguments = "ID ID",
    .help = N_("make two cases one: the first stays, the number of the second leads to it"),
    .options = options,
    .needs = CLI_WRITE,
    .least = 1,
    .most = 2,
    .run = run};
