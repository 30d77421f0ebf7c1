#include "config.h"

#include "library/lapse.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/zone.h"
#include "library/consent.h"
#include "library/news.h"
#include "library/resting.h"
#include "library/row.h"
#include "library/undo.h"
#include "record/state.h"
#include "record/tell.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- the day on which it was looked after last ---- */

static const char LOOKED[] = "consents.looked-after";

/* INT32_MIN: never. */
static bool read_day(StoreRead *read, int32_t *day, Error *err) {
    Str text;
    *day = INT32_MIN;
    if (!store_meta(read, LOOKED, &text, err))
        return false;
    if (text.ptr && !date_parse(text, day))
        *day = INT32_MIN;
    return true;
}

static bool put_day(StoreWrite *write, int32_t day, Error *err) {
    Buf text = {0};
    date_format(&text, day);
    bool ok = store_put_meta(write, LOOKED, buf_str(&text), err);
    buf_free(&text);
    return ok;
}

/* ---- the rule ---- */

typedef struct Ended {
    Map consents; /* identity -> index in items */
    VEC(Record *) items;
    VEC(Uuid) taken_back; /* customers whose consent was taken back for a day that has come since */
    VEC(Uuid) held;       /* customers with one that holds */
    int32_t looked;
} Ended;

static Str key_of(const Uuid *id) {
    return str_make((const char *)id->bytes, sizeof id->bytes);
}

static void forget(Ended *ended) {
    VEC_EACH (record, &ended->items)
        record_free(*record);
    ended->items.len = ended->taken_back.len = ended->held.len = 0;
    map_free(&ended->consents);
}

static void free_ended(Ended *ended) {
    forget(ended);
    vec_free(&ended->items);
    vec_free(&ended->taken_back);
    vec_free(&ended->held);
}

static bool take_consent(void *context, const StoreCurrent *row, Error *err) {
    Ended *ended = context;
    Record *consent;
    int32_t today = library_today();
    if (!row_decode(row, &consent, err))
        return false;
    ConsentStanding standing = consent_standing(consent, today);
    Uuid customer = record_ref_uuid(consent, CONSENT_CUSTOMER);
    int32_t revoked = (int32_t)record_int(consent, CONSENT_REVOKED_ON);
    if (standing == CONSENT_HOLDS)
        vec_push(&ended->held, customer);
    if (standing == CONSENT_REVOKED && ended->looked != INT32_MIN && revoked > ended->looked)
        vec_push(&ended->taken_back, customer);
    if (standing != CONSENT_ENDED && standing != CONSENT_REVOKED) {
        record_free(consent);
        return true;
    }
    *map_put(&ended->consents, key_of(&row->record), NULL) = ended->items.len;
    vec_push(&ended->items, consent);
    return true;
}

static bool look_at_consents(void *context, StoreRead *read, Error *err) {
    Ended *ended = context;
    forget(ended);
    return read_day(read, &ended->looked, err) &&
           store_current_each(read, ENTITY_CONSENT, take_consent, ended, err);
}

static const Record *consent_of(const Ended *ended, const Record *record) {
    Uuid id = record_ref_uuid(record, CASE_CONSENT_ID);
    const uint64_t *at = map_get(&ended->consents, key_of(&id));
    return at ? ended->items.items[*at] : NULL;
}

static bool has(const Uuid *ids, size_t len, Uuid id) {
    for (size_t i = 0; i < len; i++)
        if (uuid_equal(ids[i], id))
            return true;
    return false;
}

/* Those that name no consent follow their customer, as when one is taken back at once. */
static bool follows_customer(const Ended *ended, const Record *record) {
    Uuid customer = record_ref_uuid(record, CASE_CUSTOMER);
    return !uuid_is_nil(customer) &&
           has(ended->taken_back.items, ended->taken_back.len, customer) &&
           !has(ended->held.items, ended->held.len, customer);
}

static bool has_lapsed(void *context, const Record *record) {
    const Ended *ended = context;
    bool names = record_has(record, CASE_CONSENT_ID);
    const Record *consent = names ? consent_of(ended, record) : NULL;
    if (names && !consent)
        return false;
    Telling telling = case_tell(record, consent, library_today());
    return telling.why == TELL_ENDED || telling.why == TELL_REVOKED ||
           (telling.why == TELL_NO_CONSENT && !names && follows_customer(ended, record));
}

/* Mostly no consent on record has ended, and then only what a case says itself can. */
static void narrow(void *context, Buf *query) {
    const Ended *ended = context;
    if (ended->items.len || ended->taken_back.len)
        return;
    buf_puts(query, " consent.expires:..");
    date_format(query, library_today() - 1);
}

