#include "config.h"

#include "store_fixture.h"

#include "store/check.h"
#include "store/compact.h"
#include "store/logblock.h"

/* Log rows of an import in blocks: what is read of them is what was put, alone or beside rows of
 * their own; damage costs what it touches and is named. */

#define STORE_TEST(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

static Fixture *of(void **state) {
    return *state;
}

static Uuid id_of(unsigned i) {
    Uuid id = {{1, 0x9a, 0, 0, (uint8_t)(i >> 8), (uint8_t)i, 0x70, 9}};
    for (unsigned j = 8; j < 16; j++)
        id.bytes[j] = (uint8_t)((i + 1) * (j * 37 + 11) >> 3);
    return id;
}

static const Uuid batch = {{7, 7, 7}};

/* A text of about 200 to 900 bytes that nobody compresses much. */
static Record *case_of(unsigned i, uint32_t rev) {
    Buf text = {0};
    uint32_t seed = i * 2654435761u + rev;
    for (unsigned k = 0; k < 50 + i * 7 % 170; k++) {
        seed = seed * 1664525u + 1013904223u;
        buf_printf(&text, "%04x", seed >> 16);
    }
    Record *record = fixture_case(id_of(i), rev, "one of many");
    record_set_text(record, CASE_BACKGROUND, buf_str(&text));
    buf_free(&text);
    return record;
}

static void put_one(Fixture *f, StoreWrite *write, unsigned i, uint32_t rev, const char *note) {
    Record *record = case_of(i, rev);
    StoreChange change = fixture_change(VERB_IMPORT, rev - 1);
    change.at_ms = 1700000000000 + (int64_t)i * 3 % 100;
    change.batch = batch;
    change.note = str_of(note);
    change.format_only = i % 7 == 3;
    MUST(store_pack(f->packer, record, &f->packed, err));
    MUST(store_put_revision(write, &change, &f->packed, STR("s"), STR(""), NULL, err));
    record_free(record);
}

static StoreWrite *begin(Fixture *f, bool blocks) {
    StoreWrite *write;
    MUST(store_write_begin(f->store, "w", 0, true, &write, err));
    if (blocks)
        store_write_blocks(write);
    return write;
}

static void import(Fixture *f, unsigned from, unsigned to, uint32_t rev, bool blocks) {
    StoreWrite *write = begin(f, blocks);
    for (unsigned i = from; i < to; i++)
        put_one(f, write, i, rev, "");
    MUST(store_write_commit(write, NULL, err));
}

static uint64_t stored_rows(Fixture *f) {
    StoreStats stats;
    MUST(store_stats(f->store, &stats, err));
    return stats.rows[PART_LOG];
}

static void expect_change(StoreRead *read, uint64_t number, unsigned i, uint32_t rev) {
    StoreEntry entry;
    Record *there, *wanted = case_of(i, rev);
    uint8_t digest[STORE_HASH];
    MUST(store_log_entry(read, number, &entry, err));
    assert_int_equal(entry.number, number);
    assert_true(uuid_equal(entry.record, id_of(i)) && uuid_equal(entry.batch, batch));
    assert_true(entry.verb == VERB_IMPORT && entry.type == ENTITY_CASE && entry.rev == rev);
    assert_true(entry.base_rev == rev - 1 && str_equal(entry.login, STR("limin")));
    assert_int_equal(entry.at_ms, 1700000000000 + (int64_t)i * 3 % 100);
    assert_int_equal(entry.actor.bytes[1], 2);
    assert_int_equal(entry.format_only, i % 7 == 3);
    assert_true(!entry.segment_bytes && entry.note.len == 0);
    store_content_digest(wanted, digest);
    assert_memory_equal(entry.digest, digest, STORE_HASH);
    MUST(store_load_change(read, number, &there, err));
    assert_true(
        str_equal(record_text(there, CASE_BACKGROUND), record_text(wanted, CASE_BACKGROUND)));
    record_free(there);
    record_free(wanted);
}

