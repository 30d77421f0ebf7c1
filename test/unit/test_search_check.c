#include "config.h"

#include "test_search_kit.h"

#include "search/reindex.h"
#include "search/segwrite.h"
#include "search/tails.h"

/* The check recomputes the index from the revisions: each kind of defect is seeded with a checksum
 * that fits, so that only the comparison can find it, and must be named. */

enum { CASES = 400, REPLACED = 40, NEWEST = 5 };

typedef struct World {
    Kit kit;
    Record *records[CASES];
    uint32_t numbers[CASES];
    SegmentInfo segment; /* holds all of them, the replaced ones dead */
    Buf findings;
    int count;
} World;

static void note_finding(void *context, const Error *finding) {
    World *w = context;
    w->count++;
    error_render_message(finding, &w->findings);
    buf_putc(&w->findings, '\n');
}

static void check_index(World *w) {
    Kit *kit = &w->kit;
    StoreRead *read;
    uint64_t checked;
    buf_clear(&w->findings);
    w->count = 0;
    MUST(store_read_begin(kit->store, &read, &kit->err));
    MUST(search_check(kit->index, read, NULL, note_finding, w, &checked, &kit->err));
    store_read_end(read);
    assert_int_equal(checked > 0, 1);
}

static void expect_finding(World *w, const char *message, uint64_t number, const char *rest) {
    char want[256];
    snprintf(want, sizeof want, message, (unsigned)number, rest);
    check_index(w);
    if (!strstr(buf_text(&w->findings), want))
        fail_msg("not found: %s; found:\n%s", want, buf_text(&w->findings));
}

static void read_segment(World *w) {
    Kit *kit = &w->kit;
    StoreRead *read;
    IndexState *state = calloc(1, sizeof *state);
    MUST(store_read_begin(kit->store, &read, &kit->err));
    MUST(index_state_read(read, state, &kit->err));
    assert_int_equal(state->main.count, 1);
    w->segment = state->main.segments[0];
    store_read_end(read);
    free(state);
}

static World *start(void) {
    World *w = calloc(1, sizeof *w);
    Kit *kit = &w->kit;
    kit_start(kit, 31);
    for (int i = 0; i < CASES; i++) {
        char need[160];
        snprintf(need, sizeof need, "客户成功 case number n%d, churn churn churn%s", i,
                 i == 77 ? " 独一 solitary solitary solitary" : "");
        w->records[i] = kit_case("标题", need);
        record_set_text(w->records[i], CASE_INDUSTRY, i % 2 ? STR("教育") : STR("金融"));
        w->numbers[i] = kit_save(kit, w->records[i], true);
    }
    for (int i = 0; i < REPLACED; i++) {
        record_set_text(w->records[i], CASE_RESULT, STR("结果"));
        w->numbers[i] = kit_save(kit, w->records[i], true);
    }
    MUST(search_reindex(kit->index, kit->store, "t", 0, NULL, &kit->err));
    for (int i = 0; i < NEWEST; i++) { /* in log rows, the ones before them dead in the segment */
        record_set_text(w->records[i], CASE_RESULT, STR("另一个结果"));
        w->numbers[i] = kit_save(kit, w->records[i], true);
    }
    read_segment(w);
    check_index(w);
    assert_int_equal(w->count, 0);
    return w;
}

static void stop(World *w) {
    for (int i = 0; i < CASES; i++)
        record_free(w->records[i]);
    buf_free(&w->findings);
    kit_stop(&w->kit);
    free(w);
}

/* ---- seeding ---- */

typedef struct Seed {
    StoreIndexTable table;
    Buf key, before, after;
} Seed;

static void put_row(World *w, Seed *seed, const Buf *bytes) {
    Kit *kit = &w->kit;
    StoreWrite *write;
    MUST(store_write_begin(kit->store, "t", STORE_GATE_MS, false, &write, &kit->err));
    MUST(
        store_index_put(write, seed->table, buf_str(&seed->key), buf_str(bytes), false, &kit->err));
    MUST(store_write_commit(write, NULL, &kit->err));
}

