#include "config.h"

#include "tui/screen/caserows.h"

#include <stdio.h>
#include <stdlib.h>

void caserows_free(CaseRows *hits) {
    library_find_free(&hits->result);
    library_find_free(&hits->window);
    library_find_free(&hits->now);
    buf_free(&hits->query);
    free(hits->order);
    *hits = (CaseRows){0};
}

typedef enum AskFor { ASK_ALL, ASK_ROWS, ASK_COUNTS } AskFor;

static bool ask(CaseRows *hits, Str query, Str sort, bool typing, bool live, AskFor what,
                size_t offset, FindResult *out, Error *err) {
    FindRequest request = {.query = query,
                           .typing = typing,
                           .live = live,
                           .bare = what == ASK_ROWS,
                           .sort = sort,
                           .offset = offset,
                           .limit = what == ASK_COUNTS ? 0 : CASEROWS_WINDOW,
                           .facets = hits->fields,
                           .facet_count = what == ASK_ROWS ? 0 : hits->field_count,
                           .facet_values = CASEROWS_VALUES,
                           .cancelled = hits->cancelled,
                           .context = hits->context,
                           .scan = hits->scan,
                           .widen = true};
    if (library_find(hits->library, &request, out, err))
        return true;
    library_find_free(out);
    return false;
}

static bool ask_again(CaseRows *hits, AskFor what, size_t offset, FindResult *out, Error *err) {
    return ask(hits, buf_str(&hits->query), str_of(hits->sort), hits->typing, false, what, offset,
               out, err);
}

/* Takes what is true now from a result. */
static void take_totals(CaseRows *hits, const FindResult *result) {
    hits->total = result->total;
    hits->about = result->about;
    hits->counts = result->counts;
}

static void take(CaseRows *hits, FindResult *result) {
    library_find_free(&hits->result);
    library_find_free(&hits->window);
    library_find_free(&hits->now);
    free(hits->order);
    hits->order = NULL;
    hits->ordered = 0;
    hits->result = *result;
    hits->offset = 0;
    hits->made++;
    hits->have = true;
    hits->counted = false;
    hits->waiting = 0;
    hits->gone = 0;
    uint64_t all = result->total + result->near_total;
    hits->count =
        result->len == CASEROWS_WINDOW && all > CASEROWS_WINDOW ? (size_t)all : result->len;
    take_totals(hits, result);
}

bool caserows_find(CaseRows *hits, Str query, Str sort, bool typing, Error *err) {
    FindResult result = {0};
    if (!ask(hits, query, sort, typing, typing, ASK_ALL, 0, &result, err))
        return false;
    if (query.ptr != hits->query.data) {
        buf_clear(&hits->query);
        buf_put_str(&hits->query, query);
    }
    if (sort.ptr != hits->sort)
        snprintf(hits->sort, sizeof hits->sort, "%.*s", STR_ARG(sort));
    hits->typing = typing;
    take(hits, &result);
    return true;
}

static bool holds(const CaseRows *hits, size_t row) {
    return row < hits->result.len || (row >= hits->offset && row < hits->offset + hits->window.len);
}

/* A row that has gone since the order was asked for. */
static Record *gone_record(Uuid id) {
    Record *record = record_new(ENTITY_CASE);
    record_set(record, CASE_UUID, (Value){.kind = VALUE_UUID, .uuid = id});
    return record;
}

/* Rows by the order of all. False: the list is too long for that, or they are found as quickly
 * without. */
static bool take_ordered(CaseRows *hits, size_t offset, FindResult *out) {
    Error ignored;
    *out = (FindResult){0};
    bool last = hits->result.sorted && hits->count - offset <= CASEROWS_DEEP;
    if (offset < CASEROWS_DEEP || hits->count > CASEROWS_ORDER || (last && !hits->order))
        return false;
    FindRequest request = {.query = buf_str(&hits->query),
                           .typing = hits->typing,
                           .sort = str_of(hits->sort),
                           .limit = hits->count};
    if (!hits->order &&
        !library_find_ids(hits->library, &request, &hits->order, &hits->ordered, &ignored)) {
        free(hits->order);
        hits->order = NULL;
        return false;
    }
    size_t end =
        offset + CASEROWS_WINDOW < hits->ordered ? offset + CASEROWS_WINDOW : hits->ordered;
    out->hits = arena_zalloc(&out->arena, CASEROWS_WINDOW * sizeof *out->hits);
    for (size_t row = offset; row < end; row++) {
        FindHit *hit = &out->hits[out->len++];
        hit->near = "";
        if (!library_row(hits->library, ENTITY_CASE, hits->order[row], &hit->row, &ignored))
            hit->row = (LibraryRow){.record = gone_record(hits->order[row]), .trashed = true};
    }
    return true;
}

