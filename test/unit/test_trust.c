#include "config.h"

#include "library_fixture.h"

#include "base/clock.h"
#include "base/vec.h"
#include "library/bulk.h"
#include "library/changes.h"
#include "library/consent.h"
#include "library/find.h"
#include "library/history.h"
#include "library/inbox.h"
#include "library/merge.h"
#include "library/queue.h"
#include "library/rate.h"
#include "library/reads.h"
#include "library/resolve.h"
#include "library/row.h"
#include "library/save.h"
#include "library/screening.h"
#include "library/session.h"
#include "library/settings.h"
#include "library/tell.h"
#include "library/undo.h"
#include "library/use.h"

#include <unistd.h>

/* What makes a case trusted: ratings, readers, screening, consents. */

static int set_up(void **state) {
    static const Person people[] = {
        {"wang", "editor", "华东", NULL},   {"li", "reviewer", "华东", NULL},
        {"qian", "reviewer", "华东", NULL}, {"sun", "rep", "华东", NULL},
        {"zhou", "rep", "华东", NULL},      {"du", "reader", "华东", NULL}};
    *state = fixture_new(people, COUNT_OF(people));
    return 0;
}

/* ---- ratings ---- */

static bool rate_as(const Fixture *f, const char *login, Uuid id, int score, int helpful,
                    Error *err) {
    SaveResult result;
    RateEntry entry = {id, score, helpful};
    Library *library = open_as(f, login);
    bool ok = library_rate(library, &entry, &result, err);
    library_close(library);
    return ok;
}

static void expect_rating(const Fixture *f, Uuid id, const char *sentence) {
    RatingSummary summary;
    Error err;
    Buf text = {0};
    Library *library = open_as(f, "du");
    expect_ok(library_rating_summary(library, id, &summary, &err), &err);
    library_rating_put(&summary, &text);
    assert_string_equal(buf_text(&text), sentence);
    buf_free(&text);
    library_close(library);
}

static void set_option(const Fixture *f, OptionId id, const char *value) {
    Error err;
    Library *root = open_as(f, "root");
    expect_ok(library_option_set(root, id, str_of(value), true, &err), &err);
    library_close(root);
}

static void a_rating_is_the_mean_of_experts_and_users(void **state) {
    Fixture *f = *state;
    Error err;
    Uuid id = save_case(f, "wang", "续费率提升"), other = save_case(f, "wang", "另一个案例");
    publish(f, id);
    publish(f, other);
    expect_rating(f, id, "");
    set_option(f, OPTION_RATING_WEIGHT, "0");
    assert_true(rate_as(f, "li", id, 90, RATE_UNSAID, &err));
    expect_rating(f, id, "90 (experts 90, n=1)");
    assert_true(rate_as(f, "sun", id, 85, 1, &err));
    expect_rating(f, id, "87.5 (experts 90, n=1; users 85, n=1), helpful: 1 of 1"); /* S1-15 */
    /* With the library's mean for 5 votes: m = (90 + 85 + 35) / 3 = 70, U = (85 + 350) / 6 = 72.5,
     * R = (90 + 72.5) / 2 = 81.25. */
    set_option(f, OPTION_RATING_WEIGHT, "5");
    assert_true(rate_as(f, "zhou", other, 35, 0, &err));
    expect_rating(f, id, "81.2 (experts 90, n=1; users 85, n=1), helpful: 1 of 1");
    /* Only users: (35 + 350) / 6 = 64.17. */
    expect_rating(f, other, "64.2 (users 35, n=1), helpful: 0 of 1");
}

static void a_person_rates_a_case_once_and_may_change_it(void **state) {
    Fixture *f = *state;
    Error err;
    RateEntry own;
    Uuid id = save_case(f, "wang", "续费率提升");
    publish(f, id);
    set_option(f, OPTION_RATING_WEIGHT, "0");
    assert_true(rate_as(f, "sun", id, 20, RATE_UNSAID, &err));
    assert_true(rate_as(f, "sun", id, 60, 1, &err));
    assert_true(rate_as(f, "sun", id, RATE_UNSAID, 0, &err)); /* the number stays */
    expect_rating(f, id, "60 (users 60, n=1), helpful: 0 of 1");
    assert_true(rate_as(f, "zhou", id, RATE_UNSAID, 1, &err));
    expect_rating(f, id, "60 (users 60, n=1), helpful: 1 of 2");
    Library *sun = open_as(f, "sun");
    assert_true(library_rating_own(sun, id, &own));
    assert_int_equal(own.score, 60);
    assert_int_equal(own.helpful, 0);
    library_close(sun);
    Library *li = open_as(f, "li");
    assert_false(library_rating_own(li, id, &own));
    library_close(li);
    /* The library's mean counts each number once: 60, not (20 + 60) / 2. */
    set_option(f, OPTION_RATING_WEIGHT, "1");
    assert_true(rate_as(f, "li", id, 80, RATE_UNSAID, &err)); /* m = 70; U = (60 + 70) / 2 = 65 */
    expect_rating(f, id, "72.5 (experts 80, n=1; users 60, n=1), helpful: 1 of 2");
    /* Taken back, it counts nowhere: m = 60. Done again, it does. */
    li = open_as(f, "li");
    SaveResult result;
    RateEntry entry = {id, 80, 1};
    expect_ok(library_rate(li, &entry, &result, &err), &err);
    expect_ok(library_undo_change(li, ENTITY_RATING, result.id, 2, 2, &result, &err), &err);
    expect_ok(library_undo_change(li, ENTITY_RATING, result.id, 1, 1, &result, &err), &err);
    assert_false(library_rating_own(li, id, &own));
    library_close(li);
    expect_rating(f, id, "60 (users 60, n=1), helpful: 1 of 2");
    li = open_as(f, "li");
    expect_ok(library_undo_change(li, ENTITY_RATING, result.id, 4, 4, &result, &err), &err);
    library_close(li);
    expect_rating(f, id, "72.5 (experts 80, n=1; users 60, n=1), helpful: 1 of 2");
}

