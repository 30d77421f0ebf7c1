#include "config.h"

#include "cli/commands.h"

#include "base/i18n.h"
#include "base/number.h"
#include "cli/caselines.h"
#include "cli/find.h"
#include "library/distinct.h"
#include "library/duplicates.h"

#include <inttypes.h>
#include <string.h>

static bool read_min(Cli *cli, double *out) {
    const char *text = cli_option(cli, "min");
    Decimal number;
    if (!text)
        return true;
    Str value = str_of(text);
    Buf whole = {0}; /* .8 too */
    buf_printf(&whole, "%s%s", str_starts(value, STR(".")) ? "0" : "", text);
    bool ok = number_parse_decimal(buf_str(&whole), &number);
    if (ok)
        *out = number_to_double(number);
    else
        cli_usage(cli, _("“%s” is not a value of --%s"), text, "min");
    buf_free(&whole);
    return ok;
}

static void print_table(Cli *cli, const DuplicateRows *found, size_t groups) {
    size_t cases = 0;
    for (size_t g = 0; g < groups; g++) {
        const DuplicateGroup *group = &found->groups[g];
        cli_print(cli, group->pair_count > 1 ? "%.0f%%-%.0f%%" : "%.0f%%",
                  100 * (group->pair_count > 1 ? group->least : group->most), 100 * group->most);
        cli_print(cli, _("; %.0f%% of the shorter text\n"), 100 * group->contained);
        for (size_t i = 0; i < group->count; i++) {
            const Record *row = found->rows[group->from + i].record;
            cli_print(cli, "  ");
            caselines_print_row(cli, row);
            cli_print(cli, " %.*s\n", STR_ARG(record_ref_name(row, CASE_CUSTOMER)));
        }
        cases += group->count;
    }
    cli_print(cli, ngettext("%zu group of duplicates, ", "%zu groups of duplicates, ", groups),
              groups);
    cli_print(cli, ngettext("%zu case", "%zu cases", cases), cases);
    if (found->distinct)
        cli_print(cli, _("; %zu pairs are not the same, as somebody said"), found->distinct);
    cli_print(cli,
              ngettext("; %" PRIu64 " case compared, %.1f s\n",
                       "; %" PRIu64 " cases compared, %.1f s\n", found->compared),
              found->compared, (double)found->us / 1e6);
}

static void print_jsonl(Cli *cli, const DuplicateRows *found, size_t groups) {
    Buf out = {0};
    for (size_t g = 0; g < groups; g++) {
        const DuplicateGroup *group = &found->groups[g];
        for (size_t i = group->pair_from; i < group->pair_from + group->pair_count; i++) {
            buf_clear(&out);
            buf_printf(&out, "{\"group\":%zu,\"similarity\":%.4f,\"contained\":%.4f,\"cases\":[{",
                       g + 1, found->pairs[i].similarity, found->pairs[i].contained);
            caselines_put_row(&out, found->rows[found->pairs[i].a].record);
            buf_puts(&out, "},{");
            caselines_put_row(&out, found->rows[found->pairs[i].b].record);
            buf_puts(&out, "}]}\n");
            cli_print_str(cli, buf_str(&out));
        }
    }
    buf_free(&out);
}

/* A group a line. */
static void print_ids(Cli *cli, const DuplicateRows *found, size_t groups) {
    for (size_t g = 0; g < groups; g++)
        for (size_t i = 0; i < found->groups[g].count; i++)
            cli_print(cli, "%.*s%s",
                      STR_ARG(record_text(found->rows[found->groups[g].from + i].record, CASE_ID)),
                      i + 1 < found->groups[g].count ? " " : "\n");
}

/* ---- what is said of cases ---- */

static int say_distinct(Cli *cli, bool distinct) {
    enum { MOST = 50 };
    Uuid ids[MOST];
    size_t count = cli->arg_count - 1, changed;
    Error err;
    if (count < 2 || count > MOST)
        return cli_usage(cli, _("two to %d cases are needed"), (int)MOST);
    for (size_t i = 0; i < count; i++)
        if (!find_case(cli, cli->args[i + 1], &ids[i]))
            return CLI_FAILED;
    if (!library_distinct_set(cli->library, ids, count, distinct, &changed, &err))
        return cli_fail(cli, &err);
    cli_print(cli, "%s\n",
              !changed ? _("nothing changed")
              : distinct
                  ? _("they are not offered as duplicates any more; duplicates again takes it back")
                  : _("they may be duplicates again"));
    return CLI_DONE;
}

static int run(Cli *cli) {
    static void (*const print[])(Cli *, const DuplicateRows *, size_t) = {
        [CASE_TABLE] = print_table, [CASE_JSONL] = print_jsonl, [CASE_IDS] = print_ids};
    DuplicateRows found;
    CaseFormat format = CASE_TABLE;
    double min = .8;
    int64_t limit = 100;
    Error err;
    const char *verb = cli->arg_count ? cli->args[0] : "";
    if (strcmp(verb, "not") == 0 || strcmp(verb, "again") == 0)
        return say_distinct(cli, strcmp(verb, "not") == 0);
    if (cli->arg_count)
        return cli_usage(cli, _("“%s” is none of %s"), verb, "not, again");
    if (!caselines_format(cli, &format) || !cli_number(cli, "limit", 1, 1000000, &limit) ||
        !read_min(cli, &min))
        return CLI_USAGE;
    Progress progress = cli_progress(cli);
    bool ok = library_duplicates(cli->library, min, cli_option(cli, "all") != NULL, &progress,
                                 &found, &err);
    cli_progress_end(cli);
    if (ok && found.cut)
        cli_say(cli, _("too many cases are alike: some pairs were passed over"));
    if (ok)
        print[format](cli, &found,
                      found.group_count < (size_t)limit ? found.group_count : (size_t)limit);
    library_duplicates_free(&found);
    return ok ? CLI_DONE : cli_fail(cli, &err);
}

static const CliOption options[] = {
    {"min", 0, "S", N_("how alike they are at least, .5 to 1 (.8)")},
    {"limit", 'n', "N", N_("at most so many groups (100)")},
    {"all", 0, NULL, N_("also those of which somebody said that they are not the same")},
    {"format", 0, N_("FORMAT"), N_("table (the default), jsonl or ids")},
    {0}};

const CliCommand command_duplicates = {.name = "duplicates",
                                       .arguments = "[not|again ID ID...]",
                                       .help = N_("find cases that are nearly the same"),
                                       .options = options,
                                       .needs = CLI_READ,
                                       .most = -1,
                                       .session = true,
                                       .run = run};
