#include "config.h"

#include "cli/commands.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "base/zone.h"
#include "cli/fields.h"
#include "cli/find.h"
#include "cli/json.h"
#include "library/comments.h"

#include <stdio.h>
#include <unistd.h>

/* ---- the list ---- */

static void print_lines(Cli *cli, const char *before, Str text) {
    Str line;
    while (text.len && str_split(&text, '\n', &line))
        cli_print(cli, "%s%.*s\n", before, STR_ARG(line));
}

static const char *field_label(int field) {
    return field < 0 ? N_("the whole case") : entity_get(ENTITY_CASE)->fields[field].label;
}

static void print_comment(Cli *cli, const Comment *comment) {
    Buf at = {0};
    const char *indent = comment->answers_to ? "      " : "    ";
    zone_format_local(&at, comment->at_ms);
    cli_print(cli, "%s#%d  %s  %.*s", comment->answers_to ? "  " : "", comment->number,
              buf_text(&at), STR_ARG(comment->who));
    if (!comment->answers_to)
        cli_print(cli, "  %s  %s, %s", _(field_label(comment->field)),
                  _(comment_kind_label(comment->kind)), _(comment_end_label(comment->end)));
    if (comment->ended_by.len)
        cli_print(cli, " (%.*s)", STR_ARG(comment->ended_by));
    if (comment->edited)
        cli_print(cli, "  %s", _("edited"));
    cli_print(cli, "%s%s\n", comment->trashed ? "  " : "", comment->trashed ? _("deleted") : "");
    print_lines(cli, indent, comment->body);
    if (comment->kind == COMMENT_SUGGESTION) {
        char before[2][12];
        snprintf(before[0], sizeof before[0], "%s- ", indent);
        snprintf(before[1], sizeof before[1], "%s+ ", indent);
        print_lines(cli, before[0], comment->passage);
        print_lines(cli, before[1], comment->replacement);
    }
    if (comment->word.len)
        cli_print(cli, _("    because: %.*s\n"), STR_ARG(comment->word));
    buf_free(&at);
}

static void put_member(Buf *out, const char *key, Str text) {
    buf_printf(out, ",\"%s\":", key);
    json_put_text(out, text);
}

static void print_json(Cli *cli, const Comment *comment) {
    Buf out = {0}, at = {0};
    const Field *fields = entity_get(ENTITY_CASE)->fields;
    zone_format_utc(&at, comment->at_ms);
    buf_printf(&out, "{\"number\":%d,\"answers\":%d", comment->number, comment->answers_to);
    put_member(&out, "at", buf_str(&at));
    put_member(&out, "user", comment->who);
    put_member(&out, "field", str_of(comment->field < 0 ? "" : fields[comment->field].key));
    put_member(&out, "kind", str_of(comment_kind_key(comment->kind)));
    put_member(&out, "resolution", str_of(comment_end_key(comment->end)));
    put_member(&out, "body", comment->body);
    put_member(&out, "passage", comment->passage);
    put_member(&out, "replacement", comment->replacement);
    put_member(&out, "because", comment->word);
    buf_puts(&out, "}\n");
    cli_print_str(cli, buf_str(&out));
    buf_free(&out);
    buf_free(&at);
}

static int list(Cli *cli, Uuid id) {
    Comments comments = {0};
    Error err;
    const char *format = cli_option(cli, "format");
    bool json = format && strcmp(format, "jsonl") == 0;
    if (format && !json && strcmp(format, "text") != 0)
        return cli_usage(cli, _("“%s” is no format: text or jsonl"), format);
    if (!library_comments(cli->library, id, cli_option(cli, "all") != NULL, &comments, &err)) {
        comments_free(&comments);
        return cli_fail(cli, &err);
    }
    for (size_t i = 0; i < comments.len; i++)
        (json ? print_json : print_comment)(cli, &comments.items[i]);
    if (cli->out_tty) /* a pipe reads for nobody */
        library_comments_seen(cli->library, &comments, id);
    comments_free(&comments);
    return CLI_DONE;
}

