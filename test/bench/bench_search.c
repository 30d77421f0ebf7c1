#include "config.h"

/* Measures search: bench_search [DOCUMENTS] [QUERIES] [alone]. Prints the figures of DESIGN.md 9
 * beside what the disk and (when built with it) SQLite FTS5 need for the same. */

#include "corpus.h"

#include "base/clock.h"
#include "base/vec.h"
#include "base/zone.h"
#include "search/bulk.h"
#include "search/count.h"
#include "search/merge.h"
#include "search/reindex.h"
#include "search/run.h"
#include "search/snippet.h"
#include "store/dict.h"
#include "store/log.h"
#include "store/write.h"
#include "text/fold.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef HAVE_SQLITE
#include <sqlite3.h>
#endif

enum { PER_COMMIT = 500, TRAINED_AT = 2000, PASSES = 3 };

typedef VEC(double) Times;

typedef struct Bench {
    char dir[64];
    Store *store;
    SearchIndex *index;
    SearchAnalyser *analyser;
    Corpus *corpus;
    uint32_t documents, queries;
    uint64_t text_bytes;
    bool alone; /* without SQLite */
    Error err;
#ifdef HAVE_SQLITE
    sqlite3 *sqlite;
    TextWords words;
    double sqlite_s;
#endif
} Bench;

static void must(Bench *b, bool ok) {
    if (ok)
        return;
    Buf text = {0};
    error_render(&b->err, &text);
    fprintf(stderr, "bench_search: %s\n", buf_text(&text));
    exit(1);
}

