#include "config.h"

#include "cli/commands.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "cli/json.h"
#include "library/facets.h"
#include "library/find.h"
#include "library/session.h"
#include "record/state.h"
#include "text/display.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SNIPPET_COLUMNS = 64 };

typedef enum SearchOutput { OUT_TABLE, OUT_JSONL, OUT_IDS } SearchOutput;

static bool choose(Cli *cli, const char *option, const char *const *names, int *out) {
    const char *value = cli_option(cli, option);
    for (int i = 0; value && names[i]; i++)
        if (strcmp(names[i], value) == 0)
            return *out = i, true;
    if (value)
        cli_usage(cli, _("“%s” is not a value of --%s"), value, option);
    return !value;
}

static bool read_facets(Cli *cli, int *out, size_t most, size_t *count) {
    const char *text = cli_option(cli, "facets");
    Str rest = text ? str_of(text) : (Str){NULL, 0}, part;
    *count = 0;
    while (str_split(&rest, ',', &part)) {
        int field = library_facet_field(str_trim(part));
        if (field < 0 || *count >= most) {
            cli_usage(cli, _("“%.*s” is not a field that can be counted"), STR_ARG(part));
            return false;
        }
        bool named = false;
        for (size_t i = 0; i < *count; i++)
            named |= out[i] == field;
        if (!named)
            out[(*count)++] = field;
    }
    return true;
}

static const FindFacet *facet_of(const FindResult *result, int field) {
    for (size_t i = 0; i < result->facet_count; i++)
        if (result->facets[i].field == field)
            return &result->facets[i];
    return NULL;
}

/* {"FIELD":{"value":count}} of every field that was asked for, whatever was found. */
static void put_facets(Buf *out, const FindRequest *request, const FindResult *result) {
    buf_puts(out, ",\"facets\":{");
    for (size_t i = 0; i < request->facet_count; i++) {
        const FindFacet *facet = facet_of(result, request->facets[i]);
        buf_printf(out, "%s\"%s\":{", i ? "," : "", library_facet_key(request->facets[i]));
        for (size_t j = 0; facet && j < facet->len; j++) {
            buf_puts(out, j ? "," : "");
            json_put_text(out, facet->values[j].value);
            buf_printf(out, ":%" PRIu64, facet->values[j].count);
        }
        buf_putc(out, '}');
    }
    buf_putc(out, '}');
}

static void put_snippet(Buf *out, Cli *cli, const FindHit *hit, Str query) {
    FindSnippet snippet = {0};
    if (query.len)
        library_find_snippet(cli->library, &hit->row, query, SNIPPET_COLUMNS, &snippet);
    json_put_text(out, buf_str(&snippet.text));
    library_find_snippet_free(&snippet);
}

static void put_hit(Buf *out, const FindHit *hit) {
    const Record *row = hit->row.record;
    char uuid[UUID_TEXT];
    uuid_format(record_id(row), uuid);
    buf_puts(out, "{\"id\":");
    json_put_text(out, record_has(row, CASE_ID) ? record_text(row, CASE_ID) : str_of(uuid));
    buf_puts(out, ",\"ext_id\":");
    json_put_text(out, record_text(row, CASE_EXT_ID));
    buf_printf(out, ",\"score\":%.4f", hit->score);
    if (hit->any)
        buf_puts(out, ",\"any\":true");
    if (hit->near[0])
        buf_printf(out, ",\"near\":\"%s\"", hit->near);
}

/* What a person wants to know of it too. */
static void put_hit_text(Buf *out, Cli *cli, FindHit *hit, Str query) {
    buf_puts(out, ",\"title\":");
    json_put_text(out, record_title(hit->row.record));
    buf_puts(out, ",\"snippet\":");
    put_snippet(out, cli, hit, query);
    buf_puts(out, ",\"why\":");
    json_put_text(out, str_of(library_find_why(cli->library, hit, query)));
}

