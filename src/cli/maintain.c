#include "config.h"

#include "cli/commands.h"

#include "base/i18n.h"
#include "cli/searches.h"
#include "library/maintain.h"

#include <inttypes.h>

typedef struct FindingCount {
    Cli *cli;
    uint64_t findings;
} FindingCount;

static void say_finding(void *context, const Error *finding) {
    cli_fail(context, finding);
}

static void count_finding(void *context, const Error *finding) {
    FindingCount *count = context;
    count->findings++;
    cli_fail(count->cli, finding);
}

/* The index against the revisions: only on a library that is sound itself, and that may be opened.
 */
static bool check_index(Cli *cli, const Progress *progress, StoreCheckResult *result, Error *err) {
    Library *library;
    FindingCount count = {cli, 0};
    uint64_t checked;
    Error denied;
    if (!library_open(cli->path, NULL, true, &library, &denied)) {
        cli_fail(cli, &denied);
        return true;
    }
    bool ok = library_check_index(library, progress, count_finding, &count, &checked, err);
    library_close(library);
    result->findings += count.findings;
    return ok;
}

static int run_check(Cli *cli) {
    StoreCheckResult result;
    Error err;
    const char *repair = cli_option(cli, "repair");
    Progress progress = cli_progress(cli);
    bool ok = repair ? library_repair(cli->path, repair, &progress, say_finding, cli, &result, &err)
                     : library_check(cli->path, cli_option(cli, "deep") != NULL, &progress,
                                     say_finding, cli, &result, &err);
    if (ok && !repair && cli_option(cli, "deep") && !result.findings)
        ok = check_index(cli, &progress, &result, &err);
    cli_progress_end(cli);
    if (!ok)
        return cli_fail(cli, &err);
    cli_print(cli,
              _("%" PRIu64 " pages, %" PRIu64 " rows, %" PRIu64 " changes, %" PRIu64 " records: "),
              result.pages, result.rows, result.changes, result.records);
    if (repair)
        cli_print(cli, _("written to %s; now run: anliku -L %s reindex\n"), repair, repair);
    else if (result.findings)
        cli_print(cli, ngettext("%" PRIu64 " finding\n", "%" PRIu64 " findings\n", result.findings),
                  result.findings);
    else
        cli_print(cli, "%s\n", _("sound"));
    return result.findings && !repair ? CLI_FAILED : CLI_DONE;
}

static int run_reindex(Cli *cli) {
    Error err;
    Progress progress = cli_progress(cli);
    bool ok = library_reindex(cli->library, &progress, &err);
    cli_progress_end(cli);
    if (!ok)
        return cli_fail(cli, &err);
    cli_print(cli, "%s\n", _("The index is new."));
    return CLI_DONE;
}

static void print_bytes(Cli *cli, const char *label, uint64_t bytes, uint64_t rows) {
    cli_print_cell(cli, str_of(label), 28);
    cli_print(cli, "%12.1f KiB", (double)bytes / 1024);
    if (rows)
        cli_print(cli, "  %10" PRIu64, rows);
    cli_print(cli, "\n");
}

static int run_stats(Cli *cli) {
    StoreStats stats;
    Error err;
    if (cli_option(cli, "searches"))
        return cli_print_searches(cli);
    if (!library_stats(cli->library, &stats, &err))
        return cli_fail(cli, &err);
    print_bytes(cli, _("size of the file"), stats.file_bytes, 0);
    print_bytes(cli, _("used"), stats.used_bytes, 0);
    print_bytes(cli, _("free inside the file"), stats.free_bytes, 0);
    for (StorePart part = 0; part < STORE_PARTS; part++)
        print_bytes(cli, _(store_part_name(part)), stats.bytes[part], stats.rows[part]);
    SearchStats index;
    if (!library_index_stats(cli->library, &index, &err))
        return cli_fail(cli, &err);
    for (SearchPartSize part = 0; part < SEARCH_SIZES; part++)
        print_bytes(cli, _(search_size_label(part)), index.bytes[part], 0);
    cli_print_cell(cli, str_of(_("segments, large and small")), 28);
    cli_print(cli, "%12u + %u\n", index.segments, index.small);
    if (index.unindexed)
        cli_say(
            cli,
            ngettext("%u case waits to be indexed", "%u cases wait to be indexed", index.unindexed),
            index.unindexed);
    if (!index.current)
        cli_say(cli, _("the index was made by another version of the tokenizer; anliku reindex "
                       "makes it new"));
    for (EntityType type = ENTITY_NONE + 1; type < ENTITY_TYPES; type++) {
        if (!entity_get(type))
            continue;
        cli_print_cell(cli, str_of(_(entity_get(type)->label)), 28);
        cli_print(cli, "%12" PRIu64 "\n", stats.records[type]);
    }
    cli_print_cell(cli, str_of(_("changes")), 28);
    cli_print(cli, "%12" PRIu64 "\n", stats.changes);
    cli_print_cell(cli, str_of(_("open sessions")), 28);
    cli_print(cli, "%12u / %u\n", stats.readers, stats.reader_limit);
    return CLI_DONE;
}

