#include "config.h"

#include "cli/commands.h"

#include "base/i18n.h"
#include "library/find.h"

typedef struct Shown {
    Cli *cli;
    const char *field;
} Shown;

static void print_token(void *context, const char *field, Str token) {
    Shown *shown = context;
    bool first = shown->field != field;
    if (first && shown->field)
        cli_print(shown->cli, "\n");
    if (first)
        cli_print(shown->cli, "%s:", _(field));
    cli_print(shown->cli, " %.*s", STR_ARG(token));
    shown->field = field;
}

static int run(Cli *cli) {
    Shown shown = {cli, NULL};
    Buf text = {0};
    for (size_t i = 0; i < cli->arg_count; i++)
        buf_printf(&text, "%s%s", i ? " " : "", cli->args[i]);
    library_words(buf_str(&text), print_token, &shown);
    if (shown.field)
        cli_print(cli, "\n");
    buf_free(&text);
    return CLI_DONE;
}

const CliCommand command_words = {.name = "words",
                                  .arguments = N_("TEXT"),
                                  .help = N_("show what the tokenizer sees, field by field"),
                                  .needs = CLI_NOTHING,
                                  .least = 1,
                                  .most = -1,
                                  .session = true,
                                  .run = run};
