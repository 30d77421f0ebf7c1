#include "config.h"

#include "soon.h"
#include "store_fixture.h"

#include "store/check.h"
#include "store/dict.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

static Fixture *of(void **state) {
    return *state;
}

static void a_new_library_tells_what_it_is(void **state) {
    const StoreInfo *info = store_info(of(state)->store);
    assert_int_equal(info->schema, STORE_SCHEMA);
    assert_string_equal(info->zone, "Asia/Shanghai");
    assert_string_equal(info->created_by, "test");
    assert_false(info->shared);
    assert_false(uuid_is_nil(info->env_id));
    StoreOptions options = {0};
    REFUSED(store_create(of(state)->path, &options, err), ERR_EXISTS);
    REFUSED(store_create(of(state)->folder, &options, err), ERR_EXISTS);
    Store *none;
    REFUSED(store_open(of(state)->folder, STORE_READ_WRITE, &none, err), ERR_NOT_FOUND);
    struct stat st;
    char lock[200];
    snprintf(lock, sizeof lock, "%s/lock.mdb", of(state)->path);
    assert_int_equal(stat(lock, &st), 0);
    assert_int_equal(st.st_size, STORE_LOCK_BYTES);
    assert_true(st.st_blocks * 512 >= STORE_LOCK_BYTES);
    assert_int_equal(st.st_mode & 0777, 0600);
}

static void a_saved_record_is_read_back(void **state) {
    Fixture *f = of(state);
    Uuid id = uuid_new();
    assert_int_equal(fixture_save(f, id, 0, "First"), 1);
    assert_int_equal(fixture_save(f, id, 1, "Second"), 2);
    StoreRead *read;
    StoreCurrent current;
    Record *record;
    MUST(store_read_begin(f->store, &read, err));
    MUST(store_current(read, ENTITY_CASE, id, &current, err));
    assert_int_equal(current.change, 2);
    assert_int_equal(current.rev, 2);
    assert_int_equal(current.created_ms, 1000);
    assert_true(str_equal(current.summary, STR("Second")));
    MUST(store_current(read, ENTITY_NONE, id, &current, err));
    assert_int_equal(current.type, ENTITY_CASE);
    MUST(store_load(read, ENTITY_CASE, id, &record, err));
    assert_true(str_equal(record_title(record), STR("Second")));
    uint8_t digest[STORE_HASH], there[STORE_HASH];
    store_content_digest(record, digest);
    MUST(store_current_digest(&current, there, err));
    assert_memory_equal(digest, there, STORE_HASH);
    record_free(record);
    MUST(store_load_rev(read, ENTITY_CASE, id, 1, &record, err));
    assert_true(str_equal(record_title(record), STR("First")));
    record_free(record);
    REFUSED(store_load_rev(read, ENTITY_CASE, id, 3, &record, err), ERR_NOT_FOUND);
    REFUSED(store_load_rev(read, ENTITY_CASE, id, 0, &record, err), ERR_NOT_FOUND);
    REFUSED(store_load(read, ENTITY_CASE, uuid_new(), &record, err), ERR_NOT_FOUND);
    REFUSED(store_current(read, ENTITY_CUSTOMER, id, &current, err), ERR_NOT_FOUND);
    store_read_end(read);
}

static void history_walks_back_and_carries_everything(void **state) {
    Fixture *f = of(state);
    Uuid a = uuid_new(), b = uuid_new();
    fixture_save(f, a, 0, "a1");
    fixture_save(f, b, 0, "b1");
    fixture_save(f, a, 1, "a2");
    StoreRead *read;
    StoreEntry e;
    MUST(store_read_begin(f->store, &read, err));
    MUST(store_log_entry(read, 3, &e, err));
    assert_int_equal(e.number, 3);
    assert_int_equal(e.previous, 1);
    assert_int_equal(e.verb, VERB_EDIT);
    assert_int_equal(e.base_rev, 1);
    assert_int_equal(e.rev, 2);
    assert_int_equal(e.at_ms, 5001);
    assert_true(uuid_equal(e.record, a));
    assert_true(str_equal(e.login, STR("limin")));
    assert_true(str_equal(e.note, STR("why")));
    assert_int_equal(e.segment_bytes, 7);
    uint8_t hash[STORE_HASH];
    MUST(store_log_entry(read, e.previous, &e, err));
    assert_int_equal(e.previous, 0);
    REFUSED(store_log_entry(read, 4, &e, err), ERR_NOT_FOUND);
    REFUSED(store_log_entry(read, 0, &e, err), ERR_NOT_FOUND);
    uint64_t head;
    MUST(store_log_head(read, &head, hash, err));
    assert_int_equal(head, 3);
    assert_string_equal(store_verb_name(e.verb), "create");
    assert_string_equal(store_verb_name((StoreVerb)200), "unknown");
    store_read_end(read);
}

