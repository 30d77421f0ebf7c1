#include "config.h"

#include "library/consentsave.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "library/put.h"
#include "library/queue.h"
#include "library/row.h"
#include "library/undo.h"
#include "record/state.h"
#include "record/tell.h"
#include "store/batch.h"
#include "store/log.h"

#include <stdio.h>

/* ---- what a case needs to be public ---- */

static bool tell_now(StoreRead *read, const Record *record, Telling *out, Error *err) {
    StoreCurrent row;
    Record *consent = NULL;
    bool found = false;
    Uuid id = record_ref_uuid(record, CASE_CONSENT_ID);
    if (!uuid_is_nil(id) && (!store_current_find(read, ENTITY_CONSENT, id, &row, &found, err) ||
                             (found && !row_decode(&row, &consent, err))))
        return false;
    *out = case_tell(record, consent, library_today());
    record_free(consent);
    return true;
}

static bool is_public(const Record *record) {
    return case_state(record) == STATE_PUBLISHED && case_audience(record) == AUDIENCE_PUBLIC &&
           !record_int(record, CASE_TRASHED);
}

static bool refuse_public(const Record *record, ErrorCode code, Error *err) {
    error_set(err, code, N_("a public case needs a consent of its customer that holds today"), "");
    return error_in_field(err, record->entity->fields[CASE_AUDIENCE].key);
}

bool consent_guard(const Library *library, StoreRead *read, const Record *before, Record *record,
                   StoreVerb verb, bool *backed, Error *err) {
    Telling now, was;
    *backed = false;
    bool trusted = verb == VERB_IMPORT && right_allows(library->actor.role, RIGHT_IMPORT_STATE);
    if (trusted || !is_public(record))
        return true;
    if (!tell_now(read, record, &now, err))
        return false;
    *backed = telling_backs_public(&now);
    if (*backed)
        return true;
    bool back = verb == VERB_UNTRASH || verb == VERB_REVERT;
    if (is_public(before) && !back) { /* it was so already, and is not told outside */
        if (!tell_now(read, before, &was, err))
            return false;
        if (!telling_backs_public(&was))
            return true;
    }
    if (verb == VERB_UNDO && !record_has(record, CASE_CONSENT_ID))
        return true;
    if (back || verb == VERB_UNDO) {
        record_set_text(record, CASE_AUDIENCE, STR("internal"));
        return true;
    }
    return refuse_public(record, ERR_INVALID, err);
}

bool consent_still_backs(StoreRead *read, const Record *record, StoreVerb verb, Error *err) {
    Telling now;
    if (!is_public(record))
        return true;
    if (!tell_now(read, record, &now, err))
        return false;
    bool comes_back = verb == VERB_UNTRASH || verb == VERB_REVERT || verb == VERB_UNDO;
    return telling_backs_public(&now) ||
           refuse_public(record, comes_back ? ERR_CONFLICT : ERR_INVALID, err);
}

/* ---- cases that rest on a consent ---- */

typedef struct Resting {
    StoreRead *read;
    const Record *consent;
    bool alone; /* no other consent of the customer holds */
    VEC(Uuid) cases;
    uint64_t upto; /* the last row of the log that was looked at */
} Resting;

static bool find_other(void *context, const StoreCurrent *row, Error *err) {
    Resting *resting = context;
    Record *other;
    if (uuid_equal(row->record, record_id(resting->consent)))
        return true;
    if (!row_decode(row, &other, err))
        return false;
    if (uuid_equal(record_ref_uuid(other, CONSENT_CUSTOMER),
                   record_ref_uuid(resting->consent, CONSENT_CUSTOMER)) &&
        consent_standing(other, library_today()) == CONSENT_HOLDS)
        resting->alone = false;
    record_free(other);
    return true;
}

static bool rests(const Resting *resting, const Record *record) {
    const Record *consent = resting->consent;
    if (!is_public(record))
        return false;
    if (record_has(record, CASE_CONSENT_ID))
        return uuid_equal(record_ref_uuid(record, CASE_CONSENT_ID), record_id(consent));
    Uuid customer = record_ref_uuid(record, CASE_CUSTOMER);
    return resting->alone && !uuid_is_nil(customer) &&
           uuid_equal(customer, record_ref_uuid(consent, CONSENT_CUSTOMER));
}

