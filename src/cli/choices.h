#ifndef ANLIKU_CLI_CHOICES_H
#define ANLIKU_CLI_CHOICES_H

#include "cli/cli.h"

/* What may stand behind an option or as an argument, for the completion of shells. */

/* The values of an option with blanks between; NULL: any. command NULL: a global option. */
const char *cli_option_choices(const CliCommand *command, const char *option);

/* What a placeholder of usage texts stands for. */
typedef enum CliValue {
    CLI_VALUE_TEXT, /* nothing to offer */
    CLI_VALUE_FILE,
    CLI_VALUE_CASE,   /* the number of a case */
    CLI_VALUE_FIELD,  /* a field of a case */
    CLI_VALUE_ASSIGN, /* a field and = */
    CLI_VALUE_KIND,
    CLI_VALUE_ROLE,
    CLI_VALUE_SETTING, /* a key of a setting */
    CLI_VALUE_LOGIN,
    CLI_VALUES
} CliValue;

/* Of "FILE", "PATH...", "FIELD=VALUE...". */
CliValue cli_placeholder(Str text);

/* One way to call a command, of those its argument text names: "set KEY VALUE" of "[get KEY | set
 * KEY VALUE | ...]". */
typedef struct CliUsage {
    Str first;   /* a word that is typed as it stands; empty: none */
    Str rest[4]; /* placeholders */
    size_t count;
} CliUsage;
/* False past the last one. */
bool cli_usage_at(const CliCommand *command, size_t n, CliUsage *out);

#endif
