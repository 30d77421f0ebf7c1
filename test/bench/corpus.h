#ifndef ANLIKU_BENCH_CORPUS_H
#define ANLIKU_BENCH_CORPUS_H

#include "record/value.h"

/* Made-up cases for measuring: Chinese-like text whose words and facets follow Zipf's law, 150 to
 * 900 characters with some English between. The same for the same seed on every machine. */
typedef struct Corpus Corpus;

Corpus *corpus_new(uint64_t seed);
void corpus_free(Corpus *corpus);
/* The next case, published, with its machine fields; the caller frees it. */
Record *corpus_next(Corpus *corpus);
/* Appends a word of the text: frequent ones more often. */
void corpus_word(Corpus *corpus, Buf *out);
void corpus_english(Corpus *corpus, Buf *out);
uint32_t corpus_random(Corpus *corpus, uint32_t below);
/* Distinct pairs of Han characters so far, about. */
size_t corpus_pairs(const Corpus *corpus);

#endif