static void every_change_is_found_by_its_number(void **state) {
    Fixture *f = of(state);
    Buf findings = {0};
    StoreRead *read;
    fixture_save(f, uuid_new(), 0, "by hand"); /* 1 */
    import(f, 0, 60, 1, true);                 /* 2 to 61 */
    fixture_save(f, uuid_new(), 0, "by hand"); /* 62 */
    import(f, 10, 40, 2, true);                /* 63 to 92 */
    import(f, 60, 61, 1, true);                /* 93 */
    import(f, 61, 64, 1, false);               /* 94 to 96: as before there were blocks */
    assert_true(stored_rows(f) < 20);
    MUST(store_read_begin(f->store, &read, err));
    for (unsigned i = 0; i < 60; i++)
        expect_change(read, 2 + i, i, 1);
    for (unsigned i = 10; i < 40; i++)
        expect_change(read, 63 + i - 10, i, 2);
    for (unsigned i = 60; i < 64; i++)
        expect_change(read, 93 + i - 60, i, 1);
    StoreEntry entry;
    Record *record;
    uint64_t head;
    MUST(store_log_entry(read, 70, &entry, err));
    assert_int_equal(entry.previous, 2 + 17);
    REFUSED(store_log_entry(read, 0, &entry, err), ERR_NOT_FOUND);
    REFUSED(store_log_entry(read, 97, &entry, err), ERR_NOT_FOUND);
    MUST(store_load_rev(read, ENTITY_CASE, id_of(17), 1, &record, err));
    record_free(record);
    MUST(store_head(read, &head, err));
    assert_int_equal(head, 96);
    store_read_end(read);
    assert_int_equal(fixture_check(f, &findings), 0);
    uint64_t before, after;
    fixture_close(f);
    MUST(store_compact(f->path, &before, &after, NULL, err));
    fixture_open(f);
    assert_int_equal(fixture_check(f, &findings), 0);
    buf_free(&findings);
}

static bool next_number(void *context, const StoreEntry *entry, Error *err) {
    uint64_t *next = context;
    (void)err;
    assert_int_equal(entry->number, *next);
    ++*next;
    return true;
}

static void walks_begin_and_end_inside_blocks(void **state) {
    Fixture *f = of(state);
    StoreRead *read;
    StoreEntry entry;
    bool found = true;
    import(f, 0, 50, 1, true);
    MUST(store_read_begin(f->store, &read, err));
    for (uint64_t first = 1; first < 50; first += 5)
        for (uint64_t last = first; last < 60; last += 7) {
            uint64_t next = first;
            MUST(store_log_each(read, first, last, next_number, &next, err));
            assert_int_equal(next, last < 50 ? last + 1 : 51);
        }
    for (uint64_t after = 0; after < 50; after++) {
        MUST(store_next_revision(read, after, &entry, &found, err));
        assert_true(found && entry.number == after + 1);
    }
    MUST(store_next_revision(read, 50, &entry, &found, err));
    assert_false(found);
    store_read_end(read);
}

static void the_transaction_sees_what_waits(void **state) {
    Fixture *f = of(state);
    StoreEntry entry;
    uint8_t waiting[STORE_HASH], stored[STORE_HASH];
    uint64_t head, next = 3;
    bool found;
    import(f, 0, 5, 1, true);
    StoreWrite *write = begin(f, true);
    StoreRead *view = store_write_read(write);
    for (unsigned i = 5; i < 33; i++)
        put_one(f, write, i, 1, "");
    for (unsigned i = 0; i < 33; i++)
        expect_change(view, i + 1, i, 1);
    MUST(store_head(view, &head, err));
    assert_int_equal(head, 33);
    MUST(store_log_each(view, 3, 100, next_number, &next, err));
    assert_int_equal(next, 34);
    MUST(store_next_revision(view, 32, &entry, &found, err));
    assert_true(found && entry.number == 33);
    REFUSED(store_log_entry(view, 34, &entry, err), ERR_NOT_FOUND);
    MUST(store_log_hash(view, 33, waiting, err));
    MUST(store_write_commit(write, &head, err));
    assert_int_equal(head, 33);
    StoreRead *read;
    MUST(store_read_begin(f->store, &read, err));
    MUST(store_log_hash(read, 33, stored, err));
    assert_memory_equal(waiting, stored, STORE_HASH);
    store_read_end(read);
    write = begin(f, true); /* what is given up is not there */
    put_one(f, write, 40, 1, "");
    store_write_abort(write);
    MUST(store_read_begin(f->store, &read, err));
    REFUSED(store_log_entry(read, 34, &entry, err), ERR_NOT_FOUND);
    store_read_end(read);
}