static void a_stale_base_is_a_conflict_and_changes_nothing(void **state) {
    Fixture *f = of(state);
    Uuid id = uuid_new();
    fixture_save(f, id, 0, "one");
    fixture_save(f, id, 1, "two");
    StoreWrite *write;
    MUST(store_write_begin(f->store, "w", 0, false, &write, err));
    REFUSED(fixture_put(f, write, id, 1, "late", STR(""), NULL, err), ERR_CONFLICT);
    REFUSED(fixture_put(f, write, id, 0, "again", STR(""), NULL, err), ERR_CONFLICT);
    REFUSED(fixture_put(f, write, uuid_new(), 3, "gone", STR(""), NULL, err), ERR_CONFLICT);
    /* The transaction goes on after a refusal. */
    uint64_t number, last;
    MUST(fixture_put(f, write, id, 2, "three", STR(""), &number, err));
    MUST(store_write_commit(write, &last, err));
    assert_int_equal(number, 3);
    assert_int_equal(last, 3);
}

static void an_aborted_transaction_leaves_nothing(void **state) {
    Fixture *f = of(state);
    Uuid id = uuid_new();
    uint64_t before = store_txn_id(f->store);
    StoreWrite *write;
    MUST(store_write_begin(f->store, "w", 0, false, &write, err));
    MUST(fixture_put(f, write, id, 0, "one", STR(""), NULL, err));
    store_write_abort(write);
    StoreRead *read;
    uint64_t head;
    MUST(store_read_begin(f->store, &read, err));
    MUST(store_head(read, &head, err));
    assert_int_equal(head, 0);
    store_read_end(read);
    assert_true(store_txn_id(f->store) == before);
    fixture_save(f, id, 0, "one");
    assert_true(store_txn_id(f->store) > before);
}

static void long_bodies_and_segments_come_back_whole(void **state) {
    Fixture *f = of(state);
    Uuid id = uuid_new();
    Record *record = fixture_case(id, 1, "long");
    Buf text = {0}, segment = {0}, scratch = {0};
    for (uint64_t i = 0, x = 1; i < 40000; i++) {
        x = x * 6364136223846793005u + 1442695040888963407u;
        buf_printf(&text, "%08x ", (unsigned)(x >> 33));
        buf_put_u32(&segment, (uint32_t)(x >> 20));
    }
    record_set_text(record, CASE_BODY, buf_str(&text));
    StoreChange change = fixture_change(VERB_CREATE, 0);
    StoreWrite *write;
    MUST(store_pack(f->packer, record, &f->packed, err));
    MUST(store_write_begin(f->store, "w", 0, false, &write, err));
    MUST(store_put_revision(write, &change, &f->packed, STR("s"), buf_str(&segment), NULL, err));
    MUST(store_write_commit(write, NULL, err));
    record_free(record);
    StoreRead *read;
    Str got;
    MUST(store_read_begin(f->store, &read, err));
    MUST(store_load(read, ENTITY_CASE, id, &record, err));
    assert_true(str_equal(record_text(record, CASE_BODY), buf_str(&text)));
    MUST(store_segment(read, 1, true, &scratch, &got, err));
    assert_true(str_equal(got, buf_str(&segment)));
    record_free(record);
    store_read_end(read);
    buf_free(&text);
    buf_free(&segment);
    buf_free(&scratch);
}

