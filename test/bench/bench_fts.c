#include "config.h"

/* bench_fts DOCUMENTS FOLDER [QUERIES]: SQLite FTS5 over the same made-up cases, their text cut
 * into words by ICU beforehand, asked the queries of FOLDER/KIND.txt (what bench_corpus wrote): the
 * best 20 and their number. One line a query, "KIND us N n COUNT"; first what the disk and the
 * building took. */

#include "corpus.h"

#include "base/clock.h"
#include "base/vec.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unicode/ubrk.h>
#include <unicode/ustring.h>
#include <unistd.h>

typedef struct Fts {
    sqlite3 *db;
    UBreakIterator *breaker;
    UChar *units;
    size_t units_cap;
} Fts;

static void fail(Fts *f, const char *what) {
    fprintf(stderr, "bench_fts: %s: %s\n", what, f->db ? sqlite3_errmsg(f->db) : "");
    exit(1);
}

static void run_sql(Fts *f, const char *sql) {
    if (sqlite3_exec(f->db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail(f, sql);
}

static void put_word(Fts *f, int32_t from, int32_t to, Buf *out) {
    char bytes[512];
    int32_t len = 0;
    UErrorCode status = U_ZERO_ERROR;
    u_strToUTF8(bytes, sizeof bytes, &len, f->units + from, to - from, &status);
    if (U_SUCCESS(status) && len <= (int32_t)sizeof bytes) {
        buf_put(out, bytes, (size_t)len);
        buf_putc(out, ' ');
    }
}

/* The words of a text with blanks between. */
static void cut(Fts *f, Str text, Buf *out) {
    UErrorCode status = U_ZERO_ERROR;
    int32_t len = 0;
    if (text.len + 1 > f->units_cap) {
        f->units_cap = 2 * text.len + 64;
        f->units = mem_realloc_array(f->units, f->units_cap, sizeof *f->units);
    }
    u_strFromUTF8(f->units, (int32_t)f->units_cap, &len, text.ptr, (int32_t)text.len, &status);
    if (!f->breaker)
        f->breaker = ubrk_open(UBRK_WORD, "zh", NULL, 0, &status);
    ubrk_setText(f->breaker, f->units, len, &status);
    if (U_FAILURE(status))
        fail(f, u_errorName(status));
    int32_t from = ubrk_first(f->breaker);
    for (int32_t to; (to = ubrk_next(f->breaker)) != UBRK_DONE; from = to)
        if (ubrk_getRuleStatus(f->breaker) >= UBRK_WORD_NONE_LIMIT)
            put_word(f, from, to, out);
}

static void build(Fts *f, const char *folder, uint32_t documents) {
    static const int fields[] = {CASE_TITLE, CASE_BACKGROUND, CASE_NEED, CASE_SOLUTION,
                                 CASE_RESULT};
    char path[4096];
    struct stat info;
    sqlite3_stmt *insert;
    Buf text = {0};
    int64_t spent = 0;
    uint64_t bytes = 0;
    Corpus *corpus = corpus_new(1);
    if (!corpus)
        fail(f, "no word list is built in");
    snprintf(path, sizeof path, "%s/fts.db", folder);
    unlink(path);
    if (sqlite3_open(path, &f->db) != SQLITE_OK)
        fail(f, path);
    run_sql(f,
            "pragma journal_mode=wal; pragma synchronous=normal;"
            "create virtual table t using fts5(text, content='', tokenize='unicode61'); begin");
    sqlite3_prepare_v2(f->db, "insert into t(text) values(?)", -1, &insert, NULL);
    for (uint32_t i = 0; i < documents; i++) {
        Record *record = corpus_next(corpus);
        int64_t start = clock_mono_us();
        buf_clear(&text);
        for (size_t k = 0; k < COUNT_OF(fields); k++) {
            bytes += record_text(record, fields[k]).len;
            cut(f, record_text(record, fields[k]), &text);
        }
        sqlite3_bind_text(insert, 1, text.data, (int)text.len, SQLITE_TRANSIENT);
        sqlite3_step(insert);
        sqlite3_reset(insert);
        spent += clock_mono_us() - start;
        record_free(record);
    }
    int64_t start = clock_mono_us();
    sqlite3_finalize(insert);
    run_sql(f, "commit; insert into t(t) values('optimize'); pragma wal_checkpoint(truncate)");
    spent += clock_mono_us() - start;
    stat(path, &info);
    printf("build docs_s %.0f size %.2f\n", documents / ((double)spent / 1e6),
           (double)info.st_size / (double)bytes);
    corpus_free(corpus);
    buf_free(&text);
}

/* Units in quotes; typing: the last word is a beginning. */
static void match_text(Fts *f, Str query, bool typing, Buf *out) {
    Str rest = query, unit;
    Buf words = {0};
    while (str_split(&rest, ' ', &unit)) {
        buf_clear(&words);
        cut(f, unit, &words);
        if (words.len)
            buf_printf(out, "\"%.*s\" ", (int)words.len - 1, words.data);
    }
    if (typing && out->len) {
        buf_truncate(out, out->len - 1);
        buf_puts(out, " *");
    }
    buf_free(&words);
}

static int64_t ask(Fts *f, Str query, bool typing, uint64_t *count) {
    sqlite3_stmt *select = NULL;
    Buf match = {0};
    match_text(f, query, typing, &match);
    *count = 0;
    int64_t start = clock_mono_us();
    if (sqlite3_prepare_v2(f->db,
                           "select rowid, rank, (select count(*) from t where t match ?1) from t "
                           "where t match ?1 order by rank limit 20",
                           -1, &select, NULL) != SQLITE_OK)
        fail(f, "select");
    sqlite3_bind_text(select, 1, match.data, (int)match.len, SQLITE_TRANSIENT);
    while (sqlite3_step(select) == SQLITE_ROW)
        *count = (uint64_t)sqlite3_column_int64(select, 2);
    sqlite3_finalize(select);
    buf_free(&match);
    return clock_mono_us() - start;
}

static void ask_all(Fts *f, const char *folder, const char *kind, uint32_t most) {
    char path[4096], line[4096];
    bool typing = strcmp(kind, "typing") == 0;
    snprintf(path, sizeof path, "%s/%s.txt", folder, kind);
    FILE *file = fopen(path, "r");
    for (uint32_t i = 0; file && i < most && fgets(line, sizeof line, file); i++) {
        uint64_t count;
        line[strcspn(line, "\n")] = '\0';
        int64_t us = INT64_MAX;
        for (int pass = 0; pass < 3; pass++) {
            int64_t one = ask(f, str_of(line), typing, &count);
            us = one < us ? one : us;
        }
        printf("%s us %lld n %llu\n", kind, (long long)us, (unsigned long long)count);
    }
    if (file)
        fclose(file);
}

/* Median of syncing one page. */
static void print_disk(const char *folder) {
    enum { SYNCS = 101 };
    char path[4096], page[4096] = {0};
    int64_t times[SYNCS];
    snprintf(path, sizeof path, "%s/sync", folder);
    int fd = open(path, O_CREAT | O_RDWR, 0600);
    for (int i = 0; i < SYNCS; i++) {
        if (fd < 0 || pwrite(fd, page, sizeof page, (off_t)sizeof page * i) < 0)
            exit(1);
        int64_t start = clock_mono_us();
        fdatasync(fd);
        int64_t us = clock_mono_us() - start;
        int at = i;
        for (; at > 0 && times[at - 1] > us; at--)
            times[at] = times[at - 1];
        times[at] = us;
    }
    close(fd);
    unlink(path);
    printf("fdatasync us %lld\n", (long long)times[SYNCS / 2]);
}

int main(int argc, char **argv) {
    Fts fts = {0};
    if (argc < 3) {
        fprintf(stderr, "bench_fts DOCUMENTS FOLDER [QUERIES]\n");
        return 2;
    }
    uint32_t most = argc > 3 ? (uint32_t)strtoul(argv[3], NULL, 10) : 50;
    print_disk(argv[2]);
    build(&fts, argv[2], (uint32_t)strtoul(argv[1], NULL, 10));
    for (CorpusQuery kind = 0; kind < CORPUS_QUERIES; kind++)
        ask_all(&fts, argv[2], corpus_query_name(kind), most);
    ask_all(&fts, argv[2], "typing", 4 * most);
    sqlite3_close(fts.db);
    ubrk_close(fts.breaker);
    free(fts.units);
    return 0;
}
