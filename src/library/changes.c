#include "config.h"

#include "library/changes.h"

#include "base/i18n.h"
#include "library/history.h"
#include "library/internal.h"
#include "library/row.h"
#include "library/undo.h"

/* One change, or a batch of them: the newest row of it. */
typedef struct Pending {
    StoreEntry entry;
    Arena arena; /* its texts: those of the store live only until the next row */
    size_t records;
    uint64_t consent; /* the newest change to a consent among them; 0: there is none */
} Pending;

/* Of what is only beside a case, the case: that has a name. */
static Uuid case_of(const Record *record) {
    EntityType type = record->entity->type;
    int field = type == ENTITY_COMMENT ? COMMENT_CASE : type == ENTITY_RATING ? RATING_CASE : -1;
    return field < 0 ? (Uuid){{0}} : record_ref_uuid(record, field);
}

/* Whether the change is what ended the consent. */
static bool revokes(StoreRead *read, uint64_t number) {
    StoreEntry entry;
    Record *before, *after;
    Error ignored;
    if (!number || !store_log_entry(read, number, &entry, &ignored) || entry.verb != VERB_EDIT ||
        !entry.previous || !store_load_change(read, number, &after, &ignored))
        return false;
    bool ended = record_has(after, CONSENT_REVOKED_ON);
    record_free(after);
    if (!ended || !store_load_change(read, entry.previous, &before, &ignored))
        return false;
    ended = !record_has(before, CONSENT_REVOKED_ON);
    record_free(before);
    return ended;
}

static const char *label_of(StoreRead *read, const Pending *pending) {
    if (undo_is_redo(&pending->entry))
        return history_verb_label(STR("redo"));
    if (revokes(read, pending->consent))
        return N_("consent withdrawn");
    return history_verb_label(str_of(store_verb_name(pending->entry.verb)));
}

static bool tell(Library *library, StoreRead *read, Pending *pending, bool and_more, bool all,
                 ChangeFn *each, void *context, Error *err) {
    const StoreEntry *entry = &pending->entry;
    LibraryRow row = {0}, about = {0};
    Uuid case_id = {{0}};
    Error ignored;
    if (!pending->records)
        return true;
    bool have = entry->type != ENTITY_NONE &&
                library_row(library, entry->type, entry->record, &row, &ignored);
    if (have)
        case_id = case_of(row.record);
    if (!uuid_is_nil(case_id))
        have = library_row(library, ENTITY_CASE, case_id, &about, &ignored);
    bool people = entry->type == ENTITY_USER || entry->type == ENTITY_TEAM;
    if (!all && (!have || people)) { /* what one may not see, and what is the admins' */
        library_row_free(&row);
        library_row_free(&about);
        pending->records = 0;
        return true;
    }
    ChangeEntry shown = {.number = entry->number,
                         .at_ms = entry->at_ms,
                         .verb = label_of(read, pending),
                         .login = entry->login,
                         .note = entry->note,
                         .type = entry->type,
                         .record = entry->record,
                         .about = case_id,
                         .title = have ? record_title(about.record ? about.record : row.record)
                                       : (Str){"", 0},
                         .records = pending->records,
                         .and_more = and_more};
    bool go_on = each(context, &shown, err);
    library_row_free(&row);
    library_row_free(&about);
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
    pending->consent = entry->type == ENTITY_CONSENT ? entry->number : 0;
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
            if (entry.type == ENTITY_CONSENT && !pending.consent)
                pending.consent = entry.number;
        } else if (entry.verb != VERB_SESSION && (!actor || uuid_equal(entry.actor, *actor))) {
            told += pending.records > 0;
            ok = tell(library, read, &pending, false, all, each, context, err);
            begin(&pending, &entry);
        }
    }
    if (ok && told < most)
        ok = tell(library, read, &pending, number > 0 && pending.records > 1, all, each, context,
                  err);
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
