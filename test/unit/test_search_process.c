#include "config.h"

#include "test_search_kit.h"

#include "search/run.h"

#include <signal.h>
#include <sys/wait.h>

/* Readers in other processes see a save whole or not at all: one process saves two cases in one
 * transaction again and again, with a counter in both, and merges; another searches all the time.
 */

enum { ROUNDS = 400, SIGHTS = 40, MOST_LOOKS = 200000 };

typedef struct Pair {
    Kit *kit;
    Record *records[2];
    bool torn; /* the seeded defect: each case in a transaction of its own */
} Pair;

static void count_on(Pair *pair, uint32_t round) {
    char text[160];
    for (int i = 0; i < 2; i++) {
        snprintf(text, sizeof text, "恒定的词 steady round%u 第%u回合 %s", round, round,
                 round % 3 ? "客户成功与续费" : "流失");
        record_set_text(pair->records[i], CASE_NEED, str_of(text));
        snprintf(text, sizeof text, "行业%u", round);
        record_set_text(pair->records[i], CASE_INDUSTRY, str_of(text));
        record_set_int(pair->records[i], CASE_IMPORTANCE, round);
    }
}

static void put_one(Pair *pair, StoreWrite *write, int which) {
    Kit *kit = pair->kit;
    Record *record = pair->records[which];
    uint32_t base = (uint32_t)record_int(record, CASE_REV);
    Buf segment = {0};
    record_set_int(record, CASE_REV, base + 1);
    search_document_build(kit->analyser, record, &kit->document);
    search_document_encode(&kit->document, &segment);
    MUST(store_pack(kit->packer, record, &kit->packed, &kit->err));
    StoreChange change = {
        .verb = base ? VERB_EDIT : VERB_CREATE, .login = STR("writer"), .base_rev = base};
    MUST(store_put_revision(write, &change, &kit->packed, STR(""), buf_str(&segment), NULL,
                            &kit->err));
    buf_free(&segment);
}

static void save_both(Pair *pair) {
    Kit *kit = pair->kit;
    StoreWrite *write;
    MUST(store_write_begin(kit->store, "writer", STORE_GATE_MS, false, &write, &kit->err));
    put_one(pair, write, 0);
    if (pair->torn) {
        MUST(store_write_commit(write, NULL, &kit->err));
        MUST(store_write_begin(kit->store, "writer", STORE_GATE_MS, false, &write, &kit->err));
    }
    put_one(pair, write, 1);
    MUST(store_write_commit(write, NULL, &kit->err));
}

/* Until it is killed. */
static void write_pairs(const char *dir, bool torn) {
    static const MergePolicy busy = {.small = 5, .fanout = 3, .step = 2000};
    Kit kit_ = {.seed = 5}, *kit = &kit_;
    Pair pair = {.kit = kit, .torn = torn};
    memcpy(kit->dir, dir, strlen(dir) + 1);
    kit->analyser = search_analyser_new();
    kit_open(kit);
    pair.records[0] = kit_case("左", "");
    pair.records[1] = kit_case("右", "");
    for (uint32_t round = 1;; round++) {
        bool more = true;
        count_on(&pair, round);
        save_both(&pair);
        for (int i = 0; more && i < 2; i++)
            MUST(search_merge_step(kit->index, kit->store, "writer", STORE_GATE_MS, &busy, &more,
                                   &kit->err));
        if (getppid() == 1)
            _exit(0);
    }
}

/* ---- looking ---- */

static const SearchVisible visible = {.everything = true};

static void find(Kit *kit, StoreRead *read, const char *query, SearchResult *out) {
    static const int facets[] = {COLUMN_INDUSTRY};
    SearchRequest request = {.query = str_of(query),
                             .mode = SEARCH_ALL,
                             .exact = true,
                             .limit = 10,
                             .sort = -1,
                             .today = 20777,
                             .facets = facets,
                             .facet_count = 1,
                             .visible = &visible};
    MUST(search_run(kit->index, read, &request, out, &kit->err));
}

/* The counter in the revision that a row shows. */
static int64_t counter_of(Kit *kit, StoreRead *read, const SearchRow *row) {
    Record *record;
    MUST(store_load_change(read, row->document, &record, &kit->err));
    int64_t counter = record_int(record, CASE_IMPORTANCE);
    record_free(record);
    return counter;
}

static bool both_say(Kit *kit, StoreRead *read, int64_t counter, SearchResult *result) {
    char query[64];
    snprintf(query, sizeof query, "round%d \"第%d回合\" importance:%d", (int)counter, (int)counter,
             (int)counter);
    find(kit, read, query, result);
    bool now = result->total == 2;
    snprintf(query, sizeof query, "round%d", (int)counter - 1);
    find(kit, read, query, result);
    return now && result->total == 0;
}

/* One snapshot: nothing yet, or both cases with one counter, by words, phrase, column and facet. */
static bool look(Kit *kit, int64_t *counter) {
    SearchResult result = {0};
    StoreRead *read;
    MUST(store_read_begin(kit->store, &read, &kit->err));
    find(kit, read, "恒定的词 steady", &result);
    bool whole = result.total == 0 || (result.total == 2 && result.len == 2);
    *counter = 0;
    if (whole && result.total) {
        *counter = counter_of(kit, read, &result.rows[0]);
        whole = counter_of(kit, read, &result.rows[1]) == *counter && result.facets[0].len == 1 &&
                result.facets[0].items[0].count == 2 && both_say(kit, read, *counter, &result);
    }
    store_read_end(read);
    search_result_free(&result);
    return whole;
}

static pid_t begin_writing(Kit *kit, bool torn) {
    kit_close(kit); /* no fork with an open environment */
    pid_t writer = fork();
    if (writer == 0)
        write_pairs(kit->dir, torn);
    kit_open(kit);
    return writer;
}

static bool is_alive(pid_t writer) {
    int status;
    return waitpid(writer, &status, WNOHANG) == 0;
}

static void end_writing(pid_t writer) {
    int status;
    kill(writer, SIGKILL);
    waitpid(writer, &status, 0);
}

static void a_save_is_seen_whole_or_not_at_all(void **state) {
    (void)state;
    Kit kit_, *kit = &kit_;
    kit_start(kit, 41);
    pid_t writer = begin_writing(kit, false);
    int64_t last = 0, counter = 0;
    int sights = 0;
    bool whole = true;
    while (whole && (counter < ROUNDS || sights < SIGHTS)) {
        assert_true(is_alive(writer));
        whole = look(kit, &counter) && counter >= last;
        sights += counter > last;
        last = counter;
    }
    end_writing(writer);
    assert_true(whole);
    kit_stop(kit);
}

static void half_a_save_would_be_noticed(void **state) {
    (void)state;
    Kit kit_, *kit = &kit_;
    kit_start(kit, 42);
    pid_t writer = begin_writing(kit, true);
    int64_t counter;
    int looks = 0;
    while (looks < MOST_LOOKS && look(kit, &counter))
        looks++;
    end_writing(writer);
    assert_true(looks < MOST_LOOKS);
    kit_stop(kit);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_save_is_seen_whole_or_not_at_all),
        cmocka_unit_test(half_a_save_would_be_noticed),
    };
    return cmocka_run_group_tests_name("search process", tests, NULL, NULL);
}