static void ratings_are_refused_with_a_reason(void **state) {
    Fixture *f = *state;
    Error err;
    Uuid id = save_case(f, "wang", "续费率提升");
    assert_false(rate_as(f, "li", id, 80, RATE_UNSAID, &err)); /* a draft of his team */
    assert_int_equal(err.code, ERR_INVALID);
    assert_non_null(strstr(err.message, "draft"));
    assert_false(rate_as(f, "sun", id, 80, RATE_UNSAID, &err)); /* which a rep does not see */
    assert_int_equal(err.code, ERR_NOT_FOUND);
    publish(f, id);
    static const struct {
        const char *login;
        int score, helpful;
        ErrorCode code;
        const char *says;
    } refused[] = {
        {"du", 80, RATE_UNSAID, ERR_DENIED, "needs"},
        {"wang", 80, RATE_UNSAID, ERR_DENIED, "author or owner"},
        {"sun", 101, RATE_UNSAID, ERR_INVALID, "0 to 100"},
        {"sun", -2, 1, ERR_INVALID, "0 to 100"},
        {"sun", RATE_UNSAID, RATE_UNSAID, ERR_INVALID, "say a number"},
    };
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        Buf text = {0};
        assert_false(rate_as(f, refused[i].login, id, refused[i].score, refused[i].helpful, &err));
        error_render_message(&err, &text);
        assert_int_equal(err.code, refused[i].code);
        if (!strstr(buf_text(&text), refused[i].says))
            fail_msg("“%s” does not say “%s”", buf_text(&text), refused[i].says);
        buf_free(&text);
    }
    expect_rating(f, id, "");
}

/* ---- consent ---- */

static Uuid customer_of(Library *library, const char *name) {
    Uuid id;
    Error err;
    expect_ok(library_resolve(library, ENTITY_CUSTOMER, str_of(name), NULL, &id, &err), &err);
    return id;
}

/* A consent of 晨光在线教育, granted long ago; days 0: not said. */
static Uuid save_consent(const Fixture *f, const char *scope, int32_t expires) {
    SaveResult result;
    Error err;
    Library *wang = open_as(f, "wang");
    Record *record = library_new_record(wang, ENTITY_CONSENT);
    record_set_ref(record, CONSENT_CUSTOMER, customer_of(wang, "晨光在线教育"), STR(""));
    record_set_text(record, CONSENT_SCOPE, str_of(scope));
    record_set_date(record, CONSENT_GRANTED_ON, library_today() - 100);
    if (expires)
        record_set_date(record, CONSENT_EXPIRES, expires);
    expect_ok(library_save(wang, record, 0, STR(""), NULL, &result, &err), &err);
    record_free(record);
    library_close(wang);
    return result.id;
}

/* Gives a case its audience and consent (nil: none); false with *err when it is refused. */
static bool make_public(const Fixture *f, Uuid id, Uuid consent, Error *err) {
    SaveResult result;
    Record *record;
    Library *wang = open_as(f, "wang");
    expect_ok(library_load(wang, ENTITY_CASE, id, 0, &record, err), err);
    record_set_text(record, CASE_AUDIENCE, STR("public"));
    if (uuid_is_nil(consent))
        record_clear(record, CASE_CONSENT_ID);
    else
        record_set_ref(record, CASE_CONSENT_ID, consent, STR(""));
    bool ok = library_save(wang, record, (uint32_t)record_int(record, CASE_REV), STR(""), NULL,
                           &result, err);
    record_free(record);
    library_close(wang);
    return ok;
}

static void expect_audience(const Fixture *f, Uuid id, const char *audience) {
    LibraryRow row;
    Error err;
    Library *du = open_as(f, "du");
    expect_ok(library_row(du, ENTITY_CASE, id, &row, &err), &err);
    assert_true(str_equal(record_text(row.record, CASE_AUDIENCE), str_of(audience)));
    library_row_free(&row);
    library_close(du);
}

static bool keep_newest(void *context, const ChangeEntry *entry, Error *err) {
    ChangeEntry *newest = context;
    (void)err;
    if (!newest->number)
        *newest = *entry;
    return true;
}

/* What the activity says was done last. */
static void expect_done(Library *library, const char *verb) {
    ChangeEntry newest = {0};
    Error err;
    expect_ok(library_activity(library, true, 10, keep_newest, &newest, &err), &err);
    assert_string_equal(newest.verb, verb);
}

static const Uuid nobody;

