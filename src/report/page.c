#include "config.h"

#include "report/page.h"

#include "base/error.h"
#include "base/i18n.h"
#include "metrics/library_block.h"
#include "text/display.h"

#include <inttypes.h>
#include <stdio.h>

/* --- building -------------------------------------------------------------------------------- */

typedef struct Builder {
    const PageLibraryInput *in;
    Page *page;
    VEC(PageRow) rows;
    char week[16];
} Builder;

static PageNumber count_of(uint64_t count) {
    return (PageNumber){.known = true, .unit = PAGE_COUNT, .value = (double)count};
}

static PageNumber share_of(MetricShare share) {
    return (PageNumber){.known = metrics_share_is_known(share),
                        .unit = PAGE_PERCENT,
                        .value = metrics_share_percent(share),
                        .numerator = share.numerator,
                        .denominator = share.denominator};
}

static Str query_of(Builder *b, const char *text) {
    const char *scope = b->in->scope ? b->in->scope : "";
    return str_of(*scope ? arena_printf(&b->page->arena, "(%s) %s", scope, text)
                         : arena_strdup(&b->page->arena, text));
}

static Str week_query(Builder *b, const char *field) {
    char text[64];
    snprintf(text, sizeof text, "%s:%s", field, b->week);
    return query_of(b, text);
}

static PageRow *add(Builder *b, PageRow row) {
    vec_push(&b->rows, row);
    return &b->rows.items[b->rows.len - 1];
}

/* A row that has a past. */
static void add_course(Builder *b, PageRow row, const uint64_t *weeks) {
    row.now = count_of(weeks[0]);
    row.before = count_of(weeks[1]);
    row.compared = true;
    row.delta = metrics_delta_count(weeks[0], weeks[1]);
    row.week_count = PAGE_WEEKS;
    for (size_t i = 0; i < PAGE_WEEKS; i++)
        row.weeks[i] = weeks[PAGE_WEEKS - 1 - i];
    add(b, row);
}

static void end_block(Builder *b, PageBlockKind kind, const char *title) {
    if (b->rows.len)
        vec_push(&b->page->blocks, (PageBlock){kind, title,
                                               arena_dup(&b->page->arena, b->rows.items,
                                                         b->rows.len * sizeof *b->rows.items),
                                               b->rows.len});
    b->rows.len = 0;
}

/* States in the order of a case's life; all of them name what the whole is made of. */
static const char all_states[] = "state:draft,submitted,in_review,published,archived";

static void add_tiles(Builder *b) {
    const PageLibraryInput *in = b->in;
    add(b, (PageRow){.key = "library.cases",
                     .label = N_("Cases"),
                     .formula = N_("All cases that are not in the trash."),
                     .now = count_of(in->total),
                     .query = query_of(b, all_states)});
    add(b, (PageRow){.key = "library.trust",
                     .label = N_("Trust share"),
                     .formula = N_("Verified and in date, of the published cases."),
                     .now = share_of(metrics_trust_share(in->by_trust[TRUST_VERIFIED],
                                                         in->by_state[STATE_PUBLISHED])),
                     .query = query_of(b, "trust:verified")});
    add(b, (PageRow){.key = "library.completeness",
                     .label = N_("Completeness"),
                     .formula = N_("Mean share of the required fields that are filled."),
                     .now = {in->completeness >= 0, PAGE_PERCENT, in->completeness, 0, 0},
                     .query = query_of(b, "completeness:<100")});
    add(b, (PageRow){.key = "library.waiting",
                     .label = N_("Waiting"),
                     .formula = N_("Submitted or in review now."),
                     .now = count_of(in->waiting),
                     .rise_is_bad = true,
                     .note = in->waiting_long ? N_("{0} > 5 days") : NULL,
                     .note_number = (int64_t)in->waiting_long,
                     .query = query_of(b, "state:submitted,in_review")});
    add(b, (PageRow){.key = "library.to_verify",
                     .label = N_("To verify"),
                     .formula = N_("Published cases that are due or stale."),
                     .now = count_of(in->due + in->stale),
                     .rise_is_bad = true,
                     .note = in->stale ? N_("{0} stale") : NULL,
                     .note_number = (int64_t)in->stale,
                     .query = query_of(b, "trust:due,stale")});
    end_block(b, PAGE_TILES, N_("Key figures"));
}

