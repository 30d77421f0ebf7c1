#include "config.h"

#include "library_fixture.h"
#include "person.h"
#include "soon.h"

#include "base/vec.h"
#include "library/bulk.h"
#include "library/comments.h"
#include "library/consent.h"
#include "library/export.h"
#include "library/find.h"
#include "library/history.h"
#include "library/inbox.h"
#include "library/internal.h"
#include "library/lapse.h"
#include "library/put.h"
#include "library/resolve.h"
#include "library/row.h"
#include "store/batch.h"

#include <unistd.h>

/* A consent ends with its day, in one process and in several: no case stays public without one. */

static const int64_t A_DAY_MS = 86400000;

static int set_up(void **state) {
    static const Person people[] = {{"wang", "editor", "华东", NULL},
                                    {"zhang", "editor", "华东", NULL},
                                    {"li", "reviewer", "华东", NULL},
                                    {"du", "rep", NULL, NULL}};
    *state = fixture_new(people, COUNT_OF(people));
    return 0;
}

static void wake_on_day(int days) {
    clock_freeze(FIXTURE_NOW_MS + days * A_DAY_MS);
}

/* A consent of 晨光在线教育, granted long ago; 0: no such day. */
static Uuid save_consent(const Fixture *f, int32_t expires, int32_t revoked) {
    SaveResult result;
    Error err;
    Uuid customer;
    Library *wang = open_as(f, "wang");
    Record *record = library_new_record(wang, ENTITY_CONSENT);
    expect_ok(library_resolve(wang, ENTITY_CUSTOMER, STR("晨光在线教育"), NULL, &customer, &err),
              &err);
    record_set_ref(record, CONSENT_CUSTOMER, customer, STR(""));
    record_set_text(record, CONSENT_SCOPE, STR("named"));
    record_set_date(record, CONSENT_GRANTED_ON, library_today() - 100);
    if (expires)
        record_set_date(record, CONSENT_EXPIRES, expires);
    if (revoked)
        record_set_date(record, CONSENT_REVOKED_ON, revoked);
    expect_ok(library_save(wang, record, 0, STR(""), NULL, &result, &err), &err);
    record_free(record);
    library_close(wang);
    return result.id;
}

/* consent nil: the case says itself that it may be told until `expires`. */
static void make_public(const Fixture *f, Uuid id, Uuid consent, int32_t expires) {
    SaveResult result;
    Record *record;
    Error err;
    Library *wang = open_as(f, "wang");
    expect_ok(library_load(wang, ENTITY_CASE, id, 0, &record, &err), &err);
    record_set_text(record, CASE_AUDIENCE, STR("public"));
    if (!uuid_is_nil(consent)) {
        record_set_ref(record, CASE_CONSENT_ID, consent, STR(""));
    } else {
        record_set_text(record, CASE_CONSENT_SCOPE, STR("named"));
        if (expires)
            record_set_date(record, CASE_CONSENT_EXPIRES, expires);
    }
    expect_ok(library_save(wang, record, (uint32_t)record_int(record, CASE_REV), STR(""), NULL,
                           &result, &err),
              &err);
    record_free(record);
    library_close(wang);
}

static Uuid add_public(const Fixture *f, const char *title, int32_t expires, int32_t revoked) {
    Uuid id = save_case(f, "wang", title);
    publish(f, id);
    make_public(f, id, save_consent(f, expires, revoked), 0);
    return id;
}

static uint64_t count_of(Library *library, const char *query) {
    FindRequest request = {.query = str_of(query), .match = FIND_ALL, .exact = true, .limit = 10};
    FindResult found = {0};
    Error err;
    expect_ok(library_find(library, &request, &found, &err), &err);
    uint64_t total = found.total;
    assert_int_equal(found.len, total);
    library_find_free(&found);
    return total;
}

static uint64_t facet_of(Library *library, const char *value) {
    static const int field = CASE_AUDIENCE;
    FindRequest request = {
        .query = STR(""), .exact = true, .limit = 1, .facets = &field, .facet_count = 1};
    FindResult found = {0};
    Error err;
    uint64_t count = 0;
    expect_ok(library_find(library, &request, &found, &err), &err);
    for (size_t i = 0; i < found.facets[0].len; i++)
        if (str_equal(found.facets[0].values[i].value, str_of(value)))
            count = found.facets[0].values[i].count;
    library_find_free(&found);
    return count;
}

