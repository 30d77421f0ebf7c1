#include "config.h"

#include "../faults/kit.h"

#include "base/clock.h"
#include "store/compact.h"
#include "store/dict.h"
#include "store/lookup.h"

#include <fcntl.h>
#include <lmdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The cost of one durable save beside a bare one-row LMDB commit and a bare fdatasync, turn by turn
 * in one run. bench_save SECONDS [RECORDS [SAVES]]. */

enum { BODY = 1500, SEGMENT = 3000, BATCH = 1000 };

typedef struct Series {
    const char *name;
    int64_t *us;
    size_t len;
    uint64_t bytes;
} Series;

static int ascending(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static int64_t share(const Series *s, double part) {
    return s->us[(size_t)(part * (double)(s->len - 1))];
}

/* What write(2) and its kin were given so far: LMDB writes by write, not through the map. */
static uint64_t written(void) {
    char text[512] = "";
    int fd = open("/proc/self/io", O_RDONLY);
    ssize_t got = fd < 0 ? 0 : read(fd, text, sizeof text - 1);
    if (fd >= 0)
        close(fd);
    text[got > 0 ? got : 0] = '\0';
    const char *at = strstr(text, "wchar: ");
    return at ? strtoull(at + 7, NULL, 10) : 0;
}

/* Words of a small vocabulary, so that text compresses as text does. */
static void put_words(Buf *out, size_t bytes) {
    static const char *const words[] = {
        "客户", "续费率",  "提高",       "流失",     "方案",  "实施",     "数据", "反馈", "团队",
        "目标", "renewal", "onboarding", "customer", "churn", "adoption", "提醒", "分层", "培训",
    };
    while (out->len < bytes) {
        buf_puts(out, words[kit_below(COUNT_OF(words))]);
        if (kit_below(6) == 0)
            buf_printf(out, " %u ", (unsigned)kit_below(10000));
    }
}

static Record *make_record(Uuid id, uint32_t rev, Buf *text) {
    Record *record = record_new(ENTITY_CASE);
    buf_clear(text);
    put_words(text, BODY);
    record_set_uuid(record, CASE_UUID, id);
    record_set_int(record, CASE_REV, rev);
    record_set_text(record, CASE_TITLE, str_make(text->data, 30));
    record_set_text(record, CASE_BODY, buf_str(text));
    return record;
}

/* segment_bytes: 0 as an import does, which indexes by spilled segments. */
static bool put(StoreWrite *w, const StorePacked *packed, uint32_t base_rev, size_t segment_bytes,
                Error *err) {
    static char segment[SEGMENT], summary[160];
    StoreChange change = {.verb = base_rev ? VERB_EDIT : VERB_CREATE,
                          .at_ms = clock_now_ms(),
                          .login = STR("limin"),
                          .base_rev = base_rev};
    return store_put_revision(w, &change, packed, str_make(summary, sizeof summary),
                              str_make(segment, segment_bytes), NULL, err);
}

static Uuid *ids;
static uint32_t *revs;
static size_t count;

static void add_names(StoreWrite *w, size_t i) {
    char ext[32];
    snprintf(ext, sizeof ext, "crm-%zu", i);
    KIT_MUST(store_put_id(w, ENTITY_CASE, 2026, (uint32_t)i + 1, ids[i], err));
    KIT_MUST(store_put_ext(w, ENTITY_CASE, STR("crm"), str_of(ext), ids[i], err));
}

static void fill(Session *s, size_t records) {
    Buf text = {0};
    StoreWrite *w;
    ids = calloc(records + 100000, sizeof *ids);
    revs = calloc(records + 100000, sizeof *revs);
    while (count < records) {
        KIT_MUST(store_write_begin(s->store, "bench", STORE_GATE_MS, true, &w, err));
        for (int i = 0; i < BATCH && count < records; i++, count++) {
            ids[count] = uuid_new();
            revs[count] = 1;
            Record *record = make_record(ids[count], 1, &text);
            KIT_MUST(store_pack(s->packer, record, &s->packed, err));
            KIT_MUST(put(w, &s->packed, 0, 0, err));
            add_names(w, count);
            record_free(record);
        }
        KIT_MUST(store_write_commit(w, NULL, err));
        if (count == 2 * BATCH) { /* as an import does */
            KIT_MUST(store_train_dictionary(s->store, "bench", 2000, NULL, err));
            store_packer_free(s->packer);
            KIT_MUST(store_packer_new(s->store, &s->packer, err));
        }
    }
    buf_free(&text);
}

static void time_save(Session *s, Series *out, bool fresh) {
    Buf text = {0};
    StoreWrite *w;
    size_t i = fresh ? count++ : (size_t)kit_below(count);
    if (fresh)
        ids[i] = uuid_new();
    Record *record = make_record(ids[i], revs[i] + 1, &text);
    uint64_t before = written();
    int64_t start = clock_mono_us();
    KIT_MUST(store_pack(s->packer, record, &s->packed, err));
    KIT_MUST(store_write_begin(s->store, "bench", STORE_GATE_MS, false, &w, err));
    KIT_MUST(put(w, &s->packed, revs[i], SEGMENT, err));
    if (fresh)
        add_names(w, i);
    KIT_MUST(store_write_commit(w, NULL, err));
    out->us[out->len++] = clock_mono_us() - start;
    out->bytes += written() - before;
    revs[i]++;
    record_free(record);
    buf_free(&text);
}

static MDB_env *bare_env;
static MDB_dbi bare_table;

static void must(int code) {
    if (code) {
        printf("LMDB: %s\n", mdb_strerror(code));
        exit(1);
    }
}

static void open_bare(const char *path) {
    MDB_txn *txn;
    Error err;
    file_make_dir(path, 0700, &err);
    must(mdb_env_create(&bare_env));
    must(mdb_env_set_mapsize(bare_env, (size_t)1 << 30));
    must(mdb_env_open(bare_env, path, 0, 0600));
    must(mdb_txn_begin(bare_env, NULL, 0, &txn));
    must(mdb_dbi_open(txn, NULL, 0, &bare_table));
    must(mdb_txn_commit(txn));
}

static void time_bare(Series *out) {
    char row[100] = {0};
    MDB_txn *txn;
    uint64_t key = kit_random(), before = written();
    MDB_val k = {sizeof key, &key}, v = {sizeof row, row};
    int64_t start = clock_mono_us();
    must(mdb_txn_begin(bare_env, NULL, 0, &txn));
    must(mdb_put(txn, bare_table, &k, &v, 0));
    must(mdb_txn_commit(txn));
    out->us[out->len++] = clock_mono_us() - start;
    out->bytes += written() - before;
}

static void time_sync(int fd, Series *out) {
    char block[4096] = {0};
    int64_t start = clock_mono_us();
    if (pwrite(fd, block, sizeof block, (off_t)(kit_below(256) * sizeof block)) < 0 ||
        fdatasync(fd) != 0)
        exit(1);
    out->us[out->len++] = clock_mono_us() - start;
    out->bytes += sizeof block;
}

int main(int argc, char **argv) {
    kit_begin(argc, argv, 60);
    size_t records = argc > 2 ? strtoull(argv[2], NULL, 10) : 100000;
    size_t saves = argc > 3 ? strtoull(argv[3], NULL, 10) : 500;
    Session s;
    Series series[] = {{.name = "fdatasync of 4 KB"},
                       {.name = "bare one-row commit"},
                       {.name = "edit"},
                       {.name = "new case"}};
    for (size_t i = 0; i < COUNT_OF(series); i++)
        series[i].us = calloc(saves, sizeof *series[i].us);
    kit_create(kit_path("library"));
    KIT_MUST(kit_open(&s, kit_path("library"), err));
    int64_t start = clock_mono_us();
    fill(&s, records);
    StoreStats stats;
    KIT_MUST(store_stats(s.store, &stats, err));
    printf("%zu records of %d bytes in %.1f s (%.0f/s, one thread), data.mdb %.2f x the text\n",
           records, BODY, (double)(clock_mono_us() - start) / 1e6,
           (double)records * 1e6 / (double)(clock_mono_us() - start),
           (double)stats.file_bytes / (double)(records * BODY));
    printf("  log rows %.0f bytes, current rows %.0f, lookups %.0f a record\n",
           (double)stats.bytes[PART_LOG] / (double)records,
           (double)stats.bytes[PART_CURRENT] / (double)records,
           (double)stats.bytes[PART_LOOKUP] / (double)records);
    printf("  used pages %.2f x the text, free ones %.2f\n",
           (double)stats.used_bytes / (double)(records * BODY),
           (double)stats.free_bytes / (double)(records * BODY));
    open_bare(kit_path("bare"));
    int fd = open(kit_path("raw"), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    for (size_t i = 0; i < saves; i++) {
        time_sync(fd, &series[0]);
        time_bare(&series[1]);
        time_save(&s, &series[2], false);
        time_save(&s, &series[3], true);
    }
    for (size_t i = 0; i < COUNT_OF(series); i++)
        qsort(series[i].us, series[i].len, sizeof *series[i].us, ascending);
    for (size_t i = 0; i < COUNT_OF(series); i++)
        printf("%-20s p50 %6lld us  p99 %6lld us  max %6lld us  %6.1f KB written  %.2f x bare\n",
               series[i].name, (long long)share(&series[i], .5), (long long)share(&series[i], .99),
               (long long)share(&series[i], 1), (double)series[i].bytes / 1024. / (double)saves,
               (double)share(&series[i], .5) / (double)share(&series[1], .5));
    close(fd);
    mdb_env_close(bare_env);
    kit_close(&s);
    kit_remove(kit_folder());
    return 0;
}
