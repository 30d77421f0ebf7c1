#include "config.h"

#include "cli/cli.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/vec.h"
#include "cli/commands.h"
#include "library/host.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* From argv to a command that runs. */

typedef struct Parse {
    int argc, at;
    char **argv;
} Parse;

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* query: -n20 is an option and -no:owner is none. Takes one option off. Returns its index in the
 * list, -1 when the word is none of them. *value is its argument ("" for a flag); *missing when it
 * has none but needs one. */
static int take_option(Parse *parse, const CliOption *options, bool query, const char **value,
                       bool *missing) {
    const char *word = parse->argv[parse->at];
    *missing = false;
    for (int i = 0; options && options[i].name; i++) {
        const CliOption *option = &options[i];
        size_t len = strlen(option->name);
        bool is_long = word[1] == '-' && strncmp(word + 2, option->name, len) == 0 &&
                       (word[2 + len] == '\0' || (word[2 + len] == '=' && option->argument));
        bool is_short = word[1] != '-' && option->letter && word[1] == option->letter &&
                        (word[2] == '\0' || (option->argument && (!query || is_digit(word[2]))));
        if (!is_long && !is_short)
            continue;
        const char *attached =
            is_long ? (word[2 + len] == '=' ? word + 3 + len : NULL) : (word[2] ? word + 2 : NULL);
        parse->at++;
        if (!option->argument)
            *value = "";
        else if (attached)
            *value = attached;
        else if (parse->at < parse->argc)
            *value = parse->argv[parse->at++];
        else
            *missing = true;
        return i;
    }
    return -1;
}

const CliCommand *cli_find_command(const char *name) {
    for (size_t i = 0; i < cli_command_count; i++)
        if (strcmp(cli_commands[i]->name, name) == 0)
            return cli_commands[i];
    return NULL;
}

/* "-" is standard input, and -银行 or -5 are arguments: options are spelled in ASCII letters. */
static bool looks_like_option(const char *word) {
    char c = word[0] == '-' ? word[1] : '\0';
    return c == '-' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* "  --name ARGUMENT, -n" and the sentence below it. */
static void print_option(Cli *cli, const CliOption *option) {
    cli_print(cli, "  --%s", option->name);
    if (option->letter)
        cli_print(cli, ", -%c", option->letter);
    if (option->argument)
        cli_print(cli, " %s", _(option->argument));
    cli_print(cli, "\n      %s\n", _(option->help));
}

static void print_command_help(Cli *cli) {
    Buf text = {0};
    cli_print_usage(&text, cli->command);
    cli_print(cli, "%s\n\n%s\n", buf_text(&text), _(cli->command->help));
    for (const CliOption *o = cli->command->options; o && o->name; o++)
        print_option(cli, o);
    buf_free(&text);
}

static void add_argument(Cli *cli, Parse *parse) {
    cli->args = mem_realloc_array(cli->args, cli->arg_count + 1, sizeof *cli->args);
    cli->args[cli->arg_count++] = parse->argv[parse->at++];
}

static int parse_arguments(Cli *cli, Parse *parse) {
    bool only_arguments = false, missing;
    while (parse->at < parse->argc) {
        const char *word = parse->argv[parse->at], *value = "";
        if (!only_arguments && strcmp(word, "--") == 0) {
            only_arguments = true;
            parse->at++;
            continue;
        }
        if (only_arguments || !looks_like_option(word)) {
            add_argument(cli, parse);
            continue;
        }
        int option =
            take_option(parse, cli->command->options, cli->command->query, &value, &missing);
        if (option < 0 && cli->command->query && word[1] != '-' && word[2] != '\0') {
            add_argument(cli, parse);
            continue;
        }
        if (option >= 0 && missing)
            return cli_usage(cli, _("%s needs a value"), word);
        if (option < 0 && (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)) {
            print_command_help(cli);
            return -2;
        }
        if (option < 0)
            return cli_usage(cli,
                             _("“%s” is not an option of %s; behind -- everything is an argument"),
                             word, cli->command->name);
        cli->values[option] = value;
    }
    if ((int)cli->arg_count < cli->command->least)
        return cli_usage(cli, _("something is missing"));
    if (cli->command->most >= 0 && (int)cli->arg_count > cli->command->most)
        return cli_usage(cli, _("“%s” is too much"), cli->args[cli->command->most]);
    return 0;
}

static void print_help(Cli *cli) {
    cli_print(cli, "%s\n\n",
              _("anliku: find, read, write and measure customer success cases in a terminal"));
    cli_print(cli, "%s\n",
              _("usage: anliku [OPTION...] [COMMAND ...]   without a command: the full screen"));
    for (const CliOption *option = cli_global_options; option->name; option++)
        print_option(cli, option);
    cli_print(cli, "\n%s\n", _("commands:"));
    for (size_t i = 0; i < cli_command_count; i++) {
        cli_print(cli, "  ");
        cli_print_cell(cli, str_of(cli_commands[i]->name), 12);
        cli_print(cli, "%s\n", _(cli_commands[i]->help));
    }
}

/* -L, then $ANLIKU_LIBRARY, then the host file, then the person's own. */
static char *library_path(const char *option, const HostConfig *host) {
    const char *env = getenv("ANLIKU_LIBRARY");
    Buf path = {0};
    if (option && *option)
        return mem_strdup(option);
    if (env && *env)
        return mem_strdup(env);
    if (host->library[0])
        return mem_strdup(host->library);
    paths_default_library(&path);
    return buf_take(&path);
}

bool cli_open(Cli *cli, const char *path, Error *err) {
    return library_open(path, NULL, false, &cli->library, err) ||
           (err->code == ERR_DENIED && library_open(path, NULL, true, &cli->library, err));
}

static int run_command(Cli *cli) {
    Error err;
    if (cli->command->needs != CLI_NOTHING && !cli->path[0])
        return cli_usage(cli, _("no library is named: use -L DIR or set ANLIKU_LIBRARY"));
    if ((cli->command->needs == CLI_READ && !cli_open(cli, cli->path, &err)) ||
        (cli->command->needs == CLI_WRITE &&
         !library_open(cli->path, NULL, false, &cli->library, &err)))
        return cli_fail(cli, &err);
    if (cli->library)
        library_begin_day(cli->library);
    int status = cli->command->run(cli);
    library_close(cli->library);
    cli->library = NULL;
    return status;
}

enum {
    GLOBAL_LIBRARY,
    GLOBAL_LANG,
    GLOBAL_COLOR,
    GLOBAL_PLAIN,
    GLOBAL_LOW_BANDWIDTH,
    GLOBAL_HELP,
    GLOBAL_VERSION,
    GLOBAL_OPTIONS
};

static bool is_one_of(const char *value, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(value, words[i]) == 0)
            return true;
    return false;
}

