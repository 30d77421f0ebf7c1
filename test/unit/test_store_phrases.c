#include "config.h"

#include "dice.h"
#include "store_fixture.h"

#include "store/check.h"
#include "store/dict.h"
#include "store/phraseparse.h"
#include "store/phrases.h"
#include "store/row.h"
#include "store/transaction.h"

/* Bodies and summaries that a book of phrases made smaller, and rows as the first programs wrote
 * them. */

#define STORE_TEST(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

static const char *const words[] = {
    "客户", "续费率", "两个季度", "提高",     "数据分析", "的",        "在",      "，",
    "。",   "流失",   "方案",     "北京",     "coaching", " renewal ", "support", "€",
    "𠀀𠀁", "é",      "\x01\x05", "\xE4\xB8", "\xFF",     "12 月",
};

static void put_text(Buf *out, unsigned count) {
    for (unsigned i = 0; i < count; i++)
        buf_puts(out, words[dice(COUNT_OF(words))]);
    for (unsigned i = dice(20); i > 0; i--) /* what is in no book */
        buf_putc(out, (char)dice(256));
}

static void learn(Buf *book) {
    Buf samples = {0};
    VEC(size_t) sizes = {0};
    dice_seed(7);
    for (int i = 0; i < 300; i++) {
        size_t before = samples.len;
        put_text(&samples, 30 + dice(60));
        vec_push(&sizes, samples.len - before);
    }
    phrase_learn(samples.data, sizes.items, sizes.len, book);
    buf_free(&samples);
    vec_free(&sizes);
}

static void every_text_comes_back(void **state) {
    Buf book = {0}, again = {0}, text = {0}, stored = {0}, out = {0};
    PhraseBook *open = mem_alloc(sizeof *open);
    (void)state;
    learn(&book);
    learn(&again);
    assert_true(str_equal(buf_str(&book), buf_str(&again)));
    assert_true(phrase_open(open, buf_str(&book)));
    PhraseCoder *coder = phrase_coder_new(buf_str(&book));
    size_t raw = 0, packed = 0;
    for (int i = 0; i < 3000; i++) {
        buf_clear(&text);
        buf_clear(&stored);
        buf_clear(&out);
        put_text(&text, dice(i % 50 ? 80 : 2000));
        phrase_encode(coder, buf_str(&text), &stored);
        assert_true(phrase_decode(open, buf_str(&stored), text.len, &out));
        assert_true(str_equal(buf_str(&out), buf_str(&text)));
        raw += text.len;
        packed += stored.len;
    }
    assert_true(packed * 3 < raw);
    /* A book at another place, one of another size. */
    assert_true(phrase_move(open, buf_str(&again)));
    assert_false(phrase_move(open, str_make(again.data, again.len - 1)));
    buf_clear(&out);
    assert_true(phrase_decode(open, buf_str(&stored), text.len, &out));
    phrase_coder_free(coder);
    free(open);
    buf_free(&book);
    buf_free(&again);
    buf_free(&text);
    buf_free(&stored);
    buf_free(&out);
}

static void damage_is_refused_or_harmless(void **state) {
    Buf book = {0}, text = {0}, stored = {0}, out = {0}, bad = {0};
    PhraseBook *open = mem_alloc(sizeof *open);
    (void)state;
    learn(&book);
    assert_true(phrase_open(open, buf_str(&book)));
    PhraseCoder *coder = phrase_coder_new(buf_str(&book));
    int refused = 0;
    for (int i = 0; i < 3000; i++) {
        buf_clear(&text);
        buf_clear(&stored);
        buf_clear(&out);
        put_text(&text, 1 + dice(60));
        phrase_encode(coder, buf_str(&text), &stored);
        if (stored.len && i % 3 == 0)
            buf_truncate(&stored, stored.len - 1);
        else if (stored.len && i % 3 == 1)
            stored.data[dice((uint32_t)stored.len)] ^= (char)(1 + dice(255));
        else
            buf_putc(&stored, (char)dice(256));
        /* Exactly as many bytes as were asked for, or none that count. */
        bool ok = phrase_decode(open, buf_str(&stored), text.len, &out);
        assert_true(!ok || out.len == text.len);
        refused += !ok;
        if (i % 3 != 1 && text.len)
            assert_false(ok);
    }
    assert_true(refused > 2000);
    for (int i = 0; i < 3000;
         i++) { /* books are checked by their rows, and hold still all the same */
        buf_clear(&bad);
        buf_clear(&out);
        buf_put_str(&bad, buf_str(&book));
        size_t at = dice(i % 2 ? (uint32_t)bad.len : 120);
        bad.data[at] = (char)dice(256);
        if (phrase_open(open, buf_str(&bad)))
            phrase_decode(open, buf_str(&stored), 200, &out);
    }
    phrase_coder_free(coder);
    free(open);
    buf_free(&book);
    buf_free(&text);
    buf_free(&stored);
    buf_free(&out);
    buf_free(&bad);
}

