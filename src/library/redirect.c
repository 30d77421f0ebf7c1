#include "config.h"

#include "library/redirect.h"

#include "base/i18n.h"
#include "library/row.h"
#include "store/lookup.h"

/* No chain is longer than the number of merges that somebody made by hand; what is longer is
 * damage, and ends. */
enum { LONGEST_CHAIN = 1000 };

static bool next_of(StoreRead *read, Uuid id, Uuid *next, Error *err) {
    StoreCurrent current;
    Record *row;
    bool found;
    *next = (Uuid){{0}};
    if (!store_current_find(read, ENTITY_CASE, id, &current, &found, err))
        return false;
    if (!found || !current.trashed)
        return true;
    if (!row_decode(&current, &row, err))
        return false;
    *next = record_ref_uuid(row, CASE_MERGED_INTO);
    record_free(row);
    return true;
}

bool redirect_follow(StoreRead *read, Uuid *id, Error *err) {
    for (int step = 0; step < LONGEST_CHAIN; step++) {
        Uuid next;
        if (!next_of(read, *id, &next, err))
            return false;
        if (uuid_is_nil(next))
            return true;
        *id = next;
    }
    return error_set(err, ERR_CORRUPT, N_("merged cases point at each other"), "");
}

static bool collect(void *context, Uuid record) {
    RedirectFamily *family = context;
    VEC_EACH (known, family)
        if (uuid_equal(*known, record))
            return true;
    vec_push(family, record);
    return true;
}

bool redirect_family(StoreRead *read, Uuid id, RedirectFamily *out, Error *err) {
    vec_push(out, id);
    for (size_t i = 0; i < out->len; i++) {
        char name[UUID_TEXT];
        uuid_format(out->items[i], name);
        if (!store_find_name(read, ENTITY_CASE, str_of(name), collect, out, err))
            return false;
    }
    return true;
}

/* ---- what is saved ---- */

/* Not into a case that the actor may not see: he would learn its title. */
static bool follow_one(Library *library, StoreRead *read, Arena *arena, Value *ref, Error *err) {
    StoreCurrent current;
    Record *row;
    Uuid id = ref->ref.uuid;
    bool found;
    if (uuid_is_nil(id))
        return true;
    if (!redirect_follow(read, &id, err))
        return false;
    if (uuid_equal(id, ref->ref.uuid))
        return true;
    if (!store_current_find(read, ENTITY_CASE, id, &current, &found, err))
        return false;
    if (!found) {
        ref->ref.uuid = id;
        return true;
    }
    if (!row_decode(&current, &row, err))
        return false;
    if (library_may_see(library, row)) {
        ref->ref.uuid = id;
        ref->ref.name = arena_str(arena, record_title(row));
    }
    record_free(row);
    return true;
}

static bool stands_before(const Value *items, size_t count, Uuid id) {
    for (size_t i = 0; i < count; i++)
        if (uuid_equal(items[i].ref.uuid, id))
            return true;
    return false;
}

/* Only a list in which something moved is put in order. */
static bool follow_list(Library *library, StoreRead *read, Record *record, Value *list,
                        Error *err) {
    size_t kept = 0;
    bool moved = false;
    for (size_t i = 0; i < list->list.len; i++) {
        Value *item = &list->list.items[i];
        Uuid before = item->ref.uuid;
        if (!follow_one(library, read, &record->arena, item, err))
            return false;
        moved |= !uuid_equal(before, item->ref.uuid);
    }
    for (size_t i = 0; moved && i < list->list.len; i++) {
        Uuid id = list->list.items[i].ref.uuid;
        bool drop = !uuid_is_nil(id) && (uuid_equal(id, record_id(record)) ||
                                         stands_before(list->list.items, kept, id));
        if (!drop)
            list->list.items[kept++] = list->list.items[i];
    }
    if (moved)
        list->list.len = kept;
    if (!list->list.len)
        list->kind = VALUE_NONE;
    return true;
}

bool redirect_references(Library *library, StoreRead *read, Record *record, StoreVerb verb,
                         bool exists, Error *err) {
    const Entity *entity = record->entity;
    bool made = verb == VERB_CREATE || verb == VERB_EDIT || verb == VERB_IMPORT;
    if (!made || (exists && entity->type != ENTITY_CASE))
        return true;
    for (size_t i = 0; i < entity->count; i++) {
        Value *value = &record->values[i];
        if (entity->fields[i].target != ENTITY_CASE ||
            (entity->type == ENTITY_CASE && i == CASE_MERGED_INTO))
            continue;
        if (value->kind == VALUE_REF && !follow_one(library, read, &record->arena, value, err))
            return false;
        if (value->kind == VALUE_LIST && !follow_list(library, read, record, value, err))
            return false;
    }
    return true;
}

static bool sees(Library *library, Uuid id) {
    LibraryRow row;
    Error ignored;
    bool seen = library_row(library, ENTITY_CASE, id, &row, &ignored);
    if (seen)
        library_row_free(&row);
    return seen;
}

bool redirect_allows_import(Library *library, const StoreCurrent *current, const Record *record,
                            Error *err) {
    if (record->entity->type != ENTITY_CASE || !current->trashed ||
        !record_has(record, CASE_MERGED_INTO) || !record_int(record, CASE_TRASHED))
        return true;
    if (!sees(library, record_ref_uuid(record, CASE_MERGED_INTO)))
        return error_set(err, ERR_INVALID, N_("the record is in the trash; bring it back first"),
                         "");
    return error_set(err, ERR_INVALID,
                     N_("this case was merged into “{0}”: put what is new into that one, or take "
                        "the merge back"),
                     "S", record_ref_name(record, CASE_MERGED_INTO));
}

bool redirect_is_changed_by(StoreVerb verb) {
    return verb == VERB_MERGE || verb == VERB_UNDO || verb == VERB_UNTRASH || verb == VERB_TRASH;
}