static void add_week(Builder *b) {
    add_course(b,
               (PageRow){.key = "library.new",
                         .label = N_("New cases"),
                         .formula = N_("Cases that were created in the week."),
                         .query = week_query(b, "created")},
               b->in->made);
    add_course(b,
               (PageRow){.key = "library.published",
                         .label = N_("Publications"),
                         .formula = N_("Cases that were published in the week."),
                         .query = week_query(b, "published")},
               b->in->published);
    end_block(b, PAGE_TABLE, N_("Case library"));
}

static void add_states(Builder *b) {
    static const char formula[] = N_("Cases in this state now.");
    for (int state = 0; state < CASE_STATES && b->in->total; state++) {
        char query[64];
        snprintf(query, sizeof query, "state:%s", case_state_key((CaseState)state));
        add(b, (PageRow){.key = "library.state",
                         .label = case_state_label((CaseState)state),
                         .formula = formula,
                         .now = count_of(b->in->by_state[state]),
                         .query = query_of(b, query)});
    }
    end_block(b, PAGE_BARS, N_("By state"));
}

static void add_trust(Builder *b) {
    static const char formula[] = N_("Published cases, by whether they can be relied on today.");
    for (int trust = TRUST_VERIFIED; trust < CASE_TRUSTS && b->in->by_state[STATE_PUBLISHED];
         trust++) {
        char query[64];
        snprintf(query, sizeof query, "trust:%s", case_trust_key((CaseTrust)trust));
        add(b, (PageRow){.key = "library.trust_of",
                         .label = case_trust_label((CaseTrust)trust),
                         .formula = formula,
                         .now = count_of(b->in->by_trust[trust]),
                         .query = query_of(b, query)});
    }
    end_block(b, PAGE_BARS, N_("Trust of published cases"));
}

/* Data of people goes to screens and files: made safe once, here. */
static Str safe_name(Builder *b, const char *name) {
    Buf safe = {0};
    text_display(&safe, str_of(name), 0);
    Str copy = arena_str(&b->page->arena, buf_str(&safe));
    buf_free(&safe);
    return copy;
}

static Str industry_query(Builder *b, const char *name) {
    Buf text = {0};
    if (!*name) {
        buf_puts(&text, "no:industry");
    } else if (!strchr(name, '"')) {
        buf_printf(&text, "industry:\"%s\"", name);
    }
    Str query = text.len ? query_of(b, buf_text(&text)) : (Str){"", 0};
    buf_free(&text);
    return query;
}

static void add_industries(Builder *b) {
    static const char formula[] = N_("Cases of this industry.");
    for (size_t i = 0; i < b->in->industry_count; i++) {
        const PageIndustry *industry = &b->in->industries[i];
        add(b, (PageRow){.key = "library.industry",
                         .label = *industry->name ? NULL : N_("(not given)"),
                         .name = safe_name(b, industry->name),
                         .formula = formula,
                         .now = count_of(industry->count),
                         .query = industry_query(b, industry->name)});
    }
    if (b->in->other_industries)
        add(b, (PageRow){.key = "library.industry",
                         .label = N_("(others)"),
                         .formula = formula,
                         .now = count_of(b->in->other_industries),
                         .query = {"", 0}});
    end_block(b, PAGE_BARS, N_("By industry"));
}

void page_library_block(const PageLibraryInput *in, Page *out) {
    Builder builder = {.in = in, .page = out};
    Buf week = {0};
    week_format(&week, in->week);
    snprintf(builder.week, sizeof builder.week, "%s", buf_text(&week));
    buf_free(&week);
    out->week = in->week;
    out->first = week_monday(in->week);
    out->last = out->first + 6;
    out->as_of = in->as_of;
    out->zone = str_of(arena_strdup(&out->arena, in->zone ? in->zone : ""));
    out->scope = safe_name(&builder, in->scope ? in->scope : "");
    out->closed = in->closed;
    out->demo = in->demo;
    add_tiles(&builder);
    add_week(&builder);
    add_states(&builder);
    add_trust(&builder);
    add_industries(&builder);
    vec_free(&builder.rows);
}

void page_free(Page *page) {
    vec_free(&page->blocks);
    arena_free(&page->arena);
    *page = (Page){0};
}

