#include "config.h"

#include "cli/searches.h"

#include "base/i18n.h"
#include "base/zone.h"
#include "cli/json.h"
#include "library/searches.h"

#include <inttypes.h>
#include <string.h>

static void print_row(Cli *cli, const SearchedQuery *query) {
    Buf last = {0};
    zone_format_local(&last, query->last_ms);
    cli_print(cli, "%6u  %6u  %6u  %s  ", query->times, query->hits, query->opened,
              buf_text(&last));
    cli_print_cell(cli, query->query, 40);
    cli_print(cli, "\n");
    buf_free(&last);
}

static void print_table(Cli *cli, const SearchedQueries *log, size_t most) {
    static const char *const heads[] = {N_("Searches without a result"), N_("Other searches")};
    size_t shown[2] = {0};
    for (size_t i = 0; i < log->len; i++) {
        int part = log->items[i].hits > 0;
        if (shown[part]++ >= most)
            continue;
        if (shown[part] == 1)
            cli_print(cli, "%s%s\n%s\n", i ? "\n" : "", _(heads[part]),
                      _(" times    hits  opened  last time         query"));
        print_row(cli, &log->items[i]);
    }
    if (!log->len)
        cli_print(cli, "%s\n", _("Nothing has been searched for yet."));
}

static void print_lines(Cli *cli, const SearchedQueries *log, size_t most) {
    Buf out = {0};
    for (size_t i = 0; i < log->len && i < most; i++) {
        const SearchedQuery *query = &log->items[i];
        buf_puts(&out, "{\"q\":");
        json_put_text(&out, query->query);
        buf_printf(&out, ",\"times\":%u,\"empty\":%u,\"n\":%u,\"opened\":%u,\"last\":\"",
                   query->times, query->empty, query->hits, query->opened);
        zone_format_utc(&out, query->last_ms);
        buf_puts(&out, "\"}\n");
    }
    cli_print_str(cli, buf_str(&out));
    buf_free(&out);
}

int cli_print_searches(Cli *cli) {
    SearchedQueries log;
    Error err;
    int64_t most = 20;
    const char *format = cli_option(cli, "format");
    bool lines = format && strcmp(format, "jsonl") == 0;
    if (format && !lines && strcmp(format, "table") != 0)
        return cli_usage(cli, _("“%s” is not a value of --%s"), format, "format");
    if (!cli_number(cli, "limit", 1, 100000, &most))
        return CLI_USAGE;
    bool ok = library_searches(cli->library, &log, &err);
    if (ok)
        (lines ? print_lines : print_table)(cli, &log, (size_t)most);
    library_searches_free(&log);
    return ok ? CLI_DONE : cli_fail(cli, &err);
}
