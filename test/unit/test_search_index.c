#include "config.h"

#include "dice.h"
#include "test_search_kit.h"

#include "search/pfor.h"
#include "search/reindex.h"
#include "search/segment.h"
#include "search/tails.h"

#include <signal.h>
#include <sys/wait.h>

/* ---- tails ---- */

static void tails_come_back(void **state) {
    (void)state;
    dice_seed(5);
    for (int round = 0; round < 4000; round++) {
        uint32_t ordinals[PFOR_BLOCK], tf[PFOR_BLOCK], got[PFOR_BLOCK], got_tf[PFOR_BLOCK];
        uint32_t docs = 1 + dice(round % 3 ? 3000u : (uint32_t)INT32_MAX), n = 0;
        uint32_t before = round % 2 ? UINT32_MAX : dice(docs), at = before + 1;
        uint32_t gap = 1 + dice(round % 5 ? 40u : docs);
        while (n < PFOR_BLOCK - 1 && at < docs) {
            ordinals[n] = at;
            tf[n++] = dice(8) ? 1 : 1 + dice(dice(9) ? 40 : UINT16_MAX);
            at += 1 + dice(gap);
        }
        Buf bytes = {0};
        buf_puts(&bytes, "x");
        tails_put(&bytes, ordinals, tf, n, before, docs);
        size_t end = bytes.len;
        buf_puts(&bytes, "places");
        const uint8_t *from = (const uint8_t *)bytes.data + 1, *to = from + bytes.len - 1;
        assert_true(tails_get(&from, to, n, before, docs, got, got_tf));
        assert_ptr_equal(from, bytes.data + end);
        assert_true(!n || (memcmp(got, ordinals, n * sizeof *got) == 0 &&
                           memcmp(got_tf, tf, n * sizeof *tf) == 0));
        for (uint32_t i = 0; i < 20 && end > 1; i++) { /* damage stays inside its bounds */
            bytes.data[1 + dice((uint32_t)end - 1)] = (char)dice(256);
            from = (const uint8_t *)bytes.data + 1;
            if (!tails_get(&from, from + dice((uint32_t)end), n, before, docs, got, got_tf))
                continue;
            for (uint32_t k = 0; k < n; k++)
                assert_true(got[k] < docs && (!k || got[k] > got[k - 1]) && got_tf[k]);
        }
        buf_free(&bytes);
    }
}

/* ---- merges ---- */

/* As with tens of thousands of customers: the merge must end all the same. */
static void a_dictionary_may_be_larger_than_a_step(void **state) {
    (void)state;
    enum { CASES = 700, MOST = 3000 }; /* more than are merged at once */
    static const MergePolicy tiny = {.fanout = 2, .segments = 1, .step = 1000};
    Kit kit_room, *kit = &kit_room;
    bool more = true;
    int steps = 0;
    kit_start(kit, 21);
    for (int i = 0; i < CASES; i++) {
        char name[64];
        Record *record = kit_case("题", "文");
        snprintf(name, sizeof name, "一家名字很长的客户公司的第%d个分公司", i);
        record_set_ref(record, CASE_CUSTOMER, uuid_new(), str_of(name));
        kit_save(kit, record, true);
        record_free(record);
        if (i % 100 == 99)
            MUST(search_merge_all(kit->index, kit->store, "test", &(MergePolicy){.fanout = 9}, NULL,
                                  &kit->err));
    }
    for (; more && steps < MOST; steps++)
        MUST(search_merge_step(kit->index, kit->store, "test", STORE_GATE_MS, &tiny, &more,
                               &kit->err));
    assert_false(more);
    kit_stop(kit);
}

/* ---- blocks ---- */

