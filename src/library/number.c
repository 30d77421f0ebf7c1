#include "config.h"

#include "base/zone.h"
#include "library/internal.h"
#include "library/resolve.h"
#include "library/save.h"
#include "record/state.h"
#include "search/query.h"
#include "text/fold.h"

/* A search for one case by its number: everything that a search says of many is said of this one.
 */

/* What stands behind "id:" or "编号：", else the whole. */
static Str bare_number(Str folded) {
    size_t colon = str_find(folded, STR(":"), 0);
    if (colon == SIZE_MAX)
        return folded;
    QueryName name = query_name_find(str_trim(str_make(folded.ptr, colon)));
    return name.kind == NAME_FIELD && name.field == CASE_ID
               ? str_make(folded.ptr + colon + 1, folded.len - colon - 1)
               : folded;
}

static bool find_case(Library *library, Str query, Uuid *id) {
    EntityType type;
    uint16_t year;
    uint32_t number;
    Buf folded = {0};
    Error err;
    text_fold(&folded, str_trim(query));
    Str text = bare_number(buf_str(&folded));
    bool found = resolve_display_id(text, &type, &year, &number) && type == ENTITY_CASE &&
                 library_resolve(library, ENTITY_CASE, text, NULL, id, &err);
    buf_free(&folded);
    return found;
}

static void add_value(Arena *arena, FindFacet *facet, Str text) {
    if (text.len)
        facet->values[facet->len++] = (FindFacetValue){arena_str(arena, text), 1};
}

/* What is no field of the record. */
static void count_computed(Arena *arena, const Record *record, FindFacet *facet) {
    CaseTrust trust = case_trust(record, library_today());
    const Value *end = &record->values[CASE_PERIOD_END];
    int year, month, day;
    facet->values = arena_alloc(arena, sizeof *facet->values);
    if (facet->field == FIND_TRUST && trust != TRUST_NONE)
        add_value(arena, facet, str_of(case_trust_key(trust)));
    if (facet->field == FIND_YEAR && end->kind == VALUE_DATE) {
        date_split((int32_t)end->number, &year, &month, &day);
        add_value(arena, facet, str_of(arena_printf(arena, "%d", year)));
    }
}

static void count_values(Arena *arena, const Record *record, FindFacet *facet) {
    if (facet->field >= CASE_FIELDS) {
        count_computed(arena, record, facet);
        return;
    }
    const Value *value = &record->values[facet->field];
    size_t most = value->kind == VALUE_LIST ? value->list.len : 1;
    facet->values = arena_alloc(arena, (most + 1) * sizeof *facet->values);
    for (size_t i = 0; value->kind == VALUE_LIST && i < value->list.len; i++)
        add_value(arena, facet, value->list.items[i].text);
    if (value->kind == VALUE_TEXT)
        add_value(arena, facet, value->text);
    if (value->kind == VALUE_REF)
        add_value(arena, facet, value->ref.name);
}

static void count_one(const Record *record, FindCounts *out) {
    CaseState state = case_state(record);
    CaseTrust trust = case_trust(record, library_today());
    Str success = record_text(record, CASE_SUCCESS);
    int32_t made = date_of(record_int(record, CASE_CREATED));
    int32_t monday = week_monday(week_of_date(library_today()));
    bool published = state == STATE_PUBLISHED;
    *out = (FindCounts){.cases = 1,
                        .published = published,
                        .trusted = published && trust == TRUST_VERIFIED,
                        .due = published && (trust == TRUST_DUE || trust == TRUST_STALE),
                        .waiting = state == STATE_SUBMITTED || state == STATE_IN_REVIEW,
                        .new_this_week = made >= monday,
                        .success = str_equal(success, STR("full")),
                        .judged = success.len > 0};
}

bool library_find_number(Library *library, const FindRequest *request, FindResult *out) {
    Uuid id;
    Error err;
    LibraryRow row;
    Record *record;
    if (request->plain || request->offset || !request->limit ||
        !find_case(library, request->query, &id) ||
        !library_row(library, ENTITY_CASE, id, &row, &err))
        return false;
    /* Only the trash shows what is in it. */
    if (row.trashed || !library_load(library, ENTITY_CASE, id, 0, &record, &err)) {
        library_row_free(&row);
        return false;
    }
    out->hits = arena_zalloc(&out->arena, sizeof *out->hits);
    out->hits[0] =
        (FindHit){.row = row, .near = "", .why = entity_get(ENTITY_CASE)->fields[CASE_ID].label};
    out->len = out->total = 1;
    out->marks = arena_str(&out->arena, request->query);
    out->version = library_version(library);
    out->facets = arena_zalloc(&out->arena, (request->facet_count + 1) * sizeof *out->facets);
    for (; out->facet_count < request->facet_count; out->facet_count++) {
        FindFacet *facet = &out->facets[out->facet_count];
        facet->field = request->facets[out->facet_count];
        count_values(&out->arena, record, facet);
    }
    count_one(record, &out->counts);
    record_free(record);
    return true;
}