static bool take_resting(Resting *resting, Uuid id, Error *err) {
    StoreCurrent row;
    Record *record;
    bool found;
    if (!store_current_find(resting->read, ENTITY_CASE, id, &row, &found, err))
        return false;
    if (!found)
        return true;
    if (!row_decode(&row, &record, err))
        return false;
    if (rests(resting, record))
        vec_push(&resting->cases, id);
    record_free(record);
    return true;
}

static bool take_written(void *context, const StoreEntry *entry, Error *err) {
    return entry->type != ENTITY_CASE || take_resting(context, entry->record, err);
}

/* The first row of the log that a search which begins now may not see. */
static bool first_unseen(Library *library, uint64_t *out, Error *err) {
    StoreRead *read;
    uint64_t head;
    uint32_t waiting;
    uint8_t hash[STORE_HASH];
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok = store_log_head(read, &head, hash, err);
    store_read_end(read);
    ok = ok && search_first_unindexed(library->index, library->store, &waiting, err);
    if (ok)
        *out = waiting && waiting <= head ? waiting : head + 1;
    return ok;
}

/* Those that the index finds, and those among the rows that it does not know yet. */
static bool take_all(Resting *resting, const Uuid *ids, size_t len, uint64_t unseen, Error *err) {
    uint8_t hash[STORE_HASH];
    bool ok = !resting->alone ||
              store_current_each(resting->read, ENTITY_CONSENT, find_other, resting, err);
    for (size_t i = 0; ok && i < len; i++)
        ok = take_resting(resting, ids[i], err);
    return ok && store_log_head(resting->read, &resting->upto, hash, err) &&
           (unseen > resting->upto ||
            store_log_each(resting->read, unseen, resting->upto, take_written, resting, err));
}

static int by_identity(const void *a, const void *b) {
    const Uuid *x = a, *y = b;
    return uuid_compare(*x, *y);
}

static void sort_once(Resting *resting) {
    size_t kept = 0;
    if (!resting->cases.len)
        return;
    qsort(resting->cases.items, resting->cases.len, sizeof *resting->cases.items, by_identity);
    VEC_EACH (id, &resting->cases)
        if (!kept || !uuid_equal(resting->cases.items[kept - 1], *id))
            resting->cases.items[kept++] = *id;
    resting->cases.len = kept;
}

/* upto: the last row of the log that was looked at. */
static bool find_resting(Library *library, const Record *consent, Uuid **out, size_t *count,
                         uint64_t *upto, Error *err) {
    ConsentStanding standing = consent_standing(consent, library_today());
    Resting resting = {.consent = consent, .alone = standing == CONSENT_REVOKED};
    FindRequest request = {.query = STR("state:published audience:public"),
                           .match = FIND_ALL,
                           .bare = true,
                           .limit = UINT32_MAX};
    Uuid *ids = NULL;
    size_t len = 0;
    uint64_t unseen;
    *out = NULL;
    *count = 0;
    *upto = UINT64_MAX;
    if (standing == CONSENT_HOLDS)
        return true;
    bool ok = first_unseen(library, &unseen, err) &&
              library_find_ids(library, &request, &ids, &len, err) &&
              store_read_begin(library->store, &resting.read, err);
    if (ok) {
        ok = take_all(&resting, ids, len, unseen, err);
        store_read_end(resting.read);
    }
    free(ids);
    sort_once(&resting);
    *out = resting.cases.items;
    *count = resting.cases.len;
    *upto = resting.upto;
    return ok;
}

bool consent_dependents(Library *library, const Record *consent, Uuid **out, size_t *count,
                        Error *err) {
    uint64_t upto;
    return find_resting(library, consent, out, count, &upto, err);
}

/* ---- saving ---- */

typedef struct Waiting {
    Record *record;
    Prepared prepared;
} Waiting;

typedef struct Saving {
    PutContext context;
    Str note; /* of the consent */
    Buf why;  /* of the cases */
    Prepared consent;
    Waiting *cases;
    size_t count;
    uint64_t upto; /* the last row of the log when the cases were found */
} Saving;