static void segments_are_found_in_order_past_other_rows(void **state) {
    Fixture *f = of(state);
    StoreWrite *write;
    StoreChange change = fixture_change(VERB_EXPORT, 0);
    Uuid a = uuid_new(), b = uuid_new();
    fixture_save(f, a, 0, "a");
    MUST(store_write_begin(f->store, "w", 0, false, &write, err));
    uint64_t number;
    MUST(store_put_note(write, &change, STR("what went out"), &number, err));
    MUST(store_write_commit(write, NULL, err));
    assert_int_equal(number, 2);
    fixture_save(f, b, 0, "b");
    StoreRead *read;
    StoreEntry e;
    bool found;
    Buf scratch = {0};
    Str segment;
    MUST(store_read_begin(f->store, &read, err));
    MUST(store_next_revision(read, 0, &e, &found, err));
    assert_true(found && e.number == 1);
    MUST(store_next_revision(read, 1, &e, &found, err));
    assert_true(found && e.number == 3);
    MUST(store_segment(read, 3, true, &scratch, &segment, err));
    assert_true(str_equal(segment, STR("segment")));
    MUST(store_segment(read, 2, true, &scratch, &segment, err));
    assert_int_equal(segment.len, 0);
    MUST(store_next_revision(read, 3, &e, &found, err));
    assert_false(found);
    MUST(store_log_body(read, 2, &scratch, err));
    assert_true(str_equal(buf_str(&scratch), STR("what went out")));
    buf_free(&scratch);
    store_read_end(read);
}

static bool count_entry(void *context, const StoreEntry *entry, Error *err) {
    (void)err;
    *(uint64_t *)context += entry->number;
    return true;
}

static bool refuse_entry(void *context, const StoreEntry *entry, Error *err) {
    (void)context;
    (void)entry;
    return error_set(err, ERR_CANCELLED, "enough", "");
}

static bool count_current(void *context, const StoreCurrent *row, Error *err) {
    (void)err;
    *(uint64_t *)context += row->rev;
    return true;
}

static void walks_visit_every_row(void **state) {
    Fixture *f = of(state);
    for (int i = 0; i < 5; i++)
        fixture_save(f, uuid_new(), 0, "x");
    StoreRead *read;
    uint64_t sum = 0, count;
    MUST(store_read_begin(f->store, &read, err));
    MUST(store_log_each(read, 2, 4, count_entry, &sum, err));
    assert_int_equal(sum, 9);
    REFUSED(store_log_each(read, 1, 9, refuse_entry, NULL, err), ERR_CANCELLED);
    sum = 0;
    MUST(store_current_each(read, ENTITY_CASE, count_current, &sum, err));
    assert_int_equal(sum, 5);
    MUST(store_current_count(read, ENTITY_CASE, &count, err));
    assert_int_equal(count, 5);
    MUST(store_current_count(read, ENTITY_USER, &count, err));
    assert_int_equal(count, 0);
    store_read_end(read);
}

static void snapshots_do_not_move(void **state) {
    Fixture *f = of(state);
    Uuid id = uuid_new();
    fixture_save(f, id, 0, "one");
    StoreRead *old, *new;
    StoreCurrent current;
    MUST(store_read_begin(f->store, &old, err));
    fixture_save(f, id, 1, "two");
    MUST(store_read_begin(f->store, &new, err));
    MUST(store_current(old, ENTITY_CASE, id, &current, err));
    assert_int_equal(current.rev, 1);
    MUST(store_current(new, ENTITY_CASE, id, &current, err));
    assert_int_equal(current.rev, 2);
    assert_true(store_read_txn_id(new) > store_read_txn_id(old));
    assert_true(store_read_txn_id(new) == store_txn_id(f->store));
    store_read_end(old);
    store_read_end(new);
    MUST(store_read_begin(f->store, &old, err));
    MUST(store_current(old, ENTITY_CASE, id, &current, err));
    assert_int_equal(current.rev, 2);
    store_read_end(old);
}

static void summaries_can_be_replaced(void **state) {
    Fixture *f = of(state);
    Uuid id = uuid_new();
    fixture_save(f, id, 0, "one");
    StoreWrite *write;
    StoreCurrent current;
    MUST(store_write_begin(f->store, "w", 0, false, &write, err));
    MUST(store_put_summary(write, ENTITY_CASE, id, STR("fresh"), err));
    REFUSED(store_put_summary(write, ENTITY_CASE, uuid_new(), STR("x"), err), ERR_NOT_FOUND);
    MUST(store_current(store_write_read(write), ENTITY_CASE, id, &current, err));
    assert_true(str_equal(current.summary, STR("fresh")));
    assert_int_equal(current.change, 1);
    MUST(store_write_commit(write, NULL, err));
}

