#include "config.h"

#include "cli/commands.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "cli/caselines.h"
#include "cli/find.h"
#include "cli/json.h"
#include "library/similar.h"

static void print_table(Cli *cli, const SimilarCases *cases) {
    for (size_t i = 0; i < cases->len; i++) {
        const SimilarCase *c = &cases->items[i];
        caselines_print_row(cli, c->row.record);
        cli_print(cli, " %3.0f%%%s\n", 100 * c->cosine,
                  c->same_customer ? _("  same customer") : "");
        cli_print(cli, "               %s", _("in common: "));
        for (size_t k = 0; k < c->shared_count; k++)
            cli_print(cli, "%s%.*s", k ? ", " : "", STR_ARG(c->shared[k]));
        cli_print(cli, "\n");
    }
    if (!cases->len)
        cli_print(cli, "%s\n", _("Nothing is similar."));
}

static void print_jsonl(Cli *cli, const SimilarCases *cases) {
    Buf out = {0};
    for (size_t i = 0; i < cases->len; i++) {
        const SimilarCase *c = &cases->items[i];
        buf_clear(&out);
        buf_putc(&out, '{');
        caselines_put_row(&out, c->row.record);
        buf_printf(&out, ",\"cosine\":%.4f", c->cosine);
        if (c->same_customer)
            buf_puts(&out, ",\"same_customer\":true");
        buf_puts(&out, ",\"shared\":[");
        for (size_t k = 0; k < c->shared_count; k++) {
            buf_puts(&out, k ? "," : "");
            json_put_text(&out, c->shared[k]);
        }
        buf_puts(&out, "]}\n");
        cli_print_str(cli, buf_str(&out));
    }
    buf_free(&out);
}

static int run(Cli *cli) {
    Uuid id;
    SimilarCases cases;
    CaseFormat format = CASE_TABLE;
    int64_t limit = 10;
    Error err;
    if (!caselines_format(cli, &format) || !cli_number(cli, "limit", 1, 50, &limit))
        return CLI_USAGE;
    if (!find_case(cli, cli->args[0], &id))
        return CLI_FAILED;
    bool ok = library_similar(cli->library, id, (size_t)limit, &cases, &err);
    if (ok && format == CASE_TABLE)
        print_table(cli, &cases);
    if (ok && format == CASE_JSONL)
        print_jsonl(cli, &cases);
    for (size_t i = 0; ok && format == CASE_IDS && i < cases.len; i++)
        cli_print(cli, "%.*s\n", STR_ARG(record_text(cases.items[i].row.record, CASE_ID)));
    library_similar_free(&cases);
    return ok ? CLI_DONE : cli_fail(cli, &err);
}

static const CliOption options[] = {
    {"limit", 'n', "N", N_("at most so many cases (10)")},
    {"format", 0, N_("FORMAT"), N_("table (the default), jsonl or ids")},
    {0}};

const CliCommand command_similar = {.name = "similar",
                                    .arguments = "ID",
                                    .help = N_("list cases that speak of the same things"),
                                    .options = options,
                                    .needs = CLI_READ,
                                    .least = 1,
                                    .most = 1,
                                    .session = true,
                                    .run = run};