static Fixture *of(void **state) {
    return *state;
}

static Record *long_case(Uuid id, int number) {
    char text[600];
    Record *record = record_new(ENTITY_CASE);
    record_set_uuid(record, CASE_UUID, id);
    snprintf(text, sizeof text,
             "客户 %d 的续费率在两个季度内提高, renewal of customer number %d went up within two "
             "quarters, layered reminders and one to one coaching for those at risk",
             number, number * 7919);
    record_set_text(record, CASE_TITLE, str_of(text));
    record_set_int(record, CASE_REV, 1);
    return record;
}

static void put_case(Fixture *f, StoreWrite *write, Uuid id, int number) {
    StoreChange change = {.verb = VERB_CREATE, .at_ms = 5, .login = STR("li")};
    Record *record = long_case(id, number);
    Buf summary = {0};
    record_encode(record, &summary);
    MUST(store_pack(f->packer, record, &f->packed, err));
    store_pack_summary(f->packer, buf_str(&summary), &f->packed);
    MUST(store_put_revision(write, &change, &f->packed, buf_str(&summary), STR(""), NULL, err));
    buf_free(&summary);
    record_free(record);
}

static void a_summary_is_packed_and_read(void **state) {
    Fixture *f = of(state);
    StoreWrite *write;
    uint32_t id;
    MUST(store_write_begin(f->store, "w", 0, true, &write, err));
    for (int i = 0; i < 400; i++)
        put_case(f, write, uuid_new(), i);
    assert_int_equal(f->packed.summary.len, 0); /* nothing was learned yet */
    MUST(store_write_commit(write, NULL, err));
    MUST(store_train_dictionary(f->store, "w", 2000, &id, err));
    store_packer_free(f->packer);
    MUST(store_packer_new(f->store, &f->packer, err));
    Uuid last = uuid_new();
    MUST(store_write_begin(f->store, "w", 0, true, &write, err));
    put_case(f, write, last, 77777);
    assert_true(f->packed.summary_nameless && f->packed.nameless);
    assert_true(f->packed.summary.len && f->packed.summary.len < 100);
    MUST(store_write_commit(write, NULL, err));
    for (int snapshot = 0; snapshot < 3; snapshot++) {
        StoreRead *read;
        StoreCurrent current;
        Record *want = long_case(last, 77777);
        Buf scratch = {0}, expected = {0};
        Str summary;
        record_encode(want, &expected);
        MUST(store_read_begin(f->store, &read, err));
        MUST(store_current(read, ENTITY_CASE, last, &current, err));
        MUST(store_summary(&current, &scratch, &summary, err));
        assert_true(str_equal(summary, buf_str(&expected)));
        buf_clear(&scratch);
        MUST(store_log_body(read, current.change, &scratch, err));
        assert_true(str_equal(buf_str(&scratch), buf_str(&expected)));
        store_read_end(read);
        record_free(want);
        buf_free(&scratch);
        buf_free(&expected);
    }
}