static bool take_name(void *context, Uuid record) {
    (void)record;
    ++*(int *)context;
    return true;
}

static void lookups_find_records_by_their_other_names(void **state) {
    Fixture *f = of(state);
    Uuid a = uuid_new(), b = uuid_new(), got;
    Buf longer = {0};
    buf_fill(&longer, 'x', 5000);
    StoreWrite *write;
    bool found;
    uint32_t number;
    MUST(store_write_begin(f->store, "w", 0, false, &write, err));
    StoreRead *read = store_write_read(write);
    MUST(store_put_ext(write, ENTITY_CASE, STR("crm"), STR("17"), a, err));
    MUST(store_put_ext(write, ENTITY_CASE, STR("crm"), STR("17"), a, err));
    REFUSED(store_put_ext(write, ENTITY_CASE, STR("crm"), STR("17"), b, err), ERR_EXISTS);
    MUST(store_put_ext(write, ENTITY_CASE, STR("cr"), STR("m17"), b, err));
    MUST(store_put_ext(write, ENTITY_CASE, STR("crm"), buf_str(&longer), b, err));
    MUST(store_find_ext(read, ENTITY_CASE, STR("crm"), STR("17"), &got, &found, err));
    assert_true(found && uuid_equal(got, a));
    MUST(store_find_ext(read, ENTITY_CASE, STR("crm"), buf_str(&longer), &got, &found, err));
    assert_true(found && uuid_equal(got, b));
    MUST(store_find_ext(read, ENTITY_CUSTOMER, STR("crm"), STR("17"), &got, &found, err));
    assert_false(found);
    MUST(store_delete_ext(write, ENTITY_CASE, STR("crm"), STR("17"), err));
    MUST(store_find_ext(read, ENTITY_CASE, STR("crm"), STR("17"), &got, &found, err));
    assert_false(found);

    MUST(store_next_id(read, ENTITY_CASE, 2026, &number, err));
    assert_int_equal(number, 1);
    MUST(store_put_id(write, ENTITY_CASE, 2026, 41, a, err));
    MUST(store_put_id(write, ENTITY_CASE, 2027, 7, b, err));
    MUST(store_put_id(write, ENTITY_CUSTOMER, 0, 3, b, err));
    REFUSED(store_put_id(write, ENTITY_CASE, 2026, 41, b, err), ERR_EXISTS);
    MUST(store_next_id(read, ENTITY_CASE, 2026, &number, err));
    assert_int_equal(number, 42);
    MUST(store_next_id(read, ENTITY_CASE, 2025, &number, err));
    assert_int_equal(number, 1);
    MUST(store_next_id(read, ENTITY_CUSTOMER, 0, &number, err));
    assert_int_equal(number, 4);
    MUST(store_find_id(read, ENTITY_CASE, 2026, 41, &got, &found, err));
    assert_true(found && uuid_equal(got, a));
    MUST(store_delete_id(write, ENTITY_CASE, 2026, 41, err));
    MUST(store_find_id(read, ENTITY_CASE, 2026, 41, &got, &found, err));
    assert_false(found);

    int count = 0;
    MUST(store_put_name(write, ENTITY_CUSTOMER, STR("acme"), a, err));
    MUST(store_put_name(write, ENTITY_CUSTOMER, STR("acme"), b, err));
    MUST(store_put_name(write, ENTITY_CUSTOMER, STR("other"), b, err));
    MUST(store_find_name(read, ENTITY_CUSTOMER, STR("acme"), take_name, &count, err));
    assert_int_equal(count, 2);
    MUST(store_first_name(read, ENTITY_CUSTOMER, STR("acme"), &got, &found, err));
    assert_true(found && uuid_equal(got, uuid_compare(a, b) < 0 ? a : b));
    MUST(store_delete_name(write, ENTITY_CUSTOMER, STR("acme"), a, err));
    MUST(store_first_name(read, ENTITY_CUSTOMER, STR("acme"), &got, &found, err));
    assert_true(found && uuid_equal(got, b));
    MUST(store_first_name(read, ENTITY_CUSTOMER, STR("nobody"), &got, &found, err));
    assert_false(found);
    store_write_abort(write);
    buf_free(&longer);
}

