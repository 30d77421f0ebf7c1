#include "config.h"

#include "cli/commands.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "library/export.h"
#include "library/find.h"
#include "library/resolve.h"
#include "library/tell.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct Output {
    Cli *cli;
    FormatKind kind;
    const char *folder; /* one file a record */
    Buf whole;          /* one file for all */
    bool to_file;
} Output;

static bool take(void *context, const char *name, Str bytes, Error *err) {
    Output *output = context;
    if (output->folder) {
        Buf path = {0}, base = {0};
        buf_printf(&base, "%s%s", name, format_ending(output->kind));
        file_join(&path, output->folder, buf_text(&base));
        bool ok = file_write_atomic(buf_text(&path), bytes, 0600, err);
        buf_free(&path);
        buf_free(&base);
        return ok;
    }
    if (output->to_file) {
        buf_put_str(&output->whole, bytes);
        return true;
    }
    cli_print_str(output->cli, bytes);
    return true;
}

/* yaml by default; the ending of -o decides when no format is named. */
static bool choose_format(Cli *cli, const char *path, FormatKind *out) {
    const char *format = cli_option(cli, "format");
    *out = path ? format_of_path(path) : FORMAT_AUTO;
    if (path && strcmp(file_ending(path), ".html") == 0)
        *out = FORMAT_HTML;
    if (format && !format_find(str_of(format), out)) {
        cli_usage(cli, _("“%s” is not a format: yaml, md, jsonl, csv or html"), format);
        return false;
    }
    if (*out == FORMAT_AUTO)
        *out = FORMAT_YAML;
    return true;
}

/* Which records: those that are named, those that a query finds, or all. */
typedef struct Chosen {
    Uuid *ids;
    size_t count;
    bool all;
} Chosen;

static int choose_records(Cli *cli, EntityType type, Chosen *out) {
    const char *query = cli_option(cli, "query");
    Error err;
    *out = (Chosen){.all = !query && !cli->arg_count};
    if (query && (cli->arg_count || type != ENTITY_CASE))
        return cli_usage(cli, _("-q finds cases; records that are named need no query"));
    if (query) {
        FindRequest request = {.query = str_of(query), .sort = STR(""), .limit = UINT32_MAX};
        request.match = FIND_ALL;
        return library_find_ids(cli->library, &request, &out->ids, &out->count, &err)
                   ? CLI_DONE
                   : cli_fail(cli, &err);
    }
    out->ids = mem_alloc((cli->arg_count + 1) * sizeof *out->ids);
    for (; out->count < cli->arg_count; out->count++)
        if (!library_resolve(cli->library, type, str_of(cli->args[out->count]), NULL,
                             &out->ids[out->count], &err))
            return cli_fail(cli, &err);
    return CLI_DONE;
}

/* A safe form that may still tell who it is waits for somebody who has looked at it. */
static int refused(Cli *cli, const ExportOptions *options, const Error *why) {
    enum { SHOWN = 20 };
    SafeLefts lefts = {0};
    Buf text = {0};
    Error err;
    bool asks = options->safe && !options->confirmed && why->code == ERR_INVALID &&
                library_export_lefts(cli->library, options, &lefts, NULL, &err) && lefts.len;
    safe_lefts_put(&lefts, SHOWN, &text);
    if (asks)
        cli_say(cli, _("this may still tell who it is; look at it, then add --confirmed:\n%s"),
                buf_text(&text));
    buf_free(&text);
    safe_lefts_free(&lefts);
    return asks ? CLI_FAILED : cli_fail(cli, why);
}

/* What goes out in full although nobody said that it may: a few by their numbers. */
static void warn_of_telling(Cli *cli, const Chosen *chosen) {
    enum { NAMED = 5 };
    size_t warned = 0;
    for (size_t i = 0; !chosen->all && i < chosen->count; i++) {
        LibraryRow row;
        Error ignored;
        Buf text = {0};
        if (!library_row(cli->library, ENTITY_CASE, chosen->ids[i], &row, &ignored))
            continue;
        Telling telling = library_tell(cli->library, row.record);
        library_telling_put(&telling, &text);
        if (!telling_allows_full(&telling) && warned++ < NAMED)
            cli_say(cli, _("%.*s in full - %s; --safe writes the safe form"),
                    STR_ARG(record_text(row.record, CASE_ID)), buf_text(&text));
        buf_free(&text);
        library_row_free(&row);
    }
    if (warned > NAMED)
        cli_say(cli,
                ngettext("%zu more in full although it may not be told",
                         "%zu more in full although they may not be told", warned - NAMED),
                warned - NAMED);
}

