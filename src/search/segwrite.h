#ifndef ANLIKU_SEARCH_SEGWRITE_H
#define ANLIKU_SEARCH_SEGWRITE_H

#include "base/vec.h"
#include "search/bm25.h"
#include "search/columns.h"
#include "search/pfor.h"
#include "search/places.h"
#include "search/state.h"
#include "store/write.h"

/* Writes the three streams of a segment:
 *   terms  blocks of front-coded entries, key = first term of the block:
 *          varint shared bytes, varint rest, bytes, varint df, u8 impact (of the whole list), then
 *          df < 128:  varint bytes, tail
 *          df >= 128: varint first directory entry, posts page and offset, bytes, tail
 *   dirs   one 8-byte entry a block of 128 postings (509 a page)
 *   posts  the blocks, one after the other; none straddles a page
 * A tail holds the last df % 128 postings as bits (tails.h); in segments without `bits` as varints:
 * ordinal difference - 1 and a bit that tells whether the frequency follows. In lists of frequent
 * pairs (places_kept) a byte stands before them that tells whether their places follow; a block's
 * stand behind its frequencies.
 *
 * Beside them, for what is looked for by sound, the pairs once more without postings: rows by first
 * character with u32 checksum, then 3 bytes a pair, ascending: second character (18 bits) and how
 * many documents hold it (6 bits, about 3 log2). Characters beyond 18 bits are left out. */

enum { DIR_ENTRIES = (PAGE_BYTES - PAGE_HEADER) / PFOR_ENTRY_BYTES };

/* What the coding of postings depends on. */
typedef struct SegmentForm {
    uint32_t docs; /* of the whole segment */
    bool bits;     /* SegmentInfo.bits; false after segwrite_init */
    const Bm25 *bm25;
} SegmentForm;

/* Terms with their postings as the streams hold them, before they have a place there. */
typedef struct EncodedTerm {
    uint32_t len, df, tail; /* bytes of the term, of its tail */
    uint8_t impact;
} EncodedTerm;

typedef struct SegmentPart {
    VEC(EncodedTerm) terms;
    VEC(PforEntry) entries; /* of all blocks */
    Buf texts, blocks, tails;
} SegmentPart;

void segment_part_clear(SegmentPart *part);
void segment_part_free(SegmentPart *part);

typedef struct SegmentWriter {
    StoreWrite *write;
    uint32_t segment;
    SegmentForm form;
    Buf terms, first, last; /* open block, its first term, the last term put */
    Buf posts, dirs;
    SegmentPart part;    /* of one term */
    Buf pairs;           /* open row */
    uint32_t pair_first; /* its character */
    uint32_t pair_from;  /* its first second character */
    uint32_t posts_page;
    uint64_t dir;   /* next entry */
    uint64_t bytes; /* put so far: keys and values */
} SegmentWriter;

void segwrite_init(SegmentWriter *w, StoreWrite *write, uint32_t segment, uint32_t docs,
                   const Bm25 *bm25);
/* The postings of one term: df each. Ordinals ascend, frequencies are >= 1, lengths are the norm
 * bytes of the documents in the term's class; places count for pairs only. */
typedef struct Postings {
    uint32_t *ordinals, *tf;
    uint8_t *lengths;
    PlaceSet *places;
    uint32_t len, cap;
} Postings;

void postings_reserve(Postings *postings, uint32_t cap);
void postings_free(Postings *postings);

/* Appends a term to the part: reads the form and the postings only, so that any thread may do it.
 * No postings: nothing is appended. */
void segwrite_encode(const SegmentForm *form, Str term, const Postings *postings,
                     SegmentPart *part);
/* Writes a part. Terms ascend (field byte + text) from part to part. */
bool segwrite_part(SegmentWriter *w, const SegmentPart *part, Error *err);
/* Both for one term. */
bool segwrite_term(SegmentWriter *w, Str term, const Postings *postings, Error *err);
/* Puts what is still open. The writer may then be freed; segwrite_resume goes on behind it. */
bool segwrite_flush(SegmentWriter *w, Error *err);
/* Goes on where an earlier writer was flushed: reads the open pages back. */
bool segwrite_resume(SegmentWriter *w, StoreRead *read, const MergePlan *plan, Error *err);
/* Notes where the writer stands in the plan. Right only after segwrite_flush. */
void segwrite_position(const SegmentWriter *w, MergePlan *plan);
void segwrite_free(SegmentWriter *w);

/* A pair of a row: reads the 3 bytes at `at`; df is about right. */
enum { PAIR_BYTES = 3, PAIR_POINT = (1 << 18) - 1 };
static inline uint32_t pair_second(const uint8_t *at) {
    return ((uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16) & PAIR_POINT;
}
uint32_t pair_df(const uint8_t *at);
/* The three bytes of a pair, the first one lowest. */
uint32_t pair_bits(uint32_t second, uint32_t df);

/* Puts a chunk or a dictionary (chunk UINT32_MAX); the type of column_set_write's callback, context
 * is the writer. */
bool segwrite_column(void *writer, SearchColumn column, uint32_t chunk, Str bytes, Error *err);

#endif
