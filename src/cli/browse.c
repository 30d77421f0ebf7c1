#include "config.h"

#include "cli/commands.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/zone.h"
#include "library/dashboard.h"
#include "library/weekpage.h"

#include <stdlib.h>
#include <unistd.h>

/* The commands that fill the screen. What draws it is handed in by main. */

static CliScreen *fill_screen;
static CliAskFirst *ask_first;
static CliKeys *list_keys;
static CliReadKeys *read_keys;

void cli_set_screen(CliScreen *screen, CliAskFirst *first, CliKeys *keys, CliReadKeys *reader) {
    fill_screen = screen;
    ask_first = first;
    list_keys = keys;
    read_keys = reader;
}

bool cli_read_keys(Str file, const char *name, Buf *setting, Error *err) {
    return read_keys(file, name, setting, err);
}

static bool has_terminal(Cli *cli) {
    if (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO))
        return true;
    cli_say(cli, _("this needs a terminal; without one use: anliku search, anliku dash --print"));
    return false;
}

static CliView view_of(const Cli *cli) {
    return (CliView){.color = cli->color,
                     .lang = cli->lang,
                     .plain = cli->plain,
                     .low_bandwidth = cli->low_bandwidth};
}

static bool make_library(Cli *cli, const char *path, bool demo, Error *err) {
    LibraryInit init = {.zone = cli->host_zone, .demo = demo};
    return library_init(path, &init, NULL, err);
}

/* The demo library is made when it is wanted for the first time. */
static bool open_demo(Cli *cli, Error *err) {
    Buf path = {0};
    paths_demo_library(&path);
    bool ok = cli_open(cli, buf_text(&path), err) ||
              (err->code == ERR_NOT_FOUND && make_library(cli, buf_text(&path), true, err) &&
               cli_open(cli, buf_text(&path), err));
    buf_free(&path);
    return ok;
}

/* There is no library yet: the person says how to begin. False with *left: not at all. */
static bool begin(Cli *cli, CliView *view, Buf *import, bool *left, Error *err) {
    CliFirst first = CLI_FIRST_LEAVE;
    if (!ask_first(cli->path, view, &first, import, err))
        return false;
    *left = first == CLI_FIRST_LEAVE;
    if (first == CLI_FIRST_DEMO)
        return open_demo(cli, err);
    view->new_case = first == CLI_FIRST_NEW;
    view->import = first == CLI_FIRST_IMPORT ? buf_text(import) : NULL;
    return !*left && make_library(cli, cli->path, false, err) && cli_open(cli, cli->path, err);
}

/* The full screen, and afterwards a word about what was not finished. */
static bool show(Cli *cli, const CliView *wanted, Error *err) {
    size_t drafts = 0;
    Buf unsaved = {0};
    CliView view = *wanted;
    view.drafts = &drafts;
    view.unsaved = &unsaved;
    bool ok = fill_screen(cli->library, &view, err);
    if (unsaved.len)
        cli_print(cli, "%s\n%s", _("The draft could not be written. What you typed:"),
                  buf_text(&unsaved));
    buf_free(&unsaved);
    if (!ok)
        return false;
    if (drafts)
        cli_print(cli,
                  ngettext("%zu draft kept; screen 4 shows it.\n",
                           "%zu drafts kept; screen 4 shows them.\n", drafts),
                  drafts);
    return true;
}

/* Until the person leaves; on the way he may go on in the demo library. */
static bool browse(Cli *cli, const CliView *wanted, Error *err) {
    bool wants_demo = false;
    CliView view = *wanted;
    view.wants_demo = &wants_demo;
    if (!show(cli, &view, err))
        return false;
    if (!wants_demo)
        return true;
    library_close(cli->library);
    cli->library = NULL;
    CliView again = view_of(cli);
    return open_demo(cli, err) && show(cli, &again, err);
}

static int run_browse(Cli *cli) {
    Buf query = {0}, import = {0};
    CliView view = view_of(cli);
    Error err;
    bool left = false;
    if (!has_terminal(cli))
        return CLI_USAGE;
    for (size_t i = 0; i < cli->arg_count; i++)
        buf_printf(&query, "%s%s", i ? " " : "", cli->args[i]);
    view.query = buf_text(&query);
    bool ok = cli_open(cli, cli->path, &err) ||
              (err.code == ERR_NOT_FOUND && begin(cli, &view, &import, &left, &err));
    ok = ok && browse(cli, &view, &err);
    buf_free(&query);
    buf_free(&import);
    return ok || left ? CLI_DONE : cli_fail(cli, &err);
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
    if (!cli_option(cli, "print")) {
        CliView view = view_of(cli);
        view.metrics = true;
        if (!has_terminal(cli))
            return CLI_USAGE;
        return show(cli, &view, &err) ? CLI_DONE : cli_fail(cli, &err);
    }
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
                                   .needs = CLI_PATH,
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
const CliCommand command_keys = {
    .name = "keys",
    .arguments = "",
    .help = N_("list the keys of the full screen, and which of them would mean two things"),
    .needs = CLI_NOTHING,
    .session = true,
    .run = run_keys};