/* Says what is wrong with the value of --lang or --color. */
static bool values_are_known(Cli *cli, const char *lang, const char *color) {
    static const char *const languages[] = {"zh", "zh_CN", "zh-CN", "en"};
    static const char *const colors[] = {"auto", "never", "none", "16", "256", "always"};
    if (lang && !is_one_of(lang, languages, COUNT_OF(languages)))
        return cli_usage(cli, _("“%s” is not a language: zh or en"), lang), false;
    if (color && !is_one_of(color, colors, COUNT_OF(colors)))
        return cli_usage(cli, _("“%s” is not a colour choice: auto, never, 16 or 256"), color),
               false;
    return true;
}

static int start(Cli *cli, Parse *parse, const char *const global[GLOBAL_OPTIONS], const char *bad,
                 bool missing) {
    if (bad)
        return missing ? cli_usage(cli, _("%s needs a value"), bad)
                       : cli_usage(cli, _("“%s” is not an option"), bad);
    if (!values_are_known(cli, global[GLOBAL_LANG], global[GLOBAL_COLOR]))
        return CLI_USAGE;
    if (global[GLOBAL_VERSION]) {
        cli_print(cli, "%s\n", PACKAGE_STRING);
        return CLI_DONE;
    }
    if (global[GLOBAL_HELP]) {
        print_help(cli);
        return CLI_DONE;
    }
    const char *name = parse->at < parse->argc ? parse->argv[parse->at++] : "browse";
    bool help = strcmp(name, "help") == 0; /* as --help before or behind the command */
    if (help && parse->at == parse->argc) {
        print_help(cli);
        return CLI_DONE;
    }
    if (help)
        name = parse->argv[parse->at++];
    cli->command = cli_find_command(name);
    if (cli->command && help) {
        print_command_help(cli);
        return CLI_DONE;
    }
    if (!cli->command)
        return cli_usage(cli, _("“%s” is not a command"), name);
    int parsed = parse_arguments(cli, parse);
    if (parsed == -2)
        return CLI_DONE;
    return parsed ? parsed : run_command(cli);
}

int cli_main(int argc, char **argv) {
    const char *global[GLOBAL_OPTIONS] = {0}, *bad = NULL;
    bool missing = false;
    Parse parse = {argc, 1, argv};
    Cli cli = {.out_tty = isatty(STDOUT_FILENO), .err_tty = isatty(STDERR_FILENO)};
    HostConfig host;
    Error host_error;
    while (!bad && parse.at < argc && argv[parse.at][0] == '-') {
        const char *value = "", *word = argv[parse.at];
        int option = take_option(&parse, cli_global_options, false, &value, &missing);
        if (option < 0 || missing)
            bad = word;
        else
            global[option] = value;
    }
    bool host_ok = host_config_read(&host, &host_error);
    i18n_init(global[GLOBAL_LANG] ? global[GLOBAL_LANG] : host.language[0] ? host.language : NULL);
    signal(SIGPIPE, SIG_IGN);
    cli.plain = global[GLOBAL_PLAIN] != NULL;
    cli.low_bandwidth = global[GLOBAL_LOW_BANDWIDTH] != NULL;
    cli.color = global[GLOBAL_COLOR];
    cli.lang = global[GLOBAL_LANG];
    cli.path = library_path(global[GLOBAL_LIBRARY], &host);
    cli.host_zone = host.zone;
    if (!host_ok)
        cli_fail(&cli, &host_error);
    int status = start(&cli, &parse, global, bad, missing);
    if (!cli_flush(&cli) && status == CLI_DONE)
        status = CLI_FAILED;
    buf_free(&cli.out);
    free(cli.args);
    free(cli.path);
    return status;
}
