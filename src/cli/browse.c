#include "config.h"

#include "cli/commands.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/zone.h"
#include "library/dashboard.h"
#include "library/weekpage.h"

#include <stdlib.h>
#include <unistd.h>

/* The commands that fill the screen. What draws it is handed in by main. */

static CliScreen *fill_screen;
static CliKeys *list_keys;

void cli_set_screen(CliScreen *screen, CliKeys *keys) {
    fill_screen = screen;
    list_keys = keys;
}

static int show(Cli *cli, const char *query, bool metrics) {
    Error err;
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
        cli_say(cli,
                _("this needs a terminal; without one use: anliku search, anliku dash --print"));
        return CLI_USAGE;
    }
    CliView view = {query, cli->color, cli->plain, cli->low_bandwidth, metrics};
    return fill_screen(cli->library, &view, &err) ? CLI_DONE : cli_fail(cli, &err);
}

static int run_browse(Cli *cli) {
    Buf query = {0};
    for (size_t i = 0; i < cli->arg_count; i++)
        buf_printf(&query, "%s%s", i ? " " : "", cli->args[i]);
    int status = show(cli, buf_text(&query), false);
    buf_free(&query);
    return status;
}

static int run_dash(Cli *cli) {
    const char *week_text = cli_option(cli, "week");
    ZoneWeek week = library_this_week();
    int64_t columns = 100;
    Buf page = {0};
    Error err;
    if (week_text && !week_parse(str_of(week_text), &week))
        return cli_usage(cli, _("“%s” is not a week: write it as 2026-W47"), week_text);
    if (!cli_number(cli, "columns", 60, 400, &columns))
        return CLI_USAGE;
    if (!cli_option(cli, "print"))
        return show(cli, "", true);
    if (!library_week_page(cli->library, week, (int)columns, &page, &err))
        return cli_fail(cli, &err);
    cli_print_str(cli, buf_str(&page));
    buf_free(&page);
    return CLI_DONE;
}

static int run_keys(Cli *cli) {
    Buf out = {0}, complaints = {0};
    list_keys(cli->path, &out, &complaints);
    cli_print_str(cli, buf_str(&out));
    Str rest = buf_str(&complaints), line;
    int status = rest.len ? CLI_FAILED : CLI_DONE;
    while (rest.len && str_split(&rest, '\n', &line))
        cli_say(cli, "%.*s", STR_ARG(line));
    buf_free(&out);
    buf_free(&complaints);
    return status;
}

static const CliOption dash_options[] = {
    {"week", 0, N_("WEEK"), N_("this one, for example 2026-W47; otherwise the current one")},
    {"print", 0, NULL, N_("write the page as text")},
    {"columns", 0, "N", N_("width of the printed page (100)")},
    {0}};

const CliCommand command_browse = {.name = "browse",
                                   .arguments = N_("[QUERY]"),
                                   .help =
                                       N_("open the library full screen; the same as no command"),
                                   .needs = CLI_READ,
                                   .most = -1,
                                   .session = true,
                                   .query = true,
                                   .run = run_browse};
const CliCommand command_dash = {.name = "dash",
                                 .arguments = "",
                                 .help = N_("open the weekly page, or print it"),
                                 .options = dash_options,
                                 .needs = CLI_READ,
                                 .session = true,
                                 .run = run_dash};
const CliCommand command_keys = {.name = "keys",
                                 .arguments = "",
                                 .help = N_("list the keys of the full screen, and which of them would mean two things"),
                                 .needs = CLI_NOTHING,
                                 .session = true,
                                 .run = run_keys};