static void take_row(Seed *seed, StoreIndexTable table, Str key, Str value) {
    *seed = (Seed){.table = table};
    buf_put_str(&seed->key, key);
    buf_put_str(&seed->before, value);
    buf_put_str(&seed->after, value);
}

/* The changed bytes with the checksum that belongs to them. */
static void sow(World *w, Seed *seed) {
    chunk_seal(&seed->after, 0);
    put_row(w, seed, &seed->after);
}

static void mend(World *w, Seed *seed) {
    put_row(w, seed, &seed->before);
    buf_free(&seed->key);
    buf_free(&seed->before);
    buf_free(&seed->after);
    check_index(w);
    assert_int_equal(w->count, 0);
}

static void column_row(World *w, SearchColumn column, Seed *seed) {
    Kit *kit = &w->kit;
    StoreRead *read;
    char key[INDEX_KEY];
    Str value;
    size_t len = index_key_column(key, 'C', w->segment.id, column, 0);
    MUST(store_read_begin(kit->store, &read, &kit->err));
    MUST(store_index_get(read, STORE_IMETA, str_make(key, len), &value, &kit->err));
    assert_non_null(value.ptr);
    take_row(seed, STORE_IMETA, str_make(key, len), value);
    store_read_end(read);
}

/* The row of the table that holds the byte at `at`, which lies in the map; its place in *offset. */
static void row_of(World *w, StoreRead *read, StoreIndexTable table, const void *at, Seed *seed,
                   size_t *offset) {
    Kit *kit = &w->kit;
    StoreCursor *cursor;
    Str key, value;
    bool found;
    MUST(store_cursor_open(read, table, &cursor, &kit->err));
    MUST(store_cursor_seek(cursor, STR("\0"), &key, &value, &found, &kit->err));
    while (found) {
        const char *byte = at;
        if (byte >= value.ptr && byte < value.ptr + value.len)
            break;
        MUST(store_cursor_next(cursor, &key, &value, &found, &kit->err));
    }
    assert_true(found);
    *offset = (size_t)((const char *)at - value.ptr);
    take_row(seed, table, key, value);
    store_cursor_close(cursor);
}

static void find_term(World *w, StoreRead *read, Segment *segment, char field, const char *text,
                      TermEntry *entry) {
    Kit *kit = &w->kit;
    char term[32];
    bool found;
    term[0] = field;
    strcpy(term + 1, text);
    segment_open(segment, read, &w->segment);
    MUST(segment_find(segment, str_of(term), entry, &found, &kit->err));
    assert_true(found);
}

/* The tail of a term that few documents have. */
static void tail_row(World *w, char field, const char *text, Seed *seed, size_t *offset) {
    Kit *kit = &w->kit;
    StoreRead *read;
    Segment segment;
    TermEntry entry;
    MUST(store_read_begin(kit->store, &read, &kit->err));
    find_term(w, read, &segment, field, text, &entry);
    assert_true(entry.tail.len > 0);
    row_of(w, read, STORE_TERMS, entry.tail.ptr, seed, offset);
    segment_close(&segment);
    store_read_end(read);
}

/* The first block of a term that many have. */
static void block_row(World *w, char field, const char *text, Seed *seed, size_t *offset) {
    Kit *kit = &w->kit;
    StoreRead *read;
    Segment segment;
    TermEntry entry;
    PostingList list;
    Arena arena = {0};
    MUST(store_read_begin(kit->store, &read, &kit->err));
    find_term(w, read, &segment, field, text, &entry);
    MUST(segment_list(&segment, (TermField)field, &entry, &arena, &list, &kit->err));
    assert_true(list.blocks > 0);
    const uint8_t *block = list_block(&list, 0, &kit->err);
    assert_non_null(block);
    row_of(w, read, STORE_POSTS, block, seed, offset);
    arena_free(&arena);
    segment_close(&segment);
    store_read_end(read);
}