/* --- words ----------------------------------------------------------------------------------- */

#define PAGE_SAY(out, ...)                                                                         \
    do {                                                                                           \
        Error say_ = {0};                                                                          \
        error_set(&say_, ERR_INVALID, __VA_ARGS__);                                                \
        error_render_message(&say_, (out));                                                        \
    } while (0)

Str page_row_label(const PageRow *row) {
    return row->label ? str_of(_(row->label)) : row->name;
}

void page_put_number(PageNumber number, Buf *out) {
    if (!number.known)
        buf_putc(out, '-');
    else if (number.unit == PAGE_COUNT)
        buf_printf(out, "%.0f", number.value);
    else if (number.denominator)
        buf_printf(out, "%.1f%%", number.value);
    else
        buf_printf(out, "%.0f%%", number.value);
}

static void put_change(const PageRow *row, Buf *out) {
    if (row->now.unit == PAGE_PERCENT)
        buf_printf(out, "%+.1f %s", row->delta.change, _("pts"));
    else
        buf_printf(out, "%+.0f", row->delta.change);
    if (row->delta.has_percent)
        buf_printf(out, " (%+.0f%%)", row->delta.percent);
}

void page_put_delta(const PageRow *row, Buf *out) {
    if (!row->compared)
        return;
    switch (row->delta.kind) {
    case METRIC_DELTA_UNKNOWN:
        break;
    case METRIC_DELTA_FEW:
        buf_puts(out, _("too few"));
        break;
    case METRIC_DELTA_SAME:
        buf_putc(out, '=');
        break;
    case METRIC_DELTA_NEW:
        buf_printf(out, "%+.0f %s", row->delta.change, _("new"));
        break;
    case METRIC_DELTA_WITHIN:
        buf_puts(out, "~ ");
        put_change(row, out);
        break;
    case METRIC_DELTA_RISE:
    case METRIC_DELTA_FALL:
        put_change(row, out);
        break;
    }
}

void page_put_note(const PageRow *row, Buf *out) {
    if (row->note)
        PAGE_SAY(out, row->note, "d", row->note_number);
    else if (row->now.denominator)
        buf_printf(out, "%" PRIu64 "/%" PRIu64, row->now.numerator, row->now.denominator);
}

void page_put_formula(const PageRow *row, Buf *out) {
    Buf number = {0};
    page_put_number(row->now, &number);
    buf_put_str(out, page_row_label(row));
    buf_printf(out, " = %s", buf_text(&number));
    if (row->now.denominator)
        buf_printf(out, " = %" PRIu64 " / %" PRIu64, row->now.numerator, row->now.denominator);
    buf_printf(out, ". %s", _(row->formula));
    if (row->compared) {
        buf_clear(&number);
        page_put_number(row->before, &number);
        buf_putc(out, ' ');
        PAGE_SAY(out, N_("The week before: {0}."), "s", buf_text(&number));
    }
    if (row->now.known && row->now.denominator && row->now.denominator < PAGE_LEAST_N) {
        buf_putc(out, ' ');
        PAGE_SAY(out, N_("Only {0} cases: the share says little."), "d",
                 (int64_t)row->now.denominator);
    }
    buf_free(&number);
}

void page_put_course(const PageRow *row, Buf *out) {
    static const char levels[] = " .:-=+*#";
    uint64_t most = 0;
    for (size_t i = 0; i < row->week_count; i++)
        most = row->weeks[i] > most ? row->weeks[i] : most;
    for (size_t i = 0; i < row->week_count; i++) {
        uint64_t value = row->weeks[i];
        size_t level = !value || !most ? 0 : 1 + (size_t)((value * 6 + most / 2) / most);
        buf_putc(out, levels[level]);
    }
}

static void put_day(Buf *out, int32_t date) {
    int year, month, day;
    date_split(date, &year, &month, &day);
    buf_printf(out, "%02d-%02d", month, day);
}

void page_put_period(const Page *page, Buf *out) {
    week_format(out, page->week);
    buf_puts(out, "  ");
    put_day(out, page->first);
    buf_puts(out, "..");
    put_day(out, page->last);
    buf_printf(out, "  %s", page->closed ? _("closed") : _("not closed"));
    if (page->demo)
        buf_printf(out, "  %s", _("DEMO"));
}
