#include "config.h"

#include "cli/commands.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "cli/find.h"
#include "library/save.h"
#include "record/diff.h"
#include "record/parse.h"

#include <stdlib.h>

static void print_lines(Cli *cli, const Field *field, const Value *before, const Value *after) {
    Buf a = {0}, b = {0};
    DiffLines lines = {0};
    value_format(field, before, &a);
    value_format(field, after, &b);
    diff_lines(buf_str(&a), buf_str(&b), &lines);
    cli_print(cli, "%s (%s)\n", _(field->label), field->key);
    for (size_t i = 0; i < lines.len; i++) {
        const DiffLine *line = &lines.items[i];
        if (line->kind != DIFF_SAME)
            cli_print(cli, "%c %.*s\n", " -+"[line->kind], STR_ARG(line->text));
    }
    free(lines.items);
    buf_free(&a);
    buf_free(&b);
}

static int run(Cli *cli) {
    EntityType type;
    Uuid id;
    uint32_t first, second;
    Record *before = NULL, *after = NULL;
    Error err;
    if (!find_revision(cli, cli->args[1], &first) || !find_revision(cli, cli->args[2], &second))
        return CLI_USAGE;
    if (!find_itself(cli, cli->args[0], &type, &id)) /* of a merged case its own revisions */
        return CLI_FAILED;
    bool ok = library_load(cli->library, type, id, first, &before, &err) &&
              library_load(cli->library, type, id, second, &after, &err);
    if (ok) {
        int *fields = mem_alloc(before->entity->count * sizeof *fields);
        size_t count = record_diff(before, after, fields);
        for (size_t i = 0; i < count; i++)
            print_lines(cli, &before->entity->fields[fields[i]], &before->values[fields[i]],
                        &after->values[fields[i]]);
        if (!count)
            cli_print(cli, "%s\n", _("The two revisions have the same content."));
        free(fields);
    }
    record_free(before);
    record_free(after);
    return ok ? CLI_DONE : cli_fail(cli, &err);
}

const CliCommand command_diff = {.name = "diff",
                                 .arguments = "ID REVISION REVISION",
                                 .help = N_("show what changed between two revisions"),
                                 .needs = CLI_READ,
                                 .least = 3,
                                 .most = 3,
                                 .session = true,
                                 .run = run};