static bool join_setting(void *context, Str key, Str value, Error *err) {
    (void)err;
    buf_printf(context, "%.*s=%.*s;", STR_ARG(key), STR_ARG(value));
    return true;
}

static void settings_are_rows_and_changes(void **state) {
    Fixture *f = of(state);
    Uuid nil = {{0}}, team = uuid_new();
    StoreChange change = fixture_change(VERB_SETTINGS, 0);
    Str dark = STR("dark"), light = STR("light"), empty = STR("");
    StoreWrite *write;
    uint64_t last;
    MUST(store_write_begin(f->store, "w", 0, false, &write, err));
    MUST(store_put_setting(write, &change, nil, STR("theme"), &dark, err));
    MUST(store_put_setting(write, &change, nil, STR("theme"), &dark, err)); /* writes nothing */
    MUST(store_put_setting(write, &change, nil, STR("theme"), &light, err));
    MUST(store_put_setting(write, &change, nil, STR("tiles"), &empty, err));
    MUST(store_put_setting(write, &change, team, STR("theme"), &dark, err));
    MUST(store_put_setting(write, &change, team, STR("theme"), NULL, err));
    MUST(store_put_setting(write, &change, team, STR("theme"), NULL, err)); /* writes nothing */
    REFUSED(store_put_setting(write, &change, nil, STR(""), &dark, err), ERR_INVALID);
    MUST(store_write_commit(write, &last, err));
    assert_int_equal(last, 5);
    StoreRead *read;
    Str value;
    Buf all = {0}, body = {0};
    MUST(store_read_begin(f->store, &read, err));
    MUST(store_setting(read, nil, STR("theme"), &value, err));
    assert_true(str_equal(value, light));
    MUST(store_setting(read, nil, STR("tiles"), &value, err));
    assert_true(value.ptr && value.len == 0);
    MUST(store_setting(read, team, STR("theme"), &value, err));
    assert_null(value.ptr);
    MUST(store_setting_each(read, nil, join_setting, &all, err));
    assert_string_equal(buf_text(&all), "theme=light;tiles=;");
    StoreSettingChange old;
    MUST(store_log_body(read, 2, &body, err));
    MUST(store_setting_decode(buf_str(&body), &old, err));
    assert_true(old.had && old.has && str_equal(old.before, dark) && str_equal(old.after, light));
    REFUSED(store_setting_decode(str_make(body.data, body.len - 1), &old, err), ERR_CORRUPT);
    store_read_end(read);
    buf_free(&all);
    buf_free(&body);
}

static bool join_session(void *context, const StoreSessionEntry *e, Error *err) {
    (void)err;
    buf_printf(context, "%d@%lld %u %.*s;", e->kind, (long long)e->at_ms, e->number,
               STR_ARG(e->text));
    return true;
}

static void session_entries_are_one_row(void **state) {
    Fixture *f = of(state);
    StoreSessionEntry entries[] = {
        {.kind = SESSION_LOGIN, .at_ms = 100},
        {.kind = SESSION_SEARCH, .at_ms = 250, .number = 12, .text = STR("续费")},
        {.kind = SESSION_VIEW, .at_ms = 300, .number = 40, .record = {{9}}, .text = STR("search")},
    };
    StoreChange change = fixture_change(VERB_SESSION, 0);
    StoreWrite *write;
    uint64_t last;
    Buf body = {0}, out = {0};
    MUST(store_write_begin(f->store, "w", 0, false, &write, err));
    MUST(store_session_append(write, &change, entries, 0, err));
    MUST(store_session_append(write, &change, entries, 3, err));
    MUST(store_log_body(store_write_read(write), 1, &body, err));
    MUST(store_write_commit(write, &last, err));
    assert_int_equal(last, 1);
    MUST(store_session_decode(buf_str(&body), join_session, &out, err));
    assert_string_equal(buf_text(&out), "1@100 0 ;2@300 40 search;");
    REFUSED(store_session_decode(str_make(body.data, body.len - 1), join_session, &out, err),
            ERR_CORRUPT);
    buf_free(&body);
    buf_free(&out);
}