static void pfor_gives_back_what_was_put(void **state) {
    (void)state;
    Kit kit_ = {.seed = 1}, *kit = &kit_;
    Buf buf = {0};
    for (int round = 0; round < 3000; round++) {
        uint32_t ordinals[PFOR_BLOCK], tf[PFOR_BLOCK], back[PFOR_BLOCK];
        uint32_t step = 1u << kit_random(kit, 24), before = round % 2 ? 1000 : UINT32_MAX;
        uint32_t at = before;
        for (int i = 0; i < PFOR_BLOCK; i++) {
            at += 1 + (kit_random(kit, 20) ? kit_random(kit, 3) : kit_random(kit, step));
            ordinals[i] = at;
            tf[i] = 1 + (kit_random(kit, 10) ? 0 : kit_random(kit, round % 3 ? 4 : 60000));
        }
        PforEntry entry = {.impact = (uint8_t)round}, read;
        buf_clear(&buf);
        pfor_encode(ordinals, tf, before, &buf, &entry);
        assert_int_equal(buf.len, pfor_size(&entry));
        pfor_put_entry(&buf, &entry);
        read = pfor_get_entry((const uint8_t *)buf.data + buf.len - PFOR_ENTRY_BYTES);
        assert_int_equal(read.impact, (uint8_t)round);
        assert_int_equal(read.last, ordinals[PFOR_BLOCK - 1]);
        pfor_decode((const uint8_t *)buf.data, &read, before, back);
        assert_memory_equal(back, ordinals, sizeof back);
        pfor_decode_tf((const uint8_t *)buf.data, &read, back);
        assert_memory_equal(back, tf, sizeof back);
    }
    buf_free(&buf);
}

static void places_come_back(void **state) {
    (void)state;
    Kit kit_ = {.seed = 3}, *kit = &kit_;
    Buf buf = {0};
    for (int round = 0; round < 2000; round++) {
        uint32_t tf[PFOR_BLOCK], count = 1 + kit_random(kit, PFOR_BLOCK);
        PlaceSet sets[PFOR_BLOCK], back[PFOR_BLOCK];
        for (uint32_t i = 0; i < count; i++) {
            tf[i] = 1 + (kit_random(kit, 4) ? 0 : kit_random(kit, 9));
            sets[i] = 0;
            for (uint32_t k = 0; k < tf[i]; k++)
                sets[i] |= place_set(kit_random(kit, 1000));
        }
        buf_clear(&buf);
        places_put(&buf, sets, tf, count);
        assert_int_equal(buf.len, (places_room(tf, count) + 1) / 2);
        places_get((const uint8_t *)buf.data, buf.len, tf, count, back);
        for (uint32_t i = 0; i < count; i++) {
            bool many = __builtin_popcount(sets[i]) > PLACES_STORED;
            assert_int_equal(back[i], many ? PLACES_ANY : sets[i]);
        }
        size_t less = kit_random(kit, (uint32_t)buf.len);
        places_get((const uint8_t *)buf.data, less, tf, count, back);
        for (uint32_t i = 0; i < count; i++) /* what is cut off is not known */
            assert_true(!back[i] || back[i] == PLACES_ANY || back[i] == sets[i]);
    }
    for (uint32_t by = 0; by < 40; by++)
        assert_int_equal(places_shift(place_set(100 + by), by), place_set(100));
    buf_free(&buf);
}

static void pfor_survives_garbage(void **state) {
    (void)state;
    Kit kit_ = {.seed = 2}, *kit = &kit_;
    for (int round = 0; round < 20000; round++) {
        uint8_t head[PFOR_ENTRY_BYTES];
        uint32_t out[PFOR_BLOCK];
        for (size_t i = 0; i < sizeof head; i++)
            head[i] = (uint8_t)kit_random(kit, 256);
        PforEntry entry = pfor_get_entry(head);
        uint32_t size = pfor_size(&entry);
        uint8_t *data = malloc(size + 1);
        for (uint32_t i = 0; i < size; i++)
            data[i] = (uint8_t)kit_random(kit, 256);
        pfor_decode(data, &entry, UINT32_MAX, out);
        pfor_decode_tf(data, &entry, out);
        for (int i = 0; i < PFOR_BLOCK; i++)
            assert_true(out[i] >= 1 && out[i] <= 65536);
        free(data);
    }
}