static int compare_times(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static double percentile(Times *times, double share) {
    if (!times->len)
        return 0;
    qsort(times->items, times->len, sizeof *times->items, compare_times);
    size_t at = (size_t)(share * (double)times->len);
    return times->items[at < times->len ? at : times->len - 1];
}

static void print_times(const char *name, Times *times) {
    printf("%-34s p50 %8.3f   p95 %8.3f   p99 %8.3f   max %8.3f ms\n", name, percentile(times, .5),
           percentile(times, .95), percentile(times, .99), percentile(times, 1));
    times->len = 0;
}

static double seconds_since(int64_t start) {
    return (double)(clock_mono_us() - start) / 1e6;
}

static uint64_t status_kb(const char *wanted) {
    FILE *file = fopen("/proc/self/status", "r");
    char line[256];
    uint64_t kb = 0;
    while (file && fgets(line, sizeof line, file))
        if (strncmp(line, wanted, strlen(wanted)) == 0)
            kb = strtoull(line + strlen(wanted) + 1, NULL, 10);
    if (file)
        fclose(file);
    return kb;
}

static uint64_t file_bytes(Bench *b) {
    char path[128];
    struct stat info;
    snprintf(path, sizeof path, "%s/data.mdb", b->dir);
    return stat(path, &info) == 0 ? (uint64_t)info.st_size : 0;
}

/* ---- SQLite beside ---- */

#ifdef HAVE_SQLITE
static void sqlite_exec(Bench *b, const char *sql) {
    if (sqlite3_exec(b->sqlite, sql, NULL, NULL, NULL) != SQLITE_OK) {
        fprintf(stderr, "sqlite: %s\n", sqlite3_errmsg(b->sqlite));
        exit(1);
    }
}

static void sqlite_open(Bench *b) {
    char path[128];
    snprintf(path, sizeof path, "%s/fts.db", b->dir);
    if (sqlite3_open(path, &b->sqlite) != SQLITE_OK)
        exit(1);
    sqlite_exec(b,
                "pragma journal_mode=wal; pragma synchronous=normal;"
                "create virtual table t using fts5(text, content='', tokenize='unicode61')");
}

/* Words with blanks between: what FTS5 gets in place of a Chinese tokenizer. */
static void cut_words(Bench *b, Str text, Buf *out) {
    Buf folded = {0};
    text_fold(&folded, text);
    text_words_cut(&b->words, buf_str(&folded));
    VEC_EACH (word, &b->words) {
        buf_put(out, folded.data + word->from, word->to - word->from);
        buf_putc(out, ' ');
    }
    buf_free(&folded);
}

static void sqlite_add(Bench *b, sqlite3_stmt *insert, const Record *record) {
    static const int fields[] = {CASE_TITLE, CASE_BACKGROUND, CASE_NEED, CASE_SOLUTION,
                                 CASE_RESULT};
    Buf text = {0};
    int64_t start = clock_mono_us();
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        cut_words(b, record_text(record, fields[i]), &text);
    sqlite3_bind_text(insert, 1, text.data, (int)text.len, SQLITE_TRANSIENT);
    sqlite3_step(insert);
    sqlite3_reset(insert);
    b->sqlite_s += seconds_since(start);
    buf_free(&text);
}

static double sqlite_query(Bench *b, Str query) {
    Buf match = {0};
    sqlite3_stmt *select;
    Str rest = query, unit;
    while (str_split(&rest, ' ', &unit)) {
        if (!unit.len)
            continue;
        buf_putc(&match, '"');
        cut_words(b, unit, &match);
        buf_puts(&match, "\" ");
    }
    int64_t start = clock_mono_us();
    sqlite3_prepare_v2(b->sqlite,
                       "select rowid, rank, (select count(*) from t where t match ?1) from t where "
                       "t match ?1 order by rank limit 20",
                       -1, &select, NULL);
    sqlite3_bind_text(select, 1, match.data, (int)match.len, SQLITE_TRANSIENT);
    while (sqlite3_step(select) == SQLITE_ROW)
        ;
    sqlite3_finalize(select);
    buf_free(&match);
    return seconds_since(start) * 1e3;
}
#endif

/* ---- import ---- */

typedef struct Pending {
    Record *record;
    StorePacked packed;
    SearchDocument document;
    uint64_t number;
} Pending;

static void commit_pending(Bench *b, Pending *pending, uint32_t count, SearchBulk *bulk) {
    StoreWrite *write;
    must(b, store_write_begin(b->store, "bench", STORE_GATE_MS, true, &write, &b->err));
    for (uint32_t i = 0; i < count; i++) {
        StoreChange change = {.verb = VERB_IMPORT, .login = STR("bench")};
        must(b, store_put_revision(write, &change, &pending[i].packed,
                                   record_text(pending[i].record, CASE_TITLE), STR(""),
                                   &pending[i].number, &b->err));
    }
    must(b, store_write_commit(write, NULL, &b->err));
    for (uint32_t i = 0; i < count; i++) {
        must(b,
             search_bulk_add(bulk, (uint32_t)pending[i].number, 0, &pending[i].document, &b->err));
        record_free(pending[i].record);
    }
}

static void import(Bench *b) {
    Pending *pending = mem_zalloc(PER_COMMIT * sizeof *pending);
    SearchBulk *bulk = search_bulk_new(b->index, b->store, "bench", 0);
    StorePacker *packer;
    double made = 0;
    int64_t start = clock_mono_us();
    must(b, store_packer_new(b->store, &packer, &b->err));
#ifdef HAVE_SQLITE
    sqlite3_stmt *insert;
    if (!b->alone) {
        sqlite_open(b);
        sqlite_exec(b, "begin");
        sqlite3_prepare_v2(b->sqlite, "insert into t(text) values(?)", -1, &insert, NULL);
    }
#endif
    for (uint32_t i = 0, waiting = 0; i < b->documents; i++) {
        int64_t making = clock_mono_us();
        Pending *p = &pending[waiting++];
        p->record = corpus_next(b->corpus);
        for (size_t f = 0; f < CASE_FIELDS; f++)
            if (p->record->values[f].kind == VALUE_TEXT)
                b->text_bytes += p->record->values[f].text.len;
        made += seconds_since(making);
#ifdef HAVE_SQLITE
        if (!b->alone)
            sqlite_add(b, insert, p->record);
#endif
        search_document_build(b->analyser, p->record, &p->document);
        must(b, store_pack(packer, p->record, &p->packed, &b->err));
        if (waiting < PER_COMMIT && i + 1 < b->documents)
            continue;
        commit_pending(b, pending, waiting, bulk);
        waiting = 0;
        if (i + 1 == TRAINED_AT) {
            store_packer_free(packer);
            must(b, store_train_dictionary(b->store, "bench", TRAINED_AT, NULL, &b->err));
            must(b, store_packer_new(b->store, &packer, &b->err));
        }
    }
    must(b, search_bulk_finish(bulk, NULL, &b->err));
    double spent = seconds_since(start) - made;
#ifdef HAVE_SQLITE
    if (!b->alone) {
        int64_t sqlite_start = clock_mono_us();
        sqlite3_finalize(insert);
        sqlite_exec(b, "commit; insert into t(t) values('optimize')");
        spent -= b->sqlite_s;
        b->sqlite_s += seconds_since(sqlite_start);
        printf("SQLite FTS5 on cut words           %8.0f documents/s\n",
               b->documents / b->sqlite_s);
    }
#endif
    printf("import, one thread                 %8.0f documents/s, %.0f MB of text, %zu pairs\n",
           b->documents / spent, (double)b->text_bytes / 1e6, corpus_pairs(b->corpus));
    printf("data.mdb                           %8.2f x the text\n",
           (double)file_bytes(b) / (double)b->text_bytes);
    printf("anonymous memory, most resident    %8.0f, %.0f MB\n",
           (double)status_kb("RssAnon:") / 1e3, (double)status_kb("VmHWM:") / 1e3);
    search_bulk_free(bulk);
    store_packer_free(packer);
    for (uint32_t i = 0; i < PER_COMMIT; i++) {
        store_packed_free(&pending[i].packed);
        search_document_free(&pending[i].document);
    }
    free(pending);
}

static void print_sizes(Bench *b) {
    StoreRead *read;
    SearchStats stats;
    must(b, store_read_begin(b->store, &read, &b->err));
    must(b, search_stats(b->index, read, &stats, &b->err));
    printf("index                              %u segments, %llu terms, %llu postings\n",
           stats.segments, (unsigned long long)stats.terms, (unsigned long long)stats.postings);
    for (int part = 0; part < SEARCH_SIZES; part++)
        printf("  %-32s %8.3f x the text\n", search_size_label((SearchPartSize)part),
               (double)stats.bytes[part] / (double)b->text_bytes);
    store_read_end(read);
}

/* ---- queries ---- */

static const SearchVisible visible = {.audiences = 7};

static void one_query(Bench *b, Buf *query, SearchRequest request, Times *times) {
    SearchResult result = {0};
    double best = 1e9;
    request.query = buf_str(query);
    request.visible = &visible;
    request.limit = 20;
    request.sort = request.sort ? request.sort : -1;
    request.today = 20777;
    for (int pass = 0; pass < PASSES; pass++) {
        StoreRead *read;
        int64_t start = clock_mono_us();
        must(b, store_read_begin(b->store, &read, &b->err));
        must(b, search_run(b->index, read, &request, &result, &b->err));
        store_read_end(read);
        double ms = seconds_since(start) * 1e3;
        best = ms < best ? ms : best;
    }
    vec_push(times, best);
    search_result_free(&result);
}

static const int facets[] = {COLUMN_INDUSTRY, COLUMN_STATE, COLUMN_REGION, COLUMN_TAGS};

typedef struct Kind {
    const char *name;
    CorpusQuery query;
    bool facets, apart; /* apart: not counted among all */
    SearchMode mode;
    int sort;
} Kind;

static const Kind kinds[] = {
    {.name = "one word", .query = QUERY_WORD},
    {.name = "two words", .query = QUERY_TWO},
    {.name = "phrase of a text", .query = QUERY_PHRASE},
    {.name = "question (auto)", .query = QUERY_QUESTION},
    {.name = "English word", .query = QUERY_ENGLISH},
    {.name = "Chinese and English", .query = QUERY_MIXED},
    {.name = "strange phrase", .query = QUERY_STRANGE, .apart = true},
    {.name = "question, some words", .query = QUERY_QUESTION, .mode = SEARCH_ANY, .apart = true},
    {.name = "one word, four facets", .query = QUERY_WORD, .facets = true, .apart = true},
    {.name = "one word by date", .query = QUERY_WORD, .sort = COLUMN_UPDATED, .apart = true},
};

static void run_kind(Bench *b, const Kind *kind, Times *all) {
    Times times = {0}, peer = {0};
    Buf query = {0};
    for (uint32_t i = 0; i < b->queries; i++) {
        buf_clear(&query);
        corpus_query(b->corpus, kind->query, &query);
        SearchRequest request = {
            .mode = kind->mode, .sort = kind->sort, .descending = kind->sort > 0};
        if (kind->facets) {
            request.facets = facets;
            request.facet_count = COUNT_OF(facets);
        }
        one_query(b, &query, request, &times);
        if (!kind->apart)
            vec_push(all, times.items[times.len - 1]);
#ifdef HAVE_SQLITE
        if (!b->alone && kind->mode == SEARCH_AUTO && !kind->sort && !kind->facets &&
            i < b->queries / 4)
            vec_push(&peer, sqlite_query(b, buf_str(&query)));
#endif
    }
    print_times(kind->name, &times);
    if (peer.len)
        print_times("  SQLite FTS5", &peer);
    buf_free(&query);
    vec_free(&times);
    vec_free(&peer);
}

/* Growing prefixes of what somebody types. */
static void run_typing(Bench *b) {
    Times times = {0};
    Buf whole = {0}, prefix = {0};
    for (uint32_t i = 0; i < b->queries / 2 + 1; i++) {
        buf_clear(&whole);
        corpus_query(b->corpus, (CorpusQuery)(i % CORPUS_QUERIES), &whole);
        for (size_t at = 0; at < whole.len;) {
            at++;
            while (at < whole.len && ((unsigned char)whole.data[at] & 0xC0) == 0x80)
                at++;
            buf_clear(&prefix);
            buf_put(&prefix, whole.data, at);
            one_query(b, &prefix, (SearchRequest){.typing = true}, &times);
        }
    }
    print_times("as you type", &times);
    buf_free(&whole);
    buf_free(&prefix);
    vec_free(&times);
}

static void run_others(Bench *b) {
    Times times = {0};
    Buf query = {0};
    for (int i = 0; i < 50; i++)
        one_query(b, &query, (SearchRequest){0}, &times);
    print_times("everything, newest first", &times);
    for (int i = 0; i < 50; i++)
        one_query(b, &query, (SearchRequest){.facets = facets, .facet_count = COUNT_OF(facets)},
                  &times);
    print_times("everything with four facets", &times);
    buf_puts(&query, "行业:行业1 is:published importance:>=5");
    for (int i = 0; i < 50; i++)
        one_query(b, &query, (SearchRequest){0}, &times);
    print_times("three filters", &times);
    CountResult counts = {0};
    for (int i = 0; i < 50; i++) {
        StoreRead *read;
        CountRequest request = {
            .query = STR(""), .visible = &visible, .by = BY_WEEK, .by_column = COLUMN_UPDATED};
        must(b, store_read_begin(b->store, &read, &b->err));
        must(b, search_count(b->index, read, &request, &counts, &b->err));
        store_read_end(read);
        vec_push(&times, (double)counts.us / 1e3);
    }
    print_times("count by week", &times);
    count_result_free(&counts);
    buf_free(&query);
    vec_free(&times);
}

static void run_cold(Bench *b) {
    Times times = {0};
    Buf query = {0};
    for (int i = 0; i < 20; i++) {
        corpus_query(b->corpus, QUERY_WORD, &query);
        search_index_free(b->index);
        int64_t start = clock_mono_us();
        b->index = search_index_new();
        SearchResult result = {0};
        StoreRead *read;
        SearchRequest request = {
            .query = buf_str(&query), .limit = 20, .sort = -1, .visible = &visible};
        must(b, store_read_begin(b->store, &read, &b->err));
        must(b, search_run(b->index, read, &request, &result, &b->err));
        store_read_end(read);
        vec_push(&times, seconds_since(start) * 1e3);
        search_result_free(&result);
        buf_clear(&query);
    }
    print_times("first search of a process", &times);
    buf_free(&query);
    vec_free(&times);
}

/* ---- saves ---- */

static double disk_sync_ms(Bench *b) {
    char path[128], page[4096] = {0};
    Times times = {0};
    snprintf(path, sizeof path, "%s/sync", b->dir);
    int fd = open(path, O_CREAT | O_RDWR, 0600);
    for (int i = 0; i < 100; i++) {
        if (pwrite(fd, page, sizeof page, (off_t)sizeof page * i) < 0)
            break;
        int64_t start = clock_mono_us();
        fdatasync(fd);
        vec_push(&times, seconds_since(start) * 1e3);
    }
    close(fd);
    double ms = percentile(&times, .5);
    vec_free(&times);
    return ms;
}

static void run_saves(Bench *b) {
    enum { SAVES = 400 };
    Times bare = {0}, saves = {0}, merges = {0};
    StorePacker *packer;
    StorePacked packed = {0};
    SearchDocument document = {0};
    Buf segment = {0};
    uint64_t segment_bytes = 0;
    must(b, store_packer_new(b->store, &packer, &b->err));
    for (int i = 0; i < SAVES; i++) {
        StoreWrite *write;
        int64_t start = clock_mono_us();
        must(b, store_write_begin(b->store, "bench", STORE_GATE_MS, false, &write, &b->err));
        must(b, store_put_meta(write, "bench", STR("x"), &b->err));
        must(b, store_write_commit(write, NULL, &b->err));
        vec_push(&bare, seconds_since(start) * 1e3);
        Record *record = corpus_next(b->corpus);
        start = clock_mono_us();
        buf_clear(&segment);
        search_document_build(b->analyser, record, &document);
        search_document_encode(&document, &segment);
        segment_bytes += segment.len;
        must(b, store_pack(packer, record, &packed, &b->err));
        StoreChange change = {.verb = VERB_CREATE, .login = STR("bench")};
        must(b, store_write_begin(b->store, "bench", STORE_GATE_MS, false, &write, &b->err));
        must(b, store_put_revision(write, &change, &packed, STR("summary"), buf_str(&segment), NULL,
                                   &b->err));
        must(b, store_write_commit(write, NULL, &b->err));
        vec_push(&saves, seconds_since(start) * 1e3);
        record_free(record);
        for (bool more = true; more;) {
            start = clock_mono_us();
            must(b,
                 search_merge_step(b->index, b->store, "bench", 0, &merge_usual, &more, &b->err));
            if (more)
                vec_push(&merges, seconds_since(start) * 1e3);
        }
    }
    double sync = disk_sync_ms(b), one = percentile(&bare, .5), save = percentile(&saves, .5);
    printf("fdatasync %.3f ms; a save is %.2f x a bare commit; segment %.1f KB\n", sync, save / one,
           (double)segment_bytes / SAVES / 1e3);
    print_times("bare one-row commit", &bare);
    print_times("save of a new case", &saves);
    print_times("merge steps behind saves", &merges);
    vec_free(&bare);
    vec_free(&saves);
    vec_free(&merges);
    store_packer_free(packer);
    store_packed_free(&packed);
    search_document_free(&document);
    buf_free(&segment);
}

/* One save; the time it took. */
static double timed_save(Bench *b, StorePacker *packer, StorePacked *packed,
                         SearchDocument *document, Buf *segment) {
    StoreWrite *write;
    Record *record = corpus_next(b->corpus);
    int64_t start = clock_mono_us();
    buf_clear(segment);
    search_document_build(b->analyser, record, document);
    search_document_encode(document, segment);
    must(b, store_pack(packer, record, packed, &b->err));
    StoreChange change = {.verb = VERB_CREATE, .login = STR("bench")};
    must(b, store_write_begin(b->store, "saver", STORE_GATE_MS, false, &write, &b->err));
    must(b, store_put_revision(write, &change, packed, STR("summary"), buf_str(segment), NULL,
                               &b->err));
    must(b, store_write_commit(write, NULL, &b->err));
    record_free(record);
    return seconds_since(start) * 1e3;
}

/* Another process that saves every 20 ms until it is told to stop. */
static void save_beside(Bench *b, int stop) {
    Times saves = {0};
    StorePacker *packer;
    StorePacked packed = {0};
    SearchDocument document = {0};
    Buf segment = {0};
    struct pollfd wait = {.fd = stop, .events = POLLIN};
    must(b, store_open(b->dir, STORE_READ_WRITE, &b->store, &b->err));
    must(b, store_packer_new(b->store, &packer, &b->err));
    while (poll(&wait, 1, 20) == 0)
        vec_push(&saves, timed_save(b, packer, &packed, &document, &segment));
    print_times("saves of another process beside", &saves);
    fflush(stdout);
    _exit(0);
}

/* All large segments become one, step by step, while another process saves. */
static void run_merges(Bench *b) {
    static const MergePolicy one = {.small = UINT32_MAX, .fanout = INDEX_SEGMENTS, .segments = 1};
    int stop[2];
    Times steps = {0};
    uint64_t held = 0;
    fflush(stdout);
    store_close(b->store); /* an environment must not cross a fork */
    if (pipe(stop))
        exit(1);
    pid_t saver = fork();
    if (saver == 0) {
        close(stop[1]);
        save_beside(b, stop[0]);
    }
    close(stop[0]);
    must(b, store_open(b->dir, STORE_READ_WRITE, &b->store, &b->err));
    int64_t begun = clock_mono_us();
    for (bool more = true; more && seconds_since(begun) < 120;) {
        int64_t start = clock_mono_us();
        must(b, search_merge_step(b->index, b->store, "bench", 1000, &one, &more, &b->err));
        vec_push(&steps, seconds_since(start) * 1e3);
        held += steps.items[steps.len - 1] > 50;
    }
    printf("merge of everything into one       %8.1f s, %zu steps, %llu of them over 50 ms\n",
           seconds_since(begun), steps.len, (unsigned long long)held);
    print_times("merge steps", &steps);
    fflush(stdout);
    close(stop[1]);
    waitpid(saver, NULL, 0);
    vec_free(&steps);
}

int main(int argc, char **argv) {
    Bench bench = {.documents = 100000, .queries = 200}, *b = &bench;
    if (argc > 1)
        b->documents = (uint32_t)strtoul(argv[1], NULL, 10);
    if (argc > 2)
        b->queries = (uint32_t)strtoul(argv[2], NULL, 10);
    b->alone = argc > 3;
    strcpy(b->dir, "/tmp/anliku-bench-XXXXXX");
    if (!mkdtemp(b->dir))
        return 1;
    must(b, store_create(b->dir, &(StoreOptions){0}, &b->err));
    must(b, store_open(b->dir, STORE_READ_WRITE, &b->store, &b->err));
    b->index = search_index_new();
    b->analyser = search_analyser_new();
    b->corpus = corpus_new(1);
    if (!b->corpus)
        return 1;
    import(b);
    print_sizes(b);
    Times all = {0};
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        run_kind(b, &kinds[i], &all);
    print_times("ALL of the above", &all);
    run_typing(b);
    run_others(b);
    run_cold(b);
    printf("private memory                     %8.1f MB\n", (double)status_kb("RssAnon:") / 1e3);
    run_saves(b);
    run_merges(b);
    for (size_t i = 0; i < 2; i++)
        run_kind(b, &kinds[i], &all);
    vec_free(&all);
#ifdef HAVE_SQLITE
    sqlite3_close(b->sqlite);
    text_words_free(&b->words);
#endif
    search_index_free(b->index);
    search_analyser_free(b->analyser);
    corpus_free(b->corpus);
    store_close(b->store);
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", b->dir);
    return system(command) != 0;
}
