#include "config.h"

#include "library/consent.h"

#include "base/i18n.h"
#include "library/complete.h"
#include "library/consentsave.h"
#include "library/internal.h"
#include "record/parse.h"

/* ---- lists ---- */

static int32_t day_of(const Record *record, int field) {
    return record_has(record, field) ? (int32_t)record_int(record, field) : INT32_MAX;
}

static ConsentItem make_item(Arena *arena, const Record *record) {
    const Field *fields = record->entity->fields;
    const char *scope =
        entity_choice_label(&fields[CONSENT_SCOPE], record_text(record, CONSENT_SCOPE));
    Buf channels = {0};
    if (record_has(record, CONSENT_CHANNELS))
        value_format(&fields[CONSENT_CHANNELS], &record->values[CONSENT_CHANNELS], &channels);
    ConsentItem item = {.uuid = record_id(record),
                        .customer = record_ref_uuid(record, CONSENT_CUSTOMER),
                        .id = arena_str(arena, record_text(record, CONSENT_ID)),
                        .name = arena_str(arena, record_ref_name(record, CONSENT_CUSTOMER)),
                        .scope = scope ? scope : "",
                        .channels = arena_str(arena, buf_str(&channels)),
                        .granted_by = arena_str(arena, record_text(record, CONSENT_GRANTED_BY)),
                        .granted_on = day_of(record, CONSENT_GRANTED_ON),
                        .expires = day_of(record, CONSENT_EXPIRES),
                        .revoked_on = day_of(record, CONSENT_REVOKED_ON),
                        .standing = consent_standing(record, library_today())};
    buf_free(&channels);
    return item;
}

/* Cases have no list of their own by consent: those of the customer are looked through. */
static bool count_cases(Library *library, bool published, ConsentItem *item, Error *err) {
    Buf query = {0};
    Uuid *ids = NULL;
    size_t count = 0;
    buf_puts(&query, published ? "state:published " : "");
    library_complete_term(CASE_CUSTOMER, item->name, &query);
    FindRequest request = {
        .query = buf_str(&query), .match = FIND_ALL, .bare = true, .limit = UINT32_MAX};
    bool ok = library_find_ids(library, &request, &ids, &count, err);
    for (size_t i = 0; ok && i < count; i++) {
        LibraryRow row;
        Error ignored;
        if (!library_row(library, ENTITY_CASE, ids[i], &row, &ignored))
            continue;
        if (uuid_equal(record_ref_uuid(row.record, CASE_CONSENT_ID), item->uuid)) {
            item->cases++;
            item->mine |= uuid_equal(record_ref_uuid(row.record, CASE_OWNER), library->actor.user);
            item->public_cases += case_state(row.record) == STATE_PUBLISHED &&
                                  case_audience(row.record) == AUDIENCE_PUBLIC;
        }
        library_row_free(&row);
    }
    free(ids);
    buf_free(&query);
    return ok;
}

static bool keeps_customer(Library *library, Uuid customer) {
    LibraryRow row;
    Error ignored;
    if (!library_row(library, ENTITY_CUSTOMER, customer, &row, &ignored))
        return false;
    bool mine = uuid_equal(record_ref_uuid(row.record, CUSTOMER_OWNER), library->actor.user);
    library_row_free(&row);
    return mine;
}

static int by_standing(const void *a, const void *b) {
    const ConsentItem *x = a, *y = b;
    bool holds = x->standing == CONSENT_HOLDS, other = y->standing == CONSENT_HOLDS;
    return holds != other ? other - holds : uuid_compare(y->uuid, x->uuid);
}

static int32_t end_of(const ConsentItem *item) {
    return item->revoked_on < item->expires ? item->revoked_on : item->expires;
}

static int by_end(const void *a, const void *b) {
    const ConsentItem *x = a, *y = b;
    if (end_of(x) != end_of(y))
        return end_of(x) < end_of(y) ? -1 : 1;
    return uuid_compare(x->uuid, y->uuid);
}

static int by_expiry(const void *a, const void *b) {
    const ConsentItem *x = a, *y = b;
    bool holds = x->standing == CONSENT_HOLDS, other = y->standing == CONSENT_HOLDS;
    if (holds != other)
        return other - holds;
    return holds ? by_end(a, b) : by_end(b, a);
}

/* within: days that a consent must still hold to be left out; negative: all are wanted. */
static bool collect(Library *library, Uuid customer, int within, ConsentList *out, Error *err) {
    LibraryRows rows = {0};
    *out = (ConsentList){0};
    if (!library_rows(library, ENTITY_CONSENT, false, &rows, err))
        return false;
    bool ok = true, due = within >= 0;
    out->items = arena_alloc(&out->arena, (rows.len + 1) * sizeof *out->items);
    for (size_t i = 0; ok && i < rows.len; i++) {
        ConsentItem item = make_item(&out->arena, rows.items[i].record);
        if (!uuid_is_nil(customer) && !uuid_equal(customer, item.customer))
            continue;
        if (due && item.standing == CONSENT_HOLDS &&
            (end_of(&item) == INT32_MAX || end_of(&item) > library_today() + within))
            continue;
        ok = count_cases(library, due, &item, err);
        item.mine |= keeps_customer(library, item.customer);
        if (!due || item.cases)
            out->items[out->len++] = item;
    }
    library_rows_free(&rows);
    if (out->len)
        qsort(out->items, out->len, sizeof *out->items, due ? by_end : by_standing);
    return ok;
}

