#ifndef ANLIKU_STORE_LOG_H
#define ANLIKU_STORE_LOG_H

#include "store/read.h"

/* The log: one row a change, numbered without gaps from 1. A row of a record holds its whole
 * revision and, for the index, a segment of this one document. THE DOCUMENT NUMBER OF THE INDEX IS
 * THE CHANGE NUMBER; store_put_revision refuses one that does not fit 32 bits. Other rows
 * (settings, session entries) take numbers too: document numbers have gaps. */

typedef enum StoreVerb { /* stored: never renumber */
                         VERB_NONE = 0,
                         VERB_CREATE = 1,
                         VERB_EDIT = 2,
                         VERB_TRASH = 3,
                         VERB_UNTRASH = 4,
                         VERB_IMPORT = 5,
                         VERB_UNDO = 6,
                         VERB_REVERT = 7,
                         VERB_MERGE = 8,
                         VERB_SUBMIT = 9,
                         VERB_REVIEW = 10,
                         VERB_RETURN = 11,
                         VERB_PUBLISH = 12,
                         VERB_VERIFY = 13,
                         VERB_ARCHIVE = 14,
                         VERB_REOPEN = 15,
                         VERB_SETTINGS = 16, /* body: store/settings.h */
                         VERB_SESSION = 17,  /* body: store/session.h */
                         VERB_EXPORT = 18,
                         VERB_BACKUP = 19,
                         VERB_OTHER = 20,   /* the note says what */
                         VERB_HAND_ON = 21, /* revision of a hand-on */
                         VERB_KEPT = 22,    /* kept beside another one's: what follows goes back */
                         STORE_VERBS
} StoreVerb;

/* Lower-case name for output, "edit"; "unknown" for a number of a newer program. */
const char *store_verb_name(StoreVerb verb);

typedef struct StoreEntry {
    uint64_t number;
    int64_t at_ms;
    StoreVerb verb;
    EntityType type; /* ENTITY_NONE: the row holds no revision */
    Uuid record;
    uint32_t base_rev, rev;
    uint64_t previous; /* change number of the revision before of the same record, 0: the first */
    Uuid actor;
    Str login;
    Uuid batch; /* nil: none */
    Str note;
    bool format_only;           /* the content did not change in meaning: verification stays */
    uint8_t digest[STORE_HASH]; /* of record_encode_content; zeros when there is no revision */
    uint32_t body_bytes;        /* of the body, not compressed */
    uint64_t like;              /* the store's own: the row that says who made it; 0: this one */
    uint32_t segment_bytes;     /* of the index segment, 0: none */
} StoreEntry;

/* ERR_NOT_FOUND when there is no such row. */
bool store_log_entry(StoreRead *read, uint64_t number, StoreEntry *out, Error *err);
/* Calls each for the rows first..last that exist, ascending, until it returns false (then the
 * result is false and each has filled *err). */
typedef bool StoreEntryFn(void *context, const StoreEntry *entry, Error *err);
bool store_log_each(StoreRead *read, uint64_t first, uint64_t last, StoreEntryFn *each,
                    void *context, Error *err);
/* Appends the body of a row (of a record: its canonical bytes). */
bool store_log_body(StoreRead *read, uint64_t number, Buf *out, Error *err);

/* Walks the revisions of one record back from the newest:
 *   uint64_t at = current.change;
 *   while (at && store_log_entry(read, at, &entry, err)) { ...; at = entry.previous; } */

/* The index segment in a row; *out is empty when it has none. Points into the map, or into scratch
 * when it was stored in parts. verify = check its checksum (once a session is enough: rows are
 * never written again). Bytes are not aligned. */
bool store_segment(StoreRead *read, uint64_t number, bool verify, Buf *scratch, Str *out,
                   Error *err);
/* The next row after `after` that holds a revision. *found = false at the end. entry as
 * store_log_entry gives it, without checksum test of the body. For readers of new segments. */
bool store_next_revision(StoreRead *read, uint64_t after, StoreEntry *entry, bool *found,
                         Error *err);

/* Hash of the newest row (zeros in a new library): what to anchor outside of the machine. */
bool store_log_head(StoreRead *read, uint64_t *number, uint8_t hash[STORE_HASH], Error *err);
/* The hash of one row, to compare with an anchor. A row is hashed with the hash of the row before
 * it. */
bool store_log_hash(StoreRead *read, uint64_t number, uint8_t hash[STORE_HASH], Error *err);

#endif
