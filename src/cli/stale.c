#include "config.h"

#include "cli/commands.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "base/zone.h"
#include "cli/caselines.h"
#include "cli/find.h"
#include "cli/json.h"
#include "library/stale.h"

#include <string.h>

/* ---- the list ---- */

static void print_table(Cli *cli, const StaleCases *cases, size_t limit) {
    for (size_t i = 0; i < cases->len && i < limit; i++) {
        const StaleCase *c = &cases->items[i];
        Buf day = {0};
        date_format(&day, c->due);
        cli_print_cell(cli, c->number, 14);
        cli_print(cli, " ");
        cli_print_cell(cli, str_of(_(case_trust_label(c->trust))), 8);
        cli_print(cli, " %s %4.1f/%-2d ", buf_text(&day), c->fresh.value, c->fresh.importance);
        cli_print_cell(cli, c->owner, 12);
        cli_print(cli, " %.*s\n", STR_ARG(c->title));
        buf_free(&day);
    }
    cli_print(cli, ngettext("%zu case to verify again", "%zu cases to verify again", cases->len),
              cases->len);
    cli_print(cli, _(", %zu of them stale\n"), cases->stale);
}

static void print_json(Cli *cli, const StaleCase *c) {
    Buf out = {0};
    buf_puts(&out, "{\"id\":");
    json_put_text(&out, c->number);
    buf_puts(&out, ",\"title\":");
    json_put_text(&out, c->title);
    buf_puts(&out, ",\"owner\":");
    json_put_text(&out, c->owner);
    buf_printf(&out, ",\"trust\":\"%s\",\"due\":\"", case_trust_key(c->trust));
    date_format(&out, c->due);
    buf_printf(&out, "\",\"freshness\":%.3f,\"importance\":%d,\"half_life\":%d}\n", c->fresh.value,
               c->fresh.importance, c->fresh.half_life);
    cli_print_str(cli, buf_str(&out));
    buf_free(&out);
}

static void print_list(Cli *cli, CaseFormat format, const StaleCases *cases, size_t limit) {
    if (format == CASE_TABLE) {
        print_table(cli, cases, limit);
        return;
    }
    for (size_t i = 0; i < cases->len && i < limit; i++) {
        if (format == CASE_JSONL)
            print_json(cli, &cases->items[i]);
        else
            cli_print(cli, "%.*s\n", STR_ARG(cases->items[i].number));
    }
}

/* ---- what is done about them ---- */

typedef struct StaleAct {
    const char *option;
    BulkVerb verb;
} StaleAct;

static const StaleAct acts[] = {
    {"verify", BULK_VERIFY}, {"archive", BULK_ARCHIVE}, {"every", BULK_INTERVAL}};

/* The one act that was asked for: of acts, COUNT_OF(acts) for asking; false for several. */
static bool find_act(Cli *cli, bool *any, size_t *act) {
    size_t found = 0;
    for (size_t i = 0; i <= COUNT_OF(acts); i++) {
        if (!cli_option(cli, i < COUNT_OF(acts) ? acts[i].option : "ask"))
            continue;
        *act = i;
        found++;
    }
    *any = found > 0;
    if (found > 1)
        cli_usage(cli, _("one of --verify, --archive, --every and --ask at a time"));
    return found <= 1;
}

static int say_result(Cli *cli, const BulkResult *result) {
    char batch[UUID_TEXT];
    uuid_format(result->batch, batch);
    cli_print(cli, _("done: %zu, already so: %zu, refused: %zu\n"), result->changed,
              result->unchanged, result->refused);
    if (result->changed)
        cli_print(cli, _("anliku import --undo %s takes it back\n"), batch);
    return result->refused ? cli_fail(cli, &result->why) : CLI_DONE;
}

static int do_act(Cli *cli, size_t act, const Uuid *ids, size_t count) {
    BulkResult result;
    Error err;
    Progress progress = cli_progress(cli);
    bool ok;
    if (act == COUNT_OF(acts)) {
        ok = library_ask_owners(cli->library, ids, count, str_of(cli_option(cli, "ask")), &result,
                                &err);
    } else {
        const char *value = cli_option(cli, acts[act].option);
        ok = library_bulk(cli->library, acts[act].verb, str_of(value), ids, count, &result,
                          &progress, &err);
    }
    cli_progress_end(cli);
    return ok ? say_result(cli, &result) : cli_fail(cli, &err);
}

/* Named cases, else those that the query finds. */
static int act_on_them(Cli *cli, size_t act, const StaleCases *cases, size_t limit) {
    VEC(Uuid) ids = {0};
    int status = CLI_DONE;
    for (size_t i = 0; status == CLI_DONE && i < cli->arg_count; i++) {
        Uuid id;
        if (!find_case(cli, cli->args[i], &id))
            status = CLI_FAILED;
        else
            vec_push(&ids, id);
    }
    for (size_t i = 0; !cli->arg_count && i < cases->len && i < limit; i++)
        vec_push(&ids, cases->items[i].id);
    if (status == CLI_DONE)
        status = do_act(cli, act, ids.items, ids.len);
    vec_free(&ids);
    return status;
}

static int run(Cli *cli) {
    StaleCases cases = {0};
    CaseFormat format = CASE_TABLE;
    const char *query = cli_option(cli, "query");
    int64_t limit = 1000000;
    size_t act = 0;
    bool any;
    Error err;
    if (!caselines_format(cli, &format) || !cli_number(cli, "limit", 1, 1000000, &limit) ||
        !find_act(cli, &any, &act))
        return CLI_USAGE;
    if (any && !cli->arg_count && !query)
        return cli_usage(cli, _("name the cases, or those that a --query finds"));
    if (!any && cli->arg_count)
        return cli_usage(cli, _("say what is to be done with the cases"));
    Progress progress = cli_progress(cli);
    bool ok = cli->arg_count ||
              library_stale(cli->library, str_of(query ? query : ""), &progress, &cases, &err);
    cli_progress_end(cli);
    int status = !ok   ? cli_fail(cli, &err)
                 : any ? act_on_them(cli, act, &cases, (size_t)limit)
                       : CLI_DONE;
    if (ok && !any)
        print_list(cli, format, &cases, (size_t)limit);
    library_stale_free(&cases);
    return status;
}

static const CliOption options[] = {
    {"query", 'q', N_("QUERY"), N_("only the cases that a search for it finds, as owner:me")},
    {"limit", 'n', "N", N_("at most so many cases, the most urgent first")},
    {"verify", 0, NULL, N_("confirm that they still hold; not one's own")},
    {"archive", 0, NULL, N_("put them into the archive")},
    {"every", 0, N_("DAYS"), N_("check them every 30, 90, 180 or 365 days, or never")},
    {"ask", 0, N_("TEXT"), N_("ask their owners, with a comment on each")},
    {"format", 0, N_("FORMAT"), N_("table (the default), jsonl or ids")},
    {0}};

const CliCommand command_stale = {
    .name = "stale",
    .arguments = "[ID...]",
    .help = N_("list published cases that have to be verified again, or deal with them"),
    .options = options,
    .needs = CLI_READ,
    .most = -1,
    .session = true,
    .run = run};
