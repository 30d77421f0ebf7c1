#include "config.h"

#include "cli/commands.h"

#include "base/i18n.h"
#include "base/zone.h"
#include "cli/find.h"
#include "library/export.h"
#include "library/rate.h"
#include "library/reads.h"
#include "library/save.h"
#include "library/tell.h"
#include "library/use.h"
#include "record/parse.h"

/* The value as a person reads it: choices translated, times in the library's zone. */
static void print_value(Cli *cli, const Field *field, const Value *value) {
    Buf text = {0};
    const char *label =
        field->kind == FIELD_CHOICE ? entity_choice_label(field, value->text) : NULL;
    if (label)
        buf_puts(&text, _(label));
    else if (field->kind == FIELD_TIME)
        zone_format_local(&text, value->number);
    else if (field->kind == FIELD_BOOL)
        buf_puts(&text, value->number ? _("yes") : _("no"));
    else
        value_format(field, value, &text);
    bool block = field->kind == FIELD_TEXT || field->kind == FIELD_ROWS;
    cli_print(cli, block ? "\n%s\n%.*s\n" : "%s: %.*s\n", _(field->label), STR_ARG(buf_str(&text)));
    buf_free(&text);
}

static void print_text(Cli *cli, const Record *record) {
    cli_print(cli, "%.*s\n\n", STR_ARG(record_title(record)));
    for (int blocks = 0; blocks < 2; blocks++) {
        for (size_t i = 0; i < record->entity->count; i++) {
            const Field *field = &record->entity->fields[i];
            bool block = field->kind == FIELD_TEXT || field->kind == FIELD_ROWS;
            if (record->values[i].kind != VALUE_NONE && block == blocks &&
                field->kind != FIELD_UUID && !(field->flags & FIELD_PRIVATE))
                print_value(cli, field, &record->values[i]);
        }
    }
}

/* What a case's own fields do not say: whom it may be told, and how often it was. */
static void print_standing(Cli *cli, const Record *record) {
    UseSummary uses;
    ReadSummary reads;
    RatingSummary rating;
    Error ignored;
    Buf text = {0};
    Telling telling = library_tell(cli->library, record);
    library_telling_put(&telling, &text);
    cli_print(cli, "%s: %s", _("May I tell"), buf_text(&text));
    buf_clear(&text);
    if (telling.why == TELL_BY_CONSENT)
        library_tell_channels(cli->library, record, &text);
    cli_print(cli, text.len ? " (%s)\n" : "%s\n", buf_text(&text));
    buf_clear(&text);
    if (library_use_summary(cli->library, record_id(record), &uses, &ignored)) {
        library_use_put(&uses, &text);
        cli_print(cli, "%s: %s\n", _("Used"), buf_text(&text));
    }
    buf_clear(&text);
    if (library_read_summary(cli->library, record_id(record), &reads, &ignored))
        library_read_put(&reads, &text);
    if (text.len)
        cli_print(cli, "%s: %s\n", _("Read"), buf_text(&text));
    buf_clear(&text);
    if (library_rating_summary(cli->library, record_id(record), &rating, &ignored))
        library_rating_put(&rating, &text);
    if (text.len)
        cli_print(cli, "%s: %s\n", _("Rating"), buf_text(&text));
    buf_free(&text);
}

static int run(Cli *cli) {
    EntityType type;
    Uuid id;
    Record *record;
    Error err;
    uint32_t rev = 0;
    FormatKind kind = FORMAT_AUTO;
    const char *format = cli_option(cli, "format");
    if (format && strcmp(format, "json") == 0)
        format = "jsonl";
    if (format && strcmp(format, "text") != 0 && !format_find(str_of(format), &kind))
        return cli_usage(cli, _("“%s” is not a format: text, yaml, md or json"), format);
    if (cli_option(cli, "rev") && !find_revision(cli, cli_option(cli, "rev"), &rev))
        return CLI_USAGE;
    /* a revision is one of the very case that is named, also when it was merged */
    if (!(rev ? find_itself : find_any)(cli, cli->args[0], &type, &id))
        return CLI_FAILED;
    if (!library_load(cli->library, type, id, rev, &record, &err))
        return cli_fail(cli, &err);
    Buf text = {0};
    if (kind == FORMAT_AUTO) {
        print_text(cli, record);
        if (type == ENTITY_CASE)
            print_standing(cli, record);
    } else
        library_format(record, kind, &text);
    cli_print_str(cli, buf_str(&text));
    buf_free(&text);
    record_free(record);
    return CLI_DONE;
}

static const CliOption options[] = {
    {"format", 0, N_("FORMAT"), N_("text (the default), yaml, md or json")},
    {"rev", 0, "N", N_("as it was in this revision")},
    {0}};

const CliCommand command_show = {.name = "show",
                                 .arguments = "ID",
                                 .help = N_("print one record"),
                                 .options = options,
                                 .needs = CLI_READ,
                                 .least = 1,
                                 .most = 1,
                                 .session = true,
                                 .run = run};
