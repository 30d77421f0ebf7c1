#include "config.h"

#include "tui/screen/caserows.h"

static const int facet_fields[CASEROWS_FACETS] = {CASE_STATE, CASE_INDUSTRY};

void caserows_free(CaseRows *hits) {
    library_find_free(&hits->result);
    buf_free(&hits->query);
    *hits = (CaseRows){0};
}

static bool ask(CaseRows *hits, Str query, const char *sort, bool typing, bool live, size_t offset,
                FindResult *out, Error *err) {
    FindRequest request = {.query = query,
                           .typing = typing,
                           .live = live,
                           .sort = str_of(sort),
                           .offset = offset,
                           .limit = CASEROWS_WINDOW,
                           .facets = facet_fields,
                           .facet_count = hits->facets ? CASEROWS_FACETS : 0};
    if (library_find(hits->library, &request, out, err))
        return true;
    library_find_free(out);
    return false;
}

/* Takes what is true now from a result. */
static void take_totals(CaseRows *hits, const FindResult *result) {
    hits->total = result->total;
    hits->about = result->about;
    hits->counts = result->counts;
}

static void take(CaseRows *hits, FindResult *result, size_t offset) {
    library_find_free(&hits->result);
    hits->result = *result;
    hits->offset = offset;
    hits->have = true;
    hits->waiting = 0;
    hits->gone = 0;
    size_t end = offset + result->len;
    uint64_t all = result->total + result->near_total;
    hits->count = result->len == CASEROWS_WINDOW && all > end ? (size_t)all : end;
    take_totals(hits, result);
}

bool caserows_find(CaseRows *hits, Str query, const char *sort, bool typing, Error *err) {
    FindResult result = {0};
    if (!ask(hits, query, sort, typing, typing, 0, &result, err))
        return false;
    if (query.ptr != hits->query.data) {
        buf_clear(&hits->query);
        buf_put_str(&hits->query, query);
    }
    hits->sort = sort;
    hits->typing = typing;
    take(hits, &result, 0);
    return true;
}

static size_t window_start(size_t row) {
    return row < CASEROWS_WINDOW / 2 ? 0 : row - CASEROWS_WINDOW / 2;
}

bool caserows_again(CaseRows *hits, size_t row, Error *err) {
    FindResult result = {0};
    size_t offset = window_start(row);
    if (!ask(hits, buf_str(&hits->query), hits->sort, hits->typing, false, offset, &result, err))
        return false;
    if (result.len == 0 && offset > 0) { /* the list has become shorter than that */
        library_find_free(&result);
        return caserows_again(hits, 0, err);
    }
    take(hits, &result, offset);
    return true;
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

bool caserows_follow(CaseRows *hits, Error *err) {
    FindResult now = {0};
    if (!ask(hits, buf_str(&hits->query), hits->sort, hits->typing, false, 0, &now, err))
        return false;
    uint64_t shown = hits->result.total;
    hits->gone = 0;
    for (size_t i = 0; i < hits->result.len; i++)
        renew(hits, &hits->result.hits[i]);
    uint64_t stay = shown > hits->gone ? shown - hits->gone : 0;
    hits->waiting = now.total > stay ? (size_t)(now.total - stay) : 0;
    take_totals(hits, &now);
    library_find_free(&now);
    return true;
}

FindHit *caserows_at(CaseRows *hits, size_t row) {
    Error err;
    bool inside = row >= hits->offset && row < hits->offset + hits->result.len;
    if (!hits->have || row >= hits->count)
        return NULL;
    if (!inside && !caserows_again(hits, row, &err))
        return NULL;
    if (row < hits->offset || row >= hits->offset + hits->result.len)
        return NULL;
    return &hits->result.hits[row - hits->offset];
}

bool caserows_row_of(const CaseRows *hits, Uuid id, size_t *row) {
    for (size_t i = 0; i < hits->result.len; i++) {
        if (uuid_equal(record_id(hits->result.hits[i].row.record), id)) {
            *row = hits->offset + i;
            return true;
        }
    }
    return false;
}

Uuid caserows_id(CaseRows *hits, size_t row) {
    FindHit *hit = caserows_at(hits, row);
    return hit ? record_id(hit->row.record) : (Uuid){{0}};
}
