#ifndef ANLIKU_SEARCH_ROWS_H
#define ANLIKU_SEARCH_ROWS_H

#include "search/builder.h"
#include "store/log.h"

/* Adds the cases of log rows to a builder: from the segment in the row, or from the revision. */
typedef struct RowReader {
    SearchAnalyser *analyser;
    SearchDocument document;
    Buf scratch;
    bool only_current; /* pass over revisions that a later one replaced */
    bool from_text;    /* never trust the segments in the rows */
} RowReader;

void row_reader_free(RowReader *rows);
/* The document of a row of a case, in rows->document. */
bool row_reader_document(RowReader *rows, StoreRead *read, const StoreEntry *entry, Error *err);
/* Adds the rows after `after` up to and with `last` until the builder holds `bytes`, at least one;
 * *done is the last row that was looked at (last when all were). */
bool row_reader_add(RowReader *rows, StoreRead *read, uint32_t after, uint32_t last, size_t bytes,
                    SegmentBuilder *builder, uint32_t *done, Error *err);

#endif
