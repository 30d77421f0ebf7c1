#ifndef ANLIKU_SEARCH_MERGE_H
#define ANLIKU_SEARCH_MERGE_H

#include "base/progress.h"
#include "search/index.h"
#include "store/write.h"

/* Merging has no server: after its commit a saver runs steps, idle screens volunteer. A step is one
 * short write transaction of about 128 KB; a merge of large segments goes on where any process left
 * it, and its target is invisible until the state row names it. */

enum {
    MERGE_SMALL = 48, /* log rows with segments before they become a large segment */
    MERGE_FANOUT = 8, /* neighbours of a tier before they become one */
    MERGE_STEP = 128 << 10,
    MERGE_STEP_ALONE = 8 << 20, /* with nobody there to wait for it */
    MERGE_AT_ONCE = 512         /* documents that are merged without steps */
};

typedef struct MergePolicy {
    uint32_t small;    /* log rows that may wait; 0: none may */
    uint32_t fanout;   /* >= 2 */
    uint32_t segments; /* large segments that may be left; 0: no bound */
    uint32_t step;     /* bytes written a step; 0: MERGE_STEP */
    uint64_t coming; /* documents that an import still brings, about; 0: none. While there are, only
                        what leaves no more room than they need is merged, and the most of it */
    uint64_t next;   /* with coming: documents of the next segment, about */
} MergePolicy;

/* What savers and idle screens use. */
extern const MergePolicy merge_usual;
/* What an import ends with: no small ones, at most five large ones. */
extern const MergePolicy merge_tidy;

/* One step, when there is one to do. who, gate_ms: as in store_write_begin. *more: another step
 * waits. A gate that another holds or wants is not an error: nothing is done, *more is true. */
bool search_merge_step(SearchIndex *index, Store *store, const char *who, int gate_ms,
                       const MergePolicy *policy, bool *more, Error *err);
/* All steps; larger ones than the policy's where nobody else has the library open. ERR_CANCELLED,
 * ERR_BUSY. */
bool search_merge_all(SearchIndex *index, Store *store, const char *who, const MergePolicy *policy,
                      const Progress *progress, Error *err);

#endif
