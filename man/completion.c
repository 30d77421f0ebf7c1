#include "config.h"

#include "base/vec.h"
#include "cli/choices.h"
#include "conf/options.h"
#include "record/entity.h"
#include "record/rights.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* Writes what bash, zsh and fish need to complete the calls of anliku, from the tables that the
 * program parses them with; what they do with it stands in completion.bash, .zsh and .fish. All
 * three ask the same functions what may stand where. Each prints lines: a word, TAB, what it means.
 *
 *   _anliku_commands                every command
 *   _anliku_options [COMMAND]       --name, or --name= when it takes a value
 *   _anliku_letters [COMMAND]       short options that take a value
 *   _anliku_values COMMAND OPTION   values of an option, or the name of a kind of values: @file
 *   _anliku_arguments COMMAND       the same for what stands behind the command, and behind its
 *                                   first word: "config set"
 *   _anliku_kind @KIND              the values of a kind
 *   _anliku_setting KEY             the values of a setting */

static const char *const kinds[CLI_VALUES] = {
    [CLI_VALUE_TEXT] = "",        [CLI_VALUE_FILE] = "@file",       [CLI_VALUE_CASE] = "@case",
    [CLI_VALUE_FIELD] = "@field", [CLI_VALUE_ASSIGN] = "@assign",   [CLI_VALUE_KIND] = "@kind",
    [CLI_VALUE_ROLE] = "@role",   [CLI_VALUE_SETTING] = "@setting", [CLI_VALUE_LOGIN] = "",
};

static bool fish;

/* In single quotes; the texts are ours. fish takes a backslash inside them, the others do not. */
static void put_quoted(const char *text) {
    putchar('\'');
    for (; *text; text++) {
        if (*text == '\'')
            fputs(fish ? "\\'" : "'\\''", stdout);
        else if (*text == '\\' && fish)
            fputs("\\\\", stdout);
        else
            putchar(*text);
    }
    putchar('\'');
}

/* One line of output of a function: words, TAB, a sentence. */
static void put_line(const char *word, const char *ending, const char *says) {
    char text[600];
    snprintf(text, sizeof text, "%s%s\t%s", word, ending, says);
    fputs(fish ? "            echo " : "            printf '%s\\n' ", stdout);
    put_quoted(text);
    putchar('\n');
}

static void begin_function(const char *name, const char *about) {
    printf(fish ? "function %s\n    switch \"%s\"\n" : "%s() {\n    case \"%s\" in\n", name, about);
}

static void begin_case(const char *pattern) {
    if (fish) {
        fputs("        case ", stdout);
        put_quoted(pattern);
    } else {
        fputs("        ", stdout);
        put_quoted(pattern);
        putchar(')');
    }
    putchar('\n');
}

static void end_case(void) {
    if (!fish)
        puts("            ;;");
}

static void end_function(void) {
    puts(fish ? "    end\nend\n" : "    esac\n}\n");
}

static void put_commands(void) {
    puts(fish ? "function _anliku_commands" : "_anliku_commands() {");
    for (size_t i = 0; i < cli_command_count; i++)
        put_line(cli_commands[i]->name, "", cli_commands[i]->help);
    put_line("help", "", "say how a command is used");
    puts(fish ? "end\n" : "}\n");
}

static void put_option_lines(const CliOption *options) {
    for (const CliOption *o = options; o && o->name; o++) {
        char name[64];
        snprintf(name, sizeof name, "--%s", o->name);
        put_line(name, o->argument ? "=" : "", o->help);
    }
}

static void put_options(void) {
    begin_function("_anliku_options", fish ? "$argv[1]" : "$1");
    begin_case("");
    put_option_lines(cli_global_options);
    end_case();
    for (size_t i = 0; i < cli_command_count; i++) {
        begin_case(cli_commands[i]->name);
        put_option_lines(cli_commands[i]->options);
        put_line("--help", "", "say how it is used");
        end_case();
    }
    end_function();
}

/* Short options that take a value. */
static void put_letters(const CliOption *options) {
    for (const CliOption *o = options; o && o->name; o++)
        if (o->letter && o->argument)
            printf(fish ? "            echo -- -%c\n" : "            echo \"-%c\"\n", o->letter);
}

static void put_letter_cases(void) {
    begin_function("_anliku_letters", fish ? "$argv[1]" : "$1");
    begin_case("");
    put_letters(cli_global_options);
    end_case();
    for (size_t i = 0; i < cli_command_count; i++) {
        bool any = false;
        for (const CliOption *o = cli_commands[i]->options; o && o->name; o++)
            any |= o->letter && o->argument;
        if (!any)
            continue;
        begin_case(cli_commands[i]->name);
        put_letters(cli_commands[i]->options);
        end_case();
    }
    end_function();
}

/* Every word of a list as a line of its own. */
static void put_words(const char *words) {
    fputs(fish ? "            string split ' ' -- " : "            printf '%s\\n' ", stdout);
    if (fish)
        put_quoted(words);
    else
        fputs(words, stdout); /* words of ours: nothing in them means anything to a shell */
    putchar('\n');
}

