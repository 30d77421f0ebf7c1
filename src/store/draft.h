#ifndef ANLIKU_STORE_DRAFT_H
#define ANLIKU_STORE_DRAFT_H

#include "record/entity.h"
#include "store/store.h"

/* Unsaved edits, as files in LIBRARY/drafts/USER/ so that they survive a database that cannot be
 * written. A draft is an append-only journal: each entry is the new value of one field. Appending
 * writes at once; draft_tick syncs at most once a second. */
typedef struct Draft Draft;

enum { DRAFT_VERSIONS = 10 };

typedef struct DraftVersion {
    int64_t began_ms, changed_ms;
    size_t bytes;   /* of text, all fields together */
    size_t entries; /* values that were set in it; 0: it is as the one before */
    bool aside;     /* what a session that had lost the draft still held */
} DraftVersion;

typedef struct DraftVersions {
    DraftVersion *items;
    size_t len, cap;
} DraftVersions;

typedef struct DraftInfo {
    Uuid id;     /* of the draft: the file's name */
    Uuid record; /* the one that is edited, or the uuid that a new one will have */
    EntityType type;
    uint32_t base_rev;   /* 0: a new record */
    uint32_t generation; /* counts take-overs */
    Uuid session;        /* the one that writes */
    int64_t started_ms, changed_ms;
    uint32_t versions; /* 1..DRAFT_VERSIONS, now and then one more */
    char title[256];   /* from the newest entry of draft_set_title, cut */
    char place[192];   /* from that of draft_set_place */
} DraftInfo;

/* field: permanent id. text: the value as value_format writes it, or canonical bytes: the caller's
 * choice, marked by encoded. */
typedef struct DraftEntry {
    uint16_t field;
    bool encoded;
    int64_t at_ms;
    Str value;
} DraftEntry;

/* Makes the file. user: the actor's uuid. session: of this process, new for every form. */
bool draft_new(const char *library, Uuid user, EntityType type, Uuid record, uint32_t base_rev,
               Uuid session, Draft **out, Error *err);
/* Opens one and takes it over: the generation grows, and the session that had it gets ERR_CONFLICT
 * from its next call. What follows the last whole entry is cut off. */
bool draft_open(const char *library, Uuid user, Uuid id, Uuid session, Draft **out, Error *err);
/* Syncs and closes; the file stays. NULL is allowed. */
void draft_close(Draft *draft);
const DraftInfo *draft_info(const Draft *draft);

/* Of a long value that was set before only what changed of it is written. */
bool draft_set(Draft *draft, const DraftEntry *entry, Error *err);
bool draft_set_title(Draft *draft, Str title, Error *err);
/* Where the person is in the form, in the form's own words: it does not count as a change. Longer
 * ones than DraftInfo holds are left out. */
bool draft_set_place(Draft *draft, Str place, Error *err);
/* Starts a new version with all values of the one before, which can still be read as an older one;
 * nothing happens when the one before is as it began. The oldest goes when there are more than
 * DRAFT_VERSIONS. */
bool draft_new_version(Draft *draft, Error *err);
/* Syncs when there is something to sync and a second has passed since the last time (now: at once).
 */
bool draft_tick(Draft *draft, bool now, Error *err);

/* Still this session's, and still there. Two system calls; a draft that cannot be read now is. */
bool draft_is_mine(const Draft *draft);
/* What a session that has lost its draft still holds becomes a version of its own beside the
 * others; the newest one stays the newest. Synced when it returns true. ERR_NOT_FOUND. */
bool draft_add_aside(const char *library, Uuid user, Uuid id, const DraftEntry *entries,
                     size_t count, Error *err);
/* The versions, the oldest first: items[len - 1 - v] is version v of draft_read. The caller frees
 * items with free(). ERR_NOT_FOUND. */
bool draft_versions(const char *library, Uuid user, Uuid id, DraftVersions *out, Error *err);

/* Calls each for the newest value of every field, in the order of their first entry. version: 0 the
 * newest, 1 the one before ... ERR_NOT_FOUND past the oldest. */
typedef bool DraftFn(void *context, const DraftEntry *entry, Error *err);
bool draft_read(const char *library, Uuid user, Uuid id, uint32_t version, DraftFn *each,
                void *context, Error *err);

typedef struct DraftList {
    DraftInfo *items; /* newest change first */
    size_t len, cap;
} DraftList;
/* A missing folder is an empty list. Files that are no drafts are passed over. The caller frees
 * items with free(). */
bool draft_list(const char *library, Uuid user, DraftList *out, Error *err);
/* How many draft_list would give, from their headers only. */
bool draft_list_count(const char *library, Uuid user, size_t *count, Error *err);
/* Another one after every file that came into the person's folder, or went from it; 0: there is no
 * folder. *settled: so long ago that the next change cannot have the same one. One system call. */
uint64_t draft_stamp(const char *library, Uuid user, bool *settled);
/* Out of the list; draft_restore brings it back for DRAFT_KEPT_DAYS. ERR_NOT_FOUND when it is gone.
 */
enum { DRAFT_KEPT_DAYS = 30 };
bool draft_discard(const char *library, Uuid user, Uuid id, Error *err);
bool draft_restore(const char *library, Uuid user, Uuid id, Error *err);
/* For good: what it held is saved. */
bool draft_remove(const char *library, Uuid user, Uuid id, Error *err);

/* Appends the path of another file of the person's beside the drafts, and makes the folder (0700).
 * It is the caller's; draft_list passes it over, and takes it away DRAFT_KEPT_DAYS after it got a
 * name that ends with DRAFT_DISCARDED. */
#define DRAFT_DISCARDED ".discarded"
bool draft_beside(const char *library, Uuid user, const char *name, Buf *out, Error *err);
/* Appends the path of the folder, which need not be there. */
bool draft_folder(const char *library, Uuid user, Buf *out, Error *err);

#endif