/* The chain of the audit does not depend on how rows are stored. */
static void hashes_are_those_of_rows_of_their_own(void **state) {
    Fixture *f = of(state), other;
    StoreRead *read, *there;
    import(f, 0, 45, 1, true);
    fixture_folder(&other);
    StoreOptions options = {.zone = "UTC", .created_by = "test"};
    MUST(store_create(other.path, &options, err));
    fixture_open(&other);
    for (unsigned i = 0; i < 45; i++)
        import(&other, i, i + 1, 1, false);
    MUST(store_read_begin(f->store, &read, err));
    MUST(store_read_begin(other.store, &there, err));
    for (uint64_t number = 1; number <= 45; number++) {
        uint8_t hash[STORE_HASH], same[STORE_HASH];
        MUST(store_log_hash(read, number, hash, err));
        MUST(store_log_hash(there, number, same, err));
        assert_memory_equal(hash, same, STORE_HASH);
    }
    store_read_end(read);
    store_read_end(there);
    fixture_close(&other);
    store_packed_free(&other.packed);
    scratch_remove(other.folder);
}

/* A note, a segment or a long text stands in a row of its own; who made rows may change. */
static void rows_that_do_not_fit_stand_alone(void **state) {
    Fixture *f = of(state);
    Buf findings = {0}, longer = {0};
    StoreEntry entry;
    StoreRead *read;
    StoreWrite *write = begin(f, true);
    for (unsigned i = 0; i < 10; i++)
        put_one(f, write, i, 1, "");
    put_one(f, write, 10, 1, "a note");
    put_one(f, write, 11, 1, "");
    MUST(fixture_put(f, write, id_of(12), 0, "with a segment", STR("seg"), NULL, err));
    Record *record = case_of(13, 1);
    uint32_t seed = 1;
    for (int i = 0; i < 40000; i++) {
        seed = seed * 1664525u + 1013904223u;
        buf_putc(&longer, "abcdefghijklmnopqrstuvwxyz012345"[seed >> 27]);
    }
    record_set_text(record, CASE_BODY, buf_str(&longer));
    StoreChange change = fixture_change(VERB_IMPORT, 0);
    change.batch = batch;
    change.note = STR("");
    MUST(store_pack(f->packer, record, &f->packed, err));
    assert_true(f->packed.body.len > LOG_INLINE);
    MUST(store_put_revision(write, &change, &f->packed, STR("s"), STR(""), NULL, err));
    record_free(record);
    put_one(f, write, 14, 1, "");
    change.login = STR("wu");
    record = case_of(15, 1);
    MUST(store_pack(f->packer, record, &f->packed, err));
    MUST(store_put_revision(write, &change, &f->packed, STR("s"), STR(""), NULL, err));
    record_free(record);
    change.verb = VERB_OTHER;
    MUST(store_put_note(write, &change, STR("said"), NULL, err));
    MUST(store_write_commit(write, NULL, err));
    MUST(store_read_begin(f->store, &read, err));
    for (unsigned i = 0; i < 10; i++)
        expect_change(read, i + 1, i, 1);
    expect_change(read, 12, 11, 1);
    expect_change(read, 15, 14, 1);
    MUST(store_log_entry(read, 11, &entry, err));
    assert_true(str_equal(entry.note, STR("a note")));
    MUST(store_log_entry(read, 13, &entry, err));
    assert_int_equal(entry.segment_bytes, 3);
    MUST(store_load_change(read, 14, &record, err));
    assert_int_equal(record_text(record, CASE_BODY).len, longer.len);
    record_free(record);
    MUST(store_log_entry(read, 16, &entry, err));
    assert_true(str_equal(entry.login, STR("wu")) && uuid_equal(entry.batch, batch));
    store_read_end(read);
    assert_int_equal(fixture_check(f, &findings), 0);
    buf_free(&findings);
    buf_free(&longer);
}

