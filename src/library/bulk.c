#include "config.h"

#include "library/bulk.h"

#include "base/i18n.h"
#include "library/lintfix.h"
#include "library/moving.h"
#include "library/queue.h"
#include "library/resolve.h"
#include "library/row.h"
#include "library/undo.h"
#include "text/fold.h"

typedef struct Bulk {
    Library *library;
    BulkVerb verb;
    Str value;
    Uuid owner;
    LintValues *values; /* BULK_MEND */
    BulkResult *result;
    Queue queue;
} Bulk;

/* ---- one record ---- */

static size_t tag_at(const Value *tags, Str tag) {
    for (size_t i = 0; tags->kind == VALUE_LIST && i < tags->list.len; i++)
        if (text_fold_equal(tags->list.items[i].text, tag))
            return i;
    return SIZE_MAX;
}

static bool add_tag(const Bulk *bulk, Record *record) {
    const Value *tags = &record->values[CASE_TAGS];
    size_t len = tags->kind == VALUE_LIST ? tags->list.len : 0;
    if (tag_at(tags, bulk->value) != SIZE_MAX)
        return false;
    Value *items = arena_alloc(&record->arena, (len + 1) * sizeof *items);
    for (size_t i = 0; i < len; i++)
        items[i] = tags->list.items[i];
    items[len] = value_text(bulk->value);
    record_set(record, CASE_TAGS, value_list(items, len + 1));
    return true;
}

static bool remove_tag(const Bulk *bulk, Record *record) {
    const Value *tags = &record->values[CASE_TAGS];
    size_t at = tag_at(tags, bulk->value), kept = 0;
    if (at == SIZE_MAX)
        return false;
    Value *items = arena_alloc(&record->arena, tags->list.len * sizeof *items);
    for (size_t i = 0; i < tags->list.len; i++)
        if (i != at)
            items[kept++] = tags->list.items[i];
    if (kept)
        record_set(record, CASE_TAGS, value_list(items, kept));
    else
        record_clear(record, CASE_TAGS);
    return true;
}

static bool set_owner(const Bulk *bulk, Record *record) {
    if (uuid_equal(record_ref_uuid(record, CASE_OWNER), bulk->owner))
        return false;
    record_set_ref(record, CASE_OWNER, bulk->owner, bulk->value);
    return true;
}

static bool set_trashed(const Bulk *bulk, Record *record) {
    (void)bulk;
    record_set_int(record, CASE_TRASHED, 1);
    return true;
}

static bool set_interval(const Bulk *bulk, Record *record) {
    if (str_equal(record_text(record, CASE_VERIFY_EVERY), bulk->value))
        return false;
    record_set_text(record, CASE_VERIFY_EVERY, bulk->value);
    return true;
}

static bool mend(const Bulk *bulk, Record *record) {
    return lintfix_apply(bulk->values, record, NULL);
}

static const struct {
    Right right;
    StoreVerb verb;
    bool (*change)(const Bulk *bulk, Record *record); /* false: it is so already */
    const char *move;                                 /* of the state machine; NULL: none */
    const char *done;
} verbs[] = {
    [BULK_TAG_ADD] = {RIGHT_WRITE, VERB_EDIT, add_tag, NULL, N_("tagged")},
    [BULK_TAG_REMOVE] = {RIGHT_WRITE, VERB_EDIT, remove_tag, NULL, N_("tag taken off")},
    [BULK_OWNER] = {RIGHT_WRITE, VERB_EDIT, set_owner, NULL, N_("given to another owner")},
    [BULK_TRASH] = {RIGHT_TRASH, VERB_TRASH, set_trashed, NULL, N_("put into the trash")},
    [BULK_VERIFY] = {RIGHT_VERIFY, VERB_VERIFY, NULL, "verify", N_("verified")},
    [BULK_ARCHIVE] = {RIGHT_ARCHIVE, VERB_ARCHIVE, NULL, "archive", N_("archived")},
    [BULK_INTERVAL] = {RIGHT_WRITE, VERB_EDIT, set_interval, NULL,
                       N_("checked in another interval")},
    [BULK_MEND] = {RIGHT_WRITE, VERB_EDIT, mend, NULL, N_("mended")},
    [BULK_UNARCHIVE] = {RIGHT_ARCHIVE, VERB_REOPEN, NULL, "unarchive",
                        N_("brought back from the archive")},
};

const char *library_bulk_done(BulkVerb verb) {
    return verbs[verb].done;
}

/* False: it may not be done, and why. */
static bool change_record(const Bulk *bulk, Record *record, bool *changed, Error *err) {
    if (!verbs[bulk->verb].move) {
        *changed = verbs[bulk->verb].change(bulk, record);
        return true;
    }
    const Move *move = case_move_find(str_of(verbs[bulk->verb].move));
    *changed = library_may_move(bulk->library, record, move, err);
    if (*changed)
        moving_apply(bulk->library, record, move, STR(""));
    return *changed;
}

/* ---- many ---- */

static void refuse(Bulk *bulk, const Error *why) {
    if (!bulk->result->refused++)
        bulk->result->why = *why;
}