/* ---- documents ---- */

static Record *full_case(void) {
    Record *record = kit_case("续费率提升 Renewal up", "不增加人手，降低 churn");
    Value tags[] = {value_text(STR("续费")), value_text(STR("学习提醒"))};
    record_set(record, CASE_TAGS, value_list(tags, 2));
    record_set_ref(record, CASE_CUSTOMER, uuid_new(), STR("晨光在线教育"));
    record_set_text(record, CASE_INDUSTRY, STR("教育"));
    record_set_int(record, CASE_IMPORTANCE, 8);
    record_set_text(record, CASE_NOTES, STR("秘密笔记"));
    record_set_date(record, CASE_VERIFY_LAST, 20000);
    return record;
}

static const SearchTerm *find_term(const SearchDocument *document, TermField field, Str text) {
    for (size_t i = 0; i < document->term_count; i++)
        if (document->terms[i].field == (uint8_t)field && str_equal(document->terms[i].text, text))
            return &document->terms[i];
    return NULL;
}

static void document_holds_its_terms(void **state) {
    (void)state;
    SearchAnalyser *analyser = search_analyser_new();
    SearchDocument document = {0};
    Record *record = full_case();
    search_document_build(analyser, record, &document);
    assert_int_equal(find_term(&document, TERM_PAIR, STR("续费"))->tf, 5); /* title 4, tag 1 */
    assert_int_equal(find_term(&document, TERM_LATIN, STR("renewal"))->tf, 4);
    assert_non_null(find_term(&document, TERM_EDGE, STR("re")));
    assert_non_null(find_term(&document, TERM_EDGE, STR("c")));
    assert_non_null(find_term(&document, TERM_CHAR, STR("晨")));
    assert_null(find_term(&document, TERM_PAIR, STR("秘密"))); /* private */
    assert_null(find_term(&document, TERM_PAIR, STR("手降"))); /* punctuation between */
    search_document_sort(&document);
    for (size_t i = 1; i < document.term_count; i++)
        assert_true(search_term_compare(&document.terms[i - 1], &document.terms[i]) < 0);
    record_free(record);
    search_document_free(&document);
    search_analyser_free(analyser);
}

/* The first format had neither places nor initials: its rows are still read. */
static void documents_of_the_first_format_are_read(void **state) {
    (void)state;
    SearchAnalyser *analyser = search_analyser_new();
    SearchDocument document = {0}, back = {0};
    Record *record = kit_case("Churn halved", "renewal of licences");
    Buf bytes = {0};
    Error err = {0};
    search_document_build(analyser, record, &document);
    search_document_encode(&document, &bytes);
    assert_int_equal(bytes.data[bytes.len - 1], 0); /* no initials */
    bytes.data[0] = 1;
    bytes.len--;
    assert_true(search_document_decode(buf_str(&bytes), &back, &err));
    assert_int_equal(back.term_count, document.term_count);
    bytes.data[0] = 2;
    assert_false(search_document_decode(buf_str(&bytes), &back, &err));
    record_free(record);
    buf_free(&bytes);
    search_document_free(&document);
    search_document_free(&back);
    search_analyser_free(analyser);
}

static void document_comes_back_from_its_bytes(void **state) {
    (void)state;
    SearchAnalyser *analyser = search_analyser_new();
    SearchDocument document = {0}, back = {0};
    Record *record = full_case();
    Buf bytes = {0}, again = {0};
    Error err = {0};
    search_document_build(analyser, record, &document);
    search_document_encode(&document, &bytes);
    assert_true(search_document_decode(buf_str(&bytes), &back, &err));
    search_document_encode(&back, &again);
    assert_int_equal(bytes.len, again.len);
    assert_memory_equal(bytes.data, again.data, bytes.len);
    assert_int_equal(back.term_count, document.term_count);
    for (size_t i = 0; i < back.term_count; i++)
        assert_int_equal(back.terms[i].places, document.terms[i].places);
    assert_int_equal(back.values[COLUMN_DUE].number, 20180);
    assert_int_equal(back.values[COLUMN_STALE].number, 20180 + 45 + 1);
    assert_int_equal(back.values[COLUMN_TAGS].count, 2);
    bytes.data[0] = 99;
    assert_false(search_document_decode(buf_str(&bytes), &back, &err));
    assert_int_equal(err.code, ERR_VERSION);
    record_free(record);
    buf_free(&bytes);
    buf_free(&again);
    search_document_free(&document);
    search_document_free(&back);
    search_analyser_free(analyser);
}