/* What is shown, found and counted. */
static void expect_audience(Library *library, Uuid id, bool internal) {
    LibraryRow row;
    Record *record;
    Error err;
    CaseAudience audience = internal ? AUDIENCE_INTERNAL : AUDIENCE_PUBLIC;
    expect_ok(library_row(library, ENTITY_CASE, id, &row, &err), &err);
    assert_int_equal(case_audience(row.record), audience);
    library_row_free(&row);
    expect_ok(library_load(library, ENTITY_CASE, id, 0, &record, &err), &err);
    assert_int_equal(case_audience(record), audience);
    record_free(record);
    assert_int_equal(count_of(library, "audience:public"), !internal);
    assert_int_equal(count_of(library, "-audience:internal"), !internal);
    assert_int_equal(count_of(library, "audience:internal"), internal);
    assert_int_equal(facet_of(library, "public"), !internal);
    assert_int_equal(facet_of(library, "internal"), internal);
}

static void a_reader_sees_it_internal_before_it_is_written(void **state) {
    Fixture *f = *state;
    Uuid id = add_public(f, "公开案例", library_today() + 40, 0);
    Library *du = open_as(f, "du");
    expect_audience(du, id, false);
    wake_on_day(40); /* its last day */
    expect_audience(du, id, false);
    wake_on_day(41);
    uint64_t version = library_version(du);
    library_begin_day(du); /* a rep writes no case */
    expect_audience(du, id, true);
    assert_int_equal(library_version(du), version);
    library_close(du);
    wake_on_day(0);
}

/* Without a consent on record: what the case says itself ends with its day too. */
static void what_a_case_says_itself_ends_with_its_day(void **state) {
    Fixture *f = *state;
    Uuid id = save_case(f, "wang", "公开案例");
    publish(f, id);
    make_public(f, id, (Uuid){{0}}, library_today() + 40);
    Library *du = open_as(f, "du");
    wake_on_day(40); /* its last day */
    expect_audience(du, id, false);
    wake_on_day(41);
    expect_audience(du, id, true);
    library_close(du);
    wake_on_day(0);
}

/* What others do all day long does not make everybody read all public cases again. */
static void a_comment_does_not_look_for_them_again(void **state) {
    Fixture *f = *state;
    Error err;
    SaveResult result;
    Uuid id = add_public(f, "公开案例", library_today() + 40, 0);
    wake_on_day(41);
    Library *du = open_as(f, "du");
    expect_audience(du, id, true);
    size_t searches = lapsed_cases(du)->searches;
    uint64_t version = library_version(du);
    int number;
    CommentNew what = {.case_id = id, .field = -1, .body = STR("很有用")};
    expect_ok(library_comment_add(du, &what, &number, &result, &err), &err);
    assert_int_not_equal(library_version(du), version);
    expect_audience(du, id, true);
    assert_int_equal(lapsed_cases(du)->searches, searches);
    library_close(du);
    wake_on_day(0);
}

/* A library that cannot be written is not asked with every tick. */
static void what_failed_is_not_tried_with_every_tick(void **state) {
    Fixture *f = *state;
    Error err;
    StoreWrite *write;
    Uuid id = add_public(f, "公开案例", library_today() + 40, 0);
    wake_on_day(41);
    Library *wang = open_as(f, "wang");
    uint32_t rev = rev_of(wang, id);
    expect_ok(library_write_begin(wang, false, &write, &err), &err);
    library_begin_day(wang);
    store_write_abort(write);
    library_begin_day(wang);
    assert_int_equal(rev_of(wang, id), rev);
    wang->begin_again_us = 0; /* as if the time had passed */
    library_begin_day(wang);
    assert_int_equal(rev_of(wang, id), rev + 1);
    library_close(wang);
    wake_on_day(0);
}

typedef struct Newest {
    Buf note;
    Uuid batch;
    size_t count;
} Newest;

static bool take_newest(void *context, const HistoryEntry *entry, Error *err) {
    Newest *newest = context;
    (void)err;
    if (!newest->count++) {
        buf_put_str(&newest->note, entry->note);
        newest->batch = entry->batch;
    }
    return true;
}

static void expect_history(Library *library, Uuid id, const char *note, Uuid *batch) {
    Newest newest = {0};
    Error err;
    expect_ok(library_history(library, ENTITY_CASE, id, take_newest, &newest, &err), &err);
    assert_string_equal(buf_text(&newest.note), note);
    *batch = newest.batch;
    buf_free(&newest.note);
}

static size_t count_lapsed(Library *library) {
    InboxList list = {0};
    InboxCount counter = {0};
    Error err;
    uint64_t total = 0;
    size_t count = 0;
    expect_ok(library_inbox(library, 100, &list, &err), &err);
    for (size_t i = 0; i < list.len; i++)
        count += list.items[i].kind == INBOX_LAPSED;
    assert_true(library_inbox_count(library, &counter, &total));
    assert_int_equal(counter.words, count);
    inbox_free(&list);
    return count;
}

