#ifndef ANLIKU_STORE_CHECK_H
#define ANLIKU_STORE_CHECK_H

#include "base/progress.h"
#include "record/value.h"
#include "store/store.h"

/* Verifies a library. First the pages of data.mdb are walked without the map, so that damage is
 * reported and not run into; only a sound tree is then read row by row: headers, checksums, numbers
 * without gaps, hash chain, current rows against the log, history links, lookups, page accounting.
 * found is called once a finding with a sentence as Error; it must not end the process. */
typedef void StoreFindingFn(void *context, const Error *finding);

typedef struct StoreCheckResult {
    uint64_t pages, rows, changes, records;
    uint64_t findings; /* 0: the library is sound */
} StoreCheckResult;

/* deep: also decode every revision and compare its digest. False on an error that kept the check
 * from ending; findings are not errors. path: the library must not be open in this process when
 * it might be damaged: store_check opens it itself once the pages are sound. */
bool store_check(const char *path, bool deep, const Progress *progress, StoreFindingFn *found,
                 void *context, StoreCheckResult *out, Error *err);

/* How repair makes the derived parts of a record anew; summary and name append to out. */
typedef struct StoreRebuild {
    void (*summary)(void *context, const Record *record, Buf *out);
    void (*name)(void *context, const Record *record, Buf *out); /* folded; "" for none */
    /* The parts of the display id; false when the record has none. */
    bool (*id)(void *context, const Record *record, uint16_t *year, uint32_t *number);
    void *context;
} StoreRebuild;

/* Writes every readable row of a damaged library into a new one in dir: revisions in their order
 * with new change numbers, settings, batches. The index is left empty: reindex afterwards. */
bool store_repair(const char *path, const char *dir, const StoreRebuild *rebuild,
                  const Progress *progress, StoreFindingFn *found, void *context,
                  StoreCheckResult *out, Error *err);

#endif
