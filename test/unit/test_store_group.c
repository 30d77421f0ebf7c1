#include "config.h"

#include "dice.h"
#include "store_fixture.h"

#include "store/check.h"
#include "store/compact.h"
#include "store/current.h"
#include "store/rowgroup.h"
#include "store/transaction.h"

/* Rows of the small tables in groups, beside rows of their own as programs before wrote them. */

#define STORE_TEST(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

static Fixture *of(void **state) {
    return *state;
}

static StoreWrite *begin(Fixture *f) {
    StoreWrite *write;
    MUST(store_write_begin(f->store, "w", 0, false, &write, err));
    return write;
}

enum { NUMBERS = 3000, YEARS = 2 };

/* The plain rule: which record has which number. */
typedef struct Model {
    Uuid ids[YEARS][NUMBERS];
    bool has[YEARS][NUMBERS];
} Model;

static uint32_t highest(const Model *m, unsigned year) {
    for (uint32_t n = NUMBERS; n-- > 0;)
        if (m->has[year][n])
            return n;
    return 0;
}

static void compare(StoreRead *read, const Model *m) {
    for (unsigned year = 0; year < YEARS; year++) {
        uint32_t next;
        for (uint32_t n = 1; n < NUMBERS; n++) {
            Uuid id;
            bool found;
            MUST(store_find_id(read, ENTITY_CASE, (uint16_t)(2020 + year), n, &id, &found, err));
            assert_int_equal(found, m->has[year][n]);
            if (found)
                assert_true(uuid_equal(id, m->ids[year][n]));
        }
        MUST(store_next_id(read, ENTITY_CASE, (uint16_t)(2020 + year), &next, err));
        assert_int_equal(next, highest(m, year) + 1);
    }
}

/* A row of its own, as programs before groups wrote it. */
static void put_old(StoreWrite *write, unsigned year, uint32_t number, Uuid id) {
    Key key;
    Buf row = {0};
    key_begin(&key, SPACE_MAIN, TABLE_ID);
    key_u8(&key, ENTITY_CASE);
    key_u16(&key, 2020 + year);
    key_u32(&key, number);
    row_begin(&row, TABLE_ID, 0);
    buf_put(&row, id.bytes, 16);
    row_seal(&row, 0, key_str(&key), 16);
    MUST(env_put(write, &key, buf_str(&row), false, err));
    buf_free(&row);
}

static void put_number(StoreWrite *write, Model *m, unsigned year, uint32_t number) {
    Uuid id = uuid_new();
    if (m->has[year][number]) {
        REFUSED(store_put_id(write, ENTITY_CASE, (uint16_t)(2020 + year), number, id, err),
                ERR_EXISTS);
        return;
    }
    MUST(store_put_id(write, ENTITY_CASE, (uint16_t)(2020 + year), number, id, err));
    m->ids[year][number] = id;
    m->has[year][number] = true;
}

static void delete_number(StoreWrite *write, Model *m, unsigned year, uint32_t number) {
    MUST(store_delete_id(write, ENTITY_CASE, (uint16_t)(2020 + year), number, err));
    m->has[year][number] = false;
}

static void numbers_in_groups_are_those_that_were_put(void **state) {
    Fixture *f = of(state);
    Model *m = mem_zalloc(sizeof *m);
    dice_seed(5);
    StoreWrite *write = begin(f);
    for (uint32_t n = 3; n < 900; n += 7) {
        m->ids[0][n] = uuid_new();
        m->has[0][n] = true;
        put_old(write, 0, n, m->ids[0][n]);
    }
    compare(store_write_read(write), m);
    for (int round = 0; round < 5; round++) {
        for (int step = 0; step < 1500; step++) {
            unsigned year = dice(YEARS);
            uint32_t number = dice(3) ? 1 + dice(NUMBERS - 1) : highest(m, year) + 1;
            if (number >= NUMBERS)
                continue;
            if (dice(5) < 3)
                put_number(write, m, year, number);
            else
                delete_number(write, m, year, number);
        }
        compare(store_write_read(write), m);
        MUST(store_write_commit(write, NULL, err));
        StoreRead *read;
        MUST(store_read_begin(f->store, &read, err));
        compare(read, m);
        store_read_end(read);
        write = begin(f);
    }
    for (unsigned year = 0; year < YEARS; year++)
        for (uint32_t n = 1; n < NUMBERS; n++)
            delete_number(write, m, year, n);
    compare(store_write_read(write), m);
    MUST(store_write_commit(write, NULL, err));
    free(m);
}