/* ---- writing ---- */

/* The last argument, or standard input for "-". */
static bool read_text(Cli *cli, Buf *out) {
    Error err;
    const char *text = cli->arg_count > 1 ? cli->args[1] : "";
    if (strcmp(text, "-") != 0) {
        buf_puts(out, text);
        return true;
    }
    if (file_read_fd(STDIN_FILENO, "-", 1 << 20, out, &err))
        return true;
    cli_fail(cli, &err);
    return false;
}

static Str option_text(Cli *cli, const char *name) {
    const char *value = cli_option(cli, name);
    return str_of(value ? value : "");
}

static bool read_new(Cli *cli, CommentNew *what, int *status) {
    const char *field = cli_option(cli, "field"), *kind = cli_option(cli, "kind");
    int64_t answers_to = 0;
    *status = CLI_USAGE;
    what->field = field ? entity_field(entity_get(ENTITY_CASE), str_of(field)) : -1;
    if (field && what->field < 0) {
        cli_usage(cli, _("a case has no field “%s”"), field);
        return false;
    }
    if (kind && !comment_kind_find(str_of(kind), &what->kind)) {
        cli_usage(cli, _("“%s” is no kind of comment: discuss, suggestion or error"), kind);
        return false;
    }
    if (cli_option(cli, "suggest"))
        what->kind = COMMENT_SUGGESTION;
    what->replacement = option_text(cli, "suggest");
    what->passage = option_text(cli, "replace");
    if (what->kind == COMMENT_SUGGESTION && !cli_option(cli, "suggest")) {
        cli_usage(cli, _("a suggestion needs --suggest TEXT"));
        return false;
    }
    if (!cli_number(cli, "reply-to", 1, 1000000000, &answers_to))
        return false;
    what->answers_to = (int)answers_to;
    return true;
}

static int add(Cli *cli, Uuid id) {
    CommentNew what = {.case_id = id};
    Buf text = {0};
    Error err;
    int number, status;
    if (!read_new(cli, &what, &status))
        return status;
    if (!read_text(cli, &text)) {
        buf_free(&text);
        return CLI_FAILED;
    }
    what.body = buf_str(&text);
    bool ok = library_comment_add(cli->library, &what, &number, NULL, &err);
    buf_free(&text);
    if (!ok)
        return cli_fail(cli, &err);
    cli_print(cli, _("comment %d\n"), number);
    return CLI_DONE;
}

static int edit(Cli *cli, Uuid id, int number) {
    Buf text = {0};
    Error err;
    CommentEdit what = {.suggests = cli_option(cli, "suggest") != NULL,
                        .passage = option_text(cli, "replace"),
                        .replacement = option_text(cli, "suggest")};
    bool read = read_text(cli, &text);
    if (cli->arg_count > 1 || !what.suggests) /* else the words stay */
        what.body = text.len ? buf_str(&text) : STR("");
    bool ok = read && library_comment_edit(cli->library, id, number, &what, NULL, &err);
    buf_free(&text);
    if (!read)
        return CLI_FAILED;
    return ok ? CLI_DONE : cli_fail(cli, &err);
}

static const struct {
    const char *option;
    CommentEnd end;
} ends[] = {{"resolve", COMMENT_RESOLVED},
            {"accept", COMMENT_ACCEPTED},
            {"decline", COMMENT_DECLINED},
            {"reopen", COMMENT_OPEN}};

static int end(Cli *cli, Uuid id, int number, CommentEnd how) {
    Error err;
    SaveResult result;
    Str word = str_of(cli->arg_count > 1 ? cli->args[1] : "");
    if (!library_comment_end(cli->library, id, number, how, word, &result, &err))
        return cli_fail(cli, &err);
    cli_print(cli, _("comment %d is %s\n"), number, _(comment_end_label(how)));
    say_dropped(cli, &result);
    return CLI_DONE;
}