static void the_first_session_of_the_day_writes_it_once(void **state) {
    Fixture *f = *state;
    Error err;
    Uuid batch, other_batch;
    size_t undone, kept;
    Uuid id = add_public(f, "公开案例", library_today() + 40, 0),
         other = save_case(f, "wang", "写在案例上");
    publish(f, other);
    make_public(f, other, (Uuid){{0}}, library_today() + 40);
    wake_on_day(41);
    Library *zhang = open_as(f, "zhang");
    uint32_t rev = rev_of(zhang, id);
    library_tick(zhang);
    assert_int_equal(rev_of(zhang, id), rev + 1);
    assert_int_equal(count_of(zhang, "audience:public"), 0);
    assert_int_equal(count_of(zhang, "audience:internal"), 2);
    expect_history(zhang, id, "internal now: the consent XK-2026-0001 has ended", &batch);
    expect_history(zhang, other, "internal now: its consent ended on 2026-12-30", &other_batch);
    assert_true(uuid_equal(batch, other_batch)); /* one act */
    assert_int_equal(count_lapsed(zhang), 0);
    uint64_t version = library_version(zhang);
    library_begin_day(zhang);
    library_close(zhang);
    Library *wang = open_as(f, "wang"); /* the owner; nothing is left to do */
    library_begin_day(wang);
    assert_int_equal(library_version(wang), version);
    assert_int_equal(count_lapsed(wang), 2);
    /* Nobody makes it public again by taking that back. */
    library_close(wang);
    zhang = open_as(f, "zhang");
    expect_ok(library_bulk_undo(zhang, batch, &undone, &kept, NULL, NULL, &err), &err);
    assert_int_equal(count_of(zhang, "audience:public"), 0);
    library_close(zhang);
    wang = open_as(f, "wang");
    InboxList list = {0};
    expect_ok(library_inbox(wang, 100, &list, &err), &err);
    for (size_t i = 0; i < list.len; i++)
        if (list.items[i].kind == INBOX_LAPSED)
            expect_ok(library_inbox_done(wang, &list.items[i], &err), &err);
    inbox_free(&list);
    assert_int_equal(count_lapsed(wang), 0);
    library_close(wang);
    wake_on_day(0);
}

/* Taken back for a day to come: it is as if somebody did it on that day. */
static void a_day_that_was_named_before_comes(void **state) {
    Fixture *f = *state;
    Uuid id = add_public(f, "公开案例", 0, library_today() + 7);
    Uuid loose = save_case(f, "wang", "没写同意的"), batch;
    publish(f, loose);
    make_public(f, loose, (Uuid){{0}}, 0);
    Library *zhang = open_as(f, "zhang");
    library_begin_day(zhang); /* there is nothing to do yet */
    assert_int_equal(count_of(zhang, "audience:public"), 2);
    wake_on_day(7);
    assert_int_equal(count_of(zhang, "audience:public"), 1); /* it says so itself */
    library_begin_day(zhang);
    expect_history(zhang, id, "internal now: the consent XK-2026-0001 was taken back", &batch);
    assert_int_equal(count_of(zhang, "audience:public"), 1);
    library_close(zhang);
    wake_on_day(0);
}

/* What was prepared before somebody prolonged the consent is not written. */
static void a_consent_that_is_prolonged_meanwhile_holds(void **state) {
    Fixture *f = *state;
    SaveResult result;
    Record *record;
    Error err;
    size_t made;
    Uuid id = add_public(f, "公开案例", library_today() + 40, 0), consent;
    wake_on_day(41);
    Library *wang = open_as(f, "wang");
    expect_ok(library_resolve(wang, ENTITY_CONSENT, STR("XK-2026-0001"), NULL, &consent, &err),
              &err);
    expect_ok(library_load(wang, ENTITY_CONSENT, consent, 0, &record, &err), &err);
    record_set_date(record, CONSENT_EXPIRES, library_today() + 100);
    expect_ok(library_save(wang, record, 1, STR(""), NULL, &result, &err), &err);
    record_free(record);
    expect_ok(library_expire_consents(wang, &made, &err), &err);
    assert_int_equal(made, 0);
    expect_audience(wang, id, false);
    library_close(wang);
    wake_on_day(0);
}

/* ---- several processes ---- */

/* All at once, again and again: one of them does it. */
static void many_processes_write_it_once(void **state) {
    enum { PROCESSES = 6 };
    Fixture *f = *state;
    pid_t children[PROCESSES];
    static const char *const args[] = {"search", "audience:public", NULL};
    Uuid id = add_public(f, "公开案例", library_today() + 40, 0), batch;
    for (int i = 0; i < PROCESSES; i++)
        children[i] = person_start(f->path, "wang", "2026-12-31T01:00:00Z", args);
    for (int i = 0; i < PROCESSES; i++)
        assert_int_equal(person_end(children[i]), 0);
    wake_on_day(41);
    Library *wang = open_as(f, "wang");
    assert_int_equal(rev_of(wang, id),
                     6); /* made, submitted, reviewed, published, public, internal */
    expect_history(wang, id, "internal now: the consent XK-2026-0001 has ended", &batch);
    assert_int_equal(count_lapsed(wang), 1);
    library_close(wang);
    wake_on_day(0);
}

