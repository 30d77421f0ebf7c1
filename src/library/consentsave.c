#include "config.h"

#include "library/consentsave.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "library/queue.h"
#include "library/resting.h"
#include "library/row.h"
#include "library/undo.h"
#include "record/tell.h"

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

static bool refuse_public(const Record *record, ErrorCode code, Error *err) {
    error_set(err, code, N_("a public case needs a consent of its customer that holds today"), "");
    return error_in_field(err, record->entity->fields[CASE_AUDIENCE].key);
}

bool consent_guard(const Library *library, StoreRead *read, const Record *before, Record *record,
                   StoreVerb verb, bool *backed, Error *err) {
    Telling now, was;
    *backed = false;
    bool trusted = verb == VERB_IMPORT && right_allows(library->actor.role, RIGHT_IMPORT_STATE);
    if (trusted || !resting_is_public(record))
        return true;
    if (!tell_now(read, record, &now, err))
        return false;
    *backed = telling_backs_public(&now);
    if (*backed)
        return true;
    bool back = verb == VERB_UNTRASH || verb == VERB_REVERT;
    if (resting_is_public(before) && !back) { /* it was so already, and is not told outside */
        if (!tell_now(read, before, &was, err))
            return false;
        if (!telling_backs_public(&was))
            return true;
    }
    if (verb == VERB_UNDO && !record_has(record, CASE_CONSENT_ID) && now.why == TELL_NO_CONSENT)
        return true;
    if (back || verb == VERB_UNDO) {
        record_set_text(record, CASE_AUDIENCE, STR("internal"));
        return true;
    }
    return refuse_public(record, ERR_INVALID, err);
}

bool consent_still_backs(StoreRead *read, const Record *record, StoreVerb verb, Error *err) {
    Telling now;
    if (!resting_is_public(record))
        return true;
    if (!tell_now(read, record, &now, err))
        return false;
    bool comes_back = verb == VERB_UNTRASH || verb == VERB_REVERT || verb == VERB_UNDO;
    return telling_backs_public(&now) ||
           refuse_public(record, comes_back ? ERR_CONFLICT : ERR_INVALID, err);
}

/* ---- cases that rest on a consent ---- */

typedef struct OnConsent {
    const Record *consent;
    bool alone; /* no other consent of the customer holds */
} OnConsent;

static bool find_other(void *context, const StoreCurrent *row, Error *err) {
    OnConsent *on = context;
    Record *other;
    if (uuid_equal(row->record, record_id(on->consent)))
        return true;
    if (!row_decode(row, &other, err))
        return false;
    if (uuid_equal(record_ref_uuid(other, CONSENT_CUSTOMER),
                   record_ref_uuid(on->consent, CONSENT_CUSTOMER)) &&
        consent_standing(other, library_today()) == CONSENT_HOLDS)
        on->alone = false;
    record_free(other);
    return true;
}

static bool look_for_others(void *context, StoreRead *read, Error *err) {
    OnConsent *on = context;
    on->alone = consent_standing(on->consent, library_today()) == CONSENT_REVOKED;
    return !on->alone || store_current_each(read, ENTITY_CONSENT, find_other, on, err);
}

static bool rests(void *context, const Record *record) {
    const OnConsent *on = context;
    if (record_has(record, CASE_CONSENT_ID))
        return uuid_equal(record_ref_uuid(record, CASE_CONSENT_ID), record_id(on->consent));
    Uuid customer = record_ref_uuid(record, CASE_CUSTOMER);
    return on->alone && !uuid_is_nil(customer) &&
           uuid_equal(customer, record_ref_uuid(on->consent, CONSENT_CUSTOMER));
}

static RestingRule rule_of(OnConsent *on) {
    return (RestingRule){.begin = look_for_others, .rests = rests, .context = on};
}

static bool holds(const Record *consent) {
    return consent_standing(consent, library_today()) == CONSENT_HOLDS;
}

bool consent_dependents(Library *library, const Record *consent, Uuid **out, size_t *count,
                        Error *err) {
    uint64_t upto;
    OnConsent on = {.consent = consent};
    RestingRule rule = rule_of(&on);
    *out = NULL;
    *count = 0;
    return holds(consent) || resting_find(library, &rule, out, count, &upto, err);
}

/* ---- saving ---- */

typedef struct Saving {
    PutContext context;
    Str note; /* of the consent */
    OnConsent on;
    RestingRule rule;
    Prepared consent;
    RestingCases cases;
} Saving;

static void name_case(SaveResult *result, const Record *record) {
    size_t len = strlen(result->internal_ids);
    Str id = record_text(record, CASE_ID);
    result->made_internal++;
    if (len + id.len + 3 < sizeof result->internal_ids)
        snprintf(result->internal_ids + len, sizeof result->internal_ids - len, "%s%.*s",
                 len ? ", " : "", STR_ARG(id));
}

/* The consent first: were the machine to stop in the middle nothing of it would be there. */
static bool write_all(Saving *s, SaveResult *result, Error *err) {
    StoreWrite *write;
    Library *library = s->context.library;
    StoreBatch batch = {.actor = library->actor.user, .at_ms = clock_now_ms(), .finished = true};
    if (!library_write_begin(library, false, &write, err))
        return false;
    s->context.batch = s->cases.len ? uuid_new() : (Uuid){{0}};
    s->context.note = s->note;
    bool ok = (holds(s->on.consent) ||
               resting_none_came(store_write_read(write), &s->rule, s->cases.upto, err)) &&
              put_write(&s->context, write, &s->consent, result, err);
    batch.id = result->batch = s->context.batch;
    batch.first = batch.last = result->change;
    snprintf(batch.login, sizeof batch.login, "%s", library->actor.login);
    snprintf(batch.source, sizeof batch.source, "%s", BULK_SOURCE);
    ok = ok && (!s->cases.len || (resting_write(&s->context, write, &s->cases, &batch, err) &&
                                  store_put_batch(write, &batch, err)));
    for (size_t i = 0; ok && i < s->cases.len; i++)
        name_case(result, s->cases.items[i].record);
    if (ok)
        return store_write_commit(write, NULL, err);
    store_write_abort(write);
    return false;
}

static bool prepare_cases(Saving *s, Record *consent, Error *err) {
    s->on.consent = consent;
    s->rule = rule_of(&s->on);
    if (!holds(consent) && !resting_prepare(&s->context, &s->rule, SIZE_MAX, &s->cases, err))
        return false;
    for (size_t i = 0; i < s->cases.len; i++)
        resting_put_why(consent, &s->cases.items[i].why);
    return true;
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
    if (ok && s.consent.unchanged)
        *result = (SaveResult){.unchanged = true, .rev = base_rev, .id = record_id(consent)};
    else
        ok = ok && prepare_cases(&s, consent, err) && write_all(&s, result, err);
    resting_free(&s.cases);
    put_free(&s.consent);
    vec_free(&s.context.numbers);
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