/* The place that tells why, under the title. */
static void print_snippet(Cli *cli, const FindHit *hit, Str query) {
    FindSnippet snippet = {0};
    if (query.len &&
        library_find_snippet(cli->library, &hit->row, query, SNIPPET_COLUMNS, &snippet) &&
        !snippet.in_title) {
        Buf shown = {0};
        text_display(&shown, buf_str(&snippet.text), 0);
        cli_print(cli, "               %s: %s\n", _(snippet.where), buf_text(&shown));
        buf_free(&shown);
    }
    library_find_snippet_free(&snippet);
}

/* any: all of them are what was asked for. */
static void print_total(Cli *cli, const FindResult *result, bool any) {
    double ms = (double)result->us / 1000;
    size_t below = 0;
    for (size_t i = 0; i < result->len && !any; i++)
        below += result->hits[i].any;
    if (below && !result->about)
        cli_print(cli,
                  ngettext("%" PRIu64 " case + %zu similar, %.1f ms\n",
                           "%" PRIu64 " cases + %zu similar, %.1f ms\n", result->total),
                  result->total, below, ms);
    else
        cli_print(cli,
                  result->about ? ngettext("about %" PRIu64 " case, %.1f ms\n",
                                           "about %" PRIu64 " cases, %.1f ms\n", result->total)
                                : ngettext("%" PRIu64 " case, %.1f ms\n",
                                           "%" PRIu64 " cases, %.1f ms\n", result->total),
                  result->total, ms);
}

/* The rule between what matches and what is near or holds some of the words. */
static void print_rule(Cli *cli, const FindResult *result, size_t i) {
    const FindHit *hit = &result->hits[i], *before = i ? hit - 1 : NULL;
    if (!hit->any || (before && before->any && !before->near[0] == !hit->near[0]))
        return;
    bool said = before && before->near[0];
    if (hit->near[0])
        cli_print(cli, "---- %s\n", result->note);
    else
        cli_print(cli, "---- %s%s%s\n", said ? "" : result->note,
                  said || !result->note[0] ? "" : "; ", _("only some of the words:"));
}

static void print_table(Cli *cli, const FindResult *result, bool any) {
    for (size_t i = 0; i < result->len; i++) {
        FindHit *hit = &result->hits[i];
        const Record *row = hit->row.record;
        if (!any)
            print_rule(cli, result, i);
        cli_print_cell(cli, record_text(row, CASE_ID), 14);
        cli_print(cli, " ");
        cli_print_cell(cli, str_of(_(case_state_label(case_state(row)))), 9);
        cli_print(cli, " ");
        cli_print_cell(cli, record_title(row), 50);
        const char *why = library_find_why(cli->library, hit, result->marks);
        cli_print(cli, " %s\n", why[0] ? _(why) : "");
        print_snippet(cli, hit, result->marks);
    }
    print_total(cli, result, any);
    for (size_t i = 0; i < result->facet_count; i++) {
        cli_print(cli, "\n%s\n", _(library_facet_title(result->facets[i].field)));
        for (size_t j = 0; j < result->facets[i].len; j++)
            cli_print(cli, "%8" PRIu64 "  %.*s\n", result->facets[i].values[j].count,
                      STR_ARG(result->facets[i].values[j].value));
    }
}

/* ,"near":N,"also":[{"kind","typed","shown"}] when other words stand for typed ones. */
static void put_near(Buf *out, const FindResult *result) {
    if (!result->near_count)
        return;
    buf_printf(out, ",\"near\":%" PRIu64 ",\"also\":[", result->near_total);
    for (size_t i = 0; i < result->near_count; i++) {
        const FindNear *near = &result->near[i];
        buf_printf(out, "%s{\"kind\":\"%s\",\"typed\":", i ? "," : "", near->kind);
        json_put_text(out, near->typed);
        buf_puts(out, ",\"shown\":");
        json_put_text(out, near->shown);
        buf_putc(out, '}');
    }
    buf_putc(out, ']');
}

