#include "config.h"

#include "library/drafts.h"

#include "base/clock.h"
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
    if (draft_read(path, library->actor.user, id, 0, hand_over, &resume, err))
        return true;
    draft_close(*out);
    return false;
}

bool library_draft_text(Draft *draft, EntityType type, int field, Str text, Error *err) {
    DraftEntry entry = {entity_get(type)->fields[field].id, false, clock_now_ms(), text};
    return draft_set(draft, &entry, err);
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

bool library_draft_find(Library *library, Uuid record, DraftInfo *out, bool *found, Error *err) {
    DraftList list = {0};
    *found = false;
    if (!library_drafts(library, &list, err))
        return false;
    for (size_t i = 0; i < list.len && !*found; i++) {
        *found = uuid_equal(list.items[i].record, record);
        if (*found)
            *out = list.items[i];
    }
    free(list.items);
    return true;
}

bool library_draft_discard(Library *library, Uuid id, Error *err) {
    return draft_discard(store_path(library->store), library->actor.user, id, err);
}
