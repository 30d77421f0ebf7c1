#ifndef ANLIKU_STORE_LOGROW_H
#define ANLIKU_STORE_LOGROW_H

#include "store/log.h"
#include "store/row.h"
#include "store/transaction.h"

/* The form of a log row (inside store/ only):
 *   header, varint entry bytes, varint stored body bytes, varint segment bytes,
 *   u64 segment checksum (when there is a segment), entry, body, segment
 * (ROW_PLAIN, of the first programs: three u32 and always the checksum.)
 * Body or segment of more than LOG_INLINE bytes are cut into rows of TABLE_PART (body from part 0,
 * segment from LOG_SEGMENT_PART), because a free list finds many neighbouring pages only slowly.
 * The row's checksum ends before the segment, which has its own: segments are read often.
 * Hash of a row = BLAKE2b-256 over entry and stored body; the entry begins with the hash of the row
 * before. The segment is derived data and not part of it. A compressed body leaves the record's
 * uuid, its first field, to the entry. */
enum {
    LOG_INLINE = 12 * 1024,
    LOG_PART = 8176 - ROW_HEADER,
    LOG_SEGMENT_PART = 0x8000,
    LOG_BODY_PARTS = 1, /* flags of the header */
    LOG_SEGMENT_PARTS = 2,
    ENTRY_FORMAT_ONLY = 1, /* flags of the entry */
    ENTRY_TRASHED = 2,
    ENTRY_COMPRESSED = 4,
    ENTRY_NAMELESS = 8, /* the body is without its uuid */
    ENTRY_LIKE = 16     /* who, for which import and why: as in an earlier row */
};

typedef struct LogRow {
    uint64_t number;
    unsigned flags, version; /* ROW_BLOCK: a row of a block (logblock.h) */
    Str entry;
    Str body;                           /* empty when in parts */
    Str segment;                        /* empty when in parts */
    uint32_t body_bytes, segment_bytes; /* as stored */
    uint64_t segment_sum;
    size_t covered;
    StoreEntry known; /* in a block; entry is empty then */
    LogBody how;
    uint32_t body_sum;
} LogRow;

/* Of a row that is in no block. */
bool logrow_parse(Str key, Str row, LogRow *out, Error *err);
/* Rows of an import name the first one of their transaction instead of the actor, login, batch and
 * note that they share with it. read: where that is looked up; NULL, or when that row is damaged:
 * out->like is its number, and those four are empty. */
bool logrow_entry(StoreRead *read, const LogRow *row, StoreEntry *out, LogBody *body, Error *err);
/* The row of a change, verified when verify. ERR_NOT_FOUND. */
bool logrow_get(StoreRead *read, uint64_t number, bool verify, LogRow *out, Error *err);
/* The rows of TABLE_LOG that hold the changes from `first` on, ascending, with those that wait in
 * the transaction whose view it is, until each returns false (*stopped tells it). */
bool logrow_each(StoreRead *read, uint64_t first, EnvRowFn *each, void *context, bool *stopped,
                 Error *err);
/* The stored body, from the row or put together in scratch (cleared first). In a block it is
 * verified by this. */
bool logrow_body(StoreRead *read, const LogRow *row, Buf *scratch, Str *out, Error *err);
/* Puts together what store_log_body gives: appends the raw bytes of a stored body. */
bool logrow_unpack(StoreRead *read, const StoreEntry *entry, const LogBody *how, Str stored,
                   Buf *out, Error *err);
void logrow_hash(Str entry, Str stored_body, uint8_t hash[STORE_HASH]);
void logrow_put_entry(Buf *out, const StoreEntry *entry, const uint8_t before[STORE_HASH],
                      const LogBody *how);

/* Appends a row after the newest one: number, hash of the row before and digest come from here and
 * from entry. */
bool logrow_append(StoreWrite *write, StoreEntry *entry, const LogBody *how, Str stored_body,
                   Str segment, Error *err);

#endif