/* A log row and a current row in the form of the first programs. */
static void put_old_rows(StoreWrite *write, Uuid id, uint64_t number, Str body) {
    uint8_t hash[STORE_HASH];
    Buf row = {0}, entry = {0};
    Key key = key_log(number);
    uint64_t head;
    MUST(store_log_head(store_write_read(write), &head, hash, err));
    assert_int_equal(head + 1, number);
    buf_put(&entry, hash, STORE_HASH);
    buf_put_varint(&entry, number);
    buf_put_svarint(&entry, 1234);
    buf_put_u8(&entry, VERB_CREATE);
    buf_put_u8(&entry, ENTITY_CASE);
    buf_put_u8(&entry, 0);
    buf_fill(&entry, 'a', 16);
    buf_fill(&entry, 0, 16);
    buf_put_varint(&entry, 2);
    buf_puts(&entry, "wu");
    buf_put_varint(&entry, 0);
    buf_put(&entry, id.bytes, 16);
    buf_put_varint(&entry, 0);
    buf_put_varint(&entry, 1);
    buf_put_varint(&entry, 0);
    Record *record;
    uint8_t digest[STORE_HASH];
    MUST(record_decode(ENTITY_CASE, body.ptr, body.len, &record, err));
    store_content_digest(record, digest);
    record_free(record);
    buf_put(&entry, digest, STORE_HASH);
    buf_put_varint(&entry, 0);
    buf_put_varint(&entry, body.len);
    row_begin(&row, TABLE_LOG, 0);
    buf_put_u32(&row, (uint32_t)entry.len);
    buf_put_u32(&row, (uint32_t)body.len);
    buf_put_u32(&row, 0);
    buf_put_u64(&row, 0);
    buf_put_str(&row, buf_str(&entry));
    buf_put_str(&row, body);
    row_seal(&row, 0, key_str(&key), row.len - ROW_HEADER);
    MUST(env_put(write, &key, buf_str(&row), true, err));
    buf_clear(&row);
    key_begin(&key, SPACE_MAIN, TABLE_CURRENT);
    key_u8(&key, ENTITY_CASE);
    key_uuid(&key, id);
    row_begin(&row, TABLE_CURRENT, 0);
    buf_put_varint(&row, number);
    buf_put_varint(&row, 1);
    buf_put_u8(&row, 0);
    buf_put_svarint(&row, 11);
    buf_put_svarint(&row, 22);
    buf_put(&row, digest, STORE_HASH);
    buf_fill(&row, 'd', STORE_HASH - STORE_HASH);
    buf_puts(&row, "old summary");
    row_seal(&row, 0, key_str(&key), row.len - ROW_HEADER);
    MUST(env_put(write, &key, buf_str(&row), false, err));
    buf_free(&row);
    buf_free(&entry);
}

/* Rows of one import share who made them; reading, the chain and a repair know it all the same. */
static void expect_who(StoreRead *read, uint64_t number, Uuid batch, const char *login) {
    StoreEntry entry;
    MUST(store_log_entry(read, number, &entry, err));
    assert_true(uuid_equal(entry.batch, batch));
    assert_true(str_equal(entry.login, str_of(login)));
    assert_int_equal(entry.actor.bytes[0], login[0]);
}

static void put_imported(Fixture *f, StoreWrite *write, Uuid batch, const char *login, int number) {
    StoreChange change = {.verb = VERB_IMPORT, .at_ms = 5, .login = str_of(login), .batch = batch};
    change.actor.bytes[0] = (uint8_t)login[0];
    Record *record = long_case(uuid_new(), number);
    MUST(store_pack(f->packer, record, &f->packed, err));
    MUST(store_put_revision(write, &change, &f->packed, STR("s"), STR(""), NULL, err));
    record_free(record);
}

static void note_finding(void *context, const Error *finding) {
    Buf text = {0};
    error_render(finding, &text);
    print_message("finding: %s\n", buf_text(&text));
    buf_free(&text);
    ++*(int *)context;
}