static bool keep_batch(void *context, const StoreBatch *batch, Error *err) {
    (void)err;
    *(StoreBatch *)context = *batch;
    return true;
}

static void batches_remember_an_import(void **state) {
    Fixture *f = of(state);
    StoreBatch batch = {.id = uuid_new(),
                        .actor = {{4}},
                        .login = "limin",
                        .at_ms = 77,
                        .source = "cases",
                        .created = 3,
                        .rejected = 1,
                        .first = 5,
                        .last = 8},
               got;
    StoreWrite *write;
    MUST(store_write_begin(f->store, "w", 0, false, &write, err));
    MUST(store_put_batch(write, &batch, err));
    batch.finished = true;
    MUST(store_put_batch(write, &batch, err));
    MUST(store_batch(store_write_read(write), batch.id, &got, err));
    assert_true(got.finished && !got.undone && got.created == 3 && got.last == 8);
    assert_string_equal(got.source, "cases");
    REFUSED(store_batch(store_write_read(write), uuid_new(), &got, err), ERR_NOT_FOUND);
    MUST(store_batch_each(store_write_read(write), keep_batch, &got, err));
    assert_true(uuid_equal(got.id, batch.id));
    store_write_abort(write);
}

static void meta_values_belong_to_the_library(void **state) {
    Fixture *f = of(state);
    StoreWrite *write;
    Str value;
    MUST(store_write_begin(f->store, "w", 0, false, &write, err));
    MUST(store_put_meta(write, "analyzer", STR("abc"), err));
    MUST(store_meta(store_write_read(write), "analyzer", &value, err));
    assert_true(str_equal(value, STR("abc")));
    MUST(store_meta(store_write_read(write), "other", &value, err));
    assert_null(value.ptr);
    REFUSED(store_put_meta(write, "info", STR("x"), err), ERR_INVALID);
    REFUSED(store_put_meta(write, "", STR("x"), err), ERR_INVALID);
    store_write_abort(write);
}

static void index_tables_keep_bytes_in_order(void **state) {
    Fixture *f = of(state);
    StoreWrite *write;
    Str key, value;
    bool found, more;
    void *room;
    MUST(store_write_begin(f->store, "w", 0, false, &write, err));
    for (unsigned i = 0; i < 2000; i++) {
        char name[8];
        snprintf(name, sizeof name, "k%05u", i);
        MUST(store_index_put(write, STORE_TERMS, str_of(name), str_of(name), true, err));
    }
    MUST(store_index_put(write, STORE_TERMS, STR("k00001x"), STR(""), true, err));
    MUST(store_index_reserve(write, STORE_POSTS, STR("p"), 4, true, &room, err));
    memcpy(room, "1234", 4);
    MUST(store_index_reserve(write, STORE_POSTS, STR("a"), 4, true, &room, err));
    memcpy(room, "5678", 4);
    REFUSED(store_index_put(write, STORE_TERMS, STR(""), STR("x"), false, err), ERR_INVALID);
    MUST(store_write_commit(write, NULL, err));

    StoreRead *read;
    StoreCursor *cursor;
    MUST(store_read_begin(f->store, &read, err));
    MUST(store_index_get(read, STORE_POSTS, STR("a"), &value, err));
    assert_true(str_equal(value, STR("5678")));
    MUST(store_index_get(read, STORE_TERMS, STR("k00001x"), &value, err));
    assert_true(value.ptr && value.len == 0);
    MUST(store_index_get(read, STORE_DIRS, STR("a"), &value, err));
    assert_null(value.ptr);
    MUST(store_cursor_open(read, STORE_TERMS, &cursor, err));
    MUST(store_cursor_seek(cursor, STR("k00001"), &key, &value, &found, err));
    assert_true(found && str_equal(key, STR("k00001")));
    MUST(store_cursor_next(cursor, &key, NULL, &found, err));
    assert_true(found && str_equal(key, STR("k00001x")));
    MUST(store_cursor_prev(cursor, &key, NULL, &found, err));
    assert_true(found && str_equal(key, STR("k00001")));
    MUST(store_cursor_last(cursor, &key, NULL, &found, err));
    assert_true(found && str_equal(key, STR("k01999")));
    MUST(store_cursor_next(cursor, &key, NULL, &found, err));
    assert_false(found);
    MUST(store_cursor_seek(cursor, STR("z"), &key, NULL, &found, err));
    assert_false(found);
    store_cursor_close(cursor);
    uint64_t rows, pages;
    MUST(store_index_count(read, STORE_TERMS, &rows, &pages, err));
    assert_int_equal(rows, 2001);
    store_read_end(read);

    MUST(store_write_begin(f->store, "w", 0, false, &write, err));
    MUST(store_index_delete(write, STORE_TERMS, STR("k00001x"), &found, err));
    assert_true(found);
    MUST(store_index_delete(write, STORE_TERMS, STR("k00001x"), &found, err));
    assert_false(found);
    MUST(store_index_delete_range(write, STORE_TERMS, STR("k00500"), STR("k01000"), 300, &more,
                                  err));
    assert_true(more);
    MUST(store_index_delete_range(write, STORE_TERMS, STR("k00500"), STR("k01000"), 300, &more,
                                  err));
    assert_false(more);
    MUST(store_index_count(store_write_read(write), STORE_TERMS, &rows, &pages, err));
    assert_int_equal(rows, 1500);
    MUST(store_index_delete_range(write, STORE_TERMS, STR("a"), STR(""), 10000, &more, err));
    assert_false(more);
    MUST(store_index_count(store_write_read(write), STORE_TERMS, &rows, &pages, err));
    assert_int_equal(rows, 0);
    store_write_abort(write);
}

