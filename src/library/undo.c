#include "config.h"

#include "library/undo.h"

#include "base/i18n.h"
#include "library/authors.h"
#include "library/consentsave.h"
#include "library/customernames.h"
#include "library/customersave.h"
#include "library/import.h"
#include "library/put.h"
#include "library/queue.h"
#include "library/rateparts.h"
#include "library/row.h"
#include "library/taxonomyedit.h"
#include "library/undosame.h"

#include <stdio.h>

/* What notes of changes that do it again begin with. */
static const char AGAIN[] = "again";

bool undo_is_redo(const StoreEntry *entry) {
    return entry->verb == VERB_UNDO && str_starts(entry->note, str_of(AGAIN));
}

/* Undoing what an undo did does it again; undoing that takes it back. */
static bool does_again(const StoreEntry *undone) {
    return undone->verb == VERB_UNDO && !undo_is_redo(undone);
}

/* Taking an import back: its changes are walked from the last to the first. */

typedef struct FindBatch {
    const Library *library;
    StoreBatch found;
    bool any;
} FindBatch;

static bool newest_own(void *context, const StoreBatch *batch, Error *err) {
    FindBatch *find = context;
    (void)err;
    bool import = strcmp(batch->source, BULK_SOURCE) != 0;
    if (import && uuid_equal(batch->actor, find->library->actor.user) && !batch->undone) {
        find->found = *batch;
        find->any = true;
    }
    return true;
}

static bool find_batch(Library *library, const Uuid *id, StoreBatch *out, Error *err) {
    StoreRead *read;
    FindBatch find = {.library = library};
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok =
        id ? store_batch(read, *id, out, err) : store_batch_each(read, newest_own, &find, err);
    store_read_end(read);
    if (!ok || id)
        return ok;
    *out = find.found;
    return find.any || error_set(err, ERR_NOT_FOUND, N_("there is no import of yours to undo"), "");
}

/* The record was changed after the change `entry`, and now is as change `current` left it. *stands:
 * all that came after was taken back or says nothing else (the name of its customer), so that the
 * change itself can be. Else what somebody did stays (*kept); an undo that was stopped did it
 * before us. */
static bool stands_again(StoreRead *read, const StoreEntry *entry, uint64_t current, bool *stands,
                         size_t *kept, Error *err) {
    StoreEntry since;
    bool done = false;
    *stands = false;
    if (!store_log_entry(read, current, &since, err) ||
        !undo_says_the_same(read, entry->number, current, stands, err))
        return false;
    if (since.verb == VERB_UNDO && !*stands) {
        done = !entry->previous;
        if (!done && !undo_says_the_same(read, entry->previous, current, &done, err))
            return false;
    }
    *kept += entry->type == ENTITY_CASE && !*stands && !done;
    return true;
}

/* What the record was before the change, or itself in the trash when the change made it. NULL and
 * true: the row is none of the batch, or the record was changed since (*kept grows). */
static bool before_change(StoreRead *read, const StoreBatch *batch, uint64_t number, Record **out,
                          uint32_t *base_rev, size_t *kept, Error *err) {
    StoreEntry entry;
    StoreCurrent current;
    *out = NULL;
    if (!store_log_entry(read, number, &entry, err))
        return err->code == ERR_NOT_FOUND;
    if (!uuid_equal(entry.batch, batch->id) || entry.type == ENTITY_NONE)
        return true;
    if (!store_current(read, entry.type, entry.record, &current, err))
        return false;
    if (current.change != number) {
        bool stands;
        if (!stands_again(read, &entry, current.change, &stands, kept, err))
            return false;
        if (!stands)
            return true;
    }
    *base_rev = current.rev;
    if (!store_load_change(read, entry.previous ? entry.previous : number, out, err) ||
        !undo_keep_names(read, number, current.change, *out, err))
        return false;
    int trashed = entity_field((*out)->entity, STR("trashed"));
    if (!entry.previous && trashed >= 0)
        record_set_int(*out, trashed, 1);
    return true;
}

typedef struct Taking {
    Library *library;
    Queue *queue;
    const StoreBatch *batch;
    bool bulk;
    size_t *undone, *kept;
    const Progress *progress;
    VEC(Uuid) consents; /* that were changed */
    Map used;           /* customers that somebody names; in the last pass */
} Taking;

/* Consents go first: whether a case may be public again depends on them. Customers that go go last:
 * they stay when somebody has named them since. */
typedef enum Pass { PASS_CONSENTS, PASS_REST, PASS_CUSTOMERS } Pass;

static bool may_be_in(EntityType type, Pass pass) {
    return type == ENTITY_CONSENT    ? pass == PASS_CONSENTS
           : type == ENTITY_CUSTOMER ? pass != PASS_CONSENTS
                                     : pass == PASS_REST;
}

static bool is_in(const Record *record, Pass pass) {
    bool goes = record->entity->type == ENTITY_CUSTOMER && record_int(record, CUSTOMER_TRASHED);
    return record->entity->type == ENTITY_CONSENT || goes == (pass == PASS_CUSTOMERS);
}

static bool must_stay(const Taking *taking, const Record *record) {
    Uuid id = record_id(record);
    return map_get(&taking->used, str_make((const char *)id.bytes, sizeof id.bytes));
}