static bool is_wanted(void *write) {
    return store_write_wanted(write);
}

/* Holds the gate until the other process, which has prepared its change by then, waits for it. */
static void let_wait(StoreWrite *write) {
    expect_soon(is_wanted, write, "the other process at the gate");
}

static void prepare(PutContext *context, Record *record, StoreVerb verb, Prepared *out) {
    StoreRead *read;
    Error err;
    int rev = entity_field(record->entity, STR("rev"));
    expect_ok(store_read_begin(context->library->store, &read, &err), &err);
    expect_ok(put_prepare(context, read, record, verb, (uint32_t)record_int(record, rev), 0, NULL,
                          out, &err),
              &err);
    store_read_end(read);
}

static void put_now(PutContext *context, Prepared *prepared, StoreWrite *write) {
    SaveResult result;
    Error err;
    expect_ok(put_write(context, write, prepared, &result, &err), &err);
    expect_ok(store_write_commit(write, NULL, &err), &err);
    put_free(prepared);
    vec_free(&context->numbers);
}

/* The consent is taken back by a process that found no public case yet; then there is one. */
static void a_case_made_public_while_the_consent_is_taken_back_becomes_internal(void **state) {
    Fixture *f = *state;
    StoreWrite *write;
    Prepared prepared;
    Record *record;
    Error err;
    static const char *const args[] = {"set", "XK-2026-0001", "revoked_on=2026-11-20", NULL};
    Uuid id = save_case(f, "wang", "公开案例"), consent;
    publish(f, id);
    consent = save_consent(f, 0, 0);
    Library *wang = open_as(f, "wang");
    library_begin_day(wang);
    PutContext context = {.library = wang};
    expect_ok(library_load(wang, ENTITY_CASE, id, 0, &record, &err), &err);
    record_set_text(record, CASE_AUDIENCE, STR("public"));
    record_set_ref(record, CASE_CONSENT_ID, consent, STR(""));
    prepare(&context, record, VERB_EDIT, &prepared);
    expect_ok(library_write_begin(wang, false, &write, &err), &err);
    pid_t child = person_start(f->path, "wang", "2026-11-20T01:00:00Z", args);
    let_wait(write);
    put_now(&context, &prepared, write);
    record_free(record);
    assert_int_equal(person_end(child), 0);
    expect_audience(wang, id, true);
    library_close(wang);
}

/* The case is made public by a process that found a consent; then that is taken back. */
static void a_case_is_not_made_public_while_its_consent_is_taken_back(void **state) {
    Fixture *f = *state;
    StoreWrite *write;
    Prepared prepared;
    Record *record;
    Error err;
    static const char *const args[] = {"set", "AL-2026-0001", "audience=public",
                                       "consent.id=XK-2026-0001", NULL};
    Uuid id = save_case(f, "wang", "公开案例"), consent;
    publish(f, id);
    consent = save_consent(f, 0, 0);
    Library *wang = open_as(f, "wang");
    library_begin_day(wang);
    PutContext context = {.library = wang};
    expect_ok(library_load(wang, ENTITY_CONSENT, consent, 0, &record, &err), &err);
    record_set_date(record, CONSENT_REVOKED_ON, library_today());
    prepare(&context, record, VERB_EDIT, &prepared);
    expect_ok(library_write_begin(wang, false, &write, &err), &err);
    pid_t child = person_start(f->path, "wang", "2026-11-20T01:00:00Z", args);
    let_wait(write);
    put_now(&context, &prepared, write);
    record_free(record);
    assert_int_equal(person_end(child), 1);
    expect_audience(wang, id, true);
    library_close(wang);
}

#define LAPSE_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, fixture_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        LAPSE_TEST(a_reader_sees_it_internal_before_it_is_written),
        LAPSE_TEST(what_a_case_says_itself_ends_with_its_day),
        LAPSE_TEST(a_comment_does_not_look_for_them_again),
        LAPSE_TEST(what_failed_is_not_tried_with_every_tick),
        LAPSE_TEST(the_first_session_of_the_day_writes_it_once),
        LAPSE_TEST(a_day_that_was_named_before_comes),
        LAPSE_TEST(a_consent_that_is_prolonged_meanwhile_holds),
        LAPSE_TEST(many_processes_write_it_once),
        LAPSE_TEST(a_case_made_public_while_the_consent_is_taken_back_becomes_internal),
        LAPSE_TEST(a_case_is_not_made_public_while_its_consent_is_taken_back),
    };
    return cmocka_run_group_tests_name("lapse", tests, NULL, NULL);
}