static void rows_of_the_first_programs_are_read(void **state) {
    Fixture *f = of(state);
    StoreWrite *write;
    StoreRead *read;
    StoreEntry entry;
    StoreCurrent current;
    Record *record;
    Buf body = {0};
    Str summary;
    Uuid id = uuid_new();
    fixture_save(f, uuid_new(), 0, "one before");
    record = long_case(id, 1);
    record_encode(record, &body);
    MUST(store_write_begin(f->store, "w", 0, false, &write, err));
    put_old_rows(write, id, 2, buf_str(&body));
    MUST(store_write_commit(write, NULL, err));
    MUST(store_read_begin(f->store, &read, err));
    MUST(store_log_entry(read, 2, &entry, err));
    assert_true(entry.number == 2 && entry.at_ms == 1234 && str_equal(entry.login, STR("wu")));
    assert_true(uuid_equal(entry.record, id));
    MUST(store_current(read, ENTITY_CASE, id, &current, err));
    assert_true(current.change == 2 && current.created_ms == 11 && current.updated_ms == 22);
    uint8_t digest[STORE_HASH], there[STORE_HASH];
    store_content_digest(record, digest);
    MUST(store_current_digest(&current, there, err));
    assert_memory_equal(digest, there, STORE_HASH);
    record_free(record);
    buf_clear(&body);
    MUST(store_summary(&current, &body, &summary, err));
    assert_true(str_equal(summary, STR("old summary")));
    store_read_end(read);
    /* The chain goes on behind them, and an edit replaces what they say. */
    fixture_save(f, id, 1, "edited since");
    MUST(store_read_begin(f->store, &read, err));
    MUST(store_load(read, ENTITY_CASE, id, &record, err));
    assert_true(str_equal(record_title(record), STR("edited since")));
    record_free(record);
    store_read_end(read);
    StoreCheckResult result;
    int findings = 0;
    fixture_close(f);
    MUST(store_check(f->path, true, NULL, note_finding, &findings, &result, err));
    assert_int_equal(findings, 0);
    fixture_open(f);
    buf_free(&body);
}

static void rows_of_an_import_share_who_made_them(void **state) {
    Fixture *f = of(state);
    StoreWrite *write;
    StoreRead *read;
    StoreCheckResult result;
    Uuid a = uuid_new(), b = uuid_new();
    int findings = 0;
    char mended[200];
    for (int round = 0; round < 2; round++) {
        MUST(store_write_begin(f->store, "w", 0, true, &write, err));
        for (int i = 0; i < 4; i++)
            put_imported(f, write, a, "li", i);
        put_imported(f, write, b, "li", 4);
        put_imported(f, write, b, "wu", 5);
        put_imported(f, write, b, "wu", 6);
        put_case(f, write, uuid_new(), 7); /* by hand */
        put_imported(f, write, b, "wu", 8);
        MUST(store_write_commit(write, NULL, err));
    }
    fixture_close(f);
    MUST(store_check(f->path, true, NULL, note_finding, &findings, &result, err));
    snprintf(mended, sizeof mended, "%s/mended", f->folder);
    MUST(store_repair(f->path, mended, &fixture_rebuild, NULL, note_finding, &findings, &result,
                      err));
    assert_int_equal(findings, 0);
    for (int copy = 0; copy < 2; copy++) {
        MUST(store_open(copy ? mended : f->path, STORE_READ_WRITE, &f->store, err));
        MUST(store_read_begin(f->store, &read, err));
        for (uint64_t from = 0; from < 18; from += 9) {
            for (uint64_t i = 1; i <= 4; i++)
                expect_who(read, from + i, a, "li");
            expect_who(read, from + 5, b, "li");
            expect_who(read, from + 6, b, "wu");
            expect_who(read, from + 7, b, "wu");
            expect_who(read, from + 9, b, "wu");
            StoreEntry by_hand;
            MUST(store_log_entry(read, from + 8, &by_hand, err));
            assert_true(uuid_is_nil(by_hand.batch) && str_equal(by_hand.login, STR("li")));
        }
        store_read_end(read);
        store_close(f->store);
    }
    fixture_open(f);
}