bool library_consents(Library *library, Uuid customer, ConsentList *out, Error *err) {
    return collect(library, customer, -1, out, err);
}

bool library_consents_due(Library *library, int days, ConsentList *out, Error *err) {
    return collect(library, (Uuid){{0}}, days, out, err);
}

/* A published case without a consent record that says itself what may be told. */
static void take_case(const Library *library, const Record *record, ConsentList *out) {
    const Field *scope = &entity_get(ENTITY_CASE)->fields[CASE_CONSENT_SCOPE];
    const char *label = entity_choice_label(scope, record_text(record, CASE_CONSENT_SCOPE));
    int32_t expires = day_of(record, CASE_CONSENT_EXPIRES);
    bool internal = str_equal(record_text(record, CASE_CONSENT_SCOPE), STR("internal"));
    if (!label || !uuid_is_nil(record_ref_uuid(record, CASE_CONSENT_ID)))
        return;
    out->items[out->len++] =
        (ConsentItem){.of_case = record_id(record),
                      .customer = record_ref_uuid(record, CASE_CUSTOMER),
                      .id = arena_str(&out->arena, record_text(record, CASE_ID)),
                      .name = arena_str(&out->arena, record_ref_name(record, CASE_CUSTOMER)),
                      .scope = label,
                      .granted_on = INT32_MAX,
                      .expires = expires,
                      .revoked_on = INT32_MAX,
                      .standing = expires < library_today() ? CONSENT_ENDED
                                  : internal                ? CONSENT_INTERNAL
                                                            : CONSENT_HOLDS,
                      .mine = uuid_equal(record_ref_uuid(record, CASE_OWNER), library->actor.user),
                      .cases = 1,
                      .public_cases = case_audience(record) == AUDIENCE_PUBLIC};
}

enum { MOST_CASES = 5000 };

static bool add_cases(Library *library, ConsentList *out, Error *err) {
    FindRequest request = {.query = STR("state:published has:consent"),
                           .match = FIND_ALL,
                           .bare = true,
                           .limit = MOST_CASES};
    FindResult found = {0};
    bool ok = library_find(library, &request, &found, err);
    ConsentItem *items = arena_alloc(&out->arena, (out->len + found.len + 1) * sizeof *items);
    if (out->len)
        memcpy(items, out->items, out->len * sizeof *items);
    out->items = items;
    for (size_t i = 0; ok && i < found.len; i++)
        take_case(library, found.hits[i].row.record, out);
    library_find_free(&found);
    return ok;
}

bool library_consents_by_end(Library *library, ConsentList *out, Error *err) {
    bool ok = collect(library, (Uuid){{0}}, -1, out, err) && add_cases(library, out, err);
    if (ok && out->len)
        qsort(out->items, out->len, sizeof *out->items, by_expiry);
    return ok;
}

void library_consents_free(ConsentList *list) {
    arena_free(&list->arena);
    *list = (ConsentList){0};
}

/* ---- taking back ---- */

static bool load_revoked(Library *library, Uuid id, Record **out, Error *err) {
    if (!library_load(library, ENTITY_CONSENT, id, 0, out, err))
        return false;
    if (consent_standing(*out, library_today()) == CONSENT_REVOKED) {
        record_free(*out);
        return error_set(err, ERR_INVALID, N_("this consent was taken back already"), "");
    }
    record_set_date(*out, CONSENT_REVOKED_ON, library_today());
    return true;
}

bool library_consent_would_drop(Library *library, Uuid consent, size_t *count, Error *err) {
    Record *record;
    Uuid *ids;
    *count = 0;
    if (!load_revoked(library, consent, &record, err))
        return false;
    bool ok = consent_dependents(library, record, &ids, count, err);
    free(ids);
    record_free(record);
    return ok;
}

bool library_consent_revoke(Library *library, Uuid consent, SaveResult *result, Error *err) {
    Record *record;
    if (!library_allow(library, RIGHT_WRITE, err) || !load_revoked(library, consent, &record, err))
        return false;
    bool ok = library_save(library, record, (uint32_t)record_int(record, CONSENT_REV), STR(""),
                           NULL, result, err);
    record_free(record);
    return ok;
}

void library_made_internal_put(const SaveResult *result, Buf *out) {
    if (!result->made_internal)
        return;
    buf_printf(out,
               ngettext("%zu public case is internal now: %s",
                        "%zu public cases are internal "
                        "now: %s",
                        result->made_internal),
               result->made_internal, result->internal_ids);
}