static void revoking_makes_public_cases_internal_in_one_act(void **state) {
    Fixture *f = *state;
    SaveResult result;
    Error err;
    size_t count;
    Uuid first = save_case(f, "wang", "公开案例"), second = save_case(f, "wang", "另一公开案例"),
         third = save_case(f, "wang", "只给销售的案例");
    Uuid consent = save_consent(f, "named", 0);
    publish(f, first);
    publish(f, second);
    publish(f, third);
    expect_ok(make_public(f, first, consent, &err), &err);
    expect_ok(make_public(f, second, consent, &err), &err);
    Library *wang = open_as(f, "wang");
    expect_ok(library_consent_would_drop(wang, consent, &count, &err), &err);
    assert_int_equal(count, 2);
    uint64_t before = library_version(wang);
    expect_ok(library_consent_revoke(wang, consent, &result, &err), &err);
    assert_int_equal(library_version(wang), before + 1); /* one transaction */
    assert_int_equal(result.made_internal, 2);
    assert_string_equal(result.internal_ids, "AL-2026-0001, AL-2026-0002");
    expect_done(wang, "consent withdrawn");
    assert_false(library_consent_revoke(wang, consent, &result, &err));
    assert_int_equal(err.code, ERR_INVALID);
    library_close(wang);
    expect_audience(f, first, "internal");
    expect_audience(f, second, "internal");
    /* The index says so too. */
    wang = open_as(f, "wang");
    FindResult found = {0};
    FindRequest request = {.query = STR("audience:public"), .limit = 10};
    expect_ok(library_find(wang, &request, &found, &err), &err);
    assert_int_equal(found.total, 0);
    library_find_free(&found);
    library_close(wang);
}

static bool find_note(void *context, const HistoryEntry *entry, Error *err) {
    bool *named = context;
    (void)err;
    *named |= str_find(entry->note, STR("XK-2026-0001"), 0) != SIZE_MAX;
    return true;
}

static void revoking_is_undone_as_one_and_named_in_the_history(void **state) {
    Fixture *f = *state;
    SaveResult result;
    Error err;
    size_t undone, kept;
    bool named = false;
    Record *record;
    Uuid id = save_case(f, "wang", "公开案例"), consent = save_consent(f, "anonymous", 0);
    publish(f, id);
    expect_ok(make_public(f, id, consent, &err), &err);
    Library *wang = open_as(f, "wang");
    expect_ok(library_consent_revoke(wang, consent, &result, &err), &err);
    expect_ok(library_history(wang, ENTITY_CASE, id, find_note, &named, &err), &err);
    assert_true(named);
    expect_ok(library_bulk_undo(wang, result.batch, &undone, &kept, NULL, NULL, &err), &err);
    assert_int_equal(undone, 1); /* of cases */
    assert_int_equal(kept, 0);
    expect_ok(library_load(wang, ENTITY_CONSENT, consent, 0, &record, &err), &err);
    assert_false(record_has(record, CONSENT_REVOKED_ON));
    record_free(record);
    library_close(wang);
    expect_audience(f, id, "public");
}

/* Every way in which a consent stops holding. */
static void a_consent_that_stops_holding_drops_its_cases(void **state) {
    Fixture *f = *state;
    static const struct {
        int field;
        int days; /* from today */
        const char *scope;
        bool trash;
        const char *audience;
    } changes[] = {
        {CONSENT_REVOKED_ON, 0, NULL, false, "internal"},
        {CONSENT_REVOKED_ON, 7, NULL, false, "public"}, /* it holds until then */
        {CONSENT_EXPIRES, -1, NULL, false, "internal"},
        {CONSENT_EXPIRES, 0, NULL, false, "public"}, /* its last day */
        {CONSENT_GRANTED_ON, 1, NULL, false, "internal"},
        {-1, 0, "internal", false, "internal"},
        {-1, 0, "anonymous", false, "public"},
        {-1, 0, NULL, true, "internal"},
    };
    for (size_t i = 0; i < COUNT_OF(changes); i++) {
        SaveResult result;
        Error err;
        Record *record;
        Uuid id = save_case(f, "wang", "公开案例"), consent = save_consent(f, "named", 0);
        publish(f, id);
        expect_ok(make_public(f, id, consent, &err), &err);
        Library *wang = open_as(f, "wang");
        expect_ok(library_load(wang, ENTITY_CONSENT, consent, 0, &record, &err), &err);
        if (changes[i].field >= 0)
            record_set_date(record, changes[i].field, library_today() + changes[i].days);
        if (changes[i].scope)
            record_set_text(record, CONSENT_SCOPE, str_of(changes[i].scope));
        bool ok = changes[i].trash
                      ? library_trash(wang, ENTITY_CONSENT, consent, true, &result, &err)
                      : library_save(wang, record, 1, STR(""), NULL, &result, &err);
        expect_ok(ok, &err);
        record_free(record);
        library_close(wang);
        expect_audience(f, id, changes[i].audience);
    }
}

static void cases_without_a_consent_of_their_own_follow_the_customer(void **state) {
    Fixture *f = *state;
    SaveResult result;
    Error err;
    Uuid id = save_case(f, "wang", "公开案例"), first = save_consent(f, "named", 0),
         second = save_consent(f, "named", 0);
    publish(f, id);
    Library *wang = open_as(f, "wang");
    Record *record;
    expect_ok(library_load(wang, ENTITY_CASE, id, 0, &record, &err), &err);
    record_set_text(record, CASE_AUDIENCE, STR("public"));
    record_set_text(record, CASE_CONSENT_SCOPE, STR("named")); /* on the case itself */
    expect_ok(library_save(wang, record, (uint32_t)record_int(record, CASE_REV), STR(""), NULL,
                           &result, &err),
              &err);
    record_free(record);
    expect_ok(library_consent_revoke(wang, first, &result, &err), &err);
    assert_int_equal(result.made_internal, 0); /* another one holds */
    expect_ok(library_consent_revoke(wang, second, &result, &err), &err);
    assert_int_equal(result.made_internal, 1);
    library_close(wang);
    expect_audience(f, id, "internal");
}

