#include "config.h"

#include "cli/commands.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "library/find.h"
#include "library/synonyms.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Cases that the actor may see and that hold the word itself. */
static uint64_t count_cases(Cli *cli, Str word) {
    FindResult found;
    Error err;
    Buf query = {0};
    buf_printf(&query, "\"%.*s\"", STR_ARG(word));
    FindRequest request = {.query = buf_str(&query), .match = FIND_ALL, .limit = 1};
    uint64_t total = library_find(cli->library, &request, &found, &err) ? found.total : 0;
    library_find_free(&found);
    buf_free(&query);
    return total;
}

static void print_group(Cli *cli, const SynonymGroup *group, bool counts) {
    Buf line = {0};
    if (counts)
        for (size_t i = 0; i < group->count; i++)
            buf_printf(&line, "%s%.*s (%" PRIu64 ")", i ? " = " : "", STR_ARG(group->words[i]),
                       count_cases(cli, group->words[i]));
    else
        library_synonym_line(group, &line);
    cli_print(cli, "%s\n", buf_text(&line));
    buf_free(&line);
}

static int print_list(Cli *cli) {
    const char *format = cli_option(cli, "format");
    bool lines = format && strcmp(format, "lines") == 0;
    SynonymList list = {0};
    Error err;
    if (format && !lines && strcmp(format, "table") != 0)
        return cli_usage(cli, _("“%s” is not a value of --%s"), format, "format");
    if (cli_option(cli, "all")) {
        size_t count;
        const SynonymGroup *groups = library_synonyms(cli->library, &count);
        for (size_t i = 0; i < count; i++)
            print_group(cli, &groups[i], !lines);
        return CLI_DONE;
    }
    bool ok = library_synonym_list(cli->library, &list, &err);
    for (size_t i = 0; ok && i < list.len; i++)
        print_group(cli, &list.items[i], !lines);
    if (ok && !list.len && !lines)
        cli_print(cli, "%s\n",
                  _("The team has no synonyms of its own; --all shows the taxonomy's."));
    library_synonym_list_free(&list);
    return ok ? CLI_DONE : cli_fail(cli, &err);
}

static int say(Cli *cli, bool ok, bool changed, const Error *err) {
    if (!ok)
        return cli_fail(cli, err);
    cli_print(cli, "%s\n", changed ? _("saved") : _("nothing changed"));
    return CLI_DONE;
}

/* Lines "a = b = c"; the first that is refused ends it, what came before is kept. */
static int import_lines(Cli *cli, const char *path) {
    Buf text = {0};
    Error err;
    Str rest, line, words[SYNONYM_WORDS + 1];
    int64_t number = 0, groups = 0;
    bool ok = file_read(strcmp(path, "-") == 0 ? "/dev/stdin" : path, 4 << 20, &text, &err);
    rest = buf_str(&text);
    while (ok && rest.len && str_split(&rest, '\n', &line)) {
        bool changed = false;
        size_t count = library_synonym_words(line, words);
        number++;
        if (!count)
            continue;
        ok = library_synonym_add(cli->library, words, count, &changed, &err);
        if (!ok)
            error_at(&err, path, (int)number, 0);
        groups += changed;
    }
    buf_free(&text);
    cli_print(cli,
              ngettext("%d group is new or larger\n", "%d groups are new or larger\n",
                       (unsigned long)groups),
              (int)groups);
    return ok ? CLI_DONE : cli_fail(cli, &err);
}

typedef bool ChangeFn(Library *, const Str *, size_t, bool *, Error *);

static bool rename_word(Library *library, const Str *words, size_t count, bool *changed,
                        Error *err) {
    (void)count;
    return library_synonym_rename(library, words[0], words[1], changed, err);
}

static const struct {
    const char *verb;
    ChangeFn *change;
    size_t least, most;
} changes[] = {
    {"add", library_synonym_add, 2, SYNONYM_WORDS},
    {"remove", library_synonym_remove, 1, SYNONYM_WORDS},
    {"rename", rename_word, 2, 2},
    {"merge", library_synonym_merge, 2, SYNONYM_WORDS},
};

static int run(Cli *cli) {
    const char *verb = cli->arg_count ? cli->args[0] : "list";
    size_t count = cli->arg_count ? cli->arg_count - 1 : 0;
    Str words[SYNONYM_WORDS];
    bool changed = false;
    Error err;
    if (strcmp(verb, "list") == 0 && !count)
        return print_list(cli);
    if (strcmp(verb, "import") == 0 && count == 1)
        return import_lines(cli, cli->args[1]);
    if (strcmp(verb, "undo") == 0 && !count)
        return say(cli, library_synonym_undo(cli->library, &err), true, &err);
    for (size_t i = 0; i < COUNT_OF(changes); i++) {
        if (strcmp(changes[i].verb, verb) != 0)
            continue;
        if (count < changes[i].least || count > changes[i].most)
            return cli_usage(cli, _("%s takes %d to %d words"), verb, (int)changes[i].least,
                             (int)changes[i].most);
        for (size_t w = 0; w < count; w++)
            words[w] = str_trim(str_of(cli->args[w + 1]));
        bool ok = changes[i].change(cli->library, words, count, &changed, &err);
        return say(cli, ok, changed, &err);
    }
    return cli_usage(cli, _("“%s” is none of list, add, remove, rename, merge, import and undo"),
                     verb);
}

static const CliOption options[] = {
    {"all", 0, NULL, N_("list those of the taxonomy too, folded, as searches use them")},
    {"format", 0, N_("FORMAT"),
     N_("table (the default, with the number of cases that hold each word) or lines, which import "
        "reads")},
    {0}};

const CliCommand command_synonyms = {
    .name = "synonyms",
    .arguments = N_("[add|remove|rename|merge WORD... | import FILE | undo]"),
    .help = N_("list or change the words that mean the same to a search"),
    .options = options,
    .needs = CLI_READ,
    .most = -1,
    .run = run};
