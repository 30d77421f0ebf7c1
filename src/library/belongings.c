#include "config.h"

#include "library/belongings.h"

#include "library/redirect.h"
#include "store/lookup.h"

typedef struct Walk {
    StoreRead *read;
    EntityType type;
    BelongingFn *each;
    void *context;
    Error *err;
    bool ok;
} Walk;

static bool take_one(void *context, Uuid id) {
    Walk *walk = context;
    StoreCurrent row;
    Record *record;
    bool found;
    walk->ok = store_current_find(walk->read, walk->type, id, &row, &found, walk->err) &&
               (!found || row.trashed || row_decode(&row, &record, walk->err));
    if (!walk->ok || !found || row.trashed)
        return walk->ok;
    walk->ok = walk->each(walk->context, &row, record, walk->err);
    record_free(record);
    return walk->ok;
}

bool belongings_each(Library *library, EntityType type, Uuid case_id, BelongingFn *each,
                     void *context, Error *err) {
    Walk walk = {.type = type, .each = each, .context = context, .err = err, .ok = true};
    RedirectFamily family = {0};
    if (!store_read_begin(library->store, &walk.read, err))
        return false;
    bool ok = redirect_family(walk.read, case_id, &family, err);
    for (size_t i = 0; ok && walk.ok && i < family.len; i++) {
        char name[UUID_TEXT];
        uuid_format(family.items[i], name);
        ok = store_find_name(walk.read, type, str_of(name), take_one, &walk, err);
    }
    store_read_end(walk.read);
    vec_free(&family);
    return ok && walk.ok;
}