static void no_case_becomes_public_without_a_consent(void **state) {
    Fixture *f = *state;
    SaveResult result;
    Error err;
    Record *record;
    Uuid id = save_case(f, "wang", "要公开的案例"), consent = save_consent(f, "named", 0);
    Uuid ended = save_consent(f, "named", library_today() - 1);
    Uuid secret = save_consent(f, "internal", 0);
    assert_true(make_public(f, id, nobody, &err)); /* a draft may say what it likes */
    move_as(f, "wang", id, "submit");
    move_as(f, "li", id, "review");
    Library *li = open_as(f, "li");
    assert_false(
        library_move(li, id, case_move_find(STR("publish")), STR(""), NULL, &result, &err));
    assert_int_equal(err.code, ERR_INVALID);
    library_close(li);
    Uuid bad[] = {nobody, ended, secret};
    assert_true(make_public(f, id, ended, &err));
    li = open_as(f, "li");
    assert_false(
        library_move(li, id, case_move_find(STR("publish")), STR(""), NULL, &result, &err));
    assert_string_equal(err.field, "audience");
    library_close(li);
    assert_true(make_public(f, id, consent, &err));
    move_as(f, "li", id, "publish");
    for (size_t i = 0; i < COUNT_OF(bad); i++) { /* it was told before: this is a change */
        assert_false(make_public(f, id, bad[i], &err));
        assert_string_equal(err.field, "audience");
    }
    /* What comes back comes back for internal use. */
    Library *wang = open_as(f, "wang");
    expect_ok(library_load(wang, ENTITY_CASE, id, 0, &record, &err), &err);
    uint32_t rev = (uint32_t)record_int(record, CASE_REV);
    record_free(record);
    expect_ok(library_trash(wang, ENTITY_CASE, id, true, &result, &err), &err);
    expect_ok(library_consent_revoke(wang, consent, &result, &err), &err);
    assert_int_equal(result.made_internal, 0);
    expect_ok(library_trash(wang, ENTITY_CASE, id, false, &result, &err), &err);
    library_close(wang);
    expect_audience(f, id, "internal");
    wang = open_as(f, "wang");
    expect_ok(library_revert(wang, ENTITY_CASE, id, rev, &result, &err), &err);
    library_close(wang);
    expect_audience(f, id, "internal");
}

/* What waits of consents, and that the chip counts it. */
/* A batch that was killed has committed cases which no search sees yet. */
static void revoking_finds_cases_that_are_not_indexed(void **state) {
    Fixture *f = *state;
    SaveResult result;
    Error err;
    Record *record;
    Queue queue;
    size_t count;
    Uuid id = save_case(f, "wang", "未进索引的公开案例"),
         indexed = save_case(f, "wang", "进了索引的公开案例");
    Uuid consent = save_consent(f, "named", 0);
    publish(f, id);
    publish(f, indexed);
    expect_ok(make_public(f, indexed, consent, &err), &err);
    Library *wang = open_as(f, "wang");
    expect_ok(library_load(wang, ENTITY_CASE, id, 0, &record, &err), &err);
    record_set_text(record, CASE_AUDIENCE, STR("public"));
    record_set_ref(record, CASE_CONSENT_ID, consent, STR(""));
    queue_init(&queue, wang, 0, STR("killed"));
    expect_ok(
        queue_add(&queue, record, VERB_EDIT, (uint32_t)record_int(record, CASE_REV), 0, 0, &err) &&
            queue_flush(&queue, &err),
        &err);
    queue_free(&queue);
    library_close(wang);
    Library *other = open_as(f, "wang");
    FindRequest request = {.query = STR("audience:public"), .match = FIND_ALL, .limit = 10};
    FindResult found = {0};
    expect_ok(library_find(other, &request, &found, &err), &err);
    assert_int_equal(found.len, 1); /* it is not indexed indeed */
    library_find_free(&found);
    expect_ok(library_consent_would_drop(other, consent, &count, &err), &err);
    assert_int_equal(count, 2);
    expect_ok(library_consent_revoke(other, consent, &result, &err), &err);
    assert_int_equal(result.made_internal, 2);
    library_close(other);
    expect_audience(f, id, "internal");
    expect_audience(f, indexed, "internal");
}

/* Two people at the same moment: what was prepared while the consent held is not written when it
 * holds no longer. */
static void a_consent_taken_back_meanwhile_refuses_what_was_prepared(void **state) {
    Fixture *f = *state;
    SaveResult result;
    Error err;
    Record *record;
    StoreRead *read;
    StoreWrite *write;
    Prepared prepared;
    Uuid id = save_case(f, "wang", "同时公开的案例"), consent = save_consent(f, "named", 0);
    publish(f, id);
    Library *wang = open_as(f, "wang"), *other = open_as(f, "wang");
    PutContext context = {.library = wang, .note = STR("")};
    expect_ok(library_load(wang, ENTITY_CASE, id, 0, &record, &err), &err);
    record_set_text(record, CASE_AUDIENCE, STR("public"));
    record_set_ref(record, CASE_CONSENT_ID, consent, STR(""));
    expect_ok(store_read_begin(wang->store, &read, &err), &err);
    expect_ok(put_prepare(&context, read, record, VERB_EDIT, (uint32_t)record_int(record, CASE_REV),
                          0, NULL, &prepared, &err),
              &err);
    store_read_end(read);
    expect_ok(library_consent_revoke(other, consent, &result, &err), &err);
    assert_int_equal(result.made_internal, 0);
    expect_ok(library_write_begin(wang, false, &write, &err), &err);
    assert_false(put_write(&context, write, &prepared, &result, &err));
    store_write_abort(write);
    assert_int_equal(err.code, ERR_INVALID);
    assert_string_equal(err.field, "audience");
    put_free(&prepared);
    vec_free(&context.numbers);
    record_free(record);
    library_close(other);
    library_close(wang);
    expect_audience(f, id, "internal");
}

