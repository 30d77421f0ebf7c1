#ifndef ANLIKU_SEARCH_COLBUILD_H
#define ANLIKU_SEARCH_COLBUILD_H

#include "base/error.h"
#include "base/map.h"
#include "base/vec.h"
#include "search/document.h"

/* Collects the columns of many documents and gives them out as dictionaries and chunks. {0} is
 * empty. */
typedef struct ColumnSet {
    struct {
        VEC(int64_t) numbers; /* BYTE, NUMBER */
        Buf fixed;            /* FIXED */
        VEC(uint8_t) counts;  /* CODE (0 or 1), CODES */
        VEC(uint32_t) codes;  /* order of first occurrence, from 1 */
        Map known;            /* text -> code */
        VEC(Str) texts;       /* by code - 1; they live in the arena */
        bool used;            /* some document has a value */
    } columns[SEARCH_COLUMNS];
    Arena arena;
    uint32_t docs;
    size_t bytes; /* memory, about */
} ColumnSet;

/* Adds a document (not a tombstone). */
void column_set_add(ColumnSet *set, uint32_t number, const SearchDocument *document);
/* Calls put for every dictionary (chunk UINT32_MAX) and chunk; columns without any value give
 * nothing. Dictionaries come before the chunks of their column. Stops when put returns false. */
typedef bool ColumnPutFn(void *context, SearchColumn column, uint32_t chunk, Str bytes, Error *err);
bool column_set_write(ColumnSet *set, ColumnPutFn *put, void *context, Error *err);
/* Forgets the documents, keeps some room. */
void column_set_clear(ColumnSet *set);
void column_set_free(ColumnSet *set);

#endif