static bool prepare_case(Saving *s, StoreRead *read, Uuid id, Waiting *out, Error *err) {
    if (!store_load(read, ENTITY_CASE, id, &out->record, err))
        return false;
    uint32_t rev = (uint32_t)record_int(out->record, CASE_REV);
    record_set_text(out->record, CASE_AUDIENCE, STR("internal"));
    return put_prepare(&s->context, read, out->record, VERB_EDIT, rev, PUT_FORCE, NULL,
                       &out->prepared, err);
}

static bool prepare_cases(Saving *s, Error *err) {
    Uuid *ids;
    size_t count;
    StoreRead *read;
    bool ok = find_resting(s->context.library, s->consent.record, &ids, &count, &s->upto, err) &&
              store_read_begin(s->context.library->store, &read, err);
    if (ok) {
        s->cases = mem_zalloc((count + 1) * sizeof *s->cases);
        while (ok && s->count < count) {
            ok = prepare_case(s, read, ids[s->count], &s->cases[s->count], err);
            s->count++;
        }
        store_read_end(read);
    }
    free(ids);
    return ok;
}

static void name_case(SaveResult *result, const Record *record) {
    size_t len = strlen(result->internal_ids);
    Str id = record_text(record, CASE_ID);
    result->made_internal++;
    if (len + id.len + 3 < sizeof result->internal_ids)
        snprintf(result->internal_ids + len, sizeof result->internal_ids - len, "%s%.*s",
                 len ? ", " : "", STR_ARG(id));
}

static bool saved_since(const StoreEntry *entry, Error *err) {
    return error_set(err, ERR_CONFLICT,
                     N_("{2} saved revision {0} while you were working on revision {1}"), "ddS",
                     (int64_t)entry->rev, (int64_t)entry->base_rev, entry->login);
}

static bool is_none(void *context, const StoreEntry *entry, Error *err) {
    Resting *resting = context;
    bool ok = entry->type != ENTITY_CASE || take_resting(resting, entry->record, err);
    return ok &&
           ((entry->type != ENTITY_CONSENT && !resting->cases.len) || saved_since(entry, err));
}

/* In the write transaction: no case came to rest on the consent since they were found, and no other
 * consent changed. ERR_CONFLICT: find them again. */
static bool none_came(Saving *s, StoreRead *read, Error *err) {
    uint64_t head;
    uint8_t hash[STORE_HASH];
    Resting resting = {.read = read, .consent = s->consent.record, .alone = true};
    bool ok = store_log_head(read, &head, hash, err) &&
              (s->upto >= head || store_log_each(read, s->upto + 1, head, is_none, &resting, err));
    vec_free(&resting.cases);
    return ok;
}

/* The consent first: were the machine to stop in the middle nothing of it would be there. */
static bool write_all(Saving *s, SaveResult *result, Error *err) {
    StoreWrite *write;
    SaveResult one;
    Library *library = s->context.library;
    StoreBatch batch = {.actor = library->actor.user, .at_ms = clock_now_ms(), .finished = true};
    if (!library_write_begin(library, false, &write, err))
        return false;
    s->context.batch = s->count ? uuid_new() : (Uuid){{0}};
    s->context.note = s->note;
    bool ok = none_came(s, store_write_read(write), err) &&
              put_write(&s->context, write, &s->consent, result, err);
    batch.id = result->batch = s->context.batch;
    batch.first = batch.last = result->change;
    s->context.note = buf_str(&s->why);
    for (size_t i = 0; ok && i < s->count; i++) {
        ok = put_write(&s->context, write, &s->cases[i].prepared, &one, err);
        batch.last = one.change;
        batch.updated++;
        name_case(result, s->cases[i].record);
    }
    snprintf(batch.login, sizeof batch.login, "%s", library->actor.login);
    snprintf(batch.source, sizeof batch.source, "%s", BULK_SOURCE);
    ok = ok && (!s->count || store_put_batch(write, &batch, err));
    if (ok)
        return store_write_commit(write, NULL, err);
    store_write_abort(write);
    return false;
}

/* In the history of each case. */
static void say_why(Saving *s) {
    static const char *const reasons[CONSENT_STANDINGS] = {
        [CONSENT_INTERNAL] = N_("internal now: the consent {0} allows nothing outside"),
        [CONSENT_NOT_YET] = N_("internal now: the consent {0} does not hold yet"),
        [CONSENT_ENDED] = N_("internal now: the consent {0} has ended"),
        [CONSENT_REVOKED] = N_("internal now: the consent {0} was taken back"),
        [CONSENT_IN_TRASH] = N_("internal now: the consent {0} is in the trash"),
    };
    ErrorArg id = {.kind = 's'};
    ConsentStanding standing = consent_standing(s->consent.record, library_today());
    snprintf(id.text, sizeof id.text, "%.*s", STR_ARG(record_text(s->consent.record, CONSENT_ID)));
    if (reasons[standing])
        message_fill(&s->why, _(reasons[standing]), &id, 1);
}