/* ---- damage ---- */

/* The block that holds a change, as it is stored. */
static void take_block(Fixture *f, uint64_t number, Key *key, Buf *out) {
    StoreRead *read;
    Str at, row;
    Key wanted = key_log(number);
    MUST(store_read_begin(f->store, &read, err));
    MUST(env_seek(read, &wanted, &at, &row, err));
    assert_int_equal(row_version(row), ROW_BLOCK);
    *key = key_log(key_number(at));
    buf_clear(out);
    buf_put_str(out, row);
    store_read_end(read);
}

static void put_block(Fixture *f, const Key *key, Str row) {
    StoreWrite *write = begin(f, false);
    MUST(env_put(write, key, row, false, err));
    MUST(store_write_commit(write, NULL, err));
}

/* Changes that a repair saves, and what it says. */
static uint64_t repair(Fixture *f, Buf *findings) {
    StoreCheckResult result;
    char mended[200];
    snprintf(mended, sizeof mended, "%s/mended", f->folder);
    buf_clear(findings);
    fixture_close(f);
    MUST(store_repair(f->path, mended, &fixture_rebuild, NULL, fixture_remember, findings, &result,
                      err));
    scratch_remove(mended);
    fixture_open(f);
    return result.changes;
}

static void damage_in_a_text_costs_that_change(void **state) {
    Fixture *f = of(state);
    Buf block = {0}, findings = {0};
    Key key;
    LogRows rows;
    LogRow row = {0};
    StoreRead *read;
    Record *record;
    bool found;
    import(f, 0, 60, 1, true);
    take_block(f, 20, &key, &block);
    MUST(logrows_open(&rows, key_str(&key), buf_str(&block), true, err));
    while (row.number < 20)
        MUST(logrows_next(&rows, &row, &found, err));
    block.data[(size_t)(row.body.ptr - block.data) + row.body.len / 2] ^= 4;
    put_block(f, &key, buf_str(&block));
    MUST(store_read_begin(f->store, &read, err));
    REFUSED(store_load_change(read, 20, &record, err), ERR_CORRUPT);
    expect_change(read, 19, 18, 1);
    expect_change(read, 21, 20, 1);
    store_read_end(read);
    assert_true(fixture_check(f, &findings) > 0);
    assert_non_null(strstr(buf_text(&findings), "f0:0000000000000014")); /* change 20 */
    assert_int_equal(repair(f, &findings), 59);
    assert_non_null(strstr(buf_text(&findings), "change 20"));
    buf_free(&block);
    buf_free(&findings);
}

static void every_flipped_byte_is_named(void **state) {
    Fixture *f = of(state);
    Buf block = {0}, findings = {0};
    Key key;
    import(f, 0, 60, 1, true);
    take_block(f, 30, &key, &block);
    for (size_t at = 0; at < block.len; at += at < 1500 ? 61 : 1801) {
        block.data[at] ^= (char)(1 << at % 8);
        put_block(f, &key, buf_str(&block));
        assert_true(fixture_check(f, &findings) > 0);
        block.data[at] ^= (char)(1 << at % 8);
    }
    put_block(f, &key, buf_str(&block));
    assert_int_equal(fixture_check(f, &findings), 0);
    buf_free(&block);
    buf_free(&findings);
}