static uint32_t ordinal_of(World *w, uint32_t number) {
    Kit *kit = &w->kit;
    StoreRead *read;
    Segment segment;
    uint32_t ordinal;
    MUST(store_read_begin(kit->store, &read, &kit->err));
    segment_open(&segment, read, &w->segment);
    assert_true(segment_ordinal(&segment, number, &ordinal));
    segment_close(&segment);
    store_read_end(read);
    return ordinal;
}

/* ---- the defects ---- */

/* Another posting in the place of the only one of a tail; it takes no more bytes. */
static void put_posting(World *w, Seed *seed, size_t at, uint32_t ordinal, uint32_t tf) {
    Buf tail = {0};
    tails_put(&tail, &ordinal, &tf, 1, UINT32_MAX, w->segment.docs);
    assert_int_equal((uint8_t)seed->after.data[at - 1], tail.len); /* the length before it */
    memcpy(seed->after.data + at, tail.data, tail.len);
    buf_free(&tail);
}

static void a_posting_that_moved_is_named(void **state) {
    (void)state;
    World *w = start();
    Seed seed;
    size_t at;
    tail_row(w, TERM_PAIR, "独一", &seed, &at);
    put_posting(w, &seed, at, ordinal_of(w, w->numbers[77]) ^ 1, 1);
    sow(w, &seed);
    expect_finding(w, "The words of change %u are not those of its revision.%s", w->numbers[77],
                   "");
    expect_finding(w, "Change %u: the index does not know “%s”.", w->numbers[77], "独一");
    uint32_t other = 0;
    for (int i = 76; i <= 78; i += 2) {
        char want[128];
        snprintf(want, sizeof want, "Change %u: the index knows “独一”", (unsigned)w->numbers[i]);
        other += strstr(buf_text(&w->findings), want) != NULL;
    }
    assert_int_equal(other, 1);
    assert_int_equal(w->count, 4);
    mend(w, &seed);
    stop(w);
}

static void a_wrong_frequency_is_named(void **state) {
    (void)state;
    World *w = start();
    Seed seed;
    size_t at;
    tail_row(w, TERM_LATIN, "solitary", &seed, &at);
    put_posting(w, &seed, at, ordinal_of(w, w->numbers[77]), 2);
    sow(w, &seed);
    expect_finding(w, "Change %u: “%s” counts 3 in its revision, 2 in the index.", w->numbers[77],
                   "solitary");
    mend(w, &seed);
    stop(w);
}

static void a_block_of_postings_is_compared(void **state) {
    (void)state;
    World *w = start();
    Seed seed;
    size_t at;
    block_row(w, TERM_LATIN, "churn", &seed, &at);
    seed.after.data[at] = (char)(seed.after.data[at] ^ 1);
    sow(w, &seed);
    expect_finding(w, "are not those of its revision.%.0u%s", 0, "");
    expect_finding(w, "%.0u“%s”", 0, "churn");
    mend(w, &seed);
    stop(w);
}

static void wrong_places_are_named(void **state) {
    (void)state;
    World *w = start();
    Kit *kit = &w->kit;
    Seed seed;
    size_t at;
    StoreRead *read;
    Segment segment;
    TermEntry entry;
    PostingList list;
    Arena arena = {0};
    block_row(w, TERM_PAIR, "客户", &seed, &at);
    MUST(store_read_begin(kit->store, &read, &kit->err));
    find_term(w, read, &segment, TERM_PAIR, "客户", &entry);
    MUST(segment_list(&segment, TERM_PAIR, &entry, &arena, &list, &kit->err));
    assert_true(list.placed && list.entries[0].places);
    at += pfor_size(&list.entries[0]) - pfor_places_size(&list.entries[0]);
    segment_close(&segment);
    store_read_end(read);
    arena_free(&arena);
    seed.after.data[at] = (char)(seed.after.data[at] ^ 1);
    sow(w, &seed);
    expect_finding(w, "The places of pairs in change %.0u%s", 0, "");
    assert_int_equal(w->count, 1);
    mend(w, &seed);
    stop(w);
}

