#include "config.h"

#include "library/undosame.h"

#include <string.h>

/* The name of what a reference means is the target's: it changes with that. */
static bool means_the_same(const Value *a, const Value *b) {
    if (a->kind == VALUE_REF && b->kind == VALUE_REF && !uuid_is_nil(a->ref.uuid))
        return uuid_equal(a->ref.uuid, b->ref.uuid);
    if (a->kind != VALUE_LIST || b->kind != VALUE_LIST || a->list.len != b->list.len)
        return value_equal(a, b);
    for (size_t i = 0; i < a->list.len; i++)
        if (!means_the_same(&a->list.items[i], &b->list.items[i]))
            return false;
    return true;
}

bool undo_says_the_same(StoreRead *read, uint64_t a, uint64_t b, bool *same, Error *err) {
    Record *x, *y;
    *same = true;
    if (!store_load_change(read, a, &x, err))
        return false;
    if (!store_load_change(read, b, &y, err)) {
        record_free(x);
        return false;
    }
    for (size_t i = 0; *same && i < x->entity->count; i++) {
        const char *key = x->entity->fields[i].key;
        bool counts = strcmp(key, "rev") == 0 || strcmp(key, "updated") == 0;
        *same = counts || means_the_same(&x->values[i], &y->values[i]);
    }
    record_free(x);
    record_free(y);
    return true;
}

static bool is_same_target(const Value *a, const Value *b) {
    return a->kind == VALUE_REF && b->kind == VALUE_REF && !uuid_is_nil(a->ref.uuid) &&
           uuid_equal(a->ref.uuid, b->ref.uuid);
}

bool undo_keep_names(StoreRead *read, uint64_t undone, uint64_t current, Record *record,
                     Error *err) {
    Record *after, *now;
    if (undone == current)
        return true;
    if (!store_load_change(read, undone, &after, err))
        return false;
    if (!store_load_change(read, current, &now, err)) {
        record_free(after);
        return false;
    }
    for (size_t i = 0; i < record->entity->count; i++) {
        const Value *left = &after->values[i], *stands = &now->values[i];
        Value *value = &record->values[i];
        if (is_same_target(value, left) && is_same_target(value, stands) &&
            str_equal(value->ref.name, left->ref.name))
            value->ref.name = arena_str(&record->arena, stands->ref.name);
    }
    record_free(after);
    record_free(now);
    return true;
}