/* External ids of any length, also longer than a key. */
static void external_ids_of_any_length_are_found(void **state) {
    Fixture *f = of(state);
    static Uuid ids[400];
    char text[420];
    StoreWrite *write = begin(f);
    for (unsigned i = 0; i < 400; i++) {
        unsigned at = i * 167 % 400;
        memset(text, 'a' + (int)(at % 3), sizeof text);
        ids[at] = uuid_new();
        MUST(store_put_ext(write, ENTITY_CASE, STR("crm"), str_make(text, at + 1), ids[at], err));
    }
    MUST(store_write_commit(write, NULL, err));
    StoreRead *read;
    MUST(store_read_begin(f->store, &read, err));
    for (unsigned at = 0; at < 400; at++) {
        Uuid id;
        bool found;
        memset(text, 'a' + (int)(at % 3), sizeof text);
        MUST(store_find_ext(read, ENTITY_CASE, STR("crm"), str_make(text, at + 1), &id, &found,
                            err));
        assert_true(found && uuid_equal(id, ids[at]));
        MUST(store_find_ext(read, ENTITY_CUSTOMER, STR("crm"), str_make(text, at + 1), &id, &found,
                            err));
        assert_false(found);
    }
    store_read_end(read);
}

static bool count_up(void *context, const StoreCurrent *row, Error *err) {
    Uuid *last = context;
    (void)err;
    assert_true(memcmp(last->bytes, row->record.bytes, 16) < 0);
    *last = row->record;
    return true;
}

/* Records in any order of their uuids, with summaries of all sizes, edited again and again. */
static void current_rows_survive_any_order(void **state) {
    Fixture *f = of(state);
    enum { RECORDS = 300 };
    static Uuid ids[RECORDS];
    static uint32_t revs[RECORDS], sizes[RECORDS];
    Buf summary = {0}, findings = {0}, scratch = {0};
    memset(revs, 0, sizeof revs);
    for (int i = 0; i < RECORDS; i++)
        ids[i] = uuid_new();
    dice_seed(11);
    for (int round = 0; round < 10; round++) {
        StoreWrite *write = begin(f);
        for (int i = 0; i < 150; i++) {
            uint32_t r = dice(RECORDS);
            sizes[r] = dice(12) ? dice(300) : dice(5000);
            buf_clear(&summary);
            buf_fill(&summary, (char)('a' + r % 26), sizes[r]);
            Record *record = fixture_case(ids[r], ++revs[r], "t");
            StoreChange change = fixture_change(VERB_EDIT, revs[r] - 1);
            change.trashed = r % 3 == 0;
            MUST(store_pack(f->packer, record, &f->packed, err));
            MUST(store_put_revision(write, &change, &f->packed, buf_str(&summary), STR(""), NULL,
                                    err));
            record_free(record);
        }
        MUST(store_write_commit(write, NULL, err));
    }
    StoreRead *read;
    Uuid last = {{0}};
    uint64_t count, wanted = 0;
    MUST(store_read_begin(f->store, &read, err));
    MUST(store_current_each(read, ENTITY_CASE, count_up, &last, err));
    for (uint32_t r = 0; r < RECORDS; r++) {
        StoreCurrent current;
        bool found;
        Str text;
        MUST(store_current_find(read, ENTITY_CASE, ids[r], &current, &found, err));
        assert_int_equal(found, revs[r] > 0);
        wanted += found;
        if (!found)
            continue;
        MUST(store_summary(&current, &scratch, &text, err));
        assert_true(current.rev == revs[r] && text.len == sizes[r]);
        assert_true(!text.len || text.ptr[text.len - 1] == (char)('a' + r % 26));
        assert_int_equal(current.trashed, r % 3 == 0);
    }
    MUST(store_current_count(read, ENTITY_CASE, &count, err));
    assert_int_equal(count, wanted);
    MUST(store_current_count(read, ENTITY_CUSTOMER, &count, err));
    assert_int_equal(count, 0);
    store_read_end(read);
    StoreStats stats;
    MUST(store_stats(f->store, &stats, err));
    assert_int_equal(stats.records[ENTITY_CASE], wanted);
    assert_int_equal(fixture_check(f, &findings), 0);
    buf_free(&summary);
    buf_free(&findings);
    buf_free(&scratch);
}

/* The first group of a table. */
static bool take_group(void *context, Str key, Str row, Error *err) {
    Buf *out = context;
    (void)err;
    if (row_version(row) != ROW_GROUP)
        return true;
    buf_put(&out[0], key.ptr, key.len);
    buf_put(&out[1], row.ptr, row.len);
    return false;
}

