#include "config.h"

#include "tui/app/marks.h"

static Str key_of(const Uuid *id) {
    return str_make((const char *)id->bytes, sizeof id->bytes);
}

void marks_free(Marks *marks) {
    vec_free(&marks->ids);
    map_free(&marks->known);
    *marks = (Marks){0};
}

bool marks_has(const Marks *marks, Uuid id) {
    const uint64_t *known = marks->ids.len ? map_get(&marks->known, key_of(&id)) : NULL;
    return known && *known;
}

bool marks_add(Marks *marks, Uuid id) {
    if (uuid_is_nil(id) || marks_has(marks, id))
        return false;
    *map_put(&marks->known, key_of(&id), NULL) = 1;
    vec_push(&marks->ids, id);
    return true;
}

void marks_remove_all(Marks *marks, const Uuid *ids, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (marks_has(marks, ids[i]))
            *map_put(&marks->known, key_of(&ids[i]), NULL) = 0;
    for (size_t i = 0; i < marks->ids.len; i++)
        if (*map_get(&marks->known, key_of(&marks->ids.items[i])))
            marks->ids.items[kept++] = marks->ids.items[i];
    marks->ids.len = kept;
}

bool marks_remove(Marks *marks, Uuid id) {
    bool had = marks_has(marks, id);
    if (had)
        marks_remove_all(marks, &id, 1);
    return had;
}

bool marks_toggle(Marks *marks, Uuid id) {
    return !marks_remove(marks, id) && marks_add(marks, id);
}
