#include "config.h"

#include "cli/commands.h"

#include "base/i18n.h"
#include "base/map.h"
#include "cli/json.h"
#include "conf/keymap.h"
#include "library/import.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { FIELD_KINDS_TOLD = 4 };

/* What an import has to say besides refusals, gathered: one line a key instead of one a record. */
typedef struct Notes {
    Cli *cli;
    Map unknown;                  /* key -> in how many records */
    Buf values[FIELD_KINDS_TOLD]; /* new values, one list a field */
    const Field *fields[FIELD_KINDS_TOLD];
} Notes;

static void say_problem(void *context, const FormatProblem *problem) {
    Notes *notes = context;
    if (problem->severity == FORMAT_NOTE_UNKNOWN)
        ++*map_put(&notes->unknown, str_of(problem->error.args[0].text), NULL);
    else
        cli_fail(notes->cli, &problem->error);
}

static void note_value(void *context, const Field *field, Str value) {
    Notes *notes = context;
    size_t at = 0;
    while (at + 1 < FIELD_KINDS_TOLD && notes->fields[at] && notes->fields[at] != field)
        at++;
    notes->fields[at] = field;
    if (notes->values[at].len)
        buf_puts(&notes->values[at], "; ");
    buf_put_str(&notes->values[at], value);
}

static void say_notes(Notes *notes) {
    Str key;
    uint64_t count;
    for (size_t at = 0; map_next(&notes->unknown, &at, &key, &count);)
        cli_say(notes->cli,
                ngettext("no field is called “%.*s”: kept as it is in %llu record",
                         "no field is called “%.*s”: kept as it is in %llu records", count),
                STR_ARG(key), (unsigned long long)count);
    map_free(&notes->unknown);
    for (size_t i = 0; i < FIELD_KINDS_TOLD && notes->fields[i]; i++) {
        cli_say(notes->cli, _("new in %s: %s"), _(notes->fields[i]->label),
                buf_text(&notes->values[i]));
        buf_free(&notes->values[i]);
    }
}

static void say_converted(void *context, const char *file, TextCharset charset) {
    cli_say(((Notes *)context)->cli, _("%s: was %s, converted to UTF-8"), file,
            text_charset_name(charset));
}

static void say_rejected(void *context, const char *records, const char *reasons) {
    cli_say(((Notes *)context)->cli, _("what was refused is in %s, why in %s"), records, reasons);
}

static void say_renumbered(void *context, Str wanted, const char *given) {
    cli_say(((Notes *)context)->cli, _("%.*s was taken: the record is %s here"), STR_ARG(wanted),
            given);
}

static void print_timing(void *context, Str ext_id, int64_t us) {
    Cli *cli = ((Notes *)context)->cli;
    Buf line = {0};
    buf_puts(&line, "{\"id\":");
    json_put_text(&line, ext_id);
    buf_printf(&line, ",\"us\":%" PRId64 "}\n", us);
    cli_print_str(cli, buf_str(&line));
    cli_flush(cli); /* a promise: it is on disk */
    buf_free(&line);
}

static int undo(Cli *cli, const char *batch) {
    size_t undone, kept;
    Uuid id;
    Error err;
    if (!uuid_parse(str_of(batch), &id))
        return cli_usage(cli, _("“%s” is not a batch number"), batch);
    Progress progress = cli_progress(cli);
    bool ok = library_import_undo(cli->library, &id, &undone, &kept, &progress, &err);
    cli_progress_end(cli);
    if (!ok)
        return cli_fail(cli, &err);
    if (!undone && !kept) /* comments, say */
        cli_print(cli, "%s\n", _("taken back"));
    else
        cli_print(cli, ngettext("%zu record taken back\n", "%zu records taken back\n", undone),
                  undone);
    if (kept)
        cli_print(cli,
                  ngettext("%zu record was changed since and stays\n",
                           "%zu records were changed since and stay\n", kept),
                  kept);
    return CLI_DONE;
}

static void print_report(Cli *cli, const ImportReport *report, bool dry_run) {
    char batch[UUID_TEXT];
    cli_print(cli,
              dry_run ? _("would be: %zu new, %zu changed, %zu unchanged, %zu refused\n")
                      : _("%zu new, %zu changed, %zu unchanged, %zu refused\n"),
              report->created, report->updated, report->unchanged, report->rejected);
    cli_print(cli, _("%zu files read, %zu skipped, %zu unreadable\n"),
              report->files - report->unreadable_files, report->skipped_files,
              report->unreadable_files);
    if (report->unresolved)
        cli_print(cli,
                  ngettext("%zu name of a person or case is not known here: kept as text\n",
                           "%zu names of people or cases are not known here: kept as text\n",
                           report->unresolved),
                  report->unresolved);
    if (report->in_trash)
        cli_print(cli,
                  ngettext("%zu of them is in the trash and stays there\n",
                           "%zu of them are in the trash and stay there\n", report->in_trash),
                  report->in_trash);
    if (report->renamed_in)
        cli_print(cli,
                  ngettext("%zu case names its customer as it is called now\n",
                           "%zu cases name their customers as they are called now\n",
                           report->renamed_in),
                  report->renamed_in);
    if (report->made_internal)
        cli_print(cli,
                  ngettext("%zu public case is internal now\n",
                           "%zu public cases are internal now\n", report->made_internal),
                  report->made_internal);
    if (report->customers)
        cli_print(cli, ngettext("%zu new customer\n", "%zu new customers\n", report->customers),
                  report->customers);
    if (report->cancelled)
        cli_print(cli, "%s\n", _("stopped; start it again to go on where it stopped"));
    if (uuid_is_nil(report->batch))
        return;
    uuid_format(report->batch, batch);
    cli_print(cli, _("anliku import --undo %s takes it back\n"), batch);
}