static uint32_t bytes_cost(const PhraseParser *p, Str text) {
    uint32_t cost = 0;
    for (size_t i = 0; i < text.len; i++)
        cost += p->bytes[(uint8_t)text.ptr[i]];
    return cost;
}

/* The plain rule: from each unit on every phrase is tried. */
static uint32_t least_cost(const PhraseParser *p, const uint16_t *costs, Str text) {
    uint32_t *best = mem_zalloc((text.len + 1) * sizeof *best), phrase, size;
    VEC(size_t) starts = {0};
    for (size_t at = 0; at < text.len; at += size) {
        vec_push(&starts, at);
        phrase_unit((const uint8_t *)text.ptr, at, text.len, &size);
    }
    vec_push(&starts, text.len);
    for (size_t i = starts.len - 1; i-- > 0;) {
        size_t at = starts.items[i], next = starts.items[i + 1];
        Str unit = str_make(text.ptr + at, next - at);
        best[at] = phrase_trie_find(p->trie, unit, &phrase) ? costs[phrase] : bytes_cost(p, unit);
        best[at] += best[next];
        for (size_t j = i + 2; j < starts.len && starts.items[j] - at <= PHRASE_BYTES; j++) {
            Str longer = str_make(text.ptr + at, starts.items[j] - at);
            if (!phrase_trie_find(p->trie, longer, &phrase))
                continue;
            uint32_t cost = costs[phrase] + best[starts.items[j]];
            best[at] = cost < best[at] ? cost : best[at];
        }
    }
    uint32_t least = best[0];
    vec_free(&starts);
    free(best);
    return least;
}

/* More units than are looked at in one go. */
static void the_cheapest_cut_is_found(void **state) {
    enum { PHRASES = 1500 };
    uint16_t costs[256 + PHRASES];
    PhraseTrie trie = {0};
    Buf text = {0};
    size_t longer = 0;
    (void)state;
    dice_seed(11);
    for (uint32_t i = 0; i < COUNT_OF(costs); i++) {
        uint32_t known;
        buf_clear(&text);
        for (uint32_t k = i < 256 ? 0 : 1 + dice(3); k > 0; k--)
            buf_puts(&text, words[dice(COUNT_OF(words))]);
        if (i < 256)
            buf_putc(&text, (char)i);
        costs[i] = (uint16_t)(i < 256 ? 150 + dice(100) : 60 + dice(200));
        if (text.len <= PHRASE_BYTES && !phrase_trie_find(&trie, buf_str(&text), &known))
            assert_true(phrase_trie_add(&trie, buf_str(&text), i));
    }
    phrase_trie_price(&trie, costs);
    PhraseParser parser = {.trie = &trie, .plain = 0x7000}; /* plain runs are never worth it */
    memcpy(parser.bytes, costs, sizeof parser.bytes);
    for (int i = 0; i < 60; i++) {
        uint32_t cost = 0, phrase;
        const char *at;
        buf_clear(&text);
        put_text(&text, dice(1200));
        phrase_parse(&parser, buf_str(&text));
        at = text.data;
        VEC_EACH (step, &parser.steps) {
            assert_true(phrase_trie_find(&trie, str_make(at, step->bytes), &phrase));
            assert_int_equal(phrase, step->phrase);
            cost += costs[phrase];
            at += step->bytes;
        }
        assert_true(!text.len || at == text.data + text.len);
        assert_int_equal(cost, text.len ? least_cost(&parser, costs, buf_str(&text)) : 0);
        longer += text.len > (size_t)4 * PHRASE_WINDOW;
    }
    assert_true(longer > 10);
    buf_free(&text);
    phrase_parser_free(&parser);
    phrase_trie_free(&trie);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_text_comes_back),
        cmocka_unit_test(the_cheapest_cut_is_found),
        cmocka_unit_test(damage_is_refused_or_harmless),
        STORE_TEST(a_summary_is_packed_and_read),
        STORE_TEST(rows_of_the_first_programs_are_read),
        STORE_TEST(rows_of_an_import_share_who_made_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