static void document_decoding_survives_damage(void **state) {
    (void)state;
    Kit kit_ = {.seed = 3}, *kit = &kit_;
    SearchAnalyser *analyser = search_analyser_new();
    SearchDocument document = {0}, back = {0};
    Record *record = full_case();
    Buf bytes = {0};
    search_document_build(analyser, record, &document);
    search_document_encode(&document, &bytes);
    int refused = 0;
    for (int round = 0; round < 4000; round++) {
        size_t len = kit_random(kit, 4) ? bytes.len : kit_random(kit, (uint32_t)bytes.len);
        char *copy = malloc(len + 1);
        memcpy(copy, bytes.data, len);
        for (uint32_t i = kit_random(kit, 4); len && i < 4; i++)
            copy[kit_random(kit, (uint32_t)len)] = (char)kit_random(kit, 256);
        Error err = {0};
        refused += !search_document_decode(str_make(copy, len), &back, &err);
        for (size_t i = 0; i < back.term_count; i++)
            assert_true(back.terms[i].text.len <= TERM_BYTES);
        free(copy);
    }
    assert_true(refused > 500);
    record_free(record);
    buf_free(&bytes);
    search_document_free(&document);
    search_document_free(&back);
    search_analyser_free(analyser);
}

/* ---- segments in a library ---- */

static void set_texts(Record *record, Kit *kit) {
    static const char *const words[] = {"客户", "成功",  "续费",    "流失", "提升",
                                        "降低", "churn", "renewal", "平台", "数据"};
    Buf text = {0};
    for (uint32_t i = 0, n = 3 + kit_random(kit, 20); i < n; i++)
        buf_printf(&text, "%s%s", kit_random(kit, 3) ? "" : " ",
                   words[kit_random(kit, COUNT_OF(words))]);
    record_set_text(record, CASE_NEED, buf_str(&text));
    static const char *const industries[] = {"教育", "金融", "医疗"};
    record_set_text(record, CASE_INDUSTRY, str_of(industries[kit_random(kit, 3)]));
    buf_free(&text);
}

/* Every current document of every segment has exactly the terms and columns that its record gives.
 */
static void check_against_records(Kit *kit, Record **records, uint32_t *numbers, size_t count) {
    StoreRead *read;
    Snapshot snapshot;
    uint32_t live = 0;
    MUST(store_read_begin(kit->store, &read, &kit->err));
    MUST(snapshot_open(kit->index, read, &snapshot, &kit->err));
    for (uint32_t s = 0; s < snapshot.count; s++)
        for (uint32_t i = 0; i < snapshot.segments[s].info.docs; i++)
            live += segment_is_live(&snapshot.segments[s], i);
    assert_int_equal(live, count);
    for (size_t r = 0; r < count; r++) {
        uint32_t at = UINT32_MAX, ordinal = 0;
        for (uint32_t s = 0; s < snapshot.count; s++)
            if (segment_ordinal(&snapshot.segments[s], numbers[r], &ordinal)) {
                at = s;
                break;
            }
        assert_true(at != UINT32_MAX);
        Segment *segment = &snapshot.segments[at];
        assert_true(segment_is_live(segment, ordinal));
        assert_true(uuid_equal(segment_uuid(segment, ordinal), record_id(records[r])));
        Str industry = codebook_text(segment_dictionary(segment, COLUMN_INDUSTRY),
                                     segment_code(segment, COLUMN_INDUSTRY, ordinal));
        assert_true(str_equal(industry, record_text(records[r], CASE_INDUSTRY)));
        search_document_build(kit->analyser, records[r], &kit->document);
        Arena arena = {0};
        for (size_t t = r % 7; t < kit->document.term_count; t += 7) {
            char term[1 + TERM_BYTES];
            const SearchTerm *want = &kit->document.terms[t];
            PostingList list;
            term[0] = (char)want->field;
            memcpy(term + 1, want->text.ptr, want->text.len);
            MUST(segment_term_list(segment, str_make(term, want->text.len + 1), &arena, &list,
                                   &kit->err));
            uint32_t *ordinals = malloc((list.df + 1) * sizeof *ordinals);
            uint32_t *tf = malloc((list.df + 1) * sizeof *tf), k = 0;
            MUST(list_read(&list, ordinals, tf, &kit->err));
            while (k < list.df && ordinals[k] != ordinal)
                k++;
            assert_true(k < list.df);
            assert_int_equal(tf[k], want->tf);
            free(ordinals);
            free(tf);
        }
        arena_free(&arena);
    }
    snapshot_close(&snapshot);
    store_read_end(read);
}

