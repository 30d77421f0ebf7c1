#ifndef ANLIKU_STORE_TRANSACTION_H
#define ANLIKU_STORE_TRANSACTION_H

#include "store/env.h"
#include "store/write.h"

/* What a log entry holds besides StoreEntry. */
typedef struct LogBody {
    uint32_t dictionary, raw_bytes;
    bool compressed, trashed, nameless;
} LogBody;

/* What waits to become a block of log rows (logblock.h). */
typedef struct PendingRow {
    StoreEntry entry; /* its login is that of the block */
    LogBody how;
    uint8_t before[STORE_HASH];
    size_t body_end, head_end; /* in LogPending */
} PendingRow;

/* What waits to become a block in a write transaction. */
typedef struct LogPending {
    PendingRow *items;
    size_t len, cap;
    Buf bodies, heads, login, row;
} LogPending;

/* The group that a row was put behind last (rowgroup.c): what comes behind that again needs no look
 * at its rows. */
typedef struct GroupTail {
    Key first, last;
    size_t bytes, body_bytes; /* of the group, 0: none; of the body of its last row */
    char body[16];            /* that, when it is not longer */
} GroupTail;

/* A write transaction from inside (inside store/ only). */
struct StoreWrite {
    StoreRead view;
    sigset_t signals; /* the mask to go back to */
    uint64_t head;    /* number and hash of the newest log row as the transaction sees it */
    uint8_t head_hash[STORE_HASH];
    bool head_known;
    bool raised; /* the library's numbers of STORE_SCHEMA were written */
    bool failed; /* a put failed half-way: it can only be aborted */
    Error failure;
    Buf row;       /* scratch */
    uint64_t like; /* the row that those of an import name (logrow.h), 0: none yet */
    Uuid like_actor, like_batch;
    Buf like_login;
    bool in_blocks; /* log rows of imports are put into blocks */
    LogPending pending;
    GroupTail tails[ENV_GROUPED];
};

/* What programs of schema 1 cannot read is to be written: from now on they are told so. */
bool write_needs(StoreWrite *write, Error *err);
/* Notes that the transaction cannot be committed any more; returns false. */
bool write_fail(StoreWrite *write, int code, Error *err);

#endif