/* The options that name something; false after saying what is wrong. */
static bool read_options(Cli *cli, ImportOptions *options) {
    const char *format = cli_option(cli, "format"), *charset = cli_option(cli, "encoding");
    const char *state = cli_option(cli, "state"), *kind = cli_option(cli, "kind");
    int64_t every = 0;
    *options =
        (ImportOptions){.entity = ENTITY_CASE, .dry_run = cli_option(cli, "dry-run") != NULL};
    if (format && !format_find(str_of(format), &options->kind))
        return cli_usage(cli, _("“%s” is not a format: yaml, md, jsonl or csv"), format), false;
    if (charset && !text_charset_parse(str_of(charset), &options->charset))
        return cli_usage(cli, _("“%s” is not a known encoding: utf-8, gb18030 or utf-16"), charset),
               false;
    if (state && strcmp(state, "published") != 0 && strcmp(state, "draft") != 0)
        return cli_usage(cli, _("--state is draft or published, not “%s”"), state), false;
    const Entity *entity = kind ? entity_find(str_of(kind)) : entity_get(ENTITY_CASE);
    if (!entity || !entity->filed)
        return cli_usage(cli, _("“%s” cannot be imported: case, customer, consent or use"), kind),
               false;
    if (!cli_number(cli, "commit-every", 1, 100000, &every))
        return false;
    options->entity = entity->type;
    options->publish = state && strcmp(state, "published") == 0;
    options->commit_every = (size_t)every;
    return true;
}

static int run(Cli *cli) {
    ImportOptions options;
    ImportReport report;
    Notes notes = {.cli = cli};
    ImportWatch watch = {say_problem,  say_converted,
                         say_rejected, say_renumbered,
                         note_value,   cli_option(cli, "timing") ? print_timing : NULL,
                         &notes};
    Error err;
    Keymap *keymap = NULL;
    if (cli_option(cli, "undo"))
        return undo(cli, cli_option(cli, "undo"));
    if (!cli->arg_count)
        return cli_usage(cli, _("which files or folders?"));
    if (!read_options(cli, &options))
        return CLI_USAGE;
    if (cli_option(cli, "map")) {
        if (!keymap_read(cli_option(cli, "map"), &keymap, &err))
            return cli_fail(cli, &err);
        options.map = keymap_map(keymap);
    }
    Progress progress = cli_progress(cli);
    bool ok = library_import(cli->library, cli->args, cli->arg_count, &options, &watch, &progress,
                             &report, &err);
    cli_progress_end(cli);
    keymap_free(keymap);
    say_notes(&notes);
    int status = ok ? CLI_DONE : cli_fail(cli, &err);
    bool began = ok || report.files || report.unreadable_files;
    if (began && !cli_option(cli, "timing"))
        print_report(cli, &report, options.dry_run);
    return status                                                           ? status
           : report.rejected || report.unreadable_files || report.cancelled ? CLI_FAILED
                                                                            : CLI_DONE;
}

static const CliOption options[] = {
    {"format", 0, N_("FORMAT"), N_("yaml, md, jsonl or csv, whatever the name says")},
    {"kind", 0, N_("KIND"), N_("case (the default), customer, consent or use")},
    {"map", 0, N_("FILE"), N_("names of keys in foreign files, as YAML")},
    {"state", 0, N_("STATE"), N_("published: they are shown at once, with the mark “imported”")},
    {"encoding", 0, N_("ENCODING"), N_("utf-8, gb18030 or utf-16; otherwise it is found out")},
    {"dry-run", 0, NULL, N_("say what would happen, write nothing")},
    {"commit-every", 0, "N", N_("records a transaction at the most")},
    {"timing", 0, NULL, N_("print a JSON line for each record once it is on disk")},
    {"undo", 0, N_("BATCH"), N_("take an import back")},
    {0}};

const CliCommand command_import = {.name = "import",
                                   .arguments = N_("PATH...|-"),
                                   .help = N_("take in files, folders or standard input"),
                                   .options = options,
                                   .needs = CLI_WRITE,
                                   .most = -1,
                                   .run = run};