static void saves_merge_into_few_segments(void **state) {
    (void)state;
    enum { CASES = 260, EDITS = 500 };
    Kit kit_, *kit = &kit_;
    Record *records[CASES];
    uint32_t numbers[CASES];
    kit_start(kit, 7);
    for (int i = 0; i < CASES; i++) {
        records[i] = kit_case("标题", "");
        set_texts(records[i], kit);
        numbers[i] = kit_save(kit, records[i], true);
    }
    check_against_records(kit, records, numbers, CASES);
    for (int i = 0; i < EDITS; i++) {
        uint32_t at = kit_random(kit, CASES);
        set_texts(records[at], kit);
        numbers[at] = kit_save(kit, records[at], true);
        bool more = true;
        for (int steps = 0; more && steps < 3; steps++)
            MUST(search_merge_step(kit->index, kit->store, "test", STORE_GATE_MS, &merge_usual,
                                   &more, &kit->err));
        if (i % 100 == 99) {
            check_against_records(kit, records, numbers, CASES);
            kit_close(kit);
            kit_open(kit);
        }
    }
    MUST(search_merge_all(kit->index, kit->store, "test", &merge_tidy, NULL, &kit->err));
    check_against_records(kit, records, numbers, CASES);
    for (int i = 0; i < CASES; i++)
        record_free(records[i]);
    kit_stop(kit);
}

/* Large segments merged in steps: whatever was written, readers see the same, also when every step
 * is made by another process and documents are replaced in between. */
static void a_merge_goes_on_where_it_was_left(void **state) {
    (void)state;
    enum { CASES = 1500 };
    Kit kit_, *kit = &kit_;
    Record **records = calloc(CASES, sizeof *records);
    uint32_t *numbers = calloc(CASES, sizeof *numbers);
    kit_start(kit, 8);
    SearchBulk *bulk = search_bulk_new(kit->index, kit->store, "test", 0);
    for (int i = 0; i < CASES; i++) {
        records[i] = kit_case("标题", "");
        set_texts(records[i], kit);
        numbers[i] = kit_save(kit, records[i], false);
        search_document_build(kit->analyser, records[i], &kit->document);
        MUST(search_bulk_add(bulk, numbers[i], 0, &kit->document, &kit->err));
        if (i % 300 == 299)
            MUST(search_bulk_spill(bulk, &kit->err));
    }
    search_bulk_free(bulk);
    check_against_records(kit, records, numbers, CASES);
    MergePolicy one = {.small = 20, .fanout = 8, .segments = 1, .step = 6000};
    bool more = true;
    int steps = 0;
    for (; more; steps++) {
        uint32_t at = kit_random(kit, CASES);
        if (steps < 40) {
            set_texts(records[at], kit);
            numbers[at] = kit_save(kit, records[at], true);
        }
        MUST(search_merge_step(kit->index, kit->store, "test", STORE_GATE_MS, &one, &more,
                               &kit->err));
        kit_close(kit);
        kit_open(kit);
        if (steps % 5 == 0)
            check_against_records(kit, records, numbers, CASES);
    }
    assert_true(steps > 10);
    check_against_records(kit, records, numbers, CASES);
    StoreRead *read;
    IndexState *index = malloc(sizeof *index);
    MUST(store_read_begin(kit->store, &read, &kit->err));
    MUST(index_state_read(read, index, &kit->err));
    assert_int_equal(index->main.count, 1);
    assert_int_equal(index->drops, 0);
    store_read_end(read);
    free(index);
    for (int i = 0; i < CASES; i++)
        record_free(records[i]);
    free(records);
    free(numbers);
    kit_stop(kit);
}