/* {"q","us","n","hits":[...],"facets"}; an estimated total carries "about". */
static void print_answer(Cli *cli, const FindRequest *request, const FindResult *result,
                         bool whole) {
    Buf out = {0};
    buf_puts(&out, "{\"q\":");
    json_put_text(&out, request->query);
    buf_printf(&out, ",\"us\":%" PRId64 ",\"n\":%" PRIu64, result->us, result->total);
    if (result->about)
        buf_puts(&out, ",\"about\":true");
    put_near(&out, result);
    buf_puts(&out, ",\"hits\":[");
    for (size_t i = 0; i < result->len; i++) {
        buf_puts(&out, i ? "," : "");
        put_hit(&out, &result->hits[i]);
        if (whole)
            put_hit_text(&out, cli, &result->hits[i], result->marks);
        buf_putc(&out, '}');
    }
    buf_putc(&out, ']');
    if (request->facet_count)
        put_facets(&out, request, result);
    buf_puts(&out, "}\n");
    cli_print_str(cli, buf_str(&out));
    buf_free(&out);
}

static void print_bad_query(Cli *cli, Str query, const Error *err) {
    Buf out = {0}, sentence = {0};
    error_render_message(err, &sentence);
    buf_puts(&out, "{\"q\":");
    json_put_text(&out, query);
    buf_puts(&out, ",\"error\":");
    json_put_text(&out, buf_str(&sentence));
    buf_printf(&out, ",\"col\":%d}\n", err->column);
    cli_print_str(cli, buf_str(&out));
    buf_free(&out);
    buf_free(&sentence);
}

/* Without its end and, at the beginning of a file, the mark that some editors put there. */
static Str query_of_line(const char *line, size_t len, bool first) {
    static const char mark[] = "\xEF\xBB\xBF";
    Str query = str_make(line, len);
    while (query.len && (query.ptr[query.len - 1] == '\n' || query.ptr[query.len - 1] == '\r'))
        query.len--;
    size_t skip = first && str_starts(query, str_of(mark)) ? sizeof mark - 1 : 0;
    return str_make(query.ptr + skip, query.len - skip);
}

/* One query a line, one answer a line. */
static int run_batch(Cli *cli, FindRequest *request, int64_t passes) {
    const char *path = cli_option(cli, "batch");
    FILE *in = strcmp(path, "-") == 0 ? stdin : fopen(path, "r");
    char *line = NULL;
    size_t room = 0;
    ssize_t len;
    int status = CLI_DONE;
    if (!in) {
        cli_say(cli, _("%s cannot be opened"), path);
        return CLI_FAILED;
    }
    for (bool first = true; (len = getline(&line, &room, in)) >= 0; first = false) {
        FindResult result = {0};
        Error err;
        bool ok = true;
        request->query = query_of_line(line, (size_t)len, first);
        bool blank = !str_trim(request->query).len;
        for (int64_t pass = 0; ok && !blank && pass < passes; pass++) {
            library_find_free(&result);
            ok = library_find(cli->library, request, &result, &err);
        }
        if (ok)
            print_answer(cli, request, &result, false);
        else
            print_bad_query(cli, request->query, &err), status = CLI_FAILED;
        library_find_free(&result);
        if (!cli_flush(cli))
            break;
    }
    if (ferror(in)) {
        cli_say(cli, _("%s cannot be read"), path);
        status = CLI_FAILED;
    }
    free(line);
    if (in != stdin)
        fclose(in);
    return status;
}

static int run_one(Cli *cli, FindRequest *request, SearchOutput output) {
    FindResult result;
    Error err;
    Buf query = {0};
    for (size_t i = 0; i < cli->arg_count; i++)
        buf_printf(&query, "%s%s", i ? " " : "", cli->args[i]);
    request->query = buf_str(&query);
    bool ok = library_find(cli->library, request, &result, &err);
    if (ok && result.warning[0])
        cli_say(cli, "%s", result.warning);
    if (ok && output == OUT_TABLE)
        print_table(cli, &result, request->match == FIND_ANY);
    if (ok && output == OUT_JSONL)
        print_answer(cli, request, &result, true);
    for (size_t i = 0; ok && output == OUT_IDS && i < result.len; i++)
        cli_print(cli, "%.*s\n", STR_ARG(record_text(result.hits[i].row.record, CASE_ID)));
    cli_flush(cli); /* the log may wait for the disk, the reader does not */
    if (ok && str_trim(request->query).len)
        session_note_search(cli->library, request->query,
                            (uint32_t)(result.total + result.near_total), (Uuid){{0}});
    library_find_free(&result);
    int status = CLI_DONE;
    if (!ok && err.code == ERR_SYNTAX && err.column) {
        Buf sentence = {0};
        error_render_message(&err, &sentence);
        cli_say(cli, _("column %d: %s"), err.column, buf_text(&sentence));
        buf_free(&sentence);
        status = CLI_FAILED;
    } else if (!ok) {
        status = cli_fail(cli, &err);
    }
    buf_free(&query);
    return status;
}

