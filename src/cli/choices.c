#include "config.h"

#include "cli/choices.h"

#include "base/vec.h"

static const struct {
    const char *command; /* NULL: global */
    const char *option, *choices;
} rows[] = {
    {NULL, "lang", "zh en"},
    {NULL, "color", "auto never 16 256"},
    {"import", "format", "yaml md jsonl csv"},
    {"import", "kind", "case customer consent use"},
    {"import", "state", "published"},
    {"import", "encoding", "utf-8 gb18030 utf-16"},
    {"export", "format", "yaml md jsonl csv html"},
    {"export", "kind", "case customer consent use"},
    {"search", "match", "all any auto"},
    {"search", "format", "table jsonl ids"},
    {"similar", "format", "table jsonl ids"},
    {"duplicates", "format", "table jsonl ids"},
    {"show", "format", "text yaml md json"},
    {"stats", "format", "table jsonl"},
    {"synonyms", "format", "table lines"},
    {"rate", "helpful", "yes no"},
    {"set", "conflict", "ask mine theirs keep"},
    {"edit", "conflict", "ask mine theirs keep"},
    {"new", "conflict", "ask mine theirs keep"},
    {"use", "kind", "read share quote call visit"},
    {"comment", "kind", "discuss suggestion error"},
    {"comment", "format", "text jsonl"},
    {"inbox", "format", "text jsonl"},
};

static const struct {
    Str text;
    CliValue value;
} placeholders[] = {
    {STR("FILE"), CLI_VALUE_FILE},   {STR("PATH"), CLI_VALUE_FILE},
    {STR("DIR"), CLI_VALUE_FILE},    {STR("ID"), CLI_VALUE_CASE},
    {STR("FIELD"), CLI_VALUE_FIELD}, {STR("FIELD=VALUE"), CLI_VALUE_ASSIGN},
    {STR("KIND"), CLI_VALUE_KIND},   {STR("ROLE"), CLI_VALUE_ROLE},
    {STR("KEY"), CLI_VALUE_SETTING}, {STR("LOGIN"), CLI_VALUE_LOGIN},
};

const char *cli_option_choices(const CliCommand *command, const char *option) {
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        bool same = command ? rows[i].command && strcmp(rows[i].command, command->name) == 0
                            : !rows[i].command;
        if (same && strcmp(rows[i].option, option) == 0)
            return rows[i].choices;
    }
    return NULL;
}

/* "PATH...", "FIELD,..." and "DIR]" without what is not of the word. */
static Str bare(Str text) {
    while (text.len && (text.ptr[text.len - 1] == '.' || text.ptr[text.len - 1] == ','))
        text.len--;
    return text;
}

CliValue cli_placeholder(Str text) {
    text = bare(text);
    for (size_t i = 0; i < COUNT_OF(placeholders); i++)
        if (str_equal(placeholders[i].text, text))
            return placeholders[i].value;
    return CLI_VALUE_TEXT;
}

static bool is_between(char c) {
    return c == ' ' || c == '[' || c == ']' || c == '(' || c == ')';
}

static bool next_word(Str *rest, Str *out) {
    while (rest->len && is_between(rest->ptr[0]))
        *rest = str_make(rest->ptr + 1, rest->len - 1);
    size_t len = 0;
    while (len < rest->len && !is_between(rest->ptr[len]))
        len++;
    *out = bare(str_make(rest->ptr, len));
    *rest = str_make(rest->ptr + len, rest->len - len);
    return len > 0;
}

bool cli_usage_at(const CliCommand *command, size_t n, CliUsage *out) {
    Str rest = str_of(command->arguments), way, word;
    *out = (CliUsage){0};
    do {
        if (!rest.len || !str_split(&rest, '|', &way))
            return false;
    } while (n--);
    while (out->count < COUNT_OF(out->rest) && next_word(&way, &word)) {
        bool typed = word.len && word.ptr[0] >= 'a' && word.ptr[0] <= 'z';
        if (typed && !out->first.len && !out->count)
            out->first = word;
        else
            out->rest[out->count++] = word;
    }
    return true;
}
