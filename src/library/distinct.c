#include "config.h"

#include "library/distinct.h"

#include "base/i18n.h"
#include "library/distinctpair.h"
#include "library/row.h"
#include "store/settings.h"

#include <stdio.h>

/* A pair is a setting of its first case, named after the second one. */
enum { KEY_BYTES = sizeof "distinct " + UUID_TEXT };

static Uuid put_key(Uuid a, Uuid b, char key[KEY_BYTES]) {
    char text[UUID_TEXT];
    bool ordered = memcmp(a.bytes, b.bytes, sizeof a.bytes) < 0;
    uuid_format(ordered ? b : a, text);
    snprintf(key, KEY_BYTES, "distinct %s", text);
    return ordered ? a : b;
}

bool distinct_pair(StoreRead *read, Uuid a, Uuid b, bool *out, Error *err) {
    char key[KEY_BYTES];
    Str value;
    Uuid scope = put_key(a, b, key);
    if (!store_setting(read, scope, str_of(key), &value, err))
        return false;
    *out = value.ptr != NULL;
    return true;
}

static bool put_pair(Library *library, StoreWrite *write, Uuid a, Uuid b, bool distinct,
                     size_t *changed, Error *err) {
    char key[KEY_BYTES];
    bool before;
    Str yes = STR("yes");
    StoreChange change = library_change(library, VERB_SETTINGS, STR(""));
    Uuid scope = put_key(a, b, key);
    if (!distinct_pair(store_write_read(write), a, b, &before, err))
        return false;
    *changed += before != distinct;
    return store_put_setting(write, &change, scope, str_of(key), distinct ? &yes : NULL, err);
}

static bool check_cases(Library *library, const Uuid *ids, size_t count, Error *err) {
    if (count < 2)
        return error_set(err, ERR_INVALID, N_("at least two cases are needed"), "");
    for (size_t i = 0; i < count; i++) {
        LibraryRow row;
        for (size_t j = 0; j < i; j++)
            if (uuid_equal(ids[i], ids[j]))
                return error_set(err, ERR_INVALID, N_("one case is named twice"), "");
        if (!library_row(library, ENTITY_CASE, ids[i], &row, err))
            return false;
        library_row_free(&row);
    }
    return true;
}

bool library_distinct_set(Library *library, const Uuid *ids, size_t count, bool distinct,
                          size_t *changed, Error *err) {
    StoreWrite *write;
    size_t own = 0;
    if (!library_allow(library, RIGHT_WRITE, err) || !check_cases(library, ids, count, err) ||
        !library_write_begin(library, false, &write, err))
        return false;
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++)
        for (size_t j = 0; ok && j < i; j++)
            ok = put_pair(library, write, ids[i], ids[j], distinct, &own, err);
    if (!ok || !own) { /* nothing new: nothing to write */
        store_write_abort(write);
    } else {
        ok = store_write_commit(write, NULL, err);
    }
    if (changed)
        *changed = own;
    return ok;
}