/* What a killed import left is indexed later, and saves in between are not lost. */
static void catching_up_indexes_what_an_import_left(void **state) {
    (void)state;
    enum { CASES = 120 };
    Kit kit_, *kit = &kit_;
    Record *records[CASES];
    uint32_t numbers[CASES];
    uint64_t indexed;
    kit_start(kit, 9);
    for (int i = 0; i < CASES; i++) {
        records[i] = kit_case("标题", "");
        set_texts(records[i], kit);
        numbers[i] = kit_save(kit, records[i], i % 3 == 0);
    }
    for (int i = 0; i < CASES; i += 4) {
        set_texts(records[i], kit);
        numbers[i] = kit_save(kit, records[i], i % 8 == 0);
    }
    MUST(search_catch_up(kit->index, kit->store, "test", NULL, &indexed, &kit->err));
    assert_true(indexed > 0);
    check_against_records(kit, records, numbers, CASES);
    MUST(search_catch_up(kit->index, kit->store, "test", NULL, &indexed, &kit->err));
    assert_int_equal(indexed, 0);
    for (int i = 0; i < CASES; i++)
        record_free(records[i]);
    kit_stop(kit);
}

static uint32_t read_segments(Kit *kit, IndexState *index) {
    StoreRead *read;
    MUST(store_read_begin(kit->store, &read, &kit->err));
    MUST(index_state_read(read, index, &kit->err));
    store_read_end(read);
    assert_int_equal(index->drops, 0);
    return index->main.count;
}

/* Whoever knows what is still to come merges while that takes up the room again: long runs early,
 * short ones later, none at the end. Without it nothing is merged before the end. */
static void an_import_merges_what_the_rest_makes_up_for(void **state) {
    (void)state;
    enum { CASES = 1600, EVERY = 100 };
    for (int known = 0; known < 2; known++) {
        Kit kit_, *kit = &kit_;
        Record **records = calloc(CASES, sizeof *records);
        uint32_t *numbers = calloc(CASES, sizeof *numbers);
        IndexState *index = calloc(1, sizeof *index);
        uint32_t before = 0, merges = 0;
        kit_start(kit, 14);
        SearchBulk *bulk = search_bulk_new(kit->index, kit->store, "test", 0);
        for (uint32_t i = 0; i < CASES; i++) {
            records[i] = kit_case("标题", "");
            set_texts(records[i], kit);
            numbers[i] = kit_save(kit, records[i], false);
            search_document_build(kit->analyser, records[i], &kit->document);
            MUST(search_bulk_add(bulk, numbers[i], 0, &kit->document, &kit->err));
            if (i % EVERY < EVERY - 1)
                continue;
            uint32_t coming = CASES - i - 1;
            search_bulk_expect(bulk, known ? coming : 0);
            MUST(search_bulk_spill(bulk, &kit->err));
            uint32_t count = read_segments(kit, index);
            if (count <= before) {
                merges++;
                assert_true(index->main.segments[count - 1].docs <= coming + coming / 4 * 3);
            }
            before = count;
        }
        assert_int_equal(merges, known ? 2 : 0);
        assert_int_equal(before, known ? 5 : CASES / EVERY);
        if (known) {
            assert_int_equal(index->main.segments[0].docs, 1000);
            assert_int_equal(index->main.segments[1].docs, 300);
            MUST(search_bulk_finish(bulk, NULL, &kit->err));
            assert_int_equal(read_segments(kit, index), 5);
        }
        search_bulk_free(bulk);
        check_against_records(kit, records, numbers, CASES);
        for (int i = 0; i < CASES; i++)
            record_free(records[i]);
        free(index);
        free(records);
        free(numbers);
        kit_stop(kit);
    }
}

