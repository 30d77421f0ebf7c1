#ifndef ANLIKU_STORE_INDEX_H
#define ANLIKU_STORE_INDEX_H

#include "store/read.h"
#include "store/write.h"

/* Raw tables for search/. Keys are 1..500 bytes in byte order, values up to 4 GiB (aim at <= 1,990
 * bytes or k * 4,096 - 16). A table that is written costs a commit 12 KB more: merges only. */
typedef enum StoreIndexTable {
    STORE_TERMS,
    STORE_POSTS,
    STORE_DIRS,
    STORE_IMETA,
    STORE_INDEX_TABLES
} StoreIndexTable;

/* *value has ptr NULL when the key is missing (an empty value has a pointer). */
bool store_index_get(StoreRead *read, StoreIndexTable table, Str key, Str *value, Error *err);
/* append: the key is greater than all others of the table (faster, fuller pages); when it is not,
 * the put works all the same. */
bool store_index_put(StoreWrite *write, StoreIndexTable table, Str key, Str value, bool append,
                     Error *err);
/* Makes room for a value of that size and gives a pointer to fill before the next call. */
bool store_index_reserve(StoreWrite *write, StoreIndexTable table, Str key, size_t size,
                         bool append, void **value, Error *err);
/* *found (may be NULL) tells whether it was there. */
bool store_index_delete(StoreWrite *write, StoreIndexTable table, Str key, bool *found, Error *err);
/* Deletes up to limit keys from first on while they are below end (end empty: no bound). *more
 * tells whether some are left. */
bool store_index_delete_range(StoreWrite *write, StoreIndexTable table, Str first, Str end,
                              size_t limit, bool *more, Error *err);
bool store_index_count(StoreRead *read, StoreIndexTable table, uint64_t *rows, uint64_t *pages,
                       Error *err);

/* A place in a table. Must be closed before its snapshot or transaction ends; a put or delete
 * through store_index_* leaves cursors of the same transaction usable, but what they gave before is
 * void. */
typedef struct StoreCursor StoreCursor;

bool store_cursor_open(StoreRead *read, StoreIndexTable table, StoreCursor **out, Error *err);
void store_cursor_close(StoreCursor *cursor);
/* Each gives key and value (either may be NULL) and *found = false past the end. */
bool store_cursor_seek(StoreCursor *cursor, Str at_or_after, Str *key, Str *value, bool *found,
                       Error *err);
bool store_cursor_next(StoreCursor *cursor, Str *key, Str *value, bool *found, Error *err);
bool store_cursor_prev(StoreCursor *cursor, Str *key, Str *value, bool *found, Error *err);
/* The last key of the table. */
bool store_cursor_last(StoreCursor *cursor, Str *key, Str *value, bool *found, Error *err);

#endif