static void expect_inbox(Library *library, const char *text, size_t count) {
    InboxList list = {0};
    InboxCount counter = {0};
    Error err;
    uint64_t total = 0;
    size_t found = 0;
    expect_ok(library_inbox(library, 100, &list, &err), &err);
    for (size_t i = 0; i < list.len; i++) {
        if (list.items[i].kind != INBOX_CONSENT)
            continue;
        found++;
        assert_true(str_equal(list.items[i].text, str_of(text)));
        assert_true(str_equal(list.items[i].title, STR("晨光在线教育")));
    }
    assert_int_equal(found, count);
    assert_true(library_inbox_count(library, &counter, &total));
    assert_int_equal(counter.consents, count);
    inbox_free(&list);
}

/* A draft that names it is one of its cases, too; what ends is asked about published ones only. */
static void a_consent_counts_its_cases_in_every_state(void **state) {
    Fixture *f = *state;
    ConsentList list;
    Error err;
    Uuid draft = save_case(f, "wang", "草稿案例"), done = save_case(f, "wang", "发布案例");
    Uuid consent = save_consent(f, "named", library_today() + 5);
    publish(f, done);
    expect_ok(make_public(f, draft, consent, &err), &err);
    expect_ok(make_public(f, done, consent, &err), &err);
    Library *wang = open_as(f, "wang");
    expect_ok(library_consents(wang, customer_of(wang, "晨光在线教育"), &list, &err), &err);
    assert_int_equal(list.len, 1);
    assert_int_equal(list.items[0].cases, 2);
    assert_int_equal(list.items[0].public_cases, 1);
    library_consents_free(&list);
    expect_ok(library_consents_due(wang, CONSENT_WARN_DAYS, &list, &err), &err);
    assert_int_equal(list.items[0].cases, 1);
    library_consents_free(&list);
    library_close(wang);
}

static void an_ended_consent_keeps_the_case_inside_and_is_listed(void **state) {
    Fixture *f = *state;
    ConsentList list;
    LibraryRow row;
    Error err;
    Uuid id = save_case(f, "wang", "公开案例"),
         consent = save_consent(f, "named", library_today() + 40);
    save_consent(f, "named", library_today() + 5); /* no case names it */
    publish(f, id);
    expect_ok(make_public(f, id, consent, &err), &err);
    Library *sun = open_as(f, "sun");
    expect_ok(library_consents_due(sun, CONSENT_WARN_DAYS, &list, &err), &err);
    assert_int_equal(list.len, 0); /* it holds for 40 days */
    library_consents_free(&list);
    expect_ok(library_consents(sun, customer_of(sun, "晨光在线教育"), &list, &err), &err);
    assert_int_equal(list.len, 2);
    library_consents_free(&list);
    library_close(sun);
    clock_freeze(1795136400000 + INT64_C(20) * 86400000);
    sun = open_as(f, "sun");
    expect_ok(library_consents_due(sun, CONSENT_WARN_DAYS, &list, &err), &err);
    assert_int_equal(list.len, 1);
    assert_int_equal(list.items[0].standing, CONSENT_HOLDS);
    assert_int_equal(list.items[0].public_cases, 1);
    library_consents_free(&list);
    library_close(sun);
    clock_freeze(1795136400000 + INT64_C(41) * 86400000);
    sun = open_as(f, "sun");
    expect_ok(library_consents_due(sun, CONSENT_WARN_DAYS, &list, &err), &err);
    assert_int_equal(list.len, 1);
    assert_int_equal(list.items[0].standing, CONSENT_ENDED);
    library_consents_free(&list);
    expect_inbox(sun, "", 0); /* a rep can do nothing about it */
    library_close(sun);
    Library *wang = open_as(f, "wang");
    expect_inbox(wang, "ended on 2026-12-30; cases that name it: 1", 1);
    library_close(wang);
    Library *li = open_as(f, "li"); /* neither her case nor her customer */
    expect_inbox(li, "", 0);
    library_close(li);
    sun = open_as(f, "sun");
    expect_ok(library_row(sun, ENTITY_CASE, id, &row, &err), &err);
    assert_int_equal(library_tell(sun, row.record).level, TELL_INTERNAL);
    library_row_free(&row);
    assert_false(library_consent_revoke(sun, consent, &(SaveResult){0}, &err)); /* a rep */
    assert_int_equal(err.code, ERR_DENIED);
    library_close(sun);
    clock_freeze(1795136400000);
}

/* ---- readers ---- */

static const int64_t FROZEN_MS = 1795136400000, A_DAY_MS = 86400000;

static void read_as(const Fixture *f, const char *login, Uuid id, int days_later) {
    clock_freeze(FROZEN_MS + days_later * A_DAY_MS);
    Library *library = open_as(f, login);
    session_note_view(library, id, 30, VIEW_FROM_SEARCH);
    session_note_view(library, id, 5, VIEW_FROM_BROWSE);
    library_close(library);
}

static void expect_reads(const Fixture *f, Uuid id, int days_later, const char *sentence) {
    ReadSummary summary;
    Error err;
    Buf text = {0};
    clock_freeze(FROZEN_MS + days_later * A_DAY_MS);
    Library *library = open_as(f, "li");
    expect_ok(library_read_summary(library, id, &summary, &err), &err);
    library_read_put(&summary, &text);
    assert_string_equal(buf_text(&text), sentence);
    buf_free(&text);
    library_close(library);
    clock_freeze(FROZEN_MS);
}