/* Two imports at once, and saves between them. */
static void two_imports_index_everything_once(void **state) {
    (void)state;
    enum { CASES = 300 };
    Kit kit_, *kit = &kit_;
    Record *records[CASES];
    uint32_t numbers[CASES];
    kit_start(kit, 10);
    SearchIndex *other = search_index_new();
    SearchBulk *bulks[2] = {search_bulk_new(kit->index, kit->store, "one", 0),
                            search_bulk_new(other, kit->store, "two", 0)};
    for (int i = 0; i < CASES; i++) {
        uint32_t who = kit_random(kit, 5);
        records[i] = kit_case("标题", "");
        set_texts(records[i], kit);
        numbers[i] = kit_save(kit, records[i], who > 1);
        if (who <= 1) {
            search_document_build(kit->analyser, records[i], &kit->document);
            MUST(search_bulk_add(bulks[who], numbers[i], 0, &kit->document, &kit->err));
        }
        if (kit_random(kit, 25) == 0)
            MUST(search_bulk_spill(bulks[kit_random(kit, 2)], &kit->err));
        if (i && kit_random(kit, 6) == 0) {
            uint32_t at = kit_random(kit, (uint32_t)i);
            set_texts(records[at], kit);
            numbers[at] = kit_save(kit, records[at], true);
        }
    }
    for (int i = 0; i < 2; i++) {
        MUST(search_bulk_finish(bulks[i], NULL, &kit->err));
        search_bulk_free(bulks[i]);
    }
    check_against_records(kit, records, numbers, CASES);
    search_index_free(other);
    for (int i = 0; i < CASES; i++)
        record_free(records[i]);
    kit_stop(kit);
}

/* A purged record: the row that is left carries only the replacement. */
static void a_tombstone_takes_a_document_away(void **state) {
    (void)state;
    enum { CASES = 5 };
    Kit kit_, *kit = &kit_;
    Record *records[CASES];
    uint32_t numbers[CASES];
    for (int merged = 0; merged < 2; merged++) {
        kit_start(kit, 12);
        for (int i = 0; i < CASES; i++) {
            records[i] = kit_case("标题", "");
            set_texts(records[i], kit);
            numbers[i] = kit_save(kit, records[i], true);
        }
        if (merged)
            MUST(search_merge_all(kit->index, kit->store, "test", &merge_tidy, NULL, &kit->err));
        Record *last = records[CASES - 1];
        Buf segment = {0};
        search_document_tombstone(&kit->document);
        search_document_encode(&kit->document, &segment);
        record_set_int(last, CASE_REV, 2);
        MUST(store_pack(kit->packer, last, &kit->packed, &kit->err));
        StoreChange change = {.verb = VERB_OTHER, .login = STR("test"), .base_rev = 1};
        StoreWrite *write;
        MUST(store_write_begin(kit->store, "test", STORE_GATE_MS, false, &write, &kit->err));
        MUST(store_put_revision(write, &change, &kit->packed, STR(""), buf_str(&segment), NULL,
                                &kit->err));
        MUST(store_write_commit(write, NULL, &kit->err));
        check_against_records(kit, records, numbers, CASES - 1);
        MUST(search_merge_all(kit->index, kit->store, "test", &merge_tidy, NULL, &kit->err));
        check_against_records(kit, records, numbers, CASES - 1);
        for (int i = 0; i < CASES; i++)
            record_free(records[i]);
        buf_free(&segment);
        kit_stop(kit);
    }
}

/* ---- a process that dies ---- */