static void wrong_pairs_by_sound_are_named(void **state) {
    (void)state;
    for (int defect = 0; defect < 3; defect++) {
        World *w = start();
        Kit *kit = &w->kit;
        StoreRead *read;
        StoreCursor *cursor;
        Seed seed;
        char key[INDEX_KEY];
        Str found_key, value;
        bool found;
        size_t len = index_key_pairs(key, w->segment.bits, w->segment.id, 0x5BA2, 0); /* 客 */
        MUST(store_read_begin(kit->store, &read, &kit->err));
        MUST(store_cursor_open(read, STORE_IMETA, &cursor, &kit->err));
        MUST(store_cursor_seek(cursor, str_make(key, len), &found_key, &value, &found, &kit->err));
        assert_true(found && found_key.ptr[0] == key[0]);
        take_row(&seed, STORE_IMETA, found_key, value);
        store_cursor_close(cursor);
        store_read_end(read);
        if (defect == 0) /* another character */
            seed.after.data[PAGE_HEADER] = (char)(seed.after.data[PAGE_HEADER] ^ 1);
        else if (defect == 1) /* another count */
            seed.after.data[PAGE_HEADER + 2] = (char)(seed.after.data[PAGE_HEADER + 2] ^ 8);
        else /* one is missing */
            buf_truncate(&seed.after, seed.after.len - PAIR_BYTES);
        sow(w, &seed);
        expect_finding(w, "What is looked for by sound is not what the index holds%.0u%s", 0, "");
        assert_int_equal(w->count, 1);
        mend(w, &seed);
        stop(w);
    }
}

static void a_wrong_column_is_named(void **state) {
    (void)state;
    static const struct {
        SearchColumn column;
        const char *label;
    } columns[] = {{COLUMN_STATE, "State"},
                   {COLUMN_NORM_DENSE, "length in characters"},
                   {COLUMN_NORM_SPACED, "length in words"},
                   {COLUMN_COMPLETENESS, "completeness"},
                   {COLUMN_INDUSTRY, "Industry"},
                   {COLUMN_UUID, "identity"},
                   {COLUMN_TITLE, "Title"}};
    World *w = start();
    uint32_t ordinal = ordinal_of(w, w->numbers[200]);
    for (size_t i = 0; i < COUNT_OF(columns); i++) {
        Seed seed;
        column_row(w, columns[i].column, &seed);
        size_t width = (uint8_t)seed.after.data[4];
        size_t at = CHUNK_HEADER + ordinal * width;
        seed.after.data[at] = (char)(seed.after.data[at] ^ 3);
        sow(w, &seed);
        expect_finding(w, "Change %u: the column “%s” is not that of its revision.",
                       w->numbers[200], columns[i].label);
        assert_int_equal(w->count, 1);
        mend(w, &seed);
    }
    stop(w);
}

static void a_live_bit_that_is_wrong_is_named(void **state) {
    (void)state;
    World *w = start();
    uint32_t ordinal = ordinal_of(w, w->numbers[200]);
    Seed seed;
    column_row(w, COLUMN_LIVE, &seed);
    seed.after.data[CHUNK_HEADER + ordinal / 8] =
        (char)(seed.after.data[CHUNK_HEADER + ordinal / 8] ^ (1 << ordinal % 8));
    sow(w, &seed);
    expect_finding(w, "The index misses change %u.%s", w->numbers[200], "");
    expect_finding(w, "The index counts %u cases wrongly.%s", 1, "");
    mend(w, &seed);
    stop(w);
}

/* A document that a newer one of the log replaces is dead without a bit; when it is shown again, or
 * the new one is gone, that is found too. */
