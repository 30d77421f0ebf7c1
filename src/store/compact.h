#ifndef ANLIKU_STORE_COMPACT_H
#define ANLIKU_STORE_COMPACT_H

#include "base/progress.h"
#include "record/entity.h"
#include "store/store.h"

/* Writes the environment anew without its free pages and swaps it in. The library must be closed in
 * this process; ERR_BUSY when another has it open. before, after: bytes of the file, may be NULL.
 */
bool store_compact(const char *path, uint64_t *before, uint64_t *after, const Progress *progress,
                   Error *err);

/* Where the bytes are. */
typedef enum StorePart {
    PART_LOG,      /* revisions and changes, with the segments in them */
    PART_CURRENT,  /* current rows with their summaries */
    PART_LOOKUP,   /* ids, names */
    PART_SETTINGS, /* settings, batches, meta, dictionaries */
    PART_FILES,    /* attached files */
    PART_TERMS,
    PART_POSTS,
    PART_DIRS,
    PART_IMETA,
    STORE_PARTS
} StorePart;
const char *store_part_name(StorePart part); /* message id */

typedef struct StoreStats {
    uint64_t file_bytes, used_bytes, free_bytes; /* used + free = file up to its last page */
    uint64_t map_bytes;
    uint32_t page_bytes;
    uint64_t rows[STORE_PARTS];
    uint64_t bytes[STORE_PARTS];    /* keys and values; the index tables: whole pages */
    uint64_t records[ENTITY_TYPES]; /* current, by EntityType */
    uint64_t changes;
    uint64_t segment_bytes; /* of PART_LOG */
    uint32_t readers, reader_limit;
    uint64_t disk_free;
} StoreStats;
/* Reads every row of the library's own table. */
bool store_stats(Store *store, StoreStats *out, Error *err);

#endif
