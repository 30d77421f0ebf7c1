#ifndef ANLIKU_SEARCH_SEGMENT_H
#define ANLIKU_SEARCH_SEGMENT_H

#include "base/arena.h"
#include "base/progress.h"
#include "search/bm25.h"
#include "search/columns.h"
#include "search/pfor.h"
#include "search/places.h"
#include "search/state.h"
#include "store/index.h"

/* Reads one segment inside a snapshot: a large one from the index tables, or the small one that a
 * process makes in memory from the newest log rows. Everything is checked against its bounds:
 * damaged bytes give ERR_CORRUPT or wrong answers, never a crash. */

typedef struct SmallSegment SmallSegment; /* search/small.h */

enum { SEGMENT_PAGES = 512 }; /* pages of postings whose place is remembered */

typedef struct Segment {
    SegmentInfo info;
    StoreRead *read;
    StoreCursor *cursor;           /* of the terms; opened on first use */
    const SmallSegment *small;     /* not NULL: the one in memory */
    Chunk *chunks[SEARCH_COLUMNS]; /* opened on first use; width 0: not yet */
    Codebook dictionaries[SEARCH_COLUMNS];
    bool has_dictionary[SEARCH_COLUMNS];
    const uint32_t *killed; /* ordinals replaced by documents of newer segments, ascending */
    uint32_t killed_count;
    struct {
        uint32_t page;
        Str bytes;
    } pages[SEGMENT_PAGES];
    Arena arena;
} Segment;

void segment_open(Segment *segment, StoreRead *read, const SegmentInfo *info);
void segment_close(Segment *segment);

/* ---- terms ---- */

typedef struct TermEntry {
    uint32_t df;
    uint8_t impact;
    uint32_t page, offset; /* df >= 128 */
    uint64_t dir;
    Str tail;
} TermEntry;

/* term: field byte + text. *found tells. */
bool segment_find(Segment *segment, Str term, TermEntry *out, bool *found, Error *err);
/* Walks the terms of a large segment in ascending order. */
typedef struct TermWalk {
    Segment *segment;
    StoreCursor *cursor;
    Reader block;
    bool started, reached; /* reached: the place to begin at */
    size_t same;           /* bytes of the last term that `from` begins with; until it is reached */
    Str term;              /* field byte + text; lives until the next step */
    TermEntry entry;
    char bytes[1 + TERM_BYTES], from[1 + TERM_BYTES];
    size_t from_len;
} TermWalk;

/* Before the first term at or after `from`. Close it in every case. */
bool term_walk_open(TermWalk *walk, Segment *segment, Str from, Error *err);
bool term_walk_next(TermWalk *walk, bool *found, Error *err);
void term_walk_close(TermWalk *walk);

/* ---- posting lists ---- */

typedef struct PostingList {
    Segment *segment;
    uint32_t df;
    uint8_t impact;
    NormClass norm;
    uint32_t blocks;
    const PforEntry *entries;
    const uint64_t *places; /* page << 16 | offset of each block */
    uint32_t tail;          /* postings behind the blocks */
    const uint32_t *tail_ordinals, *tail_tf;
    const PlaceSet *tail_places; /* NULL: not known */
    bool placed;                 /* some postings have places */
    uint16_t at;                 /* in a unit: dense characters up to the pair's second one */
    uint32_t known;              /* in an evaluation: its place among those that were looked up */
} PostingList;

/* The list of an entry; its arrays live in the arena. */
bool segment_list(Segment *segment, TermField field, const TermEntry *entry, Arena *arena,
                  PostingList *out, Error *err);
