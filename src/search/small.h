#ifndef ANLIKU_SEARCH_SMALL_H
#define ANLIKU_SEARCH_SMALL_H

#include "base/vec.h"
#include "search/document.h"
#include "search/segment.h"

/* The newest documents: log rows above `applied` that carry a one-document segment, decoded once a
 * process and searched as one segment in memory. */
typedef struct SmallDocument {
    uint32_t number, replaces;
    uint32_t ordinal;     /* UINT32_MAX for a tombstone */
    uint32_t replaced_by; /* number of a later one of these, 0: none */
    SearchDocument document;
} SmallDocument;

struct SmallSegment {
    VEC(SmallDocument *) all;       /* ascending number */
    VEC(SmallDocument *) documents; /* by ordinal */
    uint32_t from;                  /* rows up to here are in large segments */
    uint32_t scanned;               /* rows up to here were looked at */
    uint32_t unindexed;             /* rows of cases without a readable segment among them */
    uint32_t first_unindexed;       /* number of the first one, 0: none */
    int64_t unindexed_ms;           /* when the last one was written */
    struct {
        Buf chunk, dictionary;
        VEC(size_t) chunk_ends;
    } columns[SEARCH_COLUMNS];
    Buf live; /* u64 words */
};

/* Brings it up to the snapshot: forgets what is applied, reads new rows. */
bool small_refresh(SmallSegment *small, StoreRead *read, uint32_t applied, Error *err);
void small_clear(SmallSegment *small);
void small_free(SmallSegment *small);

/* What segment.h asks of it. */
uint32_t small_docs(const SmallSegment *small);
bool small_find(const SmallSegment *small, Str term, Arena *arena, PostingList *out);
/* Calls each for every distinct term that begins with the prefix, in no order. */
typedef bool SmallTermFn(void *context, Str term, uint32_t ordinal, uint32_t tf);
bool small_terms(const SmallSegment *small, Str prefix, SmallTermFn *each, void *context);
Str small_chunk(const SmallSegment *small, SearchColumn column, uint32_t chunk);
Str small_dictionary(const SmallSegment *small, SearchColumn column);

#endif
