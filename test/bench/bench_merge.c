#include "config.h"

/* bench_merge [DOCUMENTS [SAVES]]: how long a save waits while another process merges large
 * segments, makes the index anew, or imports: each beside saves with nobody else there. A person's
 * save must never wait for more than 50 ms because of them. */

#include "corpus.h"

#include "base/clock.h"
#include "base/vec.h"
#include "search/bulk.h"
#include "search/merge.h"
#include "search/reindex.h"
#include "store/write.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PER_COMMIT = 200, SEGMENTS = 20, PAUSE_US = 3000 };

/* The savers leave the large segments to the other process. */
static const MergePolicy small_ones = {.small = MERGE_SMALL, .fanout = 1000};

typedef struct Bench {
    char dir[64];
    Store *store;
    SearchIndex *index;
    SearchAnalyser *analyser;
    StorePacker *packer;
    StorePacked packed;
    SearchDocument document;
    Corpus *corpus;
    uint32_t documents, saves;
    Error err;
} Bench;

static void must(Bench *b, bool ok) {
    if (ok)
        return;
    Buf text = {0};
    error_render(&b->err, &text);
    fprintf(stderr, "bench_merge: %s\n", buf_text(&text));
    exit(1);
}

static void open_library(Bench *b) {
    must(b, store_open(b->dir, STORE_READ_WRITE, &b->store, &b->err));
    must(b, store_packer_new(b->store, &b->packer, &b->err));
    b->index = search_index_new();
}

static void close_library(Bench *b) {
    search_index_free(b->index);
    store_packer_free(b->packer);
    store_close(b->store);
}

/* ---- an import ---- */

typedef struct Row {
    SearchDocument document;
    uint64_t number;
} Row;

static void put_row(Bench *b, StoreWrite *write, Row *row, const Record *record) {
    StoreChange change = {.verb = VERB_IMPORT, .login = STR("bench")};
    search_document_build(b->analyser, record, &row->document);
    must(b, store_pack(b->packer, record, &b->packed, &b->err));
    must(b, store_put_revision(write, &change, &b->packed, STR("summary"), STR(""), &row->number,
                               &b->err));
}

/* per_segment: documents after which a segment is written; 0: as the bulk itself decides. */
static void import(Bench *b, uint32_t documents, uint32_t per_segment) {
    SearchBulk *bulk = search_bulk_new(b->index, b->store, "bench", 0);
    Row *rows = mem_zalloc(PER_COMMIT * sizeof *rows);
    for (uint32_t done = 0; done < documents; done += PER_COMMIT) {
        StoreWrite *write;
        Record *records[PER_COMMIT];
        for (uint32_t i = 0; i < PER_COMMIT; i++)
            records[i] = corpus_next(b->corpus);
        must(b, store_write_begin(b->store, "bench", STORE_GATE_MS, true, &write, &b->err));
        for (uint32_t i = 0; i < PER_COMMIT; i++)
            put_row(b, write, &rows[i], records[i]);
        must(b, store_write_commit(write, NULL, &b->err));
        for (uint32_t i = 0; i < PER_COMMIT; i++) {
            must(b, search_bulk_add(bulk, (uint32_t)rows[i].number, 0, &rows[i].document, &b->err));
            record_free(records[i]);
        }
        if (per_segment && done / per_segment != (done + PER_COMMIT) / per_segment)
            must(b, search_bulk_spill(bulk, &b->err));
    }
    must(b, search_bulk_spill(bulk, &b->err));
    search_bulk_free(bulk);
    for (uint32_t i = 0; i < PER_COMMIT; i++)
        search_document_free(&rows[i].document);
    free(rows);
}

/* ---- saves ---- */

typedef VEC(double) Times;

