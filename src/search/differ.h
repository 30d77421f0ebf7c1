#ifndef ANLIKU_SEARCH_DIFFER_H
#define ANLIKU_SEARCH_DIFFER_H

#include "search/reindex.h"
#include "search/rows.h"

/* For a check of the index: which words and columns of a document are not those of its revision. */

typedef struct Differ {
    StoreRead *read;
    RowReader *rows;
    SearchFindingFn *found;
    void *context;
    const Progress *progress;
} Differ;

/* A document whose words are known to differ. */
typedef struct DifferDocument {
    uint32_t ordinal, number;
    SearchDocument expected;
    bool *met; /* a term each */
    uint32_t told;
} DifferDocument;

typedef struct DifferDocuments {
    DifferDocument *items; /* ascending ordinal */
    size_t len, cap;
} DifferDocuments;

enum { DIFFER_DOCUMENTS = 20, DIFFER_TERMS = 3 }; /* told of in detail, a segment; a document */

/* Takes what the row reader has just made over, for differ_tell. */
void differ_expect(Differ *differ, DifferDocuments *list, uint32_t ordinal, uint32_t number);
/* Walks the segment once and names words of them that differ. ERR_CANCELLED. */
bool differ_tell(Differ *differ, Segment *segment, DifferDocuments *list, Error *err);
void differ_forget(DifferDocuments *list);

/* Compares the columns of a live document with those that the row reader has just made; names each
 * that differs. */
void differ_columns(Differ *differ, Segment *segment, uint32_t ordinal, uint32_t number);

#endif
