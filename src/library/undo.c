#include "config.h"

#include "library/undo.h"

#include "base/i18n.h"
#include "library/authors.h"
#include "library/consentsave.h"
#include "library/customernames.h"
#include "library/import.h"
#include "library/put.h"
#include "library/queue.h"
#include "library/taxonomyedit.h"
#include "library/undosame.h"

bool undo_is_redo(const StoreEntry *entry) {
    return entry->verb == VERB_UNDO && str_starts(entry->note, STR(UNDO_AGAIN));
}

bool undo_does_again(const StoreEntry *undone) {
    return undone->verb == VERB_UNDO && !undo_is_redo(undone);
}

/* Taking a batch back: its changes are walked from the last to the first. */

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
    bool again = record && undo_does_again(&entry);
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
    taking->queue->context.note = again ? STR(UNDO_AGAIN) : STR("");
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