static bool load(Bulk *bulk, Uuid id, Record **out, Error *err) {
    LibraryRow row;
    StoreRead *read;
    if (!library_row(bulk->library, ENTITY_CASE, id, &row, err))
        return false;
    bool trashed = row.trashed;
    library_row_free(&row);
    if (trashed)
        return error_set(err, ERR_INVALID, N_("the record is in the trash; bring it back first"),
                         "");
    if (!store_read_begin(bulk->library->store, &read, err))
        return false;
    bool ok = store_load(read, ENTITY_CASE, id, out, err);
    store_read_end(read);
    return ok;
}

/* False only when nothing can go on. */
static bool change_one(Bulk *bulk, Uuid id, Error *err) {
    Record *record;
    Error why;
    if (!load(bulk, id, &record, &why)) {
        refuse(bulk, &why);
        return true;
    }
    bool changed;
    if (!change_record(bulk, record, &changed, &why)) {
        refuse(bulk, &why);
        record_free(record);
        return true;
    }
    if (!changed) {
        bulk->result->unchanged++;
        record_free(record);
        return true;
    }
    uint32_t rev = (uint32_t)record_int(record, CASE_REV);
    if (!queue_add(&bulk->queue, record, verbs[bulk->verb].verb, rev, PUT_FORCE, 0, &why)) {
        if (why.code != ERR_INVALID && why.code != ERR_DENIED && why.code != ERR_CONFLICT) {
            *err = why;
            return false;
        }
        refuse(bulk, &why);
        return true;
    }
    bulk->result->changed++;
    return queue_write(&bulk->queue, err);
}

/* Somebody may save a case while its change waits: what he wrote stays, changed as the others. */
static bool take_newest(void *watcher, StoreRead *read, Record *record, uint32_t *base_rev,
                        Error *err) {
    const Bulk *bulk = watcher;
    StoreCurrent row;
    Record *current;
    if (!store_current(read, ENTITY_CASE, record_id(record), &row, err))
        return false;
    if (row.rev == *base_rev)
        return true;
    if (!store_load(read, ENTITY_CASE, record_id(record), &current, err))
        return false;
    for (int field = 0; field < CASE_FIELDS; field++)
        put_keep(record, current, field);
    record_set_unknown(record, current->unknown);
    bool changed;
    *base_rev = row.rev;
    record_free(current);
    return change_record(bulk, record, &changed, err);
}

static bool check_value(Bulk *bulk, Error *err) {
    if (bulk->verb == BULK_OWNER)
        return library_resolve(bulk->library, ENTITY_USER, bulk->value, NULL, &bulk->owner, err);
    if (bulk->verb == BULK_INTERVAL)
        return entity_choice_label(&entity_get(ENTITY_CASE)->fields[CASE_VERIFY_EVERY],
                                   bulk->value) ||
               error_set(err, ERR_INVALID, N_("“{0}” is no interval: 30, 90, 180, 365 or never"),
                         "S", bulk->value);
    if (bulk->verb == BULK_MEND)
        return lintvalues_load(bulk->library, &bulk->values, err);
    bool tags = bulk->verb == BULK_TAG_ADD || bulk->verb == BULK_TAG_REMOVE;
    if (tags && !bulk->value.len)
        return error_set(err, ERR_INVALID, N_("a tag has at least one character"), "");
    return true;
}

bool library_bulk(Library *library, BulkVerb verb, Str value, const Uuid *ids, size_t count,
                  BulkResult *out, const Progress *progress, Error *err) {
    return library_bulk_noted(library, verb, value, STR(""), uuid_new(), ids, count, out, progress,
                              err);
}

bool library_bulk_noted(Library *library, BulkVerb verb, Str value, Str note, Uuid batch,
                        const Uuid *ids, size_t count, BulkResult *out, const Progress *progress,
                        Error *err) {
    Bulk bulk = {.library = library, .verb = verb, .value = str_trim(value), .result = out};
    *out = (BulkResult){0};
    if (!library_allow(library, verbs[verb].right, err) || !check_value(&bulk, err)) {
        lintvalues_free(bulk.values);
        return false;
    }
    queue_init(&bulk.queue, library, 0, STR(BULK_SOURCE));
    bulk.queue.match = take_newest;
    bulk.queue.watcher = &bulk;
    bulk.queue.context.note = note;
    bulk.queue.context.batch = bulk.queue.batch.id = batch;
    bool ok = true;
    for (size_t i = 0; ok && i < count && !progress_cancelled(progress); i++) {
        ok = change_one(&bulk, ids[i], err);
        progress_report(progress, i + 1, count);
    }
    Error later;
    if (out->changed && !queue_finish(&bulk.queue, ok ? err : &later))
        ok = false;
    out->changed = bulk.queue.batch.updated; /* after an error not all that waited was written */
    if (out->changed)
        out->batch = bulk.queue.batch.id;
    queue_free(&bulk.queue);
    lintvalues_free(bulk.values);
    return ok;
}

bool library_bulk_undo(Library *library, Uuid batch, size_t *undone, size_t *kept, Uuid *made,
                       const Progress *progress, Error *err) {
    return undo_allowed(library, &batch, RIGHT_WRITE, err) &&
           undo_batch(library, &batch, undone, kept, made, progress, err);
}