static void put_value_case(const CliCommand *command, const CliOption *option) {
    const char *choices = cli_option_choices(command, option->name);
    const char *kind = kinds[cli_placeholder(str_of(option->argument))];
    if (!choices && !*kind)
        return;
    char pattern[80];
    snprintf(pattern, sizeof pattern, "%s --%s", command ? command->name : "", option->name);
    begin_case(pattern);
    put_words(choices ? choices : kind);
    end_case();
    if (option->letter) {
        snprintf(pattern, sizeof pattern, "%s -%c", command ? command->name : "", option->letter);
        begin_case(pattern);
        put_words(choices ? choices : kind);
        end_case();
    }
}

static void put_values(void) {
    begin_function("_anliku_values", fish ? "$argv[1] $argv[2]" : "$1 $2");
    for (const CliOption *o = cli_global_options; o->name; o++)
        if (o->argument)
            put_value_case(NULL, o);
    for (size_t i = 0; i < cli_command_count; i++)
        for (const CliOption *o = cli_commands[i]->options; o && o->name; o++)
            if (o->argument)
                put_value_case(cli_commands[i], o);
    end_function();
}

static void put_placeholders(const CliUsage *usage) {
    for (size_t i = 0; i < usage->count; i++) {
        const char *kind = kinds[cli_placeholder(usage->rest[i])];
        if (*kind)
            put_words(kind);
    }
}

/* "set KEY VALUE" offers set, and behind it a key. */
static void put_argument_cases(const CliCommand *command) {
    CliUsage usage;
    char text[80];
    begin_case(command->name);
    for (size_t n = 0; cli_usage_at(command, n, &usage); n++) {
        snprintf(text, sizeof text, "%.*s", STR_ARG(usage.first));
        if (usage.first.len)
            put_words(text);
        else
            put_placeholders(&usage);
    }
    end_case();
    for (size_t n = 0; cli_usage_at(command, n, &usage); n++) {
        if (!usage.first.len)
            continue;
        snprintf(text, sizeof text, "%s %.*s", command->name, STR_ARG(usage.first));
        begin_case(text);
        put_placeholders(&usage);
        end_case();
    }
}

static void put_arguments(void) {
    begin_function("_anliku_arguments", fish ? "$argv[1]" : "$1");
    for (size_t i = 0; i < cli_command_count; i++)
        put_argument_cases(cli_commands[i]);
    begin_case("help");
    put_words("@command");
    end_case();
    end_function();
}

static bool offers_field(const Field *field) {
    return !(field->flags & FIELD_PRIVATE);
}

/* What stands behind the names with @. */
static void put_kinds(void) {
    const Entity *entity = entity_get(ENTITY_CASE);
    begin_function("_anliku_kind", fish ? "$argv[1]" : "$1");
    begin_case("@command");
    puts("            _anliku_commands");
    end_case();
    begin_case("@field");
    for (size_t i = 0; i < entity->count; i++)
        if (offers_field(&entity->fields[i]))
            put_line(entity->fields[i].key, "", entity->fields[i].label);
    end_case();
    begin_case("@assign"); /* what a person may set, so no identities and no states */
    for (size_t i = 0; i < entity->count; i++)
        if (!(entity->fields[i].flags & (FIELD_MACHINE | FIELD_MOVED)))
            put_line(entity->fields[i].key, "=", entity->fields[i].label);
    end_case();
    begin_case("@kind");
    for (int type = ENTITY_NONE + 1; type < ENTITY_TYPES; type++)
        if (entity_get((EntityType)type) && entity_get((EntityType)type)->filed)
            put_line(entity_get((EntityType)type)->key, "", "");
    end_case();
    begin_case("@role");
    for (UserRole role = 0; role < USER_ROLES; role++)
        put_line(role_key(role), "", role_label(role));
    end_case();
    begin_case("@setting");
    for (OptionId id = 0; id < OPTIONS; id++)
        put_line(option_row(id)->key, "", option_row(id)->help);
    end_case();
    end_function();
}

static void put_settings(void) {
    begin_function("_anliku_setting", fish ? "$argv[1]" : "$1");
    for (OptionId id = 0; id < OPTIONS; id++) {
        const OptionRow *row = option_row(id);
        if (!row->choices && row->kind != OPTION_SWITCH)
            continue;
        begin_case(row->key);
        put_words(row->choices ? row->choices : "yes no");
        end_case();
    }
    end_function();
}

static void put_tables(void) {
    put_commands();
    put_options();
    put_letter_cases();
    put_values();
    put_arguments();
    put_kinds();
    put_settings();
}

int main(int argc, char **argv) {
    const char *shell = argc > 1 ? argv[1] : "";
    fish = strcmp(shell, "fish") == 0;
    if (fish)
        puts("# Completion of anliku for fish, made from the tables of the program.\n");
    else if (strcmp(shell, "zsh") == 0)
        puts("#compdef anliku\n# Made from the tables of the program.\n");
    else
        puts("# Completion of anliku for bash, made from the tables of the program.\n");
    put_tables();
    return 0;
}