static RestingRule rule_of(Ended *ended) {
    return (RestingRule){look_at_consents, narrow, has_lapsed, ended};
}

/* ---- what is shown until it is written ---- */

struct LapsedCache {
    uint64_t version;
    uint64_t upto; /* the last row of the log that was looked at */
    int32_t day;
    LapsedCases cases;
};

void lapsed_cache_free(struct LapsedCache *cache) {
    if (!cache)
        return;
    free(cache->cases.ids);
    free(cache->cases.documents);
    free(cache);
}

static int by_number(const void *a, const void *b) {
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static int by_identity(const void *a, const void *b) {
    const Uuid *x = a, *y = b;
    return uuid_compare(*x, *y);
}

static bool was_looked_after(Library *library, bool *looked, Error *err) {
    StoreRead *read;
    int32_t day;
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok = read_day(read, &day, err);
    store_read_end(read);
    *looked = ok && day == library_today();
    return ok;
}

static bool find_documents(Library *library, LapsedCases *cases, Error *err) {
    StoreRead *read;
    size_t count = 0;
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok = true;
    cases->documents = mem_alloc((cases->len + 1) * sizeof *cases->documents);
    for (size_t i = 0; ok && i < cases->len; i++) {
        StoreCurrent row;
        bool found;
        ok = store_current_find(read, ENTITY_CASE, cases->ids[i], &row, &found, err);
        cases->documents[count++] = ok && found ? (uint32_t)row.change : 0;
    }
    store_read_end(read);
    qsort(cases->documents, count, sizeof *cases->documents, by_number);
    return ok;
}

static bool find_lapsed(Library *library, LapsedCases *out, uint64_t *upto, Error *err) {
    Ended ended = {0};
    RestingRule rule = rule_of(&ended);
    bool ok = resting_find(library, &rule, &out->ids, &out->len, upto, err) &&
              (!out->len || find_documents(library, out, err));
    free_ended(&ended);
    return ok;
}

static bool touches(void *context, const StoreEntry *entry, Error *err) {
    bool *touched = context;
    (void)err;
    *touched |= entry->type == ENTITY_CASE || entry->type == ENTITY_CONSENT;
    return true;
}

/* Whether what was found before is what would be found now: uses and comments of others change
 * nothing, and they come often. */
static bool still_holds(Library *library, const struct LapsedCache *cache) {
    enum { MOST_ROWS = 200 };
    StoreRead *read;
    uint64_t head;
    uint8_t hash[STORE_HASH];
    bool touched = false;
    Error ignored;
    if (!cache || cache->day != library_today() ||
        !store_read_begin(library->store, &read, &ignored))
        return false;
    bool ok = store_log_head(read, &head, hash, &ignored) && head - cache->upto <= MOST_ROWS &&
              (head == cache->upto ||
               store_log_each(read, cache->upto + 1, head, touches, &touched, &ignored));
    store_read_end(read);
    return ok && !touched;
}

const LapsedCases *lapsed_cases(Library *library) {
    static const LapsedCases none = {0};
    struct LapsedCache *cache = library->lapsed;
    uint64_t version = store_txn_id(library->store);
    int32_t today = library_today();
    bool looked = false;
    Error ignored;
    if (cache && cache->version == version && cache->day == today)
        return &cache->cases;
    if (!was_looked_after(library, &looked, &ignored))
        return &none;
    if (!looked && still_holds(library, cache)) {
        cache->version = version;
        return &cache->cases;
    }
    size_t searches = (cache ? cache->cases.searches : 0) + !looked;
    lapsed_cache_free(cache);
    library->lapsed = cache = mem_zalloc(sizeof *cache);
    cache->version = version;
    cache->day = today;
    cache->cases.searches = searches;
    if (!looked && !find_lapsed(library, &cache->cases, &cache->upto, &ignored))
        cache->cases.len = 0;
    return &cache->cases;
}

void lapsed_show(Library *library, Record *record) {
    const LapsedCases *lapsed;
    Uuid id;
    if (record->entity->type != ENTITY_CASE || !resting_is_public(record))
        return;
    lapsed = lapsed_cases(library);
    id = record_id(record);
    if (lapsed->len && bsearch(&id, lapsed->ids, lapsed->len, sizeof id, by_identity))
        record_set_text(record, CASE_AUDIENCE, STR("internal"));
}

/* ---- writing it ---- */

static void put_why(const Ended *ended, const Record *record, Buf *out) {
    ErrorArg day = {.kind = 's'};
    Buf text = {0};
    const Record *consent = record_has(record, CASE_CONSENT_ID) ? consent_of(ended, record) : NULL;
    if (consent) {
        resting_put_why(consent, out);
    } else if (record_has(record, CASE_CONSENT_EXPIRES)) {
        date_format(&text, (int32_t)record_int(record, CASE_CONSENT_EXPIRES));
        snprintf(day.text, sizeof day.text, "%s", buf_text(&text));
        message_fill(out, _("internal now: its consent ended on {0}"), &day, 1);
    } else {
        buf_puts(out, _("internal now: its customer's consent was taken back"));
    }
    buf_free(&text);
}

/* The owner's Inbox keeps it; who has left reads none. */
static bool tell_owner(Library *library, StoreWrite *write, const RestingCase *one, Error *err) {
    StoreCurrent row;
    Record *owner;
    bool found;
    Uuid id = record_ref_uuid(one->record, CASE_OWNER);
    News word = {.id = record_id(one->record), .count = 1, .text = buf_str(&one->why)};
    if (uuid_is_nil(id))
        return true;
    if (!store_current_find(store_write_read(write), ENTITY_USER, id, &row, &found, err) ||
        (found && !row_decode(&row, &owner, err)))
        return false;
    bool here = found && !record_int(owner, USER_DISABLED);
    if (found)
        record_free(owner);
    return !here || news_write(library, write, id, NEWS_LAPSED, &word, err);
}

/* Cases of one transaction: who waits to write waits no longer for a day on which very many end. */
enum { CASES_AT_ONCE = 500 };

typedef struct Expiring {
    PutContext context;
    StoreBatch batch; /* of all transactions */
    Ended ended;
    RestingRule rule;
    RestingCases cases;
} Expiring;

static bool write_cases(Expiring *e, StoreWrite *write, Error *err) {
    StoreBatch batch = e->batch;
    bool ok = resting_none_came(store_write_read(write), &e->rule, e->cases.upto, err) &&
              resting_write(&e->context, write, &e->cases, &batch, err) &&
              store_put_batch(write, &batch, err);
    for (size_t i = 0; ok && i < e->cases.len; i++)
        ok = tell_owner(e->context.library, write, &e->cases.items[i], err);
    if (ok)
        e->batch = batch;
    return ok;
}

/* Another process may have been faster: then nothing is left to do. */
static bool write_all(Expiring *e, size_t *made_internal, Error *err) {
    StoreWrite *write;
    int32_t looked;
    Library *library = e->context.library;
    bool begun = e->cases.len ? library_write_begin(library, false, &write, err)
                              : store_write_begin(library->store, library->actor.login, 0, true,
                                                  &write, err); /* nobody waits for that */
    if (!begun)
        return false;
    bool ok = read_day(store_write_read(write), &looked, err);
    bool todo = ok && looked != library_today();
    ok = ok && (!todo || ((!e->cases.len || write_cases(e, write, err)) &&
                          (e->cases.more || put_day(write, library_today(), err))));
    e->cases.more &= todo;
    if (!ok || !todo) {
        store_write_abort(write);
        return ok;
    }
    *made_internal += e->cases.len;
    return store_write_commit(write, NULL, err);
}

static bool try_expire(Expiring *e, size_t *made_internal, Error *err) {
    resting_free(&e->cases);
    bool ok = resting_prepare(&e->context, &e->rule, CASES_AT_ONCE, &e->cases, err);
    for (size_t i = 0; ok && i < e->cases.len; i++)
        put_why(&e->ended, e->cases.items[i].record, &e->cases.items[i].why);
    return ok && write_all(e, made_internal, err);
}

bool library_expire_consents(Library *library, size_t *made_internal, Error *err) {
    enum { TRIES = 5 };
    bool looked, ok = true;
    *made_internal = 0;
    if (library_info(library).read_only || !right_allows(library->actor.role, RIGHT_WRITE))
        return true;
    if (!was_looked_after(library, &looked, err) || looked)
        return looked;
    Expiring e = {.context = {.library = library, .batch = uuid_new()}};
    e.batch = (StoreBatch){.id = e.context.batch,
                           .actor = library->actor.user,
                           .at_ms = clock_now_ms(),
                           .source = BULK_SOURCE,
                           .finished = true};
    snprintf(e.batch.login, sizeof e.batch.login, "%s", library->actor.login);
    e.rule = rule_of(&e.ended);
    for (int i = 0; i < TRIES; i += !ok) {
        ok = try_expire(&e, made_internal, err);
        if (ok ? !e.cases.more : err->code != ERR_CONFLICT) /* conflict: somebody saved meanwhile */
            break;
    }
    resting_free(&e.cases);
    free_ended(&e.ended);
    vec_free(&e.context.numbers);
    if (*made_internal)
        library_merge_step(library);
    return ok;
}