static int run_backup(Cli *cli) {
    Error err;
    Progress progress = cli_progress(cli);
    bool ok = library_backup(cli->library, cli->args[0], cli_option(cli, "seal"), &progress, &err);
    cli_progress_end(cli);
    if (!ok)
        return cli_fail(cli, &err);
    cli_print(cli, _("%s holds a copy of the library\n"), cli->args[0]);
    return CLI_DONE;
}

static int run_restore(Cli *cli) {
    Error err;
    Progress progress = cli_progress(cli);
    bool ok = library_restore(cli->args[0], cli_option(cli, "key"), cli->args[1], &progress, &err);
    cli_progress_end(cli);
    if (!ok)
        return cli_fail(cli, &err);
    cli_print(cli, _("The library is back in %s\n"), cli->args[1]);
    return CLI_DONE;
}

static int run_compact(Cli *cli) {
    Error err;
    uint64_t before, after;
    Progress progress = cli_progress(cli);
    bool ok = library_compact(cli->path, &before, &after, &progress, &err);
    cli_progress_end(cli);
    if (!ok)
        return cli_fail(cli, &err);
    cli_print(cli, _("%.1f MiB before, %.1f MiB now\n"), (double)before / 1048576,
              (double)after / 1048576);
    return CLI_DONE;
}

static const CliOption check_options[] = {
    {"deep", 0, NULL, N_("also decode every revision and compare the index with it")},
    {"repair", 0, N_("DIR"), N_("write what can be read into a new library")},
    {0}};
static const CliOption stats_options[] = {
    {"searches", 0, NULL,
     N_("instead: what was searched for, first what found nothing (for managers)")},
    {"limit", 'n', "N", N_("with --searches: at most so many of each (20)")},
    {"format", 0, N_("FORMAT"), N_("with --searches: table (the default) or jsonl")},
    {0}};
static const CliOption backup_options[] = {
    {"seal", 0, N_("KEY"), N_("encrypt it with this key file")}, {0}};
static const CliOption restore_options[] = {
    {"key", 0, N_("KEY"), N_("the key file of a sealed backup")}, {0}};

const CliCommand command_check = {.name = "check",
                                  .arguments = "",
                                  .help = N_("verify the library"),
                                  .options = check_options,
                                  .needs = CLI_PATH,
                                  .run = run_check};
const CliCommand command_stats = {.name = "stats",
                                  .arguments = "",
                                  .help = N_("say how large the library and its parts are"),
                                  .options = stats_options,
                                  .needs = CLI_READ,
                                  .session = true,
                                  .run = run_stats};
const CliCommand command_backup = {.name = "backup",
                                   .arguments = N_("FILE"),
                                   .help = N_("copy the library into one file while others work"),
                                   .options = backup_options,
                                   .needs = CLI_READ,
                                   .least = 1,
                                   .most = 1,
                                   .run = run_backup};
const CliCommand command_restore = {.name = "restore",
                                    .arguments = N_("FILE DIR"),
                                    .help = N_("make a library in a new folder from a backup"),
                                    .options = restore_options,
                                    .needs = CLI_NOTHING,
                                    .least = 2,
                                    .most = 2,
                                    .run = run_restore};
const CliCommand command_compact = {
    .name = "compact",
    .arguments = "",
    .help = N_("give the free room inside the library back to the disk"),
    .needs = CLI_PATH,
    .run = run_compact};
const CliCommand command_reindex = {.name = "reindex",
                                    .arguments = "",
                                    .help = N_("make the index anew from the revisions"),
                                    .needs = CLI_WRITE,
                                    .run = run_reindex};