static void free_saving(Saving *s) {
    for (size_t i = 0; i < s->count; i++) {
        put_free(&s->cases[i].prepared);
        record_free(s->cases[i].record);
    }
    free(s->cases);
    put_free(&s->consent);
    vec_free(&s->context.numbers);
    buf_free(&s->why);
}

static bool try_save(Library *library, Record *consent, StoreVerb verb, uint32_t base_rev, Str note,
                     bool force, Issues *issues, SaveResult *result, Error *err) {
    Saving s = {.context = {.library = library, .note = note}, .note = note};
    StoreRead *read;
    *result = (SaveResult){0};
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok = put_prepare(&s.context, read, consent, verb, base_rev,
                          PUT_WITH_IDS | (force ? PUT_FORCE : 0), issues, &s.consent, err);
    store_read_end(read);
    if (ok && s.consent.unchanged) {
        *result = (SaveResult){.unchanged = true, .rev = base_rev, .id = record_id(consent)};
    } else if (ok) {
        ok = prepare_cases(&s, err);
        say_why(&s);
        ok = ok && write_all(&s, result, err);
    }
    free_saving(&s);
    return ok;
}

bool consent_save(Library *library, Record *consent, StoreVerb verb, uint32_t base_rev, Str note,
                  bool force, Issues *issues, SaveResult *result, Error *err) {
    enum { TRIES = 5 };
    for (int i = 0; i < TRIES; i++) {
        if (try_save(library, consent, verb, base_rev, note, force, issues, result, err)) {
            library_merge_step(library);
            return true;
        }
        if (err->code != ERR_CONFLICT) /* one of the cases was saved meanwhile, or the consent */
            break;
    }
    return false;
}

/* ---- after an import ---- */

static bool drop_case(Library *library, Queue *queue, Uuid id, Error *err) {
    StoreRead *read;
    Record *record;
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok = store_load(read, ENTITY_CASE, id, &record, err);
    store_read_end(read);
    if (!ok)
        return false;
    uint32_t rev = (uint32_t)record_int(record, CASE_REV);
    record_set_text(record, CASE_AUDIENCE, STR("internal"));
    return queue_add(queue, record, VERB_EDIT, rev, PUT_FORCE, 0, err) && queue_write(queue, err);
}

static bool drop_resting(Library *library, Queue *queue, const Record *consent, size_t *dropped,
                         Error *err) {
    Uuid *ids;
    size_t count;
    bool ok = consent_dependents(library, consent, &ids, &count, err);
    for (size_t i = 0; ok && i < count; i++, ++*dropped)
        ok = drop_case(library, queue, ids[i], err);
    free(ids);
    return ok && queue_flush(queue, err);
}

bool consent_drop_after_undo(Library *library, Queue *queue, const Uuid *consents, size_t count,
                             Error *err) {
    size_t dropped = 0;
    bool ok = queue_flush(queue, err);
    for (size_t i = 0; ok && i < count; i++) {
        LibraryRow row;
        ok = library_row(library, ENTITY_CONSENT, consents[i], &row, err);
        if (ok) {
            ok = drop_resting(library, queue, row.record, &dropped, err);
            library_row_free(&row);
        }
    }
    return ok;
}

bool consent_drop_after_import(Library *library, Queue *queue, size_t *dropped, Error *err) {
    LibraryRows consents = {0};
    *dropped = 0;
    if (!queue_flush(queue, err) || !library_rows(library, ENTITY_CONSENT, false, &consents, err))
        return false;
    queue->match = NULL; /* these are no records of a file */
    queue->durable = NULL;
    queue->context.note = str_of(_("internal now: the imported consent does not hold"));
    bool ok = true;
    for (size_t i = 0; ok && i < consents.len; i++)
        ok = drop_resting(library, queue, consents.items[i].record, dropped, err);
    library_rows_free(&consents);
    return ok;
}
