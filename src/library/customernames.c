#include "config.h"

#include "library/customernames.h"

#include "base/vec.h"
#include "library/queue.h"
#include "library/row.h"

/* A record that names a customer. */
typedef struct NamingRow {
    EntityType type;
    Uuid id, customer;
    Str name; /* in the arena of the walk */
} NamingRow;

typedef struct NamingRows {
    VEC(NamingRow) items;
    Arena arena;
} NamingRows;

static void free_rows(NamingRows *rows) {
    vec_free(&rows->items);
    arena_free(&rows->arena);
}

static int customer_field(EntityType type) {
    return type == ENTITY_CASE ? (int)CASE_CUSTOMER : (int)CONSENT_CUSTOMER;
}

static Str key_of(const Uuid *id) {
    return str_make((const char *)id->bytes, sizeof id->bytes);
}

static bool take_row(void *context, const StoreCurrent *current, Error *err) {
    NamingRows *rows = context;
    Record *record;
    if (current->trashed)
        return true;
    if (!row_decode(current, &record, err))
        return false;
    EntityType type = record->entity->type;
    NamingRow row = {type, current->record, record_ref_uuid(record, customer_field(type)), {0}};
    if (!uuid_is_nil(row.customer)) {
        row.name = arena_str(&rows->arena, record_ref_name(record, customer_field(type)));
        vec_push(&rows->items, row);
    }
    record_free(record);
    return true;
}

static bool walk(Library *library, NamingRows *out, Error *err) {
    StoreRead *read;
    *out = (NamingRows){0};
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok = store_current_each(read, ENTITY_CASE, take_row, out, err) &&
              store_current_each(read, ENTITY_CONSENT, take_row, out, err);
    store_read_end(read);
    return ok;
}

bool customernames_used(Library *library, Map *out, Error *err) {
    NamingRows rows;
    bool ok = walk(library, &rows, err);
    VEC_EACH (row, &rows.items)
        map_put(out, key_of(&row->customer), NULL);
    free_rows(&rows);
    return ok;
}

/* ---- another name ---- */

/* Somebody may save a record while its change waits: what he wrote stays, also another customer. */
static bool take_newest(void *watcher, StoreRead *read, Record *record, uint32_t *base_rev,
                        Error *err) {
    StoreCurrent row;
    Record *current;
    EntityType type = record->entity->type;
    int field = customer_field(type);
    (void)watcher;
    if (!store_current(read, type, record_id(record), &row, err))
        return false;
    if (row.rev == *base_rev)
        return true;
    if (!store_load(read, type, record_id(record), &current, err))
        return false;
    Uuid customer = record_ref_uuid(record, field);
    Str name = arena_str(&record->arena, record_ref_name(record, field));
    for (size_t i = 0; i < record->entity->count; i++)
        put_keep(record, current, (int)i);
    record_set_unknown(record, current->unknown);
    record_free(current);
    if (uuid_equal(record_ref_uuid(record, field), customer))
        record_set_ref(record, field, customer, name);
    *base_rev = row.rev;
    return true;
}

void customernames_queue(Queue *queue) {
    queue->match = take_newest;
    queue->durable = NULL;
}

bool customernames_give(Queue *queue, EntityType type, Uuid id, Str name, StoreVerb verb,
                        Error *err) {
    StoreRead *read;
    Record *record;
    if (!store_read_begin(queue->library->store, &read, err))
        return false;
    bool ok = store_load(read, type, id, &record, err);
    store_read_end(read);
    if (!ok)
        return false;
    int field = customer_field(type);
    uint32_t rev = (uint32_t)record_int(record, entity_field(record->entity, STR("rev")));
    record_set_ref(record, field, record_ref_uuid(record, field), name);
    return queue_add(queue, record, verb, rev, PUT_FORCE, 0, err) && queue_write(queue, err);
}

/* ---- after an import ---- */

static bool give_names(Queue *queue, const LibraryRows *customers, size_t *changed, Error *err) {
    NamingRows rows;
    Map at = {0};
    for (size_t i = 0; i < customers->len; i++) {
        Uuid id = record_id(customers->items[i].record);
        *map_put(&at, key_of(&id), NULL) = i;
    }
    bool ok = walk(queue->library, &rows, err);
    for (size_t i = 0; ok && i < rows.items.len; i++) {
        const NamingRow *row = &rows.items.items[i];
        const uint64_t *place = map_get(&at, key_of(&row->customer));
        if (!place)
            continue;
        Str name = record_title(customers->items[*place].record);
        if (str_equal(row->name, name))
            continue;
        ok = customernames_give(queue, row->type, row->id, name, VERB_EDIT, err);
        *changed += row->type == ENTITY_CASE;
    }
    map_free(&at);
    free_rows(&rows);
    return ok;
}

bool customernames_follow_import(Library *library, Queue *queue, size_t *changed, Error *err) {
    LibraryRows customers = {0};
    *changed = 0;
    if (!queue_flush(queue, err))
        return false;
    if (!queue->batch.updated) /* new ones are named by nobody yet */
        return true;
    if (!library_rows(library, ENTITY_CUSTOMER, false, &customers, err))
        return false;
    customernames_queue(queue); /* these are no records of a file */
    bool ok = give_names(queue, &customers, changed, err);
    library_rows_free(&customers);
    return ok;
}
