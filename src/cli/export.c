#include "config.h"

#include "cli/commands.h"

#include "base/file.h"
#include "base/i18n.h"
#include "library/export.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

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
    if (format && !format_find(str_of(format), out)) {
        cli_usage(cli, _("“%s” is not a format: yaml, md, jsonl or csv"), format);
        return false;
    }
    if (*out == FORMAT_AUTO)
        *out = FORMAT_YAML;
    return true;
}

static int run(Cli *cli) {
    const char *path = cli_option(cli, "output"), *kind = cli_option(cli, "kind");
    const Entity *entity = kind ? entity_find(str_of(kind)) : entity_get(ENTITY_CASE);
    Output output = {.cli = cli};
    Error err;
    size_t count;
    if (!entity || !entity->filed)
        return cli_usage(cli, _("“%s” cannot be exported: case or customer"), kind);
    if (!choose_format(cli, path, &output.kind))
        return CLI_USAGE;
    if (path && output.kind == FORMAT_MARKDOWN) {
        if (!file_make_dirs(path, 0700, &err))
            return cli_fail(cli, &err);
        output.folder = path;
    } else if (output.kind == FORMAT_MARKDOWN) {
        return cli_usage(cli, _("Markdown is one file a record: name a folder with -o DIR"));
    }
    output.to_file = path && !output.folder;
    ExportOptions options = {.entity = entity->type, .kind = output.kind, .crlf = output.to_file};
    Progress progress = cli_progress(cli);
    bool ok = library_export(cli->library, &options, take, &output, &count, &progress, &err);
    cli_progress_end(cli);
    if (ok && output.to_file)
        ok = file_write_named(path, buf_str(&output.whole), 0600, &err);
    buf_free(&output.whole);
    if (!ok)
        return cli_fail(cli, &err);
    if (path)
        cli_say(cli, ngettext("%zu record written to %s", "%zu records written to %s", count),
                count, path);
    return CLI_DONE;
}

static const CliOption options[] = {
    {"kind", 0, N_("KIND"), N_("case (the default) or customer")},
    {"format", 0, N_("FORMAT"), N_("yaml (the default), md, jsonl or csv")},
    {"output", 'o', N_("PATH"), N_("a file, for Markdown a folder; otherwise standard output")},
    {0}};

const CliCommand command_export = {.name = "export",
                                   .arguments = "",
                                   .help = N_("write records to files"),
                                   .options = options,
                                   .needs = CLI_READ,
                                   .session = true,
                                   .run = run};
