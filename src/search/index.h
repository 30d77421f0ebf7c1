#ifndef ANLIKU_SEARCH_INDEX_H
#define ANLIKU_SEARCH_INDEX_H

#include "base/progress.h"
#include "search/segment.h"
#include "search/small.h"
#include "search/visible.h"

/* What a process keeps of the index between searches: the newest documents decoded, scratch memory.
 * One a thread; nothing in it points into a snapshot. */
typedef struct SearchIndex SearchIndex;

SearchIndex *search_index_new(void);
void search_index_free(SearchIndex *index); /* NULL is allowed */
/* Scratch of the word cutter for queries. */
TextWords *search_index_words(SearchIndex *index);

VisibleCache *search_index_visible(SearchIndex *index);
struct SoundCharacters *search_index_characters(SearchIndex *index); /* search/sounds.h */

/* The index as one snapshot of the store shows it. */
typedef struct Snapshot {
    SearchIndex *index;
    StoreRead *read;
    const IndexState *state;
    const SmallSegment *small;
    const Bm25 *bm25;
    Segment *segments; /* large ones ascending, then the small one when it has documents */
    uint32_t count;
    uint64_t docs;                    /* of all segments, replaced ones counted */
    bool (*cancelled)(void *context); /* asked by what may take long; set after opening, or NULL */
    void *context;
    ProgressCount *scan; /* documents looked at and all, a second pass begins anew; or NULL */
    Arena arena;
} Snapshot;

/* read: a snapshot of store_read_begin (not the view of a write transaction), which outlives this.
 * One snapshot at a time is open on an index; inside of it others of the same read. */
bool snapshot_open(SearchIndex *index, StoreRead *read, Snapshot *out, Error *err);
void snapshot_close(Snapshot *snapshot);
/* Calls each for every text of a CODE or CODES column; one that several segments have comes more
 * than once, and so does one that only replaced documents have. */
typedef void SnapshotTextFn(void *context, Str text);
void snapshot_texts(const Snapshot *snapshot, SearchColumn column, SnapshotTextFn *each,
                    void *context);
/* ERR_CANCELLED when it is. */
bool snapshot_is_cancelled(const Snapshot *snapshot, Error *err);

#endif
