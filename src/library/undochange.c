#include "config.h"

#include "library/undo.h"

#include "base/i18n.h"
#include "library/authors.h"
#include "library/consentsave.h"
#include "library/customersave.h"
#include "library/put.h"
#include "library/rateparts.h"
#include "library/row.h"
#include "library/undosame.h"

#include <stdio.h>

/* Taking one change of a record back. */

/* The change that made revision rev, from the current one back. */
static bool find_change(StoreRead *read, const StoreCurrent *current, uint32_t rev, StoreEntry *out,
                        Error *err) {
    for (uint64_t at = current->change; at; at = out->previous) {
        if (!store_log_entry(read, at, out, err))
            return false;
        if (out->rev == rev)
            return true;
    }
    return error_set(err, ERR_NOT_FOUND, N_("there is no such record"), "");
}

static bool is_own_change(Library *library, const StoreEntry *entry, Error *err) {
    return uuid_equal(entry->actor, library->actor.user) ||
           library_allow(library, RIGHT_UNDO_OTHERS, err);
}

/* The change, when what it made still stands and it is the actor's to take back. */
static bool may_undo(Library *library, StoreRead *read, EntityType type, Uuid id, uint32_t rev,
                     uint32_t standing, StoreEntry *out, Error *err) {
    StoreCurrent current;
    StoreEntry newest;
    if (!store_current(read, type, id, &current, err) ||
        !store_log_entry(read, current.change, &newest, err))
        return false;
    bool stands = current.rev == standing, followed = !stands && newest.verb != VERB_UNDO;
    if (!find_change(read, &current, rev, out, err))
        return false;
    /* what came after it was taken back, by a batch or elsewhere, or says nothing else (it followed
     * the name of its customer): it is as it left the record */
    if (!stands && !undo_says_the_same(read, out->number, current.change, &stands, err))
        return false;
    if (!stands)
        return error_set(err, ERR_CONFLICT,
                         N_("{0} changed it since (revision {1}); the history still has what was "
                            "before"),
                         "Sd", newest.login, (int64_t)current.rev);
    if (!followed && !is_own_change(library, &newest, err))
        return false;
    if (out->verb == VERB_MERGE)
        return error_set(err, ERR_INVALID,
                         N_("two records became one here: take the merge back as a whole"), "");
    return is_own_change(library, out, err);
}

/* The record as the change found it. */
static bool load_before(StoreRead *read, const StoreEntry *entry, Record **out, Error *err) {
    StoreCurrent current;
    if (!store_current(read, entry->type, entry->record, &current, err) ||
        !store_load_change(read, entry->previous ? entry->previous : entry->number, out, err) ||
        !undo_keep_names(read, entry->number, current.change, *out, err))
        return false;
    int trashed = entity_field((*out)->entity, STR("trashed"));
    bool rating = (*out)->entity->type == ENTITY_RATING; /* it says nothing, which counts nowhere */
    if (!entry->previous && trashed >= 0)
        record_set_int(*out, trashed, 1);
    if (!entry->previous && rating) {
        record_clear(*out, RATING_SCORE);
        record_clear(*out, RATING_HELPFUL);
    }
    return entry->previous || trashed >= 0 || rating ||
           error_set(err, ERR_INVALID, N_("there is nothing before it to go back to"), "");
}

/* Of a consent all that rests on it follows: consent_save. */
static bool undo_consent(Library *library, Uuid id, uint32_t rev, uint32_t standing, Str note,
                         SaveResult *result, Error *err) {
    StoreRead *read;
    StoreEntry entry;
    Record *record = NULL;
    if (!store_read_begin(library->store, &read, err))
        return false;
    StoreCurrent current;
    bool ok = may_undo(library, read, ENTITY_CONSENT, id, rev, standing, &entry, err) &&
              load_before(read, &entry, &record, err) &&
              store_current(read, ENTITY_CONSENT, id, &current, err);
    store_read_end(read);
    ok = ok && consent_save(library, record, VERB_UNDO, current.rev, note, true, NULL, result, err);
    record_free(record);
    return ok;
}

