#include "config.h"

#include "cli/commands.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "cli/caselines.h"
#include "cli/find.h"
#include "cli/json.h"
#include "library/bulk.h"
#include "library/lint.h"

#include <string.h>

static const char *const levels[ISSUE_LEVELS] = {
    [ISSUE_HARD] = "hard",
    [ISSUE_SUBMIT] = "submit",
    [ISSUE_PUBLISH] = "publish",
    [ISSUE_ADVICE] = "advice",
};

typedef struct Lint {
    Cli *cli;
    CaseFormat format;
    bool mend; /* only what can be mended is told */
    VEC(Uuid) fixable;
} Lint;

/* ---- what is printed ---- */

static void print_issue(Cli *cli, const Issue *issue) {
    Buf text = {0};
    error_render_message(&issue->error, &text);
    cli_print(cli, "  %c %s: %s\n", issue->level <= ISSUE_PUBLISH ? '!' : '-', issue->error.field,
              buf_text(&text));
    buf_free(&text);
}

static void print_fix(Cli *cli, const LintFix *fix) {
    const char *key = entity_get(ENTITY_CASE)->fields[fix->field].key;
    cli_print(cli, "  * %s: “%.*s” -> ", key, STR_ARG(fix->before));
    if (fix->after.len)
        cli_print(cli, "“%.*s”", STR_ARG(fix->after));
    else
        cli_print(cli, "%s", _("(taken out)"));
    cli_print(cli, " (%s)\n", _(fix->why));
}

static void print_case(Lint *lint, const LintCase *found) {
    Cli *cli = lint->cli;
    caselines_print_row(cli, found->record);
    cli_print(cli, " %.*s\n", STR_ARG(record_ref_name(found->record, CASE_OWNER)));
    for (size_t i = 0; !lint->mend && i < found->len; i++)
        print_issue(cli, &found->issues[i]);
    for (size_t i = 0; i < found->fix_count; i++)
        print_fix(cli, &found->fixes[i]);
}

static void put_issue(Buf *out, const Issue *issue) {
    Buf text = {0};
    error_render_message(&issue->error, &text);
    buf_printf(out, "{\"rule\":\"%s\",\"level\":\"%s\",\"field\":\"%s\"",
               issue->rule[0] ? issue->rule : "hard", levels[issue->level], issue->error.field);
    if (issue->row >= 0)
        buf_printf(out, ",\"row\":%d", issue->row + 1);
    buf_puts(out, ",\"says\":");
    json_put_text(out, buf_str(&text));
    buf_putc(out, '}');
    buf_free(&text);
}

static void put_fix(Buf *out, const LintFix *fix) {
    buf_printf(out,
               "{\"field\":\"%s\",\"before\":", entity_get(ENTITY_CASE)->fields[fix->field].key);
    json_put_text(out, fix->before);
    buf_puts(out, ",\"after\":");
    json_put_text(out, fix->after);
    buf_putc(out, '}');
}

static void print_json(Lint *lint, const LintCase *found) {
    Buf out = {0};
    buf_putc(&out, '{');
    caselines_put_row(&out, found->record);
    buf_puts(&out, ",\"issues\":[");
    for (size_t i = 0; i < found->len; i++) {
        buf_puts(&out, i ? "," : "");
        put_issue(&out, &found->issues[i]);
    }
    buf_puts(&out, "],\"fixes\":[");
    for (size_t i = 0; i < found->fix_count; i++) {
        buf_puts(&out, i ? "," : "");
        put_fix(&out, &found->fixes[i]);
    }
    buf_puts(&out, "]}\n");
    cli_print_str(lint->cli, buf_str(&out));
    buf_free(&out);
}

static bool take_case(void *context, const LintCase *found, Error *err) {
    Lint *lint = context;
    if (lint->mend && !found->fix_count)
        return true;
    if (found->fix_count)
        vec_push(&lint->fixable, record_id(found->record));
    if (lint->format == CASE_TABLE)
        print_case(lint, found);
    else if (lint->format == CASE_JSONL)
        print_json(lint, found);
    else
        cli_print(lint->cli, "%.*s\n", STR_ARG(record_text(found->record, CASE_ID)));
    return cli_flush(lint->cli) || error_set(err, ERR_CANCELLED, N_("cancelled"), "");
}

/* ---- what is asked for ---- */