/* Cut off, or its end lost: never read beyond it. */
static void a_torn_block_is_named(void **state) {
    Fixture *f = of(state);
    Buf block = {0}, torn = {0}, findings = {0};
    Key key;
    LogRows rows;
    StoreRead *read;
    StoreEntry entry;
    import(f, 0, 60, 1, true);
    take_block(f, 30, &key, &block);
    MUST(logrows_open(&rows, key_str(&key), buf_str(&block), true, err));
    for (size_t len = 1; len < block.len; len += len < 200 ? 23 : 1501) {
        buf_clear(&torn);
        buf_put(&torn, block.data, len);
        put_block(f, &key, buf_str(&torn));
        assert_true(fixture_check(f, &findings) > 0);
        assert_non_null(strstr(buf_text(&findings), "f0:00000000000000"));
        MUST(store_read_begin(f->store, &read, err));
        if (len < 200)
            REFUSED(store_log_entry(read, 30, &entry, err), ERR_CORRUPT);
        expect_change(read, 60, 59, 1);
        store_read_end(read);
        /* The free pages may still hold the whole one. */
        assert_true(repair(f, &findings) >= 60 - rows.last + rows.first - 1);
    }
    StoreWrite *write = begin(f, false);
    MUST(env_delete(write, &key, NULL, err));
    MUST(store_write_commit(write, NULL, err));
    assert_true(fixture_check(f, &findings) > 0);
    assert_non_null(strstr(buf_text(&findings), "jumps"));
    buf_free(&block);
    buf_free(&torn);
    buf_free(&findings);
}

/* Checksums that were made anew after a change: the chain tells. */
static void a_forged_block_breaks_the_chain(void **state) {
    Fixture *f = of(state);
    Buf block = {0}, findings = {0};
    Key key;
    LogRows rows;
    import(f, 0, 60, 1, true);
    take_block(f, 10, &key, &block);
    MUST(logrows_open(&rows, key_str(&key), buf_str(&block), true, err));
    size_t time = (size_t)(rows.head.at - (const uint8_t *)block.data) + 3;
    block.data[time] ^= 2; /* when the first change was made */
    row_seal(&block, 0, key_str(&key), rows.covered);
    put_block(f, &key, buf_str(&block));
    assert_true(fixture_check(f, &findings) > 0);
    assert_non_null(strstr(buf_text(&findings), "does not carry the hash"));
    buf_free(&block);
    buf_free(&findings);
}

/* A block on a free page that other changes were put into. */
static void a_repair_takes_what_the_tree_reaches(void **state) {
    Fixture *f = of(state), other;
    Buf block = {0}, findings = {0};
    Key old, key;
    StoreOptions options = {.zone = "UTC", .created_by = "test"};
    fixture_folder(&other);
    MUST(store_create(other.path, &options, err));
    fixture_open(&other);
    import(&other, 0, 12, 1, true);
    take_block(&other, 1, &key, &block);
    assert_int_equal(key_number(key_str(&key)), 12);
    fixture_close(&other);
    store_packed_free(&other.packed);
    scratch_remove(other.folder);
    import(f, 0, 8, 1, true);
    import(f, 8, 12, 1, true);
    for (uint64_t number = 8; number <= 12; number += 4) {
        StoreWrite *write = begin(f, false);
        old = key_log(number);
        MUST(env_delete(write, &old, NULL, err));
        MUST(store_write_commit(write, NULL, err));
    }
    put_block(f, &key, buf_str(&block));
    assert_int_equal(repair(f, &findings), 12);
    assert_string_equal(buf_text(&findings), "");
    buf_free(&block);
    buf_free(&findings);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        STORE_TEST(every_change_is_found_by_its_number),
        STORE_TEST(walks_begin_and_end_inside_blocks),
        STORE_TEST(the_transaction_sees_what_waits),
        STORE_TEST(hashes_are_those_of_rows_of_their_own),
        STORE_TEST(rows_that_do_not_fit_stand_alone),
        STORE_TEST(damage_in_a_text_costs_that_change),
        STORE_TEST(every_flipped_byte_is_named),
        STORE_TEST(a_torn_block_is_named),
        STORE_TEST(a_forged_block_breaks_the_chain),
        STORE_TEST(a_repair_takes_what_the_tree_reaches),
    };
    return cmocka_run_group_tests_name("store_block", tests, NULL, NULL);
}