static void a_replaced_document_that_is_shown_is_named(void **state) {
    (void)state;
    World *w = start();
    Kit *kit = &w->kit;
    uint32_t before = w->numbers[300];
    record_set_text(w->records[300], CASE_RESULT, STR("改过"));
    uint32_t after = kit_save(kit, w->records[300], true);
    MUST(search_merge_all(kit->index, kit->store, "t", &merge_tidy, NULL, &kit->err));
    check_index(w);
    assert_int_equal(w->count, 0);
    uint32_t ordinal = ordinal_of(w, before);
    Seed seed;
    column_row(w, COLUMN_LIVE, &seed);
    seed.after.data[CHUNK_HEADER + ordinal / 8] =
        (char)(seed.after.data[CHUNK_HEADER + ordinal / 8] | 1 << ordinal % 8);
    sow(w, &seed);
    expect_finding(w, "The index shows change %u, which was replaced.%s", before, "");
    mend(w, &seed);
    assert_true(after > before);
    stop(w);
}

/* A batch that was stopped before its index is no damage: what it replaced is shown until then. */
static void what_waits_for_its_index_is_no_damage(void **state) {
    (void)state;
    World *w = start();
    Kit *kit = &w->kit;
    uint64_t indexed;
    record_set_text(w->records[300], CASE_RESULT, STR("改过"));
    kit_save(kit, w->records[300], false);
    check_index(w);
    assert_int_equal(w->count, 0);
    MUST(search_catch_up(kit->index, kit->store, "test", NULL, &indexed, &kit->err));
    assert_true(indexed > 0);
    check_index(w);
    assert_int_equal(w->count, 0);
    stop(w);
}

static void damage_is_found_by_its_checksum(void **state) {
    (void)state;
    World *w = start();
    Seed seed;
    column_row(w, COLUMN_STATE, &seed);
    seed.after.data[CHUNK_HEADER] ^= 1;
    put_row(w, &seed, &seed.after);
    expect_finding(w, "is damaged.%.0u%s", 0, "");
    mend(w, &seed);
    stop(w);
}

/* The segments of log rows are compared too. */
static void a_wrong_segment_of_a_save_is_named(void **state) {
    (void)state;
    World *w = start();
    Kit *kit = &w->kit;
    Record *other = kit_case("标题", "完全不同的内容");
    uint32_t number;
    StoreWrite *write;
    Buf segment = {0};
    record_set_uuid(other, CASE_UUID, record_id(w->records[10]));
    record_set_int(other, CASE_REV, record_int(w->records[10], CASE_REV));
    search_document_build(kit->analyser, other, &kit->document);
    search_document_encode(&kit->document, &segment);
    record_set_int(w->records[10], CASE_REV, record_int(w->records[10], CASE_REV) + 1);
    MUST(store_pack(kit->packer, w->records[10], &kit->packed, &kit->err));
    StoreChange change = {.verb = VERB_EDIT,
                          .login = STR("t"),
                          .base_rev = (uint32_t)record_int(w->records[10], CASE_REV) - 1};
    uint64_t put;
    MUST(store_write_begin(kit->store, "t", STORE_GATE_MS, false, &write, &kit->err));
    MUST(store_put_revision(write, &change, &kit->packed, STR(""), buf_str(&segment), &put,
                            &kit->err));
    MUST(store_write_commit(write, NULL, &kit->err));
    number = (uint32_t)put;
    expect_finding(w, "The words of change %u are not those of its revision.%s", number, "");
    expect_finding(w, "Change %u: the column “%s” is not that", number, "Industry");
    buf_free(&segment);
    record_free(other);
    stop(w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_posting_that_moved_is_named),
        cmocka_unit_test(a_wrong_frequency_is_named),
        cmocka_unit_test(a_block_of_postings_is_compared),
        cmocka_unit_test(wrong_places_are_named),
        cmocka_unit_test(wrong_pairs_by_sound_are_named),
        cmocka_unit_test(a_wrong_column_is_named),
        cmocka_unit_test(a_live_bit_that_is_wrong_is_named),
        cmocka_unit_test(a_replaced_document_that_is_shown_is_named),
        cmocka_unit_test(what_waits_for_its_index_is_no_damage),
        cmocka_unit_test(damage_is_found_by_its_checksum),
        cmocka_unit_test(a_wrong_segment_of_a_save_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