static bool take_back_one(Taking *taking, uint64_t number, Pass pass, Error *err) {
    StoreRead *read;
    StoreEntry entry;
    Record *record = NULL;
    uint32_t base_rev = 0;
    if (!store_read_begin(taking->library->store, &read, err))
        return false;
    bool there = store_log_entry(read, number, &entry, err);
    bool ok = there || err->code == ERR_NOT_FOUND;
    bool stays = there && entry.type == ENTITY_COMMENT && *taking->kept; /* its text stands */
    if (there && !stays && may_be_in(entry.type, pass))
        ok = before_change(read, taking->batch, number, &record, &base_rev, taking->kept, err);
    bool again = record && does_again(&entry);
    Error not_for_me;
    if (record && !authors_allow_undo(taking->library, read, &entry, record, &not_for_me)) {
        record_free(record);
        record = NULL;
        ++*taking->kept;
    }
    store_read_end(read);
    if (!ok || !record || !is_in(record, pass) || must_stay(taking, record)) {
        record_free(record);
        return ok;
    }
    taking->queue->context.note = again ? str_of(AGAIN) : STR("");
    bool counts = !taking->bulk || record->entity->type == ENTITY_CASE; /* not its consent */
    if (pass == PASS_CONSENTS)
        vec_push(&taking->consents, record_id(record));
    if (!queue_add(taking->queue, record, VERB_UNDO, base_rev, PUT_FORCE, 0, err))
        return false;
    *taking->undone += counts;
    return true;
}

static bool is_stopped(const Taking *taking, Pass pass) {
    return pass != PASS_CONSENTS && progress_cancelled(taking->progress);
}

static bool take_back(Taking *taking, Pass pass, Error *err) {
    const StoreBatch *batch = taking->batch;
    bool ok = true;
    for (uint64_t number = batch->last;
         ok && batch->first && number >= batch->first && !is_stopped(taking, pass); number--) {
        ok = take_back_one(taking, number, pass, err) && queue_write(taking->queue, err);
        if (pass == PASS_REST)
            progress_report(taking->progress, batch->last - number, batch->last - batch->first + 1);
    }
    return ok && queue_flush(taking->queue, err);
}

static bool take_all_back(Taking *taking, Error *err) {
    bool ok = take_back(taking, PASS_CONSENTS, err) && take_back(taking, PASS_REST, err);
    if (ok && !taking->bulk) /* only an import makes customers */
        ok = customernames_used(taking->library, &taking->used, err);
    ok = ok && take_back(taking, PASS_CUSTOMERS, err);
    map_free(&taking->used);
    return ok;
}

/* Questions to owners, say: who may comment may take them back. */
static bool holds_comments_only(Library *library, Uuid id) {
    StoreRead *read;
    StoreBatch batch;
    Error ignored;
    if (!store_read_begin(library->store, &read, &ignored))
        return false;
    bool only = store_batch(read, id, &batch, &ignored) && batch.first;
    for (uint64_t number = batch.first; only && number <= batch.last; number++) {
        StoreEntry entry;
        only = store_log_entry(read, number, &entry, &ignored) &&
               (!uuid_equal(entry.batch, id) || entry.type == ENTITY_COMMENT);
    }
    store_read_end(read);
    return only;
}

bool undo_allowed(Library *library, const Uuid *id, Right right, Error *err) {
    bool comments = !right_allows(library->actor.role, right) &&
                    right_allows(library->actor.role, RIGHT_COMMENT) && id &&
                    holds_comments_only(library, *id);
    return comments || library_allow(library, right, err);
}

bool library_import_undo(Library *library, const Uuid *id, size_t *undone, size_t *kept,
                         const Progress *progress, Error *err) {
    *undone = *kept = 0;
    return undo_allowed(library, id, RIGHT_IMPORT, err) &&
           undo_batch(library, id, undone, kept, NULL, progress, err);
}

bool undo_batch(Library *library, const Uuid *id, size_t *undone, size_t *kept, Uuid *made,
                const Progress *progress, Error *err) {
    StoreBatch batch;
    Queue queue;
    *undone = *kept = 0;
    if (made)
        *made = (Uuid){{0}};
    if (!find_batch(library, id, &batch, err))
        return false;
    if (!uuid_equal(batch.actor, library->actor.user) &&
        !library_allow(library, RIGHT_UNDO_OTHERS, err))
        return false;
    if (batch.undone)
        return error_set(err, ERR_INVALID, N_("this import has been undone already"), "");
    bool bulk = strcmp(batch.source, BULK_SOURCE) == 0;
    queue_init(&queue, library, 0, bulk ? STR(BULK_SOURCE) : STR("undo"));
    Taking taking = {.library = library,
                     .queue = &queue,
                     .batch = &batch,
                     .bulk = bulk,
                     .undone = undone,
                     .kept = kept,
                     .progress = progress};
    bool ok =
        take_all_back(&taking, err) &&
        consent_drop_after_undo(library, &queue, taking.consents.items, taking.consents.len, err);
    vec_free(&taking.consents);
    ok = ok && queue_finish(&queue, err);
    if (made && *undone)
        *made = queue.batch.id;
    Uuid queue_id = queue.batch.id;
    queue_free(&queue);
    if (ok && progress_cancelled(progress)) /* what is taken back stays so; the rest can be */
        return error_set(err, ERR_CANCELLED, N_("cancelled"), "");
    StoreWrite *write;
    if (!ok || !library_write_begin(library, false, &write, err))
        return false;
    batch.undone = true;
    if (!taxonomyedit_undo(write, batch.id, queue_id, err) ||
        !store_put_batch(write, &batch, err)) {
        store_write_abort(write);
        return false;
    }
    return store_write_commit(write, NULL, err);
}

/* ---- one change ---- */

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
        snprintf(out, size, "%s%srevision %u", does_again(&entry) ? AGAIN : "",
                 does_again(&entry) ? ": " : "", rev);
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
