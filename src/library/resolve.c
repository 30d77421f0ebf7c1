#include "config.h"

#include "library/resolve.h"

#include "base/i18n.h"
#include "base/number.h"
#include "library/internal.h"
#include "library/redirect.h"
#include "library/row.h"
#include "store/lookup.h"
#include "text/fold.h"

bool resolve_display_id(Str text, EntityType *type, uint16_t *year, uint32_t *number) {
    Buf folded = {0};
    Str parts[3], rest, part;
    size_t count = 0;
    text_fold(&folded, str_trim(text));
    rest = buf_str(&folded);
    while (count < 3 && str_split(&rest, '-', &part))
        parts[count++] = part;
    bool ok = false;
    for (EntityType t = ENTITY_NONE + 1; t < ENTITY_TYPES && !rest.ptr && !ok; t++) {
        const Entity *entity = entity_get(t);
        int64_t y = 0, n;
        if (!entity || !entity->prefix || count != (entity->prefix_year ? 3u : 2u) ||
            !str_equal_ascii_case(parts[0], str_of(entity->prefix)) ||
            (entity->prefix_year && !number_parse_int(parts[1], &y)) ||
            !number_parse_int(parts[count - 1], &n) || y < 0 || y > 9999 || n < 1 || n > UINT32_MAX)
            continue;
        *type = t;
        *year = (uint16_t)y;
        *number = (uint32_t)n;
        ok = true;
    }
    buf_free(&folded);
    return ok;
}

void resolve_format_id(EntityType type, uint16_t year, uint32_t number, Buf *out) {
    const Entity *entity = entity_get(type);
    if (entity->prefix_year)
        buf_printf(out, "%s-%04u-%04u", entity->prefix, year, number);
    else
        buf_printf(out, "%s-%06u", entity->prefix, number);
}

static bool find_by_name(StoreRead *read, EntityType type, Str name, Uuid *out, bool *found,
                         Error *err) {
    Buf folded = {0};
    text_fold(&folded, name);
    bool ok = store_first_name(read, type, buf_str(&folded), out, found, err);
    buf_free(&folded);
    return ok;
}

static bool find_record(StoreRead *read, EntityType wanted, Str text, EntityType *type, Uuid *out,
                        bool *found, Error *err) {
    static const EntityType any[] = {ENTITY_CASE, ENTITY_CUSTOMER, ENTITY_USER, ENTITY_TEAM};
    StoreCurrent current;
    uint16_t year;
    uint32_t number;
    *found = false;
    if (uuid_parse(text, out)) {
        if (!store_current_find(read, wanted, *out, &current, found, err))
            return false;
        *type = current.type;
        return true;
    }
    if (resolve_display_id(text, type, &year, &number) &&
        (wanted == ENTITY_NONE || wanted == *type))
        return store_find_id(read, *type, year, number, out, found, err);
    for (size_t i = 0; i < COUNT_OF(any) && !*found; i++) {
        bool named = any[i] != ENTITY_CASE;
        if ((wanted != ENTITY_NONE && wanted != any[i]) ||
            (wanted == ENTITY_NONE && any[i] > ENTITY_CUSTOMER))
            continue;
        *type = any[i];
        if (named && !find_by_name(read, any[i], text, out, found, err))
            return false;
    }
    return true;
}

static bool resolve(Library *library, EntityType type, Str text, bool follow,
                    EntityType *found_type, Uuid *out, Error *err) {
    StoreRead *read;
    EntityType at = type;
    bool found;
    Str trimmed = str_trim(text);
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok = find_record(read, type, trimmed, &at, out, &found, err) &&
              (!follow || !found || at != ENTITY_CASE || redirect_follow(read, out, err));
    store_read_end(read);
    LibraryRow row;
    if (!ok)
        return false;
    if (!found || !library_row(library, at, *out, &row, err))
        return error_set(err, ERR_NOT_FOUND, N_("there is no {0} “{1}”"), "sS",
                         _(entity_get(type == ENTITY_NONE ? ENTITY_CASE : type)->label), trimmed);
    library_row_free(&row);
    if (found_type)
        *found_type = at;
    return true;
}

bool library_resolve(Library *library, EntityType type, Str text, EntityType *found_type, Uuid *out,
                     Error *err) {
    return resolve(library, type, text, true, found_type, out, err);
}

bool library_resolve_itself(Library *library, EntityType type, Str text, EntityType *found_type,
                            Uuid *out, Error *err) {
    return resolve(library, type, text, false, found_type, out, err);
}

Uuid library_redirect(Library *library, Uuid id) {
    StoreRead *read;
    Error ignored;
    Uuid to = id;
    if (!store_read_begin(library->store, &read, &ignored))
        return id;
    if (!redirect_follow(read, &to, &ignored))
        to = id;
    store_read_end(read);
    return to;
}

typedef struct Named {
    StoreRead *read;
    EntityType type;
    Uuid *id;
    bool found, ok;
    Error *err;
} Named;

static bool take_named(void *context, Uuid id) {
    Named *named = context;
    StoreCurrent row;
    bool there;
    named->ok = store_current_find(named->read, named->type, id, &row, &there, named->err);
    named->found = named->ok && there && !row.trashed;
    if (named->found)
        *named->id = id;
    return named->ok && !named->found;
}

