#include "config.h"

#include "library/resting.h"

#include "base/i18n.h"
#include "library/row.h"
#include "record/state.h"
#include "record/tell.h"
#include "search/bulk.h"
#include "store/log.h"

#include <stdio.h>
#include <stdlib.h>

bool resting_is_public(const Record *record) {
    return case_state(record) == STATE_PUBLISHED && case_audience(record) == AUDIENCE_PUBLIC &&
           !record_int(record, CASE_TRASHED);
}

void resting_put_why(const Record *consent, Buf *out) {
    static const char *const reasons[CONSENT_STANDINGS] = {
        [CONSENT_INTERNAL] = N_("internal now: the consent {0} allows nothing outside"),
        [CONSENT_NOT_YET] = N_("internal now: the consent {0} does not hold yet"),
        [CONSENT_ENDED] = N_("internal now: the consent {0} has ended"),
        [CONSENT_REVOKED] = N_("internal now: the consent {0} was taken back"),
        [CONSENT_IN_TRASH] = N_("internal now: the consent {0} is in the trash"),
    };
    ErrorArg id = {.kind = 's'};
    ConsentStanding standing = consent_standing(consent, library_today());
    snprintf(id.text, sizeof id.text, "%.*s", STR_ARG(record_text(consent, CONSENT_ID)));
    if (reasons[standing])
        message_fill(out, _(reasons[standing]), &id, 1);
}

/* ---- finding ---- */

typedef struct Looking {
    StoreRead *read;
    const RestingRule *rule;
    VEC(Uuid) cases;
} Looking;

static bool take_resting(Looking *looking, Uuid id, Error *err) {
    StoreCurrent row;
    Record *record;
    bool found;
    if (!store_current_find(looking->read, ENTITY_CASE, id, &row, &found, err))
        return false;
    if (!found)
        return true;
    if (!row_decode(&row, &record, err))
        return false;
    if (resting_is_public(record) && looking->rule->rests(looking->rule->context, record))
        vec_push(&looking->cases, id);
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

/* Those that the index finds now: it is not older than what is read. */
static bool search_them(Library *library, const RestingRule *rule, Uuid **ids, size_t *len,
                        Error *err) {
    Buf query = {0};
    buf_puts(&query, "state:published audience:public");
    if (rule->narrow)
        rule->narrow(rule->context, &query);
    FindRequest request = {
        .query = buf_str(&query), .match = FIND_ALL, .bare = true, .limit = UINT32_MAX};
    bool ok = library_find_stored(library, &request, ids, len, err);
    buf_free(&query);
    return ok;
}

/* Those that the index finds, and those among the rows from `unseen` on, which it may not know
 * yet. What is written after `upto` is left to others. */
static bool take_all(Library *library, Looking *looking, uint64_t unseen, uint64_t *upto,
                     Error *err) {
    uint8_t hash[STORE_HASH];
    Uuid *ids = NULL;
    size_t len = 0;
    const RestingRule *rule = looking->rule;
    bool ok = (!rule->begin || rule->begin(rule->context, looking->read, err)) &&
              search_them(library, rule, &ids, &len, err);
    for (size_t i = 0; ok && i < len; i++)
        ok = take_resting(looking, ids[i], err);
    free(ids);
    return ok && store_log_head(looking->read, upto, hash, err) &&
           (unseen > *upto ||
            store_log_each(looking->read, unseen, *upto, take_written, looking, err));
}

static int by_identity(const void *a, const void *b) {
    const Uuid *x = a, *y = b;
    return uuid_compare(*x, *y);
}

static void sort_once(Looking *looking) {
    size_t kept = 0;
    if (!looking->cases.len)
        return;
    qsort(looking->cases.items, looking->cases.len, sizeof *looking->cases.items, by_identity);
    VEC_EACH (id, &looking->cases)
        if (!kept || !uuid_equal(looking->cases.items[kept - 1], *id))
            looking->cases.items[kept++] = *id;
    looking->cases.len = kept;
}

bool resting_find(Library *library, const RestingRule *rule, Uuid **out, size_t *count,
                  uint64_t *upto, Error *err) {
    Looking looking = {.rule = rule};
    uint64_t unseen;
    bool ok =
        first_unseen(library, &unseen, err) && store_read_begin(library->store, &looking.read, err);
    if (ok) {
        ok = take_all(library, &looking, unseen, upto, err);
        store_read_end(looking.read);
    }
    sort_once(&looking);
    *out = looking.cases.items;
    *count = looking.cases.len;
    return ok;
}

/* ---- making them internal ---- */

static bool prepare_case(PutContext *context, StoreRead *read, Uuid id, RestingCase *out,
                         Error *err) {
    if (!store_load(read, ENTITY_CASE, id, &out->record, err))
        return false;
    uint32_t rev = (uint32_t)record_int(out->record, CASE_REV);
    record_set_text(out->record, CASE_AUDIENCE, STR("internal"));
    return put_prepare(context, read, out->record, VERB_EDIT, rev, PUT_FORCE, NULL, &out->prepared,
                       err);
}

bool resting_prepare(PutContext *context, const RestingRule *rule, size_t most, RestingCases *out,
                     Error *err) {
    Uuid *ids = NULL;
    size_t count;
    StoreRead *read;
    *out = (RestingCases){0};
    bool ok = resting_find(context->library, rule, &ids, &count, &out->upto, err) &&
              store_read_begin(context->library->store, &read, err);
    if (ok) {
        out->more = count > most;
        count = out->more ? most : count;
        out->items = mem_zalloc((count + 1) * sizeof *out->items);
        while (ok && out->len < count) {
            ok = prepare_case(context, read, ids[out->len], &out->items[out->len], err);
            out->len++;
        }
        store_read_end(read);
    }
    free(ids);
    return ok;
}

void resting_free(RestingCases *cases) {
    for (size_t i = 0; i < cases->len; i++) {
        put_free(&cases->items[i].prepared);
        record_free(cases->items[i].record);
        buf_free(&cases->items[i].why);
    }
    free(cases->items);
    *cases = (RestingCases){0};
}

static bool saved_since(const StoreEntry *entry, Error *err) {
    return error_set(err, ERR_CONFLICT,
                     N_("{2} saved revision {0} while you were working on revision {1}"), "ddS",
                     (int64_t)entry->rev, (int64_t)entry->base_rev, entry->login);
}

static bool is_none(void *context, const StoreEntry *entry, Error *err) {
    Looking *looking = context;
    bool ok = entry->type != ENTITY_CASE || take_resting(looking, entry->record, err);
    return ok &&
           ((entry->type != ENTITY_CONSENT && !looking->cases.len) || saved_since(entry, err));
}

bool resting_none_came(StoreRead *read, const RestingRule *rule, uint64_t upto, Error *err) {
    uint64_t head;
    uint8_t hash[STORE_HASH];
    Looking looking = {.read = read, .rule = rule};
    bool ok = store_log_head(read, &head, hash, err) &&
              (upto >= head || store_log_each(read, upto + 1, head, is_none, &looking, err));
    vec_free(&looking.cases);
    return ok;
}

bool resting_write(PutContext *context, StoreWrite *write, RestingCases *cases, StoreBatch *batch,
                   Error *err) {
    SaveResult one;
    for (size_t i = 0; i < cases->len; i++) {
        context->note = buf_str(&cases->items[i].why);
        if (!put_write(context, write, &cases->items[i].prepared, &one, err))
            return false;
        batch->first = batch->first ? batch->first : one.change;
        batch->last = one.change;
        batch->updated++;
    }
    return true;
}