static void a_reader_counts_once_a_day_and_is_forgotten(void **state) {
    Fixture *f = *state;
    Uuid id = save_case(f, "wang", "续费率提升"), other = save_case(f, "wang", "另一个案例");
    publish(f, id);
    publish(f, other);
    expect_reads(f, id, 0, "");
    read_as(f, "sun", id, 0); /* twice in the session */
    read_as(f, "sun", id, 0);
    expect_reads(f, id, 0, "by 1 person, 1 times in 90 days");
    read_as(f, "sun", id, 1);
    read_as(f, "zhou", id, 1);
    read_as(f, "zhou", other, 1);
    expect_reads(f, id, 1, "by 2 people, 3 times in 90 days");
    expect_reads(f, other, 1, "by 1 person, 1 times in 90 days");
    expect_reads(f, id, 89, "by 2 people, 3 times in 90 days");
    expect_reads(f, id, 90, "by 2 people, 2 times in 90 days"); /* the first day is out */
    expect_reads(f, id, 91, "");
    read_as(f, "sun", other, 182); /* the sweep comes with the next write */
    expect_reads(f, id, 1, "");
}

static void who_does_not_want_to_be_counted_is_not(void **state) {
    Fixture *f = *state;
    Error err;
    Uuid id = save_case(f, "wang", "续费率提升");
    publish(f, id);
    Library *sun = open_as(f, "sun");
    expect_ok(library_option_set(sun, OPTION_VIEW_LOG, STR("no"), false, &err), &err);
    uint64_t before = library_version(sun);
    session_note_view(sun, id, 30, VIEW_FROM_SEARCH);
    session_flush(sun);
    assert_int_equal(library_version(sun), before); /* nothing is written at all */
    library_close(sun);
    expect_reads(f, id, 0, "");
    read_as(f, "zhou", id, 0);
    expect_reads(f, id, 0, "by 1 person, 1 times in 90 days");
    set_option(f, OPTION_VIEW_LOG, "no"); /* the team's no is everybody's */
    read_as(f, "li", id, 0);
    expect_reads(f, id, 0, "by 1 person, 1 times in 90 days");
}

static void a_use_counts_once_a_person_and_day(void **state) {
    Fixture *f = *state;
    Error err;
    UseSummary summary;
    SaveResult result;
    Uuid id = save_case(f, "wang", "续费率提升");
    publish(f, id);
    static const struct {
        const char *login;
        int days_ago;
    } uses[] = {{"sun", 0}, {"sun", 0}, {"sun", 3}, {"zhou", 0}};
    for (size_t i = 0; i < COUNT_OF(uses); i++) {
        UseEntry entry = {.case_id = id, .feedback = 4, .days_ago = uses[i].days_ago};
        Library *library = open_as(f, uses[i].login);
        expect_ok(library_use_log(library, &entry, &result, &err), &err);
        library_close(library);
    }
    Library *library = open_as(f, "du");
    expect_ok(library_use_summary(library, id, &summary, &err), &err);
    assert_int_equal(summary.count, 3);
    assert_int_equal(summary.rated, 4);
    library_close(library);
}

/* What was said of a case that was merged is said of the one that took it in, by each once. */
static void merged_cases_bring_their_ratings_and_readers(void **state) {
    Fixture *f = *state;
    Error err;
    CaseMerge plan;
    CaseMergeResult result;
    Uuid kept = save_case(f, "wang", "留下的案例"), gone = save_case(f, "wang", "并入的案例");
    publish(f, kept);
    publish(f, gone);
    set_option(f, OPTION_RATING_WEIGHT, "0");
    assert_true(rate_as(f, "sun", kept, 20, RATE_UNSAID, &err));
    clock_freeze(FROZEN_MS + 1000);
    assert_true(rate_as(f, "sun", gone, 80, RATE_UNSAID, &err));
    assert_true(rate_as(f, "zhou", gone, 60, 1, &err));
    clock_freeze(FROZEN_MS + 2000);
    assert_true(rate_as(f, "zhou", kept, RATE_UNSAID, 0, &err)); /* the number stays */
    read_as(f, "sun", gone, 0);
    read_as(f, "zhou", kept, 0);
    Library *root = open_as(f, "root");
    expect_ok(library_merge_plan(root, kept, gone, &plan, &err), &err);
    expect_ok(library_merge(root, &plan, &result, &err), &err);
    library_merge_plan_free(&plan);
    library_close(root);
    expect_rating(f, kept, "70 (users 70, n=2), helpful: 0 of 1");
    expect_reads(f, kept, 0, "by 2 people, 2 times in 90 days");
}

/* ---- screening ---- */

static void set_scores(const Fixture *f, Uuid id, int satisfaction, int size, int months,
                       int innovation, int spread) {
    const int scores[] = {satisfaction, size, months, innovation, spread};
    SaveResult result;
    Record *record;
    Error err;
    Library *wang = open_as(f, "wang");
    expect_ok(library_load(wang, ENTITY_CASE, id, 0, &record, &err), &err);
    for (size_t i = 0; i < COUNT_OF(scores); i++)
        if (scores[i] >= 0)
            record_set_int(record, CASE_SCORE_SATISFACTION + (int)i, scores[i]);
    expect_ok(library_save(wang, record, (uint32_t)record_int(record, CASE_REV), STR(""), NULL,
                           &result, &err),
              &err);
    record_free(record);
    library_close(wang);
}

