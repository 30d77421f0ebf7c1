#include "config.h"

#include "library/customersave.h"

#include "base/i18n.h"
#include "library/customernames.h"
#include "library/queue.h"
#include "library/row.h"
#include "library/undo.h"

/* ---- who names it ---- */

typedef struct Naming {
    Uuid customer;
    EntityType type;
    VEC(Uuid) ids;
} Naming;

static int field_of(EntityType type) {
    return type == ENTITY_CASE ? (int)CASE_CUSTOMER : (int)CONSENT_CUSTOMER;
}

/* Most rows do not hold the identity: they are not decoded. */
static bool take_row(void *context, const StoreCurrent *row, Error *err) {
    Naming *naming = context;
    Str summary, bytes = str_make((const char *)naming->customer.bytes, sizeof(Uuid));
    Buf scratch = {0};
    Record *record;
    if (row->trashed)
        return true;
    bool ok = store_summary(row, &scratch, &summary, err);
    bool holds = ok && str_find(summary, bytes, 0) != SIZE_MAX;
    buf_free(&scratch);
    if (!holds)
        return ok;
    if (!row_decode(row, &record, err))
        return false;
    if (uuid_equal(record_ref_uuid(record, field_of(naming->type)), naming->customer))
        vec_push(&naming->ids, row->record);
    record_free(record);
    return true;
}

static bool find_naming(Library *library, Naming *naming, Error *err) {
    StoreRead *read;
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok = store_current_each(read, naming->type, take_row, naming, err);
    store_read_end(read);
    return ok;
}

bool customer_may_trash(Library *library, const Record *customer, Error *err) {
    Naming cases = {.customer = record_id(customer), .type = ENTITY_CASE};
    Naming consents = {.customer = record_id(customer), .type = ENTITY_CONSENT};
    bool ok = find_naming(library, &cases, err) && find_naming(library, &consents, err);
    size_t counts[2] = {cases.ids.len, consents.ids.len};
    vec_free(&cases.ids);
    vec_free(&consents.ids);
    if (ok && counts[0])
        return error_set(err, ERR_INVALID,
                         N_("“{0}” has cases ({1}): give them another customer, or rename it"),
                         "Sz", record_title(customer), counts[0]);
    if (ok && counts[1])
        return error_set(err, ERR_INVALID,
                         N_("“{0}” has consents on record ({1}): it stays as long as they do"),
                         "Sz", record_title(customer), counts[1]);
    return ok;
}

/* ---- another name ---- */

void customer_put_name(Library *library, EntityType type, Uuid id, Buf *out) {
    LibraryRow row;
    Error ignored;
    if (type != ENTITY_CUSTOMER || !library_row(library, type, id, &row, &ignored))
        return;
    buf_put_str(out, record_text(row.record, CUSTOMER_NAME));
    library_row_free(&row);
}

static bool rename_in_all(Queue *queue, const Naming naming[2], Str name, StoreVerb verb,
                          Error *err) {
    bool ok = true;
    for (int i = 0; i < 2; i++)
        for (size_t j = 0; ok && j < naming[i].ids.len; j++)
            ok = customernames_give(queue, naming[i].type, naming[i].ids.items[j], name, verb, err);
    return ok && queue_finish(queue, err);
}

static void give_name(Library *library, Uuid id, Str before, Str name, StoreVerb verb,
                      SaveResult *result) {
    Queue queue;
    Naming naming[2] = {{.customer = id, .type = ENTITY_CASE},
                        {.customer = id, .type = ENTITY_CONSENT}};
    Buf note = {0};
    Error ignored;
    buf_printf(&note, "%.*s -> %.*s", STR_ARG(before), STR_ARG(name));
    if (find_naming(library, &naming[0], &ignored) && find_naming(library, &naming[1], &ignored) &&
        naming[0].ids.len + naming[1].ids.len) {
        queue_init(&queue, library, 0, STR(BULK_SOURCE));
        customernames_queue(&queue);
        queue.context.note = buf_str(&note);
        if (rename_in_all(&queue, naming, name, verb, &ignored))
            result->renamed_in = naming[0].ids.len;
        queue_free(&queue);
    }
    vec_free(&naming[0].ids);
    vec_free(&naming[1].ids);
    buf_free(&note);
}

void customer_follow_name(Library *library, EntityType type, Uuid id, Str before, StoreVerb verb,
                          SaveResult *result) {
    Buf name = {0};
    customer_put_name(library, type, id, &name);
    if (before.len && name.len && !str_equal(before, buf_str(&name)))
        give_name(library, id, before, buf_str(&name), verb, result);
    buf_free(&name);
}
