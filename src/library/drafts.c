#include "config.h"

#include "library/drafts.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "library/internal.h"
#include "record/encode.h"

bool library_draft_begin(Library *library, EntityType type, Uuid record, uint32_t base_rev,
                         Draft **out, Error *err) {
    return draft_new(store_path(library->store), library->actor.user, type, record, base_rev,
                     uuid_new(), out, err);
}

typedef struct Resume {
    EntityType type;
    LibraryDraftFn *each;
    void *context;
} Resume;

static bool hand_over(void *context, const DraftEntry *entry, Error *err) {
    Resume *resume = context;
    int field = entity_field_by_id(entity_get(resume->type), entry->field);
    return field < 0 || resume->each(resume->context, field, entry->encoded, entry->value, err);
}

bool library_draft_resume(Library *library, Uuid id, Draft **out, LibraryDraftFn *each,
                          void *context, Error *err) {
    const char *path = store_path(library->store);
    if (!draft_open(path, library->actor.user, id, uuid_new(), out, err))
        return false;
    Resume resume = {draft_info(*out)->type, each, context};
    if (draft_read(path, library->actor.user, id, 0, hand_over, &resume, err) &&
        draft_new_version(*out, err))
        return true;
    draft_close(*out);
    return false;
}

bool library_draft_text(Draft *draft, EntityType type, int field, Str text, Error *err) {
    DraftEntry entry = {entity_get(type)->fields[field].id, false, clock_now_ms(), text};
    bool paused = entry.at_ms - draft_info(draft)->changed_ms >= VERSION_PAUSE_MS;
    return (!paused || draft_new_version(draft, err)) && draft_set(draft, &entry, err);
}

bool library_draft_value(Draft *draft, const Record *record, int field, Error *err) {
    Buf bytes = {0};
    record_encode_some(record, &field, 1, &bytes);
    DraftEntry entry = {record->entity->fields[field].id, true, clock_now_ms(), buf_str(&bytes)};
    bool ok = draft_set(draft, &entry, err);
    buf_free(&bytes);
    return ok;
}

bool library_draft_decode(EntityType type, int field, Str bytes, Arena *arena, Value *out,
                          Error *err) {
    Record *record;
    if (!record_decode(type, bytes.ptr, bytes.len, &record, err))
        return false;
    *out = value_copy(arena, record->values[field]);
    record_free(record);
    return true;
}

bool library_drafts(Library *library, DraftList *out, Error *err) {
    return draft_list(store_path(library->store), library->actor.user, out, err);
}

bool library_draft_find(Library *library, EntityType type, Uuid record, DraftInfo *out, bool *found,
                        Error *err) {
    DraftList list = {0};
    *found = false;
    if (!library_drafts(library, &list, err))
        return false;
    for (size_t i = 0; i < list.len && !*found; i++) {
        *found = list.items[i].type == type && uuid_equal(list.items[i].record, record);
        if (*found)
            *out = list.items[i];
    }
    free(list.items);
    return true;
}

bool library_draft_get(Library *library, Uuid id, DraftInfo *out, Error *err) {
    DraftList list = {0};
    size_t at = 0;
    if (!library_drafts(library, &list, err))
        return false;
    while (at < list.len && !uuid_equal(list.items[at].id, id))
        at++;
    bool found = at < list.len;
    *out = found ? list.items[at] : (DraftInfo){0};
    free(list.items);
    return found || error_set(err, ERR_NOT_FOUND, N_("this draft is gone"), "");
}

bool library_draft_discard(Library *library, Uuid id, Error *err) {
    return draft_discard(store_path(library->store), library->actor.user, id, err);
}

bool library_draft_restore(Library *library, Uuid id, Error *err) {
    return draft_restore(store_path(library->store), library->actor.user, id, err);
}

bool library_draft_remove(Library *library, Uuid id, Error *err) {
    return draft_remove(store_path(library->store), library->actor.user, id, err);
}

bool library_draft_versions(Library *library, Uuid id, LibraryVersions *out, Error *err) {
    DraftVersions all;
    *out = (LibraryVersions){0};
    if (!draft_versions(store_path(library->store), library->actor.user, id, &all, err))
        return false;
    for (size_t i = all.len; i-- > 0;) {
        const DraftVersion *version = &all.items[i];
        if (version->entries) /* others are as the one before */
            vec_push(out, (LibraryVersion){.number = (uint32_t)(all.len - 1 - i),
                                           .changed_ms = version->changed_ms,
                                           .bytes = version->bytes,
                                           .aside = version->aside});
    }
    free(all.items);
    return true;
}

bool library_draft_read(Library *library, Uuid id, EntityType type, uint32_t version,
                        LibraryDraftFn *each, void *context, Error *err) {
    Resume resume = {type, each, context};
    return draft_read(store_path(library->store), library->actor.user, id, version, hand_over,
                      &resume, err);
}

bool library_draft_aside(Library *library, Uuid id, EntityType type, const int *fields,
                         const Str *texts, size_t count, Error *err) {
    VEC(DraftEntry) entries = {0};
    for (size_t i = 0; i < count; i++)
        vec_push(&entries, (DraftEntry){.field = entity_get(type)->fields[fields[i]].id,
                                        .at_ms = clock_now_ms(),
                                        .value = texts[i]});
    bool ok = draft_add_aside(store_path(library->store), library->actor.user, id, entries.items,
                              entries.len, err);
    vec_free(&entries);
    return ok;
}