static void set_customer(const Fixture *f, int32_t contract_start, int64_t mrr, const char *size) {
    SaveResult result;
    Record *record;
    Error err;
    Library *root = open_as(f, "root");
    expect_ok(
        library_load(root, ENTITY_CUSTOMER, customer_of(root, "晨光在线教育"), 0, &record, &err),
        &err);
    record_set_date(record, CUSTOMER_CONTRACT_START, contract_start);
    record_set(record, CUSTOMER_MRR, (Value){.kind = VALUE_DECIMAL, .decimal = {mrr, 2}});
    record_set_text(record, CUSTOMER_SIZE_BAND, str_of(size));
    expect_ok(library_save(root, record, (uint32_t)record_int(record, CUSTOMER_REV), STR(""), NULL,
                           &result, &err),
              &err);
    record_free(record);
    library_close(root);
}

static void expect_input(const ScreenedCase *one, ScreenInput input, ScreenSource source,
                         double value) {
    double off = one->values[input].value - value;
    assert_int_equal(one->values[input].source, source);
    if (off > .01 || off < -.01)
        fail_msg("%f is not %f", one->values[input].value, value);
}

static void cases_are_screened_by_what_they_say(void **state) {
    Fixture *f = *state;
    ScreenedCases cases;
    Error err;
    Uuid best = save_case(f, "wang", "最好的案例"), second = save_case(f, "wang", "第二个案例"),
         blank = save_case(f, "wang", "空白的案例");
    Uuid draft = save_case(f, "wang", "草稿");
    set_scores(f, best, 90, 60, 18, 75, 40); /* METRICS golden: 67.5 */
    set_scores(f, second, 80, 60, 18, 75, 40);
    set_scores(f, draft, 100, 100, 100, 100, 100);
    publish(f, best);
    publish(f, second);
    publish(f, blank);
    Library *du = open_as(f, "du");
    expect_ok(library_screening(du, STR(""), 10, &cases, &err), &err);
    assert_int_equal(cases.len, 2);
    assert_int_equal(cases.screened, 2);
    assert_int_equal(cases.unknown, 1);
    assert_true(uuid_equal(record_id(cases.items[0].row.record), best));
    assert_int_equal((int)(cases.items[0].score * 100 + .5), 6750);
    assert_int_equal((int)(cases.items[1].score * 100 + .5), 6450);
    Buf parts = {0};
    library_screening_put_parts(&cases.items[0], &parts);
    assert_string_equal(buf_text(&parts),
                        "Satisfaction 27 + Business size 12 + Months together "
                        "7.5 + Innovation 15 + Spread 6");
    buf_free(&parts);
    library_screening_free(&cases);
    expect_ok(library_screening(du, STR(""), 1, &cases, &err), &err);
    assert_int_equal(cases.len, 1);
    library_screening_free(&cases);
    assert_false(library_screening(du, STR("state:("), 1, &cases, &err));
    library_screening_free(&cases);
    library_close(du);
}

static void inputs_are_derived_where_the_case_does_not_say(void **state) {
    Fixture *f = *state;
    ScreenedCases cases;
    SaveResult result;
    Error err;
    Uuid id = save_case(f, "wang", "什么也没说");
    set_scores(f, id, -1, -1, 500, 50, -1);
    publish(f, id);
    set_customer(f, library_today() - 548, 1000000, "100人"); /* 18 months and a bit */
    UseEntry use = {.case_id = id, .feedback = 4};
    Library *sun = open_as(f, "sun");
    expect_ok(library_use_log(sun, &use, &result, &err), &err);
    library_close(sun);
    read_as(f, "sun", id, 0);
    read_as(f, "zhou", id, 0);
    for (int manager = 0; manager <= 1; manager++) {
        Library *library = open_as(f, manager ? "root" : "sun");
        expect_ok(library_screening(library, STR(""), 10, &cases, &err), &err);
        assert_int_equal(cases.len, 1);
        const ScreenedCase *one = &cases.items[0];
        expect_input(one, SCREEN_SATISFACTION, SCREEN_FROM_USES, 75);
        expect_input(one, SCREEN_COOPERATION_MONTHS, SCREEN_FROM_CONTRACT,
                     548 / 30.4375 / 36 * 100); /* not the 500 that the case says */
        expect_input(one, SCREEN_INNOVATION, SCREEN_FROM_CASE, 50);
        expect_input(one, SCREEN_SPREAD, SCREEN_FROM_CONTACTS, 30.037); /* 100 ln 4 / ln 101 */
        if (manager)
            expect_input(one, SCREEN_BUSINESS_SIZE, SCREEN_FROM_REVENUE, 50);
        else /* amounts are not for him; of 100 to 101 people */
            expect_input(one, SCREEN_BUSINESS_SIZE, SCREEN_FROM_SIZE, 50.054);
        library_screening_free(&cases);
        library_close(library);
    }
}

static void a_rating_stands_for_satisfaction_without_marks(void **state) {
    Fixture *f = *state;
    ScreenedCases cases;
    Error err;
    Uuid id = save_case(f, "wang", "有评分的");
    set_scores(f, id, -1, 40, 18, -1, -1);
    publish(f, id);
    set_option(f, OPTION_RATING_WEIGHT, "0");
    assert_true(rate_as(f, "li", id, 90, RATE_UNSAID, &err));
    assert_true(rate_as(f, "sun", id, 85, RATE_UNSAID, &err));
    Library *du = open_as(f, "du");
    expect_ok(library_screening(du, STR(""), 10, &cases, &err), &err);
    expect_input(&cases.items[0], SCREEN_SATISFACTION, SCREEN_FROM_RATING, 87.5);
    library_screening_free(&cases);
    library_close(du);
}