static int trash(Cli *cli, Uuid id, int number, bool trashed) {
    Error err;
    if (!library_comment_trash(cli->library, id, number, trashed, NULL, &err))
        return cli_fail(cli, &err);
    cli_print(cli,
              trashed ? _("comment %d is deleted; --undelete %d brings it back\n")
                      : _("comment %d is back\n"),
              number, number);
    return CLI_DONE;
}

static bool writes(Cli *cli) {
    static const char *const options[] = {"field", "kind", "reply-to", "suggest", "replace"};
    for (size_t i = 0; i < COUNT_OF(options); i++)
        if (cli_option(cli, options[i]))
            return true;
    return cli->arg_count > 1;
}

/* What is done to a comment that is there. */
static bool says_one_thing(Cli *cli) {
    static const char *const deeds[] = {"resolve", "accept", "decline",  "reopen",
                                        "edit",    "delete", "undelete", "reply-to"};
    int said = 0;
    for (size_t i = 0; i < COUNT_OF(deeds); i++)
        said += cli_option(cli, deeds[i]) != NULL;
    return said <= 1;
}

static int run(Cli *cli) {
    Uuid id;
    int64_t edited = 0, deleted = 0, undeleted = 0, ended[COUNT_OF(ends)] = {0};
    if (!cli_number(cli, "edit", 1, 1000000000, &edited) ||
        !cli_number(cli, "delete", 1, 1000000000, &deleted) ||
        !cli_number(cli, "undelete", 1, 1000000000, &undeleted))
        return CLI_USAGE;
    for (size_t i = 0; i < COUNT_OF(ends); i++)
        if (!cli_number(cli, ends[i].option, 1, 1000000000, &ended[i]))
            return CLI_USAGE;
    if (!says_one_thing(cli))
        return cli_usage(cli, _("one of --reply-to, --resolve, --accept, --decline, --reopen, "
                                "--edit, --delete and --undelete at a time"));
    if (!find_case(cli, cli->args[0], &id))
        return CLI_FAILED;
    for (size_t i = 0; i < COUNT_OF(ends); i++)
        if (ended[i])
            return end(cli, id, (int)ended[i], ends[i].end);
    if (edited)
        return edit(cli, id, (int)edited);
    if (deleted || undeleted)
        return trash(cli, id, (int)(deleted ? deleted : undeleted), deleted != 0);
    return writes(cli) ? add(cli, id) : list(cli, id);
}

static const CliOption options[] = {
    {"field", 0, N_("FIELD"), N_("the field that it is about; without it, the whole case")},
    {"kind", 0, N_("KIND"), N_("discuss (the default), suggestion or error")},
    {"reply-to", 0, "N", N_("answers the comment of that number")},
    {"suggest", 0, N_("TEXT"), N_("what is to stand in the field instead")},
    {"replace", 0, N_("TEXT"), N_("the passage that the suggestion replaces; without it, all")},
    {"resolve", 0, "N", N_("settles the comment")},
    {"accept", 0, "N", N_("takes the suggestion into the text")},
    {"decline", 0, "N", N_("declines the suggestion; TEXT says why")},
    {"reopen", 0, "N", N_("opens a settled comment again")},
    {"edit", 0, "N", N_("gives a comment of your own other words, with --suggest another text")},
    {"delete", 0, "N", N_("deletes a comment of your own")},
    {"undelete", 0, "N", N_("brings a deleted comment of your own back")},
    {"all", 0, NULL, N_("lists deleted comments too")},
    {"format", 0, N_("FORMAT"), N_("of the list: text (the default) or jsonl")},
    {0}};

const CliCommand command_comment = {
    .name = "comment",
    .arguments = N_("ID [TEXT|-]"),
    .help = N_("list the comments on a case, write, answer and settle them"),
    .options = options,
    .needs = CLI_READ,
    .least = 1,
    .most = 2,
    .session = true,
    .run = run};