static int compare_times(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* From the wish to save to the moment it may write, and until it is on disk. */
static void save(Bench *b, Times *waits, Times *wholes) {
    Record *record = corpus_next(b->corpus);
    Buf segment = {0};
    StoreWrite *write;
    StoreChange change = {.verb = VERB_CREATE, .login = STR("person")};
    search_document_build(b->analyser, record, &b->document);
    search_document_encode(&b->document, &segment);
    must(b, store_pack(b->packer, record, &b->packed, &b->err));
    int64_t start = clock_mono_us();
    must(b, store_write_begin(b->store, "person", STORE_GATE_MS, false, &write, &b->err));
    vec_push(waits, (double)(clock_mono_us() - start) / 1e3);
    must(b, store_put_revision(write, &change, &b->packed, STR("summary"), buf_str(&segment), NULL,
                               &b->err));
    must(b, store_write_commit(write, NULL, &b->err));
    vec_push(wholes, (double)(clock_mono_us() - start) / 1e3);
    bool more;
    must(b, search_merge_step(b->index, b->store, "person", 0, &small_ones, &more, &b->err));
    buf_free(&segment);
    record_free(record);
    usleep(PAUSE_US);
}

static double percentile(const Times *times, double share) {
    return times->len ? times->items[(size_t)(share * (double)(times->len - 1))] : 0;
}

static void print_times(const char *what, Times *times) {
    if (times->len)
        qsort(times->items, times->len, sizeof *times->items, compare_times);
    printf("  %-26s p50 %8.3f   p99 %8.3f   longest %8.3f ms   (%zu)\n", what,
           percentile(times, .5), percentile(times, .99), percentile(times, 1), times->len);
    vec_free(times);
}

/* ---- beside ---- */

/* Large ones only: small ones come all the time. */
static void merge(Bench *b) {
    static const MergePolicy large = {.small = UINT32_MAX, .fanout = MERGE_FANOUT, .segments = 5};
    must(b, search_merge_all(b->index, b->store, "merger", &large, NULL, &b->err));
}

static void make_anew(Bench *b) {
    must(b, search_reindex(b->index, b->store, "maker", 0, NULL, &b->err));
}

static void import_beside(Bench *b) {
    import(b, b->documents / 4, 0);
}

/* So many saves, or fewer when the other process is done before; then it is killed. */
static void measure(Bench *b, const char *title, void (*other)(Bench *)) {
    Times waits = {0}, wholes = {0};
    pid_t child = 0;
    int status;
    if (other) {
        close_library(b); /* no fork with an open library */
        fflush(stdout);
        child = fork();
        if (child == 0) {
            b->corpus = corpus_new(2);
            open_library(b);
            other(b);
            close_library(b);
            _exit(0);
        }
        open_library(b);
    }
    for (uint32_t i = 0; i < b->saves && (!child || waitpid(child, &status, WNOHANG) == 0); i++)
        save(b, &waits, &wholes);
    if (child && kill(child, SIGKILL) == 0)
        waitpid(child, &status, 0);
    printf("%s\n", title);
    fflush(stdout);
    print_times("wait to write", &waits);
    print_times("the whole save", &wholes);
}

int main(int argc, char **argv) {
    Bench bench = {.documents = 100000, .saves = 500}, *b = &bench;
    if (argc > 1)
        b->documents = (uint32_t)strtoul(argv[1], NULL, 10);
    if (argc > 2)
        b->saves = (uint32_t)strtoul(argv[2], NULL, 10);
    strcpy(b->dir, "/tmp/anliku-bench-XXXXXX");
    if (!mkdtemp(b->dir))
        return 1;
    must(b, store_create(b->dir, &(StoreOptions){0}, &b->err));
    b->corpus = corpus_new(1);
    b->analyser = search_analyser_new();
    open_library(b);
    import(b, b->documents, b->documents / SEGMENTS);
    printf("%u documents in %d segments\n", b->documents, SEGMENTS);
    measure(b, "nobody else there", NULL);
    measure(b, "another process merges", merge);
    measure(b, "another process makes the index anew", make_anew);
    measure(b, "another process imports", import_beside);
    close_library(b);
    search_analyser_free(b->analyser);
    search_document_free(&b->document);
    store_packed_free(&b->packed);
    corpus_free(b->corpus);
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", b->dir);
    return system(command) != 0;
}
