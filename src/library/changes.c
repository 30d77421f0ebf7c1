#include "config.h"

#include "library/changes.h"

#include "library/history.h"
#include "library/internal.h"
#include "library/row.h"

/* One change, or a batch of them: the newest row of it. */
typedef struct Pending {
    StoreEntry entry;
    Arena arena; /* its texts: those of the store live only until the next row */
    size_t records;
} Pending;

static bool tell(Library *library, Pending *pending, bool and_more, bool all, ChangeFn *each,
                 void *context, Error *err) {
    const StoreEntry *entry = &pending->entry;
    LibraryRow row = {0};
    Error ignored;
    if (!pending->records)
        return true;
    bool have = entry->type != ENTITY_NONE &&
                library_row(library, entry->type, entry->record, &row, &ignored);
    bool people = entry->type == ENTITY_USER || entry->type == ENTITY_TEAM;
    if (!all && (!have || people)) { /* what one may not see, and what is the admins' */
        library_row_free(&row);
        pending->records = 0;
        return true;
    }
    ChangeEntry shown = {.number = entry->number,
                         .at_ms = entry->at_ms,
                         .verb = history_verb_label(str_of(store_verb_name(entry->verb))),
                         .login = entry->login,
                         .note = entry->note,
                         .type = entry->type,
                         .record = entry->record,
                         .title = have ? record_title(row.record) : (Str){"", 0},
                         .records = pending->records,
                         .and_more = and_more};
    bool go_on = each(context, &shown, err);
    library_row_free(&row);
    pending->records = 0;
    return go_on;
}

static bool same_batch(const Pending *pending, const StoreEntry *entry) {
    return pending->records && !uuid_is_nil(entry->batch) &&
           uuid_equal(entry->batch, pending->entry.batch);
}

static void begin(Pending *pending, const StoreEntry *entry) {
    arena_clear(&pending->arena);
    pending->entry = *entry;
    pending->entry.login = arena_str(&pending->arena, entry->login);
    pending->entry.note = arena_str(&pending->arena, entry->note);
    pending->records = 1;
}

static bool walk(Library *library, bool all, const Uuid *actor, size_t most, ChangeFn *each,
                 void *context, Error *err) {
    uint64_t number;
    uint8_t hash[STORE_HASH];
    StoreRead *read;
    Pending pending = {0};
    size_t looked = 0, told = 0;
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok = store_log_head(read, &number, hash, err);
    for (; ok && number && looked < CHANGES_LOOKED_AT && told < most; number--, looked++) {
        StoreEntry entry;
        if (!store_log_entry(read, number, &entry, err)) {
            ok = err->code == ERR_NOT_FOUND; /* purged */
        } else if (same_batch(&pending, &entry)) {
            pending.records++;
        } else if (entry.verb != VERB_SESSION && (!actor || uuid_equal(entry.actor, *actor))) {
            told += pending.records > 0;
            ok = tell(library, &pending, false, all, each, context, err);
            begin(&pending, &entry);
        }
    }
    if (ok && told < most)
        ok = tell(library, &pending, number > 0 && pending.records > 1, all, each, context, err);
    arena_free(&pending.arena);
    store_read_end(read);
    return ok;
}

bool library_changes(Library *library, size_t most, ChangeFn *each, void *context, Error *err) {
    return library_allow(library, RIGHT_AUDIT, err) &&
           walk(library, true, NULL, most, each, context, err);
}

bool library_activity(Library *library, bool mine, size_t most, ChangeFn *each, void *context,
                      Error *err) {
    return library_allow(library, RIGHT_READ, err) &&
           walk(library, false, mine ? &library->actor.user : NULL, most, each, context, err);
}
