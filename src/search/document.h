#ifndef ANLIKU_SEARCH_DOCUMENT_H
#define ANLIKU_SEARCH_DOCUMENT_H

#include "base/arena.h"
#include "base/error.h"
#include "search/analyse.h"
#include "search/columns.h"

/* A document as the index sees it, and its form as a segment of one document: what a save puts into
 * its log row. Which older document it replaces is told by the row (the change number of the
 * revision before). */
typedef struct SearchDocument {
    SearchTerm *terms; /* distinct; ascending (search_term_compare) when sorted */
    size_t term_count;
    uint8_t norms[NORM_CLASSES];
    ColumnValue values[SEARCH_COLUMNS];
    bool sorted;
    bool tombstone; /* nothing but a replacement: the record was purged */
    Arena arena;    /* owns what the above points at */
} SearchDocument;

/* Makes documents: keeps scratch memory, one a thread. */
typedef struct SearchAnalyser SearchAnalyser;
SearchAnalyser *search_analyser_new(void);
void search_analyser_free(SearchAnalyser *analyser); /* NULL is allowed */

/* Replaces *out ({0} or from an earlier call). The record is a case with its machine fields. Terms
 * are not sorted: bulk indexing has no need of it. */
void search_document_build(SearchAnalyser *analyser, const Record *record, SearchDocument *out);
void search_document_tombstone(SearchDocument *out);
void search_document_free(SearchDocument *document);

void search_document_sort(SearchDocument *document);

/* Appends the bytes of the one-document segment: a few KB. Sorts the terms. */
void search_document_encode(SearchDocument *document, Buf *out);
/* Replaces *out, which owns copies. ERR_CORRUPT, ERR_VERSION. Terms come sorted and distinct. */
bool search_document_decode(Str bytes, SearchDocument *out, Error *err);

/* Whether the bytes are a tombstone's. */
bool search_document_is_tombstone(Str bytes);

/* The byte that stands for a length: 16 steps a doubling. */
uint8_t search_norm(uint32_t length);
/* The length that it stands for. */
float search_norm_length(uint8_t norm);

#endif