/* The first of that name that does not lie in the trash: what was thrown away is not meant. */
static bool find_named(StoreRead *read, EntityType type, Str name, Uuid *id, bool *found,
                       Error *err) {
    Named named = {.read = read, .type = type, .id = id, .ok = true, .err = err};
    Buf folded = {0};
    text_fold(&folded, name);
    bool ok = store_find_name(read, type, buf_str(&folded), take_named, &named, err) && named.ok;
    *found = named.found;
    buf_free(&folded);
    return ok;
}

/* By identity, else by number or name. A person of another library stays himself, also when
 * somebody here has his login; a customer is known by the name. */
static bool find_target(StoreRead *read, EntityType target, bool with_ids, const Value *ref,
                        Uuid *id, bool *found, Error *err) {
    StoreCurrent current;
    uint16_t year;
    uint32_t number;
    EntityType type;
    *found = false;
    *id = ref->ref.uuid;
    if (!uuid_is_nil(*id)) {
        if (!store_current_find(read, target, *id, &current, found, err))
            return false;
        if (*found || target != ENTITY_CUSTOMER)
            return true;
    } else if (with_ids && resolve_display_id(ref->ref.name, &type, &year, &number) &&
               type == target) {
        return store_find_id(read, target, year, number, id, found, err);
    }
    return target == ENTITY_CASE || !ref->ref.name.len ||
           find_named(read, target, ref->ref.name, id, found, err);
}

/* The name that a reference shows is the target's own when it is known. What the actor may not see
 * is as if it were not there: he gets to know no title by writing its number, nor do his readers.
 */
static bool resolve_one(Library *library, StoreRead *read, EntityType target, bool with_ids,
                        Value *ref, Arena *arena, Error *err) {
    StoreCurrent current;
    Uuid id;
    bool found;
    if (!find_target(read, target, with_ids, ref, &id, &found, err))
        return false;
    if (!found)
        return true;
    if (!store_current_find(read, target, id, &current, &found, err) || !found)
        return found;
    Record *row;
    if (!row_decode(&current, &row, err))
        return false;
    if (library_may_see(library, row)) {
        ref->ref.uuid = id;
        ref->ref.name = arena_str(arena, record_title(row));
    }
    record_free(row);
    return true;
}

/* The revision that stands, read when it is asked for first. */
typedef struct Standing {
    StoreRead *read;
    const Record *record;
    Record *current; /* NULL: there is none, or none was asked for */
    bool asked;
} Standing;

static bool load_standing(Standing *standing, Error *err) {
    StoreCurrent row;
    bool found;
    EntityType type = standing->record->entity->type;
    Uuid id = record_id(standing->record);
    if (standing->asked)
        return true;
    standing->asked = true;
    return store_current_find(standing->read, type, id, &row, &found, err) &&
           (!found || store_load(standing->read, type, id, &standing->current, err));
}

static bool is_text(const Value *ref, Str name) {
    return ref->kind == VALUE_REF && uuid_is_nil(ref->ref.uuid) && str_equal(ref->ref.name, name);
}

/* A number of a case that stands there as a text alone was written by somebody who did not see that
 * case: who saves the record next does not look it up for him. */
static bool stays_text(Standing *standing, size_t field, const Value *ref, bool *stays,
                       Error *err) {
    *stays = false;
    if (!uuid_is_nil(ref->ref.uuid) || !ref->ref.name.len ||
        standing->record->entity->fields[field].target != ENTITY_CASE)
        return true;
    if (!load_standing(standing, err))
        return false;
    const Value *before = standing->current ? &standing->current->values[field] : NULL;
    *stays = before && is_text(before, ref->ref.name);
    for (size_t i = 0; before && before->kind == VALUE_LIST && i < before->list.len; i++)
        *stays |= is_text(&before->list.items[i], ref->ref.name);
    return true;
}

static bool resolve_item(Library *library, Standing *standing, size_t field, bool with_ids,
                         Record *record, Value *ref, Error *err) {
    bool stays = false;
    if (with_ids && !stays_text(standing, field, ref, &stays, err))
        return false;
    return resolve_one(library, standing->read, record->entity->fields[field].target,
                       with_ids && !stays, ref, &record->arena, err);
}

static bool resolve_all(Library *library, Standing *standing, bool with_ids, Record *record,
                        Error *err) {
    for (size_t i = 0; i < record->entity->count; i++) {
        const Field *field = &record->entity->fields[i];
        Value *value = &record->values[i];
        if (value->kind == VALUE_REF &&
            !resolve_item(library, standing, i, with_ids, record, value, err))
            return false;
        for (size_t j = 0;
             field->kind == FIELD_REFS && value->kind == VALUE_LIST && j < value->list.len; j++)
            if (!resolve_item(library, standing, i, with_ids, record, &value->list.items[j], err))
                return false;
    }
    return true;
}

bool resolve_references(Library *library, StoreRead *read, Record *record, bool with_ids,
                        Error *err) {
    Standing standing = {.read = read, .record = record};
    library_refresh_people(library);
    bool ok = resolve_all(library, &standing, with_ids, record, err);
    record_free(standing.current);
    return ok;
}
