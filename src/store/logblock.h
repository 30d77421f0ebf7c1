#ifndef ANLIKU_STORE_LOGBLOCK_H
#define ANLIKU_STORE_LOGBLOCK_H

#include "store/logrow.h"

/* Log rows of an import stand in blocks (inside store/ only): one stored row under the number of
 * its LAST change, so that the change n is in the row at or after n. 100,000 cases: .08 x their
 * text less than rows of their own, which is what stood around each of them and the ends of pages.
 *   header (ROW_BLOCK), u16 bytes of the head, head, bodies
 *   head: u8 changes, hash of the row before the first, actor, batch, varint login bytes, login,
 *         a row each: u8 flags (ENTRY_*, BLOCK_*), [u8 verb, u8 type], svarint time since the row
 *         before, u8 bytes of the uuid as in the row before, the rest of it, varint rev,
 *         [varint base, varint distance to the revision before], digest, [varint dictionary],
 *         varint raw bytes, varint stored bytes, u32 checksum of the stored body
 * The header's checksum covers the head, and with it those of the bodies: a body is read without
 * looking at the others. Only revisions of one actor in one batch, without note and segment, stand
 * in blocks. The hash of each row is that of the same row outside of a block which says itself who
 * made it; the hash of the row before it is computed. */
enum {
    BLOCK_BYTES = 4 * 4096 - 16, /* with its header: four pages */
    BLOCK_LEAST_PAGES = 3,
    BLOCK_ROWS = 255,
    BLOCK_SAME_KIND = 32, /* verb and type as in the row before */
    BLOCK_SAME_BOOK = 64, /* the dictionary too */
    BLOCK_NEW = 128       /* no revision before */
};

/* The changes of one stored row of TABLE_LOG, in a block or not. */
typedef struct LogRows {
    Str key, row;
    uint64_t first, next, last; /* change numbers; next > last: no more */
    bool blocked;
    size_t covered;
    uint8_t before[STORE_HASH]; /* of the first change; only in a block */
    Reader head;
    size_t body_at;
    StoreEntry entry; /* of the change before in the block */
    LogBody how;
} LogRows;

/* verify: compares the checksum (of the head of a block). */
bool logrows_open(LogRows *rows, Str key, Str row, bool verify, Error *err);
/* The next one. *found = false at the end. */
bool logrows_next(LogRows *rows, LogRow *out, bool *found, Error *err);
/* What the hash of a row in a block is made of, given the hash of the row before. */
void logblock_hash(const LogRow *row, const uint8_t before[STORE_HASH], uint8_t hash[STORE_HASH]);

/* The checksum of a stored body in a block. */
uint32_t logblock_sum(Str body, uint64_t number);

/* ---- writing ---- */

void logpending_free(LogPending *pending);
/* Whether the change may stand in a block. */
bool logblock_takes(const StoreEntry *entry, Str stored_body, Str segment);
/* Adds a change; before: hash of the row before it. Writes a block when one is full. */
bool logblock_add(StoreWrite *write, const StoreEntry *entry, const LogBody *how, Str stored_body,
                  const uint8_t before[STORE_HASH], Error *err);
/* Writes what waits. */
bool logblock_flush(StoreWrite *write, Error *err);
/* The first change that waits, 0: none does. */
uint64_t logblock_waiting(const StoreRead *read);
/* What waits, as it would be stored. Lives until the transaction's next put. */
void logblock_peek(StoreRead *read, Key *key, Str *row);

#endif