/* The window around a row. */
static bool move_window(CaseRows *hits, size_t row, Error *err) {
    FindResult result = {0};
    size_t offset = row < CASEROWS_WINDOW / 2 ? 0 : row - CASEROWS_WINDOW / 2;
    if (!take_ordered(hits, offset, &result) && !ask_again(hits, ASK_ROWS, offset, &result, err))
        return false;
    library_find_free(&hits->window);
    hits->window = result;
    hits->offset = offset;
    size_t end = offset + result.len;
    if (result.len < CASEROWS_WINDOW && end < hits->count && end >= hits->result.len)
        hits->count = end; /* the list has become shorter than it said */
    return true;
}

bool caserows_again(CaseRows *hits, size_t row, Error *err) {
    FindResult result = {0};
    if (!ask_again(hits, ASK_ALL, 0, &result, err))
        return false;
    take(hits, &result);
    return holds(hits, row) || row >= hits->count || move_window(hits, row, err);
}

/* The row's content now, or a mark that it has gone. */
static void renew(CaseRows *hits, FindHit *hit) {
    LibraryRow row;
    Error err;
    if (library_row(hits->library, ENTITY_CASE, record_id(hit->row.record), &row, &err)) {
        library_row_free(&hit->row);
        hit->row = row;
    } else if (err.code == ERR_NOT_FOUND) {
        hit->row.trashed = true;
    }
    hits->gone += hit->row.trashed;
}

bool caserows_count(CaseRows *hits, Error *err) {
    FindResult now = {0};
    if (!ask_again(hits, ASK_COUNTS, 0, &now, err))
        return false;
    library_find_free(&hits->now);
    hits->now = now;
    hits->made++;
    hits->counted = true;
    take_totals(hits, &now);
    return true;
}

bool caserows_follow(CaseRows *hits, Error *err) {
    if (!caserows_count(hits, err))
        return false;
    uint64_t shown = hits->result.total;
    hits->gone = 0;
    for (size_t i = 0; i < hits->result.len; i++)
        renew(hits, &hits->result.hits[i]);
    for (size_t i = 0; i < hits->window.len; i++)
        if (hits->offset + i >= hits->result.len)
            renew(hits, &hits->window.hits[i]);
    uint64_t stay = shown > hits->gone ? shown - hits->gone : 0;
    hits->waiting = hits->total > stay ? (size_t)(hits->total - stay) : 0;
    return true;
}

const FindFacet *caserows_facets(const CaseRows *hits, size_t *count) {
    const FindResult *result = hits->counted ? &hits->now : &hits->result;
    *count = result->facet_count;
    return result->facets;
}

FindHit *caserows_at(CaseRows *hits, size_t row) {
    Error err;
    if (!hits->have || row >= hits->count)
        return NULL;
    if (!holds(hits, row) && !move_window(hits, row, &err))
        return NULL;
    if (row < hits->result.len)
        return &hits->result.hits[row];
    return holds(hits, row) ? &hits->window.hits[row - hits->offset] : NULL;
}

static bool find_in(const FindResult *result, Uuid id, size_t *at) {
    for (*at = 0; *at < result->len; ++*at)
        if (uuid_equal(record_id(result->hits[*at].row.record), id))
            return true;
    return false;
}

bool caserows_row_of(const CaseRows *hits, Uuid id, size_t *row) {
    size_t at;
    bool first = find_in(&hits->result, id, &at);
    if (!first && !find_in(&hits->window, id, &at))
        return false;
    *row = first ? at : hits->offset + at;
    return true;
}

Uuid caserows_id(CaseRows *hits, size_t row) {
    FindHit *hit = caserows_at(hits, row);
    return hit ? record_id(hit->row.record) : (Uuid){{0}};
}