static void a_reader_may_not_write(void **state) {
    Fixture *f = of(state);
    fixture_save(f, uuid_new(), 0, "x");
    fixture_close(f);
    Store *store;
    StoreWrite *write;
    StoreRead *read;
    uint64_t head;
    MUST(store_open(f->path, STORE_READ_ONLY, &store, err));
    REFUSED(store_write_begin(store, "w", 0, false, &write, err), ERR_DENIED);
    MUST(store_read_begin(store, &read, err));
    MUST(store_head(read, &head, err));
    assert_int_equal(head, 1);
    store_read_end(read);
    store_close(store);
    fixture_open(f);
}

/* The parent waits at the gate. */
static bool is_wanted(void *write) {
    return store_write_wanted(write);
}

/* Another process holds the gate: the name is said, a second one waits and then gets it. */
static void the_gate_names_its_holder(void **state) {
    Fixture *f = of(state);
    int up[2];
    assert_int_equal(pipe(up), 0);
    fixture_close(f);
    pid_t child = fork();
    if (child == 0) {
        Store *store;
        StoreWrite *write;
        Error err;
        char byte = 'x';
        bool ok = store_open(f->path, STORE_READ_WRITE, &store, &err) &&
                  store_write_begin(store, "wangfang", 0, false, &write, &err);
        bool held = ok;
        ok = ok && write_all_byte(up[1], byte) && soon(is_wanted, write);
        if (held)
            store_write_abort(write);
        store_close(store);
        _exit(ok ? 0 : 1);
    }
    fixture_open(f);
    char byte;
    assert_int_equal(read(up[0], &byte, 1), 1);
    StoreWrite *write;
    Error e = {0};
    assert_false(store_write_begin(f->store, "limin", 0, false, &write, &e));
    assert_int_equal(e.code, ERR_BUSY);
    assert_string_equal(e.args[0].text, "wangfang");
    MUST(store_write_begin(f->store, "limin", STORE_GATE_MS, false, &write, err));
    assert_false(store_write_wanted(write));
    store_write_abort(write);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    close(up[0]);
    close(up[1]);
}

