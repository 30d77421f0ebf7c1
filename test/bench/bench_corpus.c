#include "config.h"

/* bench_corpus DOCUMENTS FOLDER [QUERIES]: writes the made-up cases as cases.jsonl, a file of
 * queries of each kind as KIND.txt and growing prefixes of them as typing.txt, and says what the
 * text is like. */

#include "corpus.h"

#include "base/vec.h"
#include "format/format.h"

#include <stdio.h>
#include <sys/stat.h>

static FILE *open_file(const char *folder, const char *name, const char *ending) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s%s", folder, name, ending);
    FILE *file = fopen(path, "w");
    if (!file) {
        perror(path);
        exit(1);
    }
    return file;
}

static void write_cases(Corpus *corpus, const char *folder, uint32_t documents) {
    static const int texts[] = {CASE_TITLE, CASE_BACKGROUND, CASE_NEED, CASE_SOLUTION, CASE_RESULT};
    static const int left_out[] = {CASE_OWNER, CASE_AUTHOR}; /* nobody of this library */
    FILE *file = open_file(folder, "cases", ".jsonl");
    FormatWrite write = {.kind = FORMAT_JSONL, .entity = ENTITY_CASE};
    Buf line = {0};
    uint64_t bytes = 0;
    format_write_begin(&write, &line);
    for (uint32_t i = 0; i < documents; i++) {
        Record *record = corpus_next(corpus);
        for (size_t t = 0; t < COUNT_OF(texts); t++)
            bytes += record_text(record, texts[t]).len;
        for (size_t t = 0; t < COUNT_OF(left_out); t++)
            record_clear(record, left_out[t]);
        format_write_record(&write, record, &line);
        fwrite(line.data, 1, line.len, file);
        buf_clear(&line);
        record_free(record);
    }
    buf_free(&line);
    if (fclose(file))
        exit(1);
    printf("documents %u\ntext %llu\npairs %zu\ncharacters %llu\n", documents,
           (unsigned long long)bytes, corpus_pairs(corpus),
           (unsigned long long)corpus_characters(corpus));
}

/* What is seen of the query while it is typed. */
static void write_prefixes(Str query, FILE *file) {
    for (size_t at = 0; at < query.len;) {
        at++;
        while (at < query.len && ((unsigned char)query.ptr[at] & 0xC0) == 0x80)
            at++;
        if (query.ptr[at - 1] != ' ')
            fprintf(file, "%.*s\n", (int)at, query.ptr);
    }
}

static void write_queries(Corpus *corpus, const char *folder, uint32_t queries) {
    FILE *typing = open_file(folder, "typing", ".txt");
    for (CorpusQuery kind = 0; kind < CORPUS_QUERIES; kind++) {
        FILE *file = open_file(folder, corpus_query_name(kind), ".txt");
        Buf query = {0};
        for (uint32_t i = 0; i < queries; i++) {
            buf_clear(&query);
            corpus_query(corpus, kind, &query);
            fprintf(file, "%s\n", buf_text(&query));
            if (i % 8 == 0)
                write_prefixes(buf_str(&query), typing);
        }
        buf_free(&query);
        if (fclose(file))
            exit(1);
    }
    if (fclose(typing))
        exit(1);
}

int main(int argc, char **argv) {
    if (argc < 3) {
        fprintf(stderr, "bench_corpus DOCUMENTS FOLDER [QUERIES]\n");
        return 2;
    }
    Corpus *corpus = corpus_new(1);
    if (!corpus) {
        fprintf(stderr, "bench_corpus: no word list is built in\n");
        return 1;
    }
    mkdir(argv[2], 0755);
    write_cases(corpus, argv[2], (uint32_t)strtoul(argv[1], NULL, 10));
    write_queries(corpus, argv[2], argc > 3 ? (uint32_t)strtoul(argv[3], NULL, 10) : 200);
    corpus_free(corpus);
    return 0;
}