/* Who rated both of two cases that became one counts once, as in the rating itself. */
static void a_merged_case_is_screened_by_its_rating(void **state) {
    Fixture *f = *state;
    ScreenedCases cases;
    CaseMerge plan;
    CaseMergeResult merged;
    Error err;
    Uuid kept = save_case(f, "wang", "留下的案例"), gone = save_case(f, "wang", "并入的案例");
    set_scores(f, kept, -1, 40, 18, -1, -1);
    publish(f, kept);
    publish(f, gone);
    set_option(f, OPTION_RATING_WEIGHT, "0");
    assert_true(rate_as(f, "sun", kept, 20, RATE_UNSAID, &err));
    clock_freeze(FROZEN_MS + 1000);
    assert_true(rate_as(f, "sun", gone, 80, RATE_UNSAID, &err));
    assert_true(rate_as(f, "zhou", gone, 60, 1, &err));
    Library *root = open_as(f, "root");
    expect_ok(library_merge_plan(root, kept, gone, &plan, &err), &err);
    expect_ok(library_merge(root, &plan, &merged, &err), &err);
    library_merge_plan_free(&plan);
    expect_ok(library_screening(root, STR(""), 10, &cases, &err), &err);
    assert_int_equal(cases.len, 1);
    expect_input(&cases.items[0], SCREEN_SATISFACTION, SCREEN_FROM_RATING, 70); /* (80 + 60) / 2 */
    assert_int_equal(cases.items[0].values[SCREEN_SATISFACTION].n, 2);
    library_screening_free(&cases);
    library_close(root);
}

static void the_list_can_be_ordered_by_screening(void **state) {
    Fixture *f = *state;
    Error err;
    Uuid low = save_case(f, "wang", "低分"), none = save_case(f, "wang", "无分"),
         high = save_case(f, "wang", "高分");
    set_scores(f, low, 20, 20, 1, 20, 20);
    set_scores(f, high, 90, 90, 30, 90, 90);
    static const struct {
        const char *sort;
        bool best_first;
    } orders[] = {{"-screening", true}, {"screening", false}};
    Library *wang = open_as(f, "wang");
    for (size_t i = 0; i < COUNT_OF(orders); i++) {
        FindResult found = {0};
        FindRequest request = {.query = STR(""), .sort = str_of(orders[i].sort), .limit = 10};
        expect_ok(library_find(wang, &request, &found, &err), &err);
        assert_int_equal(found.total, 3);
        assert_int_equal(found.len, 3);
        Uuid first = orders[i].best_first ? high : low;
        assert_true(uuid_equal(record_id(found.hits[0].row.record), first));
        assert_true(uuid_equal(record_id(found.hits[2].row.record), none)); /* always last */
        library_find_free(&found);
        request.offset = 1;
        request.limit = 1;
        expect_ok(library_find(wang, &request, &found, &err), &err);
        assert_int_equal(found.len, 1);
        assert_true(
            uuid_equal(record_id(found.hits[0].row.record), orders[i].best_first ? low : high));
        library_find_free(&found);
    }
    library_close(wang);
    /* A change of another process is seen: the order is not kept for too long. */
    wang = open_as(f, "wang");
    FindResult found = {0};
    FindRequest request = {.query = STR(""), .sort = STR("-screening"), .limit = 1};
    expect_ok(library_find(wang, &request, &found, &err), &err);
    library_find_free(&found);
    library_close(wang);
    set_scores(f, low, 100, 100, 36, 100, 100);
    wang = open_as(f, "wang");
    expect_ok(library_find(wang, &request, &found, &err), &err);
    assert_true(uuid_equal(record_id(found.hits[0].row.record), low));
    library_find_free(&found);
    library_close(wang);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TRUST_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, fixture_tear_down)
        TRUST_TEST(a_rating_is_the_mean_of_experts_and_users),
        TRUST_TEST(a_person_rates_a_case_once_and_may_change_it),
        TRUST_TEST(ratings_are_refused_with_a_reason),
        TRUST_TEST(a_reader_counts_once_a_day_and_is_forgotten),
        TRUST_TEST(who_does_not_want_to_be_counted_is_not),
        TRUST_TEST(a_use_counts_once_a_person_and_day),
        TRUST_TEST(merged_cases_bring_their_ratings_and_readers),
        TRUST_TEST(cases_are_screened_by_what_they_say),
        TRUST_TEST(inputs_are_derived_where_the_case_does_not_say),
        TRUST_TEST(a_rating_stands_for_satisfaction_without_marks),
        TRUST_TEST(a_merged_case_is_screened_by_its_rating),
        TRUST_TEST(the_list_can_be_ordered_by_screening),
        TRUST_TEST(revoking_makes_public_cases_internal_in_one_act),
        TRUST_TEST(revoking_finds_cases_that_are_not_indexed),
        TRUST_TEST(a_consent_taken_back_meanwhile_refuses_what_was_prepared),
        TRUST_TEST(revoking_is_undone_as_one_and_named_in_the_history),
        TRUST_TEST(a_consent_that_stops_holding_drops_its_cases),
        TRUST_TEST(cases_without_a_consent_of_their_own_follow_the_customer),
        TRUST_TEST(no_case_becomes_public_without_a_consent),
        TRUST_TEST(a_consent_counts_its_cases_in_every_state),
        TRUST_TEST(an_ended_consent_keeps_the_case_inside_and_is_listed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
