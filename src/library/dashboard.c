#include "config.h"

#include "library/dashboard.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "library/internal.h"
#include "metrics/library_block.h"
#include "search/count.h"
#include "search/facets.h"

#include <stdio.h>

enum { LONG_WAIT_DAYS = 5 };

ZoneWeek library_this_week(void) {
    return week_of_date(library_today());
}

typedef struct Counting {
    Library *library;
    StoreRead *read;
    CountRequest request;
    CountResult result;
    Error *err;
} Counting;

static bool count(Counting *c, Str query, CountWhat what, CountBy by, int column) {
    c->request.query = query;
    c->request.what = what;
    c->request.by = by;
    c->request.by_column = column;
    return search_count(c->library->index, c->read, &c->request, &c->result, c->err);
}

/* Cases of the query that also match `more`. */
static bool count_also(Counting *c, Str query, const char *more, uint64_t *out) {
    Buf both = {0};
    if (query.len)
        buf_printf(&both, "(%.*s) ", STR_ARG(query));
    buf_puts(&both, more);
    bool ok = count(c, buf_str(&both), COUNT_CASES, BY_NOTHING, 0);
    *out = ok ? c->result.cases : 0;
    buf_free(&both);
    return ok;
}

static bool count_states(Counting *c, Str query, Dashboard *out) {
    if (!count(c, query, COUNT_CASES, BY_COLUMN, COLUMN_STATE))
        return false;
    out->total = c->result.cases;
    for (size_t i = 0; i < c->result.len; i++)
        for (CaseState state = 0; state < CASE_STATES; state++)
            if (str_equal(c->result.rows[i].text, str_of(case_state_key(state))))
                out->by_state[state] = c->result.rows[i].cases;
    out->waiting = out->by_state[STATE_SUBMITTED] + out->by_state[STATE_IN_REVIEW];
    return true;
}

static bool count_trust(Counting *c, Str query, Dashboard *out) {
    if (!count(c, query, COUNT_CASES, BY_COLUMN, FACET_TRUST))
        return false;
    for (size_t i = 0; i < c->result.len; i++)
        for (CaseTrust trust = TRUST_VERIFIED; trust < CASE_TRUSTS; trust++)
            if (str_equal(c->result.rows[i].text, str_of(case_trust_key(trust))))
                out->by_trust[trust] = c->result.rows[i].cases;
    out->due = out->by_trust[TRUST_DUE];
    out->stale = out->by_trust[TRUST_STALE];
    return true;
}

static bool count_industries(Counting *c, Str query, Dashboard *out) {
    if (!count(c, query, COUNT_CASES, BY_COLUMN, COLUMN_INDUSTRY))
        return false;
    for (size_t i = 0; i < c->result.len; i++) {
        const CountRow *row = &c->result.rows[i];
        if (out->industry_count == DASHBOARD_INDUSTRIES) {
            out->other_industries += row->cases;
            continue;
        }
        DashboardIndustry *industry = &out->industries[out->industry_count++];
        snprintf(industry->name, sizeof industry->name, "%.*s", STR_ARG(row->text));
        industry->count = row->cases;
    }
    return true;
}

static bool count_weeks(Counting *c, Str query, int column, int32_t monday,
                        uint64_t out[DASHBOARD_WEEKS]) {
    c->request.from = monday - (DASHBOARD_WEEKS - 1) * 7;
    c->request.to = monday + 6;
    if (!count(c, query, COUNT_CASES, BY_WEEK, column))
        return false;
    for (size_t i = 0; i < c->result.len; i++) {
        int32_t weeks_ago = (monday - c->result.rows[i].monday) / 7;
        if (weeks_ago >= 0 && weeks_ago < DASHBOARD_WEEKS)
            out[weeks_ago] = c->result.rows[i].cases;
    }
    return true;
}

static bool count_completeness(Counting *c, Str query, Dashboard *out) {
    if (!count(c, query, COUNT_COMPLETENESS, BY_NOTHING, 0))
        return false;
    const CountRow *row = c->result.len ? &c->result.rows[0] : NULL;
    out->completeness = row ? metrics_completeness_mean((uint64_t)row->sum, row->cases) : -1;
    return true;
}

static bool count_long_waits(Counting *c, Str query, Dashboard *out) {
    Buf since = {0}, more = {0};
    date_format(&since, out->as_of - LONG_WAIT_DAYS - 1);
    buf_printf(&more, "state:submitted,in_review updated:<=%s", buf_text(&since));
    bool ok = count_also(c, query, buf_text(&more), &out->waiting_long);
    buf_free(&since);
    buf_free(&more);
    return ok;
}

bool library_dashboard(Library *library, Str query, ZoneWeek week, Dashboard *out, Error *err) {
    /* Library counts are whole for everybody; those of a query are of what the actor sees. */
    SearchVisible whole = {.everything = true, .archived = true}, visible;
    Uuid *team = NULL;
    *out = (Dashboard){.week = week, .as_of = library_today()};
    library_visible(library, &visible, &team);
    Counting c = {.library = library,
                  .request = {.today = out->as_of, .visible = query.len ? &visible : &whole},
                  .err = err};
    int32_t monday = week_monday(week);
    bool ok = store_read_begin(library->store, &c.read, err) && count_states(&c, query, out) &&
              count_trust(&c, query, out) && count_industries(&c, query, out) &&
              count_completeness(&c, query, out) && count_long_waits(&c, query, out) &&
              count_weeks(&c, query, COLUMN_CREATED, monday, out->made) &&
              count_weeks(&c, query, COLUMN_PUBLISHED_AT, monday, out->published);
    if (ok)
        out->version = store_read_txn_id(c.read);
    store_read_end(c.read);
    count_result_free(&c.result);
    free(team);
    return ok;
}

bool library_weeks(Library *library, Str query, ZoneWeek week, uint64_t made[DASHBOARD_WEEKS],
                   uint64_t published[DASHBOARD_WEEKS], Error *err) {
    SearchVisible visible;
    Uuid *team = NULL;
    int32_t monday = week_monday(week);
    memset(made, 0, DASHBOARD_WEEKS * sizeof *made);
    memset(published, 0, DASHBOARD_WEEKS * sizeof *published);
    library_visible(library, &visible, &team);
    Counting c = {.library = library,
                  .request = {.today = library_today(), .visible = &visible, .quick = true},
                  .err = err};
    bool ok = store_read_begin(library->store, &c.read, err) &&
              count_weeks(&c, query, COLUMN_CREATED, monday, made) &&
              count_weeks(&c, query, COLUMN_PUBLISHED_AT, monday, published);
    store_read_end(c.read);
    count_result_free(&c.result);
    free(team);
    return ok;
}