static int write_out(Cli *cli, const ExportOptions *options, Output *output, const char *path) {
    size_t count = 0;
    Error err;
    Progress progress = cli_progress(cli);
    bool ok = library_export(cli->library, options, take, output, &count, &progress, &err);
    cli_progress_end(cli);
    if (!ok)
        return refused(cli, options, &err);
    if (output->to_file && !file_write_named(path, buf_str(&output->whole), 0600, &err))
        return cli_fail(cli, &err);
    if (path)
        cli_say(cli, ngettext("%zu record written to %s", "%zu records written to %s", count),
                count, path);
    return CLI_DONE;
}

static int run(Cli *cli) {
    const char *path = cli_option(cli, "output"), *kind = cli_option(cli, "kind");
    const char *prospect = cli_option(cli, "prospect");
    const Entity *entity = kind ? entity_find(str_of(kind)) : entity_get(ENTITY_CASE);
    Output output = {.cli = cli};
    Chosen chosen;
    Error err;
    if (!entity || !entity->filed)
        return cli_usage(cli, _("“%s” cannot be exported: case, customer, consent or use"), kind);
    if (!choose_format(cli, path, &output.kind))
        return CLI_USAGE;
    if (path && output.kind == FORMAT_MARKDOWN) {
        if (!file_make_dirs(path, 0700, &err))
            return cli_fail(cli, &err);
        output.folder = path;
    } else if (output.kind == FORMAT_MARKDOWN && cli->arg_count != 1) {
        return cli_usage(cli, _("Markdown is one file a record: name a folder with -o DIR"));
    }
    output.to_file = path && !output.folder;
    int status = choose_records(cli, entity->type, &chosen);
    ExportOptions options = {.entity = entity->type,
                             .kind = output.kind,
                             .crlf = output.to_file,
                             .ids = chosen.all ? NULL : chosen.ids,
                             .id_count = chosen.count,
                             .safe = cli_option(cli, "safe") != NULL,
                             .confirmed = cli_option(cli, "confirmed") != NULL,
                             .prospect = str_of(prospect ? prospect : "")};
    if (status == CLI_DONE && !chosen.all && !chosen.count)
        cli_say(cli, "%s", _("No case is found by this query; nothing is written."));
    if (status == CLI_DONE && entity->type == ENTITY_CASE && !options.safe &&
        library_allow(cli->library, RIGHT_EXPORT, &err))
        warn_of_telling(cli, &chosen);
    if (status == CLI_DONE)
        status = write_out(cli, &options, &output, path);
    buf_free(&output.whole);
    free(chosen.ids);
    return status;
}

static const CliOption options[] = {
    {"kind", 0, N_("KIND"), N_("case (the default), customer, consent or use")},
    {"query", 'q', N_("QUERY"), N_("only the cases that this finds")},
    {"format", 0, N_("FORMAT"), N_("yaml (the default), md, jsonl, csv or html")},
    {"output", 'o', N_("PATH"), N_("a file, for Markdown a folder; otherwise standard output")},
    {"safe", 0, NULL,
     N_("the form for strangers: no names, no numbers of records, quarters instead of days, "
        "amounts in bands; stops at what may still tell who it is")},
    {"confirmed", 0, NULL, N_("write the safe form although something may still tell")},
    {"prospect", 0, N_("NAME"), N_("for whom, kept in the history of the cases")},
    {0}};

const CliCommand command_export = {.name = "export",
                                   .arguments = N_("[ID...]"),
                                   .help = N_("write records to files"),
                                   .options = options,
                                   .needs = CLI_READ,
                                   .most = -1,
                                   .session = true,
                                   .run = run};