static bool read_rule(Cli *cli, LintRequest *request) {
    const char *rule = cli_option(cli, "rule"), *level = cli_option(cli, "level");
    request->level = ISSUE_ADVICE;
    for (size_t i = 0; level && i <= ISSUE_LEVELS; i++) {
        if (i == ISSUE_LEVELS) {
            cli_usage(cli, _("“%s” is not a value of --%s"), level, "level");
            return false;
        }
        if (strcmp(levels[i], level) == 0) {
            request->level = (IssueLevel)i;
            break;
        }
    }
    if (rule && !lint_rule(rule) && strcmp(rule, LINT_FIXABLE) != 0) {
        Buf rules = {0};
        for (size_t i = 0; lint_rule_at(i); i++)
            buf_printf(&rules, "%s, ", lint_rule_at(i)->key);
        buf_puts(&rules, LINT_FIXABLE);
        cli_usage(cli, _("“%s” is no rule: %s"), rule, buf_text(&rules));
        buf_free(&rules);
        return false;
    }
    request->rule = rule;
    return true;
}

static bool read_ids(Cli *cli, Uuid *ids, LintRequest *request) {
    for (size_t i = 0; i < cli->arg_count; i++)
        if (!find_case(cli, cli->args[i], &ids[i]))
            return false;
    request->ids = cli->arg_count ? ids : NULL;
    request->count = cli->arg_count;
    return true;
}

static int mend(Lint *lint) {
    Cli *cli = lint->cli;
    BulkResult result;
    Error err;
    char batch[UUID_TEXT];
    Progress progress = cli_progress(cli);
    bool ok = library_bulk(cli->library, BULK_MEND, STR(""), lint->fixable.items, lint->fixable.len,
                           &result, &progress, &err);
    cli_progress_end(cli);
    if (!ok)
        return cli_fail(cli, &err);
    uuid_format(result.batch, batch);
    cli_print(cli, ngettext("%zu case was mended", "%zu cases were mended", result.changed),
              result.changed);
    if (result.changed)
        cli_print(cli, _("; anliku import --undo %s takes it back"), batch);
    cli_print(cli, "\n");
    return result.refused ? cli_fail(cli, &result.why) : CLI_DONE;
}

static void print_totals(Cli *cli, const LintTotals *totals) {
    cli_print(cli, ngettext("%zu case looked at: ", "%zu cases looked at: ", totals->looked_at),
              totals->looked_at);
    cli_print(cli,
              ngettext("%zu with something to say, ", "%zu with something to say, ", totals->found),
              totals->found);
    cli_print(cli, _("%zu cannot be published as they are, %zu can be mended by --fix\n"),
              totals->blocked, totals->fixable);
}

static int run(Cli *cli) {
    LintRequest request = {.query = STR("")};
    LintTotals totals;
    Lint lint = {.cli = cli, .mend = cli_option(cli, "fix") != NULL};
    const char *query = cli_option(cli, "query");
    Uuid *ids = mem_zalloc((cli->arg_count + 1) * sizeof *ids);
    Error err;
    int status = CLI_DONE;
    request.query = str_of(query ? query : "");
    if (!caselines_format(cli, &lint.format) || !read_rule(cli, &request))
        status = CLI_USAGE;
    else if (!read_ids(cli, ids, &request))
        status = CLI_FAILED;
    if (status != CLI_DONE) {
        free(ids);
        return status;
    }
    Progress progress = cli_progress(cli);
    bool ok = library_lint(cli->library, &request, take_case, &lint, &totals, &progress, &err);
    cli_progress_end(cli);
    if (!ok)
        status = cli_fail(cli, &err);
    else if (lint.mend && !cli_option(cli, "dry-run"))
        status = mend(&lint);
    else if (!lint.mend)
        status = totals.blocked ? CLI_FAILED : CLI_DONE;
    if (ok && !lint.mend && lint.format == CASE_TABLE)
        print_totals(cli, &totals);
    vec_free(&lint.fixable);
    free(ids);
    return status;
}

static const CliOption options[] = {
    {"query", 'q', N_("QUERY"), N_("only the cases that a search for it finds")},
    {"rule", 0, N_("RULE"), N_("only what one rule says, as “too-short”; or fixable")},
    {"level", 0, N_("LEVEL"), N_("up to hard, submit, publish or advice (the default)")},
    {"fix", 0, NULL, N_("mend what can be mended without knowing the case, as one step")},
    {"dry-run", 0, NULL, N_("with --fix: only say what would be mended")},
    {"format", 0, N_("FORMAT"), N_("table (the default), jsonl or ids")},
    {0}};

const CliCommand command_lint = {
    .name = "lint",
    .arguments = "[ID...]",
    .help = N_("say what keeps cases from being published and what is worth a look"),
    .options = options,
    .needs = CLI_READ,
    .most = -1,
    .session = true,
    .run = run};