/* find + list: *found = false and df = 0 when the term is not there. */
bool segment_term_list(Segment *segment, Str term, Arena *arena, PostingList *out, Error *err);
/* The bytes of block b, NULL with *err when they are damaged. */
const uint8_t *list_block(const PostingList *list, uint32_t b, Error *err);
/* First block whose last ordinal is at or after `ordinal`; list->blocks when there is none. */
uint32_t list_block_at(const PostingList *list, uint32_t ordinal);
/* First posting of the tail at or after `ordinal`. */
uint32_t list_tail_at(const PostingList *list, uint32_t ordinal);
/* Adds the list's documents of the window that begins at ordinal `start` to the set. */
bool list_bits(const PostingList *list, uint32_t start, uint64_t bits[WINDOW_WORDS], Error *err);
/* Keeps of the set of the window those that are in the list; blocks without any are passed over. */
bool list_keep(const PostingList *list, uint32_t start, uint64_t bits[WINDOW_WORDS], Error *err);
/* Walks the blocks of the list that may hold documents of the window's set. */
typedef struct BlockWalk {
    const PostingList *list;
    const uint64_t *bits; /* may lose and win bits behind the block */
    uint32_t start, block;
    bool begun;
} BlockWalk;
bool block_walk_next(BlockWalk *walk);
/* The first window at or after the one that begins at `start` in which the list may have a
 * document: where it begins; UINT32_MAX: none. */
uint32_t list_next_window(const PostingList *list, uint32_t start);
/* Upper bounds of 255 * tf / (tf + K) over each window of a segment of so many documents:
 * room for docs / WINDOW_DOCS + 1. */
void list_bounds(const PostingList *list, uint32_t docs, uint8_t *out);
/* All of it: room for df values in each array; tf may be NULL. */
bool list_read(const PostingList *list, uint32_t *ordinals, uint32_t *tf, Error *err);

/* The places of all postings, 0 where they are not known; tf as list_read gave it. */
bool list_read_places(const PostingList *list, const uint32_t *tf, PlaceSet *places, Error *err);
/* Puts the places of the list's documents of the window into `places` (one a document of the
 * window) where they are known, and leaves the others; documents outside of bits may be left out.
 * done: blocks of the window that are there already, which are passed over and added to: all zero
 * at first. */
bool list_places(const PostingList *list, uint32_t start, const uint64_t bits[WINDOW_WORDS],
                 uint64_t *done, PlaceSet places[WINDOW_DOCS], Error *err);

/* Calls each for every posting of a large segment, term by term in ascending order. ERR_CANCELLED.
 */
typedef void PostingFn(void *context, Str term, uint32_t ordinal, uint32_t tf);
bool segment_each_posting(Segment *segment, const Progress *progress, PostingFn *each,
                          void *context, Error *err);

/* ---- columns ---- */

/* The chunk of the document; absent columns and damaged chunks read as absent values. */
const Chunk *segment_open_chunk(Segment *segment, SearchColumn column, uint32_t ordinal);
static inline const Chunk *segment_chunk(Segment *segment, SearchColumn column, uint32_t ordinal) {
    const Chunk *chunks = segment->chunks[column];
    if (chunks && ordinal < segment->info.docs && chunks[ordinal / CHUNK_DOCS].width)
        return &chunks[ordinal / CHUNK_DOCS];
    return segment_open_chunk(segment, column, ordinal);
}
const Codebook *segment_dictionary(Segment *segment, SearchColumn column);
uint32_t segment_code(Segment *segment, SearchColumn column, uint32_t ordinal);
int64_t segment_number(Segment *segment, SearchColumn column, uint32_t ordinal);
/* Bytes of all chunks and dictionaries. */
uint64_t segment_column_bytes(Segment *segment);
uint32_t segment_document(Segment *segment, uint32_t ordinal); /* document number */
Uuid segment_uuid(Segment *segment, uint32_t ordinal);
/* The ordinal of a document number; false when the segment does not hold it. */
bool segment_ordinal(Segment *segment, uint32_t document, uint32_t *ordinal);
/* The documents of the window that are not replaced; bits beyond the segment's end are 0. */
void segment_live(Segment *segment, uint32_t start, uint64_t bits[WINDOW_WORDS]);
bool segment_is_live(Segment *segment, uint32_t ordinal);

#endif
