#include "config.h"

#include "cli/commands.h"

#include "base/i18n.h"
#include "base/zone.h"
#include "cli/json.h"
#include "library/inbox.h"
#include "library/typed.h"

#include <inttypes.h>

/* What waits for the caller: for people, for programs, and for a mail that cron sends. */

enum { MOST = 1000 };

static const char *const keys[] = {
    [INBOX_DRAFT] = "draft",       [INBOX_EDITED] = "editor",   [INBOX_RETURNED] = "returned",
    [INBOX_CONFLICT] = "conflict", [INBOX_COMMENT] = "comment", [INBOX_SUGGESTION] = "suggestion",
    [INBOX_REVIEW] = "review",     [INBOX_DUE] = "due",         [INBOX_CONSENT] = "consent",
    [INBOX_CAME] = "came",         [INBOX_LAPSED] = "lapsed",   [INBOX_REJECTED] = "rejected",
    [INBOX_OWN_DUE] = "own-due",   [INBOX_SENT] = "sent",       [INBOX_UNFINISHED] = "unfinished"};
_Static_assert(sizeof keys / sizeof *keys == INBOX_KINDS, "one key a kind");

static Str first_line(Str text) {
    Str line = {0};
    return text.len && str_split(&text, '\n', &line) ? line : text;
}

static void print_item(Cli *cli, const InboxItem *item) {
    Buf at = {0};
    zone_format_local(&at, item->at_ms);
    cli_print(cli, "  %s  ", buf_text(&at));
    if (item->kind == INBOX_CAME)
        cli_print(cli, ngettext("%d case of %.*s", "%d cases of %.*s", item->count),
                  (int)item->count, STR_ARG(item->who));
    else if (item->kind == INBOX_REJECTED)
        cli_print(cli,
                  ngettext("%d record, the reason in %.*s", "%d records, the reasons in %.*s",
                           item->count),
                  (int)item->count, STR_ARG(item->text));
    else
        cli_print(cli, "%.*s%s%.*s", STR_ARG(item->number), item->number.len ? "  " : "",
                  STR_ARG(item->title.len ? item->title : str_of(_("(no title)"))));
    if (item->kind != INBOX_CAME && item->who.len)
        cli_print(cli, "  %.*s", STR_ARG(item->who));
    if (item->comment)
        cli_print(cli, "  #%d", item->comment);
    if (item->kind != INBOX_REJECTED && item->text.len)
        cli_print(cli, "  %.*s", STR_ARG(first_line(item->text)));
    cli_print(cli, "\n");
    buf_free(&at);
}

static void put_member(Buf *out, const char *key, Str text) {
    buf_printf(out, ",\"%s\":", key);
    json_put_text(out, text);
}

static void print_json(Cli *cli, const InboxItem *item) {
    Buf out = {0}, at = {0};
    zone_format_utc(&at, item->at_ms);
    buf_printf(&out, "{\"kind\":\"%s\"", keys[item->kind]);
    put_member(&out, "at", buf_str(&at));
    put_member(&out, "id", item->number);
    put_member(&out, "title", item->title);
    put_member(&out, "who", item->who);
    put_member(&out, "text", item->text);
    buf_printf(&out, ",\"comment\":%d,\"count\":%" PRIu64 "}\n", item->comment, item->count);
    cli_print_str(cli, buf_str(&out));
    buf_free(&out);
    buf_free(&at);
}

/* Of what waits for the caller's doing the items that began to wait since then. */
static bool is_asked_for(const InboxItem *item, bool since, int64_t since_ms) {
    return !since || (inbox_kind_waits(item->kind) && item->at_ms >= since_ms);
}

static void print_group(Cli *cli, const InboxList *list, const InboxGroup *group, bool since,
                        int64_t since_ms, bool json) {
    size_t shown = 0;
    for (size_t i = group->first; i < group->first + group->len; i++) {
        const InboxItem *item = &list->items[i];
        if (!is_asked_for(item, since, since_ms))
            continue;
        if (!shown++ && !json && since)
            cli_print(cli, "%s\n", _(inbox_kind_label(group->kind)));
        else if (shown == 1 && !json)
            cli_print(cli, "%s (%" PRIu64 ")\n", _(inbox_kind_label(group->kind)), group->total);
        (json ? print_json : print_item)(cli, item);
    }
}

static int run(Cli *cli) {
    InboxList list = {0};
    Error err;
    int64_t since_ms = 0;
    const char *since = cli_option(cli, "since"), *format = cli_option(cli, "format");
    bool json = format && strcmp(format, "jsonl") == 0;
    if (format && !json && strcmp(format, "text") != 0)
        return cli_usage(cli, _("“%s” is no format: text or jsonl"), format);
    if (since && !library_typed_since(str_of(since), &since_ms))
        return cli_usage(
            cli, _("“%s” is no time: 2026-11-20, 2026-11-20T09:00, yesterday, 24h, 7d"), since);
    bool ok = library_inbox(cli->library, MOST, &list, &err);
    for (size_t i = 0; ok && i < list.group_count; i++)
        print_group(cli, &list, &list.groups[i], since != NULL, since_ms, json);
    inbox_free(&list);
    return ok ? CLI_DONE : cli_fail(cli, &err);
}

static const CliOption options[] = {
    {"since", 0, N_("TIME"),
     N_("only what began to wait then or later, for a mail from cron: 2026-11-20, "
        "2026-11-20T09:00, "
        "yesterday, 24h; nothing is printed when there is nothing")},
    {"format", 0, N_("FORMAT"), N_("text (the default) or jsonl")},
    {0}};

const CliCommand command_inbox = {.name = "inbox",
                                  .arguments = "",
                                  .help = N_("list what waits for you"),
                                  .options = options,
                                  .needs = CLI_READ,
                                  .session = true,
                                  .run = run};