static void a_dictionary_makes_bodies_smaller(void **state) {
    Fixture *f = of(state);
    StoreWrite *write;
    uint32_t id;
    char title[400];
    REFUSED(store_train_dictionary(f->store, "w", 2000, &id, err), ERR_INVALID);
    MUST(store_write_begin(f->store, "w", 0, true, &write, err));
    for (int i = 0; i < 400; i++) {
        snprintf(title, sizeof title,
                 "客户 %d 的续费率在两个季度内提高, renewal of customer number %d went up within "
                 "two quarters, layered reminders and one to one coaching for those at risk, "
                 "without more people in support, measured in ledger %x",
                 i, i * 7919, i * 104729);
        MUST(fixture_put(f, write, uuid_new(), 0, title, STR(""), NULL, err));
    }
    size_t before = f->packed.body.len;
    MUST(store_write_commit(write, NULL, err));
    MUST(store_newest_dictionary(f->store, &id, err));
    assert_int_equal(id, 0);
    MUST(store_train_dictionary(f->store, "w", 2000, &id, err));
    assert_int_equal(id, 1);
    store_packer_free(f->packer);
    MUST(store_packer_new(f->store, &f->packer, err));
    Uuid last = uuid_new();
    fixture_save(f, last, 0, title);
    assert_true(f->packed.compressed && f->packed.dictionary == 1);
    assert_true(f->packed.body.len < before * 2 / 3);
    StoreRead *read;
    Record *record;
    MUST(store_read_begin(f->store, &read, err));
    MUST(store_load(read, ENTITY_CASE, last, &record, err));
    assert_true(str_equal(record_title(record), str_of(title)));
    record_free(record);
    store_read_end(read);
}

static void a_killed_writer_leaves_the_gate_open(void **state) {
    Fixture *f = of(state);
    int up[2];
    assert_int_equal(pipe(up), 0);
    fixture_close(f);
    pid_t child = fork();
    if (child == 0) {
        Error err;
        Uuid id = uuid_new();
        StoreWrite *write;
        if (!store_open(f->path, STORE_READ_WRITE, &f->store, &err) ||
            !store_packer_new(f->store, &f->packer, &err) ||
            !store_write_begin(f->store, "dead", 0, false, &write, &err) ||
            !fixture_put(f, write, id, 0, "never", STR(""), NULL, &err))
            _exit(1);
        write_all_byte(up[1], 'x');
        pause();
    }
    char byte;
    assert_int_equal(read(up[0], &byte, 1), 1);
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, NULL, 0), child);
    fixture_open(f);
    assert_int_equal(fixture_save(f, uuid_new(), 0, "after"), 1);
    close(up[0]);
    close(up[1]);
}

static void slots_of_dead_sessions_come_back(void **state) {
    Fixture *f = of(state);
    int up[2];
    assert_int_equal(pipe(up), 0);
    fixture_close(f);
    pid_t child = fork();
    if (child == 0) {
        Error err;
        StoreRead *read;
        if (!store_open(f->path, STORE_READ_WRITE, &f->store, &err) ||
            !store_read_begin(f->store, &read, &err))
            _exit(1);
        write_all_byte(up[1], 'x');
        pause();
    }
    fixture_open(f);
    char byte;
    assert_int_equal(read(up[0], &byte, 1), 1);
    assert_int_equal(store_reader_check(f->store, true), 0);
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, NULL, 0), child);
    assert_int_equal(store_reader_check(f->store, false), 0); /* not yet again */
    assert_int_equal(store_reader_check(f->store, true), 1);
    close(up[0]);
    close(up[1]);
}

int main(void) {
#define STORE_TEST(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        STORE_TEST(a_new_library_tells_what_it_is),
        STORE_TEST(a_saved_record_is_read_back),
        STORE_TEST(history_walks_back_and_carries_everything),
        STORE_TEST(a_stale_base_is_a_conflict_and_changes_nothing),
        STORE_TEST(an_aborted_transaction_leaves_nothing),
        STORE_TEST(long_bodies_and_segments_come_back_whole),
        STORE_TEST(segments_are_found_in_order_past_other_rows),
        STORE_TEST(walks_visit_every_row),
        STORE_TEST(snapshots_do_not_move),
        STORE_TEST(summaries_can_be_replaced),
        STORE_TEST(lookups_find_records_by_their_other_names),
        STORE_TEST(settings_are_rows_and_changes),
        STORE_TEST(session_entries_are_one_row),
        STORE_TEST(batches_remember_an_import),
        STORE_TEST(meta_values_belong_to_the_library),
        STORE_TEST(index_tables_keep_bytes_in_order),
        STORE_TEST(a_reader_may_not_write),
        STORE_TEST(the_gate_names_its_holder),
        STORE_TEST(a_dictionary_makes_bodies_smaller),
        STORE_TEST(a_killed_writer_leaves_the_gate_open),
        STORE_TEST(slots_of_dead_sessions_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
