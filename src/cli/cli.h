#ifndef ANLIKU_CLI_CLI_H
#define ANLIKU_CLI_CLI_H

#include "base/buf.h"
#include "base/error.h"
#include "base/progress.h"
#include "library/library.h"
#include "record/validate.h"

#include <stdbool.h>
#include <stddef.h>

/* Commands are rows: name, arguments, options, help, function. Parsing, usage text, the man page
 * and shell completion are made from them. */

typedef struct CliOption {
    const char *name;     /* without dashes; a NULL name ends a list */
    char letter;          /* short form, 0: none */
    const char *argument; /* placeholder, NULL: a flag */
    const char *help;     /* message id */
} CliOption;

typedef struct Cli Cli;

typedef enum CliNeeds {
    CLI_NOTHING, /* opens no library */
    CLI_PATH,    /* needs the library's folder, opens it itself */
    CLI_READ,    /* a library; one that cannot be written is opened for reading */
    CLI_WRITE    /* a library */
} CliNeeds;

typedef struct CliCommand {
    const char *name;
    const char *arguments;    /* as in usage: "ID FIELD=VALUE..." */
    const char *help;         /* message id: one sentence */
    const CliOption *options; /* ended by a NULL name; NULL: none */
    CliNeeds needs;
    int least, most; /* number of arguments; most -1: any */
    bool session;    /* may be run by a forced SSH command */
    bool query;      /* its arguments are a query: a word with one dash that is no option is part of
                        it (-churn, -is:draft) */
    int (*run)(Cli *cli);
} CliCommand;

enum { CLI_DONE = 0, CLI_FAILED = 1, CLI_USAGE = 2, CLI_MOST_OPTIONS = 16 };

struct Cli {
    const CliCommand *command;
    const char **args; /* positional ones */
    size_t arg_count;
    const char
        *values[CLI_MOST_OPTIONS]; /* of the command's options; "" for a flag, NULL not given */
    char *path;                    /* the library's folder */
    Library *library;              /* NULL unless the command needs it */
    Buf out;
    const char *host_zone; /* of the host file, "" none */
    const char *color;     /* --color, NULL: not given */
    const char *lang;      /* --lang, NULL: not given */
    bool out_tty, err_tty, plain, low_bandwidth;
};

extern const CliCommand *const cli_commands[];
extern const size_t cli_command_count;
/* What may stand before the command. */
extern const CliOption cli_global_options[];

/* How the screen is to be opened; texts may be NULL. */
typedef struct CliView {
    const char *query, *color, *lang;
    bool plain, low_bandwidth, metrics;
    bool new_case;      /* with the form of a new case */
    const char *import; /* after taking a file or folder; NULL: none */
    Buf *unsaved;       /* gets what was typed and is in no draft */
    size_t *drafts;     /* set to how many drafts are kept at the end */
    bool *wants_demo;   /* set when the person wants to go on in the demo library */
} CliView;
/* Where there is no library: what the person wants to begin with. */
typedef enum CliFirst { CLI_FIRST_LEAVE, CLI_FIRST_DEMO, CLI_FIRST_NEW, CLI_FIRST_IMPORT } CliFirst;
/* Asks on the terminal; path is where the library would be. *import (appended to): the path of what
 * is to be imported. */
typedef bool CliAskFirst(const char *path, const CliView *view, CliFirst *out, Buf *import,
                         Error *err);
/* Runs the full screen until the person leaves. cli/ knows nothing of it: main hands it in. */
typedef bool CliScreen(Library *library, const CliView *view, Error *err);
/* Appends a line for each action of the full screen with its keys, as they hold for the caller in
 * the library at path (which need not be there), and to *complaints one for each key that cannot be
 * read or would mean two things. */
typedef void CliKeys(const char *path, Buf *out, Buf *complaints);
/* Appends what the `keys` section of a settings file means as the setting `keys`; nothing without
 * one. */
typedef bool CliReadKeys(Str file, const char *name, Buf *setting, Error *err);
void cli_set_screen(CliScreen *screen, CliAskFirst *first, CliKeys *keys, CliReadKeys *reader);
bool cli_read_keys(Str file, const char *name, Buf *setting, Error *err);

/* Opens the library at a path as CLI_READ does: one that cannot be written, for reading. */
bool cli_open(Cli *cli, const char *path, Error *err);
const CliCommand *cli_find_command(const char *name);
/* Runs the program on its arguments; the exit status. */
int cli_main(int argc, char **argv);

/* The value of an option of the command, NULL when it was not given. */
const char *cli_option(const Cli *cli, const char *name);
/* True and *out for a whole number within bounds; *out is untouched when it was not given. Says
 * what is wrong otherwise. */
bool cli_number(Cli *cli, const char *option, int64_t min, int64_t max, int64_t *out);

/* Standard output is gathered, cleaned of control characters for a terminal, and written by
 * cli_flush and at the end. */
void cli_print(Cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));
void cli_print_str(Cli *cli, Str text);
/* False when the reader has gone: stop. */
bool cli_flush(Cli *cli);
/* Text padded to columns of the terminal (cut when longer). */
void cli_print_cell(Cli *cli, Str text, int columns);
/* One line to stderr, "anliku: " before it. */
void cli_say(Cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The error to stderr; the exit status that belongs to it. */
int cli_fail(Cli *cli, const Error *err);
/* What is wrong with the call, then the usage line; CLI_USAGE. */
int cli_usage(Cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));
void cli_say_issues(Cli *cli, const Issues *issues);
/* Progress on stderr when that is a terminal; ^C cancels. */
Progress cli_progress(Cli *cli);
void cli_progress_end(Cli *cli);

void cli_print_usage(Buf *out, const CliCommand *command);

#endif