/* The library's mean follows. */
static bool undo_rating(Library *library, Uuid id, uint32_t rev, uint32_t standing, Str note,
                        SaveResult *result, Error *err) {
    StoreRead *read;
    StoreEntry entry;
    StoreCurrent current;
    Record *record = NULL, *now = NULL;
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok = may_undo(library, read, ENTITY_RATING, id, rev, standing, &entry, err) &&
              load_before(read, &entry, &record, err) &&
              store_current(read, ENTITY_RATING, id, &current, err) &&
              row_decode(&current, &now, err);
    store_read_end(read);
    ok = ok &&
         rating_put(library, record, VERB_UNDO, current.rev, rating_score(now), note, result, err);
    record_free(record);
    record_free(now);
    return ok;
}

/* Back into the trash, or there for the first time: as by hand. */
static bool may_go(Library *library, const Record *record, Error *err) {
    bool goes = record->entity->type == ENTITY_CUSTOMER && record_int(record, CUSTOMER_TRASHED);
    return !goes || customer_may_trash(library, record, err);
}

static bool prepare_undo(PutContext *context, EntityType type, Uuid id, uint32_t rev,
                         uint32_t standing, Record **record, Prepared *prepared, Error *err) {
    StoreRead *read;
    StoreEntry entry;
    if (!store_read_begin(context->library->store, &read, err))
        return false;
    StoreCurrent current;
    bool ok =
        may_undo(context->library, read, type, id, rev, standing, &entry, err) &&
        load_before(read, &entry, record, err) &&
        authors_allow_undo(context->library, read, &entry, *record, err) &&
        may_go(context->library, *record, err) && store_current(read, type, id, &current, err) &&
        put_prepare(context, read, *record, VERB_UNDO, current.rev, PUT_FORCE, NULL, prepared, err);
    store_read_end(read);
    return ok;
}

static bool put_note(Library *library, EntityType type, Uuid id, uint32_t rev, char *out,
                     size_t size, Error *err) {
    StoreRead *read;
    StoreCurrent current;
    StoreEntry entry;
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok = store_current(read, type, id, &current, err) &&
              find_change(read, &current, rev, &entry, err);
    if (ok)
        snprintf(out, size, "%s%srevision %u", undo_does_again(&entry) ? UNDO_AGAIN : "",
                 undo_does_again(&entry) ? ": " : "", rev);
    store_read_end(read);
    return ok;
}

bool library_undo_change(Library *library, EntityType type, Uuid id, uint32_t rev,
                         uint32_t standing, SaveResult *result, Error *err) {
    PutContext context = {.library = library};
    Prepared prepared = {0};
    Record *record = NULL;
    StoreWrite *write;
    char note[64];
    *result = (SaveResult){0};
    bool beside = type == ENTITY_COMMENT || type == ENTITY_RATING;
    Right right = beside ? RIGHT_COMMENT : type == ENTITY_USE ? RIGHT_USE : RIGHT_WRITE;
    if (!library_allow(library, right, err))
        return false;
    if (!beside && !entity_get(type)->filed)
        return error_set(err, ERR_INVALID, N_("users and teams do not go back: set them anew"), "");
    if (!put_note(library, type, id, rev, note, sizeof note, err))
        return false;
    context.note = str_of(note);
    if (type == ENTITY_CONSENT)
        return undo_consent(library, id, rev, standing, context.note, result, err);
    if (type == ENTITY_RATING)
        return undo_rating(library, id, rev, standing, context.note, result, err);
    Buf name = {0};
    customer_put_name(library, type, id, &name);
    bool ok = prepare_undo(&context, type, id, rev, standing, &record, &prepared, err) &&
              library_write_begin(library, false, &write, err);
    if (ok) {
        ok = put_write(&context, write, &prepared, result, err);
        if (ok)
            ok = store_write_commit(write, NULL, err);
        else
            store_write_abort(write);
    }
    if (ok)
        library_merge_step(library);
    if (ok)
        customer_follow_name(library, type, id, buf_str(&name), VERB_UNDO, result);
    buf_free(&name);
    put_free(&prepared);
    vec_free(&context.numbers);
    record_free(record);
    return ok;
}
