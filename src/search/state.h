#ifndef ANLIKU_SEARCH_STATE_H
#define ANLIKU_SEARCH_STATE_H

#include "base/error.h"
#include "search/analyse.h"
#include "store/read.h"
#include "store/write.h"

/* The one row that tells what the index is made of. It is read at the start of every search and
 * written by merges only, so that a segment appears whole or not at all. */

enum {
    INDEX_FORMAT = 3,    /* 2: lists of frequent pairs have places; 3: tails are bits */
    INDEX_SEGMENTS = 64, /* most at a time */
    INDEX_DROPS = 160,
    PAGE_BYTES = 4080, /* of terms, posts, dirs: one LMDB page with its head */
    PAGE_HEADER = 4    /* checksum */
};

/* A large segment: the documents first..last of the log that were not replaced before it was
 * written, numbered 0..docs-1 (ordinals) in ascending document number. */
typedef struct SegmentInfo {
    uint32_t id;
    uint32_t first, last; /* document numbers; neighbours touch */
    uint32_t docs;        /* ordinals */
    uint32_t live;        /* of them not replaced */
    uint64_t bytes;       /* of its terms, posts, dirs and columns */
    bool places;          /* lists of frequent pairs say where they stand */
    bool bits;            /* tails are streams of bits (tails.h), pairs by sound have the key 'T' */
} SegmentInfo;

typedef enum MergePhase {
    MERGE_NONE,
    MERGE_TERMS,
    MERGE_COLUMNS,
    MERGE_FLIP /* everything is written: next step swaps it in */
} MergePhase;

/* A merge under way: neighbours [from, from + count) of the segment list become target. */
typedef struct MergePlan {
    MergePhase phase;
    uint32_t target;
    uint32_t from, count;
    uint32_t docs;     /* ordinals of the target */
    uint32_t term_len; /* last term that is done */
    uint8_t term[1 + TERM_BYTES];
    uint32_t posts_page, posts_used; /* next byte of the posts stream */
    uint64_t dir;                    /* next directory entry */
    uint32_t column, chunk;
    uint64_t bytes;
    bool bits; /* as the target will have it */
} MergePlan;

/* Segments that hold the documents up to `applied`. */
typedef struct IndexList {
    uint64_t analyzer;           /* analyzer_id that made them; 0: the list is not in use */
    float average[NORM_CLASSES]; /* lengths, frozen with the first segment */
    uint32_t applied;            /* document number up to which it holds everything */
    uint32_t count;
    SegmentInfo segments[INDEX_SEGMENTS]; /* ascending ranges */
} IndexList;

typedef struct IndexState {
    IndexList main;
    IndexList shadow; /* what reindex builds; no reader sees it */
    uint32_t next_id;
    MergePlan plan; /* over segments of main */
    uint32_t drops; /* segments whose rows are still to be deleted */
    uint32_t dropped[INDEX_DROPS];
} IndexState;

/* A library without an index gives the state of an empty one. ERR_VERSION, ERR_CORRUPT. */
bool index_state_read(StoreRead *read, IndexState *out, Error *err);
bool index_state_write(StoreWrite *write, const IndexState *state, Error *err);
/* A list without documents. */
void index_list_init(IndexList *list);
/* Which segment of the list covers the document number; -1: none. */
int index_list_find(const IndexList *list, uint32_t document);

/* Keys of the index tables, at most INDEX_KEY bytes. */
enum { INDEX_KEY = 4 + 1 + TERM_BYTES };
size_t index_key_page(char *key, uint32_t segment, uint32_t page);
/* term: field byte + text */
size_t index_key_term(char *key, uint32_t segment, Str term);
/* kind: 'C' chunk of a column, 'D' dictionary (chunk 0), 'F' the live set that a merge froze.
 * ('P' and 'T' are index_key_pairs) */
size_t index_key_column(char *key, char kind, uint32_t segment, unsigned column, uint32_t chunk);
/* Pairs of a segment by their first character (segwrite.h), from the one with `second` on. bits: as
 * the segment has it; then they are the last rows of their table, which fills its pages. */
size_t index_key_pairs(char *key, bool bits, uint32_t segment, uint32_t first, uint32_t second);
/* First key behind everything of the segment. */
size_t index_key_segment(char *key, uint32_t segment);

#endif
