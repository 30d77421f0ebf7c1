#ifndef ANLIKU_BENCH_CORPUS_H
#define ANLIKU_BENCH_CORPUS_H

#include "record/value.h"

/* Made-up cases for measuring: 150 to 900 characters, 1.5 KB on average, facets by Zipf's law. The
 * words are those of the word list that is built in, as frequent as it says; each has successors of
 * its own, and each case some words that come again, so that pairs of characters are as many and as
 * frequent as in real text. The same for the same seed and word list on every machine. */
typedef struct Corpus Corpus;

/* NULL when no word list is built in. */
Corpus *corpus_new(uint64_t seed);
void corpus_free(Corpus *corpus);
/* The next case, published, with its machine fields; the caller frees it. */
Record *corpus_next(Corpus *corpus);
uint32_t corpus_random(Corpus *corpus, uint32_t below);
/* Distinct pairs of Han characters so far, about, and all Han characters. */
size_t corpus_pairs(const Corpus *corpus);
uint64_t corpus_characters(const Corpus *corpus);

/* Queries of a kind, as people type them. They are made of texts of the corpus: what was made
 * before. */
typedef enum CorpusQuery {
    QUERY_WORD,     /* one Chinese word of two or more characters */
    QUERY_TWO,      /* two words of one case */
    QUERY_PHRASE,   /* four to eight characters of a text */
    QUERY_STRANGE,  /* two words that mostly never stand together, as one */
    QUERY_QUESTION, /* words of one text, changed and asked for */
    QUERY_ENGLISH,  /* an English word */
    QUERY_MIXED,    /* a Chinese and an English word of one case */
    CORPUS_QUERIES
} CorpusQuery;
const char *corpus_query_name(CorpusQuery kind);
/* Appends a query. */
void corpus_query(Corpus *corpus, CorpusQuery kind, Buf *out);

#endif