/* Saves and merges until it is killed; one byte down the pipe after every step. */
static void save_and_merge(const char *dir, uint64_t seed, int out) {
    static const MergePolicy busy = {.small = 5, .fanout = 3, .step = 2000};
    Kit kit_ = {.seed = seed}, *kit = &kit_;
    memcpy(kit->dir, dir, strlen(dir) + 1);
    kit->analyser = search_analyser_new();
    kit_open(kit);
    for (;;) {
        Record *record = kit_case("标题", "");
        bool more = true;
        set_texts(record, kit);
        kit_save(kit, record, kit_random(kit, 10) > 0);
        if (kit_random(kit, 2)) {
            set_texts(record, kit);
            kit_save(kit, record, true);
        }
        record_free(record);
        for (int i = 0; more && i < 3; i++)
            if (!search_merge_step(kit->index, kit->store, "child", STORE_GATE_MS, &busy, &more,
                                   &kit->err))
                _exit(1);
        if (kit_random(kit, 12) == 0 &&
            !search_catch_up(kit->index, kit->store, "child", NULL, NULL, &kit->err))
            _exit(1);
        if (write(out, "x", 1) != 1)
            _exit(1);
    }
}

static void note_finding(void *context, const Error *finding) {
    Buf text = {0};
    error_render(finding, &text);
    fprintf(stderr, "%s\n", buf_text(&text));
    buf_free(&text);
    ++*(int *)context;
}

static void a_killed_process_leaves_a_whole_index(void **state) {
    (void)state;
    Kit kit_, *kit = &kit_;
    kit_start(kit, 13);
    for (int cycle = 0; cycle < 15; cycle++) {
        int fds[2], status, findings = 0;
        uint64_t checked;
        kit_close(kit); /* no fork with an open environment */
        assert_int_equal(pipe(fds), 0);
        uint32_t acks = 1 + kit_random(kit, 12);
        pid_t child = fork();
        if (child == 0) {
            close(fds[0]);
            save_and_merge(kit->dir, kit->seed + (uint64_t)cycle, fds[1]);
        }
        close(fds[1]);
        for (char ack; acks > 0 && read(fds[0], &ack, 1) == 1; acks--)
            ;
        assert_int_equal(acks, 0);
        kill(child, SIGKILL);
        waitpid(child, &status, 0);
        close(fds[0]);
        kit_open(kit);
        if (cycle % 3 == 2)
            MUST(search_catch_up(kit->index, kit->store, "test", NULL, NULL, &kit->err));
        StoreRead *snapshot;
        MUST(store_read_begin(kit->store, &snapshot, &kit->err));
        MUST(
            search_check(kit->index, snapshot, NULL, note_finding, &findings, &checked, &kit->err));
        store_read_end(snapshot);
        assert_int_equal(findings, 0);
        assert_true(checked > 0);
    }
    kit_stop(kit);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pfor_gives_back_what_was_put),
        cmocka_unit_test(places_come_back),
        cmocka_unit_test(tails_come_back),
        cmocka_unit_test(pfor_survives_garbage),
        cmocka_unit_test(document_holds_its_terms),
        cmocka_unit_test(documents_of_the_first_format_are_read),
        cmocka_unit_test(document_comes_back_from_its_bytes),
        cmocka_unit_test(document_decoding_survives_damage),
        cmocka_unit_test(saves_merge_into_few_segments),
        cmocka_unit_test(a_merge_goes_on_where_it_was_left),
        cmocka_unit_test(catching_up_indexes_what_an_import_left),
        cmocka_unit_test(an_import_merges_what_the_rest_makes_up_for),
        cmocka_unit_test(two_imports_index_everything_once),
        cmocka_unit_test(a_dictionary_may_be_larger_than_a_step),
        cmocka_unit_test(a_tombstone_takes_a_document_away),
        cmocka_unit_test(a_killed_process_leaves_a_whole_index),
    };
    return cmocka_run_group_tests_name("search index", tests, NULL, NULL);
}