/* What would be passed over in silence. */
static bool fits_batch(Cli *cli, bool batch, SearchOutput output) {
    if (batch && cli->arg_count)
        cli_usage(cli, _("--batch reads queries from a file: there cannot be one besides"));
    else if (batch && cli_option(cli, "format") && output != OUT_JSONL)
        cli_usage(cli, _("--batch answers in JSON lines only"));
    else if (!batch && cli_option(cli, "passes"))
        cli_usage(cli, _("--passes belongs to --batch"));
    else
        return true;
    return false;
}

static int run(Cli *cli) {
    static const char *const matches[] = {
        [FIND_AUTO] = "auto", [FIND_ALL] = "all", [FIND_ANY] = "any", NULL};
    static const char *const outputs[] = {
        [OUT_TABLE] = "table", [OUT_JSONL] = "jsonl", [OUT_IDS] = "ids", NULL};
    int facets[16], match = FIND_AUTO, output = OUT_TABLE;
    int64_t limit = 20, passes = 1;
    FindRequest request = {.typing = cli_option(cli, "typing") != NULL,
                           .exact = cli_option(cli, "exact") != NULL,
                           .plain = cli_option(cli, "plain") != NULL,
                           .bare = true,
                           .facets = facets};
    const char *sort = cli_option(cli, "sort");
    if (!choose(cli, "match", matches, &match) || !choose(cli, "format", outputs, &output) ||
        !cli_number(cli, "limit", 0, 100000, &limit) ||
        !cli_number(cli, "passes", 1, 1000, &passes) ||
        !read_facets(cli, facets, COUNT_OF(facets), &request.facet_count))
        return CLI_USAGE;
    bool batch = cli_option(cli, "batch") != NULL;
    if (!fits_batch(cli, batch, (SearchOutput)output))
        return CLI_USAGE;
    if (sort && !library_find_sorts(str_of(sort)))
        return cli_usage(cli, _("one cannot sort by “%s”"), sort);
    request.match = (FindMatch)match;
    request.limit = (size_t)limit;
    request.sort = str_of(sort ? sort : "");
    if (batch)
        return run_batch(cli, &request, passes);
    if (!cli->arg_count)
        return cli_usage(cli, _("what is searched for?"));
    return run_one(cli, &request, (SearchOutput)output);
}

static const CliOption options[] = {
    {"limit", 'n', "N", N_("at most so many hits (20)")},
    {"match", 0, N_("HOW"), N_("all words, any word, or auto: any when all find few")},
    {"typing", 0, NULL, N_("the last word is the beginning of one")},
    {"exact", 0, NULL, N_("count exactly, whatever it costs")},
    {"plain", 0, NULL, N_("no operators: everything is text")},
    {"facets", 0, N_("FIELD,..."), N_("count the values of these fields")},
    {"sort", 0, N_("FIELD"),
     N_("a field or screening, with - before it from high to low; otherwise by score")},
    {"format", 0, N_("FORMAT"), N_("table (the default), jsonl or ids")},
    {"batch", 0, N_("FILE"), N_("one query a line (- for standard input), one JSON line each")},
    {"passes", 0, "N", N_("with --batch: ask each so often and print the last answer")},
    {0}};

const CliCommand command_search = {.name = "search",
                                   .arguments = N_("QUERY"),
                                   .help = N_("find cases"),
                                   .options = options,
                                   .needs = CLI_READ,
                                   .most = -1,
                                   .session = true,
                                   .query = true,
                                   .run = run};
