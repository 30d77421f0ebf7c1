#ifndef ANLIKU_STORE_DRAFTFILE_H
#define ANLIKU_STORE_DRAFTFILE_H

#include "base/buf.h"
#include "store/draft.h"

/* The file of a draft (inside store/ only):
 *   two header slots of DRAFT_SLOT bytes, written in turns by generation, each with its checksum:
 *   the one with the higher generation counts, so that a torn one does no harm
 *   entries: u32 payload bytes, u8 kind, u64 time, u64 checksum, payload
 * What follows the last whole entry does not count. */
typedef enum DraftKind { /* stored: never renumber */
                         DRAFT_VALUE = 1,
                         DRAFT_TITLE = 2,
                         DRAFT_VERSION = 3,
                         DRAFT_ASIDE = 4, /* a version that stands alone: nothing of the ones before
                                            is in it, nothing of it in those that follow */
                         DRAFT_PLACE = 5, /* where the person is in the form, in its own words */
                         DRAFT_DELTA = 6  /* what changed of the newest value of a field */
} DraftKind;

enum { DRAFT_SLOT = 128, DRAFT_HEADER = 2 * DRAFT_SLOT, DRAFT_ENTRY = 21 };

/* False with errno. */
bool draftfile_write_header(int fd, const DraftInfo *info);
/* Only what the header holds. False when neither slot is sound. */
bool draftfile_header(int fd, DraftInfo *out);
/* Header and all whole entries (without the header); *whole: bytes of the file that count. */
bool draftfile_load(int fd, Buf *entries, DraftInfo *out, uint64_t *whole);
void draftfile_entry(Buf *out, DraftKind kind, int64_t at_ms, Str payload);
void draftfile_value(Buf *out, const DraftEntry *entry);
/* What is between the bytes that two values have in common at their starts and ends. */
typedef struct DraftDelta {
    size_t prefix, suffix; /* bytes that both have */
    Str middle;            /* of the new one; points into it */
} DraftDelta;
DraftDelta draftfile_compare(Str old, Str new);
void draftfile_delta(Buf *out, const DraftEntry *entry, size_t old_bytes, DraftDelta delta);
/* Makes the new value of the old one. */
void draftfile_apply(Buf *value, DraftDelta delta);
/* Cut at a character boundary. */
void draftfile_title(DraftInfo *info, Str title);
/* What is too long stays out. */
void draftfile_place(DraftInfo *info, Str place);
/* What the versions are, oldest first; the caller frees out->items with free(). */
void draftfile_versions(const Buf *entries, int64_t started_ms, DraftVersions *out);
/* Calls each for the newest value of every field up to the end of one version (0 the oldest). */
bool draftfile_each(const Buf *entries, uint32_t version, DraftFn *each, void *context, Error *err);
/* Appends to out the entries that are needed for the newest DRAFT_VERSIONS versions, the title
 * and the place. */
void draftfile_condense(const Buf *entries, Buf *out);

#endif
