#include "config.h"

#include "cli/cli.h"
#include "conf/options.h"

#include "roff.h"

#include <stdio.h>

/* Writes anliku(1) from the tables of the program. */

static void put_option(const CliOption *option) {
    fputs(".TP\n.B \\-\\-", stdout);
    put_text(option->name);
    if (option->letter)
        printf(", \\-%c", option->letter);
    if (option->argument) {
        fputs(" \\fI", stdout);
        put_text(option->argument);
        fputs("\\fR", stdout);
    }
    putchar('\n');
    put_text(option->help);
    putchar('\n');
}

static void put_command(const CliCommand *command) {
    fputs(".SS anliku ", stdout);
    put_text(command->name);
    putchar(' ');
    put_text(command->arguments);
    putchar('\n');
    put_text(command->help);
    fputs(".\n", stdout);
    for (const CliOption *option = command->options; option && option->name; option++)
        put_option(option);
}

static void put_settings(void) {
    for (OptionId id = 0; id < OPTIONS; id++) {
        const OptionRow *row = option_row(id);
        printf(".TP\n.B %s\n", row->key);
        put_text(row->help);
        fputs(" Default: ", stdout);
        put_text(row->standard[0] ? row->standard : "none");
        if (row->choices) {
            fputs("; one of: ", stdout);
            put_text(row->choices);
        }
        fputs(".\n", stdout);
    }
}

int main(void) {
    puts(".TH ANLIKU 1 \"\" \"" PACKAGE_STRING "\" \"User Commands\"");
    puts(".SH NAME\nanliku \\- find, read, write and measure customer success cases in a terminal");
    puts(".SH SYNOPSIS\n.B anliku\n[\\fIOPTION\\fR...] [\\fICOMMAND\\fR ...]");
    puts(
        ".SH DESCRIPTION\nWithout a command the library is opened full screen: type to search, "
        "press "
        "Down or Enter for the list, ^G for help. Every function has a command too. A library is "
        "one folder, "
        "named by \\-L, then $ANLIKU_LIBRARY, then /etc/anliku/anliku.yaml, then "
        "$XDG_DATA_HOME/anliku.");
    puts(".SH OPTIONS");
    for (const CliOption *option = cli_global_options; option->name; option++)
        put_option(option);
    puts(".SH COMMANDS");
    for (size_t i = 0; i < cli_command_count; i++)
        put_command(cli_commands[i]);
    puts(
        ".SH WHO SEES WHAT\nPublished cases are for everybody. Unpublished ones are for their "
        "author "
        "and owner, and from the role editor on for the people of the owner's team (\\fBanliku "
        "users "
        "set \\fILOGIN\\fB \\-\\-team \\fITEAM\\fR): each team's reviewers review its cases. "
        "Managers "
        "without a team and admins see all. As long as nobody is in a team, in one's own library "
        "or "
        "a small office, reviewers see and review everybody's.");
    puts(
        ".SH SETTINGS\nSet by \\fBanliku config set\\fR, in the account's "
        "$XDG_CONFIG_HOME/anliku/config.yaml, or by the team.");
    put_settings();
    puts(
        ".SH EXIT STATUS\n0 done, 1 failed (some records were refused counts as failed), 2 the "
        "call was wrong.");
    puts(
        ".SH FILES\n.TP\n.I data.mdb, lock.mdb\nThe library. Never copy or edit them while it is "
        "open: use "
        "\\fBanliku backup\\fR.\n.TP\n.I drafts/\nUnsaved edits, one file each.\n.TP\n"
        ".I X.rejected.EXT, X.reasons.csv\nWhat an import refused, byte for byte, and why.");
    puts(".SH SEE ALSO\n.BR anliku\\-query (7)");
    return 0;
}