static void put_row(Fixture *f, Str key, Str row) {
    StoreWrite *write = begin(f);
    Key k = {.len = 0};
    key_bytes(&k, key.ptr, key.len);
    MUST(env_put(write, &k, row, false, err));
    MUST(store_write_commit(write, NULL, err));
}

static void every_flipped_byte_of_a_group_is_named(void **state) {
    Fixture *f = of(state);
    Buf group[2] = {{0}, {0}}, findings = {0}, torn = {0};
    StoreRead *read;
    StoreCurrent current;
    Uuid first = {{0}};
    bool found;
    for (int i = 0; i < 40; i++) {
        Uuid id = uuid_new();
        fixture_save(f, id, 0, "one of them");
        if (!i)
            first = id;
    }
    Key prefix;
    key_begin(&prefix, SPACE_MAIN, TABLE_CURRENT);
    MUST(store_read_begin(f->store, &read, err));
    MUST(env_each(read, &prefix, NULL, take_group, group, NULL, err));
    store_read_end(read);
    assert_true(group[1].len > 500);
    for (size_t at = 0; at < group[1].len; at += at < 60 ? 7 : 97) {
        group[1].data[at] ^= (char)(1 << at % 8);
        put_row(f, buf_str(&group[0]), buf_str(&group[1]));
        assert_true(fixture_check(f, &findings) > 0);
        assert_non_null(strstr(buf_text(&findings), "50:01"));
        MUST(store_read_begin(f->store, &read, err));
        if (at != 2) /* another version: a row of its own, of a newer program or not it */
            REFUSED(store_current_find(read, ENTITY_CASE, first, &current, &found, err),
                    ERR_CORRUPT);
        store_read_end(read);
        group[1].data[at] ^= (char)(1 << at % 8);
    }
    for (size_t len = 1; len < group[1].len; len += 131) {
        buf_clear(&torn);
        buf_put(&torn, group[1].data, len);
        put_row(f, buf_str(&group[0]), buf_str(&torn));
        assert_true(fixture_check(f, &findings) > 0);
    }
    /* Under a checksum of its own, what a program without groups would have written into it. */
    buf_clear(&torn);
    buf_put(&torn, group[1].data, group[1].len / 2);
    row_seal(&torn, 0, buf_str(&group[0]), torn.len - ROW_HEADER);
    put_row(f, buf_str(&group[0]), buf_str(&torn));
    assert_true(fixture_check(f, &findings) > 0);
    put_row(f, buf_str(&group[0]), buf_str(&group[1]));
    assert_int_equal(fixture_check(f, &findings), 0);
    buf_free(&group[0]);
    buf_free(&group[1]);
    buf_free(&findings);
    buf_free(&torn);
}

/* Who cannot find rows in groups must not open the library. */
static void older_programs_are_kept_out_from_the_first_group_on(void **state) {
    Fixture *f = of(state);
    StoreInfo info = *store_info(f->store);
    StoreWrite *write = begin(f);
    int code;
    info.schema = info.min_reader = info.min_writer = 1;
    assert_true(meta_put_info(write->view.txn, f->store->tables[ENV_MAIN], &info, &code));
    MUST(store_write_commit(write, NULL, err));
    fixture_close(f);
    fixture_open(f);
    assert_int_equal(store_info(f->store)->min_reader, 1);
    write = begin(f); /* given up: nothing was raised */
    MUST(store_put_id(write, ENTITY_CASE, 2026, 1, uuid_new(), err));
    store_write_abort(write);
    assert_int_equal(store_info(f->store)->min_reader, 1);
    fixture_save(f, uuid_new(), 0, "new");
    assert_int_equal(store_info(f->store)->min_reader, STORE_MIN_READER);
    fixture_close(f);
    fixture_open(f);
    assert_int_equal(store_info(f->store)->min_reader, STORE_MIN_READER);
    assert_int_equal(store_info(f->store)->min_writer, STORE_MIN_WRITER);
    assert_string_equal(store_info(f->store)->zone, "Asia/Shanghai");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        STORE_TEST(numbers_in_groups_are_those_that_were_put),
        STORE_TEST(external_ids_of_any_length_are_found),
        STORE_TEST(current_rows_survive_any_order),
        STORE_TEST(every_flipped_byte_of_a_group_is_named),
        STORE_TEST(older_programs_are_kept_out_from_the_first_group_on),
    };
    return cmocka_run_group_tests_name("store_group", tests, NULL, NULL);
}
