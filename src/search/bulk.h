#ifndef ANLIKU_SEARCH_BULK_H
#define ANLIKU_SEARCH_BULK_H

#include "base/pool.h"
#include "base/progress.h"
#include "search/document.h"
#include "search/index.h"
#include "store/write.h"

/* Indexing of many documents: an import commits log rows without segments and hands the documents
 * here; they are inverted in memory and written as large segments in transactions of their own.
 * What a killed import left behind, search_catch_up indexes from the revisions. */
typedef struct SearchBulk SearchBulk;

enum { BULK_BYTES = 128 << 20 };

/* who: as in store_write_begin. bytes: memory after which a segment is written (0: BULK_BYTES). */
SearchBulk *search_bulk_new(SearchIndex *index, Store *store, const char *who, size_t bytes);
void search_bulk_free(SearchBulk *bulk); /* NULL is allowed; what was not spilled is left to
                                            search_catch_up */
/* After the commit that gave the case the change number: ascending. replaced: change number of the
 * revision before (StoreEntry.previous), 0 for a new record. Rows of others in between are read
 * from the store. Spills when the memory is full. */
bool search_bulk_add(SearchBulk *bulk, uint32_t number, uint32_t replaced,
                     const SearchDocument *document, Error *err);
/* The same in two steps, so that inverting goes on beside other work: documents are taken, and
 * every so many of them inverted by a job of the pool, which must outlive the bulk. What was taken
 * belongs to the bulk (*document is {0} afterwards). Spills depend on what was taken and when
 * search_bulk_invert was called, not on the pool. */
bool search_bulk_take(SearchBulk *bulk, uint32_t number, uint32_t replaced,
                      SearchDocument *document, Error *err);
bool search_bulk_invert(SearchBulk *bulk, Pool *pool, Error *err);
/* How many documents are still to come, about; 0 (as at first): not known. Segments are then merged
 * on the way, while what comes takes up the room that they leave: the file does not grow by it. */
void search_bulk_expect(SearchBulk *bulk, uint64_t docs);
/* Writes what was added: from then on searches see it. Costs a transaction; once a second is often
 * enough. */
bool search_bulk_spill(SearchBulk *bulk, Error *err);
/* Spills and merges until few segments are left. */
bool search_bulk_finish(SearchBulk *bulk, const Progress *progress, Error *err);

/* Indexes every case that is not indexed yet, from the log. Cheap when there is none. Not while an
 * import of this process is running. *indexed (may be NULL): documents. */
bool search_catch_up(SearchIndex *index, Store *store, const char *who, const Progress *progress,
                     uint64_t *indexed, Error *err);

/* Rows of cases that searches do not see yet, and when the last of them was written: a running
 * import writes all the time, an interrupted one is followed by nothing. */
bool search_unindexed(SearchIndex *index, Store *store, uint32_t *rows, int64_t *last_ms,
                      Error *err);
/* Number of the first row of a case that searches do not see yet, 0: they see all. */
bool search_first_unindexed(SearchIndex *index, Store *store, uint32_t *number, Error *err);

#endif
