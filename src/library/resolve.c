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

typedef struct Standing {
    StoreRead *read;
    EntityType type;
    Uuid *id;
    bool found, ok;
    Error *err;
} Standing;

static bool take_standing(void *context, Uuid id) {
    Standing *standing = context;
    StoreCurrent row;
    bool there;
    standing->ok =
        store_current_find(standing->read, standing->type, id, &row, &there, standing->err);
    standing->found = standing->ok && there && !row.trashed;
    if (standing->found)
        *standing->id = id;
    return standing->ok && !standing->found;
}

/* The first of that name that does not lie in the trash: what was thrown away is not meant. */
static bool find_standing(StoreRead *read, EntityType type, Str name, Uuid *id, bool *found,
                          Error *err) {
    Standing standing = {.read = read, .type = type, .id = id, .ok = true, .err = err};
    Buf folded = {0};
    text_fold(&folded, name);
    bool ok =
        store_find_name(read, type, buf_str(&folded), take_standing, &standing, err) && standing.ok;
    *found = standing.found;
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
           find_standing(read, target, ref->ref.name, id, found, err);
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

bool resolve_references(Library *library, StoreRead *read, Record *record, bool with_ids,
                        Error *err) {
    library_refresh_people(library);
    for (size_t i = 0; i < record->entity->count; i++) {
        const Field *field = &record->entity->fields[i];
        Value *value = &record->values[i];
        if (value->kind == VALUE_REF &&
            !resolve_one(library, read, field->target, with_ids, value, &record->arena, err))
            return false;
        for (size_t j = 0;
             field->kind == FIELD_REFS && value->kind == VALUE_LIST && j < value->list.len; j++)
            if (!resolve_one(library, read, field->target, with_ids, &value->list.items[j],
                             &record->arena, err))
                return false;
    }
    return true;
}
